"""Race: vanilla and momentum side by side, with the loss."""

from __future__ import annotations

from functools import cached_property
from math import floor, log10

import numpy as np
from manim import (
    DL,
    DOWN,
    LEFT,
    RIGHT,
    UL,
    UP,
    Create,
    DashedLine,
    GrowFromPoint,
    ReplacementTransform,
    TransformFromCopy,
    Typst,
    ValueTracker,
    VGroup,
    linear,
)

from momentum_sim import RAVINE, Noise, Trajectory, gradient_descent, heavy_ball, theory
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.race_panel import RacePanel
from scenes.mobjects.transitions import momentum_rules, resting_map
from scenes.mobjects.typography import words, words_on_line

STEPS = 100
NOISE_DEVIATION = 0.2
"""The standard deviation of the noise on each coordinate of the gradient, in the last beat."""
SEED = 172
PANEL_WIDTH = 6.8
PANEL_HEIGHTS = (1.7, -2.0)
"""Heights of the middles of the two maps."""


class LossesAt(VGroup):
    """A line across the plot at a step, and both losses there."""

    def __init__(self, plot: Plot, step: int, plain: float, heavy: float) -> None:
        low, high = (plot.to_screen(step, end) for end in plot.vertical)
        self.line = DashedLine(low, high, color=style.INK, stroke_width=style.THIN)
        self.step = words(f"step {step}", style.SMALLEST_SIZE).next_to(high, DL, buff=0.1)
        self.plain = words(f"{plain:.3f}", style.BODY_SIZE, color=style.PLAIN_DESCENT, bold=True)
        self.plain.next_to(plot.to_screen(step, plain), UL, buff=0.15).shift(0.1 * UP)
        self.heavy = words(f"{heavy:.4f}", style.BODY_SIZE, color=style.MOMENTUM, bold=True)
        self.heavy.next_to(plot.to_screen(step, heavy), DL, buff=0.15).shift(0.1 * DOWN)
        super().__init__(self.line, self.step, self.plain, self.heavy)


class NoiseFloor(VGroup):
    """A dashed line across the plot at the loss that a noisy run settles at, and its momentum under it."""

    def __init__(self, plot: Plot, momentum: float, loss: float) -> None:
        self.line = plot.level(loss, style.INK)
        self.label = words(f"$beta$ = {momentum:g}", style.SMALLEST_SIZE)
        self.label.next_to(self.line, DOWN, buff=0.08).align_to(self.line, LEFT).shift(0.1 * RIGHT)
        super().__init__(self.line, self.label)


