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
    Animation,
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
from scenes.mobjects.counted_run import RiseCount, RunPanel, StepReadout
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.noise_levels import NoiseLevel, RidingNames, between_levels
from scenes.mobjects.noisy_curve import MEAN_STEPS, TAIL_STEPS, NoisyCurve, running_mean
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.scrolling_losses import ScrollingLosses
from scenes.mobjects.transitions import momentum_rules, resting_map
from scenes.mobjects.typography import words, words_on_line
from scenes.mobjects.weight_strip import WeightStrip

STEPS = 100
NOISY_STEPS = 1000
TIMES_IN_WORDS = "ten"
"""How many times higher the floor is with a tenth of the friction, nearly."""

SEED = 557
"""Of the noise; the means of all three noisy runs settle near their levels: many a run wanders more."""

RUN_TIME, OPENING_TIME = 5.0, 0.9
"""Seconds from the start to momentum's arrival, and in which the losses' window then opens."""

# Layout, in units of the frame.
MAP_TOPS = (2.55, -0.92)
PLOT_CORNER, PLOT_SIZE = (2.75, -0.3, 0), (3.4, 3.2)
"""The losses stand to the right of the maps, and what is counted of them below their axes."""
BEFORE_START = -4
"""Where the axis of all steps begins, so that the dots at step 0 do not cover a number beside it."""
COUNT_STARTS = ((2.1, -1.35, 0), (2.1, -2.15, 0))
CLOCK_BASELINE = 0.08
"""Between the maps: the step is that of both, and of the losses."""
NOISE_PLOT_CORNER, NOISE_PLOT_SIZE = (-5.45, -2.05, 0), (9.1, 4.6)
NOISE_HEAD = 3.15
NOISE_LOSSES = (2e-3, 40.0)
ARROW_PLACE = 0.3
"""From the plot's right end to the arrows between the levels."""
STRETCH_TIME, NOISY_TIME = 1.0, 3.6
"""Seconds in which the race's axes become those of the noisy runs, and in which those run."""
CALMER_TIME, LOWERED_TIME, LOWERED_HOLD = 0.9, 0.5, 1.8
"""Seconds in which the calmer run runs, in which its level comes, and for which that stands then."""
STRIP_LEFT, STRIP_SKIP, STRIP_THICKNESS = 0.12, 0.3, 0.3
"""From the axis to the strips of weights, from each level down to its own, and how thick they are."""
STRIP_UNIT = 0.058
"""The length on the screen of a gradient that is added whole."""
STRIP_SHARE = 0.998
"""How much of all weights is drawn: what older ones add is less than a pixel or two."""
BEHIND_LEVELS, BEHIND_STRIPS = 0.45, 0.16
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
            self._descend(momentum, NOISY_STEPS, noise())
            for momentum in (self.momentum, self.larger_momentum)
        )
        return momentum, larger

    @cached_property
    def calmer(self) -> Trajectory:
        """The larger momentum at a tenth of the learning rate, with the same noise."""
        return self._descend(self.larger_momentum, NOISY_STEPS, noise(), self.learning_rate / 10)

    @cached_property
    def arrivals(self) -> tuple[int, int]:
        """The steps at which plain descent and momentum are home."""
        plain, heavy = (
            experiment.arrival(self._descend(momentum, experiment.ENOUGH_STEPS))
            for momentum in (0.0, self.momentum)
        )
        return plain, heavy

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
        self.panels = [
            RunPanel(self.plain, "Gradient descent", style.PLAIN_DESCENT, MAP_TOPS[0]),
            RunPanel(self.heavy, f"Momentum, $beta$ = {self.momentum:g}", style.MOMENTUM, MAP_TOPS[1]),
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
        self.losses = ScrollingLosses(
            self.plot, [self.plain.loss, self.heavy.loss], [style.PLAIN_DESCENT, style.MOMENTUM]
        )
        self.counts = [
            RiseCount(run, color, np.array(start))
            for run, color, start in zip(
                (self.plain, self.heavy), (style.PLAIN_DESCENT, style.MOMENTUM), COUNT_STARTS, strict=True
            )
        ]
        self.step = StepReadout(self.steps).shift((self.panels[0].map.get_right()[0], CLOCK_BASELINE, 0))

    # The beats.

    def open_the_panels(self) -> None:
        """The map parts into two, and the plot of the loss comes in beside them."""
        with self.beat("Side by side", "Now with the loss."):
            other = self.opening.copy()
            # Its star stays beneath the upper map until the two have parted.
            other.set_z_index(-2)
            self.play(
                ReplacementTransform(other, self.panels[1].map),
                ReplacementTransform(self.opening, self.panels[0].map),
                # Where the maps have made room.
                FadeIn(self.plot, rate_func=squish_rate_func(smooth, 0.7, 1)),
                run_time=1.3,
            )
            self.play(
                *(FadeIn(panel.label, panel.path) for panel in self.panels),
                FadeIn(self.step, self.losses, *self.counts),
                run_time=style.CALM,
            )

    def run_home(self) -> None:
        """Run on both maps and in both losses at once, until momentum is home."""
        home = self.arrivals[1]
        rises = int(self.counts[1].rises_before[home])
        panel = self.panels[1]
        ring = HomeRing(panel.map.stars.get_center(), style.MOMENTUM)
        self.home = words_on_line(
            f"home at step {home}", panel.label_start, style.HEADING_SIZE, color=style.MOMENTUM, bold=True
        )
        self.home.align_to(panel.map, RIGHT)
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
            beat.until_said()
            self.play(FadeOut(ring, scale=1.6), run_time=style.CALM)

    def _follow_the_clock(self) -> None:
        self.remove(*self.mobjects)
        self.followers = [*self.panels, self.step, self.losses, *self.counts]
        for follower in self.followers:
            follower.follow(self.clock.get_value)
        self.add(self.plot, *self.followers)

    def count_what_is_to_go(self) -> None:
        """Show plain descent's way to the minimum."""
        plain_home, home = self.arrivals
        panel = self.panels[0]
        marker, star = panel.path.marker.get_center(), panel.map.stars.get_center()
        way = VectorArrow(
            marker + 0.3 * RIGHT, (star[0] - 0.3, marker[1], 0), style.PLAIN_DESCENT, width=style.PATH_WIDTH
        )
        rest = words(
            f"{plain_home - home} steps to go", style.HEADING_SIZE, color=style.PLAIN_DESCENT, bold=True
        )
        # The map's lines do not run through it.
        rest.next_to(way, UP, buff=0.12).set_stroke(style.BACKGROUND, 4, background=True)
        with self.beat("To go", f"Plain descent has {plain_home - home} steps to go."):
            past = (self.panels[1].path, self.losses.runs[1], *self.counts)
            self.play(
                *(ApplyMethod(part.fade, 1 - style.FADED, run_time=style.CALM) for part in past),
                GrowVector(way, run_time=2.2),
                Succession(Wait(0.4), FadeIn(rest, run_time=style.CALM)),
            )

    def add_noise(self) -> None:
        """With noise the loss settles at a level: higher for more memory, lower for smaller steps."""
        usual, long = self.momentum, self.larger_momentum
        floors = [self.noise_floor(momentum) for momentum in (usual, long)]
        clock = ValueTracker(0)
        plot = noise_plot()
        heads = self._noise_heads(plot)
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
        strips = self._strips(level, higher)
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
            self._stretch_the_plot(plot, heads, *curves, names)
            for each in (*curves, names):
                each.follow(clock.get_value)
            self.play(
                clock.animate.set_value(NOISY_STEPS + TAIL_STEPS), run_time=NOISY_TIME, rate_func=linear
            )
            for each in (*curves, names):
                each.clear_updaters()
            self.play(
                Create(level.line),
                Create(higher.line),
                ReplacementTransform(names, VGroup(level.label[0], higher.label[0])),
                *(FadeOut(curve.mean.marker) for curve in curves),
                # Now the levels are what is looked at.
                *(line.animate.set_stroke(opacity=BEHIND_LEVELS) for line in lines),
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
                FadeOut(*ratio, level.line, level.label, lines[0], *strips),
                higher.label.animate.set_opacity(style.FADED),
                FadeIn(former, rate_func=squish_rate_func(smooth, 0.5, 1)),
                *self._lower_the_rate(heads),
                FadeIn(calmer),
                run_time=0.5,
            )
            calmer.follow(again.get_value)
            self.play(
                again.animate.set_value(NOISY_STEPS + TAIL_STEPS), rate_func=linear, run_time=CALMER_TIME
            )
            calmer.clear_updaters()
            self.play(
                Create(lowered.line, rate_func=squish_rate_func(smooth, 0, 0.6)),
                FadeIn(lowered.label, rate_func=squish_rate_func(smooth, 0.2, 0.6)),
                GrowVector(down[0], rate_func=squish_rate_func(smooth, 0.4, 1)),
                FadeIn(down[1], rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=LOWERED_TIME,
            )
            self.wait(LOWERED_HOLD)

    def _strips(self, *levels: NoiseLevel) -> list[VGroup]:
        """Return under each level the weights of its momentum's sum end to end, and what they add up to."""
        strips = []
        for level, momentum in zip(levels, (self.momentum, self.larger_momentum), strict=True):
            start = level.line.get_start() + STRIP_LEFT * RIGHT + STRIP_SKIP * DOWN
            # The first n weights are 1 − βⁿ of all.
            ages = ceil(log10(1 - STRIP_SHARE) / log10(momentum))
            weights: Array = momentum ** np.arange(ages, dtype=float)
            strip = WeightStrip(weights, start, RIGHT, unit=STRIP_UNIT, thickness=STRIP_THICKNESS, ages=ages)
            says = f"weights: {1 / (1 - momentum):.0f} in all"
            total = words(says, style.BODY_SIZE, color=style.VELOCITY, bold=True)
            total.set_stroke(style.BACKGROUND, 6, background=True)
            strips.append(VGroup(strip, total.next_to(strip, RIGHT, buff=0.2)))
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

    def _lower_the_rate(self, heads: VGroup) -> list[Animation]:
        """Return how the learning rate over the plot becomes a tenth: a zero comes after its point."""
        _, before, digits = heads
        left = before.get_left()[0]
        longer = words_on_line(f"{self._rate_in_parts[0]}0", (left, NOISE_HEAD, 0), style.HEADING_SIZE)
        zero = words_on_line("0", (left, NOISE_HEAD, 0), style.HEADING_SIZE).align_to(longer, RIGHT)
        moved = words_on_line(
            f"$alpha$ = {self.learning_rate / 10:g}", (left, NOISE_HEAD, 0), style.HEADING_SIZE
        ).get_right()[0]
        return [
            ApplyMethod(
                digits.shift,
                (moved - digits.get_right()[0]) * RIGHT,
                rate_func=squish_rate_func(smooth, 0, 0.7),
            ),
            FadeIn(zero, rate_func=squish_rate_func(smooth, 0.5, 1)),
        ]

    def _stretch_the_plot(self, plot: Plot, *on_it: Any) -> None:
        """Let the race go but for its axes, which become a wider plot's; then what stands on that comes."""
        rows = min(len(self.plot.grid), len(plot.grid))
        kept, widened = ([*each.axes, *each.grid[-rows:], *each.ticks[-rows:]] for each in (self.plot, plot))
        goes = [part for part in self.picture if part is not self.plot]
        parts = [part for group in (self.plot.grid, self.plot.ticks, self.plot.names) for part in group]
        goes += [part for part in parts if part not in kept]
        parts = [part for group in (plot.grid, plot.ticks, plot.names) for part in group]
        heads, *curves = on_it
        self.play(
            FadeOut(*goes, rate_func=squish_rate_func(smooth, 0, 0.45)),
            *(
                ReplacementTransform(old, new, rate_func=squish_rate_func(smooth, 0.1, 0.7))
                for old, new in zip(kept, widened, strict=True)
            ),
            FadeIn(heads, rate_func=squish_rate_func(smooth, 0.3, 0.65)),
            FadeIn(
                *(part for part in parts if part not in widened),
                rate_func=squish_rate_func(smooth, 0.4, 0.8),
            ),
            FadeIn(*curves, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=STRETCH_TIME,
        )
        self.remove(self.plot)
        self.add(plot, *on_it)

    @property
    def _rate_in_parts(self) -> tuple[str, str]:
        """The learning rate as it is written up to its decimal point, and its decimals."""
        whole, point, decimals = f"$alpha$ = {self.learning_rate:g}".partition(".")
        return whole + point, decimals

    def _noise_heads(self, plot: Plot) -> VGroup:
        """Return what stands over the plot: the noise, and the learning rate, its decimals apart."""
        left, right = (plot.to_screen(step, 1)[0] for step in plot.horizontal)
        says = f"Loss, gradient noise $sigma$ = {experiment.NOISE_DEVIATION:g}"
        noisy = words_on_line(says, (left, NOISE_HEAD, 0), style.HEADING_SIZE, color=style.MUTED_INK)
        until_point, decimals = self._rate_in_parts
        whole = words_on_line(until_point + decimals, (0, NOISE_HEAD, 0), style.HEADING_SIZE)
        whole.shift((right - whole.get_right()[0]) * RIGHT)
        before = words_on_line(until_point, (whole.get_left()[0], NOISE_HEAD, 0), style.HEADING_SIZE)
        digits = words_on_line(decimals, (0, NOISE_HEAD, 0), style.HEADING_SIZE).align_to(whole, RIGHT)
        return VGroup(noisy, before, digits)

    def _ratio_between(
        self, plot: Plot, level: NoiseLevel, higher: NoiseLevel, ratio: float
    ) -> tuple[VectorArrow, Typst]:
        """Return an arrow from a level up to the higher one, and how many times, beside it."""
        arrow = between_levels(plot, level, higher, ARROW_PLACE, style.INK)
        text = words(f"{ratio:.1f} times", style.TITLE_SIZE, bold=True)
        return arrow, text.next_to(arrow, RIGHT, buff=0.15)


def noise() -> Noise:
    """Return the noise of each run, always the same."""
    return Noise(np.random.default_rng(SEED), experiment.NOISE_DEVIATION)


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
