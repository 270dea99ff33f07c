"""Loudness against its definition and against the ffmpeg program; sounds become as loud as they should be."""

from __future__ import annotations

from math import inf
from pathlib import Path

import numpy as np
import pytest

from production.sound.loudness import TOLERANCE, level, limit, measure
from production.sound.samples import RATE, Samples
from tests.sounds import delay, ebur128, murmur, similarity, tone
from tests.test_samples import write


def test_a_sine_is_as_loud_as_the_recommendation_says() -> None:
    # BS.1770-5, annex 1: a sine of 997 Hz at full scale in one channel is -3.01 LUFS.
    found = measure(tone(5, 997, 1.0))
    assert found.integrated == pytest.approx(-3.01, abs=0.05)
    assert found.true_peak == pytest.approx(0, abs=0.05)
    assert measure(np.tile(tone(5, 997, 0.5), (2, 1))).integrated == pytest.approx(-6.02, abs=0.05)


def test_peaks_between_samples_are_seen() -> None:
    # At a quarter of the rate, an eighth of a turn late, every sample is 0.707.
    times = np.arange(RATE) + 0.5
    sine = (np.hanning(RATE) ** 0.1 * np.sin(np.pi / 2 * times)).astype(np.float32)[None]
    assert np.abs(sine).max() == pytest.approx(0.7071, abs=1e-3)
    assert measure(sine).true_peak == pytest.approx(0, abs=0.3)


def test_silence_is_endlessly_quiet() -> None:
    for seconds in (0.01, 2):
        silence = np.zeros((1, round(seconds * RATE)), np.float32)
        assert measure(silence).integrated == measure(silence).true_peak == -inf
        np.testing.assert_array_equal(level(silence, -14, -1.5), silence)


def test_what_is_too_short_to_be_measured_is_measured_with_silence_after_it() -> None:
    assert measure(tone(0.2)).integrated == pytest.approx(measure(tone(4)).integrated - 3, abs=0.5)


@pytest.mark.parametrize("sound", [murmur(6), np.concatenate([murmur(6), murmur(6, 1)])], ids=["1", "2"])
def test_a_sound_becomes_as_loud_as_wanted_and_stays_at_its_place(sound: Samples, tmp_path: Path) -> None:
    loud = level(sound, -14, -1.5)
    assert loud.shape == sound.shape
    found = measure(loud)
    assert found.integrated == pytest.approx(-14, abs=TOLERANCE)
    assert found.true_peak <= -1.5
    assert delay(loud, sound[:, RATE:], RATE) == 0
    assert similarity(loud, sound, 0) > 0.9
    integrated, peak = ebur128(write(loud, tmp_path / "loud.wav", "pcm_f32le"))
    assert integrated == pytest.approx(-14, abs=0.1)
    assert peak <= -1.4


def test_what_needs_no_limit_is_only_amplified() -> None:
    sound = tone(3, level=0.1)
    loud = level(sound, -14, -1.5)
    np.testing.assert_allclose(loud, sound * (loud[0, 5] / sound[0, 5]), rtol=1e-5)
    assert measure(loud).integrated == pytest.approx(-14, abs=TOLERANCE)
    assert limit(sound, -1.5) is sound


def test_peaks_are_limited_and_the_rest_is_as_it_was() -> None:
    sound = tone(2, level=0.2)
    sound[:, RATE : RATE + 200] *= 6
    limited = limit(sound, -1.5)
    assert measure(limited).true_peak <= -1.5
    np.testing.assert_allclose(limited[:, 500 : RATE // 2], sound[:, 500 : RATE // 2], atol=2e-3)


def test_the_same_sound_becomes_the_same() -> None:
    np.testing.assert_array_equal(level(murmur(2), -14, -1.5), level(murmur(2), -14, -1.5))
