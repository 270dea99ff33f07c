"""When words are said: what pocketsphinx is asked, and what becomes of what it answers."""

from __future__ import annotations

import numpy as np
import pytest

from production.errors import NarrationError
from production.sound.samples import RATE
from production.voice.alignment import EDGE_REACH, _joined, _moved_to_silences, to_arpabet
from production.voice.pauses import Levels
from tests.sounds import tone


@pytest.mark.parametrize(
    ("phonemes", "sounds"),
    [
        ("ɹəvˈin", "R AH V IY N"),
        ("θˈATə,", "TH EY T AH"),
        ("mˈɪnɪbˌæʧ", "M IH N IH B AE CH"),
        ("wˈɔTəɹ.", "W AO T ER"),
        ("hˈɜɹi", "HH ER IY"),
        ("əɹˈWnd", "AH R AW N D"),
        ("nˌɪəɹ", "N IH ER"),
        ("tˈɔːʧ", "T AO CH"),
        ("kˈQst", "K OW S T"),
        ("—", ""),
    ],
)
def test_phonemes_are_those_of_the_acoustic_model(phonemes: str, sounds: str) -> None:
    assert " ".join(to_arpabet(phonemes)) == sounds


def test_a_phoneme_of_no_english_word_is_named() -> None:
    with pytest.raises(NarrationError, match=r"/bɯ/ has ɯ, no sound of English"):
        to_arpabet("bɯ")


def test_a_word_lasts_from_its_first_spoken_word_to_its_last() -> None:
    parts = [["zero", "point", "nine"], [], ["times"]]
    times = [(0.1, 0.3), (0.3, 0.5), (0.6, 0.9), (1.0, 1.4)]
    assert list(_joined(parts, times)) == [(0.1, 0.9), (0.9, 0.9), (1.0, 1.4)]


def spoken_with_a_pause(noise: float = 0.0) -> Levels:
    """Half a second of sound, 0.3 s of silence, and sound again."""
    sound = tone(0.5)
    samples = np.concatenate([sound, np.zeros((1, round(0.3 * RATE)), np.float32), sound], axis=1)
    noisy = samples + np.random.default_rng(0).normal(scale=noise, size=samples.shape)
    return Levels.of(noisy.astype(np.float32))


def test_words_move_to_the_edges_of_a_silence_that_is_near() -> None:
    found = _moved_to_silences([(0.05, 0.46), (0.77, 1.2)], spoken_with_a_pause())
    assert found[0] == pytest.approx((0.05, 0.5))
    assert found[1] == pytest.approx((0.8, 1.2))


def test_what_is_not_near_stays() -> None:
    times = [(0.05, 0.5 - 2 * EDGE_REACH), (0.8 + 2 * EDGE_REACH, 1.2)]
    assert _moved_to_silences(times, spoken_with_a_pause()) == times


def test_in_noise_no_edge_is_trusted() -> None:
    times = [(0.05, 0.46), (0.77, 1.2)]
    assert _moved_to_silences(times, spoken_with_a_pause(noise=0.01)) == times
