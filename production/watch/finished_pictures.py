"""A scene plays once, and each beat's finished picture is handed on as soon as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from manim import Wait

from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.capture_renderer import CaptureRenderer
from production.frames.layer import Pixels
from production.frames.selection import Selection
from production.narration.speech import Speech
from production.output_spec import Quality
from production.timeline import Timeline

OnPicture: TypeAlias = Callable[[int, Pixels], object]
"""Takes a beat's index, from 0, and its finished picture: height x width x RGBA."""


def finished_pictures(
    scene: SceneRef,
    quality: Quality,
    on_picture: OnPicture,
    *,
    beat: int | None = None,
    speeches: Sequence[Speech] = (),
    folder: Path | None = None,
) -> Timeline:
    """Play a scene, hand on the pictures that stills of its beats show, and return what was played.

    Which frame a beat ends with is known only when it has ended, so the last frame is drawn of each rest, and
    of what cannot be skipped anyway. Where a beat ends otherwise, the scene plays twice.

    Parameters
    ----------
    beat
        The one beat that is wanted, counted from 0, and after which the scene ends.
    speeches, folder
        As for ``capture``.

    Raises
    ------
    ProductionError
        If there is no such scene, a parameter is unknown or out of its range, or the scene fails.
    """
    ends = _Ends(on_picture, beat)
    beats = None if beat is None else range(beat + 1)
    timeline = capture(
        scene,
        quality,
        ends.receive,
        selection=Selection(beats),
        speeches=speeches,
        renderer_class=partial(_LastFrames, ends),
        folder=folder,
    )
    frames = {index: frame for index, (_, frame) in enumerate(timeline.stills(quality.frame_rate))}
    if beat is not None:
        frames = {index: frame for index, frame in frames.items() if index == beat}
    missing = {frame: index for index, frame in frames.items() if ends.handed_on.get(index) != frame}

    def hand_on(number: int, frame: Frame, _: int) -> None:
        on_picture(missing[number], frame.pixels)

    if missing:
        capture(
            scene,
            quality,
            hand_on,
            selection=Selection(beats, sorted(missing)),
            pacing=timeline.pacing(),
            folder=folder,
        )
    return timeline


class _Ends:
    """Keeps the picture that was drawn last, which is a beat's finished one when the beat has ended."""

    def __init__(self, on_picture: OnPicture, beat: int | None) -> None:
        self._on_picture = on_picture
        self._beat = beat
        self._last: tuple[int, Pixels] | None = None
        self.handed_on: dict[int, int] = {}
        """The number of each beat's frame that was handed on."""

    def receive(self, number: int, frame: Frame, _: int) -> None:
        """Take a frame."""
        self._last = number, frame.pixels.copy()

    def note(self, ended: int, next_frame: int) -> None:
        """Take how many beats have ended, and which frame comes next."""
        index = ended - 1
        if index < 0 or index in self.handed_on or self._beat not in (None, index):
            return
        # Another one is last where the beat ends with a play that was skipped.
        if self._last is not None and self._last[0] == max(next_frame - 1, 0):
            number, pixels = self._last
            self.handed_on[index] = number
            self._on_picture(index, pixels)


class _LastFrames(CaptureRenderer):
    """Draws the last frame of each rest, and of each play that cannot be skipped."""

    def __init__(self, ends: _Ends, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._ends = ends
        self._scene: Any = None

    def init_scene(self, scene: Any, *args: Any) -> None:
        super().init_scene(scene, *args)
        self._scene = scene

    def begin_beat(self, index: int, title: str) -> None:
        self._ends.note(index, self.next_frame)
        super().begin_beat(index, title)

    def play(self, scene: Any, *args: Any, **kwargs: Any) -> None:
        if not self._beats_are_sections:
            self._note_ended()
        super().play(scene, *args, **kwargs)

    def scene_finished(self, scene: Any) -> None:
        super().scene_finished(scene)
        self._note_ended()

    def _note_ended(self) -> None:
        """Note a last beat after which the scene still crosses over, or ends."""
        known = self.sections if self._beats_are_sections else self._scene.beats
        # What has none is one.
        ended = len(known) or int(self._beats_are_sections)
        self._ends.note(ended, self.next_frame)

    def _wanted_of(self, scene: Any, play: range) -> Sequence[range]:
        if not self._wanted.is_beat_wanted:
            return ()
        is_rest = len(scene.animations) == 1 and isinstance(scene.animations[0], Wait)
        if is_rest or not self._can_be_skipped(scene):
            return (range(play.stop - 1, play.stop),)
        return ()
