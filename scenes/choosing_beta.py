"""Choosing beta: too little memory crawls, too much rings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from manim import (
    DR,
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
    ManimColor,
    MoveToTarget,
    Rectangle,
    Succession,
    Typst,
    UpdateFromAlphaFunc,
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
from scenes.mobjects.arrow import STROKES_A_UNIT, GrowVector, MoveVector, heavy_arrow
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
SHOWN_STEPS = 120


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
FRICTION_RISE = 0.3
"""From a row to the words over what it lacks."""

FLOOR = (-10.5, 8.9)
PLOT_CORNER, PLOT_SIZE = (-5.4, -2.0, 0), (9.9, 4.55)
BEFORE_START = -3
"""Where the axis of the steps begins, so that the dots at step 0 do not cover a number beside it."""
PAST_ENDS = 105
"""The step up to which the height of the usual's overshoot is drawn."""
NAME_GAP, NAMES_APART = 0.25, 0.58
"""From a curve's end to its name, and from one name to the next at least."""

CLOCK_PLACE = (6.3, 3.12, 0)
"""The end of the line of the step."""

STEPS_ROWS = (-1.65, -0.75, 0.15, 1.05, 1.95)
STEPS_ABOVE = 0.62
"""From the highest row to the baseline of the words above it."""

STEPS_RIGHT = 5.0
"""The right end of the longest bar in the last beat."""

BAR_HEIGHT = 0.55
STUB_HEIGHT, STUB_STEPS = 0.08, 40
"""How thick and how long a bar is before it counts: the same for all."""

NO_WIDTH = 1e-3
"""Used in place of a width of 0, which could not be stretched again; too narrow to be seen."""


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


class StepsBar(LiveGroup):
    """A bar as long as a number of steps, and the number at its end: a thin stub until it counts.

    Parameters
    ----------
    height
        Where it stands on the screen.
    color
        The bar's colour.
    longest
        How many steps fill the row.
    strength
        How strong it is, from 0 to 1.
    """

    def __init__(self, height: float, color: str, longest: float, strength: float = 1.0) -> None:
        self.bar = Rectangle(height=STUB_HEIGHT, stroke_width=0, fill_color=color, fill_opacity=strength)
        self.number = Readout(0, "{:,.0f}", style.HEADING_SIZE, bold=True).set_fill(opacity=0)
        super().__init__(self.bar, self.number)
        self._left = (BAR_LEFT, height, 0)
        self._strength = strength
        self._steps = float(STUB_STEPS)
        self.scale_to(longest)

    def scale_to(self, longest: float) -> Self:
        """Let so many steps fill the row."""
        self._unit = (STEPS_RIGHT - BAR_LEFT) / longest
        return self.set_to(self._steps)

    def set_to(self, steps: float) -> Self:
        """Show a number of steps."""
        self._steps = steps
        self.bar.stretch_to_fit_width(steps * self._unit)
        self.bar.move_to(self._left, aligned_edge=LEFT)
        self.number.set_to(steps)
        self.number.next_to(self.bar, RIGHT, buff=0.2)
        return self

    def place_of(self, steps: npt.ArrayLike) -> Array:
        """Return where on the bar's middle line so many steps end, shape ``(..., 3)``."""
        along = self._unit * np.asarray(steps, dtype=float)[..., None]
        place: Array = np.array(self._left) + along * RIGHT
        return place

    def counting_to(self, steps: float) -> Animation:
        """Return what lets it grow to a number of steps, and its number show."""
        start = self._steps

        def count(row: Any, share: float) -> None:
            opened = min(1.0, 3 * share)
            row.bar.stretch_to_fit_height(STUB_HEIGHT + opened * (BAR_HEIGHT - STUB_HEIGHT))
            row.set_to(start + share * (steps - start))
            row.number.set_fill(opacity=opened * self._strength)

        return UpdateFromAlphaFunc(self, count)


class Mark(VGroup):
    """A ring round a point of a curve, and words beside it, in the curve's colour."""

    def __init__(self, point: Array, text: str, color: str, side: Array, buff: float = 0.1) -> None:
        self.ring = Circle(radius=0.15, stroke_color=style.INK, stroke_width=style.THIN).move_to(point)
        self.words = words(text, style.LABEL_SIZE, color=color, bold=True)
        self.words.next_to(self.ring, side, buff=buff)
        super().__init__(self.ring, self.words)


