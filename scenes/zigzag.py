"""Zigzag: at first the steep direction sets the direction of every step of plain descent."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Animation,
    ApplyMethod,
    Circle,
    Create,
    DashedLine,
    LaggedStart,
    Line,
    Mobject,
    Rectangle,
    ReplacementTransform,
    Restore,
    Succession,
    Transform,
    ValueTracker,
    VGroup,
    Wait,
    linear,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, theory
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter, Speaking
from scenes.mobjects.arrow import GrowVector, MoveVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.growing_curve import GrowingCurve
from scenes.mobjects.live_bar import LiveBar
from scenes.mobjects.pulse import pulse
from scenes.mobjects.ravine_map import LEVELS, RavineMap
from scenes.mobjects.transitions import resting_map
from scenes.mobjects.typography import Readout, formula, words, words_on_line
from scenes.mobjects.zoom_window import ZoomWindow

WINDOW_MARGIN = 0.3
"""Units of θ₁ that the window shows before the start, and behind the last step."""

WINDOW_ACROSS = (-1.15, 1.15)
WINDOW_WIDTH, WINDOW_HEIGHT = 6.8, 5.5
WINDOW_LEFT, WINDOW_MIDDLE = -6.4, 0.3
"""The room for the window over the first steps: from above the captions up to under the scene's title."""

COLUMN, COLUMN_END = 0.95, 6.3
"""Where what is measured stands, beside the window."""

TOP_LINE = 2.72
ACROSS_BAR, ALONG_BAR, COUNT_LINE = 1.55, 0.25, -0.75
LONGEST_BAR = 4.9
COUNT_SIZE = 64
TEXT_RIM = 8.0
RULER_ASIDE, RULER_WIDTH = 0.35, 8.0
"""How far beside a step its way to the floor is measured."""

GATHERING = 2.2
"""Seconds in which the rest of the steps is taken."""

SMALL_MARKER, FAINT_MARKER = 0.6, 0.5
"""The marker's size and strength meanwhile: from one frame to the next it is on the other wall."""

FIRST_STEPS = 4
"""Steps taken one at a time, before the run gathers speed."""

ALMOST_TWICE = 1.9
"""How many times the way to the floor is almost twice it."""

ON_THE_FLOOR = 0.01
"""Within this share of its first distance across, a run is on the floor and changes wall no more."""

WALKED_ACROSS, WALKED_ALONG = 1.3, -0.15
WALKED_OFFSET, WALKED_SIZE = 2.3, 64
"""Of what was walked: its bars, and its numbers, from a bar's left end past the name."""

TILE_GAP = 0.035

LENS_RADIUS, LENS_MAGNIFIES, LENS_PLACE = 0.9, 8, (2.3, 0.75, 0.0)
"""The magnifier over the step's tip, and where its middle stands from there."""

HOME_REACH = 0.19
"""How far round the minimum the window of home shows."""

LOWERED = 0.6
"""How far below the middle the map comes back: that window stands over it, and hides nothing of the path."""

HOME_SIZE, HOME_FOOT = 3.5, 0.05
STEP_LINE, STEP_ASIDE, STEP_SIZE = 1.5, 0.5, 96
"""Where the steps are counted up to home, left of that window."""

SETTING_OUT, ARRIVING = 0.1, 0.85
"""The shares of the time from the last step under the window to home in which speed is gained and lost."""

AFTER_ITS_WORD = 0.6
"""How far into the saying of its number the last step is taken, in seconds."""

OPENING = 0.95
"""Seconds in which the window of home opens: until the run enters it."""

SMALL_STAR = 0.6
"""How large the star on the map still is when the run stands under it."""

MARK_HEIGHTS, MARK_NAME_DROP, MARKS_APART = (-0.16, -0.36), 0.12, 0.8
"""The marks' ends below the floor, their names' distance below that, and how far apart names are at least."""

APPEARING = 0.25
"""Seconds of that opening in which the window appears, before it grows."""

LANDED = 0.03
"""A step is over when so much of it is left: before the last frame of the play that takes it."""


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
    return 0.5 * time + 0.5 * time**2


