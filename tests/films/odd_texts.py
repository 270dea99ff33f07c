"""Scenes whose texts are none, or odd."""

from __future__ import annotations

from typing import Any, ClassVar

from manim import Scene

from scenes.lesson_scene import LessonScene


class TitleOfNoText(LessonScene):
    title: ClassVar[Any] = 3
    idea = ""

    def construct(self) -> None:
        self.wait(0.2)


class IdeaOfControl(LessonScene):
    title = "A title"
    idea = "nought: \0"

    def construct(self) -> None:
        self.wait(0.2)


class HalfACharacter(LessonScene):
    title = "A title"
    idea = ""

    def construct(self) -> None:
        with self.beat("A beat", "half: \ud83d"):
            self.wait(0.2)


class SectionOfNoText(Scene):
    def construct(self) -> None:
        name: Any = 3
        self.next_section(name)
        self.wait(0.2)


class Lines(LessonScene):
    idea = "Two\n\nlines"

    def construct(self) -> None:
        with self.beat("A\nbeat", ""):
            self.wait(0.2)
        with self.beat("", ""):
            self.wait(0.2)
