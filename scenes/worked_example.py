"""Worked example: what agrees adds up, what alternates is damped, number by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    PI,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Circle,
    Create,
    DashedLine,
    Dot,
    LaggedStart,
    Line,
    LineJointType,
    Polygon,
    ReplacementTransform,
    Transform,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    smooth,
    squish_rate_func,
)

from momentum_sim import Array
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Speaking
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
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.one_by_one import one_by_one
from scenes.mobjects.plot import Plot, Tick
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import steps_at_our_rate, velocity_rule
from scenes.mobjects.typography import (
    Readout,
    format_number,
    formula,
    spelled,
    with_minus_sign,
    words,
    words_on_line,
)

# Layout, in units of the frame.
UNIT, UNIT_ALONE = 7.6, 10.4
"""Length on the screen of a quantity of one: in the two lanes, and along while that stands alone."""

COLUMN_LEFTS = (-4.4, -1.65, 1.1, 3.85)
LEFTS_ALONE = (-4.4, -2.9, -0.5, 2.75)
"""Where the columns begin: in the two lanes, and along alone, each as wide as its sum needs."""

MIDDLE, MIDDLE_ALONE = (unit * ALPHA * ALONG / 2 for unit in (UNIT, UNIT_ALONE))
"""From a column's left, where its arrows along begin, to its middle, which is that of a push along."""

HALF_NUMBER = 0.565
"""From a column's middle to the right end of its number."""

STEP_Y = 2.3
LEVELS = (0.9, 0.45)
"""The heights at which the arrows begin, along and across, while they add up, one direction at a time."""

ALONG_DROP = -2.75
"""How far beneath across along stands, while both are shown."""

LEVEL_ASIDE = -2.42
"""The height at which along's sums wait while across adds up."""

PAN = 0.4
"""How far across sinks into its place."""

NAME_LINE, GRADIENT_LINE, NUMBER_LINE, EQUATION_LINE = 0.8, 0.2, -0.55, -1.75
"""Baselines: of a lane's name, its gradient and its numbers, and of the second step with all its numbers."""

HEADING_LINE = style.HEADLINE_HEIGHT - 0.12
EQUATION_SIZE = 54

NAMES_ABOVE = 0.3
"""From lying arrows up to the baseline of their names."""

SPACING, ROW = 0.45, 0.8
"""From an arrow to the next across, and from the two terms down to the sum along."""

ARROW_WEIGHT = 2.1
BESIDE_TIP, BEHIND_TIP = 0.55, 0.45
"""From a standing arrow to the middle of the number at its tip, and from a lying one's tip."""

WRITTEN_OUT = 1
"""The column whose step is told with all its numbers."""

PLOT_LEFT, PLOT_WIDTH, PLOT_FLOOR = -3.9, 5.9, -2.0
PLOT_UNIT, FIRST_UNIT = 2.2, 4.4
"""Length on the screen of a velocity of one, in both plots, and before the columns have narrowed."""

ACROSS_FLOOR, FIRST_LEVEL = 1.25, 1.2
"""The lower end of across's plot, and its zero line before the columns have narrowed."""

ACROSS_REACH = 1.1 * ALPHA * ACROSS
STEP_TICKS: list[Tick] = [20, 40, (STEPS, f"step {STEPS}")]
NUMBER_GAP = 0.25
"""From a plot to the numbers at its right end."""

FORMULA_SIZE = 44
CURVE_WIDTH, STEM_WEIGHT = 3.5, 1.4
LAST_STEPS = 10
"""How many of the steps across are magnified, so that each is seen."""

