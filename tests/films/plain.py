"""Plain Manim scenes, as any author writes them: they know no beats, and Manim's clock is theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manim import (
    RIGHT,
    Animation,
    AnimationGroup,
    ChangingDecimal,
    Circle,
    Create,
    DecimalNumber,
    Dot,
    FadeIn,
    FadeOut,
    Mobject,
    Scene,
    Square,
    Succession,
    Text,
    TracedPath,
    UpdateFromFunc,
)

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


class Fails(Scene):
    def construct(self) -> None:
        self.play(Create(Square()))
        raise ValueError("that was all")


class OnPaper(Scene):
    """A scene whose background is a colour as Manim's documentation writes it."""

    def construct(self) -> None:
        camera: Any = self.camera
        camera.background_color = "#ece6e2"
        self.play(FadeIn(Circle(color="#343434")), run_time=0.5)


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


class Own(Animation):
    """An animation of an author's."""

    def __init__(self, mobject: Mobject, count: Callable[..., None], run_time: float) -> None:
        super().__init__(mobject, run_time=run_time)
        self.count = count

    def interpolate_mobject(self, alpha: float) -> None:
        self.count()


class Counted(Scene):
    """What is counted at each frame of a play tells how long the next is: by an animation of some kind."""

    def construct(self) -> None:
        frames = 0

        def count(*_: object) -> None:
            nonlocal frames
            frames += 1

        self.count_by(count)
        self.wait(frames / 10)

    def count_by(self, count: Callable[..., None]) -> None:
        self.play(UpdateFromFunc(Square(), count), run_time=0.5)


class CountedInAGroup(Counted):
    def count_by(self, count: Callable[..., None]) -> None:
        self.play(AnimationGroup(Create(Circle()), Succession(UpdateFromFunc(Square(), count))), run_time=0.5)


class CountedByItsOwnAnimation(Counted):
    def count_by(self, count: Callable[..., None]) -> None:
        self.play(Own(Square(), count, run_time=0.5))


class CountedByAnUpdater(Counted):
    def count_by(self, count: Callable[..., None]) -> None:
        circle = Circle()
        self.add(Square().add_updater(count))
        self.play(Create(circle), run_time=0.5)


class CountedByTheScene(Counted):
    def count_by(self, count: Callable[..., None]) -> None:
        self.add_updater(count)
        self.play(Create(Circle()), run_time=0.5)
        self.remove_updater(count)


class CountedByItsNumber(Counted):
    def count_by(self, count: Callable[..., None]) -> None:
        def number(share: float) -> float:
            count()
            return share

        written_without_latex: Any = Text
        self.play(ChangingDecimal(DecimalNumber(0, mob_class=written_without_latex), number), run_time=0.5)


class CountedByAMethod(Counted):
    frames = 0

    def update_self(self, dt: float) -> None:
        self.frames += 1

    def count_by(self, count: Callable[..., None]) -> None:
        self.play(Create(Circle()), run_time=0.5)
        for _ in range(self.frames):
            count()
