"""Losses over axes that open to more steps and smaller losses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from math import ceil, log10
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import (
    DOWN,
    LEFT,
    Animation,
    Circle,
    Line,
    LineJointType,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
)

from momentum_sim import Array
from scenes import style
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.polyline import polyline, straight
from scenes.mobjects.typography import words, words_on_line

INSET = 0.01
"""The share of the axis before step 0, so that the dots there do not cover a number beside it."""
NARROW, GOING, COMING = 0.32, 0.18, 0.3
"""From which share of the axis of steps a number on it stays, and over what shares it goes and comes."""
AT_END = 0.06
"""How far beyond the axis's end, as a share of it, a number comes that is to stand there."""
RISING = 0.38
"""How far above its axis a loss's number has come."""
NUMBER_GAP, NAME_RISE = 0.15, 0.25
"""From an axis to its numbers, and from the axes' top up to the baseline of what they show."""
LOWEST_DECADE = -3
"""The logarithm of the lowest loss that is written on an axis."""
WOBBLE = 4
"""The steps that two wobbles of a loss take."""
RISE_WIDTH, FALLING = 3.2, 0.75
"""How wide the paint on a rise is, and the opacity of a loss that also rises: its rises are what is seen."""


@dataclass(frozen=True, slots=True)
class Window:
    """What axes show, and how.

    Parameters
    ----------
    steps
        How many steps, from 0 on.
    lowest
        The logarithm (of ten) of the lowest loss.
    width, height
        The size of the axes on the screen.
    strength
        Their opacity.
    """

    steps: float
    lowest: float
    width: float
    height: float
    strength: float = 1.0

    def towards(self, other: Window, share: float) -> Window:
        """Return the window a share of the way to another one."""
        start, end = np.array(astuple(self)), np.array(astuple(other))
        return Window(*(start + share * (end - start)))


class LossAxes(VGroup):
    """An axis of steps and a logarithmic one of losses, whose window may change.

    Parameters
    ----------
    corner
        Where the two meet.
    highest
        The highest loss.
    numbers
        What is written at which steps.
    window
        What is shown at first.
    """

    def __init__(
        self, corner: npt.ArrayLike, highest: float, numbers: Mapping[int, str], window: Window
    ) -> None:
        self.corner = np.asarray(corner, dtype=float)
        self._highest = log10(highest)
        self._steps = numbers
        self._decades = range(ceil(self._highest) - 1, LOWEST_DECADE - 1, -1)
        self.axes = VGroup(Line(), Line()).set_stroke(style.MUTED_INK, style.THIN)
        self.grid = VGroup(
            Line(stroke_color=style.FAINT_INK, stroke_width=style.HAIRLINE) for _ in self._decades
        )
        self.losses = VGroup(self._number(f"{10.0**decade:g}") for decade in self._decades)
        self.steps = VGroup(self._number(number) for number in numbers.values())
        self.quantity = words_on_line("loss", self.corner, color=style.MUTED_INK)
        self._baseline = float(self.corner[1])
        self._ends: tuple[float, ...] = (window.steps,)
        super().__init__(self.grid, self.axes, self.losses, self.steps, self.quantity)
        self.set_window(window)

    @staticmethod
    def _number(text: str) -> VMobject:
        return words(text, style.BODY_SIZE, color=style.MUTED_INK)

    @property
    def right(self) -> float:
        """Where the axis of steps ends."""
        return float(self.corner[0]) + self.window.width

    def set_window(self, window: Window) -> Self:
        """Show another window."""
        self.window = window
        left, foot, _ = self.corner
        top = foot + window.height
        for axis, end in zip(self.axes, ((self.right, foot, 0), (left, top, 0)), strict=True):
            axis.put_start_and_end_on(self.corner, end).set_stroke(opacity=window.strength)
        for decade, number, line in zip(self._decades, self.losses, self.grid, strict=True):
            y = float(self.height_of(10.0**decade))
            seen = window.strength * float(np.clip((y - foot) / RISING, 0, 1))
            number.next_to((left, y, 0), LEFT, buff=NUMBER_GAP).set_opacity(seen)
            line.put_start_and_end_on((left, y, 0), (self.right, y, 0)).set_stroke(opacity=seen)
        for step, number in zip(self._steps, self.steps, strict=True):
            share = step / window.steps
            coming = 1 + (1 - share) / AT_END if step in self._ends else (1 - share) / COMING
            seen = min((share - NARROW) / GOING, coming) if step else 1.0
            number.next_to((float(self.x(step)), foot, 0), DOWN, buff=NUMBER_GAP)
            number.set_opacity(window.strength * float(np.clip(seen, 0, 1)))
        self.quantity.shift((0, top + NAME_RISE - self._baseline, 0)).set_opacity(window.strength)
        self._baseline = top + NAME_RISE
        return self

    def turn_to(self, window: Window, **keywords: Any) -> Animation:
        """Return the animation that changes what is shown."""
        start = self.window
        self._ends = (start.steps, window.steps)
        return UpdateFromAlphaFunc(
            self, lambda axes, share: axes.set_window(start.towards(window, share)), **keywords
        )

    def x(self, steps: npt.ArrayLike) -> Array:
        """Return where on the screen steps are, from the left."""
        shares = INSET + (1 - INSET) * np.asarray(steps, dtype=float) / self.window.steps
        x: Array = self.corner[0] + self.window.width * shares
        return x

    def height_of(self, loss: npt.ArrayLike) -> Array:
        """Return where on the screen losses are, from below."""
        shares = (np.log10(loss) - self.window.lowest) / (self._highest - self.window.lowest)
        height: Array = self.corner[1] + self.window.height * shares
        return height


