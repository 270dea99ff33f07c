"""The means of noisy losses, the levels around which they settle, and the runs' names on the way there."""

from __future__ import annotations

import numpy as np
from manim import DashedLine, VGroup, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.loss_curves import LossAxes
from scenes.mobjects.typography import words_on_line

MEAN_STEPS, MEAN_WIDTH = 50, 4.5
"""Over how many steps a noisy loss is averaged, and how wide the line of the means is."""
LEVEL_WIDTH = 3.0
BEYOND, TO_NAMES, NAME_DROP = 2.3, 2.5, 0.13
"""How far a level goes on right of the axes; from those to its name, and down to the name's baseline."""
FROM_ENDS = 0.15
"""How far from the levels' ends an arrow between two of them stands."""
LEVEL_DASH = (0.14, 0.5)
"""The length of a dash, and the dashes' share of the line."""


class NoiseLevel(VGroup):
    """A dashed line at the loss at which noisy runs settle on average, and at its end its name.

    Parameters
    ----------
    axes
        The axes.
    loss
        The expected loss in the long run.
    name
        Its name, as Typst markup.
    color
        The colour of both.
    """

    def __init__(self, axes: LossAxes, loss: float, name: str, color: str) -> None:
        height = float(axes.height_of(loss))
        length, share = LEVEL_DASH
        self.line = DashedLine(
            (axes.corner[0], height, 0),
            (axes.right + BEYOND, height, 0),
            color=color,
            stroke_width=LEVEL_WIDTH,
            dash_length=length,
            dashed_ratio=share,
        )
        place = (axes.right + TO_NAMES, height - NAME_DROP, 0)
        self.subject = words_on_line(name, place, style.HEADING_SIZE, color=color, bold=True)
        super().__init__(self.line, self.subject)


def between_levels(axes: LossAxes, start: VMobject, end: VMobject) -> VectorArrow:
    """Return an arrow from one level's line to another's, near those lines' ends."""
    x = axes.right + BEYOND - FROM_ENDS
    tail, head = ((x, each.get_y(), 0) for each in (start, end))
    return VectorArrow(tail, head, style.INK, width=style.PATH_WIDTH)


def running_mean(loss: Array, steps: int) -> Array:
    """Return the mean of the last so many losses after each step, or of all where there are fewer."""
    sums = np.concatenate([[0.0], np.cumsum(loss)])
    after = np.arange(1, len(sums))
    first = np.maximum(after - steps, 0)
    mean: Array = (sums[after] - sums[first]) / (after - first)
    return mean
