"""An animation that turns a mobject without bending it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from manim import Animation, Mobject, VMobject

from momentum_sim import Array


class Turn(Animation):
    """Turn a mobject in the plane, and move and scale it on the way; it keeps its shape throughout.

    Parameters
    ----------
    mobject
        What turns.
    angle
        By how much, in radians, counter-clockwise.
    centre
        Where its middle comes to.
    scale
        By how much it grows; sooner than it turns, so that what shrinks needs little room.
    """

    def __init__(
        self,
        mobject: Mobject,
        angle: float,
        centre: npt.ArrayLike,
        *,
        scale: float = 1.0,
        **keywords: Any,
    ) -> None:
        self._angle, self._scale = angle, scale
        self._centre = np.asarray(centre, dtype=float)
        self._parts: list[tuple[VMobject, Array]] = []
        self._from = np.zeros(3)
        super().__init__(mobject, **keywords)

    def begin(self) -> None:
        """Note where everything is, and start."""
        turned: Any = self.mobject
        self._from = turned.get_center()
        self._parts = [(part, part.points.copy()) for part in turned.family_members_with_points()]
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Turn it a share of its way."""
        share = self.rate_func(alpha)
        angle, scale = share * self._angle, self._scale ** (share * (2 - share))
        turning = scale * np.array(
            [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
        )
        middle = self._from + share * (self._centre - self._from)
        for part, points in self._parts:
            part.points = middle + (points - self._from) @ turning.T