LAST_TICKS: list[Tick] = [STEPS - LAST_STEPS, STEPS - LAST_STEPS // 2, (STEPS, f"step {STEPS}")]
LAST_REACH = 0.125
LAST_WIDTH, LAST_FLOOR, LAST_TOP = 3.0, -0.95, 1.7
LAST_MIDDLE = (LAST_FLOOR + LAST_TOP) / 2
"""The height of the zero line across, where it is magnified."""

LAST_LEFT, LAST_SPACING, LAST_WEIGHT = 1.3, 2.1, 2.8
"""Where the arrows of the last step across begin, how far apart they are, and their weight."""

REASON_HEIGHT, EQUALS, REASON_SIZE = 2.25, 1.6, 52
"""Where the two forms of αg are told to be the same, and the middle of the sign that says so in every row."""

ALONG_ASIDE = -1.8
"""The height at which along's limit waits for across's."""

NAMES_ASIDE = 0.3
"""From the last step's arrows to their names."""

SIGN_LEFT, SIGN_STEP, SIGN_SIZE = -4.75, 0.55, 72
"""Where the signs begin, from one to the next, and their size."""

BIG_UNIT = 3.3
"""Length on the screen of a quantity of one, where sums are compared with pushes."""

BIG_COLUMNS, BIG_WEIGHT = (-2.2, 0.05), 1.3
BIG_LEVELS, BIG_NAMES_DROP = (-0.95, 1.4), 0.65
"""The heights at which along and across are compared, and from along down to the names of its arrows."""

FACTOR_RIGHT, FACTOR_SIZE = 4.95, 66
"""The right end of a factor, and its size."""

BELOW_MIDDLE = 0.25
"""From the middle of a row to the baseline of its factor."""

BENEATH = -PI / 8
"""The arc on which what a factor is comes beneath it."""

TERM_SIZE, RESULT_SIZE = 110, 200
"""The sizes of what is reckoned, and of what comes of it, where that stands alone."""

PRODUCT_LINE, RAVINE_LINE, MEANING_DROP = 0.6, -1.1, 0.6
"""Baselines of two reckonings, and how far beneath is written what their numbers are."""

SILENCE = 0.4
"""Seconds that follow the product, before the beat's ``HOLD``."""

CLAIM_LINE = -1.3
"""Baseline of what the product says."""

PRODUCT_RISE = 1.1
"""How far the product rises when it has been told."""


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
            self.steps.add(words_on_line(text, (0, STEP_Y, 0), color=style.MUTED_INK).set_x(x + MIDDLE))
        self.along.shown.shift(ALONG_DROP * UP)
        self.pushes_alone = [(each.push.start, each.push.end) for each in self.along.sums]
        for each, x in zip(self.along.sums, COLUMN_LEFTS, strict=True):
            start = at(x, LEVELS[0] + ALONG_DROP)
            each.push.put(start, start + UNIT * ALPHA * ALONG * RIGHT)

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
            self.gradients = gradients(1, LEVELS[1]), gradients(0, LEVELS[0] + ALONG_DROP)
            across_name, across_given, zero = self.across.shown
            along_name, along_given = self.along.shown
            self.play(FadeIn(self.steps, across_name, along_name, zero), run_time=style.QUICK)
            beat.until("numbers")
            self.play(FadeIn(self.constants), run_time=style.CALM)
            beat.until("gradients")
            self.play(pulse(self.rule.select("push")), run_time=style.CALM)
            self.add(self.rule)  # whole again
            beat.until("two pure")
            self.play(*(pulse(lane.shown[0], LEFT) for lane in self.lanes), run_time=style.CALM)
            across_numbers, along_numbers = self.gradients
            beat.until("Along")
            self.play(FadeIn(along_given), self.give(self.along, along_numbers), run_time=1.4)
            beat.until("Across")
            self.play(FadeIn(across_given), run_time=style.QUICK)
            beat.until("plus")
            self.play(self.give(self.across, across_numbers), run_time=1.2)

    def give(self, lane: ArrowColumns, numbers: VGroup) -> Animation:
        """Return the animation that brings a lane's pushes, each with the gradient that it comes from."""
        steps = zip(lane.pushing(), numbers, strict=True)
        return LaggedStart(*(AnimationGroup(push, FadeIn(number)) for push, number in steps), lag_ratio=0.5)

    def add_up_along(self) -> None:
        """Make each velocity along of the one before it, the second one with all its numbers."""
        first, second = (format_number(velocity) for velocity in VELOCITIES[:2, 0])
        push = format_number(ALPHA * ALONG)
        with self.beat(
            "Along",
            f"Along, {first}. Then {BETA:g} of that, plus {push}: {second}. Each step adds to the last.",
            shown=in_words(0),
        ) as beat:
            self.let_along_stand_alone()
            self.play(
                *self.lead_to(self.along, 0),
                *self.along.adding_up(0),
                self.name_the_values(0),
                run_time=style.CALM,
            )
            self.equation, names = equation(0), self.names_of_the_arrows()
            beat.until(f"Then {BETA:g}")
            kept, pushed, total = self.equation
            self.play(
                *self.along.keeping(WRITTEN_OUT),
                FadeOut(self.push_name, rate_func=squish_rate_func(smooth, 0, 0.5)),
                FadeIn(kept, names[0]),
                run_time=1.2,
            )
            beat.until(f"plus {push}")
            self.play(*self.lead_to(self.along, WRITTEN_OUT), FadeIn(pushed, names[1]), run_time=style.CALM)
            beat.until(second)
            self.play(*self.along.adding_up(WRITTEN_OUT), FadeIn(total), run_time=style.QUICK)
            self.wait(0.4)
            self.play(
                *self.along.keeping(2),
                FadeOut(names),
                FadeOut(self.equation, rate_func=squish_rate_func(smooth, 0.4, 1)),
                run_time=0.6,
            )
            self.play(*self.lead_to(self.along, 2), *self.along.adding_up(2), run_time=0.5)
            self.take_another_step(self.along, 3)

    def let_along_stand_alone(self) -> None:
        """Let across go, and along come up to the middle, larger."""
        frame = VGroup(*self.along.shown[:2])
        place = (LEFTS_ALONE[0], LEVELS[0] + NAMES_ABOVE, 0)
        self.push_name = words_on_line("push $alpha slope(g)$", place, color=style.GRADIENT)
        self.play(
            FadeOut(*self.across.shown, *self.gradients, rate_func=squish_rate_func(smooth, 0, 0.5)),
            frame.animate.shift(-ALONG_DROP * UP),
            *(
                MoveVector(each.push, *place)
                for each, place in zip(self.along.sums, self.pushes_alone, strict=True)
            ),
            *(
                ApplyMethod(step.set_x, x + MIDDLE_ALONE)
                for step, x in zip(self.steps, LEFTS_ALONE, strict=True)
            ),
            FadeIn(self.push_name, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=0.7,
        )

    def add_up_across(self) -> None:
        """Make each velocity across of the one before it, the second one with all its numbers."""
        first, second = (format_number(velocity) for velocity in VELOCITIES[:2, 1])
        with self.beat(
            "Across",
            f"Across, {first}. Then {second}. What one push gives, the next takes back.",
            shown=in_words(1),
        ) as beat:
            for each in self.across.sums[1:]:
                each.push.set_opacity(style.FADED)
            self.lay_along_aside()
            self.play(*self.across.adding_up(0), self.name_the_values(1), run_time=0.6)
            self.equation = equation(1)
            kept, pushed, total = self.equation
            self.play(*self.across.keeping(WRITTEN_OUT), FadeIn(kept), run_time=0.8)
            self.play(*self.lead_to(self.across, WRITTEN_OUT), FadeIn(pushed), run_time=style.QUICK)
            self.play(*self.across.adding_up(WRITTEN_OUT), FadeIn(total), run_time=style.QUICK)
            beat.until("one push")
            self.take_another_step(self.across, 2, FadeOut(self.equation))
            beat.until("the next takes")
            self.take_another_step(self.across, 3)

    def lay_along_aside(self) -> None:
        """Let along's sums sink beneath, where they wait, and across take their place."""
        name: Any = self.along.shown[0]
        totals = [each.total for each in self.along.sums]
        self.aside = [total.copy() for total in totals]
        for arrow, x, value in zip(self.aside, COLUMN_LEFTS, VELOCITIES[:COLUMNS, 0], strict=True):
            arrow.put(at(x, LEVEL_ASIDE), at(x + UNIT * value, LEVEL_ASIDE)).set_opacity(style.FADED)
        leaving = [part for part in self.along.shown if part not in (name, *totals)]
        sinking = squish_rate_func(smooth, 0.1, 0.9)
        self.play(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.4)),
            *one_by_one(totals, self.aside, rate_func=sinking),
            name.animate(rate_func=sinking).set_y(LEVEL_ASIDE).set_opacity(style.FADED),
            FadeIn(*self.across.shown, shift=PAN * DOWN, rate_func=squish_rate_func(smooth, 0.5, 1)),
            *(
                step.animate.set_x(x + MIDDLE).set_color(
                    style.INK if step is self.steps[0] else style.MUTED_INK
                )
                for step, x in zip(self.steps, COLUMN_LEFTS, strict=True)
            ),
            run_time=0.7,
        )

    def take_another_step(self, lane: ArrowColumns, column: int, *animations: Any) -> None:
        """Keep and add, then sum up, faster than at first."""
        self.play(*lane.keeping(column), *animations, run_time=0.5)
        self.play(*self.lead_to(lane, column), *lane.adding_up(column), run_time=0.5)

    def lead_to(self, lane: ArrowColumns, column: int) -> list[Animation]:
        """Light what a step adds, and its number."""
        return [*lane.leading_to(column), *self.light(column)]

    def light(self, column: int) -> list[Animation]:
        """Light the number of a step alone."""
        colors = (style.INK if place == column else style.MUTED_INK for place in range(COLUMNS))
        return [ApplyMethod(step.set_color, color) for step, color in zip(self.steps, colors, strict=True)]

    def name_the_values(self, direction: int) -> Animation:
        """Return the animation that writes what a lane's numbers are."""
        name = words_on_line("$vel$", (style.SAFE_LEFT, NUMBER_LINE, 0), style.HEADING_SIZE)
        self.lanes[direction].shown.add(name)
        return FadeIn(name)

    def names_of_the_arrows(self) -> VGroup:
        """Return what the two terms of the step that is written out are, above them, along."""
        joint = self.along.sums[WRITTEN_OUT].kept.end + NAMES_ABOVE * UP
        return VGroup(
            words_on_line(name, joint, color=color).next_to(joint, side, buff=0.09, coor_mask=RIGHT)
            for name, color, side in (("kept", style.VELOCITY, LEFT), ("push", style.GRADIENT, RIGHT))
        )

    def run_on(self) -> None:
        """Pull back from the columns to sixty steps, and mark where the two velocities settle."""
        limits = [format_number(limit) for limit in (LIMIT_ALONG, LIMIT_ACROSS)]
        with self.beat(
            "Sixty steps",
            f"By step {STEPS}, along nears {limits[0]}, the push over one minus beta. "
            f"Across, each push undoes {BETA:g} v and leaves one v the other way: {1 + BETA:g} v in all. "
            f"So v is the push over one plus beta, plus and minus {limits[1]}.",
        ) as beat:
            self.turn_into_points()
            self.pull_back()
            beat.until("Across")
            self.look_closer()
            beat.until("push undoes")
            pushed, undone, left, both = reason_as_spoken(self.reason)
            self.play(FadeIn(*pushed, self.in_size, self.last.kept_joint), run_time=style.QUICK)
            # First only as far as it undoes what is kept.
            self.play(GrowVector(self.last.push), FadeIn(*undone), run_time=1.1)
            beat.until("leaves one")
            self.play(
                MoveVector(self.last.push, *self.last_push),
                FadeIn(*left),
                FadeIn(self.last_names[1], rate_func=squish_rate_func(smooth, 0.6, 1)),
                run_time=0.6,
            )
            self.play(self.last.adding_up(), FadeIn(self.last_names[2]), run_time=0.6)
            beat.until(f"{1 + BETA:g} v in all")
            self.play(FadeIn(*both), run_time=style.QUICK)
            beat.until("in all")
            self.write_the_factor()
            beat.until("So v is")
            self.divide(beat)
            limit = LIMIT_ACROSS
            beat.until("plus and minus")
            self.play(
                *self.mark(self.plots[0], {limit: f"+{limits[1]}", -limit: f"−{limits[1]}"}),
                run_time=style.CALM,
            )
            beside = (self.plot_names[0], self.limits[0], self.closed_form)
            self.play(*(each.animate.set_opacity(1) for each in beside), run_time=style.CALM)

    def write_the_factor(self) -> None:
        """Write 1.9 as what it is: 1 + β."""
        number, v = self.reason[10:13], self.reason[13]
        self.play(
            FadeOut(*number, rate_func=squish_rate_func(smooth, 0, 0.45)),
            ReplacementTransform(v, self.factored[15]),
            FadeIn(*self.factored[10:15], rate_func=squish_rate_func(smooth, 0.4, 1)),
            run_time=0.6,
        )
        self.remove(*self.reason, *self.factored[10:])
        self.add(self.factored)

    def divide(self, beat: Speaking) -> None:
        """Bring what 1 + β times v is, part by part, to the other side."""
        line: Any = self.factored
        self.solved = formula(f"vel = {closed_form(1)}", FORMULA_SIZE)
        v_is, push, divisor, numbers = as_spoken(self.solved)
        self.solved.shift(at(self.closed_form[0].get_x() - v_is[1].get_x(), LAST_MIDDLE - v_is[1].get_y()))
        step, tail = self.last, (self.last_names, self.last_zero)
        self.play(
            FadeOut(
                *(step.kept, step.kept_joint, step.push, step.total, step.total_joint, *tail),
                rate_func=squish_rate_func(smooth, 0, 0.5),
            ),
            self.curve.line.animate.set_stroke(opacity=1),
            self.curve.marker.animate.set_opacity(1),
            ReplacementTransform(line[15].copy(), v_is[0]),
            FadeIn(v_is[1], rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=0.7,
        )
        beat.until("the push")
        *terms, bar = push
        self.play(
            *one_by_one([part.copy() for part in line[:2]], terms, path_arc=PI / 6),
            FadeIn(bar),
            run_time=0.5,
        )
        beat.until("one plus")
        self.play(
            *one_by_one([part.copy() for part in line[11:14]], divisor, path_arc=-3 * PI / 4), run_time=0.6
        )
        beat.until("beta")
        self.play(FadeIn(numbers), run_time=0.5)

    def turn_into_points(self) -> None:
        """Let the sums across, and along's beneath them, narrow into place; their tips become points."""
        self.plots = (across_plot(), along_plot())
        self.pulled = PulledBack(self.plots)
        across, along = self.pulled.lanes
        self.plot_names = VGroup(*(lane.shown[0] for lane in self.lanes))
        along_name: Any = self.plot_names[0]
        across_name = self.plot_names[1]
        _, _, zero = self.across.shown[:3]
        totals = [each.total for each in self.across.sums]
        leaving = [part for part in self.across.shown[1:] if part not in (*totals, zero)]
        narrowing = squish_rate_func(smooth, 0.2, 1)
        self.play(
            FadeOut(*leaving, self.steps, self.constants, rate_func=squish_rate_func(smooth, 0, 0.5)),
            *one_by_one((*totals, zero), (*across.arrows, across.zero), rate_func=narrowing),
            # Along is told first.
            ApplyMethod(across_name.set_y, FIRST_LEVEL, rate_func=narrowing),
            along_name.animate(rate_func=narrowing).set_y(self.plots[1].get_y()).set_opacity(1),
            # The lying sums turn, each where its step is.
            *one_by_one(self.aside, along.arrows, rate_func=narrowing),
            Create(self.plots[1].axes, rate_func=narrowing),
            run_time=0.9,
        )
        self.counter = Readout(COLUMNS, "step {:.0f}", style.HEADING_SIZE, anchor=RIGHT)
        self.counter.shift((-style.SAFE_LEFT, HEADING_LINE, 0))
        self.play(
            *(FadeIn(lane.dots, lane.marker) for lane in self.pulled.lanes),
            *(Create(lane.line) for lane in self.pulled.lanes),
            FadeIn(self.counter),
            across_name.animate.set_opacity(style.FADED),
            run_time=style.QUICK,
        )

    def pull_back(self) -> None:
        """Let the curves go on to the sixtieth step as the view widens, and mark what along has come to."""
        across_name = self.plot_names[1]
        limit = self.plots[1].to_screen(STEPS, LIMIT_ALONG)
        self.closed_form = formula(f"= {closed_form(0)}", FORMULA_SIZE).move_to(
            limit + (NUMBER_GAP + 0.4) * RIGHT, LEFT
        )
        now = ValueTracker(0)
        self.add(self.pulled)
        self.pulled.follow(now.get_value)
        self.counter.follow(lambda: int(steps_seen(now.get_value()) + 1e-6))
        late = squish_rate_func(smooth, 0.6, 1)
        self.play(
            ApplyMethod(now.set_value, 1, rate_func=smooth),
            across_name.animate.set_y(self.plots[0].get_y()),
            FadeIn(self.plots[0], self.plots[1].grid, self.plots[1].ticks, rate_func=late),
            run_time=1.8,
        )
        self.add(self.plots[1], self.pulled)
        for moving in (self.pulled, self.counter):
            moving.clear_updaters()
        self.play(
            *self.mark(self.plots[1], {LIMIT_ALONG: format_number(LIMIT_ALONG)}),
            FadeIn(self.closed_form),
            run_time=0.6,
        )

    def lay_out_the_last_step(self, plot: Plot) -> None:
        """Prepare the arrows of the last step across, beside its curve, on its zero line and to its scale."""
        self.last = ArrowSum(
            at(LAST_LEFT, LAST_MIDDLE),
            BETA * VELOCITIES[-2, 1],
            ALPHA * GRADIENTS[-1, 1],
            unit=plot.to_screen(0, 1)[1] - plot.to_screen(0, 0)[1],
            upright=True,
            spacing=LAST_SPACING,
            weight=LAST_WEIGHT,
        )
        kept, push, total = self.last.kept, self.last.push, self.last.total
        names = (
            (f"#momentum[{BETA:g}] $vel$", kept),
            ("#slope[push] $alpha slope(g)$", push),
            ("$vel$", total),
        )
        self.last_names = VGroup(
            words(name).move_to(at(arrow.end[0] + NAMES_ASIDE, (LAST_MIDDLE + arrow.end[1]) / 2), LEFT)
            for name, arrow in names
        )
        undone = f"alpha slope(g) = momentum({BETA:g}) vel + vel"
        self.reason, self.factored = (
            formula(f"{undone} = {both}", REASON_SIZE).set_y(REASON_HEIGHT)
            for both in (f"{1 + BETA:g} vel", "(1 + beta) vel")
        )
        for each in (self.reason, self.factored):
            each.shift(at(EQUALS, self.reason[9].get_y()) - each[9].get_center())
        self.in_size = words("in size", color=style.MUTED_INK).move_to(
            at(style.SAFE_LEFT, REASON_HEIGHT), LEFT
        )
        self.last_kept, self.last_push = (kept.start, kept.end), (push.start, push.end)
        # What is kept comes out of the curve.
        kept.put(*2 * [plot.to_screen(STEPS - 1, VELOCITIES[-2, 1])])
        push.put(push.start, at(push.start[0], LAST_MIDDLE))
        ends = plot.to_screen(STEPS, 0), at(-style.SAFE_LEFT, LAST_MIDDLE)
        self.last_zero = Line(*ends).set_stroke(style.MUTED_INK, style.HAIRLINE)

    def look_closer(self) -> None:
        """Let along go, and a window on across's last steps grow; the very last comes out beside them."""
        plot, along = self.plots
        large = last_steps_plot()
        self.lay_out_the_last_step(large)
        first, name = STEPS - LAST_STEPS, self.plot_names[1]
        place, window = (window_on(each, first, LAST_REACH) for each in (plot, large))
        seen, self.curve = (velocity_curve(each, 1, STEPS, since=first) for each in (plot, large))
        for each in (seen, self.curve):
            each.set_z_index(2)
        self.play(
            Create(place),
            FadeIn(seen),
            name.animate.set_opacity(1),
            run_time=style.QUICK,
        )
        source = VGroup(plot, self.pulled.lanes[0], self.counter)
        one = self.limits[0]
        aside = at(EQUALS - self.closed_form[0].get_x(), ALONG_ASIDE - one.get_y())
        along_name = self.plot_names[0]
        v = VGroup(formula("vel", FORMULA_SIZE)).move_to(one, RIGHT).shift(aside).set_opacity(style.FADED)
        self.limits[0] = v
        self.play(
            FadeOut(
                *(source, along, self.pulled.lanes[1], self.levels),
                rate_func=squish_rate_func(smooth, 0, 0.6),
            ),
            ReplacementTransform(place, window),
            ReplacementTransform(seen, self.curve),
            name.animate.set_y(LAST_MIDDLE),
            # What along comes to waits for what across does.
            along_name.animate.set_y(ALONG_ASIDE).set_opacity(style.FADED),
            ReplacementTransform(one, v),
            self.closed_form.animate.shift(aside).set_opacity(style.FADED),
            run_time=style.CALM,
        )
        self.plots = (large, along)
        self.play(
            FadeOut(window, rate_func=squish_rate_func(smooth, 0.5, 1)),
            FadeIn(large, rate_func=squish_rate_func(smooth, 0, 0.7)),
            self.curve.line.animate.set_stroke(opacity=style.FADED),
            self.curve.marker.animate.set_opacity(style.FADED),
            MoveVector(self.last.kept, *self.last_kept),
            FadeIn(self.last_zero),
            FadeIn(self.last_names[0], rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=0.7,
        )

    def mark(self, plot: Plot, limits: dict[float, str]) -> list[Animation]:
        """Return the animations that mark levels across a plot, with their numbers at its right end."""
        lines, numbers = VGroup(), VGroup()
        for limit, name in limits.items():
            left, right = (plot.to_screen(step, limit) for step in plot.horizontal)
            lines.add(DashedLine(left, right, color=style.VELOCITY, stroke_width=style.THIN))
            number = words(name, style.HEADING_SIZE, color=style.VELOCITY, bold=True)
            number.move_to(right + NUMBER_GAP * RIGHT, LEFT)
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
            self.show_the_signs()
            along, across = (VGroup(*each) for each in zip(self.plot_names, self.signs, strict=True))
            (push_along, sum_along), (push_across, sum_across) = pairs = (compared(0), compared(1))
            gain, damping = self.factors = VGroup(
                factor(f"{GAIN:.0f}", "more", BIG_LEVELS[0]), factor(f"{DAMPING:g}", "less", BIG_LEVELS[1])
            )
            beat.until("one beta")
            self.play(pulse(self.rule.select("kept")), run_time=style.CALM)
            beat.until("both")
            self.play(*growing(push_along), *growing(push_across), run_time=style.CALM)
            along.add(push_along)
            across.add(push_across)
            beat.until("times more")
            self.play(
                across.animate.set_opacity(style.FADED),
                *growing(sum_along),
                FadeIn(gain),
                run_time=style.CALM,
            )
            along.add(sum_along, gain)
            beat.until(f"{DAMPING:g} times")
            self.play(
                along.animate.set_opacity(style.FADED),
                across.animate.set_opacity(1),
                *growing(sum_across),
                FadeIn(damping),
                run_time=style.CALM,
            )
            # Both rows are seen whole before they go.
            self.play(along.animate.set_opacity(1), run_time=style.QUICK)
            beat.until("alternates")
            self.wait(0.5)
            self.bring_the_factors_together(self.signs, *pairs)
            beat.until(f"{GAIN * DAMPING:.0f}")
            equals, result = self.product[-2:]
            self.play(FadeIn(equals, result, self.claim), run_time=style.QUICK)
            beat.until_said()
            self.wait(SILENCE)

    def show_the_signs(self) -> None:
        """Let all go but the two names, and write the signs of the gradients beside them, step by step."""
        self.signs = VGroup(signs(0), signs(1))
        names = self.plot_names
        leaving = [each for each in self.picture if each not in (self.rule, *names)]
        self.play(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.4)),
            *(
                ApplyMethod(name.set_y, level, rate_func=squish_rate_func(smooth, 0, 0.5))
                for name, level in zip(names, BIG_LEVELS, strict=True)
            ),
            LaggedStart(
                Wait(0.4),
                *(FadeIn(*column) for column in zip(*self.signs, strict=True)),
                lag_ratio=0.5,
            ),
            run_time=1.4,
        )

    def bring_the_factors_together(self, *leaving: VMobject) -> None:
        """Let all go but the two factors, which are multiplied."""
        (gain, times, more), (damping, less_times, less) = self.factors
        self.product = reckoning(
            (f"{GAIN:.0f}", "×", f"{DAMPING:g}", "="), f"{GAIN * DAMPING:.0f}", PRODUCT_LINE
        )
        new_gain, new_times, new_damping, *_ = self.product
        self.meanings = VGroup(
            under(number, self.product, *names)
            for number, names in ((new_gain, ("more", "along")), (new_damping, ("less", "across")))
        )
        times_more = f"along against across: {GAIN * DAMPING:.0f} times more"
        self.claim = words_on_line(times_more, (0, CLAIM_LINE, 0), style.TITLE_SIZE).set_x(0)
        leaving = (self.rule, self.plot_names, *leaving, less_times)
        self.remove(*self.picture)
        self.add(*leaving, gain, times, more, damping, less)
        self.play(FadeOut(*leaving), run_time=0.3)
        # The first factor is past before the second comes down beside it.
        first, second = (squish_rate_func(smooth, begin, begin + 0.75) for begin in (0, 0.25))
        (new_more, along), (new_less, across) = self.meanings
        self.play(
            ReplacementTransform(VGroup(gain, times), VGroup(new_gain, new_times), rate_func=first),
            ReplacementTransform(damping, new_damping, rate_func=second),
            ReplacementTransform(more, new_more, rate_func=first, path_arc=BENEATH),
            ReplacementTransform(less, new_less, rate_func=second, path_arc=BENEATH),
            FadeIn(along, across, rate_func=squish_rate_func(smooth, 0.7, 1)),
            run_time=style.CALM,
        )

    def look_at_the_ravine(self) -> None:
        """Leave the factor that counts in the ravine."""
        plain, momentum = experiment.steps_home()
        gain = round(plain / momentum)
        with self.beat(
            "In the ravine",
            f"In the ravine, at our rate, it is about {spelled(gain)}: the waiting was on the floor.",
            shown=f"Steps home in the ravine: {plain} without, {momentum} with momentum.",
        ) as beat:
            product = VGroup(*self.product, *self.meanings).copy()
            product[4].scale(TERM_SIZE / RESULT_SIZE, about_point=product[4].get_corner(DOWN + LEFT))
            product.set_x(0).shift(PRODUCT_RISE * UP).set_opacity(style.FADED)
            self.ravine = reckoning(
                (f"{gain}", "≈", f"#plain[{plain}]", "/"), f"#momentum[{momentum}]", RAVINE_LINE, TERM_SIZE
            )
            # What it is about stands under the factor that it is.
            self.ravine.shift((product[0].get_x() - self.ravine[0].get_x()) * RIGHT)
            ten, about, *counts = self.ravine
            meaning = f"steps home in the ravine, $alpha$ = {experiment.LEARNING_RATE:g}"
            self.play(
                FadeOut(self.claim, rate_func=squish_rate_func(smooth, 0, 0.5)),
                Transform(VGroup(*self.product, *self.meanings), product),
                *(
                    FadeIn(part, rate_func=squish_rate_func(smooth, 0.6, 1))
                    for part in (*counts, under(VGroup(*counts), self.ravine, meaning))
                ),
                run_time=style.CALM,
            )
            beat.until("it is about")
            self.play(FadeIn(about, ten), run_time=style.CALM)
            beat.until("the waiting")
            factor = self.product[0]
            self.play(
                VGroup(factor, self.meanings[0]).animate.set_opacity(1),
                FadeIn(under(ten, self.ravine, "the floor", bold=True)),
                run_time=style.CALM,
            )
            self.play(pulse(ten), pulse(factor), run_time=0.6)

    def leave(self) -> None:
        """Leave the axes of the next scene: the two counts become those on the plot."""
        plot = steps_at_our_rate()
        counts = (self.ravine[2], self.ravine[4])
        leaving = [mobject for mobject in self.picture if mobject not in counts]
        self.cross_over(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.4)),
            *(
                ReplacementTransform(count, dot.number, rate_func=squish_rate_func(smooth, 0.2, 0.9))
                for count, dot in zip(counts, (plot.plain, plot.heavy), strict=True)
            ),
            FadeIn(plot.plot, plot.plain.dot, plot.heavy.dot, rate_func=squish_rate_func(smooth, 0.3, 1)),
            run_time=style.CALM,
        )


