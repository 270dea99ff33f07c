"""Plain Manim scenes, which know nothing of this project: ``python render.py examples/plain.py:Spin``."""

from __future__ import annotations

from manim import DEGREES, PI, Create, Rotate, Scene, Square, Surface, ThreeDAxes, ThreeDScene


class Turn(Scene):
    """A square turns; its sections become beats."""

    def construct(self) -> None:
        square = Square()
        self.next_section("It comes")
        self.play(Create(square), run_time=0.5)
        self.next_section("It turns")
        self.play(Rotate(square, PI / 2), run_time=0.5)


class Spin(ThreeDScene):
    """A saddle, seen from all around."""

    def construct(self) -> None:
        axes = ThreeDAxes()
        saddle = Surface(
            lambda u, v: axes.c2p(u, v, (u**2 - v**2) / 4), u_range=(-2, 2), v_range=(-2, 2), resolution=12
        )
        self.set_camera_orientation(phi=70 * DEGREES, theta=-60 * DEGREES)
        self.add(axes, saddle)
        self.move_camera(theta=30 * DEGREES, run_time=1)
