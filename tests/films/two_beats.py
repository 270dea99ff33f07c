"""Small scenes for tests of the production line."""

from __future__ import annotations

from typing import ClassVar

from manim import RIGHT, FadeOut, Square

from scenes.lesson_scene import LessonScene, Parameter


class TwoBeats(LessonScene):
    """A square shrinks, then rests."""

    title = "Two beats"
    idea = "A beat lasts as long as its words"
    lab: ClassVar = {"beta": 0.9, "method": "plain"}
    parameters = (Parameter("side", 2.0, 0.5, 4.0, "it must fit the frame"),)
    side: float

    def construct(self) -> None:
        square = Square(self.side)
        with self.beat("It appears", "Here is a square; it is as wide as it is high."):
            self.play(square.animate.scale(0.5), run_time=1)
        with self.beat("It rests", "Now it rests.", loops=True):
            self.wait(1)


class FadesEarly(LessonScene):
    """A square is gone while another one still moves."""

    title = "Fades early"
    idea = "An animation ends within its play"
    shows_title = False

    def construct(self) -> None:
        with self.beat("Gone", ""):
            self.wait(0.4)
            self.play(FadeOut(Square(), run_time=0.5), Square().animate.shift(RIGHT))
            self.wait(0.4)


class Breaks(LessonScene):
    """It fails in its second beat."""

    title = "Breaks"
    idea = "A failing beat is named"

    def construct(self) -> None:
        with self.beat("Fine", "All is well."):
            self.wait(1)
        with self.beat("Not fine", "And now it is not."):
            raise ZeroDivisionError("no way on")


class NoBeats(LessonScene):
    """It plays, and says nothing."""

    title = "No beats"
    idea = "Nothing is said"

    def construct(self) -> None:
        self.wait(1)


class Mistaken(LessonScene):
    """It cannot be made."""

    title = "Mistaken"
    idea = "A mistake of its author's"

    def __init__(self, **_: object) -> None:
        raise ValueError("a mistake")


class Leaves(LessonScene):
    """It ends the program."""

    title = "Leaves"
    idea = "Another way out"

    def construct(self) -> None:
        raise SystemExit(3)
