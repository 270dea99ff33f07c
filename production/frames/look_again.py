"""A scene plays without being drawn, to find which of its beats look as they did."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from production.frames.camera import Frame, IncrementalCamera
from production.frames.capture import capture
from production.frames.capture_renderer import LeaveBeat
from production.frames.looks import BeatLooks, Looks
from production.frames.selection import Selection
from production.segments import Segment


def unchanged(known: Mapping[Segment, BeatLooks], folder: Path | None = None) -> list[Segment]:
    """Return those of a scene's beats that look as they did; it costs a part of what drawing them does.

    Parameters
    ----------
    known
        Beats of one scene in order, and how each looked.
    folder
        For what Manim writes on the way; a temporary one where it is left out.

    Raises
    ------
    SceneNotFoundError
        If there is no such scene.
    ParameterError
        If a parameter is unknown or out of its range.
    RenderError
        If the scene fails.
    """
    if not known:
        return []
    last = list(known)[-1]
    looks = Looks()
    comparison = _Comparison(known, looks)
    capture(
        last.scene,
        last.output.drawn,
        comparison.compare,
        selection=Selection(beats=tuple(segment.beat for segment in known)),
        pacing=last.pacing,
        transparent=last.output.transparent,
        camera_class=partial(IncrementalCamera, looks=looks, draws=False),
        folder=folder,
    )
    return comparison.unchanged()


class _Comparison:
    """Takes the frames of a scene, and compares how they look with what is known."""

    def __init__(self, known: Mapping[Segment, BeatLooks], looks: Looks) -> None:
        self._waiting = iter(known.items())
        self._looks = looks
        self._segment, self._known = next(self._waiting)
        self._next: tuple[Segment, BeatLooks] | None = next(self._waiting, None)
        self._unchanged: list[Segment] = []

    def compare(self, number: int, _: Frame, repeat: int) -> None:
        """Take a frame, by its number in the scene, that stands so many times."""
        if self._next is not None and number >= self._next[0].first_frame:
            self._end_beat()
            (self._segment, self._known), self._next = self._next, next(self._waiting, None)
        frames = self._looks.end_frame(repeat)
        if not self._known.begins_with(frames):
            raise LeaveBeat

    def _end_beat(self) -> None:
        if self._looks.of_beat(self._segment.beat) == self._known:
            self._unchanged.append(self._segment)

    def unchanged(self) -> list[Segment]:
        """Return the beats that look as they did, when all have been taken."""
        self._end_beat()
        return self._unchanged
