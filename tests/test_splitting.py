"""One recording of several beats is parted, whatever else is in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from production.narration.speech import Span
from production.sound.samples import RATE, Samples
from production.voice.phonemes import spelled
from production.voice.speak import say
from production.voice.splitting import MARGIN, split
from tests.hearing import ear_for, hums
from tests.humming import Humming

TEXTS = ("Start on the wall. Now step across.", "It turns. And again it turns.", "Gentle slopes are slow.")
OTHER = "Oh no, wait"
KNOWN = (*TEXTS, OTHER)


@cache
def spoken(text: str) -> Samples:
    return say(text, "", Humming(), spelled).samples


def recorded(parts: Sequence[str | float], noise: float = 1e-4) -> tuple[Samples, list[Span]]:
    """Return what is said after pauses of so many seconds, and from when to when each text is said."""
    sounds, spans, now = [], [], 0.0
    for part in parts:
        sound = spoken(part) if isinstance(part, str) else np.zeros((1, round(part * RATE)), np.float32)
        if isinstance(part, str):
            first, *_, last = hums(sound)
            spans.append((now + first[0], now + last[1]))
        sounds.append(sound)
        now += sound.shape[1] / RATE
    samples = np.concatenate(sounds, axis=1)
    return (samples + np.random.default_rng(2).normal(scale=noise, size=samples.shape)).astype(
        np.float32
    ), spans


def is_cut_out(found: Span | None, said: Span) -> bool:
    """Whether a cut has all that is said, and little besides."""
    return found is not None and all(
        0 <= kept <= 1.5 * MARGIN for kept in (said[0] - found[0], found[1] - said[1])
    )


@pytest.mark.parametrize("noise", [0.0, 1e-4, 3e-3])
@pytest.mark.parametrize("pause", [0.6, 2.0])
def test_beats_are_found_between_pauses(pause: float, noise: float) -> None:
    samples, said = recorded([1.0, TEXTS[0], pause, TEXTS[1], pause, TEXTS[2], 1.0], noise)
    found = split(samples, TEXTS, ear_for(KNOWN).hear)
    assert [is_cut_out(*each) for each in zip(found, said, strict=True)] == [True] * 3


def test_a_pause_within_a_beat_parts_nothing() -> None:
    first, second = "Start on the wall.", "Now step across."
    samples, said = recorded([0.5, first, 3.0, second, 1.0, TEXTS[1], 0.5])
    found = split(samples, TEXTS[:2], ear_for(KNOWN).hear)
    assert is_cut_out(found[0], (said[0][0], said[1][1]))
    assert is_cut_out(found[1], said[2])


def test_of_several_tries_the_last_good_one_is_taken() -> None:
    samples, said = recorded(
        [1.0, "Start on the", 1.0, OTHER, 1.0, TEXTS[0], 1.0, TEXTS[0], 1.0, TEXTS[1], 1.0, "It turns.", 0.5]
    )
    found = split(samples, TEXTS[:2], ear_for(KNOWN).hear)
    assert is_cut_out(found[0], said[3])
    assert is_cut_out(found[1], said[4])


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_beat_that_is_not_said_is_missing(missing: int) -> None:
    there = [text for text in TEXTS if text != TEXTS[missing]]
    samples, said = recorded([0.5, there[0], 1.0, there[1], 0.5])
    found = split(samples, TEXTS, ear_for(KNOWN).hear)
    assert found.pop(missing) is None
    assert [is_cut_out(*each) for each in zip(found, said, strict=True)] == [True] * 2


def test_nothing_is_found_in_noise() -> None:
    samples, _ = recorded([2.0], noise=0.01)
    assert split(samples, TEXTS, ear_for(KNOWN).hear) == [None] * 3
