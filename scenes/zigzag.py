"""Zigzag: the steep direction sets the direction of every step of plain descent."""

from __future__ import annotations

from math import ceil

import numpy as np
import numpy.typing as npt
from manim import (
    RIGHT,
    UP,
    Indicate,
    LaggedStart,
    Line,
    LineJointType,
    Mobject,
    ReplacementTransform,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
)

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, theory
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath, position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.live_bar import LiveBar
from scenes.mobjects.transitions import resting_map
from scenes.mobjects.typography import Readout, formula, words_on_line

MAP_HEIGHT = 2.05
"""Where the map's middle moves, to make room for the bars under it."""

LEFT_EDGE, RIGHT_EDGE = -6.3, 6.3
CAPTION_LINE = 0.2
ACROSS_BAR, ALONG_BAR = -1.15, -2.75
LONGEST_BAR = 11.2
FORMULA_OFFSET = 3.2

FIRST_STEPS = 4
"""Steps taken one at a time, before the run gathers speed."""

ON_THE_FLOOR = 0.01
"""Within this share of its first distance across, a run is on the floor and changes wall no more."""

TILE_GAP = 0.035
RULE_HEIGHT, RULE_SIZE = -1.7, 72


def across_over_along(run: Trajectory) -> Array:
    """Return how many times further across than along each step goes, shape ``(steps,)``."""
    along, across = np.abs(np.diff(run.parameters, axis=0)).T
    return np.asarray(across / along)


def wall_changes(run: Trajectory) -> npt.NDArray[np.int64]:
    """Return how often the run has changed wall up to each step, shape ``(steps + 1,)``."""
    across = run.parameters[:, 1]
    off_the_floor = np.abs(across[1:]) > ON_THE_FLOOR * abs(across[0])
    return np.concatenate([[0], np.cumsum((across[1:] * across[:-1] < 0) & off_the_floor)])


def gathering_speed(time: float) -> float:
    """Begin slowly enough to follow each step, and end fast: a rate function."""
    return 0.2 * time + 0.8 * time**3


def describe_direction(run: Trajectory) -> str:
    """Say which steps go further across than along."""
    steep = across_over_along(run) > 1
    first = run.steps if steep.all() else int(np.argmin(steep))
    which = (
        "every step" if first == run.steps else "the first step" if first == 1 else f"the first {first} steps"
    )
    return f"the steep direction sets the direction of {which}"


def describe_wall_changes(run: Trajectory) -> str:
    """Say where the steps land, and how often the run changes wall."""
    changes = int(wall_changes(run)[-1])
    counted = {0: "never changes wall", 1: "changes wall once", 2: "changes wall twice"}
    ending = f"In {run.steps} steps it {counted.get(changes, f'changes wall {changes} times')}."
    if changes == run.steps:
        return f"Each step lands on the opposite wall, and the next one comes back. {ending}"
    if changes:
        return f"Each step lands on the opposite wall, until it is down on the floor. {ending}"
    if abs(run.parameters[1, 1]) <= ON_THE_FLOOR * abs(run.parameters[0, 1]):
        return f"One step takes it down to the floor, and there the wall has no more to say. {ending}"
    return f"Each step goes down the wall it is on, and none reaches the other. {ending}"


def run_until_arrival(start: tuple[float, float], learning_rate: float) -> Trajectory:
    """Run plain descent until it is within the film's tolerance of the minimum for good."""
    slowest = float(theory.convergence_rate(RAVINE.curvatures, learning_rate).max())
    bound = ceil(np.log(experiment.TOLERANCE / np.linalg.norm(start)) / np.log(slowest)) + 1
    run = gradient_descent(RAVINE, start, learning_rate=learning_rate, steps=bound)
    return gradient_descent(RAVINE, start, learning_rate=learning_rate, steps=experiment.arrival(run))