def going_home(time: float) -> float:
    """Gain speed, keep it, and lose it bit by bit at the end: a rate function."""
    gained = min(time, SETTING_OUT) ** 2 / (2 * SETTING_OUT) + max(time - SETTING_OUT, 0)
    late = max(time - 1 + ARRIVING, 0) / ARRIVING
    lost = ARRIVING * (late - (1 - (1 - late) ** 3) / 3)
    return (gained - lost) / (1 - SETTING_OUT / 2 - ARRIVING * 2 / 3)


def describe_direction(run: Trajectory) -> str:
    """Say which steps go further across than along."""
    steep = across_over_along(run) > 1
    first = run.steps if steep.all() else int(np.argmin(steep))
    if first == run.steps:
        return "at first, the steep direction sets the direction of every step"
    which = "the first step" if first == 1 else f"the first {first} steps"
    return f"the steep direction sets the direction of {which}"


def describe_wall_changes(run: Trajectory) -> str:
    """Say where the steps land, and how often the run changes wall."""
    changes = int(wall_changes(run)[-1])
    counted = {0: "never changes walls", 1: "changes walls once", 2: "changes walls twice"}
    ending = f"In {run.steps} steps it {counted.get(changes, f'changes walls {changes} times')}."
    over = "Each step overshoots the floor and lands on the other wall"
    if changes == run.steps:
        # A step across is αλ times the way to the floor, from wherever it starts.
        if ALMOST_TWICE <= np.ptp(run.parameters[:2, 1]) / abs(run.parameters[0, 1]) < 2:
            return "Each step is almost twice the way to the floor: it lands on the other wall."
        return f"{over}. {ending}"
    if changes:
        return f"{over}, until it is down on the floor. {ending}"
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
    """Plain descent under a zoom window: its steps in two parts, the walls it changes, and where is home."""

    title = "The zigzag"
    idea = "At first the steep direction sets the direction of every step."
    lab: ClassVar = {"method": "plain", "step": experiment.STEPS}
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
            reason="the first few are taken one at a time, and the rest in five seconds",
        ),
    )
    start_along: float
    start_across: float
    learning_rate: float
    steps: int

    def construct(self) -> None:
        """Play the beats."""
        self.run_the_experiment()
        self.lay_out_the_window()
        self.take_the_first_step()
        self.split_it_in_two()
        self.go_back_and_forth()
        self.read_the_odometer()

    def run_the_experiment(self) -> None:
        """Compute the run, the two parts of its steps, and its continuation until it is home."""
        start, alpha = (self.start_along, self.start_across), self.learning_rate
        self.descent = gradient_descent(RAVINE, start, learning_rate=alpha, steps=self.steps)
        self.whole_descent = run_until_arrival(start, alpha)
        self.parts = np.abs(np.diff(self.descent.parameters, axis=0))
        self.changes = wall_changes(self.descent)
        self.now = ValueTracker(0)

    def lay_out_the_window(self) -> None:
        """Enlarge the place of the first steps as far as the room for it allows."""
        self.ravine = resting_map()
        left = self.start_along - WINDOW_MARGIN
        walked = self.descent.distance_walked[0] + 2 * WINDOW_MARGIN
        unit = min(WINDOW_WIDTH / walked, WINDOW_HEIGHT / np.ptp(WINDOW_ACROSS))
        self.window = ZoomWindow(
            self.ravine,
            (left, left + WINDOW_WIDTH / unit),
            WINDOW_ACROSS,
            LEVELS,
            width=WINDOW_WIDTH,
            center=(WINDOW_LEFT + WINDOW_WIDTH / 2, WINDOW_MIDDLE, 0),
        )
        small = RavineMap(COLUMN_END - COLUMN)
        small.move_to((COLUMN, self.window.get_bottom()[1], 0), aligned_edge=DL)
        corners = small.to_screen(np.stack([self.window.view.horizontal, self.window.view.vertical], axis=-1))
        place = Rectangle(width=np.ptp(corners[:, 0]), height=np.ptp(corners[:, 1]))
        place.set_stroke(style.INK, style.THIN).move_to(corners.mean(axis=0))
        self.locator = VGroup(small, place)
        self.points = self.window.view.to_screen(self.descent.parameters)
        self.path = DescentPath(self.points, style.PLAIN_DESCENT).set_z_index(1)
        self.path.marker.set_z_index(3)

    def path_on_the_map(self) -> DescentPath:
        """Return the path where the map stands; windows that are added later belong under it."""
        path = DescentPath(self.ravine.to_screen(self.descent.parameters), style.PLAIN_DESCENT)
        path.set_z_index(1)
        path.marker.set_z_index(3)
        return path

    def take_the_first_step(self) -> None:
        """Enlarge the start of the run, and take one step along the gradient."""
        whole, (small, place) = self.ravine.copy(), self.locator
        self.add(whole)
        with self.beat("The first steps", "Start on the wall. The first step goes almost straight across."):
            start = self.path_on_the_map()
            self.play(FadeIn(start, scale=0.6), run_time=0.5)
            self.wait(0.3)
            opening = self.window.open()
            self.play(Transform(self.window, self.window.closed()), run_time=0.3)
            # The map itself becomes the small one, and the window grows over it.
            self.play(
                ReplacementTransform(whole, small),
                opening,
                ReplacementTransform(start, self.path),
                FadeIn(place, rate_func=squish_rate_func(smooth, 0.7, 1)),
                run_time=1.1,
            )
            self.step = Readout(0, "step {:.0f}", style.HEADING_SIZE, bold=True)
            self.step.shift((COLUMN, TOP_LINE, 0))
            self.arrow = VectorArrow(self.points[0], self.points[1], style.GRADIENT).set_z_index(2)
            self.name = formula("- alpha grad", style.TITLE_SIZE)
            self.name.next_to(self.arrow, RIGHT, buff=0.3).set_y(WINDOW_MIDDLE)
            self.play(GrowVector(self.arrow), FadeIn(self.name, self.step), run_time=0.9)
            self.path.follow(self.now.get_value)
            self.step.follow(self.steps_taken)
            self.play(self.now.animate.set_value(1), run_time=1.1)

    def steps_taken(self) -> int:
        """Return how many steps are over: whatever tells of a step tells of this one."""
        return int(self.now.get_value() + LANDED)

    def walls_changed(self) -> int:
        """Return how often a step led to the other wall, of the steps that are over."""
        return int(self.changes[self.steps_taken()])

    def split_it_in_two(self) -> None:
        """Compare the two parts of a step, and watch them over the next few."""
        ratio = across_over_along(self.descent)
        with self.beat(
            "Two parts",
            f"Split it in two. The part across is {ratio[0]:.0f} times the part along. "
            f"So {describe_direction(self.descent)}.",
        ) as beat:
            self.split_the_arrow()
            beat.until("The part across")
            self.lay_the_parts_down()
            self.count_one_by_the_other(ratio[0])
            beat.until("So")
            # What was counted can still be read.
            self.wait(0.27)
            self.follow_each_step()
            for step in range(2, FIRST_STEPS + 1):
                self.play(self.now.animate.set_value(step), run_time=1.1)

    def split_the_arrow(self) -> None:
        """Swing the part across out of the first step's arrow, and magnify the part along at its tip."""
        start, end = self.points[:2]
        corner = np.array([start[0], end[1], 0.0])
        across = VectorArrow(start, corner, style.GRADIENT).set_z_index(2)
        name = words("across", color=style.GRADIENT, bold=True)
        name.next_to(self.arrow, RIGHT, buff=0.2)
        along = self.magnify_the_tip(corner, end)
        self.split = VGroup(across, along)
        self.taken_apart = VGroup(self.arrow, across, name, self.lens)
        unit = LONGEST_BAR / self.parts.max()
        self.across, self.along = (
            LiveBar((COLUMN, height), name, style.GRADIENT, unit=unit, number=part, template="{:.3f}")
            for name, height, part in (
                ("across", ACROSS_BAR, self.parts[0, 1]),
                ("along", ALONG_BAR, self.parts[0, 0]),
            )
        )
        # Its dots are counted when they begin to fade: Manim that skips to the last picture updates nothing.
        self.path.update()
        self.play(
            FadeOut(self.name, run_time=0.3),
            # They would hide the tip.
            ApplyMethod(self.path.marker.set_opacity, 0, run_time=style.QUICK),
            ApplyMethod(self.path.line.set_stroke, None, None, 0, run_time=style.QUICK),
            ApplyMethod(self.path.dots.set_fill, None, 0, run_time=style.QUICK),
            ApplyMethod(self.arrow.set_opacity, style.FADED, run_time=0.6),
            MoveVector(across, start, corner, origin=self.arrow, run_time=0.7),
            Succession(Wait(0.3), FadeIn(name, run_time=0.4)),
        )
        self.play(Restore(self.lens), run_time=0.6)

    def magnify_the_tip(self, corner: Array, tip: Array) -> VectorArrow:
        """Lay out the magnifier, which opens from the first step's tip; return the part along in it."""
        middle, place = (corner + tip) / 2, tip + LENS_PLACE
        rim = Circle(LENS_RADIUS, stroke_color=style.MUTED_INK, stroke_width=style.THIN)
        rim.set_fill(style.MAP_RIM, opacity=1).move_to(place)

        def magnified(point: Array) -> Array:
            seen: Array = place + LENS_MAGNIFIES * (point - middle)
            return seen

        step = self.points[1] - self.points[0]
        # As far up as the rim lets them be seen.
        seen = np.sqrt(LENS_RADIUS**2 - (LENS_MAGNIFIES * np.linalg.norm(tip - middle)) ** 2)
        up = seen / abs(step[1])
        sides = VGroup(
            Line(magnified(corner) + seen * UP, magnified(corner)),
            Line(magnified(tip) - up * step, magnified(tip)),
        ).set_stroke(style.GRADIENT, style.ARROW_WIDTH)
        sides[1].set_stroke(opacity=style.FADED)
        along = VectorArrow(magnified(corner), magnified(tip), style.GRADIENT)
        name = words("along", color=style.GRADIENT, bold=True).next_to(along, DOWN, buff=0.12)
        source = Circle(LENS_RADIUS / LENS_MAGNIFIES).move_to(middle)
        source.set_stroke(style.MUTED_INK, style.THIN)
        beam = Line(source.get_right(), rim.get_left()).set_stroke(style.MUTED_INK, style.HAIRLINE)
        self.lens = VGroup(source, beam, rim, sides, along, name).set_z_index(2)
        self.lens.save_state()
        self.lens.scale(1 / LENS_MAGNIFIES).move_to(middle).set_opacity(0)
        return along

    def lay_the_parts_down(self) -> None:
        """Let each part have its bar, both of one scale."""
        laid_down = (self.across, 0.67), (self.along, 0.5)
        for (measure, run_time), part in zip(laid_down, self.split, strict=True):
            self.play(
                Create(measure.bar),
                pulse(part),
                Succession(Wait(run_time - 0.27), FadeIn(measure.number, run_time=0.27)),
                FadeIn(measure.label),
                run_time=run_time,
            )
            self.add(measure)

    def count_one_by_the_other(self, count: float) -> None:
        """Lay the part along end to end until it is as long as the part across."""
        left, length = self.along.bar.get_start(), self.along.unit * self.parts[0, 0]
        gap = min(TILE_GAP, length / 3)
        ends = [*range(1, ceil(count - 1e-6)), count]
        self.tiles = VGroup(
            Line(
                left + (int(end - 1e-9) * length + gap) * RIGHT,
                left + end * length * RIGHT,
                stroke_color=style.GRADIENT,
                stroke_width=self.along.bar.get_stroke_width(),
                stroke_opacity=style.FADED,
            )
            for end in ends[1:]
        )
        # Its right end stays where it is, so that the word does not jump when a digit comes before it.
        self.times = Readout(count, "{:.0f} times", COUNT_SIZE, bold=True, anchor=RIGHT)
        self.times.shift((COLUMN + self.times.width, COUNT_LINE, 0)).set_to(2)
        counted = ValueTracker(2)
        self.play(FadeIn(self.times), run_time=0.2)
        self.times.follow(counted.get_value)
        tiling = LaggedStart(
            *(FadeIn(tile, rate_func=linear) for tile in self.tiles), lag_ratio=0.5, run_time=0.8
        )
        self.play(
            tiling,
            ApplyMethod(counted.set_value, count, rate_func=linear, run_time=0.8),
        )
        self.times.clear_updaters()

    def follow_each_step(self) -> None:
        """Let the numbers be those of the step taken last, and the bars glide to the next one's."""
        steps = np.arange(1, len(self.parts) + 1)

        def part(coordinate: int) -> float:
            return float(self.parts[self.steps_taken() - 1, coordinate])

        def glide(measure: LiveBar, coordinate: int) -> None:
            bar, left = measure.bar, measure.bar.points[0].copy()

            def stretch(_: Mobject) -> None:
                length = np.interp(self.now.get_value(), steps, self.parts[:, coordinate])
                bar.set_points_as_corners([left, left + measure.unit * length * RIGHT])

            bar.add_updater(stretch)

        early, late = squish_rate_func(smooth, 0, 0.6), squish_rate_func(smooth, 0.4, 1)
        self.play(
            # What is looked at is the ball, and the bars.
            FadeOut(self.tiles, self.taken_apart, self.times, rate_func=early),
            ApplyMethod(self.path.marker.set_opacity, 1, rate_func=late),
            ApplyMethod(self.path.line.set_stroke, None, None, 1, rate_func=late),
            ApplyMethod(self.path.dots.set_fill, None, 1, rate_func=late),
            run_time=0.53,
        )
        self.across.follow(lambda: part(1))
        self.along.follow(lambda: part(0))
        glide(self.across, 1)
        glide(self.along, 0)

    def go_back_and_forth(self) -> None:
        """Measure a step against its way to the floor, and let the next one land on the other wall."""
        told = describe_wall_changes(self.descent)
        with self.beat("Back and forth", told) as beat:
            measures = VGroup(self.across, self.along)
            for measure in measures:
                measure.clear_updaters()
            self.draw_the_floor()
            self.play(FadeOut(measures), Create(self.floor), FadeIn(self.floor_name), run_time=0.5)
            measured = self.measure_a_step()
            if "lands" in told:
                beat.until("lands")
            self.play(
                ApplyMethod(self.now.set_value, FIRST_STEPS + 2, run_time=0.8),
                FadeOut(measured, run_time=0.3),
            )
            self.count_the_walls()
            self.play(FadeIn(self.walls, self.counted), run_time=style.QUICK)

    def count_the_walls(self) -> None:
        """Lay out the number of changes of wall so far, in the line of the steps."""
        self.walls = Readout(self.changes[-1], "{:.0f}", style.HEADING_SIZE, bold=True, anchor=RIGHT)
        self.walls.shift((COLUMN_END, TOP_LINE, 0))
        self.counted = words_on_line("changes of wall", (0, TOP_LINE, 0))
        self.counted.shift((self.walls.get_left()[0] - 0.2 - self.counted.get_right()[0]) * RIGHT)
        self.walls.set_to(self.walls_changed())

    def draw_the_floor(self) -> None:
        """Lay out the line along the floor, across the window."""
        frame, to_screen = self.window.frame, self.window.view.to_screen
        height = to_screen(RAVINE.minimiser)[1]
        ends = [np.array([edge[0], height, 0.0]) for edge in (frame.get_left(), frame.get_right())]
        self.floor = DashedLine(*ends, color=style.INK, stroke_width=style.THIN, dash_length=0.12)
        self.floor_name = words("floor", style.LABEL_SIZE, bold=True)
        self.floor_name.next_to(ends[1], UP + LEFT, buff=0.12)

    def measure_a_step(self) -> VGroup:
        """Take a step, and compare it with its way to the floor.

        Returns what is to leave before the next step.
        """
        start, end = self.points[FIRST_STEPS : FIRST_STEPS + 2]
        before, after = self.descent.parameters[FIRST_STEPS : FIRST_STEPS + 2, 1]
        stepping = ApplyMethod(self.now.set_value, FIRST_STEPS + 1)
        measured = VGroup(self.floor_name)
        if self.changes[FIRST_STEPS + 1] == self.changes[FIRST_STEPS]:
            self.play(stepping, run_time=1.2)
            return measured
        times = (before - after) / before
        aside, floor = (end[0] + RULER_ASIDE) * RIGHT, self.floor.get_y()
        ruler = Line(aside + start[1] * UP, aside + floor * UP).set_stroke(style.INK, RULER_WIDTH)
        step = Line(start, end).set_stroke(style.PLAIN_DESCENT, RULER_WIDTH).set_z_index(2)
        way = words("way to the floor").next_to(ruler, RIGHT, buff=0.2)
        told = words(f"*the step:* {times:.2f} times that", color=style.PLAIN_DESCENT)
        told.move_to((way.get_left()[0], (floor + end[1]) / 2, 0), aligned_edge=LEFT)
        for text in (way, told):
            # The map's lines would run through it.
            text.set_stroke(style.MAP_RIM, TEXT_RIM, background=True)
        self.play(
            stepping,
            Create(step),
            # It goes with the ball, as far as the floor.
            Create(ruler, rate_func=lambda time: min(1.0, times * smooth(time))),
            FadeIn(way, rate_func=squish_rate_func(smooth, 0.1, 0.4)),
            FadeIn(told, rate_func=squish_rate_func(smooth, 0.6, 0.9)),
            run_time=1.2,
        )
        return measured.add(ruler, step, way, told)

    def read_the_odometer(self) -> None:
        """Measure what was walked across and along, then go on until the run is home."""
        across, along = self.descent.distance_walked[::-1]
        home = self.whole_descent.steps
        distance = self.distance_template()
        with self.beat(
            "The odometer",
            f"It has walked {distance.format(across)} across, {distance.format(along)} along. "
            "The gentle slope does not stop it, it makes it slow. "
            f"It is home, within {experiment.TOLERANCE:g} of the minimum for good, at step {home:,}.",
            shown=f"Changes of wall in {self.steps} steps: {self.changes[-1]:.0f}.",
        ) as beat:
            self.lay_out_the_odometer()
            self.run_under_the_window()
            beat.until(f"{distance.format(along)} along")
            self.play(FadeIn(self.along.label, self.along.number), self.along.grow_to(along), run_time=0.6)
            beat.until("The gentle slope")
            self.return_to_the_map()
            self.run_home(beat)
        early, late = squish_rate_func(smooth, 0, 0.5), squish_rate_func(smooth, 0.3, 1)
        self.cross_over(
            FadeOut(*self.home_picture, self.path, self.tail, self.marks, self.step, rate_func=early),
            Transform(self.ravine, resting_map(), rate_func=late),
            run_time=0.67,
        )

    def distance_template(self) -> str:
        """Return how distances are written: so that the shorter one is not rounded to nothing."""
        return "{:.1f}" if self.descent.distance_walked.min() >= 1 else "{:.2f}"

    def lay_out_the_odometer(self) -> None:
        """Place the bars for what was walked across and along, both of one scale."""
        self.across, self.along = (
            LiveBar(
                (COLUMN, height),
                f"walked {name}",
                style.PLAIN_DESCENT,
                unit=LONGEST_BAR / self.descent.distance_walked.max(),
                template=self.distance_template(),
                number_offset=WALKED_OFFSET,
                number_size=WALKED_SIZE,
            )
            for name, height in (("across", WALKED_ACROSS), ("along", WALKED_ALONG))
        )
        self.across.set_to(np.abs(self.parts[: FIRST_STEPS + 2, 1]).sum())

    def run_under_the_window(self) -> None:
        """Take the rest of the steps, and measure meanwhile what is walked across."""
        walked = np.concatenate([[0.0], np.cumsum(self.parts[:, 1])])
        small = self.path.marker.animate.scale(SMALL_MARKER).set_opacity(FAINT_MARKER)
        self.play(FadeIn(self.across), small, run_time=0.27)
        self.walls.follow(self.walls_changed)
        self.across.follow(lambda: float(np.interp(self.now.get_value(), np.arange(len(walked)), walked)))
        self.play(self.now.animate.set_value(self.steps), rate_func=gathering_speed, run_time=GATHERING)
        for mobject in (self.step, self.walls, self.across, self.path):
            mobject.update().clear_updaters()
        self.play(self.path.marker.animate.scale(1 / SMALL_MARKER).set_opacity(1), run_time=style.QUICK)

    def return_to_the_map(self) -> None:
        """Shrink the window, and the path in it, into its place on the map, which grows again, lower."""
        self.ravine.shift(LOWERED * DOWN)
        path = self.path_on_the_map().set_to(self.steps)
        heading = self.step
        self.step = Readout(self.steps, "step {:,.0f}", STEP_SIZE, bold=True, anchor=RIGHT)
        beside_home = self.ravine.to_screen(RAVINE.minimiser)[0] - HOME_SIZE / 2 - STEP_ASIDE
        self.step.shift((beside_home, STEP_LINE, 0))
        small, place = self.locator
        measured = (heading, self.across, self.along, self.walls, self.counted)
        self.play(
            FadeOut(*measured, place, self.floor, rate_func=squish_rate_func(smooth, 0, 0.3)),
            ReplacementTransform(small, self.ravine),
            self.window.close(LOWERED * DOWN),
            ReplacementTransform(self.path, path),
            run_time=1.0,
        )
        # It lies where the map shows the same.
        self.play(FadeOut(self.window), FadeIn(self.step), run_time=0.27)
        self.path = path

    def run_home(self, beat: Speaking) -> None:
        """Run on over the map, in fast motion, to be home while that step is said; enlarge home before."""
        self.going_home = beat.seconds_until(f"{self.whole_descent.steps:,}") + AFTER_ITS_WORD
        distances = self.whole_descent.distance_to_minimiser()
        self.entrance = int(np.argmax(distances < HOME_REACH))
        self.clock = ValueTracker(0)
        rest = self.whole_descent.parameters[self.steps :]
        self.tail = GrowingCurve(self.ravine.to_screen(rest), style.PLAIN_DESCENT).set_z_index(1)
        self.path.remove(self.path.marker)
        # Over the window of home, which grows out of where it stands.
        self.tail.marker.set_z_index(5)
        self.tail.follow(lambda: self.steps_home() - self.steps)
        self.step.follow(lambda: int(self.steps_home() + LANDED))
        self.add(self.tail)
        self.mark_the_floor()
        self.run_until(self.passing(self.entrance) - OPENING, FadeOut(self.path.dots, run_time=0.5))
        self.path.remove(self.path.dots)
        self.open_the_window_of_home()
        self.run_until(
            self.going_home,
            Succession(
                FadeIn(self.home_name, run_time=style.QUICK), FadeIn(self.measured, run_time=style.CALM)
            ),
        )
        for mobject in (self.step, self.tail, self.arriving, self.arriving.marker, *self.marks):
            mobject.clear_updaters()
        # It is lit when the run has arrived, and no step before.
        self.play(
            self.ring.animate.set_stroke(style.PLAIN_DESCENT, 2 * style.PATH_WIDTH),
            self.home_window.place.animate.set_stroke(style.PLAIN_DESCENT, style.PATH_WIDTH),
            pulse(self.step, RIGHT),
            run_time=style.CALM,
        )

    def run_until(self, moment: float, *animations: Animation) -> None:
        """Let the run go on up to a moment on its clock."""
        seconds = moment - self.clock.get_value()
        self.play(ApplyMethod(self.clock.set_value, moment, rate_func=linear, run_time=seconds), *animations)

    def steps_home(self) -> float:
        """Return how many steps have been taken on the way home."""
        rest = self.whole_descent.steps - self.steps
        return self.steps + rest * going_home(self.clock.get_value() / self.going_home)

    def passing(self, step: int) -> float:
        """Return when that is, on the run's clock."""
        shares = np.linspace(0, 1, 1001)
        share = (step - self.steps) / (self.whole_descent.steps - self.steps)
        return self.going_home * float(np.interp(share, [going_home(each) for each in shares], shares))

    def appear_at(self, mobject: Mobject, moment: float) -> None:
        """Let a mobject appear at a moment on the run's clock."""

        def appear(mobject: Mobject) -> None:
            mobject.set_opacity(np.clip((self.clock.get_value() - moment) / APPEARING, 0, 1))

        mobject.add_updater(appear, call_updater=True)

    def mark_the_floor(self) -> None:
        """Mark every so many steps on the floor, as they are passed: closer and closer."""
        every = 10 ** int(np.log10(self.whole_descent.steps))
        self.marks = VGroup()
        named = -np.inf
        for step in range(every, self.entrance, every):
            if step <= self.steps:
                continue
            place = self.ravine.to_screen(self.whole_descent.parameters[step] * (1, 0))
            top, foot = (place + height * UP for height in MARK_HEIGHTS)
            mark = VGroup(Line(top, foot))
            mark.set_stroke(style.INK, style.THIN)
            if place[0] > named + MARKS_APART:
                text = f"step {step:,}" if np.isinf(named) else f"{step:,}"
                mark.add(words(text, style.LABEL_SIZE).next_to(mark, DOWN, buff=MARK_NAME_DROP))
                named = place[0]
            self.appear_at(mark, self.passing(step))
            self.marks.add(mark)
        self.add(self.marks)

    def open_the_window_of_home(self) -> None:
        """Enlarge the place round the minimum, and show how near is home."""
        reach = (-HOME_REACH, HOME_REACH)
        self.home_window = ZoomWindow(
            self.ravine,
            reach,
            reach,
            LEVELS,
            width=HOME_SIZE,
            center=(self.ravine.to_screen(RAVINE.minimiser)[0], HOME_FOOT + HOME_SIZE / 2, 0),
            minimisers=[RAVINE.minimiser],
        ).set_z_index(2)
        source = self.home_window.place
        beams = VGroup(Line(), Line()).set_stroke(style.MUTED_INK, style.HAIRLINE)
        near, far = (UL, UR), (DL, DR)

        def stretch(beams: Mobject) -> None:
            for beam, start, end in zip(beams, near, far, strict=True):
                corners = source.get_corner(start), self.home_window.frame.get_corner(end)
                beam.set_points_as_corners(corners)

        beams.add_updater(stretch)
        view = self.home_window.view
        ring = Circle(experiment.TOLERANCE * view.unit, stroke_color=style.INK, stroke_width=style.PATH_WIDTH)
        ring.set_fill(style.INK, opacity=0.06).move_to(view.stars).set_z_index(3)
        name = words("home", style.HEADING_SIZE, bold=True).next_to(ring, UP, buff=0.15).set_z_index(3)
        radius = Line(view.stars.get_right(), ring.get_right()).set_stroke(style.INK, style.THIN)
        within = words(f"{experiment.TOLERANCE:g}").next_to(radius, UP, buff=0.1)
        self.home_name, self.measured = name, VGroup(radius, within).set_z_index(3)
        points = view.to_screen(self.whole_descent.parameters[self.entrance :])
        self.arriving = GrowingCurve(points, style.PLAIN_DESCENT).set_z_index(4)
        self.arriving.follow(lambda: self.steps_home() - self.entrance)
        # Its middle is seen to be in the ring, or not yet.
        self.arriving.marker.scale(SMALL_MARKER)
        self.appear_at(self.arriving.marker, self.passing(self.entrance))
        self.home_window.add(ring)
        opening = self.home_window.open().set_run_time(OPENING - APPEARING)
        # It grows when nothing shines through it any more.
        appearing = Transform(self.home_window, self.home_window.closed(), run_time=APPEARING)
        self.add(beams.update(), self.arriving)
        self.run_until(
            self.clock.get_value() + OPENING,
            Create(source, run_time=APPEARING),
            Succession(appearing, opening),
            # The run will stand under it.
            ApplyMethod(self.ravine.stars.scale, SMALL_STAR, run_time=OPENING),
        )
        beams.clear_updaters()
        self.ring = ring
        self.home_picture = [self.home_window, source, beams, self.arriving, self.home_name, *self.measured]
