"""Worked example: what agrees adds up, what alternates is damped, number by number."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    Dot,
    GrowFromEdge,
    Line,
    Rectangle,
    TransformFromCopy,
    ValueTracker,
    VGroup,
    linear,
)

from momentum_sim import Array, theory, velocity_sum
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.plot import Plot
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import Readout, format_number, formula, words

ALPHA = 0.1
BETA = experiment.MOMENTUM
ALONG, ACROSS = 1.0, 2.0
"""The sizes of the two gradients: one always of the same sign, one alternating."""

ROWS = 4
STEPS = 60

GRADIENTS = np.stack([np.full(STEPS, ALONG), ACROSS * (-1.0) ** np.arange(STEPS)], axis=-1)
"""g of each step, shape ``(STEPS, 2)``: along, across."""

VELOCITIES = velocity_sum(GRADIENTS, learning_rate=ALPHA, momentum=BETA)
LIMIT_ALONG = float(theory.steady_velocity(ALONG, ALPHA, BETA))
LIMIT_ACROSS = float(theory.alternating_velocity(ACROSS, ALPHA, BETA))
GAIN = LIMIT_ALONG / (ALPHA * ALONG)
DAMPING = ALPHA * ACROSS / LIMIT_ACROSS

# Layout, in units of the frame.
COLUMNS = (-5.75, -4.85, -3.9, -2.35, -0.75)
"""The right ends of the table's columns."""

HEADER_Y = 2.2
ROW_Y = (1.5, 0.88, 0.26, -0.36)
LAST_ROW_Y = -1.6
ARROW_UNIT = 9.0
"""Length on the screen of a velocity of one, for every arrow of the scene."""

ALONG_ORIGIN = 1.0
ACROSS_FLOOR = -2.8
ACROSS_COLUMNS = (1.5, 2.9, 4.3, 5.7)
SUM_RADIUS = 0.075
SIDE_STEP = 0.14
"""Half the distance between the two arrows of a column, which would otherwise lie on one another."""

SHORTEST_UNLABELLED = 0.25
"""A kept velocity shorter than this on the screen is labelled with its number."""

PLOT_WIDTH, PLOT_HEIGHT = 5.0, 1.9
PLOT_LEFT = 0.9

BAR_UNIT = 8.0
BAR_LEFT = -3.3
BAR_HEIGHT = 0.42
FACTOR_LEFT = -0.2


def kept_and_pushed(row: int) -> tuple[Array, Array]:
    """Return βv and αg of a row, counted from 0, shape ``(2,)`` each; they add up to its velocity."""
    before = VELOCITIES[row - 1] if row else np.zeros(2)
    return BETA * before, ALPHA * GRADIENTS[row]


class ArrowPair(VGroup):
    """βv and αg of one row and one direction, tip to tail and to scale."""

    def __init__(self, row: int, direction: int) -> None:
        super().__init__()
        kept, pushed = (float(part[direction]) for part in kept_and_pushed(row))
        if direction == 0:
            origin, axis, aside = np.array([ALONG_ORIGIN, ROW_Y[row], 0.0]), RIGHT, 0 * UP
        else:
            origin, axis = np.array([ACROSS_COLUMNS[row], ACROSS_FLOOR, 0.0]), UP
            aside = SIDE_STEP * RIGHT if row else 0 * RIGHT
        tip = origin + ARROW_UNIT * kept * axis
        end = tip + ARROW_UNIT * pushed * axis
        self.kept = VectorArrow(origin - aside, tip - aside, style.VELOCITY)
        self.pushed = VectorArrow(tip + aside, end + aside, style.GRADIENT)
        self.origin, self.end = origin - aside, end + aside
        self.velocity = end - origin
        self.number = VGroup()
        if row:
            self.add(self.kept, self.number)
        if row and abs(ARROW_UNIT * kept) < SHORTEST_UNLABELLED:
            number = words(format_number(kept), style.SMALLEST_SIZE, color=style.VELOCITY)
            self.number.add(number.next_to(self.kept, LEFT, buff=0.12).set_y(ACROSS_FLOOR - 0.3))
        self.add(self.pushed)

    def velocity_arrow(self) -> VectorArrow:
        """Return their sum as one arrow."""
        return VectorArrow(self.origin, self.origin + self.velocity, style.VELOCITY)


