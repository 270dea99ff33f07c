"""Curves over axes, linear or logarithmic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from manim import DOWN, LEFT, UP, DashedLine, Line, LineJointType, Typst, VGroup, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.typography import with_minus_sign, words

Tick: TypeAlias = float | tuple[float, str]
"""A number on an axis, or a number and the Typst markup that stands for it."""


class Plot(VGroup):
    """A pair of axes with ticks and names, and the map from values to the screen.

    Parameters
    ----------
    horizontal, vertical
        The ranges of x and y; a logarithmic y needs a positive range.
    width, height
        Size of the plotting rectangle on the screen.
    horizontal_ticks, vertical_ticks
        Where to write numbers, or ``(number, "markup")`` for Typst markup in a number's place.
    horizontal_name, vertical_name
        What the axes measure, as Typst markup.
    logarithmic
        Whether y is drawn by its logarithm.
    label_size
        The size of numbers and names.
    """

    def __init__(
        self,
        horizontal: tuple[float, float],
        vertical: tuple[float, float],
        *,
        width: float,
        height: float,
        horizontal_ticks: Sequence[Tick] = (),
        vertical_ticks: Sequence[Tick] = (),
        horizontal_name: str = "",
        vertical_name: str = "",
        logarithmic: bool = False,
        label_size: float = style.SMALLEST_SIZE,
    ) -> None:
        super().__init__()
        self._label_size = label_size
        self.horizontal = horizontal
        self.vertical = vertical
        self.logarithmic = logarithmic
        self._frame = VMobject().set_points_as_corners(
            [(0, 0, 0), (width, 0, 0), (width, height, 0), (0, height, 0), (0, 0, 0)]
        )
        self._frame.set_stroke(width=0)
        self.add(self._frame)
        self.axes = VGroup(
            Line(self.to_screen(horizontal[0], vertical[0]), self.to_screen(horizontal[1], vertical[0])),
            Line(self.to_screen(horizontal[0], vertical[0]), self.to_screen(horizontal[0], vertical[1])),
        ).set_stroke(style.MUTED_INK, style.THIN)
        self.grid, self.ticks, self.names = VGroup(), VGroup(), VGroup()
        self._add_ticks(horizontal_ticks, vertical_ticks)
        self.add(self.grid, self.axes, self.ticks)
        self._add_names(horizontal_name, vertical_name)
        self.add(self.names)
        self.center()

    def _add_ticks(self, horizontal: Sequence[Tick], vertical: Sequence[Tick]) -> None:
        for tick in horizontal:
            value, label = self._tick_label(tick)
            self.ticks.add(label.next_to(self.to_screen(value, self.vertical[0]), DOWN, buff=0.15))
        for tick in vertical:
            value, label = self._tick_label(tick)
            self.ticks.add(label.next_to(self.to_screen(self.horizontal[0], value), LEFT, buff=0.15))
            ends = self.to_screen(np.array(self.horizontal), np.full(2, value))
            self.grid.add(Line(*ends, stroke_color=style.FAINT_INK, stroke_width=style.HAIRLINE))

    def _add_names(self, horizontal: str, vertical: str) -> None:
        if horizontal:
            name = self._label(horizontal).next_to(VGroup(self._frame, self.ticks), DOWN, buff=0.12)
            self.names.add(name.set_x(self._frame.get_x()))
        if vertical:
            name = self._label(vertical).next_to(self._frame, UP, buff=0.15)
            self.names.add(name.align_to(self._frame, LEFT))

    def to_screen(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Map values of shape ``(...)`` each to points on the screen, ``(..., 3)``."""
        corner, right, top = self._frame.points[0], self._frame.points[3], self._frame.points[-4]
        low, high = self.vertical
        values = np.asarray(y, dtype=float)
        if self.logarithmic:
            values, low, high = np.log10(values), np.log10(low), np.log10(high)
        across = (np.asarray(x, dtype=float) - self.horizontal[0]) / (self.horizontal[1] - self.horizontal[0])
        up = (values - low) / (high - low)
        screen: Array = corner + across[..., None] * (right - corner) + up[..., None] * (top - corner)
        return screen

    def curve(
        self, x: npt.ArrayLike, y: npt.ArrayLike, color: str, width: float = style.PATH_WIDTH
    ) -> VMobject:
        """Return the polyline through the values, straight from one to the next."""
        line = VMobject(stroke_color=color, stroke_width=width, joint_type=LineJointType.ROUND)
        return line.set_points_as_corners(self.to_screen(x, y))

    def level(self, y: float, color: str = style.MUTED_INK) -> DashedLine:
        """Return a dashed line across the plot at a value of y."""
        return DashedLine(
            self.to_screen(self.horizontal[0], y),
            self.to_screen(self.horizontal[1], y),
            color=color,
            stroke_width=style.THIN,
        )

    def _tick_label(self, tick: Tick) -> tuple[float, Typst]:
        """Return where a tick stands on its axis, and what is written there."""
        value, markup = tick if isinstance(tick, tuple) else (tick, with_minus_sign(f"{tick:g}"))
        return value, self._label(markup)

    def _label(self, markup: str) -> Typst:
        return words(markup, self._label_size, color=style.MUTED_INK)
