"""Larger steps: momentum is not just a larger learning rate."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import pairwise
from math import ceil
from typing import ClassVar, Self

import numpy as np
from manim import (
    DL,
    DOWN,
    LEFT,
    RIGHT,
    TAU,
    UP,
    UR,
    Animation,
    ApplyMethod,
    Create,
    DashedLine,
    Dot,
    Line,
    ReplacementTransform,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, Quadratic, Trajectory, gradient_descent, heavy_ball, theory
from momentum_sim.sweeps import sweep
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.polyline import polyline, straight
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import LEVELS, RavineMap
from scenes.mobjects.scenery import make_scenery
from scenes.mobjects.steps_plot import LOWEST_RATE, STEPS_SHOWN, StepsPlot
from scenes.mobjects.transitions import momentum_rules, steps_at_our_rate
from scenes.mobjects.typography import Readout, format_number, words, words_on_line

TIMES = 10
"""How many times longer momentum's steps become where gradients agree, 1/(1 − β)."""

TIMES_IN_WORDS = "ten"

SHORT_OF_LIMIT = 0.003
"""Where a line ends, in shares of the limit; nearer, it turns straight up, as the limit's own line does."""

BOWL = Quadratic((20.0, 20.0))
BOWL_RATE = 1 / 20.0
"""In a round bowl plain descent is home in one step with α = 1/λ."""

# Layout, in units of the frame.
LINE_WIDTH = 6.0
NAMED_AT = 0.0105
"""The learning rate at which the name of plain descent's line stands."""
ASKED_UP_TO = 0.6
"""The learning rate to which the question's arrow points."""
HEAVY_NAMED_AT = (0.00115, 160)
"""Where the name of momentum's line begins: beneath it, between two lines of the grid."""

LIMIT_NAMED_AT = 30_000
"""The steps at which the limits' names stand, each beside its line."""

RAVINE_HEIGHT = 0.2
CAPTION_LINES = (3.05, 2.4)
"""Baselines of the words above the ravine."""

FADING = np.linspace(1.0, 0.0, 24)
"""How strongly the end of a flight off the screen is drawn, piece by piece."""

FADES_FROM = 0.45
"""The share of its way at which a flight begins to fade."""

LOWEST_PATH = style.CAPTIONS_TOP + 0.05
GONE_BOTTOM = -1.95

BOWL_REACH = 11.0
BOWL_RADII = np.linspace(14.0, 0.8, len(LEVELS))
"""The level lines of the round bowl, as many as the ravine's, from its rim to its floor."""

BOWLS_TOP, BOWLS_BOTTOM, BOWLS_APART = 2.2, -2.6, 0.5
HEADING_LINE, LABEL_GAP = 3.2, 0.2


SLOW_STEPS, SLOW_SHARE = 5.5, 0.42
"""The steps of momentum's first swing in the bowl, and the share of its run's time that they take."""

PATIENCE = 1.5
"""How many times as long a run is followed as it takes in the long run."""


def plain_steps_home(rates: Array) -> Array:
    """Return plain descent's steps home at learning rates below its limit, where its distance only falls.

    Each coordinate shrinks by |1 − αλ| a step. It is found by bisection: by steps, a run at the lowest rate
    would take seconds.
    """
    low, high = np.zeros(len(rates)), np.full(len(rates), 2.0**18)
    while (low < high).any():
        middle = (low + high) // 2
        theta = experiment.START * np.abs(1 - rates[:, None] * RAVINE.curvatures) ** middle[:, None]
        is_home = np.linalg.norm(theta, axis=-1) < experiment.TOLERANCE
        low, high = np.where(is_home, low, middle + 1), np.where(is_home, middle, high)
    return low


def steps_home(rates: Array, momentum: float) -> Array:
    """Return the steps home at learning rates, as the simulator counts them."""
    factors = theory.convergence_rate(RAVINE.curvatures, rates[:, None], momentum).max(axis=1)
    # What diverges is never home.
    slowest = factors[factors < 1].max(initial=0.5)
    expected = np.log(experiment.TOLERANCE / np.linalg.norm(experiment.START)) / np.log(slowest)
    return sweep(
        RAVINE,
        experiment.START,
        learning_rate=rates,
        momentum=momentum,
        steps=ceil(PATIENCE * expected),
        measures=("steps_to",),
        tolerance=experiment.TOLERANCE,
    )["steps_to"]


