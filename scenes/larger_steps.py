"""Larger steps: momentum is not just a larger learning rate."""

from __future__ import annotations

from functools import cached_property
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
    AnimationGroup,
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
from scenes.mobjects.counting_bar import CountingBar
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
RAGGED_DASHES = (0.05, 0.06)
"""The dashes and gaps of momentum's line where it goes up and down."""

NAMED_AT = 0.0105
"""The learning rate at which the name of plain descent's line stands."""
ASKED_UP_TO = 0.6
"""The learning rate to which the question's arrow points."""
HEAVY_NAMED_AT = (0.0012, 260)
"""Where the name of momentum's line begins: beneath it, between two lines of the grid."""

HANGS_BELOW = 2.5
"""A limit's line ends at so many times fewer steps than its method needs at the film's rate."""

LIMIT_NAMED_AT = 30_000
"""The steps at which the limits' names stand, each beside its line."""

DOT_RIM = 9.0

RAVINE_TOP = 3.4
SAID_LINES = (-0.2, -0.9, -1.6)
"""Baselines of the words under the ravine."""

LONGEST_LINE = 0.1
"""The baseline of the words over the bars of the longest steps."""

BARS_LEFT, BAR_HEIGHT = -4.7, 0.34
ACROSS_BARS, ALONG_BARS = (-0.42, -0.87), (-1.72, -2.17)
"""The heights of the bars of plain descent and of momentum."""

STEP_UNIT, ENLARGED = 2.3, 10
"""Units of the screen for one of θ in the bars, and by how much those along are drawn larger."""

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


ROUND_BY = 0.6
"""The share of its way by which a bowl is round; then it moves aside."""

SEEN_STEPS = 7
"""The steps in the bowl that are followed one by one: there and back; then only their dots are laid down."""

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
    """A dashed line at the learning rate from which a method is never home, and its name beside it.

    It hangs from the plot's top to a number of steps: below its own method's line, and above another's.
    """

    def __init__(self, plot: StepsPlot, rate: float, lowest: float, color: str) -> None:
        foot, top = (plot.point(rate, steps) for steps in (lowest, STEPS_SHOWN[1]))
        self.line = DashedLine(top, foot, color=color, stroke_width=style.PATH_WIDTH)
        text = f"limit \\ {format_number(rate)}"
        self.label = words(text, color=color, bold=True)
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


