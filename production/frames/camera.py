"""A camera that draws again only what changed since the frame before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Self, TypeAlias

import numpy as np
from manim import Camera, Mobject

from production.frames.appearance import View
from production.frames.dirty_rectangles import Rectangle
from production.frames.layer import POINTS_WORTH_A_LAYER, Layer, Pixels

DisplayList: TypeAlias = tuple[Mobject, ...]
"""The mobjects that a picture shows, from the back to the front."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture, and where it differs from the one before.

    ``pixels`` are height x width x RGBA, rows from the top, colours already multiplied by alpha. They are
    only lent: the next frame is drawn into the same array.
    """

    pixels: Pixels
    changed: tuple[Rectangle, ...]


class IncrementalCamera(Camera):
    """Draws what stock Manim draws, in the same order, but only where something changed.

    Nothing is drawn before ``draw_frame``: until then the camera only notes what there is to be seen. What
    stands still beneath the first moving mobject is one layer, the rest another. On each, a mobject that
    looks as it did in the last picture is drawn again only where a changed one touches it.
    """

    def __init__(self, *, points_worth_a_layer: int = POINTS_WORTH_A_LAYER, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        shape = (self.pixel_height, self.pixel_width, 4)
        self.pixel_array: Any = np.zeros(shape, np.uint8)
        view, canvas = View(self), np.zeros(shape, np.uint8)
        self._still = Layer(self, view, np.zeros(shape, np.uint8), canvas, points_worth_a_layer)
        self._moving = Layer(self, view, self.pixel_array, canvas, points_worth_a_layer)
        self._drawn_background: Any = None
        self._drawn_beneath: DisplayList | None = None
        self._beneath: DisplayList = ()
        self.display_list: DisplayList = ()

    def init_background(self) -> None:
        """Make the background, with its colours multiplied by alpha, as Cairo has them."""
        super().init_background()
        background: Any = self.background
        if self.background_opacity < 1:
            background[..., :3] = np.rint(background[..., :3] * float(self.background_opacity))

    def begin_play(self) -> None:
        """Expect other mobjects to move than before."""
        self._moving.begin_play()

    def reset(self) -> Self:
        """Begin a picture with nothing on it."""
        self._beneath = ()
        return self

    def set_frame_to_background(self, background: Any) -> None:
        """Begin a picture with an earlier one, given by its display list."""
        self._beneath = background

    def get_mobjects_to_display(
        self,
        mobjects: Iterable[Mobject],
        include_submobjects: bool = True,
        excluded_mobjects: list[Mobject] | None = None,
    ) -> list[Mobject]:
        """Return what is drawn of mobjects and their families, from the back to the front.

        It is asked at every frame; Manim makes a list of each family, and one of those lists.
        """
        if not include_submobjects or excluded_mobjects:
            return super().get_mobjects_to_display(mobjects, include_submobjects, excluded_mobjects)
        found: list[Mobject] = []
        _collect_drawn(mobjects, found)
        # What is named twice stands where it is named last.
        found = list(dict.fromkeys(reversed(found)))[::-1]
        return sorted(found, key=attrgetter("z_index")) if self.use_z_index else found

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Note what there is to be seen, on top of what the picture began with."""
        self.display_list = (*self._beneath, *self.get_mobjects_to_display(mobjects, **kwargs))

    def draw_frame(self) -> Frame:
        """Draw what was noted."""
        background: Any = self.background
        if background is not self._drawn_background:
            self._drawn_background = background
            self._still.forget()
            self._drawn_beneath = None
        changed: list[Rectangle] = []
        # Manim draws what stands beneath once a play; it is looked at as seldom.
        if self._beneath is not self._drawn_beneath:
            self._drawn_beneath = self._beneath
            changed = self._still.show(self._beneath, background)
        above = self.display_list[len(self._beneath) :]
        changed = self._moving.show(above, self._still.pixels, changed)
        return Frame(self.pixel_array, tuple(changed))


def _collect_drawn(mobjects: Iterable[Mobject], found: list[Mobject]) -> None:
    for mobject in mobjects:
        if len(mobject.points):
            found.append(mobject)
        if mobject.submobjects:
            _collect_drawn(mobject.submobjects, found)
