"""A scene that tests edit while it is watched."""

from __future__ import annotations

from manim import Square

from scenes.lesson_scene import LessonScene

SIDES = (2, 1)


class Mine(LessonScene):
    title = "Mine"
    idea = "It is edited."

    def construct(self) -> None:
        for number, side in enumerate(SIDES, 1):
            with self.beat(f"Beat {number}", "A square."):
                self.add(Square(side))
                self.wait(0.2)
