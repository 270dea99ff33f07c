"""Quiz: three questions, and time to think before each answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from math import floor
from string import ascii_uppercase
from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UL,
    UP,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Circle,
    Create,
    DashedLine,
    LaggedStart,
    Line,
    LineJointType,
    Rectangle,
    RoundedRectangle,
    Star,
    Transform,
    Typst,
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
from scenes.mobjects.arrow import GrowVector, VectorArrow, heavy_arrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import Readout, formula, words, words_on_line
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

THINKING_TIME = 4.3
"""Seconds from a question's last word to its answer, at least."""
TIMER_TIME = THINKING_TIME - PAUSE - HOLD
"""How long the timer runs; a beat waits before that, and at its end."""
LONGER_TIMER_TIME = 5.3
"""The same for the third question, whose options take longer to read."""
SHRUNK = (0.5, 0.9, LONG_MEMORY)
"""The values of β for which the first answer shows what is kept."""
REASON_STANDS = 0.7
"""Seconds that an answer's reason stands complete, before the beat's ``HOLD``."""
CLEARING = 0.3
"""Seconds in which an answered question leaves, before the next one is spoken."""
CARD_LEAVES, CARD_RISES = 0.45, 0.7
"""Seconds until the right option has left its place, and until it stands under the question."""
GROWING_TIME = 1.6
"""Seconds in which the second answer's velocity grows to many times its first."""
DECIMALS = 3
"""The second answer's velocity has settled when it rounds to where it leads."""
RINGING_STEPS = 1000
CREEPING_RATE = experiment.LEARNING_RATE / 500
"""Small enough for the largest β not to swing: that takes less than (1 − √β)²/λ, here 0.0005."""
DIVERGING_MEMORY, DIVERGING_START = 1.0034, -2.0
"""At the film's rate, what diverges along the floor is a β above 1, whose swings grow by √β each step."""
RIDE, OVERSHOT = 3.8, (0.39, 0.48)
"""Seconds of the third answer's run, and in which share of them it is told how far it overshoots."""
RACING_MOMENTA = (LONG_MEMORY, MOMENTUM, 0.5, 0.0)
"""Those of which the third question asks, from the highest lane down."""

# Layout, in units of the frame.
LEFT_EDGE, RIGHT_EDGE = -6.35, 6.35
QUESTION_SIZE, QUESTION_LINE, QUESTION_SKIP, WORD_GAP = 58, 2.12, 0.9, 0.19
"""The baseline of a question's last line, from there up to the one before, and from a phrase to the next."""
TIMER_RISE = 0.2
"""From the cards up to the timer."""
TIMER_WIDTH = 2 * style.THIN
CARDS_TOP, CARDS_BOTTOM, CARD_GAP = 1.46, -2.55, 0.17
"""A question's cards fill the frame down to the captions' room."""
OPTION_SIZE, ROW_OPTION_SIZE, OPTION_DROP = 46, 56, 0.0034
"""An option's type size, in a row its own, and from the middle of its card down to its baseline, a point."""
SHARE_LEFT, SHARE_LENGTH = 3.0, 1.9
"""Where the first question's options are drawn, and how long they are at most."""
RUN_LEFT, RUN_LENGTH = 1.75, 3.4
"""The same where the options are runs."""
STEP_LEFT, STEP_LENGTH = -3.5, 8.2
"""Where the first two answers are drawn, and how long the second one's step is."""
SKETCHED_SHARE = 0.6
"""What a sketch shows, where an option is about a share."""
RUN_UNIT = 0.028
"""The length on the screen of a distance of 1, where the options are runs."""
STAR_RADIUS, STAR_GAP = 0.13, 0.2
"""The minimum at the end of a run's level, and how far past its end."""
LANE_TEXT_DROP = 0.13
"""From the middle of an arrow down to the baseline of what stands beside it."""
NAME_CLEARANCE = 0.36
"""From an arrow up to the baseline of what stands over it."""
WRONG_OPTION_OPACITY = 0.55
"""The opacity of a wrong option beside the answer: it can still be read until it leaves."""
SHARE_LANES = (-0.44, -1.09, -1.74, -2.39)
"""The first answer's lanes."""
RULE_SIZE, RULE_HEIGHT, ROW_TOP, ROW_HEIGHT = 110, 0.35, -1.0, 1.3
"""What the second question gives, and its cards, which stand in a row beneath."""
ANSWERED_RULE_SIZE = 68
"""The rule beside the right card, over what it explains."""
WHOLE_LENGTH = RIGHT_EDGE - 0.4 - STEP_LEFT
"""Of the velocity of which a share is kept, which may be any."""
RIM = 0.28
PLAIN_LANE, MOMENTUM_LANE, SUM_DROP, TIMES_SIZE = -0.4, -1.5, 0.65, 72
"""The second answer's lanes, from momentum's to its sum, and how large "× 10" is."""
RACE_LANES, RACE_HEAD = (0.5, -0.36, -1.22, -2.08), 1.2
MINIMUM_X, RACE_UNIT = 3.3, 0.65
"""The third question's lanes, where the minimum is in them, and the length of a distance of 1."""
PLOT_CORNER, PLOT_SIZE = (LEFT_EDGE + 2.35, -2.12, 0), (9.6, 3.15)
OVERSHOT_GAP = 0.3
"""From the third answer's first peak to what is said of it."""
BALL_RADIUS, RING_SCALE = 0.15, 0.8
"""What rides the third answer's curve, and the ring round it, beside one round a map's minimum."""


