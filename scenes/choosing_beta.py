"""Choosing beta: too little memory crawls, too much rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import ClassVar, Self

import numpy as np
from manim import (
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    Circle,
    Create,
    DashedLine,
    LaggedStart,
    ManimColor,
    Rectangle,
    Typst,
    ValueTracker,
    VGroup,
    interpolate_color,
    linear,
)

from momentum_sim import RAVINE, Array, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.descent_path import position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import momentum_rules, resting_map
from scenes.mobjects.typography import Readout, words, words_on_line

MOMENTA = (0.0, 0.5, 0.9, 0.99)
NONE, SHORT, USUAL, LONG = range(len(MOMENTA))
LONGER_STILL = 0.995
"""Of which only the steps home are shown."""

FLOOR_START = (experiment.START[0], 0.0)
SHOWN_STEPS = 140


def _mixed(color: str, other: str, share: float) -> str:
    return interpolate_color(ManimColor(color), ManimColor(other), share).to_hex()


COLORS = (
    style.PLAIN_DESCENT,
    _mixed(style.MOMENTUM, style.BACKGROUND, 0.22),
    style.MOMENTUM,
    style.LONG_MEMORY,
)
DASHES = (None, (0.06, 0.1), None, (0.24, 0.12))
WIDTHS = (4.0, 5.0, 7.0, 4.0)

# Layout, in units of the frame.
BAR_LEFT = -4.4
KEPT_BAR = (9.6, 0.5)
KEPT_ROWS = (1.5, 0.5, -0.5, -1.5)
HEAD_HEIGHT = KEPT_ROWS[0] + 0.45
FLOOR = (-10.5, 8.9)
PLOT_CORNER, PLOT_SIZE = (-5.4, -2.0, 0), (10.2, 4.55)
BEFORE_START = -3
"""Where the axis of the steps begins, so that the dots at step 0 do not cover a number beside it."""
PAUSE_AT = 60
"""The step at which the runs stand still while the usual β is spoken of: before the longest one is back."""
NAMES_APART = 0.42
LOWEST_NAME = -1.8
NAME_RIM = 10
APART = (0.1, 0.18)
"""How far a dot is from the nearest other one when its name begins to be seen, and when it is wholly seen."""

NAMES_PASS = (0.34, 0.7)
"""The same for the largest β's name and the other names, which it passes."""

CLOCK_PLACE = (6.3, 3.12, 0)
"""The end of the line of the step."""

STEPS_ROWS = (2.15, 1.25, 0.35, -0.55, -1.45)
STEPS_HEAD = 3.0
STEPS_RIGHT = 5.0
"""The right end of the longest bar in the last beat."""

NO_WIDTH = 1e-3
"""Used in place of a width of 0, which could not be stretched again; too narrow to be seen."""


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The steps at which a run first reaches the minimum, is farthest past it, and farthest back again."""

    crossing: int
    peak: int
    trough: int

    @classmethod
    def of(cls, positions: Array) -> Landmarks:
        """Find them in positions along the floor that start below the minimum, at 0."""
        crossing = int(np.argmax(positions >= 0))
        peak = crossing + int(np.argmax(positions[crossing:]))
        return cls(crossing, peak, peak + int(np.argmin(positions[peak:])))


class KeptBar(LiveGroup):
    """A bar whose filled part is the share of the velocity that is kept; the empty part is friction."""

    def __init__(self, momentum: float, size: tuple[float, float], color: str) -> None:
        super().__init__()
        self.whole = Rectangle(
            width=size[0], height=size[1], stroke_color=style.MUTED_INK, stroke_width=style.THIN
        )
        self.kept = Rectangle(height=size[1], stroke_width=0, fill_color=color, fill_opacity=1)
        self.add(self.kept, self.whole)
        self.set_to(momentum)

    def set_to(self, momentum: float) -> Self:
        """Fill the bar to a momentum."""
        self.kept.stretch_to_fit_width(max(momentum, NO_WIDTH) * self.whole.width)
        self.kept.move_to(self.whole).align_to(self.whole, LEFT)
        return self


class StepsBar(LiveGroup):
    """A bar as long as a number of steps, and the number at its end.

    Parameters
    ----------
    height
        Where it stands on the screen.
    color
        The bar's colour.
    longest
        How many steps fill the row.
    """

    def __init__(self, height: float, color: str, longest: int) -> None:
        self.bar = Rectangle(height=0.55, stroke_width=0, fill_color=color, fill_opacity=1)
        self.number = Readout(0, "{:,.0f}", style.HEADING_SIZE, bold=True)
        super().__init__(self.bar, self.number)
        self._left = (BAR_LEFT, height, 0)
        self._unit = (STEPS_RIGHT - BAR_LEFT) / longest
        self.set_to(0)

    def set_to(self, steps: float) -> Self:
        """Show a number of steps."""
        self.bar.stretch_to_fit_width(max(steps, NO_WIDTH) * self._unit)
        self.bar.move_to(self._left, aligned_edge=LEFT)
        self.number.set_to(steps)
        self.number.next_to(self.bar, RIGHT, buff=0.2)
        return self


class Mark(VGroup):
    """A ring round a point of a curve, and words beside it, in the curve's colour."""

    def __init__(self, point: Array, text: str, color: str, side: Array, buff: float = 0.1) -> None:
        self.ring = Circle(radius=0.15, stroke_color=style.INK, stroke_width=style.THIN).move_to(point)
        self.words = words(text, style.LABEL_SIZE, color=color, bold=True)
        self.words.next_to(self.ring, side, buff=buff)
        super().__init__(self.ring, self.words)


