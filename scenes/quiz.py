"""Quiz: three questions, and time to think before each answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
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
    Circle,
    Create,
    DashedLine,
    LaggedStart,
    Line,
    LineJointType,
    RoundedRectangle,
    Star,
    Transform,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, heavy_ball, velocity_sum
from scenes import experiment, style
from scenes.lesson_scene import HOLD, LessonScene
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import Readout, words, words_on_line
from scenes.questions import (
    LEARNING_RATE,
    LONG_ARRIVAL,
    LONG_MEMORY,
    MOMENTUM,
    QUESTIONS,
    STEADY_STEP,
    Question,
)
from scenes.speech import PAUSE

THINKING_TIME = 5.0
"""Seconds from a question's last word to its answer."""
TIMER_TIME = THINKING_TIME - PAUSE - HOLD
"""Of these, how long the timer runs: the rest is what a beat waits after its words, and at its end."""
SHRUNK = (0.5, 0.9, LONG_MEMORY)
"""The values of β for which the first answer shows what is kept."""
REASON_STANDS = 1.1
"""Seconds that the first answer's reason stands complete, before the beat's ``HOLD``."""
TIMER_FADE = 0.2
SETTLING_STEPS = 100
RINGING_STEPS = 1000
CREEPING_RATE = experiment.LEARNING_RATE / 500
"""Small enough for the largest β not to swing: that takes less than (1 − √β)²/λ, here 0.0005."""
DIVERGING_MEMORY = 1.0009
"""At the film's rate, what diverges along the floor is a β above 1, whose swings grow by √β each step."""

# Layout, in units of the frame.
LEFT_EDGE, RIGHT_EDGE = -6.35, 6.35
PLAIN_LANE, MOMENTUM_LANE, NAME_CLEARANCE = -0.35, -1.9, 0.36
QUESTION_LINE, WORD_GAP = 2.2, 0.13
"""The baseline of a question, and from one of its phrases to the next."""
ENDING_WORDS = 3
"""How many of its last words are said while the options come."""
TIMER_HEIGHT = 1.85
CARDS_TOP, CARD_GAP = 1.59, 0.17
"""The top of all cards of a question, and from one to the next."""
ANSWER_HEIGHT = 1.4
"""Where the right option stands beside its reason, when the timer is gone."""
CARD_HEIGHT = 0.84
OPTION_SIZE, OPTION_DROP = 38, 0.13
"""An option's type size, and from the middle of its card down to its baseline."""
SKETCH_LEFT, SKETCH_LENGTH = 1.4, 3.8
"""Where what an option means is drawn, and how long it is at most."""
STEP_LEFT, STEP_LENGTH = -3.6, 8.6
"""The same where the options are steps, to one scale."""
SKETCHED_SHARE = 0.6
"""What a sketch shows, where an option is about a share."""
RUN_UNIT = 0.0235
"""The length on the screen of a distance of 1, where the options are runs; all begin at −10."""
RING_SCALE = 0.55
"""The size of the ring round the marker that is home, beside one round a map's minimum."""
STAR_RADIUS, STAR_GAP = 0.1, 0.16
"""The minimum at the end of a run's level, and how far past its end."""
LANE_TEXT_DROP = 0.1
"""From the middle of an arrow down to the baseline of what stands beside it."""
WRONG_OPTION_OPACITY = 0.55
"""The opacity of a wrong option beside the answer: it can still be read until it leaves."""


class OptionCard(VGroup):
    """An option on a card, with its letter, and what it means as a drawing."""

    def __init__(
        self,
        letter: str,
        text: str,
        height: float,
        drawing: VGroup | None = None,
    ) -> None:
        super().__init__()
        self.height_on_screen = height
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
        baseline = height - OPTION_DROP
        self.letter = words_on_line(letter, (LEFT_EDGE + 0.25, baseline, 0), color=style.MUTED_INK, bold=True)
        self.text = words_on_line(text, (LEFT_EDGE + 0.8, baseline, 0), OPTION_SIZE)
        self.content = VGroup(self.text)
        """What it says, and as a drawing."""
        if drawing is not None:
            self.content.add(drawing.shift(height * UP))
        self.add(self.card, self.letter, self.content)

    def tick(self) -> VMobject:
        """Return the tick of the right option, at the card's right end."""
        corners = np.array([(-0.2, 0.02, 0), (-0.06, -0.14, 0), (0.22, 0.2, 0)])
        sign = VMobject(stroke_color=style.INK, stroke_width=style.ARROW_WIDTH)
        return sign.set_points_as_corners(corners + self.card.get_right() + 0.4 * LEFT)


