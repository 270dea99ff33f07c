"""A lane in which the arrows of one step after the other add up, with their names and what comes of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Annulus, Typst, VGroup

from momentum_sim import Array
from scenes import style
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.arrow_sum import ArrowSum
from scenes.mobjects.fading import FadeIn
from scenes.mobjects.typography import words, words_on_line

NAMES = {
    "kept": ("kept", style.VELOCITY),
    "push": ("push", style.GRADIENT),
    "total": ("move", style.VELOCITY),
}
"""What the arrows of an ``ArrowSum`` are called on a map, where they are moves, and their colours."""

NUMBER_OFFSET = 0.98
"""From a step's name to what is said of it."""


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
    note_leading
        From the first line of a note down to the second.
    spacing, turn, weight
        Of the sums, as in ``ArrowSum``.
    named
        Whether the push and the sum bring their names.
    """

    def __init__(
        self,
        frame: VGroup,
        origin: Array,
        *,
        unit: float,
        upright: bool,
        note_start: Array,
        note_leading: float,
        spacing: float,
        weight: float,
        turn: float | None = None,
        named: bool = False,
    ) -> None:
        self.frame, self.origin, self.unit, self.upright = frame, origin, unit, upright
        self._note_start, self._note_leading = note_start, note_leading
        self._spacing, self._turn, self._weight, self._named = spacing, turn, weight, named
        self._kept = VGroup()
        """What was said of earlier steps; it is lit and faded by itself."""
        self.strength = 1.0
        """Full, or ``FADED``."""
        self.take(0, 1)

    def take(self, kept: float, push: float) -> ArrowSum:
        """Return the sum of a new step, of which nothing is shown yet."""
        self.sum = ArrowSum(
            self.origin,
            kept,
            push,
            unit=self.unit,
            upright=self.upright,
            spacing=self._spacing,
            turn=self._turn,
            weight=self._weight,
        )
        self.said = VGroup()
        """The names and notes of the present step."""
        return self.sum

    def name(self, which: str) -> Typst:
        """Return the name of the arrow ``kept``, ``push`` or ``total``, to stand beside it."""
        text, color = NAMES[which]
        name = words(text, color=color)
        arrow: VectorArrow = getattr(self.sum, which)
        middle = (arrow.start + arrow.end) / 2
        short = self.upright and np.abs(arrow.end - arrow.start).sum() < 2 * name.height
        if short:
            # It would lie over the zero line; a ring may stand around the arrow.
            name.next_to(arrow.start, UP if arrow.end[1] < arrow.start[1] else DOWN, buff=0.34)
        elif self.upright:
            name.next_to(middle, LEFT if which == "kept" else RIGHT, buff=0.28)
        elif which == "total":
            name.next_to(arrow.end, RIGHT, buff=0.15)
        else:
            name.next_to(middle, UP, buff=0.2)
        self.said.add(name)
        return name.set_opacity(self.strength)

    def note(self, heading: str, number: int | None = None) -> VGroup:
        """Return what the arrows do, to stand at the end of the lane under what is kept there.

        The step's ``number`` stands before it, where the notes of one step after the other are kept.
        """
        note = VGroup(self._line(heading, 0, bold=True))
        if number is not None:
            note.add(self._line(f"step {number}", 0).shift(NUMBER_OFFSET * LEFT))
        return note

    def note_on(self, rest: str) -> Typst:
        """Return what comes of it, to stand under the note."""
        return self._line(rest, 1)

    def _line(self, says: str, number: int, *, bold: bool = False) -> Typst:
        down = (len(self._kept) + number) * self._note_leading * DOWN
        line = words_on_line(says, self._note_start + down, bold=bold)
        self.said.add(line)
        return line.set_opacity(self.strength)

    def keep_saying(self, line: VGroup) -> None:
        """Let what is said of this step stand while the next ones are taken."""
        self.said.remove(*line)
        self._kept.add(line)

    def ring(self) -> Annulus:
        """Return a ring around the sum, for one so short that it is hard to see."""
        total = self.sum.total
        ring = Annulus(inner_radius=0.165, outer_radius=0.2, color=style.INK)
        self.said.add(ring.move_to((total.start + total.end) / 2))
        return ring.set_opacity(self.strength)

    def everything(self) -> VGroup:
        """Return all that stands in the lane."""
        return VGroup(self.frame, self._kept, self.sum, self.said)

    def shine(self, strength: float) -> Any:
        """Light the lane, or fade it."""
        self.strength = strength
        lit: Any = VGroup(self.frame, self.sum, self.said).animate.set_opacity(strength)
        return lit

    def pushing(self) -> list[Animation]:
        """Grow the push."""
        self.sum.parts_to_come().set_opacity(self.strength)
        growing: list[Animation] = [self.sum.pushing()]
        return [*growing, FadeIn(self.name("push"))] if self._named else growing

    def adding_up(self) -> list[Animation]:
        """Grow the sum."""
        self.sum.parts_to_come().set_opacity(self.strength)
        growing: list[Animation] = [self.sum.adding_up()]
        return [*growing, FadeIn(self.name("total"))] if self._named else growing
