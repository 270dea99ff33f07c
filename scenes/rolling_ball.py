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
    Animation,
    ApplyMethod,
    Circle,
    Create,
    Line,
    LineJointType,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

from momentum_sim import Array, Bump, Curve, Hillside, Ramp, Roll, mass_and_friction, roll
from scenes import style
from scenes.exact_time import to_frames
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import GrowVector, heavy_arrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.pulse import pulse
from scenes.mobjects.scenery import make_scenery
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import fast_forward, words, words_on_line

STEEPNESS = 0.4
FLAT = (0.0, 0.1)
"""From where to where the ground is almost level, before the bump."""

STEEPEST, TOP = 0.13, 0.16
"""Where the way up the bump is steepest, and where it is highest."""

HILL = Hillside(
    Ramp(STEEPNESS, -5.0, FLAT[0], 0.014),  # the slope, so long that both balls come near to one top speed
    Ramp(0.02, FLAT[0], 1.5, 0.014),  # from there on it falls a little
    Bump(0.0232, TOP, TOP - STEEPEST),
    Ramp(0.32, 0.208, 0.35, 0.02),  # what lies beyond
)
"""The loss of one parameter; the screen shows one scale for the parameter and the loss."""

BUMP = (0.09, 0.228)
"""From where to where the bump is, for showing it."""

START, SHORTER_START = -0.6, -0.25
"""Where the two balls start, and where one does from which it does not get over the bump."""

TIME_STEP = 0.3
"""Seconds of rolling for a step of the optimiser."""

PLAIN = (0.1, 0.0)
HEAVY = (0.01, 0.9)
"""(α, β) of the two balls: with one α/(1 − β) they have one friction, and differ in mass alone."""

ROLLING_TIME = 24.0
PACE_ALONE, PACE = 0.95, 1.45
"""Seconds of rolling in a second of the film, of the first ball and of those that race."""

FASTER = 2
"""How many times as fast the last ball rolls in the film."""

AT_ONCE = 0.2
"""Seconds in which the speed that the massless ball has at once is drawn, so that it is seen to come."""

FRICTION = mass_and_friction(*PLAIN, TIME_STEP)[1]
TERMINAL_SPEED = STEEPNESS / FRICTION

UNIT = 12.0
"""Units of the screen for one of the parameter, and for one of the loss."""

MIDDLE = -0.108
"""The parameter in the middle of the frame."""

FLOOR = -2.6
"""Height on the screen of the lowest ground."""

FRONT, BACK = 0, 1
"""Momentum's lane, and plain descent's, straight above it, so that neither ball seems ahead."""
LANES_APART = 1.1
BACK_OPACITY = 0.5
"""Of the ground behind, which is a little darker than that in front."""

SURFACE_WIDTH, RING_WIDTH = 5.0, 6.0
BALL_RADIUS = 0.03
"""Of the parameter, as the hill is."""

AHEAD, BEHIND, LIFT = UNIT * BALL_RADIUS + 0.22, UNIT * BALL_RADIUS + 0.06, 0.34
"""How far from a ball's centre its pull begins, clear of the gate before it, and how far above: clear of the
ground where that bends.
"""
GATE_GAP, START_MARK = 0.03, 0.25
"""How far before a ball its gate is, and how deep in the ground what is left of that marks the start."""
LEAST_FILL = 0.02
LEAST_PULL = 0.08
"""The least share of the pull on the slope that is drawn: less would be a speck."""
PULL_LENGTH, PULL_NAME_GAP = 0.8, 0.12
"""Length on the screen of the pull on the slope, and how far above it its name is."""

GAUGE_LEFT, GAUGE_RIGHT = 1.0, 6.35
GAUGE_COLUMNS = (3.7, 5.1)
"""Where, beside the names, the masses begin, or α and β."""
GAUGE_TOPS, BAR_CLEARANCE, BAR_HEIGHT = (2.2, 1.05), 0.4, 0.24
"""The names' baselines, and from there down to the middles of the bars."""
BAR_LEFT = 2.2
"""Where the bars begin, beside the word for what they show."""
SPEED_DROP, NOTE_DROP = 0.09, 0.56
"""From a bar's middle down to that word's baseline, and to that of what is said below the lower bar."""


