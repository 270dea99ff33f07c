"""Choosing beta: too little memory crawls, too much rings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Circle,
    Create,
    DashedLine,
    GrowFromCenter,
    Line,
    ManimColor,
    Mobject,
    Rectangle,
    Star,
    TransformFromCopy,
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
from scenes.mobjects.magnifier import Magnifier
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import momentum_rules, resting_map
from scenes.mobjects.typography import Readout, headline, with_minus_sign, words

MOMENTA = (0.0, 0.5, 0.9, 0.99)
NONE, SHORT, USUAL, LONG = range(len(MOMENTA))
FLOOR_START = (experiment.START[0], 0.0)
SHOWN_STEPS = 140


def _mixed(color: str, other: str, share: float) -> str:
    return interpolate_color(ManimColor(color), ManimColor(other), share).to_hex()


COLORS = (
    style.PLAIN_DESCENT,
    _mixed(style.MOMENTUM, style.INK, 0.75),
    style.MOMENTUM,
    _mixed(style.MOMENTUM, style.BACKGROUND, 0.2),
)
DASHES = (None, (0.05, 0.09), None, (0.22, 0.09))
NAMED = ((60, DOWN), (57, UP), (31, DR), (18, LEFT))
"""The step at which each curve is labelled, and on which side."""

# Layout, in units of the frame.
LANE_HEIGHTS = (2.8, 2.35, 1.9, 1.45)
HEAD_HEIGHT = LANE_HEIGHTS[0] + 0.45
LABEL_LEFT = -6.35
BAR_LEFT = -5.0
LANE_BAR = (1.75, 0.2)
LARGE_BAR = (9.0, 0.7)
TRACK = (-2.85, 6.3)
FLOOR = (-10.5, 8.6)
ROW_HEIGHTS = (1.6, 0.3, -1.0, -2.3)
MAGNIFIED_VALUES, MAGNIFIER_SIZE, MAGNIFIER_CORNER = (-0.4, 0.7), (3.0, 1.5), (0.5, -0.56, 0)
"""What the magnifier shows of θ₁, how large it is, and where its lower left corner stands."""

STEP_PLACE = (6.3, 3.12, 0)
STEPS_ROW = (TRACK[0], 5.1)
"""The left and right ends of the longest bar in the last beat."""

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


class FloorRun(LiveGroup):
    """A run along the floor on its lane: the stretch visited so far, and a dot where it is now.

    Parameters
    ----------
    positions
        θ₁ after each step.
    height
        Where the lane lies on the screen.
    color, dashes
        How the stretch is drawn.
    """

    def __init__(
        self, positions: Array, height: float, color: str, dashes: tuple[float, float] | None
    ) -> None:
        x = np.interp(positions, FLOOR, TRACK)
        self.points_of_steps = np.stack([x, np.full_like(x, height), np.zeros_like(x)], axis=-1)
        farthest = np.maximum.accumulate(self.points_of_steps)
        self.visited = GrowingCurve(farthest, color, dashes=dashes, marker_radius=0)
        self.dot = Circle(
            radius=style.MARKER_RADIUS,
            stroke_color=color,
            stroke_width=4,
            fill_color=style.INK,
            fill_opacity=1,
        )
        super().__init__(self.visited, self.dot)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the run up to a step."""
        self.visited.set_to(step)
        self.dot.move_to(position_at(self.points_of_steps, step))
        return self


class Lane(VGroup):
    """One of the values of β: its label, how much it keeps, and its run along the floor."""

    def __init__(self, index: int, positions: Array) -> None:
        height, color = LANE_HEIGHTS[index], COLORS[index]
        self.label = words(f"$beta$ = {MOMENTA[index]:g}", style.LABEL_SIZE)
        self.label.move_to((LABEL_LEFT, height, 0), aligned_edge=LEFT)
        self.bar = KeptBar(MOMENTA[index], LANE_BAR, color)
        self.bar.next_to((BAR_LEFT, height, 0), RIGHT, buff=0)
        ends = (TRACK[0], height, 0), (TRACK[1], height, 0)
        self.track = Line(*ends, stroke_color=style.FAINT_INK, stroke_width=style.THIN)
        self.run = FloorRun(positions, height, color, DASHES[index])
        super().__init__(self.label, self.bar, self.track, self.run)


