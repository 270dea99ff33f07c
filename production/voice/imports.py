"""A person's files become recordings: trimmed, of one loudness, their words found in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import isfinite

import numpy as np

from production.errors import NarrationError
from production.narration.speech import Span
from production.sound.loudness import amplified, level, measure
from production.sound.samples import RATE, Samples, read
from production.voice.alignment import align
from production.voice.engine import SpokenWord
from production.voice.matching import times_of
from production.voice.pauses import Levels
from production.voice.phonemes import sentences
from production.voice.recogniser import Hearing, hear
from production.voice.record import Lines
from production.voice.speak import FADE, HIGHEST_PEAK, LOUDNESS, Spoken, WordsOf
from production.voice.spelling import count_words
from production.voice.splitting import split
from production.voice.takes import Take

LEAD, TAIL = 0.06, 0.15
"""Seconds that are kept before the first word and after the last; more than of a model's, whose times are
surer and whose silence is silent."""

FASTEST = 8.0
"""Words a second; nobody speaks as fast."""

CLIPPED, FULL_SCALE = 1e-4, 0.999
"""The share of samples at full scale from which on a recording was too loud for what recorded it."""

NOISY = 20.0
"""dB; words that are less far above what is between them are imported, but said to be noisy."""


@dataclass(frozen=True, slots=True)
class Ear:
    """What listens to recordings.

    Parameters
    ----------
    words_of
        Gives what is said for each word of a sentence.
    hear
        Gives what is said in a recording.
    align
        Gives from when to when each word is said.
    trusts
        Whether what is heard otherwise than it was to be said is taken for misheard, not misread.
    """

    words_of: WordsOf
    hear: Callable[[Samples], str] = hear
    align: Callable[[Samples, Sequence[SpokenWord]], Sequence[Span]] = align
    trusts: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """What came of a beat in a take: what is said, or why it cannot be used; and what else is to be known."""

    lines: Lines
    take: Take
    spoken: Spoken | None
    problem: str = ""
    remarks: tuple[str, ...] = ()


def import_take(take: Take, ear: Ear) -> Iterator[Import]:
    """Give what came of each beat in a take.

    Raises
    ------
    OSError
        If its file cannot be read.
    NarrationError
        If there is nothing in it that can be heard.
    """
    try:
        samples = read(take.path)
    except ValueError as error:
        raise NarrationError(str(error)) from error
    sound = _audible(_mono(samples))
    remarks = (
        *(("it is clipped: it was recorded too loud",) if _is_clipped(samples) else ()),
        *(("there is much noise in it",) if Levels.of(sound).range < NOISY else ()),
    )
    texts = [lines.speak or lines.narration for lines in take.lines]
    # Where it is one beat's, all of it is.
    spans = split(sound, texts, ear.hear) if take.whole else [(0.0, sound.shape[1] / RATE)]
    for lines, span in zip(take.lines, spans, strict=True):
        try:
            if span is None:
                raise NarrationError("its words are not in it, or without a pause before and after them")
            start, end = (round(time * RATE) for time in span)
            yield Import(lines, take, _listened_to(sound[:, start:end], lines, ear), remarks=remarks)
        except NarrationError as error:
            yield Import(lines, take, None, str(error), remarks)
        remarks = ()


def _listened_to(samples: Samples, lines: Lines, ear: Ear) -> Spoken:
    """Return what is said in a recording of a beat's words.

    Raises
    ------
    NarrationError
        If it says others, or the words cannot be found in it.
    """
    text = lines.speak or lines.narration
    words = text.split()
    seconds = samples.shape[1] / RATE
    if seconds * FASTEST < count_words(text):
        raise NarrationError(f"it lasts {seconds:.1f} s, too short for {count_words(text)} words")
    if not ear.trusts and (places := Hearing.of(text, ear.hear(samples)).misread(ear.words_of)):
        more = ", and elsewhere" if len(places) > 1 else ""
        raise NarrationError(f"misread: heard {places[0]}{more}")
    parts = sentences(words)
    times = ear.align(samples, [word for sentence in parts for word in ear.words_of(sentence)])
    trimmed, times = _trimmed(samples, times)
    ends = accumulate(map(len, parts), initial=0)
    spans = tuple((times[first][0], times[end - 1][1]) for first, end in pairwise(ends))
    return Spoken(
        level(trimmed, LOUDNESS, HIGHEST_PEAK), tuple(times_of(lines.narration.split(), words, times)), spans
    )


def _mono(samples: Samples) -> Samples:
    """Mix channels into one, or take the louder one where they would take each other away."""
    mixed = samples.mean(axis=0, keepdims=True)
    powers = np.square(samples).mean(axis=1)
    loudest = samples[[int(powers.argmax())]]
    return mixed if np.square(mixed).mean() >= powers.max() / 8 else loudest


def _audible(samples: Samples) -> Samples:
    """Return a recording as loud as others, whatever it was recorded with."""
    loudness = measure(samples).integrated
    if not isfinite(loudness):
        raise NarrationError("there is nothing to be heard in it")
    return amplified(samples, LOUDNESS - loudness)


def _is_clipped(samples: Samples) -> bool:
    return bool(np.mean(np.abs(samples) >= FULL_SCALE) > CLIPPED)


def _trimmed(samples: Samples, times: Sequence[Span]) -> tuple[Samples, list[Span]]:
    """Return a recording without what is before its first word and after its last, and the words' times."""
    length = samples.shape[1] / RATE
    start, end = max(0.0, times[0][0] - LEAD), min(length, times[-1][1] + TAIL)
    sound = samples[:, round(start * RATE) : round(end * RATE)].copy()
    fade = np.linspace(0, 1, round(FADE * RATE), dtype=np.float32)
    sound[:, : fade.size] *= fade[: sound.shape[1]]
    sound[:, -fade.size :] *= fade[::-1][-sound.shape[1] :]
    seconds = sound.shape[1] / RATE
    return sound, [
        (round(max(0.0, first - start), 3), round(min(last - start, seconds), 3)) for first, last in times
    ]
