"""Race: plain descent and momentum side by side, with the loss, then with noise."""

from __future__ import annotations

from collections.abc import Sequence
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
    Circle,
    Create,
    Line,
    ReplacementTransform,
    Typst,
    ValueTracker,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, Noise, Trajectory, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.arrow import GrowVector
from scenes.mobjects.counted_run import RiseCount, steps_taken
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.loss_curves import RISE_WIDTH, LossCurve, StepAxis
from scenes.mobjects.noise_levels import (
    MEAN_STEPS,
    MEAN_WIDTH,
    NoiseLevel,
    between_levels,
    running_mean,
)
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import map_of_the_race, momentum_rules
from scenes.mobjects.typography import Readout, words, words_on_line
from scenes.mobjects.weight_strip import WeightStrip

STEPS = 100
NOISY_STEPS = 1000
TIMES_IN_WORDS = "ten"
"""How many times higher the floor is with a tenth of the friction, nearly."""

SEED, CALMER_SEED = 616, 1551
"""Of the noise; the runs' means wander around their levels and end near them: many a run wanders more."""

START_TIME, OPENING_TIME, RUN_TIME = 0.9, 1.4, 3.2
"""Seconds to the ringed rise, in which the losses' axis then opens, and from there to momentum's arrival."""

TO_GO_READ, REST_TIME = 0.5, 2.2
"""Seconds for which what is to go stands when it is said, and in which plain descent then goes that way."""

RISE = 14
"""The step from which a rise is ringed: the first ones are flatter."""

FIRST_STEPS = 20
"""So many steps the losses' axis shows at first: each rise is wide enough to be seen as one."""

