"""Where a recording is silent, in a quiet room and in a loud one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from production.sound.samples import RATE, Samples
from production.voice.pauses import SHORTEST_PAUSE, Levels, stretches
from tests.sounds import tone

SECONDS = st.floats(0.3, 1.2)


def with_pauses(sounds: list[float], pauses: list[float], noise: float) -> Samples:
    """Return sounds of so many seconds, between pauses of so many, with noise in all of it."""
    parts = [np.zeros((1, round(pauses[0] * RATE)), np.float32)]
    for sound, pause in zip(sounds, pauses[1:], strict=True):
        parts += [tone(sound, level=0.2), np.zeros((1, round(pause * RATE)), np.float32)]
    samples = np.concatenate(parts, axis=1)
    return (samples + np.random.default_rng(1).normal(scale=noise, size=samples.shape)).astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(
    sounds=st.lists(SECONDS, min_size=1, max_size=4),
    pauses=st.lists(SECONDS, min_size=5, max_size=5),
    noise=st.sampled_from([0.0, 1e-4, 0.01]),
)
def test_what_is_heard_lies_between_pauses(sounds: list[float], pauses: list[float], noise: float) -> None:
    pauses = pauses[: len(sounds) + 1]
    found = stretches(with_pauses(sounds, pauses, noise))
    assert len(found) == len(sounds)
    now = pauses[0]
    for (start, end), sound, pause in zip(found, sounds, pauses[1:], strict=True):
        assert start == pytest.approx(now, abs=0.021)
        assert end == pytest.approx(now + sound, abs=0.021)
        now += sound + pause
    assert all(after[0] - before[1] >= SHORTEST_PAUSE for before, after in pairwise(found))


def test_the_stop_before_a_consonant_is_no_pause() -> None:
    assert len(stretches(with_pauses([0.4, 0.4], [0.5, 0.1, 0.5], 1e-4))) == 1


def test_noise_is_known_by_its_level() -> None:
    quiet = Levels.of(with_pauses([0.5], [0.5, 0.5], 1e-5)).range
    loud = Levels.of(with_pauses([0.5], [0.5, 0.5], 0.02)).range
    assert loud == pytest.approx(17.5, abs=1)
    assert quiet - loud == pytest.approx(66, abs=1)


@pytest.mark.parametrize("seconds", [0.0, 0.005])
def test_what_is_too_short_has_nothing(seconds: float) -> None:
    assert stretches(np.zeros((1, round(seconds * RATE)), np.float32)) == []
