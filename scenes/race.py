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
    ORIGIN,
    RIGHT,
    UP,
    Create,
    DashedLine,
    LaggedStart,
    Line,
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

RUN_TIME = 5.9
"""Seconds from the start to momentum's arrival."""

# Layout, in units of the frame.
MAP_WIDTH = 8.4
MAP_TOPS = (2.62, 0.02)
PATH_WIDTH, DOT_RADIUS, MARKER_RADIUS = 3.2, 0.036, 0.1
"""Smaller than on a map of full width, in proportion."""

LOSS_WIDTH = 2.5
LABEL_CLEARANCE = 0.2
"""From a map's upper edge to the baseline of the words above it."""

RISES_START, LOSS_START = 4.1, 1.85
"""From the right end of a map back to where the count of rises begins, and the loss."""
STROKE_LENGTH = 0.36
"""Of the white stroke before the count of rises, which tells what white is."""

PLOT_CORNER, PLOT_SIZE = (3.2, -1.7, 0), (3.0, 4.3)
BEFORE_START = -4
"""Where the axis of the steps begins, so that the dots at step 0 do not cover a number beside it."""
CLOCK_PLACE = (6.3, 3.1, 0)
NOISE_PLOT_CORNER, NOISE_PLOT_SIZE = (-5.2, -2.0, 0), (8.9, 4.6)
NOISE_HEAD = 3.2
NOISE_LOSSES = (1e-4, 40.0)
LEVEL_WIDTH, LEVEL_OVERHANG = 4.0, 1.05
LEVEL_DASH, LOWERED_DASH = (0.14, 0.5), (0.05, 0.35)
"""The lengths of their dashes, and the dashes' share of the line."""
RATIO_PLACE, LOWERING_PLACE = 0.35, 0.75
"""From the plot's right end to the arrows between the levels."""
NOISY_WIDTH = 1.1
NOISY_FADED = 0.35
NAMES_APART = 0.5
NAMES_WINDOW = 150
"""Steps over which the height of a curve's name is averaged, so that it stands still in the noise."""
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
        start = np.array([right - RISES_START, baseline, 0])
        # The stroke that rises are painted with, at half the height of a small letter.
        self.stroke = Line(
            ORIGIN, STROKE_LENGTH * RIGHT, stroke_color=style.INK, stroke_width=style.PATH_WIDTH
        )
        self.stroke.shift(start + (STROKE_LENGTH + 0.12) * LEFT + 0.09 * UP)
        self.rises = Readout(0, "rises {:.0f} times", bold=True).shift(start)
        self.loss = LossReadout(float(run.loss[0])).shift((right - LOSS_START, baseline, 0))
        self.add(self.map, self.path, self.label, self.stroke, self.rises, self.loss)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the run up to a step; what is counted tells the last step that was taken."""
        taken = steps_taken(step, self.run.steps)
        self.path.set_to(step)
        self.painted.set_to(step)
        self.rises.set_to(self.rises_before[taken])
        self.loss.set_to(float(self.run.loss[taken]))
        return self


class LossReadout(Readout):
    """A loss to two digits, but at least to a tenth."""

    def __init__(self, loss: float) -> None:
        super().__init__(loss, color=style.MUTED_INK)

    def set_to(self, number: float) -> Self:
        """Show a loss."""
        decimals = max(1, 1 - floor(log10(number)))
        self._template = f"loss {{:.{decimals}f}}"
        return super().set_to(number)


class StepReadout(Readout):
    """The step that was taken last."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        super().__init__(0, "step {:.0f}", style.HEADING_SIZE, anchor=RIGHT)

    def set_to(self, number: float) -> Self:
        """Show the step that was taken last."""
        return super().set_to(steps_taken(number, self._steps))


