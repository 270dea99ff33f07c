"""What a page shows of a finished film: its chapters, and their words, beside their times."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from production.deliverables.manifest import Manifest, SceneEntry, manifest_path
from production.errors import InvalidRequestError
from production.text.clock import clock


@dataclass(frozen=True, slots=True)
class PageMoment:
    """What starts at a moment of the film (seconds)."""

    start: float

    @property
    def clock(self) -> str:
        """When it starts, as players show it."""
        return clock(self.start)

    @property
    def href(self) -> str:
        """A link to it on the page."""
        return f"#t={self.start:g}"


@dataclass(frozen=True, slots=True)
class PageBeat(PageMoment):
    """A beat: when it starts (seconds of the film), its title, its words, and what is shown and not said."""

    title: str
    narration: str
    shown: str


@dataclass(frozen=True, slots=True)
class PageChapter(PageMoment):
    """A scene: its name, its title and idea, its beats, and a link to its state of the lab, if it has one."""

    name: str
    title: str
    idea: str
    end: float
    lab: str
    beats: tuple[PageBeat, ...]


@dataclass(frozen=True, slots=True)
class PageContent:
    """What is known of a finished film: its title, its size (pixels), its length (seconds), its chapters."""

    title: str
    width: int
    height: int
    length: float
    has_sound: bool
    chapters: tuple[PageChapter, ...]

    @classmethod
    def of(cls, film: Path) -> Self:
        """Read the manifest of a finished film.

        Raises
        ------
        OSError
            If it is not there.
        ValueError
            If it is none.
        """
        manifest = Manifest.from_json(manifest_path(film).read_text(encoding="utf-8"))
        return cls(
            title=manifest.title,
            width=manifest.width,
            height=manifest.height,
            length=manifest.length,
            has_sound=manifest.sound,
            chapters=tuple(_chapter(scene, manifest.frame_rate) for scene in manifest.scenes),
        )

    @property
    def clock(self) -> str:
        """How long it is, as players show it."""
        return clock(self.length)

    def beat(self, scene: str, number: int = 1) -> PageBeat:
        """Return a beat, counted from 1, of a scene that is given by its name.

        Raises
        ------
        InvalidRequestError
            If there is none.
        """
        chapters = {chapter.name: chapter for chapter in self.chapters}
        if scene not in chapters:
            raise InvalidRequestError(f"there is no scene {scene}; {_hint(scene, chapters)}")
        beats = chapters[scene].beats
        if not 1 <= number <= len(beats):
            raise InvalidRequestError(f"{scene} has {len(beats)} beats; there is no beat {number}")
        return beats[number - 1]


def lab_href(state: Mapping[str, object]) -> str:
    """Return the link that opens a state of the page's lab, as in ``#lab?alpha=0.098&beta=0.9``."""
    return f"#lab?{urlencode(state, safe=',')}"


def _chapter(scene: SceneEntry, frame_rate: int) -> PageChapter:
    return PageChapter(
        name=scene.name,
        title=scene.title,
        idea=scene.idea,
        start=round(scene.start, 3),
        end=round(scene.start + scene.length, 3),
        lab=lab_href(scene.lab) if scene.lab else "",
        beats=tuple(
            PageBeat(round(beat.first_frame / frame_rate, 3), beat.title, beat.narration, beat.shown)
            for beat in scene.beats
        ),
    )


def _hint(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
