"""Quiz: three questions, and time to think before each answer."""

from __future__ import annotations

from math import floor
from string import ascii_uppercase
from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Create,
    DashedLine,
    LaggedStart,
    Line,
    RoundedRectangle,
    TransformFromCopy,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
)

from momentum_sim import RAVINE, Array, heavy_ball, velocity_sum
from scenes import experiment, style
from scenes.lesson_scene import HOLD, LessonScene
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import Readout, words, words_on_line
from scenes.questions import LEARNING_RATE, LONG_MEMORY, MOMENTUM, QUESTIONS, STEADY_STEP, Question
from scenes.speech import PAUSE

THINKING_TIME = 5.0
"""Seconds from a question's last word to its answer."""
TIMER_TIME = THINKING_TIME - PAUSE - HOLD
"""Of these, how long the timer runs: the rest is what a beat waits after its words, and at its end."""
SHRUNK = (0.5, 0.9, LONG_MEMORY)
"""The values of β for which the first answer shows what is kept."""
SETTLING_STEPS = 100
RINGING_STEPS = 1000

# Layout, in units of the frame.
LEFT_EDGE, RIGHT_EDGE = -6.35, 6.35
PLAIN_LANE, MOMENTUM_LANE, NAME_CLEARANCE = -0.35, -1.9, 0.36
QUESTION_HEIGHT = 2.35
TIMER_HEIGHT = 1.85
CARD_HEIGHTS = (1.2, 0.3, -0.6, -1.5)
ANSWER_HEIGHT = 1.45
"""Where the right option stands beside its reason, when the timer is gone."""
CARD_HEIGHT = 0.74
LANE_TEXT_DROP = 0.1
"""From the middle of an arrow down to the baseline of what stands beside it."""
WRONG_OPTION_OPACITY = 0.55
"""The opacity of a wrong option beside the answer: it can still be read until it leaves."""


class OptionCard(VGroup):
    """An option on a card, with its letter."""

    def __init__(self, letter: str, text: str, height: float) -> None:
        super().__init__()
        self.card = RoundedRectangle(
            width=RIGHT_EDGE - LEFT_EDGE,
            height=CARD_HEIGHT,
            corner_radius=0.12,
            fill_color=style.PANEL,
            fill_opacity=1,
            stroke_color=style.MUTED_INK,
            stroke_width=style.THIN,
        )
        self.card.move_to((LEFT_EDGE, height, 0), aligned_edge=LEFT)
        self.letter = words(letter, style.LABEL_SIZE, color=style.MUTED_INK, bold=True)
        self.letter.move_to((LEFT_EDGE + 0.36, height, 0))
        self.text = words(text, style.LABEL_SIZE)
        self.text.move_to((LEFT_EDGE + 0.7, height, 0), aligned_edge=LEFT)
        self.add(self.card, self.letter, self.text)

    def tick(self) -> VMobject:
        """Return the tick of the right option, at the card's right end."""
        corners = np.array([(-0.2, 0.02, 0), (-0.06, -0.14, 0), (0.22, 0.2, 0)])
        sign = VMobject(stroke_color=style.INK, stroke_width=style.ARROW_WIDTH)
        return sign.set_points_as_corners(corners + self.card.get_right() + 0.4 * LEFT)


class Timer(LiveGroup):
    """A thin line over the options that grows shorter while there is time to think."""

    def __init__(self) -> None:
        super().__init__()
        self.line = Line(stroke_color=style.INK, stroke_width=style.PATH_WIDTH)
        self.add(self.line)
        self.set_to(TIMER_TIME)

    def set_to(self, seconds: float) -> Self:
        """Show the time that is left."""
        share = max(seconds / TIMER_TIME, 1e-3)
        end = LEFT_EDGE + share * (RIGHT_EDGE - LEFT_EDGE)
        self.line.put_start_and_end_on((LEFT_EDGE, TIMER_HEIGHT, 0), (end, TIMER_HEIGHT, 0))
        return self


