"""A scene plays, and hands on its frames instead of writing a file.

This is the one place that reaches into Manim's loop of plays.
"""

from __future__ import annotations

import logging
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from manim import tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.exceptions import EndSceneEarlyException
from tqdm import tqdm

from production.errors import BEFORE_THE_FIRST_BEAT, RenderError
from production.film import SceneRef
from production.frames.camera import Frame, IncrementalCamera
from production.frames.scene_loader import BeatScene, check_parameters, load_scene
from production.output_spec import Quality

# Otherwise tqdm makes one for processes, which outlives a worker that is killed.
tqdm.set_lock(threading.RLock())

OnFrame: TypeAlias = Callable[[int, Frame, int], None]
"""Takes the number of a frame, the frame, and for how many frames in a row it stands."""

OnPlay: TypeAlias = Callable[[int], None]
"""Takes the number of a play's first frame."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which frames of a scene are wanted.

    Parameters
    ----------
    beats
        The beats to draw, counted from 0, all where it is left out. The scene ends after the last of them;
        what plays before the first beat belongs to it.
    frames
        The numbers of the frames to draw, all where it is left out. A play without one of them costs next to
        nothing.
    """

    beats: range | None = None
    frames: Sequence[int] | None = None


EVERYTHING = Selection()
NOTHING = Selection(frames=())


def capture(
    scene: SceneRef,
    quality: Quality,
    on_frame: OnFrame,
    *,
    selection: Selection = EVERYTHING,
    on_play: OnPlay | None = None,
    transparent: bool = False,
    camera_class: Callable[[], IncrementalCamera] = IncrementalCamera,
    folder: Path | None = None,
) -> BeatScene:
    """Play a scene, hand on its frames, and return the scene as it is at its end.

    Parameters
    ----------
    on_frame
        Called with each frame; what it raises goes through as it is.
    selection
        Which frames are wanted.
    on_play
        Called as each play begins, one that is only a rest too.
    transparent
        Whether there is no background.
    camera_class
        What draws.
    folder
        For what Manim writes on the way, such as the pictures of its words; two processes must not share
        one. A temporary one where it is left out.

    Raises
    ------
    SceneNotFoundError
        If there is no such scene.
    ParameterError
        If a parameter is unknown or out of its range.
    RenderError
        If the scene fails.
    """
    scene_class = load_scene(scene)
    check_parameters(scene, scene_class.parameters)
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(TemporaryDirectory()))
        stack.enter_context(tempconfig(_settings(quality, transparent, folder)))
        stack.enter_context(_quiet_manim())
        renderer = CaptureRenderer(on_frame, on_play, selection, camera_class)
        try:
            played = scene_class(renderer=renderer, on_beat=renderer.begin_beat, **dict(scene.parameters))
            played.render()
        except (Exception, SystemExit) as error:
            if error is renderer.receiver_error:
                raise
            cause = f"{type(error).__name__}: {error}"
            raise RenderError(scene.reference, renderer.beat, cause) from error
        return played


class CaptureRenderer(CairoRenderer):
    """Manim's Cairo renderer, whose frames go to a function.

    A frame is a display list until it is known to be wanted; only then it is drawn.
    """

    def __init__(
        self,
        on_frame: OnFrame,
        on_play: OnPlay | None,
        selection: Selection,
        camera_class: Callable[[], IncrementalCamera],
    ) -> None:
        super().__init__()
        self.camera: Any = camera_class()
        self.beat = BEFORE_THE_FIRST_BEAT
        self.receiver_error: Exception | None = None
        self._on_frame = on_frame
        self._on_play = on_play
        self._beats = selection.beats
        self._frames = None if selection.frames is None else sorted(set(selection.frames))
        # What plays before the first beat belongs to it.
        self._beat_is_wanted = self._beats is None or 0 in self._beats
        self._wanted: Sequence[int] = ()
        self._next_frame = 0

    def begin_beat(self, index: int, title: str) -> None:
        """Note that a beat begins; end the scene if no more of it is wanted."""
        if self._beats is not None:
            if index >= self._beats.stop:
                raise EndSceneEarlyException
            self._beat_is_wanted = index in self._beats
        self.beat = f"beat {index + 1} ({title})"

    def play(self, scene: Any, *args: Any, **kwargs: Any) -> None:
        """Play, and count frames from the moment at which the play begins."""
        self._next_frame = round(self.time * self.camera.frame_rate)
        if self._on_play is not None:
            self._on_play(self._next_frame)
        super().play(scene, *args, **kwargs)
        if self.skip_animations and not scene.is_current_animation_frozen_frame():
            # Manim leaves this out of a skipped play; what follows a tracker would show an older value.
            scene.update_mobjects(0)

    def update_skipping_status(self) -> None:
        """Skip plays of beats that are not wanted; Manim asks before each play."""
        super().update_skipping_status()
        self.skip_animations |= not self._beat_is_wanted

    def save_static_frame_data(self, scene: Any, static_mobjects: Any) -> Any:
        """Begin a play: Manim has just found out how long it is, and what of it stands still."""
        self.camera.begin_play()
        if self._frames is not None and not self.skip_animations:
            end = self._next_frame + round(scene.duration * self.camera.frame_rate)
            first, last = bisect_left(self._frames, self._next_frame), bisect_left(self._frames, end)
            self._wanted = self._frames[first:last]
            if not self._wanted:
                # From here on Manim passes over it.
                self.skip_animations = True
                self.time += scene.duration
        return super().save_static_frame_data(scene, static_mobjects)

    def get_frame(self) -> Any:
        """Return what the frame shows, as a display list."""
        return self.camera.display_list

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:  # noqa: ARG002  the camera has it
        """Draw the frame if it is wanted, and hand it on."""
        if self.skip_animations:
            return
        number = self._next_frame
        self._next_frame += num_frames
        self.time += num_frames / self.camera.frame_rate
        if self._frames is None:
            self._hand_on(number, num_frames)
            return
        for wanted in self._wanted:
            if number <= wanted < number + num_frames:
                self._hand_on(wanted, 1)

    def _hand_on(self, number: int, repeat: int) -> None:
        frame = self.camera.draw_frame()
        try:
            self._on_frame(number, frame, repeat)
        except Exception as error:
            # The receiver failed, not the scene: a full disk, say.
            self.receiver_error = error
            raise

    def freeze_current_frame(self, duration: float) -> None:
        """Let the frame stand for so many seconds, rounded to whole frames."""
        self.add_frame(self.get_frame(), round(duration * self.camera.frame_rate))


def _settings(quality: Quality, transparent: bool, folder: Path) -> dict[str, Any]:
    return {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.frame_rate,
        "transparent": transparent,
        "format": "none",
        "media_dir": str(folder),
        "disable_caching": True,
        "progress_bar": "none",
        "notify_outdated_version": False,
    }


@contextmanager
def _quiet_manim() -> Iterator[None]:
    """Let Manim's logger say what is wrong, not what it does."""
    logger = logging.getLogger("manim")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)