def rates_up_to(limit: float, start: float, number: int) -> Array:
    """Return learning rates evenly spaced on a logarithmic axis, up to just below a limit."""
    return np.geomspace(start, (1 - SHORT_OF_LIMIT) * limit, number)


class Limit(VGroup):
    """A dashed line at the learning rate from which a method is never home, and its name beside it."""

    def __init__(self, plot: StepsPlot, rate: float, color: str) -> None:
        foot, top = (plot.point(rate, steps) for steps in STEPS_SHOWN)
        self.line = DashedLine(foot, top, color=color, stroke_width=style.THIN)
        text = f"limit \\ {format_number(rate)}"
        self.label = words(text, color=color, bold=True)
        self.label.move_to(plot.point(rate, LIMIT_NAMED_AT) + 0.15 * RIGHT, aligned_edge=LEFT)
        super().__init__(self.line, self.label)


class FlightOff(LiveGroup):
    """A step that ends far off the screen: a line, and the marker that flies along it, fade on their way."""

    def __init__(self, start: Array, end: Array, color: str) -> None:
        self._start, self._vector = start, end - start
        shares = np.array([0.0, *np.linspace(FADES_FROM, 1, len(FADING))])
        self._pieces = tuple(pairwise(shares))
        self.line = VGroup(
            Line(start, end, stroke_color=color, stroke_width=style.PATH_WIDTH, stroke_opacity=opacity)
            for opacity in FADING
        )
        self.marker = Dot(start, style.MARKER_RADIUS, color=style.INK).set_stroke(color, 4)
        super().__init__(self.line, self.marker)
        self.set_to(0)

    def set_to(self, share: float) -> Self:
        """Fly a share of the way."""
        for piece, (begin, end) in zip(self.line, self._pieces, strict=True):
            ends = (self._start + min(each, share) * self._vector for each in (begin, end))
            piece.set_points_as_corners(list(ends))
        self.marker.move_to(self._start + share * self._vector)
        self.marker.set_opacity(np.interp(share, (FADES_FROM, 0.9), (1, 0)))
        return self


class RoundingMap(LiveGroup):
    """The ravine's map (at 0), which becomes a round bowl's in a half of the frame (1).

    Level lines are drawn at each moment, and cut off at the map's rim.

    Parameters
    ----------
    ravine
        What it is at first.
    side
        -1 for the left half, 1 for the right one.
    """

    def __init__(self, ravine: RavineMap, side: int) -> None:
        super().__init__()
        low, high = ravine.ground.get_corner(DL), ravine.ground.get_corner(UR)
        inner = BOWLS_APART / 2
        ends = sorted((side * inner, side * high[0]))
        halves = np.array([[ends[0], BOWLS_BOTTOM, 0], [ends[1], BOWLS_TOP, 0]])
        self.unit = (high[0] - inner) / (2 * BOWL_REACH)
        radii = np.sqrt(2 * np.array(LEVELS[::-1])[:, None] / RAVINE.curvatures)
        round_radii = self.unit * np.stack([BOWL_RADII, BOWL_RADII], axis=-1)
        self._windows = np.array([[low, high], halves])
        self.window = halves
        self._middles = np.array([ravine.to_screen(RAVINE.minimiser), halves.mean(axis=0)])
        self._radii = np.log([ravine.unit * radii, round_radii])
        self.ground = ravine.ground.copy()
        self.bands, self.contours = ravine.bands.copy(), VGroup(*(VMobject() for _ in LEVELS))
        self.contours.set_stroke(style.CONTOUR, style.HAIRLINE, opacity=0.8)
        make_scenery(self.contours)
        self.star = ravine.stars[0].copy()
        self.add(self.ground, self.bands, self.contours, self.star)
        self.set_to(0)

    def set_to(self, share: float) -> Self:
        """Draw it a share of its way."""
        (low, high), middle, radii = (
            first + share * (last - first) for first, last in (self._windows, self._middles, self._radii)
        )
        self.ground.set_points_as_corners([low, (high[0], low[1], 0), high, (low[0], high[1], 0), low])
        turns = np.linspace(0, TAU, 241)
        circle = np.stack([np.cos(turns), np.sin(turns)], axis=-1)
        for band, contour, radius in zip(self.bands, self.contours, np.exp(radii), strict=True):
            line = middle + np.pad(circle * radius, ((0, 0), (0, 1)))
            cut = np.clip(line, low, high)
            band.points = polyline(cut)
            # What would run along the rim is left out: it has no length.
            inside = (line == cut).all(axis=-1)
            ends = np.where((inside[:-1] & inside[1:])[:, None], cut[1:], cut[:-1])
            contour.points = straight(np.stack([cut[:-1], ends], axis=1))
        self.star.move_to(middle)
        return self

    def to_screen(self, parameters: Array) -> Array:
        """Map parameters to points on the screen, in the half."""
        points: Array = self._middles[-1] + np.zeros((*parameters.shape[:-1], 3))
        points[..., :2] += self.unit * parameters
        return points


