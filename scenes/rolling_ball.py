"""Rolling ball: plain descent is a ball without mass, and momentum gives it one."""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from manim import (
    DOWN,
    PI,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    Circle,
    Create,
    Line,
    LineJointType,
    VGroup,
    VMobject,
)

from momentum_sim import Array, Bump, Curve, Hillside, Ramp, Roll, mass_and_friction, roll, theory
from scenes import style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.pulse import pulse
from scenes.mobjects.scenery import make_scenery
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import words_on_line

STEEPNESS = 0.7
HILL = Hillside(
    Ramp(STEEPNESS, -5.0, 0.06, 0.025),  # the slope
    Ramp(0.05, 0.06, 0.75, 0.025),  # the flat, which falls a little
    Bump(0.055, 0.365, 0.042),
    Ramp(0.3, 0.485, 0.65, 0.04),  # what lies beyond
)
"""The loss of one parameter; the screen shows one scale for the parameter and the loss."""

BUMP = (0.25, 0.48)
"""From where to where the bump is, for showing it."""

START = -0.9
TIME_STEP = 0.3
"""Seconds of rolling for a step of the optimiser."""

PLAIN = (0.1, 0.0)
HEAVY = (0.01, 0.9)
"""(α, β) of the two balls: with one α/(1 − β) they have one friction, and differ in mass alone."""

TOTAL = float(theory.total_weight(*PLAIN))

ROLLING_TIME = 24.0
ROLL_ALONE = 5.0
"""Seconds of rolling after which the massless ball has all but stopped on the flat."""

AT_ONCE = 0.2
"""Seconds in which the speed that the massless ball has at once is drawn, so that it is seen to come."""

FRICTION = mass_and_friction(*PLAIN, TIME_STEP)[1]
TERMINAL_SPEED = STEEPNESS / FRICTION

UNIT = 6.6
"""Units of the screen for one of the parameter, and for one of the loss."""

FLOOR = -2.5
"""Height on the screen of the lowest ground."""

RING_RADIUS = 0.33
DISC_RADIUS = 0.27
FORCE_LENGTH = 1.1
"""Length on the screen of the pull on the slope."""

GAUGE_LEFT, GAUGE_RIGHT = -1.0, 6.3
GAUGE_RANGE = 1.1
"""What a full gauge shows, in terminal speeds."""

LAW_LINE, FRICTION_LINE = -1.85, -2.4
TOTAL_LINE = 0.0


def release(learning_rate: float, momentum: float) -> Roll:
    """Return the roll, down the hill from rest, of the ball that corresponds to an optimiser."""
    mass, friction = mass_and_friction(learning_rate, momentum, TIME_STEP)
    return roll(HILL, START, mass=mass, friction=friction, duration=ROLLING_TIME)


