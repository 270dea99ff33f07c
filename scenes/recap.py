"""Recap: the sentence, then the two counts, then the title and one path."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DL,
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    ApplyMethod,
    Dot,
    Line,
    Transform,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Trajectory, gradient_descent, heavy_ball, velocity_sum
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import MoveVector, heavy_arrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.film_title import FilmSignature
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.live_group import LiveGroup
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
SENTENCE_BASELINES = (2.6, 1.25, -1.5)

STEPS = 100
PUSH_LENGTH = 1.27
"""Of a push, which is the first velocity; the later ones, drawn to its scale, are up to ten times as long."""
PUSHES = 3
PUSHES_DROP, VELOCITY_DROP = 0.52, 0.98
"""From a line's baseline down to the pushes and to the velocity beneath it."""
DOT_RADIUS = 0.055

FLIPS = 2
"""How often the push that alternates is seen to turn round."""
FLIPPING_AT, FLIPPING_HEIGHT, FLIPPING_SKIP = 4.75, -1.3, 1.1
"""Where it and its velocity stand, up and down: the first one's place, their middle, and the way between."""
MIDDLE_MARK = 0.35
"""How far the line that tells where up and down part reaches past the arrows."""

COUNT_SIZE = 176
"""Its digits are 160 pixels high in a frame of 1080."""

COUNT_BASELINE, LABEL_BASELINE = 1.75, 0.9
PLAIN_LEFT = 0.6

TOLD_TIME = 0.75
"""Seconds that the whole sentence stands."""

RACING_TIME = 1.45
"""Seconds until momentum is home."""

FASTER = 9
"""How many times as fast plain descent's remaining steps are shown."""
FASTER_GAP = 0.45
"""Between its count and what tells that."""

SETTLED = 130
"""The step at which momentum's marker is seen exactly at the minimum."""

SIGNING_TIME = 1.95
"""Seconds in which momentum's path is drawn once more, under the title."""

GOING_TIME = 0.85
"""Seconds in which the last picture goes."""

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
    """Pushes that agree, and under them the velocity that they build up, across the frame.

    The line under which they stand has its baseline at ``baseline``.
    """

    def __init__(self, baseline: float) -> None:
        left = style.SAFE_LEFT
        rise, tail = (np.array([left, baseline - drop, 0]) for drop in (PUSHES_DROP, VELOCITY_DROP))
        push = PUSH_LENGTH * RIGHT
        pushes = VGroup(
            heavy_arrow(rise + place * push, rise + (place + 1) * push, style.GRADIENT)
            for place in range(PUSHES)
        )
        velocities = velocity_sum(np.ones(STEPS), learning_rate=1.0, momentum=experiment.MOMENTUM)
        self._last = tail, tail + velocities[-1] * push
        self._velocity = heavy_arrow(tail, tail + velocities[0] * push, style.VELOCITY)
        # More of them follow.
        dots = VGroup(Dot(radius=DOT_RADIUS, color=style.GRADIENT) for _ in range(3)).arrange(buff=0.14)
        super().__init__(pushes, self._velocity, dots.next_to(pushes, RIGHT, buff=0.22))

    def build_up(self) -> MoveVector:
        """Return the velocity's change from its first to its last length."""
        return MoveVector(self._velocity, *self._last)


