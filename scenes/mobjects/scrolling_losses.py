"""The losses of runs over a window of steps that scrolls along with them, and then opens to all steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import DOWN, Circle, LineJointType, ValueTracker, VGroup, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.polyline import polyline, straight
from scenes.mobjects.typography import words

SHOWN = 20
"""Steps in the window while it scrolls: each rise is wide enough to be seen as one."""
TIP_PLACE = 0.88
"""How far along the window the runs' tips come at most, as a share."""
NEAR, FAR = 10, 50
"""Steps from one number to the next, in the window and on the whole axis."""
EDGE = 1.2
"""On the screen, the length in which the window's numbers come at its right end, and go at its left one."""
LINE_WIDTHS, RISE_WIDTHS = (4.0, 2.4), (4.5, 2.2)
"""In the window and over all steps: of a loss, and of where it rises."""
FALLING = (0.85, 0.9)
"""The opacity of a loss that also rises, so that its rises are what is seen."""
MARKER_RADIUS = 0.09


class ScrollingLosses(LiveGroup):
    """Losses up to a step, white where they rise, and the numbers of the steps below them.

    Parameters
    ----------
    plot
        The axes, over all steps.
    losses
        Of each run, the loss after each step.
    colors
        The runs' colours.
    """

    def __init__(self, plot: Plot, losses: Sequence[Array], colors: Sequence[str]) -> None:
        self._left, self._right = (float(plot.to_screen(step, 1.0)[0]) for step in plot.horizontal)
        self._all = plot.horizontal
        self._steps = np.arange(len(losses[0]))
        self._heights = [plot.to_screen(self._steps, loss)[:, 1] for loss in losses]
        self._rising = [np.flatnonzero(np.diff(loss) > 0) for loss in losses]
        self.opened = ValueTracker(0)
        """How far the window has opened: at 1 it shows all steps."""
        self.runs = [_run(color) for color in colors]
        named = [f"step {step}" if 0 < step < self._steps[-1] else f"{step}" for step in self._steps[::NEAR]]
        self.numbers = VGroup(words(each, style.BODY_SIZE, color=style.MUTED_INK) for each in named)
        for number in self.numbers:
            number.next_to(plot.to_screen(0, plot.vertical[0]), DOWN, buff=0.15)
        super().__init__(self.numbers, *self.runs)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Draw the losses up to a step, in the window that shows it."""
        opened = self.opened.get_value()
        begin, end = self._all
        self._shown = SHOWN * ((end - begin) / SHOWN) ** opened
        # Where the tips are goes evenly from the one place to the other.
        tip = _between((min(step / SHOWN, TIP_PLACE), (step - begin) / (end - begin)), opened)
        self._first = step - tip * self._shown
        for run, heights, rising in zip(self.runs, self._heights, self._rising, strict=True):
            line, paint, marker = run
            inner = self._steps[(self._steps > self._first) & (self._steps < step)]
            since = max(self._first, 0.0)
            line.points = polyline(self._at(np.concatenate([[since], inner, [step]]), heights))
            begun = rising[(rising < step) & (rising + 1 > self._first)]
            ends = [np.maximum(begun, self._first), np.minimum(begun + 1, step)]
            paint.points = straight(np.stack([self._at(each, heights) for each in ends], axis=1))
            paint.set_stroke(width=_between(RISE_WIDTHS, opened))
            if len(rising):
                line.set_stroke(width=_between(LINE_WIDTHS, opened), opacity=_between(FALLING, opened))
            marker.move_to(self._at(np.array([step]), heights)[0])
        for number, at in zip(self.numbers, self._steps[::NEAR], strict=True):
            x = float(self._x(at))
            # The first one stands at the left end before the window scrolls.
            going = (x - self._left) / EDGE + (1.0 if at == 0 else 0.5)
            inside = min((self._right - x) / EDGE, going)
            kept = max(1 - 4 * opened, 2 * opened - 1 if at % FAR == 0 else 0.0)
            number.set_x(x).set_opacity(max(0.0, kept) * min(max(inside, opened), 1.0))
        return self

    def _x(self, steps: npt.ArrayLike) -> Array:
        share = (np.asarray(steps, dtype=float) - self._first) / self._shown
        x: Array = self._left + share * (self._right - self._left)
        return x

    def _at(self, steps: Array, heights: Array) -> Array:
        """Return where a loss is at steps, also between two."""
        return np.stack([self._x(steps), np.interp(steps, self._steps, heights), 0 * steps], axis=-1)


def _run(color: str) -> VGroup:
    """Return a run's line, the paint on its rises, and the marker at its tip."""
    lines = (
        VMobject(stroke_color=each, stroke_width=LINE_WIDTHS[0], joint_type=LineJointType.ROUND)
        for each in (color, style.INK)
    )
    marker = Circle(MARKER_RADIUS, stroke_color=color, stroke_width=4, fill_color=style.INK, fill_opacity=1)
    return VGroup(*lines, marker)


def _between(values: tuple[float, float], share: float) -> float:
    return values[0] + share * (values[1] - values[0])
