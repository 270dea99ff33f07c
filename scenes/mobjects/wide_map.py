"""The ravine from edge to edge of the frame, under room for words: the picture that the film opens with."""

from __future__ import annotations

from manim import RIGHT, UP

from momentum_sim import RAVINE, Array
from scenes import style
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.ravine_map import LEVELS, VERTICAL

UNIT = 1.2
"""Units of the screen for one of θ."""

LEFT_END = -10.72
FLOOR_HEIGHT = -1.3
STAR_RIM = 5.0
MARKER_RADIUS = 0.21
"""Larger than the star, which stands on top of it: at the minimum both can be told."""


class WideRavineMap(LossMap):
    """The ravine to scale, as wide as the frame; its floor lies low enough for a title above the walls."""

    def __init__(self) -> None:
        horizontal = (LEFT_END, LEFT_END + style.FRAME_WIDTH / UNIT)
        super().__init__(
            RAVINE, horizontal, VERTICAL, LEVELS, width=style.FRAME_WIDTH, minimisers=[RAVINE.minimiser]
        )
        self.shift(FLOOR_HEIGHT * UP - self.ground.get_x() * RIGHT)
        self.stars.set_stroke(style.BACKGROUND, STAR_RIM, background=True)


class WidePath(DescentPath):
    """An optimiser's path on the wide map, its strokes in proportion, or fine where it is dense."""

    def __init__(
        self, points: Array, color: str, *, step: float = 0.0, fine: bool = False, dotted: bool = True
    ) -> None:
        width, dot_radius = (3.0, 0.045) if fine else (5.0, 0.065)
        super().__init__(
            points,
            color,
            step=step,
            width=width,
            dot_radius=dot_radius if dotted else 0,
            marker_radius=MARKER_RADIUS,
        )
        # The star stands out from it.
        self.marker.set_fill(color).set_stroke(style.BACKGROUND, width=4)