class StartAndFinish(VGroup):
    """Lines across all lanes at the start and at the minimum, with a word and a star over them."""

    def __init__(self) -> None:
        self.start_line, self.finish_line = self._line_at(FLOOR_START[0]), self._line_at(0.0)
        self.start_name = words("start", style.SMALLEST_SIZE, color=style.MUTED_INK)
        self.start_name.move_to((on_track(FLOOR_START[0]), HEAD_HEIGHT, 0))
        self.star = Star(outer_radius=0.16, color=style.MINIMUM, fill_opacity=1, stroke_width=0)
        self.star.move_to((on_track(0.0), HEAD_HEIGHT, 0))
        super().__init__(self.start_line, self.finish_line, self.start_name, self.star)

    def _line_at(self, position: float) -> DashedLine:
        x = on_track(position)
        ends = (x, LANE_HEIGHTS[0] + 0.24, 0), (x, LANE_HEIGHTS[-1] - 0.22, 0)
        return DashedLine(*ends, color=style.MUTED_INK, stroke_width=style.HAIRLINE)


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
        self.bar = Rectangle(height=0.6, stroke_width=0, fill_color=color, fill_opacity=1)
        self.number = Readout(0, "{:.0f}", style.HEADING_SIZE, bold=True)
        super().__init__(self.bar, self.number)
        self._left = (STEPS_ROW[0], height, 0)
        self._unit = (STEPS_ROW[1] - STEPS_ROW[0]) / longest
        self.set_to(0)

    def set_to(self, steps: float) -> Self:
        """Show a number of steps."""
        self.bar.stretch_to_fit_width(max(steps, NO_WIDTH) * self._unit)
        self.bar.move_to(self._left, aligned_edge=LEFT)
        self.number.set_to(steps)
        self.number.next_to(self.bar, RIGHT, buff=0.2)
        return self


def on_track(position: float) -> float:
    """Return where a position along the floor stands on the lanes."""
    return float(np.interp(position, FLOOR, TRACK))


def bar_heads() -> VGroup:
    """Return the words over the two ends of the lanes' bars."""
    kept, friction = (
        words(name, style.SMALLEST_SIZE, color=style.MUTED_INK) for name in ("kept", "friction")
    )
    kept.move_to((BAR_LEFT, HEAD_HEIGHT, 0), aligned_edge=LEFT)
    friction.move_to((BAR_LEFT + LANE_BAR[0], HEAD_HEIGHT, 0), aligned_edge=RIGHT)
    return VGroup(kept.align_to(friction, UP), friction)


def floor_plot() -> Plot:
    """Return the axes for the position along the floor over the steps."""
    plot = Plot(
        (0, SHOWN_STEPS),
        FLOOR,
        width=11.6,
        height=3.35,
        horizontal_ticks=(0, 50, 100),
        vertical_ticks=(-10, -5, 0, 5),
        horizontal_name="step",
        vertical_name="$theta_1$ along the floor",
    )
    return plot.shift((-5.55, -2.72, 0) - plot.to_screen(0, FLOOR[0]))


