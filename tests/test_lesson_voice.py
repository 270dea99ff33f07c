"""The committed film is spoken: every beat has its recording, and each recording is what the index says."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest

from production.film import SceneRef
from production.frames.capture import capture
from production.frames.dry_run import read_timeline
from production.frames.selection import NOTHING
from production.narration.recordings import INDEX, Narration, Recording
from production.output_spec import QUALITIES
from production.sound.loudness import measure
from production.sound.samples import RATE, read
from production.voice.lexicon import LEXICON
from production.voice.record import lines_of
from scenes.lesson import LESSON

NARRATION = Narration.read(LESSON.narration)


@pytest.mark.parametrize("scene", LESSON.scenes, ids=lambda scene: scene.name)
def test_no_beat_lacks_a_voice(scene: SceneRef) -> None:
    lacking = []
    for lines in lines_of([read_timeline(scene)]):
        recording = NARRATION.find(lines.scene, lines.narration, lines.speak)
        if recording is None or recording.file != lines.file:
            lacking.append(lines.place)
    assert lacking == [], "speak them: python render.py voice"


@pytest.mark.parametrize("scene", LESSON.scenes, ids=lambda scene: scene.name)
def test_a_scene_is_drawn_as_it_plays_with_its_recordings(scene: SceneRef) -> None:
    spoken = read_timeline(scene, speeches=NARRATION.speeches(scene.name))
    pacing = spoken.pacing()
    drawn = capture(scene, QUALITIES["l"], lambda *_: None, selection=NOTHING, pacing=pacing)
    assert drawn.pacing() == pacing
    for found in ("play_boundaries", "rests", "busy", "ends_within_plays", "length"):
        assert getattr(drawn, found) == getattr(spoken, found)


def test_there_is_no_more_than_the_film_says() -> None:
    assert LESSON.narration is not None
    scenes = [scene.name for scene in LESSON.scenes]
    order = [(scenes.index(recording.scene), recording.file) for recording in NARRATION.recordings]
    assert order == sorted(order)
    files = {path.name for path in LESSON.narration.iterdir()}
    assert files == {INDEX, LEXICON, *(recording.file for recording in NARRATION.recordings)}
    assert sum(path.stat().st_size for path in LESSON.narration.iterdir()) < 3e6


@pytest.mark.parametrize("recording", NARRATION.recordings, ids=lambda recording: recording.file)
def test_a_recording_is_what_the_index_says(recording: Recording) -> None:
    assert LESSON.narration is not None
    path, speech = LESSON.narration / recording.file, recording.speech
    assert hashlib.sha256(path.read_bytes()).hexdigest() == speech.sha256
    sound = read(path)
    assert sound.shape[0] == 1
    assert abs(sound.shape[1] / RATE - speech.length) < 0.03
    loudness = measure(sound)
    assert -16.5 <= loudness.integrated <= -14.0
    assert loudness.true_peak <= -1.5
    assert len(speech.word_times) == len(speech.words.split())
    assert 0 <= speech.word_times[0][0] < 0.1
    assert all(start <= end for start, end in speech.word_times)
    # Words touch, and may share a sound; nobody says two at once.
    assert all(after[0] >= before[1] - 0.05 for before, after in pairwise(speech.word_times))
    assert speech.word_times[-1][1] <= speech.length
    assert all(0.3 <= after[0] - before[1] <= 0.6 for before, after in pairwise(recording.sentences))
