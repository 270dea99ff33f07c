"""Memory: the velocity is a sum of all past gradients, each a little less than the one after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import numpy as np
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
    Line,
    MathTypst,
    Rectangle,
    ReplacementTransform,
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
from scenes.mobjects.arrow import TIP_LENGTH, MoveVector, VectorArrow
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
BAR_FLOOR, BAR_WIDTH = 0.55, 0.5
TALL, TALL_FLOOR = 2.0, -1.1
"""How many times taller the bars stand at first, and where: until they are laid end to end."""

AGE_BELOW = 0.33

# Bars and segments have one scale, so that a bar that tips over is a segment.
STRIP_LEFT, STRIP_LENGTH, STRIP_Y = -5.35, 11.15, -1.15
TALLEST_BAR = 1.25
BRACKET_GAP = 0.12

PASSING_ARC = PI / 3
"""Over what it passes, and clear of the scene's title, which stands beside the headline."""

PASSING_GAP = 0.06
"""How high over a factor another one passes it."""

OLD_GONE = 0.45
"""The share of a cross-fade by which the old glyphs are gone."""

TOTAL_LINE = -0.55
"""The baseline of what all weights come to, between the bars and the strip."""

TANK_X, TANK_FLOOR, TANK_HEIGHT = -5.2, -2.05, 4.1
TANK_WIDTHS = (0.4, 0.6)
PLOT_LEFT, PLOT_WIDTH = -4.7, 10.65
NAMES_LINE = TANK_FLOOR + TANK_HEIGHT + 0.3
"""The baseline of what stands over the curve."""

