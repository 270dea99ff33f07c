"""Recap: the sentence, then the two counts, then the title and one path."""

from __future__ import annotations

from itertools import cycle

import numpy as np
import numpy.typing as npt
from manim import (
    DL,
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Dot,
    LaggedStart,
    Line,
    ReplacementTransform,
    Transform,
    ValueTracker,
    VGroup,
    VMobject,
    bezier,
    linear,
    rush_from,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Trajectory, gradient_descent, heavy_ball, velocity_sum
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import GrowVector, MoveVector, heavy_arrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.film_title import FilmSignature
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.polyline import POINTS_PER_CURVE, polyline
from scenes.mobjects.pulse import pulse
from scenes.mobjects.typography import Readout, fast_forward, words_on_line
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

FIRST_SIZE, SENTENCE_SIZE = 108, 84
SENTENCE_BASELINES = (2.45, 1.32, -0.62)
BESIDE_THE_WORD, ABOVE_ITS_BASELINE = 0.45, 0.27
"""Where the arrow stands that "velocity" is."""

STEPS = 100
PUSH_LENGTH = 1.28
"""Of a push, which is the first velocity; the later ones, drawn to its scale, are up to ten times as long."""
PUSHES = 3
PUSHES_DROP, VELOCITY_DROP = 0.52, 0.98
"""From a line's baseline down to the pushes and to the velocity beneath it."""
DOT_RADIUS = 0.055

TURNS = 8
"""How many of the pushes that alternate are seen."""
TURN_LENGTH, TURNS_DROP = 0.74, 1.18
"""Of such a push, and from its line's baseline down to where up and down part."""
TURN_MARGIN, BESIDE_A_PUSH = 0.4, 0.5
"""From the frame's safe edge to the first and the last arrow, and from a push to its velocity."""

TOLD_TIME = 0.45
"""Seconds that the whole sentence stands, before the beat's ``HOLD``."""

COUNT_SIZE = 176
"""Its digits are 160 pixels high in a frame of 1080."""

COUNT_BASELINE, LABEL_BASELINE = 1.75, 0.9
PLAIN_LEFT = 0.6

RACING_TIME = 2.1
"""Seconds until momentum is home."""

FASTER = 18
"""How many times as fast plain descent's remaining steps are shown."""
FASTER_GAP = 0.45
"""Between its count and what tells that."""

HEAVY_SETTLED, PLAIN_SETTLED = 130, 1400
"""The steps at which each marker is seen exactly at the minimum."""

RING_TIME, RING_GROWS = 0.5, 1.6
"""Seconds in which an arrival's ring goes, and how large it becomes."""

CHANGE_TIME = 0.9
"""Seconds in which the sentence gives way to the race."""

SIGNING_TIME, SIGNED_TIME = 1.05, 1.33
"""Seconds in which the counts' labels become the title, and that it and momentum's path stand, before the
beat's ``HOLD``."""

GOING_TIME = 0.55
"""Seconds in which the last picture goes."""

OUTLINE_POINTS = 200
"""On each outline of a name that becomes another."""


def in_two_parts(
    first: str, then: str, start: npt.ArrayLike, size: float, *, color: str | None = None
) -> VGroup:
    """Return a line of words on a baseline, in two parts that come or go by themselves."""
    begun, following, whole = (
        words_on_line(text, start, size, color=color, bold=True) for text in (first, then, f"{first} {then}")
    )
    return VGroup(begun, following.align_to(whole, RIGHT))


def space_evenly(name: VMobject) -> None:
    """Put an outline's points at equal distances: so each letter becomes another in one piece."""
    outlines = []
    for outline in name.get_subpaths():
        curve = bezier(outline.reshape(-1, POINTS_PER_CURVE, 3).swapaxes(0, 1))
        points = np.stack([curve(share) for share in np.linspace(0, 1, 9)], axis=1).reshape(-1, 3)
        lengths = np.cumsum([0, *np.linalg.norm(np.diff(points, axis=0), axis=-1)])
        even = np.linspace(0, lengths[-1], OUTLINE_POINTS)
        outlines.append(polyline(np.stack([np.interp(even, lengths, axis) for axis in points.T], axis=-1)))
    name.points = np.concatenate(outlines)


def gone(ring: HomeRing) -> Animation:
    """Return the animation in which an arrival's ring grows and can no longer be seen."""
    larger = ring.copy().scale(RING_GROWS).set_stroke(opacity=0)
    return Transform(ring, larger, run_time=RING_TIME)


class StepCount(VGroup):
    """A method's steps in large digits, and under them whose they are."""

    def __init__(self, method: str, color: str, left: float) -> None:
        self.number = Readout(0, "{:.0f}", COUNT_SIZE, color=color, bold=True)
        self.number.shift((left, COUNT_BASELINE, 0))
        self.what, self.method = in_two_parts(
            "steps with", method, (left, LABEL_BASELINE, 0), style.HEADING_SIZE, color=color
        )
        super().__init__(self.number, self.what, self.method)


class PushesThatAgree(VGroup):
    """Pushes in a row, and under them the velocity that they build up, across the frame.

    The line under which they stand has its baseline at ``baseline``.
    """

    def __init__(self, baseline: float) -> None:
        left = style.SAFE_LEFT
        rise, tail = (np.array([left, baseline - drop, 0]) for drop in (PUSHES_DROP, VELOCITY_DROP))
        push = PUSH_LENGTH * RIGHT
        self._pushes = [
            heavy_arrow(rise + place * push, rise + (place + 1) * push, style.GRADIENT)
            for place in range(PUSHES)
        ]
        velocities = velocity_sum(np.ones(STEPS), learning_rate=1.0, momentum=experiment.MOMENTUM)
        self._last = tail, tail + velocities[-1] * push
        self._velocity = heavy_arrow(tail, tail + velocities[0] * push, style.VELOCITY)
        # More of them follow.
        self._dots = VGroup(Dot(radius=DOT_RADIUS, color=style.GRADIENT) for _ in range(3))
        self._dots.arrange(buff=0.14).next_to(self._pushes[-1], RIGHT, buff=0.22)
        super().__init__(*self._pushes, self._velocity, self._dots)

    def come(self) -> Animation:
        """Return the animation that brings the pushes in turn, with the velocity that the first one is."""
        return AnimationGroup(
            LaggedStart(*map(GrowVector, self._pushes), FadeIn(self._dots), lag_ratio=0.6),
            GrowVector(self._velocity),
        )

    def build_up(self) -> MoveVector:
        """Return the velocity's change from its first to its last length."""
        return MoveVector(self._velocity, *self._last)


class PushesThatAlternate(VGroup):
    """Pushes up and down in turn, across the frame, and beside each the velocity, as long at first.

    The line under which they stand has its baseline at ``baseline``.
    """

    def __init__(self, baseline: float) -> None:
        left, level = style.SAFE_LEFT, (baseline - TURNS_DROP) * UP
        velocities = velocity_sum((-1.0) ** np.arange(STEPS), learning_rate=1.0, momentum=experiment.MOMENTUM)
        self.left_over = float(np.abs(velocities[-1]))
        tails = np.linspace(left + TURN_MARGIN, -left - TURN_MARGIN - BESIDE_A_PUSH, TURNS)
        ends = [
            np.array([level, level + TURN_LENGTH * way]) + tail * RIGHT
            for tail, way in zip(tails, cycle((UP, DOWN)), strict=False)
        ]
        self.pushes = [heavy_arrow(tail, tip, style.GRADIENT) for tail, tip in ends]
        self.velocities = [
            heavy_arrow(tail, tip, style.VELOCITY) for tail, tip in np.add(ends, BESIDE_A_PUSH * RIGHT)
        ]
        self.middle = Line(left * RIGHT + level, left * LEFT + level).set_stroke(style.MUTED_INK, style.THIN)
        super().__init__(self.middle, *self.pushes, *self.velocities)

    def come(self) -> Animation:
        """Return the animation that brings them in turn."""
        turns = (
            AnimationGroup(GrowVector(push), GrowVector(velocity))
            for push, velocity in zip(self.pushes, self.velocities, strict=True)
        )
        coming = LaggedStart(*turns, lag_ratio=0.3)
        level = FadeIn(self.middle, run_time=coming.run_time, rate_func=squish_rate_func(smooth, 0, 0.5))
        return AnimationGroup(level, coming)

    def damp(self) -> Animation:
        """Return the animation that leaves of each velocity what there is of it in the long run."""
        return AnimationGroup(
            MoveVector(arrow, arrow.start, arrow.start + self.left_over * (arrow.end - arrow.start))
            for arrow in self.velocities
        )


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
        lines = (
            ("Keep a", "#speed[velocity].", FIRST_SIZE),
            ("What agrees", "adds up,", SENTENCE_SIZE),
            ("what alternates", "is damped.", SENTENCE_SIZE),
        )
        self.sentence = VGroup(
            in_two_parts(first, then, (style.SAFE_LEFT, baseline, 0), size)
            for (first, then, size), baseline in zip(lines, SENTENCE_BASELINES, strict=True)
        )
        word = self.sentence[0]
        tail = word.get_right() * RIGHT + BESIDE_THE_WORD * RIGHT
        tail += (SENTENCE_BASELINES[0] + ABOVE_ITS_BASELINE) * UP
        self.velocity = heavy_arrow(tail, style.SAFE_LEFT * LEFT + tail * UP, style.VELOCITY)

    def lay_out_the_race(self) -> None:
        """Place both paths on one map, their counts above it."""
        self.map, self.signature = WideRavineMap(), FilmSignature()
        # So close to each other, their dots would be a blot.
        self.plain, self.heavy = (
            WidePath(self.map.to_screen(run.parameters), color, fine=run is PLAIN, dotted=False)
            for run, color in ((PLAIN, style.PLAIN_DESCENT), (HEAVY, style.MOMENTUM))
        )
        self.heavy_count = StepCount("momentum", style.MOMENTUM, style.SAFE_LEFT)
        self.plain_count = StepCount("gradient descent", style.PLAIN_DESCENT, PLAIN_LEFT)

    def say_it(self) -> None:
        with self.beat(
            "In one sentence", "Keep a velocity. What agrees adds up, what alternates is damped."
        ) as beat:
            keep, (agreeing, adds_up), (alternating, is_damped) = self.sentence
            adding = PushesThatAgree(SENTENCE_BASELINES[1])
            self.damped = PushesThatAlternate(SENTENCE_BASELINES[2])
            self.play(FadeIn(keep), run_time=0.5)
            beat.until("velocity")
            self.play(GrowVector(self.velocity), run_time=0.6)
            beat.until("What agrees")
            self.play(FadeIn(agreeing), run_time=0.3)
            beat.until("adds up")
            self.play(FadeIn(adds_up), adding.come(), run_time=0.35)
            self.play(adding.build_up(), run_time=0.45)
            beat.until("what alternates")
            self.play(FadeIn(alternating, run_time=0.3), self.damped.come(), run_time=0.65)
            beat.until("is damped")
            self.play(FadeIn(is_damped, run_time=0.3), self.damped.damp(), run_time=0.7)
            self.wait(TOLD_TIME)
        self.said = VGroup(self.sentence, self.velocity, adding)

    def count_once_more(self) -> None:
        """Run both until each is home; then leave the title and one path."""
        plain, heavy = experiment.arrival(PLAIN), experiment.arrival(HEAVY)
        with self.beat(
            "Same ravine", f"Same ravine, same learning rate: {heavy} steps instead of {plain}."
        ) as beat:
            ring, second_ring = (
                HomeRing(self.map.to_screen(RAVINE.minimiser), color)
                for color in (style.MOMENTUM, style.PLAIN_DESCENT)
            )
            paths, counts = (self.plain, self.heavy), (self.heavy_count, self.plain_count)
            # The ravine comes while the arrows still stand: the frame is never empty.
            self.play(
                FadeOut(self.said, rate_func=squish_rate_func(smooth, 0, 0.5)),
                FadeOut(self.damped, rate_func=squish_rate_func(smooth, 0.2, 0.7)),
                FadeIn(self.map, rate_func=squish_rate_func(smooth, 0.1, 0.7)),
                FadeIn(*paths, *counts, rate_func=squish_rate_func(smooth, 0.42, 0.9)),
                run_time=CHANGE_TIME,
            )
            now = ValueTracker(0)
            self.follow(now, HEAVY, self.heavy, self.heavy_count, HEAVY_SETTLED)
            self.follow(now, PLAIN, self.plain, self.plain_count, PLAIN_SETTLED)
            # Linear: both take their steps at the same moments.
            self.play(ApplyMethod(now.set_value, heavy, run_time=RACING_TIME, rate_func=linear))
            self.play(FadeIn(ring, scale=0.5), pulse(self.heavy_count.number, DL), run_time=style.QUICK)
            faster = fast_forward(FASTER)
            faster.next_to(self.plain_count.number.copy().set_to(plain), RIGHT, buff=FASTER_GAP)
            self.play(
                ApplyMethod(
                    now.set_value,
                    plain,
                    run_time=(plain - heavy) / heavy * RACING_TIME / FASTER,
                    rate_func=linear,
                ),
                FadeIn(faster, run_time=0.3),
                gone(ring),
            )
            self.play(
                ApplyMethod(now.set_value, PLAIN_SETTLED, rate_func=rush_from),
                FadeIn(second_ring, scale=0.5),
                pulse(self.plain_count.number, DL),
                # It tells of what is over, and not of the result.
                faster.animate.set_opacity(0),
                run_time=style.QUICK,
            )
            for follower in (*paths, *(count.number for count in counts)):
                follower.clear_updaters()
            self.play(gone(second_ring))
            beat.until_said()
            self.sign()

    def sign(self) -> None:
        """Leave momentum's path, and let both methods' names become the title over it."""
        subject, (why, descent, stuck) = self.signature
        sharp = subject.copy()
        counts = (self.heavy_count, self.plain_count)
        # An m and an M have their corners elsewhere.
        for name in (self.heavy_count.method, subject):
            space_evenly(*name.submobjects)
        marker = self.heavy.marker
        self.heavy.remove(marker)
        numbers = (part for count in counts for part in (count.number, count.what))
        leaving = (self.plain, marker, *numbers)
        self.play(
            # Each by itself: together they would come to lie over momentum's path.
            *(FadeOut(part, rate_func=squish_rate_func(smooth, 0, 0.4)) for part in leaving),
            *(
                ReplacementTransform(count.method, name, rate_func=squish_rate_func(smooth, *when))
                for count, name, when in zip(
                    counts, (subject, descent), ((0.25, 0.75), (0.4, 0.9)), strict=True
                )
            ),
            FadeIn(why, stuck, sharp, rate_func=squish_rate_func(smooth, 0.75, 1)),
            run_time=SIGNING_TIME,
        )
        self.remove(subject)
        self.wait(SIGNED_TIME)

    def follow(
        self, now: ValueTracker, run: Trajectory, path: WidePath, count: StepCount, settled: int
    ) -> None:
        """Let a path follow the clock until it has settled, and its count until the run is home."""
        home = experiment.arrival(run)
        path.follow(lambda: min(now.get_value(), settled))
        count.number.follow(lambda: int(min(now.get_value(), home)))

    def fade_to_the_ground(self) -> None:
        self.cross_over(FadeOut(*self.picture, rate_func=linear), run_time=GOING_TIME)
