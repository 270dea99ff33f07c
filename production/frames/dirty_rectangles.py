"""Rectangles of pixels in which a picture differs from the one before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Rectangle: TypeAlias = tuple[int, int, int, int]
"""Some pixels of a picture: the first column and row, and those after the last."""

PIXELS_PER_RECTANGLE = 40_000
"""What starting a rectangle costs, in pixels drawn: two are merged where that costs less."""


def merged(rectangles: Iterable[Rectangle]) -> list[Rectangle]:
    """Return fewer rectangles that cover at least the same; some may overlap where merging costs more."""
    found: list[Rectangle] = []
    for rectangle in rectangles:
        merging = True
        while merging:
            merging = False
            for other in found:
                both = _around(rectangle, other)
                if _area(both) <= _area(rectangle) + _area(other) + PIXELS_PER_RECTANGLE:
                    found.remove(other)
                    rectangle = both
                    merging = True
                    break
        found.append(rectangle)
    return found


def _around(one: Rectangle, other: Rectangle) -> Rectangle:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _area(rectangle: Rectangle) -> int:
    return (rectangle[2] - rectangle[0]) * (rectangle[3] - rectangle[1])