# Layout, in units of the frame.
PATH_SIZES: dict[str, float] = {"width": 3.0, "dot_radius": 0.034, "marker_radius": 0.11}
"""Smaller than on a map of full width, in proportion."""
COLUMN = 3.25
"""Where all words to the right of map and plot begin."""
NAME_BASELINES, UNDER_NAME = (2.78, 1.56), 0.46
"""Of the names beside the map, and down to what is said of each."""
PLOT_CORNER = (-5.5, -2.1, 0)
PLOT_SIZE, NOISE_PLOT_HEIGHT = (7.95, 2.62), 4.85
"""Both plots of the loss have their lower left corner and their axis of steps in common."""
LEGEND_BASELINE = -0.5
COUNT_GAP, COUNT_DROP, COUNTS_APART = 0.35, 0.17, 0.6
"""From a curve's dot to its count, down to that one's baseline, and between two counts at least."""
RISE_RING = 0.45
SAMPLE, SAMPLE_GAP = (0.28, 0.34, 0.0), 0.2
"""How far the sample of a rise goes, to the right and up, and the gap after it."""
NOISE_HEAD, RATE_GAP, BETA_DROP = 3.0, 0.15, 0.65
NOISE_LOSSES = (5e-4, 25.0)
MEAN_NAME_LOSS = 2.2
"""The height of the words over the curves of means."""
CHANGE_TIME = 0.9
"""Seconds in which the race's plot becomes that of the noisy runs."""
NOISY_TIME, MEAN_TIME, LARGER_TIME = 1.6, 1.1, 1.1
"""Seconds in which a noisy loss is drawn, then its mean, then the mean of the larger momentum's."""
CALMER_TIME, LOWERED_TIME, LOWERED_HOLD = 1.1, 0.7, 1.7
"""Seconds in which the calmer run runs, in which its level comes, and for which that stands then."""
STRIP_BASELINES, STRIP_LEFT, STRIP_GAP = (-1.3, -1.8, -2.3), 4.2, 0.14
"""Of the words over the weights and of the two rows; where those begin, and the gap before their sums."""
STRIP_RISE, STRIP_THICKNESS, STRIP_UNIT = 0.12, 0.34, 0.0175
"""From a row's baseline to its weights' middle, how thick they are, and how long one of a whole gradient."""
STRIP_SHARE = 0.998
"""How much of all weights is drawn: what older ones add is less than a pixel or two."""
DOT_COMES = 150
"""The step by which a noisy loss's dot has come."""
NOISY_WIDTH, BEHIND_MEAN = 1.6, 0.3
"""How wide the line of a noisy loss is, and its opacity once its mean is drawn."""
BEHIND_LEVELS = 0.45
"""The opacity of the means once their levels are spoken of."""
LEVEL_NAMES_APART = 0.28
"""How far the levels' names give way to what is said between them."""
COLORS = (style.PLAIN_DESCENT, style.MOMENTUM)
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
        """Plain descent until it is home."""
        return gradient_descent(
            RAVINE, experiment.START, learning_rate=self.learning_rate, steps=self.arrivals[0]
        )

    @cached_property
    def heavy(self) -> Trajectory:
        """Momentum over the steps that are shown."""
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
        """Make the map with both runs, the plot of their losses, and what is written beside them."""
        self.map = map_of_the_race()
        self.add(self.map)
        self.clock = ValueTracker(0)
        self.paths = [
            DescentPath(self.map.to_screen(run.parameters), color, **PATH_SIZES)
            for run, color in zip((self.plain, self.heavy), COLORS, strict=True)
        ]
        self.names = [
            words_on_line(name, (COLUMN, baseline, 0), style.HEADING_SIZE, color=color, bold=True)
            for name, baseline, color in zip(
                ("Gradient descent", "Momentum"), NAME_BASELINES, COLORS, strict=True
            )
        ]
        self.plot = self._loss_plot()
        self.axis = StepAxis(self.plot, FIRST_STEPS)
        self.losses = [
            LossCurve(self.axis, self.plot, loss, color, painted=True)
            for loss, color in zip((self.plain.loss[: self.steps + 1], self.heavy.loss), COLORS, strict=True)
        ]
        self.counts = [
            RiseCount(run, color) for run, color in zip((self.plain, self.heavy), COLORS, strict=True)
        ]
        self._place_counts()
        start = np.array([COLUMN, LEGEND_BASELINE, 0])
        sample = Line(start, start + SAMPLE, stroke_color=style.INK, stroke_width=RISE_WIDTH)
        place = start + (SAMPLE[0] + SAMPLE_GAP) * RIGHT
        self.legend = VGroup(sample, words_on_line("loss rises", place, bold=True))

    def _place_counts(self) -> None:
        """Put each loss's count beside its dot, plain descent's above."""
        dots = [curve.marker.get_center() for curve in self.losses]
        missing = max(0.0, COUNTS_APART - (dots[0][1] - dots[1][1])) / 2
        for count, dot, way in zip(self.counts, dots, (UP, DOWN), strict=True):
            count.shift(dot + COUNT_GAP * RIGHT + COUNT_DROP * DOWN + missing * way - count.points[0])

    def _loss_plot(self) -> Plot:
        lowest, highest = self.heavy.loss.min() / 1.5, ceil(log10(self.plain.loss[0]))
        plot = Plot(
            (0, 1),
            (lowest, 2 * self.plain.loss[0]),
            width=PLOT_SIZE[0],
            height=PLOT_SIZE[1],
            vertical_ticks=tuple(10.0**decade for decade in range(ceil(log10(lowest)), highest)),
            vertical_name="loss",
            logarithmic=True,
            label_size=style.BODY_SIZE,
        )
        return plot.shift(np.array(PLOT_CORNER) - plot.to_screen(0, lowest))

    # The beats.

    def open_the_panels(self) -> None:
        """The plot of the loss comes under the map; then both set out, as far as a rise of the loss."""
        with self.beat("Side by side", "Now with the loss."):
            self.play(FadeIn(self.plot), FadeIn(self.axis), FadeIn(*self.names), run_time=0.3)
            plain, heavy = self.paths
            # Plain descent's path lies over momentum's, as at the film's beginning.
            runners = [heavy, plain, *self.losses]
            self.play(FadeIn(*runners, *self.counts, self.legend), run_time=0.5)
            self.followers = [*runners, *self.counts]
            for follower in self.followers:
                follower.follow(self.clock.get_value)
            self.counts[1].add_updater(lambda _: self._place_counts())
            self.play(self.clock.animate.set_value(RISE + 1), run_time=START_TIME, rate_func=linear)

    def run_home(self) -> None:
        """Look at one rise; then run on the map and in both losses, until momentum is home."""
        home = self.arrivals[1]
        rises = int(self.counts[1].rises_before[home])
        ring = HomeRing(self.map.stars.get_center(), style.MOMENTUM)
        self.home = self._say(1, f"home at step {home}")
        rise = Circle(RISE_RING, stroke_color=style.INK, stroke_width=style.THIN)
        rise.move_to(self.losses[1].at(np.array([RISE + 0.5]))[0])
        shown = ValueTracker(FIRST_STEPS)
        with self.beat(
            "Home",
            f"Momentum's loss does not always fall: in {home} steps it rises {rises} times. "
            f"But momentum is home.",
        ) as beat:
            self.play(FadeIn(rise, scale=1.4), run_time=style.QUICK)
            self.play(pulse(self.legend), run_time=style.CALM)
            beat.until("fall")
            self.play(FadeOut(rise), run_time=0.3)
            self.axis.follow(shown.get_value)
            self.play(
                ApplyMethod(shown.set_value, self.steps, run_time=OPENING_TIME),
                ApplyMethod(self.clock.set_value, home, run_time=RUN_TIME, rate_func=linear),
            )
            for follower in (self.axis, *self.followers):
                follower.clear_updaters()
            beat.until("times")
            self.play(pulse(self.counts[1]), run_time=style.CALM)
            beat.until("But momentum is home")
            self.play(FadeIn(ring, scale=0.5), FadeIn(self.home), run_time=style.QUICK)
            self.play(pulse(ring), run_time=style.CALM)
            # A silent second.
            beat.until_said()
            self.play(FadeOut(ring, scale=1.6), run_time=0.6)

    def _say(self, index: int, text: str) -> Typst:
        """Return what is said of a run, under its name."""
        place = (COLUMN, NAME_BASELINES[index] - UNDER_NAME, 0)
        return words_on_line(text, place, style.HEADING_SIZE, color=COLORS[index], bold=True)

    def count_what_is_to_go(self) -> None:
        """Let plain descent go on to the minimum, and count its steps."""
        plain_home, home = self.arrivals
        to_go = Readout(
            plain_home - home,
            "{:.0f} steps to go",
            style.HEADING_SIZE,
            color=COLORS[0],
            bold=True,
        ).shift((COLUMN, NAME_BASELINES[0] - UNDER_NAME, 0))
        ring = HomeRing(self.map.stars.get_center(), style.PLAIN_DESCENT)
        with self.beat("To go", f"Plain descent has {plain_home - home} steps to go.") as beat:
            past = (self.names[1], self.home, self.legend, self.plot, self.axis, *self.losses, *self.counts)
            self.play(
                *(ApplyMethod(part.fade, 1 - style.FADED, run_time=style.CALM) for part in past),
                FadeIn(to_go, run_time=style.QUICK),
            )
            beat.until(f"{plain_home - home}")
            self.wait(TO_GO_READ)
            self.paths[0].follow(self.clock.get_value)
            to_go.follow(lambda: plain_home - steps_taken(self.clock.get_value(), plain_home))
            self.play(self.clock.animate.set_value(plain_home), run_time=REST_TIME, rate_func=linear)
            for follower in (self.paths[0], to_go):
                follower.clear_updaters()
            arrived = self._say(0, f"home at step {plain_home}")
            beat.until_said()
            self.play(
                FadeIn(ring, scale=0.5),
                FadeOut(to_go, rate_func=squish_rate_func(smooth, 0, 0.4)),
                FadeIn(arrived, rate_func=squish_rate_func(smooth, 0.4, 1)),
                run_time=0.7,
            )

    def add_noise(self) -> None:
        """With noise the loss settles at a level: higher for more memory, lower for smaller steps."""
        usual, long = self.momentum, self.larger_momentum
        plot = noise_plot()
        axis = StepAxis(plot, NOISY_STEPS)
        losses = [run.loss for run in self.noisy]
        # One noisy loss is enough to be seen: two lie over each other.
        # A few of its dips go on below the plot, which cuts them off.
        raw = LossCurve(
            axis, plot, np.maximum(losses[0], NOISE_LOSSES[0]), NOISY_COLORS[0], width=NOISY_WIDTH
        )
        means = [
            mean_curve(axis, plot, loss, color) for loss, color in zip(losses, NOISY_COLORS, strict=True)
        ]
        level, higher = (
            NoiseLevel(plot, self.noise_floor(momentum), f"$#sym.beta$ = {momentum:g}", color)
            for momentum, color in zip((usual, long), NOISY_COLORS, strict=True)
        )
        for each, way in ((level, DOWN), (higher, UP)):
            each.subject.shift(LEVEL_NAMES_APART * way)
        up = between_levels(plot, level, higher)
        ratio = words(
            f"{self.noise_floor(long) / self.noise_floor(usual):.1f} times", style.TITLE_SIZE, bold=True
        )
        ratio.move_to((COLUMN, up.get_y(), 0), aligned_edge=LEFT)
        over = words(f"mean of {MEAN_STEPS} steps", style.LABEL_SIZE, color=style.MUTED_INK)
        over.move_to(plot.to_screen(1, MEAN_NAME_LOSS), aligned_edge=RIGHT)
        head = words_on_line("weights sum to", (COLUMN, STRIP_BASELINES[0], 0), bold=True)
        head.set_color(style.VELOCITY)
        strips = [
            self._strip(momentum, color, baseline)
            for momentum, color, baseline in zip(
                (usual, long), NOISY_COLORS, STRIP_BASELINES[:0:-1], strict=True
            )
        ]
        rate = LowerableRate(self.learning_rate)
        with self.beat(
            "Noise",
            "Gradients from small batches are noisy, so the loss settles around a level: "
            f"at beta {long:g} nearly {TIMES_IN_WORDS} times that at {usual:g}, as it sums "
            f"{TIMES_IN_WORDS} times as many gradients. A smaller learning rate lowers it.",
        ) as beat:
            self._make_room(plot, axis, rate)
            self._draw(raw, NOISY_TIME, FadeIn(level.subject))
            fading = raw.line.animate.set_stroke(opacity=BEHIND_MEAN)
            self._draw(means[0], MEAN_TIME, FadeIn(over), fading, FadeOut(raw.marker))
            self._draw(means[1], LARGER_TIME, FadeIn(higher.subject), FadeOut(means[0].marker))
            self.play(
                Create(level.line),
                Create(higher.line),
                FadeOut(raw.line, means[1].marker),
                # Now the levels are what is looked at.
                *(curve.line.animate.set_stroke(opacity=BEHIND_LEVELS) for curve in means),
                run_time=0.8,
            )
            beat.until("at beta")
            self.play(GrowVector(up), run_time=0.8)
            beat.until(f"nearly {TIMES_IN_WORDS}")
            self.play(FadeIn(ratio), run_time=style.QUICK)
            beat.until("as it sums")
            self.play(FadeIn(head, *(name for name, _, _ in strips)), run_time=style.QUICK)
            self._grow(strips, 1.2)
            beat.until("gradients")
            # The level that comes is almost as high as the lower one.
            going = FadeOut(
                up, ratio, level, means[0].line, head, *strips, rate_func=squish_rate_func(smooth, 0, 0.45)
            )
            self._lower_the_level(plot, axis, higher, rate, going)

    def _make_room(self, plot: Plot, *coming: VGroup) -> None:
        """Let the race go, and its plot grow to that of the noisy runs."""
        growing = squish_rate_func(smooth, 0.2, 0.8)
        self.play(
            FadeOut(
                *(part for part in self.picture if part is not self.plot),
                self.plot.names,
                rate_func=squish_rate_func(smooth, 0, 0.35),
            ),
            ReplacementTransform(self.plot.axes, plot.axes, rate_func=growing),
            ReplacementTransform(self.plot.grid, plot.grid, rate_func=growing),
            ReplacementTransform(self.plot.ticks, plot.ticks, rate_func=growing),
            FadeIn(plot.names, *coming, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=CHANGE_TIME,
        )
        self.add(plot)

    def _draw(self, curve: LossCurve, seconds: float, *meanwhile: Any) -> None:
        """Draw a loss over all noisy steps."""
        clock = ValueTracker(0)
        curve.follow(clock.get_value)
        # Its dot does not pop up.
        curve.add_updater(lambda curve: curve.marker.set_opacity(min(clock.get_value() / DOT_COMES, 1)))
        self.add(curve)
        self.play(
            ApplyMethod(clock.set_value, NOISY_STEPS, run_time=seconds, rate_func=linear),
            AnimationGroup(*meanwhile, run_time=style.QUICK),
        )
        curve.clear_updaters()

    def _lower_the_level(
        self, plot: Plot, axis: StepAxis, higher: NoiseLevel, rate: LowerableRate, going: FadeOut
    ) -> None:
        """Run again at a tenth of the learning rate; the level comes down to where that run settles."""
        lower, color = self.learning_rate / 10, NOISY_COLORS[1]
        curve = mean_curve(axis, plot, self.calmer.loss, color)
        usual, lowered = (
            NoiseLevel(plot, self.noise_floor(self.larger_momentum, each), f"$#sym.alpha$ = {each:g}", color)
            for each in (self.learning_rate, lower)
        )
        usual.subject.set_opacity(style.FADED)
        rise = (NOISE_HEAD - BETA_DROP - higher.subject.get_y()) * UP
        clock = ValueTracker(MEAN_STEPS)
        # What both runs have in common goes up beside the learning rate, which tells the levels apart.
        self.play(
            going,
            higher.line.animate.set_opacity(style.FADED),
            ApplyMethod(higher.subject.shift, rise, rate_func=squish_rate_func(smooth, 0.4, 1)),
            FadeIn(usual.subject, rate_func=squish_rate_func(smooth, 0.7, 1)),
            rate.lower(1.0),
            FadeIn(curve, rate_func=squish_rate_func(smooth, 0.7, 1)),
            run_time=1.0,
        )
        curve.follow(clock.get_value)
        self.play(clock.animate.set_value(NOISY_STEPS), rate_func=linear, run_time=CALMER_TIME)
        curve.clear_updaters()
        self.play(
            ReplacementTransform(higher.line.copy(), lowered.line),
            GrowVector(between_levels(plot, higher, lowered)),
            FadeIn(lowered.subject, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=LOWERED_TIME,
        )
        self.wait(LOWERED_HOLD)

    def _strip(self, momentum: float, color: str, baseline: float) -> VGroup:
        """Return the row of a momentum's weights, end to end, between its name and what they add up to."""
        # The first n weights are 1 − βⁿ of all.
        ages = ceil(log10(1 - STRIP_SHARE) / log10(momentum))
        start = np.array([STRIP_LEFT, baseline, 0])
        weights: Array = momentum ** np.arange(ages, dtype=float)
        strip = WeightStrip(
            weights, start + STRIP_RISE * UP, RIGHT, unit=STRIP_UNIT, thickness=STRIP_THICKNESS, ages=ages
        )
        name = words_on_line(f"{momentum:g}", (COLUMN, baseline, 0), color=color, bold=True)
        place = start + (strip.width + STRIP_GAP) * RIGHT
        total = words_on_line(f"{1 / (1 - momentum):.0f}", place, color=style.VELOCITY, bold=True)
        return VGroup(name, strip, total)

    def _grow(self, rows: Sequence[VGroup], seconds: float) -> None:
        """Let strips grow from their newest weights on, and say what they add up to."""
        share = ValueTracker(0.0)
        for _, strip, _ in rows:
            # Gaps would be finer than pixels: the weights overlap.
            strip.set_to(0).add_updater(lambda each: each.set_to(share.get_value() * len(each), seam=-0.5))
        self.add(*(strip for _, strip, _ in rows))
        self.play(
            share.animate.set_value(1),
            FadeIn(*(total for _, _, total in rows), rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=seconds,
        )
        for _, strip, _ in rows:
            strip.clear_updaters()


class LowerableRate(VGroup):
    """A learning rate, written out, that another zero after its point makes a tenth."""

    def __init__(self, rate: float) -> None:
        symbol = words_on_line("$alpha$ =", (COLUMN, NOISE_HEAD, 0), style.HEADING_SIZE)
        digits = Readout(rate / 10, "{:g}", style.HEADING_SIZE)
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


def mean_curve(axis: StepAxis, plot: Plot, loss: Array, color: str) -> LossCurve:
    """Return the curve of a noisy loss's means, from the first step on that has enough steps before it."""
    return LossCurve(axis, plot, running_mean(loss, MEAN_STEPS), color, first=MEAN_STEPS, width=MEAN_WIDTH)


def noise_plot() -> Plot:
    """Return the axes for the losses of the noisy runs."""
    plot = Plot(
        (0, 1),
        NOISE_LOSSES,
        width=PLOT_SIZE[0],
        height=NOISE_PLOT_HEIGHT,
        vertical_ticks=(0.001, 0.01, 0.1, 1, 10),
        logarithmic=True,
        label_size=style.BODY_SIZE,
    )
    plot.shift(np.array(PLOT_CORNER) - plot.to_screen(0, NOISE_LOSSES[0]))
    says = f"loss, gradient noise $sigma$ = {experiment.NOISE_DEVIATION:g}"
    plot.names.add(words_on_line(says, (PLOT_CORNER[0], NOISE_HEAD, 0), color=style.MUTED_INK))
    return plot
