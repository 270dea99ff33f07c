"""Memory: the velocity is a sum of all past gradients, each a little less than the one after it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from manim import (
    DOWN,
    DR,
    LEFT,
    PI,
    RIGHT,
    UP,
    CurvedArrow,
    DashedLine,
    Dot,
    Line,
    Rectangle,
    ScaleInPlace,
    TransformFromCopy,
    ValueTracker,
    VGroup,
    VMobject,
    rush_into,
    there_and_back,
)

from momentum_sim import Array, theory
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.plot import Plot
from scenes.mobjects.polyline import straight
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import Readout, formula, words

LEARNING_RATE = 0.01
FIRST_STEPS = 5
"""How many steps are taken one by one."""

WINDOWS = 6
"""How many windows of 1/(1 − β) steps the scene runs; the total then lacks a quarter of a percent."""

# The heights of the bars and the lengths in the strip have one scale, so that a bar can become a segment.
LIMIT_LENGTH = 12.0
TALLEST_BAR = 1.35
RIGHT_END = LIMIT_LENGTH / 2
FORMULA_Y = 2.25
NOTE_Y = 1.42
BAR_FLOOR = -0.65
TOTAL_Y = -1.75
STRIP_Y = -2.3
STRIP_HEIGHT = 0.5
CONCLUSION_Y = -2.95
WIDE_SLOT = 1.4
NARROW_SLOT = 0.3
NARROW_SLOTS = LIMIT_LENGTH / NARROW_SLOT


def weight_table(steps: int, learning_rate: float, momentum: float) -> Array:
    """Return the weight of gradient k after n steps in row n, column k; shape ``(steps + 1, steps)``.

    A gradient that is yet to come, k ≥ n, weighs nothing.
    """
    table = np.zeros((steps + 1, steps))
    for n in range(steps + 1):
        table[n, :n] = theory.weights(n, learning_rate, momentum)
    return table


class Weights(VGroup):
    """The weights of all gradients at any moment of a run, a box for each.

    Parameters
    ----------
    table
        The weights after each step, as ``weight_table`` returns them.
    unit
        Length on the screen of a weight of one.
    """

    def __init__(self, table: Array, unit: float) -> None:
        boxes = (Rectangle(stroke_width=0, fill_color=style.MOMENTUM, fill_opacity=1) for _ in table[0])
        super().__init__(*boxes)
        self.table, self.unit = table, unit

    def lengths_at(self, step: float) -> Array:
        """Return each weight's length on the screen at a step; a fraction stands between two."""
        before = int(np.clip(step, 0, len(self.table) - 2))
        change = self.table[before + 1] - self.table[before]
        lengths: Array = self.unit * (self.table[before] + (step - before) * change)
        return lengths

    def draw_as_bars(self, step: float, slot: float, window: float = np.inf) -> None:
        """Draw the weights side by side as bars, the newest on the right, ``slot`` apart."""
        lengths = self.lengths_at(step)
        ages = self._ages(step)
        rights = RIGHT_END - slot * ages
        shown = (lengths > 0) & (rights - slot > -RIGHT_END - 0.01)
        # The newest enters from the right end, clipped there.
        lefts, rights = np.minimum(rights - 0.8 * slot, RIGHT_END), np.minimum(rights, RIGHT_END)
        self._put(lefts, rights, BAR_FLOOR, BAR_FLOOR + lengths)
        self._fill(lengths, ages, window, shown)

    def draw_as_strip(self, step: float, window: float = np.inf) -> None:
        """Draw the weights end to end as a strip, the newest on the right."""
        lengths = self.lengths_at(step)
        ends = np.cumsum(lengths) - RIGHT_END
        seams = np.minimum(0.04, 0.2 * lengths)
        self._put(ends - lengths + seams, ends, STRIP_Y - STRIP_HEIGHT / 2, STRIP_Y + STRIP_HEIGHT / 2)
        self._fill(lengths, self._ages(step), window, lengths > 0)

    def _ages(self, step: float) -> Array:
        return step - 1.0 - np.arange(self.table.shape[1], dtype=np.float64)

    def _put(self, left: Array, right: Array, low: float, high: Array | float) -> None:
        corners = np.zeros((len(self), 5, 3))
        corners[:, (0, 3, 4), 0], corners[:, (1, 2), 0] = left[:, np.newaxis], right[:, np.newaxis]
        corners[:, (0, 1, 4), 1], corners[:, 2:4, 1] = low, np.reshape(high, (-1, 1))
        edges = np.stack([corners[:, :-1], corners[:, 1:]], axis=2).reshape(-1, 2, 3)
        for box, outline in zip(self, straight(edges).reshape(len(self), -1, 3), strict=True):
            box.points = outline

    def _fill(self, lengths: Array, ages: Array, window: float, shown: npt.NDArray[np.bool_]) -> None:
        full = 0.5 + 0.5 * lengths / (self.unit * self.table[1, 0])
        opacities = np.where(shown, np.where(ages > window - 0.5, style.FADED, full), 0)
        for box, opacity in zip(self, opacities.tolist(), strict=True):
            if box.get_fill_opacity() != opacity:
                box.set_fill(opacity=opacity)


