"""A beat's words as sound: sentence by sentence, level, with pauses; by a voice that hums."""

from __future__ import annotations

import numpy as np
import pytest

from production.errors import NarrationError
from production.sound.loudness import measure
from production.sound.samples import RATE, Samples
from production.voice.engine import SpokenWord, Utterance
from production.voice.phonemes import sentences, spelled
from production.voice.speak import HIGHEST_PEAK, LOUDNESS, PAUSE, PAUSE_AFTER_QUESTION, Spoken, say
from tests.humming import Humming, pitch

TEXT = "Start on the wall. Is it too much? No: it is enough."


def hummed(text: str = TEXT, speak: str = "", pace: float = 155.0) -> Spoken:
    return say(text, speak, Humming(), spelled, pace)


def heard(spoken: Spoken, start: float, end: float) -> Samples:
    return spoken.samples[0, round(start * RATE) : round(end * RATE)]


def main_frequency(samples: Samples) -> float:
    return float(np.abs(np.fft.rfft(samples, RATE)).argmax())


def test_every_word_is_heard_at_its_time() -> None:
    spoken = hummed()
    words = TEXT.split()
    assert len(spoken.word_times) == len(words)
    for word, (start, end) in zip(words, spoken.word_times, strict=True):
        assert abs(main_frequency(heard(spoken, start, end)) - pitch(word)) < 15, word


def test_sentences_are_parted_by_pauses_and_nothing_is_before_or_after() -> None:
    spoken = hummed()
    assert len(spoken.sentences) == 3
    (first, second, third) = spoken.sentences
    assert second[0] - first[1] == pytest.approx(PAUSE, abs=0.01)
    assert third[0] - second[1] == pytest.approx(PAUSE_AFTER_QUESTION, abs=0.01)
    assert not heard(spoken, first[1] + 0.1, second[0] - 0.05).any()
    assert first[0] == spoken.word_times[0][0] < 0.05
    assert spoken.samples.shape[1] / RATE - third[1] < 0.1
    # No click at either end.
    assert abs(spoken.samples[0, 0]) < 1e-3
    assert abs(spoken.samples[0, -1]) < 1e-3


class Uneven(Humming):
    """It says each sentence less loud than the one before."""

    def __init__(self) -> None:
        self.gain = 2.0

    def speak(self, sentence: object, pace: float) -> Utterance:
        self.gain /= 4
        spoken = super().speak(sentence, pace)  # type: ignore[arg-type]
        return Utterance(spoken.samples * np.float32(self.gain), spoken.rate, spoken.word_times)


def test_a_beat_is_as_loud_as_wanted_and_its_sentences_as_each_other() -> None:
    spoken = say(TEXT, "", Uneven(), spelled)
    loudness = measure(spoken.samples)
    assert loudness.integrated == pytest.approx(LOUDNESS, abs=0.2)
    assert loudness.true_peak <= HIGHEST_PEAK
    levels = [measure(heard(spoken, *span)[None]).integrated for span in spoken.sentences]
    assert max(levels) - min(levels) < 1.5


def test_the_pace_is_kept() -> None:
    slow, fast = hummed(pace=100), hummed(pace=200)
    for sentence in range(3):
        ratio = np.diff(slow.sentences[sentence])[0] / np.diff(fast.sentences[sentence])[0]
        assert ratio == pytest.approx(2, abs=0.2)


def test_what_is_spoken_otherwise_has_the_times_of_what_is_written() -> None:
    written = "Then αβ falls."
    spoken = hummed(written, "Then the product falls.")
    assert len(spoken.word_times) == 3
    assert abs(main_frequency(heard(spoken, *spoken.word_times[2])) - pitch("falls.")) < 15
    start, end = spoken.word_times[1]
    assert abs(main_frequency(heard(spoken, (start + end) / 2, end)) - pitch("product")) < 15


class Breathing(Humming):
    """It notes how much it is to say at once."""

    def __init__(self) -> None:
        self.sentences: list[list[str]] = []

    def speak(self, sentence: object, pace: float) -> Utterance:
        words: list[SpokenWord] = list(sentence)  # type: ignore[call-overload]
        self.sentences.append([word.text for word in words])
        return super().speak(words, pace)


def test_a_sentence_without_end_is_spoken_in_breaths() -> None:
    text = " ".join([*["walking"] * 30, "on,", *["walking"] * 40, "home."])
    voice = Breathing()
    spoken = say(text, "", voice, spelled)
    assert [word for sentence in voice.sentences for word in sentence] == text.split()
    assert len(voice.sentences) > 1
    assert voice.sentences[0][-1] == "on,"
    assert len(spoken.sentences) == 1
    assert len(spoken.word_times) == len(text.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two? Three!", 3),
        ("It is, e.g. The case. Then on.", 2),
        ("“Is it?” he said. “It is.”", 2),
        ("And so… it ends.", 1),
        ("It ends … Here. …", 2),
        ("No end", 1),
    ],
)
def test_sentences_end_where_they_do(text: str, parts: int) -> None:
    found = sentences(text.split())
    assert [word for sentence in found for word in sentence] == text.split()
    assert len(found) == parts


@pytest.mark.parametrize("text", ["", "—", "…"])
def test_no_words_are_no_beat(text: str) -> None:
    with pytest.raises(NarrationError, match="no words"):
        hummed(text)
