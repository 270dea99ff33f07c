"""A very short scene without parameters."""

from __future__ import annotations

from manim import Circle

from scenes.lesson_scene import LessonScene


class OneBeat(LessonScene):
    title = "One beat"
    idea = "A scene may be short"

    def construct(self) -> None:
        self.add(Circle())
        with self.beat("A circle", "This is a circle, and it stands still."):
            self.wait(0.2)
