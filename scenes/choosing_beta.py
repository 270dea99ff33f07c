"""Choosing beta: too little memory crawls, too much rings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
from manim import (
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Circle,
    Create,
    DashedLine,
    Dot,
    LaggedStart,
    Line,
    ManimColor,
    MoveToTarget,
    Succession,
    Typst,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    interpolate_color,
    linear,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_out_sine

from momentum_sim import RAVINE, Array, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.arrow import GrowVector, MoveVector, heavy_arrow
from scenes.mobjects.counting_bar import CountingBar
from scenes.mobjects.descent_path import position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import map_of_the_race, momentum_rules
from scenes.mobjects.typography import Readout, formula, words, words_on_line

MOMENTA = (0.0, 0.5, 0.9, 0.99)
NONE, SHORT, USUAL, LONG = range(len(MOMENTA))
LONGER_STILL = 0.995
"""Of which only the steps home are shown."""

FLOOR_START = (experiment.START[0], 0.0)
SHOWN_STEPS = 100


def _mixed(color: str, other: str, share: float) -> str:
    return interpolate_color(ManimColor(color), ManimColor(other), share).to_hex()


COLORS = (
    style.PLAIN_DESCENT,
    _mixed(style.MOMENTUM, style.BACKGROUND, 0.22),
    style.MOMENTUM,
    style.LONG_MEMORY,
)
LINES_FADED = (0.7, 0.7, 1.0, 0.3)
"""The curves' opacity beside the usual: the brightest, which crosses it as it overshoots, is the faintest."""
DASHES = (None, (0.06, 0.1), None, (0.24, 0.12))
WIDTHS = (4.0, 5.0, 5.0, 4.0)

# Layout, in units of the frame.
BAR_LEFT = -4.4
KEPT_ROWS = (-1.5, -0.6, 0.3, 1.2)
"""From the smallest β up, as on the curves' plot."""

WHOLE_ROW = max(KEPT_ROWS) + 0.95
"""The height of the velocity of which a part is kept."""

KEPT_LEFT, KEPT_LENGTH = -5.4, 9.4

FLOOR = (-10.5, 8.9)
PLOT_CORNER, PLOT_SIZE = (-5.4, -2.0, 0), (9.9, 4.55)
BEFORE_START = -3
"""Where the axis of the steps begins, so that the dots at step 0 do not cover a number beside it."""
NAME_GAP, NAMES_APART = 0.25, 0.5
"""From a curve's tip to its name, and from one name to the next at least."""

NAME_RISE, LEVEL_WITHIN = 0.3, 20
"""How far over a tip its name rides, and in how many of the last steps it comes down beside the end."""

CLOCK_PLACE = (6.3, 3.12, 0)
"""The end of the line of the step."""

STEPS_ROWS = (-1.65, -0.75, 0.15, 1.05, 1.95)
STEPS_ABOVE = 0.62
"""From the highest row to the baseline of the words above it."""

STEPS_RIGHT = 5.0
"""The right end of the longest bar in the last beat."""

BAR_HEIGHT = 0.55


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The steps at which a run first reaches the minimum, and is farthest past it."""

    crossing: int
    peak: int

    @classmethod
    def of(cls, positions: Array) -> Landmarks:
        """Find them in positions along the floor that start below the minimum, at 0."""
        crossing = int(np.argmax(positions >= 0))
        return cls(crossing, crossing + int(np.argmax(positions[crossing:])))


class Mark(VGroup):
    """A ring round a point of a curve, and words beside it, in the curve's colour."""

    def __init__(self, point: Array, text: str, color: str, side: Array, buff: float = 0.1) -> None:
        self.ring = Circle(radius=0.15, stroke_color=style.INK, stroke_width=style.THIN).move_to(point)
        self.words = words(text, style.LABEL_SIZE, color=color, bold=True)
        self.words.next_to(self.ring, side, buff=buff)
        super().__init__(self.ring, self.words)

    def dimmed(self) -> Animation:
        """Return the animation that fades it, once it is no longer spoken of."""
        ring: Any = self.ring.animate.set_stroke(opacity=style.FADED)
        said: Any = self.words.animate.set_fill(opacity=style.FADED)
        return AnimationGroup(ring, said)


