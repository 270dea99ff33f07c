"""Race: plain descent and momentum side by side, with the loss, then with noise."""

from __future__ import annotations

from functools import cached_property
from math import ceil, log10
from typing import Any, ClassVar

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    ApplyMethod,
    Create,
    ReplacementTransform,
    Succession,
    Typst,
    ValueTracker,
    VGroup,
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
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.noise_levels import NoiseLevel, RidingNames, between_levels
from scenes.mobjects.noisy_curve import MEAN_STEPS, NOISE_OPACITY, NoisyCurve, running_mean
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.scrolling_losses import ScrollingLosses
from scenes.mobjects.transitions import momentum_rules, resting_map
from scenes.mobjects.typography import words, words_on_line
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
MAP_WIDTH, MAP_TOP = 9.3, 3.05
"""Of the one map, at the left margin."""
PATH_SIZES: dict[str, float] = {"width": 3.0, "dot_radius": 0.034, "marker_radius": 0.11}
"""Smaller than on a map of full width, in proportion."""
COLUMN = 3.25
"""Where all words to the right of map and plot begin."""
STEP_BASELINE, HOME_BASELINE, TO_GO_BASELINE = 2.45, 1.7, 3.2
PLOT_CORNER, PLOT_SIZE = (-5.62, -2.15, 0), (8.52, 2.8)
"""The losses stand under the map, up to its right end."""
BEFORE_START = -1
"""Where the axis of all steps begins, so that the dots at step 0 do not cover a number beside it."""
COUNT_BASELINES = (0.25, -1.25)
NOISE_PLOT_CORNER, NOISE_PLOT_SIZE = (-5.6, -0.95, 0), (8.75, 3.55)
NOISE_HEAD = 3.15
NOISE_LOSSES = (1e-3, 40.0)
ARROW_PLACE = 0.3
"""From the plot's right end to the arrows between the levels."""
CHANGE_TIME, NOISY_TIME = 0.9, 3.6
"""Seconds in which the race makes way for the noisy runs' axes, and in which those run."""
CALMER_TIME, LOWERED_TIME, LOWERED_HOLD = 1.2, 0.5, 1.15
"""Seconds in which the calmer run runs, in which its level comes, and for which that stands then."""
STRIP_HEIGHTS, STRIP_THICKNESS = (-1.78, -2.37), 0.34
"""Under the plot, from its left end."""
STRIP_UNIT = 0.058
"""The length on the screen of a gradient that is added whole."""
STRIP_SHARE = 0.998
"""How much of all weights is drawn: what older ones add is less than a pixel or two."""
BEHIND_LEVELS, BEHIND_STRIPS = 0.45, 0.25
"""The opacity of the noisy runs once their levels are spoken of, and then their weights."""
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
        self.opening = resting_map()
        self.add(self.opening)
        self.clock = ValueTracker(0)
        self.map = map_of_the_race()
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
        """The map makes room for the plot of the loss under it; then the runs stand at their start."""
        with self.beat("Side by side", "Now with the loss."):
            self.play(
                ReplacementTransform(self.opening, self.map),
                # Where the map has made room.
                FadeIn(self.plot, rate_func=squish_rate_func(smooth, 0.55, 1)),
                run_time=1.3,
            )
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
            past = (self.paths[1], self.losses.runs[1], *self.counts, self.home)
            self.play(
                *(ApplyMethod(part.fade, 1 - style.FADED, run_time=style.CALM) for part in past),
                GrowVector(way, run_time=2.0),
                Succession(Wait(0.4), FadeIn(rest, run_time=style.CALM)),
            )

    def add_noise(self) -> None:
        """With noise the loss settles at a level: higher for more memory, lower for smaller steps."""
        usual, long = self.momentum, self.larger_momentum
        floors = [self.noise_floor(momentum) for momentum in (usual, long)]
        clock = ValueTracker(0)
        plot = noise_plot()
        heads, lower_rate = self._noise_heads(plot)
        losses = [run.loss for run in self.noisy]
        curves = [NoisyCurve(plot, loss, color) for loss, color in zip(losses, NOISY_COLORS, strict=True)]
        lines = [curve.mean.line for curve in curves]
        names = RidingNames(
            plot,
            [running_mean(loss, MEAN_STEPS) for loss in losses],
            [
                words(f"$#sym.beta$ = {momentum:g}", style.HEADING_SIZE, color=color, bold=True)
                for momentum, color in zip((usual, long), NOISY_COLORS, strict=True)
            ],
        ).follow(clock.get_value)
        level, higher = (
            NoiseLevel(plot, loss, [f"$#sym.beta$ = {momentum:g}"], color, below=momentum == usual)
            for loss, momentum, color in zip(floors, (usual, long), NOISY_COLORS, strict=True)
        )
        ratio = self._ratio_between(plot, level, higher, floors[1] / floors[0])
        strips = self._strips(plot)
        smaller = self.learning_rate / 10
        lowered = NoiseLevel(
            plot,
            self.noise_floor(long, smaller),
            [f"$#sym.beta$ = {long:g}", f"$#sym.alpha$ = {smaller:g}"],
            NOISY_COLORS[1],
            below=True,
        )
        down = self._ratio_between(plot, higher, lowered, floors[1] / self.noise_floor(long, smaller))
        again = ValueTracker(0)
        calmer = NoisyCurve(plot, self.calmer.loss, NOISY_COLORS[1])
        says = f"$#sym.alpha$ = {self.learning_rate:g}"
        former = words(says, style.HEADING_SIZE, color=NOISY_COLORS[1], bold=True)
        former.next_to(higher.label, UP, buff=0.14, aligned_edge=LEFT).set_opacity(style.FADED)
        with self.beat(
            "Noise",
            "Gradients from small batches are noisy, so the loss settles around a level: "
            f"at beta {long:g} nearly {TIMES_IN_WORDS} times that at {usual:g}, as it sums "
            f"{TIMES_IN_WORDS} times as many gradients. A smaller learning rate lowers it.",
        ) as beat:
            self.play(
                FadeOut(*self.picture, rate_func=squish_rate_func(smooth, 0, 0.5)),
                FadeIn(plot, heads, rate_func=squish_rate_func(smooth, 0.4, 0.8)),
                FadeIn(*curves, names, rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=CHANGE_TIME,
            )
            for each in (*curves, names):
                each.follow(clock.get_value)
            self.play(clock.animate.set_value(NOISY_STEPS), run_time=NOISY_TIME, rate_func=linear)
            for each in (*curves, names):
                each.clear_updaters()
            self.play(
                Create(level.line),
                Create(higher.line),
                FadeIn(level.word, higher.word),
                ReplacementTransform(names, VGroup(level.label[0], higher.label[0])),
                *(FadeOut(curve.mean.marker) for curve in curves),
                # Now the levels are what is looked at.
                *(line.animate.set_stroke(opacity=BEHIND_LEVELS) for line in lines),
                *(FadeOut(curve.noise) for curve in curves),
                run_time=0.7,
            )
            beat.until("at beta")
            self.play(GrowVector(ratio[0]), run_time=0.8)
            beat.until(f"nearly {TIMES_IN_WORDS}")
            self.play(FadeIn(ratio[1]), run_time=style.QUICK)
            beat.until(f"that at {usual:g}")
            self._grow(strips[0], 0.8, *(line.animate.set_stroke(opacity=BEHIND_STRIPS) for line in lines))
            beat.until("as it sums")
            self._grow(strips[1], 2.2)
            beat.until("A smaller learning rate")
            self.play(
                # The level that comes is almost as high, and the run that comes takes the place of both.
                FadeOut(*ratio, level, lines[0]),
                FadeOut(*strips, run_time=0.25),
                higher.label.animate.set_opacity(style.FADED),
                FadeIn(former, rate_func=squish_rate_func(smooth, 0.5, 1)),
                FadeOut(heads[2], rate_func=squish_rate_func(smooth, 0, 0.5)),
                FadeIn(lower_rate, rate_func=squish_rate_func(smooth, 0.5, 1)),
                FadeIn(calmer),
                run_time=0.5,
            )
            calmer.follow(again.get_value)
            self.play(again.animate.set_value(NOISY_STEPS), rate_func=linear, run_time=CALMER_TIME)
            calmer.clear_updaters()
            self.play(
                Create(lowered.line, rate_func=squish_rate_func(smooth, 0, 0.6)),
                calmer.noise.line.animate.set_stroke(opacity=NOISE_OPACITY / 2),
                FadeIn(lowered.label, lowered.word, rate_func=squish_rate_func(smooth, 0.2, 0.6)),
                GrowVector(down[0], rate_func=squish_rate_func(smooth, 0.4, 1)),
                FadeIn(down[1], rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=LOWERED_TIME,
            )
            self.wait(LOWERED_HOLD)

    def _strips(self, plot: Plot) -> list[VGroup]:
        """Return under the plot the weights of each momentum's sum end to end, and what they add up to."""
        strips = []
        left = plot.to_screen(0, 1.0)[0]
        for height, momentum in zip(STRIP_HEIGHTS, (self.momentum, self.larger_momentum), strict=True):
            start = np.array([left, height, 0])
            # The first n weights are 1 − βⁿ of all.
            ages = ceil(log10(1 - STRIP_SHARE) / log10(momentum))
            weights: Array = momentum ** np.arange(ages, dtype=float)
            strip = WeightStrip(weights, start, RIGHT, unit=STRIP_UNIT, thickness=STRIP_THICKNESS, ages=ages)
            says = f"weights at $#sym.beta$ = {momentum:g}: {1 / (1 - momentum):.0f} in all"
            total = words(says, style.BODY_SIZE, color=style.VELOCITY, bold=True)
            strips.append(VGroup(strip, total.next_to(strip, RIGHT, buff=0.25)))
        return strips

    def _grow(self, row: VGroup, seconds: float, *meanwhile: Any) -> None:
        """Let a strip grow from its newest weight on, and say what it adds up to."""
        strip, total = row
        ages = ValueTracker(0.0)
        # Gaps would be finer than pixels: the weights overlap.
        strip.set_to(0).add_updater(lambda each: each.set_to(ages.get_value(), seam=-0.1))
        self.add(strip)
        self.play(
            ApplyMethod(ages.set_value, len(strip)),
            FadeIn(total, rate_func=squish_rate_func(smooth, 0.7, 1)),
            *meanwhile,
            run_time=seconds,
        )
        strip.clear_updaters()

    def _noise_heads(self, plot: Plot) -> tuple[VGroup, Typst]:
        """Return what stands over the plot, the learning rate's number last, and the next number."""
        left, right = (plot.to_screen(step, 1)[0] for step in plot.horizontal)
        says = f"Loss, gradient noise $sigma$ = {experiment.NOISE_DEVIATION:g}"
        noisy = words_on_line(says, (left, NOISE_HEAD, 0), style.HEADING_SIZE, color=style.MUTED_INK)
        lower = words_on_line(f"{self.learning_rate / 10:g}", (0, NOISE_HEAD, 0), style.HEADING_SIZE)
        lower.align_to(right * RIGHT, RIGHT)
        symbol = words_on_line("$alpha$ =", (0, NOISE_HEAD, 0), style.HEADING_SIZE)
        symbol.shift((lower.get_left()[0] - 0.16 - symbol.get_right()[0]) * RIGHT)
        number = words_on_line(f"{self.learning_rate:g}", (0, NOISE_HEAD, 0), style.HEADING_SIZE)
        return VGroup(noisy, symbol, number.align_to(lower, LEFT)), lower

    def _ratio_between(
        self, plot: Plot, level: NoiseLevel, higher: NoiseLevel, ratio: float
    ) -> tuple[VectorArrow, Typst]:
        """Return an arrow from a level up to the higher one, and how many times, beside it."""
        arrow = between_levels(plot, level, higher, ARROW_PLACE, style.INK)
        text = words(f"{ratio:.1f} times", style.TITLE_SIZE, bold=True)
        return arrow, text.next_to(arrow, RIGHT, buff=0.15)


def map_of_the_race() -> RavineMap:
    """Return the ravine's map, smaller, where the race is run."""
    top = RavineMap(MAP_WIDTH)
    # Below both runs, so that the map forms one static layer.
    top.set_z_index(-1)
    top.stars.set_z_index(STAR_Z_INDEX)
    return top.move_to((style.SAFE_LEFT, MAP_TOP, 0), aligned_edge=UP + LEFT)


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
        horizontal_ticks=(0, 250, 500, 750, (NOISY_STEPS, f"step {NOISY_STEPS:,}")),
        vertical_ticks=(0.01, 0.1, 1, 10),
        vertical_name=f"mean of {MEAN_STEPS} steps",
        logarithmic=True,
    )
    return plot.shift(np.array(NOISE_PLOT_CORNER) - plot.to_screen(0, NOISE_LOSSES[0]))
