"""What is kept and what is added, tail to tip, and their sum: one direction of one step."""

from __future__ import annotations

from functools import partial
from typing import Any

from manim import DOWN, RIGHT, UP, Animation, AnimationGroup, DashedLine, VGroup

from momentum_sim import Array
from scenes import style
from scenes.mobjects.arrow import GrowVector, MoveVector, VectorArrow, weighted_arrow
from scenes.mobjects.fading import FadeIn

COLUMN = 0.95
"""From one upright arrow to the next."""

ROW = 0.55
"""From the two level arrows down to their sum."""

JOINT_DASH = 0.08


class ArrowSum(VGroup):
    """The film's grammar of arrows: kept dashed mint, push solid rose, their sum solid mint.

    Upright, they stand side by side, joined by level dashes; lying, the push begins at the kept one's tip
    and the sum lies beneath. What no animation has been asked for yet is not part of the group.

    Parameters
    ----------
    origin
        The first arrow's tail.
    kept, push
        The two terms; without ``kept`` there is only the push.
    unit
        Length on the screen of a term of one.
    upright
        Whether arrows stand or lie.
    spacing
        From an arrow to the next, or from the two terms down to the sum.
    turn
        How far beside what is kept an upright push stands that is against it, where one that is with it
        begins at its tip; the sum stands ``spacing`` from what is kept. Left out, all stand side by side.
    weight
        How many times as thick as usual the arrows are.
    """

    def __init__(
        self,
        origin: Array,
        kept: float,
        push: float,
        *,
        unit: float,
        upright: bool,
        spacing: float | None = None,
        turn: float | None = None,
        weight: float = 1.0,
    ) -> None:
        super().__init__()
        self.upright = upright
        along = unit * (UP if upright else RIGHT)
        aside = (COLUMN if upright else ROW) * RIGHT if spacing is None else spacing * RIGHT
        columns = [origin, origin + aside, origin + 2 * aside]
        if not upright:
            beneath = (ROW if spacing is None else spacing) * DOWN
            columns = [origin, origin, origin + beneath]
        elif turn is not None:
            columns = [origin, origin + (turn * RIGHT if kept * push <= 0 else 0), origin + aside]
        total = kept + push
        arrow = partial(weighted_arrow, weight=weight)
        beside = columns[1][0] > columns[0][0]
        self.kept = arrow(columns[0], columns[0] + kept * along, style.VELOCITY, dashed=True)
        self.push = arrow(columns[1] + kept * along, columns[1] + total * along, style.GRADIENT)
        self.total = arrow(columns[2], columns[2] + total * along, style.VELOCITY)
        self.kept_joint = joint(self.kept.end, self.push.start) if beside and kept else VGroup()
        self.total_joint = joint(self.push.end, self.total.end)

    def come(self, last: VectorArrow, **keywords: Any) -> Animation:
        """Let what is kept come out of the last sum."""
        self.add(self.kept)
        return MoveVector(self.kept, self.kept.start, self.kept.end, origin=last, **keywords)

    def parts_to_come(self) -> VGroup:
        """Return the push, the sum and what joins them."""
        return VGroup(self.kept_joint, self.push, self.total_joint, self.total)

    def pushing(self, run_time: float = 1.0) -> Animation:
        """Grow the push from the tip of what is kept."""
        self.add(self.kept_joint, self.push)
        return AnimationGroup(FadeIn(self.kept_joint), GrowVector(self.push), run_time=run_time)

    def adding_up(self, run_time: float = 1.0) -> Animation:
        """Grow the sum."""
        self.add(self.total_joint, self.total)
        return AnimationGroup(FadeIn(self.total_joint), GrowVector(self.total), run_time=run_time)


def joint(start: Array, end: Array) -> DashedLine:
    """Return the dashes that join an arrow's tip to where the next one begins or ends."""
    line = DashedLine(start, end, dash_length=JOINT_DASH)
    return line.set_stroke(style.MUTED_INK, style.HAIRLINE)
