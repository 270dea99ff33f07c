"""The surface over a map of a convex loss, seen from anywhere between the side and straight above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import pairwise
from typing import Any, Self, cast

import contourpy
import numpy as np
import numpy.typing as npt
from manim import ManimColor, VGroup, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.polyline import POINTS_PER_CURVE, polyline, straight
from scenes.mobjects.scenery import make_scenery

_ROWS = 25
"""Strips along θ₁ that the surface is painted in; each has one shade."""

_COLUMNS = 20
_OVERLAP = 0.5
"""How far a row reaches under the next one, in rows, so that no gap shows between them."""

_LIGHT = np.array([-0.15, -0.1, 0.98]) / np.linalg.norm([-0.15, -0.1, 0.98])
_AMBIENT = 0.25
_DIFFUSE = 1.1
_ROCK, _ROCK_SHARE = "#3A7A98", 0.35
"""What the map's colours are mixed with in relief, so that the walls stand out from the ground."""

_FACE_SHADES = (0.55, 0.9)
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class View:
    """Where the surface is seen from, and how it stands in the frame.

    Attributes
    ----------
    azimuth
        Degrees that the eye has gone round the surface, from the map's lower side towards its right one;
        between −90 and 90.
    elevation
        Degrees of the eye above the ground: 90 looks straight down.
    nearness
        One over the eye's distance from the middle of the map; 0 is a parallel projection.
    zoom, right, up
        How the picture is enlarged, and then moved.
    breadth
        By how much the second parameter's axis is stretched.
    height
        How high a loss of 1 stands.
    relief
        How much the light from the side counts: 1 shades the surface, 0 leaves it as flat as the map.
    """

    azimuth: float
    elevation: float
    nearness: float
    zoom: float
    right: float
    up: float
    breadth: float
    height: float
    relief: float

    def towards(self, other: View, share: float) -> View:
        """Return the view interpolated towards another one by a share."""
        return View(*(a + share * (b - a) for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def direction(self) -> Array:
        """The unit vector from the middle of the map towards the eye."""
        turn, tilt = np.radians(self.azimuth), np.radians(self.elevation)
        return np.array([np.sin(turn) * np.cos(tilt), -np.cos(turn) * np.cos(tilt), np.sin(tilt)])

    def sight_from(self, points: Array) -> Array:
        """Return vectors ``(..., 3)`` from points towards the eye, before anything is stretched."""
        return self.direction / self._stretch - self.nearness * points

    @property
    def _stretch(self) -> Array:
        return np.array([1.0, self.breadth, 1.0])

    def project(self, points: Array) -> Array:
        """Map points in space ``(..., 3)`` to points on the screen ``(..., 3)``."""
        points = self._stretch * points
        turn, tilt = np.radians(self.azimuth), np.radians(self.elevation)
        rightwards = np.array([np.cos(turn), np.sin(turn), 0.0])
        upwards = np.array([-np.sin(turn) * np.sin(tilt), np.cos(turn) * np.sin(tilt), np.cos(tilt)])
        scale = self.zoom / (1 - self.nearness * (points @ self.direction))
        screen = np.zeros_like(points)
        screen[..., 0] = self.right + scale * (points @ rightwards)
        screen[..., 1] = self.up + scale * (points @ upwards)
        return screen


class SurfaceLine(VMobject):
    """A line on a surface: the visible part of each segment."""

    def __init__(self, segments: Array, color: str, width: float, opacity: float = 1.0) -> None:
        super().__init__(stroke_color=color, stroke_width=width, stroke_opacity=opacity)
        self.segments = segments
        self.opacity = opacity
        self.share = 1.0
        """How much of the line is drawn, from its start."""


class LossSurface(VGroup):
    """A block whose top is the loss over a map, its contours drawn at their heights.

    Seen from straight above without relief it is the map. The strips of the top are painted from the far
    side to the near one, and the block's two near faces last: planes part them, so the order is right from
    every view. A point of the top of a convex loss is in sight exactly if its line of sight leaves the
    block above the rim; lines are cut where it does not.

    Parameters
    ----------
    loss_map
        The map of a convex loss; it has to stand where the surface shall, seen from straight above.
    levels
        The losses of the map's contours, ascending.
    view
        Where it is first seen from.
    depth
        How far the block reaches below a loss of 0, as a loss.
    """

    def __init__(self, loss_map: LossMap, levels: tuple[float, ...], view: View, *, depth: float) -> None:
        super().__init__()
        self.loss_map = loss_map
        self.view = view
        self.presence = 1.0
        """How far the colours are mixed from the background's, 0, to the surface's own, 1."""
        self.end = loss_map.horizontal[1]
        """Where along the first parameter the block is cut off."""
        self._depth = depth
        self._low, self._high = np.array([loss_map.horizontal, loss_map.vertical]).T
        self._corner = loss_map.to_screen(self._low)
        self._far_corner = loss_map.to_screen(self._high)
        self.top = VGroup()
        self._rings: list[list[Array]] = []
        colors, slopes = zip(*self._tile(levels), strict=True)
        self._colors, self._slopes = np.array(colors), np.array(slopes)
        rings = [ring for outline in self._rings for ring in outline]
        self._vertices = np.concatenate(rings)
        # From each corner of a ring to the next; the last corner repeats the first.
        self._sides = np.delete(np.arange(len(self._vertices)), np.cumsum([len(ring) for ring in rings]) - 1)
        sides = [sum(len(ring) - 1 for ring in outline) for outline in self._rings]
        self._bounds = POINTS_PER_CURVE * np.cumsum([0, *sides])
        self.faces = VGroup(VMobject(stroke_width=0), VMobject(stroke_width=0))
        self.contours = VGroup(
            *(
                SurfaceLine(contour.points.reshape(-1, 4, 3)[:, ::3, :], style.CONTOUR, style.HAIRLINE, 0.8)
                for contour in loss_map.contours
            )
        )
        self.lines = VGroup()
        self.stars = VGroup(*(star.copy() for star in loss_map.stars))
        self.add(self.top, self.faces, self.contours, self.lines, self.stars)
        make_scenery(self.top, self.faces, self.contours)
        self.draw(view)

    def add_line(self, parameters: npt.ArrayLike, color: str, width: float) -> SurfaceLine:
        """Draw a polyline of parameters ``(n, 2)`` on the surface."""
        points = self.loss_map.to_screen(parameters)
        line = SurfaceLine(np.stack([points[:-1], points[1:]], axis=1), color, width)
        self.lines.add(line)
        return line

    def lift(self, ground: Array) -> Array:
        """Raise points of the map ``(..., 3)`` to the surface over them."""
        return _raised(ground, self.view.height * self._losses(ground))

    def _within(self, ground: Array) -> Array:
        """Bring points of the map past the block's end back to it."""
        return np.concatenate([np.minimum(ground[..., :1], self._far_corner[0]), ground[..., 1:]], axis=-1)

    def _losses(self, ground: Array) -> Array:
        return np.asarray(self.loss_map.loss.value(self.loss_map.to_parameters(ground)))

    def at(self, parameters: npt.ArrayLike, loss: float) -> Array:
        """Return where a point over the map, at the height of a loss, is seen on the screen."""
        point = self.loss_map.to_screen(parameters)
        point[..., 2] = self.view.height * loss
        return self.view.project(point)

    def draw(self, view: View) -> Self:
        """Show the surface from a view."""
        self.view = view
        self._far_corner[0] = self.loss_map.to_screen((self.end, 0))[0]
        self._draw_top()
        self._draw_faces()
        self._draw_lines()
        for star, flat in zip(self.stars, self.loss_map.stars, strict=True):
            # Upright from every view: it is a mark, not a part of the surface.
            middle = flat.get_center()
            star.points = flat.points + view.project(middle) - middle
            star.fill_rgbas = np.array([[*self._present(_rgb(style.MINIMUM)), 1.0]])
        return self

    def _tile(self, levels: tuple[float, ...]) -> Iterator[tuple[Array, Array]]:
        """Cut the top into strips, and each of them into nested bands; yield each one's colour and slope."""
        (left, bottom), (right, top) = self._low, self._high
        loss = self.loss_map.loss
        columns = np.linspace(left, right, _COLUMNS + 1)
        edges = np.linspace(top, bottom, _ROWS + 1)
        bands = [(np.inf, self.loss_map.ground), *zip(levels[::-1], self.loss_map.bands, strict=True)]
        for far, near in pairwise(edges):
            reach = max(bottom, near + _OVERLAP * (near - far))
            rows = np.linspace(reach, far, 7)
            values = loss.value(np.stack(np.meshgrid(columns, rows), axis=-1))
            generator = contourpy.contour_generator(columns, rows, values, fill_type="OuterOffset")
            middle = np.array([(left + right) / 2, (far + near) / 2])
            slope = loss.gradient(middle) / self.loss_map.unit
            shown = [band for band, (lower, _) in pairwise(bands) if lower < values.max()]
            shown.append(bands[-1])
            for level, painted in shown:
                if level <= values.min():
                    continue
                regions = cast(tuple[list[Array], list[Any]], generator.filled(-np.inf, min(level, 1e9)))
                for outline, offsets in zip(*regions, strict=True):
                    corners = self.loss_map.to_screen(outline)
                    self._rings.append([corners[a:b] for a, b in pairwise(offsets)])
                    self.top.add(VMobject(stroke_width=0, fill_opacity=1))
                    yield _rgb(painted.fill_color), slope

    def _draw_top(self) -> None:
        view = self.view
        corners = view.project(self.lift(self._within(self._vertices)))
        curves = straight(np.stack([corners[self._sides], corners[self._sides + 1]], axis=1))
        slopes = view.height * self._slopes / [1, view.breadth]
        normals = np.concatenate([-slopes, np.ones((len(slopes), 1))], axis=1)
        lambert = np.maximum(0, normals @ _LIGHT) / np.linalg.norm(normals, axis=1)
        shades = 1 + view.relief * (_AMBIENT + _DIFFUSE * lambert - 1)
        fills = np.ones((len(shades), 1, 4))
        rock = view.relief * _ROCK_SHARE * (_rgb(_ROCK) - self._colors)
        fills[:, 0, :3] = self._present((self._colors + rock) * shades[:, None])
        for tile, (start, end), fill in zip(self.top, pairwise(self._bounds), fills, strict=True):
            tile.points = curves[start:end]
            tile.fill_rgbas = fill

    def _draw_faces(self) -> None:
        view = self.view
        (left, bottom, _), (right, top, _) = self._corner, self._far_corner
        side = np.linspace((left, bottom, 0), (right, bottom, 0), _COLUMNS + 1)
        end = np.linspace((right, bottom, 0), (right, top, 0), _COLUMNS + 1)
        for face, edge, shade in zip(self.faces, (side, end), _FACE_SHADES, strict=True):
            foot = edge[[-1, 0]] - [0, 0, view.height * self._depth]
            outline = view.project(np.concatenate([self.lift(edge), foot, self.lift(edge[:1])]))
            face.points = polyline(outline)
            turns_away = _signed_area(outline) > -_EPSILON
            color = self._present(shade * _rgb(style.FAINT_INK))
            face.fill_rgbas = np.array([[*color, 0.0 if turns_away else 1.0]])

    def _draw_lines(self) -> None:
        """Draw the visible parts of the contours and lines, all at once: there are many short segments."""
        lines: tuple[SurfaceLine, ...] = (*self.contours, *self.lines)
        drawn = [int(np.ceil(line.share * len(line.segments))) for line in lines]
        ground = np.concatenate([line.segments[:count] for line, count in zip(lines, drawn, strict=True)])
        there = ground[..., 0].min(axis=1) <= self._far_corner[0] + _EPSILON
        points = self.lift(self._within(ground))
        clearance = self.clearance(points) + _EPSILON
        before, after = clearance[:, :1], clearance[:, 1:]
        crossing = before / np.where(before == after, 1.0, before - after)
        cut = points[:, 0] + crossing * (points[:, 1] - points[:, 0])
        starts = np.where(before < 0, cut, points[:, 0])
        ends = np.where(after < 0, cut, points[:, 1])
        seen = there & (np.maximum(before, after)[:, 0] >= 0)
        curves = straight(self.view.project(np.stack([starts, ends], axis=1)[seen]))
        bounds = POINTS_PER_CURVE * np.concatenate([[0], np.cumsum(seen)])[np.cumsum([0, *drawn])]
        for line, (start, end) in zip(lines, pairwise(bounds), strict=True):
            line.points = curves[start:end]
            line.stroke_rgbas[:, 3] = self.presence * line.opacity

    def clearance(self, points: Array) -> Array:
        """Return how high above the rim the lines of sight from points of the top leave the block."""
        sight = self.view.sight_from(points)
        across = sight[..., :2]
        bounds = np.where(across > 0, self._far_corner[:2], self._corner[:2])
        with np.errstate(divide="ignore", invalid="ignore"):
            ways = np.where(across == 0, np.inf, (bounds - points[..., :2]) / across)
        way = np.minimum(ways.min(axis=-1), 1e6)
        leaving = points + way[..., None] * sight
        inside = np.clip(leaving, self._corner, self._far_corner)
        cleared: Array = leaving[..., 2] - self.lift(inside)[..., 2]
        return cleared

    def _present(self, rgb: Array) -> Array:
        ground = _rgb(style.BACKGROUND)
        mixed: Array = np.clip(ground + self.presence * (rgb - ground), 0, 1)
        return mixed


def _raised(ground: Array, heights: Array) -> Array:
    raised = ground.copy()
    raised[..., 2] = heights
    return raised


def _rgb(color: ManimColor | str) -> Array:
    return np.array(ManimColor(color).to_rgb())


def _signed_area(outline: Array) -> float:
    x, y = outline[:, 0], outline[:, 1]
    return float(0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
