"""Rolling ball: plain descent is a ball without mass, and momentum gives it one."""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    Circle,
    Create,
    Indicate,
    Line,
    LineJointType,
    Succession,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
)

from momentum_sim import Array, Bump, Curve, Hillside, Ramp, Roll, mass_and_friction, roll
from scenes import style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.scenery import make_scenery
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import words, words_on_line

STEEPNESS = 0.7
HILL = Hillside(
    Ramp(STEEPNESS, -5.0, 0.06, 0.025),  # the slope
    Ramp(0.05, 0.06, 0.75, 0.025),  # the flat, which falls a little
    Bump(0.055, 0.365, 0.042),
    Ramp(0.3, 0.485, 0.65, 0.04),  # what lies beyond
)
"""The loss of one parameter; the screen shows one scale for the parameter and the loss."""

START = -0.92
TIME_STEP = 0.3
"""Seconds of rolling for a step of the optimiser."""

PLAIN = (0.1, 0.0)
HEAVY = (0.01, 0.9)
LIGHTER = (0.02, 0.8)
"""(α, β) of the three balls: with one α/(1 − β) they have one friction, and differ in mass alone."""

ROLLING_TIME = 20.0
ROLL_ALONE = 5.0
ON_THE_FLAT, AT_THE_BUMP, CLEAR_OF_THE_BUMP = 6.8, 7.7, 9.8
"""Seconds of rolling: how long the massless ball rolls alone, and where the heavy one then is."""

LIGHTER_TURNED_BACK = 8.0
"""Seconds of rolling after which the lighter ball is turned back by the bump."""

FRICTION = mass_and_friction(*PLAIN, TIME_STEP)[1]
TERMINAL_SPEED = STEEPNESS / FRICTION

UNIT = 6.6
"""Units of the screen for one of the parameter, and for one of the loss."""

FLOOR = -2.5
"""Height on the screen of the lowest ground."""

RING_RADIUS = 0.33
DISC_RADIUS = 0.27
LIGHTER_RADIUS = 0.19
FORCE_LENGTH = 1.1
"""Length on the screen of gravity on the slope."""

GAUGE_LEFT = 0.0
GAUGE_WIDTH = 6.3
GAUGE_RANGE = 1.15
"""What a full gauge shows, in terminal speeds."""


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
    """The forces on a ball along the hill, gravity and friction, to scale."""

    def __init__(self, hill: Hill, ball: Ball, rolled: Roll, clock: ValueTracker) -> None:
        super().__init__()
        self._hill, self._ball, self._rolled, self._clock = hill, ball, rolled, clock
        self.gravity = VectorArrow((0, 0, 0), (0, 0, 0), style.GRADIENT)
        self.friction = VectorArrow((0, 0, 0), (0, 0, 0), style.MUTED_INK)
        self.add(self.gravity, self.friction)
        self.gravity.add_updater(lambda arrow: arrow.put(*self._ends_of_gravity()))
        self.friction.add_updater(lambda arrow: arrow.put(*self._ends_of_friction()))
        self.update()

    def _ends_of_gravity(self) -> tuple[Array, Array]:
        x = float(self._rolled.position_at(self._clock.get_value()))
        return self._ends(x, -float(self._hill.profile.slope(x)), 0.0)

    def _ends_of_friction(self) -> tuple[Array, Array]:
        now = self._clock.get_value()
        x, speed = float(self._rolled.position_at(now)), float(self._rolled.speed_at(now))
        # At different heights, as both point backwards on the way up the bump.
        return self._ends(x, -self._rolled.friction * speed, 0.6)

    def _ends(self, x: float, force: float, height: float) -> tuple[Array, Array]:
        along, radius = self._hill.tangent(x), self._ball.radius
        up = np.array([-along[1], along[0], 0.0])
        rim = np.sqrt(1 - height**2) * radius * np.sign(force)
        start = self._hill.centre_of_ball(x, radius) + rim * along + height * radius * up
        return start, start + FORCE_LENGTH * force / STEEPNESS * along