class OptionCard(VGroup):
    """An option on a card, with its letter, and what it means as a drawing."""

    def __init__(
        self,
        letter: str,
        text: str,
        card: RoundedRectangle,
        drawing: VGroup | None = None,
    ) -> None:
        super().__init__()
        self.card = card
        left, middle, _ = card.get_left()
        # Alone on its card, what it says may be larger.
        size = OPTION_SIZE if drawing is not None else ROW_OPTION_SIZE
        baseline = middle - OPTION_DROP * size
        self.letter = words_on_line(letter, (left + 0.3, baseline, 0), size, color=style.MUTED_INK, bold=True)
        self.text = words_on_line(in_its_colour(text), (left + 0.95, baseline, 0), size)
        self.content = VGroup(self.text)
        """What it says, and as a drawing."""
        if drawing is not None:
            self.content.add(drawing.shift(middle * UP))
        self.add(self.card, self.letter, self.content)

    def tick(self) -> VMobject:
        """Return the tick of the right option, at the card's right end."""
        corners = np.array([(-0.2, 0.02, 0), (-0.06, -0.14, 0), (0.22, 0.2, 0)])
        sign = VMobject(stroke_color=style.INK, stroke_width=style.ARROW_WIDTH)
        return sign.set_points_as_corners(corners + self.card.get_right() + 0.4 * LEFT)


def sketches_of_what_is_kept() -> list[VGroup]:
    """Return what each of the first question's options means: a setting, a part kept, a part added."""
    left, right = SHARE_LEFT * RIGHT, (SHARE_LEFT + SHARE_LENGTH) * RIGHT
    knob = Circle(0.16, stroke_width=0, fill_color=style.INK, fill_opacity=1).move_to((left + right) / 2)
    setting = VGroup(Line(left, right).set_stroke(style.MUTED_INK, style.PATH_WIDTH), knob)
    shares = [
        VGroup(
            *(Line(0.22 * UP, 0.22 * DOWN).move_to(end) for end in (left, right)),
            heavy_arrow(left, left + SKETCHED_SHARE * (right - left), color, dashed=dashed),
        )
        for color, dashed in ((style.VELOCITY, True), (style.GRADIENT, False))
    ]
    for shown in shares:
        shown[:2].set_stroke(style.MUTED_INK, style.THIN)
    return [setting, *shares]


