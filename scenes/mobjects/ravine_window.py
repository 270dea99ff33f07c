"""Windows through which ravines are seen from above, and which turn into one another."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
from manim import ORIGIN

from momentum_sim import RAVINE, Quadratic
from scenes.mobjects.ellipse_map import EllipseMap
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.ravine_map import HORIZONTAL, LEVELS, VERTICAL


@dataclass(frozen=True, slots=True)
class RavineWindow:
    """A rectangle of the screen, and the ravine in it.

    Attributes
    ----------
    x, y, width, height
        Its middle and its size.
    turn
        The angle by which the rectangle is turned, with all that it shows.
    unit
        One unit of the parameters on the screen.
    minimum
        How far right of its middle the minimum is, on the screen.
    ravine_turn
        The angle by which the ravine alone is turned.
    along, across
        Its curvatures; the film's where they are left out.
    """

    x: float
    y: float
    width: float
    height: float
    turn: float
    unit: float
    minimum: float
    ravine_turn: float
    along: float = float(RAVINE.curvatures[0])
    across: float = float(RAVINE.curvatures[1])

    def towards(self, other: RavineWindow, share: float) -> RavineWindow:
        """Return the window interpolated towards another one by a share."""
        return RavineWindow(
            *(a + share * (b - a) for a, b in zip(astuple(self), astuple(other), strict=True))
        )

    def show(self) -> LossMap:
        """Return the map of the ravine in it."""
        loss = Quadratic((self.along, self.across), (self.minimum / self.unit, 0), self.ravine_turn)
        right, top = self.width / self.unit / 2, self.height / self.unit / 2
        shown = EllipseMap(
            loss, (-right, right), (-top, top), LEVELS, width=self.width, minimisers=[loss.minimiser]
        )
        # A window that opens, or shuts, is narrower than the star at first.
        shown.stars.scale(min(1.0, self.width))
        # About what is known to be its middle: Manim would look for it among all points.
        if self.turn:
            shown.rotate(self.turn, about_point=ORIGIN)
        return shown.shift((self.x, self.y, 0))


def whole_map(unit: float, x: float, y: float, turn: float = 0.0) -> RavineWindow:
    """Return the window of the film's whole map, its minimum at a place on the screen, turned about that."""
    (left, right), (bottom, top) = HORIZONTAL, VERTICAL
    away = unit * (left + right) / 2
    return RavineWindow(
        x=x + away * np.cos(turn),
        y=y + away * np.sin(turn),
        width=unit * (right - left),
        height=unit * (top - bottom),
        turn=turn,
        unit=unit,
        minimum=-away,
        ravine_turn=0.0,
    )