class SpeedGauge(LiveGroup):
    """A ball's name and mass, and under them a bar as long as its speed; β and α are added later."""

    def __init__(
        self, top: float, name: str, method: tuple[float, float], color: str, *, solid: bool
    ) -> None:
        super().__init__()
        alpha, beta = method
        mass, _ = mass_and_friction(alpha, beta, TIME_STEP)
        size, baseline = style.LABEL_SIZE, np.array([GAUGE_LEFT, top, 0.0])
        self.label = words_on_line(name, baseline, size, color=color, bold=True)
        in_words = f"mass {mass:.1f}" if mass else "mass 0"
        self.mass = words_on_line(in_words, baseline + 1.25 * RIGHT, size, color=style.MUTED_INK)
        method_in_words = f"$beta = {beta:g}, thick alpha = {alpha:g}$"
        self.method = words_on_line(method_in_words, baseline + 2.65 * RIGHT, size)
        start = np.array([GAUGE_LEFT, top - 0.32, 0.0])
        self.track = Line(start, start + GAUGE_WIDTH * RIGHT, stroke_color=style.FAINT_INK, stroke_width=3)
        terminal = start + GAUGE_WIDTH / GAUGE_RANGE * RIGHT
        self.mark = Line(terminal + 0.2 * UP, terminal + 0.2 * DOWN, stroke_color=style.INK, stroke_width=4)
        self.bar = VMobject(stroke_color=color, stroke_width=4, fill_color=color, fill_opacity=solid)
        self.add(self.label, self.mass, self.track, self.bar, self.mark)
        self.set_to(0.0)

    def set_to(self, speed: float) -> Self:
        """Show a speed, to the right or to the left."""
        left, half = self.track.get_start(), 0.11
        right = left + GAUGE_WIDTH / GAUGE_RANGE * abs(speed) / TERMINAL_SPEED * RIGHT
        corners = (left + half * UP, right + half * UP, right + half * DOWN, left + half * DOWN)
        self.bar.set_points_as_corners([*corners, corners[0]])
        return self


