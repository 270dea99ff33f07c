"""What the warm process can be asked for, and what it answers, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from production.deliverables.order import Order
from production.film import Film, SceneRef
from production.narration.speech import Speech
from production.output_spec import Quality
from production.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Play:
    """Play a scene, and write its beats' finished pictures, or that of one (from 1), into a folder."""

    scene: SceneRef
    quality: Quality
    beat: int | None
    speeches: tuple[Speech, ...]
    folder: Path
    changed: tuple[Path, ...] = ()
    """The files that changed since the process that is forked imported them."""


@dataclass(frozen=True, slots=True)
class Check:
    """Say which rules of the picture a scene of a film breaks."""

    film: Film
    scene: SceneRef


@dataclass(frozen=True, slots=True)
class MakeClip:
    """Make what was ordered, which is one scene, or a beat of it (counted from 1)."""

    order: Order
    beat: int | None


Task: TypeAlias = Play | Check | MakeClip


@dataclass(frozen=True, slots=True)
class Reached:
    """A beat begins, which is given in words."""

    beat: str


@dataclass(frozen=True, slots=True)
class Still:
    """A beat's finished picture stands; ``digest`` is of its pixels, and the file's name in the folder."""

    beat: int
    digest: str


@dataclass(frozen=True, slots=True)
class Played:
    """A scene has been played.

    ``libraries`` are the modules that it imported and that are no sources of it. Where the process ``stays``,
    it takes requests by the connection by which it answered: what it has set and computed it need not again.
    """

    timeline: Timeline
    libraries: tuple[str, ...]
    stays: bool


@dataclass(frozen=True, slots=True)
class FoundFault:
    """What breaks a rule of the picture: in which beat (counted from 1), when (seconds), what."""

    beat: int
    time: float
    says: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A scene has been looked at."""

    faults: tuple[FoundFault, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A clip is there."""

    path: Path


@dataclass(frozen=True, slots=True)
class Failed:
    """A task failed; ``is_mistaken`` where another name or value would do."""

    line: str
    is_mistaken: bool = False


Answer: TypeAlias = Reached | Still | Played | Checked | Made | Failed
"""What comes back of a task; the last of them is none of Reached and Still."""


@dataclass(frozen=True, slots=True)
class Start:
    """Do a task; the descriptor to answer by follows."""

    number: int
    task: Task


@dataclass(frozen=True, slots=True)
class Cancel:
    """End a task at once."""

    number: int


@dataclass(frozen=True, slots=True)
class Release:
    """Let a task's process live on by itself."""

    number: int


@dataclass(frozen=True, slots=True)
class Learn:
    """Import libraries, so that no task has to."""

    modules: tuple[str, ...]


Request: TypeAlias = Start | Cancel | Release | Learn


@dataclass(frozen=True, slots=True)
class Ready:
    """Manim is imported."""


@dataclass(frozen=True, slots=True)
class Unable:
    """Manim cannot be imported."""

    cause: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The process of a task has ended, with an exit code, which is negative for a signal."""

    number: int
    code: int


Notice: TypeAlias = Ready | Unable | Ended
