"""What is said when: a scene's beats and their times, known without drawing a picture."""

from __future__ import annotations

import importlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


class RenderError(Exception):
    """A scene that cannot be played: which one, in which beat, and why."""

    def __init__(self, scene: str, beat: str, cause: str) -> None:
        super().__init__(scene, beat, cause)
        self.scene = scene
        self.beat = beat
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.scene}, {self.beat}: {self.cause}"


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
    """A scene's beats, from zero; ``scene`` is its "module:Class" reference."""

    scene: str
    title: str
    idea: str
    beats: tuple[Beat, ...]

    @property
    def name(self) -> str:
        """What the scene is called on the command line and in file names."""
        return scene_name(self.scene)

    @property
    def length(self) -> float:
        """Seconds."""
        return self.beats[-1].end if self.beats else 0.0

    def to_json(self) -> str:
        """Text that ``from_json`` reads back."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Timeline:
        """Read what ``to_json`` wrote."""
        fields = json.loads(text)
        beats = tuple(Beat(**beat) for beat in fields.pop("beats"))
        return cls(**fields, beats=beats)


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


def _shifted(beat: Beat, by: float) -> Beat:
    # Sums of fifteenths drift in the last binary digits; a nanosecond is far below any frame.
    times = (round(by + time, 9) for time in (beat.start, beat.end, beat.picture))
    return Beat(beat.title, beat.narration, *times)


def load_scene(scene: str) -> Any:
    """Import the class that a "module:Class" reference names."""
    module, _, name = scene.partition(":")
    return getattr(importlib.import_module(module), name)


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
    RenderError
        If the scene cannot be played.
    """
    # Manim takes seconds to import; a film whose timelines are all in the cache does not need it.
    from manim import tempconfig

    try:
        scene_class = load_scene(scene)
    except Exception as error:
        raise RenderError(scene_name(scene), "on import", cause(error)) from error
    # Scenes that share a folder race on the Typst files, so each dry run has its own.
    with (
        tempfile.TemporaryDirectory(prefix="timeline-") as folder,
        tempconfig(
            {
                "format": "none",
                "media_dir": folder,
                "tex_dir": folder,
                "progress_bar": "none",
                "verbosity": "ERROR",
                "disable_caching": True,
            }
        ),
    ):
        played = None
        try:
            played = scene_class(**(parameters or {}))
            played.renderer._original_skipping_status = True
            played.render()
        except Exception as error:
            where = f"beat {len(played.beats) + 1}" if played else "on creation"
            raise RenderError(scene_name(scene), where, cause(error)) from error
    beats = tuple(_shifted(beat, 0.0) for beat in played.beats)
    return Timeline(scene, scene_class.title, scene_class.idea, beats)


def cause(error: BaseException) -> str:
    """Name an exception in one line, with the line of code it came from."""
    lines = str(error).strip().splitlines() or [""]
    text = f"{type(error).__name__}: {lines[0]}".rstrip(": ")
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    if where is None:
        return text
    return f"{text} ({where.tb_frame.f_code.co_filename}:{where.tb_lineno})"