class VelocityOnRuler(LiveGroup):
    """Momentum's velocity under a constant gradient, as an arrow and in numbers, and the step.

    Parameters
    ----------
    velocities
        The velocity after each step, from step 1.
    final
        The velocity that they lead to: the ruler's length, in plain descent's steps.
    start
        Where the arrow begins on the screen.
    unit
        The length on the screen of a velocity of 1.
    """

    def __init__(self, velocities: Array, final: float, *, start: tuple[float, float], unit: float) -> None:
        left, height = start
        self._velocities, self._unit, self._tail = velocities, unit, np.array([left, height, 0.0])
        self.ruler = VGroup(
            *(
                Line(0.18 * UP, 0.18 * DOWN).move_to((left + length * unit, height, 0))
                for length in np.arange(0, final + LEARNING_RATE / 2, LEARNING_RATE)
            )
        ).set_stroke(style.MUTED_INK, style.THIN)
        self.arrow = VectorArrow(self._tail, self._tail, style.VELOCITY)
        baseline = np.array([left, height + NAME_CLEARANCE, 0.0])
        name = words_on_line("momentum:", baseline, color=style.MOMENTUM)
        self.number = Readout(velocities[0], "{:.3f}", style.BODY_SIZE)
        self.number.shift((name.get_right()[0] + 0.15) * RIGHT + baseline[1] * UP)
        end = self.number.get_right()[0] + 0.12, baseline[1], 0
        gradient = words_on_line("$slope(g)$", end)
        self.step = Readout(1, "step {:.0f}", color=style.MUTED_INK, anchor=RIGHT)
        self.step.shift((left + final * unit, baseline[1], 0))
        super().__init__(self.ruler, self.arrow, name, self.number, gradient, self.step)
        self.set_to(1)

    def set_to(self, step: float) -> Self:
        """Show the velocity after the last whole step."""
        number = min(max(floor(step + 1e-6), 1), len(self._velocities))
        velocity = float(self._velocities[number - 1])
        self.arrow.put(self._tail, self._tail + velocity * self._unit * RIGHT)
        self.number.set_to(velocity)
        self.step.set_to(number)
        return self


