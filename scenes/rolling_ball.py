"""Rolling ball: plain descent is a ball without mass, and momentum gives it one."""

from __future__ import annotations

from typing import Self

import numpy as np
import numpy.typing as npt
from manim import (
    DL,
    DOWN,
    PI,
    RIGHT,
    UP,
    UR,
    Animation,
    ApplyMethod,
    Circle,
    Create,
    Line,
    LineJointType,
    Mobject,
    Typst,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
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
from scenes.mobjects.typography import words, words_on_line

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

RUN_UP = (START, 0.06)
"""From where to where the heavy ball gathers its speed."""

ROLLING_TIME = 24.0
PACE_ALONE, PACE = 1.0, 1.25
"""Seconds of rolling in a second of the film, of the first ball and of the two, seen from afar.

From near they are fewer, so that nothing runs faster over the screen.
"""

AT_ONCE = 0.45
"""Seconds in which the speed that the massless ball has at once is drawn, so that it is seen to come."""

FRICTION = mass_and_friction(*PLAIN, TIME_STEP)[1]
TERMINAL_SPEED = STEEPNESS / FRICTION

UNIT = 6.1
"""Units of the screen for one of the parameter, and for one of the loss."""

FLOOR = -2.5
"""Height on the screen of the lowest ground."""

NEAR, FOCUS = 1.4, np.array([2.2, -2.4, 0.0])
"""How many times as large the flat and the bump are seen from near, and the point that stays where it is."""

SURFACE_WIDTH, RING_WIDTH = 5.0, 6.0
BALL_RADIUS = 0.3
LEAST_FILL = 0.02
BACK_LANE = 0.62
"""How much higher on the screen the lane behind is, where the massless ball rolls: above what passes it."""
PULL_LENGTH = 0.6
"""Length on the screen of the pull on the slope."""

FAINTEST_PULL, PLAIN_PULL = 0.05, 0.3
"""Lengths on the screen: up to the first a pull would be a crumb, and is not seen; from the second, whole."""

GAUGE_LEFT, GAUGE_RIGHT = -0.5, 6.3
GAUGE_TOPS, BAR_CLEARANCE, BAR_HEIGHT = (1.9, 0.92), 0.34, 0.26
"""The names' baselines, and from there down to the middles of the bars."""
ALPHA_LEFT, BETA_LEFT = 3.0, 4.9
"""Where α and β begin."""
SPEED_LINE, TOTAL_LINE = 2.52, -0.1

GAUGE_RANGE = 1.1
"""What a full gauge shows, in terminal speeds."""


def release(learning_rate: float, momentum: float, start: float = START) -> Roll:
    """Return the roll, down the hill from rest, of the ball that corresponds to an optimiser."""
    mass, friction = mass_and_friction(learning_rate, momentum, TIME_STEP)
    return roll(HILL, start, mass=mass, friction=friction, duration=ROLLING_TIME)


class Hill(VGroup):
    """The curve from edge to edge of the frame, the ground under it, and the curve again, a lane behind."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self.profile = curve
        edge = style.FRAME_WIDTH / 2 / UNIT
        self._x = np.linspace(-1.05 * edge, 1.05 * edge, 1200)
        self._rise = FLOOR - UNIT * float(curve.height(edge))
        self.ground = VMobject(stroke_width=0, fill_color=style.PANEL, fill_opacity=1)
        self.surface = VMobject(stroke_color=style.MUTED_INK)
        self.behind = VMobject(stroke_color=style.MUTED_INK)
        self.way = VMobject(stroke_width=0, fill_color=style.FAINT_INK, fill_opacity=0.4)
        for line in (self.surface, self.behind):
            line.joint_type = LineJointType.ROUND
            line.set_stroke(width=SURFACE_WIDTH)
        self.lane = 0.0
        """How far behind the second curve is."""
        self.look_from(1.0)
        strides = np.linalg.norm(np.diff(self.to_screen(self._x), axis=0), axis=-1)
        self._lengths = np.concatenate([[0.0], np.cumsum(strides)])
        self.add(self.ground.set_z_index(-3), self.way.set_z_index(-2))
        self.add(*(line.set_z_index(-1) for line in (self.behind, self.surface)))
        make_scenery(self)

    def move_the_lane(self, height: float) -> None:
        """Let the second curve be so much higher on the screen than the first."""
        self.lane = height
        self.look_from(self.zoom)

    def look_from(self, zoom: float) -> None:
        """Draw the hill ``zoom`` times as large; what stands on it follows when it is set next."""
        self.zoom = zoom
        surface, back = self.to_screen(self._x), self.to_screen(self._x, self.lane)
        bottom = -style.FRAME_HEIGHT / 2
        corners = [(surface[-1, 0], bottom, 0), (surface[0, 0], bottom, 0), surface[0]]
        self.ground.set_points_as_corners([*surface, *corners])
        self.way.set_points_as_corners([*surface, *back[::-1], surface[0]])
        self.surface.set_points_as_corners(surface)
        self.behind.set_points_as_corners(back)

    def to_screen(self, x: npt.ArrayLike, lane: float = 0.0) -> Array:
        """Map parameters of shape ``(...)`` to points of the surface, ``(..., 3)``, in front or in a lane."""
        across = np.asarray(x, dtype=float)
        height = self._rise + UNIT * self.profile.height(across) + lane
        seen_from_afar = np.stack([UNIT * across, height, np.zeros_like(across)], axis=-1)
        points: Array = FOCUS + self.zoom * (seen_from_afar - FOCUS)
        return points

    def piece(self, left: float, right: float) -> VMobject:
        """Return a piece of the surface, to mark it."""
        marked = VMobject(joint_type=LineJointType.ROUND)
        return marked.set_points_as_corners(self.to_screen(np.linspace(left, right, 40)))

    def tangent(self, x: float) -> Array:
        """Return the direction of the surface, to the right, of length 1."""
        along = np.array([1.0, float(self.profile.slope(x)), 0.0])
        return np.asarray(along / np.linalg.norm(along))

    def centre_of_ball(self, x: float, radius: float, lane: float = 0.0) -> Array:
        """Return the centre of a ball of this radius that touches the surface above ``x``."""
        along = self.tangent(x)
        clearance = self.zoom * radius + SURFACE_WIDTH / 200
        centre: Array = self.to_screen(x, lane) + clearance * np.array([-along[1], along[0], 0.0])
        return centre

    def distance(self, x: float) -> float:
        """Return the length of the surface, seen from afar, from the left edge to above ``x``."""
        return float(np.interp(x, self._x, self._lengths))


class Ball(LiveGroup):
    """A ball on the hill: a ring without mass, or a disc whose spokes turn as it rolls."""

    def __init__(self, hill: Hill, radius: float, color: str, *, solid: bool, lane: float = 0.0) -> None:
        super().__init__()
        self._hill, self._lane = hill, lane
        self.radius = radius
        self.rim = Circle(radius=radius, stroke_color=color)
        self._rim_width = 0.0 if solid else RING_WIDTH
        self.core = Circle(radius=radius, stroke_width=0, fill_color=color, fill_opacity=1)
        # Dark, so that it is told from what it passes.
        self.core.set_stroke(style.BACKGROUND, 8, background=True)
        self.spokes = VGroup()
        self.add(self.rim, self.spokes)
        if not solid:
            # Hollow, and yet what pulls the other ball does not show through.
            self.core.set_fill(style.BACKGROUND).set_stroke(width=0, background=True)
        self.add_to_back(self.core)
        if solid:
            self.spokes.add(Line(stroke_color=style.BACKGROUND, stroke_width=style.THIN) for _ in range(2))
        self.filled = 1.0
        """The share of its radius to which it is filled."""
        self.set_to(START)

    def set_to(self, x: float) -> Self:
        """Place the ball on the hill above ``x``, turned by rolling there from the start."""
        centre, zoom = self._hill.centre_of_ball(x, self.radius, self._lane), self._hill.zoom
        width = 2 * self.radius * zoom
        self.rim.scale_to_fit_width(width).move_to(centre).set_stroke(width=self._rim_width)
        self.core.scale_to_fit_width(width * max(self.filled, LEAST_FILL)).move_to(centre)
        turned = (self._hill.distance(START) - self._hill.distance(x)) / self.radius
        for number, spoke in enumerate(self.spokes):
            angle = turned + number * PI / 2
            arm = 0.85 * self.filled * width / 2 * np.array([np.cos(angle), np.sin(angle), 0.0])
            spoke.set_points_as_corners([centre - arm, centre + arm]).set_stroke(width=style.THIN)
        return self

    def lose_fill(self, share: float) -> None:
        """Let the ball become a ring of plain descent's colour, as its fill shrinks to nothing."""
        self.rim.set_stroke(style.PLAIN_DESCENT)
        self._rim_width = RING_WIDTH * min(1.0, 4 * share)
        self.filled = 1 - share
        if self.filled <= LEAST_FILL:
            VGroup(self.core, self.spokes).set_opacity(0)


class Pull(VGroup):
    """The pull on a ball along the hill, to scale, and its name."""

    def __init__(self, hill: Hill, lane: float = 0.0) -> None:
        super().__init__()
        self._hill, self._lane = hill, lane
        self.strength = 1.0
        """How far it is faded in."""
        self.arrow = VectorArrow((0, 0, 0), (0, 0, 0), style.GRADIENT)
        self.add(self.arrow)

    def set_to(self, x: float) -> Self:
        """Show the pull on the ball above ``x``."""
        force, zoom = -float(self._hill.profile.slope(x)), self._hill.zoom
        along = self._hill.tangent(x)
        start = self._hill.centre_of_ball(x, BALL_RADIUS, self._lane)
        start = start + zoom * BALL_RADIUS * np.sign(force) * along
        length = PULL_LENGTH * force / STEEPNESS
        # Its tip and its shaft are as many times as large as it is.
        self.arrow.put(start, start + length * along).scale(zoom, about_point=start)
        seen = (abs(length) - FAINTEST_PULL) / (PLAIN_PULL - FAINTEST_PULL)
        self.set_opacity(self.strength * float(np.clip(seen, 0, 1)))
        return self

    def put_strength(self, strength: float) -> None:
        """Be so strong from the next time on that it is set."""
        self.strength = strength

    def label(self) -> Typst:
        """Return the arrow's name, to stand under it in the ground, clear of the way of the balls."""
        foot = self._hill.to_screen(self.arrow.end[0] / UNIT)
        return words("pull", style.BODY_SIZE, color=style.GRADIENT).next_to(foot, DL, buff=0.25)


class SpeedGauge(LiveGroup):
    """A ball's name, and under it a bar as long as its speed.

    What its mass is, and its α and β, stand beside the name, but come and go by themselves.
    """

    def __init__(
        self, top: float, name: str, mass: str, method: tuple[float, float], color: str, *, solid: bool
    ) -> None:
        super().__init__()
        baseline = top * UP
        start = baseline + GAUGE_LEFT * RIGHT
        self.label = words_on_line(name, start, style.HEADING_SIZE, color=color, bold=True)
        self.mass = words_on_line(mass, baseline + (self.label.get_right()[0] + style.GAP) * RIGHT)
        self.alpha, self.beta = (
            words_on_line(f"${letter}$ = {value:g}", baseline + left * RIGHT, style.HEADING_SIZE)
            for letter, value, left in zip(("alpha", "beta"), method, (ALPHA_LEFT, BETA_LEFT), strict=True)
        )
        start = start + BAR_CLEARANCE * DOWN
        width = (GAUGE_RIGHT - GAUGE_LEFT) * RIGHT
        self.track = Line(start, start + width, stroke_color=style.CONTOUR, stroke_width=3)
        terminal = start + width / GAUGE_RANGE
        reach = BAR_HEIGHT / 2
        self.mark = Line(terminal + reach * UP, terminal + (reach + 0.08) * DOWN)
        self.mark.set_stroke(style.INK, 4)
        # What is not filled hides the track too.
        fill = color if solid else style.BACKGROUND
        self.bar = VMobject(stroke_color=color, stroke_width=4, fill_color=fill, fill_opacity=1)
        self.add(self.label, self.track, self.bar, self.mark)
        self.set_to(0.0)

    def set_to(self, speed: float) -> Self:
        """Show a speed, to the right or to the left."""
        left, half = self.track.get_left(), BAR_HEIGHT / 2
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
        self.lose_the_mass()
        self.race_down_the_slope()
        self.meet_the_bump()
        self.leave_the_rules()

    def lay_out_the_hill(self) -> None:
        """Make what the beats show."""
        self.hill = Hill(HILL)
        self.alone = Ball(self.hill, BALL_RADIUS, style.INK, solid=True)
        self.ring = Ball(self.hill, BALL_RADIUS, style.PLAIN_DESCENT, solid=False, lane=BACK_LANE)
        self.disc = Ball(self.hill, BALL_RADIUS, style.MOMENTUM, solid=True)
        # All that rolls in front is before all that rolls behind.
        self.disc.set_z_index(2)
        self.ball_names = VGroup(
            words("no mass", color=style.PLAIN_DESCENT, bold=True).next_to(self.ring, UR, buff=0),
            words("mass", color=style.MOMENTUM, bold=True).next_to(self.disc, DL, buff=0.1),
        )
        ring_line, disc_line = GAUGE_TOPS
        self.ring_gauge = SpeedGauge(
            ring_line, "gradient descent", "no mass", PLAIN, style.PLAIN_DESCENT, solid=False
        )
        self.disc_gauge = SpeedGauge(disc_line, "momentum", "mass", HEAVY, style.MOMENTUM, solid=True)
        self.speed = words_on_line("speed", (GAUGE_LEFT, SPEED_LINE, 0), color=style.MUTED_INK)
        ring_mark, disc_mark = self.ring_gauge.mark, self.disc_gauge.mark
        self.top_speed = words_on_line("top speed", SPEED_LINE * UP).set_x(GAUGE_RIGHT, RIGHT)
        under_the_words = ring_mark.get_x() * RIGHT + (self.top_speed.get_bottom()[1] - 0.08) * UP
        self.top_speed_line = VGroup(
            Line(under_the_words, ring_mark.get_top()), Line(ring_mark.get_bottom(), disc_mark.get_top())
        ).set_stroke(style.MUTED_INK, style.THIN)
        assert np.isclose(theory.total_weight(*HEAVY), TOTAL)
        same = f"$alpha\\/(1 - beta)$ = {TOTAL:g} for both"
        self.same = words_on_line(same, TOTAL_LINE * UP).set_x(GAUGE_RIGHT, RIGHT)
        self.bump = self.hill.piece(*BUMP).set_stroke(style.INK, 9)
        self.now, self.last_speed = START, 0.0
        self.paces = [(0.0, PACE_ALONE)]
        """Seconds of the film, and how many seconds of rolling then pass in one."""
        self.run_up = self.hill.piece(*RUN_UP).set_stroke(style.INK, 9)

    def lose_the_mass(self) -> None:
        """Let the usual ball roll, and lose its mass on the way."""
        with self.beat(
            "Two balls",
            "The usual picture is a rolling ball. But plain descent is a ball without mass: "
            "it moves only while something pulls.",
        ) as beat:
            # The line first: neither ball nor ground is there before it.
            self.play(
                FadeIn(self.hill.ground, self.hill.way, rate_func=squish_rate_func(smooth, 0.5, 1)),
                Create(self.hill.surface, rate_func=squish_rate_func(smooth, 0, 0.7)),
                FadeIn(self.alone, rate_func=squish_rate_func(smooth, 0.2, 0.7)),
                run_time=0.6,
            )
            self.add(self.hill)  # Whole: its line lies on the way.
            self.let_go(self.alone, HEAVY)
            beat.until("plain descent")
            self.alone.add_updater(lambda _: self.ring_gauge.set_to(self.last_speed))
            self.play(
                FadeIn(self.ring_gauge, self.ring_gauge.mass, self.speed, run_time=0.6),
                # It still rolls as it loses its mass, so that this is seen.
                UpdateFromAlphaFunc(
                    self.alone,
                    lambda _, alpha: self.alone.lose_fill(alpha),
                    rate_func=squish_rate_func(smooth, 0.1, 1),
                ),
                self._fade_term("kept", style.FADED),
                run_time=1.1,
            )
            pull = Pull(self.hill)
            self.alone.clear_updaters()
            self.let_go(self.alone, PLAIN, self.ring_gauge, pull, start=self.now)
            self.play(
                UpdateFromAlphaFunc(pull, lambda _, alpha: pull.put_strength(alpha)), run_time=style.QUICK
            )
        self.alone_and_pull = (self.alone, pull)

    def race_down_the_slope(self) -> None:
        """Let both balls go, each on its lane: one leads on the slope, the other coasts on the flat."""
        pulls = [Pull(self.hill, lane).set_to(START) for lane in (BACK_LANE, 0.0)]
        pulls[1].set_z_index(1)
        with self.beat(
            "Slope and flat",
            "On the slope, pull and top speed are equal. The massless ball has it at once, and leads. "
            "On the flat it all but stops; the heavy one coasts.",
        ) as beat:
            self.always_update_mobjects = False
            for mobject in (*self.alone_and_pull, self.ring_gauge):
                mobject.clear_updaters()
            last = self.last_speed
            self.change_pace(PACE, 0.8)
            late = squish_rate_func(smooth, 0.4, 1)
            self.play(
                FadeOut(*self.alone_and_pull, rate_func=squish_rate_func(smooth, 0, 0.4)),
                UpdateFromAlphaFunc(self.ring_gauge, lambda gauge, alpha: gauge.set_to((1 - alpha) * last)),
                UpdateFromAlphaFunc(self.hill, lambda hill, alpha: hill.move_the_lane(alpha * BACK_LANE)),
                FadeIn(self.ring, self.disc, self.ball_names, rate_func=late),
                FadeIn(self.disc_gauge, self.disc_gauge.mass, rate_func=late),
                self._fade_term("kept", 1),
                run_time=0.8,
            )
            self.last_speed = 0.0
            beat.until("pull")
            name = pulls[1].label()
            self.play(*(GrowVector(pull.arrow) for pull in pulls), FadeIn(name), run_time=0.5)
            self.add(*pulls)
            self.let_go(self.ring, PLAIN, self.ring_gauge, pulls[0])
            self.let_go(self.disc, HEAVY, self.disc_gauge, pulls[1])
            top_speed = FadeIn(self.top_speed, self.top_speed_line, self.same)
            self.play(FadeOut(name, self.ball_names), top_speed, run_time=style.QUICK)
            beat.until("On the flat")
            said = FadeOut(self.same, self.top_speed, self.top_speed_line)
            self.play(self.look_from(NEAR, 1.2), said)
            beat.until("the heavy one")
            # By now nothing pulls on either.
            self.play(self._fade_term("push", style.FADED), pulse(self._term("kept")), run_time=style.CALM)

    def meet_the_bump(self) -> None:
        """Let the heavy ball clear the bump, and mark what that depends on."""
        with self.beat(
            "A bump",
            "The heavy one clears the bump. Whether it does depends on the bump, the run-up, alpha and beta.",
        ) as beat:
            self.play(self._fade_term("push", 1), run_time=style.CALM)
            beat.until("Whether")
            gauges = (self.ring_gauge, self.disc_gauge)
            alphas, betas = (VGroup(getattr(gauge, name) for gauge in gauges) for name in ("alpha", "beta"))
            self.play(
                self.look_from(1.0, 1.2),
                FadeOut(*(gauge.mass for gauge in gauges), run_time=style.QUICK),
                FadeIn(
                    alphas.set_opacity(style.FADED),
                    betas.set_opacity(style.FADED),
                    rate_func=squish_rate_func(smooth, 0.4, 1),
                ),
            )
            beat.until("the bump, the run-up")
            self.play(Create(self.bump), run_time=0.5)
            beat.until("run-up")
            self.play(Create(self.run_up), run_time=0.6)
            for name, numbers in (("alpha", alphas), ("beta", betas)):
                beat.until(name)
                self.play(numbers.animate.set_opacity(1), run_time=0.2)
                self.play(*(pulse(number) for number in numbers), run_time=0.35)

    def leave_the_rules(self) -> None:
        self.wait(0.6)  # On what it depends, all of it.
        self.add(self.rules)  # Whole again: its terms were faded one by one.
        leaving = [mobject for mobject in self.picture if mobject is not self.rules]
        self.always_update_mobjects = False
        for mobject in leaving:
            mobject.clear_updaters()
        self.hill.remove(self.hill.ground)
        self.cross_over(
            # So dark a fill goes in few levels, and evenly only if it goes fast.
            FadeOut(self.hill.ground, run_time=0.3),
            *(FadeOut(mobject) for mobject in leaving),
            run_time=style.QUICK,
        )

    def look_from(self, zoom: float, run_time: float) -> Animation:
        """Return the animation that comes nearer to the flat and the bump, or goes back."""
        before = self.hill.zoom
        self.change_pace(PACE / zoom, run_time)

        def look(_: Mobject, share: float) -> None:
            self.hill.look_from(before * (zoom / before) ** share)

        return UpdateFromAlphaFunc(self.hill, look, rate_func=smooth, run_time=run_time)

    def let_go(
        self,
        ball: Ball,
        method: tuple[float, float],
        gauge: SpeedGauge | None = None,
        pull: Pull | None = None,
        *,
        start: float = START,
    ) -> None:
        """Let a ball roll from now on, while the scene waits too."""
        released, rolled = self.rolling_time(), release(*method, start)

        def elapsed() -> float:
            return float(np.clip(self.rolling_time() - released, 0.0, ROLLING_TIME))

        before = self.last_speed

        def position() -> float:
            self.now = float(rolled.position_at(elapsed()))
            if gauge is None:
                speed()
            return self.now

        def speed() -> float:
            drawn = 1.0 if rolled.mass else smooth(min(1.0, elapsed() / AT_ONCE))
            self.last_speed = before + drawn * (float(rolled.speed_at(elapsed())) - before)
            return self.last_speed

        ball.follow(position)
        if gauge is not None:
            gauge.follow(speed)
        if pull is not None:
            pull.add_updater(lambda arrow: arrow.set_to(float(rolled.position_at(elapsed()))))
        self.always_update_mobjects = True

    def change_pace(self, pace: float, run_time: float) -> None:
        """Let the clock by which all rolls come to another pace."""
        self.paces += [(self.time, self.paces[-1][1]), (self.time + run_time, pace)]

    def rolling_time(self) -> float:
        """Return the seconds of rolling from the scene's start until now."""
        moments, paces = np.array(self.paces).T
        until_now = np.append(moments[moments < self.time], self.time)
        return float(np.trapezoid(np.interp(until_now, moments, paces), until_now))

    def _term(self, name: str) -> VGroup:
        """Return a term of the velocity's rule."""
        term: VGroup = self.rules[0].select(name)
        return term

    def _fade_term(self, name: str, opacity: float) -> Animation:
        return ApplyMethod(self._term(name).set_fill, {"opacity": opacity})
