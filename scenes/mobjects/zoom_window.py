"""A window of a map that grows out of its place there, and shrinks back into it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manim import ORIGIN, Animation, ApplyMethod, Rectangle, Restore, VGroup

from momentum_sim import Array
from scenes import style
from scenes.mobjects.loss_map import LossMap


class ZoomWindow(VGroup):
    """A part of a map, enlarged; both axes keep one scale.

    Parameters
    ----------
    source
        The map, where it stands while the window opens and closes.
    horizontal, vertical
        The ranges of θ₁ and of θ₂ in the window.
    levels
        The losses at which contours are drawn.
    width, center
        The open window's width, and where its middle stands.
    minimisers
        Where to set a star.
    """

    def __init__(
        self,
        source: LossMap,
        horizontal: tuple[float, float],
        vertical: tuple[float, float],
        levels: Sequence[float],
        *,
        width: float,
        center: tuple[float, float, float],
        minimisers: Sequence[npt.ArrayLike] = (),
    ) -> None:
        super().__init__()
        self.view = LossMap(source.loss, horizontal, vertical, levels, width=width, minimisers=minimisers)
        self.frame = Rectangle(width=self.view.width, height=self.view.height)
        self.frame.set_stroke(style.MUTED_INK, style.THIN)
        self.add(self.view, self.frame)
        self.move_to(center)
        self._closed_scale = source.unit / self.view.unit
        self._closed_place: Array = source.to_screen(np.stack([horizontal, vertical], axis=-1)).mean(axis=0)
        self.place = self.frame.copy().scale(self._closed_scale).move_to(self._closed_place)
        """The window's rim on the map, for scenes that show where it came from; not part of the group."""

    def open(self) -> Animation:
        """Return the animation that lets it grow out of the map."""
        self.save_state()
        self._close().set_opacity(0)
        opening: Animation = Restore(self)
        return opening

    def close(self, map_moved: Array = ORIGIN) -> Animation:
        """Return the animation that lets it shrink, opaque, into the map, which may have moved since."""
        return ApplyMethod(self._close, map_moved)

    def closed(self) -> ZoomWindow:
        """Return the window as small as its place on the map, there, and as opaque as when it is open."""
        assert self.saved_state is not None, "it is closed once it has been told to open"
        closed = self.saved_state.copy()
        return closed.scale(self._closed_scale).move_to(self._closed_place)

    def _close(self, map_moved: Array = ORIGIN) -> ZoomWindow:
        return self.scale(self._closed_scale).move_to(self._closed_place + map_moved)
