"""Worked example: what agrees adds up, what alternates is damped, number by number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
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
    ApplyMethod,
    Circle,
    Create,
    LaggedStart,
    Line,
    LineJointType,
    Polygon,
    ReplacementTransform,
    Restore,
    Transform,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_quad

from momentum_sim import RAVINE, Array, heavy_ball
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
from scenes.mobjects.arrow import GrowVector, MoveVector, VectorArrow, weighted_arrow
from scenes.mobjects.arrow_columns import EARLY, LATE, ArrowColumns
from scenes.mobjects.arrow_sum import ArrowSum, joint
from scenes.mobjects.counted_run import steps_taken
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.one_by_one import one_by_one
from scenes.mobjects.plot import Plot, Tick
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.transitions import steps_at_our_rate, velocity_rule
from scenes.mobjects.typography import (
    Readout,
    fast_forward,
    format_number,
    formula,
    spelled,
    with_minus_sign,
    words,
    words_on_line,
)
from scenes.mobjects.wide_map import WidePath

# Layout, in units of the frame.
UNIT = 8.0
"""Length on the screen of a quantity of one, while the first steps are added up."""

LEFT_EDGE = -4.4
"""Where curves and sums begin, right of the two directions' names."""

COLUMN_MIDDLES = (-3.45, -0.65, 2.15, 4.95)

HALF_NUMBER = 0.66
"""From the middle of a column to the right end of its number."""

STEP_LINE, EQUATION_LINES = 2.56, (-0.17, -1.02)
"""Baselines: of the steps' numbers, and of a step with all its numbers, along and across."""

NAME_LINES = (-1.1, 1.25)
"""Baselines of the two directions' names, along and across, from the first step to the factors."""

VELOCITY_LINES = (-2.5, -0.28)
"""Baselines of the velocities' numbers, along and across."""

LINE = 0.6
"""From a direction's name to its gradient."""

LEVELS = (-0.95, 0.6)
"""The heights at which the arrows begin, along and across."""

GRADIENT_HEIGHTS = (LEVELS[0], 1.4)
"""Where the gradients stand as numbers: in the middle of the pushes to come."""

EQUATION_SIZE, GRADIENT_SIZE, NUMBER_SIZE = 56, 64, 56

NAMES_ABOVE = 0.3
"""From lying arrows up to the baseline of their names."""

SPACING, ROW = 0.55, 0.7
"""From an arrow to the next across, and from the two terms down to the sum along."""

ARROW_WEIGHT = 1.7

WRITTEN_OUT = 1
"""The column whose step is told with all its numbers."""

PLOT_WIDTH, PLOT_HEIGHT, PLOT_FLOORS = 5.0, 1.8, (-2.1, 0.25)
"""Of the plots of both velocities: their size, and where they stand, along and across."""

RING = 0.3
"""The radius of the ring round what is left of a push across."""

SECOND_RING = 1.3
"""The size of the ring of the run that is home second, round the first one's."""

ACROSS_REACH, ALONG_REACH = 1.1 * ALPHA * ACROSS, 1.1 * LIMIT_ALONG
ENLARGEMENT = ALONG_REACH / (2 * ACROSS_REACH)
"""How many times larger the velocity across is drawn than that along: both plots are as high."""

FIRST_UNIT = PLOT_HEIGHT / (2 * ACROSS_REACH)
"""Length on the screen of a velocity of one, before the columns have narrowed."""

NUMBER_GAP = 0.15
"""From the line at a level to its number."""

FORMULA_SIZE = 46
CURVE_WIDTH, STEM_WEIGHT = 3.5, 1.4
LAST_STEPS = 10
"""How many of the steps across are magnified, so that each is seen."""

LAST_REACH, LAST_WIDTH, LAST_HEIGHT, LAST_LEVEL = 0.125, 2.0, 4.3, 0.3

NEXT_SPACING, NEXT_WEIGHT = 0.85, 2.6
"""Of the arrows of the step after them: how far apart they are, and their weight."""

NAME_BEYOND = 0.34
"""From the reach of the velocities beside the arrows to the middles of their names."""

EQUALS, ALONG_EQUALS = 2.85, 1.7
"""Where the equals signs stand of what v is across and along."""

ACROSS_HEIGHTS, ALONG_HEIGHT = (2.1, 0.9, -0.55, -1.75), -1.17
"""Where it is told what a push is in v across, and what v is in letters and in numbers; and what along."""

SUM_UNIT = 7.2
"""Length on the screen of a quantity of one, where all pushes are added up."""

SUM_WEIGHT, SUM_LEVELS = 2.1, (-1.1, 0.7)
"""The weight of the newest arrow there, and the heights at which the arrows begin, along and across."""

JOINED = 8
"""How many of the pushes across are joined tip to tail."""

SIGN_SIZE, SIGN_LINES = 64, (-0.62, 2.5)
"""Of the signs over the newest pushes: their size, and the height of their middles."""

WORD_GAP, WIDE_GAP = 0.003, 0.0048
"""Between the words of a row, for each point of their size."""

SUM_GAP = 0.55
"""From the pushes to their sum: down along, and to the right across."""

FACTOR_X, FACTOR_HEIGHTS, FACTOR_SCALE = 5.4, (-1.38, 1.08), 0.56
"""The middles of the two factors, each in its row, and how large they are there for what they will be."""

BEFORE_FACTOR = 0.9
"""From the middle of a factor to that of the sign before it."""

AGES_LINE = -0.05

PRODUCT_SIZE, PRODUCT_LINE = 144, 0.0
"""The factors and their product, as they stand alone, and their baseline."""

NAME_SHARE, OVER_NUMBERS = 0.35, 0.0104
"""For each point of the product's size: its names', and from its baseline up to theirs."""

COMPARED_SIZE = 80
"""Of the two rows of numbers that are compared; both end at the frame's safe edge."""

MADE_UP_LINE, RAVINE_LINE = 2.45, 1.0
UNDER_THE_COUNTS = 0.48
"""From the baseline of the row of the ravine to that of the words under it."""
BEFORE_THE_COUNT = 0.5
"""From what tells that time is fast to the count that goes on."""
RAVINE_TOP = 0.15
"""The upper rim of the map on which both paths run home."""

JOINING_TIME = 1.3
"""Seconds in which the factors come together."""

