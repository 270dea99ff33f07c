"""A cut through the ravine's loss along one of its parameters, and its slope at one place."""

from __future__ import annotations

import numpy as np
from manim import DOWN, Circle, Line, VGroup, VMobject

from momentum_sim import RAVINE, Array
from scenes import style
from scenes.mobjects.plot import Plot
from scenes.mobjects.typography import words

_BRACKET_GAP, _BRACKET_TOOTH, _BRACKET_INSET = 0.09, 0.1, 0.03
_TANGENT_REACH = 0.65
"""How far a tangent goes on either side of the place."""


class CrossSection(VGroup):
    """A cut through the loss along one parameter, and its slope at one place.

    Parameters
    ----------
    plot
        The axes that it stands in: the loss over the distance from the minimum.
    parameters
        Where the cut runs, shape ``(n, 2)``.
    coordinate
        Which of the two parameters it runs along, 0 or 1.
    place
        The value of that parameter at which the slope is measured.
    """

    def __init__(self, plot: Plot, parameters: Array, coordinate: int, place: float) -> None:
        curvature = float(RAVINE.curvatures[coordinate])
        self.slope = curvature * place
        loss = curvature * place**2 / 2
        here, foot = plot.to_screen(place, loss), plot.to_screen(place, 0)
        self.curve = plot.curve(parameters[:, coordinate], RAVINE.value(parameters), style.INK)
        left, right = sorted((plot.to_screen(0, 0)[0], foot[0]))
        self.distance = VMobject(stroke_color=style.INK, stroke_width=style.PATH_WIDTH)
        ends = (left + _BRACKET_INSET, right - _BRACKET_INSET)
        top, bottom = foot[1] - _BRACKET_GAP, foot[1] - _BRACKET_GAP - _BRACKET_TOOTH
        self.distance.set_points_as_corners(
            [(ends[0], top, 0), (ends[0], bottom, 0), (ends[1], bottom, 0), (ends[1], top, 0)]
        )
        self.units = words(f"{abs(place):g}", style.BODY_SIZE, bold=True)
        self.units.next_to(self.distance, DOWN, buff=0.1)
        # A parabola's tangent goes to half-way to the minimum.
        way = here - plot.to_screen(place / 2, 0)
        stub = _TANGENT_REACH * way / np.linalg.norm(way)
        self.tangent = Line(
            here - stub, here + stub, stroke_color=style.GRADIENT, stroke_width=style.ARROW_WIDTH
        )
        self.dot = Circle(radius=0.09, stroke_width=0, fill_color=style.INK, fill_opacity=1).move_to(here)
        self.dot.set_z_index(1)
        super().__init__(self.curve, self.distance, self.units, self.tangent, self.dot)