class Hill(VGroup):
    """The curve from edge to edge of the frame, and the ground under it."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self.profile = curve
        edge = style.FRAME_WIDTH / 2 / UNIT
        self._x = np.linspace(-1.05 * edge, 1.05 * edge, 800)
        self._rise = FLOOR - UNIT * float(curve.height(edge))
        surface = self.to_screen(self._x)
        strides = np.linalg.norm(np.diff(surface, axis=0), axis=-1)
        self._lengths = np.concatenate([[0.0], np.cumsum(strides)])
        bottom = -style.FRAME_HEIGHT / 2
        corners = [(surface[-1, 0], bottom, 0), (surface[0, 0], bottom, 0), surface[0]]
        self.ground = VMobject(stroke_width=0, fill_color=style.PANEL, fill_opacity=1)
        self.ground.set_points_as_corners([*surface, *corners])
        self.surface = VMobject(stroke_color=style.MUTED_INK, stroke_width=5)
        self.surface.joint_type = LineJointType.ROUND
        self.surface.set_points_as_corners(surface)
        self.add(self.ground, self.surface)
        make_scenery(self)

    def to_screen(self, x: npt.ArrayLike) -> Array:
        """Map parameters of shape ``(...)`` to points of the surface, ``(..., 3)``."""
        across = np.asarray(x, dtype=float)
        height = self._rise + UNIT * self.profile.height(across)
        return np.stack([UNIT * across, height, np.zeros_like(across)], axis=-1)

    def piece(self, left: float, right: float) -> VMobject:
        """Return a piece of the surface, to mark it."""
        marked = VMobject(joint_type=LineJointType.ROUND)
        return marked.set_points_as_corners(self.to_screen(np.linspace(left, right, 60)))

    def tangent(self, x: float) -> Array:
        """Return the direction of the surface, to the right, of length 1."""
        along = np.array([1.0, float(self.profile.slope(x)), 0.0])
        return np.asarray(along / np.linalg.norm(along))

    def centre_of_ball(self, x: float, radius: float) -> Array:
        """Return the centre of a ball of this radius that touches the surface above ``x``."""
        along = self.tangent(x)
        clearance = radius + self.surface.get_stroke_width() / 200
        centre: Array = self.to_screen(x) + clearance * np.array([-along[1], along[0], 0.0])
        return centre

    def distance(self, x: float) -> float:
        """Return the length of the surface, on the screen, from the left edge to above ``x``."""
        return float(np.interp(x, self._x, self._lengths))


class Ball(LiveGroup):
    """A ball on the hill: a ring without mass, or a disc whose spokes turn as it rolls."""

    def __init__(self, hill: Hill, radius: float, color: str, *, solid: bool) -> None:
        super().__init__()
        self._hill = hill
        self.radius = radius
        self.rim = Circle(radius=radius, stroke_color=color, stroke_width=6)
        self.spokes = VGroup()
        self.add(self.rim, self.spokes)
        if solid:
            self.rim.set_stroke(width=0).set_fill(color, opacity=1)
            self.spokes.add(Line(stroke_color=style.BACKGROUND, stroke_width=style.THIN) for _ in range(2))
        self.set_to(START)

    def set_to(self, x: float) -> Self:
        """Place the ball on the hill above ``x``, turned by rolling there from the start."""
        centre = self._hill.centre_of_ball(x, self.radius)
        self.rim.move_to(centre)
        turned = (self._hill.distance(START) - self._hill.distance(x)) / self.radius
        for number, spoke in enumerate(self.spokes):
            angle = turned + number * PI / 2
            arm = 0.85 * self.radius * np.array([np.cos(angle), np.sin(angle), 0.0])
            spoke.set_points_as_corners([centre - arm, centre + arm])
        return self


class Forces(VGroup):
    """The forces on a ball along the hill, pull and friction, to scale."""

    def __init__(self, hill: Hill, ball: Ball, friction: float) -> None:
        super().__init__()
        self._hill, self._ball, self._friction = hill, ball, friction
        self.pull = VectorArrow((0, 0, 0), (0, 0, 0), style.GRADIENT)
        self.friction = VectorArrow((0, 0, 0), (0, 0, 0), style.MUTED_INK)
        self.add(self.pull, self.friction)
        self.set_to(START, 0.0)

    def set_to(self, x: float, speed: float) -> Self:
        """Show the forces on the ball above ``x``."""
        self.pull.put(*self._ends(x, -float(self._hill.profile.slope(x)), 0.0))
        # At different heights, as both point backwards on the way up the bump.
        self.friction.put(*self._ends(x, -self._friction * speed, 0.6))
        return self

    def _ends(self, x: float, force: float, height: float) -> tuple[Array, Array]:
        along, radius = self._hill.tangent(x), self._ball.radius
        up = np.array([-along[1], along[0], 0.0])
        rim = np.sqrt(1 - height**2) * radius * np.sign(force)
        start = self._hill.centre_of_ball(x, radius) + rim * along + height * radius * up
        return start, start + FORCE_LENGTH * force / STEEPNESS * along


class SpeedGauge(LiveGroup):
    """A ball's name, its α and β, and under them a bar as long as its speed."""

    def __init__(
        self, top: float, name: str, mass: str, method: tuple[float, float], color: str, *, solid: bool
    ) -> None:
        super().__init__()
        alpha, beta = method
        baseline = top * UP
        self.label = words_on_line(name, baseline + GAUGE_LEFT * RIGHT, color=color, bold=True)
        place = self.label.get_right()[0] + style.GAP
        self.mass = words_on_line(mass, baseline + place * RIGHT, style.LABEL_SIZE, color=style.MUTED_INK)
        self.beta = words_on_line(f"$beta$ = {beta:g}", baseline, style.LABEL_SIZE).set_x(GAUGE_RIGHT, RIGHT)
        self.alpha = words_on_line(f"$alpha$ = {alpha:g}", baseline, style.LABEL_SIZE)
        self.alpha.set_x(GAUGE_RIGHT - 1.5, RIGHT)
        start = np.array([GAUGE_LEFT, top - 0.32, 0.0])
        width = (GAUGE_RIGHT - GAUGE_LEFT) * RIGHT
        self.track = Line(start, start + width, stroke_color=style.CONTOUR, stroke_width=3)
        terminal = start + width / GAUGE_RANGE
        self.mark = Line(terminal + 0.13 * UP, terminal + 0.2 * DOWN, stroke_color=style.INK, stroke_width=4)
        self.bar = VMobject(stroke_color=color, stroke_width=4, fill_color=color, fill_opacity=solid)
        self.add(self.label, self.mass, self.alpha, self.beta, self.track, self.bar, self.mark)
        self.set_to(0.0)

    def set_to(self, speed: float) -> Self:
        """Show a speed, to the right or to the left."""
        left, half = self.track.get_left(), 0.11
        right = left + (self.mark.get_x() - left[0]) * abs(speed) / TERMINAL_SPEED * RIGHT
        corners = (left + half * UP, right + half * UP, right + half * DOWN, left + half * DOWN)
        self.bar.set_points_as_corners([*corners, corners[0]])
        return self