RACE_TIME, FASTER = 0.65, 5
"""Seconds in which momentum is home, and how many times faster plain descent's other steps are shown."""

FLOOR_WIDTH = 10
"""The stroke that lights plain descent's waiting on the floor."""

SILENCE = 0.4
"""Seconds that follow the product, before the beat's ``HOLD``."""


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
        self.steps = VGroup()
        for column, x in enumerate(COLUMN_MIDDLES):
            text = "step 1" if column == 0 else f"{column + 1}"
            self.steps.add(words_on_line(text, at(0, STEP_LINE), color=style.MUTED_INK).set_x(x))
        self.zero = Line(at(LEFT_EDGE, LEVELS[1]), at(-style.SAFE_LEFT, LEVELS[1]))
        self.zero.set_stroke(style.MUTED_INK, style.HAIRLINE)

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
            across_name, across_given, *across_numbers = self.across.shown
            along_name, along_given, *along_numbers = self.along.shown
            self.play(FadeIn(self.steps, across_name, along_name), run_time=style.QUICK)
            beat.until("numbers")
            self.play(
                FadeIn(self.constants),
                *(
                    LaggedStart(*map(FadeIn, numbers), lag_ratio=0.5)
                    for numbers in (across_numbers, along_numbers)
                ),
                run_time=2.4,
            )
            waiting: Any = VGroup(*across_numbers)
            beat.until("Along")
            self.play(
                *(each.animate.set_opacity(style.FADED) for each in (across_name, waiting)),
                FadeIn(along_given),
                run_time=style.CALM,
            )
            beat.until("Across")
            self.play(
                across_name.animate.set_opacity(1),
                self.along.shown.animate.set_opacity(style.FADED),
                FadeIn(across_given),
                run_time=style.QUICK,
            )
            beat.until("plus")
            self.play(
                LaggedStart(*(each.animate.set_opacity(1) for each in waiting), lag_ratio=0.5),
                run_time=1.2,
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
            self.turn_to_along()
            made_of = self.equation(0, 0)
            self.play(*self.along.adding_up(0), self.name_the_values(0), FadeIn(made_of), run_time=style.CALM)
            written, names = self.equation(WRITTEN_OUT, 0), self.names_of_the_arrows()
            beat.until(f"Then {BETA:g}")
            kept, pushed, total = written
            self.play(
                *self.along.keeping(WRITTEN_OUT),
                self.along.giving_way(WRITTEN_OUT),
                FadeOut(self.push_name, made_of, rate_func=squish_rate_func(smooth, 0, 0.4)),
                FadeIn(kept, names[0], rate_func=squish_rate_func(smooth, 0.4, 1)),
                *self.lead_to(WRITTEN_OUT),
                run_time=1.2,
            )
            beat.until(f"plus {push}")
            self.play(*self.along.pushing(WRITTEN_OUT), FadeIn(pushed, names[1]), run_time=style.CALM)
            beat.until(second)
            self.play(*self.along.adding_up(WRITTEN_OUT), FadeIn(total), run_time=style.QUICK)
            self.wait(0.4)
            leaving = FadeOut(names, written, rate_func=squish_rate_func(smooth, 0, 0.6))
            self.take_another_step(self.along, 2, leaving, run_time=1.1)
            self.take_another_step(self.along, 3)

    def turn_to_along(self) -> None:
        """Let the first push take its gradient's place along; across waits in its row."""
        place = at(0, LEVELS[0] + NAMES_ABOVE)
        self.push_name = words_on_line("push $alpha slope(g)$", place, color=style.GRADIENT)
        self.push_name.set_x(COLUMN_MIDDLES[0])
        late = squish_rate_func(smooth, 0.3, 1)
        giving_way = self.along.giving_way(0)
        lit = VGroup(*self.along.shown)
        self.play(
            giving_way,
            self.across.shown.animate.set_opacity(style.FADED),
            lit.animate.set_opacity(1),
            *self.along.pushing(0, rate_func=late),
            FadeIn(self.push_name, rate_func=late),
            *self.lead_to(0),
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
            self.turn_to_across()
            self.play(*self.across.adding_up(0), self.name_the_values(1), run_time=0.6)
            kept, pushed, total = written = self.equation(WRITTEN_OUT, 1)
            beat.until("Then")
            self.play(
                *self.across.keeping(WRITTEN_OUT), FadeIn(kept), *self.lead_to(WRITTEN_OUT), run_time=0.7
            )
            self.play(
                self.across.giving_way(WRITTEN_OUT),
                *self.across.pushing(WRITTEN_OUT, rate_func=LATE),
                FadeIn(pushed, rate_func=LATE),
                run_time=0.5,
            )
            self.play(*self.across.adding_up(WRITTEN_OUT), FadeIn(total), run_time=style.QUICK)
            ring = Circle(RING, stroke_color=style.INK, stroke_width=style.THIN)
            ring.move_to(self.across.sums[WRITTEN_OUT].total)
            self.play(Create(ring), run_time=style.QUICK)
            beat.until("What")
            leaving = FadeOut(ring, rate_func=EARLY), FadeOut(written, rate_func=LATE)
            self.take_another_step(self.across, 2, *leaving, run_time=1.2)
            beat.until("the next takes")
            self.take_another_step(self.across, 3, run_time=1.2)

    def turn_to_across(self) -> None:
        """Let along's sums wait in their row, and let across's first push come."""
        last = self.along.sums[-1]
        name, given, *sums = self.along.shown
        gone = (given, last.kept, last.push, last.total_joint)
        sums = [each for each in sums if each not in gone]
        self.along.shown.remove(*gone)
        giving_way = self.across.giving_way(0)
        lit = VGroup(*self.across.shown)
        self.across.shown.add(self.zero)
        self.play(
            FadeOut(*gone, rate_func=squish_rate_func(smooth, 0, 0.5)),
            # The name goes to the row of what is left.
            name.animate.set_opacity(style.FADED).shift(ROW * DOWN),
            VGroup(*sums).animate.set_opacity(style.FADED),
            giving_way,
            lit.animate.set_opacity(1),
            FadeIn(self.zero),
            *self.across.pushing(0, rate_func=LATE),
            *self.lead_to(0),
            run_time=0.7,
        )

    def take_another_step(
        self, lane: ArrowColumns, column: int, *animations: Any, run_time: float = 1.0
    ) -> None:
        """Keep, then add and sum up, faster than at first."""
        gone = lane.giving_way(column)
        self.play(*lane.keeping(column), gone, *animations, *self.lead_to(column), run_time=run_time / 2)
        self.play(*lane.pushing(column), *lane.adding_up(column), run_time=run_time / 2)

    def lead_to(self, column: int) -> list[Animation]:
        """Light a step's number alone."""
        colors = (style.INK if place == column else style.MUTED_INK for place in range(COLUMNS))
        return [ApplyMethod(step.set_color, color) for step, color in zip(self.steps, colors, strict=True)]

    def equation(self, column: int, direction: int) -> VGroup:
        """Return a step in numbers, which begin in its column: what is kept and added, and the sum."""
        start = COLUMN_MIDDLES[column] - HALF_NUMBER, EQUATION_LINES[direction]
        return row_of_words(equation_parts(column, direction), start, EQUATION_SIZE, bold=False)

    def name_the_values(self, direction: int) -> Animation:
        """Return the animation that writes what a lane's numbers are."""
        name = words_on_line("$vel$", at(style.SAFE_LEFT, VELOCITY_LINES[direction]), style.HEADING_SIZE)
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
            self.turn_into_curves()
            self.pull_back(beat)
            beat.until("Across")
            self.look_closer()
            beat.until("push undoes")
            push = self.next.push
            start, end = push.start, push.end
            # Up to the zero line it undoes what is kept.
            push.put(start, start * [1, 0, 1] + self.next_zero.get_start() * UP)
            pushed, equals, undone, left = map(self.reason.select, ("pushed", "equals", "undone", "left"))
            in_all = [part for part in self.reason if part not in (*pushed, *equals, *undone, *left)]
            arriving = squish_rate_func(smooth, 0.6, 1)
            self.play(
                FadeIn(self.next.kept_joint),
                GrowVector(push),
                FadeIn(pushed, equals, undone, rate_func=arriving),
                run_time=1.1,
            )
            beat.until("leaves one")
            self.play(
                MoveVector(push, start, end), FadeIn(self.next_names[2], rate_func=arriving), run_time=0.6
            )
            self.play(self.next.adding_up(), FadeIn(self.next_names[3], left), run_time=0.6)
            beat.until(f"{1 + BETA:g} v in all")
            self.play(FadeIn(*in_all), run_time=style.CALM)
            self.wait(0.2)
            beat.until("So v is")
            self.divide(beat)
            beat.until("plus and minus")
            self.play(
                FadeIn(self.result),
                *(number.animate.set_color(style.VELOCITY) for number in self.limits),
                *map(Create, map(self.level_of_the_curve, (LIMIT_ACROSS, -LIMIT_ACROSS))),
                run_time=style.CALM,
            )

    def level_of_the_curve(self, value: float) -> Line:
        """Return a line at a level that the curve alternates to, past the next step."""
        start = self.last_plot.to_screen(STEPS - LAST_STEPS, value)
        line = Line(start, start * UP + self.next_zero.get_end() * RIGHT)
        return line.set_stroke(style.VELOCITY, style.THIN)

    def divide(self, beat: Speaking) -> None:
        """Bring 1.9, which is 1 + β, to the other side, beneath."""
        pushed, number = (self.reason.select(part) for part in ("pushed", "number"))
        letters, in_numbers, self.result = solved_across()
        v_is, push, divisor, _ = as_spoken(letters)
        told: Any = VGroup(self.next.kept, self.next.kept_joint, self.next.push, *self.next_names[1:3])
        self.play(told.animate.set_opacity(style.FADED), FadeIn(v_is), run_time=0.6)
        beat.until("the push")
        *terms, bar = push
        self.play(
            *one_by_one([part.copy() for part in pushed], terms),
            FadeIn(bar, rate_func=squish_rate_func(smooth, 0.4, 1)),
            run_time=0.6,
        )
        beat.until("one plus")
        landing: Any = VGroup(part.copy() for part in number)
        # Down at first, clear of the line that it leaves.
        self.play(landing.animate(path_arc=-PI / 2).move_to(divisor), run_time=0.5)
        # 1.9 is 1 + β.
        self.play(*one_by_one(landing, divisor), run_time=0.6)
        beat.until("beta")
        self.play(FadeIn(in_numbers), run_time=0.5)

    def turn_into_curves(self) -> None:
        """Let the sums of both rows narrow into place, those along upright, and join their tips."""
        self.plots = (across_plot(), along_plot())
        self.pulled = PulledBack(self.plots)
        across, along = self.pulled.lanes
        self.plot_names: list[Any] = [lane.shown[0] for lane in self.lanes]
        totals, lying = ([each.total for each in lane.sums] for lane in (self.across, self.along))
        staying = (*self.plot_names, self.zero, *totals, *lying)
        leaving = [part for lane in self.lanes for part in lane.shown if part not in staying]
        narrowing = squish_rate_func(smooth, 0.2, 1)
        self.play(
            FadeOut(*leaving, self.steps, self.constants, rate_func=squish_rate_func(smooth, 0, 0.4)),
            *one_by_one((*totals, self.zero), (*across.arrows, across.zero), rate_func=narrowing),
            # The lying sums turn, each where its step is.
            *one_by_one(lying, along.arrows, rate_func=narrowing),
            Create(self.plots[1].axes, rate_func=squish_rate_func(smooth, 0.45, 1)),
            FadeIn(self.plots[1].names, self.plots[0].grid, self.plots[0].ticks, rate_func=narrowing),
            # Along is told first.
            self.plot_names[0].animate.set_opacity(1).shift(ROW * UP),
            self.plot_names[1].animate.set_opacity(style.FADED),
            run_time=0.8,
        )
        self.play(
            *(FadeIn(lane.marker) for lane in self.pulled.lanes),
            *(Create(lane.line) for lane in self.pulled.lanes),
            run_time=0.4,
        )

    def pull_back(self, beat: Speaking) -> None:
        """Let the curves go on to the sixtieth step as the view widens, and mark what along has come to."""
        now = ValueTracker(0)
        self.add(self.pulled)
        self.pulled.follow(now.get_value)
        late = squish_rate_func(smooth, 0.5, 1)
        across, along = self.plots
        self.play(
            ApplyMethod(now.set_value, 1, rate_func=smooth),
            FadeIn(across.axes, across.names, along.grid, along.ticks, rate_func=late),
            run_time=max(1.4, beat.seconds_until("the push")),
        )
        self.pulled.clear_updaters()
        self.remove(self.pulled)
        self.add(across, along, *self.pulled.lanes)
        self.form_along = solved_along()
        v_is, push, divisor, rest = as_spoken(self.form_along)
        self.limit_along = along.level(LIMIT_ALONG, style.VELOCITY)
        self.play(Create(self.limit_along), FadeIn(v_is, push), run_time=style.QUICK)
        beat.until("one minus")
        self.play(LaggedStart(FadeIn(divisor), FadeIn(rest), lag_ratio=0.7), run_time=style.CALM)
        self.add(self.form_along)

    def lay_out_the_next_step(self, plot: Plot) -> None:
        """Prepare the step across that follows the curve's last, and what it tells of a push and v."""
        zero, tip = plot.to_screen([STEPS, STEPS], [0, VELOCITIES[-1, 1]])
        aside = NEXT_SPACING * RIGHT
        self.before = weighted_arrow(zero + aside, tip + aside, style.VELOCITY, NEXT_WEIGHT)
        self.before_joint, self.next = joint(tip, self.before.end), step_after(plot)
        kept, push, total = self.next.kept, self.next.push, self.next.total
        # The names on each side are on one line.
        beyond = abs(tip - zero)[1] + NAME_BEYOND
        names = (
            ("$vel$", self.before),
            (f"#momentum[{BETA:g}] $vel$", kept),
            ("#slope[push]", push),
            ("$vel$", total),
        )
        self.next_names = VGroup(
            words(name).move_to(zero * UP + arrow.end * RIGHT + beyond * np.sign(arrow.end - arrow.start))
            for name, arrow in names
        )
        self.reason = aligned(
            "{{ alpha slope(g) : pushed }} {{ = : equals }} "
            f"{{{{ momentum({BETA:g}) vel : undone }}}} {{{{ + vel : left }}}} = "
            f"{{{{ {1 + BETA:g} : number }}}} vel",
            at(EQUALS, ACROSS_HEIGHTS[0]),
        )
        self.next_zero = Line(plot.to_screen(STEPS - LAST_STEPS, 0), total.start + NEXT_SPACING / 3 * RIGHT)
        self.next_zero.set_stroke(style.MUTED_INK, style.HAIRLINE)
        self.limits = VGroup(
            words(with_minus_sign(f"{limit:+.3f}"), style.HEADING_SIZE, color=style.MUTED_INK).next_to(
                plot.to_screen(STEPS - LAST_STEPS, limit), LEFT, buff=NUMBER_GAP
            )
            for limit in (LIMIT_ACROSS, -LIMIT_ACROSS)
        )

    def look_closer(self) -> None:
        """Enlarge a window on the last steps across, to its scale, and let the step after them begin."""
        plot, self.last_plot = self.plots[0], last_steps_plot()
        self.lay_out_the_next_step(self.last_plot)
        first, (_, across) = STEPS - LAST_STEPS, self.plot_names
        place, window = (window_on(each, first, LAST_REACH) for each in (plot, self.last_plot))
        seen, self.curve = map(last_curve, (plot, self.last_plot))
        for each in (seen, self.curve):
            each.set_z_index(2)
        leaving = [each for each in self.picture if each not in (self.rule, across)]
        self.play(Create(place), FadeIn(seen), across.animate.set_opacity(1), run_time=0.3)
        self.play(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.6)),
            ReplacementTransform(place, window),
            ReplacementTransform(seen, self.curve),
            FadeIn(self.limits, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=style.CALM,
        )
        steps = words(f"steps {first} to {STEPS}", style.LABEL_SIZE, color=style.MUTED_INK)
        steps.align_to(self.curve, LEFT).set_y(self.next_names[2].get_y())
        self.play(
            FadeOut(window, rate_func=squish_rate_func(smooth, 0.5, 1)),
            FadeIn(self.next_zero),
            self.curve.line.animate.set_stroke(opacity=style.FADED),
            GrowVector(self.before),
            FadeIn(self.next_names[0], self.before_joint),
            run_time=0.5,
        )
        self.play(self.next.come(self.before), FadeIn(self.next_names[1], steps), run_time=0.5)

    def multiply(self) -> None:
        """Add up all pushes, of one sign and of alternating ones, and multiply the two factors."""
        with self.beat(
            "Nineteen",
            f"Only the signs matter, so one beta does both: {spelled(round(GAIN))} times more of "
            f"what agrees, {DAMPING:g} times less of what alternates. Together, {GAIN * DAMPING:.0f}.",
        ) as beat:
            self.product = more, times, less, *result = product(PRODUCT_SIZE, PRODUCT_LINE)
            self.factors: list[Any] = [more[0], less[0]]
            self.show_all_pushes()
            along, across = self.rows
            beat.until("one beta")
            self.play(pulse(self.rule.select("kept")), pulse(self.ages[1]), run_time=style.CALM)
            beat.until("times more")
            self.come_to(0, across.animate.set_opacity(style.FADED))
            beat.until(f"{DAMPING:g} times")
            self.come_to(1, along.animate.set_opacity(style.FADED), across.animate.set_opacity(1))
            beat.until("alternates")
            self.play(along.animate.set_opacity(1), run_time=style.QUICK)
            self.join_the_factors(times, more[1], less[1])
            beat.until(f"{GAIN * DAMPING:.0f}")
            self.play(FadeIn(*result), run_time=style.QUICK)
            self.add(self.product)
            beat.until_said()
            self.wait(SILENCE)

    def show_all_pushes(self) -> None:
        """Let the step's push become the newest of all pushes, which grow, from this one on, tail to tip."""
        along, across = self.plot_names
        newest = self.next.push
        # Out of the group in which it faded.
        self.remove(newest)
        leaving = [each for each in self.picture if each not in (self.rule, across)]
        self.add(newest)
        parts = (0, 0.15), (0.05, 0.27), (0.22, 0.37), (0.5, 0.8)
        early, moving, then, late = (squish_rate_func(smooth, *part) for part in parts)
        signing = squish_rate_func(linear, 0.35, 0.7)
        hastening = squish_rate_func(ease_in_quad, 0.27, 1)
        self.rows, growing = [], []
        for direction, name in enumerate(self.plot_names):
            push, pushes = name_of_a_push(direction), all_pushes(direction)
            its_signs, joints = signs(direction, pushes), joined(pushes)
            first = direction == 1
            growing += [
                FadeIn(push, rate_func=then),
                LaggedStart(*map(FadeIn, its_signs), lag_ratio=0.5, rate_func=signing),
                LaggedStart(*map(GrowVector, pushes[first:]), lag_ratio=0.3, rate_func=hastening),
                FadeIn(joints, rate_func=late),
            ]
            self.rows.append(VGroup(name, its_signs, joints, push, *pushes))
            if first:
                growing.append(ReplacementTransform(newest, pushes[0], rate_func=moving))
        across_zero = zero_of_the_pushes()
        self.rows[1].add_to_back(across_zero)
        older = "newest push #h(0.5em) $arrow.r$ #h(0.5em) each older push", f"× #momentum[{BETA:g}]"
        self.ages = row_of_words(older, (LEFT_EDGE, AGES_LINE), style.BODY_SIZE, bold=False, gap=WIDE_GAP)
        self.play(
            FadeOut(*leaving, rate_func=early),
            FadeIn(self.ages, rate_func=then),
            FadeIn(along, rate_func=then),
            FadeIn(across_zero, rate_func=then),
            *growing,
            run_time=2.2,
        )

    def come_to(self, direction: int, *animations: Any) -> None:
        """Let the sum of all pushes in a direction grow, with its number and how it compares with a push."""
        dashes, total, name = the_sum(direction)
        factor = self.factors[direction]
        factor.save_state()
        factor.scale(FACTOR_SCALE).move_to(at(FACTOR_X, FACTOR_HEIGHTS[direction]))
        sign = words(("×", "÷")[direction], PRODUCT_SIZE * FACTOR_SCALE, bold=True)
        sign.move_to(factor).shift(BEFORE_FACTOR * LEFT)
        self.play(
            *animations, Create(dashes), GrowVector(total), FadeIn(name, sign, factor), run_time=style.CALM
        )
        self.add(self.rows[direction].add(dashes, total, name, sign, factor))

    def join_the_factors(self, *coming: Any) -> None:
        """Let all but the two factors go, and bring these together, large, with what they tell."""
        parts = [part for row in self.rows for part in row if part not in self.factors]
        self.remove(*self.rows)
        self.add(*self.factors)
        self.play(
            FadeOut(*parts, self.ages, self.rule, run_time=0.35),
            # The one with the longer way sets out first.
            *(
                Restore(factor, rate_func=squish_rate_func(smooth, *part), run_time=JOINING_TIME)
                for factor, part in zip(self.factors, ((0.1, 0.75), (0.3, 0.95)), strict=True)
            ),
            FadeIn(*coming, rate_func=squish_rate_func(smooth, 0.75, 1), run_time=JOINING_TIME),
        )

    def look_at_the_ravine(self) -> None:
        """Set the product aside, and count in the ravine, where the factor along is all there is."""
        plain, momentum = experiment.steps_home()
        gain = round(plain / momentum)
        with self.beat(
            "In the ravine",
            f"In the ravine, at our rate, it is about {spelled(gain)}: the waiting was on the floor.",
            shown=f"Steps home in the ravine: {plain} without, {momentum} with momentum.",
        ) as beat:
            row, (floor, meaning) = counted(plain, momentum)
            first, over, second, about, ten = row
            aside = factors(COMPARED_SIZE, MADE_UP_LINE)
            aside.shift((-style.SAFE_LEFT - aside.get_right()[0]) * RIGHT)
            made_up, in_the_ravine = names_of_the_rows()
            VGroup(aside, made_up).set_opacity(style.FADED)
            race = RaceHome(first, second)
            faster = fast_forward(FASTER, at(0, RAVINE_LINE))
            faster.next_to(first, LEFT, buff=BEFORE_THE_COUNT, coor_mask=RIGHT)
            self.set_aside(aside, made_up, in_the_ravine, race.picture, *race.counts, meaning)
            now = ValueTracker(0)
            self.add(race)
            race.follow(now.get_value)
            self.play(ApplyMethod(now.set_value, momentum, rate_func=linear), run_time=RACE_TIME)
            waiting = RACE_TIME * (plain - momentum) / (momentum * FASTER)
            self.play(
                ApplyMethod(now.set_value, plain, rate_func=linear, run_time=waiting),
                race.arriving(1, run_time=style.QUICK),
                race.momentum.animate(run_time=style.QUICK).set_stroke(opacity=style.FADED),
                FadeIn(faster, run_time=0.3),
            )
            race.clear_updaters()
            self.counts: list[Any] = [VGroup(*count.submobjects) for count in race.counts]
            self.remove(race)
            self.add(race.picture, *self.counts)
            self.play(
                race.arriving(0),
                FadeOut(faster, rate_func=squish_rate_func(smooth, 0, 0.5)),
                FadeIn(over, about, ten, rate_func=squish_rate_func(smooth, 0.3, 1)),
                run_time=0.4,
            )
            beat.until("the waiting")
            self.play(Create(race.floor), run_time=max(style.QUICK, beat.seconds_until("floor")))
            self.play(FadeIn(floor), run_time=style.QUICK)

    def set_aside(self, aside: VGroup, name: VMobject, *coming: VMobject) -> None:
        """Set the product's numbers aside under their name, then let the ravine come."""
        numbers, names = VGroup(), VGroup()
        for part in self.product:
            number, *name_over_it = part if isinstance(part, VGroup) else (part,)
            numbers.add(number)
            names.add(*name_over_it)
        self.remove(self.product)
        self.play(
            FadeOut(names, rate_func=squish_rate_func(smooth, 0, 0.3)),
            ReplacementTransform(numbers, aside, rate_func=squish_rate_func(smooth, 0, 0.7)),
            FadeIn(name, *coming, rate_func=squish_rate_func(smooth, 0.3, 0.9)),
            run_time=0.7,
        )

    def leave(self) -> None:
        """Leave the axes of the next scene: the two counts become those on the plot."""
        plot = steps_at_our_rate()
        leaving = [each for each in self.picture if each not in self.counts]
        moving = squish_rate_func(smooth, 0.3, 0.95)
        self.cross_over(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.4)),
            *(
                count.animate(rate_func=moving, path_arc=arc).match_height(dot.number).move_to(dot.number)
                # Momentum's comes from below, clear of its dot.
                for count, dot, arc in zip(self.counts, (plot.plain, plot.heavy), (0, PI / 2), strict=True)
            ),
            FadeIn(plot.plot, plot.plain.dot, plot.heavy.dot, rate_func=moving),
            run_time=style.CALM,
        )


