"""Race: plain descent and momentum side by side, with the loss, then with noise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import ceil, floor, log10
from typing import ClassVar, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    DashedLine,
    ReplacementTransform,
    TransformFromCopy,
    Typst,
    ValueTracker,
    VGroup,
    linear,
)

from momentum_sim import RAVINE, Array, Noise, Trajectory, gradient_descent, heavy_ball, theory
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.painted_rises import PaintedRises
from scenes.mobjects.plot import Plot
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.transitions import momentum_rules, resting_map
from scenes.mobjects.typography import Readout, words, words_on_line

STEPS = 100
NOISE_DEVIATION = 0.2
"""The standard deviation of the noise on each coordinate of the gradient, in the last beat."""
NOISY_STEPS = 1000
TIMES_IN_WORDS = "ten"
"""How many times higher the floor is with a tenth of the friction, nearly."""

SEED = 102
"""Of the noise; both noisy runs stay within the plot and near their levels."""

STEPS_A_SECOND = 15

# Layout, in units of the frame.
MAP_WIDTH = 8.4
MAP_TOPS = (2.62, 0.02)
PATH_WIDTH, DOT_RADIUS, MARKER_RADIUS = 3.2, 0.036, 0.1
"""Smaller than on a map of full width, in proportion."""

LOSS_WIDTH = 2.5
LABEL_CLEARANCE = 0.2
"""From a map's upper edge to the baseline of the words above it."""

RISES_END = 2.15
"""From the right end of a map to that of the count of rises."""

PLOT_CORNER, PLOT_SIZE = (3.2, -1.7, 0), (3.0, 4.3)
CLOCK_PLACE = (6.3, 3.1, 0)
NOISE_PLOT_CORNER, NOISE_PLOT_SIZE = (-5.2, -2.0, 0), (9.5, 4.6)
NOISE_HEAD = 3.2
NOISE_LOSSES = (1e-4, 40.0)
LEVEL_WIDTH, LEVEL_OVERHANG = 4.0, 0.25
NOISY_WIDTH = 1.6
NOISY_COLORS = (style.MOMENTUM, style.LONG_MEMORY)


