"""How a mobject looked when it was last drawn, and in which rectangles a change of it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, sqrt
from typing import Any, TypeAlias

import cairo
import numpy as np
import numpy.typing as npt
from manim import Camera, LineJointType, Mobject, VMobject

from production.frames.cairo_path import POINTS_PER_CURVE
from production.frames.dirty_rectangles import Rectangle
from production.frames.shape import Shape, Stroke

MITER_LIMIT = 10
"""Cairo's: a mitred corner reaches at most so many halves of a line's width from it."""

BLUNT = 2
"""The same for a corner that turns by less than 120 degrees, and for any end."""

MOST_CURVES_WITH_CORNERS_EXAMINED = 16
"""With more, a mobject is mostly so large that its corners make little difference."""

TILE = 8
"""Pixels. A rectangle is rounded outwards to tiles, so that rectangles near each other touch."""

FLOAT64 = np.dtype(np.float64)

Extent: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top of some points, in a scene's units."""


@dataclass(frozen=True, slots=True)
class Paint:
    """A stroke, or else a fill, in a colour as Cairo takes it; a gradient has no one colour."""

    stroke: Stroke | None
    color: tuple[float, float, float, float] | None
    background: bool = False


@dataclass(slots=True)
class Appearance:
    """How a mobject looked when it was last drawn.

    ``style`` is empty for what is no plain VMobject; ``shape`` is made when it is drawn.
    """

    points: bytes
    style: tuple[Any, ...]
    extent: Extent | None
    paints: tuple[Paint, ...]
    rectangle: Rectangle | None
    shape: Shape | None = None

    def is_like(self, other: Appearance) -> bool:
        """Whether both are of the same points and style, wherever they show."""
        return self.points == other.points and self.style == other.style


class View:
    """Where a camera shows what: its scale, and the pixels that a mobject may touch.

    Parameters
    ----------
    camera
        Whose view it is.
    draws
        Whether anything is drawn; otherwise it is only told whether mobjects look as before, not where.
    """

    def __init__(self, camera: Camera, *, draws: bool = True) -> None:
        self._camera = camera
        self.draws = draws
        self.follow_camera()

    def follow_camera(self) -> None:
        """Show what the camera's frame has within it now."""
        camera = self._camera
        width, height = camera.pixel_width, camera.pixel_height
        self.whole: Rectangle = 0, 0, width, height
        scale_x, scale_y = width / camera.frame_width, height / camera.frame_height
        origin_x = width / 2 - scale_x * float(camera.frame_center[0])
        origin_y = height / 2 + scale_y * float(camera.frame_center[1])
        self.scale = scale_x, scale_y
        self._origin = origin_x, origin_y
        self.matrix = cairo.Matrix(scale_x, 0, 0, -scale_y, origin_x, origin_y)
        self.shows = width, height, scale_x, scale_y, origin_x, origin_y
        """All that says where what is shown."""

    def look_at(self, mobject: Any, known: Appearance | None) -> Appearance:
        """Return how a mobject looks now, which is ``known`` where it looks the same as before."""
        if not isinstance(mobject, VMobject) or mobject.get_background_image() is not None:
            # Nothing is known of it but that it may have changed; a tracker of values shows nothing.
            invisible = self._camera.type_or_raise(mobject) is Mobject
            return Appearance(b"", (), None, (), None if invisible else self.whole)
        coordinates, style = mobject.points, self._style(mobject)
        if coordinates.dtype is not FLOAT64:
            # A scene may give whole numbers.
            coordinates = coordinates.astype(FLOAT64)
        points = coordinates.tobytes()
        same_points = known is not None and known.points == points
        same_style = known is not None and known.style == style
        if known is not None and same_points and same_style:
            return known
        # What is the same is the same object, by which it is known.
        if known is not None and same_points:
            points = known.points
        if known is not None and same_style:
            style = known.style
        if not self.draws:
            return Appearance(points, style, None, (), None)
        paints = known.paints if known is not None and same_style else tuple(self._paints(mobject))
        if known is not None and same_points:
            extent, shape = known.extent, known.shape
        else:
            extent, shape = _extent(mobject.points), None
        rectangle = self._rectangle(mobject, extent) if paints else None
        return Appearance(points, style, extent, paints, rectangle, shape)

    def difference(self, mobject: Mobject, known: Appearance, seen: Appearance) -> list[Rectangle | None]:
        """Return where a mobject's change shows: for a line that grew, in the rows of its tip."""
        if known.style != seen.style or not isinstance(mobject, VMobject) or not _is_plain_line(seen.paints):
            return [known.rectangle, seen.rectangle]
        before, now = (np.frombuffer(looks.points).reshape(-1, 3) for looks in (known, seen))
        common = min(len(before), len(now))
        differs = (before[:common] != now[:common]).any(axis=1)
        first = int(differs.argmax()) if differs.any() else common
        curve = first // mobject.n_points_per_cubic_curve * mobject.n_points_per_cubic_curve
        # Across the whole line: how exactly Cairo covers a pixel depends on what else of it lies in its row.
        return [
            self._rectangle(mobject, _rows_of(part, whole))
            for part, whole in (
                (_extent(before[curve:]), known.extent),
                (_extent(now[curve:]), seen.extent),
            )
        ]

    def _rectangle(self, mobject: VMobject, extent: Extent | None) -> Rectangle | None:
        """The tiles that curves within an extent may touch, mitred corners around it included."""
        if extent is None:
            return None
        width = max(mobject.get_stroke_width(), mobject.get_stroke_width(background=True))
        scale_x, scale_y = self.scale
        origin_x, origin_y = self._origin
        # One pixel more, which antialiasing may touch.
        reach = width * self._camera.cairo_line_width_multiple * scale_x / 2 * _reach_of_stroke(mobject) + 1
        low_x, low_y, high_x, high_y = extent
        _, _, across, down = self.whole
        left = max(0, floor((origin_x + scale_x * low_x - reach) / TILE) * TILE)
        right = min(across, ceil((origin_x + scale_x * high_x + reach) / TILE) * TILE)
        # Upwards in a scene is towards the first row.
        top = max(0, floor((origin_y - scale_y * high_y - reach) / TILE) * TILE)
        bottom = min(down, ceil((origin_y - scale_y * low_y + reach) / TILE) * TILE)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _style(self, mobject: VMobject) -> tuple[Any, ...]:
        """All that a mobject's paints depend on but its points."""
        fill, stroke = mobject.get_fill_rgbas(), mobject.get_stroke_rgbas()
        behind = mobject.get_stroke_rgbas(background=True)
        style = (
            fill.tobytes(),
            stroke.tobytes(),
            behind.tobytes(),
            mobject.stroke_width,
            mobject.background_stroke_width,
            mobject.joint_type,
            mobject.cap_style,
            self._camera.cairo_line_width_multiple,
        )
        if len(fill) == len(stroke) == len(behind) == 1:
            return style
        # A gradient runs across the whole family's box.
        return (*style, *(end.tobytes() for end in mobject.get_gradient_start_and_end_points()))

    def _paints(self, mobject: VMobject) -> Iterator[Paint]:
        """What there is to be painted of a mobject, from the back to the front."""
        multiple = self._camera.cairo_line_width_multiple
        behind, above = mobject.get_stroke_width(background=True), mobject.get_stroke_width()
        for width, rgbas, is_behind in (
            (behind * multiple, mobject.get_stroke_rgbas(background=True), True),
            (None, mobject.get_fill_rgbas(), False),
            (above * multiple, mobject.get_stroke_rgbas(), False),
        ):
            if width == 0:
                continue
            colors = rgbas.tolist()
            if not any(alpha for _, _, _, alpha in colors):
                continue
            stroke = None if width is None else Stroke(width, mobject.joint_type, mobject.cap_style)
            if len(colors) > 1:
                yield Paint(stroke, None, is_behind)
                continue
            ((red, green, blue, alpha),) = colors
            # Cairo has the colours in the other order.
            yield Paint(stroke, (blue, green, red, alpha), is_behind)


