"""Chapters: one a scene, named by the scene's title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from production.text.caption_files import from_vtt, vtt
from production.timeline import FilmTimeline


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of a film, in milliseconds."""

    start: int
    end: int
    title: str


def chapters(film: FilmTimeline) -> tuple[Chapter, ...]:
    """One chapter a scene, without a gap between them."""
    return tuple(
        Chapter(round(scene.start * 1000), round(scene.end * 1000), scene.timeline.title)
        for scene in film.scenes
    )


def to_vtt(marks: Iterable[Chapter]) -> str:
    """Write chapters as a WebVTT chapter track."""
    return vtt((mark.start, mark.end, mark.title) for mark in marks)


def read_vtt(text: str) -> tuple[Chapter, ...]:
    """Read a WebVTT chapter track.

    Raises
    ------
    ValueError
        If the text is not WebVTT.
    """
    return tuple(Chapter(cue.start, cue.end, " ".join(cue.lines)) for cue in from_vtt(text))
