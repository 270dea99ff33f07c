"""Recap: the two rules and the two paths, in one sentence and one picture."""

from __future__ import annotations

from manim import (
    RIGHT,
    UP,
    ApplyMethod,
    Indicate,
    Succession,
    ValueTracker,
    VGroup,
    Wait,
    linear,
)

from momentum_sim import RAVINE, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.race_panel import RacePanel
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import Readout, words_on_line

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

FAREWELL = 0.6
"""Seconds that the film's last picture stands still, on top of what a beat holds."""

RACING_TIME = 3.6
"""Seconds until momentum arrives."""
FAST_FORWARD = 10
"""How much faster the clock then runs for plain descent."""

PANEL_WIDTH = 11.0
SENTENCE_HEIGHT = 2.42
UPPER_PANEL, LOWER_PANEL = 0.44, -2.36
"""Heights of the middles of the two maps."""


class Recap(LessonScene):
    """The sentence part by part, while both run once more, until each is there."""

    title = "In one sentence"
    idea = "Keep a velocity: what alternates is damped, what agrees adds up."

    def construct(self) -> None:
        self.rules = momentum_rules()
        self.add(self.rules)
        self.lay_out_the_race()
        self.say_it()

    def lay_out_the_race(self) -> None:
        name = f"Momentum, $beta$ = {experiment.MOMENTUM:g}"
        self.plain = RacePanel(PLAIN, "Gradient descent", style.PLAIN_DESCENT, width=PANEL_WIDTH)
        self.heavy = RacePanel(HEAVY, name, style.MOMENTUM, width=PANEL_WIDTH)
        for panel, height in ((self.plain, UPPER_PANEL), (self.heavy, LOWER_PANEL)):
            panel.remove(panel.step, panel.loss)
            panel.shift((height - panel.map.get_y()) * UP)
        parts = ("Keep a #speed[velocity]:", "what alternates is damped,", "what agrees adds up.")
        self.sentence = VGroup(words_on_line(part, (0, 0, 0), style.HEADING_SIZE) for part in parts)
        for before, part in zip(self.sentence, self.sentence[1:], strict=False):
            part.shift((before.get_right()[0] + 0.2 - part.get_left()[0]) * RIGHT)
        self.sentence.set_x(0).shift(SENTENCE_HEIGHT * UP)

    def say_it(self) -> None:
        plain, heavy = experiment.arrival(PLAIN), experiment.arrival(HEAVY)
        with self.beat(
            "In one sentence",
            "Keep a velocity. What alternates is damped, what agrees adds up. "
            f"Same ravine, same learning rate: {heavy} steps instead of {plain}.",
        ):
            keep, damped, adds_up = self.sentence
            panels = (self.plain, self.heavy)
            self.play(FadeIn(keep), FadeIn(*panels), run_time=1.0)
            clocks = ValueTracker(0), ValueTracker(0)
            counts = [self._count_steps(*pair) for pair in zip(panels, clocks, strict=True)]
            self.add(*counts)
            naming = Succession(Wait(0.4), FadeIn(damped), Wait(0.6), FadeIn(adds_up))
            # Linear: both take their steps at the same moments.
            racing = (
                ApplyMethod(clock.set_value, heavy, run_time=RACING_TIME, rate_func=linear)
                for clock in clocks
            )
            self.play(*racing, naming)
            hurry = words_on_line(
                f"fast forward, {FAST_FORWARD}×", (0, self.plain.baseline, 0), color=style.MUTED_INK
            )
            hurry.set_x(0)
            self.play(Indicate(counts[1], 1.15, style.MOMENTUM), FadeIn(hurry), run_time=0.8)
            rest = RACING_TIME * (plain - heavy) / heavy / FAST_FORWARD
            self.play(ApplyMethod(clocks[0].set_value, plain, run_time=rest, rate_func=linear))
            self.play(FadeOut(hurry), run_time=style.QUICK)
            self.wait(FAREWELL)

    def _count_steps(self, panel: RacePanel, clock: ValueTracker) -> Readout:
        """Let a panel follow a clock, and return the count of its steps at the right end of its line."""
        panel.follow(clock.get_value)
        count = Readout(0, "{:.0f} steps", style.BODY_SIZE, bold=True, anchor=RIGHT)
        count.shift((panel.map.get_right()[0], panel.baseline, 0))
        return count.follow(lambda: int(clock.get_value()))
