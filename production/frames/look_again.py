"""A scene plays without being drawn, to find which of its segments look as they did."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeAlias

from production.frames.camera import Frame, IncrementalCamera
from production.frames.capture import capture
from production.frames.capture_renderer import LeaveStretch, OnFrame
from production.frames.checkpoint import Checkpoint, Fork
from production.frames.forks import Forks
from production.frames.looks import Looks, StretchLooks
from production.frames.stretches import selection_of
from production.frames.typeset import TYPESET
from production.narration.speech import Speech
from production.segments import Segment
from production.timeline import Timeline

Redraw: TypeAlias = Callable[[Segment, Looks, Fork], OnFrame]
"""Returns what takes the frames of a segment in a fork, tells of each that it was handed on, and ends the
fork after the last, or on an error.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out about a scene that played again.

    Parameters
    ----------
    timeline
        What was played when.
    unchanged
        The segments that look as they did.
    redrawn
        Those that look otherwise and are drawn by forks, which begin at their first frame as it is numbered
        now.
    forks
        Lets those forks go on, one after the other.
    """

    timeline: Timeline
    unchanged: list[Segment]
    redrawn: dict[Segment, Checkpoint]
    forks: Forks


def look_again(
    known: Mapping[Segment, StretchLooks],
    folder: Path | None = None,
    *,
    speeches: Sequence[Speech] | None = None,
    redraw: Redraw | None = None,
) -> Found:
    """Return which segments of a scene look as they did.

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
    redraw
        Has segments drawn that look otherwise, while this process plays on: a fork waits at the beginning of
        each, where this process can be forked, and goes on from there. A folder must be given then.

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
    comparison = _Comparison(known, redraw, folder)
    wanted = selection_of(known)
    process = os.getpid()
    try:
        timeline = capture(
            last.scene,
            last.output.drawn,
            comparison.compare,
            selection=wanted if speeches is None else replace(wanted, beats=None),
            speeches=speeches or (),
            pacing=last.pacing if speeches is None else (),
            transparent=last.output.transparent,
            camera_class=comparison.make_camera,
            folder=folder,
        )
        unchanged = comparison.unchanged() if os.getpid() == process else []
    except BaseException:
        if os.getpid() == process:
            comparison.drop_forks()
        raise
    finally:
        if os.getpid() != process:
            # A fork that did not come to its segment's end.
            os._exit(1)
    return Found(timeline, unchanged, comparison.redrawn, comparison.forks)


@dataclass
class _Comparison:
    """Takes the frames of a scene, and compares how they look with what is known."""

    known: Mapping[Segment, StretchLooks]
    redraw: Redraw | None
    folder: Path | None
    redrawn: dict[Segment, Checkpoint] = field(default_factory=dict)
    forks: Forks = field(default_factory=Forks)

    def __post_init__(self) -> None:
        self._known_at = {(segment.beat, segment.offset): segment for segment in self.known}
        self._begun: list[Segment] = []
        self._looks = Looks()
        self._checkpoint: Checkpoint | None = None
        self._first_frame = 0
        self._write: OnFrame | None = None

    def make_camera(self) -> IncrementalCamera:
        """Return a camera that draws nothing."""
        self._camera = IncrementalCamera(looks=self._looks, draws=False)
        return self._camera

    def compare(self, number: int, frame: Frame, repeat: int) -> None:
        """Take a frame, by its number in the scene, that stands so many times."""
        if self._write is not None:
            self._write(number, frame, repeat)
            return
        self.forks.go_on()
        stretch = self._looks.stretch
        if stretch is not None and self._looks.is_at_start:
            self._drop_checkpoint()
            self._begun.append(self._known_at[stretch.beat, stretch.first])
            self._first_frame = number
            if self.redraw is not None and (fork := self._set_checkpoint()) is not None:
                self._write = self._begin_to_draw(self.redraw, fork)
                self._write(number, self._camera.draw_from_here(), repeat)
                return
        frames = self._looks.end_frame(repeat)
        if not (self._begun and self.known[self._begun[-1]].begins_with(frames)):
            self._let_it_be_drawn()
            raise LeaveStretch

    def _set_checkpoint(self) -> Fork | None:
        """Set a checkpoint if it is of use; where this is the fork, which is to go on, return that."""
        if not (self.forks.have_room and Checkpoint.can_be_set()):
            return None
        try:
            checkpoint = Checkpoint.set()
        except OSError:
            # Without memory for a fork the segment is drawn later.
            return None
        if isinstance(checkpoint, Fork):
            return checkpoint
        self._checkpoint = checkpoint
        return None

    def _begin_to_draw(self, redraw: Redraw, fork: Fork) -> OnFrame:
        # What Manim writes on the way must not get in the other process's way.
        TYPESET.follow(self._begun[-1].scene.source, mkdtemp(dir=self.folder))
        self._looks.drop_ended()
        return redraw(self._as_it_begins_now(), self._looks, fork)

    def _as_it_begins_now(self) -> Segment:
        return replace(self._begun[-1], first_frame=self._first_frame)

    def _let_it_be_drawn(self) -> None:
        if self._checkpoint is not None:
            self.forks.take(self._checkpoint)
            self.redrawn[self._as_it_begins_now()] = self._checkpoint
            self._checkpoint = None

    def _drop_checkpoint(self) -> None:
        if self._checkpoint is not None:
            self._checkpoint.drop()
            self._checkpoint = None

    def drop_forks(self) -> None:
        """End all forks."""
        self._drop_checkpoint()
        self.forks.drop_all()

    def unchanged(self) -> list[Segment]:
        """Return the segments that look as they did, when all have been taken."""
        self._drop_checkpoint()
        return [segment for segment in self._begun if self._looks.pop() == self.known[segment]]
