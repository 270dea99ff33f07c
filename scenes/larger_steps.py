"""Larger steps: momentum is not just a larger learning rate."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import Any, ClassVar, Self

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UP,
    UR,
    Animation,
    ApplyMethod,
    Create,
    DashedLine,
    Dot,
    Line,
    ReplacementTransform,
    Succession,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_sine

from momentum_sim import RAVINE, Array, Quadratic, Trajectory, gradient_descent, heavy_ball, theory
from momentum_sim.sweeps import sweep
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Speaking
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.ellipse_map import cut_at_rim, ellipse, off_the_rim
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.polyline import polyline
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
LINE_TOLERANCE = 1e-4
"""How far a level line may be drawn from where it is."""
LINE_WIDTH = 6.0
NAMED_AT = 0.0105
"""The learning rate at which the name of plain descent's line stands."""
ASKED_UP_TO = 5.5
"""How many times the film's learning rate the question's arrow points to."""
HEAVY_NAMED_AT = (0.0012, 260)
"""Where the name of momentum's line begins: beneath it, between two lines of the grid."""

LIMIT_NAMED_AT = 30_000
"""The steps at which the limits' names stand, each beside its line."""

DOT_RIM = 9.0
DOT_GAP = 0.08 * DOWN
"""From a dot to the arrow under it."""

MAP_LINE, RAVINE_TOP = 2.75, 2.4
"""The baseline of the words over the ravine, and its upper rim."""

SHOWN_STEPS = 20
"""The steps after which plain descent and momentum are compared on the map."""

ALONG_LINES = (-0.95, -1.7)
"""Where the ways along of plain descent and of momentum are drawn, under the map."""

LANE_AHEAD, LANE_LINE = 0.45, 0.35
"""How far beyond the longer path the width of both is marked, and the lines reach on from there."""

FINE = {"width": 3.0, "dot_radius": 0.0}
"""Of plain descent's path there, whose zigzag is dense."""

FADING = np.linspace(1.0, 0.0, 24)
"""How strongly the end of a flight off the screen is drawn, piece by piece."""

FADES_FROM = 0.45
"""The share of its way at which a flight begins to fade."""

LOWEST_PATH = style.CAPTIONS_TOP + 0.05
BOWL_REACH = 11.0
BOWL_RADII = np.linspace(14.0, 0.8, len(LEVELS))
"""The level lines of the round bowl, as many as the ravine's, from its rim to its floor."""

BOWLS_TOP, BOWLS_BOTTOM, BOWLS_APART = 2.2, -2.6, 0.5
HEADING_LINE, LABEL_GAP = 3.2, 0.2

FOLLOWED, VANISHING = 7, 6
"""The steps in the bowl that are followed one by one, there and back; over how many more the marker fades,
and before the last one comes again: from one frame to the next it is on the other side."""

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
    """A dashed line at the learning rate from which a method is never home, and its name."""

    def __init__(self, plot: StepsPlot, rate: float, name: str, color: str) -> None:
        foot, top = (plot.point(rate, steps) for steps in STEPS_SHOWN)
        self.line = DashedLine(top, foot, color=color, stroke_width=style.THIN)
        self.label = words(name, style.LABEL_SIZE, color=color, bold=True)
        self.label.move_to(plot.point(rate, LIMIT_NAMED_AT) + 0.15 * RIGHT, aligned_edge=LEFT)
        super().__init__(self.line, self.label)


class FlightOff(LiveGroup):
    """A marker's step that ends far off the screen: it, and the line that it draws, fade on their way."""

    def __init__(self, marker: Dot, end: Array, color: str) -> None:
        start = marker.get_center()
        self._start, self._vector = start, end - start
        shares = np.array([0.0, *np.linspace(FADES_FROM, 1, len(FADING))])
        self._pieces = tuple(pairwise(shares))
        self.line = VGroup(
            Line(start, end, stroke_color=color, stroke_width=style.PATH_WIDTH, stroke_opacity=opacity)
            for opacity in FADING
        )
        self.marker = marker
        super().__init__(self.line, self.marker)
        self.set_to(0)

    def set_to(self, share: float) -> Self:
        """Fly a share of the way."""
        for piece, (begin, end) in zip(self.line, self._pieces, strict=True):
            ends = (self._start + min(each, share) * self._vector for each in (begin, end))
            piece.set_points_as_corners(list(ends))
        self.marker.move_to(self._start + share * self._vector)
        shown = np.interp(share, (FADES_FROM, 0.9), (1, 0))
        self.marker.set_fill(opacity=shown).set_stroke(opacity=shown)
        return self


