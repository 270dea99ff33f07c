"""A lane in which the arrows of one step after the other add up, with their names and what comes of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Typst, VGroup

from momentum_sim import Array
from scenes import style
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.arrow_sum import ArrowSum
from scenes.mobjects.fading import FadeIn
from scenes.mobjects.typography import words, words_on_line

NAMES = {
    "kept": ("kept", style.VELOCITY),
    "push": ("push", style.GRADIENT),
    "total": ("$- vel$", style.VELOCITY),
}
"""What the arrows of an ``ArrowSum`` are called on a map, and their colours."""

LINE = 0.6
"""From a note's heading down to the rest of it."""


class ArrowLane:
    """One direction of a run: the sum of the present step, and the words around it.

    Parameters
    ----------
    frame
        What stands there all the time.
    origin
        The first arrow's tail.
    unit
        Length on the screen of a term of one.
    upright
        Whether the arrows stand or lie.
    note_start
        Where notes begin, on their baseline.
    """

    def __init__(
        self, frame: VGroup, origin: Array, *, unit: float, upright: bool, note_start: Array
    ) -> None:
        self.frame, self.origin, self.unit, self.upright = frame, origin, unit, upright
        self._note_start = note_start
        self.strength = 1.0
        """Full, or ``FADED``."""
        self.sum = ArrowSum(origin, 0, 1, unit=unit, upright=upright)
        self.said = VGroup()
        """The names and notes of the present step."""

    def take(self, kept: float, push: float) -> ArrowSum:
        """Return the sum of a new step, of which nothing is shown yet."""
        taken = ArrowSum(self.origin, kept, push, unit=self.unit, upright=self.upright)
        self.sum, self.said = taken, VGroup()
        return taken

    def name(self, which: str) -> Typst:
        """Return the name of the arrow ``kept``, ``push`` or ``total``, to stand beside it."""
        text, color = NAMES[which]
        name = words(text, style.LABEL_SIZE, color=color)
        arrow: VectorArrow = getattr(self.sum, which)
        middle = (arrow.start + arrow.end) / 2
        if self.upright and np.abs(arrow.end - arrow.start).sum() < 2 * name.height:
            # Beside so short an arrow it would lie over the zero line.
            name.next_to(arrow.start, UP if arrow.end[1] < arrow.start[1] else DOWN, buff=0.2)
        elif self.upright:
            name.next_to(middle, LEFT if which == "kept" else RIGHT, buff=0.2)
        elif which == "total":
            name.next_to(arrow.end, RIGHT, buff=0.15)
        else:
            name.next_to(middle, UP, buff=0.16)
        self.said.add(name)
        return name.set_opacity(self.strength)

    def note(self, heading: str, rest: str = "") -> VGroup:
        """Return what the arrows do, and what comes of it, to stand beside them, or over lying ones."""
        start = self._note_start
        size = style.HEADING_SIZE if self.upright else style.BODY_SIZE
        note = VGroup(words_on_line(heading, start, size, bold=True))
        if rest:
            below = start + LINE * DOWN
            start = below if self.upright else np.array([note.get_right()[0] + 0.15, start[1], 0.0])
            note.add(words_on_line(rest, start))
        self.said.add(note)
        return note.set_opacity(self.strength)

    def everything(self) -> VGroup:
        """Return all that stands in the lane."""
        return VGroup(self.frame, self.sum, self.said)

    def shine(self, strength: float) -> Any:
        """Light the lane, or fade it."""
        self.strength = strength
        lit: Any = self.everything().animate.set_opacity(strength)
        return lit

    def pushing(self, *, named: bool) -> list[Animation]:
        """Grow the push."""
        self.sum.parts_to_come().set_opacity(self.strength)
        growing: list[Animation] = [self.sum.pushing()]
        return [*growing, FadeIn(self.name("push"))] if named else growing

    def adding_up(self, *, named: bool) -> list[Animation]:
        """Grow the sum."""
        growing: list[Animation] = [self.sum.adding_up()]
        return [*growing, FadeIn(self.name("total"))] if named else growing