class FlippingPushes(LiveGroup):
    """A push that alternates, up and down, and beside it the velocity, which is damped meanwhile."""

    def __init__(self) -> None:
        signs = (-1.0) ** np.arange(STEPS)
        velocities = np.abs(velocity_sum(signs, learning_rate=1.0, momentum=experiment.MOMENTUM))
        self._lengths = velocities[0], velocities[-1]
        middles = [np.array([FLIPPING_AT + place * FLIPPING_SKIP, FLIPPING_HEIGHT, 0]) for place in range(2)]
        self._pairs = [
            VGroup(heavy_arrow(middle, middle + PUSH_LENGTH * way, color) for way in (UP, DOWN))
            for middle, color in zip(middles, (style.GRADIENT, style.VELOCITY), strict=True)
        ]
        ends = middles[0] + MIDDLE_MARK * LEFT, middles[1] + MIDDLE_MARK * RIGHT
        super().__init__(Line(*ends).set_stroke(style.MUTED_INK, style.THIN), *self._pairs)
        self.set_to(0)

    def set_to(self, flips: float) -> Self:
        """Light the one of both ways that it goes after so many flips."""
        up = (1 + np.cos(np.pi * flips)) / 2
        for pair in self._pairs:
            for arrow, share in zip(pair, (up, 1 - up), strict=True):
                arrow.set_opacity(style.FADED + share * (1 - style.FADED))
        length = PUSH_LENGTH * np.interp(flips, (0, FLIPS), self._lengths)
        for arrow, way in zip(self._pairs[1], (UP, DOWN), strict=True):
            arrow.put(arrow.start, arrow.start + length * way)
        return self


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
            adding, damping = PushesInARow(SENTENCE_BASELINES[1]), FlippingPushes()
            self.play(FadeIn(self.alone), run_time=0.35)
            beat.until("What agrees")
            self.play(
                Transform(self.alone, kept),
                FadeIn(agreeing, rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=0.5,
            )
            beat.until("adds up")
            self.play(FadeIn(adding), run_time=0.2)
            self.play(adding.build_up(), run_time=0.6)
            beat.until("what alternates")
            self.play(FadeIn(alternating, damping), run_time=0.4)
            flips = ValueTracker(0)
            damping.follow(flips.get_value)
            self.play(ApplyMethod(flips.set_value, FLIPS, run_time=1.0, rate_func=linear))
            damping.clear_updaters()
        self.said = VGroup(self.alone, agreeing, alternating, adding, damping)

    def count_once_more(self) -> None:
        """Run both until each is home; then leave the title and one path."""
        plain, heavy = experiment.arrival(PLAIN), experiment.arrival(HEAVY)
        with self.beat(
            "Same ravine", f"Same ravine, same learning rate: {heavy} steps instead of {plain}."
        ) as beat:
            ring, second_ring = (
                HomeRing(self.map.to_screen(RAVINE.minimiser), color).scale(size)
                for color, size in ((style.MOMENTUM, 1), (style.PLAIN_DESCENT, SECOND_RING))
            )
            # Plain descent's path lies over momentum's, as at the film's beginning.
            paths, counts = (self.heavy, self.plain), (self.heavy_count, self.plain_count)
            self.wait(TOLD_TIME)
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
            self.play(FadeIn(ring, scale=1.6), pulse(self.heavy_count.number, DL), run_time=style.QUICK)
            faster = words_on_line(f"fast-forward × {FASTER}", ORIGIN, color=style.MUTED_INK)
            faster.next_to(self.plain_count.number.copy().set_to(plain), RIGHT, buff=FASTER_GAP)
            self.play(
                ApplyMethod(
                    now.set_value,
                    plain,
                    run_time=(plain - heavy) / heavy * RACING_TIME / FASTER,
                    rate_func=linear,
                ),
                FadeIn(faster, run_time=0.3),
            )
            for follower in (*paths, *(count.number for count in counts)):
                follower.clear_updaters()
            # One ring round both: more would hide where they are.
            self.play(Transform(ring, second_ring), pulse(self.plain_count.number, DL), run_time=style.QUICK)
            beat.until_said()
            self.sign(ring, faster)

    def sign(self, *told: VMobject) -> None:
        """Leave the title, and momentum's path, which comes to the minimum once more."""
        path = WidePath(self.heavy.iterates, style.MOMENTUM)
        # So close to the star its dots would be one blot.
        path.remove(path.dots)
        leaving = (self.heavy_count, self.plain_count, self.heavy, self.plain, *told)
        self.play(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.6)),
            FadeIn(path, self.signature, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.5,
        )
        now = ValueTracker(0)
        path.follow(now.get_value)
        self.play(ApplyMethod(now.set_value, SETTLED, run_time=SIGNING_TIME, rate_func=linear))
        path.clear_updaters()

    def follow(self, now: ValueTracker, run: Trajectory, path: WidePath, count: StepCount) -> None:
        """Let a path follow the clock, and its count until the run is home."""
        home = experiment.arrival(run)
        path.follow(lambda: min(now.get_value(), max(home, SETTLED)))
        count.number.follow(lambda: int(min(now.get_value(), home)))

    def fade_to_the_ground(self) -> None:
        self.cross_over(FadeOut(*self.picture, rate_func=linear), run_time=GOING_TIME)
