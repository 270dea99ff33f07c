"""The path of an optimiser over a map, drawn from its trajectory up to any moment."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, LineJointType, VGroup, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.polyline import polyline


def position_at(points: Array, step: float) -> Array:
    """Return the point at a fractional step of a polyline ``(n, 3)``, held at its ends."""
    step = min(max(step, 0.0), len(points) - 1)
    before = min(int(step), len(points) - 2)
    here: Array = points[before] + (step - before) * (points[before + 1] - points[before])
    return here


class DescentPath(LiveGroup):
    """A polyline through the iterates, a dot on each, and a marker where the optimiser stands.

    Parameters
    ----------
    points
        The iterates on the screen, shape ``(steps + 1, 3)``, such as
        ``loss_map.to_screen(trajectory.parameters)``.
    color
        The optimiser's colour.
    step
        How far to draw at first, in steps; fractions stand between two iterates.
    width, dot_radius, marker_radius
        Sizes on the screen; a radius of 0 for no dots, which would be a blot where a path is dense.
    """

    def __init__(
        self,
        points: Array,
        color: str,
        *,
        step: float = 0.0,
        width: float = style.PATH_WIDTH,
        dot_radius: float = style.DOT_RADIUS,
        marker_radius: float = style.MARKER_RADIUS,
    ) -> None:
        super().__init__()
        self.iterates = np.asarray(points, dtype=float)
        self.line = VMobject(stroke_color=color, stroke_width=width, joint_type=LineJointType.ROUND)
        self._dot = Circle(radius=dot_radius, stroke_width=0, fill_color=color, fill_opacity=1)
        self._is_dotted = dot_radius > 0
        self.dots = VGroup()
        self.marker = Circle(
            radius=marker_radius, stroke_color=color, stroke_width=4, fill_color=style.INK, fill_opacity=1
        )
        self.add(self.line, self.dots, self.marker)
        self.set_to(step)

    def set_to(self, step: float) -> Self:
        """Draw the path from the start to a step."""
        passed = int(min(max(step, 0.0), len(self.iterates) - 1))
        here = position_at(self.iterates, step)
        self.line.points = polyline(np.concatenate([self.iterates[: passed + 1], [here]]))
        while len(self.dots) > passed + 1:
            self.dots.remove(self.dots[-1])
        while self._is_dotted and len(self.dots) < passed + 1:
            dot = self._dot.copy().move_to(self.iterates[len(self.dots)])
            # A path may have been raised since its first dot was drawn.
            self.dots.add(dot.set_z_index(self.line.z_index))
        self.marker.move_to(here)
        return self