class Row(LiveGroup):
    """A row of the table: step, g₁, g₂, v₁, v₂; its cells are shown one by one."""

    def __init__(self, step: int, y: float) -> None:
        super().__init__()
        templates = ("{:.0f}", "{:+.0f}", "{:+.0f}", "{:.3f}", "{:.3f}")
        colors = (style.MUTED_INK, style.GRADIENT, style.GRADIENT, style.VELOCITY, style.VELOCITY)
        for x, template, color in zip(COLUMNS, templates, colors, strict=True):
            cell = Readout(0, template, style.BODY_SIZE, color=color, anchor=RIGHT)
            self.add(cell.shift((x, y - 0.12, 0)))
        self.set_to(step)

    def set_to(self, step: float) -> Self:
        """Show the numbers of a step, counted from 1."""
        row = int(step) - 1
        for cell, number in zip(self, (row + 1, *GRADIENTS[row], *VELOCITIES[row]), strict=True):
            cell.set_to(number)
        return self

    def cells(self, *columns: int) -> VGroup:
        """Return some of the cells."""
        return VGroup(*(self[column] for column in columns))


class Comparison(VGroup):
    """Plain descent's step over momentum's velocity in one direction, as bars to the scene's one scale."""

    def __init__(self, direction: str, y: float, plain: float, momentum: float, factor: str) -> None:
        super().__init__()
        high, low = y, y - 1.3 * BAR_HEIGHT
        self.plain = _bar(plain, high, style.PLAIN_DESCENT)
        self.momentum = _bar(momentum, low, style.MOMENTUM)
        title = words(direction, style.BODY_SIZE, bold=True)
        title.move_to((BAR_LEFT, y + 0.6, 0), aligned_edge=LEFT)
        self.names = VGroup(
            title,
            words("plain descent", style.LABEL_SIZE, color=style.PLAIN_DESCENT).next_to(self.plain, LEFT),
            words("with momentum", style.LABEL_SIZE, color=style.MOMENTUM).next_to(self.momentum, LEFT),
        )
        self.numbers = VGroup(
            words(format_number(plain), style.LABEL_SIZE).next_to(self.plain, RIGHT),
            words(format_number(momentum), style.LABEL_SIZE).next_to(self.momentum, RIGHT),
        )
        self.factor = words(factor, style.HEADING_SIZE, bold=True)
        self.factor.move_to((FACTOR_LEFT, (high + low) / 2, 0), aligned_edge=LEFT)
        if momentum > plain:
            self.factor.align_to(self.plain, UP)
        self.add(self.plain, self.momentum, self.names, self.numbers, self.factor)


def _bar(velocity: float, y: float, color: str) -> Rectangle:
    bar = Rectangle(width=BAR_UNIT * velocity, height=BAR_HEIGHT, stroke_width=0, fill_color=color)
    return bar.set_fill(opacity=1).move_to((BAR_LEFT, y, 0), aligned_edge=LEFT)


def velocity_plots() -> tuple[Plot, Plot]:
    """Return the axes for the velocities along and across over the steps, one above the other."""
    top, reach = 1.1 * LIMIT_ALONG, 1.2 * ALPHA * ACROSS
    along = Plot(
        (0, STEPS),
        (0, top),
        width=PLOT_WIDTH,
        height=PLOT_HEIGHT,
        vertical_ticks=[0, 1],
        vertical_name="*along* $vel_1$",
    )
    across = Plot(
        (0, STEPS),
        (-reach, reach),
        width=PLOT_WIDTH,
        height=PLOT_HEIGHT,
        horizontal_ticks=[20, 40, (STEPS, f"step {STEPS}")],
        vertical_ticks=[-0.2, 0, 0.2],
        vertical_name="*across* $vel_2$",
    )
    for plot, y in ((along, 1.45), (across, -1.85)):
        plot.set_y(y).shift(RIGHT * (PLOT_LEFT - plot.to_screen(0, 0)[0]))
    return along, across


def velocity_curve(plot: Plot, direction: int) -> GrowingCurve:
    """Return the velocity in one direction over the steps, from 0, drawn up to the table's last row."""
    values = np.concatenate([[0.0], VELOCITIES[:, direction]])
    points = plot.to_screen(np.arange(STEPS + 1), values)
    return GrowingCurve(points, style.VELOCITY, step=ROWS, width=style.THIN, marker_radius=0.08)


