"""The film of two scenes, spoken: a recording for each beat but one, and a sound that a scene adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from production.narration.recordings import INDEX, Narration, Recording
from production.narration.speech import Speech
from production.sound.loudness import level
from production.sound.samples import RATE, Samples, write_opus
from production.sound.soundtrack import Soundtrack, sha256, soundtrack_of
from production.timeline import Beat, FilmTimeline, Timeline
from tests.delivered import TIMELINES
from tests.sounds import murmur

SILENT = ("two", 1)
"""The scene and the beat that nobody speaks."""

SPEECH_START = 0.5
"""Seconds from a beat's start."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A film's timelines, its recordings, and what is heard in each."""

    timelines: tuple[Timeline, ...]
    narration: Narration
    heard: tuple[tuple[float, Samples], ...]
    """From when on (seconds) what is heard, on the film's clock."""

    @property
    def soundtrack(self) -> Soundtrack:
        """What is heard in the film."""
        found = soundtrack_of(FilmTimeline.of("A lesson", self.timelines), self.narration)
        assert found is not None
        return found


def speak(folder: Path, timelines: Sequence[Timeline] = TIMELINES, loudness: float = -17.0) -> Spoken:
    """Record the beats of scenes into a folder, and write its index."""
    folder.mkdir(parents=True, exist_ok=True)
    recordings: list[Recording] = []
    spoken, heard, film_start = [], [], 0.0
    for timeline in timelines:
        beats = []
        for number, beat in enumerate(timeline.beats):
            if (timeline.scene.name, number) == SILENT:
                beats.append(beat)
                continue
            sound = level(murmur(beat.end - beat.start - 0.9, len(recordings)), loudness, -1.5)
            recording = record(folder, timeline.scene.name, number, beat, sound)
            recordings.append(recording)
            start = beat.start + SPEECH_START
            heard.append((film_start + start, sound))
            beats.append(replace(beat, speech=recording.speech, speech_start=round(start, 9)))
        spoken.append(replace(timeline, beats=tuple(beats)))
        film_start += timeline.length
    narration = Narration(folder, tuple(recordings))
    (folder / INDEX).write_text(narration.to_json(), encoding="utf-8")
    return Spoken(tuple(spoken), narration, tuple(heard))


def record(folder: Path, scene: str, number: int, beat: Beat, sound: Samples) -> Recording:
    """Write a beat's recording, and return what the index says of it."""
    path = folder / f"{scene}_{number + 1:02}.opus"
    write_opus(sound, path)
    length = sound.shape[1] / RATE
    words = beat.narration.split()
    times = tuple((length * n / len(words), length * (n + 1) / len(words)) for n in range(len(words)))
    speech = Speech(" ".join(words), "", length, times, sha256(path))
    return Recording(scene, path.name, speech, ((0.0, length),), "a hum")
