"""The loss of a noisy run: its mean over some steps as a line, and at the tip the noise itself."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LineJointType, VMobject

from momentum_sim import Array
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.polyline import polyline

MEAN_STEPS = 50
"""Over how many steps the loss is averaged."""
TAIL_STEPS = 90
"""How far back from the tip the loss itself is drawn: of more, nothing could be read."""
MEAN_WIDTH, TAIL_WIDTH, TAIL_OPACITY = 4.5, 1.2, 0.55


class NoisyCurve(LiveGroup):
    """A noisy run's mean loss up to a step, and the loss of its last steps, thin.

    Parameters
    ----------
    plot
        The axes; the loss is held at their lower edge where it dips below.
    loss
        The loss after each step.
    color
        The run's colour.
    """

    def __init__(self, plot: Plot, loss: Array, color: str) -> None:
        steps = np.arange(len(loss))
        self.mean = GrowingCurve(
            plot.to_screen(steps, running_mean(loss, MEAN_STEPS)), color, width=MEAN_WIDTH, marker_radius=0.09
        )
        self.tail = VMobject(stroke_color=color, stroke_width=TAIL_WIDTH, joint_type=LineJointType.ROUND)
        self.tail.set_stroke(opacity=TAIL_OPACITY)
        self._loss = plot.to_screen(steps, np.maximum(loss, plot.vertical[0]))
        super().__init__(self.tail, self.mean)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Draw the mean up to a step; after the last one the noise runs out."""
        self.mean.set_to(step)
        self.tail.points = polyline(self._loss[max(0, int(step) - TAIL_STEPS) : int(step) + 1])
        return self


def running_mean(loss: Array, steps: int) -> Array:
    """Return the mean of the last so many losses after each step, or of all where there are fewer."""
    sums = np.concatenate([[0.0], np.cumsum(loss)])
    after = np.arange(1, len(sums))
    first = np.maximum(after - steps, 0)
    mean: Array = (sums[after] - sums[first]) / (after - first)
    return mean
