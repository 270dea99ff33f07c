"""What is counted in a run: the rises of its loss."""

from __future__ import annotations

from math import floor
from typing import Self

import numpy as np

from momentum_sim import Array, Trajectory
from scenes import style
from scenes.mobjects.typography import Readout


class RiseCount(Readout):
    """How often a run's loss has risen.

    Parameters
    ----------
    run
        The run.
    color
        The run's colour.
    """

    def __init__(self, run: Trajectory, color: str) -> None:
        self._steps = run.steps
        self.rises_before = rises_before(run.loss)
        super().__init__(0, "{:.0f}×", style.TITLE_SIZE, color=color, bold=True)

    def set_to(self, number: float) -> Self:
        """Tell of the last step that was taken."""
        return super().set_to(self.rises_before[steps_taken(number, self._steps)])


def steps_taken(step: float, steps: int) -> int:
    """Return how many whole steps have been taken at a moment: what every count shows tells of this step."""
    # A clock that stops at a step may stop a rounding error before it.
    return min(max(floor(step + 1e-6), 0), steps)


def rises_before(losses: Array) -> Array:
    """Return how often the loss has risen up to each step."""
    return np.concatenate([[0], np.cumsum(np.diff(losses) > 0)])