class LossCurve(LiveGroup):
    """A loss up to a step, white where it rises if that is wanted, with a marker at its tip.

    Parameters
    ----------
    axes
        Where steps and losses are.
    loss
        The loss after each step.
    color
        The colour of line and marker.
    first
        The step at which it begins.
    width
        The line's width.
    marker_radius
        The size of the marker.
    painted
        Whether its rises are painted.
    """

    def __init__(
        self,
        axes: LossAxes,
        loss: Array,
        color: str,
        *,
        first: int = 0,
        width: float = style.PATH_WIDTH,
        marker_radius: float = 0.09,
        painted: bool = False,
    ) -> None:
        self._axes = axes
        self._steps = np.arange(len(loss))
        self._loss = loss
        self._first = first
        self._rising = np.flatnonzero(np.diff(loss) > 0) if painted else np.empty(0, dtype=int)
        self.line = VMobject(stroke_color=color, stroke_width=width, joint_type=LineJointType.ROUND)
        self.paint = VMobject(stroke_color=style.INK, stroke_width=RISE_WIDTH)
        self.marker = Circle(marker_radius, stroke_color=color, stroke_width=4, fill_color=style.INK)
        self.marker.set_fill(opacity=1)
        super().__init__(self.line, self.paint, self.marker)
        self.set_strength(FALLING if len(self._rising) else 1.0, 1.0, 1.0).set_to(first)

    def set_to(self, step: float) -> Self:
        """Draw it up to a step, or to its last one."""
        step = float(np.clip(step, self._first, self._steps[-1]))
        self._step = step
        inner = self._steps[(self._steps > self._first) & (self._steps < step)]
        self.line.points = polyline(self.at(np.concatenate([[self._first], inner, [step]])))
        begun = self._rising[self._rising < step]
        self.paint.points = straight(self.at(np.stack([begun, np.minimum(begun + 1, step)], axis=1)))
        self.marker.move_to(self.at(np.array([step]))[0])
        return self

    def at(self, steps: Array) -> Array:
        """Return where the loss is at steps, also between two."""
        heights = np.interp(steps, self._steps, self._axes.height_of(self._loss))
        return np.stack([self._axes.x(steps), heights, np.zeros_like(heights)], axis=-1)

    def step_at(self, loss: float) -> float:
        """Return the step at which one that only falls is down at a loss, between two as it is drawn."""
        return float(np.interp(-log10(loss), -np.log10(self._loss), self._steps))

    def mean_end(self) -> Array:
        """Return where its marker is, at the last steps' mean height: what stands there does not wobble."""
        last = np.linspace(max(self._step - WOBBLE, self._first), self._step, 2 * WOBBLE + 1)
        return np.array([self.marker.get_x(), self.at(last)[:, 1].mean(), 0.0])

    def set_strength(self, line: float, dot: float, paint: float) -> Self:
        """Set the opacities of the line, of the marker, and of the paint on its rises."""
        self._strength = line, dot, paint
        self.line.set_stroke(opacity=line)
        self.marker.set_opacity(dot)
        self.paint.set_stroke(opacity=paint)
        return self

    def dim_to(self, line: float, dot: float = 0.0, **keywords: Any) -> Animation:
        """Return the animation that changes both, and takes the paint away; the curve may be drawn on."""
        start, end = np.array(self._strength), np.array((line, dot, 0.0))
        return UpdateFromAlphaFunc(
            self, lambda curve, share: curve.set_strength(*(start + share * (end - start))), **keywords
        )
