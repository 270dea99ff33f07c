"""Scenes that add sounds: ``a.wav`` to ``d.wav``, which lie where Manim looks for them."""

from __future__ import annotations

from manim import RIGHT, Create, Scene, Square

from scenes.lesson_scene import LessonScene


class Sounding(Scene):
    """It adds sounds before, between and after its plays."""

    def construct(self) -> None:
        square = Square()
        self.add_sound("a.wav")
        self.play(Create(square), run_time=0.6)
        self.add_sound("b.wav", time_offset=0.2, gain=-6)
        self.wait(1)
        self.next_section("It moves")
        self.play(square.animate.shift(RIGHT), run_time=1)
        self.add_sound("c.wav", time_offset=-0.5)
        self.wait(0.6)


class Skipping(Scene):
    """What it skips takes no time, and is not heard."""

    def construct(self) -> None:
        square = Square()
        self.play(Create(square), run_time=1)
        self.next_section("Not in the film", skip_animations=True)
        self.play(square.animate.shift(RIGHT))
        self.add_sound("a.wav")
        self.next_section("In the film")
        self.play(square.animate.shift(RIGHT))
        self.add_sound("b.wav")
        self.wait(1)


class SoundingLesson(LessonScene):
    title = "A lesson that is heard"
    idea = "Sounds are heard at their moments"

    def construct(self) -> None:
        square = Square()
        with self.beat("It appears", "Here it is."):
            self.play(Create(square), run_time=0.5)
            self.add_sound("a.wav", time_offset=0.1)
            self.add_sound("d.wav", gain=-12, gain_to_background=-20)
        with self.beat("It moves", "Now it moves."):
            self.play(square.animate.shift(RIGHT), run_time=0.5)
            self.add_sound("b.wav")


class SoundLost(LessonScene):
    title = "A sound is lost"
    idea = "It is named with its beat"

    def construct(self) -> None:
        with self.beat("Fine", ""):
            self.wait(0.2)
        with self.beat("Lost", ""):
            self.add_sound("lost.wav")


class SoundTooLoud(Scene):
    def construct(self) -> None:
        self.add(Square())
        self.add_sound("a.wav", gain=40)
        self.add_sound("no_sound.wav")
        self.wait(1)
