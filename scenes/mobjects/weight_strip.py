"""The weights of past gradients, end to end."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Rectangle

from momentum_sim import Array
from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.polyline import polyline

SEAM = 0.04
"""The widest gap between two boxes."""


class WeightStrip(LiveGroup):
    """The weights end to end by age, the newest first: a box for each.

    Parameters
    ----------
    weights
        The weights by age.
    start
        Where the newest begins.
    direction
        Where the older ones follow.
    unit
        Length on the screen of a weight of one.
    thickness
        Of the strip.
    ages
        Up to which age it is drawn at first; of a fraction, so much of a box.
    """

    def __init__(
        self, weights: Array, start: Array, direction: Array, *, unit: float, thickness: float, ages: float
    ) -> None:
        boxes = (Rectangle(stroke_width=0, fill_color=style.VELOCITY, fill_opacity=1) for _ in weights)
        super().__init__(*boxes)
        self._start, self._direction = start, direction
        self._lengths = unit * weights
        self._side = thickness / 2 * np.array([-direction[1], direction[0], 0.0])
        self.set_to(ages)

    def set_to(self, ages: float, seam: float = SEAM) -> Self:
        """Draw the weights up to an age, with gaps between them no wider than ``seam``."""
        begins = np.concatenate([[0.0], np.cumsum(self._lengths)])
        gaps = seam * np.minimum(1.0, 0.2 / SEAM * self._lengths)
        for age, box in enumerate(self):
            share = min(max(ages - age, 0.0), 1.0)
            if share == 0:
                box.clear_points()
                continue
            end = begins[age] + share * (self._lengths[age] - gaps[age])
            near, far = (self._start + length * self._direction for length in (begins[age], end))
            corners = np.array([near + self._side, near - self._side, far - self._side, far + self._side])
            box.points = polyline(np.concatenate([corners, corners[:1]]))
        return self
