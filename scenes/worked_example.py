"""Worked example: what agrees adds up, what alternates is damped, number by number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    Create,
    Dot,
    LaggedStart,
    Line,
    Rectangle,
    ValueTracker,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.made_up_gradients import (
    ACROSS,
    ALONG,
    ALPHA,
    BETA,
    COLUMNS,
    DAMPING,
    GAIN,
    LIMIT_ACROSS,
    LIMIT_ALONG,
    STEPS,
    VELOCITIES,
    closed_form,
    equation_parts,
    in_words,
    terms,
)
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.arrow_columns import ArrowColumns
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.plot import Plot, Tick
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import steps_plot, velocity_rule
from scenes.mobjects.typography import Readout, format_number, spelled, words, words_on_line

# Layout, in units of the frame.
UNIT = 5.6
"""Length on the screen of a quantity of one, for every arrow of the two lanes."""

COLUMN_LEFTS = (-4.5, -1.72, 1.06, 3.84)
NUMBER_RIGHT = 0.85
"""From a column's left to the right end of its numbers."""

STEP_Y = 2.55
LEVELS = (-1.05, 1.2)
"""The heights at which the arrows begin, along and across."""

NUMBER_LINES = (-2.35, -0.22)
SPACING = 0.55
NAMED_COLUMN = 2
"""Where there is room for the names of the arrows."""

PLOT_LEFT, PLOT_WIDTH, PLOT_HEIGHT = -3.9, 8.9, 2.2
PLOT_FLOORS = (0.45, -2.05)
FORMULA_LINES = (-0.9, style.HEADLINE_HEIGHT - 0.12)
"""The baselines of what the velocities along and across come to."""

REASON_LINE = 2.66
"""The baseline of why the one across stays there."""

BIG_UNIT = 5.4
"""Length on the screen of a quantity of one, where sums are compared with pushes."""

BIG_LEFT, BIG_COLUMNS = -4.5, (-4.3, -1.3)
BIG_ROWS, BIG_LEVEL = (-0.4, -1.0), 1.45
FACTOR_LEFT, FACTOR_SIZE = 3.0, 72
PRODUCT_LINE, PRODUCT_SIZE = -2.4, 96
RAVINE_SIZE = 52


def steps_in_the_ravine() -> tuple[int, int]:
    """Return the steps home without and with momentum, in the film's ravine."""
    alpha, enough = experiment.LEARNING_RATE, experiment.ENOUGH_STEPS
    plain = gradient_descent(RAVINE, experiment.START, learning_rate=alpha, steps=enough)
    momentum = heavy_ball(RAVINE, experiment.START, learning_rate=alpha, momentum=BETA, steps=enough)
    return experiment.arrival(plain), experiment.arrival(momentum)


