"""A map of a two-parameter loss: filled contours, drawn to scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import contourpy
import numpy as np
import numpy.typing as npt
from manim import DL, ManimColor, Rectangle, Star, VGroup, VMobject, interpolate_color

from momentum_sim import Array, Loss
from scenes import style
from scenes.mobjects.polyline import polyline, thinned
from scenes.mobjects.scenery import make_scenery

STAR_Z_INDEX = 10
"""The star stands above every path and marker."""

_FilledRegions = tuple[list[Array], list[npt.NDArray[np.uint32]]]

_GRID_STEPS = 300
"""Grid cells along each side; Newton steps then bring every vertex exactly onto its level."""

_TOLERANCE = 1e-5
"""About how far a line may be from its level, as a share of the map's width: of the ravine's map none is off
by more than a sixteenth of a pixel at 1080p."""


@dataclass(frozen=True, slots=True)
class LevelSet:
    """What a map shows of one level, as lines of parameters.

    Attributes
    ----------
    regions
        Where the loss is lower: of each region its rings, those of holes too.
    lines
        Where the loss is as high.
    """

    regions: Sequence[Sequence[Array]]
    lines: Sequence[Array]


class LossMap(VGroup):
    """The level sets of a loss over a rectangle of its two parameters, equal units on both axes.

    Parameters
    ----------
    loss
        What is mapped; its ``value`` and ``gradient`` take arrays of shape ``(..., 2)``.
    horizontal, vertical
        The range of θ₁ and of θ₂.
    levels
        The losses at which contours are drawn, ascending.
    width
        Its width on the screen; the height follows, for both axes have one scale.
    minimisers
        Where to set a star.
    """

    def __init__(
        self,
        loss: Loss,
        horizontal: tuple[float, float],
        vertical: tuple[float, float],
        levels: Sequence[float],
        *,
        width: float,
        minimisers: Sequence[npt.ArrayLike] = (),
    ) -> None:
        super().__init__()
        self.loss = loss
        self.horizontal = horizontal
        self.vertical = vertical
        self.unit = width / (horizontal[1] - horizontal[0])
        height = self.unit * (vertical[1] - vertical[0])
        self.ground = Rectangle(
            width=width, height=height, stroke_width=0, fill_color=style.MAP_RIM, fill_opacity=1
        )
        self.bands = VGroup()
        self.contours = VGroup()
        self.add(self.ground, self.bands, self.contours)
        self._draw_levels(levels)
        make_scenery(self.ground, self.bands, self.contours)
        self.stars = VGroup(*(self._star(minimiser) for minimiser in minimisers))
        self.add(self.stars)

    def look_like(self, other: LossMap) -> None:
        """Show another map, each part of it in the place of this map's; cheap enough for every frame.

        Manim's ``become`` compares points to find out which part becomes which, which takes far longer than
        drawing them, and keeps as many parts as either had, some of them twice.
        """
        _take_looks(self, other)

    def to_screen(self, parameters: npt.ArrayLike) -> Array:
        """Map parameters of shape ``(..., 2)`` to points on the screen, ``(..., 3)``."""
        theta = np.asarray(parameters, dtype=float)
        offsets = self.unit * (theta - [self.horizontal[0], self.vertical[0]])
        corner = self.ground.get_corner(DL)
        screen: Array = corner + np.concatenate([offsets, np.zeros((*theta.shape[:-1], 1))], axis=-1)
        return screen

    def to_parameters(self, screen: npt.ArrayLike) -> Array:
        """Map points on the screen ``(..., 3)`` to parameters ``(..., 2)``."""
        offsets = (np.asarray(screen, dtype=float) - self.ground.get_corner(DL))[..., :2]
        parameters: Array = offsets / self.unit + [self.horizontal[0], self.vertical[0]]
        return parameters

    def to_scale(self, vector: npt.ArrayLike) -> Array:
        """Map a difference of parameters, ``(..., 2)``, to a displacement on the screen, ``(..., 3)``."""
        difference = self.unit * np.asarray(vector, dtype=float)
        return np.concatenate([difference, np.zeros((*difference.shape[:-1], 1))], axis=-1)

    def _star(self, minimiser: npt.ArrayLike) -> Star:
        star = Star(outer_radius=0.16, color=style.MINIMUM, fill_opacity=1, stroke_width=0)
        # A rim of ground tells it from the marker that it stands on.
        star.set_stroke(style.BACKGROUND, style.THIN, background=True)
        return star.move_to(self.to_screen(minimiser)).set_z_index(STAR_Z_INDEX)

    def _draw_levels(self, levels: Sequence[float]) -> None:
        below = reversed(levels)
        for depth, level_set in enumerate(self._level_sets(below), start=1):
            color = interpolate_color(
                ManimColor(style.MAP_RIM), ManimColor(style.MAP_FLOOR), depth / len(levels)
            )
            for rings in level_set.regions:
                self.bands.add(self._trace(rings).set_fill(color, opacity=1).set_stroke(width=0))
            if level_set.lines:
                contour = self._trace(level_set.lines)
                self.contours.add(contour.set_stroke(style.CONTOUR, style.HAIRLINE, opacity=0.8))

    def _trace(self, lines: Sequence[Array]) -> VMobject:
        """Return a mobject through lines of parameters."""
        drawn = VMobject()
        # At once: Manim would add a curve at a time.
        drawn.points = np.concatenate([polyline(self.to_screen(line)) for line in lines])
        return drawn

    def _level_sets(self, levels: Iterable[float]) -> Iterator[LevelSet]:
        """Return what is to be drawn of each level."""
        (left, right), (bottom, top) = self.horizontal, self.vertical
        columns = np.linspace(left, right, _GRID_STEPS + 1)
        rows = np.linspace(bottom, top, _GRID_STEPS + 1)
        grid = np.stack(np.meshgrid(columns, rows), axis=-1)
        generator = contourpy.contour_generator(columns, rows, self.loss.value(grid), fill_type="OuterOffset")
        tolerance = _TOLERANCE * (right - left)

        def smooth(line: Any, level: float) -> Array:
            return thinned(self._onto_level(np.asarray(line, dtype=float), level), tolerance)

        for level in levels:
            outlines, offsets = cast(_FilledRegions, generator.filled(-np.inf, level))
            yield LevelSet(
                [
                    [smooth(outline[a:b], level) for a, b in pairwise(offset)]
                    for outline, offset in zip(outlines, offsets, strict=True)
                ],
                [smooth(line, level) for line in generator.lines(level)],
            )

    def _onto_level(self, theta: Array, level: float) -> Array:
        """Bring vertices that lie near a level exactly onto it, by Newton steps along the gradient.

        Vertices on the rim move along the rim only, and those that merely bound a filled region stay.
        """
        (left, right), (bottom, top) = self.horizontal, self.vertical
        # A vertex of this contour starts within a cell of it; the corners of a filled region do not.
        near = np.abs(self.loss.value(theta) - level) < 0.2 * abs(level) + 1e-12
        free = np.stack(
            [(theta[:, 0] > left) & (theta[:, 0] < right), (theta[:, 1] > bottom) & (theta[:, 1] < top)],
            axis=-1,
        )
        free &= near[:, None]
        begin = theta
        for _ in range(4):
            slope = np.where(free, self.loss.gradient(theta), 0.0)
            squared = np.sum(slope**2, axis=-1, keepdims=True)
            error = (self.loss.value(theta) - level)[:, None]
            theta = theta - np.divide(error * slope, squared, out=np.zeros_like(slope), where=squared > 0)
        # A vertex that moved further than across a cell was a corner after all.
        cell = np.array([right - left, top - bottom]) / _GRID_STEPS
        far = np.linalg.norm(theta - begin, axis=-1, keepdims=True) > np.linalg.norm(cell)
        return np.where(far, begin, theta)


def _take_looks(shown: VMobject, other: VMobject) -> None:
    """Let a mobject and its parts have another's points and style, and as many parts."""
    shown.points = other.points
    shown.match_style(other, family=False)
    kept = len(other.submobjects)
    for part, new in zip(shown.submobjects, other.submobjects, strict=False):
        _take_looks(part, new)
    shown.submobjects = [*shown.submobjects[:kept], *other.submobjects[len(shown.submobjects) :]]
