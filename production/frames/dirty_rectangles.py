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
    found: list[tuple[Rectangle, int]] = []
    # The same ones come again and again: a mobject that moves is where it was, or nearly.
    for rectangle in dict.fromkeys(rectangles):
        left, top, right, bottom = rectangle
        area = (right - left) * (bottom - top)
        merging = True
        while merging:
            merging = False
            # Written out, as it is called for every pair in every frame.
            for index, ((other_left, other_top, other_right, other_bottom), other_area) in enumerate(found):
                from_left = left if left < other_left else other_left
                from_top = top if top < other_top else other_top
                to_right = right if right > other_right else other_right
                to_bottom = bottom if bottom > other_bottom else other_bottom
                both = (to_right - from_left) * (to_bottom - from_top)
                if both <= area + other_area + PIXELS_PER_RECTANGLE:
                    del found[index]
                    left, top, right, bottom, area = from_left, from_top, to_right, to_bottom, both
                    merging = True
                    break
        found.append(((left, top, right, bottom), area))
    return [rectangle for rectangle, _ in found]
