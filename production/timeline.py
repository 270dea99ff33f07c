"""What is said when: a scene's beats and their times, known without drawing a picture."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Beat:
    """One thought of a scene: what it is called, what is said, and when (seconds).

    ``picture`` is when its finished picture stands, which a still of the beat shows.
    """

    title: str
    narration: str
    start: float
    end: float
    picture: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A scene's beats, from zero; ``scene`` is its "module:Class" reference.

    ``rests`` are the moments (seconds) at which an animation has just ended and another, or a rest, begins.
    """

    scene: str
    title: str
    idea: str
    beats: tuple[Beat, ...]
    rests: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """What the scene is called on the command line and in file names."""
        return scene_name(self.scene)

    @property
    def length(self) -> float:
        """Seconds."""
        return self.beats[-1].end if self.beats else 0.0

    def only(self, number: int) -> Timeline:
        """Return the ``number``-th beat by itself, counted from 1, starting at zero."""
        beat = self.beats[number - 1]
        rests = tuple(round(rest - beat.start, 9) for rest in self.rests if beat.start < rest < beat.end)
        return Timeline(self.scene, beat.title, self.idea, (_shifted(beat, -beat.start),), rests)

    def to_json(self) -> str:
        """Text that ``from_json`` reads back."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Timeline:
        """Read what ``to_json`` wrote."""
        fields = json.loads(text)
        beats = tuple(Beat(**beat) for beat in fields.pop("beats"))
        return cls(**fields | {"beats": beats, "rests": tuple(fields["rests"])})


def scene_name(scene: str) -> str:
    """Return the name of a "package.module:Class" reference: its module's last part."""
    return scene.partition(":")[0].rpartition(".")[2]


def starts(timelines: Iterable[Timeline]) -> list[float]:
    """Seconds at which each scene starts when they play one after the other."""
    found, now = [], 0.0
    for timeline in timelines:
        found.append(now)
        now = round(now + timeline.length, 9)
    return found


def film_beats(timelines: Iterable[Timeline]) -> tuple[Beat, ...]:
    """All beats of a film, on the film's clock."""
    timelines = tuple(timelines)
    return tuple(
        _shifted(beat, start)
        for timeline, start in zip(timelines, starts(timelines), strict=True)
        for beat in timeline.beats
    )


def _shifted(beat: Any, by: float) -> Beat:
    # Sums of fifteenths drift in the last binary digits; a nanosecond is far below any frame.
    times = (round(by + time, 9) for time in (beat.start, beat.end, beat.picture))
    return Beat(beat.title, beat.narration, *times)


def read_timeline(scene: str, parameters: Mapping[str, float] | None = None) -> Timeline:
    """Play a scene without drawing it, and note its beats.

    Parameters
    ----------
    scene
        A "module:Class" reference.
    parameters
        Values for the scene's parameters, by name.

    Raises
    ------
    ValueError
        If there is no such scene, or a parameter is unknown or out of its range.
    production.recording.RenderError
        If the scene cannot be played.
    """
    # Manim takes seconds to import; a film whose timelines are all known already does not need it.
    from production.quality import QUALITIES
    from production.recording import load_scene, record

    quality = QUALITIES["l"]
    begun: list[int] = []
    beats = record(scene, parameters or {}, quality, _drop, frames=(), begin=begun.append)
    scene_class = load_scene(scene)
    return Timeline(
        scene,
        scene_class.title,
        scene_class.idea,
        tuple(_shifted(beat, 0.0) for beat in beats),
        tuple(round(frame / quality.frame_rate, 9) for frame in sorted(set(begun) - {0})),
    )


def _drop(number: int, picture: object, repeat: int) -> None:
    """Take a frame that nobody wants."""
