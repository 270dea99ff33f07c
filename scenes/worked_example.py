"""Worked example: what agrees adds up, what alternates is damped, number by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Create,
    DashedLine,
    Dot,
    LaggedStart,
    Line,
    Rectangle,
    ValueTracker,
    VGroup,
    VMobject,
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
    GRADIENTS,
    LIMIT_ACROSS,
    LIMIT_ALONG,
    STEPS,
    VELOCITIES,
    closed_form,
    equation_parts,
    in_words,
    terms,
)
from scenes.mobjects.arrow import TIP_LENGTH, TIP_WIDTH, GrowVector, MoveVector, VectorArrow
from scenes.mobjects.arrow_columns import ArrowColumns
from scenes.mobjects.arrow_sum import ArrowSum
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.plot import Plot, Tick
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import steps_plot, velocity_rule
from scenes.mobjects.typography import Readout, format_number, spelled, words, words_on_line

# Layout, in units of the frame.
UNIT = 7.25
"""Length on the screen of a quantity of one, for every arrow of the two lanes."""

COLUMN_LEFTS = (-4.75, -1.95, 0.85, 3.65)
NUMBER_RIGHT = 0.8
"""From a column's left to the right end of its numbers, whose digits then begin at its left."""

STEP_Y = 2.57
LEVELS = (-1.3, 0.85)
"""The heights at which the arrows begin, along and across."""

NUMBER_LINES = (-2.35, -0.2)
EQUATION_LINES = (-0.97, -0.75)
"""The baselines of the second step in numbers, above the arrows along and below those across."""

SPACING = 0.6
ARROW_WEIGHT = 1.25
INDENT = ARROW_WEIGHT * TIP_WIDTH / 2
"""From a column's left to the first standing arrow, whose tip then begins at it."""

NAMED_COLUMN = 2
"""Where there is room for the names of the arrows."""

PLOT_LEFT, PLOT_WIDTH = -3.9, 5.8
PLOT_HEIGHTS = (1.95, 1.95)
PLOT_FLOORS = (0.1, -2.05)
FORMULA_LINES = (-1.6, 2.4)
"""The baselines of what the velocities along and across come to."""

COUNTER_LINE = style.HEADLINE_HEIGHT - 0.12
REASON_LEFT, REASON_LINE = 2.6, -1.3
"""Where what the velocity across stays at follows from stands, beside the arrows of the last step."""

LAST_UNIT = 10.0
"""Length on the screen of a quantity of one, for the arrows of the last step across."""

LAST_STEP, LAST_SPACING, LAST_ZERO = -2.7, 1.7, -1.25
"""Where these arrows begin, where along stood, how far apart they are, and the height of their zero line."""

SIGN_WIDTH = 0.22
"""How far the sign of a bold number pushes its digits aside."""

NAMES_ASIDE = 0.22
"""From the last step's arrows to their names."""

BIG_UNIT = 5.4
"""Length on the screen of a quantity of one, where sums are compared with pushes."""

BIG_LEFT, BIG_COLUMNS = -4.5, (-4.3, -1.3)
BIG_ROWS, BIG_LEVEL = (-0.15, -0.75), 1.6
FACTOR_RIGHT, FACTOR_SIZE = 4.5, 72
"""The right end of a factor, and its size."""

BELOW_MIDDLE = 0.25
"""From the middle of a row to the baseline of its factor."""

