"""Race: plain descent and momentum side by side, with the loss, then with noise."""

from __future__ import annotations

from functools import cached_property
from math import log10
from typing import Any, ClassVar

import numpy as np
from manim import (
    DOWN,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Circle,
    Create,
    DashedLine,
    LaggedStart,
    Line,
    ReplacementTransform,
    Typst,
    UpdateFromAlphaFunc,
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
from scenes.lesson_scene import LessonScene, Parameter, Speaking
from scenes.mobjects.arrow import GrowVector, MoveVector, VectorArrow, heavy_arrow
from scenes.mobjects.counted_run import RiseCount, steps_taken
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.loss_curves import NAME_RISE, NUMBER_GAP, WOBBLE, LossAxes, LossCurve, Window
from scenes.mobjects.noise_levels import (
    MEAN_STEPS,
    MEAN_WIDTH,
    between_levels,
    noise_level,
    running_mean,
)
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import (
    RACE_MAP_LEFT,
    RACE_MAP_WIDTH,
    map_of_the_race,
    momentum_rules_under_code,
)
from scenes.mobjects.typography import Readout, fast_forward, words, words_on_line

NOISY_STEPS = 1000
TIMES_IN_WORDS = "ten"
"""How many times higher the floor is with a tenth of the friction, nearly."""

SEED, CALMER_SEED = 616, 1551
"""Of the noise; the runs' means wander around their levels and end near them: many a run wanders more."""

START_TIME, WIDENING_TIME, RUN_TIME = 1.8, 1.2, 2.1
"""Seconds to the first halt, in which the axes open to momentum's arrival, and from there to that."""

OPENING_TIME, TO_GO_READ, SWAP_TIME, ARRIVED_HOLD = 1.4, 0.4, 0.5, 0.7
"""Seconds in which the axes open to all of plain descent's steps, for which what is to go stands when it is
said, in which plain descent is then told to be home, and for which that stands."""

FASTER = 10
"""How many times as fast as both came here plain descent goes the rest of its way."""

RISE, HALT = 12, 14
"""The step from which a rise is ringed, for the first ones are flatter, and that at which both halt, beside
their names, momentum in a dip."""

FIRST_LOSSES = 0.6, 25.0
"""What the losses' axes show at first: each rise is large enough to be seen as one."""

# Layout, in units of the frame.
PLOT_CORNER = (RACE_MAP_LEFT, -2.1, 0)
PLOT_SIZE, NOISE_PLOT_SIZE = (RACE_MAP_WIDTH, 2.85), (RACE_MAP_WIDTH, 4.85)
NAME_GAP, LINE = 0.4, 0.46
"""From a curve's end to its name, and from that one's baseline down to its count's."""
COLUMN = RACE_MAP_LEFT + RACE_MAP_WIDTH + NAME_GAP
"""Where what is written beside the map and the losses begins."""
HOME_BASELINES, FASTER_BASELINE = (2.15, 2.75), 1.55
"""Of what is said of plain descent and of momentum, beside the map, and of how fast the steps then go."""
CENTRE = 0.13
"""How far the middle of a line of words is above its baseline."""
LOWEST_WORDS = PLOT_CORNER[1] + 0.16
RISE_RING = 0.52
COLORS = (style.PLAIN_DESCENT, style.MOMENTUM)
FINE_WIDTH = 2.0
"""How wide plain descent's path is, whose zigzag is dense."""
THROUGH_WOBBLES, WOBBLES = 3.0, 0.25
"""How wide the mean is that is drawn through wobbles too dense to be told apart, and their opacity then."""

# With noise.
NOISY_COLORS = (style.MOMENTUM, style.LONG_MEMORY)
LOWEST_NOISY_LOSS = 2.5e-3
NOISE_HEAD = PLOT_CORNER[1] + NOISE_PLOT_SIZE[1] + NAME_RISE
"""The baseline of what is written over the noisy losses and over the gradient."""
WORD_GAP = 0.03
DRAWS, DRAWN_UNIT, DRAWN_WIDTH, DRAWN_TIP = 6, 2.9, 2.6, 0.16
"""How many noisy gradients are drawn, how long a gradient of 1 is, how wide their shafts are, and how long
their tips."""
TO_GRADIENT = 0.98
"""From its name's baseline down to the gradient."""
NOISY_WIDTH, NOISY, BEHIND_MEAN = 1.2, 0.55, 0.25
"""How wide the line of a noisy loss is, its opacity, and that behind its mean."""
MEAN_NAMED = 480, 0.052
"""The step and the loss at which a mean's name begins."""
DOT_COMES = 150
"""The step by which a noisy loss's dot has come."""
CHANGE_TIME, DRAWS_TIME = 1.0, 0.8
"""Seconds in which the race's plot becomes that of the noisy runs, and in which noisy gradients come."""
NOISY_TIME, MEAN_TIME, HIGHER_TIME, LEVEL_TIME = 1.0, 0.8, 1.2, 0.5
"""Seconds in which a noisy loss is drawn, in which its mean is drawn, that of the larger momentum, and a
level."""
RATE_BEFORE, RATES_TIME = 0.6, 1.1
"""Seconds before a smaller learning rate is spoken of, and those in which it comes under the present one."""
CALMER_TIME, LOWERED_TIME, LOWERED_HOLD = 1.0, 0.9, 1.4
"""Seconds in which a run with a lower one is drawn, and in which the level comes down and stands."""


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
            FadeIn(momentum_rules_under_code(), rate_func=squish_rate_func(smooth, 0.4, 1)),
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
        plain, heavy = (self.map.to_screen(run.parameters) for run in (self.plain, self.heavy))
        self.paths = [
            DescentPath(plain, COLORS[0], width=FINE_WIDTH, dot_radius=0),
            DescentPath(heavy, COLORS[1]),
        ]
        home = self.arrivals[1]
        self.axes = LossAxes(
            PLOT_CORNER,
            FIRST_LOSSES[1],
            {
                0: "0",
                10: "step 10",
                50: "step 50",
                500: "step 500",
                NOISY_STEPS: f"{NOISY_STEPS:,}",
            },
            Window(home, log10(self.heavy.loss.min() / 4), *PLOT_SIZE),
        )
        self.losses = [
            LossCurve(self.axes, loss, color, painted=True)
            for loss, color in zip((self.plain.loss, self.heavy.loss), COLORS, strict=True)
        ]
        # What is written beside the losses stands from the start where they end when momentum is home.
        for curve in self.losses:
            curve.set_to(home)
        ends = [curve.mean_end()[1] - CENTRE for curve in self.losses]
        baselines = [max(end, LOWEST_WORDS + LINE) for end in ends]
        self.names = [
            words_on_line(name, (COLUMN, baseline, 0), style.HEADING_SIZE, color=color, bold=True)
            for name, baseline, color in zip(("Plain descent", "Momentum"), baselines, COLORS, strict=True)
        ]
        self.counts = [
            RiseCount(run, color).shift((COLUMN, baseline - LINE, 0))
            for run, baseline, color in zip((self.plain, self.heavy), baselines, COLORS, strict=True)
        ]
        self.home_window = self.axes.window
        self.axes.set_window(Window(HALT, log10(FIRST_LOSSES[0]), *PLOT_SIZE))
        for curve in self.losses:
            curve.set_to(0)

    # The beats.

    def open_the_panels(self) -> None:
        """The losses come under the map; then both set out, as far as the first rises."""
        with self.beat("Side by side", "Now with the loss."):
            plain, heavy = self.paths
            # Plain descent's path lies over momentum's, as at the film's beginning.
            runners = [heavy, plain, *self.losses]
            self.play(FadeIn(self.axes, *runners, *self.names), run_time=style.QUICK)
            for runner in (*runners, *self.counts):
                runner.follow(self.clock.get_value)
            self.play(self.clock.animate.set_value(HALT), run_time=START_TIME, rate_func=ease_in_out_sine)

    def run_home(self) -> None:
        """Look at one rise; then make room for all, and run until momentum is home."""
        home = self.arrivals[1]
        rises = int(self.counts[1].rises_before[home])
        ring = HomeRing(self.map.stars.get_center(), style.MOMENTUM)
        self.home = self._say(1, f"home at step {home}")
        rise = Circle(RISE_RING, stroke_color=style.INK, stroke_width=style.THIN)
        rise.move_to(self.losses[1].at(np.array([RISE + 0.5]))[0])
        with self.beat(
            "Home",
            f"Momentum's loss does not always fall: in {home} steps it rises {rises} times. "
            f"But momentum is home.",
        ) as beat:
            self.play(FadeIn(rise, scale=1.4), run_time=style.QUICK)
            self.play(pulse(rise), FadeIn(*self.counts), run_time=style.CALM)
            beat.until("fall")
            self.play(
                FadeOut(rise, rate_func=squish_rate_func(smooth, 0, 0.4)),
                self.axes.turn_to(self.home_window, rate_func=squish_rate_func(ease_in_out_sine, 0.1, 1)),
                run_time=WIDENING_TIME,
            )
            self.play(self.clock.animate.set_value(home), run_time=RUN_TIME, rate_func=ease_in_out_sine)
            beat.until("times")
            self.play(pulse(self.counts[1]), run_time=style.CALM)
            beat.until("But momentum is home")
            arrival = Arrival(self.axes, self.losses[1], home, style.MOMENTUM)
            self.play(FadeIn(ring, scale=0.5), FadeIn(self.home, arrival), run_time=style.QUICK)
            self.play(pulse(ring), run_time=style.CALM)
            # A silent second.
            beat.until_said()
            self.play(FadeOut(ring, scale=1.6), run_time=0.6)

    def _say(self, index: int, text: str) -> Typst:
        """Return what is said of a run, beside the map."""
        place = (COLUMN, HOME_BASELINES[index], 0)
        return words_on_line(text, place, style.HEADING_SIZE, color=COLORS[index], bold=True)

    def count_what_is_to_go(self) -> None:
        """Let plain descent go on to the minimum, on the map and in its loss, and count its steps."""
        plain_home, home = self.arrivals
        to_go = Readout(
            plain_home - home, "{:.0f} steps to go", style.HEADING_SIZE, color=COLORS[0], bold=True
        ).shift((COLUMN, HOME_BASELINES[0], 0))
        faster = fast_forward(FASTER, (COLUMN, FASTER_BASELINE, 0))
        arrived = self._say(0, f"home at step {plain_home}")
        ring = HomeRing(self.map.stars.get_center(), style.PLAIN_DESCENT)
        window = Window(plain_home, log10(self.plain.loss.min() / 5), *PLOT_SIZE)
        for name, curve in zip(self.names, self.losses, strict=True):
            stay_beside(name, curve)
        wobbling = self.losses[1]
        mean = mean_curve(self.axes, self.heavy.loss, COLORS[1], steps=WOBBLE, width=THROUGH_WOBBLES)
        # Under the markers.
        mean.set_z_index(-1).set_strength(0, 0, 0).follow(self.clock.get_value)
        self.losses.insert(1, mean)
        self.add(mean)
        with self.beat("To go", f"Plain descent has {plain_home - home} steps to go.") as beat:
            self.play(
                self.axes.turn_to(window, rate_func=squish_rate_func(ease_in_out_sine, 0.15, 1)),
                # Its rises have been counted; on so long an axis they are a blot.
                wobbling.dim_to(WOBBLES, 1, rate_func=squish_rate_func(smooth, 0, 0.6)),
                mean.dim_to(1, rate_func=squish_rate_func(smooth, 0.1, 0.5)),
                FadeOut(*self.counts, rate_func=squish_rate_func(smooth, 0, 0.3)),
                FadeIn(to_go, rate_func=squish_rate_func(smooth, 0.3, 0.7)),
                run_time=OPENING_TIME,
            )
            beat.until(f"{plain_home - home}")
            self.play(FadeIn(faster), run_time=TO_GO_READ)
            to_go.follow(lambda: plain_home - steps_taken(self.clock.get_value(), plain_home))
            self.play(
                self.clock.animate.set_value(plain_home),
                run_time=(plain_home - home) / (home - HALT) * RUN_TIME / FASTER,
                rate_func=linear,
            )
            to_go.clear_updaters()
            beat.until_said()
            arrival = Arrival(self.axes, self.losses[0], plain_home, style.PLAIN_DESCENT)
            self.play(
                FadeOut(to_go, faster, rate_func=squish_rate_func(smooth, 0, 0.5)),
                FadeIn(arrived, arrival, rate_func=squish_rate_func(smooth, 0.5, 1)),
                FadeIn(ring, scale=0.5),
                run_time=SWAP_TIME,
            )
            self.wait(ARRIVED_HOLD)

    def add_noise(self) -> None:
        """With noise the loss settles at a level: higher for more memory, lower for smaller steps."""
        usual, long = self.momentum, self.larger_momentum
        gradient = NoisyGradient()
        with self.beat(
            "Noise",
            "Gradients from small batches are noisy, so the loss settles around a level: "
            f"at beta {long:g} nearly {TIMES_IN_WORDS} times that at {usual:g}. "
            "A smaller learning rate lowers it.",
        ) as beat:
            self._make_room(gradient)
            beat.until("noisy")
            self.play(gradient.scatter(), FadeIn(gradient.noise), run_time=DRAWS_TIME)
            raw = LossCurve(
                self.axes,
                # A few dips go on below the axes, which cut them off.
                np.maximum(self.noisy[0].loss, LOWEST_NOISY_LOSS),
                NOISY_COLORS[0],
                width=NOISY_WIDTH,
            ).set_strength(NOISY, 1, 0)
            mean, higher_mean = (
                mean_curve(self.axes, run.loss, color)
                for run, color in zip(self.noisy, NOISY_COLORS, strict=True)
            )
            level, higher = (
                noise_level(self.axes, self.noise_floor(momentum), color)
                for momentum, color in zip((usual, long), NOISY_COLORS, strict=True)
            )
            name, higher_name = (
                self._beside(f"$#sym.beta$ = {momentum:g}", line.get_y(), color)
                for momentum, line, color in zip((usual, long), (level, higher), NOISY_COLORS, strict=True)
            )
            step, loss = MEAN_NAMED
            place = (float(self.axes.x(step)), float(self.axes.height_of(loss)), 0)
            averaged = words_on_line(f"mean of {MEAN_STEPS} steps", place, color=NOISY_COLORS[0])
            beat.until("so the loss")
            self._draw(raw, NOISY_TIME, fade_to(style.FADED, gradient.arrows), FadeIn(name))
            self._draw(mean, MEAN_TIME, raw.dim_to(BEHIND_MEAN), FadeIn(averaged))
            beat.until("level")
            self.play(Create(level), raw.dim_to(0), run_time=LEVEL_TIME)
            self.remove(raw)
            beat.until("at beta")
            self._draw(higher_mean, HIGHER_TIME, FadeIn(higher_name))
            self.play(Create(higher), run_time=LEVEL_TIME)
            up = between_levels(self.axes, level, higher)
            times = self.noise_floor(long) / self.noise_floor(usual)
            ratio = self._ratio(f"× {times:.1f}", (level.get_y(), higher.get_y()))
            beat.until(f"nearly {TIMES_IN_WORDS}")
            self.play(
                GrowVector(up),
                FadeIn(ratio, rate_func=squish_rate_func(smooth, 0.4, 1)),
                FadeOut(averaged),
                *(each.dim_to(style.FADED) for each in (mean, higher_mean)),
                run_time=style.CALM,
            )
            self.wait(max(style.QUICK, beat.seconds_until("A smaller") - RATE_BEFORE))
            self._lower_the_level(beat, higher, up, ratio, mean, level, name)

    def _make_room(self, gradient: NoisyGradient) -> None:
        """Let the race go, and its plot grow to that of the noisy runs, beside a gradient."""
        window = Window(NOISY_STEPS, log10(LOWEST_NOISY_LOSS), *NOISE_PLOT_SIZE)
        staying = (self.axes, *self.losses)
        # Manim keeps what has faded in together as one group: these are taken out of theirs.
        self.add(*staying)
        going = [part for part in self.picture if part not in staying]
        for part in going:
            part.clear_updaters()
        coming = squish_rate_func(smooth, 0.3, 0.9)
        self.play(
            FadeOut(*going, rate_func=squish_rate_func(smooth, 0, 0.35)),
            self.axes.turn_to(window, rate_func=squish_rate_func(smooth, 0.15, 1)),
            # The runs with noise start anew.
            *(loss.dim_to(0, rate_func=squish_rate_func(smooth, 0.1, 0.55)) for loss in self.losses),
            GrowVector(gradient.true, rate_func=coming),
            FadeIn(gradient.subject, rate_func=coming),
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

    def _beside(
        self, text: str, height: float, color: str | None = None, size: float = style.HEADING_SIZE
    ) -> Typst:
        """Return words beside the noisy losses, their middle at a height."""
        place = (COLUMN, height - CENTRE * size / style.HEADING_SIZE, 0)
        return words_on_line(text, place, size, color=color, bold=True)

    def _ratio(self, text: str, heights: tuple[float, float]) -> Typst:
        """Return by how much the loss differs, in the middle between what stands at two heights."""
        return self._beside(f"#muted[loss] {text}", float(np.mean(heights)), size=style.BODY_SIZE)

    def _lower_the_level(self, beat: Speaking, line: DashedLine, *going: VMobject) -> None:
        """Run the larger momentum at a tenth of the learning rate; its level comes down."""
        rates = self.learning_rate, self.learning_rate / 10
        floors = [self.noise_floor(self.larger_momentum, rate) for rate in rates]
        lowered = line.copy().set_y(float(self.axes.height_of(floors[1])))
        # Its name stands at the level; below it come a learning rate, a ratio, and the other rate.
        heights = line.get_y() - LINE, lowered.get_y()
        rate, smaller = (
            self._beside(f"$alpha$ = {each:g}", height) for each, height in zip(rates, heights, strict=True)
        )
        ratio = self._ratio(f"÷ {floors[0] / floors[1]:.1f}", heights)
        self.play(
            FadeOut(*going, rate_func=squish_rate_func(smooth, 0, 0.4)),
            FadeIn(rate, rate_func=squish_rate_func(smooth, 0.35, 0.65)),
            FadeIn(smaller, rate_func=squish_rate_func(smooth, 0.7, 1)),
            run_time=RATES_TIME,
        )
        mean = mean_curve(self.axes, self.calmer.loss, NOISY_COLORS[1])
        self._draw(mean, CALMER_TIME, fade_to(style.FADED, rate))
        beat.until("lowers")
        # The line stays where it was as well, and faded.
        self.play(
            ReplacementTransform(line.copy(), lowered),
            line.animate.set_stroke(opacity=style.FADED),
            GrowVector(between_levels(self.axes, line, lowered)),
            FadeIn(ratio, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=LOWERED_TIME,
        )
        beat.until_said()
        self.wait(LOWERED_HOLD)


class NoisyGradient:
    """The gradient ten units out on the floor, and what the run's first draws of noise make of it."""

    def __init__(self) -> None:
        place = (COLUMN, NOISE_HEAD, 0)
        self.subject = words_on_line("gradient", place, color=style.GRADIENT)
        after = (self.subject.get_right()[0] + WORD_GAP, NOISE_HEAD, 0)
        self.noise = words_on_line(
            f", noise $sigma$ = {experiment.NOISE_DEVIATION:g}", after, color=style.MUTED_INK
        )
        tail = np.array([COLUMN, NOISE_HEAD - TO_GRADIENT, 0.0])
        true, noisy = noisy_gradients()
        self.true = heavy_arrow(tail, tail + on_screen(true), style.GRADIENT).set_z_index(1)
        self.drawn = [
            VectorArrow(tail, tail + on_screen(each), style.GRADIENT, width=DRAWN_WIDTH, tip=DRAWN_TIP)
            for each in noisy
        ]
        self.arrows = VGroup(self.true, *self.drawn)

    def scatter(self) -> Animation:
        """Return the animation in which the noisy ones come out of the true one, one after the other."""
        return LaggedStart(
            *(MoveVector(each, each.start, each.end, origin=self.true) for each in self.drawn), lag_ratio=0.3
        )


def noisy_gradients() -> tuple[Array, Array]:
    """Return the true gradient ten units out on the floor, and it with the run's first draws of noise."""
    true = RAVINE.gradient(np.array([-experiment.START[0], 0.0]))
    return true, true + noise(SEED).sample((DRAWS, len(true)))


def on_screen(gradient: Array) -> Array:
    """Return a gradient as it is drawn."""
    return DRAWN_UNIT * np.append(gradient, 0.0)


class Arrival(VGroup):
    """A line from a loss's marker down to the axis of steps, and a step's number there."""

    def __init__(self, axes: LossAxes, curve: LossCurve, step: int, color: str) -> None:
        self.line = Line(stroke_color=color, stroke_width=style.THIN)
        self.number = words(f"{step}", style.BODY_SIZE, color=color, bold=True)
        super().__init__(self.line, self.number)
        self.add_updater(lambda _: self._stand_under(curve, axes.corner[1]), call_updater=True)

    def _stand_under(self, curve: LossCurve, foot: float) -> None:
        top = curve.marker.get_bottom()
        self.line.put_start_and_end_on(top, (top[0], foot, 0))
        self.number.next_to(self.line, DOWN, buff=NUMBER_GAP)


def fade_to(opacity: float, mobject: VMobject, **keywords: Any) -> Animation:
    """Return the animation that makes something paler, which may move meanwhile."""
    return UpdateFromAlphaFunc(
        mobject, lambda part, share: part.set_opacity(1 - share * (1 - opacity)), **keywords
    )


def stay_beside(name: VMobject, curve: LossCurve) -> None:
    """Let a name go with its curve's end, as far from it as it is."""
    place = name.get_center() - curve.mean_end()
    name.add_updater(lambda name: name.move_to(curve.mean_end() + place))


def noise(seed: int) -> Noise:
    """Return the noise of a run, always the same."""
    return Noise(np.random.default_rng(seed), experiment.NOISE_DEVIATION)


def mean_curve(
    axes: LossAxes, loss: Array, color: str, *, steps: int = MEAN_STEPS, width: float = MEAN_WIDTH
) -> LossCurve:
    """Return the curve of a loss's means, each in the middle of the steps that it is of."""
    half = steps // 2
    return LossCurve(axes, running_mean(loss, steps)[half:], color, first=half, width=width)
