"""Speed limit: the steep wall limits the learning rate, and the gentle floor takes its time."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    Circle,
    Create,
    Line,
    Rectangle,
    TransformFromCopy,
    Typst,
    ValueTracker,
    VGroup,
    linear,
)

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, theory
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.ravine_map import VERTICAL
from scenes.mobjects.transitions import resting_map
from scenes.mobjects.typography import Readout, format_number, formula, words, words_on_line

SLOWER, CHOSEN, FASTER = 0.05, experiment.LEARNING_RATE, 0.102
STEEPEST = float(RAVINE.curvatures.max())
LIMIT = float(theory.stability_limit(STEEPEST))

AXIS_LEFT, AXIS_RIGHT, AXIS_HEIGHT = -3.2, 6.2, -2.3
AXIS_END = 0.12
NUMBER_LINE, WAIT_LINE = AXIS_HEIGHT - 0.5, AXIS_HEIGHT - 1.1
TOP_LINE = 2.5
STEP_COLUMN, VALUE_COLUMN = 0.7, 3.4

EDGE = 3.2
"""How far above and below the middle of the frame a path is drawn; an arrow goes on from there."""


def descend(learning_rate: float, steps: int = experiment.STEPS) -> Trajectory:
    """Return plain descent from the film's start."""
    return gradient_descent(RAVINE, experiment.START, learning_rate=learning_rate, steps=steps)


def waiting_time(learning_rate: float) -> int | None:
    """Return the step from which plain descent stays near the minimum; None if it never does."""
    return experiment.arrival_if_any(descend(learning_rate, experiment.ENOUGH_STEPS))


def cut_at_the_edge(points: Array) -> Array:
    """Return a path on the screen up to where it leaves the picture, that point included."""
    outside = np.flatnonzero(np.abs(points[:, 1]) > EDGE)
    if len(outside) == 0:
        return points
    inner, outer = points[outside[0] - 1], points[outside[0]]
    share = (np.copysign(EDGE, outer[1]) - inner[1]) / (outer[1] - inner[1])
    return np.concatenate([points[: outside[0]], [inner + share * (outer - inner)]])


class LearningRateAxis(VGroup):
    """An axis of learning rates from 0; the limit and the range beyond it are added by the scene."""

    def __init__(self) -> None:
        super().__init__()
        self.line = Line(self.at(0), self.at(AXIS_END), stroke_color=style.MUTED_INK, stroke_width=style.THIN)
        self.label = words("learning rate $alpha$", style.LABEL_SIZE)
        self.label.next_to(self.line, UP, buff=0.3, aligned_edge=LEFT)
        self.add(self.line, self.label, self.tick(0))

        place = self.at(LIMIT)
        self.beyond = Rectangle(width=self.at(AXIS_END)[0] - place[0], height=0.24, stroke_width=0)
        self.beyond.set_fill(style.FAINT_INK, opacity=1).move_to(place, aligned_edge=LEFT)
        mark = Line(
            place + 0.35 * UP, place + 0.12 * DOWN, stroke_color=style.INK, stroke_width=style.PATH_WIDTH
        )
        name = words("limit", style.LABEL_SIZE, bold=True).next_to(mark, UP, buff=0.12)
        self.limit = VGroup(mark, name)

    def at(self, learning_rate: float) -> Array:
        """Return where a learning rate stands."""
        x = AXIS_LEFT + learning_rate / AXIS_END * (AXIS_RIGHT - AXIS_LEFT)
        return np.array([x, AXIS_HEIGHT, 0.0])

    def tick(self, learning_rate: float, side: Array = ORIGIN) -> VGroup:
        """Return a tick with its number under it, wholly to one side of it where a side is given."""
        x = self.at(learning_rate)[0]
        mark = Line((x, AXIS_HEIGHT + 0.1, 0), (x, AXIS_HEIGHT - 0.1, 0))
        mark.set_stroke(style.INK, style.THIN)
        return VGroup(mark, self.note(learning_rate, f"{learning_rate:g}", NUMBER_LINE, side))

    def note(self, learning_rate: float, text: str, baseline: float, side: Array = ORIGIN) -> Typst:
        """Return words under a learning rate, wholly to one side of it where a side is given."""
        note = words_on_line(text, baseline * UP, style.LABEL_SIZE)
        return note.set_x(self.at(learning_rate)[0], -side)