class PulledLane(VGroup):
    """A velocity over the steps so far: arrows, points at their tips, and the curve through these."""

    def __init__(self, values: Array, strength: float) -> None:
        self.values, self.strength = np.concatenate([[0.0], values]), strength
        self.zero = Line(stroke_color=style.MUTED_INK, stroke_width=style.HAIRLINE)
        width, tip = STEM_WEIGHT * style.ARROW_WIDTH, STEM_WEIGHT * TIP_LENGTH
        self.arrows = [
            VectorArrow(ORIGIN, ORIGIN, style.VELOCITY, width=width, tip=tip) for _ in range(COLUMNS)
        ]
        self.line = VMobject(
            stroke_color=style.VELOCITY, stroke_width=CURVE_WIDTH, joint_type=LineJointType.ROUND
        ).set_stroke(opacity=strength)
        self.dots = VGroup(*(Dot(radius=0.09, color=style.VELOCITY) for _ in range(COLUMNS)))
        self.marker = Circle(radius=0.09, stroke_color=style.VELOCITY, stroke_width=4, fill_color=style.INK)
        self.marker.set_fill(opacity=1).set_opacity(strength)
        super().__init__(self.zero, *self.arrows, self.line, self.dots, self.marker)

    def put(self, corner: Array, pitch: float, unit: float, step: float, share: float) -> None:
        """Draw it up to a step, from a corner on, with so much room for a step and for a velocity of one."""
        steps = np.append(np.arange(int(step) + 1), step)
        heights = np.interp(steps, np.arange(len(self.values)), self.values)
        points = corner + pitch * steps[:, None] * RIGHT + unit * heights[:, None] * UP
        self.zero.put_start_and_end_on(corner, corner + PLOT_WIDTH * RIGHT)
        self.line.set_points_as_corners(points)
        self.marker.move_to(points[-1])
        for column, (arrow, dot) in enumerate(zip(self.arrows, self.dots, strict=True), start=1):
            tip = points[column]
            arrow.put(tip * [1, 0, 1] + corner * UP, tip)
            dot.move_to(tip)
            arrow.set_opacity(self.strength * (1 - smooth(min(share / 0.5, 1))))
        self.dots.set_opacity(self.strength * (1 - smooth(max(share - 0.6, 0) / 0.4)))