class ChoosingBeta(LessonScene):
    """Four values of beta race along the ravine's floor, on four lanes and in one plot."""

    title = "Choosing beta"
    idea = "Beta is how long it remembers, and more is not better."
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
        """Race the four, then compare when they arrive."""
        self.lay_out_the_race()
        self.ask_how_much_to_keep()
        self.cross_first()
        self.settle()
        self.come_home_for_good()
        self.cross_over(FadeOut(*self.picture), run_time=style.QUICK)
        self.cross_over(FadeIn(resting_map()), run_time=style.CALM)

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
        """The step from which each stays within the tolerance, from the start of the film's race."""
        runs = heavy_ball(
            RAVINE,
            experiment.START,
            learning_rate=self.learning_rate,
            momentum=MOMENTA,
            steps=experiment.ENOUGH_STEPS,
        )
        return [experiment.arrival(runs.run(index)) for index in range(len(MOMENTA))]

    # The picture.

    def lay_out_the_race(self) -> None:
        """Make what the beats show."""
        self.rules = momentum_rules()
        self.add(self.rules)
        self.clock = ValueTracker(0)
        indices = range(len(MOMENTA))
        lanes = [Lane(index, self.positions[:, index]) for index in indices]
        self.labels = VGroup(*(lane.label for lane in lanes))
        self.bars = VGroup(*(lane.bar for lane in lanes))
        self.tracks = VGroup(*(lane.track for lane in lanes))
        self.runs = VGroup(*(lane.run.follow(self.clock.get_value) for lane in lanes))
        self.bar_heads = bar_heads()
        self.ends = StartAndFinish()
        self.plot = floor_plot()
        self.zero = self.plot.level(0.0)
        self.curves = [self._curve(index) for index in indices]
        self.names = VGroup(*(self._name(index, *NAMED[index]) for index in indices))
        self.step_readout = Readout(0, "step {:.0f}", style.HEADING_SIZE, anchor=RIGHT)
        self.step_readout.shift(STEP_PLACE)

    def _curve(self, index: int) -> GrowingCurve:
        points = self.plot.to_screen(np.arange(SHOWN_STEPS + 1), self.positions[:, index])
        curve = GrowingCurve(points, COLORS[index], dashes=DASHES[index], marker_radius=0.09)
        return curve.follow(self.clock.get_value)

    def _name(self, index: int, step: int, side: Array) -> Typst:
        """Return a curve's label, which appears once the curve's tip has passed it."""
        name = words(f"$beta$ = {MOMENTA[index]:g}", style.SMALLEST_SIZE)
        name.next_to(self._at(index, step), side, buff=0.18)
        passed = step + 4

        def show_once_passed(_: Mobject) -> None:
            name.set_fill(opacity=float(np.clip((self.clock.get_value() - passed) / 8, 0, 1)))

        name.add_updater(show_once_passed, call_updater=True)
        return name

    def _mark(self, index: int, step: int, text: str, direction: Array) -> VGroup:
        """Return a ring around a point of a curve, and words beside it."""
        ring = Circle(radius=0.14, stroke_color=style.INK, stroke_width=style.THIN).move_to(
            self._at(index, step)
        )
        return VGroup(ring, words(text, style.SMALLEST_SIZE).next_to(ring, direction, buff=0.06))

    def _at(self, index: int, step: int) -> Array:
        """Return the point of a curve at a step."""
        point: Array = self.plot.to_screen(step, self.positions[step, index])
        return point

    def _run_to(self, step: float, run_time: float) -> None:
        """Run the clock to a step, at constant speed."""
        self.play(self.clock.animate.set_value(step), run_time=run_time, rate_func=linear)

    # The beats.

    def ask_how_much_to_keep(self) -> None:
        """Show β as a share of the velocity, then the four lanes of the race."""
        momentum = ValueTracker(MOMENTA[USUAL])
        large = KeptBar(MOMENTA[USUAL], LARGE_BAR, style.MOMENTUM)
        large.follow(momentum.get_value)
        kept, friction = words("$beta$ is kept"), words("$1 - beta$ is friction", color=style.MUTED_INK)
        value = words("$beta = $", style.HEADING_SIZE)
        number = Readout(MOMENTA[USUAL], "{:.2f}", style.HEADING_SIZE)
        kept.next_to(large, UP, buff=0.3).align_to(large, LEFT)
        friction.next_to(large, UP, buff=0.3).align_to(large, RIGHT)
        value.next_to(large, DOWN, buff=0.5).shift(0.5 * LEFT)
        number.next_to(value, RIGHT, buff=0.2).set_y(value.submobjects[-1].get_y()).follow(momentum.get_value)
        with self.beat(
            "Along the floor",
            "Beta is how much is kept; the rest is friction. So how much should we keep? "
            "Four values, one learning rate, and a race along the floor.",
        ):
            part = self.rules[0].select("kept")
            self.play(FadeIn(large, kept), pulse(part, 1.3), run_time=1.6)
            self.play(FadeIn(friction, value, number), run_time=style.CALM)
            self.play(momentum.animate.set_value(MOMENTA[SHORT]), run_time=1.8)
            self.play(momentum.animate.set_value(MOMENTA[LONG]), run_time=1.8)
            large.clear_updaters()
            self.play(
                FadeOut(kept, friction, value, number, large, self.rules),
                *(TransformFromCopy(large, bar) for bar in self.bars),
                FadeIn(self.labels, self.bar_heads),
                run_time=1.2,
            )
            self.play(
                Create(self.tracks),
                Create(self.ends.start_line),
                Create(self.ends.finish_line),
                FadeIn(self.ends.start_name),
                GrowFromCenter(self.ends.star),
                run_time=1.2,
            )
            self.play(
                FadeIn(self.plot, self.zero, self.step_readout),
                FadeIn(self.runs, *self.curves),
                run_time=1.2,
            )

    def cross_first(self) -> None:
        """Run until the largest β has crossed the minimum, overshot it and swung back."""
        run = Landmarks.of(self.positions[:, LONG])
        past, back = (with_minus_sign(f"{self.positions[step, LONG]:.2f}") for step in (run.peak, run.trough))
        self.step_readout.follow(self.clock.get_value)
        self.marks = VGroup(
            self._mark(LONG, run.crossing, f"step {run.crossing}", UL),
            self._mark(LONG, run.peak, f"+{past} at step {run.peak}", UR),
            self._mark(LONG, run.trough, f"{back} at step {run.trough}", DOWN),
        )
        with self.beat(
            "First across",
            f"Beta {MOMENTA[LONG]:g} crosses the minimum first, at step {run.crossing}. "
            f"But it keeps {MOMENTA[LONG]:.0%} of its speed: it shoots past to {past}, "
            f"and swings back to {back}.".replace("%", " percent"),
        ):
            self.add(self.names)
            self._run_to(run.crossing, 2.8)
            self.play(FadeIn(self.marks[0]), pulse(self.ends.star, 1.6), run_time=style.CALM)
            self._run_to(run.peak, 2.6)
            self.play(FadeIn(self.marks[1]), run_time=style.QUICK)
            self._run_to(run.trough, 3.6)
            self.play(FadeIn(self.marks[2]), run_time=style.QUICK)

    def settle(self) -> None:
        """Magnify how the usual β overshoots and settles."""
        run = Landmarks.of(self.positions[:, USUAL])
        overshoot = self.positions[run.peak, USUAL] / -FLOOR_START[0]
        window = range(run.crossing - 5, run.crossing + 61)
        magnifier = Magnifier(
            self.plot,
            self.positions[:, USUAL],
            window,
            MAGNIFIED_VALUES,
            COLORS[USUAL],
            size=MAGNIFIER_SIZE,
            corner=MAGNIFIER_CORNER,
        )
        here = ValueTracker(window.start)
        magnifier.curve.follow(lambda: here.get_value() - window.start)
        across = words(f"step {run.crossing}", style.SMALLEST_SIZE)
        across.next_to(magnifier.point(run.crossing), DR, buff=0.12)
        past = words(f"+{100 * overshoot:.1f} %", style.SMALLEST_SIZE)
        past.next_to(magnifier.point(run.peak), UP, buff=0.15)
        name = words(f"$beta$ = {MOMENTA[USUAL]:g}", style.SMALLEST_SIZE)
        name.move_to(magnifier.rim.get_corner(UR) + 0.15 * DL, aligned_edge=UR)
        with self.beat(
            "Just right",
            f"Beta {MOMENTA[USUAL]:g} crosses at step {run.crossing}, "
            f"overshoots by {100 * overshoot:.1f} percent, and settles. "
            f"Beta {MOMENTA[SHORT]:g} and plain descent are still on their way.",
        ):
            self.play(Create(magnifier.source), run_time=style.CALM)
            opening = TransformFromCopy(magnifier.source, magnifier.rim)
            self.play(FadeIn(magnifier.ground), opening, run_time=style.CALM)
            self.play(FadeIn(magnifier.zero, magnifier.curve, name), run_time=style.QUICK)
            self.play(here.animate.set_value(run.crossing), run_time=style.QUICK, rate_func=linear)
            self.play(FadeIn(across), run_time=style.QUICK)
            self.play(here.animate.set_value(run.peak), run_time=1.2, rate_func=linear)
            self.play(FadeIn(past), run_time=style.QUICK)
            self.play(
                here.animate.set_value(window.stop - 1),
                self.clock.animate.set_value(SHOWN_STEPS),
                run_time=4,
                rate_func=linear,
            )

    def come_home_for_good(self) -> None:
        """Compare the steps until each stays within a tenth of the minimum."""
        heading = headline(f"Steps until within {experiment.TOLERANCE:g} of the minimum, for good")
        steps = [ValueTracker(0) for _ in MOMENTA]
        rows = [
            StepsBar(height, color, max(self.arrivals)).follow(tracker.get_value)
            for height, color, tracker in zip(ROW_HEIGHTS, COLORS, steps, strict=True)
        ]
        staying = {*self.labels, *self.bars}
        leaving = [mobject for mobject in self.picture if not staying & set(mobject.get_family())]
        with self.beat(
            "Home for good",
            f"When is each within a tenth of the minimum for good? "
            f"Plain descent, after {self.arrivals[NONE]} steps. "
            f"Beta {MOMENTA[SHORT]:g}: {self.arrivals[SHORT]}. "
            f"Beta {MOMENTA[USUAL]:g}: {self.arrivals[USUAL]}. "
            f"And beta {MOMENTA[LONG]:g}: {self.arrivals[LONG]}. Too much memory costs as much as none.",
        ):
            self.play(FadeOut(*leaving))
            self.play(
                *(
                    part[index].animate.set_y(ROW_HEIGHTS[index])
                    for part in (self.labels, self.bars)
                    for index in range(len(MOMENTA))
                ),
                self.bar_heads.animate.shift((ROW_HEIGHTS[0] - LANE_HEIGHTS[0]) * UP),
                run_time=style.CALM,
            )
            self.play(FadeIn(heading), run_time=style.CALM)
            self.wait(1.4)
            for row, tracker, arrival in zip(rows, steps, self.arrivals, strict=True):
                self.add(row)
                self.play(tracker.animate.set_value(arrival), run_time=0.6 + arrival / 500, rate_func=linear)
            self.play(*(pulse(rows[index].number, 1.25) for index in (NONE, LONG)), run_time=2)