def sketches_of_what_is_kept() -> list[VGroup]:
    """Return what each of the first question's options means: a setting, a part kept, a part added."""
    left, right = np.array([SKETCH_LEFT, 0, 0]), np.array([SKETCH_LEFT + SKETCH_LENGTH, 0, 0])
    knob = Circle(0.13, stroke_width=0, fill_color=style.INK, fill_opacity=1).move_to((left + right) / 2)
    setting = VGroup(Line(left, right).set_stroke(style.MUTED_INK, style.PATH_WIDTH), knob)
    shares = [
        VGroup(
            *(Line(0.18 * UP, 0.18 * DOWN).move_to(end) for end in (left, right)),
            VectorArrow(left, left + SKETCHED_SHARE * (right - left), color, dashed=dashed),
        )
        for color, dashed in ((style.VELOCITY, True), (style.GRADIENT, False))
    ]
    for shown in shares:
        shown[:2].set_stroke(style.MUTED_INK, style.THIN)
    return [setting, *shares]


def runs_that_are_meant() -> list[VGroup]:
    """Return each of the third question's options as a run along the floor, with the minimum's level.

    All are to one scale, over as many steps, and from one start. What is slow to start is a moving average,
    which adds a hundredth of each gradient; what diverges has no minimum to come to.
    """
    rate = experiment.LEARNING_RATE
    runs = (
        *(along_the_floor(each) for each in (rate, CREEPING_RATE, rate * (1 - LONG_MEMORY))),
        growing_swings(),
    )
    left, right = SKETCH_LEFT * RIGHT, (SKETCH_LEFT + SKETCH_LENGTH) * RIGHT
    xs = np.linspace(left, right, RINGING_STEPS + 1)
    drawings = []
    for run in runs:
        curve = VMobject(
            stroke_color=style.LONG_MEMORY, stroke_width=style.THIN, joint_type=LineJointType.ROUND
        ).set_points_as_corners(xs + RUN_UNIT * run[:, None] * UP)
        drawings.append(VGroup(Line(left, right).set_stroke(style.MUTED_INK, style.HAIRLINE), curve))
    for drawing in drawings[:-1]:
        drawing.add(minimum_at(right))
    return drawings


def along_the_floor(learning_rate: float) -> Array:
    """Return the positions along the floor under the largest β."""
    run = heavy_ball(
        RAVINE,
        (experiment.START[0], 0.0),
        learning_rate=learning_rate,
        momentum=LONG_MEMORY,
        steps=RINGING_STEPS,
    )
    positions: Array = run.parameters[:, 0]
    return positions


def growing_swings() -> Array:
    """Return the positions along the floor under a β that the simulator refuses."""
    positions, velocity = [experiment.START[0]], 0.0
    for _ in range(RINGING_STEPS):
        slope = RAVINE.gradient(np.array([positions[-1], 0.0]))[0]
        velocity = DIVERGING_MEMORY * velocity + experiment.LEARNING_RATE * slope
        positions.append(positions[-1] - velocity)
    return np.array(positions)


def minimum_at(end: Array) -> Star:
    """Return the sign of the minimum past the end of its level."""
    star = Star(outer_radius=STAR_RADIUS, color=style.MINIMUM, fill_opacity=1, stroke_width=0)
    return star.move_to(end + STAR_GAP * RIGHT)