class PulledBack(LiveGroup):
    """Both velocities, across above along, on their way from four wide columns to sixty narrow ones.

    The last step that is drawn stands at the right end of the plots.
    """

    def __init__(self, plots: Sequence[Plot]) -> None:
        self._last = [plot.to_screen(0, 0) for plot in plots]
        self._first = [at(PLOT_LEFT, FIRST_LEVEL), self._last[1]]
        self.lanes = [
            PulledLane(VELOCITIES[:, direction], strength)
            for direction, strength in ((1, style.FADED), (0, 1))
        ]
        super().__init__(*self.lanes)
        self.set_to(0)

    def set_to(self, share: float) -> Self:
        """Show both a share of the way."""
        step = steps_seen(share)
        unit = FIRST_UNIT * (PLOT_UNIT / FIRST_UNIT) ** share
        for lane, first, last in zip(self.lanes, self._first, self._last, strict=True):
            lane.put(first + share * (last - first), PLOT_WIDTH / step, unit, step, share)
        return self


def steps_seen(share: float) -> float:
    """Return how many steps are seen a share of the way from the columns to all."""
    return float(COLUMNS * (STEPS / COLUMNS) ** share)


def gradients(direction: int, level: float) -> VGroup:
    """Return a lane's gradients, each where the tip of its push will be."""
    numbers = VGroup()
    for x, gradient in zip(COLUMN_LEFTS, GRADIENTS[:COLUMNS, direction], strict=True):
        tip = UNIT * ALPHA * gradient
        place = at(x + tip + BEHIND_TIP, level - 0.13)
        if direction == 1:
            place = at(x + MIDDLE + BESIDE_TIP, level + tip - (0.35 if gradient > 0 else -0.1))
        text = with_minus_sign(f"{gradient:+g}")
        numbers.add(words_on_line(text, place, style.HEADING_SIZE, color=style.GRADIENT).set_x(place[0]))
    return numbers


