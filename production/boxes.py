"""Boxes of pixels, in which pictures change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Box: TypeAlias = tuple[int, int, int, int]
"""Some pixels of a picture: the first column and row, and those after the last."""

PIXELS_A_BOX = 40_000
"""What it costs to begin a box, in pixels drawn: two boxes are made one where that costs less."""


def merged(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes that cover at least the same; some may overlap, if one for both would cost more."""
    found: list[Box] = []
    for box in boxes:
        merging = True
        while merging:
            merging = False
            for other in found:
                both = _around(box, other)
                if _area(both) <= _area(box) + _area(other) + PIXELS_A_BOX:
                    found.remove(other)
                    box = both
                    merging = True
                    break
        found.append(box)
    return found


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
