"""A scene whose pictures wait for its words."""

from __future__ import annotations

from manim import Create, FadeOut, Square

from production.film import Film, SceneRef
from scenes.lesson_scene import LessonScene


class Spoken(LessonScene):
    title = "Spoken"
    idea = "What is spoken of moves."

    def construct(self) -> None:
        square = Square()
        with self.beat("Step by step", "Step one is short, and step two, of 0.9, is longer.") as beat:
            beat.until("step two")
            self.play(Create(square), run_time=0.4)
            beat.until("longer")
            self.play(square.animate.scale(0.5), run_time=0.2)
        with self.beat("Away", "And it goes.", speak="And it leaves.") as beat:
            beat.until_said()
            self.play(FadeOut(square), run_time=0.2)


SPOKEN = Film("speaking", "A film that speaks", (SceneRef("tests.films.spoken:Spoken"),))