PRODUCT_LINE, MEANING_LINE, PRODUCT_SIZE = -1.85, -2.45, 96
RAVINE_LEFT = 0.75
"""Where the ravine's number stands, beside the product."""


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
        self.value_names = [words_on_line("$vel$", (style.SAFE_LEFT, line, 0)) for line in NUMBER_LINES]
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
            "In numbers, with made-up gradients: the two pure cases. "
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
            name_along, slope_along = self.along.shown
            name_across, slope_across, zero = self.across.shown
            pushes = [[each.push.set_opacity(style.FADED) for each in lane.sums] for lane in self.lanes]
            self.play(
                FadeIn(self.constants, self.steps, name_along, name_across, slope_along, slope_across, zero),
                run_time=style.CALM,
            )
            self.play(
                LaggedStart(*self.across.pushing(), lag_ratio=0.15),
                LaggedStart(*self.along.pushing(), lag_ratio=0.15),
                run_time=1.4,
            )
            beat.until("two pure")
            self.play(
                ApplyMethod(self.rule.shift, left * RIGHT, rate_func=squish_rate_func(smooth, 0, 0.75)),
                FadeIn(self.note, rate_func=squish_rate_func(smooth, 0.7, 1)),
                run_time=style.CALM,
            )
            beat.until("Along")
            self.play(lit_in_turn(pushes[0]), FadeIn(self.push_name), pulse(slope_along), run_time=1.0)
            beat.until("Across")
            self.play(lit_in_turn(pushes[1]), pulse(slope_across), run_time=1.4)

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
                *self.lead_to(self.along, 0),
                *self.along.adding_up(0),
                self.name_the_values(0),
                run_time=style.CALM,
            )
            self.equation = equation(0)
            beat.until(f"Then {BETA:g}")
            kept, pushed, total = self.equation
            self.play(*self.along.keeping(1), FadeIn(kept), run_time=1.2)
            beat.until(f"plus {push}")
            self.play(*self.lead_to(self.along, 1), FadeIn(pushed), run_time=style.CALM)
            beat.until(second)
            self.play(*self.along.adding_up(1), FadeIn(total), run_time=style.CALM)
            self.wait(0.3)
            self.name_the_arrows()
            self.take_another_step(
                self.along,
                NAMED_COLUMN,
                FadeIn(self.arrow_names, rate_func=squish_rate_func(smooth, 0.5, 1)),
                FadeOut(self.equation, self.push_name, rate_func=squish_rate_func(smooth, 0, 0.5)),
            )
            self.take_another_step(
                self.along, NAMED_COLUMN + 1, self.arrow_names.animate.set_opacity(style.FADED)
            )

    def add_up_across(self) -> None:
        """Make each velocity across of the one before it, the second one with all its numbers."""
        first, second = (format_number(velocity) for velocity in VELOCITIES[:2, 1])
        with self.beat(
            "Across",
            f"Across, {first}. Then {second}. What one push gives, the next takes back.",
            shown=in_words(1),
        ) as beat:
            frame = VGroup(*self.across.shown[:3])
            self.play(
                self.along.shine(style.FADED),
                frame.animate.set_opacity(1),
                *self.lead_to(self.across, 0),
                FadeOut(self.arrow_names),
                run_time=style.QUICK,
            )
            self.play(*self.across.adding_up(0), self.name_the_values(1), run_time=style.CALM)
            self.equation = equation(1)
            beat.until(f"Then {second}")
            kept, pushed, total = self.equation
            # It stands where the push has pointed.
            late = squish_rate_func(smooth, 0.6, 1)
            self.play(*self.across.keeping(1), FadeIn(kept, rate_func=late), run_time=1.2)
            self.play(
                AnimationGroup(*self.lead_to(self.across, 1), FadeIn(pushed), run_time=style.QUICK),
                AnimationGroup(*self.across.adding_up(1), FadeIn(total), run_time=style.CALM),
            )
            beat.until("What one push")
            self.take_another_step(self.across, 2, FadeOut(self.equation))
            beat.until("the next takes")
            self.take_another_step(self.across, 3)

    def take_another_step(self, lane: ArrowColumns, column: int, *animations: Any) -> None:
        """Keep and add, then sum up, faster than at first."""
        self.play(*lane.keeping(column), *animations, run_time=0.6)
        self.play(
            AnimationGroup(*self.lead_to(lane, column), run_time=0.3),
            AnimationGroup(*lane.adding_up(column), run_time=0.5),
        )

    def lead_to(self, lane: ArrowColumns, column: int) -> list[Animation]:
        """Light what a step adds, and its number, and fade the others' terms."""
        others = [step for place, step in enumerate(self.steps) if place != column]
        return [
            *lane.leading_to(column),
            ApplyMethod(self.steps[column].set_color, style.INK),
            *(ApplyMethod(step.set_color, style.MUTED_INK) for step in others),
        ]

    def name_the_values(self, direction: int) -> Animation:
        """Return the animation that writes what a lane's numbers are."""
        name = self.value_names[direction]
        self.lanes[direction].shown.add(name)
        return FadeIn(name)

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
            f"Across, each push undoes {BETA:g} v and leaves one v the other way: {1 + BETA:g} v in all. "
            f"So v is the push over one plus beta, plus and minus {limits[1]}.",
        ) as beat:
            self.pull_back()
            self.take_sixty_steps()
            beat.until("Across")
            self.play(
                FadeOut(*self.along_told()),
                self.plot_names[1].animate.set_opacity(1),
                self.curves[0].line.animate.set_stroke(opacity=style.FADED),
                GrowVector(self.last.kept),
                run_time=style.QUICK,
            )
            self.play(
                MoveVector(self.last.kept, *self.last_kept),
                FadeIn(self.last_zero),
                FadeIn(self.last_names[0], rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=0.6,
            )
            beat.until("push undoes")
            self.play(FadeIn(self.reason[0], self.last_names[1], self.last.kept_joint), run_time=style.QUICK)
            # First only as far as it undoes what is kept.
            self.play(GrowVector(self.last.push), FadeIn(self.reason[1]), run_time=1.4)
            beat.until("leaves one")
            self.play(
                MoveVector(self.last.push, *self.last_push),
                FadeIn(self.reason[2]),
                run_time=0.6,
            )
            self.play(self.last.adding_up(), FadeIn(self.last_names[2]), run_time=0.6)
            beat.until(f"{1 + BETA:g} v in all")
            self.play(pulse(self.reason), run_time=style.CALM)
            beat.until("So v is")
            # Its sum is the curve's last value.
            self.play(
                MoveVector(self.last.total, *self.last_on_curve, rate_func=squish_rate_func(smooth, 0, 0.65)),
                FadeOut(self.last.total, rate_func=squish_rate_func(smooth, 0.55, 0.9)),
                FadeOut(
                    *(self.last.kept, self.last.kept_joint, self.last.push, self.last.total_joint),
                    *(self.last_names, self.last_zero, self.reason),
                    rate_func=squish_rate_func(smooth, 0, 0.5),
                ),
                self.curves[0].line.animate.set_stroke(opacity=1),
                self.curves[0].marker.animate.set_opacity(1),
                FadeIn(self.formulas[1]),
                run_time=style.CALM,
            )
            limit = LIMIT_ACROSS
            beat.until("plus and minus")
            self.play(
                *self.mark(self.plots[0], {limit: f"+{limits[1]}", -limit: f"−{limits[1]}"}),
                FadeIn(self.band),
                run_time=style.CALM,
            )
            self.play(pulse(self.limits[-1]), FadeIn(*self.along_told()), run_time=style.CALM)

    def along_told(self) -> tuple[VMobject, ...]:
        """Return all that along is told with, but for its formula's place."""
        levels = self.levels[:2]
        return (
            *(self.plots[1], self.curves[1], levels, *self.limits[:2], self.formulas[0]),
            *(self.plot_names[0], self.scale_note),
        )

    def pull_back(self) -> None:
        """Let the tips of the columns become the first points of two curves."""
        self.plots = velocity_plots()
        self.curves = [velocity_curve(plot, 1 - row) for row, plot in enumerate(self.plots)]
        # Along is told first.
        self.curves[0].line.set_stroke(opacity=style.FADED)
        self.curves[0].marker.set_opacity(style.FADED)
        tips = [Dot(tip, 0.08, color=style.VELOCITY) for lane in self.lanes[::-1] for tip in lane.tips()]
        places = [point for curve in self.curves for point in curve.curve[1 : COLUMNS + 1]]
        self.plot_names = VGroup(*(lane.shown[0] for lane in self.lanes))
        totals = [each.total for lane in self.lanes for each in lane.sums]
        leaving = [part for lane in self.lanes for part in lane.shown[1:] if part not in totals]
        self.play(
            *map(FadeIn, tips),
            FadeOut(*leaving, self.steps),
            *(
                name.animate.set_opacity(strength)
                for name, strength in zip(self.plot_names, (1, style.FADED), strict=True)
            ),
            run_time=style.QUICK,
        )
        self.play(
            # The tips travel over empty ground: the arrows are gone before, and the axes come after.
            *(
                MoveVector(total, total.end, total.end, rate_func=squish_rate_func(smooth, 0, 0.3))
                for total in totals
            ),
            *(
                ApplyMethod(dot.move_to, place, rate_func=squish_rate_func(smooth, 0.3, 0.85))
                for dot, place in zip(tips, places, strict=True)
            ),
            *(
                name.animate.set_y(plot.to_screen(0, sum(plot.vertical) / 2)[1])
                for name, plot in zip(self.plot_names, self.plots[::-1], strict=True)
            ),
            FadeIn(*self.plots, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=1.0,
        )
        self.remove(*totals)
        self.lay_out_the_last_step()
        self.scale_note = scale_note(self.plots)
        self.counter = Readout(COLUMNS, "step {:.0f}", style.HEADING_SIZE, bold=True, anchor=RIGHT)
        self.counter.shift((-style.SAFE_LEFT, COUNTER_LINE, 0))
        self.play(FadeIn(*self.curves, self.counter, self.scale_note), FadeOut(*tips), run_time=0.3)

    def lay_out_the_last_step(self) -> None:
        """Prepare what the velocities come to, and the arrows of the last step across."""
        plot = self.plots[0]
        end = at(PLOT_LEFT + PLOT_WIDTH - 0.1, 0)
        self.formulas = VGroup(
            words_on_line(closed_form(row), (0, line, 0)).align_to(end, RIGHT)
            for row, line in enumerate(FORMULA_LINES)
        )
        self.reason = VGroup()
        for part in reason():
            left = self.reason.get_right()[0] + 0.13 if self.reason else REASON_LEFT
            self.reason.add(words_on_line(part, (left, REASON_LINE, 0), style.HEADING_SIZE))
        corners = [plot.to_screen(x, y) for x, y in ((0, -LIMIT_ACROSS), (STEPS, LIMIT_ACROSS))]
        width, height, _ = corners[1] - corners[0]
        self.band = Rectangle(
            width=width, height=height, stroke_width=0, fill_color=style.VELOCITY, fill_opacity=0.12
        ).move_to(np.mean(corners, axis=0))
        self.last = ArrowSum(
            at(LAST_STEP, LAST_ZERO),
            BETA * VELOCITIES[-2, 1],
            ALPHA * GRADIENTS[-1, 1],
            unit=LAST_UNIT,
            upright=True,
            spacing=LAST_SPACING,
            weight=ARROW_WEIGHT,
        )
        kept, push, total = self.last.kept, self.last.push, self.last.total
        names = (
            (f"#momentum[{BETA:g}] $vel$", kept, LEFT, style.BODY_SIZE),
            ("#slope[push]", push, LEFT, style.BODY_SIZE),
            ("$vel$", total, RIGHT, style.HEADING_SIZE),
        )
        self.last_names = VGroup(
            words(name, size).next_to(arrow, side, buff=NAMES_ASIDE) for name, arrow, side, size in names
        )
        # Clear of the zero line.
        self.last_names[1].match_y(self.last_names[0])
        self.last_kept, self.last_push = (kept.start, kept.end), (push.start, push.end)
        # What is kept comes out of the curve, and the sum goes back to it.
        kept.put(plot.to_screen(STEPS - 1, 0), plot.to_screen(STEPS - 1, BETA * VELOCITIES[-2, 1]))
        self.last_on_curve = plot.to_screen(STEPS, 0), plot.to_screen(STEPS, VELOCITIES[-1, 1])
        push.put(push.start, at(push.start[0], LAST_ZERO))
        ends = at(self.last_kept[0][0] - 0.9, LAST_ZERO), at(total.end[0] + 0.6, LAST_ZERO)
        self.last_zero = Line(*ends).set_stroke(style.MUTED_INK, style.HAIRLINE)

    def take_sixty_steps(self) -> None:
        """Draw the curves to their ends, towards what is marked meanwhile; a counter tells the step."""
        step = ValueTracker(COLUMNS)
        self.counter.follow(lambda: int(step.get_value()))
        for curve in self.curves:
            curve.follow(step.get_value)
        push, half = ALPHA * ALONG, STEPS // 2
        marks = (
            *self.mark(self.plots[1], {LIMIT_ALONG: format_number(LIMIT_ALONG)}),
            *self.mark(self.plots[1], {push: f"{format_number(push)} push"}, style.GRADIENT),
        )
        self.play(ApplyMethod(step.set_value, half, rate_func=linear), *marks, run_time=1.0)
        self.play(
            ApplyMethod(step.set_value, STEPS, rate_func=linear), FadeIn(self.formulas[0]), run_time=1.2
        )
        for moving in (*self.curves, self.counter):
            moving.clear_updaters()

    def mark(self, plot: Plot, limits: dict[float, str], color: str = style.VELOCITY) -> list[Animation]:
        """Return the animations that mark levels across a plot, with their numbers at its right end."""
        lines, numbers = VGroup(), VGroup()
        for limit, name in limits.items():
            left, right = (plot.to_screen(step, limit) for step in (0, STEPS))
            ink = style.INK if color == style.VELOCITY else color
            lines.add(DashedLine(left, right, color=ink, stroke_width=style.THIN))
            number = words(name, style.BODY_SIZE, color=color, bold=True).next_to(right, RIGHT, buff=0.22)
            if name[0] not in "+−":
                # Its digits stand under those that have a sign.
                number.shift(SIGN_WIDTH * RIGHT)
            numbers.add(number)
        self.levels.add(*lines)
        self.limits.append(numbers)
        return [*map(Create, lines), FadeIn(numbers)]

    def multiply(self) -> None:
        """Compare the pushes with what they come to, and multiply the two factors."""
        with self.beat(
            "Nineteen",
            f"Only the signs matter, so one beta does both: {spelled(round(GAIN))} times more of "
            f"what agrees, {DAMPING:g} times less of what alternates. Together, {GAIN * DAMPING:.0f}.",
        ) as beat:
            self.lay_out_the_pairs()
            self.turn_into_pairs()
            along, across = (
                VGroup(*parts)
                for parts in zip((self.along_pair, self.across_pair), self.plot_names, strict=True)
            )
            beat.until("times more")
            self.play(across.animate.set_opacity(style.FADED), FadeIn(self.factors[0]), run_time=style.QUICK)
            beat.until("what agrees")
            self.play(pulse(self.plot_names[0], LEFT), run_time=style.CALM)
            beat.until(f"{DAMPING:g} times")
            along.add(self.factors[0])
            self.play(
                along.animate.set_opacity(style.FADED),
                across.animate.set_opacity(1),
                FadeIn(self.factors[1]),
                run_time=style.QUICK,
            )
            beat.until("what alternates")
            self.play(pulse(self.plot_names[1], LEFT), run_time=style.CALM)
            beat.until("Together")
            self.play(along.animate.set_opacity(1), FadeIn(self.product), run_time=style.CALM)
            beat.until_said()
            self.wait(0.2)

    def lay_out_the_pairs(self) -> None:
        """Prepare what is compared, and what comes of it."""
        self.along_pair = pair([at(BIG_LEFT, row) for row in BIG_ROWS], RIGHT, ALPHA * ALONG, LIMIT_ALONG)
        self.across_pair = pair([at(x, BIG_LEVEL) for x in BIG_COLUMNS], UP, ALPHA * ACROSS, LIMIT_ACROSS)
        self.factors = VGroup(
            factor(f"{GAIN:.0f} ×", "more", sum(BIG_ROWS) / 2), factor(f"{DAMPING:g} ×", "less", BIG_LEVEL)
        )
        self.product = result(
            f"{GAIN:.0f} × {DAMPING:g} =", f"{GAIN * DAMPING:.0f}", "times, along against across", BIG_LEFT
        )

    def turn_into_pairs(self) -> None:
        """Let the level along and the arrows of the last step across become arrows beside their pushes."""
        along_name, across_name = self.plot_names
        arrows: list[Any] = [
            arrow
            for parts in (self.along_pair, self.across_pair)
            for group in (parts[0], parts[2])
            for arrow in group
        ]
        along_push, along_sum, push_up, push_down, sum_up, sum_down = arrows
        texts = [text for parts in (self.along_pair, self.across_pair) for text in (parts[1], parts[3])]
        along_place, *sum_places = ((arrow.start, arrow.end) for arrow in (along_sum, sum_up, sum_down))
        level = self.levels[0]
        # What fades out comes to stand above what has been there before.
        along_sum.put(level.get_start(), level.get_end()).set_z_index(1)
        for arrow, sign in ((sum_up, 1), (sum_down, -1)):
            arrow.put(*(self.plots[0].to_screen(STEPS, limit) for limit in (0, sign * LIMIT_ACROSS)))
            arrow.set_z_index(1)
        self.play(
            FadeIn(along_sum),
            GrowVector(sum_up),
            GrowVector(sum_down),
            *(pulse(numbers) for numbers in self.limits),
            run_time=0.6,
        )
        moving = squish_rate_func(smooth, 0, 0.8)
        leaving = (
            *(*self.plots, *self.curves, self.levels, *self.limits, self.formulas),
            *(self.band, self.counter, self.scale_note),
        )
        self.play(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.35)),
            along_name.animate.set_y(sum(BIG_ROWS) / 2),
            across_name.animate.set_y(BIG_LEVEL),
            # It is down before the standing ones pass its tip.
            MoveVector(along_sum, *along_place, rate_func=squish_rate_func(smooth, 0, 0.4)),
            *(
                MoveVector(arrow, *place, rate_func=moving)
                for arrow, place in zip((sum_up, sum_down), sum_places, strict=True)
            ),
            *(
                GrowVector(push, rate_func=squish_rate_func(smooth, 0.6, 1))
                for push in (push_up, push_down, along_push)
            ),
            FadeIn(*texts, rate_func=squish_rate_func(smooth, 0.75, 1)),
            run_time=1.0,
        )
        self.add(self.along_pair, self.across_pair)

    def look_at_the_ravine(self) -> None:
        """Leave the factor that counts in the ravine."""
        plain, momentum = steps_in_the_ravine()
        gain = round(plain / momentum)
        with self.beat(
            "In the ravine",
            f"In the ravine, at our rate, it is about {spelled(gain)}: the waiting was on the floor.",
            shown=f"Steps home in the ravine: {plain} without, {momentum} with momentum.",
        ) as beat:
            self.ravine = result(
                f"#plain[{plain}] / #momentum[{momentum}] ≈",
                f"{gain}",
                f"steps home in the ravine, $alpha$ = {experiment.LEARNING_RATE:g}",
                RAVINE_LEFT,
            )
            faded = VGroup(self.across_pair, self.factors[1], self.plot_names[1], self.product)
            self.play(faded.animate.set_opacity(style.FADED), run_time=style.QUICK)
            beat.until("it is about")
            self.play(FadeIn(self.ravine), run_time=style.CALM)
            beat.until("on the floor")
            self.play(pulse(self.plot_names[0], LEFT), run_time=style.CALM)

    def leave(self) -> None:
        """Leave the axes of the next scene."""
        leaving = self.picture
        coming = FadeIn(steps_plot(), rate_func=squish_rate_func(smooth, 0.4, 1))
        self.cross_over(FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.5)), coming, run_time=0.5)


