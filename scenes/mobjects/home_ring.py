"""The ring that flashes round the minimum when a path is home."""

from __future__ import annotations

from manim import Circle

from momentum_sim import Array
from scenes import style

RADIUS = 0.34
"""Larger than the circle that it stands for, which on a whole map is smaller than the star."""


class HomeRing(Circle):
    """A ring of fixed size round a point of the screen, in a method's colour."""

    def __init__(self, center: Array, color: str) -> None:
        super().__init__(radius=RADIUS, stroke_color=color, stroke_width=style.PATH_WIDTH)
        self.move_to(center)