class RidingNames(LiveGroup):
    """The names of noisy curves, to the right of their tips, at heights that the noise does not shake.

    Parameters
    ----------
    plot
        The axes.
    runs
        The runs whose losses are drawn, the lower one first.
    names
        Their names.
    """

    def __init__(self, plot: Plot, runs: Sequence[Trajectory], names: Sequence[Typst]) -> None:
        super().__init__(*names)
        window = np.ones(NAMES_WINDOW) / NAMES_WINDOW
        padding = NAMES_WINDOW // 2
        self._x = plot.to_screen(np.arange(NOISY_STEPS + 1), 1.0)[:, 0]
        self._heights = []
        for run in runs:
            logs = np.pad(np.log10(run.loss), (padding, padding - 1), mode="edge")
            smooth = np.convolve(logs, window, mode="valid")
            self._heights.append(plot.to_screen(np.arange(NOISY_STEPS + 1), 10**smooth)[:, 1])
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Move the names along to a step."""
        lower, upper = (
            float(np.interp(step, np.arange(NOISY_STEPS + 1), heights)) for heights in self._heights
        )
        missing = max(0.0, NAMES_APART - (upper - lower)) / 2
        x = float(np.interp(step, np.arange(NOISY_STEPS + 1), self._x))
        for name, height in zip(self, (lower - missing, upper + missing), strict=True):
            name.move_to((x + 0.25, height, 0), aligned_edge=LEFT)
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
    dash
        The length of the line's dashes, and their share of it.
    """

    def __init__(
        self,
        plot: Plot,
        loss: float,
        name: Sequence[str],
        color: str,
        drop: float = 0.0,
        dash: tuple[float, float] = LEVEL_DASH,
    ) -> None:
        start, end = (plot.to_screen(step, loss) for step in plot.horizontal)
        end = end + LEVEL_OVERHANG * RIGHT
        length, share = dash
        self.line = DashedLine(
            start, end, color=color, stroke_width=LEVEL_WIDTH, dash_length=length, dashed_ratio=share
        )
        lines = (words(line, style.SMALLEST_SIZE, color=color, bold=True) for line in name)
        self.label = VGroup(*lines).arrange(DOWN, buff=0.14, aligned_edge=LEFT)
        self.label.next_to(end, RIGHT, buff=0.12).shift(drop * DOWN)
        super().__init__(self.line, self.label)