class RunWithWay(LiveGroup):
    """A run on the map, and an arrow for its way along, with the method's name.

    Parameters
    ----------
    points
        The run on the screen.
    name, color
        The method's.
    line
        The arrow's height.
    **path
        Sizes of the path.
    """

    def __init__(self, points: Array, name: str, color: str, line: float, **path: float) -> None:
        self.path = DescentPath(points, color, **path)
        self.along = VectorArrow(UP, DOWN, color)
        self.label = words(name, style.HEADING_SIZE, color=color, bold=True)
        self._line = line
        super().__init__(self.path, self.along, self.label)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the run up to a step."""
        self.path.set_to(step)
        start, end = ((x, self._line, 0) for x in (self.path.iterates[0, 0], self.path.marker.get_x()))
        self.along.put(start, end)
        self.label.next_to(end, RIGHT, buff=0.25)
        return self


class Lane(VGroup):
    """Level lines between which paths stay from their start on, and arrows from one to the other."""

    def __init__(self, *paths: Array) -> None:
        points = np.concatenate(paths)
        left, low, _ = points.min(axis=0)
        right, high, _ = points.max(axis=0)
        self.column = right + LANE_AHEAD
        self.edges = VGroup(
            DashedLine(
                (left, y, 0), (self.column + LANE_LINE, y, 0), color=style.INK, stroke_width=style.THIN
            )
            for y in (high, low)
        )
        middle = (self.column, (low + high) / 2, 0)
        self.width_arrows = [VectorArrow(middle, (self.column, y, 0), style.INK) for y in (high, low)]
        super().__init__(self.edges, *self.width_arrows)


class RoundingMap(LiveGroup):
    """The ravine's map (at 0), which becomes a round bowl's on one side (1).

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
        self.window = halves
        self._middle = halves.mean(axis=0)
        self._windows = np.array([[low, high], halves])
        self._middles = np.array([ravine.to_screen(RAVINE.minimiser), self._middle])
        self._radii = np.log([ravine.unit * radii, round_radii])
        self.ground = ravine.ground.copy()
        self.bands, self.contours = ravine.bands.copy(), VGroup(*(VMobject() for _ in LEVELS))
        self.contours.set_stroke(style.CONTOUR, style.HAIRLINE, opacity=0.8)
        make_scenery(self.contours)
        self.star = ravine.stars[0].copy().set_z_index(0)
        self.add(self.ground, self.bands, self.contours, self.star)
        self.set_to(0)

    def set_to(self, share: float) -> Self:
        """Draw it a share of its way."""
        (low, high), middle, radii = (
            first + share * (last - first) for first, last in (self._windows, self._middles, self._radii)
        )
        self.ground.set_points_as_corners([low, (high[0], low[1], 0), high, (low[0], high[1], 0), low])
        for band, contour, radius in zip(self.bands, self.contours, np.exp(radii), strict=True):
            ring = cut_at_rim(middle[:2] + ellipse(radius, LINE_TOLERANCE), low[:2], high[:2])
            band.points = polyline(_on_screen(ring))
            lines = [polyline(_on_screen(line)) for line in off_the_rim(ring, low[:2], high[:2])]
            contour.points = np.concatenate(lines) if lines else np.empty((0, 3))
        self.star.move_to(middle)
        return self

    def to_screen(self, parameters: Array) -> Array:
        """Map parameters to points on the screen, in the half."""
        points: Array = self._middle + np.zeros((*parameters.shape[:-1], 3))
        points[..., :2] += self.unit * parameters
        return points


def _on_screen(points: Array) -> Array:
    return np.pad(points, ((0, 0), (0, 1)))


class Home(VGroup):
    """The ring round a bowl's minimum, in a method's colour, and the word under it."""

    def __init__(self, bowl: RoundingMap, color: str) -> None:
        ring = HomeRing(bowl.to_screen(BOWL.minimiser), color)
        self.word = words("home", style.HEADING_SIZE, bold=True).next_to(ring, DOWN)
        super().__init__(ring, self.word)