def lit_in_turn(arrows: Sequence[VectorArrow]) -> Animation:
    """Light arrows that have been faint, one after the other."""
    return LaggedStart(*(ApplyMethod(arrow.set_opacity, 1) for arrow in arrows), lag_ratio=0.5)


def lay_out_a_lane(name: str, direction: int, gradient: str) -> ArrowColumns:
    """Return a lane with its name, its gradient and, where its arrows stand, their zero line."""
    level, numbers = LEVELS[direction], NUMBER_LINES[direction]
    upright = direction == 1
    left, middle = style.SAFE_LEFT, level + (0.35 if upright else -0.1)
    frame = VGroup(
        words_on_line(name, (left, middle, 0), bold=True),
        words_on_line(f"$slope(g)$ = #slope[{gradient}]", (left, middle - 0.5, 0)),
    )
    origins = np.array([(x, level, 0.0) for x in COLUMN_LEFTS])
    if upright:
        ends = at(COLUMN_LEFTS[0], level), at(-style.SAFE_LEFT, level)
        frame.add(Line(*ends).set_stroke(style.MUTED_INK, style.HAIRLINE))
        # The first step keeps nothing: its push stands where the others' kept one does.
        origins[:, 0] += np.array([INDENT - SPACING, *[INDENT] * (COLUMNS - 1)])
    kept, push = (terms[:, direction] for terms in terms())
    return ArrowColumns(
        frame,
        kept,
        push,
        origins,
        np.array([(x + NUMBER_RIGHT, numbers, 0) for x in COLUMN_LEFTS]),
        unit=UNIT,
        upright=upright,
        spacing=SPACING if upright else None,
        weight=ARROW_WEIGHT,
    )