class RidingNames(LiveGroup):
    """The curves' names, each to the right of its dot, and none over another: the larger β stands higher.

    The largest β's name stands beside its dot wherever that is. It cannot be seen while it passes another
    name, nor the others while their dots are upon one another.

    Parameters
    ----------
    names
        The names, from the smallest β on.
    curves
        The curves on the screen, as points of shape ``(steps + 1, 3)``.
    """

    def __init__(self, names: Sequence[Typst], curves: Sequence[Array]) -> None:
        super().__init__(*names)
        # A rim of ground, where the level of the minimum passes beneath.
        self.set_stroke(style.BACKGROUND, NAME_RIM, background=True)
        self._curves = curves
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Move the names along to a step."""
        places = np.array([position_at(points, step) for points in self._curves])
        x, dots = places[0, 0], places[:, 1]
        heights, lowest = dots.copy(), LOWEST_NAME
        for index in range(len(dots) - 1):
            heights[index] = max(dots[index], lowest)
            lowest = heights[index] + NAMES_APART
        for index, name in enumerate(self):
            if index < len(dots) - 1:
                gap, span = np.abs(np.delete(dots[:-1], index) - dots[index]).min(), APART
            else:
                gap, span = np.abs(heights[:-1] - dots[-1]).min(), NAMES_PASS
            seen = float(np.interp(gap, span, (0, 1)))
            name.move_to((x + 0.25, heights[index], 0), aligned_edge=LEFT)
            name.set_fill(opacity=seen).set_stroke(opacity=seen, background=True)
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
    return words(f"$#sym.beta$ = {momentum:g}", style.LABEL_SIZE, color=color, bold=True)


def name_of_row(momentum: float, color: str) -> Typst:
    """Return the name of a row of bars: of no momentum, it says what that is."""
    name = f"$#sym.beta$ = {momentum:g}" + ("" if momentum else " (plain)")
    return words(name, style.LABEL_SIZE, color=color, bold=True)


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
            LaggedStart(FadeOut(*self.picture), FadeIn(resting_map()), lag_ratio=0.25, run_time=0.6)
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
        momenta = (*MOMENTA, LONGER_STILL)
        runs = heavy_ball(
            RAVINE,
            experiment.START,
            learning_rate=self.learning_rate,
            momentum=momenta,
            steps=experiment.ENOUGH_STEPS,
        )
        return [experiment.arrival(runs.run(index)) for index in range(len(momenta))]

    # The picture.

    def lay_out_the_race(self) -> None:
        """Make what the beats show."""
        self.rules = momentum_rules()
        self.add(self.rules)
        self.clock = ValueTracker(0)
        self.plot = floor_plot()
        self.zero = self.plot.level(0.0)
        self.minimum = words("minimum", style.SMALLEST_SIZE, color=style.MUTED_INK)
        self.minimum.next_to(self.plot.to_screen(BEFORE_START, 0), DR, buff=0.12)
        self.curves = [self._curve(index) for index in range(len(MOMENTA))]
        self.names = RidingNames(
            [name_of(momentum, color) for momentum, color in zip(MOMENTA, COLORS, strict=True)],
            [curve.curve for curve in self.curves],
        ).follow(self.clock.get_value)
        self.step = Readout(0, "step {:.0f}", style.BODY_SIZE, anchor=RIGHT).shift(CLOCK_PLACE)
        self.rate = words_on_line(f"$alpha$ = {self.learning_rate:g}", (0, CLOCK_PLACE[1], 0))
        self.rate.shift((CLOCK_PLACE[0] - 1.75 - self.rate.get_right()[0]) * RIGHT)

    def _curve(self, index: int) -> GrowingCurve:
        points = self.plot.to_screen(np.arange(SHOWN_STEPS + 1), self.positions[:, index])
        curve = GrowingCurve(
            points, COLORS[index], dashes=DASHES[index], width=WIDTHS[index], marker_radius=0.1
        )
        return curve.follow(self.clock.get_value)

    def _at(self, index: int, step: int) -> Array:
        """Return the point of a curve at a step."""
        point: Array = self.plot.to_screen(step, self.positions[step, index])
        return point

    def _run_to(self, step: float, run_time: float) -> None:
        """Run the clock to a step, at constant speed."""
        self.play(self.clock.animate.set_value(step), run_time=run_time, rate_func=linear)

    # The beats.

    def ask_how_much_to_keep(self) -> None:
        """Show β as a share of the velocity for four values, then give each its curve."""
        filled = ValueTracker(0)
        labels, bars = VGroup(), VGroup()
        for momentum, color, height in zip(MOMENTA, COLORS, KEPT_ROWS, strict=True):
            bars.add(self._kept_bar(momentum, color, height, filled))
            labels.add(name_of_row(momentum, color).move_to((style.SAFE_LEFT, height, 0), aligned_edge=LEFT))
        kept, friction = (
            words_on_line(name, (BAR_LEFT, HEAD_HEIGHT, 0), style.LABEL_SIZE, color=style.MUTED_INK)
            for name in ("kept", "friction takes the rest")
        )
        friction.align_to(bars, RIGHT)
        self.kept = VGroup(labels, bars, kept, friction)
        with self.beat(
            "Four values",
            "How much should it keep? Four values of beta, one learning rate.",
        ) as beat:
            self.play(FadeIn(self.kept), run_time=style.CALM)
            beat.until("keep")
            self.play(pulse(self.rules[0].select("kept"), 1.08), run_time=style.CALM)
            beat.until("Four values")
            self.play(filled.animate.set_value(1), run_time=1.3)
            beat.until("one learning rate")
            self.play(pulse(self.rules[0].select("push")[0], 1.08), run_time=style.CALM)
        bars.clear_updaters(recursive=True)

    def _kept_bar(self, momentum: float, color: str, height: float, filled: ValueTracker) -> KeptBar:
        bar = KeptBar(0, KEPT_BAR, color)
        bar.next_to((BAR_LEFT, height, 0), RIGHT, buff=0)
        return bar.follow(lambda: momentum * filled.get_value())

    def cross_first(self) -> None:
        """Run until the largest β has crossed the minimum, overshot it and swung back."""
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
            self.play(
                LaggedStart(
                    FadeOut(self.rules, self.kept),
                    FadeIn(chart, self.step, *self.curves, self.names),
                    lag_ratio=0.25,
                ),
                run_time=style.CALM,
            )
            self._run_to(run.crossing, 2.5)
            beat.until("at step")
            self.play(FadeIn(crossing), run_time=style.QUICK)
            beat.until("But friction")
            self._run_to(run.peak, 2.4)
            beat.until(past)
            self.play(FadeIn(peak), run_time=style.QUICK)
            beat.until("and swings back")
            self._run_to(PAUSE_AT, 1.5)

    def settle(self) -> None:
        """Point out where the usual β crosses and how far it overshoots, and run on while it rests."""
        run = Landmarks.of(self.positions[:, USUAL])
        overshoot = self.positions[run.peak, USUAL] / -FLOOR_START[0]
        crossing = Mark(self._at(USUAL, run.crossing), f"step {run.crossing}", COLORS[USUAL], UL, 0.02)
        past = Mark(self._at(USUAL, run.peak), f"{100 * overshoot:.1f} % past", COLORS[USUAL], DOWN, 0.12)
        # To the left of where the largest β's curve comes down.
        past.words.align_to(past.ring, RIGHT)
        with self.beat(
            f"{MOMENTA[USUAL]:g} settles",
            f"Beta {MOMENTA[USUAL]:g} crosses at {run.crossing}, "
            f"overshoots by {100 * overshoot:.1f} percent, and settles.",
        ) as beat:
            beat.until("crosses")
            self.play(FadeIn(crossing), run_time=style.CALM)
            beat.until("overshoots")
            self._run_to(run.peak, 0.3)
            self.play(FadeIn(past), run_time=style.QUICK)
            self._run_to(SHOWN_STEPS, 2.2)

    def come_home(self) -> None:
        """Compare the steps until each is home."""
        momenta, colors = (*MOMENTA, LONGER_STILL), (*COLORS, style.LONG_MEMORY)
        labels = [
            name_of_row(momentum, color).move_to((style.SAFE_LEFT, height, 0), aligned_edge=LEFT)
            for momentum, color, height in zip(momenta, colors, STEPS_ROWS, strict=True)
        ]
        heading = words_on_line("steps home", (BAR_LEFT, STEPS_HEAD, 0), color=style.MUTED_INK)
        rows = [
            StepsBar(height, color, max(self.arrivals))
            for height, color in zip(STEPS_ROWS, colors, strict=True)
        ]
        usual = words("the usual choice", style.BODY_SIZE, color=style.MOMENTUM, bold=True)
        leaving = self.picture
        for mobject in leaving:
            mobject.clear_updaters()
        with self.beat(
            "Home",
            f"Home: plain descent at {self.arrivals[NONE]}, "
            f"{MOMENTA[USUAL]:g} at {self.arrivals[USUAL]}, and {MOMENTA[LONG]:g} at {self.arrivals[LONG]}. "
            f"Here, that much memory costs almost as much as none, and {LONGER_STILL:g} twice that. "
            f"{MOMENTA[USUAL]:g} is the usual choice.",
            shown=f"With beta {MOMENTA[SHORT]:g}, home is at step {self.arrivals[SHORT]}, "
            f"with {LONGER_STILL:g} at {self.arrivals[-1]:,}.",
        ) as beat:
            self.play(
                LaggedStart(FadeOut(*leaving), FadeIn(heading, *labels[: len(MOMENTA)]), lag_ratio=0.25),
                run_time=style.CALM,
            )
            beat.until("plain descent")
            self._count(rows, NONE, SHORT)
            beat.until(f"{MOMENTA[USUAL]:g} at")
            self._count(rows, USUAL)
            beat.until(f"{MOMENTA[LONG]:g} at")
            self._count(rows, LONG)
            beat.until("Here, that much")
            bar, other = rows[NONE].bar, rows[LONG].bar
            low = (bar.get_right()[0], other.get_top()[1], 0)
            almost = DashedLine(bar.get_corner(DR), low, color=style.INK, stroke_width=style.THIN)
            self.play(
                Create(almost),
                *(pulse(rows[index].number, 1.08) for index in (NONE, LONG)),
                run_time=style.SLOW,
            )
            beat.until(f"and {LONGER_STILL:g} twice")
            self.play(FadeIn(labels[-1]), run_time=style.QUICK)
            self._count(rows, -1)
            beat.until(f"{MOMENTA[USUAL]:g} is the usual")
            usual.next_to(rows[USUAL].number, RIGHT, buff=0.4)
            others = (row for index, row in enumerate(rows) if index != USUAL)
            self.play(
                FadeIn(usual),
                *(row.animate.set_fill(opacity=style.FADED) for row in others),
                almost.animate.set_stroke(opacity=style.FADED),
                run_time=style.CALM,
            )

    def _count(self, rows: Sequence[StepsBar], *indices: int) -> None:
        """Let rows' bars grow together to the steps at which their runs are home."""
        counted = [rows[index] for index in indices]
        share = ValueTracker(0)
        self.play(FadeIn(*counted), run_time=0.2)
        for row, index in zip(counted, indices, strict=True):
            row.follow(partial(_share_of, self.arrivals[index], share))
        self.play(share.animate.set_value(1), run_time=style.CALM)
        for row in counted:
            row.clear_updaters()


def _share_of(whole: float, share: ValueTracker) -> float:
    return whole * share.get_value()