def lay_out_a_lane(name: str, direction: int, gradient: str) -> ArrowColumns:
    """Return a lane with its name, its gradient and, where its arrows stand, their zero line."""
    level = LEVELS[direction]
    upright = direction == 1
    left, given = style.SAFE_LEFT, f"$slope(g)$ = #slope[{gradient}]"
    frame = VGroup(
        words_on_line(name, (left, NAME_LINE, 0), style.HEADING_SIZE, bold=True),
        words_on_line(given, (left, GRADIENT_LINE, 0), style.HEADING_SIZE),
    )
    lefts, middle = (COLUMN_LEFTS, MIDDLE) if upright else (LEFTS_ALONE, MIDDLE_ALONE)
    origins = np.array([(x, level, 0.0) for x in lefts])
    if upright:
        ends = at(COLUMN_LEFTS[0], level), at(-style.SAFE_LEFT, level)
        frame.add(Line(*ends).set_stroke(style.MUTED_INK, style.HAIRLINE))
        # The push stands in the middle, between what is kept and the sum.
        origins[:, 0] += MIDDLE - SPACING
    kept, push = (terms[:, direction] for terms in terms())
    return ArrowColumns(
        frame,
        kept,
        push,
        origins,
        np.array([(x + middle + HALF_NUMBER, NUMBER_LINE, 0) for x in lefts]),
        unit=UNIT if upright else UNIT_ALONE,
        upright=upright,
        spacing=SPACING if upright else ROW,
        weight=ARROW_WEIGHT,
    )


