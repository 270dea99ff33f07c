"""A bar as long as a number, and the number at its end."""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, Rectangle

from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.typography import Readout

NO_WIDTH = 1e-3
"""Used in place of a width of 0, which could not be stretched again; too narrow to be seen."""

OPENS_WITHIN = 0.35
"""How long the bar is on the screen when its number stands at full strength."""


class CountingBar(LiveGroup):
    """A bar that grows to the right, nothing at first; its number stands at its end.

    Parameters
    ----------
    left
        The middle of its left end, on the screen.
    color
        The bar's colour.
    unit
        Units of the screen for one of the number: bars to compare get one unit.
    height
        How thick it is.
    template
        How the number is written.
    strength
        How strong it is, from 0 to 1.
    """

    def __init__(
        self,
        left: npt.ArrayLike,
        color: str,
        *,
        unit: float,
        height: float,
        template: str = "{:,.0f}",
        strength: float = 1.0,
    ) -> None:
        self.bar = Rectangle(height=height, stroke_width=0, fill_color=color, fill_opacity=strength)
        self.number = Readout(0, template, style.HEADING_SIZE, bold=True)
        super().__init__(self.bar, self.number)
        self._left = np.asarray(left, dtype=float)
        self._strength = strength
        self._shown = 0.0
        self.scale_to(unit)

    def scale_to(self, unit: float) -> Self:
        """Draw one of the number so long."""
        self._unit = unit
        return self.set_to(self._shown)

    def set_to(self, number: float) -> Self:
        """Show ``number``."""
        self._shown = number
        length = max(number * self._unit, NO_WIDTH)
        self.bar.stretch_to_fit_width(length).move_to(self._left, aligned_edge=LEFT)
        self.number.set_to(number)
        self.number.next_to(self.bar, RIGHT, buff=0.2)
        self.number.set_fill(opacity=self._strength * min(1.0, (length - NO_WIDTH) / OPENS_WITHIN))
        return self