class WorkedExample(LessonScene):
    """Two lanes of arrows, their velocities over sixty steps, and the two factors."""

    title = "A worked example"
    idea = "Consistent gradients add up, ten times over; alternating ones are damped, 1.9 times."

    def construct(self) -> None:
        """Play the beats."""
        self.rule = velocity_rule()
        self.add(self.rule)
        self.lay_out_the_lanes()
        self.give_the_gradients()
        self.add_up_along()
        self.add_up_across()
        self.run_on()
        self.multiply()
        self.look_at_the_ravine()
        self.leave()

    def lay_out_the_lanes(self) -> None:
        """Prepare the two lanes, across above along."""
        self.along = lay_out_a_lane("along", 0, f"+{ALONG:g}")
        self.across = lay_out_a_lane("across", 1, f"±{ACROSS:g}")
        self.lanes = (self.along, self.across)
        self.levels = VGroup()
        self.limits: list[VGroup] = []
        self.steps = VGroup()
        for column, x in enumerate(COLUMN_LEFTS):
            text = "step 1" if column == 0 else f"{column + 1}"
            self.steps.add(words_on_line(text, (x, STEP_Y, 0), style.LABEL_SIZE, color=style.MUTED_INK))

    def give_the_gradients(self) -> None:
        """Show the pushes of the two pure cases."""
        with self.beat(
            "Two pure cases",
            "Now in numbers, with made-up gradients: the two pure cases. "
            f"Along, always {ALONG:g}. Across, plus {ACROSS:g}, minus {ACROSS:g}.",
            shown=f"α = {ALPHA:g}, β = {BETA:g}.",
        ) as beat:
            self.constants = words(f"$alpha$ = {ALPHA:g} #h(0.8em) $beta$ = {BETA:g}", style.HEADING_SIZE)
            self.constants.move_to((-style.SAFE_LEFT, style.HEADLINE_HEIGHT, 0), aligned_edge=RIGHT)
            self.push_name = words("push $alpha slope(g)$", style.LABEL_SIZE, color=style.GRADIENT)
            self.push_name.move_to((COLUMN_LEFTS[0], LEVELS[0] + 0.35, 0), aligned_edge=LEFT)
            left = style.SAFE_LEFT - self.rule.get_left()[0]
            middle = (self.rule.get_right()[0] + left + self.constants.get_left()[0]) / 2
            self.note = words_on_line(
                "two pure cases (the ravine lies between)",
                (0, style.HEADLINE_HEIGHT - 0.12, 0),
                color=style.MUTED_INK,
            ).set_x(middle)
            name_along, slope_along, *rest_along = self.along.shown
            name_across, slope_across, *rest_across = self.across.shown
            self.play(FadeIn(self.constants, self.steps, name_along, name_across), run_time=style.CALM)
            beat.until("gradients")
            self.play(FadeIn(slope_along, slope_across, *rest_along, *rest_across), run_time=style.CALM)
            beat.until("two pure")
            self.play(
                self.rule.animate.shift(left * RIGHT),
                FadeIn(self.note, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=style.CALM,
            )
            beat.until("Along")
            self.play(*self.along.pushing(), FadeIn(self.push_name), pulse(slope_along, 1.08), run_time=1.0)
            beat.until("Across")
            self.play(
                LaggedStart(*self.across.pushing(), lag_ratio=0.5), pulse(slope_across, 1.08), run_time=1.4
            )

    def add_up_along(self) -> None:
        """Make each velocity along of the one before it, the second one with all its numbers."""
        first, second = (format_number(velocity) for velocity in VELOCITIES[:2, 0])
        push = format_number(ALPHA * ALONG)
        with self.beat(
            "Along",
            f"Along, {first}. Then {BETA:g} of that, plus {push}: {second}. Each step adds to the last.",
            shown=in_words(0),
        ) as beat:
            self.play(
                self.across.shine(style.FADED),
                FadeOut(self.constants, self.note),
                *self.along.adding_up(0),
                run_time=style.CALM,
            )
            self.equation = equation("along", 0)
            beat.until(f"Then {BETA:g}")
            name, kept, pushed, total = self.equation
            self.play(*self.along.keeping(1), FadeIn(name, kept), run_time=1.2)
            beat.until(f"plus {push}")
            self.play(pulse(self.along.sums[1].push, 1.08), FadeIn(pushed), run_time=style.CALM)
            beat.until(second)
            self.play(*self.along.adding_up(1), FadeIn(total), run_time=style.CALM)
            self.wait(0.3)
            self.name_the_arrows()
            self.take_another_step(self.along, NAMED_COLUMN, FadeIn(self.arrow_names))
            self.take_another_step(self.along, NAMED_COLUMN + 1)

    def add_up_across(self) -> None:
        """Make each velocity across of the one before it, the second one with all its numbers."""
        first, second = (format_number(velocity) for velocity in VELOCITIES[:2, 1])
        with self.beat(
            "Across",
            f"Across, {first}. Then {second}. What one push gives, the next takes back.",
            shown=in_words(1),
        ) as beat:
            self.play(
                self.along.shine(style.FADED),
                self.across.shine(1),
                FadeOut(self.equation, self.arrow_names, self.push_name),
                run_time=style.QUICK,
            )
            self.play(*self.across.adding_up(0), run_time=style.CALM)
            self.equation = equation("across", 1)
            beat.until(f"Then {second}")
            name, kept, pushed, total = self.equation
            self.play(*self.across.keeping(1), FadeIn(name, kept, pushed), run_time=1.2)
            self.play(*self.across.adding_up(1), FadeIn(total), run_time=style.CALM)
            beat.until("What one push")
            self.take_another_step(self.across, 2)
            beat.until("the next takes")
            self.take_another_step(self.across, 3)

    def take_another_step(self, lane: ArrowColumns, column: int, *animations: Animation) -> None:
        """Keep and add, then sum up, faster than at first."""
        self.play(*lane.keeping(column), *animations, run_time=0.6)
        self.play(*lane.adding_up(column), run_time=0.5)

    def name_the_arrows(self) -> None:
        """Lay out, over a column along, what its arrows are."""
        named = self.along.sums[NAMED_COLUMN]
        joint, end = named.kept.end, named.total.end
        self.arrow_names = VGroup(
            words_on_line(name, ((left + right)[0] / 2, LEVELS[0] + 0.25, 0), style.LABEL_SIZE, color=color)
            for name, color, left, right in (
                ("kept", style.VELOCITY, named.kept.start, joint),
                ("push", style.GRADIENT, joint, end),
            )
        )
        for name in self.arrow_names:
            name.shift(name.width / 2 * LEFT)

    def run_on(self) -> None:
        """Pull back from the columns to sixty steps, and mark where the two velocities settle."""
        limits = [format_number(limit) for limit in (LIMIT_ALONG, LIMIT_ACROSS)]
        with self.beat(
            "Sixty steps",
            f"By step {STEPS}, along nears {limits[0]}, the push over one minus beta. "
            f"Across, each push first undoes {BETA:g} of the last v. What is left is the push over "
            f"one plus beta, plus and minus {limits[1]}.",
        ) as beat:
            self.pull_back()
            self.take_sixty_steps()
            beat.until("What is left")
            self.play(
                FadeOut(self.counter, rate_func=squish_rate_func(smooth, 0, 0.4)),
                FadeIn(self.formulas[1], rate_func=squish_rate_func(smooth, 0.4, 1)),
                run_time=style.CALM,
            )
            limit = LIMIT_ACROSS
            beat.until("plus and minus")
            self.play(
                *self.mark(self.plots[0], {limit: f"+{limits[1]}", -limit: f"−{limits[1]}"}),
                FadeIn(self.band, self.reason),
                run_time=style.CALM,
            )
            self.play(pulse(self.limits[-1], 1.08), run_time=style.CALM)

    def pull_back(self) -> None:
        """Let the tips of the columns become the first points of two curves."""
        self.plots = velocity_plots()
        self.curves = [velocity_curve(plot, 1 - row) for row, plot in enumerate(self.plots)]
        tips = [Dot(tip, 0.08, color=style.VELOCITY) for lane in self.lanes[::-1] for tip in lane.tips()]
        places = [point for curve in self.curves for point in curve.curve[1 : COLUMNS + 1]]
        self.plot_names = VGroup(*(lane.shown[0] for lane in self.lanes))
        totals = [each.total for lane in self.lanes for each in lane.sums]
        leaving = [part for lane in self.lanes for part in lane.shown[1:] if part not in totals]
        self.play(
            *map(FadeIn, tips),
            FadeOut(*leaving, self.steps, self.equation),
            self.plot_names.animate.set_opacity(1),
            run_time=style.QUICK,
        )
        self.play(
            FadeOut(*totals),
            *(dot.animate.move_to(place) for dot, place in zip(tips, places, strict=True)),
            *(
                name.animate.set_y(plot.to_screen(0, sum(plot.vertical) / 2)[1])
                for name, plot in zip(self.plot_names, self.plots[::-1], strict=True)
            ),
            FadeIn(*self.plots),
            run_time=style.CALM,
        )
        self.formulas = VGroup(
            words_on_line(closed_form(row), (0, line, 0)).align_to(at(PLOT_LEFT + PLOT_WIDTH - 0.1, 0), RIGHT)
            for row, line in enumerate(FORMULA_LINES)
        )
        self.reason = words_on_line(reason(), (0, REASON_LINE, 0)).align_to(self.formulas, RIGHT)
        corners = [self.plots[0].to_screen(x, y) for x, y in ((0, -LIMIT_ACROSS), (STEPS, LIMIT_ACROSS))]
        width, height, _ = corners[1] - corners[0]
        self.band = Rectangle(
            width=width, height=height, stroke_width=0, fill_color=style.VELOCITY, fill_opacity=0.12
        ).move_to(np.mean(corners, axis=0))
        self.counter = Readout(COLUMNS, "step {:.0f}", style.HEADING_SIZE, bold=True, anchor=RIGHT)
        self.counter.shift((-style.SAFE_LEFT, style.HEADLINE_HEIGHT - 0.12, 0))
        self.play(FadeIn(*self.curves, self.counter), FadeOut(*tips), run_time=0.3)

    def take_sixty_steps(self) -> None:
        """Draw the curves to their ends, towards what is marked meanwhile; a counter tells the step."""
        step = ValueTracker(COLUMNS)
        self.counter.follow(lambda: int(step.get_value()))
        for curve in self.curves:
            curve.follow(step.get_value)
        push, half = ALPHA * ALONG, STEPS // 2
        marks = (
            *self.mark(self.plots[1], {LIMIT_ALONG: format_number(LIMIT_ALONG)}),
            *self.mark(self.plots[1], {push: format_number(push)}, style.GRADIENT),
        )
        self.play(ApplyMethod(step.set_value, half, rate_func=linear), *marks, run_time=1.0)
        self.play(
            ApplyMethod(step.set_value, STEPS, rate_func=linear), FadeIn(self.formulas[0]), run_time=1.2
        )
        for moving in (*self.curves, self.counter):
            moving.clear_updaters()

    def mark(self, plot: Plot, limits: dict[float, str], color: str = style.VELOCITY) -> list[Animation]:
        """Return the animations that mark levels across a plot, with their numbers at its right end."""
        lines = VGroup(plot.level(limit, style.INK if color == style.VELOCITY else color) for limit in limits)
        numbers = VGroup(
            words(name, style.BODY_SIZE, color=color, bold=True).next_to(
                plot.to_screen(STEPS, limit), RIGHT, buff=0.2
            )
            for limit, name in limits.items()
        )
        self.levels.add(*lines)
        self.limits.append(numbers)
        return [*map(Create, lines), FadeIn(numbers)]

    def multiply(self) -> None:
        """Compare the pushes with what they come to, and multiply the two factors."""
        with self.beat(
            "Nineteen",
            f"One beta does both: {spelled(round(GAIN))} times more of what agrees, "
            f"{DAMPING:g} times less of what alternates each step. Together, {GAIN * DAMPING:.0f}.",
        ) as beat:
            self.lay_out_the_pairs()
            self.play(*(pulse(numbers, 1.08) for numbers in self.limits), run_time=0.6)
            self.turn_into_pairs()
            for name, each, cue, case in zip(
                self.plot_names,
                self.factors,
                ("times more", f"{DAMPING:g} times"),
                ("what agrees", "what alternates"),
                strict=True,
            ):
                beat.until(cue)
                self.play(FadeIn(each), run_time=style.QUICK)
                beat.until(case)
                self.play(pulse(name, 1.08), run_time=style.CALM)
            beat.until("Together")
            self.play(FadeIn(self.product), run_time=style.CALM)
            beat.until_said()
            self.wait(0.2)

    def lay_out_the_pairs(self) -> None:
        """Prepare what is compared, and what comes of it."""
        self.along_pair = pair([at(BIG_LEFT, row) for row in BIG_ROWS], RIGHT, ALPHA * ALONG, LIMIT_ALONG)
        self.across_pair = pair([at(x, BIG_LEVEL) for x in BIG_COLUMNS], UP, ALPHA * ACROSS, LIMIT_ACROSS)
        self.factors = VGroup(
            factor(f"{GAIN:.0f} ×", "more", sum(BIG_ROWS) / 2), factor(f"{DAMPING:g} ×", "less", BIG_LEVEL)
        )
        line = words_on_line(f"{GAIN:.0f} × {DAMPING:g} =", (BIG_LEFT, PRODUCT_LINE, 0), FACTOR_SIZE)
        end = line.get_right()[0] + 0.3
        result = words_on_line(f"{GAIN * DAMPING:.0f}", (end, PRODUCT_LINE, 0), PRODUCT_SIZE, bold=True)
        left = result.get_right()[0] + 0.25
        note = words_on_line("times the ratio along : across", (left, PRODUCT_LINE, 0), color=style.MUTED_INK)
        self.product = VGroup(line, result, note)

    def turn_into_pairs(self) -> None:
        """Let the curves' ends become arrows beside their pushes."""
        along_name, across_name = self.plot_names
        arrows = [arrow for parts in (self.along_pair, self.across_pair) for arrow in (*parts[0], *parts[2])]
        texts = [text for parts in (self.along_pair, self.across_pair) for text in (parts[1], parts[3])]
        self.play(
            FadeOut(
                *(*self.plots, *self.curves, self.levels, *self.limits, self.formulas),
                *(self.reason, self.band),
                rate_func=squish_rate_func(smooth, 0, 0.3),
            ),
            along_name.animate.set_y(sum(BIG_ROWS) / 2),
            across_name.animate.set_y(BIG_LEVEL),
            *(GrowVector(arrow, rate_func=squish_rate_func(smooth, 0.3, 1)) for arrow in arrows),
            FadeIn(*texts, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=1.0,
        )

    def look_at_the_ravine(self) -> None:
        """Leave the factor that counts in the ravine."""
        plain, momentum = steps_in_the_ravine()
        gain = round(plain / momentum)
        with self.beat(
            "In the ravine",
            f"In the ravine, at our rate, it is about {spelled(gain)}: the waiting was on the floor.",
            shown=f"Steps home in the ravine: {plain} without, {momentum} with momentum.",
        ) as beat:
            self.ravine = VGroup(
                words_on_line(text, (FACTOR_LEFT, PRODUCT_LINE + skip, 0), size)
                for text, skip, size in (
                    (f"#plain[{plain}] / #momentum[{momentum}] ≈ *{gain}*", 0.0, RAVINE_SIZE),
                    (f"#muted[steps home at $alpha$ = {experiment.LEARNING_RATE:g}]", 0.75, style.LABEL_SIZE),
                )
            )
            self.play(
                VGroup(self.across_pair, self.factors[1], self.plot_names[1]).animate.set_opacity(
                    style.FADED
                ),
                FadeOut(self.product, rate_func=squish_rate_func(smooth, 0, 0.4)),
                FadeIn(self.ravine[1], rate_func=squish_rate_func(smooth, 0.4, 1)),
                run_time=style.CALM,
            )
            beat.until("about")
            self.play(FadeIn(self.ravine[0]), run_time=style.CALM)
            beat.until("on the floor")
            self.play(pulse(self.plot_names[0], 1.08), run_time=style.CALM)

    def leave(self) -> None:
        """Leave the axes of the next scene."""
        leaving = self.picture
        coming = FadeIn(steps_plot(), rate_func=squish_rate_func(smooth, 0.4, 1))
        self.cross_over(FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.7)), coming, run_time=0.5)