class RaceHome(LiveGroup):
    """Both paths on the ravine's map, without and with momentum, and over it their counts.

    The counts end where the words for them stand. Momentum is home, which a ring round the minimum tells.
    """

    def __init__(self, plain: VMobject, momentum: VMobject) -> None:
        runs = heavy_ball(
            RAVINE,
            experiment.START,
            learning_rate=experiment.LEARNING_RATE,
            momentum=(0.0, experiment.MOMENTUM),
            steps=experiment.ENOUGH_STEPS,
        )
        ravine = RavineMap(style.SAFE_WIDTH).move_to(at(0, RAVINE_TOP), UP)
        colors = style.PLAIN_DESCENT, style.MOMENTUM
        self.paths = [
            # So close to each other, their dots would be a blot.
            WidePath(ravine.to_screen(runs.run(number).parameters), color, fine=number == 0, dotted=False)
            for number, color in enumerate(colors)
        ]
        self.home = experiment.steps_home()
        self.counts = [
            Readout(0, "{:.0f}", COMPARED_SIZE, color=color, bold=True, anchor=side)
            for color, side in zip(colors, (RIGHT, LEFT), strict=True)
        ]
        for count, home, word in zip(self.counts, self.home, (plain, momentum), strict=True):
            digits = VGroup(*count.set_to(home).submobjects)
            count.shift(word.get_center() - digits.get_center())
        self.rings = [
            HomeRing(ravine.stars.get_center(), color).scale(size)
            for color, size in zip(colors, (SECOND_RING, 1), strict=True)
        ]
        for above in (*(path.marker for path in self.paths), *self.rings):
            above.set_z_index(1)
        plain_path, momentum_path = self.paths
        self.momentum: Any = momentum_path.line
        since, until = plain_path.iterates[[floor_reached(runs.run(0).parameters), self.home[0]]]
        # On the floor, level.
        since[1] = until[1]
        self.floor = Line(since, until, stroke_color=style.PLAIN_DESCENT, stroke_width=FLOOR_WIDTH)
        self.picture = VGroup(ravine, *self.paths)
        super().__init__(self.picture, *self.counts)
        self._shown = 0.0
        self.set_to(0)

    def arriving(self, run: int, **keywords: Any) -> Animation:
        """Return the animation that turns a run's marker into its ring round the minimum."""
        return Transform(self.paths[run].marker, self.rings[run], **keywords)

    def set_to(self, number: float) -> Self:
        """Show both after so many steps, each until it is home."""
        for path, count, home in zip(self.paths, self.counts, self.home, strict=True):
            # Then its marker is a ring.
            if self._shown < home:
                path.set_to(min(number, home))
                count.set_to(steps_taken(number, home))
        self._shown = number
        return self


