"""Recordings of real words, heard and aligned for real: the lesson's own stand for a person's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from production.commands.own_voice import ear_for
from production.narration.recordings import Narration, Recording
from production.sound.samples import RATE, Samples, read
from production.voice.imports import LEAD, Ear, Import, import_take
from production.voice.recogniser import word_error_rate
from production.voice.record import Lines
from production.voice.takes import Take
from scenes.lesson import LESSON
from tests.test_imports import write

for extra in ("pocketsphinx", "moonshine_voice"):
    pytest.importorskip(extra, reason="the extra voice is not installed")

SCENE = "zigzag"


@pytest.fixture(scope="module")
def ear() -> Ear:
    assert LESSON.narration is not None
    return ear_for(LESSON.narration)


@cache
def recordings() -> list[Recording]:
    return [each for each in Narration.read(LESSON.narration).recordings if each.scene == SCENE]


def lines_of(recording: Recording) -> Lines:
    number = recordings().index(recording) + 1
    return Lines(SCENE, number, recording.speech.words, recording.speech.speak)


def sound_of(recording: Recording) -> Samples:
    assert LESSON.narration is not None
    return read(LESSON.narration / recording.file)


def in_a_room(*sounds: Samples, noise: float = 2e-3) -> Samples:
    """Return sounds with pauses around them, in two channels, in a room that is not quite silent."""
    pause = np.zeros((1, round(1.2 * RATE)), np.float32)
    samples = np.concatenate([part for sound in sounds for part in (pause, sound)] + [pause], axis=1)
    noisy = samples + np.random.default_rng(4).normal(scale=noise, size=samples.shape)
    return np.repeat(noisy.astype(np.float32) * 0.5, 2, axis=0)


def lateness(found: Import, recording: Recording) -> list[float]:
    """Return by how many seconds each word was found to start after the voice's own durations say."""
    assert found.problem == ""
    assert found.spoken is not None
    own = recording.speech.word_times
    return [
        (aligned - LEAD) - (really - own[0][0])
        for (aligned, _), (really, _) in zip(found.spoken.word_times, own, strict=True)
    ]


def test_two_ways_agree_on_when_words_are_said(tmp_path: Path, ear: Ear) -> None:
    late: list[float] = []
    for recording in recordings():
        take = write(
            in_a_room(sound_of(recording)), tmp_path / recording.file.replace("opus", "wav"), rate=44_100
        )
        (found,) = import_take(Take(take.path, (lines_of(recording),), whole=False), ear)
        late += lateness(found, recording)
    assert np.mean(np.abs(late)) < 0.03
    assert np.percentile(np.abs(late), 95) < 0.06


def test_what_is_heard_is_what_was_said(ear: Ear) -> None:
    first = recordings()[0]
    assert word_error_rate(first.speech.words, ear.hear(sound_of(first))) <= 0.1


def test_a_scene_in_one_file_is_parted(tmp_path: Path, ear: Ear) -> None:
    first, second, *_ = recordings()
    false_start = sound_of(second)[:, : round(second.sentences[0][1] * RATE)]
    take = write(in_a_room(sound_of(first), false_start, sound_of(second)), tmp_path / "zigzag.wav")
    lines = tuple(map(lines_of, recordings()[:3]))
    one, two, three = import_take(Take(take.path, lines, whole=True), ear)
    assert np.percentile(np.abs(lateness(one, first) + lateness(two, second)), 95) < 0.06
    assert three.problem == "its words are not in it, or without a pause before and after them"


def test_another_beats_words_are_misread(tmp_path: Path, ear: Ear) -> None:
    first, second, *_ = recordings()
    take = write(in_a_room(sound_of(first)), tmp_path / "zigzag_02.wav")
    (found,) = import_take(Take(take.path, (lines_of(second),), whole=False), ear)
    assert found.spoken is None
    assert found.problem.startswith("misread: heard “")


def test_another_number_is_misread(tmp_path: Path, ear: Ear) -> None:
    last = recordings()[-1]
    words = last.speech.words
    other = words.replace("938", "948")
    assert other != words
    take = write(in_a_room(sound_of(last)), tmp_path / "zigzag_04.wav")
    (found,) = import_take(Take(take.path, (Lines(SCENE, 4, other),), whole=False), ear)
    assert found.problem == "misread: heard “thirty eight” in place of “forty eight”"
