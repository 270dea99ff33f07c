"""A bar as long as a number, with its name and the number over it."""

from __future__ import annotations

from typing import Self

from manim import RIGHT, UP, Line

from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.typography import Readout, words_on_line

BAR_WIDTH = 30.0
NAME_CLEARANCE = 0.34
"""From the bar's middle to the baseline of the words over it."""


class LiveBar(LiveGroup):
    """A horizontal bar that grows to the right.

    Parameters
    ----------
    left
        The bar's left end on the screen.
    label
        What it measures, as Typst markup.
    color
        The bar's and the label's colour.
    unit
        Units of the screen for one of the number: bars to compare get one unit.
    number, template
        What it shows at first, and how that is written.
    number_offset
        From the bar's left end to where the number starts.
    number_size
        How large the number is.
    """

    def __init__(
        self,
        left: tuple[float, float],
        label: str,
        color: str,
        *,
        unit: float,
        number: float = 0.0,
        template: str = "{:.1f}",
        number_offset: float = 1.6,
        number_size: float = style.BODY_SIZE,
    ) -> None:
        super().__init__()
        self.unit = unit
        start = left[0] * RIGHT + left[1] * UP
        baseline = start + NAME_CLEARANCE * UP
        self.bar = Line(start, start + RIGHT, stroke_color=color, stroke_width=BAR_WIDTH)
        self.label = words_on_line(label, baseline, color=color, bold=True)
        self.number = Readout(number, template, number_size)
        self.number.shift(baseline + number_offset * RIGHT)
        self.add(self.bar, self.label, self.number)
        self.set_to(number)

    def set_to(self, number: float) -> Self:
        """Show ``number``."""
        start = self.bar.points[0]
        self.bar.set_points_as_corners([start, start + self.unit * number * RIGHT])
        self.number.set_to(number)
        return self
