"""Worked example: what agrees adds up, what alternates is damped, number by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    RIGHT,
    UP,
    Create,
    Dot,
    Line,
    ValueTracker,
    VGroup,
    linear,
)

from momentum_sim import RAVINE, Array, gradient_descent, heavy_ball, theory, velocity_sum
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Speaking
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.arrow_columns import ArrowColumns
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.plot import Plot, Tick
from scenes.mobjects.transitions import momentum_rules, velocity_rule
from scenes.mobjects.typography import Readout, format_number, spelled, with_minus_sign, words, words_on_line

ALPHA = 0.1
BETA = experiment.MOMENTUM
ALONG, ACROSS = 1.0, 2.0
"""The sizes of the two gradients: one always of the same sign, one alternating."""

COLUMNS = 4
STEPS = 60

GRADIENTS = np.stack([np.full(STEPS, ALONG), ACROSS * (-1.0) ** np.arange(STEPS)], axis=-1)
"""g of each step, shape ``(STEPS, 2)``: along, across."""

VELOCITIES = velocity_sum(GRADIENTS, learning_rate=ALPHA, momentum=BETA)
LIMIT_ALONG = float(theory.steady_velocity(ALONG, ALPHA, BETA))
LIMIT_ACROSS = float(theory.alternating_velocity(ACROSS, ALPHA, BETA))
GAIN = LIMIT_ALONG / (ALPHA * ALONG)
DAMPING = ALPHA * ACROSS / LIMIT_ACROSS

# Layout, in units of the frame.
UNIT = 7.0
"""Length on the screen of a quantity of one, for every arrow of the two lanes."""

COLUMN_LEFTS = (-4.5, -1.72, 1.06, 3.84)
NUMBER_RIGHT = 1.35
"""From a column's left to the right end of its numbers."""

STEP_Y = 2.55
LEVELS = (-1.05, 0.75)
"""The heights at which the arrows begin, along and across."""

NUMBER_LINES = (-2.35, -0.1)
SPACING = 0.55
NAMED_COLUMN = 2
"""Where there is room for the names of the arrows."""

PLOT_LEFT, PLOT_WIDTH, PLOT_HEIGHT = -3.9, 8.9, 2.2
PLOT_FLOORS = (0.65, -2.05)
BIG_UNIT = 5.4
"""Length on the screen of a quantity of one, where sums are compared with pushes."""

BIG_LEFT, BIG_COLUMNS = -4.5, (-4.3, -1.3)
BIG_ROWS, BIG_LEVEL = (-0.4, -1.0), 1.45
FACTOR_LEFT, FACTOR_SIZE = 3.0, 72
PRODUCT_LINE, PRODUCT_SIZE = -2.4, 96


def kept_and_pushed(column: int) -> tuple[Array, Array]:
    """Return βv and αg of a step, counted from 0, shape ``(2,)`` each; they add up to its velocity."""
    before = VELOCITIES[column - 1] if column else np.zeros(2)
    return BETA * before, ALPHA * GRADIENTS[column]


def gain_in_the_ravine() -> float:
    """Return how many times fewer steps home are with momentum, in the film's ravine."""
    alpha, enough = experiment.LEARNING_RATE, experiment.ENOUGH_STEPS
    plain = gradient_descent(RAVINE, experiment.START, learning_rate=alpha, steps=enough)
    momentum = heavy_ball(RAVINE, experiment.START, learning_rate=alpha, momentum=BETA, steps=enough)
    return experiment.arrival(plain) / experiment.arrival(momentum)


def equation_parts(column: int, direction: int) -> tuple[str, str, str]:
    """Return the rule for v with a step's numbers, as markup: what is kept, what is added, and their sum."""
    before, gradient = VELOCITIES[column - 1, direction], GRADIENTS[column, direction]
    kept = f"#momentum[{BETA:g}] × #speed[{number(before)}]"
    times = f"{gradient:g}" if gradient > 0 else f"(−{-gradient:g})"
    total = f"= #speed[*{number(VELOCITIES[column, direction])}*]"
    return kept, f"+ {ALPHA:g} × #slope[{times}]", total