class Attempt(VGroup):
    """A descent at one learning rate: its path, and over it the rate, the step, and one number.

    Parameters
    ----------
    run
        The descent.
    loss_map
        The map that its path is drawn on, as far as the picture reaches.
    symbol, values, template
        The number: its name in mathematics, its value after each step, and how it is written.
    """

    def __init__(self, run: Trajectory, loss_map: LossMap, symbol: str, values: Array, template: str) -> None:
        super().__init__()
        self.run = run
        self.now = ValueTracker(0)
        points = cut_at_the_edge(loss_map.to_screen(run.parameters))
        self.path = DescentPath(points, style.PLAIN_DESCENT, width=style.THIN).follow(self.now.get_value)

        alpha = formula(f"alpha = {float(run.learning_rate):g}", style.TITLE_SIZE)
        alpha.move_to((AXIS_LEFT, TOP_LINE, 0), aligned_edge=LEFT)
        step = Readout(0, "step {:.0f}", style.TITLE_SIZE).move_to(
            (STEP_COLUMN, TOP_LINE, 0), aligned_edge=LEFT
        )
        name = formula(f"{symbol} =", style.TITLE_SIZE)
        name.move_to((VALUE_COLUMN, TOP_LINE, 0), aligned_edge=LEFT)
        name.shift((alpha[1].get_y() - name[-1].get_y()) * UP)  # from one equals sign to the other
        value = Readout(values[0], template, style.TITLE_SIZE).next_to(name, RIGHT, buff=0.2)
        for readout in (step, value):
            readout.shift((alpha.get_bottom()[1] - readout.points[0, 1]) * UP)
        step.follow(lambda: int(self.now.get_value()))
        value.follow(lambda: float(values[int(self.now.get_value())]))
        self.add(self.path, alpha, step, name, value)

    def freeze(self) -> Self:
        """Stop following the tracker."""
        for mobject in self:
            mobject.clear_updaters()
        return self