def release(learning_rate: float, momentum: float, start: float = START) -> Roll:
    """Return the roll, down the hill from rest, of the ball that corresponds to an optimiser."""
    mass, friction = mass_and_friction(learning_rate, momentum, TIME_STEP)
    return roll(HILL, start, mass=mass, friction=friction, duration=ROLLING_TIME)


class Hill(VGroup):
    """The curve from edge to edge of the frame, with the ground under it, and a second lane behind."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self.profile = curve
        edge = style.FRAME_WIDTH / 2 / UNIT
        self._x = MIDDLE + np.linspace(-1.05 * edge, 1.05 * edge, 1200)
        height = curve.height(self._x)
        self._lowest = float(curve.height(MIDDLE + edge))
        steps = np.hypot(np.diff(self._x), np.diff(height))
        self._lengths = np.concatenate([[0.0], np.cumsum(steps)])
        self.grounds, self.edges = VGroup(), VGroup()
        for opacity, depth in ((BACK_OPACITY, -5), (1, -3)):
            ground = VMobject(stroke_width=0, fill_color=style.PANEL, fill_opacity=opacity)
            line = VMobject(
                stroke_color=style.MUTED_INK, stroke_width=SURFACE_WIDTH, joint_type=LineJointType.ROUND
            )
            self.grounds.add(ground.set_z_index(depth))
            self.edges.add(line.set_z_index(depth + 1))
        self.back, self.surface = self.edges
        self.look(apart=0)
        self.add(self.grounds, self.edges)
        make_scenery(self)

    def look(self, *, apart: float) -> Self:
        """Draw it with its lanes so far apart."""
        self.apart = apart * UP
        line, bottom = self.to_screen(self._x), -style.FRAME_HEIGHT / 2
        corners = [(line[-1, 0], bottom, 0), (line[0, 0], bottom, 0)]
        for ground, edge, up in zip(self.grounds, self.edges, (self.apart, 0 * UP), strict=True):
            ground.set_points_as_corners([*(line + up), *corners, line[0] + up])
            edge.set_points_as_corners(line + up)
        return self

    def to_screen(self, x: npt.ArrayLike) -> Array:
        """Map parameters of shape ``(...)`` to points of the surface, ``(..., 3)``."""
        across = np.asarray(x, dtype=float)
        height = FLOOR + UNIT * (self.profile.height(across) - self._lowest)
        return np.stack([UNIT * (across - MIDDLE), height, np.zeros_like(across)], axis=-1)

    def piece(self, left: float, right: float) -> VMobject:
        """Return a piece of the surface, to mark it."""
        marked = VMobject(joint_type=LineJointType.ROUND)
        return marked.set_points_as_corners(self.to_screen(np.linspace(left, right, 40)))

    def axes_at(self, x: float) -> tuple[Array, Array]:
        """Return the directions along the surface, to the right, and away from it, each of length 1."""
        along = np.array([1.0, float(self.profile.slope(x)), 0.0])
        along /= np.linalg.norm(along)
        return along, np.array([-along[1], along[0], 0.0])

    def centre_of_ball(self, x: float) -> Array:
        """Return the centre of a ball that touches the surface above ``x``, in the front lane."""
        above = UNIT * BALL_RADIUS + SURFACE_WIDTH / 200
        centre: Array = self.to_screen(x) + above * self.axes_at(x)[1]
        return centre

    def distance(self, x: float) -> float:
        """Return the length of the surface, in units of the parameter, from the left edge to above ``x``."""
        return float(np.interp(x, self._x, self._lengths))


class Ball(LiveGroup):
    """A ball on the hill: a ring without mass, or a disc whose spokes turn as it rolls."""

    def __init__(self, hill: Hill, color: str, *, solid: bool, lane: int = FRONT) -> None:
        super().__init__()
        self.hill, self._lane = hill, lane
        self.rim = Circle(stroke_color=color)
        self.rim.set_stroke(width=0 if solid else RING_WIDTH)
        self.core = Circle(stroke_width=0, fill_color=color, fill_opacity=1)
        self.spokes = VGroup()
        self.add(self.rim)
        if solid:
            self.spokes.add(Line(stroke_color=style.BACKGROUND, stroke_width=style.THIN) for _ in range(2))
            self.add(self.core, self.spokes)
        self.filled = 1.0
        """The share of its radius to which it is filled."""
        self.set_to(START)

    def centre_at(self, x: float) -> Array:
        """Return its centre when it is above ``x``."""
        centre: Array = self.hill.centre_of_ball(x) + self._lane * self.hill.apart
        return centre

    def set_to(self, x: float) -> Self:
        """Place the ball on the hill above ``x``, turned by rolling there from the start."""
        self.x = x
        centre, radius = self.centre_at(x), UNIT * BALL_RADIUS
        self.rim.scale_to_fit_width(2 * radius).move_to(centre)
        self.core.scale_to_fit_width(2 * radius * max(self.filled, LEAST_FILL)).move_to(centre)
        turned = (self.hill.distance(START) - self.hill.distance(x)) / BALL_RADIUS
        for number, spoke in enumerate(self.spokes):
            angle = turned + number * PI / 2
            arm = 0.85 * self.filled * radius * np.array([np.cos(angle), np.sin(angle), 0.0])
            spoke.set_points_as_corners([centre - arm, centre + arm])
        return self

    def show_at(self, opacity: float) -> None:
        """Let a filled ball be seen only so far."""
        VGroup(self.core, self.spokes).set_opacity(opacity)

    def lose_fill(self, share: float) -> None:
        """Let the ball become a ring of plain descent's colour, as its fill shrinks to nothing."""
        self.rim.set_stroke(style.PLAIN_DESCENT, RING_WIDTH * min(1.0, 4 * share))
        self.filled = 1 - share
        if self.filled <= LEAST_FILL:
            self.show_at(0)


