"""A beat's words become sound: a sentence at a time, each as loud as the others, with pauses between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias

import numpy as np

from production.errors import NarrationError
from production.narration.speech import Span
from production.sound.loudness import amplified, level, measure
from production.sound.samples import RATE, Samples, resampled
from production.voice.engine import Engine, SpokenWord, Utterance
from production.voice.matching import times_of
from production.voice.phonemes import sentences

PACE = 157.0
"""Words a minute within a sentence; with the pauses between sentences the lesson has 150."""

PAUSE, PAUSE_AFTER_QUESTION = 0.42, 0.5
"""Seconds between sentences."""

LOUDNESS, HIGHEST_PEAK = -15.5, -4.0
"""LUFS, dBTP; what is encoded and decoded may have peaks that are higher by two decibels."""

LEAD, TAIL = 0.03, 0.08
"""Seconds that are kept before a sentence's first word and after its last."""

FADE = 0.01
"""Seconds."""

WordsOf: TypeAlias = Callable[[Sequence[str]], Sequence[SpokenWord]]

_MOST_PHONEMES = 300
"""In what is spoken in one breath; a longer sentence is parted, as models get worse beyond."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a beat sounds like.

    Parameters
    ----------
    samples
        One channel at ``RATE``.
    word_times
        Of each word of the narration, in seconds from the start.
    sentences
        From when to when each sentence is said.
    """

    samples: Samples
    word_times: tuple[Span, ...]
    sentences: tuple[Span, ...]


def say(narration: str, speak: str, engine: Engine, words_of: WordsOf, pace: float = PACE) -> Spoken:
    """Return a narration as it sounds; ``speak`` is how it is said, where that is written otherwise.

    ``words_of`` gives what is said for each word of a sentence.

    Raises
    ------
    NarrationError
        If a word cannot be said, or there is none.
    """
    words = (speak or narration).split()
    if not any(map(str.isalnum, "".join(words))):
        raise NarrationError(f'there are no words in {narration!r}; write what is said as speak="…"')
    parts: list[Samples] = []
    times: list[Span] = []
    spans: list[Span] = []
    now = 0.0
    for sentence in sentences(words):
        start = None
        for breath in _breaths(words_of(sentence)):
            if parts:
                pause = PAUSE_AFTER_QUESTION if words[len(times) - 1].rstrip("”\"')").endswith("?") else PAUSE
                parts.append(np.zeros((1, round((pause - LEAD - TAIL) * RATE)), np.float32))
                now += parts[-1].shape[1] / RATE
            sound, said = _trimmed(engine.speak(breath, pace))
            parts.append(_levelled(sound))
            times += [(round(begin + now, 3), round(end + now, 3)) for begin, end in said]
            start = times[-len(breath)][0] if start is None else start
            now += sound.shape[1] / RATE
        assert start is not None
        spans.append((start, times[-1][1]))
    samples = level(np.concatenate(parts, axis=1), LOUDNESS, HIGHEST_PEAK)
    return Spoken(samples, times_of(narration.split(), words, times), tuple(spans))


def _breaths(sentence: Sequence[SpokenWord]) -> list[Sequence[SpokenWord]]:
    """Return the parts that a sentence is spoken in: itself, where it is not too long for one."""
    if len(sentence) < 2 or sum(len(word.phonemes or word.spoken) + 1 for word in sentence) <= _MOST_PHONEMES:
        return [sentence]
    middle = len(sentence) / 2
    marked = [
        number for number, word in enumerate(sentence[:-1], 1) if word.spoken.endswith((",", ";", ":", "—"))
    ]
    cut = min(marked or [round(middle)], key=lambda number: abs(number - middle))
    return [*_breaths(sentence[:cut]), *_breaths(sentence[cut:])]


def _trimmed(utterance: Utterance) -> tuple[Samples, list[Span]]:
    """Return the sound of a sentence without the silences around it, at ``RATE``, and its words' times."""
    first, last = utterance.word_times[0][0], utterance.word_times[-1][1]
    start = max(0, round((first - LEAD) * utterance.rate))
    end = min(len(utterance.samples), round((last + TAIL) * utterance.rate))
    sound = resampled(utterance.samples[None, start:end], utterance.rate, RATE)
    fade = np.linspace(0, 1, round(FADE * RATE), dtype=np.float32)
    sound[:, : fade.size] *= fade
    sound[:, -fade.size :] *= fade[::-1]
    offset = start / utterance.rate
    return sound, [(begin - offset, end - offset) for begin, end in utterance.word_times]


def _levelled(samples: Samples) -> Samples:
    """Return a sentence as loud as every other; peaks are limited when they are together."""
    loudness = measure(samples).integrated
    return amplified(samples, LOUDNESS - loudness) if isfinite(loudness) else samples
