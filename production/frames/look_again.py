"""A scene plays without being drawn, to find which of its segments look as they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from production.frames.camera import Frame, IncrementalCamera
from production.frames.capture import capture
from production.frames.capture_renderer import LeaveStretch
from production.frames.looks import Looks, StretchLooks
from production.frames.stretches import selection_of
from production.narration.speech import Speech
from production.segments import Segment
from production.timeline import Timeline


def unchanged(
    known: Mapping[Segment, StretchLooks],
    folder: Path | None = None,
    *,
    speeches: Sequence[Speech] | None = None,
) -> tuple[Timeline, list[Segment]]:
    """Return a scene's timeline, and those segments that look as they did.

    It costs a part of what drawing them does.

    Parameters
    ----------
    known
        Segments of one scene in order, and how each looked.
    speeches
        The scene's recordings: then all of it is played, paced by them, and the timeline is whole. Where they
        are left out, it is played as the last segment's pacing says, and as far.
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
    last = list(known)[-1]
    looks = Looks()
    comparison = _Comparison(known, looks)
    wanted = selection_of(known)
    timeline = capture(
        last.scene,
        last.output.drawn,
        comparison.compare,
        selection=wanted if speeches is None else replace(wanted, beats=None),
        speeches=speeches or (),
        pacing=last.pacing if speeches is None else (),
        transparent=last.output.transparent,
        camera_class=partial(IncrementalCamera, looks=looks, draws=False),
        folder=folder,
    )
    return timeline, comparison.unchanged()


class _Comparison:
    """Takes the frames of a scene, and compares how they look with what is known."""

    def __init__(self, known: Mapping[Segment, StretchLooks], looks: Looks) -> None:
        self._waiting = iter(known.items())
        self._looks = looks
        self._segment, self._known = next(self._waiting)
        self._next: tuple[Segment, StretchLooks] | None = next(self._waiting, None)
        self._unchanged: list[Segment] = []

    def compare(self, number: int, _: Frame, repeat: int) -> None:
        """Take a frame, by its number in the scene, that stands so many times."""
        if self._next is not None and number >= self._next[0].first_frame:
            self._end()
            (self._segment, self._known), self._next = self._next, next(self._waiting, None)
        frames = self._looks.end_frame(repeat)
        if not self._known.begins_with(frames):
            raise LeaveStretch

    def _end(self) -> None:
        if self._looks.pop() == self._known:
            self._unchanged.append(self._segment)

    def unchanged(self) -> list[Segment]:
        """Return the segments that look as they did, when all have been taken."""
        self._end()
        return self._unchanged