def lay_out_a_lane(name: str, direction: int, gradient: str) -> ArrowColumns:
    """Return a lane with its name, its gradient and, where its arrows stand, their zero lines."""
    level, numbers = LEVELS[direction], NUMBER_LINES[direction]
    upright = direction == 1
    left, middle = style.SAFE_LEFT, level + (0.35 if upright else -0.1)
    frame = VGroup(
        words_on_line(name, (left, middle, 0), bold=True),
        words_on_line(f"$slope(g)$ = #slope[{gradient}]", (left, middle - 0.5, 0)),
        words_on_line("$vel$", (left, numbers, 0)),
    )
    indent = 0.15 if upright else 0.0
    if upright:
        frame.add(
            Line((x, level, 0), (x + 1.4, level, 0)).set_stroke(style.MUTED_INK, style.HAIRLINE)
            for x in COLUMN_LEFTS
        )
    kept, push = (terms[:, direction] for terms in terms())
    return ArrowColumns(
        frame,
        kept,
        push,
        np.array([(x + indent, level, 0) for x in COLUMN_LEFTS]),
        np.array([(x + NUMBER_RIGHT, numbers, 0) for x in COLUMN_LEFTS]),
        unit=UNIT,
        upright=upright,
        spacing=SPACING if upright else None,
    )