class Race(LessonScene):
    """The race of the first scene, run on to the end, with both losses on a logarithmic axis."""

    title = "Side by side"
    idea = "In the same ravine, from the same start, momentum arrives while plain descent has just set out."
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
            reason="outside it momentum does not arrive for good within the steps that are shown",
        ),
        Parameter(
            "steps",
            STEPS,
            minimum=STEPS,
            maximum=150,
            reason="momentum must have the time to arrive, and its zigzag must stay legible",
        ),
    )
    learning_rate: float
    momentum: float
    steps: int

    def construct(self) -> None:
        """Run both, mark the arrival, name the limit."""
        self.lay_out_the_race()
        self.open_the_panels()
        self.run()
        self.mark_the_arrival()
        self.name_the_limit()
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
    def noisy(self) -> Trajectory:
        """Momentum over the same steps, with noise on every gradient as minibatches have it."""
        noise = Noise(np.random.default_rng(SEED), NOISE_DEVIATION)
        return self._descend(self.momentum, self.steps, noise)

    @cached_property
    def arrivals(self) -> tuple[int, int]:
        """The steps from which plain descent and momentum stay within the tolerance."""
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

    def noise_floor(self, momentum: float) -> float:
        """Return the mean loss that a noisy run settles at: half the sum of λ·variance."""
        deviations = theory.noise_floor(RAVINE.curvatures, self.learning_rate, momentum, NOISE_DEVIATION)
        return float(RAVINE.curvatures @ deviations**2) / 2

    # The picture.

    def lay_out_the_race(self) -> None:
        """Make the panels and the plot that all beats show."""
        self.opening = resting_map()
        self.add(self.opening)
        self.clock = ValueTracker(0)
        self.panels = [
            self._panel(self.plain, "Gradient descent", style.PLAIN_DESCENT, PANEL_HEIGHTS[0]),
            self._panel(
                self.heavy, f"Momentum, $beta$ = {self.momentum:g}", style.MOMENTUM, PANEL_HEIGHTS[1]
            ),
        ]
        lowest, highest = floor(log10(self.heavy.loss.min())), 1
        decades = range(lowest, highest + 1)
        self.plot = Plot(
            (0, self.steps),
            (10.0**lowest, 2 * self.plain.loss[0]),
            width=4.3,
            height=5.2,
            horizontal_ticks=tuple(range(0, self.steps + 1, 50)),
            vertical_ticks=tuple(10.0**decade for decade in decades),
            horizontal_name="step",
            vertical_name="loss, on a logarithmic scale",
            logarithmic=True,
        )
        self.plot.shift((1.75, -2.5, 0) - self.plot.to_screen(0, 10.0**lowest))
        self.curves = [self._curve(self.plain, style.PLAIN_DESCENT), self._curve(self.heavy, style.MOMENTUM)]

    def _panel(self, run: Trajectory, label: str, color: str, height: float) -> RacePanel:
        panel = RacePanel(run, label, color, width=PANEL_WIDTH, loss_template="loss {:.4f}")
        panel.shift((style.SAFE_LEFT - panel.map.get_left()[0], height - panel.map.get_y(), 0))
        return panel.set_to(0)

    def _curve(self, run: Trajectory, color: str, width: float = style.PATH_WIDTH) -> GrowingCurve:
        points = self.plot.to_screen(np.arange(self.steps + 1), run.loss)
        return GrowingCurve(points, color, width=width, marker_radius=0.09)

    # The beats.

    def open_the_panels(self) -> None:
        """The map parts into two, and the plot of the loss comes in beside them."""
        with self.beat(
            "Side by side", "Back to the ravine, side by side, with the loss on a logarithmic scale."
        ):
            self.play(
                TransformFromCopy(self.opening, self.panels[1].map),
                ReplacementTransform(self.opening, self.panels[0].map),
                run_time=style.SLOW,
            )
            self.play(
                *(FadeIn(panel.label, panel.step, panel.loss, panel.path) for panel in self.panels),
                run_time=style.CALM,
            )
            self.play(FadeIn(self.plot), run_time=style.CALM)
            self.play(FadeIn(*self.curves), run_time=style.CALM)
            self.remove(*self.mobjects)
            self.add(*self.panels, self.plot, *self.curves)

    def run(self) -> None:
        """Run on both maps and in both losses at once."""
        rises = int(np.count_nonzero(np.diff(self.heavy.loss) > 0))
        for follower in (*self.panels, *self.curves):
            follower.follow(self.clock.get_value)
        with self.beat(
            f"{_counted(self.steps)} steps",
            f"Watch the wobble: momentum's loss goes up in {rises} of the {self.steps} steps; "
            "plain descent's never does. Yet look who is ahead.",
        ):
            self.play(self.clock.animate.set_value(self.steps), run_time=8.4, rate_func=linear)

    def mark_the_arrival(self) -> None:
        """Mark both losses at the step at which momentum arrives."""
        plain_arrival, arrival = self.arrivals
        plain, heavy = (float(run.loss[arrival]) for run in (self.plain, self.heavy))
        losses = LossesAt(self.plot, arrival, plain, heavy)
        with self.beat(
            "Within a tenth",
            f"At step {arrival}, momentum is within a tenth of the minimum for good, "
            f"with a loss of {heavy:.4f}. "
            f"Plain descent still has {plain:.3f}, and {plain_arrival - arrival} steps to go.",
        ):
            self.play(self.clock.animate.set_value(arrival), run_time=style.SLOW)
            self.play(Create(losses.line), FadeIn(losses.step), run_time=style.SLOW)
            self.play(pulse(self.panels[1].path.marker, 1.8), run_time=style.SLOW)
            self.play(FadeIn(losses.heavy, shift=0.2 * DOWN), run_time=style.CALM)
            self.wait(1)
            self.play(FadeIn(losses.plain, shift=0.2 * UP), run_time=style.CALM)
            self.wait(0.6)
            way, rest = self._way_to_go(f"{plain_arrival - arrival} steps to go")
            self.play(GrowFromPoint(way, way.get_left()), FadeIn(rest), run_time=style.SLOW)
        self.marks = VGroup(*losses, way, rest)

    def _way_to_go(self, text: str) -> tuple[VectorArrow, Typst]:
        """Return an arrow below plain descent's map, from where it is to the minimum, and words under it."""
        panel = self.panels[0]
        y = panel.map.get_bottom()[1] - 0.2
        x, end = panel.path.marker.get_x(), panel.map.stars.get_x()
        way = VectorArrow((x, y, 0), (end, y, 0), style.PLAIN_DESCENT)
        return way, words(text, style.LABEL_SIZE).next_to(way, DOWN, buff=0.1)

    def name_the_limit(self) -> None:
        """The same run with noise: its loss stops falling, and sooner for a larger momentum."""
        with self.beat(
            "An honest limit",
            "One honest limit: this is a smooth bowl with exact gradients. "
            "With minibatch noise, a larger beta raises the noise floor.",
        ):
            self._keep_the_exact_run()
            self._run_with_noise()
            self._compare_the_noise_floors()

    def _keep_the_exact_run(self) -> None:
        """Fade plain descent out, and move momentum's panel to its place."""
        plain, exact = self.panels
        for mobject in (plain, self.curves[0]):
            mobject.clear_updaters()
        before = exact.label
        exact.remove(before)
        self.play(
            FadeOut(self.marks, plain, self.curves[0], before),
            self.clock.animate.set_value(self.steps),
            run_time=style.CALM,
        )
        exact.clear_updaters()
        start = (style.SAFE_LEFT, plain.baseline, 0)
        label = words_on_line("Exact gradients", start, color=style.MOMENTUM, bold=True)
        rise = (PANEL_HEIGHTS[0] - PANEL_HEIGHTS[1]) * UP
        self.play(exact.animate.shift(rise), FadeIn(label, shift=rise), run_time=style.CALM)

    def _run_with_noise(self) -> None:
        """Run momentum once more on the lower panel, with noisy gradients."""
        noisy = self._panel(self.noisy, "Noisy gradients", style.MOMENTUM, PANEL_HEIGHTS[1])
        noisy_loss, exact_loss = self._curve(self.noisy, style.MOMENTUM), self.curves[1]
        self.play(
            FadeIn(noisy, noisy_loss),
            exact_loss.line.animate.set_stroke(opacity=style.FADED),
            exact_loss.marker.animate.set_opacity(style.FADED),
            run_time=style.CALM,
        )
        clock = ValueTracker(0)
        for follower in (noisy, noisy_loss):
            follower.follow(clock.get_value)
        self.play(clock.animate.set_value(self.steps), run_time=3.4, rate_func=linear)

    def _compare_the_noise_floors(self) -> None:
        """Draw the noise floor of this momentum, and that of a larger one above it."""
        floor, higher = (
            NoiseFloor(self.plot, momentum, self.noise_floor(momentum))
            for momentum in (self.momentum, self.larger_momentum)
        )
        name = words("noise floor", style.SMALLEST_SIZE)
        name.next_to(floor.line, UP, buff=0.1).align_to(floor.label, LEFT)
        self.play(FadeIn(*floor, name), run_time=style.CALM)
        self.play(TransformFromCopy(floor.line, higher.line), FadeIn(higher.label), run_time=style.SLOW)


def _counted(number: int) -> str:
    return "A hundred" if number == 100 else f"{number}"
