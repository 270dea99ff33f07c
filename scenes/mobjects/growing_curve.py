"""A curve that grows with time, solid or dashed, with a marker at its tip."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import Circle, LineJointType, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.descent_path import position_at
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.polyline import polyline


class GrowingCurve(LiveGroup):
    """A polyline drawn up to any step; the dashes of a dashed one stay in place while it grows.

    Parameters
    ----------
    points
        The curve on the screen, a point for each step, shape ``(steps + 1, 3)``.
    color
        The colour of line and marker.
    step
        How far to draw at first, in steps; fractions stand between two points.
    dashes
        The lengths of a dash and of a gap on the screen; a solid line if left out.
    width
        The line's width.
    marker_radius
        The size of the marker at the tip; 0 for none.
    """

    def __init__(
        self,
        points: Array,
        color: str,
        *,
        step: float = 0.0,
        dashes: tuple[float, float] | None = None,
        width: float = style.PATH_WIDTH,
        marker_radius: float = style.MARKER_RADIUS,
    ) -> None:
        super().__init__()
        self.curve = np.asarray(points, dtype=float)
        lengths = np.linalg.norm(np.diff(self.curve, axis=0), axis=-1)
        self._reached = np.concatenate([[0.0], np.cumsum(lengths)])
        dash, gap = dashes or (self._reached[-1] + 1.0, 0.0)
        self._dash = dash
        self._dash_starts = np.arange(0.0, self._reached[-1], dash + gap)
        # A dash that is whole stays as it is; only the last one grows.
        dashes_drawn = [self._drawn_between(start, start + dash) for start in self._dash_starts]
        self._whole_dashes = np.concatenate(dashes_drawn)
        self._dash_ends = np.cumsum([0, *map(len, dashes_drawn)])
        self.line = VMobject(stroke_color=color, stroke_width=width, joint_type=LineJointType.ROUND)
        self.marker = Circle(
            radius=marker_radius, stroke_color=color, stroke_width=4, fill_color=style.INK, fill_opacity=1
        )
        self.add(self.line)
        if marker_radius:
            self.add(self.marker)
        self.set_to(step)

    def set_to(self, step: float) -> Self:
        """Draw the curve from its first point to a step."""
        tip = float(np.interp(step, np.arange(len(self._reached)), self._reached))
        started = int(np.searchsorted(self._dash_starts, tip))
        if started:
            start = self._dash_starts[started - 1]
            growing = self._drawn_between(start, min(start + self._dash, tip))
            self.line.points = np.concatenate(
                [self._whole_dashes[: self._dash_ends[started - 1]], growing], axis=0
            )
        else:
            self.line.clear_points()
        self.marker.move_to(position_at(self.curve, step))
        return self

    def _drawn_between(self, start: float, end: float) -> Array:
        """Return the points of the line between two lengths along the curve."""
        inner = (self._reached > start) & (self._reached < end)
        ends = np.stack(
            [np.interp([start, end], self._reached, coordinate) for coordinate in self.curve.T], axis=-1
        )
        return polyline(np.concatenate([ends[:1], self.curve[inner], ends[1:]]))
