"""Scenes whose cameras, or what they do with them, are not as plain as ours needs."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import (
    BLUE,
    DEGREES,
    DOWN,
    GREEN,
    LEFT,
    RED,
    RIGHT,
    UP,
    WHITE,
    YELLOW,
    Camera,
    Circle,
    Create,
    Dot,
    FadeIn,
    ImageMobject,
    Line,
    Mobject,
    MovingCamera,
    MovingCameraScene,
    Rectangle,
    Scene,
    Square,
    Star,
    ThreeDAxes,
    ThreeDScene,
    ValueTracker,
    VMobject,
    ZoomedScene,
    interpolate_color,
)
from manim.renderer.cairo_renderer import CairoRenderer

from scenes.lesson_scene import LessonScene


class Spin(ThreeDScene):
    def construct(self) -> None:
        label = Square(0.5, fill_opacity=1).to_corner(UP + LEFT)
        self.add_fixed_in_frame_mobjects(label)
        self.set_camera_orientation(phi=60 * DEGREES, theta=-45 * DEGREES)
        self.add(ThreeDAxes(), Circle(fill_opacity=0.5))
        self.begin_ambient_camera_rotation(rate=0.5)
        self.wait(0.4)
        self.next_section("It stops")
        self.stop_ambient_camera_rotation()
        self.move_camera(phi=20 * DEGREES, run_time=0.4)
        # Where a point is seen is known of the picture that was drawn last.
        dot = Dot(self.camera.project_point(2 * RIGHT))
        self.add_fixed_in_frame_mobjects(dot)
        self.play(FadeIn(dot), run_time=0.2)


class LessonSpin(LessonScene, ThreeDScene):
    title = "It spins"
    idea = "A lesson may be seen from anywhere."

    def construct(self) -> None:
        with self.beat("It stands", ""):
            self.set_camera_orientation(phi=60 * DEGREES, theta=-45 * DEGREES)
            self.add(ThreeDAxes(), Circle(fill_opacity=0.5))
            self.wait(0.2)
        with self.beat("It spins", ""):
            self.begin_ambient_camera_rotation(rate=0.5)
            self.wait(0.4)
            self.stop_ambient_camera_rotation()
        with self.beat("It stops", ""):
            self.move_camera(phi=20 * DEGREES, run_time=0.4)


class Pan(MovingCameraScene):
    def construct(self) -> None:
        square = Square(fill_opacity=0.5).shift(2 * LEFT)
        self.add(square, Circle().shift(2 * RIGHT))
        self.play(self.camera.frame.animate.move_to(square).set(width=5), run_time=0.4)
        self.next_section("A circle grows")
        self.play(Create(Circle(color=RED).move_to(square)), run_time=0.3)


class Zoom(ZoomedScene):
    def construct(self) -> None:
        dot = Dot(LEFT)
        self.add(dot, Star(color=BLUE).shift(RIGHT))
        self.zoomed_camera.frame.move_to(dot)
        self.activate_zooming(animate=False)
        self.play(dot.animate.shift(0.3 * UP), run_time=0.3)
        self.next_section("It zooms")
        self.play(self.zoomed_camera.frame.animate.scale(2), run_time=0.3)
        self.play(self.zoomed_display.animate.scale(0.7), run_time=0.3)


class Fading(Camera):
    """Shows a little of the picture before, so each depends on all before it."""

    def __init__(self, **kwargs: Any) -> None:
        self.before: Any = None
        super().__init__(**kwargs)

    def capture_mobjects(self, mobjects: Any, **kwargs: Any) -> None:
        super().capture_mobjects(mobjects, **kwargs)
        if self.before is not None:
            self.pixel_array[:] = np.maximum(self.pixel_array, self.before // 2)
        self.before = self.pixel_array.copy()


class Trail(Scene):
    def __init__(self) -> None:
        super().__init__(camera_class=Fading)

    def construct(self) -> None:
        dot = Dot(3 * LEFT)
        self.add(dot)
        self.play(dot.animate.shift(3 * RIGHT), run_time=0.4)
        self.next_section("On")
        self.play(dot.animate.shift(3 * RIGHT), run_time=0.4)


class OwnRenderer(Scene):
    def __init__(self) -> None:
        super().__init__(renderer=CairoRenderer(camera_class=MovingCamera))

    def construct(self) -> None:
        camera: Any = self.camera
        self.add(Square())
        camera.frame.shift(RIGHT)
        self.wait(0.2)


class OtherCamera(Scene):
    def construct(self) -> None:
        self.add(Square())
        self.wait(0.2)
        self.next_section("Red")
        self.renderer.camera = Camera(background_color=RED)
        self.wait(0.2)


class OtherMethod(Scene):
    def construct(self) -> None:
        camera: Any = self.camera
        square = Square(fill_opacity=1)
        self.add(square)
        self.wait(0.2)
        self.next_section("Only strokes")
        camera.apply_fill = lambda ctx, vmobject: camera
        self.play(square.animate.shift(RIGHT), run_time=0.3)


class Mirror(Scene):
    """Shows the picture that stood before, in a corner."""

    def construct(self) -> None:
        camera: Any = self.camera
        square = Square(fill_opacity=0.5, color=BLUE)
        self.play(FadeIn(square), run_time=0.3)
        self.next_section("It is shown again")
        picture = ImageMobject(camera.pixel_array.copy()).scale(0.3).to_corner(UP + LEFT)
        self.add(picture)
        self.play(square.animate.shift(RIGHT), run_time=0.3)


class OwnFrames(Scene):
    def construct(self) -> None:
        self.add(Square())
        self.wait(0.2)
        renderer: Any = self.renderer
        picture = renderer.get_frame()
        picture[:, ::2] = 255
        renderer.add_frame(picture, 2)
        self.wait(0.2)


class FrameMoved(Scene):
    """Moves its camera's frame before anything is drawn, and after."""

    def construct(self) -> None:
        camera: Any = self.camera
        camera.frame_center = 2 * RIGHT
        camera.frame_width, camera.frame_height = 10, 10 / 16 * 9
        square = Square(fill_opacity=0.5)
        picture = ImageMobject(np.tile(np.arange(0, 240, 16, dtype=np.uint8), (8, 1))).scale(20)
        self.add(picture, square)
        self.wait(0.2)
        self.next_section("It moves")
        camera.frame_center = LEFT
        self.play(square.animate.shift(RIGHT), run_time=0.4)


