"""Plain Manim scenes, as any author writes them: they know no beats, and Manim's clock is theirs."""

from __future__ import annotations

from manim import RIGHT, Circle, Create, Dot, FadeOut, Mobject, Scene, Square, TracedPath

from scenes.lesson_scene import LessonScene


class Sections(Scene):
    """A circle comes and goes.

    Not on whole frames: 0.33 s are 5 frames at 15 a second, and 20 at 60.
    """

    def construct(self) -> None:
        circle = Circle()
        self.play(Create(circle), run_time=0.33)
        self.next_section("It stands")
        self.wait(0.5)
        self.next_section("Not in the film", skip_animations=True)
        self.play(circle.animate.shift(RIGHT))
        self.next_section("It goes")
        self.play(FadeOut(circle), run_time=0.71)


class Still(Scene):
    def construct(self) -> None:
        self.add(Square(3, fill_opacity=1))


class Counting(Scene):
    """What it shows depends on every frame before, and how long it lasts, too."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0

    def construct(self) -> None:
        dot = Dot(5 * RIGHT)

        def step(mobject: Mobject) -> None:
            self.steps += 1
            mobject.shift(-0.05 * RIGHT)

        dot.add_updater(step)
        self.add(dot, TracedPath(dot.get_center))
        self.play(Create(Square()), run_time=1.02)
        self.next_section("Until the dot is there")
        self.wait_until(lambda: dot.get_x() < 1, max_time=9)
        self.next_section("Then")
        dot.clear_updaters()
        self.wait(0.2)


class StillLesson(LessonScene):
    title = "A picture"
    idea = "A scene may stand still."

    def construct(self) -> None:
        self.add(Square(3, fill_opacity=1))


class Between(LessonScene):
    """It plays before its first beat, between its beats and after the last one."""

    title = "Between"
    idea = "What is played between beats belongs to the one before."

    def construct(self) -> None:
        square = Square()
        self.play(Create(square), run_time=1)
        with self.beat("One", "One."):
            self.wait(1)
        self.play(square.animate.shift(RIGHT), run_time=0.4)
        with self.beat("Two", "Two."):
            self.wait(0.2)
        self.play(FadeOut(square), run_time=0.6)


class WaitsUntil(LessonScene):
    """How long its first beat is, its frames show."""

    title = "It waits until"
    idea = "A scene may wait until something is."

    def construct(self) -> None:
        dot = Dot()
        dot.add_updater(lambda mobject, dt: mobject.shift(dt * RIGHT))
        self.add(dot)
        with self.beat("It goes", ""):
            self.wait_until(lambda: dot.get_x() > 0.7, max_time=8)
        with self.beat("It has gone", ""):
            dot.clear_updaters()
            self.wait(0.2)