SAME_LEFT, SAME_LENGTH, SAME_ROWS = -3.2, 4.4, (0.9, -0.1)
SAME_WEIGHT = 1.8
"""Where the two first steps lie, in the room of the curve, and how many times as thick as usual."""


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
    opened: list[Any]

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
            self.open_the_last(1)
            beat.until("one, and the next")
            self.open_the_last(2)
            beat.until("It is a sum")
            for age in range(3, TERMS):
                self.unroll(age, seconds=0.6)
            beat.until("each step back")
            self.sweep()
            beat.until("A sum, not")
            self.point_out_the_newest(beat)

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
        self.opened = [
            on_row(f"{power} (alpha slope(g_{age}) + beta vel_{age + 1})", x - 0.45, aligned=LEFT)
            for age, (power, x) in enumerate(zip(powers, places, strict=True))
        ]
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
        floor = Line((FIRST_TERM - 0.75, BAR_FLOOR, 0), (-style.SAFE_LEFT, BAR_FLOOR, 0))
        self.floor = floor.set_stroke(style.MUTED_INK, style.HAIRLINE)
        top = TALL_FLOOR + TALL * self.bars[0].height - 0.3
        self.weight_name = words("weight", style.LABEL_SIZE, color=style.MUTED_INK)
        self.weight_name.move_to((HEAD_LEFT, top, 0), aligned_edge=LEFT)
        self.weight = words("$alpha$", color=style.BACKGROUND).set_color(style.BACKGROUND)
        self.weight.move_to((FIRST_TERM, top, 0))

    def stand_tall(self) -> None:
        """Stand the bars and their floor lower, and the bars larger, where there is room for it as yet."""
        self.floor.save_state()
        self.floor.shift((TALL_FLOOR - BAR_FLOOR) * UP)
        for bar in self.bars:
            bar.save_state()
            foot = bar.get_bottom()
            bar.scale(TALL, about_point=foot).shift((TALL_FLOOR - BAR_FLOOR) * UP)

    def open_the_rule(self, beat: Speaking) -> None:
        """Take the rule down to the row, the new gradient before the last velocity, each with its age."""
        rule, step_rule = self.rules
        new, arrow, kept, push = (rule.select(part) for part in ("new", "first", "kept", "push"))
        (plus,) = (glyph for glyph in rule if glyph not in {*new, *arrow, *kept, *push})
        newest, rest = self.terms[0], self.rests[1]
        head: Any = self.head
        moved, equals = head
        self.remove(self.rules)
        self.add(rule, step_rule)
        early, late = (squish_rate_func(smooth, begin, begin + 0.6) for begin in (0, 0.4))
        self.play(
            *one_by_one([*new, *kept], [moved, *rest[:2]], rate_func=early),
            FadeOut(*arrow, plus, rate_func=squish_rate_func(smooth, 0, 0.2)),
            FadeIn(equals, *self.pluses[0], rate_func=squish_rate_func(smooth, 0.4, 0.8)),
            FadeOut(step_rule, rate_func=early),
            FadeIn(rest[2], rate_func=late),
            # The push passes over what is kept, and becomes the one of age 0.
            *one_by_one(push, newest, rate_func=late, path_arc=PASSING_ARC),
            FadeIn(self.floor, self.age_name, rate_func=early),
            run_time=1.3,
        )
        self.add(self.head, newest, self.pluses[0], rest)
        beat.until("new gradient")
        self.play(self.raise_the_bar(0), pulse(newest), run_time=style.CALM)
        self.play(FadeIn(self.weight_name, self.weight), run_time=style.QUICK)
        beat.until("last velocity")
        self.play(pulse(rest), run_time=style.CALM)

    def raise_the_bar(self, age: int) -> AnimationGroup:
        """Grow a term's bar, and write its age under it."""
        return AnimationGroup(GrowFromEdge(self.bars[age], DOWN), FadeIn(self.ages[age]))

    def open_the_last(self, age: int) -> None:
        """Open the velocity of an age into its own gradient and the velocity before it."""
        rest, opened = self.rests[age], self.opened[age]
        power = power_of(age)
        velocity = VGroup(*rest[power:])
        begin, *inside, end = opened[power:]
        self.play(
            *one_by_one(rest[:power], opened[:power], rate_func=squish_rate_func(smooth, 0, OLD_GONE)),
            FadeOut(*velocity, rate_func=squish_rate_func(smooth, 0, 0.5)),
            # The velocity widens into the parentheses.
            *(FadeIn(side, target_position=velocity) for side in (begin, end)),
            FadeIn(*inside, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.6,
        )
        self.add(opened)
        self.multiply_out(age)

    def multiply_out(self, age: int) -> None:
        """Multiply an opened velocity out: every factor moves to its place, and only the parentheses go."""
        opened, term, plus, rest = self.opened[age], self.terms[age], self.pluses[age], self.rests[age + 1]
        power, next_power = power_of(age), power_of(age + 1)
        alpha, joint, beta = (opened[power + place] for place in (1, 4, 5))
        gradient, velocity = opened[power + 2 : power + 4], opened[power + 6 : power + 8]
        self.play(
            # Alpha passes over the power of beta, to stand before it.
            ReplacementTransform(alpha, term[0], path_func=over(opened[:power], alpha)),
            # That is in its place before alpha comes down.
            *one_by_one(opened[:power], term[1 : 1 + power], rate_func=squish_rate_func(smooth, 0, 0.7)),
            *one_by_one(gradient, term[1 + power :]),
            *one_by_one([joint], plus),
            *one_by_one([beta, *velocity], [rest[0], *rest[next_power:]]),
            *in_turn([opened[power], opened[-1]], rest[1:next_power]),
            self.raise_the_bar(age),
            run_time=0.6,
        )
        self.add(term, plus, rest)

    def unroll(self, age: int, *, seconds: float) -> None:
        """Let what is still to be opened become a term, and what is then still to be opened."""
        last, term, plus = self.rests[age], self.terms[age], self.pluses[age]
        rest = self.rests[age + 1] if age + 1 < TERMS else self.more
        power = power_of(age)
        self.play(
            *one_by_one(last[:power], term[1 : 1 + power], rate_func=squish_rate_func(smooth, 0, OLD_GONE)),
            *in_turn(last[power:], [term[0], *term[1 + power :], plus, rest]),
            self.raise_the_bar(age),
            run_time=seconds,
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

    def point_out_the_newest(self, beat: Speaking) -> None:
        """Point at the newest gradient, which nothing is taken off."""
        self.whole = words("whole", style.LABEL_SIZE, color=style.GRADIENT, bold=True)
        self.whole.next_to(self.bars[0], UP, buff=0.12)
        self.others = VGroup(*self.terms[1:], *self.pluses, self.more, *self.bars[1:])
        self.play(FadeOut(self.levels), self.others.animate.set_opacity(style.FADED), run_time=style.CALM)
        beat.until("the gradient")
        self.play(FadeIn(self.whole), pulse(self.terms[0]), run_time=1.0)

    def add_up_the_weights(self) -> None:
        """Tip the bars over into one, add those of all other terms, and mark the newest in it."""
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
        """Tip the bars over, end to end."""
        self.strip = WeightStrip(
            self.weights,
            np.array([STRIP_LEFT, STRIP_Y, 0]),
            RIGHT,
            unit=self.unit,
            thickness=BAR_WIDTH,
            ages=TERMS,
        )
        texts = VGroup(*self.terms[1:], *self.pluses, self.more)
        self.play(
            FadeOut(self.whole, self.ages, self.age_name, self.weight_name, self.weight),
            VGroup(texts, self.head, self.terms[0]).animate.set_opacity(style.FADED),
            *(standing.animate.restore() for standing in (self.floor, *self.bars)),
            run_time=0.6,
        )
        tipping = self.bars.copy()
        self.add(tipping)
        self.bars.set_opacity(style.FADED)
        ends = np.concatenate([[0.0], np.cumsum(self.unit * self.weights)])
        middles = [(STRIP_LEFT + (ends[age] + ends[age + 1]) / 2, STRIP_Y, 0) for age in range(TERMS)]
        first, *others = (
            Turn(bar, -PI / 2, middle, color=style.VELOCITY)
            for bar, middle in zip(
                tipping, [middles[0], *((bar.get_x(), STRIP_Y, 0) for bar in tipping[1:])], strict=True
            )
        )
        self.play(first, run_time=1.0)
        # Now that it is known how they go, all others lie down at a time, and close up.
        self.play(*others, run_time=0.8)
        self.play(
            *(bar.animate.move_to(middle) for bar, middle in zip(tipping[1:], middles[1:], strict=True)),
            run_time=0.7,
        )
        self.remove(tipping, *tipping)
        # The bars lie close; gaps open between them as the older ones follow.
        self.add(self.strip.set_to(TERMS, seam=0))

    def lay_out_the_total(self, total: str) -> None:
        """Prepare, over the strip's end, what all weights come to."""
        of_all = words_on_line("all weights: $alpha \\/ (1 - beta)$", (0, 0, 0), style.HEADING_SIZE)
        end = of_all.get_right()[0] + 0.15
        times = words_on_line(f"= {total} $alpha$", (end, 0, 0), style.HEADING_SIZE)
        self.total = VGroup(of_all, times)
        end = max(STRIP_LEFT + self.unit * self.limit, STRIP_LEFT + self.total.width)
        self.total.shift((end - self.total.get_right()[0], TOTAL_LINE, 0))
        self.first = words("$alpha$", style.BODY_SIZE, color=style.BACKGROUND).set_color(style.BACKGROUND)
        self.first.move_to(self.strip[0])

    def let_all_others_follow(self) -> None:
        """Lay all older weights at the end, and write what all come to."""
        reached = ValueTracker(TERMS)

        def lay(strip: Any) -> None:
            ages = reached.get_value()
            strip.set_to(ages, SEAM * min(1.0, (ages - TERMS) / TERMS))

        self.strip.add_updater(lay)
        self.play(
            ApplyMethod(reached.set_value, self.steps, rate_func=rush_into),
            FadeIn(self.total[0]),
            run_time=1.2,
        )
        self.strip.clear_updaters()

    def mark_the_window(self, count: str) -> None:
        """Bracket the newest, and say what share of the whole they hold."""
        length = self.unit * float(self.weights[: self.window].sum())
        bracket = bracket_under(STRIP_LEFT, STRIP_LEFT + length, STRIP_Y - BAR_WIDTH / 2 - BRACKET_GAP)
        share = words(f"*{self.share(self.window)} %:* the newest {count}", style.BODY_SIZE)
        share.next_to(bracket, DOWN, buff=0.2)
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
            self.play(self.step.animate.set_value(4 * self.window), rate_func=linear, run_time=0.9)
            beat.until("So the first step")
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
        ).follow(self.step.get_value)
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
        over = VGroup(self.head, *self.terms, *self.pluses, self.more, self.bars)
        rise = (PLOT_LEFT + PLOT_WIDTH - self.total.get_right()[0], NAMES_LINE - TOTAL_LINE, 0)
        self.play(
            self.strip.animate.set_fill(opacity=1),
            # What the bar turns through is gone first, and its total rises over the curve's end.
            FadeOut(over, self.floor, self.bracket, self.first, rate_func=squish_rate_func(smooth, 0, 0.5)),
            ApplyMethod(self.total.shift, rise, rate_func=squish_rate_func(smooth, 0.2, 1)),
            run_time=0.6,
        )
        height = self.strip.width * scale
        self.play(
            Turn(self.strip.set_z_index(1), PI / 2, (TANK_X, TANK_FLOOR + height / 2, 0), scale=scale),
            FadeOut(self.strip, rate_func=squish_rate_func(smooth, 0, 0.8)),
            FadeIn(self.plot, self.plot_name, self.tank, rate_func=squish_rate_func(smooth, 0.3, 0.9)),
            FadeIn(self.level, self.curve, rate_func=squish_rate_func(smooth, 0.7, 1)),
            run_time=1.0,
        )
        self.add(self.filling, self.level, self.curve)

    def fill_to(self, step: int, seconds: float) -> None:
        """Take the steps up to one, and mark how full the sum is then."""
        self.play(self.step.animate.set_value(step), rate_func=linear, run_time=seconds)
        dot = Dot(self.points[step], radius=0.09, color=style.INK)
        label = words(f"{self.share(step)} %", style.BODY_SIZE, bold=True)
        label.next_to(dot, RIGHT + DOWN, buff=0.12)
        if step == 1:
            label = words(f"*{self.share(step)} %* of {self.gain:.3g} $alpha$ = $alpha$", style.BODY_SIZE)
            label.next_to(dot, RIGHT, buff=0.25)
        self.marks.add(dot, label)
        self.play(FadeIn(dot, label), run_time=0.3)

    def compare_the_first_step(self) -> None:
        """Lay the first step beside plain descent's: they are equally long."""
        ends = [np.array([[SAME_LEFT, y, 0], [SAME_LEFT + SAME_LENGTH, y, 0]]) for y in SAME_ROWS]
        push, velocity = (
            VectorArrow(
                start, end, color, width=SAME_WEIGHT * style.ARROW_WIDTH, tip=SAME_WEIGHT * TIP_LENGTH
            )
            for (start, end), color in zip(ends, (style.GRADIENT, style.VELOCITY), strict=True)
        )
        sides = VGroup(
            *(
                DashedLine(ends[0][side], ends[1][side], dash_length=0.08).set_stroke(
                    style.MUTED_INK, style.HAIRLINE
                )
                for side in (0, 1)
            )
        )
        names = VGroup(
            words(text, style.BODY_SIZE).next_to(end[1], RIGHT, buff=0.3)
            for text, end in zip(
                ("#plain[plain descent]: $alpha slope(g)$", "#momentum[momentum], step 1: $vel$"),
                ends,
                strict=True,
            )
        )
        for moving in (self.curve, self.level, self.filling):
            moving.clear_updaters()
        place = self.marks[0].get_center()
        dot = VectorArrow(place, place, style.INK)
        self.play(
            FadeOut(
                *(self.curve, self.level, self.plot, self.plot_name, self.total, *self.marks[2:]),
                rate_func=squish_rate_func(smooth, 0, 0.5),
            ),
            self.filling[1:].animate.set_opacity(style.FADED),
            *(
                MoveVector(arrow, *end, origin=dot, rate_func=squish_rate_func(smooth, begin, begin + 0.5))
                for arrow, end, begin in zip((push, velocity), ends, (0.3, 0.5), strict=True)
            ),
            FadeIn(names, sides, rate_func=squish_rate_func(smooth, 0.75, 1)),
            run_time=1.2,
        )

    def leave(self) -> None:
        """Leave the rule with which the next scene begins."""
        for moving in (self.filling, self.curve, self.level):
            moving.clear_updaters()
        leaving = self.picture
        self.cross_over(
            FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.7)),
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


def power_of(age: int) -> int:
    """Return how many glyphs the power of β at an age has: an exponent is written from 2 on."""
    return 1 if age == 1 else 2


def over(passed: Iterable[VMobject], passing: VMobject) -> Callable[[Array, Array, float], Array]:
    """Return a path for glyphs: up, across over those that are passed, and down."""
    height = max(glyph.get_top()[1] for glyph in passed) - passing.get_bottom()[1] + PASSING_GAP

    def path(start: Array, end: Array, share: float) -> Array:
        across = smooth(min(max(2 * share - 0.5, 0.0), 1.0))
        up = smooth(min(share / 0.3, (1 - share) / 0.3, 1.0))
        return np.asarray(start + across * (end - start) + up * height * UP)

    return path


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
