"""The curves of a mobject, and which pixels it covers: what is painted again is painted through masks.

At each fill and stroke Cairo finds out anew how much of which pixel is covered, which by itself takes half of
the time of drawing. What stands still while others move over it, or only fades, covers the same pixels in
each frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cairo
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from manim.constants import CapStyleType, LineJointType

from production.frames.cairo_path import Path
from production.frames.dirty_rectangles import Rectangle


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line along a path, of a width in a scene's units."""

    width: float
    joint_type: LineJointType
    cap_style: CapStyleType


@dataclass(frozen=True, slots=True)
class Mask:
    """How much of each pixel is covered, and where in the picture its first column and row are."""

    surface: cairo.ImageSurface
    left: int
    top: int


class Shape:
    """A mobject's path, and the masks that were made of it: of its fill, and of each of its strokes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._drawn: tuple[Stroke | None, ...] | None = None
        self._masks: dict[Stroke | None, Mask] = {}

    def is_drawn_again(self, strokes: tuple[Stroke | None, ...]) -> bool:
        """Note with which strokes it is drawn, None for a fill; return whether they are the last ones."""
        if strokes == self._drawn:
            return True
        self._drawn = strokes
        self._masks = {}
        return False

    def mask(self, stroke: Stroke | None, rectangle: Rectangle, matrix: cairo.Matrix) -> Mask:
        """Return the mask of a stroke, or of the fill where it is None.

        Parameters
        ----------
        rectangle
            The pixels that may be covered.
        matrix
            From a scene's units to pixels.
        """
        mask = self._masks.get(stroke)
        if mask is None:
            mask = self._masks[stroke] = self._covered(stroke, rectangle, matrix)
        return mask

    def _covered(self, stroke: Stroke | None, rectangle: Rectangle, matrix: cairo.Matrix) -> Mask:
        left, top, right, bottom = rectangle
        surface = cairo.ImageSurface(cairo.FORMAT_A8, right - left, bottom - top)
        context = cairo.Context(surface)
        context.translate(-left, -top)
        context.transform(matrix)
        self.path.append_to(context)
        cover(context, stroke)
        return Mask(surface, left, top)


def cover(context: cairo.Context[Any], stroke: Stroke | None) -> None:
    """Paint a context's current path, and keep it: along it with a stroke, within it where that is None."""
    if stroke is None:
        context.fill_preserve()
        return
    context.set_line_width(stroke.width)
    context.set_line_join(LINE_JOIN_MAP[stroke.joint_type])
    context.set_line_cap(CAP_STYLE_MAP[stroke.cap_style])
    context.stroke_preserve()
