"""The means of noisy losses, the levels around which they settle, and the runs' names on the way there."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, DashedLine, VGroup

from momentum_sim import Array
from scenes import style
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.plot import Plot
from scenes.mobjects.typography import words_on_line

MEAN_STEPS, MEAN_WIDTH = 50, 4.5
"""Over how many steps a noisy loss is averaged, and how wide the line of the means is."""
LEVEL_WIDTH = 3.0
BEYOND, NAME_GAP, NAME_DROP = 0.6, 0.2, 0.13
"""How far a level goes on right of the plot; from its end to its name, and down to the name's baseline."""
LEVEL_DASH = (0.14, 0.5)
"""The length of a dash, and the dashes' share of the line."""


class NoiseLevel(VGroup):
    """A dashed line at the loss at which noisy runs settle on average, and at its end its name.

    Parameters
    ----------
    plot
        The axes.
    loss
        The expected loss in the long run.
    name
        Its name, as Typst markup.
    color
        The colour of both.
    """

    def __init__(self, plot: Plot, loss: float, name: str, color: str) -> None:
        start, end = (plot.to_screen(step, loss) for step in plot.horizontal)
        end[0] += BEYOND
        length, share = LEVEL_DASH
        self.line = DashedLine(
            start, end, color=color, stroke_width=LEVEL_WIDTH, dash_length=length, dashed_ratio=share
        )
        place = end + NAME_GAP * RIGHT + NAME_DROP * DOWN
        self.subject = words_on_line(name, place, style.HEADING_SIZE, color=color, bold=True)
        super().__init__(self.line, self.subject)


def between_levels(plot: Plot, start: NoiseLevel, end: NoiseLevel) -> VectorArrow:
    """Return an arrow from one level to another, where their lines go beyond the plot."""
    x = plot.to_screen(plot.horizontal[1], 1.0)[0] + BEYOND / 2
    heights = (each.line.get_y() for each in (start, end))
    tail, head = ((x, height, 0) for height in heights)
    return VectorArrow(tail, head, style.INK, width=style.PATH_WIDTH)


def running_mean(loss: Array, steps: int) -> Array:
    """Return the mean of the last so many losses after each step, or of all where there are fewer."""
    sums = np.concatenate([[0.0], np.cumsum(loss)])
    after = np.arange(1, len(sums))
    first = np.maximum(after - steps, 0)
    mean: Array = (sums[after] - sums[first]) / (after - first)
    return mean