class RollingBall(LessonScene):
    """Two balls on one hill, by one clock: without mass and with."""

    title = "A ball with mass"
    idea = "Plain descent is a ball without mass; momentum gives it one."

    def construct(self) -> None:
        self.rules = momentum_rules()
        self.add(self.rules)
        self.lay_out_the_hill()
        self.roll_without_mass()
        self.race_down_the_slope()
        self.meet_the_bump()
        self.leave_the_rules()

    def lay_out_the_hill(self) -> None:
        """Make what the beats show."""
        self.hill = Hill(HILL)
        self.alone = Ball(self.hill, RING_RADIUS, style.INK, solid=True)
        self.ring = Ball(self.hill, RING_RADIUS, style.PLAIN_DESCENT, solid=False)
        self.disc = Ball(self.hill, DISC_RADIUS, style.MOMENTUM, solid=True)
        self.ring_gauge = SpeedGauge(
            1.85, "gradient descent", "no mass", PLAIN, style.PLAIN_DESCENT, solid=False
        )
        self.disc_gauge = SpeedGauge(0.87, "momentum", "mass", HEAVY, style.MOMENTUM, solid=True)
        baseline = self.ring_gauge.mark.get_top() + 0.8 * UP
        left = np.array([GAUGE_LEFT, baseline[1], 0.0])
        self.speed = words_on_line("speed", left, style.LABEL_SIZE, color=style.MUTED_INK)
        self.top_speed = words_on_line("top speed", baseline, style.LABEL_SIZE).set_x(baseline[0])
        total = f"$alpha$/(1 − $beta$) = {TOTAL:g} for both, so one top speed"
        assert np.isclose(theory.total_weight(*HEAVY), TOTAL)
        self.total = words_on_line(total, TOTAL_LINE * UP, style.LABEL_SIZE)
        # To the right, clear of the balls.
        self.total.set_x(GAUGE_RIGHT, RIGHT)
        law = "mass × acceleration = #slope[pull] − #muted[friction]"
        self.law = VGroup(
            words_on_line(law, (style.SAFE_LEFT, LAW_LINE, 0), style.LABEL_SIZE),
            words_on_line(
                "friction grows with speed",
                (style.SAFE_LEFT, FRICTION_LINE, 0),
                style.LABEL_SIZE,
                color=style.MUTED_INK,
            ),
        )
        self.bump = self.hill.piece(*BUMP).set_stroke(style.INK, 9)

    def roll_without_mass(self) -> None:
        with self.beat(
            "Two balls",
            "The usual picture is a rolling ball. But plain descent is a ball without mass: "
            "it moves only while something pulls.",
        ) as beat:
            self.play(FadeIn(self.hill.ground), Create(self.hill.surface), run_time=1.2)
            self.play(FadeIn(self.alone), run_time=style.CALM)
            beat.until("But plain descent")
            forces = Forces(self.hill, self.alone, FRICTION)
            rim, spokes = self.alone
            self.play(
                rim.animate.set_fill(opacity=0).set_stroke(style.PLAIN_DESCENT, 6),
                spokes.animate.set_stroke(opacity=0),
                self._fade_term("kept", style.FADED),
                FadeIn(self.ring_gauge, self.speed),
                GrowVector(forces.pull),
                run_time=1.0,
            )
            self.let_go(self.alone, PLAIN, self.ring_gauge, forces)
            self.wait(ROLL_ALONE)
            beat.until_said()
        self.alone_and_pull = (self.alone, forces.pull)

    def race_down_the_slope(self) -> None:
        forces = [Forces(self.hill, ball, FRICTION) for ball in (self.ring, self.disc)]
        with self.beat(
            "Slope and flat",
            "On the slope, pull and top speed are equal. The massless ball has it at once, and leads. "
            "On the flat it all but stops; the heavy one coasts.",
        ) as beat:
            for mobject in (*self.alone_and_pull, self.ring_gauge):
                mobject.clear_updaters()
            self.play(FadeOut(*self.alone_and_pull), run_time=style.QUICK)
            self.ring_gauge.set_to(0)
            self.play(
                FadeIn(self.ring, self.disc, self.disc_gauge),
                FadeIn(self.law),
                self._fade_term("kept", 1),
                run_time=0.6,
            )
            self.play(*(GrowVector(force.pull) for force in forces), run_time=0.6)
            beat.until("top speed")
            self.play(FadeIn(self.top_speed, self.total), run_time=style.CALM)
            beat.until("The massless ball")
            self.let_go(self.ring, PLAIN, self.ring_gauge, forces[0])
            self.let_go(self.disc, HEAVY, self.disc_gauge, forces[1])
            self.add(*(force.friction for force in forces))
            beat.until("On the flat")
            self.play(self._fade_term("push", style.FADED), run_time=style.CALM)
            beat.until("the heavy one")
            self.play(pulse(self._term("kept"), 1.08), run_time=style.CALM)
            beat.until_said()

    def meet_the_bump(self) -> None:
        with self.beat(
            "A bump",
            "The heavy one clears the bump. Whether it does depends on the bump, the run-up, alpha and beta.",
        ) as beat:
            self.play(self._fade_term("push", 1), run_time=style.CALM)
            beat.until("the bump, the run-up")
            self.play(Create(self.bump), run_time=style.CALM)
            gauges = (self.ring_gauge, self.disc_gauge)
            beat.until("alpha")
            self.play(*(pulse(gauge.alpha, 1.08) for gauge in gauges), run_time=style.CALM)
            beat.until("beta")
            self.play(*(pulse(gauge.beta, 1.08) for gauge in gauges), run_time=style.CALM)
            beat.until_said()

    def leave_the_rules(self) -> None:
        self.add(self.rules)  # Whole again: its terms were faded one by one.
        leaving = [mobject for mobject in self.picture if mobject is not self.rules]
        self.always_update_mobjects = False
        for mobject in leaving:
            mobject.clear_updaters()
        self.cross_over(*(FadeOut(mobject) for mobject in leaving), run_time=1.0)

    def let_go(self, ball: Ball, method: tuple[float, float], gauge: SpeedGauge, forces: Forces) -> None:
        """Let a ball roll in real time from now on, while the scene waits too."""
        released, rolled = self.time, release(*method)

        def elapsed() -> float:
            return float(np.clip(self.time - released, 0.0, ROLLING_TIME))

        def position() -> float:
            return float(rolled.position_at(elapsed()))

        def speed() -> float:
            drawn = 1.0 if rolled.mass else min(1.0, elapsed() / AT_ONCE)
            return drawn * float(rolled.speed_at(elapsed()))

        ball.follow(position)
        gauge.follow(speed)
        for force in forces:
            force.add_updater(lambda _: forces.set_to(position(), speed()))
        self.always_update_mobjects = True

    def _term(self, name: str) -> VGroup:
        """Return a term of the velocity's rule."""
        term: VGroup = self.rules[0].select(name)
        return term

    def _fade_term(self, name: str, opacity: float) -> Animation:
        return ApplyMethod(self._term(name).set_fill, {"opacity": opacity})
