"""A window of a plot, enlarged."""

from __future__ import annotations

import numpy as np
from manim import Rectangle, VGroup

from momentum_sim import Array
from scenes import style
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.plot import Plot


class Magnifier(VGroup):
    """A window of a plot, and the same window enlarged over a free place, with its piece of a curve.

    Parameters
    ----------
    plot
        Where the window lies.
    values
        The curve's values, one a step.
    steps, heights
        The steps and the range of values that the window shows.
    color
        The curve's colour.
    size
        Width and height of the enlarged window on the screen.
    corner
        Where its lower left corner stands.
    """

    def __init__(
        self,
        plot: Plot,
        values: Array,
        steps: range,
        heights: tuple[float, float],
        color: str,
        *,
        size: tuple[float, float],
        corner: tuple[float, float, float],
    ) -> None:
        self.steps, self.heights = steps, heights
        inside = Plot((steps.start, steps.stop - 1), heights, width=size[0], height=size[1])
        inside.shift(corner - inside.to_screen(steps.start, heights[0]))
        self.source, self.rim = self._outline(plot), self._outline(inside)
        points = inside.to_screen(np.array(steps), values[steps.start : steps.stop])
        self.curve = GrowingCurve(points, color, marker_radius=0.09)
        self.zero = inside.level(0.0)
        self.ground = self.rim.copy().set_stroke(width=0).set_fill(style.BACKGROUND, opacity=1)
        super().__init__(self.source, self.ground, self.zero, self.curve, self.rim)

    def _outline(self, plot: Plot) -> Rectangle:
        """Return the window's rectangle on a plot."""
        corners = plot.to_screen(np.array([self.steps.start, self.steps.stop - 1]), np.array(self.heights))
        width, height, _ = corners[1] - corners[0]
        outline = Rectangle(width=width, height=height, stroke_color=style.MUTED_INK, stroke_width=style.THIN)
        return outline.move_to(corners.mean(axis=0))

    def point(self, step: int) -> Array:
        """Return where a step of the curve stands in the enlarged window."""
        here: Array = self.curve.curve[step - self.steps.start]
        return here