class RunPanel(LiveGroup):
    """A run on the ravine's map; above it the method, how often its loss has risen, and its loss.

    Parameters
    ----------
    run
        The run on the film's ravine.
    label
        The method's name, as Typst markup.
    color
        The method's colour.
    top
        Where the map's upper edge stands.
    """

    def __init__(self, run: Trajectory, label: str, color: str, top: float) -> None:
        super().__init__()
        self.run = run
        self.rises_before = rises_before(run.loss)
        # Below both runs, so that the maps form one static layer.
        self.map = RavineMap(MAP_WIDTH).set_z_index(-1)
        self.map.stars.set_z_index(STAR_Z_INDEX)
        self.map.shift((style.SAFE_LEFT - self.map.get_left()[0], top - self.map.get_top()[1], 0))
        self.path = DescentPath(
            self.map.to_screen(run.parameters),
            color,
            width=PATH_WIDTH,
            dot_radius=DOT_RADIUS,
            marker_radius=MARKER_RADIUS,
        )
        self.painted = PaintedRises(self.path.iterates, run.loss, PATH_WIDTH)
        self.painted.put_below(self.path.dots, self.path.marker, group=self.path)
        right, baseline = self.map.get_right()[0], top + LABEL_CLEARANCE
        self.label = words_on_line(label, (style.SAFE_LEFT, baseline, 0), color=color, bold=True)
        self.rises = Readout(0, "rises {:.0f} times", anchor=RIGHT)
        self.rises.shift((right - RISES_END, baseline, 0))
        self.loss = Readout(0, "loss {:.4f}", color=style.MUTED_INK, anchor=RIGHT)
        self.loss.shift((right, baseline, 0))
        self.add(self.map, self.path, self.label, self.rises, self.loss)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the run up to a step."""
        passed = min(max(int(step), 0), self.run.steps)
        self.path.set_to(step)
        self.painted.set_to(step)
        self.rises.set_to(self.rises_before[passed])
        self.loss.set_to(float(self.run.loss[passed]))
        return self


class NoiseLevel(VGroup):
    """A dashed line at the loss at which noisy runs settle on average, and its name at the right end.

    Parameters
    ----------
    plot
        The axes.
    loss
        The expected loss in the long run.
    name
        The lines of its name, as Typst markup.
    color
        The colour of both.
    drop
        How far the name stands below the line.
    """

    def __init__(self, plot: Plot, loss: float, name: Sequence[str], color: str, drop: float = 0.0) -> None:
        start, end = (plot.to_screen(step, loss) for step in plot.horizontal)
        end = end + LEVEL_OVERHANG * RIGHT
        self.line = DashedLine(start, end, color=color, stroke_width=LEVEL_WIDTH, dash_length=0.14)
        lines = (words(line, style.SMALLEST_SIZE, color=color, bold=True) for line in name)
        self.label = VGroup(*lines).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
        self.label.next_to(end, RIGHT, buff=0.12).shift(drop * DOWN)
        super().__init__(self.line, self.label)


def rises_before(losses: Array) -> Array:
    """Return how often the loss has risen up to each step."""
    return np.concatenate([[0], np.cumsum(np.diff(losses) > 0)])


class Race(LessonScene):
    """The race of the first scene, run on to the end, with both losses on a logarithmic axis."""

    title = "Side by side"
    idea = (
        "In the same ravine, from the same start, momentum is home when plain descent is a third of the way."
    )
    lab: ClassVar = {"sigma": NOISE_DEVIATION, "step": NOISY_STEPS}
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
        """Run both, stop when momentum is home, and run on; then add noise."""
        self.lay_out_the_race()
        self.open_the_panels()
        self.run_home()
        self.count_what_is_to_go()
        self.add_noise()
        self.cross_over(FadeOut(*self.picture), run_time=style.QUICK)
        self.cross_over(FadeIn(momentum_rules()), run_time=style.CALM)

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
            self._descend(momentum, NOISY_STEPS, Noise(np.random.default_rng(SEED), NOISE_DEVIATION))
            for momentum in (self.momentum, self.larger_momentum)
        )
        return momentum, larger

    @cached_property
    def arrivals(self) -> tuple[int, int]:
        """The steps at which plain descent and momentum are home."""
        plain, heavy = (
            experiment.arrival(self._descend(momentum, experiment.ENOUGH_STEPS))
            for momentum in (0.0, self.momentum)
        )
        return plain, heavy

    def _descend(self, momentum: float, steps: int, noise: Noise | None = None) -> Trajectory:
        return heavy_ball(
            RAVINE,
            experiment.START,
            learning_rate=self.learning_rate,
            momentum=momentum,
            steps=steps,
            noise=noise,
        )

    @property
    def larger_momentum(self) -> float:
        """A momentum with a tenth of the friction."""
        return 1 - (1 - self.momentum) / 10

    def noise_floor(self, momentum: float, learning_rate: float | None = None) -> float:
        """Return the mean loss that a noisy run settles at: half the sum of λ·variance."""
        rate = self.learning_rate if learning_rate is None else learning_rate
        deviations = theory.noise_floor(RAVINE.curvatures, rate, momentum, NOISE_DEVIATION)
        return float(RAVINE.curvatures @ deviations**2) / 2

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
        lowest, highest = floor(log10(self.heavy.loss.min())), ceil(log10(self.plain.loss[0]))
        self.plot = Plot(
            (0, self.steps),
            (10.0**lowest, 2 * self.plain.loss[0]),
            width=PLOT_SIZE[0],
            height=PLOT_SIZE[1],
            horizontal_ticks=tuple(range(0, self.steps + 1, 50)),
            vertical_ticks=tuple(10.0**decade for decade in range(lowest, highest)),
            horizontal_name="step",
            vertical_name="loss",
            logarithmic=True,
        )
        self.plot.shift(np.array(PLOT_CORNER) - self.plot.to_screen(0, 10.0**lowest))
        self.curves = [self._curve(self.plain, style.PLAIN_DESCENT), self._curve(self.heavy, style.MOMENTUM)]
        heavy = self.curves[1]
        self.painted = PaintedRises(heavy.curve, self.heavy.loss, LOSS_WIDTH)
        self.painted.put_below(heavy.marker, group=heavy)
        self.step = Readout(0, "step {:.0f}", style.HEADING_SIZE, anchor=RIGHT).shift(CLOCK_PLACE)

    def _curve(self, run: Trajectory, color: str) -> GrowingCurve:
        points = self.plot.to_screen(np.arange(self.steps + 1), run.loss)
        return GrowingCurve(points, color, width=LOSS_WIDTH, marker_radius=0.09)

    # The beats.

    def open_the_panels(self) -> None:
        """The map parts into two, and the plot of the loss comes in beside them."""
        with self.beat("Side by side", "Side by side, with the loss."):
            self.play(
                TransformFromCopy(self.opening, self.panels[1].map),
                ReplacementTransform(self.opening, self.panels[0].map),
                run_time=style.SLOW,
            )
            self.play(
                *(FadeIn(panel.label, panel.loss, panel.path) for panel in self.panels),
                FadeIn(self.plot, self.step, *self.curves),
                run_time=style.CALM,
            )

    def run_home(self) -> None:
        """Run on both maps and in both losses at once, until momentum is home."""
        home = self.arrivals[1]
        rises = [int(panel.rises_before[home]) for panel in self.panels]
        ring = HomeRing(self.panels[1].map.stars.get_center(), style.MOMENTUM)
        self.home = words(f"home at step {home}", style.LABEL_SIZE, color=style.MOMENTUM, bold=True)
        self.home.next_to(ring, DOWN, buff=0.0)
        with self.beat(
            "Home",
            f"Momentum's loss does not always fall: in {home} steps it rises {rises[1]} times. "
            f"But momentum is home.",
        ) as beat:
            self.play(FadeIn(*(panel.rises for panel in self.panels)), run_time=style.QUICK)
            self._follow_the_clock()
            self.play(self.clock.animate.set_value(home), run_time=home / STEPS_A_SECOND, rate_func=linear)
            beat.until("But momentum is home")
            self.play(FadeIn(ring, scale=0.5), FadeIn(self.home), run_time=style.QUICK)
            beat.until_said()
            self.play(FadeOut(ring, scale=1.6), run_time=style.CALM)
            self.wait(style.CALM)

    def _follow_the_clock(self) -> None:
        self.remove(*self.mobjects)
        self.followers = [*self.panels, self.step, *self.curves, self.painted]
        for follower in self.followers:
            follower.follow(self.clock.get_value)
        self.add(self.plot, *self.panels, self.step, *self.curves)

    def count_what_is_to_go(self) -> None:
        """Show plain descent's way to the minimum, and run on to the last step."""
        plain_home, home = self.arrivals
        panel = self.panels[0]
        marker, star = panel.path.marker.get_center(), panel.map.stars.get_center()
        way = VectorArrow(
            marker + 0.3 * RIGHT, (star[0] - 0.3, marker[1], 0), style.PLAIN_DESCENT, width=style.PATH_WIDTH
        )
        rest = words(
            f"{plain_home - home} steps to go", style.BODY_SIZE, color=style.PLAIN_DESCENT, bold=True
        )
        rest.next_to(way, UP, buff=0.12)
        with self.beat("To go", f"Plain descent has {plain_home - home} steps to go.") as beat:
            self.play(GrowVector(way), FadeIn(rest), run_time=style.SLOW)
            beat.until_said()
            self.play(FadeOut(way, rest), run_time=style.QUICK)
            if home < self.steps:
                seconds = (self.steps - home) / STEPS_A_SECOND
                self.play(self.clock.animate.set_value(self.steps), run_time=seconds, rate_func=linear)

    def add_noise(self) -> None:
        """With noise the loss settles at a level: higher for more memory, lower for smaller steps."""
        usual, long = self.momentum, self.larger_momentum
        floors = [self.noise_floor(momentum) for momentum in (usual, long)]
        clock = ValueTracker(0)
        plot = noise_plot()
        heads = self._noise_heads(plot)
        curves = [
            noisy_curve(plot, run, color).follow(clock.get_value)
            for run, color in zip(self.noisy, NOISY_COLORS, strict=True)
        ]
        level, higher = (
            NoiseLevel(plot, loss, [f"$#sym.beta$ = {momentum:g}"], color)
            for loss, momentum, color in zip(floors, (usual, long), NOISY_COLORS, strict=True)
        )
        ratio = self._ratio_between(level, higher, floors[1] / floors[0])
        smaller = self.learning_rate / 10
        names = [f"$#sym.beta$ = {long:g},", f"$#sym.alpha$ = {smaller:g}"]
        lowered = NoiseLevel(plot, self.noise_floor(long, smaller), names, NOISY_COLORS[1], drop=0.62)
        with self.beat(
            "Noise",
            "One honest limit: gradients from small batches are noisy. Then the loss settles "
            f"around a level, at beta {long:g} nearly {TIMES_IN_WORDS} times that at {usual:g}. "
            "A smaller learning rate lowers it.",
        ) as beat:
            for follower in self.followers:
                follower.clear_updaters()
            self.play(FadeOut(*self.picture), run_time=style.QUICK)
            self.play(FadeIn(plot, heads, *curves), run_time=style.CALM)
            self.play(clock.animate.set_value(NOISY_STEPS), run_time=4.6, rate_func=linear)
            for curve in curves:
                curve.clear_updaters()
            self.play(
                Create(level.line),
                Create(higher.line),
                FadeIn(level.label, higher.label),
                *(curve.line.animate.set_stroke(opacity=style.FADED) for curve in curves),
                *(FadeOut(curve.marker) for curve in curves),
                run_time=style.CALM,
            )
            beat.until(f"nearly {TIMES_IN_WORDS}")
            self.play(GrowVector(ratio[0]), FadeIn(ratio[1]), run_time=style.CALM)
            beat.until("A smaller learning rate")
            self.play(
                TransformFromCopy(higher.line, lowered.line),
                FadeIn(lowered.label),
                run_time=style.SLOW,
            )
            beat.until_said()
            self.wait(style.CALM)

    def _noise_heads(self, plot: Plot) -> VGroup:
        """Return what stands over the plot: the noise and the learning rate."""
        left, right = plot.to_screen(0, 1)[0], plot.to_screen(NOISY_STEPS, 1)[0]
        noise = f"noise on each gradient, $sigma$ = {NOISE_DEVIATION:g}"
        noisy = words_on_line(noise, (left, NOISE_HEAD, 0))
        rate = words_on_line(f"$alpha$ = {self.learning_rate:g}", (right, NOISE_HEAD, 0))
        return VGroup(noisy, rate.align_to(plot.axes, RIGHT))

    def _ratio_between(
        self, level: NoiseLevel, higher: NoiseLevel, ratio: float
    ) -> tuple[VectorArrow, Typst]:
        """Return an arrow from the label of a level up to that of the higher one, and how many times."""
        x = level.label.get_left()[0] + 0.15
        start, end = level.label.get_top()[1] + 0.06, higher.label.get_bottom()[1] - 0.06
        arrow = VectorArrow((x, start, 0), (x, end, 0), style.INK, width=style.PATH_WIDTH)
        text = words(f"{ratio:.1f} times", style.SMALLEST_SIZE)
        return arrow, text.next_to(arrow, RIGHT, buff=0.12)


def noise_plot() -> Plot:
    """Return the axes for the losses of the noisy runs."""
    plot = Plot(
        (0, NOISY_STEPS),
        NOISE_LOSSES,
        width=NOISE_PLOT_SIZE[0],
        height=NOISE_PLOT_SIZE[1],
        horizontal_ticks=(0, 250, 500, 750, (NOISY_STEPS, f"step {NOISY_STEPS:,}")),
        vertical_ticks=(0.0001, 0.001, 0.01, 0.1, 1, 10),
        vertical_name="loss",
        logarithmic=True,
    )
    return plot.shift(np.array(NOISE_PLOT_CORNER) - plot.to_screen(0, NOISE_LOSSES[0]))


def noisy_curve(plot: Plot, run: Trajectory, color: str) -> GrowingCurve:
    """Return a noisy run's loss, held at the plot's lower edge where it dips below."""
    points = plot.to_screen(np.arange(NOISY_STEPS + 1), np.maximum(run.loss, NOISE_LOSSES[0]))
    return GrowingCurve(points, color, width=NOISY_WIDTH, marker_radius=0.09)
