"""A camera that draws again only what changed since the frame before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Self, TypeAlias

import numpy as np
from manim import Camera, Mobject, VMobject, config

from production.frames.appearance import View
from production.frames.camera_choice import WatchedPixels, check_methods, unwatched
from production.frames.dirty_rectangles import Rectangle
from production.frames.layer import POINTS_WORTH_A_LAYER, Layer, Pixels
from production.frames.looks import Looks
from production.frames.selection import Stretch

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


class IncrementalCamera(WatchedPixels, Camera):
    """Draws what Manim's plain camera draws, in the same order, but only where something changed.

    Nothing is drawn before ``draw_frame``: until then the camera only notes what there is to be seen. What
    stands still beneath the first moving mobject is one layer, the rest another. On each, a mobject that
    looks as it did in the last picture is drawn again only where a changed one touches it.

    Parameters
    ----------
    points_worth_a_layer
        How many points mobjects that stand still must have together, to be drawn on a cached layer.
    looks
        What is told how everything looks.
    draws
        Whether anything is drawn; otherwise it is only looked at.
    makes_masks
        Whether what moves is painted through masks where it covers the same pixels as before.
    """

    def __init__(
        self,
        *,
        points_worth_a_layer: int = POINTS_WORTH_A_LAYER,
        looks: Looks | None = None,
        draws: bool = True,
        makes_masks: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._looks = looks or Looks()
        self.camera = self
        shape = (self.pixel_height, self.pixel_width, 4)
        self._pixel_array = np.zeros(shape, np.uint8)
        self._view, canvas = View(self, draws=draws), np.zeros(shape, np.uint8)
        self._view_is_fixed = False
        still = np.zeros(shape, np.uint8)
        self._still = Layer(self, self._view, still, canvas, points_worth_a_layer, self._looks)
        # A stretch begins with none of its masks, so its pictures are the same whatever was drawn before it.
        self._moving = Layer(
            self,
            self._view,
            self._pixel_array,
            canvas,
            points_worth_a_layer,
            self._looks,
            makes_masks=makes_masks,
        )
        self._still_changed: list[Rectangle] = []
        self._known_background: Any = None
        self._background_pixels = np.empty(0, np.uint8)
        self._beneath: DisplayList | None = None
        self.display_list: DisplayList = ()
        self.is_watched = True

    @property
    def background(self) -> Any:
        """What everything is drawn upon; who has it may change its pixels at any time."""
        self._background_is_lent = True
        return self._background

    @background.setter
    def background(self, background: Any) -> None:
        self._background = background
        self._background_is_lent = True

    def init_background(self) -> None:
        """Make the background, with its colours multiplied by alpha where the picture's alpha is kept."""
        super().init_background()
        multiply_background(self)
        self._background_is_lent = False

    def forget(self) -> None:
        """Draw everything the next time, as if nothing had been drawn before."""
        self._still.forget()
        self._moving.forget()

    def begin_play(self) -> None:
        """Expect other mobjects to move than before."""
        self._moving.begin_play()
        self._looks.begin_play()

    def begin_stretch(self, stretch: Stretch) -> None:
        """Draw a stretch, which begins, as if no frame of this play had been drawn before."""
        self._moving.forget()
        self._moving.begin_play()
        self._looks.begin(stretch)
        self._background_now()
        self._still.tell()

    def note(self, draw: Callable[[], None]) -> None:
        """Let Manim say what the next picture shows."""
        check_methods(self)
        draw()

    def reset(self) -> Self:
        """Begin a picture with nothing on it."""
        self._beneath = None
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
        self.display_list = (*(self._beneath or ()), *self.get_mobjects_to_display(mobjects, **kwargs))
        if not self._view_is_fixed:
            # Manim's Cairo context goes on with the view of the first path that was drawn with it.
            self._view.follow_camera()
            self._view_is_fixed = any(
                isinstance(mobject, VMobject) and mobject.get_background_image() is None
                for mobject in self.display_list
            )

    def keep_still(self, *, is_wanted: bool) -> DisplayList:
        """Return what was noted, for others to be drawn upon; draw it, as Manim does, once and now."""
        if is_wanted:
            with unwatched(self):
                self._still_changed += self._still.show(self.display_list, self._background_now())
        return self.display_list

    def draw_frame(self) -> Frame:
        """Draw what was noted."""
        self._looks.begin_frame()
        if self._beneath is None:
            self._still_changed += self._still.show((), self._background_now())
        above = self.display_list[len(self._beneath or ()) :]
        with unwatched(self):
            changed = self._moving.show(above, self._still.pixels, self._still_changed)
        self._still_changed = []
        return Frame(self._pixel_array, tuple(changed))

    def draw_from_here(self) -> Frame:
        """Draw the picture that was looked at last; what is noted from now on is drawn, too.

        Raises
        ------
        ValueError
            If what stands still does not look as it did when the play began.
        """
        self._view.draws = True
        with unwatched(self):
            self._still.draw_anew(self._background_now())
            self._moving.draw_anew(self._still.pixels)
        self._still_changed = []
        return Frame(self._pixel_array, (self._view.whole,))

    def _background_now(self) -> Pixels:
        """The background: another array when there is anything else on it."""
        is_known = self._background is self._known_background and not self._background_is_lent
        if not is_known and not np.array_equal(self._background_pixels, self._background):
            self._background_pixels = np.array(self._background)
        self._known_background = self._background
        self._looks.see_background(self._background_pixels, self._view)
        return self._background_pixels


def multiply_background(camera: Camera) -> None:
    """Multiply the colours of a camera's background by alpha, as Cairo has them.

    Where a film has a background, its pictures' alpha is of no account, and Manim's colours stay as they are.
    """
    background: Any = camera.background
    if config.transparent and camera.background_image is None:
        background[..., :3] = np.rint(background[..., :3] * float(camera.background_opacity))


def _collect_drawn(mobjects: Iterable[Mobject], found: list[Mobject]) -> None:
    for mobject in mobjects:
        if len(mobject.points):
            found.append(mobject)
        if mobject.submobjects:
            _collect_drawn(mobject.submobjects, found)