class RoundingMap(LiveGroup):
    """The ravine's map (at 0), which becomes a round bowl's in the middle and moves to one side (1).

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
        self._aside = self._middle * RIGHT
        self._windows = np.array([[low, high], halves - self._aside])
        self._middles = np.array([ravine.to_screen(RAVINE.minimiser), self._middle - self._aside])
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
        rounding, aside = (
            min(share / ROUND_BY, 1.0),
            max(share - ROUND_BY, 0.0) / (1 - ROUND_BY) * self._aside,
        )
        (low, high), middle, radii = (
            first + rounding * (last - first) for first, last in (self._windows, self._middles, self._radii)
        )
        low, high, middle = low + aside, high + aside, middle + aside
        self.ground.set_points_as_corners([low, (high[0], low[1], 0), high, (low[0], high[1], 0), low])
        turns = np.linspace(0, TAU, 721)
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
        points: Array = self._middle + np.zeros((*parameters.shape[:-1], 3))
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
        # From its last slow step on it is too fast to be followed: its marker goes, and is back at home.
        last = len(self.path.iterates) - 1
        shown = (
            np.interp(step, (SEEN_STEPS - 0.6, SEEN_STEPS, last - 1, last), (1, 0, 0, 1)) if last > 1 else 1
        )
        self.path.marker.set_opacity(shown)
        self.count.set_to(int(step))
        self.unit.submobjects = [self.one if int(step) == 1 else self.more]
        return self


class StepLane(VGroup):
    """The longest steps of plain descent and of momentum in one direction, as two bars.

    Parameters
    ----------
    direction
        What it is called.
    lengths
        The two steps.
    heights
        Where the bars stand on the screen.
    enlarged
        How many times larger they are drawn than those of another lane.
    """

    def __init__(
        self, direction: str, lengths: Array, heights: tuple[float, float], enlarged: int = 1
    ) -> None:
        self.heading = VGroup(words(direction))
        if enlarged > 1:
            self.heading.add(words(f"drawn $times$ {enlarged}", style.LABEL_SIZE, color=style.MUTED_INK))
        self.heading.arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        self.heading.move_to((style.SAFE_LEFT, sum(heights) / 2, 0), aligned_edge=LEFT)
        colors = style.PLAIN_DESCENT, style.MOMENTUM
        self.bars = [
            CountingBar(
                (BARS_LEFT, height, 0), color, unit=enlarged * STEP_UNIT, height=BAR_HEIGHT, template="{:.2f}"
            )
            for height, color in zip(heights, colors, strict=True)
        ]
        self._lengths = lengths
        self.labels = VGroup()
        for bar, length, label, color in zip(
            self.bars, lengths, ("plain descent", "momentum"), colors, strict=True
        ):
            name = words(label, style.LABEL_SIZE, color=color, bold=True)
            self.labels.add(name.next_to(bar.copy().set_to(length).number, RIGHT, buff=0.25))
        super().__init__(self.heading, *self.bars, self.labels)

    def growing(self) -> Animation:
        """Return the animation that lets both bars grow, and then names them."""
        grown = (bar.grow_to(length) for bar, length in zip(self.bars, self._lengths, strict=True))
        return AnimationGroup(*grown, FadeIn(self.labels, rate_func=squish_rate_func(smooth, 0.6, 1)))


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

    @cached_property
    def longest_steps(self) -> Array:
        """The longest step across and along (rows) of plain descent and of momentum, at the film's rate."""
        runs = (
            gradient_descent(
                RAVINE, experiment.START, learning_rate=experiment.LEARNING_RATE, steps=experiment.STEPS
            ),
            self.carried,
        )
        return np.stack([np.abs(np.diff(run.parameters, axis=0)).max(axis=0)[::-1] for run in runs], axis=1)

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
        plain, tenth, heavy = self.counts

        self.plain_drawn = ValueTracker(0)
        rates = rates_up_to(plain_limit, LOWEST_RATE, 100)
        self.plain_line = self._line(rates, plain_steps_home(rates), style.PLAIN_DESCENT)
        self.plain_line.follow(self.plain_drawn.get_value)
        self.plain_name = words("plain descent", style.HEADING_SIZE, color=style.PLAIN_DESCENT, bold=True)
        (steps_there,) = plain_steps_home(np.array([NAMED_AT]))
        self.plain_name.next_to(self.plot.point(NAMED_AT, steps_there), UR, buff=0.15)
        self.plain_limit = Limit(self.plot, plain_limit, plain / HANGS_BELOW, style.PLAIN_DESCENT)
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
        self.heavy_rest, self.ragged = self._falling_and_ragged(beyond, steps[len(self.shared) :])
        self.heavy_name = words("momentum", style.HEADING_SIZE, color=style.MOMENTUM, bold=True)
        self.heavy_name.move_to(self.plot.point(*HEAVY_NAMED_AT), aligned_edge=LEFT)
        self.heavy_limit = Limit(self.plot, heavy_limit, heavy / HANGS_BELOW, style.MOMENTUM)
        self.tenth_dot = Dot(self.plot.point(self.tenth, tenth), radius=0.12, color=style.MOMENTUM)
        self.way = VectorArrow(
            self.steps.plain.dot.get_left(), self.plot.point(self.tenth, plain) + 0.12 * RIGHT, style.INK
        )
        self.way_name = words("a tenth of the rate").next_to(self.way, DOWN, buff=0.2)

    def _line(self, rates: Array, steps: Array, color: str) -> GrowingCurve:
        return GrowingCurve(self.plot.point(rates, steps), color, width=LINE_WIDTH, marker_radius=0)

    def _falling_and_ragged(self, rates: Array, steps: Array) -> tuple[GrowingCurve, GrowingCurve]:
        """Return momentum's line down to its least, and thin beyond: there overshoots leave home again."""
        least = int(steps.argmin())
        falling = self._line(rates[: least + 1], steps[: least + 1], style.MOMENTUM)
        points = self.plot.point(rates[least:], steps[least:])
        ragged = GrowingCurve(points, style.MOMENTUM, width=style.THIN, dashes=RAGGED_DASHES, marker_radius=0)
        falling.follow(self.heavy_drawn.get_value)
        return falling, ragged.follow(lambda: self.heavy_drawn.get_value() - least)

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
            self.play(
                Create(self.plain_limit.line),
                FadeIn(self.plain_limit.label),
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
            self.add(self.heavy_rest, self.ragged)
            end = len(self.heavy_rest.curve) + len(self.ragged.curve) - 2
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
        ravine = RavineMap().align_to((0, RAVINE_TOP, 0), UP)
        large = TIMES * experiment.LEARNING_RATE
        thrown_points = ravine.to_screen(self.thrown.parameters)
        share = (thrown_points[0, 1] - LOWEST_PATH) / (thrown_points[0, 1] - thrown_points[1, 1])
        thrown_points[1] = thrown_points[0] + share * (thrown_points[1] - thrown_points[0])
        flight = ValueTracker(0)
        below = -self.thrown.parameters[1, 1]
        name, longer, gone = (
            words_on_line(text, (BARS_LEFT, line, 0), style.HEADING_SIZE, color=color, bold=bold)
            for line, (text, color, bold) in zip(
                SAID_LINES,
                (
                    (f"plain descent, $alpha$ = {large:g}", style.PLAIN_DESCENT, True),
                    (f"{TIMES} times longer, along and across", style.INK, False),
                    (f"off the map, to {below:.1f} below the floor", style.PLAIN_DESCENT, False),
                ),
                strict=True,
            )
        )
        across = StepLane("across", self.longest_steps[0], ACROSS_BARS)
        along = StepLane("along", self.longest_steps[1], ALONG_BARS, ENLARGED)
        with self.beat(
            "Along the floor alone",
            f"{TIMES_IN_WORDS.capitalize()} times the learning rate would throw plain descent off the map. "
            "Momentum gives it along the floor alone.",
        ) as beat:
            # The dot of our learning rate goes to ten times that, above all numbers of steps: for ever.
            dot = self.steps.plain.dot
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
            self.wait(1.0)  # On where it ends.
            marker = Dot(thrown_points[0], style.MARKER_RADIUS, color=style.INK, z_index=dot.z_index)
            marker.set_stroke(style.PLAIN_DESCENT, 4)
            # The same dot is thrown: it comes along to where the ravine's runs start.
            self.play(
                FadeOut(
                    *(each for each in self.picture if each is not dot),
                    rate_func=squish_rate_func(smooth, 0, 0.4),
                ),
                ApplyMethod(dot.become, marker, rate_func=squish_rate_func(smooth, 0.2, 0.92)),
                FadeIn(ravine, rate_func=squish_rate_func(smooth, 0.1, 0.65)),
                FadeIn(name, longer, rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=1.0,
            )
            thrown = FlightOff(dot, thrown_points[1], style.PLAIN_DESCENT)
            self.add(thrown.follow(flight.get_value))
            beat.until("throw plain descent")
            self.play(
                flight.animate.set_value(1),
                FadeIn(gone, rate_func=squish_rate_func(smooth, 0.35, 0.8)),
                run_time=1.0,
            )
            thrown.clear_updaters()
            beat.until("Momentum gives")
            heading = words_on_line(
                f"the longest step, both at $alpha$ = {experiment.LEARNING_RATE:g}",
                (BARS_LEFT, LONGEST_LINE, 0),
                color=style.MUTED_INK,
            )
            self.play(
                early(FadeOut(thrown, name, longer, gone)),
                late(FadeIn(heading, across.heading, along.heading)),
                run_time=0.5,
            )
            self.play(across.growing(), run_time=0.7)
            beat.until("along")
            self.play(along.growing(), run_time=1.0)
        self.ravine = ravine

    def try_a_round_bowl(self) -> None:
        """In a round bowl plain descent needs one step, and momentum many."""
        plain, heavy = self.in_the_bowl(0.0), self.in_the_bowl(experiment.MOMENTUM)
        bowls = [RoundingMap(self.ravine, side) for side in (-1, 1)]
        panels = [
            BowlPanel(bowls[0], plain, "plain descent", style.PLAIN_DESCENT),
            BowlPanel(bowls[1], heavy, f"momentum, $beta$ = {experiment.MOMENTUM:g}", style.MOMENTUM),
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
            # Momentum's first step is plain descent's, and lands home too: they stand a moment.
            self.play(*(clock.animate.set_value(1) for clock in (one, many)), run_time=0.6)
            self.wait(0.4)
            swing = SEEN_STEPS - 1
            self.play(ApplyMethod(many.set_value, SEEN_STEPS), rate_func=linear, run_time=swing * 0.22)
            self.play(many.animate.set_value(heavy.steps), run_time=0.8)
            for panel in panels:
                panel.clear_updaters()

    def _turn_into_bowls(self, bowls: list[RoundingMap], panels: list[BowlPanel]) -> None:
        """Let the ravine become round, and then two bowls, side by side."""
        leaving = [mobject for mobject in self.picture if mobject is not self.ravine]
        self.play(FadeOut(*leaving), run_time=0.3)
        share = ValueTracker(0)
        self.remove(self.ravine)
        # The second comes from behind the first, its star with it.
        self.add(*(bowl.follow(share.get_value) for bowl in reversed(bowls)))
        self.play(share.animate.set_value(ROUND_BY), FadeIn(self.heading), run_time=0.7)
        self.play(share.animate.set_value(1), run_time=0.6)
        for bowl in bowls:
            bowl.clear_updaters()
            bowl.star.set_z_index(STAR_Z_INDEX)
        self.play(FadeIn(*panels), run_time=0.4)
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
