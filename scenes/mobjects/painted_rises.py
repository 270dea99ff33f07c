"""Paint on the stretches of a run on which its loss rises."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import LineJointType, VGroup, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.descent_path import position_at
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.polyline import straight


class PaintedRises(LiveGroup):
    """The stretches of a line on which the loss rises, painted up to a step.

    Parameters
    ----------
    points
        The line on the screen, a point for each step.
    losses
        The loss after each step.
    width
        The paint's width.
    """

    def __init__(self, points: Array, losses: Array, width: float) -> None:
        self._points = points
        self._rising = np.flatnonzero(np.diff(losses) > 0)
        self.line = VMobject(stroke_color=style.INK, stroke_width=width, joint_type=LineJointType.ROUND)
        super().__init__(self.line)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Paint the rises up to a step."""
        begun = self._rising[self._rising < step]
        if len(begun):
            segments = np.stack([self._points[begun], self._points[begun + 1]], axis=1)
            if begun[-1] + 1 > step:
                segments[-1, 1] = position_at(self._points, step)
            self.line.points = straight(segments)
        else:
            self.line.clear_points()
        return self

    def put_below(self, *upper: VMobject, group: VGroup) -> None:
        """Become a part of the line's group, below its uppermost parts."""
        group.remove(*upper)
        group.add(self, *upper)
