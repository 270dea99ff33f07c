"""Race: plain descent and momentum side by side, with the loss, then with noise."""

from __future__ import annotations

from functools import cached_property
from math import ceil, log10
from typing import Any, ClassVar

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    ApplyMethod,
    Create,
    ReplacementTransform,
    Succession,
    Transform,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, Noise, Trajectory, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.counted_run import RiseCount, StepReadout
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.noise_levels import (
    MEAN_STEPS,
    NoiseLevel,
    RidingNames,
    between_levels,
    mean_curve,
    running_mean,
)
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.scrolling_losses import ScrollingLosses
from scenes.mobjects.transitions import map_of_the_race, momentum_rules
from scenes.mobjects.typography import Readout, words, words_on_line
from scenes.mobjects.weight_strip import WeightStrip

STEPS = 100
NOISY_STEPS = 1000
TIMES_IN_WORDS = "ten"
"""How many times higher the floor is with a tenth of the friction, nearly."""

SEED, CALMER_SEED = 616, 1551
"""Of the noise; the runs' means wander around their levels and end near them: many a run wanders more."""

RUN_TIME, OPENING_TIME = 5.0, 0.9
"""Seconds from the start to momentum's arrival, and in which the losses' window then opens."""

# Layout, in units of the frame.
PATH_SIZES: dict[str, float] = {"width": 3.0, "dot_radius": 0.034, "marker_radius": 0.11}
"""Smaller than on a map of full width, in proportion."""
COLUMN = 3.25
"""Where all words to the right of map and plot begin."""
STEP_BASELINE, HOME_BASELINE, TO_GO_BASELINE = 2.45, 1.7, 3.2
PLOT_CORNER = (-5.5, -2.1, 0)
PLOT_SIZE, NOISE_PLOT_SIZE = (8.4, 2.75), (7.95, 4.85)
"""Both plots of the loss have their lower left corner in common."""
BEFORE_START = -1
"""Where the axis of all steps begins, so that the dots at step 0 do not cover a number beside it."""
COUNT_BASELINES = (0.25, -1.25)
NOISE_HEAD, RATE_GAP = 3.0, 0.18
NOISE_LOSSES = (5e-3, 25.0)
CHANGE_TIME, NOISY_TIME = 1.2, 3.3
"""Seconds in which the race's plot becomes that of the noisy runs, and in which those run."""
CALMER_TIME, LOWERED_TIME, LOWERED_HOLD = 1.1, 0.7, 1.2
"""Seconds in which the calmer run runs, in which its level comes, and for which that stands then."""
STRIP_SKIP, STRIP_THICKNESS, TOTAL_SKIP = 0.52, 0.34, 0.45
"""From a level to the weights above or below its name, and from those to what they add up to."""
STRIP_UNIT = 0.031
"""The length on the screen of a gradient that is added whole."""
STRIP_SHARE = 0.998
"""How much of all weights is drawn: what older ones add is less than a pixel or two."""
BEHIND_LEVELS = 0.45
"""The opacity of the noisy runs once their levels are spoken of."""
NOISY_COLORS = (style.MOMENTUM, style.LONG_MEMORY)