class Quiz(LessonScene):
    """Three questions with options; each answer comes with its reason as a picture."""

    title = "Three questions"
    idea = "Say what beta keeps, how far a constant gradient is amplified, and why too much memory rings."

    def construct(self) -> None:
        """Ask, leave time, answer; three times."""
        self.rules = momentum_rules()
        self.add(self.rules)
        self.asked = VGroup()
        kept, amplified, ringing = QUESTIONS
        self.ask(1, kept)
        self.answer_what_is_kept(kept)
        self.ask(2, amplified)
        self.answer_how_far(amplified)
        self.ask(3, ringing)
        self.answer_why_it_rings(ringing)
        self.cross_over(FadeOut(*(part for part in self.picture if part is not self.rules)), run_time=0.5)

    # The beats.

    def ask(self, number: int, question: Question) -> None:
        """Show the question and its options, and leave time to think."""
        shown = words(question.shown, style.BODY_SIZE, bold=True)
        shown.move_to((LEFT_EDGE, QUESTION_HEIGHT, 0), aligned_edge=LEFT)
        count = words(f"{number} of {len(QUESTIONS)}", style.LABEL_SIZE, color=style.MUTED_INK)
        count.move_to((RIGHT_EDGE, QUESTION_HEIGHT, 0), aligned_edge=RIGHT)
        self.cards = [
            OptionCard(letter, text, height)
            for letter, text, height in zip(ascii_uppercase, question.options, CARD_HEIGHTS, strict=False)
        ]
        left = ValueTracker(TIMER_TIME)
        self.timer = Timer().follow(left.get_value)
        before, self.asked = self.asked, VGroup(shown, count, *self.cards)
        with self.beat(
            f"Question {number}", question.spoken, shown=question.in_words, thinking_time=True
        ) as beat:
            self.play(LaggedStart(FadeOut(before), FadeIn(shown, count), lag_ratio=0.4), run_time=0.6)
            self.play(FadeIn(*self.cards, shift=0.2 * RIGHT), FadeIn(self.timer), run_time=style.CALM)
            beat.until_said()
            self.play(left.animate.set_value(0), run_time=TIMER_TIME, rate_func=linear)
        self.timer.clear_updaters()

    def reveal(self, question: Question, *reason: Animation) -> None:
        """Tick the right option; the others leave, then it makes room for its reason, which comes."""
        right = self.cards[question.right]
        wrong = [card for card in self.cards if card is not right]
        tick = right.tick()
        self.play(
            FadeOut(self.timer),
            right.card.animate.set_stroke(style.INK, style.PATH_WIDTH),
            Create(tick),
            *(card.animate.fade(1 - WRONG_OPTION_OPACITY) for card in wrong),
            run_time=0.6,
        )
        self.asked.remove(*wrong)
        self.asked.add(tick)
        self.play(FadeOut(*wrong), run_time=0.3)
        up = (ANSWER_HEIGHT - CARD_HEIGHTS[question.right]) * UP
        room: Any = VGroup(right, tick).animate.shift(up)
        self.play(LaggedStart(room, AnimationGroup(*reason), lag_ratio=0.7), run_time=0.7)

    def answer_what_is_kept(self, question: Question) -> None:
        """The velocity, and what each β keeps of it, to scale."""
        left, right = LEFT_EDGE + 1.8, RIGHT_EDGE - 0.4
        heights = (0.4, -0.45, -1.3, -2.15)
        velocity = VectorArrow((left, heights[0], 0), (right, heights[0], 0), style.VELOCITY)
        kept = [
            VectorArrow((left, height, 0), (left + share * (right - left), height, 0), style.VELOCITY)
            for share, height in zip(SHRUNK, heights[1:], strict=True)
        ]
        names = [
            words_on_line(name, (LEFT_EDGE, height - LANE_TEXT_DROP, 0), style.LABEL_SIZE)
            for name, height in zip(
                ("last $vel$", *(f"$beta$ = {share:g}" for share in SHRUNK)), heights, strict=True
            )
        ]
        rims = VGroup(
            *(
                DashedLine((x, heights[0] + 0.3, 0), (x, heights[-1] - 0.3, 0)).set_stroke(
                    style.MUTED_INK, style.HAIRLINE
                )
                for x in (left, right)
            )
        )
        with self.beat("Answer 1", question.answer):
            self.reveal(question, FadeIn(names[0], velocity, rims))
            self.play(
                LaggedStart(
                    *(
                        AnimationGroup(TransformFromCopy(velocity, arrow), FadeIn(name))
                        for arrow, name in zip(kept, names[1:], strict=True)
                    ),
                    lag_ratio=0.7,
                ),
                run_time=style.SLOW,
            )
        self.asked.add(velocity, *kept, *names, rims)

    def answer_how_far(self, question: Question) -> None:
        """Plain descent's step, and momentum's as it grows to many times that, to scale."""
        velocities = velocity_sum(np.ones(SETTLING_STEPS), learning_rate=LEARNING_RATE, momentum=MOMENTUM)
        left, unit = LEFT_EDGE, 0.9 * (RIGHT_EDGE - LEFT_EDGE) / STEADY_STEP
        start = np.array([left, PLAIN_LANE, 0.0])
        plain = VectorArrow(start, start + LEARNING_RATE * unit * RIGHT, style.GRADIENT)
        text = f"#plain[plain descent:] {LEARNING_RATE:g} $slope(g)$"
        plain_name = words_on_line(text, start + NAME_CLEARANCE * UP)
        velocity = VelocityOnRuler(velocities, STEADY_STEP, start=(left, MOMENTUM_LANE), unit=unit)
        step = ValueTracker(1)
        velocity.follow(step.get_value)
        with self.beat("Answer 2", question.answer):
            self.reveal(question, FadeIn(plain, plain_name, velocity))
            self.play(step.animate.set_value(SETTLING_STEPS), run_time=1.6)
        velocity.clear_updaters()
        self.asked.add(plain, plain_name, velocity)

    def answer_why_it_rings(self, question: Question) -> None:
        """The position along the floor under the largest β, oscillating until it arrives."""
        run = heavy_ball(
            RAVINE,
            (experiment.START[0], 0.0),
            learning_rate=experiment.LEARNING_RATE,
            momentum=LONG_MEMORY,
            steps=RINGING_STEPS,
        )
        plot = Plot(
            (-15, RINGING_STEPS),
            (-10.5, 9.0),
            width=11.2,
            height=2.6,
            horizontal_ticks=(0, 500, (RINGING_STEPS, f"step {RINGING_STEPS:,}")),
            vertical_ticks=(-10, 0),
            vertical_name=f"along the floor, $beta$ = {LONG_MEMORY:g}",
        )
        plot.shift((LEFT_EDGE + 0.7, -2.2, 0) - plot.to_screen(-15, -10.5))
        steps = np.arange(RINGING_STEPS + 1)
        clock = ValueTracker(0)
        curve = GrowingCurve(
            plot.to_screen(steps, run.parameters[:, 0]), style.MOMENTUM, width=3.2, marker_radius=0.09
        ).follow(clock.get_value)
        arrival = experiment.arrival(run)
        mark = DashedLine(plot.to_screen(arrival, 0.0), plot.to_screen(arrival, -6.0))
        mark.set_stroke(style.MUTED_INK, style.THIN)
        arrived = words(f"home at step {arrival:,}", style.SMALLEST_SIZE).next_to(mark, DOWN, buff=0.06)
        with self.beat("Answer 3", question.answer):
            self.reveal(question, FadeIn(plot, plot.level(0.0), curve))
            self.play(clock.animate.set_value(arrival), run_time=1.8, rate_func=linear)
            self.play(
                ApplyMethod(clock.set_value, RINGING_STEPS, rate_func=linear),
                FadeIn(mark, arrived),
                run_time=style.QUICK,
            )
        curve.clear_updaters()