class PulledLane(VGroup):
    """A velocity over the steps so far: arrows, and the curve through their tips."""

    def __init__(self, values: Array, strength: float) -> None:
        self.values, self.strength = np.concatenate([[0.0], values]), strength
        self.zero = Line(stroke_color=style.MUTED_INK, stroke_width=style.HAIRLINE)
        self.arrows = [weighted_arrow(ORIGIN, ORIGIN, style.VELOCITY, STEM_WEIGHT) for _ in range(COLUMNS)]
        self.line = VMobject(
            stroke_color=style.VELOCITY, stroke_width=CURVE_WIDTH, joint_type=LineJointType.ROUND
        ).set_stroke(opacity=strength)
        self.marker = Circle(radius=0.09, stroke_color=style.VELOCITY, stroke_width=4, fill_color=style.INK)
        self.marker.set_fill(opacity=1).set_opacity(strength)
        super().__init__(self.zero, *self.arrows, self.line, self.marker)

    def put(self, corner: Array, pitch: float, unit: float, step: float, share: float) -> None:
        """Draw it up to a step, from a corner on, with so much room for a step and for a velocity of one."""
        steps = np.append(np.arange(int(step) + 1), step)
        heights = np.interp(steps, np.arange(len(self.values)), self.values)
        points = corner + pitch * steps[:, None] * RIGHT + unit * heights[:, None] * UP
        self.zero.put_start_and_end_on(corner, corner + PLOT_WIDTH * RIGHT)
        self.line.set_points_as_corners(points)
        self.marker.move_to(points[-1])
        for arrow, tip in zip(self.arrows, points[1:], strict=False):
            arrow.put(tip * [1, 0, 1] + corner * UP, tip)
            arrow.set_opacity(self.strength * (1 - smooth(min(share / 0.5, 1))))


