"""Race: plain descent and momentum side by side, with the loss, then with noise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from math import log10
from typing import ClassVar

import numpy as np
from manim import (
    DOWN,
    UP,
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
    mean_around,
    noise_level,
)
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import (
    RACE_MAP_LEFT,
    RACE_MAP_WIDTH,
    map_of_the_race,
    momentum_rules_under_code,
)
from scenes.mobjects.typography import Readout, fast_forward, words, words_on_line

NOISY_STEPS = 2000
TIMES_IN_WORDS = "ten"
"""How many times higher the floor is with a tenth of the friction, nearly."""

SEED, CALMER_SEED = 51, 72
"""Of the noise; with these the runs wander as far as most do, and around their levels."""

START_TIME, WIDENING_TIME, RUN_TIME = 1.8, 1.2, 2.1
"""Seconds to the first halt, in which the axes open to momentum's arrival, and from there to that."""

OPENING_TIME, TO_GO_READ, SWAP_TIME, ARRIVED_TIME = 1.6, 0.3, 0.5, 0.6
"""Seconds in which the axes open to all of plain descent's steps, for which what is to go stands when it is
said, in which plain descent is then told to be home, and in which its last step comes on the axis."""

FASTER, ONWARD_TIME = 10, 0.6
"""How many times as fast as both came here plain descent goes the rest of its way, and the seconds in which
momentum's loss goes on until it leaves the axes."""

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
CLEARANCE = 16
"""How wide the ground round a name is where it stands on the grid."""
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
WORD_GAP, COMMA_GAP = 0.12, 0.03
DRAWS, DRAWN_UNIT, DRAWN_WIDTH, DRAWN_TIP = 8, 5.2, 4.0, 0.22
"""How many noisy gradients are drawn, how long a gradient of 1 is, how wide their shafts are, and how long
their tips."""
GRADIENT_TAIL = np.array([-1.4, 0.4, 0.0])
"""Where the gradient begins, in the middle of the frame."""
NOISY_WIDTH, NOISY, BEHIND_MEAN = 1.2, 0.55, 0.25
"""How wide the line of a noisy loss is, its opacity, and that behind its mean."""
MAKING_ROOM = 0.2
"""How far two levels' names, which are near each other, stand apart from them."""
DOT_COMES, NAME_COMES = 0.15, squish_rate_func(smooth, 0, 0.35)
"""The share of a noisy loss's steps by which its dot has come, and how its name comes meanwhile."""
CHANGE_TIME, DRAWS_TIME = 0.8, 0.7
"""Seconds in which the race's plot becomes that of the noisy runs, and in which noisy gradients come."""
NOISY_TIME, HIGHER_TIME, LEVEL_TIME = 2.4, 1.2, 0.5
"""Seconds in which a noisy loss and then its mean are drawn, the mean of the larger momentum, and a level."""
LOWER = 10
"""How many times lower the smaller learning rate is."""
RATE_BEFORE, RATES_TIME = 0.6, 1.1
"""Seconds before a smaller learning rate is spoken of, and those in which it is written."""
CALMER_TIME, LOWERED_TIME, LOWERED_HOLD = 1.0, 1.0, 1.3
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
        """The larger momentum at a lower learning rate, under as much noise."""
        return self._descend(
            self.larger_momentum, NOISY_STEPS, noise(CALMER_SEED), self.learning_rate / LOWER
        )

    @cached_property
    def arrivals(self) -> list[int]:
        """The steps at which plain descent and momentum are home."""
        return experiment.steps_home((0.0, self.momentum), self.learning_rate)

    @cached_property
    def onward(self) -> Trajectory:
        """Momentum, and what it does after it is home."""
        return self._descend(self.momentum, 2 * self.arrivals[1])

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
                NOISY_STEPS // 2: f"step {NOISY_STEPS // 2:,}",
                NOISY_STEPS: f"{NOISY_STEPS:,}",
            },
            Window(home, log10(self.heavy.loss.min() / 5), *PLOT_SIZE),
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
            beat.until("always")
            self.play(FadeOut(rise), run_time=style.QUICK)
            self.play(self.axes.turn_to(self.home_window, rate_func=ease_in_out_sine), run_time=WIDENING_TIME)
            self.play(self.clock.animate.set_value(home), run_time=RUN_TIME, rate_func=ease_in_out_sine)
            beat.until("times")
            self.play(pulse(self.counts[1]), run_time=style.CALM)
            beat.until("But momentum is home")
            arrival = Arrival(self.axes, self.losses[1], home, style.MOMENTUM)
            self.play(FadeIn(ring, scale=0.5), FadeIn(self.home), run_time=style.QUICK)
            # Where that is on the axis comes after it.
            on_axis = FadeIn(arrival, rate_func=squish_rate_func(smooth, 0.2, 0.8))
            self.play(pulse(ring), on_axis, run_time=style.CALM)
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
        mean, onward = (
            mean_curve(self.axes, run.loss, COLORS[1], steps=WOBBLE, width=THROUGH_WOBBLES, first=first)
            for run, first in ((self.heavy, 0), (self.onward, home))
        )
        further = ValueTracker(home)
        # Under the markers.
        mean.set_z_index(-1).set_strength(0, 0, 0).follow(self.clock.get_value)
        onward.set_z_index(-1).set_strength(style.FADED, 0, 0).follow(further.get_value)
        self.losses[1:1] = mean, onward
        self.add(mean, onward)
        with self.beat("To go", f"Plain descent has {plain_home - home} steps to go.") as beat:
            self.play(
                # Its rises have been counted; on so long an axis they are a blot.
                wobbling.dim_to(WOBBLES, 1, rate_func=squish_rate_func(smooth, 0, 0.35)),
                mean.dim_to(1, rate_func=squish_rate_func(smooth, 0, 0.3)),
                FadeOut(*self.counts, rate_func=squish_rate_func(smooth, 0, 0.25)),
                self.axes.turn_to(window, rate_func=squish_rate_func(ease_in_out_sine, 0.3, 1)),
                FadeIn(to_go, rate_func=squish_rate_func(smooth, 0.3, 0.6)),
                run_time=OPENING_TIME,
            )
            beat.until(f"{plain_home - home}")
            self.play(FadeIn(faster), run_time=TO_GO_READ)
            to_go.follow(lambda: plain_home - steps_taken(self.clock.get_value(), plain_home))
            seconds = (plain_home - home) / (home - HALT) * RUN_TIME / FASTER
            self.play(
                ApplyMethod(self.clock.set_value, plain_home, run_time=seconds, rate_func=linear),
                # Momentum's goes on too, until it is lower than the axes.
                ApplyMethod(further.set_value, onward.step_at(10**window.lowest), run_time=ONWARD_TIME),
            )
            to_go.clear_updaters()
            beat.until_said()
            arrival = Arrival(self.axes, self.losses[0], plain_home, style.PLAIN_DESCENT)
            self.play(
                FadeOut(to_go, faster, rate_func=squish_rate_func(smooth, 0, 0.5)),
                FadeIn(arrived, rate_func=squish_rate_func(smooth, 0.5, 1)),
                FadeIn(ring, scale=0.5),
                run_time=SWAP_TIME,
            )
            self.play(FadeIn(arrival), run_time=ARRIVED_TIME)

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
            window = self._make_room(gradient)
            beat.until("small")
            self.play(gradient.scatter(), FadeIn(gradient.noise), run_time=DRAWS_TIME)
            raw = LossCurve(
                self.axes,
                # A few dips go on below the axes, which cut them off.
                np.maximum(self.noisy[0].loss, LOWEST_NOISY_LOSS),
                NOISY_COLORS[0],
                width=NOISY_WIDTH,
            ).set_strength(NOISY, 0, 0)
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
            after = self.axes.quantity.get_right()[0] + COMMA_GAP, NOISE_HEAD, 0
            averaged = words_on_line(f", mean of {MEAN_STEPS} steps", after, color=style.MUTED_INK)
            beat.until("noisy")
            self.play(
                FadeOut(gradient.arrows, rate_func=squish_rate_func(smooth, 0.05, 0.2)),
                self.axes.turn_to(replace(window, strength=1), rate_func=squish_rate_func(smooth, 0.1, 0.25)),
                raw.grow_to(NOISY_STEPS, rate_func=squish_rate_func(linear, 0.2, 0.75)),
                FadeIn(name, rate_func=squish_rate_func(smooth, 0.2, 0.4)),
                # Its mean comes after it.
                draw(mean, rate_func=squish_rate_func(linear, 0.6, 1)),
                FadeIn(averaged, rate_func=squish_rate_func(smooth, 0.6, 0.8)),
                raw.dim_to(BEHIND_MEAN, rate_func=squish_rate_func(smooth, 0.65, 1)),
                run_time=NOISY_TIME,
            )
            beat.until("level")
            self.play(Create(level), run_time=LEVEL_TIME)
            beat.until("at beta")
            self.play(
                draw(higher_mean),
                FadeIn(higher_name, rate_func=NAME_COMES),
                raw.dim_to(0),
                run_time=HIGHER_TIME,
            )
            self.play(Create(higher), run_time=LEVEL_TIME)
            up = between_levels(self.axes, level, higher)
            times = self.noise_floor(long) / self.noise_floor(usual)
            ratio = self._ratio(f"× {times:.1f}", (level.get_y(), higher.get_y()))
            beat.until(f"nearly {TIMES_IN_WORDS}")
            self.play(
                GrowVector(up),
                FadeIn(ratio, rate_func=squish_rate_func(smooth, 0.4, 1)),
                *(each.dim_to(style.FADED) for each in (mean, higher_mean)),
                run_time=style.CALM,
            )
            self.wait(max(style.QUICK, beat.seconds_until("A smaller") - RATE_BEFORE))
            self._lower_the_level(beat, (level, name), higher, up, ratio, raw, mean)

    def _make_room(self, gradient: NoisyGradient) -> Window:
        """Let the race go, and make room for a gradient; the noisy runs' plot will come after it."""
        window = Window(NOISY_STEPS, log10(LOWEST_NOISY_LOSS), *NOISE_PLOT_SIZE, strength=0)
        staying = (self.axes, *self.losses)
        # Manim keeps what has faded in together as one group: these are taken out of theirs.
        self.add(*staying)
        going = [part for part in self.picture if part not in staying]
        for part in going:
            part.clear_updaters()
        coming = squish_rate_func(smooth, 0.15, 0.8)
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
        return window

    def _beside(
        self, text: str, height: float, color: str | None = None, size: float = style.HEADING_SIZE
    ) -> Typst:
        """Return words beside the noisy losses, their middle at a height."""
        place = (COLUMN, height - CENTRE * size / style.HEADING_SIZE, 0)
        return words_on_line(text, place, size, color=color, bold=True)

    def _ratio(self, text: str, heights: tuple[float, float]) -> Typst:
        """Return by how much the loss differs, in the middle between what stands at two heights."""
        return self._beside(f"#muted[loss] {text}", float(np.mean(heights)), size=style.BODY_SIZE)

    def _lower_the_level(
        self, beat: Speaking, usual: tuple[DashedLine, Typst], line: DashedLine, *going: VMobject
    ) -> None:
        """Run the larger momentum at a lower learning rate; its level comes down."""
        rate = self.learning_rate / LOWER
        floors = [self.noise_floor(self.larger_momentum, each) for each in (self.learning_rate, rate)]
        lowered = line.copy().set_y(float(self.axes.height_of(floors[1])))
        name = self._beside(
            f"$#sym.beta$ = {self.larger_momentum:g}, $alpha$ ÷ {LOWER}", lowered.get_y(), NOISY_COLORS[1]
        )
        level, usual_name = usual
        ratio = self._ratio(f"÷ {floors[0] / floors[1]:.1f}", (line.get_y(), level.get_y() + MAKING_ROOM))
        # The usual level is what the lowered one is measured by: their names make room for each other.
        name.shift(MAKING_ROOM * DOWN)
        self.play(
            FadeOut(*going, rate_func=squish_rate_func(smooth, 0, 0.5)),
            usual_name.animate.shift(MAKING_ROOM * UP),
            level.animate.set_stroke(opacity=style.FADED),
            FadeIn(name, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=RATES_TIME,
        )
        self.play(draw(mean_curve(self.axes, self.calmer.loss, NOISY_COLORS[1])), run_time=CALMER_TIME)
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
        tail = GRADIENT_TAIL
        self.subject = words_on_line("gradient", (tail[0], NOISE_HEAD, 0), color=style.GRADIENT)
        after = (self.subject.get_right()[0] + WORD_GAP, NOISE_HEAD, 0)
        self.noise = words_on_line(
            f"noise, $sigma$ = {experiment.NOISE_DEVIATION:g}", after, color=style.MUTED_INK
        )
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


def draw(curve: LossCurve, rate_func: Callable[[float], float] = linear) -> AnimationGroup:
    """Return the animation that draws a noisy loss over all its steps; its dot does not pop up."""
    return AnimationGroup(
        curve.set_strength(1, 0, 0).grow_to(NOISY_STEPS, rate_func=rate_func),
        curve.dim_to(1, 1, rate_func=lambda share: min(rate_func(share) / DOT_COMES, 1)),
    )


def stay_beside(name: VMobject, curve: LossCurve) -> None:
    """Let a name go with its curve's end, as far from it as it is; it hides the grid behind it."""
    name.set_stroke(style.BACKGROUND, CLEARANCE, background=True)
    place = name.get_center() - curve.mean_end()
    name.add_updater(lambda name: name.move_to(curve.mean_end() + place))


def noise(seed: int) -> Noise:
    """Return the noise of a run, always the same."""
    return Noise(np.random.default_rng(seed), experiment.NOISE_DEVIATION)


def mean_curve(
    axes: LossAxes,
    loss: Array,
    color: str,
    *,
    steps: int = MEAN_STEPS,
    width: float = MEAN_WIDTH,
    first: int = 0,
) -> LossCurve:
    """Return the curve of a loss's means from a step on, each in the middle of the steps that it is of."""
    return LossCurve(axes, mean_around(loss, steps), color, first=first, width=width)
