"""What is counted in a run: steps, and rises of the loss."""

from __future__ import annotations

from math import floor
from typing import Self

import numpy as np
from manim import LEFT, RIGHT, UP, Line

from momentum_sim import Array, Trajectory
from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.typography import Readout, words_on_line

COUNT_DROP = 0.62
"""From the baseline of the method to that of the count."""
SAMPLE = np.array([0.3, 0.36, 0.0])
"""How far the sample of a rise goes, to the right and up."""
SAMPLE_WIDTH, SAMPLE_GAP = 4.5, 0.2


class RiseCount(LiveGroup):
    """A method, and under it how often its loss has risen, after a sample of how a rise is drawn.

    Parameters
    ----------
    run
        The run.
    name
        The method's name, as Typst markup.
    color
        The method's colour.
    start
        Where its name begins, on its baseline.
    """

    def __init__(self, run: Trajectory, name: str, color: str, start: Array) -> None:
        self._steps = run.steps
        self.rises_before = rises_before(run.loss)
        self.method = words_on_line(name, start, style.HEADING_SIZE, color=color, bold=True)
        foot = np.asarray(start, dtype=float) - COUNT_DROP * UP
        self.sample = Line(foot, foot + SAMPLE, stroke_color=style.INK, stroke_width=SAMPLE_WIDTH)
        self.rises = Readout(0, "rises {:.0f}×", style.HEADING_SIZE, color=color, bold=True)
        self.rises.shift(foot + (SAMPLE[0] + SAMPLE_GAP) * RIGHT)
        super().__init__(self.method, self.sample, self.rises)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Tell of the last step that was taken."""
        self.rises.set_to(self.rises_before[steps_taken(step, self._steps)])
        return self


class StepReadout(Readout):
    """The step that was taken last."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        super().__init__(0, "step {:.0f}", style.TITLE_SIZE, anchor=LEFT)

    def set_to(self, number: float) -> Self:
        """Show the step that was taken last."""
        return super().set_to(steps_taken(number, self._steps))


def steps_taken(step: float, steps: int) -> int:
    """Return how many whole steps have been taken at a moment: what every count shows tells of this step."""
    # A clock that stops at a step may stop a rounding error before it.
    return min(max(floor(step + 1e-6), 0), steps)


def rises_before(losses: Array) -> Array:
    """Return how often the loss has risen up to each step."""
    return np.concatenate([[0], np.cumsum(np.diff(losses) > 0)])
