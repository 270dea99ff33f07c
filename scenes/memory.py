"""Memory: the velocity is a sum of all past gradients, each a little less than the one after it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Create,
    DashedLine,
    Dot,
    GrowFromEdge,
    LaggedStart,
    Line,
    MathTypst,
    Rectangle,
    ReplacementTransform,
    Transform,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    rush_into,
    smooth,
    squish_rate_func,
)

from momentum_sim import Array, theory
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter, Speaking
from scenes.mobjects.arrow import (
    STROKES_A_UNIT,
    TIP_LENGTH,
    TIP_WIDTH,
    GrowVector,
    weighted_arrow,
)
from scenes.mobjects.descent_path import position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.one_by_one import one_by_one
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import momentum_rules, velocity_rule
from scenes.mobjects.turn import Turn
from scenes.mobjects.typography import formula, spelled, words, words_on_line
from scenes.mobjects.weight_strip import SEAM, WeightStrip

LEARNING_RATE = 0.01
TERMS = 6
"""How many terms are written, each over its bar."""

WINDOWS = 6
"""How many windows of 1/(1 − β) steps are summed; the total then lacks a quarter of a percent."""

ROW_Y = 2.5
HEAD_LEFT = style.SAFE_LEFT
FIRST_TERM, TERM_STEP = -4.75, 1.9
BAR_FLOOR, BAR_WIDTH = 0.1, 0.75
TALL, TALL_FLOOR = 1.8, -1.0
"""How many times taller the bars stand at first, and where: until they are laid end to end."""

AGE_BELOW = 0.33

# Bars and segments have one scale, so that a bar that tips over is a segment.
STRIP_LEFT, STRIP_LENGTH, STRIP_Y = -5.575, 11.15, BAR_FLOOR + BAR_WIDTH / 2
TALLEST_BAR = 1.25
BRACKET_GAP = 0.14

OVER, UNDER = 0.9 * PI, 0.6 * PI
"""Arcs on which two that change places pass each other."""

PASSING_HEIGHT = 0.6
"""How high over the row a factor passes over its other glyphs."""

OLD_GONE = 0.45
"""The share of a cross-fade by which the old glyphs are gone."""

TOTAL_LINE = 1.35
"""The baseline of what all weights come to, over the strip."""

TANK_X, TANK_FLOOR, TANK_HEIGHT = -5.2, -2.05, 4.1
TANK_WIDTHS = (0.33, 0.6)
EMPTY = 0.2
"""The opacity of what is still to be filled."""
PLOT_LEFT, PLOT_WIDTH = -4.7, 10.65
NAMES_LINE = TANK_FLOOR + TANK_HEIGHT + 0.3
"""The baseline of what stands over the curve."""

SAME_LENGTH, SAME_ROWS = 5.0, (1.05, -0.15)
SAME_WEIGHT = 2.0
"""How long the two first steps are, where they lie, and how many times as thick as usual."""


class Memory(LessonScene):
    """The velocity unrolled into terms over bars, the bars as one length, and how long it takes to fill."""

    title = "A sum of past gradients"
    idea = "The velocity is a sum of all past gradients, with weights αβᵏ by age that total α/(1−β)."
    parameters = (
        Parameter(
            "learning_rate",
            LEARNING_RATE,
            minimum=0.0001,
            maximum=1.0,
            reason="outside, the weights have more digits than the picture has room for",
        ),
        Parameter(
            "momentum",
            experiment.MOMENTUM,
            minimum=0.5,
            maximum=0.95,
            reason="below, there is hardly a memory to show; above, its bars are too low to see",
        ),
    )
    learning_rate: float
    momentum: float
    terms: list[Any]
    pluses: list[Any]
    rests: list[Any]
    opened: Any

    def construct(self) -> None:
        """Play the beats."""
        self.compute()
        self.rules = momentum_rules()
        self.add(self.rules)
        self.unroll_the_velocity()
        self.add_up_the_weights()
        self.fill_up()
        self.leave()

    def compute(self) -> None:
        """Compute what the scene shows and says."""
        self.window = round(float(theory.effective_window(self.momentum)))
        self.steps = WINDOWS * self.window
        self.weights = theory.weights(self.steps, self.learning_rate, self.momentum)[::-1]
        self.limit = float(theory.total_weight(self.learning_rate, self.momentum))
        self.gain = self.limit / self.learning_rate
        self.unit = min(STRIP_LENGTH / self.limit, TALLEST_BAR / self.learning_rate)

    def share(self, steps: int) -> str:
        """Return how full the sum is after so many steps, in percent."""
        return f"{100 * float(theory.warm_up(self.momentum, steps)):.0f}"

    def unroll_the_velocity(self) -> None:
        """Open the velocity again and again, and stand each term over its bar."""
        with self.beat(
            "Unrolled",
            "Open the velocity: a new gradient, and the last velocity. Open that one, and the next. "
            "It is a sum of all past gradients: with each step back they count "
            f"{self.momentum:g} times as much. A sum, not an average: the gradient is added whole.",
            shown="v = αg₀ + αβg₁ + αβ²g₂ + …, where gₖ is the gradient of k steps ago.",
        ) as beat:
            self.lay_out_the_terms()
            self.stand_tall()
            self.open_the_rule(beat)
            beat.until("Open that")
            self.open_the_last_velocity()
            self.multiply_out()
            beat.until("the next")
            for age in range(2, TERMS):
                self.unroll(age)
            beat.until("each step back")
            self.sweep()
            beat.until("A sum, not")
            self.tell_it_from_an_average(beat)

    def lay_out_the_terms(self) -> None:
        """Lay out the terms by age, each over its bar, and what is still to be opened at each age."""
        places = [FIRST_TERM + age * TERM_STEP for age in range(TERMS + 1)]
        powers = ["", "beta", *(f"beta^{age}" for age in range(2, TERMS + 1))]
        self.head = on_row("vel =", HEAD_LEFT, aligned=LEFT)
        self.terms = [
            on_row(f"alpha {power} slope(g_{age})", x)
            for age, (power, x) in enumerate(zip(powers, places, strict=True))
        ][:TERMS]
        self.more = on_row("dots.c", places[-1] - 0.48)
        self.pluses = [
            on_row("+", (left.get_right()[0] + right.get_left()[0]) / 2)
            for left, right in pairwise([*self.terms, self.more])
        ]
        self.rests = [
            on_row(f"{power} vel_{age}", x) for age, (power, x) in enumerate(zip(powers, places, strict=True))
        ]
        self.opened = on_row(
            f"{powers[1]} (alpha slope(g_1) + beta vel_2)", self.rests[1].get_left()[0], aligned=LEFT
        )
        self.bars = VGroup()
        self.ages = VGroup()
        for age, (weight, x) in enumerate(zip(self.weights, places[:TERMS], strict=False)):
            height = self.unit * weight
            bar = Rectangle(width=BAR_WIDTH, height=height, stroke_width=0, fill_color=style.GRADIENT)
            self.bars.add(bar.set_fill(opacity=1).move_to((x, BAR_FLOOR, 0), aligned_edge=DOWN))
            number = words(f"{age}", style.LABEL_SIZE, color=style.MUTED_INK)
            self.ages.add(number.move_to((x, TALL_FLOOR - AGE_BELOW, 0)))
        self.age_name = words("age $k$", style.LABEL_SIZE, color=style.MUTED_INK)
        self.age_name.move_to((HEAD_LEFT, TALL_FLOOR - AGE_BELOW, 0), aligned_edge=LEFT)
        floor = Line((FIRST_TERM - 0.75, TALL_FLOOR, 0), (-style.SAFE_LEFT, TALL_FLOOR, 0))
        self.floor = floor.set_stroke(style.MUTED_INK, style.HAIRLINE)
        top = TALL_FLOOR + TALL * self.bars[0].height - 0.3
        self.weight_name = words("weight", style.LABEL_SIZE, color=style.MUTED_INK)
        self.weight_name.move_to((HEAD_LEFT, top, 0), aligned_edge=LEFT)
        self.weight = words("$alpha$", color=style.BACKGROUND).set_color(style.BACKGROUND)
        self.weight.move_to((FIRST_TERM, top, 0))

    def stand_tall(self) -> None:
        """Stand the bars lower, and taller, where there is room for it as yet."""
        for bar in self.bars:
            foot = bar.get_bottom()
            bar.stretch(TALL, 1, about_point=foot).shift((TALL_FLOOR - BAR_FLOOR) * UP)

    def open_the_rule(self, beat: Speaking) -> None:
        """Take the rule down to the row, and the new gradient before the last velocity, each with its age."""
        rule, step_rule = self.rules
        new, arrow, kept, push = (rule.select(part) for part in ("new", "first", "kept", "push"))
        (plus,) = (glyph for glyph in rule if glyph not in {*new, *arrow, *kept, *push})
        newest, rest, joint = self.terms[0], self.rests[1], self.pluses[0]
        head: Any = self.head
        first, equals = head
        self.remove(self.rules)
        self.add(rule, step_rule)
        self.play(
            rule.animate.shift(first.get_center() - new.get_center()),
            FadeOut(step_rule, rate_func=squish_rate_func(smooth, 0, 0.5)),
            run_time=0.9,
        )
        beat.until("velocity")
        self.play(
            *in_turn(arrow, [equals]),
            # They pass each other, one over the other.
            *(
                ApplyMethod(old.shift, place[0].get_center() - old[0].get_center(), path_arc=arc)
                for old, place, arc in ((push, newest, OVER), (kept, rest, UNDER))
            ),
            plus.animate.move_to(joint).shift(0.2 * RIGHT),
            run_time=0.9,
        )
        beat.until("new gradient")
        self.play(
            *in_turn(push[1:], newest[1:]),
            ReplacementTransform(plus, joint),
            FadeIn(self.floor, self.age_name),
            self.raise_the_bar(0),
            run_time=0.7,
        )
        self.remove(rule, *rule)
        self.add(self.head, newest, joint, *rest[:2])
        self.play(FadeIn(self.weight_name, self.weight), run_time=style.QUICK)
        beat.until("last velocity")
        self.play(FadeIn(rest[2]), *(pulse(glyph) for glyph in rest[:2]), run_time=style.CALM)
        self.add(rest)

    def raise_the_bar(self, age: int) -> AnimationGroup:
        """Grow a term's bar, and write its age under it."""
        return AnimationGroup(GrowFromEdge(self.bars[age], DOWN), FadeIn(self.ages[age]))

    def open_the_last_velocity(self) -> None:
        """Open the last velocity into its own gradient and the velocity before it."""
        rest = self.rests[1]
        velocity = VGroup(*rest[1:])
        factor, begin, *inside, end = self.opened
        self.play(
            ReplacementTransform(rest[0], factor),
            FadeOut(*velocity, rate_func=squish_rate_func(smooth, 0, 0.5)),
            # The velocity widens into the parentheses.
            *(FadeIn(side, target_position=velocity) for side in (begin, end)),
            FadeIn(*inside, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.5,
        )
        self.add(self.opened)

    def multiply_out(self) -> None:
        """Multiply it out: the factor before the parentheses passes over to each of the two terms."""
        factor, begin, alpha, *gradient, joint, beta, v, age, end = self.opened
        term, plus, rest = self.terms[1], self.pluses[1], self.rests[2]
        over_first, over_second = (
            np.array([place.get_x(), ROW_Y + PASSING_HEIGHT, 0]) for place in (term[1], rest[1])
        )
        self.play(
            FadeOut(begin, end, rate_func=squish_rate_func(smooth, 0, 0.4)),
            factor.animate(path_arc=-PI / 3).move_to(over_first),
            *one_by_one(
                [alpha, *gradient, joint, beta, v, age],
                [term[0], *term[2:], plus, rest[0], *rest[2:]],
            ),
            run_time=0.5,
        )
        again = factor.copy()
        self.play(ReplacementTransform(factor, term[1]), again.animate.move_to(over_second), run_time=0.5)
        self.play(ReplacementTransform(again, rest[1]), run_time=0.3)
        self.add(term, plus, rest)
        self.play(self.raise_the_bar(1), run_time=0.35)

    def unroll(self, age: int) -> None:
        """Let what is still to be opened become a term, and what is then still to be opened."""
        last, term, plus = self.rests[age], self.terms[age], self.pluses[age]
        rest = self.rests[age + 1] if age + 1 < TERMS else self.more
        self.play(
            *one_by_one(last[:2], term[1:3], rate_func=squish_rate_func(smooth, 0, OLD_GONE)),
            *in_turn(last[2:], [term[0], *term[3:], plus, rest]),
            self.raise_the_bar(age),
            run_time=0.55,
        )
        self.add(term, plus, rest)

    def sweep(self) -> None:
        """Carry one factor from gap to gap, and show in each how much of a bar the next one lacks."""
        factor: Any = words(f"× {self.momentum:g}", style.HEADING_SIZE, color=style.MOMENTUM, bold=True)
        self.levels = VGroup()
        for age in range(TERMS - 1):
            newer, older = self.bars[age], self.bars[age + 1]
            corner = newer.get_corner(UP + RIGHT)
            # No further than the middle, to leave a gap before the factor's next place.
            level = DashedLine(corner, (older.get_x(), corner[1], 0), dash_length=0.08)
            self.levels.add(level.set_stroke(style.MUTED_INK, style.THIN))
            place = ((newer.get_right()[0] + older.get_left()[0]) / 2, corner[1] + 0.34, 0)
            hop = factor.animate(path_arc=-PI / 3)
            coming = hop.move_to(place) if age else FadeIn(factor.move_to(place))
            self.play(coming, FadeIn(level), run_time=0.55)
        self.levels.add(factor)

    def tell_it_from_an_average(self, beat: Speaking) -> None:
        """Sink all bars to what an average would add, strike its name, and add the newest whole."""
        self.outlines = self.bars.copy().set_fill(opacity=0).set_stroke(style.GRADIENT, style.THIN)
        whole = self.bars.copy()
        shares = [bar.copy().stretch(1 - self.momentum, 1, about_edge=DOWN) for bar in self.bars]
        self.whole = words("whole", style.HEADING_SIZE, color=style.GRADIENT, bold=True)
        self.whole.next_to(self.bars[0], UP, buff=0.15)
        average = words_on_line("average", (0, 0, 0), style.HEADING_SIZE, color=style.MUTED_INK, bold=True)
        end = average.get_right()[0]
        less = words_on_line("$times (1 - beta)$", (end + 0.35, 0, 0), style.HEADING_SIZE)
        middle = average.get_top()[1] / 2
        strike = Line((-0.1, middle, 0), (end + 0.1, middle, 0)).set_stroke(style.INK, style.PATH_WIDTH)
        VGroup(average, less, strike).move_to((self.bars.get_x(), self.whole.get_y(), 0))
        self.play(FadeOut(self.levels), *(pulse(plus) for plus in self.pluses), run_time=style.QUICK)
        beat.until("not an")
        self.add(self.outlines, *self.bars, self.weight)
        self.play(
            FadeIn(self.outlines, average, less),
            *(Transform(bar, share) for bar, share in zip(self.bars, shares, strict=True)),
            FadeOut(self.weight, rate_func=squish_rate_func(smooth, 0, 0.3)),
            run_time=0.6,
        )
        self.play(Create(strike), run_time=0.4)
        beat.until("gradient")
        self.play(FadeOut(strike, average, less), run_time=style.QUICK)
        beat.until("added")
        self.play(
            *(Transform(bar, full) for bar, full in zip(self.bars, whole, strict=True)),
            FadeIn(self.weight, rate_func=squish_rate_func(smooth, 0.7, 1)),
            FadeIn(self.whole, rate_func=squish_rate_func(smooth, 0.5, 1)),
            pulse(self.terms[0]),
            run_time=0.7,
        )

    def add_up_the_weights(self) -> None:
        """Lay the bars down into one, add those of all other terms, and mark the newest in it."""
        total = f"{self.gain:.3g}"
        named = spelled(float(total))
        count = spelled(self.window)
        with self.beat(
            "The total",
            f"End to end, the weights come to alpha over one minus beta: {named} times alpha. "
            f"The newest {count} hold {self.share(self.window)} percent of it.",
            shown=f"α/(1−β) = {total} α.",
        ) as beat:
            self.tip_the_bars_over()
            self.lay_out_the_total(total)
            self.let_all_others_follow()
            beat.until(f"{named} times")
            self.play(FadeIn(self.total[1], self.first), run_time=style.CALM)
            beat.until("The newest")
            self.mark_the_window(count)

    def tip_the_bars_over(self) -> None:
        """Lay the bars down as they are, one after the other, each onto the end of the last."""
        self.strip = WeightStrip(
            self.weights,
            np.array([STRIP_LEFT, STRIP_Y, 0]),
            RIGHT,
            unit=self.unit,
            thickness=BAR_WIDTH,
            ages=TERMS,
        )
        self.sum = VGroup(self.head, *self.terms, *self.pluses, self.more)
        self.play(
            FadeOut(
                self.outlines, self.whole, self.ages, self.age_name, self.weight_name, self.weight, self.floor
            ),
            self.sum.animate.set_opacity(style.FADED),
            run_time=0.4,
        )
        ends = STRIP_LEFT + TALL * self.unit * np.concatenate([[0.0], np.cumsum(self.weights)])
        self.play(
            LaggedStart(
                *(
                    Turn(bar, -PI / 2, ((ends[age] + ends[age + 1]) / 2, STRIP_Y, 0), run_time=0.55)
                    for age, bar in enumerate(self.bars)
                ),
                lag_ratio=0.75,
            )
        )
        self.remove(self.bars, *self.bars)
        # The bars lie close; gaps open between them as the older ones follow.
        self.strip.set_to(TERMS, seam=0).set_fill(style.GRADIENT).stretch(TALL, 0, about_edge=LEFT)
        self.add(self.strip)
        self.play(self.strip.animate.set_fill(style.VELOCITY), run_time=0.2)

    def lay_out_the_total(self, total: str) -> None:
        """Prepare, over the strip, what all weights come to."""
        of_all = words_on_line("all weights: $alpha \\/ (1 - beta)$", (0, 0, 0), style.TITLE_SIZE)
        end = of_all.get_right()[0] + 0.18
        times = words_on_line(f"= {total} $alpha$", (end, 0, 0), style.TITLE_SIZE)
        self.total = VGroup(of_all, times)
        middle = STRIP_LEFT + max(self.unit * self.limit, self.total.width) / 2
        self.total.shift((middle - self.total.get_x(), TOTAL_LINE, 0))
        self.first = words("$alpha$", style.HEADING_SIZE, color=style.BACKGROUND).set_color(style.BACKGROUND)
        self.first.move_to((STRIP_LEFT + self.unit * self.weights[0] / 2, STRIP_Y, 0))

    def let_all_others_follow(self) -> None:
        """Draw the bars together, lay all older weights at the end, and write what all come to."""
        reached = ValueTracker(TERMS)
        lengths = self.unit * np.cumsum(self.weights)
        first, whole = lengths[TERMS - 1], lengths[-1]

        def lay(strip: Any) -> None:
            ages = reached.get_value()
            strip.set_to(ages, SEAM * min(1.0, (ages - TERMS) / TERMS))
            # As much shorter as there is more of it, so that it stays where there is room.
            share = (np.interp(ages, np.arange(1, self.steps + 1), lengths) - first) / (whole - first)
            strip.stretch(TALL / (1 + (TALL - 1) * share), 0, about_edge=LEFT)

        self.strip.add_updater(lay)
        self.play(
            ApplyMethod(reached.set_value, self.steps, rate_func=rush_into),
            FadeOut(self.sum, rate_func=squish_rate_func(smooth, 0, 0.5)),
            FadeIn(self.total[0], rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=1.2,
        )
        self.strip.clear_updaters()

    def mark_the_window(self, count: str) -> None:
        """Bracket the newest, and say what share of the whole they hold."""
        length = self.unit * float(self.weights[: self.window].sum())
        bracket = bracket_under(STRIP_LEFT, STRIP_LEFT + length, STRIP_Y - BAR_WIDTH / 2 - BRACKET_GAP)
        share = words(f"*{self.share(self.window)} %:* the newest {count}", style.HEADING_SIZE)
        share.next_to(bracket, DOWN, buff=0.25)
        if share.get_left()[0] < STRIP_LEFT:
            share.align_to(bracket, LEFT)
        self.bracket = VGroup(bracket, share)
        self.play(
            self.strip[self.window :].animate.set_fill(opacity=style.FADED), Create(bracket), run_time=1.2
        )
        self.play(FadeIn(share), run_time=style.QUICK)

    def fill_up(self) -> None:
        """Stand the bar up and fill it again; its tip traces how full it is after each step."""
        first, tenth, twentieth = (self.share(n) for n in (1, self.window, 2 * self.window))
        with self.beat(
            "Filling up",
            f"It fills slowly: {first} percent at step one, {tenth} at {spelled(self.window)}, "
            f"{twentieth} at {spelled(2 * self.window)}. "
            "So the first step is plain descent's.",
            shown="After n steps it is full to 1 − βⁿ.",
        ) as beat:
            self.stand_the_bar_up()
            for step, seconds, cue in (
                (1, 0.4, f"{first} percent"),
                (self.window, 0.7, "one"),
                (2 * self.window, 0.7, f"at {spelled(self.window)}"),
            ):
                beat.until(cue)
                self.fill_to(step, seconds)
            self.play(self.step.animate.set_value(4 * self.window), rate_func=linear, run_time=0.6)
            beat.until("first step")
            self.compare_the_first_step()

    def stand_the_bar_up(self) -> None:
        """Stand the bar up, empty, as the axis of how full it is after each step."""
        whole = self.unit * self.limit
        scale = TANK_HEIGHT / whole
        width = min(max(BAR_WIDTH * scale, TANK_WIDTHS[0]), TANK_WIDTHS[1])
        self.tank = Rectangle(width=width, height=TANK_HEIGHT, stroke_color=style.MUTED_INK)
        self.tank.set_stroke(width=style.THIN).move_to((TANK_X, TANK_FLOOR, 0), aligned_edge=DOWN)
        end = 4 * self.window
        self.plot = Plot(
            (0, end),
            (0, 1),
            width=PLOT_WIDTH,
            height=TANK_HEIGHT,
            horizontal_ticks=[self.window * n for n in range(1, 4)] + [(end, f"step {end}")],
            vertical_ticks=[(0, "0 %"), (0.5, "50 %"), (1, "100 %")],
        )
        self.plot.shift(np.array([PLOT_LEFT, TANK_FLOOR, 0]) - self.plot.to_screen(0, 0))
        # The numbers stand left of the bar, so that the level passes none of them.
        for tick in self.plot.ticks[-3:]:
            tick.align_to((TANK_X - width / 2 - 0.15, 0, 0), RIGHT)
        self.plot_name = words_on_line("full to $1 - beta^n$ after $n$ steps", (PLOT_LEFT, NAMES_LINE, 0))
        self.step = ValueTracker(0)
        self.filling = WeightStrip(
            self.weights,
            np.array([TANK_X, TANK_FLOOR, 0]),
            UP,
            unit=self.unit * scale,
            thickness=width,
            ages=0,
        )
        self.filling.add_updater(lambda strip: strip.set_to(self.step.get_value(), SEAM * scale))
        steps = np.arange(self.steps + 1)
        self.points = self.plot.to_screen(steps, theory.warm_up(self.momentum, steps))
        self.curve = GrowingCurve(self.points, style.VELOCITY, marker_radius=0.08)
        self.curve.follow(self.step.get_value)
        self.level: Any = Line(stroke_color=style.MUTED_INK, stroke_width=style.HAIRLINE)
        points, step = self.points, self.step

        def put(level: Any) -> None:
            # By the step, and not by the curve's marker, which may be put after it.
            tip = position_at(points, step.get_value())
            level.set_points_as_corners([(TANK_X, tip[1], 0), tip])

        self.level.add_updater(put)
        self.level.update()
        self.marks = VGroup()
        self.play(
            self.strip.animate.set_fill(opacity=1).stretch(width / scale / BAR_WIDTH, 1),
            FadeOut(self.total, self.bracket, self.first),
            run_time=0.3,
        )
        height = self.strip.width * scale
        late = squish_rate_func(smooth, 0.65, 1)
        self.play(
            Turn(self.strip, PI / 2, (TANK_X, TANK_FLOOR + height / 2, 0), scale=scale),
            # Emptied on the way, it still shows every piece that is to come back.
            UpdateFromAlphaFunc(
                self.strip, lambda strip, share: strip.set_fill(opacity=1 + share * (EMPTY - 1))
            ),
            FadeIn(self.tank, self.plot, self.plot_name, self.level, self.curve, rate_func=late),
            run_time=0.9,
        )
        self.add(self.filling, self.level, self.curve)

    def fill_to(self, step: int, seconds: float) -> None:
        """Take the steps up to one, and mark how full the sum is then."""
        self.play(self.step.animate.set_value(step), rate_func=linear, run_time=seconds)
        dot = Dot(self.points[step], radius=0.09, color=style.INK)
        label = words(f"{self.share(step)} %", style.BODY_SIZE, bold=True)
        label.next_to(dot, RIGHT + DOWN, buff=0.12)
        if step == 1:
            label = words(f"*{self.share(step)} %:* $alpha$", style.BODY_SIZE)
            label.next_to(dot, RIGHT, buff=0.25)
        self.marks.add(dot, label)
        self.play(FadeIn(dot, label), run_time=0.3)

    def compare_the_first_step(self) -> None:
        """Let the first piece become the first step, beside plain descent's: they are equally long."""
        names = [
            words(text, style.HEADING_SIZE)
            for text in ("$alpha slope(g)$: #plain[plain descent]", "$vel$: #momentum[momentum], step 1")
        ]
        left = -(SAME_LENGTH + 0.35 + max(name.width for name in names)) / 2
        push_ends, ends = (((left, y, 0), (left + SAME_LENGTH, y, 0)) for y in SAME_ROWS)
        for name, (_, end) in zip(names, (push_ends, ends), strict=True):
            name.next_to(end, RIGHT, buff=0.35)
        push = weighted_arrow(*push_ends, style.GRADIENT, SAME_WEIGHT)
        sides = [
            DashedLine(*side, dash_length=0.08).set_stroke(style.MUTED_INK, style.HAIRLINE)
            for side in zip(push_ends, ends, strict=True)
        ]
        for moving in (self.curve, self.level, self.filling):
            moving.clear_updaters()
        piece = self.filling[0]
        self.filling.remove(piece)
        box = pointed(piece.get_left(), piece.width, piece.height / 2)
        velocity = pointed(
            ends[0],
            SAME_LENGTH,
            SAME_WEIGHT * style.ARROW_WIDTH / STROKES_A_UNIT / 2,
            SAME_WEIGHT * TIP_LENGTH,
            SAME_WEIGHT * TIP_WIDTH / 2,
        )
        self.play(
            FadeOut(
                *(self.curve, self.level, self.plot, self.plot_name, self.marks),
                *(self.tank, self.strip, self.filling),
                rate_func=squish_rate_func(smooth, 0, 0.4),
            ),
            ReplacementTransform(box, velocity, rate_func=squish_rate_func(smooth, 0.3, 1)),
            run_time=1.2,
        )
        self.play(GrowVector(push), FadeIn(*names, *sides), run_time=0.6)

    def leave(self) -> None:
        """Leave the rule with which the next scene begins."""
        self.cross_over(
            FadeOut(*self.picture, rate_func=squish_rate_func(smooth, 0, 0.7)),
            FadeIn(velocity_rule(), rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.6,
        )


def on_row(mathematics: str, x: float, *, aligned: Array | None = None) -> MathTypst:
    """Return mathematics on the row of terms: all stand on one baseline."""
    term = formula(mathematics, style.TITLE_SIZE)
    marked = formula(f"{mathematics} x", style.TITLE_SIZE)
    letter = marked[-1]
    term.shift((0, ROW_Y - (letter.get_center()[1] - marked.get_bottom()[1]) - term.get_bottom()[1], 0))
    x -= (term.get_center() if aligned is None else term.get_edge_center(aligned))[0]
    return term.shift(x * RIGHT)


def in_turn(old: Iterable[VMobject], new: Iterable[VMobject]) -> tuple[Animation, Animation]:
    """Return what fades one out and then another in."""
    return (
        FadeOut(*old, rate_func=squish_rate_func(smooth, 0, OLD_GONE)),
        FadeIn(*new, rate_func=squish_rate_func(smooth, 0.9 * OLD_GONE, 1)),
    )


def bracket_under(left: float, right: float, y: float) -> VMobject:
    """Return a bracket below a stretch of a line."""
    corners = [(left, y + 0.08, 0), (left, y, 0), (right, y, 0), (right, y + 0.08, 0)]
    return VMobject(stroke_color=style.INK, stroke_width=style.THIN).set_points_as_corners(corners)


def pointed(
    tail: npt.ArrayLike, length: float, side: float, tip: float = 0.0, wing: float | None = None
) -> VMobject:
    """Return a level box of the velocity, ``side`` to both sides of its middle; or an arrow with a tip.

    Each corner of one has its like in the other, so that one becomes the other without a twist.
    """
    wing = side if wing is None else wing
    lower = np.array([(0, -side, 0), (length - tip, -side, 0), (length - tip, -wing, 0), (length, 0, 0)])
    corners = np.asarray(tail) + np.concatenate([lower, lower[-2::-1] * (1, -1, 1), lower[:1]])
    return VMobject(stroke_width=0, fill_color=style.VELOCITY, fill_opacity=1).set_points_as_corners(corners)