def runs_that_are_meant() -> list[VGroup]:
    """Return each of the third question's options as a run along the floor, with the minimum's level.

    All are to one scale, over as many steps. What is slow to start is a moving average, which adds a
    hundredth of each gradient; what diverges has no minimum to come to, and starts nearer, with room to grow.
    """
    rate = experiment.LEARNING_RATE
    runs = (
        *(along_the_floor(each) for each in (rate, CREEPING_RATE, rate * (1 - LONG_MEMORY))),
        growing_swings(),
    )
    left, right = RUN_LEFT * RIGHT, (RUN_LEFT + RUN_LENGTH) * RIGHT
    xs = np.linspace(left, right, RINGING_STEPS + 1)
    drawings = []
    for run in runs:
        curve = VMobject(
            stroke_color=style.LONG_MEMORY, stroke_width=style.PATH_WIDTH, joint_type=LineJointType.ROUND
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
    positions, velocity = [DIVERGING_START], 0.0
    for _ in range(RINGING_STEPS):
        slope = RAVINE.gradient(np.array([positions[-1], 0.0]))[0]
        velocity = DIVERGING_MEMORY * velocity + experiment.LEARNING_RATE * slope
        positions.append(positions[-1] - velocity)
    return np.array(positions)


def minimum_at(end: Array) -> Star:
    """Return the sign of the minimum past the end of its level."""
    star = Star(outer_radius=STAR_RADIUS, color=style.MINIMUM, fill_opacity=1, stroke_width=0)
    return star.move_to(end + STAR_GAP * RIGHT)


class Timer(LiveGroup):
    """A line over the options' cards that grows shorter while there is time to think."""

    def __init__(self, cards_top: float) -> None:
        super().__init__()
        self.line = Line(stroke_color=style.MUTED_INK)
        self.add(self.line)
        self._height = cards_top + TIMER_RISE
        self.set_to(1)

    def set_to(self, share: float) -> Self:
        """Show the share of the time that is left."""
        length = max(share, 1e-4) * (RIGHT_EDGE - LEFT_EDGE)
        self.line.put_start_and_end_on((LEFT_EDGE, self._height, 0), (LEFT_EDGE + length, self._height, 0))
        # So that nothing is left of it at the end.
        self.line.set_stroke(width=min(TIMER_WIDTH, 100 * length))
        return self


class VelocityOnRuler(LiveGroup):
    """Momentum's velocity under a constant gradient, as an arrow with its value at the tip.

    Beneath it stands what it is the sum of: what is kept of the last velocity, and the push.

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
                Line(0.22 * UP, (SUM_DROP + 0.22) * DOWN).shift((left + length * unit, height, 0))
                for length in np.arange(0, final + LEARNING_RATE / 2, LEARNING_RATE)
            )
        ).set_stroke(style.MUTED_INK, style.THIN)
        self.arrow = heavy_arrow(self._tail, self._tail, style.VELOCITY)
        self.kept = heavy_arrow(self._tail, self._tail, style.VELOCITY, dashed=True)
        self.push = heavy_arrow(self._tail, self._tail, style.GRADIENT)
        baseline = np.array([left, height + NAME_CLEARANCE, 0.0])
        self.number = Readout(velocities[0], "{:g}", style.TITLE_SIZE).shift(baseline)
        self.gradient = words_on_line("$slope(g)$", baseline, style.TITLE_SIZE)
        super().__init__(self.ruler, self.arrow, self.kept, self.push, self.number, self.gradient)
        self.set_to(1)

    def set_to(self, step: float) -> Self:
        """Show the velocity after a step, or on its way to that after the next one."""
        last = len(self._velocities)
        number = min(max(floor(step + 1e-6), 1), last)
        before, after = self._velocities[[number - 1, min(number, last - 1)]]
        velocity = before + smooth(min(max(step - number, 0.0), 1.0)) * (after - before)
        tip = velocity * self._unit * RIGHT
        self.arrow.put(self._tail, self._tail + tip)
        below = self._tail + SUM_DROP * DOWN
        joint = below + tip - LEARNING_RATE * self._unit * RIGHT
        self.kept.put(below, joint)
        self.push.put(joint, below + tip)
        self.number.set_to(round(float(velocity), DECIMALS))
        space = self.gradient.get_left()[0] - self.number.get_right()[0]
        self.gradient.shift((0.12 - space) * RIGHT)
        # The value ends where the arrow does, as soon as there is room for it over the arrow.
        value, end = VGroup(self.number, self.gradient), (self._tail + tip)[0]
        value.shift(max(self._tail[0] - value.get_left()[0], end - value.get_right()[0]) * RIGHT)
        return self


class Givens:
    """What the second question gives: the rule for v, with its numbers, each lit as it is said."""

    def __init__(self) -> None:
        kept = f"{{{{ momentum({MOMENTUM:g}) thin vel : kept }}}}"
        push = f"{{{{ {LEARNING_RATE:g} thin : rate }}}} {{{{ slope(g) : gradient }}}}"
        self.frame = formula(f"{{{{ vel arrow.l : new }}}} {kept} {{{{ + : plus }}}} {push}", RULE_SIZE)
        self.frame.move_to((0, RULE_HEIGHT, 0)).set_opacity(style.FADED)

    def told(self) -> list[list[Animation]]:
        """Return what comes with each phrase of the question."""
        parts = ("rate",), ("kept",), ("gradient", "plus"), ("new",)
        return [[lit(*map(self.frame.select, names))] for names in parts]

    def make_room(self) -> Animation:
        """Return the animation that puts the rule beside the card of the right option."""
        place = LEFT_EDGE * RIGHT + (CARDS_TOP - ROW_HEIGHT / 2) * UP
        beside = self.frame.copy().scale(ANSWERED_RULE_SIZE / RULE_SIZE).move_to(place, aligned_edge=LEFT)
        return Transform(self.frame, beside, run_time=CARD_RISES)


class CrossingFirst(LiveGroup):
    """Four runs along the floor, a lane each, up to the step at which the first one crosses."""

    def __init__(self) -> None:
        runs = heavy_ball(
            RAVINE,
            experiment.START,
            learning_rate=experiment.LEARNING_RATE,
            momentum=RACING_MOMENTA,
            steps=experiment.STEPS,
        )
        self.positions: Array = runs.parameters[..., 0]
        self.crossing = int((self.positions[:, 0] >= 0).argmax())
        self.arrivals = experiment.steps_home(RACING_MOMENTA)
        colors = (style.LONG_MEMORY, style.MOMENTUM, style.SHORT_MEMORY, style.PLAIN_DESCENT)
        self.trails = [Line(stroke_color=color, stroke_width=2 * style.PATH_WIDTH) for color in colors]
        self.markers = [
            Circle(0.17, stroke_color=color, stroke_width=5, fill_color=style.INK, fill_opacity=1)
            for color in colors
        ]
        names = [
            in_names_column(f"$#sym.beta$ = {momentum:g}", lane, color)
            for momentum, lane, color in zip(RACING_MOMENTA, RACE_LANES, colors, strict=True)
        ]
        top = MINIMUM_X * RIGHT + RACE_HEAD * UP
        star = minimum_at(top - STAR_GAP * RIGHT).scale(1.4).shift(0.1 * UP)
        line = DashedLine(top + 0.15 * DOWN, MINIMUM_X * RIGHT + (RACE_LANES[-1] - 0.3) * UP)
        line.set_stroke(style.MUTED_INK, style.THIN)
        self.step = Readout(0, "step {:.0f}", style.HEADING_SIZE, color=style.MUTED_INK)
        self.step.shift((LEFT_EDGE, RACE_HEAD - LANE_TEXT_DROP, 0))
        super().__init__(*names, line, star, *self.trails, *self.markers, self.step)
        self.frame, self.homes = self, self._homes()
        self._now = ValueTracker(0)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show where each run is."""
        for lane, trail, marker, thetas in zip(
            RACE_LANES, self.trails, self.markers, self.positions.T, strict=True
        ):
            start, here = (
                np.array([MINIMUM_X + RACE_UNIT * theta, lane, 0])
                for theta in (thetas[0], np.interp(step, np.arange(len(thetas)), thetas))
            )
            # A line of no length cannot be drawn.
            trail.put_start_and_end_on(start, here + 1e-3 * RIGHT)
            marker.move_to(here)
        self.step.set_to(floor(step + 1e-6))
        return self

    def _homes(self) -> VGroup:
        """Return the steps at which the runs are home, that of the first one across lit."""
        homes = VGroup()
        for lane, arrival in zip(RACE_LANES, self.arrivals, strict=True):
            lit = lane == RACE_LANES[0]
            color = style.INK if lit else style.MUTED_INK
            number = words(f"{arrival:,}", style.TITLE_SIZE, color=color, bold=lit)
            homes.add(number.move_to((RIGHT_EDGE, lane, 0), aligned_edge=RIGHT))
        head = words("home at step", style.BODY_SIZE, color=style.MUTED_INK)
        return homes.add(head.move_to((RIGHT_EDGE, RACE_HEAD, 0), aligned_edge=RIGHT))

    def told(self) -> list[list[Animation]]:
        """Return what comes with each phrase of the question."""
        self.follow(self._now.get_value)
        run = ApplyMethod(self._now.set_value, self.crossing, rate_func=linear)
        homes = FadeIn(self.homes, rate_func=squish_rate_func(smooth, 0.8, 1))
        return [[AnimationGroup(run, homes, run_time=1.7)], [pulse(self.homes[0], RIGHT)]]


class Quiz(LessonScene):
    """Three questions with options; each answer comes with its reason as a picture."""

    title = "Three questions"
    idea = "Say what beta keeps, how far a constant gradient is amplified, and why too much memory rings."

    def construct(self) -> None:
        """Ask, leave time, answer; three times."""
        self.rules = momentum_rules()
        self.add(self.rules)
        kept, amplified, ringing = QUESTIONS
        self.ask(1, kept, sketches_of_what_is_kept(), options_with="this rule")
        self.answer_what_is_kept(kept)
        self.clear_the_frame()
        givens = Givens()
        self.ask(2, amplified, (), givens, options_with="the step in the end")
        self.answer_how_far(amplified, givens)
        self.clear_the_frame()
        self.ask(
            3,
            ringing,
            runs_that_are_meant(),
            CrossingFirst(),
            options_with="only at step",
            seconds=LONGER_TIMER_TIME,
        )
        self.answer_why_it_rings(ringing)
        self.cross_over(FadeOut(*self.picture), run_time=0.25)

    # The beats.

    def ask(
        self,
        number: int,
        question: Question,
        drawings: Sequence[VGroup],
        situation: Givens | CrossingFirst | None = None,
        *,
        options_with: str,
        seconds: float = TIMER_TIME,
    ) -> None:
        """Show the question and what it is about as it is read, and its options; leave time to think."""
        spoken, self.asked = phrases(question.spoken), question_in_parts(question)
        asked = self.asked
        count = words(f"{number} of {len(QUESTIONS)}", style.BODY_SIZE, color=style.MUTED_INK)
        count.move_to((RIGHT_EDGE, style.HEADLINE_HEIGHT, 0), aligned_edge=RIGHT)
        bodies = stacked_cards(len(question.options)) if drawings else cards_in_a_row(len(question.options))
        self.cards = [
            OptionCard(letter, text, body, drawing)
            for letter, text, body, drawing in zip_longest(
                ascii_uppercase[: len(bodies)], question.options, bodies, drawings
            )
        ]
        left, timer = ValueTracker(1), Timer(bodies[0].get_top()[1])
        with self.beat(
            f"Question {number}",
            question.spoken,
            shown=question.in_words,
            stands_alone=True,
            thinking_time=True,
        ) as beat:
            # What is given comes as one line; each part lights up as it is said.
            *givens, last = asked
            VGroup(*givens[1:]).set_opacity(style.FADED)
            given: list[VMobject] = [] if situation is None else [situation.frame]
            coming: list[Animation] = [FadeIn(card) for card in self.cards]
            if isinstance(situation, Givens):
                # Beneath what is given there is room for them from the start.
                given += [card.set_opacity(style.FADED) for card in self.cards]
                coming = [ApplyMethod(card.set_opacity, 1) for card in self.cards]
            self.play(FadeIn(*(givens or asked), count, *given), run_time=style.QUICK)
            if situation is not None:
                for phrase, part, meanwhile in zip(spoken, asked, situation.told(), strict=True):
                    beat.until(phrase)
                    self.play(FadeIn(part, run_time=0.4) if part is last else lit(part), *meanwhile)
            beat.until(options_with)
            if isinstance(situation, CrossingFirst):
                situation.clear_updaters()
                self.play(FadeOut(situation, situation.homes), run_time=0.3)
            # The first question is about the rule itself.
            rule = () if situation else (AnimationGroup(pulse(self.rules[0]), run_time=0.6),)
            self.play(*rule, LaggedStart(*coming, FadeIn(timer), lag_ratio=0.3, run_time=0.7))
            beat.until_said()
            timer.follow(left.get_value)
            self.play(left.animate.set_value(0), run_time=seconds, rate_func=linear)
            self.remove(timer)

    def clear_the_frame(self) -> None:
        """Let the question that has been answered leave, before the next one is spoken."""
        self.cross_over(FadeOut(*self.picture), run_time=CLEARING)

    def reveal(
        self,
        question: Question,
        *reason: Animation,
        making_room: Sequence[Animation] = (),
        higher: float = 0.0,
        seconds: float = CARD_RISES,
    ) -> None:
        """Tick the right option; the others leave, it rises under the question, and its reason comes.

        Where the question rises as well, so does the option, so much ``higher``.
        """
        right = self.cards[question.right]
        wrong = [card for card in self.cards if card is not right]
        tick = right.tick()
        self.play(
            right.card.animate.set_stroke(style.INK, style.PATH_WIDTH),
            Create(tick),
            *(card.animate.fade(1 - WRONG_OPTION_OPACITY) for card in wrong),
            run_time=0.3,
        )
        moves = [FadeOut(*wrong, run_time=0.3), *making_room]
        # The first option may stand there already.
        if question.right or higher:
            moves.append(rising(VGroup(right, tick), CARDS_TOP + higher - right.card.get_top()[1]))
        if reason:
            follows = squish_rate_func(linear, CARD_LEAVES / seconds, 1)
            moves.append(AnimationGroup(*reason, run_time=seconds, rate_func=follows))
        self.play(*moves)

    def answer_what_is_kept(self, question: Question) -> None:
        """The velocity, and what each β keeps of it, to scale."""
        velocity, *kept = shares_of_velocity((1.0, *SHRUNK), SHARE_LANES)
        names = [
            in_names_column(name, lane)
            for name, lane in zip(
                ("last $vel$", *(f"$beta$ = {share:g}" for share in SHRUNK)), SHARE_LANES, strict=True
            )
        ]
        rims = rims_of_velocity(SHARE_LANES[0], SHARE_LANES[-1])
        shown: list[Animation] = [FadeIn(names[0], velocity, rims)]
        shown += [
            AnimationGroup(GrowVector(arrow), FadeIn(name))
            for arrow, name in zip(kept, names[1:], strict=True)
        ]
        with self.beat("Answer 1", question.answer):
            self.reveal(question, LaggedStart(*shown, lag_ratio=0.4), seconds=1.3)
            self.wait(REASON_STANDS)

    def answer_how_far(self, question: Question, givens: Givens) -> None:
        """Plain descent's step, and momentum's as it grows to many times that, to scale."""
        velocities = settling_velocities()
        left, unit = STEP_LEFT, STEP_LENGTH / STEADY_STEP
        start = np.array([left, PLAIN_LANE, 0.0])
        plain = heavy_arrow(start, start + LEARNING_RATE * unit * RIGHT, style.GRADIENT)
        beside = plain.end + 0.2 * RIGHT + LANE_TEXT_DROP * DOWN
        number = words_on_line(f"{LEARNING_RATE:g} $slope(g)$", beside, style.TITLE_SIZE)
        names = [
            in_names_column(name, lane)
            for name, lane in (
                ("#plain[plain descent]", PLAIN_LANE),
                ("#momentum[momentum]", MOMENTUM_LANE),
                ("#speed[kept] + #slope[push]", MOMENTUM_LANE - SUM_DROP),
            )
        ]
        velocity = VelocityOnRuler(velocities, STEADY_STEP, start=(left, MOMENTUM_LANE), unit=unit)
        place = np.array([left + STEP_LENGTH + 0.25, MOMENTUM_LANE - 2 * LANE_TEXT_DROP, 0.0])
        times = words_on_line(f"× {STEADY_STEP / LEARNING_RATE:.0f}", place, TIMES_SIZE, bold=True)
        step = ValueTracker(1)
        velocity.follow(step.get_value)
        with self.beat("Answer 2", question.answer):
            self.reveal(
                question,
                FadeIn(plain, number, *names, velocity),
                making_room=[givens.make_room()],
                seconds=0.8,
            )
            last = len(velocities)
            self.play(
                # The first steps can be counted; each of the later ones takes less time.
                ApplyMethod(step.set_value, last, rate_func=lambda share: (last**share - 1) / (last - 1)),
                # It is ten times as long only in the end.
                FadeIn(times, rate_func=squish_rate_func(smooth, 0.85, 1)),
                run_time=GROWING_TIME,
            )
            velocity.clear_updaters()
            self.wait(REASON_STANDS)

    def answer_why_it_rings(self, question: Question) -> None:
        """The position along the floor under the largest β, oscillating until it arrives."""
        positions = along_the_floor(experiment.LEARNING_RATE)
        plot = Plot(
            (-15, RINGING_STEPS),
            (-10.5, 9.0),
            width=PLOT_SIZE[0],
            height=PLOT_SIZE[1],
            horizontal_ticks=(0, 500, (RINGING_STEPS, f"step {RINGING_STEPS:,}")),
            vertical_ticks=(-10, (0, "minimum")),
            label_size=style.BODY_SIZE,
        )
        plot.shift(PLOT_CORNER - plot.to_screen(-15, -10.5))
        points = plot.to_screen(np.arange(RINGING_STEPS + 1), positions)
        peak = int(positions.argmax())
        height = DashedLine(plot.to_screen(peak, 0.0), points[peak]).set_stroke(style.INK, style.THIN)
        beside = points[peak] + OVERSHOT_GAP * RIGHT + LANE_TEXT_DROP * DOWN
        overshoots = words_on_line(
            f"overshoots by {positions[peak]:.2f}", beside, style.HEADING_SIZE, bold=True
        )
        # On its line: what the axis measures, and the reason, over the swings that have died away.
        measured = words_on_line("along the floor", beside, color=style.MUTED_INK).set_x(LEFT_EDGE, LEFT)
        kept = words_on_line(f"{100 * LONG_MEMORY:g} % of $vel$ kept each step", beside)
        kept.set_x(RIGHT_EDGE, RIGHT)
        # The sketch's parts become the chart's, faint until the run has passed.
        level, sketched, star = self.cards[question.right].content[1]
        grown = sketched.copy().set_points_as_corners(points).set_stroke(opacity=style.FADED)
        ends = plot.to_screen(plot.horizontal[0], 0.0), plot.to_screen(RINGING_STEPS, 0.0)
        grown_level = level.copy().put_start_and_end_on(*ends)
        ride = GrowingCurve(points[: LONG_ARRIVAL + 1], style.LONG_MEMORY, marker_radius=BALL_RADIUS)
        way, pace = ValueTracker(0), evenly_along(ride.curve)
        ring = HomeRing(points[LONG_ARRIVAL], style.LONG_MEMORY).scale(RING_SCALE)
        # To scale: how far from the minimum it may be from then on.
        bottom, top = (plot.to_screen(RINGING_STEPS, off) for off in experiment.TOLERANCE * np.array([-1, 1]))
        band = Rectangle(width=(top - ring.get_right())[0], height=(top - bottom)[1], stroke_width=0)
        band.set_fill(style.LONG_MEMORY, 1).move_to((top + bottom) / 2, aligned_edge=RIGHT)
        name = words(f"home at step {LONG_ARRIVAL:,}", style.TITLE_SIZE, bold=True)
        name.next_to(ring, DOWN, buff=0.15).align_to(RIGHT_EDGE * RIGHT, RIGHT)
        with self.beat("Answer 3", question.answer):
            told, asked = self.asked
            self.reveal(
                question,
                making_room=[FadeOut(told, run_time=0.3), rising(asked, QUESTION_SKIP)],
                higher=QUESTION_SKIP,
            )
            self.play(
                Transform(level, grown_level, path_func=down_first),
                Transform(sketched, grown, path_func=down_first),
                FadeOut(star, rate_func=squish_rate_func(smooth, 0, 0.4)),
                FadeIn(plot, measured, kept, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.9,
            )
            self.play(FadeIn(ride), run_time=0.3)
            ride.follow(lambda: pace(way.get_value()))
            self.play(
                ApplyMethod(way.set_value, 1, rate_func=gather_speed_and_settle),
                FadeIn(height, overshoots, rate_func=squish_rate_func(smooth, *OVERSHOT)),
                run_time=RIDE,
            )
            ride.clear_updaters()
            self.play(FadeIn(ring, scale=1.6), FadeIn(name, band), run_time=style.QUICK)
            self.wait(REASON_STANDS)


def rising(mobject: VMobject, way: float) -> Animation:
    """Return the animation that sets out upwards when what stands in its way has all but gone."""
    late = squish_rate_func(smooth, 0.15, 1)
    return ApplyMethod(mobject.shift, way * UP, run_time=CARD_RISES, rate_func=late)


def evenly_along(points: Array) -> Callable[[float], float]:
    """Return what tells the step of a curve's point, by its share of the way along the curve."""
    lengths = np.cumsum([0, *np.linalg.norm(np.diff(points, axis=0), axis=-1)])
    return lambda share: float(np.interp(share * lengths[-1], lengths, np.arange(len(points))))


def gather_speed_and_settle(share: float) -> float:
    """Rate a ride that sets out slowly, is the fastest after two thirds of its time, and comes to rest."""
    return share**3 * (4 - 3 * share)


def settling_velocities() -> Array:
    """Return momentum's velocities under the second question's gradient, until they round to the last one."""
    velocities = velocity_sum(np.ones(100), learning_rate=LEARNING_RATE, momentum=MOMENTUM)
    settled = np.abs(velocities - STEADY_STEP) < 0.5 * 10.0**-DECIMALS
    until_then: Array = velocities[: int(settled.argmax()) + 1]
    return until_then


def stacked_cards(count: int) -> list[RoundedRectangle]:
    """Return so many empty cards over the full width, from the top."""
    pitch = (CARDS_TOP - CARDS_BOTTOM + CARD_GAP) / count
    tops = [CARDS_TOP - place * pitch for place in range(count)]
    return [empty_card(LEFT_EDGE, top, RIGHT_EDGE - LEFT_EDGE, pitch - CARD_GAP) for top in tops]


def cards_in_a_row(count: int) -> list[RoundedRectangle]:
    """Return so many empty cards side by side, beneath what is given."""
    pitch = (RIGHT_EDGE - LEFT_EDGE + CARD_GAP) / count
    lefts = [LEFT_EDGE + place * pitch for place in range(count)]
    return [empty_card(left, ROW_TOP, pitch - CARD_GAP, ROW_HEIGHT) for left in lefts]


def empty_card(left: float, top: float, width: float, height: float) -> RoundedRectangle:
    """Return a card on which an option may be written."""
    card = RoundedRectangle(
        width=width,
        height=height,
        corner_radius=0.12,
        fill_color=style.PANEL,
        fill_opacity=1,
        stroke_color=style.MUTED_INK,
        stroke_width=style.THIN,
    )
    return card.move_to((left, top, 0), aligned_edge=UL)


def lit(*parts: VMobject) -> Animation:
    """Return the animation that lights what has been faint."""
    return ApplyMethod(VGroup(*parts).set_opacity, 1, run_time=0.4)


def shares_of_velocity(shares: Sequence[float], lanes: Sequence[float]) -> list[VectorArrow]:
    """Return a velocity, solid, and what is kept of it, dashed, a lane each."""
    starts = [STEP_LEFT * RIGHT + lane * UP for lane in lanes]
    return [
        heavy_arrow(start, start + share * WHOLE_LENGTH * RIGHT, style.VELOCITY, dashed=share < 1)
        for share, start in zip(shares, starts, strict=True)
    ]


def rims_of_velocity(highest: float, lowest: float) -> VGroup:
    """Return the lines between which a share of a velocity is seen, past the highest and the lowest lane."""
    top, bottom = (highest + RIM) * UP, (lowest - RIM) * UP
    rims = (DashedLine(x * RIGHT + top, x * RIGHT + bottom) for x in (STEP_LEFT, STEP_LEFT + WHOLE_LENGTH))
    return VGroup(*rims).set_stroke(style.MUTED_INK, style.HAIRLINE)


def in_names_column(name: str, lane: float, color: str | None = None) -> Typst:
    """Return what stands at the left of a lane."""
    return words_on_line(name, (LEFT_EDGE, lane - LANE_TEXT_DROP, 0), style.HEADING_SIZE, color=color)


def down_first(start: Array, end: Array, share: float) -> Array:
    """Return the points on a way that leaves a card downwards before it goes aside, past the card's words."""
    aside, down = squish_rate_func(smooth, 0.4, 1), squish_rate_func(smooth, 0, 0.6)
    points: Array = start + np.array([aside(share), down(share), share]) * (end - start)
    return points


def in_its_colour(text: str) -> str:
    """Return Typst markup in which the gradient has its colour."""
    return text.replace("$g$", "$slope(g)$")


def phrases(sentences: str) -> list[str]:
    """Return the parts of what is asked, each up to its colon, its stop or the comma after a number."""
    return re.split(r"(?<=[:.?])\s+|(?<=\d,)\s+", sentences)


def question_in_parts(question: Question) -> VGroup:
    """Return the question phrase by phrase, on two lines where one is too short."""
    parts = VGroup()
    for phrase in phrases(question.shown):
        left = parts[-1].get_right()[0] + WORD_GAP if parts else LEFT_EDGE
        part = words_on_line(in_its_colour(phrase), (left, QUESTION_LINE, 0), QUESTION_SIZE, bold=True)
        if part.get_right()[0] > RIGHT_EDGE:
            part.shift((LEFT_EDGE - part.get_left()[0]) * RIGHT)
            parts.shift(QUESTION_SKIP * UP)
        parts.add(part)
    return parts
