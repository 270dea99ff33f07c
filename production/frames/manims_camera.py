"""Draws with a camera of Manim's own, or of a scene's, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Camera, MultiCamera, ThreeDCamera, config

from production.frames.camera import Frame, multiply_background
from production.frames.camera_choice import WatchedPixels, unwatched
from production.frames.dirty_rectangles import Rectangle
from production.frames.layer import Pixels
from production.frames.selection import Stretch


class ManimsCamera:
    """Draws pictures as stock Manim does, all of them or only those that are wanted.

    Parameters
    ----------
    make_camera
        Makes the camera, as Manim's renderer would.
    draws_all
        Whether every picture is drawn, as by Manim itself: what the scene does may depend on its pixels, or
        what the camera draws on what it drew before.
    """

    def __init__(self, make_camera: Callable[[], Camera], *, draws_all: bool) -> None:
        self.draws_all = draws_all
        if not draws_all and isinstance(make_camera, type):
            named = {"__module__": make_camera.__module__}
            make_camera = type(make_camera.__name__, (WatchedPixels, make_camera), named)
        self.use(make_camera())
        self._draw: Callable[[], None] | None = None
        self._shown: Pixels | None = None

    def use(self, camera: Any) -> None:
        """Draw with a camera from now on."""
        if config.transparent:
            _multiply_backgrounds(camera)
        camera.is_watched = not self.draws_all
        self.camera = camera

    def forget(self) -> None:
        """Forget what was shown."""
        self._shown = None

    def begin_play(self) -> None:
        """Expect another play."""

    def begin_stretch(self, stretch: Stretch) -> None:  # noqa: ARG002
        """Forget what was shown."""
        self._shown = None

    def note(self, draw: Callable[[], None]) -> None:
        """Take what draws the next picture, and draw it if all are."""
        self._draw = draw
        with unwatched(self.camera):
            if self.draws_all:
                self._draw_noted()
            else:
                _prepare(self.camera)

    def keep_still(self, *, is_wanted: bool) -> Pixels | None:
        """Draw what was noted, for other pictures to be drawn upon, if one of them is wanted."""
        return self._drawn().copy() if is_wanted or self.draws_all else None

    def draw_frame(self) -> Frame:
        """Draw what was noted."""
        pixels = self._drawn()
        if self._shown is None or self._shown.shape != pixels.shape:
            self._shown = pixels.copy()
            return Frame(self._shown, ((0, 0, pixels.shape[1], pixels.shape[0]),))
        changed = _difference(self._shown, pixels)
        for left, top, right, bottom in changed:
            self._shown[top:bottom, left:right] = pixels[top:bottom, left:right]
        return Frame(self._shown, changed)

    def _drawn(self) -> Pixels:
        with unwatched(self.camera):
            self._draw_noted()
            return np.ascontiguousarray(self.camera.pixel_array)

    def _draw_noted(self) -> None:
        draw, self._draw = self._draw, None
        if draw is not None:
            draw()


def _prepare(camera: Camera) -> None:
    """Do what a camera does to a scene when it draws: a picture that is left out must not be missed."""
    if isinstance(camera, ThreeDCamera):
        camera.reset_rotation_matrix()
    elif isinstance(camera, MultiCamera):
        camera.update_sub_cameras()


def _multiply_backgrounds(camera: Any) -> None:
    """Let a camera's backgrounds have their colours multiplied by alpha, as Cairo has them."""
    init_background = camera.init_background

    def init_multiplied_background() -> None:
        init_background()
        multiply_background(camera)

    camera.init_background = init_multiplied_background
    camera.init_background()
    camera.reset()


def _difference(before: Pixels, now: Pixels) -> tuple[Rectangle, ...]:
    """Return the rectangle in which two pictures differ, if they do."""
    differs = (before.view(np.uint32) != now.view(np.uint32))[..., 0]
    rows, columns = differs.any(axis=1).nonzero()[0].tolist(), differs.any(axis=0).nonzero()[0].tolist()
    return ((columns[0], rows[0], columns[-1] + 1, rows[-1] + 1),) if rows else ()