class Zigzag(LessonScene):
    """Plain descent, step by step: each split into its two parts, and what they add up to."""

    title = "The zigzag"
    idea = "The steep direction sets the direction of every step."
    parameters = (
        experiment.START_ALONG,
        experiment.START_ACROSS,
        Parameter(
            "learning_rate",
            experiment.LEARNING_RATE,
            minimum=0.01,
            maximum=0.099,
            reason="plain descent diverges from 2/20 = 0.1 on, and below 0.01 no step can be seen",
        ),
        Parameter(
            "steps",
            experiment.STEPS,
            minimum=10,
            maximum=100,
            reason="the first few are taken one at a time, and the rest in seven seconds",
        ),
    )
    start_along: float
    start_across: float
    learning_rate: float
    steps: int

    def construct(self) -> None:
        """Play the beats."""
        self.run_the_experiment()
        self.take_the_first_step()
        self.split_it_in_two()
        self.go_back_and_forth()
        self.read_the_odometer()

    def run_the_experiment(self) -> None:
        """Compute the run, the two parts of its steps, and its continuation to the minimum."""
        start, alpha = (self.start_along, self.start_across), self.learning_rate
        self.descent = gradient_descent(RAVINE, start, learning_rate=alpha, steps=self.steps)
        self.whole_descent = run_until_arrival(start, alpha)
        self.parts = np.abs(np.diff(self.descent.parameters, axis=0))
        self.changes = wall_changes(self.descent)
        self.now = ValueTracker(0)

    def step_number(self) -> int:
        """Return the step that is being taken, or was taken last, counted from 1."""
        return max(1, ceil(self.now.get_value() - 1e-6))

    def take_the_first_step(self) -> None:
        """Make room under the map, and take one step along the gradient."""
        self.ravine = resting_map()
        self.add(self.ravine)
        with self.beat(
            "The first steps",
            "Start on the wall and follow the rule. The first step goes almost straight across.",
        ):
            self.play(self.ravine.animate.set_y(MAP_HEIGHT), run_time=1.0)
            self.points = self.ravine.to_screen(self.descent.parameters)
            self.path = DescentPath(self.points, style.PLAIN_DESCENT)
            self.rule = formula("theta arrow.l theta {{ - alpha grad : step }}", RULE_SIZE)
            self.rule.move_to((0, RULE_HEIGHT, 0))
            self.play(FadeIn(self.path, scale=4), run_time=style.CALM)
            self.play(FadeIn(self.rule), run_time=style.QUICK)

            self.arrow = VectorArrow(self.points[0], self.points[1], style.GRADIENT)
            line = (LEFT_EDGE, CAPTION_LINE, 0)
            self.caption = words_on_line("One step, $- alpha grad$", line, color=style.MUTED_INK)
            self.step = Readout(0, "step {:.0f}", style.BODY_SIZE, anchor=RIGHT)
            self.step.shift((RIGHT_EDGE, CAPTION_LINE, 0))
            self.play(GrowVector(self.arrow), FadeIn(self.caption, self.step), run_time=style.SLOW)
            self.add(self.path, self.arrow)

            self.path.follow(self.now.get_value)
            self.step.follow(lambda: ceil(self.now.get_value() - 1e-6))
            self.play(self.now.animate.set_value(1), run_time=2.0)

    def split_it_in_two(self) -> None:
        """Compare the two parts of a step, and watch them over the next few."""
        ratio = across_over_along(self.descent)
        with self.beat(
            "Two parts",
            f"Split it in two. The part across is {ratio[0]:.0f} times the part along, "
            f"because the gradient is. So {describe_direction(self.descent)}.",
        ):
            self.lay_the_parts_down()
            self.count_one_by_the_other(ratio)
            self.play(Indicate(self.slopes, scale_factor=1.15, color=style.GRADIENT))
            self.follow_each_step(ratio)
            for step in range(2, FIRST_STEPS + 1):
                self.play(self.now.animate.set_value(step), run_time=1.0)

    def lay_the_parts_down(self) -> None:
        """Take the first step apart, and lay both parts down as bars of one scale."""
        unit = LONGEST_BAR / self.parts.max()
        self.across, self.along = (
            LiveBar((LEFT_EDGE, height), name, style.GRADIENT, unit=unit, number=part, template="{:.3f}")
            for name, height, part in (
                ("across", ACROSS_BAR, self.parts[0, 1]),
                ("along", ALONG_BAR, self.parts[0, 0]),
            )
        )
        start, end = self.points[:2]
        corner = np.array([start[0], end[1], 0.0])
        self.scale = words_on_line(
            f"drawn {unit / self.ravine.unit:.1f} times larger",
            (self.caption.get_right()[0] + style.GAP, CAPTION_LINE, 0),
            color=style.MUTED_INK,
        )
        self.play(FadeOut(self.rule), run_time=style.QUICK)
        self.slopes = VGroup()
        gradient = np.abs(self.descent.gradient[0])
        for measure, slope, ends in (
            (self.across, gradient[1], (start, corner)),
            (self.along, gradient[0], (corner, end)),
        ):
            product = formula(f"= alpha dot slope({slope:.3g})", style.BODY_SIZE)
            product.next_to(measure.number, RIGHT, buff=0.25).match_y(measure.number)
            self.slopes.add(product)
            part = Line(*ends, stroke_color=style.GRADIENT, stroke_width=style.ARROW_WIDTH)
            entrances = [FadeIn(measure.label, measure.number, product)]
            if measure is self.across:
                entrances.append(FadeIn(self.scale))
            self.play(ReplacementTransform(part, measure.bar), *entrances, run_time=1.4)
            self.add(measure)

    def count_one_by_the_other(self, ratio: Array) -> None:
        """Lay the part along end to end until it is as long as the part across."""
        count = ratio[0]
        left, length = self.along.bar.get_start(), self.along.unit * self.parts[0, 0]
        ends = [*range(1, ceil(count - 1e-6)), count]
        self.tiles = VGroup(
            Line(
                left + (int(end - 1e-9) * length + TILE_GAP) * RIGHT,
                left + end * length * RIGHT,
                stroke_color=style.GRADIENT,
                stroke_width=self.along.bar.get_stroke_width(),
                stroke_opacity=0.5,
            )
            for end in ends[1:]
        )
        self.times = Readout(1, "{:.0f} times", style.TITLE_SIZE, bold=True, anchor=RIGHT)
        self.times.shift(RIGHT_EDGE * RIGHT + self.along.number.points[0, 1] * UP)
        counted = ValueTracker(1)
        self.times.follow(counted.get_value)
        self.add(self.times)
        tiling = LaggedStart(*(FadeIn(tile) for tile in self.tiles), lag_ratio=0.5)
        self.play(tiling, counted.animate.set_value(count), rate_func=linear, run_time=2.4)
        self.times.clear_updaters()

    def follow_each_step(self, ratio: Array) -> None:
        """Let the arrow and the bars show whichever step is being taken."""
        self.arrow.add_updater(lambda arrow: arrow.put(*self.points[self.step_number() - 1 :][:2]))
        self.across.follow(lambda: float(self.parts[self.step_number() - 1, 1]))
        self.along.follow(lambda: float(self.parts[self.step_number() - 1, 0]))
        self.times.follow(lambda: float(ratio[self.step_number() - 1]))
        self.play(FadeOut(self.tiles, self.slopes), run_time=style.QUICK)

    def go_back_and_forth(self) -> None:
        """Take the rest of the steps, faster and faster, and count the changes of wall."""
        with self.beat("Back and forth", describe_wall_changes(self.descent)):
            walls = Readout(0, "changes of wall {:.0f}", style.HEADING_SIZE, bold=True)
            walls.shift((LEFT_EDGE, CAPTION_LINE, 0))
            walls.follow(lambda: int(self.changes[int(self.now.get_value())]))
            self.walls = walls
            self.play(FadeOut(self.caption, self.scale), run_time=style.QUICK)
            self.play(FadeIn(walls), run_time=style.QUICK)
            self.play(self.now.animate.set_value(self.steps), rate_func=gathering_speed, run_time=7.0)

    def read_the_odometer(self) -> None:
        """Measure what was walked across and along, then go on to the minimum."""
        across, along = self.descent.distance_walked[::-1]
        arrival = self.whole_descent.steps
        distance = self.distance_template()
        with self.beat(
            "The odometer",
            f"It walks {distance.format(across)} across, and {distance.format(along)} along. "
            f"The gentle slope does not stop it. It only makes it slow: it arrives at step {arrival}.",
        ):
            self.walk_it_again()
            self.creep_to_the_minimum()
        words_and_bars = (self.across, self.along, self.caption, self.step)
        self.cross_over(
            *(FadeOut(mobject) for mobject in (*words_and_bars, self.path, self.again, self.tail)),
            run_time=style.QUICK,
        )
        self.cross_over(self.ravine.animate.set_y(0), run_time=style.CALM)

    def distance_template(self) -> str:
        """Return how distances are written: so that the shorter one is not rounded to nothing."""
        return "{:.1f}" if self.descent.distance_walked.min() >= 1 else "{:.2f}"

    def walk_it_again(self) -> None:
        """Repeat the run while bars add up the distances across and along."""
        for mobject in (self.across, self.along, self.times, self.path, self.step, self.walls, self.arrow):
            mobject.clear_updaters()
        leaving = VGroup(self.across, self.along, self.times, self.walls, self.step, self.arrow)
        odometer = self.descent.odometer
        unit = LONGEST_BAR / odometer[-1].max()
        walked = ValueTracker(0)
        self.again = DescentPath(self.points, style.PLAIN_DESCENT)
        self.across, self.along = (
            LiveBar(
                (LEFT_EDGE, height),
                name,
                style.PLAIN_DESCENT,
                unit=unit,
                template=self.distance_template(),
            )
            for name, height in (("across", ACROSS_BAR), ("along", ALONG_BAR))
        )
        heading = f"Distance walked in the first {self.steps} steps"
        self.caption = words_on_line(heading, (LEFT_EDGE, CAPTION_LINE, 0), color=style.MUTED_INK)
        self.step = Readout(0, "step {:.0f}", style.HEADING_SIZE, bold=True, anchor=RIGHT)
        self.step.shift((RIGHT_EDGE, CAPTION_LINE, 0))
        self.path.remove(self.path.marker)
        self.play(FadeOut(leaving, self.path.marker), run_time=style.QUICK)
        self.play(
            self.path.line.animate.set_stroke(opacity=style.FADED),
            self.path.dots.animate.set_fill(opacity=style.FADED),
            FadeIn(self.across, self.along, self.caption, self.step, self.again),
            run_time=style.QUICK,
        )
        self.again.follow(walked.get_value)
        self.step.follow(lambda: int(walked.get_value()))
        steps = range(self.steps + 1)
        self.across.follow(lambda: float(np.interp(walked.get_value(), steps, odometer[:, 1])))
        self.along.follow(lambda: float(np.interp(walked.get_value(), steps, odometer[:, 0])))
        self.play(walked.animate.set_value(self.steps), rate_func=linear, run_time=3.2)
        for mobject in (self.across, self.along, self.step, self.again):
            mobject.clear_updaters()

    def creep_to_the_minimum(self) -> None:
        """Run on, in fast motion, until the run arrives."""
        points = self.ravine.to_screen(self.whole_descent.parameters[self.steps :])
        self.tail = VMobject(
            stroke_color=style.PLAIN_DESCENT, stroke_width=style.PATH_WIDTH, joint_type=LineJointType.ROUND
        )
        gone_on = ValueTracker(0)

        def extend(_: Mobject) -> None:
            passed = int(gone_on.get_value())
            here = position_at(points, gone_on.get_value())
            self.tail.set_points_as_corners([*points[: passed + 1], here])
            self.again.marker.move_to(here)

        self.tail.add_updater(extend)
        self.step.follow(lambda: self.steps + int(gone_on.get_value()))
        self.add(self.tail, self.again)
        self.wait(0.6)
        self.play(gone_on.animate.set_value(len(points) - 1), run_time=4.0)
        self.step.clear_updaters()
        self.tail.clear_updaters()
