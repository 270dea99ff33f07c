"""Small scenes of different kinds, to try the production line on."""

from __future__ import annotations

import os
import signal
import time
from typing import ClassVar

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    CapStyleType,
    Circle,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    ImageMobject,
    LaggedStart,
    Line,
    LineJointType,
    Mobject,
    Rotate,
    Square,
    Transform,
    Triangle,
    ValueTracker,
    VGroup,
    VMobject,
    always_redraw,
    linear,
)

from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects import fading


class LongBeats(LessonScene):
    """Beats of several clips each: one begins within a play, one within a rest, one where a play begins."""

    title = "Long beats"
    idea = "Where a beat is cut, nothing shows."

    def construct(self) -> None:
        stand = VGroup(*(Square(1.5, fill_opacity=0.5).shift(2 * x * RIGHT) for x in (-1, 0, 1)))
        ball, still = Circle(0.8, color="#E69F00", fill_opacity=0.35).shift(5 * LEFT), Line(LEFT, RIGHT)
        follower = always_redraw(lambda: Dot(ball.get_center() + UP))
        with self.beat("The ball crosses", "It crosses."):
            self.add(stand[0], still, follower)
            self.play(FadeIn(ball, stand[1]), run_time=1)
            self.play(Rotate(still, 1), run_time=1)
            self.play(ball.animate.shift(9 * RIGHT), run_time=5)
            self.add(stand[2])
            self.wait(3)
            self.play(FadeOut(stand), run_time=1)
        with self.beat("It comes back", "It comes back."):
            self.play(ball.animate.shift(9 * LEFT), run_time=4)
            self.play(FadeOut(ball, follower, still), run_time=3)


class Movers(LessonScene):
    """Things that move among things that stand, some of them see-through, some in front."""

    title = "Movers"
    idea = "Only what moves is drawn again."
    parameters: ClassVar = (Parameter("count", 3, 1, 12, "so many dots fit side by side"),)
    count: int

    def construct(self) -> None:
        stand = VGroup(
            *(Square(1, color="#4E7E98", fill_opacity=0.5).shift(3 * x * RIGHT) for x in (-1, 0, 1))
        )
        ball = Circle(0.5, color="#E69F00", fill_opacity=0.35).shift(5 * LEFT)
        with self.beat("The ball crosses", "It crosses."):
            self.add(stand[0])
            self.play(FadeIn(ball, stand[1], run_time=0.4))
            self.add(stand[2])
            self.play(ball.animate.shift(9 * RIGHT), run_time=1)
        with self.beat("The dots", "Dots appear one after another."):
            dots = VGroup(*(Dot(x * 0.8 * RIGHT + 2 * UP) for x in range(self.count)))
            self.play(
                Create(dots), Transform(stand[0], Triangle(color="#F2708A").shift(3 * LEFT)), run_time=0.8
            )
        with self.beat("The end", "All goes."):
            self.play(FadeOut(ball), stand.animate.shift(DOWN), run_time=0.6)


class Tracked(LessonScene):
    """A line that a tracker draws anew each frame, beneath a shape that stands in front."""

    title = "Tracked"
    idea = "An updater moves it."

    def construct(self) -> None:
        angle = ValueTracker(0.2)
        line = always_redraw(
            lambda: Line(2 * LEFT, 2 * RIGHT, stroke_width=6, color="#56B4E9").rotate(angle.get_value())
        )
        front = Square(1.5, color="#7FE0B0", fill_opacity=1).set_z_index(2)
        with self.beat("It turns", "The line turns about."):
            self.add(front, line)
            self.play(angle.animate.set_value(2.0), run_time=1)
        with self.beat("It turns back", "And back."):
            self.play(angle.animate.set_value(0.5), front.animate.scale(0.5), run_time=0.6)


class Fading(LessonScene):
    """A shape that fades where it stands."""

    title = "Fading"
    idea = "It covers the same pixels in every frame."

    def construct(self) -> None:
        shape = Circle(0.5, color="#56B4E9", fill_color="#E69F00", fill_opacity=1)
        with self.beat("It comes and goes", "It comes, and goes."):
            self.play(fading.FadeIn(shape), run_time=1)
            self.play(fading.FadeOut(shape), run_time=1)


class Widening(LessonScene):
    """A circle that stands, whose line is another in every frame."""

    title = "Widening"
    idea = "It never covers what it covered before."

    def construct(self) -> None:
        width = ValueTracker(1)
        circle = Circle(0.5, color="#56B4E9", fill_color="#E69F00", fill_opacity=1)
        circle.add_updater(lambda circle: circle.set_stroke(width=width.get_value()))
        with self.beat("It widens", "It widens."):
            self.add(circle)
            self.play(width.animate.set_value(20), run_time=1, rate_func=linear)


class Broken(LessonScene):
    """A scene that fails in its second beat."""

    title = "Broken"
    idea = "It fails."

    def construct(self) -> None:
        with self.beat("All is well", "So far."):
            self.play(FadeIn(Square()), run_time=0.2)
        with self.beat("It breaks", "Now."):
            raise ZeroDivisionError("the step was nought")