class Race(LessonScene):
    """The race of the first scene, run on to the end, with both losses on a logarithmic axis."""

    title = "Side by side"
    idea = (
        "In the same ravine, from the same start, momentum is home while plain descent is little more than "
        "a third of the way."
    )
    lab: ClassVar = {"sigma": experiment.NOISE_DEVIATION, "step": NOISY_STEPS}
    parameters = (
        Parameter(
            "learning_rate",
            experiment.LEARNING_RATE,
            minimum=0.09,
            maximum=0.0995,
            reason="from 0.1 on plain descent diverges in this ravine",
        ),
        Parameter(
            "momentum",
            experiment.MOMENTUM,
            minimum=0.88,
            maximum=0.91,
            reason="outside it momentum is not home within the steps that are shown",
        ),
        Parameter(
            "steps",
            STEPS,
            minimum=STEPS,
            maximum=150,
            reason="momentum must have the time to come home, and its zigzag must stay legible",
        ),
    )
    learning_rate: float
    momentum: float
    steps: int

    def construct(self) -> None:
        """Run both until momentum is home; then add noise."""
        self.lay_out_the_race()
        self.open_the_panels()
        self.run_home()
        self.count_what_is_to_go()
        self.add_noise()
        self.cross_over(
            FadeOut(*self.picture, rate_func=squish_rate_func(smooth, 0, 0.7)),
            FadeIn(momentum_rules(), rate_func=squish_rate_func(smooth, 0.4, 1)),
            run_time=0.5,
        )

    # The experiment.

    @cached_property
    def plain(self) -> Trajectory:
        """Plain descent over the steps that are shown."""
        return gradient_descent(RAVINE, experiment.START, learning_rate=self.learning_rate, steps=self.steps)

    @cached_property
    def heavy(self) -> Trajectory:
        """Momentum over the same steps."""
        return self._descend(self.momentum, self.steps)

    @cached_property
    def noisy(self) -> tuple[Trajectory, Trajectory]:
        """Momentum and a larger momentum, with noise on every gradient as minibatches have it."""
        momentum, larger = (
            self._descend(momentum, NOISY_STEPS, noise(SEED))
            for momentum in (self.momentum, self.larger_momentum)
        )
        return momentum, larger

    @cached_property
    def calmer(self) -> Trajectory:
        """The larger momentum at a tenth of the learning rate, under as much noise."""
        return self._descend(self.larger_momentum, NOISY_STEPS, noise(CALMER_SEED), self.learning_rate / 10)

    @cached_property
    def arrivals(self) -> list[int]:
        """The steps at which plain descent and momentum are home."""
        return experiment.steps_home((0.0, self.momentum), self.learning_rate)

    def _descend(
        self, momentum: float, steps: int, noise: Noise | None = None, learning_rate: float | None = None
    ) -> Trajectory:
        return heavy_ball(
            RAVINE,
            experiment.START,
            learning_rate=learning_rate or self.learning_rate,
            momentum=momentum,
            steps=steps,
            noise=noise,
        )

    @property
    def larger_momentum(self) -> float:
        """A momentum with a tenth of the friction."""
        return 1 - (1 - self.momentum) / 10

    def noise_floor(self, momentum: float, learning_rate: float | None = None) -> float:
        """Return the mean loss that a noisy run settles at."""
        rate = self.learning_rate if learning_rate is None else learning_rate
        return experiment.loss_under_noise(rate, momentum)

    # The picture.

    def lay_out_the_race(self) -> None:
        """Make the panels and the plot that the first beats show."""
        self.map = map_of_the_race()
        self.add(self.map)
        self.clock = ValueTracker(0)
        colors = (style.PLAIN_DESCENT, style.MOMENTUM)
        self.paths = [
            DescentPath(self.map.to_screen(run.parameters), color, **PATH_SIZES)
            for run, color in zip((self.plain, self.heavy), colors, strict=True)
        ]
        lowest, highest = self.heavy.loss.min() / 1.5, ceil(log10(self.plain.loss[0]))
        self.plot = Plot(
            (BEFORE_START, self.steps),
            (lowest, 2 * self.plain.loss[0]),
            width=PLOT_SIZE[0],
            height=PLOT_SIZE[1],
            vertical_ticks=tuple(10.0**decade for decade in range(ceil(log10(lowest)), highest)),
            vertical_name="loss",
            logarithmic=True,
            label_size=style.BODY_SIZE,
        )
        self.plot.shift(np.array(PLOT_CORNER) - self.plot.to_screen(BEFORE_START, lowest))
        self.losses = ScrollingLosses(self.plot, [self.plain.loss, self.heavy.loss], colors)
        self.counts = [
            RiseCount(run, name, color, np.array([COLUMN, baseline, 0]))
            for run, name, color, baseline in zip(
                (self.plain, self.heavy),
                ("Gradient descent", "Momentum"),
                colors,
                COUNT_BASELINES,
                strict=True,
            )
        ]
        self.step = StepReadout(self.steps).shift((COLUMN, STEP_BASELINE, 0))

    # The beats.

    def open_the_panels(self) -> None:
        """The plot of the loss comes under the map; then the runs stand at their start."""
        with self.beat("Side by side", "Now with the loss."):
            self.play(FadeIn(self.plot), run_time=style.CALM)
            plain, heavy = self.paths
            # Plain descent's path lies over momentum's, as at the film's beginning.
            self.play(FadeIn(heavy, plain, self.step, self.losses, *self.counts), run_time=style.CALM)

    def run_home(self) -> None:
        """Run on the map and in both losses at once, until momentum is home."""
        home = self.arrivals[1]
        rises = int(self.counts[1].rises_before[home])
        ring = HomeRing(self.map.stars.get_center(), style.MOMENTUM)
        self.home = words_on_line(
            f"home at step {home}",
            (COLUMN, HOME_BASELINE, 0),
            style.HEADING_SIZE,
            color=style.MOMENTUM,
            bold=True,
        )
        with self.beat(
            "Home",
            f"Momentum's loss does not always fall: in {home} steps it rises {rises} times. "
            f"But momentum is home.",
        ) as beat:
            self._follow_the_clock()
            self.play(self.clock.animate.set_value(home), run_time=RUN_TIME, rate_func=linear)
            self.play(self.losses.opened.animate.set_value(1), run_time=OPENING_TIME)
            for follower in self.followers:
                follower.clear_updaters()
            beat.until("But momentum is home")
            self.play(FadeIn(ring, scale=0.5), FadeIn(self.home), run_time=style.QUICK)
            self.play(pulse(ring), run_time=style.CALM)
            # A silent second.
            beat.until_said()
            self.play(FadeOut(ring, scale=1.6), run_time=0.6)

    def _follow_the_clock(self) -> None:
        plain, heavy = self.paths
        self.followers = [heavy, plain, self.step, self.losses, *self.counts]
        for follower in self.followers:
            follower.follow(self.clock.get_value)

    def count_what_is_to_go(self) -> None:
        """Show plain descent's way to the minimum."""
        plain_home, home = self.arrivals
        marker, star = self.paths[0].marker.get_center(), self.map.stars.get_center()
        way = VectorArrow(
            marker + 0.3 * RIGHT, (star[0] - 0.3, marker[1], 0), style.PLAIN_DESCENT, width=style.PATH_WIDTH
        )
        rest = words_on_line(
            f"{plain_home - home} steps to go",
            (0, TO_GO_BASELINE, 0),
            style.HEADING_SIZE,
            color=style.PLAIN_DESCENT,
            bold=True,
        )
        rest.set_x(way.get_x())
        with self.beat("To go", f"Plain descent has {plain_home - home} steps to go."):
            past = (self.paths[1], self.losses.runs[1], self.step, *self.counts, self.home)
            self.play(
                *(ApplyMethod(part.fade, 1 - style.FADED, run_time=style.CALM) for part in past),
                GrowVector(way, run_time=2.0),
                Succession(Wait(0.4), FadeIn(rest, run_time=style.CALM)),
            )

    def add_noise(self) -> None:
        """With noise the loss settles at a level: higher for more memory, lower for smaller steps."""
        usual, long = self.momentum, self.larger_momentum
        plot = noise_plot()
        means = [running_mean(run.loss, MEAN_STEPS) for run in self.noisy]
        curves = [mean_curve(plot, mean, color) for mean, color in zip(means, NOISY_COLORS, strict=True)]
        names = RidingNames(
            plot,
            means,
            [
                words(f"$#sym.beta$ = {momentum:g}", style.HEADING_SIZE, color=color, bold=True)
                for momentum, color in zip((usual, long), NOISY_COLORS, strict=True)
            ],
        )
        level, higher = (
            NoiseLevel(plot, self.noise_floor(momentum), f"$#sym.beta$ = {momentum:g}", color)
            for momentum, color in zip((usual, long), NOISY_COLORS, strict=True)
        )
        up = between_levels(plot, level, higher)
        ratio = words(
            f"{self.noise_floor(long) / self.noise_floor(usual):.1f} times", style.TITLE_SIZE, bold=True
        )
        ratio.move_to((COLUMN, up.get_y(), 0), aligned_edge=LEFT)
        strips = [self._strip(level, usual, DOWN), self._strip(higher, long, UP)]
        rate = LowerableRate(self.learning_rate)
        clock = ValueTracker(0)
        with self.beat(
            "Noise",
            "Gradients from small batches are noisy, so the loss settles around a level: "
            f"at beta {long:g} nearly {TIMES_IN_WORDS} times that at {usual:g}, as it sums "
            f"{TIMES_IN_WORDS} times as many gradients. A smaller learning rate lowers it.",
        ) as beat:
            coming = FadeIn(rate, *curves, names, rate_func=squish_rate_func(smooth, 0.6, 0.9))
            past = self._show_more_steps(plot, coming)
            for each in (*curves, names):
                each.follow(clock.get_value)
            self.play(
                ApplyMethod(clock.set_value, NOISY_STEPS, run_time=NOISY_TIME, rate_func=linear),
                FadeOut(past, run_time=style.CALM),
            )
            for each in (*curves, names):
                each.clear_updaters()
            self.play(
                Create(level.line),
                Create(higher.line),
                *(
                    ReplacementTransform(name, each.subject, rate_func=squish_rate_func(smooth, 0, 0.6))
                    for name, each in zip(names, (level, higher), strict=True)
                ),
                FadeIn(level.says, higher.says, rate_func=squish_rate_func(smooth, 0.6, 1)),
                *(FadeOut(curve.marker) for curve in curves),
                # Now the levels are what is looked at.
                *(curve.line.animate.set_stroke(opacity=BEHIND_LEVELS) for curve in curves),
                run_time=0.8,
            )
            beat.until("at beta")
            self.play(GrowVector(up), run_time=0.8)
            beat.until(f"nearly {TIMES_IN_WORDS}")
            self.play(FadeIn(ratio), run_time=style.QUICK)
            beat.until("as it sums")
            self._grow(strips[0], 0.6)
            self._grow(strips[1], 1.3)
            beat.until("A smaller learning rate")
            # The level that comes is almost as high as the lower one.
            self._lower_the_level(plot, higher, rate, FadeOut(up, ratio, level, curves[0].line, *strips))

    def _show_more_steps(self, plot: Plot, *meanwhile: Any) -> VMobject:
        """Close the race's plot up to that of the noisy runs, and return plain descent's curve on it."""
        common = len(plot.grid)
        plain, heavy = self.losses.runs
        line = plain[0]
        # Their parts go different ways.
        self.remove(self.losses)
        self.add(self.losses.numbers, *plain, heavy)
        steps = self.arrivals[1] + 1
        closed_up = plot.curve(np.arange(steps), self.plain.loss[:steps], style.PLAIN_DESCENT)
        spread = squish_rate_func(smooth, 0, 0.75)
        self.play(
            FadeOut(
                *(part for part in self.picture if part not in (self.plot, line)),
                self.plot.names,
                self.plot.ticks[:-common],
                self.plot.grid[:-common],
                rate_func=squish_rate_func(smooth, 0, 0.4),
            ),
            *(
                ReplacementTransform(each, there, rate_func=spread)
                for each, there in (
                    (self.plot.axes, plot.axes),
                    (self.plot.grid[-common:], plot.grid),
                    (self.plot.ticks[-common:], plot.ticks[-common:]),
                )
            ),
            Transform(line, closed_up, rate_func=spread),
            FadeIn(plot.names, plot.ticks[:-common], rate_func=squish_rate_func(smooth, 0.6, 1)),
            *meanwhile,
            run_time=CHANGE_TIME,
        )
        self.add(plot)
        return line

    def _lower_the_level(self, plot: Plot, higher: NoiseLevel, rate: LowerableRate, going: FadeOut) -> None:
        """Run again at a tenth of the learning rate; the level comes down to where that run settles."""
        lower, color = self.learning_rate / 10, NOISY_COLORS[1]
        curve = mean_curve(plot, running_mean(self.calmer.loss, MEAN_STEPS), color)
        loss = self.noise_floor(self.larger_momentum, lower)
        lowered = NoiseLevel(plot, loss, f"$#sym.alpha$ = {lower:g}", color)
        clock = ValueTracker(0)
        self.play(
            going,
            *(part.animate.set_opacity(style.FADED) for part in higher),
            rate.lower(0.8),
            FadeIn(curve, rate_func=squish_rate_func(smooth, 0.7, 1)),
            run_time=0.8,
        )
        curve.follow(clock.get_value)
        self.play(clock.animate.set_value(NOISY_STEPS), rate_func=linear, run_time=CALMER_TIME)
        curve.clear_updaters()
        self.play(
            ReplacementTransform(higher.line.copy(), lowered.line),
            GrowVector(between_levels(plot, higher, lowered)),
            FadeIn(lowered.says, lowered.subject, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=LOWERED_TIME,
        )
        self.wait(LOWERED_HOLD)

    def _strip(self, level: NoiseLevel, momentum: float, direction: Array) -> VGroup:
        """Return next to a level the weights of its momentum's sum end to end, and what they add up to."""
        start = np.array([COLUMN, level.line.get_y(), 0]) + STRIP_SKIP * direction
        # The first n weights are 1 − βⁿ of all.
        ages = ceil(log10(1 - STRIP_SHARE) / log10(momentum))
        weights: Array = momentum ** np.arange(ages, dtype=float)
        strip = WeightStrip(weights, start, RIGHT, unit=STRIP_UNIT, thickness=STRIP_THICKNESS, ages=ages)
        says = f"weights sum to {1 / (1 - momentum):.0f}"
        total = words(says, style.BODY_SIZE, color=style.VELOCITY, bold=True)
        return VGroup(strip, total.move_to(start + TOTAL_SKIP * direction, aligned_edge=LEFT))

    def _grow(self, row: VGroup, seconds: float) -> None:
        """Let a strip grow from its newest weight on, and say what it adds up to."""
        strip, total = row
        ages = ValueTracker(0.0)
        # Gaps would be finer than pixels: the weights overlap.
        strip.set_to(0).add_updater(lambda each: each.set_to(ages.get_value(), seam=-0.5))
        self.add(strip)
        self.play(
            ApplyMethod(ages.set_value, len(strip)),
            FadeIn(total, rate_func=squish_rate_func(smooth, 0.3, 1)),
            run_time=seconds,
        )
        strip.clear_updaters()


class LowerableRate(VGroup):
    """A learning rate, written out, that another zero after its point makes a tenth."""

    def __init__(self, rate: float) -> None:
        symbol = words_on_line("$alpha$ =", (COLUMN, NOISE_HEAD, 0), style.TITLE_SIZE)
        digits = Readout(rate / 10, "{:g}", style.TITLE_SIZE)
        digits.shift((symbol.get_right()[0] + RATE_GAP, NOISE_HEAD, 0))
        naught, point, self._zero, *following = digits.submobjects
        self._following = VGroup(*following)
        self._room = (self._following[0].get_x() - self._zero.get_x()) * RIGHT
        self._following.shift(-self._room)
        super().__init__(symbol, naught, point, self._following)

    def lower(self, seconds: float) -> AnimationGroup:
        """Return the zero's coming, where the digits after it make room."""
        return AnimationGroup(
            ApplyMethod(self._following.shift, self._room, rate_func=squish_rate_func(smooth, 0, 0.6)),
            FadeIn(self._zero, rate_func=squish_rate_func(smooth, 0.3, 0.8)),
            run_time=seconds,
        )


def noise(seed: int) -> Noise:
    """Return the noise of a run, always the same."""
    return Noise(np.random.default_rng(seed), experiment.NOISE_DEVIATION)


def noise_plot() -> Plot:
    """Return the axes for the losses of the noisy runs."""
    plot = Plot(
        (0, NOISY_STEPS),
        NOISE_LOSSES,
        width=NOISE_PLOT_SIZE[0],
        height=NOISE_PLOT_SIZE[1],
        horizontal_ticks=(0, (500, "step 500"), (NOISY_STEPS, f"{NOISY_STEPS:,}")),
        vertical_ticks=(0.01, 0.1, 1, 10),
        logarithmic=True,
        label_size=style.BODY_SIZE,
    )
    plot.shift(np.array(PLOT_CORNER) - plot.to_screen(0, NOISE_LOSSES[0]))
    says = f"loss, mean of {MEAN_STEPS} steps, gradient noise $sigma$ = {experiment.NOISE_DEVIATION:g}"
    name = words_on_line(says, (PLOT_CORNER[0], NOISE_HEAD, 0), color=style.MUTED_INK)
    plot.names.add(name)
    return plot
