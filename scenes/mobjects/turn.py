"""An animation that turns a mobject without bending it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from manim import Animation, ManimColor, Mobject, VMobject, interpolate_color

from momentum_sim import Array

COLOURING = 0.21
"""The last share of the time, in which it takes its new colour."""


class Turn(Animation):
    """Turn a mobject in the plane, and move, scale and colour it on the way; it keeps its shape throughout.

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
    color
        What its filled parts become, and soon, as it lands: between two colours lie muddy ones.
    """

    def __init__(
        self,
        mobject: Mobject,
        angle: float,
        centre: npt.ArrayLike,
        *,
        scale: float = 1.0,
        color: str | None = None,
        **keywords: Any,
    ) -> None:
        self._angle, self._scale, self._color = angle, scale, color
        self._centre = np.asarray(centre, dtype=float)
        self._parts: list[tuple[VMobject, Array, ManimColor]] = []
        self._from = np.zeros(3)
        super().__init__(mobject, **keywords)

    def begin(self) -> None:
        """Note where everything is, and start."""
        turned: Any = self.mobject
        self._from = turned.get_center()
        self._parts = [
            (part, part.points.copy(), part.get_fill_color()) for part in turned.family_members_with_points()
        ]
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        """Turn it a share of its way."""
        share = self.rate_func(alpha)
        angle, scale = share * self._angle, self._scale ** (share * (2 - share))
        turning = scale * np.array(
            [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
        )
        middle = self._from + share * (self._centre - self._from)
        coloured = min(max((alpha - 1) / COLOURING + 1, 0.0), 1.0)
        for part, points, color in self._parts:
            part.points = middle + (points - self._from) @ turning.T
            if self._color is not None:
                part.set_fill(interpolate_color(color, ManimColor(self._color), coloured))