def steps_taken(step: float, steps: int) -> int:
    """Return how many whole steps have been taken at a moment: what every count shows tells of this step."""
    # A clock that stops at a step may stop a rounding error before it.
    return min(max(floor(step + 1e-6), 0), steps)


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
        """Run both until momentum is home; then add noise."""
        self.lay_out_the_race()
        self.open_the_panels()
        self.run_home()
        self.count_what_is_to_go()
        self.add_noise()
        self.cross_over(
            LaggedStart(FadeOut(*self.picture), FadeIn(momentum_rules()), lag_ratio=0.25, run_time=0.6)
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
            (BEFORE_START, self.steps),
            (10.0**lowest, 2 * self.plain.loss[0]),
            width=PLOT_SIZE[0],
            height=PLOT_SIZE[1],
            horizontal_ticks=tuple(range(0, self.steps + 1, 50)),
            vertical_ticks=tuple(10.0**decade for decade in range(lowest, highest)),
            horizontal_name="step",
            vertical_name="loss",
            logarithmic=True,
        )
        self.plot.shift(np.array(PLOT_CORNER) - self.plot.to_screen(BEFORE_START, 10.0**lowest))
        self.curves = [self._curve(self.plain, style.PLAIN_DESCENT), self._curve(self.heavy, style.MOMENTUM)]
        heavy = self.curves[1]
        self.painted = PaintedRises(heavy.curve, self.heavy.loss, LOSS_WIDTH)
        self.painted.put_below(heavy.marker, group=heavy)
        self.step = StepReadout(self.steps).shift(CLOCK_PLACE)

    def _curve(self, run: Trajectory, color: str) -> GrowingCurve:
        points = self.plot.to_screen(np.arange(self.steps + 1), run.loss)
        return GrowingCurve(points, color, width=LOSS_WIDTH, marker_radius=0.09)

    # The beats.

    def open_the_panels(self) -> None:
        """The map parts into two, and the plot of the loss comes in beside them."""
        with self.beat("Side by side", "Side by side, with the loss."):
            other = self.opening.copy()
            # One star parts into two.
            other.stars.set_opacity(0)
            self.play(
                ReplacementTransform(other, self.panels[1].map),
                ReplacementTransform(self.opening, self.panels[0].map),
                run_time=1.3,
            )
            self.play(
                *(FadeIn(panel.label, panel.rises, panel.loss, panel.path) for panel in self.panels),
                FadeIn(self.panels[1].stroke, self.plot, self.step, *self.curves),
                run_time=style.CALM,
            )
            self.panels[0].remove(self.panels[0].stroke)

    def run_home(self) -> None:
        """Run on both maps and in both losses at once, until momentum is home."""
        home = self.arrivals[1]
        rises = [int(panel.rises_before[home]) for panel in self.panels]
        panel = self.panels[1]
        ring = HomeRing(panel.map.stars.get_center(), style.MOMENTUM)
        self.home = words_on_line(
            f"home at step {home}", panel.loss.points[0], style.LABEL_SIZE, color=style.MOMENTUM, bold=True
        )
        self.home.align_to(panel.map, RIGHT)
        with self.beat(
            "Home",
            f"Momentum's loss does not always fall: in {home} steps it rises {rises[1]} times. "
            f"But momentum is home.",
        ) as beat:
            self._follow_the_clock()
            self.play(self.clock.animate.set_value(home), run_time=RUN_TIME, rate_func=linear)
            for follower in self.followers:
                follower.clear_updaters()
            beat.until("But momentum is home")
            self.play(FadeIn(ring, scale=0.5), FadeOut(panel.loss), FadeIn(self.home), run_time=style.QUICK)
            panel.remove(panel.loss)
            beat.until_said()
            self.play(FadeOut(ring, scale=1.6), run_time=style.CALM)

    def _follow_the_clock(self) -> None:
        self.remove(*self.mobjects)
        self.followers = [*self.panels, self.step, *self.curves, self.painted]
        for follower in self.followers:
            follower.follow(self.clock.get_value)
        self.add(self.plot, *self.panels, self.step, *self.curves)

    def count_what_is_to_go(self) -> None:
        """Show plain descent's way to the minimum."""
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
        with self.beat("To go", f"Plain descent has {plain_home - home} steps to go."):
            self.play(GrowVector(way), FadeIn(rest), run_time=style.SLOW)

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
        names = RidingNames(
            plot,
            self.noisy,
            [
                words(f"$#sym.beta$ = {momentum:g}", style.SMALLEST_SIZE, color=color, bold=True)
                for momentum, color in zip((usual, long), NOISY_COLORS, strict=True)
            ],
        ).follow(clock.get_value)
        level, higher = (
            NoiseLevel(plot, loss, [f"$#sym.beta$ = {momentum:g}"], color)
            for loss, momentum, color in zip(floors, (usual, long), NOISY_COLORS, strict=True)
        )
        ratio = self._ratio_between(plot, level, higher, floors[1] / floors[0])
        smaller = self.learning_rate / 10
        lowered = NoiseLevel(
            plot,
            self.noise_floor(long, smaller),
            [f"$#sym.beta$ = {long:g},", f"$#sym.alpha$ = {smaller:g}"],
            NOISY_COLORS[1],
            drop=0.62,
            dash=LOWERED_DASH,
        )
        down = between_levels(plot, higher, lowered, LOWERING_PLACE, NOISY_COLORS[1])
        with self.beat(
            "Noise",
            "One honest limit: gradients from small batches are noisy. Then the loss settles "
            f"around a level, at beta {long:g} nearly {TIMES_IN_WORDS} times that at {usual:g}. "
            "A smaller learning rate lowers it.",
        ) as beat:
            self.play(
                LaggedStart(FadeOut(*self.picture), FadeIn(plot, heads, *curves, names), lag_ratio=0.25),
                run_time=style.CALM,
            )
            self.play(clock.animate.set_value(NOISY_STEPS), run_time=4.2, rate_func=linear)
            for curve in (*curves, names):
                curve.clear_updaters()
            self.play(
                Create(level.line),
                Create(higher.line),
                ReplacementTransform(names, VGroup(level.label[0], higher.label[0])),
                *(curve.line.animate.set_stroke(opacity=NOISY_FADED) for curve in curves),
                *(FadeOut(curve.marker) for curve in curves),
                run_time=style.CALM,
            )
            beat.until(f"nearly {TIMES_IN_WORDS}")
            self.play(GrowVector(ratio[0]), FadeIn(ratio[1]), run_time=style.CALM)
            beat.until("A smaller learning rate")
            self.play(
                TransformFromCopy(higher.line, lowered.line),
                GrowVector(down),
                FadeIn(lowered.label),
                run_time=style.SLOW,
            )

    def _noise_heads(self, plot: Plot) -> VGroup:
        """Return what stands over the plot: the noise and the learning rate."""
        left, right = plot.to_screen(0, 1)[0], plot.to_screen(NOISY_STEPS, 1)[0]
        noise = f"noise on each gradient, $sigma$ = {NOISE_DEVIATION:g}"
        noisy = words_on_line(noise, (left, NOISE_HEAD, 0))
        rate = words_on_line(f"$alpha$ = {self.learning_rate:g}", (right, NOISE_HEAD, 0))
        return VGroup(noisy, rate.align_to(plot.axes, RIGHT))

    def _ratio_between(
        self, plot: Plot, level: NoiseLevel, higher: NoiseLevel, ratio: float
    ) -> tuple[VectorArrow, Typst]:
        """Return an arrow from a level up to the higher one, and how many times, between their names."""
        arrow = between_levels(plot, level, higher, RATIO_PLACE, style.INK)
        text = words(f"{ratio:.1f} times", style.SMALLEST_SIZE)
        middle = (level.label.get_y() + higher.label.get_y()) / 2
        return arrow, text.move_to((level.label.get_left()[0], middle, 0), aligned_edge=LEFT)


def between_levels(plot: Plot, start: NoiseLevel, end: NoiseLevel, place: float, color: str) -> VectorArrow:
    """Return an arrow from one level to another, some way to the right of the plot."""
    x = plot.to_screen(NOISY_STEPS, 1.0)[0] + place
    heights = (each.line.get_y() for each in (start, end))
    tail, head = ((x, height, 0) for height in heights)
    return VectorArrow(tail, head, color, width=style.PATH_WIDTH)


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
