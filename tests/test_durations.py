"""When words are said, from how long a model speaks each phoneme, and from what is silent."""

from __future__ import annotations

import numpy as np
import pytest

from production.voice.durations import RATE, UNIT, at_pace, silences, word_times
from production.voice.engine import Samples, SpokenWord

FIRST, SECOND = SpokenWord("ab,", "ab,", "ab,"), SpokenWord("cd", "cd", "cd")
SENTENCE = (FIRST, SECOND)
DURATIONS = [10, 4, 4, 8, 2, 4, 4, 6, 10]
"""Of silence, a, b, the comma, the space, c, d, the last mark, silence."""


def sound(*spans: tuple[float, float], length: float = 1.3) -> Samples:
    """Return a tone that is heard from when to when (seconds)."""
    times = np.arange(round(length * RATE)) / RATE
    heard = np.zeros_like(times)
    for start, end in spans:
        heard[(times >= start) & (times < end)] = 0.3
    return (heard * np.sin(2 * np.pi * 300 * times)).astype(np.float32)


def test_a_word_lasts_as_long_as_its_phonemes() -> None:
    assert sum(DURATIONS) * UNIT / RATE == 1.3
    first, second = word_times(SENTENCE, DURATIONS, sound((0.0, 1.3)))
    # 40 ms earlier than the sums; the time of the comma is nobody's, that of the space the second word's.
    assert first == pytest.approx((0.21, 0.41))
    assert second == pytest.approx((0.61, 0.86))


def test_a_word_ends_and_begins_where_silence_does() -> None:
    first, second = word_times(SENTENCE, DURATIONS, sound((0.25, 0.45), (0.56, 0.9)))
    assert first == pytest.approx((0.25, 0.45), abs=0.01)
    assert second == pytest.approx((0.56, 0.9), abs=0.01)


def test_a_short_or_a_distant_silence_says_nothing() -> None:
    heard = sound((0.0, 0.4), (0.46, 1.3))
    assert word_times(SENTENCE, DURATIONS, heard)[0][1] == pytest.approx(0.41)
    sentence = (SpokenWord("abcdabcd", "", "abcdabcd"), SECOND)
    durations = [10, *[4] * 8, 2, 4, 4, 6, 10]
    within = sound((0.0, 0.4), (0.6, 1.9), length=1.9)
    assert word_times(sentence, durations, within)[0] == pytest.approx((0.21, 1.01))


def test_a_silence_belongs_to_the_nearest_boundary() -> None:
    short = SpokenWord("e", "e", "e")
    durations = [10, 4, 4, 8, 2, 2, 1, 4, 4, 6, 10]
    heard = sound((0.2, 0.4), (0.58, 0.9), length=1.375)
    first, middle, last = word_times((FIRST, short, SECOND), durations, heard)
    assert first[1] == pytest.approx(0.4, abs=0.01)
    assert middle == pytest.approx((0.58, 0.71), abs=0.01)
    assert last[0] == pytest.approx(0.71, abs=0.01)


def test_what_has_no_sound_takes_no_time() -> None:
    silent = SpokenWord("( )", "", "")
    _, moment, _ = word_times((FIRST, silent, SECOND), DURATIONS, sound((0.0, 1.3)))
    assert moment == pytest.approx((0.41, 0.41))
    assert word_times((silent, *SENTENCE), DURATIONS, sound((0.0, 1.3)))[0] == pytest.approx((0.21, 0.21))


def test_silences_are_found_to_a_hundredth_of_a_second() -> None:
    found = silences(sound((0.3, 0.6), (0.65, 0.9)), RATE, 0.09)
    assert np.allclose(found, [(0.0, 0.3), (0.9, 1.3)], atol=0.011)
    assert silences(np.zeros(10, np.float32), RATE, 0.09) == []


class Voice:
    """It notes at which speeds it spoke; at 1 it takes ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.speeds: list[float] = []

    def __call__(self, speed: float) -> tuple[Samples, list[int]]:
        self.speeds.append(speed)
        units = round(self.seconds / speed * RATE / UNIT / 6)
        durations = [12, *[units] * 6, 6, 12]
        return sound((0.3, 0.5), length=sum(durations) * UNIT / RATE), durations


@pytest.mark.parametrize(
    ("seconds", "speeds"),
    [(0.46, [1.0]), (0.6, [1.0, 1.31]), (0.3, [1.0, 0.7]), (3.0, [1.0, 1.5])],
    ids=["as it is", "faster", "slower", "as fast as it can"],
)
def test_a_sentence_is_spoken_at_the_pace_that_is_wanted(seconds: float, speeds: list[float]) -> None:
    voice = Voice(seconds)
    # Its seven phonemes are 1.29 words, for which there is 0.46 s.
    at_pace(voice, SENTENCE, 168, usual=1.0, speeds=(0.7, 1.5))
    assert voice.speeds == pytest.approx(speeds, abs=0.03)
