"""An arrow with exactly the length of its vector."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import ORIGIN, RIGHT, Animation, Line, Polygon, VGroup, smooth, squish_rate_func

from momentum_sim import Array
from scenes import style

TIP_LENGTH = 0.2
TIP_WIDTH = 0.18
DASH_LENGTH, DASH_GAP = 0.16, 0.1
HEAVY_SHAFT, HEAVY_TIP = 1.5, 1.3
"""How many times as thick as usual a heavy arrow is, and how much longer its tip."""
_LEVEL, _UP = squish_rate_func(smooth, 0, 0.7), squish_rate_func(smooth, 0.55, 1)


class VectorArrow(VGroup):
    """An arrow from ``start`` to exactly ``end``: shaft and tip together have the vector's length.

    An arrow shorter than its tip is all tip, in proportion: even the shortest has its true length and
    direction.
    ``dashed`` breaks the shaft up; ``tip`` is the tip's length.
    """

    def __init__(
        self,
        start: npt.ArrayLike,
        end: npt.ArrayLike,
        color: str,
        *,
        width: float = style.ARROW_WIDTH,
        dashed: bool = False,
        tip: float = TIP_LENGTH,
    ) -> None:
        super().__init__()
        self.shaft = Line(ORIGIN, RIGHT, stroke_color=color, stroke_width=width)
        self.tip = Polygon(*np.eye(3), stroke_width=0, fill_color=color, fill_opacity=1)
        self.add(self.shaft, self.tip)
        self._width = width
        self._dashed = dashed
        self._tip_length = tip
        self.put(start, end)

    def put(self, start: npt.ArrayLike, end: npt.ArrayLike) -> Self:
        """Move the arrow to a new start and end."""
        tail, head = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
        vector = head - tail
        length = float(np.linalg.norm(vector))
        direction = vector / length if length else np.array([1.0, 0.0, 0.0])
        across = np.array([-direction[1], direction[0], 0.0])
        tip = min(self._tip_length, length)
        half_width = tip * TIP_WIDTH / TIP_LENGTH / 2
        base = head - tip * direction
        # The shaft ends inside the tip, so that no seam shows between the two.
        self._draw_shaft(tail, base + 0.1 * tip * direction)
        self.shaft.set_stroke(width=min(self._width, 100 * half_width))
        self.tip.set_points_as_corners([head, base + half_width * across, base - half_width * across, head])
        self.start, self.end = tail, head
        return self

    def _draw_shaft(self, tail: Array, end: Array) -> None:
        if not self._dashed:
            self.shaft.set_points_as_corners([tail, end])
            return
        length = float(np.linalg.norm(end - tail))
        self.shaft.clear_points()
        # Dashes are counted from the tail, so that they stay in place while the arrow grows.
        for begin in np.arange(0.0, length, DASH_LENGTH + DASH_GAP):
            stop = min(begin + DASH_LENGTH, length)
            self.shaft.start_new_path(tail + begin / length * (end - tail))
            self.shaft.add_line_to(tail + stop / length * (end - tail))


def heavy_arrow(start: npt.ArrayLike, end: npt.ArrayLike, color: str, *, dashed: bool = False) -> VectorArrow:
    """Return an arrow as heavy as large type beside it."""
    width, tip = HEAVY_SHAFT * style.ARROW_WIDTH, HEAVY_TIP * TIP_LENGTH
    return VectorArrow(start, end, color, width=width, dashed=dashed, tip=tip)


class GrowVector(Animation):
    """Draw an arrow from its start on; its tip is whole at every moment."""

    def __init__(self, arrow: VectorArrow, **keywords: Any) -> None:
        self.arrow = arrow
        self._start, self._vector = arrow.start.copy(), arrow.end - arrow.start
        super().__init__(arrow, introducer=True, **keywords)

    def interpolate_mobject(self, alpha: float) -> None:
        """Draw the arrow up to a share of its length."""
        self.arrow.put(self._start, self._start + self.rate_func(alpha) * self._vector)


class MoveVector(Animation):
    """Move an arrow to a new start and end; its tip is whole at every moment.

    Parameters
    ----------
    arrow
        What moves.
    start, end
        Where to.
    origin
        Where from: the ends of another arrow, out of which this one then comes; else where it is.
    level_first
        Whether it moves level at first, and up or down at the end.
    """

    def __init__(
        self,
        arrow: VectorArrow,
        start: npt.ArrayLike,
        end: npt.ArrayLike,
        *,
        origin: VectorArrow | None = None,
        level_first: bool = False,
        **keywords: Any,
    ) -> None:
        self.arrow = arrow
        self._level_first = level_first
        source = arrow if origin is None else origin
        self._from = np.array([source.start, source.end])
        self._to = np.array([start, end], dtype=float)
        super().__init__(arrow, introducer=origin is not None, **keywords)

    def interpolate_mobject(self, alpha: float) -> None:
        """Put the arrow a share of its way."""
        share: Any = self.rate_func(alpha)
        if self._level_first:
            share = np.array([_LEVEL(alpha), _UP(alpha), share])
        self.arrow.put(*(self._from + share * (self._to - self._from)))