def equation(direction: int) -> VGroup:
    """Return a lane's second step in numbers, in its column: what is kept, what is added, and the sum."""
    parts, left = VGroup(), (LEFTS_ALONE, COLUMN_LEFTS)[direction][WRITTEN_OUT]
    for part in equation_parts(WRITTEN_OUT, direction):
        parts.add(words_on_line(part, (left, EQUATION_LINE, 0), EQUATION_SIZE))
        left = parts.get_right()[0] + 0.17
    return parts


def across_plot() -> Plot:
    """Return the axes for the velocity across over the steps."""
    ticks: list[Tick] = [(-0.2, "−0.2"), (0, "0.0"), (0.2, "0.2")]
    height = 2 * ACROSS_REACH * PLOT_UNIT
    return velocity_plot((-ACROSS_REACH, ACROSS_REACH), ticks, [], ACROSS_FLOOR, height)


def last_steps_plot() -> Plot:
    """Return the axes for the velocity across over the last steps, large."""
    ticks: list[Tick] = [(-0.1, "−0.1"), (0, "0.0"), (0.1, "0.1")]
    since, reach = STEPS - LAST_STEPS, (-LAST_REACH, LAST_REACH)
    return velocity_plot(
        reach, ticks, LAST_TICKS, LAST_FLOOR, LAST_TOP - LAST_FLOOR, width=LAST_WIDTH, since=since
    )


