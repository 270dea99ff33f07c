"""A bar as long as the distance walked, with the number at its end."""

from __future__ import annotations

from typing import Self

from manim import DOWN, RIGHT, Line

from momentum_sim import Array
from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.typography import Readout

BAR_WIDTH = 28.0
NUMBER_OFFSET = 0.2
"""From the bar's end to the number."""


class Odometer(LiveGroup):
    """A horizontal bar that grows to the right, with its number at the end.

    Parameters
    ----------
    left
        The bar's left end.
    color
        A method's colour.
    unit
        Units of the screen for one of the number: bars to compare get one unit.
    """

    def __init__(self, left: Array, color: str, *, unit: float) -> None:
        super().__init__()
        self.unit, self._left = unit, left
        self.bar = Line(left, left + RIGHT, stroke_color=color, stroke_width=BAR_WIDTH)
        self.number = Readout(0, "{:.1f}", style.BODY_SIZE, color=color, bold=True)
        self.add(self.bar, self.number)
        self.set_to(0)

    def set_to(self, number: float) -> Self:
        """Show ``number``."""
        end = self._left + self.unit * number * RIGHT
        self.bar.set_points_as_corners([self._left, end])
        self.number.set_to(number)
        self.number.shift(end + NUMBER_OFFSET * RIGHT + 0.12 * DOWN - self.number.points[0])
        return self