class Pull(LiveGroup):
    """The pull on a ball along the hill, to scale; it begins on the side of the ball to which it pulls."""

    def __init__(self, ball: Ball) -> None:
        super().__init__()
        self._ball = ball
        self.arrow = heavy_arrow((0, 0, 0), (0, 0, 0), style.GRADIENT)
        self.add(self.arrow)
        self.set_to(ball.x)

    def set_to(self, x: float) -> Self:
        """Show the pull on the ball above ``x``."""
        self.share = -float(self._ball.hill.profile.slope(x)) / STEEPNESS
        along, away = self._ball.hill.axes_at(x)
        start = self._ball.centre_at(x) + (AHEAD if self.share > 0 else -BEHIND) * along + LIFT * away
        drawn = self.share if abs(self.share) > LEAST_PULL else 0.0
        self.arrow.put(start, start + PULL_LENGTH * drawn * along)
        return self


class SpeedGauge(LiveGroup):
    """A bar as long as a ball's speed, and its ``label``; above, ``heading`` and ``mass``."""

    def __init__(self, top: float, name: str, mass: str, color: str) -> None:
        super().__init__()
        self.heading = words_on_line(name, (GAUGE_LEFT, top, 0), style.HEADING_SIZE, color=color, bold=True)
        self.mass = words_on_line(mass, (GAUGE_COLUMNS[0], top, 0))
        middle = top - BAR_CLEARANCE
        self.label = words_on_line("speed", (GAUGE_LEFT, middle - SPEED_DROP, 0))
        left, right = ((x, middle, 0) for x in (BAR_LEFT, GAUGE_RIGHT))
        self.track = Line(left, right, stroke_color=style.CONTOUR, stroke_width=3)
        self.bar = VMobject(stroke_color=color, stroke_width=4, fill_color=color, fill_opacity=1)
        self.add(self.label, self.track, self.bar)
        self.set_to(0.0)

    def set_to(self, speed: float) -> Self:
        """Show a speed, to the right or to the left."""
        self.speed = speed
        left, half = self.track.get_left(), BAR_HEIGHT / 2
        right = left + self.track.width * abs(speed) / TERMINAL_SPEED * RIGHT
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
        self.hill = Hill(HILL).look(apart=LANES_APART)
        self.alone = Ball(self.hill, style.INK, solid=True)
        self.disc = Ball(self.hill, style.MOMENTUM, solid=True).set_z_index(2)
        self.ring = Ball(self.hill, style.PLAIN_DESCENT, solid=False, lane=BACK)
        self.pulls = [Pull(ball).set_z_index(1) for ball in (self.ring, self.disc)]
        self.gate = self.gate_before(START, lanes=2)
        self.lower_gate = self.gate_before(SHORTER_START, lanes=1)
        self.pull_name = words("pull", style.HEADING_SIZE, color=style.GRADIENT, bold=True)
        ring_line, disc_line = GAUGE_TOPS
        self.ring_gauge = SpeedGauge(ring_line, "plain descent", "no mass", style.PLAIN_DESCENT)
        self.disc_gauge = SpeedGauge(disc_line, "momentum", "mass", style.MOMENTUM)
        self.rates = [
            words_on_line(f"${name}$ = {rate:g}", (x, disc_line, 0))
            for name, rate, x in zip(("alpha", "beta"), HEAVY, GAUGE_COLUMNS, strict=True)
        ]
        top, foot = (
            GAUGE_RIGHT * RIGHT + (gauge.track.get_y() + out * (BAR_HEIGHT / 2 + 0.06)) * UP
            for gauge, out in ((self.ring_gauge, 1), (self.disc_gauge, -1))
        )
        self.one_top_speed = Line(top, foot).set_stroke(style.INK, 8)
        below = (BAR_LEFT, self.disc_gauge.track.get_y() - NOTE_DROP, 0)
        # The one makes up for what the other keeps.
        learning_rates = (
            words_on_line(f"#muted[$alpha$ = {rate:g}]", (GAUGE_COLUMNS[1], line, 0))
            for line, (rate, _) in zip(GAUGE_TOPS, (PLAIN, HEAVY), strict=True)
        )
        self.top = VGroup(words_on_line("same top speed", below).set_x(GAUGE_RIGHT, RIGHT), *learning_rates)
        self.faster = fast_forward(FASTER, below)
        self.shorter = words("shorter run-up").next_to(self.hill.to_screen(SHORTER_START / 2), DL, buff=0.25)
        self.bump, self.run_up = (
            self.hill.piece(*ends).set_stroke(style.INK, 9)
            for ends in (BUMP, (MIDDLE + self.lower_gate.get_x() / UNIT, FLAT[0]))
        )
        self.hill.look(apart=0)  # As it is at first: one lane.

    def gate_before(self, x: float, *, lanes: int) -> Line:
        """Return a gate across lanes, close before a ball that is to start above ``x``."""
        radius = UNIT * BALL_RADIUS
        corner = self.hill.centre_of_ball(x) + (radius + GATE_GAP) * RIGHT
        foot = self.hill.to_screen(MIDDLE + corner[0] / UNIT)
        top = corner + (radius + (lanes - 1) * LANES_APART) * UP
        return Line(foot, top).set_stroke(style.INK, 4)

    def open_gate(self, gate: Line) -> Animation:
        """Let a gate sink into the ground, where what is left of it marks the start."""
        foot = gate.get_start()
        return ApplyMethod(gate.put_start_and_end_on, foot + START_MARK * DOWN, foot)

    def lose_the_mass(self) -> None:
        """Let the usual ball roll, and lose its mass on the way."""
        with self.beat(
            "Two balls",
            "The usual picture is a rolling ball. But plain descent is a ball without mass: "
            "it moves only while something pulls.",
        ) as beat:
            # The line first: neither ball nor ground is there before it.
            self.play(
                FadeIn(self.hill.grounds, rate_func=squish_rate_func(smooth, 0.5, 1)),
                Create(self.hill.edges, lag_ratio=0, rate_func=squish_rate_func(smooth, 0, 0.7)),
                FadeIn(self.alone, rate_func=squish_rate_func(smooth, 0.2, 0.7)),
                run_time=0.6,
            )
            self.add(self.hill)
            self.let_go(self.alone, HEAVY, pace=PACE_ALONE)
            beat.until("plain descent")
            # It still rolls as it loses its mass, so that this is seen.
            pull = Pull(self.alone).follow(lambda: self.alone.x)
            self.play(
                UpdateFromAlphaFunc(pull, lambda pull, alpha: pull.set_opacity(alpha), introducer=True),
                UpdateFromAlphaFunc(self.alone, lambda _, alpha: self.alone.lose_fill(alpha)),
                self._fade_term("kept", style.FADED),
                run_time=0.7,
            )
            self.alone.clear_updaters()
            self.let_go(self.alone, PLAIN, start=self.alone.x, pace=PACE_ALONE)
            gauge = self.ring_gauge
            # It has its speed already: no bar grows.
            self.play(FadeIn(gauge.set_to(TERMINAL_SPEED), gauge.heading, gauge.mass), run_time=style.QUICK)
            gauge.follow(lambda: -float(HILL.slope(self.alone.x)) / FRICTION)
            beat.until("only")
            self.pull_name.add_updater(lambda name: name.next_to(pull, UP, buff=PULL_NAME_GAP))
            self.play(
                UpdateFromAlphaFunc(
                    self.pull_name, lambda name, alpha: name.set_opacity(alpha), introducer=True
                ),
                run_time=style.QUICK,
            )
            # The name goes as the pull does.
            self.pull_name.add_updater(
                lambda name: name.set_opacity(float(np.clip(2 * pull.share - 0.5, 0, 1)))
            )
        self.alone_and_pull = (self.alone, pull, self.pull_name)

    def race_down_the_slope(self) -> None:
        """Let both go from one point: the massless one leads on the slope, the other coasts on the flat."""
        with self.beat(
            "Slope and flat",
            "On the slope, pull and top speed are equal. The massless ball has it at once, and leads. "
            "On the flat it all but stops; the heavy one coasts.",
            shown=f"α = {PLAIN[0]:g} without mass, {HEAVY[0]:g} with it.",
        ) as beat:
            self.always_update_mobjects = False
            for mobject in (*self.alone_and_pull, self.ring_gauge):
                mobject.clear_updaters()
            last = self.ring_gauge.speed
            early, late = (squish_rate_func(smooth, *part) for part in ((0, 0.4), (0.5, 1)))
            self.play(
                FadeOut(*self.alone_and_pull, rate_func=early),
                UpdateFromAlphaFunc(
                    self.hill,
                    lambda hill, alpha: hill.look(apart=alpha * LANES_APART),
                    rate_func=squish_rate_func(smooth, 0.1, 0.7),
                ),
                UpdateFromAlphaFunc(self.ring_gauge, lambda gauge, alpha: gauge.set_to((1 - alpha) * last)),
                FadeIn(self.gate, self.ring, self.disc, rate_func=late),
                FadeIn(self.disc_gauge.heading, self.disc_gauge.mass, rate_func=late),
                self._fade_term("kept", 1),
                run_time=0.8,
            )
            self.pull_name.set_opacity(1).next_to(self.pulls[0], UP, buff=PULL_NAME_GAP)
            beat.until("pull")
            self.play(*(GrowVector(pull.arrow) for pull in self.pulls), FadeIn(self.pull_name), run_time=0.35)
            self.add(*self.pulls)
            beat.until("top speed")
            self.play(FadeIn(self.disc_gauge, self.top), Create(self.one_top_speed), run_time=0.5)
            beat.until("massless")
            # Nothing is in the way before anything rolls.
            self.play(FadeOut(self.pull_name), self.open_gate(self.gate), run_time=style.QUICK)
            beat.until("ball has it")
            self.pulls[0].follow(lambda: self.ring.x)
            self.pulls[1].follow(lambda: self.disc.x)
            self.let_go(self.ring, PLAIN, self.ring_gauge)
            self.let_go(self.disc, HEAVY, self.disc_gauge)
            beat.until("the heavy one")
            self.play(pulse(self._term("kept")), run_time=style.CALM)

    def meet_the_bump(self) -> None:
        """Let the heavy ball clear the bump, show that another does not, and mark what that depends on."""
        with self.beat(
            "A bump",
            "The heavy one clears the bump. Whether it does depends on the bump, the run-up, alpha and beta.",
            shown="α = {:g}, β = {:g}.".format(*HEAVY),
        ) as beat:
            self.wait(to_frames(beat.seconds_until("Whether") - style.QUICK))
            self.leave_the_race()
            self.start_lower_down()
            beat.until("the bump")
            self.play(Create(self.bump), run_time=0.5)
            beat.until("run-up")
            self.play(Create(self.run_up), run_time=0.5)
            for said, rate, name in zip(("alpha", "beta"), self.rates, ("push", "kept"), strict=True):
                beat.until(said)
                self.play(FadeIn(rate), pulse(self._term(name)[0]), run_time=style.QUICK)

    def leave_the_race(self) -> None:
        """Let the balls, their speeds and the lane behind go, while the heavy one rolls on."""
        for each in (self.ring, self.ring_gauge):
            each.clear_updaters()
        ring_gauge, disc_gauge = self.ring_gauge, self.disc_gauge
        self.remove(self.pulls[0])

        def fade_what_rolls(_: Mobject, alpha: float) -> None:
            self.disc.show_at(1 - alpha)
            VGroup(self.pulls[1], disc_gauge.bar).set_opacity(1 - alpha)

        self.play(
            UpdateFromAlphaFunc(self.disc, fade_what_rolls),
            FadeOut(self.ring, ring_gauge, ring_gauge.heading, ring_gauge.mass, disc_gauge.mass),
            FadeOut(self.top, self.one_top_speed),
            ApplyMethod(self.hill.back.set_stroke, {"opacity": 0}),
            ApplyMethod(self.hill.grounds[0].set_fill, {"opacity": 0}),
            run_time=style.QUICK,
        )

    def start_lower_down(self) -> None:
        """Let the heavy ball start once more, nearer to the bump."""
        pull, gauge = self.pulls[1], self.disc_gauge
        for each in (self.disc, pull, gauge):
            each.clear_updaters()
        self.remove(self.disc, pull)
        self.disc.set_to(SHORTER_START).show_at(1)
        pull.set_to(SHORTER_START).set_opacity(1)
        self.play(
            FadeIn(self.lower_gate, self.disc, pull, self.shorter, self.faster),
            UpdateFromAlphaFunc(gauge.set_to(0), lambda _, alpha: gauge.bar.set_opacity(alpha)),
            run_time=0.3,
        )
        self.play(self.open_gate(self.lower_gate), run_time=0.2)
        pull.follow(lambda: self.disc.x)
        self.let_go(self.disc, HEAVY, gauge, start=SHORTER_START, pace=FASTER * PACE)

    def leave_the_rules(self) -> None:
        # The ball rests: on what it depends stays, all of it.
        self.play(FadeOut(self.faster), run_time=style.QUICK)
        self.wait(to_frames(0.2))
        self.add(self.rules)  # Whole: its terms were faded one by one.
        leaving = [mobject for mobject in self.picture if mobject is not self.rules]
        self.always_update_mobjects = False
        for mobject in leaving:
            mobject.clear_updaters()
        self.hill.remove(self.hill.grounds)
        self.cross_over(
            # So dark a fill goes in few levels, and evenly only if it goes fast.
            FadeOut(self.hill.grounds, run_time=0.3),
            *(FadeOut(mobject) for mobject in leaving),
            run_time=style.QUICK,
        )

    def let_go(
        self,
        ball: Ball,
        method: tuple[float, float],
        gauge: SpeedGauge | None = None,
        *,
        start: float = START,
        pace: float = PACE,
    ) -> None:
        """Let a ball roll from now on, while the scene waits too."""
        released, rolled = self.time, release(*method, start)

        def elapsed() -> float:
            return min(pace * (self.time - released), ROLLING_TIME)

        def speed() -> float:
            drawn = 1.0 if rolled.mass else smooth(min(1.0, elapsed() / AT_ONCE))
            return drawn * float(rolled.speed_at(elapsed()))

        ball.follow(lambda: float(rolled.position_at(elapsed())))
        if gauge is not None:
            gauge.follow(speed)
        self.always_update_mobjects = True

    def _term(self, name: str) -> VGroup:
        """Return a term of the velocity's rule."""
        term: VGroup = self.rules[0].select(name)
        return term

    def _fade_term(self, name: str, opacity: float) -> Animation:
        return ApplyMethod(self._term(name).set_fill, {"opacity": opacity})