def along_plot() -> Plot:
    """Return the axes for the velocity along over the steps."""
    reach = 1.1 * LIMIT_ALONG
    return velocity_plot((0, reach), [(0, "0.0"), (1, "1.0")], STEP_TICKS, PLOT_FLOOR, reach * PLOT_UNIT)


def velocity_plot(
    vertical: tuple[float, float],
    numbers: list[Tick],
    steps: list[Tick],
    floor: float,
    height: float,
    *,
    width: float = PLOT_WIDTH,
    since: int = 0,
) -> Plot:
    """Return axes for a velocity over the steps since one, whose lower end is at a height."""
    plot = Plot(
        (since, STEPS),
        vertical,
        width=width,
        height=height,
        horizontal_ticks=steps,
        vertical_ticks=numbers,
        label_size=style.LABEL_SIZE,
    )
    return plot.shift(at(PLOT_LEFT, floor) - plot.to_screen(since, vertical[0]))


def window_on(plot: Plot, first: int, reach: float) -> Polygon:
    """Return the rim of a plot's part from a step on, so far up and down, on ground of its own."""
    corners = plot.to_screen([first, STEPS, STEPS, first], [-reach, -reach, reach, reach])
    rim = Polygon(*corners, stroke_color=style.INK, stroke_width=style.THIN)
    return rim.set_fill(style.BACKGROUND, 1).set_z_index(1)


