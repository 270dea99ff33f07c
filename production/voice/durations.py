"""Models that know how long they speak each phoneme, and what follows for the times of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from production.narration.speech import Span
from production.voice.engine import Samples, SpokenWord, Utterance
from production.voice.extra import needing_extra
from production.voice.phonemes import ENDS_OF_SENTENCES, PAUSING_MARKS, alphabet

RATE = 24_000
"""Samples a second."""

UNIT = 600
"""Samples; durations are whole numbers of it."""

THREADS = 2
"""A fixed number, or the sound would depend on the machine's."""

_PHONEMES_A_WORD = 5.44
"""Spaces and stresses counted, in the lesson as it is spoken."""

_NEAR = 0.04
"""How far from the pace wanted a first try may be."""

_LATE = 0.04
"""Seconds by which sums of durations lie after what is heard, in every voice and at every speed."""

_SILENCE = 0.09
"""Seconds; a silence so long between two words says where they end and begin."""

_REACH = 0.15
"""Seconds from the durations' word boundary to a silence that belongs to it."""

_WINDOW = 0.01
"""Seconds, over which a level is taken."""

_FLOOR = 45.0
"""Decibels below the loudest window; what is below is silent."""


class DurationModel:
    """A model in ONNX, run with its durations.

    Parameters
    ----------
    model
        The bytes of its file.
    durations
        The name of the tensor that holds them.
    """

    def __init__(self, model: bytes, durations: str) -> None:
        with needing_extra():
            import onnxruntime
        options: Any = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Threads that have nothing to do leave the cores to others.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(
            model + _also_giving(durations), options, providers=["CPUExecutionProvider"]
        )

    def run(self, inputs: Mapping[str, npt.NDArray[Any]]) -> tuple[list[npt.NDArray[np.float32]], list[int]]:
        """Return what the model gives, and each token's duration (in units)."""
        *outputs, durations = self._session.run(None, dict(inputs))
        return outputs, [round(float(duration)) for duration in durations.ravel()]


def _also_giving(tensor: str) -> bytes:
    """Return what, appended to a model's bytes, makes a tensor one of its outputs.

    A message of protobuf that is followed by another is merged with it: this is a model of nothing but
    ``graph { output { name, type { tensor_type { elem_type: FLOAT } } } }``.
    """

    def field(number: int, content: bytes) -> bytes:
        return bytes([number << 3 | 2, len(content)]) + content

    value = field(1, tensor.encode()) + field(2, field(1, bytes([1 << 3, 1])))
    return field(7, field(12, value))


def tokens_of(sentence: Sequence[SpokenWord]) -> list[int]:
    """Return a sentence as the models take it: its phonemes' numbers, between two that stand for silence."""
    text = phonemes_of(sentence)
    numbers = alphabet()
    return [0, *(numbers[phoneme] for phoneme in text), 0]


def phonemes_of(sentence: Sequence[SpokenWord]) -> str:
    """Return a sentence's phonemes, with a mark at the end, without which a voice stops short."""
    text = " ".join(word.phonemes for word in sentence if word.phonemes)
    return text if text.endswith(tuple(ENDS_OF_SENTENCES)) else f"{text}."


def at_pace(
    say: Callable[[float], tuple[Samples, list[int]]],
    sentence: Sequence[SpokenWord],
    pace: float,
    *,
    usual: float,
    speeds: tuple[float, float],
) -> Utterance:
    """Say a sentence at a pace (words a minute, of words of the usual length).

    Counted by the words that it has, a sentence of short words would be drawled, and one of long words
    hurried; by its phonemes each is spoken as fast as the others.

    Parameters
    ----------
    say
        Says it at a speed, and gives the sound and its tokens' durations.
    usual
        The speed that is tried first.
    speeds
        The slowest and the fastest at which the voice sounds like itself.
    """
    wanted = len(phonemes_of(sentence)) / _PHONEMES_A_WORD * 60 / pace
    samples, durations = say(usual)
    ratio = _seconds(durations) / wanted
    if abs(ratio - 1) > _NEAR:
        slowest, fastest = speeds
        samples, durations = say(min(max(usual * ratio, slowest), fastest))
    return Utterance(samples, RATE, word_times(sentence, durations, samples))


def _seconds(durations: Sequence[int]) -> float:
    """Return how long a sentence is spoken, without the silences around it and its last mark."""
    return sum(durations[1:-2]) * UNIT / RATE


def word_times(
    sentence: Sequence[SpokenWord], durations: Sequence[int], samples: Samples
) -> tuple[Span, ...]:
    """Return from when to when each word is said (seconds).

    ``durations`` are those of ``tokens_of(sentence)``. A space's time belongs to the word after it, and the
    time of a mark to none; where silence lies between two words, its edges are theirs.
    """
    edges = np.concatenate([[0], np.cumsum(durations)]) * UNIT / RATE - _LATE
    spans: list[Span] = []
    token = 1
    for word in sentence:
        if not word.phonemes:
            moment = spans[-1][1] if spans else float(edges[1])
            spans.append((moment, moment))
            continue
        marks = len(word.phonemes) - len(word.phonemes.rstrip("".join(PAUSING_MARKS)))
        first = token - 1 if token > 1 else token
        end = token + len(word.phonemes)
        last = end - marks if marks < len(word.phonemes) else end
        spans.append((float(edges[first]), float(edges[last])))
        token = end + 1
    return _moved_to_silences(spans, silences(samples, RATE, _SILENCE), len(samples) / RATE)


def silences(samples: Samples, rate: int, shortest: float) -> list[Span]:
    """Return from when to when it is silent for at least so long (seconds)."""
    step = round(_WINDOW * rate / 2)
    count = max(len(samples) // step - 1, 0)
    if not count:
        return []
    power = np.square(samples[: (count + 1) * step], dtype=np.float64).reshape(-1, step).mean(axis=1)
    level = 10 * np.log10((power[:-1] + power[1:]) / 2 + 1e-12)
    silent = np.concatenate([[0], (level < level.max() - _FLOOR).astype(int), [0]])
    starts, ends = np.flatnonzero(np.diff(silent) == 1), np.flatnonzero(np.diff(silent) == -1)
    spans = [
        (float(start * step / rate), float((end + 1) * step / rate))
        for start, end in zip(starts, ends, strict=True)
    ]
    return [(start, end) for start, end in spans if end - start >= shortest]


def _moved_to_silences(spans: Sequence[Span], silent: Sequence[Span], length: float) -> tuple[Span, ...]:
    """Return words' times with those beside a silence moved to its edge."""
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    # Between a word and the next one, and at both ends between a word and nothing.
    boundaries = list(zip([0.0, *ends], [*starts, length], strict=True))
    for start, end in silent:
        distances = [_distance((start + end) / 2, boundary) for boundary in boundaries]
        number = distances.index(min(distances))
        left, right = boundaries[number]
        if start - _REACH > right or end + _REACH < left:
            continue
        if number and start > starts[number - 1]:
            ends[number - 1] = start
        if number < len(spans) and end < ends[number]:
            starts[number] = end
    return tuple(
        (round(max(0.0, start), 3), round(min(max(start, end), length), 3))
        for start, end in zip(starts, ends, strict=True)
    )


def _distance(moment: float, span: Span) -> float:
    return max(span[0] - moment, moment - span[1], 0.0)
