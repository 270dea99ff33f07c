"""What is counted in a run: the rises of its loss."""

from __future__ import annotations

from math import floor
from typing import Self

import numpy as np
from manim import ORIGIN, RIGHT

from momentum_sim import Array, Trajectory
from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.typography import Readout, words_on_line

WORD_GAP = 0.18


class RiseCount(LiveGroup):
    """How often a run's loss has risen: "rises", in the colour of what is painted, and the number.

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
        word = words_on_line("rises:", ORIGIN, style.HEADING_SIZE)
        self.number = Readout(0, "{:.0f}", style.TITLE_SIZE, color=color, bold=True)
        self.number.shift((word.get_right()[0] + WORD_GAP) * RIGHT)
        super().__init__(word, self.number)
        # The group's own single point is where its baseline begins: it moves with the group.
        self.points = np.zeros((1, 3))

    def set_to(self, number: float) -> Self:
        """Tell of the last step that was taken."""
        self.number.set_to(self.rises_before[steps_taken(number, self._steps)])
        return self


def steps_taken(step: float, steps: int) -> int:
    """Return how many whole steps have been taken at a moment: what every count shows tells of this step."""
    # A clock that stops at a step may stop a rounding error before it.
    return min(max(floor(step + 1e-6), 0), steps)


def rises_before(losses: Array) -> Array:
    """Return how often the loss has risen up to each step."""
    return np.concatenate([[0], np.cumsum(np.diff(losses) > 0)])