class SpeedLimit(LessonScene):
    """The same descent with half the learning rate and with a little more; then what limits it."""

    title = "The speed limit"
    idea = "No learning rate cures it: the steep wall sets the speed limit, the floor the waiting time."

    def construct(self) -> None:
        self.lay_out_the_axis()
        self.go_slower()
        self.go_faster()
        self.lay_out_the_limit()
        self.find_the_limit()
        self.rest_on_the_map()

    def lay_out_the_axis(self) -> None:
        self.map = resting_map()
        self.axis = LearningRateAxis()
        self.sides = {SLOWER: ORIGIN, CHOSEN: LEFT, FASTER: RIGHT}
        self.ticks = {alpha: self.axis.tick(alpha, side) for alpha, side in self.sides.items()}
        self.pointer = Circle(radius=0.1, stroke_color=style.PLAIN_DESCENT, stroke_width=4)
        self.pointer.set_fill(style.INK, opacity=1).move_to(self.axis.at(CHOSEN))

    def attempt(self, learning_rate: float, coordinate: int = 0) -> Attempt:
        """Return a descent, with θ₁ or the size of θ₂ over it."""
        run = descend(learning_rate)
        if coordinate == 0:
            return Attempt(run, self.map, "theta_1", run.parameters[:, 0], "{:.2f}")
        return Attempt(run, self.map, "abs(theta_2)", np.abs(run.parameters[:, 1]), "{:.1f}")

    def change_the_learning_rate(self, learning_rate: float, *gone: VGroup) -> None:
        """Move the pointer to another learning rate, and fade out what belonged to the last."""
        pointer = self.pointer.animate.move_to(self.axis.at(learning_rate))
        new = [FadeIn(tick) for tick in (self.ticks[learning_rate],) if tick not in self.mobjects]
        self.play(FadeOut(*gone), pointer, *new, run_time=style.CALM)

    def go_slower(self) -> None:
        before, slow = self.attempt(CHOSEN), self.attempt(SLOWER)
        self.add(self.map)
        with self.beat(
            "Slower",
            "Could a better learning rate cure this? "
            "Take about half, and the wall is solved in a single step. "
            f"But the floor crawls: after {slow.run.steps} steps, "
            f"still at {format_number(slow.run.parameters[-1, 0], 1)}.",
        ):
            self.play(FadeIn(self.axis, self.ticks[CHOSEN], self.pointer, before), run_time=0.8)
            self.play(before.now.animate.set_value(before.run.steps), rate_func=linear, run_time=1.8)
            self.change_the_learning_rate(SLOWER, before.freeze())
            self.play(FadeIn(slow), run_time=style.QUICK)
            self.play(slow.now.animate.set_value(1), run_time=1.2)
            self.wait(0.6)
            self.play(slow.now.animate.set_value(slow.run.steps), rate_func=linear, run_time=4.0)
        self.slow = slow.freeze()

    def go_faster(self) -> None:
        fast = self.attempt(FASTER, coordinate=1)
        edge = fast.path.iterates[-1]
        onwards = VectorArrow(edge, edge + 0.3 * np.sign(edge[1]) * UP, style.PLAIN_DESCENT)
        off_the_map = words("off the map", style.LABEL_SIZE, color=style.PLAIN_DESCENT)
        off_the_map.next_to(onwards, RIGHT)
        with self.beat("Faster", "Push it past the limit, and every bounce is bigger than the last."):
            self.play(FadeIn(self.axis.beyond, self.axis.limit), run_time=style.QUICK)
            self.bring_to_front(self.pointer)
            self.change_the_learning_rate(FASTER, self.slow)
            self.play(FadeIn(fast), run_time=style.QUICK)
            at_the_edge = len(fast.path.iterates) - 1
            self.play(fast.now.animate.set_value(at_the_edge), rate_func=linear, run_time=2.8)
            self.play(
                fast.now.animate.set_value(fast.run.steps),
                FadeOut(fast.path.marker),
                FadeIn(onwards, off_the_map),
                run_time=1.0,
            )
        fast.path.remove(fast.path.marker)
        self.fast = VGroup(fast.freeze(), onwards, off_the_map)

    def lay_out_the_limit(self) -> None:
        start, minimum = np.array(experiment.START), RAVINE.minimiser
        self.wall = Line(*self.map.to_screen([[start[0], VERTICAL[1]], [start[0], VERTICAL[0]]]))
        self.floor = Line(*self.map.to_screen([[start[0], minimum[1]], minimum.tolist()]))
        VGroup(self.wall, self.floor).set_stroke(style.INK, style.PATH_WIDTH)
        self.steepness = formula(
            f"{{{{ lambda : name }}}} = {{{{ {STEEPEST:g} : value }}}}", style.HEADING_SIZE
        )
        self.wall_label = VGroup(words("curvature", style.HEADING_SIZE), self.steepness).arrange(
            RIGHT, buff=0.2
        )
        self.wall_label.next_to(self.map, UP, aligned_edge=LEFT)
        self.bound = formula(
            f"alpha < 2 / {{{{ lambda : name }}}} = 2 / {{{{ {STEEPEST:g} : value }}}} = {LIMIT:g}",
            style.TITLE_SIZE,
        ).move_to((1.8, TOP_LINE, 0))
        self.bound_name = words("limit", style.HEADING_SIZE, bold=True).next_to(self.bound, LEFT, buff=0.6)
        self.waits = VGroup(self.axis.note(0, "#muted[steps to arrive]", WAIT_LINE, RIGHT))
        for alpha, side in self.sides.items():
            wait = waiting_time(alpha)
            text = "never" if wait is None else f"{wait:,}"
            self.waits.add(self.axis.note(alpha, text, WAIT_LINE, side))

    def find_the_limit(self) -> None:
        with self.beat(
            "The limit",
            "The steep wall sets the speed limit: two divided by its curvature. "
            "The gentle floor sets how long we wait.",
        ):
            self.change_the_learning_rate(CHOSEN, self.fast)
            self.play(Create(self.wall), FadeIn(self.wall_label), run_time=1.2)
            self.form_the_bound()
            self.wait(0.4)
            self.play(Create(self.floor), run_time=1.2)
            self.play(FadeIn(self.waits), run_time=0.8)

    def form_the_bound(self) -> None:
        """Move the wall's curvature into the formula of the limit."""
        name, value = self.bound.select("name"), self.bound.select("value")
        rest = [part for part in self.bound if part not in (*name, *value)]
        self.play(
            TransformFromCopy(self.steepness.select("name"), name),
            TransformFromCopy(self.steepness.select("value"), value),
            run_time=1.0,
        )
        self.play(FadeIn(*rest, self.bound_name), run_time=0.6)
        self.add(self.bound)

    def rest_on_the_map(self) -> None:
        shown = (self.axis, self.axis.beyond, self.axis.limit, self.pointer, *self.ticks.values())
        notes = (self.wall, self.floor, self.wall_label, self.bound, self.bound_name, self.waits)
        self.cross_over(FadeOut(*shown, *notes), run_time=1.0)
