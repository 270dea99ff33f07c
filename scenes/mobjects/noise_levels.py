"""The means of noisy losses, and the levels around which they settle."""

from __future__ import annotations

import numpy as np
from manim import DashedLine, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.loss_curves import LossAxes

MEAN_STEPS, MEAN_WIDTH = 100, 4.5
"""Over how many steps a noisy loss is averaged, and how wide the line of the means is."""
LEVEL_WIDTH = 3.0
BEYOND, FROM_ENDS = 0.3, 0.13
"""How far a level goes on right of the axes, and how far from its end an arrow to another one stands."""
LEVEL_DASH = (0.14, 0.5)
"""The length of a dash, and the dashes' share of the line."""


def noise_level(axes: LossAxes, loss: float, color: str) -> DashedLine:
    """Return a dashed line at the loss at which noisy runs settle on average."""
    height = float(axes.height_of(loss))
    length, share = LEVEL_DASH
    return DashedLine(
        (axes.corner[0], height, 0),
        (axes.right + BEYOND, height, 0),
        color=color,
        stroke_width=LEVEL_WIDTH,
        dash_length=length,
        dashed_ratio=share,
    )


def between_levels(axes: LossAxes, start: VMobject, end: VMobject) -> VectorArrow:
    """Return an arrow from one level to another, near their ends."""
    x = axes.right + BEYOND - FROM_ENDS
    tail, head = ((x, each.get_y(), 0) for each in (start, end))
    return VectorArrow(tail, head, style.INK, width=style.PATH_WIDTH)


def mean_around(loss: Array, steps: int) -> Array:
    """Return the mean of so many losses around each step, of fewer at first: it begins at the first loss."""
    sums = np.concatenate([[0.0], np.cumsum(loss)])
    at = np.arange(len(loss) - steps // 2 + 1)
    half = np.minimum(at, steps // 2)
    first, end = at - half, np.maximum(at + half, 1)
    mean: Array = (sums[end] - sums[first]) / (end - first)
    return mean
