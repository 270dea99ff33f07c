"""Chapters: one a scene, named by the scene's title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from production.captions import from_vtt, vtt
from production.timeline import Timeline, starts


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of a film, in milliseconds."""

    start: int
    end: int
    title: str


def chapters(timelines: Iterable[Timeline]) -> tuple[Chapter, ...]:
    """One chapter a scene, without a gap between them."""
    timelines = tuple(timelines)
    length = sum(timeline.length for timeline in timelines)
    marks = [round(start * 1000) for start in (*starts(timelines), length)]
    return tuple(
        Chapter(start, end, timeline.title)
        for start, end, timeline in zip(marks, marks[1:], timelines, strict=False)
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