class Thicker(Scene):
    def construct(self) -> None:
        camera: Any = self.camera
        square = Square()
        self.add(Circle(), square)
        self.play(square.animate.shift(RIGHT), run_time=0.2)
        self.next_section("Thicker")
        camera.cairo_line_width_multiple *= 3
        self.play(square.animate.shift(RIGHT), run_time=0.2)


class StillButChanged(Scene):
    """A mobject that stands still by Manim's account is changed by the updater of another."""

    def construct(self) -> None:
        still, moving = Square(fill_opacity=1, color=BLUE).shift(LEFT), Dot(RIGHT)
        self.add(still, moving)
        moving.add_updater(lambda mobject, dt: still.shift(dt * UP))
        self.play(moving.animate.shift(RIGHT), run_time=0.4)
        self.next_section("Later")
        self.wait(0.4)


class Dawn(Scene):
    """Its background changes, by colour and by pixels, beneath what stands and what moves."""

    def construct(self) -> None:
        camera: Any = self.camera
        light = ValueTracker(0)
        sun = Circle(fill_opacity=1, color=YELLOW)

        def rise(mobject: Mobject) -> None:
            camera.background_color = interpolate_color(BLUE, WHITE, light.get_value())

        sun.add_updater(rise)
        self.add(sun)
        self.play(light.animate.set_value(1), run_time=0.4)
        self.next_section("Upon what stands")
        ground = Rectangle(height=2, width=14, color=GREEN, fill_opacity=1).shift(3 * DOWN)
        self.add(ground, sun)
        self.play(light.animate.set_value(0), run_time=0.4)
        self.next_section("By pixels")
        sun.clear_updaters()
        camera.background[100:200] = (255, 0, 0, 255)
        self.play(sun.animate.shift(UP), run_time=0.3)
        camera.background_opacity = 0.4
        self.play(sun.animate.shift(DOWN), run_time=0.3)


class WholeNumbers(Scene):
    """A line whose points are given as whole numbers grows."""

    def construct(self) -> None:
        line = VMobject()
        count = ValueTracker(1)

        def grow(mobject: Mobject) -> None:
            corners = [np.array([x - 5, (x % 2) * 3 - 1, 0]) for x in range(int(count.get_value()) + 1)]
            points = [
                point
                for one, two in zip(corners, corners[1:], strict=False)
                for point in (one, one, two, two)
            ]
            mobject.points = np.array(points)

        line.add_updater(grow)
        self.add(line)
        self.play(count.animate.set_value(10), run_time=0.6)


class Veils(Scene):
    """Many faint things one over another, over a picture, behind and before what moves."""

    def construct(self) -> None:
        picture = ImageMobject(np.tile(np.arange(0, 240, 16, dtype=np.uint8), (8, 1))).scale(40)
        mover = Dot(3 * LEFT, radius=0.4)
        behind = [Square(4, fill_opacity=0.02, color=RED, stroke_width=0).rotate(k / 9) for k in range(60)]
        before = [Square(4, fill_opacity=0.02, color=BLUE).rotate(k / 9) for k in range(120)]
        self.add(*behind, mover, *before)
        self.play(mover.animate.shift(6 * RIGHT), run_time=0.6)
        self.next_section("Upon a picture")
        self.clear()
        self.add(picture, *behind, mover, *before)
        self.play(mover.animate.shift(6 * LEFT), run_time=0.6)


class SharedEdges(Scene):
    """Tiles that meet, before something that moves."""

    def construct(self) -> None:
        mover = Line(5 * LEFT, 5 * RIGHT, stroke_width=40)
        tiles = [
            Square(0.31, fill_opacity=1, stroke_width=0, color=(RED, GREEN, BLUE)[(x + y) % 3]).move_to(
                [0.31 * x - 3, 0.31 * y - 3, 0]
            )
            for x in range(20)
            for y in range(20)
        ]
        self.add(mover, *tiles, *[tile.copy() for tile in tiles])
        self.play(mover.animate.rotate(1), run_time=0.6)