class Deadly(LessonScene):
    """A scene that kills whoever plays it."""

    title = "Deadly"
    idea = "It is killed."

    def construct(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Patient(LessonScene):
    """A scene that takes a while."""

    title = "Patient"
    idea = "It takes time."

    def construct(self) -> None:
        with self.beat("It waits", "It waits."):
            time.sleep(1)
            self.wait(0.2)


class Crowd(LessonScene):
    """Many things, some of which start late, cross others, leave and come back in another order."""

    title = "Crowd"
    idea = "What stands still lies on a sheet."

    def construct(self) -> None:
        crowd = VGroup(
            *(Circle(0.3, fill_opacity=0.4).shift(0.25 * x * RIGHT - 3 * RIGHT) for x in range(24))
        )
        crossing = Square(0.8, color="#E69F00", fill_opacity=0.7).shift(4 * LEFT)
        path = VMobject(stroke_color="#56B4E9", stroke_width=4, joint_type=LineJointType.ROUND)
        grown = ValueTracker(0.0)

        def grow(line: Mobject) -> None:
            assert isinstance(line, VMobject)
            count = int(grown.get_value())
            corners = [np.array([x / 3 - 4, (-1.0) ** x * 2, 0]) for x in range(count + 2)]
            line.set_points_as_corners(corners)

        path.add_updater(grow)
        with self.beat("They come", "They come one after the other."):
            self.add(crossing)
            self.play(LaggedStart(*(FadeIn(one) for one in crowd), lag_ratio=0.1), run_time=1)
        with self.beat("It crosses", "One crosses, a line grows."):
            self.add(path)
            self.play(crossing.animate.shift(8 * RIGHT), grown.animate.set_value(20), run_time=1.4)
            path.clear_updaters()
        with self.beat("They part", "Some go, some come to the front."):
            self.remove(*crowd[3:7])
            self.bring_to_front(crowd[9])
            self.play(crowd[9].animate.shift(UP), path.animate.set_stroke(opacity=0.4), run_time=0.6)
            self.add(crowd[4])
            self.play(crossing.animate.set_color("#F2708A").shift(3 * LEFT), run_time=0.6)


class Spikes(LessonScene):
    """What reaches beyond its points, turning: a needle and leaves, mitred, and a line with square ends."""

    title = "Spikes"
    idea = "A stroke reaches beyond its points."

    def construct(self) -> None:
        needle = VMobject(stroke_color="#56B4E9", stroke_width=14, joint_type=LineJointType.MITER)
        needle.set_points_as_corners([1.2 * LEFT, 1.2 * RIGHT + 0.2 * UP, 1.2 * LEFT + 0.4 * UP])
        closed = Triangle(color="#F2708A", stroke_width=14).stretch(0.25, 0).shift(3 * RIGHT)
        square_ended = Line(LEFT, RIGHT, stroke_width=30, cap_style=CapStyleType.SQUARE).shift(3 * LEFT)
        leaf = VMobject(stroke_color="#E69F00", stroke_width=14, joint_type=LineJointType.MITER)
        leaf.set_points([3 * DOWN, 3 * DOWN + 3 * UP + 0.7 * LEFT, 3 * DOWN + 3 * UP + 0.7 * RIGHT, 3 * DOWN])
        things = VGroup(needle, closed, square_ended, leaf)
        with self.beat("They turn", "They turn round."):
            self.add(things)
            self.play(*(Rotate(thing, 2) for thing in things), run_time=1)


class Images(LessonScene):
    """A picture of pixels, and gradients, beneath something that moves."""

    title = "Images"
    idea = "What is no plain shape is drawn as ever."

    def construct(self) -> None:
        pixels = (
            ImageMobject(np.tile(np.arange(0, 240, 16, dtype=np.uint8), (8, 1))).scale(20).shift(2 * LEFT)
        )
        square = Square(2)
        square.set_color(["#E69F00", "#56B4E9"])  # type: ignore[arg-type]
        square.set_fill(opacity=0.8).shift(2 * RIGHT)
        dot = Dot(radius=0.3)
        with self.beat("It passes", "It passes over the picture."):
            self.add(pixels, square, dot)
            self.play(dot.animate.shift(3 * LEFT), square.animate.rotate(1), run_time=0.6)


class ThickLines(LessonScene):
    """A bar glides down over thick lines of many short pieces, and part after part of them is drawn anew."""

    title = "Thick lines"
    idea = "How a pixel is covered does not depend on what is drawn with it."

    def construct(self) -> None:
        lines = VGroup()
        for place, pieces in enumerate((28, 37, 43, 46, 58)):
            x = np.linspace(0, 5.85, pieces)
            line = VMobject(stroke_width=9, joint_type=LineJointType.ROUND)
            corners = np.stack([x + place - 5.49, 2.112 - 0.689 * x, 0 * x], axis=1)
            lines.add(line.set_points_as_corners(corners))
        bar = Line(7 * LEFT, 7 * RIGHT, stroke_width=10, stroke_opacity=0.3).shift(2 * UP)
        with self.beat("It glides", "It glides down."):
            self.add(lines, bar)
            self.play(bar.animate.shift(4 * DOWN), run_time=8, rate_func=linear)


class Turns(LessonScene):
    """Before one that is always looked at, two that lie upon each other move in turns."""

    title = "Turns"
    idea = "What stands in one play may move in the next."

    def construct(self) -> None:
        back = Square(4).add_updater(lambda _: None)
        one, two = (Square(2, fill_opacity=1, color=color) for color in ("#E69F00", "#56B4E9"))
        self.add(back, one, two.shift(RIGHT))
        with self.beat("In turns", "They move in turns."):
            for mover in (two, one, two):
                self.play(mover.animate.shift(UP), run_time=0.6)
