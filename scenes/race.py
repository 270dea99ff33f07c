"""Race: plain descent and momentum side by side, with the loss, then with noise."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from math import log10
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
    Transform,
    Typst,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_out_sine

from momentum_sim import RAVINE, Array, Noise, Trajectory, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.arrow import GrowVector
from scenes.mobjects.counted_run import RiseCount, steps_taken
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.loss_curves import NAME_RISE, LossAxes, LossCurve, Window
from scenes.mobjects.noise_levels import (
    MEAN_STEPS,
    MEAN_WIDTH,
    TO_NAMES,
    NoiseLevel,
    between_levels,
    running_mean,
)
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import map_of_the_race, momentum_rules
from scenes.mobjects.typography import Readout, words, words_on_line

NOISY_STEPS = 1000
TIMES_IN_WORDS = "ten"
"""How many times higher the floor is with a tenth of the friction, nearly."""

SEED, CALMER_SEED = 616, 1551
"""Of the noise; the runs' means wander around their levels and end near them: many a run wanders more."""

START_TIME, RUN_TIME = 0.9, 3.2
"""Seconds to the first halt, and from there to momentum's arrival."""

TO_GO_READ, REST_TIME = 0.5, 2.2
"""Seconds for which what is to go stands when it is said, and in which plain descent then goes that way."""

RISE, HALT = 12, 15
"""The step from which a rise is ringed, for the first ones are flatter, and that at which both halt."""

FIRST_STEPS, FIRST_LOSSES = 20, (0.6, 25.0)
"""What the losses' axes show at first: each rise is large enough to be seen as one."""

