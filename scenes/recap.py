"""Recap: the sentence, then the two counts, then the title and one path."""

from __future__ import annotations

import numpy as np
from manim import (
    DL,
    RIGHT,
    Animation,
    AnimationGroup,
    ApplyMethod,
    ValueTracker,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, heavy_ball, velocity_sum
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import TIP_LENGTH, MoveVector, VectorArrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.film_title import FilmTitle
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.pulse import pulse
from scenes.mobjects.typography import Readout, words_on_line
from scenes.mobjects.wide_map import WidePath, WideRavineMap

PLAIN = gradient_descent(
    RAVINE, experiment.START, learning_rate=experiment.LEARNING_RATE, steps=experiment.ENOUGH_STEPS
)
HEAVY = heavy_ball(
    RAVINE,
    experiment.START,
    learning_rate=experiment.LEARNING_RATE,
    momentum=experiment.MOMENTUM,
    steps=experiment.ENOUGH_STEPS,
)

SENTENCE_SIZE = 64
SENTENCE_BASELINES = (1.25, 0.15, -0.95)

STEPS = 100
PUSH_LENGTH = 0.45
"""Of a push, which is the first velocity; the later ones are drawn to its scale."""
ROWS_LEFT = 1.9
PUSHES_RISE, VELOCITY_RISE = 0.4, 0.0
"""From a line's baseline up to the pushes and to the velocity beside it."""
ARROW_WEIGHT, TIP_WEIGHT = 1.5, 1.3
"""How many times as thick as usual, and with how much larger tips, beside type so large."""

COUNT_SIZE = 176
"""Its digits are 160 pixels high in a frame of 1080."""

COUNT_BASELINE, LABEL_BASELINE = 1.75, 0.95
PLAIN_LEFT = 0.4

RACING_TIME = 2.4
"""Seconds until momentum is home."""

REST_TIME = 1.6
"""Seconds that plain descent's remaining steps take."""

BOTH_COUNTS = 0.25
"""Seconds that both counts stand, beyond the beat's words."""

SECOND_RING = 1.3
"""The size of the ring round that of the run that was home first."""

FAREWELL = 0.6
"""Seconds that the title stands over the faint map and one path, before the beat's ``HOLD``."""


class StepCount(VGroup):
    """A method's steps in large digits, and under them whose they are."""

    def __init__(self, label: str, color: str, left: float) -> None:
        self.number = Readout(0, "{:.0f}", COUNT_SIZE, color=color, bold=True)
        self.number.shift((left, COUNT_BASELINE, 0))
        label_start = (left, LABEL_BASELINE, 0)
        super().__init__(self.number, words_on_line(label, label_start, color=color, bold=True))


class PushesInARow(VGroup):
    """Pushes of one size, and under them the velocity that they build up.

    Parameters
    ----------
    agree
        Whether they all point one way, or to and fro.
    left, baseline
        Where the row begins, and the baseline of the line that it stands beside.
    """

    def __init__(self, *, agree: bool, left: float, baseline: float) -> None:
        # To and fro, both go out from one point.
        self._tail = left if agree else left + PUSH_LENGTH
        self._height = baseline + VELOCITY_RISE
        signs = (1,) if agree else (1, -1)
        starts = [left + place * PUSH_LENGTH for place in range(3)] if agree else [self._tail] * 2
        rise = np.array([0, baseline + PUSHES_RISE, 0])
        self.pushes = VGroup(
            heavy_arrow(start * RIGHT + rise, (start + sign * PUSH_LENGTH) * RIGHT + rise, style.GRADIENT)
            for start, sign in zip(starts, signs * 3 if agree else signs, strict=True)
        )
        gradients = np.ones(STEPS) if agree else (-1.0) ** np.arange(STEPS)
        velocities = np.abs(velocity_sum(gradients, learning_rate=1.0, momentum=experiment.MOMENTUM))
        self.first, self.last = (
            [self._ends(sign * velocity * PUSH_LENGTH) for sign in signs]
            for velocity in (velocities[0], velocities[-1])
        )
        self.velocities = [heavy_arrow(*ends, style.VELOCITY) for ends in self.first]
        super().__init__(self.pushes, *self.velocities)

    def _ends(self, length: float) -> tuple[Array, Array]:
        tail = np.array([self._tail, self._height, 0])
        return tail, tail + length * RIGHT

    def build_up(self) -> list[MoveVector]:
        """Return the velocity's change from its first to its last length."""
        return [MoveVector(arrow, *ends) for arrow, ends in zip(self.velocities, self.last, strict=True)]


def heavy_arrow(start: Array, end: Array, color: str) -> VectorArrow:
    """Return an arrow as heavy as the type that it stands beside."""
    return VectorArrow(start, end, color, width=ARROW_WEIGHT * style.ARROW_WIDTH, tip=TIP_WEIGHT * TIP_LENGTH)


class Recap(LessonScene):
    """The sentence alone; both counts, while both paths run once more; the title and one path."""

    title = "In one sentence"
    idea = "Keep a velocity: what agrees adds up, what alternates is damped."
    shows_title = False

    def construct(self) -> None:
        self.lay_out_the_sentence()
        self.lay_out_the_race()
        self.say_it()
        self.count_once_more()
        self.fade_to_the_ground()

    def lay_out_the_sentence(self) -> None:
        parts = ("Keep a #speed[velocity].", "What agrees adds up,", "what alternates is damped.")
        self.sentence = VGroup(
            words_on_line(part, (style.SAFE_LEFT, baseline, 0), SENTENCE_SIZE, bold=True)
            for part, baseline in zip(parts, SENTENCE_BASELINES, strict=True)
        )

    def lay_out_the_race(self) -> None:
        """Place both paths on one map, their counts above it."""
        self.map, self.film_title = WideRavineMap(), FilmTitle()
        self.plain = WidePath(self.map.to_screen(PLAIN.parameters), style.PLAIN_DESCENT)
        self.heavy = WidePath(self.map.to_screen(HEAVY.parameters), style.MOMENTUM)
        self.heavy_count = StepCount("steps with momentum", style.MOMENTUM, style.SAFE_LEFT)
        self.plain_count = StepCount("steps with gradient descent", style.PLAIN_DESCENT, PLAIN_LEFT)

    def say_it(self) -> None:
        with self.beat(
            "In one sentence", "Keep a velocity. What agrees adds up, what alternates is damped."
        ) as beat:
            kept, agreeing, alternating = self.sentence
            adding, damping = (
                PushesInARow(agree=agree, left=ROWS_LEFT, baseline=baseline)
                for agree, baseline in zip((True, False), SENTENCE_BASELINES[1:], strict=True)
            )
            self.play(FadeIn(kept), run_time=0.5)
            beat.until("What agrees")
            self.play(FadeIn(agreeing), run_time=0.4)
            beat.until("adds up")
            self.play(FadeIn(adding), run_time=0.2)
            self.play(*adding.build_up(), run_time=0.6)
            beat.until("what alternates")
            self.play(FadeIn(alternating), run_time=0.4)
            self.play(FadeIn(damping), run_time=0.3)
            beat.until("damped")
            self.play(*damping.build_up(), run_time=0.5)
        self.said = VGroup(*self.sentence, adding, damping)

    def count_once_more(self) -> None:
        """Run both until each is home; then leave the title and one path."""
        plain, heavy = experiment.arrival(PLAIN), experiment.arrival(HEAVY)
        with self.beat(
            "Same ravine", f"Same ravine, same learning rate: {heavy} steps instead of {plain}."
        ) as beat:
            rings = [
                HomeRing(self.map.to_screen(RAVINE.minimiser), color).scale(size)
                for color, size in ((style.MOMENTUM, 1), (style.PLAIN_DESCENT, SECOND_RING))
            ]
            first_ring, second_ring = rings
            # Plain descent's path lies over momentum's, as at the film's beginning.
            paths, counts = (self.heavy, self.plain), (self.heavy_count, self.plain_count)
            self.play(FadeOut(self.said), run_time=0.25)
            self.play(
                FadeIn(self.map, rate_func=squish_rate_func(smooth, 0, 0.7)),
                FadeIn(*paths, *counts, rate_func=squish_rate_func(smooth, 0.25, 1)),
                run_time=0.45,
            )
            now = ValueTracker(0)
            self.follow(now, HEAVY, self.heavy, self.heavy_count)
            self.follow(now, PLAIN, self.plain, self.plain_count)
            # Linear: both take their steps at the same moments.
            self.play(ApplyMethod(now.set_value, heavy, run_time=RACING_TIME, rate_func=linear))
            self.play(
                self.tell_home(first_ring, self.heavy_count),
                ApplyMethod(now.set_value, plain, run_time=REST_TIME),
            )
            for follower in (*paths, *(count.number for count in counts)):
                follower.clear_updaters()
            self.play(self.tell_home(second_ring, self.plain_count), run_time=0.7)
            beat.until_said()
            self.wait(BOTH_COUNTS)
            ground = [part for part in self.map if part is not self.map.stars]
            self.play(
                *(FadeOut(mobject) for mobject in (*counts, *rings, self.plain)),
                *(ApplyMethod(part.fade, 1 - style.FADED) for part in ground),
                run_time=0.4,
            )
            self.play(FadeIn(self.film_title), run_time=0.4)
            self.wait(FAREWELL)

    def follow(self, now: ValueTracker, run: Trajectory, path: WidePath, count: StepCount) -> None:
        """Let a path and its count follow the clock until the run is home."""
        home = experiment.arrival(run)
        path.follow(lambda: min(now.get_value(), home))
        count.number.follow(lambda: int(min(now.get_value(), home)))

    def tell_home(self, ring: HomeRing, count: StepCount) -> Animation:
        """Return what tells that a run is home: the ring round the minimum, and its count."""
        return AnimationGroup(FadeIn(ring, scale=1.6), pulse(count.number, DL))

    def fade_to_the_ground(self) -> None:
        leaving = self.picture
        self.cross_over(FadeOut(*leaving), run_time=0.7)