class WorkedExample(LessonScene):
    """The lesson's table beside its arrows, then sixty steps, then the two factors."""

    title = "A worked example"
    idea = "Consistent gradients add up, ten times over; alternating ones are damped, 1.9 times."

    def construct(self) -> None:
        """Play the beats."""
        self.rules = momentum_rules()
        self.add(self.rules)
        self.give_the_gradients()
        self.fill_the_rows()
        self.run_on()
        self.compare()
        self.cross_over(FadeOut(self.along_bars, self.across_bars, self.product, self.answer))

    def give_the_gradients(self) -> None:
        """Fill the table's gradients, and draw each as an arrow."""
        with self.beat(
            "Two directions",
            f"Now with numbers. Along, the gradient is always {ALONG:g}. Across, it alternates: "
            f"plus {ACROSS:g}, minus {ACROSS:g}. Alpha is {ALPHA:g}, beta {BETA:g}.",
        ):
            self._set_the_table()
            self._point_along()
            self._point_across()
            self._name_the_constants()

    def _set_the_table(self) -> None:
        names = ("#muted[step]", "$slope(g_1)$", "$slope(g_2)$", "$vel_1$", "$vel_2$")
        self.header = VGroup()
        for name, x in zip(names, COLUMNS, strict=True):
            size = style.LABEL_SIZE if "step" in name else style.HEADING_SIZE
            self.header.add(words(name, size).move_to((x, HEADER_Y, 0), aligned_edge=RIGHT))
        y = (HEADER_Y + ROW_Y[0]) / 2
        self.rule = Line((COLUMNS[0] - 0.6, y, 0), (COLUMNS[-1] + 0.05, y, 0))
        self.rule.set_stroke(style.FAINT_INK, style.THIN)
        self.rows = VGroup(*(Row(row + 1, y) for row, y in enumerate(ROW_Y)))
        self.along = [ArrowPair(row, 0) for row in range(ROWS)]
        self.across = [ArrowPair(row, 1) for row in range(ROWS)]
        steps = VGroup(*(row.cells(0) for row in self.rows))
        self.play(FadeIn(self.header, self.rule, steps), run_time=1.2)

    def _point_along(self) -> None:
        self.along_name = words("along", style.BODY_SIZE, bold=True)
        self.along_name.move_to((ALONG_ORIGIN, HEADER_Y, 0), aligned_edge=LEFT)
        self.along_floor = Line((ALONG_ORIGIN, ROW_Y[0] + 0.25, 0), (ALONG_ORIGIN, ROW_Y[-1] - 0.25, 0))
        self.along_floor.set_stroke(style.MUTED_INK, style.THIN)
        length = ARROW_UNIT * ALPHA * ALONG * RIGHT
        for pair in self.along:
            pair.pushed.put(pair.kept.start, pair.kept.start + length)
        self.play(FadeIn(self.along_name, self.along_floor), run_time=0.4)
        for row, pair in zip(self.rows, self.along, strict=True):
            self.play(FadeIn(row.cells(1)), GrowFromEdge(pair.pushed, LEFT), run_time=0.4)

    def _point_across(self) -> None:
        self.across_name = words("across", style.BODY_SIZE, bold=True)
        self.across_name.move_to((ALONG_ORIGIN - style.GAP, ACROSS_FLOOR, 0), aligned_edge=RIGHT)
        ends = ((ALONG_ORIGIN, ACROSS_FLOOR, 0), (ACROSS_COLUMNS[-1] + 0.5, ACROSS_FLOOR, 0))
        self.across_floor = Line(*ends).set_stroke(style.MUTED_INK, style.THIN)
        length = ARROW_UNIT * ALPHA * ACROSS * UP
        self.column_steps = VGroup(*(row.cells(0).copy() for row in self.rows))
        for number, x in zip(self.column_steps, ACROSS_COLUMNS, strict=True):
            number.move_to((x, ACROSS_FLOOR - 0.65, 0))
        self.play(FadeIn(self.across_name, self.across_floor, self.column_steps), run_time=0.4)
        for index, (row, pair) in enumerate(zip(self.rows, self.across, strict=True)):
            floor = np.array([ACROSS_COLUMNS[index], ACROSS_FLOOR, 0])
            up = GRADIENTS[index, 1] > 0
            pair.pushed.put(*((floor, floor + length) if up else (floor + length, floor)))
            self.play(FadeIn(row.cells(2)), GrowFromEdge(pair.pushed, DOWN if up else UP), run_time=0.4)

    def _name_the_constants(self) -> None:
        self.constants = formula(f"alpha = #[{ALPHA:g}] quad beta = #[{BETA:g}]")
        self.constants.move_to((COLUMNS[0] - 0.6, -1.5, 0), aligned_edge=LEFT)
        self.legend = VGroup()
        left = COLUMNS[0] - 0.6
        for y, color, markup in (
            (-2.1, style.VELOCITY, "$beta vel$, kept"),
            (-2.65, style.GRADIENT, "$alpha slope(g)$, added"),
        ):
            arrow = VectorArrow((left, y, 0), (left + 0.8, y, 0), color)
            self.legend.add(VGroup(arrow, words(markup, style.LABEL_SIZE).next_to(arrow, RIGHT)))
        dot = Dot((left + 0.4, -3.2, 0), SUM_RADIUS, color=style.INK)
        name = words("$vel$, their sum", style.LABEL_SIZE).next_to((left + 0.8, -3.2, 0), RIGHT)
        self.legend.add(VGroup(dot, name))
        self.play(FadeIn(self.constants), run_time=0.6)
        self.play(FadeIn(self.legend), run_time=0.6)

    def fill_the_rows(self) -> None:
        """Fill the velocities row by row, each made of the one before it, beside its arrows."""
        rows = [
            f"Step {name}: {format_number(along)} along, {format_number(across)} across."
            if name == "one"
            else f"Step {name}: {format_number(along)}, and {format_number(across)}."
            for name, (along, across) in zip(("one", "two", "three", "four"), VELOCITIES[:ROWS], strict=True)
        ]
        with self.beat(
            "Row by row",
            f"{' '.join(rows)} Along, every step adds to the last. "
            "Across, what one step gives, the next takes back.",
        ):
            self.sums = VGroup()
            for row in range(ROWS):
                self._fill_row(row)
            self._light_along()
            self._light_across()

    def _fill_row(self, row: int) -> None:
        # The first step has no velocity to keep: its gradient terms stay in place.
        if row:
            self._add_to_what_is_kept(row)
        ends = (self.along[row].end, self.across[row].end)
        dots = VGroup(*(Dot(end, SUM_RADIUS, color=style.INK) for end in ends))
        self.sums.add(dots)
        self.play(FadeIn(self.rows[row].cells(3, 4), dots), run_time=0.4)
        self.wait(0.7 if row else 1.7)

    def _add_to_what_is_kept(self, row: int) -> None:
        animations: list[Any] = []
        for direction, pairs in enumerate((self.along, self.across)):
            placed, pair = ArrowPair(row, direction).pushed, pairs[row]
            animations += [
                TransformFromCopy(pairs[row - 1].velocity_arrow(), pair.kept),
                pair.pushed.animate.put(placed.start, placed.end),
                FadeIn(pair.number),
            ]
        self.play(*animations, run_time=1.0)

    def _light_along(self) -> None:
        across = (*(row.cells(2, 4) for row in self.rows), *self.across, *(dots[1] for dots in self.sums))
        self.play(VGroup(*across).animate.set_opacity(style.FADED), run_time=0.6)
        self.wait(2.0)

    def _light_across(self) -> None:
        across = VGroup(*(row.cells(2, 4) for row in self.rows), *self.across)
        along = VGroup(*(row.cells(1, 3) for row in self.rows), *self.along)
        for along_sum, across_sum in self.sums:
            across.add(across_sum)
            along.add(along_sum)
        self.play(across.animate.set_opacity(1), along.animate.set_opacity(style.FADED), run_time=0.6)

    def run_on(self) -> None:
        """Run on to the last step, a curve for each direction, and the limits they settle at."""
        with self.beat(
            "Sixty steps",
            f"Run on to step {STEPS}. Along, the velocity reaches {format_number(VELOCITIES[-1, 0])}, "
            f"on its way to {LIMIT_ALONG:g}. Across, it settles at plus and minus "
            f"{format_number(LIMIT_ACROSS)}: damped, not wiped out.",
        ):
            self._trade_arrows_for_curves()
            self._take_sixty_steps()
            self._mark_the_limits()

    def _trade_arrows_for_curves(self) -> None:
        self.step = ValueTracker(ROWS)
        self.plots = velocity_plots()
        self.curves = VGroup(*(velocity_curve(plot, i) for i, plot in enumerate(self.plots)))
        self.last = Row(ROWS, LAST_ROW_Y)
        self.gap = words("$dots.v$", style.BODY_SIZE, color=style.MUTED_INK)
        self.gap.move_to((COLUMNS[0] - 0.1, (ROW_Y[-1] + LAST_ROW_Y) / 2, 0))
        self.play(
            FadeOut(*self.along, *self.across, self.sums, self.column_steps),
            FadeOut(self.along_floor, self.across_floor, self.along_name, self.across_name),
            FadeOut(self.legend, self.constants),
            VGroup(*self.rows).animate.set_opacity(1),
            run_time=0.6,
        )
        self.play(FadeIn(*self.plots, self.curves, self.last, self.gap), run_time=0.8)

    def _take_sixty_steps(self) -> None:
        for curve in self.curves:
            curve.follow(self.step.get_value)
        self.last.follow(self.step.get_value)
        self.play(self.step.animate.set_value(STEPS), rate_func=linear, run_time=4.0)
        self.last.clear_updaters()

    def _mark_the_limits(self) -> None:
        upper, lower = self.plots
        self.limits = VGroup(
            upper.level(LIMIT_ALONG, style.INK),
            lower.level(LIMIT_ACROSS, style.INK),
            lower.level(-LIMIT_ACROSS, style.INK),
        )
        along = f"alpha slope(g_1) \\/ (1 - beta) = #[{format_number(LIMIT_ALONG)}]"
        across = f"alpha slope(abs(g_2)) \\/ (1 + beta) = plus.minus #[{format_number(LIMIT_ACROSS)}]"
        self.limit_names = VGroup(
            formula(along, style.BODY_SIZE), formula(f"plus.minus {across}", style.BODY_SIZE)
        )
        self.limit_names[0].move_to(upper.to_screen(0.65 * STEPS, 0.45))
        self.limit_names[1].move_to(lower.to_screen(0.7 * STEPS, lower.vertical[1]) + 0.3 * UP)
        self.play(Create(self.limits[0]), FadeIn(self.limit_names[0]), run_time=0.9)
        self.wait(0.8)
        self.play(Create(self.limits[1]), Create(self.limits[2]), FadeIn(self.limit_names[1]), run_time=0.9)

    def compare(self) -> None:
        """Compare the velocity with plain descent's step in both directions, all bars to one scale."""
        with self.beat(
            "Nineteen",
            f"Ten times more for what agrees, {DAMPING:g} times less for what alternates. "
            f"Together, {GAIN * DAMPING:.0f} to one. And beta is the same number in both directions.",
        ):
            self._clear_for_the_bars()
            self._grow(self.along_bars)
            self._grow(self.across_bars)
            self._multiply()
            self._answer()

    def _clear_for_the_bars(self) -> None:
        self.along_bars = Comparison("along", 1.75, ALPHA * ALONG, LIMIT_ALONG, f"{GAIN:.0f} × more")
        self.across_bars = Comparison("across", -0.15, ALPHA * ACROSS, LIMIT_ACROSS, f"{DAMPING:g} × less")
        self.play(
            FadeOut(self.header, self.rule, self.rows, self.gap, self.last),
            FadeOut(*self.plots, self.curves, self.limits, self.limit_names),
            FadeIn(self.along_bars.names, self.across_bars.names),
            run_time=0.8,
        )

    def _grow(self, bars: Comparison) -> None:
        for bar in (bars.plain, bars.momentum):
            seed = bar.copy().stretch(0.001, 0, about_edge=LEFT)
            self.play(TransformFromCopy(seed, bar), run_time=0.7)
        self.play(FadeIn(bars.numbers, bars.factor), run_time=0.5)

    def _multiply(self) -> None:
        self.product = formula(
            f"1 / (1 - beta) times (1 + beta) = {GAIN:.0f} times {DAMPING:g} = bold({GAIN * DAMPING:.0f})",
            style.TITLE_SIZE,
        )
        self.product.move_to((0, -2.1, 0))
        self.play(FadeIn(self.product, shift=UP * style.GAP), run_time=0.8)

    def _answer(self) -> None:
        self.answer = VGroup(
            words("A learning rate per parameter?", style.LABEL_SIZE, color=style.MUTED_INK),
            words("No: one $beta$ for both directions.", style.LABEL_SIZE),
        )
        self.answer.arrange(RIGHT, buff=0.4).move_to((0, -3.25, 0))
        self.wait(0.6)
        self.play(FadeIn(self.answer), run_time=0.8)
