"""Speed limit: the steep wall limits the learning rate, and the gentle floor takes its time."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import (
    DL,
    DOWN,
    DR,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Circle,
    Line,
    Rectangle,
    Succession,
    ValueTracker,
    VGroup,
    Wait,
    linear,
)

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, theory
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import resting_map
from scenes.mobjects.typography import Readout, formula, words, words_on_line

STEEPEST = float(RAVINE.curvatures.max())
LIMIT = float(theory.stability_limit(STEEPEST))
SLOWER, CHOSEN, FASTER = 1 / STEEPEST, experiment.LEARNING_RATE, 0.102
"""The rate at which one step lands on the floor, about half of the film's; the film's; one past the limit."""

MAP_HEIGHT = 1.45
"""Where the map's middle moves, to make room for the learning rates under it."""

AXIS_LEFT, AXIS_RIGHT, AXIS_HEIGHT = -6.0, 6.0, -1.95
AXIS_END = 0.12
LENS_RANGE = (0.0962, 0.1038)
LENS_LEFT, LENS_WIDTH, LENS_BOTTOM, LENS_HEIGHT = 0.9, 5.4, -1.5, 1.05
READOUT_LINE = -0.55

PANEL_WIDTH, PANEL_HEIGHT, PANEL_FLOOR = 3.9, 2.05, 0.55
PANEL_REACH = 1.45
"""How far up both walls a panel's cut reaches, in units of θ₂."""

PANEL_COLUMNS = (-4.35, 0.0, 4.35)
BOUNCES = 4

COLUMNS = (-0.2, 2.75, 6.1)
"""Where the columns of the table end, to the right."""

RATE_ROW, HOME_ROW = 2.1, 0.9
HOME_SIZE = 80
COUNTED_A_SECOND = 900
"""Steps: whichever learning rate takes twice as many is waited for twice as long."""


def descend(learning_rate: float, steps: int = experiment.STEPS) -> Trajectory:
    """Return plain descent from the film's start."""
    return gradient_descent(RAVINE, experiment.START, learning_rate=learning_rate, steps=steps)


def waiting_time(learning_rate: float) -> int | None:
    """Return the step from which plain descent stays near the minimum; None if it never does."""
    return experiment.arrival_if_any(descend(learning_rate, experiment.ENOUGH_STEPS))


def cut_at_the_edge(points: Array, left: float, right: float) -> Array:
    """Return a path on the screen up to where it leaves the picture to a side, that point included."""
    outside = np.flatnonzero((points[:, 0] < left) | (points[:, 0] > right))
    if len(outside) == 0:
        return points
    inner, outer = points[outside[0] - 1], points[outside[0]]
    share = ((left if outer[0] < left else right) - inner[0]) / (outer[0] - inner[0])
    return np.concatenate([points[: outside[0]], [inner + share * (outer - inner)]])


class LearningRateAxis(VGroup):
    """An axis of learning rates from ``start`` to ``end`` between two points of the screen."""

    def __init__(self, start: float, end: float, *, left: float, right: float, height: float) -> None:
        super().__init__()
        self._range, self._ends, self.height_on_screen = (start, end), (left, right), height
        self.line = Line(self.at(start), self.at(end), stroke_color=style.MUTED_INK, stroke_width=style.THIN)
        beyond = self.at(LIMIT)
        self.beyond = Rectangle(width=right - beyond[0], height=0.22, stroke_width=0)
        self.beyond.set_fill(style.MUTED_INK, opacity=1).move_to(beyond, aligned_edge=LEFT)
        self.add(self.beyond, self.line)

    def at(self, learning_rate: float) -> Array:
        """Return where a learning rate stands."""
        (start, end), (left, right) = self._range, self._ends
        share = (learning_rate - start) / (end - start)
        return np.array([left + share * (right - left), self.height_on_screen, 0.0])

    def tick(self, learning_rate: float, says: str = "") -> VGroup:
        """Return a tick with its number, or what is said of it, under it."""
        place = self.at(learning_rate)
        mark = Line(place + 0.12 * UP, place + 0.12 * DOWN, stroke_color=style.INK, stroke_width=style.THIN)
        note = words_on_line(says or f"{learning_rate:g}", place + 0.5 * DOWN, style.LABEL_SIZE)
        return VGroup(mark, note.set_x(place[0]))

    def pointer(self, learning_rate: float) -> Circle:
        """Return the marker of the learning rate that is taken."""
        marker = Circle(radius=style.MARKER_RADIUS, stroke_color=style.PLAIN_DESCENT, stroke_width=4)
        return marker.set_fill(style.INK, opacity=1).move_to(self.at(learning_rate)).set_z_index(1)