def equation(name: str, direction: int) -> VGroup:
    """Return the second step of a lane in numbers: its name, what is kept, what is added, and the sum."""
    parts = VGroup(words_on_line(f"{name}, step 2", (0, 0, 0), style.LABEL_SIZE, color=style.MUTED_INK))
    for part, gap in zip(equation_parts(1, direction), (0.4, 0.13, 0.13), strict=True):
        parts.add(words_on_line(part, (parts.get_right()[0] + gap, 0, 0)))
    return parts.shift((-style.SAFE_LEFT - parts.get_right()[0], style.HEADLINE_HEIGHT - 0.12, 0))


def velocity_plots() -> tuple[Plot, Plot]:
    """Return the axes for the velocities over the steps, across above along."""
    reach = 1.2 * ALPHA * ACROSS
    ranges = ((-reach, reach), (0, 1.1 * LIMIT_ALONG))
    ticks: tuple[list[Tick], list[Tick]] = (
        [(-0.2, "−0.2"), (0, "0.0"), (0.2, "0.2")],
        [(0, "0.0"), (1, "1.0")],
    )
    steps: tuple[list[Tick], list[Tick]] = ([], [20, 40, (STEPS, f"step {STEPS}")])
    plots = []
    for vertical, numbers, horizontal, floor in zip(ranges, ticks, steps, PLOT_FLOORS, strict=True):
        plot = Plot(
            (0, STEPS),
            vertical,
            width=PLOT_WIDTH,
            height=PLOT_HEIGHT,
            horizontal_ticks=horizontal,
            vertical_ticks=numbers,
        )
        plots.append(plot.shift(np.array([PLOT_LEFT, floor, 0]) - plot.to_screen(0, vertical[0])))
    return plots[0], plots[1]