class PulledBack(LiveGroup):
    """Both velocities, across above along, on their way from four wide columns to sixty narrow ones.

    The last step that is drawn stands at the right end of the plots.
    """

    def __init__(self, plots: Sequence[Plot]) -> None:
        self._corners = [plot.to_screen(0, 0) for plot in plots]
        self._units = [plot.to_screen(0, 1)[1] - plot.to_screen(0, 0)[1] for plot in plots]
        self.lanes = [
            PulledLane(VELOCITIES[:, direction], strength)
            for direction, strength in ((1, style.FADED), (0, 1))
        ]
        super().__init__(*self.lanes)
        self.set_to(0)

    def set_to(self, share: float) -> Self:
        """Show both a share of the way."""
        step = steps_seen(share)
        for lane, corner, unit in zip(self.lanes, self._corners, self._units, strict=True):
            lane.put(corner, PLOT_WIDTH / step, FIRST_UNIT * (unit / FIRST_UNIT) ** share, step, share)
        return self


def floor_reached(parameters: Array) -> int:
    """Return from which step on a path's steps are longer along than across."""
    along, across = np.abs(np.diff(parameters, axis=0)).T
    return int(np.argmax(along > across))


def steps_seen(share: float) -> float:
    """Return how many steps are seen a share of the way from the columns to all."""
    return float(COLUMNS * (STEPS / COLUMNS) ** share)