class RidingNames(LiveGroup):
    """The values of β beside the tips of their curves, apart from one another.

    The last one's stays at a step: from there its curve comes back down through the others.

    Parameters
    ----------
    curves
        The curves on the screen, each of shape ``(steps + 1, 3)``, from the lowest at first to the highest.
    last_stays
        The step at which the last one's name stays.
    """

    def __init__(self, curves: Sequence[Array], last_stays: int) -> None:
        super().__init__(*map(name_of, MOMENTA, COLORS))
        self._curves = curves
        self._stays = [*(len(curve) - 1 for curve in curves[:-1]), last_stays]
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Stand beside the tips at a step."""
        lowest = -np.inf
        for name, curve, stays in zip(self, self._curves, self._stays, strict=True):
            reached = min(step, stays)
            x, y, _ = position_at(curve, reached)
            y += NAME_RISE * min(1.0, (len(curve) - 1 - reached) / LEVEL_WITHIN)
            lowest = max(lowest + NAMES_APART, y)
            name.move_to((x + NAME_GAP, lowest, 0), aligned_edge=LEFT)
        return self


def floor_plot() -> Plot:
    """Return the axes for the position along the floor over the steps."""
    plot = Plot(
        (BEFORE_START, SHOWN_STEPS),
        FLOOR,
        width=PLOT_SIZE[0],
        height=PLOT_SIZE[1],
        horizontal_ticks=(0, 50, (100, "step 100")),
        vertical_ticks=(-10, -5, 0, 5),
        vertical_name="along the floor",
    )
    return plot.shift(np.array(PLOT_CORNER) - plot.to_screen(BEFORE_START, FLOOR[0]))


def name_of(momentum: float, color: str) -> Typst:
    """Return a value of β in its curve's colour."""
    return words(f"$#sym.beta$ = {momentum:g}", style.HEADING_SIZE, color=color, bold=True)


def bar_unit(longest: float) -> float:
    """Return how long on the screen a step is, where so many fill a row."""
    return (STEPS_RIGHT - BAR_LEFT) / longest


def plain_note(name: VMobject) -> Typst:
    """Return what no momentum is, to stand behind its name."""
    note = words("(plain)", style.LABEL_SIZE, color=COLORS[NONE], bold=True)
    return note.next_to(name, RIGHT, buff=0.12)


