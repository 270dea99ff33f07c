"""Recap: the sentence, then the two counts, then the title and one path."""

from __future__ import annotations

from manim import (
    DL,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Succession,
    ValueTracker,
    VGroup,
    Wait,
    linear,
    smooth,
    squish_rate_func,
    there_and_back,
)

from momentum_sim import RAVINE, Trajectory, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import HOLD, LessonScene
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.film_title import FilmTitle
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.transitions import momentum_rules
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
ALONE = 2.0
"""Seconds that the sentence stands alone; the last ``HOLD`` of them ends its beat."""

COUNT_SIZE = 176
"""Its digits are 160 pixels high in a frame of 1080."""

COUNT_BASELINE, LABEL_BASELINE = 1.75, 0.95
PLAIN_LEFT = 0.4

RACING_TIME = 1.6
"""Seconds until momentum is home."""

REST_TIME = 2.1
"""Seconds that plain descent's remaining steps take."""

FAREWELL = 0.6
"""Seconds that the title stands over the faint map and one path, before the beat's ``HOLD``."""


class StepCount(VGroup):
    """A method's steps in large digits, and under them whose they are."""

    def __init__(self, label: str, color: str, left: float) -> None:
        self.number = Readout(0, "{:.0f}", COUNT_SIZE, color=color, bold=True)
        self.number.shift((left, COUNT_BASELINE, 0))
        label_start = (left, LABEL_BASELINE, 0)
        super().__init__(self.number, words_on_line(label, label_start, color=color, bold=True))


class Recap(LessonScene):
    """The sentence alone; both counts, while both paths run once more; the title and one path."""

    title = "In one sentence"
    idea = "Keep a velocity: what agrees adds up, what alternates is damped."
    shows_title = False

    def construct(self) -> None:
        self.rules = momentum_rules()
        self.add(self.rules)
        self.lay_out_the_sentence()
        self.lay_out_the_race()
        self.say_it()
        self.count_once_more()
        self.fade_to_the_ground()

    def lay_out_the_sentence(self) -> None:
        parts = ("Keep a #speed[velocity].", "What agrees adds up,", "what alternates is damped.")
        self.sentence = VGroup(
            words_on_line(part, (0, baseline, 0), SENTENCE_SIZE, bold=True).set_x(0)
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
            keep, adds_up, damped = self.sentence
            self.play(FadeIn(keep), run_time=style.CALM)
            beat.until("What agrees")
            self.play(FadeIn(adds_up), FadeOut(self.rules), run_time=style.CALM)
            beat.until("what alternates")
            self.play(FadeIn(damped), run_time=0.5)
            self.wait(ALONE - HOLD)

    def count_once_more(self) -> None:
        """Run both until each is home; then leave the title and one path."""
        plain, heavy = experiment.arrival(PLAIN), experiment.arrival(HEAVY)
        with self.beat(
            "Same ravine", f"Same ravine, same learning rate: {heavy} steps instead of {plain}."
        ) as beat:
            # Momentum's path lies over plain descent's.
            paths, counts = (self.plain, self.heavy), (self.heavy_count, self.plain_count)
            self.play(
                FadeOut(self.sentence, rate_func=squish_rate_func(smooth, 0, 0.45)),
                FadeIn(self.map, *paths, *counts, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.7,
            )
            now = ValueTracker(0)
            self.follow(now, HEAVY, self.heavy, self.heavy_count)
            self.follow(now, PLAIN, self.plain, self.plain_count)
            # Linear: both take their steps at the same moments.
            self.play(ApplyMethod(now.set_value, heavy, run_time=RACING_TIME, rate_func=linear))
            self.play(
                self.flash_home(style.MOMENTUM, self.heavy_count),
                ApplyMethod(now.set_value, plain, run_time=REST_TIME),
            )
            for follower in (*paths, *(count.number for count in counts)):
                follower.clear_updaters()
            ring = HomeRing(self.map.to_screen(RAVINE.minimiser), style.PLAIN_DESCENT)
            self.play(FadeIn(ring, scale=1.6), swell(self.plain_count), run_time=0.6)
            beat.until_said()
            ground = [part for part in self.map if part is not self.map.stars]
            self.play(
                *(FadeOut(count, run_time=0.4) for count in counts),
                *(FadeOut(mobject, run_time=0.6) for mobject in (ring, self.plain)),
                *(ApplyMethod(part.fade, 1 - style.FADED, run_time=0.6) for part in ground),
                Succession(Wait(0.4), FadeIn(self.film_title, run_time=0.4)),
            )
            self.wait(FAREWELL)

    def follow(self, now: ValueTracker, run: Trajectory, path: WidePath, count: StepCount) -> None:
        """Let a path and its count follow the clock until the run is home."""
        home = experiment.arrival(run)
        path.follow(lambda: min(now.get_value(), home))
        count.number.follow(lambda: int(min(now.get_value(), home)))

    def flash_home(self, color: str, count: StepCount) -> Animation:
        """Return what tells that a run is home: the ring round the minimum, and its count."""
        ring = HomeRing(self.map.to_screen(RAVINE.minimiser), color)
        flash = Succession(FadeIn(ring, scale=1.6, run_time=0.3), FadeOut(ring, scale=1.6, run_time=0.6))
        return AnimationGroup(flash, swell(count))

    def fade_to_the_ground(self) -> None:
        leaving = self.picture
        self.cross_over(FadeOut(*leaving), run_time=0.7)


def swell(count: StepCount) -> Animation:
    """Let a count grow and shrink, from its baseline's left end, so that it stays where it stands."""
    return ApplyMethod(count.number.scale, 1.08, {"about_edge": DL}, rate_func=there_and_back)
