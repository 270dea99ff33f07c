"""A lane in which the arrows of the first steps stand column by column, each over or beside its number."""

from __future__ import annotations

from typing import Any

from manim import RIGHT, UP, Animation, ApplyMethod, VGroup, smooth, squish_rate_func

from momentum_sim import Array
from scenes import style
from scenes.mobjects.arrow import GrowVector, MoveVector
from scenes.mobjects.arrow_sum import ArrowSum
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.typography import Readout

HALVES = (0, 0.55), (0.45, 1)
"""Shares of the time in which a standing push makes room, and what is kept comes."""


class ArrowColumns:
    """One direction of a few steps: what is kept, what is added and their sum, a column for each step.

    Its methods return the animations that bring the parts.

    Parameters
    ----------
    frame
        What stands there all the time; it is shown by the scene.
    kept, push
        The two terms of each step.
    origins
        Where each step's arrows begin, shape ``(steps, 3)``.
    number_ends
        The right end of the baseline of each step's sum as a number, shape ``(steps, 3)``.
    unit, upright, spacing, weight
        As in ``ArrowSum``.
    """

    def __init__(
        self,
        frame: VGroup,
        kept: Array,
        push: Array,
        origins: Array,
        number_ends: Array,
        *,
        unit: float,
        upright: bool,
        spacing: float | None = None,
        weight: float = 1.0,
    ) -> None:
        self.shown = VGroup(*frame)
        """All that is shown so far."""
        self.sums = [
            ArrowSum(origin, old, new, unit=unit, upright=upright, spacing=spacing, weight=weight)
            for origin, old, new in zip(origins, kept, push, strict=True)
        ]
        self.numbers = [
            Readout(total, "{:.3f}", style.TITLE_SIZE, color=style.VELOCITY, anchor=RIGHT).shift(end)
            for total, end in zip(kept + push, number_ends, strict=True)
        ]
        self._places = [(each.push.start, each.push.end) for each in self.sums]
        for each in self.sums:
            # A lying push waits where it is added.
            unkept = (each.kept.end - each.kept.start) * UP
            each.push.put(each.push.start - unkept, each.push.end - unkept)

    def pushing(self, **keywords: Any) -> list[Animation]:
        """Grow all pushes where they begin as long as nothing is kept."""
        pushes = [each.push for each in self.sums]
        self.shown.add(*pushes)
        return [GrowVector(push, **keywords) for push in pushes]

    def keeping(self, column: int) -> list[Animation]:
        """Let what a step keeps come out of the sum before it, and move its push to the tip of that.

        The terms of the step before go, and of an upright one the sum moves to the middle of its column.
        """
        each, last = self.sums[column], self.sums[column - 1]
        # Lying ones come below the row in which those of the step before lie; standing ones make room first.
        lying = not each.upright
        early, late = (smooth, smooth) if lying else (squish_rate_func(smooth, *part) for part in HALVES)
        kept = each.come(last.total, level_first=lying, rate_func=late)
        push = MoveVector(each.push, *self._places[column], level_first=lying, rate_func=early)
        terms = [part for part in (last.kept, last.push, last.kept_joint, last.total_joint) if len(part)]
        self.shown.remove(*terms)
        self.shown.add(each.kept, each.kept_joint)
        return [kept, push, FadeIn(each.kept_joint), FadeOut(*terms), *self._settling(last)]

    def _settling(self, each: ArrowSum) -> list[Animation]:
        if not each.upright:
            return []
        aside = (each.push.start - each.total.start) * RIGHT
        return [MoveVector(each.total, each.total.start + aside, each.total.end + aside)]

    def adding_up(self, column: int) -> list[Animation]:
        """Grow a step's sum, and write it."""
        each, number = self.sums[column], self.numbers[column]
        self.shown.add(each.total, each.total_joint, number)
        return [each.adding_up(), FadeIn(number)]

    def leading_to(self, column: int) -> list[Animation]:
        """Light what a step adds, and fade what the later ones will add."""
        return [
            ApplyMethod(each.push.set_opacity, style.FADED if later else 1)
            for later, each in enumerate(self.sums[column:])
        ]