def gradients(direction: int) -> VGroup:
    """Return a lane's gradients as numbers, each in its column."""
    numbers = VGroup()
    for x, gradient in zip(COLUMN_MIDDLES, GRADIENTS[:COLUMNS, direction], strict=True):
        number = words(with_minus_sign(f"{gradient:+g}"), GRADIENT_SIZE, color=style.GRADIENT, bold=True)
        numbers.add(number.move_to(at(x, GRADIENT_HEIGHTS[direction])))
    return numbers


def lay_out_a_lane(name: str, direction: int, gradient: str) -> ArrowColumns:
    """Return a lane with its name and its gradient."""
    line, upright = NAME_LINES[direction], direction == 1
    given = f"$slope(g)$ = #slope[{gradient}]"
    frame = VGroup(
        words_on_line(name, at(style.SAFE_LEFT, line), style.HEADING_SIZE, bold=True),
        words_on_line(given, at(style.SAFE_LEFT, line - LINE), style.HEADING_SIZE),
    )
    kept, push = (term[:, direction] for term in terms())
    # In the middle of a column stands the push, between what is kept and the sum, or lies the sum.
    before = SPACING if upright else UNIT * (kept + push) / 2
    origins = np.array([at(x, LEVELS[direction]) for x in COLUMN_MIDDLES])
    origins[:, 0] -= before
    return ArrowColumns(
        frame,
        gradients(direction),
        kept,
        push,
        origins,
        np.array([at(x + HALF_NUMBER, VELOCITY_LINES[direction]) for x in COLUMN_MIDDLES]),
        unit=UNIT,
        upright=upright,
        spacing=SPACING if upright else ROW,
        weight=ARROW_WEIGHT,
        size=NUMBER_SIZE,
    )