def equation(direction: int) -> VGroup:
    """Return a lane's second step in numbers, at its column: what is kept, what is added, and the sum."""
    parts = VGroup()
    for part in equation_parts(1, direction):
        left = parts.get_right()[0] + 0.13 if parts else COLUMN_LEFTS[1]
        parts.add(words_on_line(part, (left, EQUATION_LINES[direction], 0)))
    return parts


def scale_note(plots: Sequence[Plot]) -> VGroup:
    """Return how many times larger across is drawn than along, beneath its name."""
    across, along = (plot.to_screen(0, 1)[1] - plot.to_screen(0, 0)[1] for plot in plots)
    middle = plots[0].to_screen(0, 0)[1]
    return VGroup(
        words_on_line(line, (style.SAFE_LEFT, middle - drop, 0), style.SMALLEST_SIZE, color=style.MUTED_INK)
        for line, drop in ((f"drawn {across / along:.1f} ×", 0.55), ("larger", 0.88))
    )


def velocity_plots() -> tuple[Plot, Plot]:
    """Return the axes for the velocities over the steps, across above along."""
    reach = 1.1 * ALPHA * ACROSS
    ranges = ((-reach, reach), (0, 1.1 * LIMIT_ALONG))
    ticks: tuple[list[Tick], list[Tick]] = (
        [(-0.2, "−0.2"), (0, "0.0"), (0.2, "0.2")],
        [(0, "0.0"), (1, "1.0")],
    )
    steps: tuple[list[Tick], list[Tick]] = ([], [20, 40, (STEPS, f"step {STEPS}")])
    plots = []
    rows = zip(ranges, ticks, steps, PLOT_HEIGHTS, PLOT_FLOORS, strict=True)
    for vertical, numbers, horizontal, height, floor in rows:
        plot = Plot(
            (0, STEPS),
            vertical,
            width=PLOT_WIDTH,
            height=height,
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


def reason() -> tuple[str, str, str]:
    """Return why the velocity across stays where it is, by how long it is in the end.

    It is the push, what that undoes, and what it leaves.
    """
    push = format_number(ALPHA * ACROSS)
    return f"$slope({push})$", f'$"" = momentum({BETA:g}) vel$', '$"" + vel$'


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
        width, tip = ARROW_WEIGHT * style.ARROW_WIDTH, ARROW_WEIGHT * TIP_LENGTH
        arrows = VGroup(*(VectorArrow(start, end, color, width=width, tip=tip) for end in ends))
        sign = "±" if both else ""
        text = words(f"${name} = {sign}{format_number(value)}$", style.BODY_SIZE)
        parts.add(arrows, text.next_to(arrows, RIGHT, buff=0.25))
    return parts


def factor(times: str, rest: str, y: float) -> VGroup:
    """Return a factor, large, and whether it is more or less."""
    large = words_on_line(times, (0, y - BELOW_MIDDLE, 0), FACTOR_SIZE, bold=True)
    large.align_to(at(FACTOR_RIGHT, 0), RIGHT)
    small = words_on_line(rest, (FACTOR_RIGHT + 0.25, y - BELOW_MIDDLE, 0), style.HEADING_SIZE)
    return VGroup(large, small)


def result(reckoning: str, number: str, meaning: str, left: float) -> VGroup:
    """Return what is reckoned, the number that comes of it, largest, and beneath them what that is."""
    line = words_on_line(reckoning, (left, PRODUCT_LINE, 0), FACTOR_SIZE)
    large = words_on_line(number, (line.get_right()[0] + 0.3, PRODUCT_LINE, 0), PRODUCT_SIZE, bold=True)
    return VGroup(line, large, words_on_line(meaning, (left, MEANING_LINE, 0), color=style.MUTED_INK))
