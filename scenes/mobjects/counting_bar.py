"""A bar as long as a number, and the number at its end."""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from manim import LEFT, RIGHT, UP, Rectangle

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
    number_size
        How large.
    strength
        How strong its colour is.
    """

    def __init__(
        self,
        left: npt.ArrayLike,
        color: str,
        *,
        unit: float,
        height: float,
        template: str = "{:,.0f}",
        number_size: float = style.HEADING_SIZE,
        strength: float = 1.0,
    ) -> None:
        self.bar = Rectangle(height=height, stroke_width=0, fill_color=color, fill_opacity=strength)
        self.number = Readout(0, template, number_size, bold=True)
        super().__init__(self.bar, self.number)
        self._drop = (self.number.points[0] - self.number.get_center()) * UP
        self.bar.move_to(np.asarray(left, dtype=float), aligned_edge=LEFT)
        self._unit = unit
        self.set_to(0)

    def set_to(self, number: float) -> Self:
        """Show ``number``."""
        self._shown = number
        self.number.set_to(number)
        self.number.set_fill(opacity=min(1.0, number * self._unit / OPENS_WITHIN))
        return self.set_unit(self._unit)

    def set_unit(self, unit: float) -> Self:
        """Show the same number to another scale."""
        self._unit = unit
        length = max(self._shown * unit, NO_WIDTH)
        self.bar.stretch_to_fit_width(length, about_edge=LEFT)
        # By its baseline: a comma does not lift it.
        self.number.shift(self.bar.get_right() + 0.2 * RIGHT + self._drop - self.number.points[0])
        return self
