"""Small scenes that keep the rules of the picture, or break one of them."""

from __future__ import annotations

from typing import Any

from manim import (
    RIGHT,
    UP,
    ApplyMethod,
    ChangeDecimalToValue,
    Create,
    DecimalNumber,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    Square,
    Text,
    VGroup,
)

from scenes.lesson_scene import LessonScene

WORDS = "One two three four five six seven eight nine ten."


def blob() -> Square:
    return Square(2.0, fill_opacity=1, stroke_width=0)


class Pictured(LessonScene):
    title, idea = "", "A picture that is watched"
    shows_title = False


class Clean(Pictured):
    """What comes is brought, what goes is taken, and what moves is fast."""

    def construct(self) -> None:
        one, other = blob(), blob().shift(3 * RIGHT)
        line = Square(3.0)
        with self.beat("Clean", WORDS) as beat:
            self.play(FadeIn(one), run_time=0.6)
            self.play(one.animate.shift(4 * RIGHT), run_time=0.2)
            self.play(ReplacementTransform(one, other), run_time=0.4)
            self.play(Create(line), run_time=0.4)
            self.play(other.animate.shift(UP), run_time=2)
            beat.until_said()
            self.play(FadeOut(other, line), run_time=0.6)
            self.play(FadeIn(blob()), run_time=0.6)


class Added(Pictured):
    def construct(self) -> None:
        with self.beat("Added", WORDS):
            self.play(FadeIn(blob()), run_time=1)
            self.add(blob().shift(3 * RIGHT))
            self.wait(1)


class Removed(Pictured):
    def construct(self) -> None:
        one, other = blob(), blob().shift(3 * RIGHT)
        with self.beat("Removed", WORDS):
            self.play(FadeIn(one, other), run_time=1)
            self.remove(other)
            self.wait(1)


class RemovedAtTheEnd(Pictured):
    """An animation that takes what it moves, at full strength."""

    def construct(self) -> None:
        one, other = blob(), blob().shift(3 * RIGHT)
        with self.beat("Removed", WORDS):
            self.play(FadeIn(one, other), run_time=1)
            self.play(ApplyMethod(other.shift, 0.2 * UP, remover=True), run_time=1)
            self.wait(1)


class Jumps(Pictured):
    def construct(self) -> None:
        one = blob()
        with self.beat("Jumps", WORDS):
            self.play(FadeIn(one), run_time=1)
            one.shift(RIGHT)
            self.wait(1)


class SwitchedOn(Pictured):
    """An updater lets something be seen from one frame to the next."""

    def construct(self) -> None:
        lamp, one = blob().shift(3 * UP).set_fill(opacity=0), blob()
        lamp.add_updater(lambda lamp: lamp.set_fill(opacity=float(self.time > 2)))
        with self.beat("On", WORDS):
            self.play(FadeIn(one), FadeIn(VGroup(lamp)), run_time=1)
            self.play(one.animate.shift(3 * RIGHT), run_time=2)


class Counts(Pictured):
    """The digits of a number are other ones in every frame, and each is a text of its own."""

    def construct(self) -> None:
        written_without_latex: Any = Text
        number = DecimalNumber(1, mob_class=written_without_latex).scale(4)
        with self.beat("Counts", WORDS):
            self.play(FadeIn(number), run_time=1)
            self.play(ChangeDecimalToValue(number, 8), run_time=2)


class Empty(Pictured):
    def construct(self) -> None:
        with self.beat("Empty", WORDS):
            self.wait(1)
            self.play(FadeIn(blob()), run_time=1)


class Sparse(Pictured):
    """Half a hundredth of the frame."""

    alone = False

    def construct(self) -> None:
        dot = Square(0.7, fill_opacity=1, stroke_width=0)
        with self.beat("Sparse", WORDS, stands_alone=self.alone):
            self.play(FadeIn(dot), run_time=0.6)
            self.play(dot.animate.shift(RIGHT), run_time=2)
            self.play(dot.animate.shift(-RIGHT), run_time=2)


class SparseOnPurpose(Sparse):
    alone = True


class Still(Pictured):
    thinking = False

    def construct(self) -> None:
        with self.beat("Still", WORDS, thinking_time=self.thinking):
            self.play(FadeIn(blob()), run_time=1)
            self.wait(3)


class StillToThink(Still):
    thinking = True


class Leaves(Pictured):
    """What leaves does so while the last word is said."""

    def construct(self) -> None:
        one, other = blob(), blob().shift(3 * RIGHT)
        with self.beat("Leaves", WORDS) as beat:
            self.play(FadeIn(one, other), run_time=1)
            self.play(FadeOut(other), run_time=0.4)
            beat.until("ten")
            self.play(FadeOut(one), run_time=0.4)


class LeavesInTime(Pictured):
    def construct(self) -> None:
        one = blob()
        with self.beat("Leaves", WORDS) as beat:
            self.play(FadeIn(one), run_time=1)
            beat.until_said()
            self.play(FadeOut(one), run_time=0.4)
