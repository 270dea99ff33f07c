"""The voices speak for real, where the extra is installed; what is said of them is checked where not."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from production.errors import NarrationError
from production.voice import kokoro
from production.voice.durations import phonemes_of, silences
from production.voice.engine import SpokenWord
from production.voice.lexicon import LEXICON, USUAL, read_lexicon
from production.voice.phonemes import PAUSING_MARKS, Phonemes
from production.voice.voices import DEFAULT, find_voice, usual_voice
from scenes.lesson import LESSON

EXTRA = "the extra voice is not installed: uv sync --inexact --extra voice"

LESSONS_WORDS = {
    "ravine": "ɹəvˈin",
    "theta": "θˈATə",
    "θ": "θˈATə",
    "minibatch": "mˈɪnibˌæʧ",
    "PyTorch": "pˈItˌɔɹʧ",
    "optimisers": "ˈɑptəmˌIzəɹz",
    "optimiser": "ˈɑptəmˌIzəɹ",
    "alternates": "ˈɔltəɹnˌAts",
    "938": "nˈIn hˈʌndɹəd ænd θˌɜɹTiˈAt",
    "beta": "bˈATə",
    "α": "ˈælfə",
    "v₁": "vˈi wˈʌn",
    "0.1": "zˈɪɹO pˈYnt wˈʌn",
    "g": "ʤˈi",
    "2a": "tˈu ˈA",
    "k-th": "kˈAθ",
    "logarithmic": "lˌɔɡəɹˈɪðmɪk",
    "momentum's": "mOmˈɛntəmz",
}


@pytest.fixture(scope="module")
def phonemes() -> Phonemes:
    pytest.importorskip("hibari", reason=EXTRA)
    return Phonemes(read_lexicon(LESSON.narration))


@pytest.mark.parametrize(("word", "sounds"), LESSONS_WORDS.items(), ids=LESSONS_WORDS)
def test_the_lessons_words_have_these_sounds(phonemes: Phonemes, word: str, sounds: str) -> None:
    assert [each.phonemes for each in phonemes.of([word])] == [sounds]


def test_each_word_has_its_own_sounds(phonemes: Phonemes) -> None:
    sentence = ["“Take", "β", "=", "0.9”", "—", "isn’t", "(it)", "well-known?"]
    words = phonemes.of(sentence)
    assert [word.text for word in words] == sentence
    assert [word.spoken for word in words] == [
        "“Take", "beta", "equals", "zero point nine”", "—", "isn't", "(it)", "well-known?",
    ]  # fmt: skip
    for word in words:
        letters = any(map(str.isalpha, word.spoken))
        assert letters == bool(set(word.phonemes) - PAUSING_MARKS), word


def test_what_has_no_sounds_is_an_error(phonemes: Phonemes) -> None:
    with pytest.raises(NarrationError, match="the lexicon's rho has 5, which no voice knows"):
        Phonemes({"rho": "ɹO5"})


@pytest.mark.parametrize("name", ["hibari", DEFAULT])
def test_a_voice_speaks(phonemes: Phonemes, name: str) -> None:
    pytest.importorskip("onnxruntime", reason=EXTRA)
    sentence = phonemes.of(["Two", "optimisers,", "one", "ravine."])
    voice = find_voice(name)
    spoken = voice.speak(sentence, 165)
    length = len(spoken.samples) / spoken.rate
    times = spoken.word_times
    assert 2 < length < 4
    assert 0.1 < np.abs(spoken.samples).max() <= 1
    assert all(start < end for start, end in times)
    assert all(before[1] <= after[0] + 0.01 for before, after in pairwise(times))
    # It is silent around the sentence, after the comma, and nowhere else for as long.
    around = silences(spoken.samples, spoken.rate, 0.15)
    assert times[0][0] == pytest.approx(around[0][1], abs=0.01)
    assert times[-1][1] == pytest.approx(around[-1][0], abs=0.01)
    slow = voice.speak(sentence, 130)
    ratio = (slow.word_times[-1][1] - slow.word_times[0][0]) / (times[-1][1] - times[0][0])
    assert ratio == pytest.approx(165 / 130, abs=0.15)
    assert np.array_equal(voice.speak(sentence, 165).samples, spoken.samples)


def test_a_sentence_ends_with_a_mark() -> None:
    word = SpokenWord("ravine", "ravine", "ɹəvˈin")
    assert phonemes_of([word]) == "ɹəvˈin."
    assert phonemes_of([word, SpokenWord("“", "", ""), SpokenWord("no?", "no?", "nˈO?")]) == "ɹəvˈin nˈO?"


def test_the_voice_that_is_here_is_the_one_that_is_known() -> None:
    (file,) = kokoro.FOLDER.glob("*.bin")
    assert file.stem == DEFAULT
    assert hashlib.sha256(file.read_bytes()).hexdigest() == kokoro.VOICES[DEFAULT]


def test_another_file_is_no_voice(tmp_path: Path) -> None:
    (tmp_path / "bm_george.bin").write_bytes(b"something else")
    with pytest.raises(NarrationError, match="is not the voice bm_george of kokoro-js 1"):
        find_voice(str(tmp_path / "bm_george.bin"))


def test_another_model_is_refused(phonemes: Phonemes, monkeypatch: pytest.MonkeyPatch) -> None:
    kokoro._model.cache_clear()
    monkeypatch.setattr(kokoro, "_PARTS", kokoro._PARTS[:2])
    with pytest.raises(NarrationError, match="is not the one that is known; install"):
        find_voice(DEFAULT)


def test_a_film_keeps_its_voice() -> None:
    assert usual_voice([]) == DEFAULT
    assert (
        usual_voice(["Ada Lovelace", "Kokoro bm_george", "Kokoro bm_george", "Kokoro af_heart"])
        == "bm_george"
    )
    assert usual_voice(["Ada Lovelace"]) == DEFAULT


@pytest.mark.parametrize("text", ["theta = 3", "theta = ''", "'two words' = 'θ'", "theta", "[theta]"])
def test_a_lexicon_has_words_and_their_phonemes(tmp_path: Path, text: str) -> None:
    (tmp_path / LEXICON).write_text(text)
    with pytest.raises(NarrationError, match=LEXICON):
        read_lexicon(tmp_path)


def test_a_film_need_not_have_a_lexicon(tmp_path: Path) -> None:
    assert read_lexicon(tmp_path) == read_lexicon(None) == USUAL
    (tmp_path / LEXICON).write_text('Theta = "θˈitə"')
    assert read_lexicon(tmp_path) == {**USUAL, "theta": "θˈitə"}