class BowlPanel(LiveGroup):
    """A run on a round bowl; above it the method's name and its steps."""

    def __init__(self, bowl: RoundingMap, run: Trajectory, name: str, color: str) -> None:
        (left, *_), (right, top, _) = bowl.window
        line = top + LABEL_GAP
        self.label = words_on_line(name, (left, line, 0), style.HEADING_SIZE, color=color, bold=True)
        self.path = DescentPath(bowl.to_screen(run.parameters), color)
        one, more = (words_on_line(unit, (0, line, 0), style.HEADING_SIZE) for unit in ("step", "steps"))
        more.align_to((right, 0, 0), RIGHT)
        self.one, self.more = one.align_to(more, LEFT), more
        self.unit = VGroup(more)
        self.count = Readout(0, "{:.0f}", style.HEADING_SIZE, bold=True, anchor=RIGHT)
        self.count.shift((more.get_left()[0] - 0.14, line, 0))
        super().__init__(self.path, self.label, self.unit, self.count)

    def set_to(self, step: float) -> Self:
        """Show the run up to a step."""
        self.path.set_to(step)
        self.count.set_to(int(step))
        self.unit.submobjects = [self.one if int(step) == 1 else self.more]
        return self


class LargerSteps(LessonScene):
    """Steps home over the learning rate, for plain descent and for momentum; then why the two differ."""

    title = "Not just a larger step"
    idea = "Momentum is not just a larger learning rate: it lengthens the steps along the floor alone."
    lab: ClassVar = {"alpha": experiment.LEARNING_RATE / TIMES, "compare": "effective", "step": 1000}

    def construct(self) -> None:
        """Draw both lines, throw plain descent off the map, and try a round bowl."""
        self.lay_out_the_plot()
        self.draw_plain_descent()
        self.draw_momentum()
        self.lengthen_along_the_floor_alone()
        self.try_a_round_bowl()
        heading, *bowls = self.heading, *(mobject for mobject in self.picture if mobject is not self.heading)
        self.cross_over(
            early(FadeOut(heading)),
            FadeOut(*bowls),
            FadeIn(momentum_rules(), rate_func=squish_rate_func(smooth, 0.4, 0.9)),
            run_time=0.6,
        )

    # The experiment.

    @cached_property
    def limits(self) -> tuple[float, float]:
        """The learning rates from which plain descent and momentum diverge."""
        plain, heavy = theory.stability_limit(RAVINE.curvatures[1], (0.0, experiment.MOMENTUM))
        return float(plain), float(heavy)

    @cached_property
    def tenth(self) -> float:
        """A tenth of the film's learning rate."""
        return experiment.LEARNING_RATE / TIMES

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        """Steps home of plain descent, of momentum at a tenth of its rate, and at the same rate."""
        (plain,) = steps_home(np.array([experiment.LEARNING_RATE]), 0.0)
        tenth, same = steps_home(np.array([self.tenth, experiment.LEARNING_RATE]), experiment.MOMENTUM)
        return int(plain), int(tenth), int(same)

    @cached_property
    def thrown(self) -> Trajectory:
        """Plain descent's first step at ten times the film's learning rate."""
        rate = TIMES * experiment.LEARNING_RATE
        return gradient_descent(RAVINE, experiment.START, learning_rate=rate, steps=1)

    @cached_property
    def carried(self) -> Trajectory:
        """Momentum's steps at the film's learning rate."""
        return heavy_ball(
            RAVINE,
            experiment.START,
            learning_rate=experiment.LEARNING_RATE,
            momentum=experiment.MOMENTUM,
            steps=experiment.STEPS,
        )

    def in_the_bowl(self, momentum: float) -> Trajectory:
        """Return a run in the round bowl, up to when it is home."""
        steps = experiment.arrival(self._bowl_run(momentum, 200))
        return self._bowl_run(momentum, steps)

    def _bowl_run(self, momentum: float, steps: int) -> Trajectory:
        return heavy_ball(BOWL, experiment.START, learning_rate=BOWL_RATE, momentum=momentum, steps=steps)

    # The picture.

    def lay_out_the_plot(self) -> None:
        """Make the axes, the lines and what names them."""
        self.steps = steps_at_our_rate()
        self.add(self.steps)
        self.plot = self.steps.plot
        plain_limit, heavy_limit = self.limits
        plain, tenth, _ = self.counts

        self.plain_drawn = ValueTracker(0)
        rates = rates_up_to(plain_limit, LOWEST_RATE, 100)
        self.plain_line = self._line(rates, plain_steps_home(rates), style.PLAIN_DESCENT)
        self.plain_line.follow(self.plain_drawn.get_value)
        self.plain_name = words("gradient descent", style.HEADING_SIZE, color=style.PLAIN_DESCENT, bold=True)
        (steps_there,) = plain_steps_home(np.array([NAMED_AT]))
        self.plain_name.next_to(self.plot.point(NAMED_AT, steps_there), UR, buff=0.15)
        self.plain_limit = Limit(self.plot, plain_limit, style.PLAIN_DESCENT)
        dots = self.steps.plain.dot, self.steps.heavy.dot
        start = dots[0].get_right() + 0.1 * RIGHT
        self.larger_rate = VectorArrow(start, self.plot.point(ASKED_UP_TO, plain), style.INK)
        self.question = words("just a larger $alpha$?", style.HEADING_SIZE)
        self.question.next_to(self.larger_rate, DOWN, buff=0.2)

        rate = f"$alpha$ = {experiment.LEARNING_RATE:g}"
        self.both_at_our_rate = words(f"both at {rate}", color=style.MUTED_INK)
        self.both_at_our_rate.next_to(VGroup(*dots), LEFT, buff=0.3)
        self.at_our_rate = words(f"at {rate}:", color=style.MUTED_INK)
        self.at_our_rate.next_to(self.steps.heavy.number, LEFT, buff=0.4)

        self.shared = np.geomspace(LOWEST_RATE, self.tenth, 40)
        beyond = rates_up_to(heavy_limit, self.tenth, 200)
        steps = steps_home(np.concatenate([self.shared, beyond]), experiment.MOMENTUM)
        first = self.plot.point(self.shared, steps[: len(self.shared)])
        self.heavy_line = VMobject(stroke_color=style.MOMENTUM, stroke_width=LINE_WIDTH)
        self.heavy_line.set_points_as_corners(first)
        self.heavy_drawn = ValueTracker(0)
        self.heavy_rest = self._line(beyond, steps[len(self.shared) :], style.MOMENTUM)
        self.heavy_rest.follow(self.heavy_drawn.get_value)
        self.heavy_name = words(
            f"momentum, $beta$ = {experiment.MOMENTUM:g}", style.HEADING_SIZE, color=style.MOMENTUM, bold=True
        )
        self.heavy_name.move_to(self.plot.point(*HEAVY_NAMED_AT), aligned_edge=LEFT)
        self.heavy_limit = Limit(self.plot, heavy_limit, style.MOMENTUM)
        self.tenth_dot = Dot(self.plot.point(self.tenth, tenth), radius=0.12, color=style.MOMENTUM)
        self.way = VectorArrow(
            self.steps.plain.dot.get_left(), self.plot.point(self.tenth, plain) + 0.12 * RIGHT, style.INK
        )
        self.way_name = words("a tenth of the rate").next_to(self.way, DOWN, buff=0.2)

    def _line(self, rates: Array, steps: Array, color: str) -> GrowingCurve:
        return GrowingCurve(self.plot.point(rates, steps), color, width=LINE_WIDTH, marker_radius=0)

    # The beats.

    def draw_plain_descent(self) -> None:
        """Plain descent's line falls to its limit."""
        limit = self.limits[0]
        with self.beat(
            "Plain descent",
            "Isn't it just a larger learning rate? Steps home at each rate: "
            f"plain descent needs fewer and fewer, almost up to its limit, {limit:g}.",
        ) as beat:
            self.play(FadeIn(self.both_at_our_rate), run_time=style.QUICK)
            beat.until("a larger")
            self.play(
                FadeIn(self.question),
                GrowVector(self.larger_rate),
                pulse(self.plot.names[0]),
                run_time=style.CALM,
            )
            beat.until("Steps home")
            self.play(FadeOut(self.question, self.larger_rate), run_time=style.QUICK)
            self.add(self.plain_line)
            end = len(self.plain_line.curve) - 1
            self.play(
                ApplyMethod(self.plain_drawn.set_value, end / 2, rate_func=linear),
                pulse(self.plot.names[1]),
                run_time=2.2,
            )
            beat.until("plain descent needs")
            self.play(
                ApplyMethod(self.plain_drawn.set_value, end, rate_func=linear),
                FadeIn(self.plain_name),
                run_time=2.0,
            )
            self.play(Create(self.plain_limit.line), FadeIn(self.plain_limit.label), run_time=style.CALM)
            self.play(pulse(self.steps.plain.number), run_time=style.CALM)

    def draw_momentum(self) -> None:
        """Momentum's line is plain descent's, moved to the left; then it goes on."""
        with self.beat(
            "Momentum",
            "At small rates it is: momentum's line is almost the same, at a tenth of the rate. "
            f"Then it goes on, to {self.limits[1]:g}. At our rate: {self.counts[2]}.",
        ) as beat:
            beat.until("it is")
            self._move_to_the_left()
            beat.until("at a tenth")
            self.play(GrowVector(self.way), FadeIn(self.tenth_dot, self.way_name), run_time=style.CALM)
            self.play(pulse(self.tenth_dot), pulse(self.steps.plain.dot), run_time=style.CALM)
            beat.until("Then it goes on")
            self.add(self.heavy_rest)
            end = len(self.heavy_rest.curve) - 1
            self.play(
                # The way is told: it makes room for what the line does beyond it.
                FadeOut(self.way, self.way_name, self.tenth_dot, run_time=style.QUICK),
                ApplyMethod(
                    self.heavy_drawn.set_value,
                    end,
                    run_time=1.6,
                    rate_func=squish_rate_func(linear, 0.2, 1),
                ),
            )
            self.play(Create(self.heavy_limit.line), FadeIn(self.heavy_limit.label), run_time=style.CALM)
            beat.until("At our rate")
            heavy = self.steps.heavy
            self.play(
                FadeIn(self.at_our_rate),
                pulse(heavy.number),
                pulse(heavy.dot),
                run_time=style.CALM,
            )

    def _move_to_the_left(self) -> None:
        """Move a copy of plain descent's line to where momentum's is."""
        rates = TIMES * self.shared
        copy = VMobject(stroke_color=style.PLAIN_DESCENT, stroke_width=LINE_WIDTH)
        copy.set_points_as_corners(self.plot.point(rates, plain_steps_home(rates)))
        self.play(
            ReplacementTransform(copy, self.heavy_line),
            FadeOut(self.both_at_our_rate, rate_func=squish_rate_func(smooth, 0, 0.3)),
            FadeIn(self.heavy_name),
            run_time=2.0,
        )

    def lengthen_along_the_floor_alone(self) -> None:
        """Ten times the learning rate leaves the map; momentum runs along its floor."""
        ravine = RavineMap().set_y(RAVINE_HEIGHT)
        large = TIMES * experiment.LEARNING_RATE
        thrown_points = ravine.to_screen(self.thrown.parameters)
        share = (thrown_points[0, 1] - LOWEST_PATH) / (thrown_points[0, 1] - thrown_points[1, 1])
        thrown_points[1] = thrown_points[0] + share * (thrown_points[1] - thrown_points[0])
        clock, flight = ValueTracker(0), ValueTracker(0)
        thrown = FlightOff(thrown_points[0], thrown_points[1], style.PLAIN_DESCENT)
        carried = DescentPath(ravine.to_screen(self.carried.parameters), style.MOMENTUM)
        carried.follow(clock.get_value)
        said_of_plain = said_above(
            f"gradient descent, $alpha$ = {large:g}",
            style.PLAIN_DESCENT,
            f"{TIMES} times longer, along and across",
            ravine.get_left(),
        )
        said_of_momentum = said_above(
            f"momentum, $alpha$ = {experiment.LEARNING_RATE:g}",
            style.MOMENTUM,
            "longer along the floor alone",
            ravine.get_left(),
        )
        above, below = self.thrown.parameters[:, 1] * (1, -1)
        gone = words(
            f"off the map: from {above:g} above the floor to {below:.1f} below",
            style.HEADING_SIZE,
            color=style.PLAIN_DESCENT,
        )
        gone.next_to(thrown_points[1], RIGHT, buff=0.3).align_to((0, GONE_BOTTOM, 0), DOWN)
        with self.beat(
            "Along the floor alone",
            f"{TIMES_IN_WORDS.capitalize()} times the learning rate would throw plain descent off the map. "
            "Momentum gives it along the floor alone.",
        ) as beat:
            # The dot of our learning rate goes to ten times that, above all numbers of steps: for ever.
            dot = self.steps.plain.dot.set_z_index(STAR_Z_INDEX)
            self.remove(self.steps)
            self.add(dot)
            self.bring_to_back(self.plot, self.steps.plain.number, self.steps.heavy)
            place = self.plot.point(large, STEPS_SHOWN[1]) + 0.25 * UP
            never = words(
                f"$alpha$ = {large:g}: never", style.HEADING_SIZE, color=style.PLAIN_DESCENT, bold=True
            )
            never.next_to(place, LEFT, buff=0.3)
            self.play(
                # Round the names of the limits.
                ApplyMethod(dot.move_to, place, path_arc=TAU / 5),
                FadeOut(self.steps.plain.number, rate_func=squish_rate_func(smooth, 0, 0.3)),
                FadeIn(never, rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=0.7,
            )
            self.wait(1.2)  # On where it ends.
            self.play(
                FadeOut(*self.picture, rate_func=squish_rate_func(smooth, 0, 0.55)),
                FadeIn(
                    ravine,
                    thrown.set_z_index(STAR_Z_INDEX + 1),
                    rate_func=squish_rate_func(smooth, 0.2, 0.8),
                ),
                FadeIn(said_of_plain, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.7,
            )
            thrown.follow(flight.get_value)
            beat.until("throw plain descent")
            self.play(
                flight.animate.set_value(1),
                FadeIn(gone, rate_func=squish_rate_func(smooth, 0.35, 0.8)),
                run_time=1.0,
            )
            thrown.clear_updaters()
            beat.until("Momentum gives")
            self.play(
                early(FadeOut(said_of_plain)),
                late(FadeIn(said_of_momentum, carried)),
                run_time=0.5,
            )
            self.play(
                ApplyMethod(clock.set_value, self.carried.steps, run_time=2.1, rate_func=linear),
                ApplyMethod(gone.set_opacity, style.FADED, run_time=style.CALM),
            )
            carried.clear_updaters()
        self.ravine = ravine

    def try_a_round_bowl(self) -> None:
        """In a round bowl plain descent needs one step, and momentum many."""
        plain, heavy = self.in_the_bowl(0.0), self.in_the_bowl(experiment.MOMENTUM)
        bowls = [RoundingMap(self.ravine, side) for side in (-1, 1)]
        panels = [
            BowlPanel(bowls[0], plain, "gradient descent", style.PLAIN_DESCENT),
            BowlPanel(bowls[1], heavy, f"momentum, $beta$ = {experiment.MOMENTUM:g}", style.MOMENTUM),
        ]
        self.heading = words_on_line(
            f"A round bowl, $alpha$ = {BOWL_RATE:g}", (0, HEADING_LINE, 0), style.HEADING_SIZE
        ).set_x(0)
        one, many = ValueTracker(0), ValueTracker(0)
        panels[0].follow(one.get_value)
        panels[1].follow(many.get_value)
        with self.beat(
            "A round bowl",
            "In a round bowl, the right learning rate needs one step. There is nothing to gain.",
            shown=f"Plain descent: {plain.steps} step. Momentum: {heavy.steps} steps.",
        ) as beat:
            self._turn_into_bowls(bowls, panels)
            beat.until("right")
            self.play(pulse(self.heading), run_time=0.6)
            beat.until("needs")
            self.add(*panels)
            self.play(one.animate.set_value(plain.steps), run_time=0.7)
            quickly = partial(quickening, slow=SLOW_STEPS / heavy.steps)
            self.play(many.animate.set_value(heavy.steps), run_time=2.4, rate_func=quickly)
            self.wait(0.1)  # On both counts.
            for panel in panels:
                panel.clear_updaters()

    def _turn_into_bowls(self, bowls: list[RoundingMap], panels: list[BowlPanel]) -> None:
        """Let the ravine become round; then a second bowl comes beside it."""
        leaving = [mobject for mobject in self.picture if mobject is not self.ravine]
        share = ValueTracker(0)
        first, second = bowls
        self.remove(self.ravine)
        self.add(first.follow(share.get_value), *leaving)
        runs = [part for panel in panels for part in (panel.path, panel.label, panel.unit, panel.count)]
        self.play(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.35)),
            ApplyMethod(share.set_value, 1, rate_func=squish_rate_func(smooth, 0, 0.75)),
            FadeIn(self.heading, rate_func=squish_rate_func(smooth, 0.4, 0.7)),
            FadeIn(second.set_to(1), *runs, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=1.3,
        )
        first.clear_updaters()


def said_above(name: str, color: str, what: str, edge: Array) -> VGroup:
    """Return two lines above the map, at its left or right edge: a method's name, and what its steps are."""
    lines = VGroup(
        words_on_line(name, (0, CAPTION_LINES[0], 0), style.HEADING_SIZE, color=color, bold=True),
        words_on_line(what, (0, CAPTION_LINES[1], 0)),
    )
    for line in lines:
        line.align_to(edge, np.sign(edge[0]) * RIGHT)
    return lines


def quickening(share: float, slow: float) -> float:
    """Run a ``slow`` share evenly, so that its steps can be counted, and the rest faster and faster."""
    if share < SLOW_SHARE:
        return share / SLOW_SHARE * slow
    rest, pace = (share - SLOW_SHARE) / (1 - SLOW_SHARE), slow * (1 - SLOW_SHARE) / SLOW_SHARE
    return float(slow + pace * rest + (1 - slow - pace) * rest**2.2)


def early(animation: Animation) -> Animation:
    """Let what goes be gone before what replaces it comes."""
    animation.rate_func = squish_rate_func(smooth, 0, 0.4)
    return animation


def late(animation: Animation) -> Animation:
    """Let what comes wait until what it replaces is gone."""
    animation.rate_func = squish_rate_func(smooth, 0.4, 1)
    return animation
