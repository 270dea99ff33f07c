"""A lane in which the arrows of the first steps stand column by column, each over or beside its number."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import RIGHT, Animation, ApplyMethod, VGroup

from momentum_sim import Array
from scenes import style
from scenes.mobjects.arrow import GrowVector, MoveVector
from scenes.mobjects.arrow_sum import ArrowSum
from scenes.mobjects.fading import FadeIn
from scenes.mobjects.typography import Readout


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
        for each, origin, old in zip(self.sums, origins, kept, strict=True):
            if old:
                each.push.put(origin, origin + each.push.end - each.push.start)

    def pushing(self) -> list[Animation]:
        """Grow all pushes where they begin as long as nothing is kept."""
        pushes = [each.push for each in self.sums]
        self.shown.add(*pushes)
        return [GrowVector(push) for push in pushes]

    def keeping(self, column: int) -> list[Animation]:
        """Let what a step keeps come out of the sum before it, and move its push to the tip of that."""
        each = self.sums[column]
        # Lying ones come below the row in which those of the step before lie.
        lying = not each.upright
        kept = each.come(self.sums[column - 1].total, level_first=lying)
        self.shown.add(each.kept, each.kept_joint)
        push = MoveVector(each.push, *self._places[column], level_first=lying)
        return [kept, push, FadeIn(each.kept_joint)]

    def adding_up(self, column: int) -> list[Animation]:
        """Grow a step's sum, and write it."""
        each, number = self.sums[column], self.numbers[column]
        self.shown.add(each.total, each.total_joint, number)
        return [each.adding_up(), FadeIn(number)]

    def leading_to(self, column: int) -> list[Animation]:
        """Light what a step adds, and fade the terms of all others; their sums stay as they are."""
        faded = [
            part
            for place, each in enumerate(self.sums)
            if place != column
            for part in (each.kept, each.push, each.kept_joint, each.total_joint)
            if part in self.shown.submobjects and len(part)
        ]
        lit = self.sums[column].push
        return [
            *(ApplyMethod(part.set_opacity, style.FADED) for part in faded),
            ApplyMethod(lit.set_opacity, 1),
        ]

    def shine(self, strength: float) -> Any:
        """Light all that is shown, or fade it."""
        return self.shown.animate.set_opacity(strength)

    def tips(self) -> Array:
        """Return the tips of the sums, shape ``(steps, 3)``."""
        return np.array([each.total.end for each in self.sums])