def velocity_curve(plot: Plot, direction: int, step: int = COLUMNS, *, since: int = 0) -> GrowingCurve:
    """Return the velocity in one direction over the steps since one, drawn up to one."""
    values = np.concatenate([[0.0], VELOCITIES[:, direction]])
    points = plot.to_screen(np.arange(since, STEPS + 1), values[since:])
    return GrowingCurve(points, style.VELOCITY, step=step - since, width=CURVE_WIDTH, marker_radius=0.09)


def as_spoken(fraction: VMobject) -> tuple[VGroup, ...]:
    """Return the parts of v's closed form as they are spoken: v is, the push over, the divisor, numbers."""
    # The bars are its only strokes.
    bar = next(part for part in fraction if part.stroke_width)
    left, right, height = bar.get_left()[0], bar.get_right()[0], bar.get_y()
    parts = tuple(VGroup() for _ in range(4))
    for part in fraction:
        x, y, _ = part.get_center()
        place = 0 if x < left else 3 if x > right else 1 if y >= height else 2
        parts[place].add(part)
    return parts


def reason_as_spoken(reason: VMobject) -> tuple[VGroup, ...]:
    """Return the parts of αg = 0.9v + v = 1.9v: the push, what it undoes, what it leaves, and both."""
    return tuple(VGroup(*reason[begin:end]) for begin, end in ((0, 2), (2, 7), (7, 9), (9, 14)))


def at(x: float, y: float) -> Array:
    """Return a point of the screen."""
    return np.array([x, y, 0.0])


def signs(direction: int) -> VGroup:
    """Return the signs of a lane's first gradients, in its row."""
    numbers = VGroup()
    for column, gradient in enumerate(GRADIENTS[:COLUMNS, direction]):
        sign = words("\\+" if gradient > 0 else "−", SIGN_SIZE, color=style.GRADIENT, bold=True)
        numbers.add(sign.move_to(at(SIGN_LEFT + column * SIGN_STEP, BIG_LEVELS[direction])))
    return numbers


def compared(direction: int) -> VGroup:
    """Return a push and the velocity that it comes to, each with its number, all to one scale.

    Across, they stand and point both ways.
    """
    upright, level = direction == 1, BIG_LEVELS[direction]
    push, limit = ((ALPHA * ALONG, LIMIT_ALONG), (ALPHA * ACROSS, LIMIT_ACROSS))[direction]
    looks = (("alpha slope(g)", push, style.GRADIENT), ("vel", limit, style.VELOCITY))
    width, tip = BIG_WEIGHT * style.ARROW_WIDTH, BIG_WEIGHT * TIP_LENGTH
    parts = VGroup()
    for left, (name, value, color) in zip(BIG_COLUMNS, looks, strict=True):
        start = at(left + (tip * TIP_WIDTH / TIP_LENGTH / 2 if upright else 0), level)
        axes = (UP, DOWN) if upright else (RIGHT,)
        arrows = [
            VectorArrow(start, start + BIG_UNIT * value * axis, color, width=width, tip=tip) for axis in axes
        ]
        line = level - BIG_NAMES_DROP - (BIG_UNIT * ALPHA * ACROSS if upright else 0)
        sign = "±" if upright else ""
        text = words_on_line(f"${name} = {sign}{format_number(value)}$", (left, line, 0), style.HEADING_SIZE)
        parts.add(VGroup(text, *arrows))
    return parts


def growing(part: Any) -> list[Animation]:
    """Return what writes a quantity, and grows its arrows."""
    text, *arrows = part
    return [FadeIn(text), *map(GrowVector, arrows)]


def factor(number: str, rest: str, y: float) -> VGroup:
    """Return a factor, large, and whether it is more or less."""
    line = y - BELOW_MIDDLE
    large, times = (words_on_line(text, (0, line, 0), FACTOR_SIZE, bold=True) for text in (number, "×"))
    times.align_to(at(FACTOR_RIGHT, 0), RIGHT)
    large.next_to(times, LEFT, buff=0.2, coor_mask=RIGHT)
    small = words_on_line(rest, (FACTOR_RIGHT + 0.25, line, 0), style.HEADING_SIZE)
    return VGroup(large, times, small)


def reckoning(terms: Sequence[str], number: str, line: float, size: float = RESULT_SIZE) -> VGroup:
    """Return what is reckoned, and the number that comes of it, in the middle of the frame."""
    parts = VGroup()
    for text, each in (*((term, TERM_SIZE) for term in terms), (number, size)):
        left = parts.get_right()[0] + 0.35 if parts else 0
        parts.add(words_on_line(text, (left, line, 0), each, bold=True))
    return parts.set_x(0)


def under(number: VMobject, row: VMobject, *meaning: str, bold: bool = False) -> VGroup:
    """Return what a number of a reckoning is, beneath it, word by word."""
    line, parts = row.get_bottom()[1] - MEANING_DROP, VGroup()
    for text in meaning:
        left = parts.get_right()[0] + 0.15 if parts else 0
        parts.add(words_on_line(text, (left, line, 0), bold=bold))
    return parts.set_x(number.get_x())
