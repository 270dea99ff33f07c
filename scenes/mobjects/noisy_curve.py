"""The loss of a noisy run: thin and faint as it is, and over it its mean over some steps."""

from __future__ import annotations

from typing import Self

import numpy as np

from momentum_sim import Array
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot

MEAN_STEPS = 50
"""Over how many steps the loss is averaged."""
MEAN_WIDTH, NOISE_WIDTH, NOISE_OPACITY = 4.5, 1.0, 0.22


class NoisyCurve(LiveGroup):
    """A noisy run's loss up to a step, and its mean.

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
        held = plot.to_screen(steps, np.maximum(loss, plot.vertical[0]))
        self.noise = GrowingCurve(held, color, width=NOISE_WIDTH, marker_radius=0)
        self.noise.set_stroke(opacity=NOISE_OPACITY)
        super().__init__(self.noise, self.mean)

    def set_to(self, step: float) -> Self:
        """Draw both up to a step."""
        self.noise.set_to(step)
        self.mean.set_to(step)
        return self


def running_mean(loss: Array, steps: int) -> Array:
    """Return the mean of the last so many losses after each step, or of all where there are fewer."""
    sums = np.concatenate([[0.0], np.cumsum(loss)])
    after = np.arange(1, len(sums))
    first = np.maximum(after - steps, 0)
    mean: Array = (sums[after] - sums[first]) / (after - first)
    return mean