class BowlPanel(LiveGroup):
    """A run on a round bowl, and in it what tells of fast motion; above it the name and the steps."""

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
        self.faster = words("fast-forward").move_to(Home(bowl, color).word)
        super().__init__(self.path, self.label, self.unit, self.count, self.faster)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the run up to a step."""
        self.path.set_to(step)
        outside = min(step - FOLLOWED, len(self.path.iterates) - 1 - step) / VANISHING
        hidden = float(np.clip(outside, 0, 1))
        self.path.marker.set_opacity(1 - hidden)
        self.faster.set_opacity(hidden)
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

    def on_the_map(self, momentum: float) -> Trajectory:
        """Return a run in the ravine at the film's learning rate, as far as it is compared."""
        return heavy_ball(
            RAVINE,
            experiment.START,
            learning_rate=experiment.LEARNING_RATE,
            momentum=momentum,
            steps=SHOWN_STEPS,
        )

    @property
    def times_as_far(self) -> float:
        """How many times as far along as plain descent momentum comes on the map."""
        plain, heavy = (
            np.ptp(self.on_the_map(momentum).parameters[:, 0]) for momentum in (0.0, experiment.MOMENTUM)
        )
        return float(heavy / plain)

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
        self.plain_name = words("plain descent", style.HEADING_SIZE, color=style.PLAIN_DESCENT, bold=True)
        (steps_there,) = plain_steps_home(np.array([NAMED_AT]))
        self.plain_name.next_to(self.plot.point(NAMED_AT, steps_there), UR, buff=0.15)
        self.plain_limit = Limit(self.plot, plain_limit, "limit", style.PLAIN_DESCENT)
        dots = self.steps.plain.dot, self.steps.heavy.dot
        # As plain descent's line would go on, down towards momentum's steps.
        start, end = (
            self.plot.point(times * experiment.LEARNING_RATE, plain / times) for times in (1.2, ASKED_UP_TO)
        )
        self.larger_rate = VectorArrow(start, end, style.INK)
        self.question = VGroup(
            words("just a larger $alpha$").next_to(self.larger_rate.get_center(), UR, buff=0.1),
            words("?", style.TITLE_SIZE, bold=True).next_to(end, RIGHT, buff=0.15),
        )

        rate = f"$alpha$ = {experiment.LEARNING_RATE:g}"
        self.both_at_our_rate = words(f"both at {rate}", color=style.MUTED_INK)
        self.both_at_our_rate.next_to(VGroup(*dots), LEFT, buff=0.3)

        rates = rates_up_to(heavy_limit, LOWEST_RATE, 400)
        steps = steps_home(rates, experiment.MOMENTUM)
        shared = int(np.searchsorted(rates, self.tenth))
        self.shared = rates[:shared]
        self.heavy_line = VMobject(stroke_color=style.MOMENTUM, stroke_width=LINE_WIDTH)
        self.heavy_line.set_points_as_corners(self.plot.point(self.shared, steps[:shared]))
        self.heavy_drawn = ValueTracker(0)
        # Where an overshoot leaves the home circle the counts jump.
        self.heavy_rest = self._line(rates[shared - 1 :], steps[shared - 1 :], style.MOMENTUM)
        self.heavy_rest.follow(self.heavy_drawn.get_value)
        self.heavy_name = words("momentum", style.HEADING_SIZE, color=style.MOMENTUM, bold=True)
        self.heavy_name.move_to(self.plot.point(*HEAVY_NAMED_AT), aligned_edge=LEFT)
        self.heavy_limit = Limit(self.plot, heavy_limit, "momentum's limit", style.MOMENTUM)
        self.heavy_limit_number = words(format_number(heavy_limit), color=style.MOMENTUM)
        self.heavy_limit_number.next_to(self.heavy_limit.line, DOWN, buff=0.15)
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
                run_time=1.4,
            )
            beat.until("plain descent needs")
            self.play(
                ApplyMethod(self.plain_drawn.set_value, end, rate_func=linear, run_time=2.4),
                FadeIn(self.plain_name, run_time=style.QUICK),
            )
            self.play(
                Create(self.plain_limit.line),
                FadeIn(self.plain_limit.label),
                # The axis has its number already.
                self.plot.rate_label(limit).animate.set_color(style.PLAIN_DESCENT),
                # A rim of ground parts them from the limit, which is as near as a line is thick.
                *(
                    counted.dot.set_z_index(STAR_Z_INDEX).animate.set_stroke(
                        style.BACKGROUND, DOT_RIM, background=True
                    )
                    for counted in (self.steps.plain, self.steps.heavy)
                ),
                run_time=style.CALM,
            )
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
            self.play(
                Create(self.heavy_limit.line),
                FadeIn(self.heavy_limit.label, self.heavy_limit_number),
                run_time=style.CALM,
            )
            beat.until("At our rate")
            plain, heavy = (counted.dot for counted in (self.steps.plain, self.steps.heavy))
            self.fewer = VectorArrow(plain.get_bottom() + DOT_GAP, heavy.get_top() - DOT_GAP, style.INK)
            self.play(GrowVector(self.fewer), run_time=0.6)
            self.play(pulse(self.steps.heavy.number), pulse(heavy), run_time=0.6)

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
        ravine = RavineMap().align_to((0, RAVINE_TOP, 0), UP)
        with self.beat(
            "Along the floor alone",
            f"{TIMES_IN_WORDS.capitalize()} times the learning rate would throw plain descent off the map. "
            "Momentum lengthens the steps along the floor alone.",
        ) as beat:
            thrown = self._throw(ravine, beat)
            self._compare_on(ravine, beat, leaving=thrown)
        self.ravine = ravine

    def _throw(self, ravine: RavineMap, beat: Speaking) -> VGroup:
        """Let plain descent's dot become a ball, and throw it by ten times the rate; return its trace."""
        points = ravine.to_screen(self.thrown.parameters)
        share = (points[0, 1] - LOWEST_PATH) / (points[0, 1] - points[1, 1])
        end = points[0] + share * (points[1] - points[0])
        name = words_on_line(
            f"plain descent, $alpha$ = {TIMES} × {experiment.LEARNING_RATE:g}",
            (points[0, 0], MAP_LINE, 0),
            style.HEADING_SIZE,
            color=style.PLAIN_DESCENT,
            bold=True,
        )
        dot: Any = self.steps.plain.dot
        self.remove(self.steps)
        self.add(dot)
        self.bring_to_back(self.plot, self.steps.plain.number, self.steps.heavy)
        ball = dot.animate(rate_func=squish_rate_func(smooth, 0.4, 1))
        self.play(
            early(FadeOut(*(mobject for mobject in self.picture if mobject is not dot))),
            FadeIn(ravine, rate_func=squish_rate_func(smooth, 0.1, 0.6)),
            ball.move_to(points[0]).set_fill(style.INK).set_stroke(style.PLAIN_DESCENT, 4),
            FadeIn(name, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=1.4,
        )
        thrown = FlightOff(dot, end, style.PLAIN_DESCENT)
        self.add(thrown)
        beat.until("would throw")
        self.play(thrown.grow_to(1), run_time=1.2)
        return VGroup(name, thrown)

    def _compare_on(self, ravine: RavineMap, beat: Speaking, leaving: VGroup) -> None:
        """Let both methods take their steps on the map, no wider across and farther along."""
        heading = words_on_line(
            f"both at $alpha$ = {experiment.LEARNING_RATE:g}, {SHOWN_STEPS} steps",
            (ravine.to_screen(experiment.START)[0], MAP_LINE, 0),
            style.HEADING_SIZE,
        )
        heavy, plain = (
            RunWithWay(ravine.to_screen(self.on_the_map(momentum).parameters), text, color, line, **path)
            for momentum, text, color, line, path in zip(
                (experiment.MOMENTUM, 0.0),
                ("momentum", "plain descent"),
                (style.MOMENTUM, style.PLAIN_DESCENT),
                reversed(ALONG_LINES),
                ({}, FINE),
                strict=True,
            )
        )
        lane = Lane(heavy.path.iterates, plain.path.iterates)
        no_wider = words("no wider across", style.HEADING_SIZE).next_to((lane.column, lane.get_y(), 0), RIGHT)
        beat.until("map")
        self.play(early(FadeOut(leaving)), late(FadeIn(heading, heavy, plain)), run_time=0.6)
        taken = ValueTracker(0)
        for run in (heavy, plain):
            run.follow(taken.get_value)
        # The first step is the same, and sets how wide both swing.
        beat.until("Momentum lengthens")
        self.play(taken.animate.set_value(1), run_time=0.5)
        self.play(
            taken.animate.set_value(SHOWN_STEPS),
            Create(lane.edges, rate_func=squish_rate_func(smooth, 0, 0.4)),
            run_time=1.8,
        )
        for run in (heavy, plain):
            run.clear_updaters()
        farther = words_on_line(
            f"{self.times_as_far:.0f} times as far along",
            heavy.label.get_corner(DR) + 0.25 * RIGHT,
            style.HEADING_SIZE,
        )
        self.play(FadeIn(farther), run_time=style.QUICK)
        beat.until("alone")
        self.play(*(GrowVector(arrow) for arrow in lane.width_arrows), FadeIn(no_wider), run_time=style.QUICK)

    def try_a_round_bowl(self) -> None:
        """In a round bowl plain descent needs one step, and momentum many."""
        plain, heavy = self.in_the_bowl(0.0), self.in_the_bowl(experiment.MOMENTUM)
        bowls = [RoundingMap(self.ravine, side) for side in (-1, 1)]
        panels = [
            BowlPanel(bowls[0], plain, "plain descent", style.PLAIN_DESCENT),
            BowlPanel(bowls[1], heavy, f"momentum, $beta$ = {experiment.MOMENTUM:g}", style.MOMENTUM),
        ]
        homes = [
            Home(bowl, color)
            for bowl, color in zip(bowls, (style.PLAIN_DESCENT, style.MOMENTUM), strict=True)
        ]
        self.heading = words_on_line(
            f"A round bowl, $alpha$ = {BOWL_RATE:g}", (0, HEADING_LINE, 0), style.HEADING_SIZE
        ).set_x(0)
        with self.beat(
            "A round bowl",
            "In a round bowl, the right learning rate needs one step. There is nothing to gain.",
            shown=f"Plain descent: {plain.steps} step. Momentum: {heavy.steps} steps.",
        ) as beat:
            self._turn_into_bowls(bowls, panels)
            one, many = ValueTracker(0), ValueTracker(0)
            for panel, clock in zip(panels, (one, many), strict=True):
                panel.follow(clock.get_value)
            beat.until("needs")
            # Momentum's first step is plain descent's, but it does not stay there.
            self.play(
                Succession(
                    ApplyMethod(one.set_value, 1, run_time=0.6), FadeIn(homes[0], run_time=style.QUICK)
                ),
                ApplyMethod(many.set_value, FOLLOWED, rate_func=ease_in_sine, run_time=1.4),
            )
            self.play(many.animate.set_value(heavy.steps), run_time=0.9)
            self.play(FadeIn(homes[1]), run_time=style.QUICK)
            self.wait(0.4)  # On both counts.
            for panel in panels:
                panel.clear_updaters()

    def _turn_into_bowls(self, bowls: list[RoundingMap], panels: list[BowlPanel]) -> None:
        """Let the ravine become round; then a second bowl comes, and a run to each."""
        self.wait(0.2)  # On both ways.
        self.play(FadeOut(*(mobject for mobject in self.picture if mobject is not self.ravine)), run_time=0.3)
        first, second = bowls
        self.remove(self.ravine)
        self.add(first)
        second.set_to(1)
        self.play(
            first.grow_to(1, run_time=1.2),
            FadeIn(self.heading, run_time=1.2),
            # As soon as the first has made room.
            FadeIn(second, *panels, rate_func=squish_rate_func(smooth, 0.65, 1), run_time=1.6),
        )
        for bowl in bowls:
            bowl.star.set_z_index(STAR_Z_INDEX)
        for panel in panels:
            self.add(panel)


def early(animation: Animation) -> Animation:
    """Let what goes be gone before what replaces it comes."""
    animation.rate_func = squish_rate_func(smooth, 0, 0.4)
    return animation


def late(animation: Animation) -> Animation:
    """Let what comes wait until what it replaces is gone."""
    animation.rate_func = squish_rate_func(smooth, 0.4, 1)
    return animation