def number(value: float) -> str:
    """Write a velocity with its three decimals."""
    return with_minus_sign(f"{value:.3f}")


def in_words(coordinate: int) -> str:
    """Return the velocities that stand under the columns, for those who read."""
    velocities = (format_number(velocity) for velocity in VELOCITIES[:COLUMNS, coordinate])
    return f"v after steps 1 to {COLUMNS}: {', '.join(velocities)}."


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
            self.wait(0.4)
            self.play(FadeIn(self.constants), run_time=style.CALM)
            beat.until("made-up")
            self.play(FadeIn(self.steps, *(lane.shown for lane in self.lanes)), run_time=style.CALM)
            beat.until("Along")
            self.play(*self.along.pushing(), run_time=1.2)
            beat.until("Across")
            self.play(*self.across.pushing(), run_time=1.2)

    def add_up_along(self) -> None:
        """Make each velocity along of the one before it, the second one with all its numbers."""
        first, second = (format_number(velocity) for velocity in VELOCITIES[:2, 0])
        push = format_number(ALPHA * ALONG)
        with self.beat(
            "Along",
            f"Along, {first}. Then {BETA:g} of that, plus {push}: {second}. Each step adds to the last.",
            shown=in_words(0),
        ) as beat:
            left = style.SAFE_LEFT - self.rule.get_left()[0]
            self.play(
                self.across.shine(style.FADED),
                FadeOut(self.constants),
                self.rule.animate.shift(left * RIGHT),
                run_time=style.CALM,
            )
            self.play(*self.along.adding_up(0), run_time=style.CALM)
            self.equation = equation("along", 0)
            beat.until(f"Then {BETA:g}")
            self.take_the_second_step(self.along, beat, f"plus {push}")
            self.take_the_others(self.along, beat, "Each step", "adds to")
            self.name_the_arrows()

    def add_up_across(self) -> None:
        """Make each velocity across of the one before it, the second one with all its numbers."""
        first, second = (format_number(velocity) for velocity in VELOCITIES[:2, 1])
        with self.beat(
            "Across",
            f"Across, {first}. Then {second}. What one step gives, the next takes back.",
            shown=in_words(1),
        ) as beat:
            self.play(
                self.along.shine(style.FADED),
                self.across.shine(1),
                FadeOut(self.equation, self.arrow_names),
                run_time=style.QUICK,
            )
            self.play(*self.across.adding_up(0), run_time=style.CALM)
            self.equation = equation("across", 1)
            beat.until(f"Then {second}")
            self.take_the_second_step(self.across, beat)
            self.take_the_others(self.across, beat, "What one step", "the next takes")
            beat.until_said()
            self.play(self.along.shine(1), FadeOut(self.equation), run_time=style.QUICK)

    def take_the_second_step(self, lane: ArrowColumns, beat: Speaking, push: str = "") -> None:
        """Keep, add and sum up, each with its part of the equation."""
        name, kept, pushed, total = self.equation
        self.play(*lane.keeping(1), FadeIn(name, kept), run_time=1.2)
        if push:
            beat.until(push)
        self.play(*lane.shifting(1), FadeIn(pushed), run_time=1.0)
        self.play(*lane.adding_up(1), FadeIn(total), run_time=1.0)

    def take_the_others(self, lane: ArrowColumns, beat: Speaking, *cues: str) -> None:
        """Take the steps after that, faster."""
        for column, cue in enumerate(cues, start=2):
            beat.until(cue)
            self.play(*lane.keeping(column), run_time=0.5)
            self.play(*lane.shifting(column), run_time=0.4)
            self.play(*lane.adding_up(column), run_time=0.5)

    def name_the_arrows(self) -> None:
        """Write over a column along what its arrows are."""
        named = self.along.sums[NAMED_COLUMN]
        self.arrow_names = VGroup(
            words("kept", style.LABEL_SIZE, color=style.VELOCITY).next_to(named.kept.shaft, UP, buff=0.2),
            words("push", style.LABEL_SIZE, color=style.GRADIENT).next_to(named.push.shaft, UP, buff=0.2),
        )
        self.arrow_names[1].match_y(self.arrow_names[0])
        self.play(FadeIn(self.arrow_names), run_time=style.QUICK)

    def run_on(self) -> None:
        """Pull back from the columns to sixty steps, and mark where the two velocities settle."""
        limits = [format_number(limit) for limit in (LIMIT_ALONG, LIMIT_ACROSS)]
        with self.beat(
            "Sixty steps",
            f"By step {STEPS}, along nears {limits[0]}, the push over one minus beta. "
            f"Across settles at the push over one plus beta, plus and minus {limits[1]}: damped, not gone.",
        ) as beat:
            self.pull_back()
            self.take_sixty_steps()
            upper, lower = self.plots
            beat.until("Along")
            push = ALPHA * ALONG
            self.mark(lower, {push: format_number(push)}, style.GRADIENT)
            self.mark(lower, {LIMIT_ALONG: limits[0]})
            beat.until("Across")
            self.mark(upper, {LIMIT_ACROSS: f"+{limits[1]}", -LIMIT_ACROSS: f"−{limits[1]}"})

    def pull_back(self) -> None:
        """Let the tips of the columns become the first points of two curves."""
        self.plots = velocity_plots()
        self.curves = [velocity_curve(plot, 1 - row) for row, plot in enumerate(self.plots)]
        tips = [Dot(tip, 0.08, color=style.VELOCITY) for lane in self.lanes[::-1] for tip in lane.tips()]
        places = [point for curve in self.curves for point in curve.curve[1 : COLUMNS + 1]]
        names = VGroup(*(lane.shown[0] for lane in self.lanes))
        totals = [each.total for lane in self.lanes for each in lane.sums]
        leaving = [part for lane in self.lanes for part in lane.shown[1:] if part not in totals]
        self.play(*map(FadeIn, tips), FadeOut(*leaving, self.steps), run_time=0.5)
        self.play(
            FadeOut(*totals),
            *(dot.animate.move_to(place) for dot, place in zip(tips, places, strict=True)),
            *(
                name.animate.set_y(plot.to_screen(0, sum(plot.vertical) / 2)[1])
                for name, plot in zip(names, self.plots[::-1], strict=True)
            ),
            FadeIn(*self.plots),
            run_time=1.2,
        )
        self.plot_names = names
        self.play(FadeIn(*self.curves), FadeOut(*tips), run_time=style.QUICK)

    def take_sixty_steps(self) -> None:
        """Draw the curves to their ends; a counter tells the step."""
        step = ValueTracker(COLUMNS)
        self.counter = Readout(COLUMNS, "step {:.0f}", style.HEADING_SIZE, bold=True, anchor=RIGHT)
        self.counter.shift((PLOT_LEFT + PLOT_WIDTH, style.HEADLINE_HEIGHT - 0.12, 0))
        self.play(FadeIn(self.counter), run_time=style.QUICK)
        self.counter.follow(lambda: int(step.get_value()))
        for curve in self.curves:
            curve.follow(step.get_value)
        self.play(step.animate.set_value(STEPS), rate_func=linear, run_time=2.4)
        for moving in (*self.curves, self.counter):
            moving.clear_updaters()

    def mark(self, plot: Plot, limits: dict[float, str], color: str = style.VELOCITY) -> None:
        """Mark levels across a plot, with their numbers at its right end."""
        marks = VGroup()
        for limit, name in limits.items():
            label = words(name, style.BODY_SIZE, color=color, bold=True)
            label.next_to(plot.to_screen(STEPS, limit), RIGHT, buff=0.2)
            marks.add(plot.level(limit, style.INK if color == style.VELOCITY else color), label)
        self.levels.add(marks)
        self.play(
            *(Create(line) for line in marks[::2]), *(FadeIn(label) for label in marks[1::2]), run_time=1.0
        )

    def multiply(self) -> None:
        """Compare the pushes with what they come to, and multiply the two factors."""
        with self.beat(
            "Nineteen",
            f"One beta does both: {spelled(round(GAIN))} times more of what agrees, "
            f"{DAMPING:g} times less of what alternates. Together, {GAIN * DAMPING:.0f}.",
        ) as beat:
            self.lay_out_the_pairs()
            self.compare(self.along_pair)
            beat.until(f"{DAMPING:g} times")
            self.compare(self.across_pair)
            beat.until(f"Together, {GAIN * DAMPING:.0f}")
            self.play(FadeIn(self.product, shift=0.2 * UP), run_time=style.CALM)
            beat.until_said()
            self.wait(0.6)

    def lay_out_the_pairs(self) -> None:
        """Clear the screen but for the rule and the two names, and prepare what is compared."""
        self.along_pair = VGroup(
            pair([at(BIG_LEFT, row) for row in BIG_ROWS], RIGHT, ALPHA * ALONG, LIMIT_ALONG),
            factor(f"{GAIN:.0f} ×", "more", sum(BIG_ROWS) / 2),
        )
        self.across_pair = VGroup(
            pair([at(x, BIG_LEVEL) for x in BIG_COLUMNS], UP, ALPHA * ACROSS, LIMIT_ACROSS),
            factor(f"{DAMPING:g} ×", "less", BIG_LEVEL),
        )
        factors = f"{GAIN:.0f} × {DAMPING:g} ="
        self.product = VGroup(words_on_line(factors, (BIG_LEFT, PRODUCT_LINE, 0), FACTOR_SIZE))
        end = self.product.get_right()[0] + 0.3
        result = words_on_line(f"{GAIN * DAMPING:.0f}", (end, PRODUCT_LINE, 0), PRODUCT_SIZE, bold=True)
        self.product.add(result)
        along_name, across_name = self.plot_names
        self.play(
            FadeOut(*self.plots, *self.curves, self.levels, self.counter),
            along_name.animate.set_y(sum(BIG_ROWS) / 2),
            across_name.animate.set_y(BIG_LEVEL),
            run_time=style.CALM,
        )

    def compare(self, compared: Any) -> None:
        """Grow the pushes, then what they come to, and say by how much it differs."""
        (pushes, push_name, sums, sum_name), times = compared
        self.play(*(GrowVector(arrow) for arrow in pushes), FadeIn(push_name), run_time=style.CALM)
        self.play(*(GrowVector(arrow) for arrow in sums), FadeIn(sum_name), run_time=style.CALM)
        self.play(FadeIn(times), run_time=style.QUICK)

    def look_at_the_ravine(self) -> None:
        """Leave the factor that counts in the ravine."""
        gain = round(gain_in_the_ravine())
        with self.beat(
            "In the ravine",
            f"In the ravine the gain is about {spelled(gain)}, for the waiting was on the floor.",
        ) as beat:
            line = (0, PRODUCT_LINE, 0)
            self.ravine = words_on_line(f"in the ravine: about *{gain}*", line, style.TITLE_SIZE)
            self.ravine.align_to((-style.SAFE_LEFT, 0, 0), RIGHT)
            self.play(
                VGroup(self.across_pair, self.plot_names[1], self.product).animate.set_opacity(style.FADED),
                run_time=style.CALM,
            )
            beat.until("about")
            self.play(FadeIn(self.ravine), run_time=style.CALM)

    def leave(self) -> None:
        """Leave the two rules."""
        compared = (self.along_pair, self.across_pair, self.product, self.ravine, self.plot_names)
        self.cross_over(FadeOut(self.rule, *compared), run_time=0.6)
        self.cross_over(FadeIn(momentum_rules()), run_time=0.6)


def lay_out_a_lane(name: str, direction: int, gradient: str) -> ArrowColumns:
    """Return a lane with its name, its gradient and, where its arrows stand, their zero lines."""
    level, numbers = LEVELS[direction], NUMBER_LINES[direction]
    upright = direction == 1
    left, middle = style.SAFE_LEFT, level + (0.7 if upright else -0.1)
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


def terms() -> tuple[Array, Array]:
    """Return βv and αg of the columns, each of shape ``(COLUMNS, 2)``."""
    kept, push = zip(*(kept_and_pushed(column) for column in range(COLUMNS)), strict=True)
    return np.array(kept), np.array(push)


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
