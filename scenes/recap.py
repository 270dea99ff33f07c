"""Recap: the sentence, then the two counts, then the title and one path."""

from __future__ import annotations

import numpy as np
from manim import (
    DL,
    RIGHT,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Dot,
    Line,
    Transform,
    ValueTracker,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_out_sine

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, heavy_ball, velocity_sum
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import MoveVector, heavy_arrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.film_title import FilmSignature
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

ALONE_SIZE, ALONE_BASELINE = 150, 0.1
"""The sentence's first part, while it stands alone."""

FIRST_SIZE, SENTENCE_SIZE = 108, 84
SENTENCE_BASELINES = (2.4, 0.98, -1.2)

STEPS = 100
PUSH_LENGTH = 1.27
"""Of a push, which is the first velocity; the later ones, drawn to its scale, are up to ten times as long."""
PUSHES = 3
PUSHES_DROP, VELOCITY_DROP = 0.52, 0.98
"""From a line's baseline down to the pushes and to the velocity beneath it."""

DOT_RADIUS = 0.055
MIDDLE_MARK = 0.16
"""How far the line that tells where to and fro part from reaches past the arrows."""

COUNT_SIZE = 176
"""Its digits are 160 pixels high in a frame of 1080."""

COUNT_BASELINE, LABEL_BASELINE = 1.75, 0.9
PLAIN_LEFT = 0.6

RACING_TIME = 1.8
"""Seconds until momentum is home."""

HOME_TIME = 0.8
"""Seconds that both stand still then."""

REST_TIME = 1.3
"""Seconds that plain descent's remaining steps take."""

SIGNING_TIME = 1.4
"""Seconds in which momentum's path is drawn once more, under the title."""

SIGNED = 0.67
"""Seconds that the title and the path stand then, beyond the beat's usual rest."""

SECOND_RING = 1.3
"""The size of the ring round that of the run that was home first."""


class StepCount(VGroup):
    """A method's steps in large digits, and under them whose they are."""

    def __init__(self, label: str, color: str, left: float) -> None:
        self.number = Readout(0, "{:.0f}", COUNT_SIZE, color=color, bold=True)
        self.number.shift((left, COUNT_BASELINE, 0))
        label_start = (left, LABEL_BASELINE, 0)
        super().__init__(
            self.number, words_on_line(label, label_start, style.HEADING_SIZE, color=color, bold=True)
        )


class PushesInARow(VGroup):
    """Pushes of one size, and under them the velocity that they build up, across the frame.

    Parameters
    ----------
    agree
        Whether they all point one way, or to and fro.
    baseline
        That of the line under which it stands.
    """

    def __init__(self, *, agree: bool, baseline: float) -> None:
        left = style.SAFE_LEFT
        # To and fro, both go out from one point.
        self._tail = left if agree else left + PUSH_LENGTH
        self._height = baseline - VELOCITY_DROP
        signs = (1,) if agree else (1, -1)
        starts = [left + place * PUSH_LENGTH for place in range(PUSHES)] if agree else [self._tail] * 2
        rise = np.array([0, baseline - PUSHES_DROP, 0])
        self.pushes = VGroup(
            heavy_arrow(start * RIGHT + rise, (start + sign * PUSH_LENGTH) * RIGHT + rise, style.GRADIENT)
            for start, sign in zip(starts, signs * PUSHES if agree else signs, strict=True)
        )
        gradients = np.ones(STEPS) if agree else (-1.0) ** np.arange(STEPS)
        velocities = np.abs(velocity_sum(gradients, learning_rate=1.0, momentum=experiment.MOMENTUM))
        self.first, self.last = (
            [self._ends(sign * velocity * PUSH_LENGTH) for sign in signs]
            for velocity in (velocities[0], velocities[-1])
        )
        self.velocities = [heavy_arrow(*ends, style.VELOCITY) for ends in self.first]
        super().__init__(self.pushes, *self.velocities)
        if agree:
            # More of them follow.
            dots = VGroup(Dot(radius=DOT_RADIUS, color=style.GRADIENT) for _ in range(3)).arrange(buff=0.14)
            self.add(dots.next_to(self.pushes, RIGHT, buff=0.22))
        else:
            top, bottom = baseline - PUSHES_DROP + MIDDLE_MARK, self._height - MIDDLE_MARK
            middle = Line((self._tail, top, 0), (self._tail, bottom, 0))
            self.add(middle.set_stroke(style.MUTED_INK, style.THIN))

    def _ends(self, length: float) -> tuple[Array, Array]:
        tail = np.array([self._tail, self._height, 0])
        return tail, tail + length * RIGHT

    def build_up(self) -> list[MoveVector]:
        """Return the velocity's change from its first to its last length."""
        return [MoveVector(arrow, *ends) for arrow, ends in zip(self.velocities, self.last, strict=True)]


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
        sizes = (FIRST_SIZE, SENTENCE_SIZE, SENTENCE_SIZE)
        self.sentence = VGroup(
            words_on_line(part, (style.SAFE_LEFT, baseline, 0), size, bold=True)
            for part, size, baseline in zip(parts, sizes, SENTENCE_BASELINES, strict=True)
        )
        self.alone = words_on_line(parts[0], (style.SAFE_LEFT, ALONE_BASELINE, 0), ALONE_SIZE, bold=True)

    def lay_out_the_race(self) -> None:
        """Place both paths on one map, their counts above it."""
        self.map, self.signature = WideRavineMap(), FilmSignature()
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
                PushesInARow(agree=agree, baseline=baseline)
                for agree, baseline in zip((True, False), SENTENCE_BASELINES[1:], strict=True)
            )
            self.play(FadeIn(self.alone), run_time=0.35)
            beat.until("What agrees")
            self.play(
                Transform(self.alone, kept),
                FadeIn(agreeing, rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=0.5,
            )
            beat.until("adds up")
            self.play(FadeIn(adding), run_time=0.2)
            self.play(*adding.build_up(), run_time=0.7)
            beat.until("what alternates")
            self.play(FadeIn(alternating), run_time=0.4)
            self.play(FadeIn(damping), run_time=0.3)
            beat.until("damped")
            self.play(*damping.build_up(), run_time=0.5)
        self.said = VGroup(self.alone, agreeing, alternating, adding, damping)

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
            self.play(
                FadeOut(self.said, rate_func=squish_rate_func(smooth, 0, 0.55)),
                FadeIn(self.map, rate_func=squish_rate_func(smooth, 0.1, 0.7)),
                FadeIn(*paths, *counts, rate_func=squish_rate_func(smooth, 0.45, 1)),
                run_time=0.65,
            )
            now = ValueTracker(0)
            self.follow(now, HEAVY, self.heavy, self.heavy_count)
            self.follow(now, PLAIN, self.plain, self.plain_count)
            # Linear: both take their steps at the same moments.
            self.play(ApplyMethod(now.set_value, heavy, run_time=RACING_TIME, rate_func=linear))
            self.play(self.tell_home(first_ring, self.heavy_count), run_time=HOME_TIME)
            self.play(ApplyMethod(now.set_value, plain, run_time=REST_TIME))
            for follower in (*paths, *(count.number for count in counts)):
                follower.clear_updaters()
            self.play(self.tell_home(second_ring, self.plain_count), run_time=0.7)
            beat.until_said()
            self.sign(rings)

    def sign(self, rings: list[HomeRing]) -> None:
        """Leave the title, and momentum's path, which comes to the minimum once more."""
        early, late = squish_rate_func(smooth, 0, 0.6), squish_rate_func(smooth, 0.4, 1)
        ground = [part for part in self.map if part is not self.map.stars]
        leaving = (self.heavy_count, self.plain_count, *rings, self.plain, self.heavy.marker)
        trace = (*ground, self.heavy.line, self.heavy.dots)
        path = WidePath(self.heavy.iterates, style.MOMENTUM)
        self.play(
            *(FadeOut(mobject, rate_func=early) for mobject in leaving),
            *(ApplyMethod(part.fade, 1 - style.FADED) for part in trace),
            FadeIn(self.signature, path, rate_func=late),
            run_time=0.67,
        )
        now = ValueTracker(0)
        path.follow(now.get_value)
        home = experiment.arrival(HEAVY)
        self.play(now.animate.set_value(home), run_time=SIGNING_TIME, rate_func=ease_in_out_sine)
        path.clear_updaters()
        self.wait(SIGNED)

    def follow(self, now: ValueTracker, run: Trajectory, path: WidePath, count: StepCount) -> None:
        """Let a path and its count follow the clock until the run is home."""
        home = experiment.arrival(run)
        path.follow(lambda: min(now.get_value(), home))
        count.number.follow(lambda: int(min(now.get_value(), home)))

    def tell_home(self, ring: HomeRing, count: StepCount) -> Animation:
        """Return what tells that a run is home: the ring round the minimum, and its count."""
        return AnimationGroup(FadeIn(ring, scale=1.6), pulse(count.number, DL))

    def fade_to_the_ground(self) -> None:
        self.cross_over(FadeOut(*self.picture), run_time=0.7)