# Layout, in units of the frame.
PATH_SIZES: dict[str, float] = {"width": 3.0, "dot_radius": 0.034, "marker_radius": 0.11}
"""Smaller than on a map of full width, in proportion."""
COLUMN = 3.25
"""Where what is written to the right of the map begins; there the losses' counts end up."""
NAME_BASELINES, UNDER_NAME = (2.78, 1.56), 0.46
"""Of the names beside the map, and down to what is said of each."""
PLOT_CORNER = (-5.5, -2.1, 0)
PLOT_SIZE, NOISE_PLOT_SIZE = (8.4, 2.62), (9.1, 4.85)
COUNT_GAP, COUNT_DROP, COUNTS_APART = 0.35, 0.17, 0.6
"""From a curve's end to its count, down to that one's baseline, and between two counts at least."""
RISE_RING = 0.52
RATE_GAP, WORD_GAP = 0.15, 0.03
LOWEST_NOISY_LOSS = 1e-3
NOISE_HEAD = PLOT_CORNER[1] + NOISE_PLOT_SIZE[1] + NAME_RISE
"""The baseline of what is written over the noisy losses."""
CHANGE_TIME = 1.4
"""Seconds in which the race's plot becomes that of the noisy runs."""
NOISY_TIME, MEAN_TIME, LEVEL_TIME = 1.3, 1.1, 0.5
"""Seconds in which a noisy loss is drawn, then its mean, then its level."""
LOWERING_TIME, CALMER_TIME, LOWERED_TIME, LOWERED_HOLD = 0.7, 0.9, 0.8, 1.7
"""Seconds in which the learning rate is lowered, its run runs, and the level comes down and stands."""
LEVEL_NAMES_APART = 0.12
"""How far the levels' names give way to what is said between them."""
DOT_COMES = 150
"""The step by which a noisy loss's dot has come."""
NOISY_WIDTH, BEHIND_MEAN = 1.6, 0.3
"""How wide the line of a noisy loss is, and its opacity once its mean is drawn."""
BEHIND_LEVEL = 0.45
"""The opacity of a mean once its level is spoken of."""
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
            reason="outside it momentum takes too many steps home for its zigzag to be legible",
        ),
    )
    learning_rate: float
    momentum: float

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
        """Momentum until it is home."""
        return self._descend(self.momentum, self.arrivals[1])

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
        home = self.arrivals[1]
        self.axes = LossAxes(
            PLOT_CORNER,
            FIRST_LOSSES[1],
            {
                0: "0",
                10: "step 10",
                20: "20",
                50: "step 50",
                home: f"{home}",
                500: "step 500",
                NOISY_STEPS: f"{NOISY_STEPS:,}",
            },
            Window(FIRST_STEPS, log10(FIRST_LOSSES[0]), *PLOT_SIZE),
        )
        self.losses = [
            LossCurve(self.axes, loss, color, painted=True)
            for loss, color in zip((self.plain.loss[: home + 1], self.heavy.loss), COLORS, strict=True)
        ]
        self.counts = [
            RiseCount(run, color) for run, color in zip((self.plain, self.heavy), COLORS, strict=True)
        ]
        self._place_counts()

    def _place_counts(self) -> None:
        """Put each loss's count beside its curve's end, plain descent's above."""
        ends = [curve.mean_end() for curve in self.losses]
        missing = max(0.0, COUNTS_APART - (ends[0][1] - ends[1][1])) / 2
        for count, end, way in zip(self.counts, ends, (UP, DOWN), strict=True):
            count.shift(end + COUNT_GAP * RIGHT + COUNT_DROP * DOWN + missing * way - count.points[0])

    # The beats.

    def open_the_panels(self) -> None:
        """The losses come under the map; then both set out, as far as the first rises."""
        with self.beat("Side by side", "Now with the loss."):
            self.play(FadeIn(self.axes, *self.names), run_time=0.3)
            plain, heavy = self.paths
            # Plain descent's path lies over momentum's, as at the film's beginning.
            runners = [heavy, plain, *self.losses]
            self.play(FadeIn(*runners, *self.counts), run_time=0.5)
            self.followers = [*runners, *self.counts]
            for follower in self.followers:
                follower.follow(self.clock.get_value)
            self.counts[1].add_updater(lambda _: self._place_counts())
            self.play(self.clock.animate.set_value(HALT), run_time=START_TIME, rate_func=linear)

    def run_home(self) -> None:
        """Look at one rise; then run on the map and in both losses, until momentum is home."""
        home = self.arrivals[1]
        rises = int(self.counts[1].rises_before[home])
        ring = HomeRing(self.map.stars.get_center(), style.MOMENTUM)
        self.home = self._say(1, f"home at step {home}")
        rise = Circle(RISE_RING, stroke_color=style.INK, stroke_width=style.THIN)
        rise.move_to(self.losses[1].at(np.array([RISE + 0.5]))[0])
        window = Window(home, log10(self.heavy.loss.min() / 2), *PLOT_SIZE)
        with self.beat(
            "Home",
            f"Momentum's loss does not always fall: in {home} steps it rises {rises} times. "
            f"But momentum is home.",
        ) as beat:
            self.play(FadeIn(rise, scale=1.4), run_time=style.QUICK)
            self.play(pulse(rise), run_time=style.CALM)
            beat.until("fall")
            self.play(FadeOut(rise), run_time=0.3)
            # As the axes open, so the run goes on: the dots stay near their ends.
            self.play(
                self.axes.turn_to(window),
                self.clock.animate.set_value(home),
                run_time=RUN_TIME,
                rate_func=ease_in_out_sine,
            )
            for follower in self.followers:
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
            self.play(
                *(
                    ApplyMethod(part.fade, 1 - style.FADED, run_time=style.CALM)
                    for part in (self.names[1], self.home, *self.counts)
                ),
                self.axes.turn_to(replace(self.axes.window, strength=style.FADED), run_time=style.CALM),
                *(curve.dim_to(style.FADED, style.FADED, run_time=style.CALM) for curve in self.losses),
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
        rate = LowerableRate(self.learning_rate)
        noise = after(self.axes.quantity, f", gradient noise $sigma$ = {experiment.NOISE_DEVIATION:g}")
        averaged = after(noise, f", mean of {MEAN_STEPS} steps")
        with self.beat(
            "Noise",
            "Gradients from small batches are noisy, so the loss settles around a level: "
            f"at beta {long:g} nearly {TIMES_IN_WORDS} times that at {usual:g}. "
            "A smaller learning rate lowers it.",
        ) as beat:
            self._make_room(rate, noise)
            losses = [run.loss for run in self.noisy]
            mean, higher_mean = (
                mean_curve(self.axes, loss, color) for loss, color in zip(losses, NOISY_COLORS, strict=True)
            )
            level, higher = (
                NoiseLevel(self.axes, self.noise_floor(momentum), f"$#sym.beta$ = {momentum:g}", color)
                for momentum, color in zip((usual, long), NOISY_COLORS, strict=True)
            )
            for each, way in ((level, DOWN), (higher, UP)):
                each.subject.shift(LEVEL_NAMES_APART * way)
            # One noisy loss is enough to be seen: two lie over each other.
            # A few of its dips go on below the axes, which cut them off.
            shown = np.maximum(losses[0], LOWEST_NOISY_LOSS)
            raw = LossCurve(self.axes, shown, NOISY_COLORS[0], width=NOISY_WIDTH)
            self._draw(raw, NOISY_TIME, FadeIn(level.subject))
            self._draw(mean, MEAN_TIME, FadeIn(averaged), raw.dim_to(BEHIND_MEAN))
            self._settle(mean, level, FadeOut(raw))
            beat.until("at beta")
            self._draw(higher_mean, MEAN_TIME, FadeIn(higher.subject))
            self._settle(higher_mean, higher)
            up = between_levels(self.axes, level, higher)
            ratio = words(
                f"{self.noise_floor(long) / self.noise_floor(usual):.1f} times", style.TITLE_SIZE, bold=True
            )
            ratio.move_to((higher.subject.get_left()[0], up.get_y(), 0), aligned_edge=LEFT)
            beat.until(f"nearly {TIMES_IN_WORDS}")
            self.play(GrowVector(up), run_time=style.CALM)
            self.play(FadeIn(ratio), run_time=style.QUICK)
            beat.until("A smaller")
            self.play(
                FadeOut(up, ratio, level, mean),
                # They were at the larger learning rate.
                higher.animate.set_opacity(style.FADED),
                higher_mean.dim_to(BEHIND_MEAN),
                rate.lower(),
                run_time=LOWERING_TIME,
            )
            self._lower_the_level(higher)

    def _make_room(self, *coming: VMobject) -> None:
        """Let the race go, and its plot grow to that of the noisy runs."""
        window = Window(NOISY_STEPS, log10(LOWEST_NOISY_LOSS), *NOISE_PLOT_SIZE)
        for curve in self.losses:
            curve.follow(self.clock.get_value)
        staying = (self.axes, *self.losses)
        # Manim keeps what has faded in together as one group: these are taken out of theirs.
        self.add(*staying)
        going = [part for part in self.picture if part not in staying]
        self.play(
            FadeOut(*going, rate_func=squish_rate_func(smooth, 0, 0.3)),
            self.axes.turn_to(window, rate_func=squish_rate_func(smooth, 0.2, 0.85)),
            *(curve.dim_to(0, rate_func=squish_rate_func(smooth, 0.35, 0.95)) for curve in self.losses),
            FadeIn(*coming, rate_func=squish_rate_func(smooth, 0.75, 1)),
            run_time=CHANGE_TIME,
        )
        self.remove(*self.losses)

    def _draw(self, curve: LossCurve, seconds: float, *meanwhile: Any) -> None:
        """Draw a loss over all noisy steps."""
        clock = ValueTracker(0)
        curve.follow(clock.get_value)
        # Its dot does not pop up.
        curve.add_updater(lambda curve: curve.marker.set_opacity(min(clock.get_value() / DOT_COMES, 1)))
        self.add(curve)
        self.play(
            ApplyMethod(clock.set_value, NOISY_STEPS, run_time=seconds, rate_func=linear),
            *(AnimationGroup(each, run_time=style.QUICK) for each in meanwhile),
        )
        curve.clear_updaters()

    def _settle(self, mean: LossCurve, level: NoiseLevel, *meanwhile: Any) -> None:
        """Draw the level around which a mean has settled; now that is what is looked at."""
        self.play(Create(level.line), mean.dim_to(BEHIND_LEVEL), *meanwhile, run_time=LEVEL_TIME)

    def _lower_the_level(self, level: NoiseLevel) -> None:
        """Run again at a tenth of the learning rate; the level comes down to where that run settles."""
        floor = self.noise_floor(self.larger_momentum, self.learning_rate / 10)
        curve = mean_curve(self.axes, self.calmer.loss, NOISY_COLORS[1])
        before = level.line.copy()
        lowered = level.copy().set_opacity(1)
        lowered.shift((float(self.axes.height_of(floor)) - before.get_y()) * UP)
        lowered.subject.shift(LEVEL_NAMES_APART * DOWN)
        self._draw(curve, CALMER_TIME)
        # The line stays where it was, and faded.
        self.add(before)
        self.play(
            Transform(level, lowered),
            GrowVector(between_levels(self.axes, level, lowered)),
            run_time=LOWERED_TIME,
        )
        self.wait(LOWERED_HOLD)


class LowerableRate(VGroup):
    """A learning rate, written out, that another zero after its point makes a tenth."""

    def __init__(self, rate: float) -> None:
        place = (PLOT_CORNER[0] + NOISE_PLOT_SIZE[0] + TO_NAMES, NOISE_HEAD, 0)
        symbol = words_on_line("$alpha$ =", place, style.HEADING_SIZE, bold=True)
        digits = Readout(rate / 10, "{:g}", style.HEADING_SIZE, bold=True)
        digits.shift((symbol.get_right()[0] + RATE_GAP, NOISE_HEAD, 0))
        naught, point, self._zero, *following = digits.submobjects
        self._following = VGroup(*following)
        self._room = (self._following[0].get_x() - self._zero.get_x()) * RIGHT
        self._following.shift(-self._room)
        super().__init__(symbol, naught, point, self._following)

    def lower(self) -> AnimationGroup:
        """Return the zero's coming, where the digits after it make room."""
        return AnimationGroup(
            ApplyMethod(self._following.shift, self._room, rate_func=squish_rate_func(smooth, 0, 0.6)),
            FadeIn(self._zero, rate_func=squish_rate_func(smooth, 0.3, 0.8)),
        )


def after(words_before: Typst, text: str) -> Typst:
    """Return more words for what stands over the noisy losses."""
    return words_on_line(text, (words_before.get_right()[0] + WORD_GAP, NOISE_HEAD, 0), color=style.MUTED_INK)


def noise(seed: int) -> Noise:
    """Return the noise of a run, always the same."""
    return Noise(np.random.default_rng(seed), experiment.NOISE_DEVIATION)


def mean_curve(axes: LossAxes, loss: Array, color: str) -> LossCurve:
    """Return the curve of a noisy loss's means, from the first step on that has enough steps before it."""
    return LossCurve(axes, running_mean(loss, MEAN_STEPS), color, first=MEAN_STEPS, width=MEAN_WIDTH)
