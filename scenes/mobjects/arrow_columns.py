"""A lane in which the arrows of the first steps stand column by column, each over or beside its number."""

from __future__ import annotations

from typing import Any

from manim import RIGHT, Animation, VGroup, smooth, squish_rate_func

from momentum_sim import Array
from scenes import style
from scenes.mobjects.arrow import GrowVector, MoveVector
from scenes.mobjects.arrow_sum import ArrowSum
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.typography import Readout

EARLY, LATE = squish_rate_func(smooth, 0, 0.55), squish_rate_func(smooth, 0.45, 1)
"""Within one play, what goes and what then comes in its place."""


class ArrowColumns:
    """One direction of a few steps: what is kept, what is added and their sum, a column for each step.

    Its methods return the animations that bring the parts.

    Parameters
    ----------
    frame, gradients
        What stands there all the time, and the number of which each step's push is made, which gives way to
        its arrows; they are shown by the scene.
    kept, push
        The two terms of each step.
    origins
        Where each step's arrows begin, shape ``(steps, 3)``.
    number_ends
        The right end of the baseline of each step's sum as a number, shape ``(steps, 3)``.
    unit, upright, spacing, weight
        As in ``ArrowSum``.
    size
        The sums' as numbers.
    """

    def __init__(
        self,
        frame: VGroup,
        gradients: VGroup,
        kept: Array,
        push: Array,
        origins: Array,
        number_ends: Array,
        *,
        unit: float,
        upright: bool,
        spacing: float | None = None,
        weight: float = 1.0,
        size: float = style.TITLE_SIZE,
    ) -> None:
        self.shown = VGroup(*frame, *gradients)
        """All that is shown so far."""
        self.gradients = gradients
        self.sums = [
            ArrowSum(origin, old, new, unit=unit, upright=upright, spacing=spacing, weight=weight)
            for origin, old, new in zip(origins, kept, push, strict=True)
        ]
        self.numbers = [
            Readout(total, "{:.3f}", size, color=style.VELOCITY, anchor=RIGHT).shift(end)
            for total, end in zip(kept + push, number_ends, strict=True)
        ]

    def keeping(self, column: int) -> list[Animation]:
        """Let what a step keeps come out of the sum before it.

        The terms of the step before go, and of an upright one the sum moves to the middle of its column.
        """
        each, last = self.sums[column], self.sums[column - 1]
        # Lying ones come below the row in which those of the step before lie; standing ones make room first.
        lying = not each.upright
        kept = each.come(last.total, level_first=lying, rate_func=smooth if lying else LATE)
        terms = [part for part in (last.kept, last.push, last.kept_joint, last.total_joint) if len(part)]
        self.shown.remove(*terms)
        self.shown.add(each.kept)
        return [kept, FadeOut(*terms, rate_func=EARLY), *self._settling(last)]

    def _settling(self, each: ArrowSum) -> list[Animation]:
        if not each.upright:
            return []
        aside = (each.push.start - each.total.start) * RIGHT
        return [MoveVector(each.total, each.total.start + aside, each.total.end + aside)]

    def giving_way(self, column: int) -> Animation:
        """Take a step's gradient away, for its arrows to come."""
        gradient = self.gradients[column]
        self.shown.remove(gradient)
        return FadeOut(gradient, rate_func=EARLY)

    def pushing(self, column: int, **keywords: Any) -> list[Animation]:
        """Let a step's push grow from the tip of what is kept."""
        each = self.sums[column]
        self.shown.add(each.push, each.kept_joint)
        return [GrowVector(each.push, **keywords), FadeIn(each.kept_joint, **keywords)]

    def adding_up(self, column: int) -> list[Animation]:
        """Grow a step's sum, and write it."""
        each, number = self.sums[column], self.numbers[column]
        self.shown.add(each.total, each.total_joint, number)
        return [each.adding_up(), FadeIn(number)]
