"""Scenes whose cameras, or what they do with them, are not as plain as ours needs."""

from __future__ import annotations

import random
from itertools import pairwise
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
    Add,
    Blink,
    Camera,
    ChangeSpeed,
    Circle,
    Create,
    Dot,
    FadeIn,
    ImageMobject,
    LaggedStart,
    Line,
    Mobject,
    MovingCamera,
    MovingCameraScene,
    Rectangle,
    Scene,
    Square,
    Star,
    StreamLines,
    Succession,
    ThreeDAxes,
    ThreeDScene,
    ValueTracker,
    VMobject,
    Wait,
    ZoomedScene,
    interpolate_color,
)
from manim.renderer.cairo_renderer import CairoRenderer
from PIL import Image

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
        self.stop_ambient_camera_rotation()  # type: ignore[no-untyped-call]
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
            self.stop_ambient_camera_rotation()  # type: ignore[no-untyped-call]
        with self.beat("It stops", ""):
            self.move_camera(phi=20 * DEGREES, run_time=0.4)


class Pan(MovingCameraScene):
    def construct(self) -> None:
        camera: Any = self.camera
        square = Square(fill_opacity=0.5).shift(2 * LEFT)
        self.add(square, Circle().shift(2 * RIGHT))
        self.play(camera.frame.animate.move_to(square).set(width=5), run_time=0.4)
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


class FreshContext(Scene):
    """Makes Manim's Cairo context follow its camera's frame."""

    def construct(self) -> None:
        camera: Any = self.camera
        square = Square(fill_opacity=0.5)
        self.add(square)
        self.wait(0.2)
        self.next_section("It moves")
        camera.frame_center = LEFT
        camera.pixel_array_to_cairo_context.clear()
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
        moving.add_updater(lambda _: still.shift(0.1 * UP))
        self.play(moving.animate.shift(RIGHT), run_time=0.4)
        self.next_section("Later")
        self.play(moving.animate.shift(LEFT), run_time=0.4)


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
    """A line whose points are given as whole numbers goes its way."""

    def construct(self) -> None:
        line, steps = VMobject(), ValueTracker(0)
        corners = np.array([[-5, -1, 0], [-4, 2, 0], [-3, -1, 0], [-2, 2, 0]])

        def go(mobject: Mobject) -> None:
            points = np.array([point for one, two in pairwise(corners) for point in (one, one, two, two)])
            points[:, 0] += int(steps.get_value())
            mobject.points = points

        line.add_updater(go)
        self.add(line)
        self.play(steps.animate.set_value(6), run_time=0.6)


class Veils(Scene):
    """Many faint things one over another, over a picture, behind and before what moves."""

    def construct(self) -> None:
        pixels = np.tile(np.arange(0, 240, 16, dtype=np.uint8), (8, 1))
        mover = Dot(3 * LEFT, radius=0.4)
        behind = [Square(4, fill_opacity=0.02, color=RED, stroke_width=0).rotate(k / 9) for k in range(60)]
        before = [Square(4, fill_opacity=0.02, color=BLUE).rotate(k / 9) for k in range(250)]
        self.add(*behind, mover, *before)
        self.play(mover.animate.shift(6 * RIGHT), run_time=0.6)
        self.next_section("Upon a picture")
        self.clear()
        self.add(ImageMobject(pixels).scale(40), *behind, mover, *before)
        self.play(mover.animate.shift(6 * LEFT), run_time=0.6)


class SharedEdges(Scene):
    """Tiles upon each other that all end in the first fiftieth of a pixel, before something that moves."""

    def construct(self) -> None:
        mover = Line(5 * LEFT, 5 * RIGHT, stroke_width=40)
        height = 2 * 60.02 / 60
        tiles = [
            Square(height, fill_opacity=1, stroke_width=0, color=(RED, GREEN, BLUE)[k % 3]).shift(
                k % 2 * RIGHT
            )
            for k in range(220)
        ]
        self.add(mover, *tiles)
        self.play(mover.animate.rotate(1), run_time=0.6)


class ColouredByPictures(Scene):
    """Lines that a picture colours: those that follow one another are drawn together."""

    def construct(self) -> None:
        picture = Image.new("RGB", (16, 9), (255, 0, 0))
        lines = [Line(2 * LEFT, 2 * RIGHT, stroke_width=3).rotate(k / 20) for k in range(60)]
        for line in lines:
            line.color_using_background_image(picture)
        mover = Dot(3 * LEFT)
        self.add(*lines[:30], mover, *lines[30:])
        self.wait(0.2)
        self.next_section("Something moves between")
        self.play(mover.animate.shift(6 * RIGHT), run_time=0.4)


class Flow(Scene):
    """Lines of a flow: random, driven by time, coloured by a picture."""

    def construct(self) -> None:
        lines = StreamLines(
            lambda at: np.sin(at[0] / 2) * UP + np.cos(at[1] / 2) * LEFT,
            x_range=[-3, 3, 0.5],
            y_range=[-2, 2, 0.5],
            stroke_width=3,
            max_anchors_per_line=15,
        )
        self.add(lines)
        lines.start_animation(warm_up=False, flow_speed=1.5)
        self.wait(0.4)
        self.next_section("On")
        self.wait(0.4)


class Random(Scene):
    """Drawn by chance, of Python's and of NumPy's."""

    def construct(self) -> None:
        for at in range(5):
            point = np.array([random.random() * 6, np.random.random() * 3, 0])  # noqa: NPY002
            self.add(Dot(point, radius=0.1 + at / 20))
        self.wait(0.2)
        self.next_section("More")
        self.play(Create(Square(random.random() * 3)), run_time=0.2)


def change_speed(scene: Scene) -> None:
    dot, turning = Dot(2 * LEFT), Dot(2 * RIGHT)
    ChangeSpeed.add_updater(turning, lambda mobject, dt: mobject.rotate_about_origin(dt))
    scene.add(dot, turning)
    speeds = {0.3: 1, 0.4: 0.1, 0.6: 0.1, 1: 1}
    scene.play(ChangeSpeed(Wait(0.4), speedinfo=dict(speeds)))
    move: Any = dot.animate
    moved = move(run_time=0.4).shift(4 * RIGHT)
    scene.play(ChangeSpeed(moved, speedinfo=dict(speeds), affects_speed_updaters=False))


class Speeds(Scene):
    def construct(self) -> None:
        change_speed(self)


class LessonSpeeds(LessonScene):
    title = "Speeds"
    idea = "A play may change its speed."

    def construct(self) -> None:
        with self.beat("One", ""):
            change_speed(self)
        with self.beat("Two", ""):
            change_speed(self)


class NoLength(Scene):
    """Groups with parts of no length."""

    def construct(self) -> None:
        dots = [Dot(x * RIGHT) for x in range(4)]
        self.play(LaggedStart(*(Add(dot) for dot in dots), lag_ratio=0.5, run_time=0.4))
        self.play(Succession(Add(Square()), Wait(0.4), Add(Circle())))
        self.next_section("It blinks")
        self.play(Blink(dots[0], blinks=2, time_on=0.2, time_off=0.2))