class ChoosingBeta(LessonScene):
    """Four values of beta run along the ravine's floor in one plot, then are compared by their steps home."""

    title = "Choosing beta"
    idea = "Beta is how long it remembers, and more is not better."
    lab: ClassVar = {"beta": MOMENTA[LONG], "step": 1000}
    parameters = (
        Parameter(
            "learning_rate",
            experiment.LEARNING_RATE,
            minimum=0.09,
            maximum=0.0995,
            reason="from 0.1 on plain descent diverges in this ravine, and well below 0.09 a momentum of 0.9 "
            "hardly overshoots",
        ),
    )
    learning_rate: float

    def construct(self) -> None:
        """Run the four, then compare when they are home."""
        self.lay_out_the_race()
        self.ask_how_much_to_keep()
        self.cross_first()
        self.settle()
        self.come_home()
        self.cross_over(
            FadeOut(*self.picture, rate_func=squish_rate_func(smooth, 0, 0.5)),
            FadeIn(map_of_the_race(), rate_func=squish_rate_func(smooth, 0.25, 1)),
            run_time=0.6,
        )

    # The experiment.

    @cached_property
    def positions(self) -> Array:
        """θ₁ after each step, a column for each β."""
        run = heavy_ball(
            RAVINE, FLOOR_START, learning_rate=self.learning_rate, momentum=MOMENTA, steps=SHOWN_STEPS
        )
        return run.parameters[..., 0]

    @cached_property
    def arrivals(self) -> list[int]:
        """The step at which each is home, from the start of the film's race; the last is ``LONGER_STILL``."""
        return experiment.steps_home((*MOMENTA, LONGER_STILL), self.learning_rate)

    # The picture.

    def lay_out_the_race(self) -> None:
        """Make what the beats show."""
        self.rules = momentum_rules()
        self.add(self.rules)
        self.clock = ValueTracker(0)
        self.plot = floor_plot()
        self.zero = self.plot.level(0.0)
        self.minimum = words("minimum", style.LABEL_SIZE, color=style.MUTED_INK)
        self.minimum.next_to(self.zero, DOWN, buff=0.18).align_to(self.zero, RIGHT)
        self.curves = [self._curve(index) for index in range(len(MOMENTA))]
        peak = Landmarks.of(self.positions[:, LONG]).peak
        self.names = RidingNames([curve.curve for curve in self.curves], peak)
        self.step = Readout(0, "step {:.0f}", style.BODY_SIZE, anchor=RIGHT).shift(CLOCK_PLACE)
        self.rate = words_on_line(f"$alpha$ = {self.learning_rate:g}", (0, CLOCK_PLACE[1], 0))
        self.rate.shift((CLOCK_PLACE[0] - 1.75 - self.rate.get_right()[0]) * RIGHT)

    def _curve(self, index: int) -> GrowingCurve:
        points = self.plot.to_screen(np.arange(SHOWN_STEPS + 1), self.positions[:, index])
        curve = GrowingCurve(
            points, COLORS[index], dashes=DASHES[index], width=WIDTHS[index], marker_radius=0.1
        )
        # Markers in their curves' colours, with a rim of ground where one lies upon another.
        curve.marker.set_fill(COLORS[index]).set_stroke(style.BACKGROUND, 3)
        return curve.follow(self.clock.get_value)

    def _at(self, index: int, step: int) -> Array:
        """Return the point of a curve at a step."""
        point: Array = self.plot.to_screen(step, self.positions[step, index])
        return point

    def _run_to(self, step: float, run_time: float, pace: Callable[[float], float] = linear) -> None:
        """Run the clock to a step, at constant speed if no other pace is given."""
        self.play(self.clock.animate.set_value(step), run_time=run_time, rate_func=pace)

    # The beats.

    def ask_how_much_to_keep(self) -> None:
        """Show β as the part of the velocity that is kept, for four values."""
        end = KEPT_LEFT + KEPT_LENGTH
        whole = heavy_arrow((KEPT_LEFT, WHOLE_ROW, 0), (end, WHOLE_ROW, 0), style.VELOCITY)
        velocity = formula("vel", style.TITLE_SIZE).next_to(whole, RIGHT, buff=NAME_GAP)
        self.kept = [
            heavy_arrow((KEPT_LEFT, height, 0), (end, height, 0), style.VELOCITY, dashed=True)
            for height in KEPT_ROWS
        ]
        for name, height in zip(self.names, KEPT_ROWS, strict=True):
            name.move_to((end + NAME_GAP, height, 0), aligned_edge=LEFT)
        edge = DashedLine(
            (end, WHOLE_ROW, 0), (end, KEPT_ROWS[0] - 0.3, 0), color=style.MUTED_INK, stroke_width=style.THIN
        )
        rests = VGroup(
            Line(self._kept_end(index), (end, height, 0), stroke_width=style.THIN)
            for index, height in enumerate(KEPT_ROWS)
        ).set_stroke(style.MUTED_INK, opacity=style.FADED)
        nothing = Dot(self._kept_end(NONE), radius=0.09, color=style.VELOCITY)
        friction = words("friction takes the rest", style.LABEL_SIZE, color=style.MUTED_INK)
        friction.next_to(rests[SHORT], UP, buff=0.12)
        self.whole = VGroup(whole, velocity, edge, rests, nothing, friction)
        beta, alpha = (self.rules[0].select(part)[0] for part in ("kept", "push"))
        others = [glyph for rule in self.rules for glyph in rule if glyph not in (beta, alpha)]
        with self.beat(
            "Four values",
            "How much should it keep? Four betas, one learning rate.",
        ) as beat:
            self.play(GrowVector(whole), FadeIn(velocity, edge), run_time=0.6)
            self.play(
                *(
                    MoveVector(arrow, arrow.start, self._kept_end(index), origin=whole)
                    for index, arrow in enumerate(self.kept)
                ),
                FadeIn(rests, nothing, friction, self.names, rate_func=squish_rate_func(smooth, 0.4, 1)),
                # Of the rule, what is chosen here and what stays as it is remain lit.
                *(glyph.animate.set_fill(opacity=style.FADED) for glyph in others),
                Succession(Wait(0.4), pulse(beta)),
                run_time=1.4,
            )
            beat.until("Four betas")
            self.play(LaggedStart(*map(pulse, self.names), lag_ratio=0.2, run_time=style.CALM))
            beat.until("one learning rate")
            self.play(pulse(alpha), run_time=style.CALM)

    def _kept_end(self, index: int) -> Array:
        """Return where the kept part of the velocity ends."""
        return np.array([KEPT_LEFT + MOMENTA[index] * KEPT_LENGTH, KEPT_ROWS[index], 0])

    def cross_first(self) -> None:
        """Run until the largest β has crossed the minimum, overshot it and swung back."""
        run = Landmarks.of(self.positions[:, LONG])
        past = f"{self.positions[run.peak, LONG]:.2f}"
        self.step.follow(self.clock.get_value)
        crossing = Mark(self._at(LONG, run.crossing), f"step {run.crossing}", COLORS[LONG], UL)
        peak = Mark(self._at(LONG, run.peak), f"+{past}", COLORS[LONG], UL, 0.02)
        chart = VGroup(self.plot, self.zero, self.rate)
        with self.beat(
            "First across",
            f"Beta {MOMENTA[LONG]:g} crosses the minimum first, at step {run.crossing}. "
            f"But friction hardly slows it: it shoots past to {past}, and swings back.",
        ) as beat:
            # What was kept goes; the names alone come along, and ride beside the dots.
            gliding = squish_rate_func(smooth, 0.15, 0.85)
            for name, place in zip(self.names, self.names.copy().set_to(0), strict=True):
                name.generate_target().move_to(place)
            self.play(
                FadeOut(self.rules, self.whole, *self.kept, rate_func=squish_rate_func(smooth, 0, 0.35)),
                *(MoveToTarget(name, rate_func=gliding) for name in self.names),
                FadeIn(chart, self.step, rate_func=squish_rate_func(smooth, 0.05, 0.6)),
                FadeIn(self.minimum, *self.curves, rate_func=squish_rate_func(smooth, 0.75, 1)),
                run_time=1.3,
            )
            # Whole again: they came one by one.
            self.add(self.names.follow(self.clock.get_value))
            self._run_to(run.crossing, 1.9, ease_out_sine)
            beat.until("at step")
            self.play(FadeIn(crossing), run_time=style.QUICK)
            beat.until("But friction")
            self._run_to(run.peak, 1.6)
            self.play(FadeIn(peak), run_time=style.QUICK)
            self.wait(0.3)  # On where it turns.
            self._run_to(SHOWN_STEPS, 3.3)
        self.marks = (crossing, peak)
        for mobject in self.picture:
            mobject.clear_updaters()

    def settle(self) -> None:
        """Go along the curve of the usual β, to where it crosses and overshoots, and on as it settles."""
        run = Landmarks.of(self.positions[:, USUAL])
        overshoot = self.positions[run.peak, USUAL] / -FLOOR_START[0]
        crossing = Mark(self._at(USUAL, run.crossing), f"step {run.crossing}", COLORS[USUAL], UL, 0.02)
        peak = Mark(self._at(USUAL, run.peak), f"{100 * overshoot:.1f} % past", COLORS[USUAL], UR, 0.02)
        seen, usual = ValueTracker(0), self.curves[USUAL]
        step = self.step.copy().follow(seen.get_value)
        dot = usual.marker.copy().add_updater(
            lambda dot: dot.move_to(position_at(usual.curve, seen.get_value()))
        )
        for curve in self.curves:
            curve.remove(curve.marker)
        others = [index for index in range(len(MOMENTA)) if index != USUAL]
        with self.beat(
            f"{MOMENTA[USUAL]:g} settles",
            f"Beta {MOMENTA[USUAL]:g} crosses at {run.crossing}, "
            f"overshoots by {100 * overshoot:.1f} percent, and settles.",
        ) as beat:
            self.play(
                *(self._fade(index) for index in others),
                *(mark.dimmed() for mark in self.marks),
                # One step at a time: the dots at the end leave, and the clock begins again with the new one.
                FadeOut(
                    self.step,
                    *(curve.marker for curve in self.curves),
                    rate_func=squish_rate_func(smooth, 0, 0.5),
                ),
                FadeIn(step.update(), dot.update(), rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.5,
            )
            # Whole again: their parts were faded one by one.
            self.add(*self.curves, self.names, *self.marks, dot)
            self.play(ApplyMethod(seen.set_value, run.crossing), rate_func=linear, run_time=1.2)
            beat.until("at")
            self.play(FadeIn(crossing), run_time=style.QUICK)
            beat.until("overshoots")
            self.play(ApplyMethod(seen.set_value, run.peak), rate_func=linear, run_time=0.7)
            self.play(FadeIn(peak), run_time=style.QUICK)
            self.add(dot)
            beat.until("percent")
            self.play(ApplyMethod(seen.set_value, SHOWN_STEPS), rate_func=linear, run_time=1.6)

    def _fade(self, index: int) -> Animation:
        """Return the animation that fades a curve and its name."""
        parts: tuple[Any, ...] = (
            self.curves[index].line.animate.set_stroke(opacity=LINES_FADED[index]),
            self.names[index].animate.set_opacity(style.FADED),
        )
        return AnimationGroup(*parts)

    def come_home(self) -> None:
        """Compare the steps until each is home."""
        colors = (*COLORS, style.LONG_MEMORY)
        highest = STEPS_ROWS[LONG] + STEPS_ABOVE
        heading = words_on_line("steps home", (BAR_LEFT, highest, 0), color=style.MUTED_INK)
        longer_still = name_of(LONGER_STILL, style.LONG_MEMORY)
        longer_still.move_to((style.SAFE_LEFT, STEPS_ROWS[-1], 0), aligned_edge=LEFT)
        for name, height in zip(self.names, STEPS_ROWS, strict=False):
            row = name.generate_target().set_fill(opacity=1)
            row.move_to((style.SAFE_LEFT, height, 0), aligned_edge=LEFT)
        note = plain_note(self.names[NONE].target)
        longest = ValueTracker(max(self.arrivals[: len(MOMENTA)]))
        rows = [
            CountingBar(
                (BAR_LEFT, height, 0),
                color,
                unit=bar_unit(longest.get_value()),
                height=BAR_HEIGHT,
                # The one that is not spoken of is fainter.
                strength=style.FADED if index == SHORT else 1.0,
            )
            for index, (height, color) in enumerate(zip(STEPS_ROWS, colors, strict=True))
        ]
        foot, top = (BAR_LEFT, STEPS_ROWS[NONE] - BAR_HEIGHT / 2, 0), BAR_HEIGHT / 2
        zero = Line(
            foot, (BAR_LEFT, STEPS_ROWS[LONG] + top, 0), stroke_color=style.MUTED_INK, stroke_width=style.THIN
        )
        leaving = [mobject for mobject in self.picture if mobject is not self.names]
        usual = words("the usual choice", style.BODY_SIZE, color=style.MOMENTUM, bold=True)
        with self.beat(
            "Home",
            f"Home: plain descent at {self.arrivals[NONE]}, "
            f"{MOMENTA[USUAL]:g} at {self.arrivals[USUAL]}, and {MOMENTA[LONG]:g} at {self.arrivals[LONG]}. "
            "Here, that much memory costs almost as much as none; more costs more. "
            f"{MOMENTA[USUAL]:g} is the usual choice.",
            shown=f"With beta {MOMENTA[SHORT]:g}, home is at step {self.arrivals[SHORT]}, "
            f"with {LONGER_STILL:g} at {self.arrivals[-1]:,}.",
        ) as beat:
            self.play(
                FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.4)),
                *(MoveToTarget(name, rate_func=squish_rate_func(smooth, 0.15, 0.8)) for name in self.names),
                FadeIn(zero, rate_func=squish_rate_func(smooth, 0.5, 0.8)),
                FadeIn(heading, note, rate_func=squish_rate_func(smooth, 0.7, 1)),
                run_time=1.2,
            )
            self.add(*rows)
            self._count(rows[NONE], NONE)
            # The one that is not spoken of.
            self._count(rows[SHORT], SHORT)
            beat.until(f"{MOMENTA[USUAL]:g} at")
            self._count(rows[USUAL], USUAL)
            beat.until(f"{MOMENTA[LONG]:g} at")
            self._count(rows[LONG], LONG)
            beat.until("Here, that much")
            bar, other = rows[NONE].bar, rows[LONG].bar
            low = (other.get_right()[0], bar.get_top()[1], 0)
            almost = DashedLine(low, other.get_corner(DR), color=style.INK, stroke_width=style.THIN)
            self.play(
                Create(almost),
                *(pulse(rows[index].number) for index in (NONE, LONG)),
                run_time=style.SLOW,
            )
            beat.until("none")
            # The words above the rows make room for one more, and the bars for a longer one.
            rise = (STEPS_ROWS[-1] - STEPS_ROWS[LONG]) * UP
            for row in rows:
                row.add_updater(lambda row: row.scale_to(bar_unit(longest.get_value())))
            almost.add_updater(lambda line: line.set_x(other.get_right()[0]))
            self.play(
                longest.animate.set_value(max(self.arrivals)),
                zero.animate.put_start_and_end_on(foot, (BAR_LEFT, STEPS_ROWS[-1] + top, 0)),
                heading.animate.shift(rise),
                FadeIn(longer_still, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.6,
            )
            for mobject in (*rows, almost):
                mobject.clear_updaters()
            beat.until("more costs more")
            self._count(rows[-1], -1)
            beat.until(f"{MOMENTA[USUAL]:g} is the usual")
            usual.next_to(rows[USUAL].number, RIGHT, buff=0.4)
            others = (
                each
                for index, row in enumerate(zip(rows, (*self.names, longer_still), strict=True))
                for each in row
                if index != USUAL
            )
            self.play(
                FadeIn(usual),
                *(each.animate.set_fill(opacity=style.FADED) for each in (*others, note)),
                almost.animate.set_stroke(opacity=style.FADED),
                run_time=style.CALM,
            )

    def _count(self, row: CountingBar, index: int) -> None:
        """Let a row's bar grow to the steps at which its run is home."""
        self.play(row.grow_to(self.arrivals[index]), run_time=1.0)
