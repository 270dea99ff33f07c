"""An arrow with exactly the length of its vector."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import Animation, VGroup, VMobject, smooth, squish_rate_func

from scenes import style
from scenes.mobjects.polyline import polyline

TIP_LENGTH = 0.2
TIP_WIDTH = 0.18
DASH_LENGTH, DASH_GAP = 0.16, 0.1
STROKES_A_UNIT = 100
"""How wide a stroke is for Manim that is as wide as a unit of the screen."""
HEAVY_SHAFT, HEAVY_TIP = 1.5, 1.3
"""How many times as thick as usual a heavy arrow is, and how much longer its tip."""
_LEVEL, _UP = squish_rate_func(smooth, 0, 0.7), squish_rate_func(smooth, 0.55, 1)


class VectorArrow(VGroup):
    """An arrow from ``start`` to exactly ``end``: shaft and tip together have the vector's length.

    Both are one shape, so that nothing of one shows through the other when the arrow is faded. An arrow
    shorter than its tip is all tip, in proportion: even the shortest has its true length and direction.
    ``width`` is the shaft's, as Manim counts strokes'; ``dashed`` breaks it up; ``tip`` is the tip's length.
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
        self.body = VMobject(stroke_width=0, fill_color=color, fill_opacity=1)
        self.add(self.body)
        self._thickness = width / STROKES_A_UNIT
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
        base = length - tip
        side = min(self._thickness / 2, half_width / 2) * across
        outlines = [
            np.array([tail + begin * direction - side, tail + stop * direction - side])
            # The shaft ends inside the tip: no seam shows between the two.
            for begin, stop in self._dashes(base + 0.1 * tip)
        ]
        # All go round the same way, so that where two overlap both are filled.
        corners = [np.concatenate([right, right[::-1] + 2 * side, right[:1]]) for right in outlines]
        foot = tail + base * direction
        corners.append(np.array([head, foot + half_width * across, foot - half_width * across, head]))
        self.body.points = np.concatenate([polyline(each) for each in corners])
        self.start, self.end = tail, head
        return self

    def _dashes(self, length: float) -> list[tuple[float, float]]:
        """Return where each dash of the shaft begins and ends, or the whole shaft."""
        if not self._dashed:
            return [(0.0, length)]
        # Counted from the tail, so that they stay in place while the arrow grows.
        begins = np.arange(0.0, length, DASH_LENGTH + DASH_GAP)
        return [(float(begin), min(float(begin) + DASH_LENGTH, length)) for begin in begins]


def heavy_arrow(start: npt.ArrayLike, end: npt.ArrayLike, color: str, *, dashed: bool = False) -> VectorArrow:
    """Return an arrow as heavy as large type beside it."""
    width, tip = HEAVY_SHAFT * style.ARROW_WIDTH, HEAVY_TIP * TIP_LENGTH
    return VectorArrow(start, end, color, width=width, dashed=dashed, tip=tip)


def weighted_arrow(
    start: npt.ArrayLike, end: npt.ArrayLike, color: str, weight: float, *, dashed: bool = False
) -> VectorArrow:
    """Return an arrow so many times as thick as usual, and its tip as many times as long."""
    width, tip = weight * style.ARROW_WIDTH, weight * TIP_LENGTH
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