class Lens(VGroup):
    """A piece of an axis of learning rates round the limit, enlarged over it."""

    def __init__(self, source: LearningRateAxis) -> None:
        super().__init__()
        right = LENS_LEFT + LENS_WIDTH
        height = LENS_BOTTOM + 0.68
        self.axis = LearningRateAxis(*LENS_RANGE, left=LENS_LEFT, right=right, height=height)
        self.rim = Rectangle(width=LENS_WIDTH, height=LENS_HEIGHT).set_fill(style.BACKGROUND, opacity=1)
        self.rim.move_to((LENS_LEFT, LENS_BOTTOM, 0), aligned_edge=DL)
        ends = source.at(LENS_RANGE[0]), source.at(LENS_RANGE[1])
        self.place = Rectangle(width=ends[1][0] - ends[0][0], height=0.36).move_to((ends[0] + ends[1]) / 2)
        beams = [
            Line(self.place.get_corner(UL), self.rim.get_corner(DL)),
            Line(self.place.get_corner(UR), self.rim.get_corner(DR)),
        ]
        VGroup(self.rim, self.place, *beams).set_stroke(style.MUTED_INK, style.HAIRLINE)
        ticks = [self.axis.tick(rate) for rate in (CHOSEN, LIMIT, FASTER)]
        ticks[1][0].set_stroke(width=style.PATH_WIDTH)
        self.limit = words("limit of plain descent", style.LABEL_SIZE, bold=True)
        self.limit.next_to(self.rim, UP, buff=0.14).set_x(self.axis.at(LIMIT)[0])
        self.add(self.place, *beams, self.rim, self.axis, *ticks)


class WallPanel(VGroup):
    """A cut across the ravine, and plain descent's steps over it at one learning rate.

    Under the cut stands the first step as an arrow, −α times the slope.
    """

    def __init__(self, learning_rate: float, says: str, x: float) -> None:
        super().__init__()
        run = descend(learning_rate)
        across = run.parameters[:, 1]
        reach = np.linspace(-PANEL_REACH, PANEL_REACH, 101)
        top = STEEPEST * PANEL_REACH**2 / 2
        # θ₂ grows to the left, so that the first step goes to the right.
        plot = Plot((PANEL_REACH, -PANEL_REACH), (0, top), width=PANEL_WIDTH, height=PANEL_HEIGHT)
        plot.shift((x, PANEL_FLOOR, 0) - plot.to_screen(0, 0))
        self.wall = plot.curve(reach, STEEPEST * reach**2 / 2, style.MUTED_INK)
        points = cut_at_the_edge(
            plot.to_screen(across, STEEPEST * across**2 / 2), x - PANEL_WIDTH / 2, x + PANEL_WIDTH / 2
        )
        self.now = ValueTracker(0)
        self.path = DescentPath(points, style.PLAIN_DESCENT, width=style.THIN).set_z_index(1)
        self.path.follow(self.now.get_value)
        ground = 0.3 * DOWN
        start, end = plot.to_screen(across[0], 0) + ground, plot.to_screen(across[1], 0) + ground
        self.arrow = VectorArrow(start, end, style.GRADIENT)
        middle = plot.to_screen(0, 0) + ground
        self.floor = Line(middle + 0.12 * UP, middle + 0.12 * DOWN, stroke_color=style.MUTED_INK)
        self.floor.set_stroke(width=style.THIN)
        baseline = PANEL_FLOOR + PANEL_HEIGHT + 0.15
        self.heading = words_on_line(says, (x, baseline, 0), style.HEADING_SIZE).set_x(x)
        self.add(self.wall, self.floor, self.path, self.heading)

    @property
    def steps(self) -> int:
        """Steps that are drawn."""
        return len(self.path.iterates) - 1