class RollingBall(LessonScene):
    """Two balls on one hill, by one clock: without mass and with; then a third, too light for the bump."""

    title = "A ball with mass"
    idea = "The ball in the usual picture has no mass; momentum gives it one."

    def construct(self) -> None:
        self.rules = momentum_rules()
        self.add(self.rules)
        self.lay_out_the_hill()
        self.roll_without_mass()
        self.give_it_mass()
        self.meet_the_bump()
        self.leave_the_rules()

    def lay_out_the_hill(self) -> None:
        """Make what the beats show."""
        self.hill = Hill(HILL)
        self.rolls = {method: release(*method) for method in (PLAIN, HEAVY, LIGHTER)}
        self.clock, self.later_clock = ValueTracker(0), ValueTracker(0)
        self.ring = Ball(self.hill, RING_RADIUS, style.PLAIN_DESCENT, solid=False)
        self.disc = Ball(self.hill, DISC_RADIUS, style.MOMENTUM, solid=True)
        self.lighter = Ball(self.hill, LIGHTER_RADIUS, style.MOMENTUM, solid=True)
        self.ring_gauge = SpeedGauge(1.9, "Plain", PLAIN, style.PLAIN_DESCENT, solid=False)
        self.disc_gauge = SpeedGauge(0.95, "Heavy", HEAVY, style.MOMENTUM, solid=True)
        self.lighter_gauge = SpeedGauge(0.0, "Lighter", LIGHTER, style.MOMENTUM, solid=True)
        self._connect(self.ring, self.ring_gauge, PLAIN, self.clock)
        self._connect(self.disc, self.disc_gauge, HEAVY, self.clock)
        self._connect(self.lighter, self.lighter_gauge, LIGHTER, self.later_clock)
        mark = self.ring_gauge.mark.get_top()
        line = mark + 0.72 * UP
        self.speed = words_on_line(
            "speed", (GAUGE_LEFT, line[1], 0), style.SMALLEST_SIZE, color=style.MUTED_INK
        )
        label = words_on_line("terminal speed", line, style.SMALLEST_SIZE).set_x(mark[0] - 0.12)
        self.terminal = VGroup(label, Line(label.get_bottom() + 0.12 * (RIGHT + DOWN), mark))
        self.terminal[1].set_stroke(style.INK, style.HAIRLINE)
        self.ring_forces = Forces(self.hill, self.ring, self.rolls[PLAIN], self.clock)
        self.disc_forces = Forces(self.hill, self.disc, self.rolls[HEAVY], self.clock)
        law = "mass × acceleration = #slope[gravity] − #muted[friction]"
        self.law = words(law).move_to((-6.3, -2.6, 0), aligned_edge=LEFT)
        scale = f"one step = {TIME_STEP:g} s; friction = {FRICTION:.1f} × speed, for every ball"
        self.scale = words(scale, style.LABEL_SIZE, color=style.MUTED_INK)
        self.scale.next_to(self.law, DOWN, buff=0.22, aligned_edge=LEFT)

    def roll_without_mass(self) -> None:
        with self.beat(
            "Two balls",
            "The usual picture is a rolling ball. But plain descent is a ball with no mass: "
            "it moves only as fast as the slope beneath it.",
        ):
            self.play(FadeIn(self.hill.ground), Create(self.hill.surface), run_time=1.4)
            ball = Ball(self.hill, RING_RADIUS, style.INK, solid=True)
            self.play(FadeIn(ball, shift=0.5 * DOWN), run_time=0.8)
            self.wait(0.6)
            self.play(
                FadeOut(ball),
                FadeIn(self.ring),
                self._fade_term("kept", style.FADED),
                FadeIn(self.ring_gauge, self.speed),
                run_time=1.2,
            )
            self.play(FadeIn(self.ring_forces.gravity), run_time=0.6)
            self._roll_until(ROLL_ALONE)

    def give_it_mass(self) -> None:
        with self.beat(
            "Slope and flat",
            "Give it mass. On the slope it speeds up until friction nearly balances gravity. "
            "On the flat, the massless ball all but stops. The heavy one coasts, and slows.",
        ):
            self.play(FadeOut(self.ring, self.ring_forces.gravity), run_time=0.3)
            self.clock.set_value(0)
            self.play(
                FadeIn(self.ring, self.disc, self.disc_gauge),
                self._fade_term("kept", 1),
                run_time=0.8,
            )
            self.add(self.disc_forces)
            self.play(FadeIn(self.law, self.terminal), run_time=0.8)
            self.wait(1.2)
            self._roll_until(ON_THE_FLAT)
            coasting = Succession(Wait(0.2), Indicate(self._term("kept"), 1.35, style.VELOCITY, run_time=1.2))
            self._roll_until(AT_THE_BUMP, self._fade_term("push", style.FADED), coasting)

    def meet_the_bump(self) -> None:
        with self.beat(
            "The bump",
            "The bump stops one and not the other. Whether momentum clears a bump depends on "
            "alpha and beta. It is a side effect, not the point.",
        ):
            self._roll_until(CLEAR_OF_THE_BUMP, self._fade_term("push", 1))
            self._roll_until(CLEAR_OF_THE_BUMP + 0.8, FadeIn(self.lighter, self.lighter_gauge))
            self._roll_until(
                CLEAR_OF_THE_BUMP + 0.8 + LIGHTER_TURNED_BACK,
                _running(self.later_clock, LIGHTER_TURNED_BACK),
                FadeIn(*self._methods(), self.scale, run_time=1.2),
            )

    def leave_the_rules(self) -> None:
        picture = (
            *(self.hill, self.ring, self.disc, self.lighter, self.disc_forces),
            *(self.ring_gauge, self.disc_gauge, self.lighter_gauge, *self._methods()),
            *(self.speed, self.terminal, self.law, self.scale),
        )
        for mobject in picture:
            mobject.clear_updaters()
        self.cross_over(*(FadeOut(mobject) for mobject in picture), run_time=1.0)

    def _methods(self) -> list[VMobject]:
        """Return each ball's β and α, as written in its gauge."""
        return [gauge.method for gauge in (self.ring_gauge, self.disc_gauge, self.lighter_gauge)]

    def _term(self, name: str) -> VGroup:
        """Return a term of the velocity's rule."""
        term: VGroup = self.rules[0].select(name)
        return term

    def _fade_term(self, name: str, opacity: float) -> Animation:
        return ApplyMethod(self._term(name).set_fill, {"opacity": opacity})

    def _roll_until(self, moment: float, *animations: Animation) -> None:
        """Let the balls roll in real time."""
        self.play(_running(self.clock, moment), *animations)

    def _connect(
        self, ball: Ball, gauge: SpeedGauge, method: tuple[float, float], clock: ValueTracker
    ) -> None:
        """Let a ball and its gauge follow the roll of a method."""
        rolled = self.rolls[method]
        ball.follow(lambda: float(rolled.position_at(clock.get_value())))

        def speed() -> float:
            # A ball is held until it is released; without mass it then has its full speed at once.
            now = clock.get_value()
            return float(rolled.speed_at(now)) if now > 0 else 0.0

        gauge.follow(speed)


def _running(clock: ValueTracker, moment: float) -> Animation:
    """Return the animation that runs a clock to a moment in real time."""
    run_time = moment - clock.get_value()
    return ApplyMethod(clock.set_value, moment, run_time=run_time, rate_func=linear)