def _extent(points: npt.NDArray[Any]) -> Extent | None:
    """Where points lie; nowhere, as nothing is drawn, if there are none or some are not finite."""
    if len(points) == 0:
        return None
    # Called for whatever moves, in every frame; NumPy is slow along the shorter side of an array.
    coordinates = np.ascontiguousarray(points.T[:2])
    left, bottom = np.minimum.reduce(coordinates, axis=1).tolist()
    right, top = np.maximum.reduce(coordinates, axis=1).tolist()
    extent = left, bottom, right, top
    return extent if all(map(isfinite, extent)) else None


def _reach_of_stroke(mobject: VMobject) -> int:
    """How far a stroke may reach from its curves, in halves of its width: at its ends and at its corners."""
    count = len(mobject.points) // POINTS_PER_CURVE
    if count == 0 or mobject.joint_type not in (LineJointType.AUTO, LineJointType.MITER):
        return BLUNT
    if count > MOST_CURVES_WITH_CORNERS_EXAMINED:
        return MITER_LIMIT
    points = mobject.points[: count * POINTS_PER_CURVE].tolist()
    # From each curve to the next, and from the last to the first, should they meet.
    for index in range(0, len(points), POINTS_PER_CURVE):
        (a, b, _), (c, d, _) = points[index - 2 : index] or points[-2:]
        (e, f, _), (g, h, _) = points[index : index + 2]
        across, up, across_then, up_then = c - a, d - b, g - e, h - f
        lengths = sqrt((across**2 + up**2) * (across_then**2 + up_then**2))
        # Turning by 120 degrees or more, or at an angle that is not defined.
        if across * across_then + up * up_then <= -lengths / 2:
            return MITER_LIMIT
    return BLUNT


def _rows_of(part: Extent | None, whole: Extent | None) -> Extent | None:
    if part is None or whole is None:
        return None
    return whole[0], part[1], whole[2], part[3]


def _is_plain_line(paints: Sequence[Paint]) -> bool:
    """Whether each of its curves is drawn the same whatever the others are."""
    return bool(paints) and all(paint.stroke is not None and paint.color is not None for paint in paints)
