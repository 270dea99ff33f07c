"""Losses over an axis of steps that opens to more of them."""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from manim import DOWN, Circle, LineJointType, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.polyline import polyline, straight
from scenes.mobjects.typography import words

NUMBERS = (
    (10, "step 10"),
    (20, "20"),
    (50, "step 50"),
    (100, "100"),
    (500, "step 500"),
    (1000, "1,000"),
)
INSET = 0.01
"""The share of the axis before step 0, so that the dots there do not cover a number beside it."""
NARROW, BEYOND = 0.2, 0.45
"""From which share of the axis a number on it comes, and how far beyond its end."""
RISE_WIDTH, FALLING = 3.2, 0.75
"""How wide the paint on a rise is, and the opacity of a loss that also rises: its rises are what is seen."""


class StepAxis(LiveGroup):
    """The numbers of the steps under a plot that shows so many of them, from 0 on.

    Parameters
    ----------
    plot
        The plot, whose own x are shares of its width, from 0 to 1.
    shown
        How many steps it shows at first.
    """

    def __init__(self, plot: Plot, shown: float) -> None:
        self._plot = plot
        foot = plot.to_screen(0, plot.vertical[0])
        names = ((0, "0"), *NUMBERS)
        super().__init__(words(name, style.BODY_SIZE, color=style.MUTED_INK) for _, name in names)
        for number in self:
            number.next_to(foot, DOWN, buff=0.15)
        self.set_to(shown)

    def set_to(self, shown: float) -> Self:
        """Show so many steps."""
        self.shown = shown
        self[0].set_x(float(self.x(0))).set_opacity(1)
        for number, (step, _) in zip(self[1:], NUMBERS, strict=True):
            share = step / shown
            seen = min((share - NARROW) / NARROW, (1 + BEYOND - share) / BEYOND)
            number.set_x(float(self.x(step))).set_opacity(float(np.clip(seen, 0, 1)))
        return self

    def x(self, steps: npt.ArrayLike) -> Array:
        """Return where on the screen steps are, from the left."""
        shares = INSET + (1 - INSET) * np.asarray(steps, dtype=float) / self.shown
        x: Array = self._plot.to_screen(shares, 1.0)[..., 0]
        return x


class LossCurve(LiveGroup):
    """A loss up to a step, white where it rises if that is wanted, with a marker at its tip.

    Parameters
    ----------
    axis, plot
        Where the steps are, and the losses.
    loss
        The loss after each step.
    color
        The colour of line and marker.
    first
        The step at which it begins.
    width
        The line's width.
    marker_radius
        The size of the marker.
    painted
        Whether its rises are painted.
    """

    def __init__(
        self,
        axis: StepAxis,
        plot: Plot,
        loss: Array,
        color: str,
        *,
        first: int = 0,
        width: float = style.PATH_WIDTH,
        marker_radius: float = 0.09,
        painted: bool = False,
    ) -> None:
        self._axis = axis
        self._steps = np.arange(len(loss))
        self._heights = plot.to_screen(np.zeros(len(loss)), loss)[:, 1]
        self._first = first
        self._rising = np.flatnonzero(np.diff(loss) > 0) if painted else np.empty(0, dtype=int)
        self.line = VMobject(stroke_color=color, stroke_width=width, joint_type=LineJointType.ROUND)
        self.paint = VMobject(stroke_color=style.INK, stroke_width=RISE_WIDTH)
        if len(self._rising):
            self.line.set_stroke(opacity=FALLING)
        self.marker = Circle(marker_radius, stroke_color=color, stroke_width=4, fill_color=style.INK)
        self.marker.set_fill(opacity=1)
        super().__init__(self.line, self.paint, self.marker)
        self.set_to(first)

    def set_to(self, step: float) -> Self:
        """Draw it up to a step, or to its last one."""
        step = float(np.clip(step, self._first, self._steps[-1]))
        inner = self._steps[(self._steps > self._first) & (self._steps < step)]
        self.line.points = polyline(self.at(np.concatenate([[self._first], inner, [step]])))
        begun = self._rising[self._rising < step]
        self.paint.points = straight(self.at(np.stack([begun, np.minimum(begun + 1, step)], axis=1)))
        self.marker.move_to(self.at(np.array([step]))[0])
        return self

    def at(self, steps: Array) -> Array:
        """Return where the loss is at steps, also between two."""
        heights = np.interp(steps, self._steps, self._heights)
        return np.stack([self._axis.x(steps), heights, np.zeros_like(heights)], axis=-1)