class SpeedLimit(LessonScene):
    """One step at 1/λ, at 2/λ and beyond it; then how long each learning rate takes to be home."""

    title = "The speed limit"
    idea = "No single learning rate cures it: the wall sets the limit, the floor the waiting."
    lab: ClassVar = {"alpha": FASTER}

    def construct(self) -> None:
        self.lay_out_the_axis()
        self.land_on_the_floor()
        self.land_on_the_mirror_point()
        self.compare_the_waiting()
        self.rest_on_the_map()

    def lay_out_the_axis(self) -> None:
        self.map = resting_map()
        self.axis = LearningRateAxis(0, AXIS_END, left=AXIS_LEFT, right=AXIS_RIGHT, height=AXIS_HEIGHT)
        self.axis_name = words("learning rate $alpha$", style.LABEL_SIZE)
        self.axis_name.next_to(self.axis.at(0), UP, buff=0.25, aligned_edge=LEFT)
        self.zero, self.chosen = self.axis.tick(0), self.axis.tick(CHOSEN)
        self.one = self.axis.tick(SLOWER, f"1/$lambda$ = 1/{STEEPEST:g} = {SLOWER:g}")
        self.two = self.axis.tick(LIMIT, f"2/$lambda$ = 2/{STEEPEST:g} = {LIMIT:g}")
        self.axis.remove(self.axis.beyond)
        self.pointer = self.axis.pointer(CHOSEN)
        self.lens = Lens(self.axis)

    def land_on_the_floor(self) -> None:
        self.add(self.map)
        with self.beat(
            "One step",
            "Would another learning rate cure it? At one over the wall's curvature, "
            "one step lands on the floor. But along the floor it crawls.",
        ) as beat:
            picture = (self.axis, self.axis_name, self.zero, self.chosen, self.pointer)
            self.play(self.map.animate.set_y(MAP_HEIGHT), FadeIn(*picture), run_time=1.0)
            self.lay_out_the_descent()
            self.play(FadeIn(self.descent.marker, scale=3), FadeIn(*self.readouts), run_time=1.0)
            self.add(self.descent)
            beat.until("At one over")
            self.play(
                self.pointer.animate.move_to(self.axis.at(SLOWER)), FadeIn(self.one), run_time=style.CALM
            )
            beat.until("one step lands")
            arrow = VectorArrow(self.descent.iterates[0], self.descent.iterates[1], style.GRADIENT)
            self.descent.marker.set_z_index(1)
            self.play(GrowVector(arrow), run_time=0.7)
            self.play(self.now.animate.set_value(1), run_time=0.8)
            beat.until("But along")
            self.play(FadeOut(arrow), run_time=style.QUICK)
            self.play(self.now.animate.set_value(experiment.STEPS), rate_func=linear, run_time=2.6)
            beat.until_said()
        for mobject in (self.descent, *self.readouts):
            mobject.clear_updaters()

    def lay_out_the_descent(self) -> None:
        """Prepare the descent at 1/λ on the map, with the step and how far along it is under it."""
        run = descend(SLOWER)
        self.now = ValueTracker(0)
        self.descent = DescentPath(self.map.to_screen(run.parameters), style.PLAIN_DESCENT)
        self.descent.follow(self.now.get_value)
        left = self.map.get_left()[0]
        step = Readout(0, "step {:.0f}", style.HEADING_SIZE, bold=True)
        step.shift((left, READOUT_LINE, 0))
        name = words_on_line("along", (left + 2.2, READOUT_LINE, 0), style.HEADING_SIZE)
        along = Readout(run.parameters[0, 0], "{:.2f}", style.HEADING_SIZE, anchor=RIGHT)
        along.shift((left + 5.1, READOUT_LINE, 0))
        step.follow(lambda: int(self.now.get_value() + 1e-6))
        along.follow(lambda: float(run.parameters[int(self.now.get_value() + 1e-6), 0]))
        self.readouts = (step, name, along)

    def land_on_the_mirror_point(self) -> None:
        self.panels = [
            WallPanel(rate, says, x)
            for rate, says, x in zip(
                (SLOWER, LIMIT, FASTER),
                ("$alpha$ = 1/$lambda$", "$alpha$ = 2/$lambda$", f"$alpha$ = {FASTER:g}"),
                PANEL_COLUMNS,
                strict=True,
            )
        ]
        on_the_floor, mirrored, growing = self.panels
        with self.beat(
            "Twice that",
            "At twice that, it lands just as high. Beyond, every bounce is bigger than the last.",
        ) as beat:
            self.play(FadeOut(self.map, self.descent, *self.readouts, self.chosen), run_time=style.QUICK)
            self.play(
                FadeIn(on_the_floor, mirrored, self.two),
                self.pointer.animate.move_to(self.axis.at(LIMIT)),
                run_time=style.CALM,
            )
            self.arrow_name = formula("- alpha grad", style.BODY_SIZE)
            self.arrow_name.next_to(on_the_floor.arrow, DOWN, buff=0.15)
            self.play(
                GrowVector(on_the_floor.arrow),
                GrowVector(mirrored.arrow),
                FadeIn(self.arrow_name),
                run_time=style.CALM,
            )
            both = (panel.now.animate.set_value(1) for panel in (on_the_floor, mirrored))
            self.play(*both, run_time=style.CALM)
            self.play(mirrored.now.animate.set_value(BOUNCES), rate_func=linear, run_time=1.6)
            beat.until("Beyond")
            self.go_beyond(growing)
            beat.until_said()

    def go_beyond(self, growing: WallPanel) -> None:
        """Enlarge the axis round the limit, go past it, and follow the bounces off the map."""
        lens_pointer = self.lens.axis.pointer(LIMIT)
        self.play(
            FadeIn(self.lens, lens_pointer, target_position=self.lens.place, scale=0.1),
            FadeIn(self.lens.limit, growing),
            run_time=style.CALM,
        )
        self.play(
            self.pointer.animate.move_to(self.axis.at(FASTER)),
            lens_pointer.animate.move_to(self.lens.axis.at(FASTER)),
            GrowVector(growing.arrow),
            run_time=0.6,
        )
        self.lens_pointer = lens_pointer
        self.play(growing.now.animate.set_value(growing.steps), rate_func=linear, run_time=2.6)
        edge = growing.path.iterates[-1]
        outwards = edge - growing.path.iterates[-2]
        arrow = VectorArrow(edge, edge + 0.5 * outwards / np.linalg.norm(outwards), style.PLAIN_DESCENT)
        label = words("off the map", style.LABEL_SIZE, color=style.PLAIN_DESCENT)
        self.off_the_map = VGroup(arrow, label.next_to(arrow, UP, buff=0.12))
        self.play(FadeOut(growing.path.marker), FadeIn(self.off_the_map), run_time=style.QUICK)

    def compare_the_waiting(self) -> None:
        slower, chosen = waiting_time(SLOWER), waiting_time(CHOSEN)
        assert slower is not None
        assert chosen is not None
        assert waiting_time(FASTER) is None
        with self.beat(
            "The limit",
            "So the wall sets the limit, the floor the waiting. "
            f"At about half our rate, {slower:,} steps; at ours, near the best, {chosen:,}; "
            "past the limit, never. No single learning rate cures it.",
            shown=f"Steps home: {slower:,} at {SLOWER:g}; {chosen:,} at {CHOSEN:g}; never at {FASTER:g}.",
        ) as beat:
            self.play(pulse(self.lens.limit, 1.08), run_time=style.CALM)
            beat.until("the floor")
            panels = [part for panel in self.panels for part in (panel, panel.arrow)]
            self.play(FadeOut(*panels, self.arrow_name, self.off_the_map), run_time=style.QUICK)
            self.write_the_rows()
            self.numbers = VGroup()
            beat.until("At about half")
            self.add_column(SLOWER, slower, COLUMNS[0])
            beat.until("at ours")
            self.add_column(CHOSEN, chosen, COLUMNS[1])
            beat.until("past the limit")
            self.add_column(FASTER, None, COLUMNS[2])
            beat.until("No single")
            self.play(*(pulse(number, 1.08) for number in self.numbers), run_time=style.CALM)

    def write_the_rows(self) -> None:
        """Write what the table's rows are."""
        rows = [
            words_on_line(says, (self.map.get_left()[0], height, 0), style.BODY_SIZE, color=style.MUTED_INK)
            for says, height in (("learning rate", RATE_ROW), ("steps home", HOME_ROW))
        ]
        self.play(FadeIn(*rows), run_time=style.QUICK)

    def add_column(self, rate: float, home: int | None, x: float) -> None:
        """Move to a learning rate, and count the steps that it takes to be home."""
        above = words_on_line(f"{rate:g}", (x, RATE_ROW, 0), style.TITLE_SIZE).set_x(x, RIGHT)
        moves = [self.pointer.animate.move_to(self.axis.at(rate))]
        if rate >= LENS_RANGE[0]:
            moves.append(self.lens_pointer.animate.move_to(self.lens.axis.at(rate)))
        if home is None:
            never = words_on_line("never", (x, HOME_ROW, 0), HOME_SIZE, color=style.PLAIN_DESCENT, bold=True)
            self.numbers.add(never.set_x(x, RIGHT))
            self.play(*moves, FadeIn(above, never), run_time=style.CALM)
            return
        counted = ValueTracker(0)
        number = Readout(0, "{:,.0f}", HOME_SIZE, color=style.PLAIN_DESCENT, bold=True, anchor=RIGHT).shift(
            (x, HOME_ROW, 0)
        )
        self.play(*moves, FadeIn(above, number), run_time=style.CALM)
        number.follow(lambda: int(counted.get_value() + 1e-6))
        self.play(counted.animate.set_value(home), rate_func=linear, run_time=home / COUNTED_A_SECOND)
        self.numbers.add(number.clear_updaters())

    def rest_on_the_map(self) -> None:
        leaving = (FadeOut(mobject, run_time=style.QUICK) for mobject in self.picture)
        self.cross_over(*leaving, Succession(Wait(0.3), FadeIn(resting_map(), run_time=style.CALM)))