def names_at(ends: Array) -> VGroup:
    """Return the values of β beside the ends of their curves, of shape ``(names, 3)``, apart."""
    names = VGroup()
    lowest = -np.inf
    for momentum, color, end in zip(MOMENTA, COLORS, ends, strict=True):
        lowest = max(lowest + NAMES_APART, end[1])
        names.add(name_of(momentum, color).move_to((end[0] + NAME_GAP, lowest, 0), aligned_edge=LEFT))
    return names


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
        self.minimum.next_to(self.plot.to_screen(BEFORE_START, 0), DR, buff=0.18)
        self.curves = [self._curve(index) for index in range(len(MOMENTA))]
        self.names = names_at(np.array([curve.curve[-1] for curve in self.curves]))
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
        standing = [name.get_center() for name in self.names]
        for name, height in zip(self.names, KEPT_ROWS, strict=True):
            name.move_to((end + NAME_GAP, height, 0), aligned_edge=LEFT)
        edge = DashedLine(
            (end, WHOLE_ROW, 0), (end, KEPT_ROWS[0] - 0.3, 0), color=style.MUTED_INK, stroke_width=style.THIN
        )
        friction = words("friction takes the rest", style.LABEL_SIZE, color=style.MUTED_INK)
        friction.move_to((end - NAME_GAP, KEPT_ROWS[SHORT] + FRICTION_RISE, 0), aligned_edge=RIGHT)
        self.whole = VGroup(whole, velocity, edge, friction)
        self.standing = standing
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
                FadeIn(self.names, friction, rate_func=squish_rate_func(smooth, 0.4, 1)),
                Succession(Wait(0.4), pulse(self.rules[0].select("kept"))),
                run_time=1.4,
            )
            beat.until("Four betas")
            self.play(LaggedStart(*map(pulse, self.names), lag_ratio=0.2, run_time=style.CALM))
            beat.until("one learning rate")
            self.play(pulse(self.rules[0].select("push")[0]), run_time=style.CALM)

    def _kept_end(self, index: int) -> Array:
        """Return where the kept part of the velocity ends."""
        return np.array([KEPT_LEFT + max(MOMENTA[index] * KEPT_LENGTH, NO_WIDTH), KEPT_ROWS[index], 0])

    def cross_first(self) -> None:
        """Run until the largest β has crossed the minimum, overshot it and swung back, and forth again."""
        run = Landmarks.of(self.positions[:, LONG])
        past = f"{self.positions[run.peak, LONG]:.2f}"
        self.step.follow(self.clock.get_value)
        crossing = Mark(self._at(LONG, run.crossing), f"step {run.crossing}", COLORS[LONG], UL)
        peak = Mark(self._at(LONG, run.peak), f"+{past}", COLORS[LONG], UP)
        chart = VGroup(self.plot, self.zero, self.minimum, self.rate)
        with self.beat(
            "First across",
            f"Beta {MOMENTA[LONG]:g} crosses the minimum first, at step {run.crossing}. "
            f"But friction hardly slows it: it shoots past to {past}, and swings back.",
        ) as beat:
            # What was kept shrinks to the dots at the start, and each name goes to its curve's end.
            start = self._at(NONE, 0)
            self.play(
                FadeOut(self.rules, self.whole, rate_func=squish_rate_func(smooth, 0, 0.4)),
                *(MoveVector(arrow, start, start) for arrow in self.kept),
                *(
                    ApplyMethod(name.move_to, place)
                    for name, place in zip(self.names, self.standing, strict=True)
                ),
                FadeIn(chart, self.step, rate_func=squish_rate_func(smooth, 0.45, 0.9)),
                FadeIn(*self.curves, rate_func=squish_rate_func(smooth, 0.75, 1)),
                run_time=1.0,
            )
            self.remove(*self.kept)
            self._run_to(run.crossing, 2.3, ease_out_sine)
            beat.until("at step")
            self.play(FadeIn(crossing), run_time=style.QUICK)
            beat.until("But friction")
            self._run_to(run.peak, 2.2)
            self.play(FadeIn(peak), run_time=style.QUICK)
            beat.until(past)
            self._run_to(SHOWN_STEPS, 2.7)
        self.marks: tuple[Any, ...] = (crossing, peak)
        for mobject in self.picture:
            mobject.clear_updaters()

    def settle(self) -> None:
        """Go along the curve of the usual β, to where it crosses and overshoots, and on as it settles."""
        run = Landmarks.of(self.positions[:, USUAL])
        overshoot = self.positions[run.peak, USUAL] / -FLOOR_START[0]
        crossing = Mark(self._at(USUAL, run.crossing), f"step {run.crossing}", COLORS[USUAL], UL, 0.02)
        # Its height stays as the curve sinks back below it, where no other curve is.
        level = self.positions[run.peak, USUAL]
        corners = self.plot.to_screen([run.peak, PAST_ENDS, PAST_ENDS], [level, level, 0])
        top = VMobject(stroke_color=style.INK, stroke_width=style.THIN).set_points_as_corners(corners)
        past = words(f"{100 * overshoot:.1f} % past", style.LABEL_SIZE, color=COLORS[USUAL], bold=True)
        past.next_to(top, UP, buff=0.12).align_to(top, RIGHT)
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
                # One step at a time: the dots at the end leave, and the clock begins again with the new one.
                FadeOut(
                    *self.marks,
                    self.step,
                    *(curve.marker for curve in self.curves),
                    rate_func=squish_rate_func(smooth, 0, 0.5),
                ),
                FadeIn(step.update(), dot.update(), rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=0.5,
            )
            # Whole again: their parts were faded one by one.
            self.add(*self.curves, self.names, dot)
            self.play(ApplyMethod(seen.set_value, run.crossing), rate_func=linear, run_time=1.2)
            beat.until("at")
            self.play(FadeIn(crossing), run_time=style.QUICK)
            beat.until("overshoots")
            # One number at a time: the two are close.
            self.play(
                FadeOut(crossing, run_time=style.QUICK),
                ApplyMethod(seen.set_value, run.peak, rate_func=linear, run_time=0.7),
            )
            self.play(Create(top), FadeIn(past), run_time=style.QUICK)
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
        *names, longer_still = (
            name_of(momentum, color).move_to((style.SAFE_LEFT, height, 0), aligned_edge=LEFT)
            for momentum, color, height in zip((*MOMENTA, LONGER_STILL), colors, STEPS_ROWS, strict=True)
        )
        note = plain_note(names[NONE])
        longest = ValueTracker(max(self.arrivals[: len(MOMENTA)]))
        # The one that is not spoken of is fainter.
        strengths = [style.FADED if index == SHORT else 1.0 for index in range(len(colors))]
        rows = [
            StepsBar(height, color, longest.get_value(), strength)
            for height, color, strength in zip(STEPS_ROWS, colors, strengths, strict=True)
        ]
        lines = [curve.line for curve in self.curves]
        foot, top = (BAR_LEFT, STEPS_ROWS[NONE] - BAR_HEIGHT / 2, 0), BAR_HEIGHT / 2
        zero = Line(
            foot, (BAR_LEFT, STEPS_ROWS[LONG] + top, 0), stroke_color=style.MUTED_INK, stroke_width=style.THIN
        )
        leaving = [mobject for mobject in self.picture if mobject not in self.curves]
        self.remove(*self.curves)
        self.add(*lines)
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
                *(self._flatten(index, rows[index]) for index in range(len(MOMENTA))),
                FadeIn(*names, heading, note, zero, rate_func=squish_rate_func(smooth, 0.6, 1)),
                # Under the level curves, whose dashes they close.
                FadeIn(*rows[:-1], rate_func=squish_rate_func(smooth, 0.8, 1)),
                run_time=1.2,
            )
            self.remove(*lines)
            self._count(rows[NONE], NONE)
            beat.until(f"{MOMENTA[USUAL]:g} at")
            self._count(rows[USUAL], USUAL)
            beat.until(f"{MOMENTA[LONG]:g} at")
            self._count(rows[LONG], LONG)
            # The one that is not spoken of.
            self._count(rows[SHORT], SHORT)
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
                row.add_updater(lambda row: row.scale_to(longest.get_value()))
            almost.add_updater(lambda line: line.set_x(other.get_right()[0]))
            self.play(
                longest.animate.set_value(max(self.arrivals)),
                zero.animate.put_start_and_end_on(foot, (BAR_LEFT, STEPS_ROWS[-1] + top, 0)),
                heading.animate.shift(rise),
                FadeIn(longer_still, rows[-1], rate_func=squish_rate_func(smooth, 0.5, 1)),
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
                for index, row in enumerate(zip(rows, (*names, longer_still), strict=True))
                for each in row
                if index != USUAL
            )
            self.play(
                FadeIn(usual),
                *(each.animate.set_fill(opacity=style.FADED) for each in (*others, note)),
                almost.animate.set_stroke(opacity=style.FADED),
                run_time=style.CALM,
            )

    def _flatten(self, index: int, row: StepsBar) -> Animation:
        """Return what makes a curve the stub of its bar."""
        line: Any = self.curves[index].line
        first, last = self.plot.to_screen([0, SHOWN_STEPS], 0)[:, 0]
        flat = line.generate_target().set_stroke(
            width=STUB_HEIGHT * STROKES_A_UNIT, opacity=row.bar.get_fill_opacity()
        )
        flat.points = row.place_of(np.interp(line.points[:, 0], (first, last), (0, STUB_STEPS)))
        return MoveToTarget(line)

    def _count(self, row: StepsBar, index: int) -> None:
        """Let a row's bar grow to the steps at which its run is home."""
        self.play(row.counting_to(self.arrivals[index]), run_time=1.2)
