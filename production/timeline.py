"""What is said when: the beats of a scene, and of a film of several scenes, in seconds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from typing import Any

from production.film import SceneRef
from production.narration.speech import Speech


def frame_at(seconds: float, frame_rate: int) -> int:
    """Return the number of the frame that begins at a moment: of the nearest, as sums of times drift."""
    return round(seconds * frame_rate)


@dataclass(frozen=True, slots=True)
class Pacing:
    """What a beat's pictures take from its words: how long it is, and when those begin that it waits for.

    Seconds from the beat's start; words are counted from 0.
    """

    seconds: float
    moments: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Beat:
    """One thought of a scene: what it is called, what is said, and when (seconds).

    Parameters
    ----------
    still_time
        When its finished picture stands, which a still of the beat shows.
    speak
        How the narration is said, where that is written otherwise.
    shown
        What stands on the screen and is not said.
    stands_alone, thinking_time
        Whether something stands alone on the screen on purpose, or the picture stands still.
    loops
        Whether it is played again and again on a slide.
    speech, speech_start
        Its recording, if there is one, and when that starts.
    pacing
        What its pictures take from its words; None where the scene knows no beats.
    """

    title: str
    narration: str
    start: float
    end: float
    still_time: float
    speak: str = ""
    shown: str = ""
    stands_alone: bool = False
    thinking_time: bool = False
    loops: bool = False
    speech: Speech | None = None
    speech_start: float | None = None
    pacing: Pacing | None = None

    def still_frame(self, frame_rate: int) -> int:
        """Return the number of the frame that shows its finished picture."""
        return frame_at(self.still_time, frame_rate) - 1

    def holds(self, start: float, end: float) -> bool:
        """Whether a stretch of time (seconds) lies within the beat."""
        return self.start <= start and end <= self.end

    def shifted(self, seconds: float) -> Beat:
        """Return the beat as it is when it starts so much later."""
        return replace(
            self,
            start=_later(self.start, seconds),
            end=_later(self.end, seconds),
            still_time=_later(self.still_time, seconds),
            speech_start=None if self.speech_start is None else _later(self.speech_start, seconds),
        )

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Beat:
        """Read what ``dataclasses.asdict`` made of a beat."""
        speech, pacing = fields["speech"], fields["pacing"]
        return cls(
            **fields
            | {
                "speech": speech and Speech.from_fields(speech),
                "pacing": pacing
                and Pacing(
                    pacing["seconds"], tuple((number, moment) for number, moment in pacing["moments"])
                ),
            }
        )


@dataclass(frozen=True, slots=True)
class AddedSound:
    """A sound that a scene has asked for by Manim's ``add_sound``.

    Parameters
    ----------
    start
        Seconds on the scene's clock; before zero, if it is heard in the middle of what it plays in.
    path
        The file that holds it.
    gain
        Decibels, as the scene asked for.
    gain_to_background
        By how many decibels the sounds that were added before are amplified while it is heard.
    """

    start: float
    path: str
    gain: float | None = None
    gain_to_background: float | None = None

    def shifted(self, seconds: float) -> AddedSound:
        """Return the sound as it is when it starts so much later."""
        return replace(self, start=_later(self.start, seconds))


def _later(time: float, seconds: float) -> float:
    """Return a moment that comes so much later."""
    # Sums of fifteenths drift in the last binary digits; a nanosecond is far below any frame.
    return round(time + seconds, 9)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A scene's title, its one idea, and its beats, from zero.

    A scene that plays nothing has no beats: it is a still.

    Parameters
    ----------
    play_boundaries
        The moments (seconds) at which an animation has just ended and another, or a rest, begins.
    frame_rate
        The one frame rate at which these times hold; None where they hold at each that a film may have.
    drawn_by
        Which camera draws its frames, and why.
    sounds
        What it wants to be heard besides its words, in the order in which it asked for them.
    lab
        The state in which it opens the lab of a film's page, as (key, value) pairs; empty where it has none.
    rests
        From when to when (seconds) one picture stands.
    ends_within_plays
        The moments (seconds) at which an animation has ended that is shorter than its play.
    busy
        From when to when (seconds) much moves at once.
    """

    scene: SceneRef
    title: str
    idea: str
    beats: tuple[Beat, ...]
    play_boundaries: tuple[float, ...] = ()
    frame_rate: int | None = None
    drawn_by: str = ""
    sounds: tuple[AddedSound, ...] = ()
    lab: tuple[tuple[str, str], ...] = ()
    rests: tuple[tuple[float, float], ...] = ()
    ends_within_plays: tuple[float, ...] = ()
    busy: tuple[tuple[float, float], ...] = ()

    @property
    def length(self) -> float:
        """Seconds."""
        return self.beats[-1].end if self.beats else 0.0

    def pacing(self, beats: int | None = None) -> tuple[Pacing, ...]:
        """Return what the pictures of the first beats take from their words, so that they are drawn alike."""
        return tuple(beat.pacing for beat in self.beats[:beats] if beat.pacing is not None)

    def stills(self, frame_rate: int) -> list[tuple[str, int]]:
        """Return each beat's title and the frame of its finished picture, or the only picture of a still."""
        if not self.beats:
            return [(self.title, 0)]
        return [(beat.title, beat.still_frame(frame_rate)) for beat in self.beats]

    def only(self, number: int) -> Timeline:
        """Return the ``number``-th beat by itself, counted from 1, starting at zero.

        Sounds that started before it, and may be heard in it still, start before zero.
        """
        beat = self.beats[number - 1]
        boundaries, ends = (
            tuple(round(time - beat.start, 9) for time in times if beat.start < time < beat.end)
            for times in (self.play_boundaries, self.ends_within_plays)
        )
        return replace(
            self,
            title=beat.title,
            beats=(beat.shifted(-beat.start),),
            play_boundaries=boundaries,
            ends_within_plays=ends,
            rests=_within(beat, self.rests),
            busy=_within(beat, self.busy),
            sounds=tuple(sound.shifted(-beat.start) for sound in self.sounds if sound.start < beat.end),
        )

    def to_json(self) -> str:
        """Text that ``from_json`` reads back."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Timeline:
        """Read what ``to_json`` wrote."""
        fields: dict[str, Any] = json.loads(text)
        scene = fields["scene"]
        return cls(
            scene=SceneRef(
                scene["reference"],
                tuple((name, value) for name, value in scene["parameters"]),
                name=scene["name"],
            ),
            title=fields["title"],
            idea=fields["idea"],
            beats=tuple(map(Beat.from_fields, fields["beats"])),
            play_boundaries=tuple(fields["play_boundaries"]),
            ends_within_plays=tuple(fields["ends_within_plays"]),
            rests=tuple((start, end) for start, end in fields["rests"]),
            busy=tuple((start, end) for start, end in fields["busy"]),
            frame_rate=fields["frame_rate"],
            drawn_by=fields["drawn_by"],
            sounds=tuple(AddedSound(**sound) for sound in fields["sounds"]),
            lab=tuple((key, value) for key, value in fields["lab"]),
        )


def _within(beat: Beat, ranges: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return those ranges of seconds that are in a beat, on its own clock."""
    return tuple(
        (round(start - beat.start, 9), round(end - beat.start, 9))
        for start, end in ranges
        if beat.holds(start, end)
    )


@dataclass(frozen=True, slots=True)
class PlacedScene:
    """A scene's timeline, and when (seconds) the scene starts in the film."""

    timeline: Timeline
    start: float

    @property
    def end(self) -> float:
        """When the next scene starts, or the film ends."""
        return round(self.start + self.timeline.length, 9)

    @property
    def beats(self) -> tuple[Beat, ...]:
        """The scene's beats, on the film's clock."""
        return tuple(beat.shifted(self.start) for beat in self.timeline.beats)


@dataclass(frozen=True, slots=True)
class FilmTimeline:
    """A film's title, and its scenes one after the other."""

    title: str
    scenes: tuple[PlacedScene, ...]

    @classmethod
    def of(cls, title: str, timelines: Sequence[Timeline]) -> FilmTimeline:
        """Place scenes one after the other."""
        lengths = (timeline.length for timeline in timelines)
        starts = accumulate(lengths, lambda now, length: round(now + length, 9), initial=0.0)
        return cls(title, tuple(map(PlacedScene, timelines, starts)))

    @property
    def length(self) -> float:
        """Seconds."""
        return self.scenes[-1].end if self.scenes else 0.0