def steps_to_scale(question: Question) -> list[VGroup]:
    """Return each option's step as an arrow, to one scale."""
    start = np.array([STEP_LEFT, 0, 0])
    lengths = (float(option.split()[0]) / STEADY_STEP * STEP_LENGTH for option in question.options)
    return [VGroup(VectorArrow(start, start + length * RIGHT, style.VELOCITY)) for length in lengths]


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
        self.ask(1, kept, sketches_of_what_is_kept())
        self.answer_what_is_kept(kept)
        self.ask(2, amplified, steps_to_scale(amplified))
        self.answer_how_far(amplified)
        self.ask(3, ringing, runs_that_are_meant())
        self.answer_why_it_rings(ringing)
        self.cross_over(FadeOut(*self.picture), run_time=0.3)

    # The beats.

    def ask(self, number: int, question: Question, drawings: Sequence[VGroup] = ()) -> None:
        """Show the question as it is read, then its options, and leave time to think."""
        spoken, asked = phrases(question.spoken), question_in_parts(question)
        count = words(f"{number} of {len(QUESTIONS)}", style.LABEL_SIZE, color=style.MUTED_INK)
        count.move_to((RIGHT_EDGE, style.HEADLINE_HEIGHT, 0), aligned_edge=RIGHT)
        heights = places_of_cards(len(question.options))
        self.cards = [
            OptionCard(letter, text, height, drawing)
            for letter, text, height, drawing in zip_longest(
                ascii_uppercase[: len(question.options)], question.options, heights, drawings
            )
        ]
        left = ValueTracker(TIMER_TIME)
        self.timer = Timer().follow(left.get_value)
        before, self.asked = self.asked, VGroup(*asked, count, *self.cards)
        last = number == len(QUESTIONS)
        with self.beat(
            f"Question {number}",
            question.spoken,
            shown=question.in_words,
            stands_alone=True,
            thinking_time=True,
        ) as beat:
            early, late = squish_rate_func(smooth, 0, 0.45), squish_rate_func(smooth, 0.5, 1)
            # The last question is not about the rule.
            leaving = (before, self.rules) if last else (before,)
            self.play(
                FadeOut(*leaving, rate_func=early), FadeIn(asked[0], count, rate_func=late), run_time=0.6
            )
            for phrase, part in zip(spoken[1:], asked[1:], strict=True):
                beat.until(phrase)
                self.play(FadeIn(part), run_time=0.4)
            # They stand when the last word has been said.
            beat.until(" ".join(question.spoken.split()[-ENDING_WORDS:]))
            self.play(LaggedStart(*map(FadeIn, self.cards), lag_ratio=0.6), run_time=1.2)
            beat.until_said()
            self.play(FadeIn(self.timer), run_time=TIMER_FADE)
            self.play(left.animate.set_value(0), run_time=TIMER_TIME - TIMER_FADE, rate_func=linear)
        self.timer.clear_updaters()

    def reveal(self, question: Question, *reason: Animation) -> None:
        """Tick the right option; the others leave, and it makes room for its reason, which comes."""
        right = self.cards[question.right]
        wrong = [card for card in self.cards if card is not right]
        tick = right.tick()
        self.play(
            FadeOut(self.timer),
            right.card.animate.set_stroke(style.INK, style.PATH_WIDTH),
            Create(tick),
            *(card.animate.fade(1 - WRONG_OPTION_OPACITY) for card in wrong),
            run_time=0.4,
        )
        self.asked.remove(*wrong)
        self.asked.add(tick)
        self.play(FadeOut(*wrong), run_time=0.3)
        up = (ANSWER_HEIGHT - right.height_on_screen) * UP
        card: Any = right.card.animate.shift(up)
        rest: Any = VGroup(right.letter, right.content, tick).animate.shift(up)
        # In this order, for what is animated later comes to stand above.
        room = AnimationGroup(card, rest)
        coming = [AnimationGroup(*reason)] if reason else []
        self.play(LaggedStart(room, *coming, lag_ratio=0.7), run_time=0.6)

    def answer_what_is_kept(self, question: Question) -> None:
        """The velocity, and what each β keeps of it, to scale."""
        left, right = LEFT_EDGE + 1.8, RIGHT_EDGE - 0.4
        heights = (0.4, -0.45, -1.3, -2.15)
        velocity = VectorArrow((left, heights[0], 0), (right, heights[0], 0), style.VELOCITY)
        kept = [
            VectorArrow(
                (left, height, 0), (left + share * (right - left), height, 0), style.VELOCITY, dashed=True
            )
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
                        AnimationGroup(GrowVector(arrow), FadeIn(name))
                        for arrow, name in zip(kept, names[1:], strict=True)
                    ),
                    lag_ratio=0.4,
                ),
                run_time=1.2,
            )
            self.wait(REASON_STANDS)
        self.asked.add(velocity, *kept, *names, rims)

    def answer_how_far(self, question: Question) -> None:
        """Plain descent's step, and momentum's as it grows to many times that, to scale."""
        velocities = velocity_sum(np.ones(SETTLING_STEPS), learning_rate=LEARNING_RATE, momentum=MOMENTUM)
        # To the scale of the options, and beneath them.
        left, unit = STEP_LEFT, STEP_LENGTH / STEADY_STEP
        start = np.array([left, PLAIN_LANE, 0.0])
        plain = VectorArrow(start, start + LEARNING_RATE * unit * RIGHT, style.GRADIENT)
        text = f"#plain[plain descent:] {LEARNING_RATE:g} $slope(g)$"
        plain_name = words_on_line(text, start + NAME_CLEARANCE * UP)
        velocity = VelocityOnRuler(velocities, STEADY_STEP, start=(left, MOMENTUM_LANE), unit=unit)
        place = np.array([left + STEP_LENGTH + 0.25, MOMENTUM_LANE - LANE_TEXT_DROP, 0.0])
        times = words_on_line(f"{STEADY_STEP / LEARNING_RATE:.0f} ×", place, style.HEADING_SIZE, bold=True)
        step = ValueTracker(1)
        velocity.follow(step.get_value)
        with self.beat("Answer 2", question.answer):
            self.reveal(question, FadeIn(plain, plain_name, velocity))
            self.play(
                step.animate.set_value(SETTLING_STEPS),
                FadeIn(times, rate_func=squish_rate_func(smooth, 0.6, 0.9)),
                run_time=1.6,
            )
        velocity.clear_updaters()
        self.asked.add(plain, plain_name, velocity, times)

    def answer_why_it_rings(self, question: Question) -> None:
        """The position along the floor under the largest β, oscillating until it arrives."""
        positions = along_the_floor(experiment.LEARNING_RATE)
        plot = Plot(
            (-15, RINGING_STEPS),
            (-10.5, 9.0),
            width=11.2,
            height=2.3,
            horizontal_ticks=(0, 500, (RINGING_STEPS, f"step {RINGING_STEPS:,}")),
            vertical_ticks=(-10, 0),
            vertical_name=f"along the floor, {100 * LONG_MEMORY:g} % of $v$ kept each step",
        )
        plot.shift((LEFT_EDGE + 0.7, -2.05, 0) - plot.to_screen(-15, -10.5))
        points = plot.to_screen(np.arange(RINGING_STEPS + 1), positions)
        clock = ValueTracker(0)
        curve = GrowingCurve(points, style.LONG_MEMORY, width=3.2, marker_radius=0.09).follow(clock.get_value)
        # The sketch's parts become the chart's, faint until the run has passed.
        level, sketched, star = self.cards[question.right].content[1]
        # Past the line's end, as in the sketch.
        star_place = plot.to_screen(RINGING_STEPS, 0.0) + STAR_GAP * RIGHT
        grown = sketched.copy().set_points_as_corners(points).set_stroke(opacity=style.FADED)
        ends = plot.to_screen(plot.horizontal[0], 0.0), plot.to_screen(RINGING_STEPS, 0.0)
        grown_level = level.copy().put_start_and_end_on(*ends)
        home = plot.to_screen(LONG_ARRIVAL, positions[LONG_ARRIVAL])
        ring = HomeRing(home, style.LONG_MEMORY).scale(RING_SCALE)
        mark = Line(ring.get_bottom(), plot.to_screen(LONG_ARRIVAL, -4.0))
        mark.set_stroke(style.INK, style.THIN)
        name = words(f"home at step {LONG_ARRIVAL:,}", style.BODY_SIZE, bold=True)
        name.next_to(mark, DOWN, buff=0.08)
        with self.beat("Answer 3", question.answer):
            self.reveal(question)
            self.play(
                Transform(level, grown_level),
                Transform(sketched, grown),
                star.animate.move_to(star_place),
                FadeIn(plot, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=style.CALM,
            )
            self.play(FadeIn(curve), run_time=0.2)
            self.play(clock.animate.set_value(LONG_ARRIVAL), run_time=2.0, rate_func=linear)
            self.play(FadeIn(ring, scale=1.6), FadeIn(mark, name), run_time=style.QUICK)
            self.play(pulse(name), run_time=0.6)
        curve.clear_updaters()


def places_of_cards(count: int) -> list[float]:
    """Return where the middles of so many cards stand, from the top."""
    return [CARDS_TOP - CARD_HEIGHT / 2 - place * (CARD_HEIGHT + CARD_GAP) for place in range(count)]


def phrases(sentences: str) -> list[str]:
    """Return the parts of what is asked, each up to its colon, its stop or the comma after a number."""
    return re.split(r"(?<=[:.?])\s+|(?<=\d,)\s+", sentences)


def question_in_parts(question: Question) -> VGroup:
    """Return the question on its line, phrase by phrase."""
    parts = VGroup()
    for phrase in phrases(question.shown):
        left = parts.get_right()[0] + WORD_GAP if parts else LEFT_EDGE
        parts.add(words_on_line(phrase, (left, QUESTION_LINE, 0), style.HEADING_SIZE, bold=True))
    return parts