def across_plot() -> Plot:
    """Return the axes for the velocity across over the steps."""
    ticks: list[Tick] = [(-0.1, "−0.1"), (0, "0.0"), (0.1, "0.1")]
    name = f"$vel$, drawn {ENLARGEMENT:g} times larger than along"
    return velocity_plot((-ACROSS_REACH, ACROSS_REACH), ticks, [], name, PLOT_FLOORS[1])


def last_steps_plot() -> Plot:
    """Return the axes for the velocity across over the last steps, large."""
    plot = Plot((STEPS - LAST_STEPS, STEPS), (-LAST_REACH, LAST_REACH), width=LAST_WIDTH, height=LAST_HEIGHT)
    return plot.shift(at(LEFT_EDGE, LAST_LEVEL) - plot.to_screen(STEPS - LAST_STEPS, 0))


def along_plot() -> Plot:
    """Return the axes for the velocity along over the steps."""
    steps: list[Tick] = [20, 40, (STEPS, f"step {STEPS}")]
    return velocity_plot((0, ALONG_REACH), [(0, "0.0"), (1, "1.0")], steps, "$vel$", PLOT_FLOORS[0])


def velocity_plot(
    vertical: tuple[float, float], numbers: list[Tick], steps: list[Tick], name: str, floor: float
) -> Plot:
    """Return axes for a velocity over all steps, whose lower end is at a height."""
    plot = Plot(
        (0, STEPS),
        vertical,
        width=PLOT_WIDTH,
        height=PLOT_HEIGHT,
        horizontal_ticks=steps,
        vertical_ticks=numbers,
        vertical_name=name,
        label_size=style.LABEL_SIZE,
    )
    return plot.shift(at(LEFT_EDGE, floor) - plot.to_screen(0, vertical[0]))


def window_on(plot: Plot, first: int, reach: float) -> Polygon:
    """Return the rim of a plot's part from a step on, so far up and down, on ground of its own."""
    corners = plot.to_screen([first, STEPS, STEPS, first], [-reach, -reach, reach, reach])
    rim = Polygon(*corners, stroke_color=style.INK, stroke_width=style.THIN)
    return rim.set_fill(style.BACKGROUND, 1).set_z_index(1)


def last_curve(plot: Plot) -> GrowingCurve:
    """Return the velocity across over the last steps."""
    steps = np.arange(STEPS - LAST_STEPS, STEPS + 1)
    points = plot.to_screen(steps, VELOCITIES[steps - 1, 1])
    return GrowingCurve(points, style.VELOCITY, step=LAST_STEPS, width=CURVE_WIDTH, marker_radius=0)


def step_after(plot: Plot) -> ArrowSum:
    """Return the step across that follows a plot's last one, past it, on its zero line and to its scale."""
    zero, one = plot.to_screen([STEPS, STEPS], [0, 1])
    return ArrowSum(
        zero + 2 * NEXT_SPACING * RIGHT,
        BETA * VELOCITIES[-1, 1],
        # It alternates.
        -ALPHA * GRADIENTS[-1, 1],
        unit=(one - zero)[1],
        upright=True,
        spacing=NEXT_SPACING,
        weight=NEXT_WEIGHT,
    )


def aligned(mathematics: str, equals: Array) -> VMobject:
    """Return a formula whose part ``equals`` stands at a point."""
    written = formula(mathematics, FORMULA_SIZE).move_to(equals)
    return written.shift((equals - written.select("equals").get_center()) * RIGHT)


def solved_along() -> VMobject:
    """Return what the velocity along comes to, in one line."""
    letters, in_numbers = closed_form(0)
    result = f"speed({format_number(LIMIT_ALONG)})"
    return aligned(
        f"vel {{{{ = : equals }}}} {letters} = {in_numbers} = {result}", at(ALONG_EQUALS, ALONG_HEIGHT)
    )


def solved_across() -> list[VMobject]:
    """Return what the velocity across comes to, line by line: in letters, in numbers, and as a number."""
    letters, in_numbers = closed_form(1)
    lines = (
        f"vel {{{{ = : equals }}}} {letters}",
        *(
            f"{{{{ = : equals }}}} {right}"
            for right in (in_numbers, f"speed(plus.minus {format_number(LIMIT_ACROSS)})")
        ),
    )
    return [aligned(line, at(EQUALS, height)) for line, height in zip(lines, ACROSS_HEIGHTS[1:], strict=True)]


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


def at(x: float, y: float) -> Array:
    """Return a point of the screen."""
    return np.array([x, y, 0.0])