class Memory(LessonScene):
    """The weights as bars that slide back, their total as a strip, and how long it takes to fill."""

    title = "A sum of all past gradients"
    idea = "The velocity is a sum of all past gradients, with weights αβ^(t−k) that total α/(1−β)."
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

    def construct(self) -> None:
        """Play the beats."""
        self._compute()
        self.rules = momentum_rules()
        self.add(self.rules)
        self.unroll_the_velocity()
        self.add_up_the_weights()
        self.warm_up()
        self.leave()

    def leave(self) -> None:
        """Fade out everything but the rules."""
        for moving in (self.strip, self.curve, self.total):
            moving.clear_updaters()
        self.cross_over(
            FadeOut(self.plot, self.curve, self.marks, self.conclusion),
            FadeOut(self.strip, self.limit_line, self.total, self.limit_label),
            self.rules.animate.set_opacity(1),
        )

    def _compute(self) -> None:
        """Compute what the scene shows and says."""
        self.window = round(float(theory.effective_window(self.momentum)))
        self.steps = WINDOWS * self.window
        self.table = weight_table(self.steps, self.learning_rate, self.momentum)
        self.limit = float(theory.total_weight(self.learning_rate, self.momentum))
        self.gain = self.limit / self.learning_rate
        self.unit = min(LIMIT_LENGTH / self.limit, TALLEST_BAR / self.learning_rate)
        self.slots = min(NARROW_SLOT, LIMIT_LENGTH / (4 * self.window))

    def _share(self, steps: int) -> str:
        """Return how full the sum is after so many steps, in percent."""
        return f"{100 * float(theory.warm_up(self.momentum, steps)):.0f}"

    def unroll_the_velocity(self) -> None:
        """Write the velocity as a sum, and draw its weights as bars, newest first."""
        with self.beat(
            "A sum",
            "Unroll the velocity, and it is a sum of every past gradient. The newest counts in full. "
            f"Each older one counts {self.momentum:g} times as much as the one after it.",
        ):
            self._write_the_sum()
            self._set_up_the_bars()
            self._add_the_newest()
            self._take_the_first_steps()

    def _write_the_sum(self) -> None:
        self.sum = formula(
            "{{ vel_t : velocity }} = {{ alpha slope(g_t) : age0 }} {{ + alpha beta slope(g_(t-1)) : age1 }}"
            "{{ + alpha beta^2 slope(g_(t-2)) : age2 }} {{ + dots.c : more }} "
            "{{ = alpha sum_(k=0)^t beta^(t-k) slope(g_k) : total }}"
        ).move_to((0, FORMULA_Y, 0))
        self.note = words(
            "$slope(g_k)$ is the gradient of step $k + 1$: steps count from 1, the sum from 0",
            style.SMALLEST_SIZE,
            color=style.MUTED_INK,
        ).move_to((0, NOTE_Y, 0))
        rule = self.rules[0]
        named = {
            name: self.sum.select(name) for name in ("velocity", "age0", "age1", "age2", "more", "total")
        }
        equals = self.sum.submobjects[len(named["velocity"].submobjects)]
        self.wait(0.2)
        self.play(
            TransformFromCopy(rule.select("new"), named["velocity"]),
            TransformFromCopy(rule.select("push"), named["age0"]),
            FadeIn(equals),
            run_time=1.2,
        )
        self.play(TransformFromCopy(rule.select("kept"), named["age1"]), run_time=0.8)
        self.play(FadeIn(named["age2"], shift=RIGHT * style.GAP), run_time=0.6)
        self.play(FadeIn(named["more"], shift=RIGHT * style.GAP), run_time=0.6)
        self.play(FadeIn(named["total"], shift=RIGHT * style.GAP), FadeIn(self.note), run_time=0.8)
        self.add(self.sum)

    def _set_up_the_bars(self) -> None:
        self.step = ValueTracker(0)
        self.slot = ValueTracker(WIDE_SLOT)
        self.reach = ValueTracker(self.steps)
        self.bars = Weights(self.table, self.unit)
        self.bars.add_updater(
            lambda bars: bars.draw_as_bars(
                self.step.get_value(), self.slot.get_value(), self.reach.get_value()
            )
        )
        floor = Line((-RIGHT_END, BAR_FLOOR, 0), (RIGHT_END, BAR_FLOOR, 0))
        self.floor = floor.set_stroke(style.MUTED_INK, style.THIN)
        self.counter = Readout(0, "step {:.0f}").follow(lambda: self.step.get_value())
        self.counter.move_to((-RIGHT_END, BAR_FLOOR + 0.8, 0), aligned_edge=LEFT)
        self.add(self.bars)

    def _add_the_newest(self) -> None:
        self.why = VGroup(
            words("Why no $(1 - beta)$?", style.LABEL_SIZE, color=style.MUTED_INK),
            words("The gradient is added whole: a sum, not an average.", style.LABEL_SIZE),
        ).arrange(RIGHT, buff=0.4)
        self.why.move_to((0, STRIP_Y, 0))
        names = ("alpha", "alpha beta", *(f"alpha beta^{age}" for age in range(2, FIRST_STEPS)))
        self.names = VGroup(*(words(f"${name}$", style.BODY_SIZE) for name in names))
        for age, name in enumerate(self.names):
            name.move_to((RIGHT_END - (age + 0.4) * WIDE_SLOT, BAR_FLOOR - 0.35, 0))
        self.play(FadeIn(self.floor), FadeIn(self.counter), run_time=0.4)
        self.play(self.step.animate.set_value(1), FadeIn(self.names[0]), run_time=0.8)
        self.play(
            ScaleInPlace(self.sum.select("age0"), 1.2, rate_func=there_and_back),
            FadeIn(self.why),
            run_time=0.8,
        )

    def _take_the_first_steps(self) -> None:
        self.arcs = VGroup()
        for age in range(1, FIRST_STEPS):
            top = BAR_FLOOR + self.unit * self.table[age, 0]
            newer, older = (RIGHT_END - (place + 0.4) * WIDE_SLOT for place in (age - 1, age))
            arc = CurvedArrow((newer, top + 0.1, 0), (older, top + 0.1, 0), angle=PI / 4, tip_length=0.14)
            factor = words(f"× {self.momentum:g}", style.SMALLEST_SIZE, color=style.MOMENTUM)
            factor.next_to(arc, UP, buff=0.06)
            arc_and_factor = VGroup(
                arc.set_stroke(style.MOMENTUM, style.THIN).set_color(style.MOMENTUM), factor
            )
            self.arcs.add(arc_and_factor)
            self.play(
                self.step.animate.set_value(age + 1),
                FadeIn(self.names[age]),
                FadeIn(arc_and_factor, shift=LEFT * style.GAP),
                run_time=1.1,
            )

    def add_up_the_weights(self) -> None:
        """Turn the bars into a strip, run on until its total has converged, and mark the window in it."""
        with self.beat(
            "The total",
            "The total approaches alpha over one minus beta: "
            f"{self.learning_rate:g} becomes {self.limit:.3g}, {self.gain:.3g} times as much. "
            f"And the last {self.window} steps hold {self._share(self.window)} percent of it.",
        ):
            self._lay_the_bars_down()
            self._run_on()
            self._show_the_window()

    def _lay_the_bars_down(self) -> None:
        self.strip = Weights(self.table, self.unit)
        self.strip.draw_as_strip(FIRST_STEPS)
        end = -RIGHT_END + self.unit * self.limit
        top, bottom = STRIP_Y + 0.75 * STRIP_HEIGHT, STRIP_Y - 0.75 * STRIP_HEIGHT
        self.limit_line = DashedLine((end, bottom, 0), (end, top, 0), dash_length=0.08)
        self.limit_line.set_stroke(style.INK, style.THIN)
        self.total = Readout(self._total_at(FIRST_STEPS), "total weight {:.4f}")
        self.total.shift((-RIGHT_END, TOTAL_Y, 0))
        self.limit_label = words(
            f"$arrow.r alpha \\/ (1 - beta) = #[{self.limit:.3g}]$, "
            f"{self.gain:.3g} times $alpha = #[{self.learning_rate:g}]$",
            style.LABEL_SIZE,
        )
        self.limit_label.next_to(self.total, RIGHT, buff=0.2)
        laid = self.strip.copy()
        self.play(FadeOut(self.why, self.names, self.arcs), FadeIn(self.limit_line), run_time=0.4)
        self.play(
            *(
                TransformFromCopy(bar, box)
                for bar, box in zip(self.bars[:FIRST_STEPS], laid[:FIRST_STEPS], strict=True)
            ),
            run_time=1.0,
        )
        self.remove(*laid)
        self.add(self.strip, self.limit_line)
        self.play(FadeIn(self.total), run_time=0.4)
        self.strip.add_updater(
            lambda strip: strip.draw_as_strip(self.step.get_value(), self.reach.get_value())
        )
        self.total.follow(lambda: self._total_at(self.step.get_value()))

    def _total_at(self, step: float) -> float:
        """Return the sum of the weights at a step."""
        return float(self.bars.lengths_at(step).sum()) / self.unit

    def _run_on(self) -> None:
        self.play(self.slot.animate.set_value(self.slots), run_time=0.8)
        self.play(
            self.step.animate.set_value(self.steps),
            FadeIn(self.limit_label),
            rate_func=rush_into,
            run_time=3.2,
        )

    def _show_the_window(self) -> None:
        first_length = self.unit * float(self.table[self.steps, -self.window :].sum())
        end = -RIGHT_END + self.unit * self._total_at(self.steps)
        self.brackets = VGroup(
            _bracket(RIGHT_END - self.window * self.slots, RIGHT_END, BAR_FLOOR - 0.12),
            _bracket(end - first_length, end, STRIP_Y - STRIP_HEIGHT / 2 - 0.12),
        )
        self.shares = VGroup(
            words(f"$1 \\/ (1 - beta) = #[{self.gain:.3g}]$ steps", style.LABEL_SIZE),
            words(f"{self._share(self.window)} % of the weight", style.LABEL_SIZE),
        )
        for share, bracket in zip(self.shares, self.brackets, strict=True):
            share.next_to(bracket, DOWN, buff=0.12)
        self.shares[0].align_to((RIGHT_END, 0, 0), RIGHT)
        self.play(
            self.reach.animate.set_value(self.window), FadeIn(self.brackets[0], self.shares[0]), run_time=1.2
        )
        self.play(FadeIn(self.brackets[1], self.shares[1]), run_time=0.8)

    def warm_up(self) -> None:
        """Empty the strip and fill it again beside the curve of its share."""
        with self.beat(
            "Warm-up",
            f"It takes time to fill: {self._share(1)} percent at step 1, {self._share(self.window)} at step "
            f"{self.window}, {self._share(2 * self.window)} at step {2 * self.window}. "
            "So on the first step, momentum does not help at all.",
        ):
            self._clear_for_the_curve()
            self._fill_again()
            self._look_at_the_first_step()

    def _clear_for_the_curve(self) -> None:
        self.plot = Plot(
            (0, 4 * self.window),
            (0, 1),
            width=10.6,
            height=2.5,
            horizontal_ticks=[self.window * n for n in range(1, 4)]
            + [(4 * self.window, f"step {4 * self.window}")],
            vertical_ticks=[(0, "0 %"), (0.5, "50 %"), (1, "100 %")],
            vertical_name="after $n$ steps, $1 - beta^n$ of the total",
        ).move_to((0, 0.85, 0))
        steps = np.arange(self.steps + 1)
        shares = np.asarray(theory.warm_up(self.momentum, steps))
        self.points = self.plot.to_screen(steps, shares)
        self.drawn = ValueTracker(0)
        self.curve = GrowingCurve(self.points, style.MOMENTUM, marker_radius=0)
        self.curve.follow(lambda: self.drawn.get_value())
        self.play(
            FadeOut(
                self.bars,
                self.floor,
                self.counter.clear_updaters(),
                self.sum,
                self.note,
                self.brackets,
                self.shares,
            ),
            self.step.animate.set_value(0),
            self.reach.animate.set_value(self.steps),
            run_time=1.0,
        )
        self.play(FadeIn(self.plot), run_time=0.5)
        self.add(self.curve)

    def _fill_again(self) -> None:
        self.marks = VGroup()
        stops = {1: 0.9, self.window // 2: 0.9, self.window: 1.0, 2 * self.window: 1.6}
        for step, seconds in stops.items():
            self.play(self.step.animate.set_value(step), self.drawn.animate.set_value(step), run_time=seconds)
            dot = Dot(self.points[step], radius=0.09, color=style.INK)
            label = words(f"{self._share(step)} %", style.LABEL_SIZE)
            if step == 1:
                label.next_to(dot, RIGHT, buff=0.2)
                label.set_y(max(label.get_y(), self.plot.to_screen(0, 0.1)[1]))
            else:
                label.next_to(dot, DR, buff=0.08)
            self.marks.add(VGroup(dot, label))
            self.play(FadeIn(self.marks[-1]), run_time=0.2)
        end = 4 * self.window
        self.play(
            self.step.animate.set_value(end),
            self.drawn.animate.set_value(end),
            run_time=1.2,
        )

    def _look_at_the_first_step(self) -> None:
        self.conclusion = words("step 1: $alpha grad$ alone, plain descent's step", style.LABEL_SIZE)
        self.conclusion.move_to((-RIGHT_END, CONCLUSION_Y, 0), aligned_edge=LEFT)
        self.play(
            self.step.animate.set_value(1),
            self.rules[0].select("kept").animate.set_opacity(style.FADED),
            FadeIn(self.conclusion),
            run_time=1.2,
        )


def _bracket(left: float, right: float, y: float) -> VMobject:
    """Return a bracket below a stretch of a line."""
    corners = [(left, y + 0.08, 0), (left, y, 0), (right, y, 0), (right, y + 0.08, 0)]
    return VMobject(stroke_color=style.INK, stroke_width=style.THIN).set_points_as_corners(corners)
