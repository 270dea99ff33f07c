"""A cut through the ravine's loss along one of its parameters, and its slope from the minimum on."""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from manim import DOWN, Circle, Line, VMobject, interpolate

from momentum_sim import RAVINE, Array
from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.typography import Readout, words

_BRACKET_GAP, _BRACKET_TOOTH, _BRACKET_INSET = 0.09, 0.1, 0.03
_TANGENT_REACH = 0.65
"""How far a tangent goes on either side of the place."""


class CrossSection(LiveGroup):
    """The slope of a cut along one parameter: how far from the minimum it is read, and what it is there.

    It is drawn for a share of the way to the last place. The cut itself is ``curve``, and how far that place
    is stands in ``units``.

    Parameters
    ----------
    plot
        The axes that it stands in, both to one scale: the loss over the distance from the minimum.
    parameters
        Where the cut runs, shape ``(n, 2)``.
    coordinate
        Which of the two parameters it runs along, 0 or 1.
    place
        The value of that parameter at which the slope is measured in the end.
    template
        How the slope is written.
    asides
        Where that begins, from the dot on the curve: at the minimum, and in the end.
    """

    def __init__(
        self,
        plot: Plot,
        parameters: Array,
        coordinate: int,
        place: float,
        *,
        template: str,
        asides: tuple[npt.ArrayLike, npt.ArrayLike],
    ) -> None:
        self._plot, self._place, self._asides = plot, place, np.array(asides, dtype=float)
        self._curvature = float(RAVINE.curvatures[coordinate])
        self.slope = self._curvature * place
        self.curve = plot.curve(parameters[:, coordinate], RAVINE.value(parameters), style.INK)
        self.distance = VMobject(stroke_color=style.INK, stroke_width=style.PATH_WIDTH)
        self.tangent = Line(stroke_color=style.GRADIENT, stroke_width=style.ARROW_WIDTH)
        self.dot = Circle(radius=0.09, stroke_width=0, fill_color=style.INK, fill_opacity=1)
        self.dot.set_z_index(1)
        self.reading = Readout(0, f"slope {template}", style.BODY_SIZE, color=style.GRADIENT, bold=True)
        super().__init__(self.distance, self.tangent, self.dot, self.reading)
        self.set_to(1)
        self.units = words(f"{abs(place):g}", style.BODY_SIZE, bold=True)
        self.units.next_to(self.distance, DOWN, buff=0.1)

    def set_to(self, share: float) -> Self:
        """Read the slope a share of the way from the minimum to the last place."""
        place = share * self._place
        slope = self._curvature * place
        here = self._plot.to_screen(place, slope * place / 2)
        self._stretch_the_bracket(place)
        stub = np.array([1.0, slope, 0.0])
        stub *= _TANGENT_REACH / np.linalg.norm(stub)
        self.tangent.set_points_as_corners([here - stub, here + stub])
        self.dot.move_to(here)
        self.reading.set_to(abs(slope))
        first, last = self._asides
        self.reading.shift(here + interpolate(first, last, share) - self.reading.points[0])
        return self

    def _stretch_the_bracket(self, place: float) -> None:
        start, foot = self._plot.to_screen(np.sort([0.0, place]), 0.0)
        inset = min(_BRACKET_INSET, (foot[0] - start[0]) / 2)
        left, right = start[0] + inset, foot[0] - inset
        top, bottom = foot[1] - _BRACKET_GAP, foot[1] - _BRACKET_GAP - _BRACKET_TOOTH
        self.distance.set_points_as_corners(
            [(left, top, 0), (left, bottom, 0), (right, bottom, 0), (right, top, 0)]
        )