def all_pushes(direction: int) -> list[VectorArrow]:
    """Return what each step's push has left in the velocity, the newest first, each where the last one ends.

    Across, where they stand, each is over the same step's along.
    """
    unit, weights = SUM_UNIT * ALPHA, BETA ** np.arange(STEPS)
    places = LEFT_EDGE + unit * ALONG * np.concatenate([[0.0], np.cumsum(weights)])
    signs = np.sign(GRADIENTS[:, direction])
    ends = SUM_LEVELS[direction] + unit * ACROSS * np.concatenate([[0.0], np.cumsum(signs * weights)])
    pushes = []
    for step, weight in enumerate(weights):
        if direction == 1:
            middle = places[step : step + 2].mean()
            tail, tip = at(middle, ends[step]), at(middle, ends[step + 1])
        else:
            tail, tip = (at(x, SUM_LEVELS[0]) for x in places[step : step + 2])
        pushes.append(weighted_arrow(tail, tip, style.GRADIENT, SUM_WEIGHT * weight))
    return pushes


def zero_of_the_pushes() -> Line:
    """Return the line from which the pushes across set out, up to their sum."""
    level, right = SUM_LEVELS[1], LEFT_EDGE + SUM_UNIT * LIMIT_ALONG + SUM_GAP
    return Line(at(LEFT_EDGE, level), at(right, level)).set_stroke(style.MUTED_INK, style.HAIRLINE)


def joined(pushes: Sequence[VectorArrow]) -> VGroup:
    """Return the level dashes from the tip of each of the newest pushes, if they stand, to the next."""
    pairs = pairwise(pushes[: JOINED + 1])
    return VGroup(joint(one.end, other.start) for one, other in pairs if one.end[0] < other.start[0])


def the_sum(direction: int) -> tuple[VMobject, VectorArrow, VMobject]:
    """Return what all pushes come to: the line to it from where the last one ends, its arrow, its number."""
    right, level = LEFT_EDGE + SUM_UNIT * LIMIT_ALONG, SUM_LEVELS[direction]
    if direction == 0:
        beneath = level - SUM_GAP
        last, start, end = at(right, level), at(LEFT_EDGE, beneath), at(right, beneath)
        name = words_on_line(f"$vel$ = {format_number(LIMIT_ALONG)}", start + LINE * DOWN, style.HEADING_SIZE)
    else:
        top = level + SUM_UNIT * LIMIT_ACROSS
        last, start, end = at(right, top), at(right + SUM_GAP, level), at(right + SUM_GAP, top)
        text = f"$vel$ = ±{format_number(LIMIT_ACROSS)}"
        name = words_on_line(text, end + NAMES_ABOVE * UP, style.HEADING_SIZE).set_x(end[0])
    return joint(last, end), weighted_arrow(start, end, style.VELOCITY, SUM_WEIGHT), name


def name_of_a_push(direction: int) -> VMobject:
    """Return the newest push as a quantity, beneath its direction's name."""
    sign, size = (("", ALPHA * ALONG), ("±", ALPHA * ACROSS))[direction]
    place = at(style.SAFE_LEFT, NAME_LINES[direction] - LINE)
    return words_on_line(f"$alpha slope(g)$ = {sign}{format_number(size)}", place, style.HEADING_SIZE)


def signs(direction: int, pushes: Sequence[VectorArrow]) -> VGroup:
    """Return the signs of a direction's newest pushes, over these."""
    row = VGroup()
    for push in pushes[:COLUMNS]:
        forward = (push.end - push.start)[direction] > 0
        sign = words("\\+" if forward else "−", SIGN_SIZE, color=style.GRADIENT, bold=True)
        row.add(sign.move_to(at(push.get_x(), SIGN_LINES[direction])))
    return row


def factors(size: float, line: float) -> VGroup:
    """Return both factors and their product on a baseline."""
    texts = f"{GAIN:.0f}", "×", f"{DAMPING:g}", "=", f"{GAIN * DAMPING:.0f}"
    return row_of_words(texts, (0, line), size, gap=WIDE_GAP).set_x(0)


def product(size: float, line: float) -> VGroup:
    """Return both factors and their product on a baseline, each number with what it tells over it."""
    row = factors(size, line)
    for place, name in zip((0, 2, 4), ("more along", "less across", "in along's favour"), strict=True):
        number, over = row[place], line + OVER_NUMBERS * size
        row.submobjects[place] = VGroup(number, name_on_line(name, number, over, NAME_SHARE * size))
    return row


def counted(plain: int, momentum: int) -> VGroup:
    """Return both counts in the ravine and how many times fewer steps momentum takes, and what they are."""
    texts = f"#plain[{plain}]", "/", f"#momentum[{momentum}]", "≈", f"{plain / momentum:.0f}"
    row = row_of_words(texts, (0, RAVINE_LINE), COMPARED_SIZE, gap=WIDE_GAP)
    row.shift((-style.SAFE_LEFT - row.get_right()[0]) * RIGHT)
    line = RAVINE_LINE - UNDER_THE_COUNTS
    names = VGroup(
        words_on_line("on the floor", at(0, line), style.LABEL_SIZE).align_to(row, RIGHT),
        name_on_line("steps home", row[:3], line, style.LABEL_SIZE),
    )
    return VGroup(row, names)


def names_of_the_rows() -> tuple[VMobject, VMobject]:
    """Return what the two rows are about whose tens are compared."""
    made_up, in_the_ravine = (
        words_on_line(text, at(style.SAFE_LEFT, line), style.TITLE_SIZE)
        for text, line in (("made-up gradients", MADE_UP_LINE), ("in the ravine", RAVINE_LINE))
    )
    return made_up, in_the_ravine


def name_on_line(text: str, number: VMobject, line: float, size: float) -> VMobject:
    """Return what a number is, in the middle over or under it, on a baseline."""
    return words_on_line(text, at(0, line), size, color=style.MUTED_INK).set_x(number.get_x())


def row_of_words(
    texts: Sequence[str], start: tuple[float, float], size: float, *, bold: bool = True, gap: float = WORD_GAP
) -> VGroup:
    """Return words side by side on a baseline."""
    parts, (left, line) = VGroup(), start
    for text in texts:
        parts.add(words_on_line(text, (left, line, 0), size, bold=bold))
        left = parts.get_right()[0] + size * gap
    return parts