def velocity_curve(plot: Plot, direction: int) -> GrowingCurve:
    """Return the velocity in one direction over the steps, from 0, drawn up to the last column's."""
    values = np.concatenate([[0.0], VELOCITIES[:, direction]])
    points = plot.to_screen(np.arange(STEPS + 1), values)
    return GrowingCurve(points, style.VELOCITY, step=COLUMNS, width=style.THIN, marker_radius=0.08)


def reason() -> str:
    """Return why the velocity across stays where it is: a step from its limit leads to the other one."""
    push, limit = format_number(ALPHA * ACROSS), format_number(LIMIT_ACROSS)
    return f"#slope[{push}] − #momentum[{BETA:g}] × #speed[{limit}] ≈ #speed[*{limit}*]"


def at(x: float, y: float) -> Array:
    """Return a point of the screen."""
    return np.array([x, y, 0.0])


def pair(starts: Sequence[Array], axis: Array, push: float, limit: float) -> VGroup:
    """Return a push and the velocity that it comes to, each with its number, all to one scale.

    Standing ones point both ways.
    """
    both = axis[1] > 0
    parts = VGroup()
    looks = (("alpha slope(g)", style.GRADIENT), ("vel", style.VELOCITY))
    for start, value, (name, color) in zip(starts, (push, limit), looks, strict=True):
        ends = [start + sign * BIG_UNIT * value * axis for sign in ((1, -1) if both else (1,))]
        arrows = VGroup(*(VectorArrow(start, end, color) for end in ends))
        sign = "±" if both else ""
        text = words(f"${name}$ = {sign}{format_number(value)}", style.BODY_SIZE)
        parts.add(arrows, text.next_to(arrows, RIGHT, buff=0.25))
    return parts


def factor(times: str, rest: str, y: float) -> VGroup:
    """Return a factor, large, and whether it is more or less."""
    large = words_on_line(times, (FACTOR_LEFT, y - 0.25, 0), FACTOR_SIZE, bold=True)
    small = words_on_line(rest, (large.get_right()[0] + 0.25, y - 0.25, 0), style.HEADING_SIZE)
    return VGroup(large, small)
