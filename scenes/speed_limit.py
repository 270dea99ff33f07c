"""Speed limit: the steep wall limits the learning rate, and the gentle floor takes its time."""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from manim import (
    DL,
    DOWN,
    LEFT,
    RIGHT,
    UL,
    UP,
    UR,
    Animation,
    ApplyMethod,
    Create,
    GrowFromPoint,
    Line,
    Mobject,
    Polygon,
    Rectangle,
    ValueTracker,
    VGroup,
    linear,
    rush_into,
    smooth,
    squish_rate_func,
)

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, theory
from momentum_sim.sweeps import sweep
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.scenery import make_scenery
from scenes.mobjects.transitions import large_plain_rule, resting_map
from scenes.mobjects.typography import Readout, formula, words, words_on_line

STEEPEST = float(RAVINE.curvatures.max())
LIMIT = float(theory.stability_limit(STEEPEST))
SLOWER, CHOSEN, FASTER = 1 / STEEPEST, experiment.LEARNING_RATE, 0.102
"""The rate at which one step lands on the floor, about half of the film's; the film's; one past the limit."""

MAP_HEIGHT = 1.6
"""Where the map's middle moves, to make room for the learning rates under it."""

AXIS_LEFT, AXIS_RIGHT, AXIS_HEIGHT = -6.3, 6.3, -1.95
AXIS_END = 0.175
POINTER_WIDTH, POINTER_HEIGHT, HATCH_STEP = 0.26, 0.28, 0.16
MAGNIFIED = 10
COLUMNS_HEIGHT = -0.75
"""Where the columns stand: above the axis, so that the lens over it fits between."""
LENS_REACH, LENS_BOTTOM, LENS_TOP = 2.45, -1.42, 0.68
"""The lens hangs over the axis, and reaches so far to both sides of the limit."""
COLUMNS_LEFT = -3.3
"""Where the line on which the columns stand begins."""

_LENS_SHOWS = LENS_REACH / MAGNIFIED * AXIS_END / (AXIS_RIGHT - AXIS_LEFT)
LENS_RANGE = (LIMIT - _LENS_SHOWS, LIMIT + _LENS_SHOWS)
LIMIT_LINES = (1.02, 0.6)
"""From the axis up to the two lines that name the limit."""

READOUT_LINE = -0.4
PANELS_NAME_LINES = (1.75, 1.33)

PANEL_WIDTH, PANEL_HEIGHT, PANEL_FLOOR = 2.9, 2.3, 0.6
PANEL_REACH = 1.3
"""How far up both walls a panel's cut reaches, in units of θ₂."""

BEYOND_X = 4.5
"""Where the cut past the limit stands, as far from the second as that from the first, which stand over their
own learning rates."""

SUMMED_UP_LINE = -0.55
"""Of what is said at the first two cuts' lines down to the axis."""

LENS_OPENS = 0.8
"""How long the axis round the limit takes to be enlarged."""

GONE_CLEARANCE = 0.4
"""From the floor of a cut up to the word in it."""

BOUNCES = 3
BOUNCES_A_SECOND = 3.3
"""How many steps at 2/λ are drawn, and how fast those beyond it."""

FLOOR_STEPS_A_SECOND = 25
"""How fast the floor is walked at 1/λ."""

STEM_UNIT, STEM_WIDTH = 3.25 / 1840, 9.0
"""Of the stems over the learning rates, which are as high as the steps home are many."""

HOME_SIZE, HOME_GAP = 80, 0.2
NEVER_LINE = 2.7
FAIR_LEADING = 0.4
COUNTED_A_SECOND = 950
"""Steps: whichever learning rate takes twice as many is waited for twice as long."""


NEAR_THE_BEST = theory.optimal_learning_rate(RAVINE.curvatures) * np.linspace(0.98, 1.0, 201)
"""The learning rates among which plain descent's best is looked for."""


def descend(learning_rate: float, steps: int = experiment.STEPS) -> Trajectory:
    """Return plain descent from the film's start."""
    return gradient_descent(RAVINE, experiment.START, learning_rate=learning_rate, steps=steps)


def waiting_time(learning_rate: float) -> int | None:
    """Return the step from which plain descent stays near the minimum; None if it never does."""
    return experiment.arrival_if_any(descend(learning_rate, experiment.ENOUGH_STEPS))


def fewest_steps(rates: Array = NEAR_THE_BEST) -> int:
    """Return how many steps plain descent takes home at the best of some learning rates."""
    home = sweep(
        RAVINE,
        experiment.START,
        learning_rate=rates,
        momentum=0.0,
        steps=experiment.ENOUGH_STEPS,
        measures=("steps_to",),
        tolerance=experiment.TOLERANCE,
    )["steps_to"]
    return int(home.min())


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
        self.add(self.line)

    def at(self, learning_rate: float) -> Array:
        """Return where a learning rate stands."""
        (start, end), (left, right) = self._range, self._ends
        share = (learning_rate - start) / (end - start)
        return np.array([left + share * (right - left), self.height_on_screen, 0.0])

    def tick(self, learning_rate: float, says: str = "", size: float = style.LABEL_SIZE) -> VGroup:
        """Return a tick with its number, or what is said of it, under it."""
        place = self.at(learning_rate)
        mark = Line(place + 0.12 * UP, place + 0.12 * DOWN, stroke_color=style.INK, stroke_width=style.THIN)
        note = words_on_line(says or f"{learning_rate:g}", place + 0.5 * DOWN, size)
        return VGroup(mark, note.set_x(place[0]))

    def pointer(self, learning_rate: float) -> Polygon:
        """Return what points from above to the learning rate that is taken."""
        place = self.at(learning_rate) + 0.05 * UP
        corners = (place, place + POINTER_WIDTH / 2 * RIGHT, place + POINTER_WIDTH / 2 * LEFT)
        marker = Polygon(
            corners[0], *(corner + POINTER_HEIGHT * UP for corner in corners[1:]), stroke_width=0
        )
        return marker.set_fill(style.INK, opacity=1).set_z_index(1)

    def beyond(self) -> VGroup:
        """Return hatching over what lies past the limit."""
        start, end = self.at(LIMIT), self.line.get_end()
        feet = np.arange(start[0] + HATCH_STEP, end[0] - HATCH_STEP, HATCH_STEP)
        lines = (Line((x, start[1], 0), (x + HATCH_STEP, start[1] + HATCH_STEP, 0)) for x in feet)
        return VGroup(*lines).set_stroke(style.MUTED_INK, style.HAIRLINE)


class Lens(VGroup):
    """A magnifier on an axis of learning rates, over the limit."""

    def __init__(self, source: LearningRateAxis) -> None:
        super().__init__()
        place = source.at(LIMIT)
        middle = np.array([place[0], COLUMNS_HEIGHT, 0])
        left, right = middle[0] - LENS_REACH, middle[0] + LENS_REACH
        self.axis = LearningRateAxis(*LENS_RANGE, left=left, right=right, height=COLUMNS_HEIGHT)
        rim = Rectangle(width=2 * LENS_REACH, height=LENS_TOP - LENS_BOTTOM)
        rim.move_to((left, LENS_BOTTOM, 0), aligned_edge=DL).set_stroke(style.MUTED_INK, style.THIN)
        ground = rim.copy().set_fill(style.PANEL, opacity=1).set_stroke(width=0)
        make_scenery(ground)
        ticks = [self.axis.tick(rate, size=style.BODY_SIZE) for rate in (CHOSEN, LIMIT, FASTER)]
        ticks[1][0].set_stroke(width=style.PATH_WIDTH)
        self.numbers = VGroup(number for _, number in ticks)
        self.left = left
        limit = VGroup(
            words_on_line(says, middle + height * UP, bold=True).set_x(middle[0])
            for says, height in zip(("limit of", "plain descent"), LIMIT_LINES, strict=True)
        )
        leader = Line(middle + 0.12 * UP, middle + (LIMIT_LINES[1] - 0.18) * UP)
        leader.set_stroke(style.INK, style.THIN)
        scale = words_on_line(f"× {MAGNIFIED}", (left + 0.15, LENS_TOP - 0.42, 0), style.LABEL_SIZE)
        scale.set_color(style.MUTED_INK)
        self.glass = VGroup(ground, rim, self.axis, self.axis.beyond(), *(mark for mark, _ in ticks))
        self.says = VGroup(self.numbers, leader, limit, scale)
        """What comes when the lens has its size."""
        self.piece = Rectangle(width=2 * LENS_REACH / MAGNIFIED, height=0.3).move_to(place)
        self.piece.set_stroke(style.MUTED_INK, style.THIN)
        corners = zip((self.piece.get_corner(UL), self.piece.get_corner(UR)), (left, right), strict=True)
        self.guides = VGroup(Line(corner, (x, LENS_BOTTOM, 0)) for corner, x in corners)
        self.guides.set_stroke(style.MUTED_INK, style.HAIRLINE)
        self.add(self.glass, self.says, self.piece, self.guides)


class WallPanel(VGroup):
    """A cut across the ravine, and plain descent's steps over it at one learning rate.

    Under the cut stands the first step as an arrow, −α times the slope.
    """

    def __init__(self, learning_rate: float, says: str, x: float, stands_at: float | None = None) -> None:
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
        self.floor = Line(middle + 0.12 * UP, middle + 0.12 * DOWN)
        # Down to where it stands on the axis.
        foot = (x if stands_at is None else stands_at, AXIS_HEIGHT + 0.12, 0)
        self.leader = Line(middle + 0.12 * DOWN, foot).set_stroke(style.MUTED_INK, style.HAIRLINE)
        self.floor.set_stroke(style.MUTED_INK, style.HAIRLINE)
        baseline = PANEL_FLOOR + PANEL_HEIGHT + 0.25
        self.heading = words_on_line(says, (x, baseline, 0), style.HEADING_SIZE).set_x(x)
        self.add(self.wall, self.floor, self.leader, self.path, self.heading)

    def shine(self, strength: float) -> Self:
        """Light the cut and its heading, or fade them."""
        VGroup(self.wall, self.floor, self.leader).set_stroke(opacity=strength)
        self.heading.set_opacity(strength)
        return self

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
        self.come_to_the_rule()

    def lay_out_the_axis(self) -> None:
        """Draw the learning rates, and what stands on them."""
        self.map = resting_map()
        self.axis = LearningRateAxis(0, AXIS_END, left=AXIS_LEFT, right=AXIS_RIGHT, height=AXIS_HEIGHT)
        self.axis_name = words("learning rate $alpha$", style.LABEL_SIZE)
        self.axis_name.next_to(self.axis.at(0), UP, buff=0.3, aligned_edge=LEFT)
        self.zero, self.chosen = self.axis.tick(0), self.axis.tick(CHOSEN)
        self.one = self.axis.tick(SLOWER, f"1/$lambda$ = 1/{STEEPEST:g} = {SLOWER:g}")
        self.two = self.axis.tick(LIMIT, f"2/$lambda$ = 2/{STEEPEST:g} = {LIMIT:g}")
        self.pointer = self.axis.pointer(CHOSEN)
        self.lens = Lens(self.axis)

    def land_on_the_floor(self) -> None:
        """Take one step at 1/λ across, and fifty along."""
        self.add(self.map)
        with self.beat(
            "One step",
            "Would another learning rate cure it? At one over the wall's curvature, "
            "one step lands on the floor. But along the floor it crawls.",
        ) as beat:
            picture = (self.axis, self.axis_name, self.zero, self.chosen, self.pointer)
            self.play(self.map.animate.set_y(MAP_HEIGHT), FadeIn(*picture), run_time=style.CALM)
            self.lay_out_the_descent()
            self.play(FadeIn(self.descent.marker, scale=0.6), FadeIn(*self.readouts), run_time=style.QUICK)
            self.add(self.descent)
            beat.until("rate")
            self.play(self.pointer.animate.move_to(self.axis.pointer(SLOWER)), run_time=1.4)
            beat.until("At one over")
            self.play(FadeIn(self.one), run_time=style.CALM)
            arrow = VectorArrow(self.descent.iterates[0], self.descent.iterates[1], style.GRADIENT)
            self.descent.marker.set_z_index(1)
            self.play(GrowVector(arrow), run_time=style.CALM)
            beat.until("one step lands")
            self.play(self.now.animate.set_value(1), run_time=style.CALM)
            beat.until("But along")
            self.play(
                FadeOut(arrow, run_time=style.QUICK),
                ApplyMethod(
                    self.now.set_value,
                    experiment.STEPS,
                    rate_func=linear,
                    run_time=experiment.STEPS / FLOOR_STEPS_A_SECOND,
                ),
            )

    def lay_out_the_descent(self) -> None:
        """Prepare the descent at 1/λ on the map, with the step and how far it has to go along under it."""
        run = descend(SLOWER)
        self.now = ValueTracker(0)
        self.descent = DescentPath(self.map.to_screen(run.parameters), style.PLAIN_DESCENT)
        self.descent.follow(self.now.get_value)
        left = self.map.get_left()[0]
        step = Readout(0, "step {:.0f}", style.HEADING_SIZE, bold=True)
        step.shift((left, READOUT_LINE, 0))
        to_go = Readout(-run.parameters[0, 0], "{:.2f}", style.HEADING_SIZE, anchor=RIGHT)
        to_go.shift((left + 3.7, READOUT_LINE, 0))
        name = words_on_line("to go along", (left + 3.85, READOUT_LINE, 0), style.HEADING_SIZE)
        step.follow(lambda: int(self.now.get_value() + 1e-6))
        to_go.follow(lambda: -float(run.parameters[int(self.now.get_value() + 1e-6), 0]))
        self.readouts = (step, to_go, name)

    def land_on_the_mirror_point(self) -> None:
        """Land on the floor at 1/λ, on the mirror point at 2/λ, and higher beyond."""
        self.panels = [
            WallPanel(rate, says, x, self.axis.at(rate)[0])
            for rate, says, x in (
                (SLOWER, "$alpha$ = 1/$lambda$", self.axis.at(SLOWER)[0]),
                (LIMIT, "$alpha$ = 2/$lambda$", self.axis.at(LIMIT)[0]),
                (FASTER, f"$alpha$ = {FASTER:g}", BEYOND_X),
            )
        ]
        on_the_floor, mirrored, growing = self.panels
        growing.shine(style.FADED).remove(growing.path)
        with self.beat(
            "Twice that",
            "At twice that, it lands just as high. Beyond, every bounce is bigger than the last.",
        ) as beat:
            on_the_floor.path.clear_updaters().set_to(1)
            self.panels_name = VGroup(
                words_on_line(says, (AXIS_LEFT, height, 0), style.LABEL_SIZE, color=style.MUTED_INK)
                for says, height in zip(("the wall, seen", "along the floor"), PANELS_NAME_LINES, strict=True)
            )
            self.arrow_name = formula("- alpha grad", style.BODY_SIZE)
            self.arrow_name.next_to(on_the_floor.arrow, DOWN, buff=0.15, aligned_edge=LEFT)
            landed = (on_the_floor.arrow, self.arrow_name, self.panels_name)
            self.play(
                FadeOut(self.map, self.descent, *self.readouts, self.chosen, run_time=0.3),
                FadeIn(
                    *self.panels, *landed, self.two, rate_func=squish_rate_func(smooth, 0.4, 1), run_time=0.6
                ),
                ApplyMethod(self.pointer.move_to, self.axis.pointer(LIMIT), run_time=0.6),
            )
            self.play(GrowVector(mirrored.arrow), run_time=0.5)
            self.play(mirrored.now.animate.set_value(1), run_time=0.7)
            self.play(mirrored.now.animate.set_value(BOUNCES), rate_func=linear, run_time=0.8)
            beat.until("Beyond")
            self.go_beyond(growing)

    def go_beyond(self, growing: WallPanel) -> None:
        """Go past the limit, and follow the bounces out of the bowl."""
        self.play(
            FadeIn(growing.path),
            ApplyMethod(growing.shine, 1.0),
            GrowVector(growing.arrow),
            self.pointer.animate.move_to(self.axis.pointer(FASTER)),
            run_time=0.6,
        )
        growing.add(growing.path)
        bouncing = growing.steps / BOUNCES_A_SECOND
        self.play(growing.now.animate.set_value(growing.steps), rate_func=linear, run_time=bouncing)
        growing.path.clear_updaters()

    def sum_up(self, index: int, says: str) -> None:
        """Write at a cut's line down to the axis what it stands for."""
        x = self.panels[index].get_x() + 0.18
        word = words_on_line(says, (x, SUMMED_UP_LINE, 0), bold=True)
        self.panels[index].add(word)
        self.play(FadeIn(word), run_time=style.QUICK)

    def open_the_lens(self) -> None:
        """Enlarge the axis round the limit."""
        lens = self.lens
        diverges = words("diverges", style.LABEL_SIZE, color=style.MUTED_INK)
        diverges.move_to(self.axis.line.get_end() + 0.42 * UP, aligned_edge=RIGHT)
        shown_late = squish_rate_func(smooth, 0.7, 1)
        opening = squish_rate_func(smooth, 0, 0.75)
        guides = [GrowFromPoint(guide, guide.get_start(), rate_func=opening) for guide in lens.guides]
        self.play(
            FadeIn(lens.piece, rate_func=squish_rate_func(smooth, 0, 0.3)),
            FadeIn(lens.glass, target_position=lens.piece, scale=1 / MAGNIFIED, rate_func=opening),
            *guides,
            FadeIn(lens.says, rate_func=shown_late),
            FadeIn(self.axis.beyond(), diverges, rate_func=opening),
            ApplyMethod(self.pointer.move_to, self.axis.pointer(CHOSEN), rate_func=opening),
            run_time=LENS_OPENS,
        )

    def leave_the_bowl(self, growing: WallPanel) -> None:
        """Let what bounces higher and higher be gone."""
        marker, edge = growing.path.marker, growing.path.iterates[-1]
        arrow = VectorArrow(edge, edge + 0.55 * UP, style.PLAIN_DESCENT)
        place = (growing.heading.get_x(), PANEL_FLOOR + GONE_CLEARANCE, 0)
        label = words_on_line("gone", place, style.BODY_SIZE, color=style.PLAIN_DESCENT).set_x(place[0])
        self.gone = VGroup(arrow, label)
        self.play(
            ApplyMethod(marker.set_y, style.FRAME_HEIGHT / 2 + 2 * style.MARKER_RADIUS, rate_func=rush_into),
            GrowVector(arrow),
            FadeIn(label, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=0.6,
        )
        growing.path.remove(marker)

    def compare_the_waiting(self) -> None:
        """Count how many steps each learning rate takes home, over its own place on the axis."""
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
            self.leave_the_bowl(self.panels[-1])
            beat.until("limit")
            self.sum_up(1, "the limit")
            beat.until("waiting")
            self.sum_up(0, "the waiting")
            beat.until("At about")
            self.leave_the_cuts()
            self.homes = VGroup()
            self.count(slower, np.array([self.axis.at(SLOWER)[0], COLUMNS_HEIGHT, 0]), says="steps home")
            beat.until("at ours")
            self.open_the_lens()
            foot = self.lens.axis.at(CHOSEN)
            self.lens_pointer = self.lens.axis.pointer(CHOSEN)
            self.count(chosen, foot, FadeIn(self.lens_pointer))
            number = self.homes[-1]
            start = number.get_right() * RIGHT + number.points[0][1] * UP + 0.25 * RIGHT
            fair = VGroup(
                words_on_line(says, start + up * UP, style.LABEL_SIZE, color=style.MUTED_INK)
                for says, up in ((f"best: {fewest_steps()},", FAIR_LEADING), ("so a fair race", 0))
            )
            self.play(FadeIn(fair), run_time=0.3)
            # It passes the limit as that is said.
            self.play(
                ApplyMethod(self.pointer.move_to, self.axis.pointer(FASTER)),
                ApplyMethod(self.lens_pointer.move_to, self.lens.axis.pointer(FASTER)),
                run_time=0.9,
            )
            beat.until("past the limit")
            self.count_for_ever()
            beat.until("No single")
            rates = (self.one[1], self.lens.numbers[0], self.lens.numbers[2])
            self.play(*(pulse(rate) for rate in rates), run_time=style.CALM)
            beat.until("cures")
            self.play(*(pulse(home) for home in self.homes), run_time=style.CALM)

    def leave_the_cuts(self) -> None:
        """Leave of the cuts the first one's line, and draw on what the columns stand."""
        first = self.panels[0]
        first.remove(first.leader)
        first_steps = [panel.arrow for panel in self.panels]
        self.columns = Line((COLUMNS_LEFT, COLUMNS_HEIGHT, 0), (self.lens.left, COLUMNS_HEIGHT, 0))
        self.columns.set_stroke(style.MUTED_INK, style.THIN)
        foot = self.axis.at(SLOWER)
        upper = (foot[0], COLUMNS_HEIGHT, 0)
        self.play(
            FadeOut(*self.panels, *first_steps, self.arrow_name, self.panels_name, self.gone, run_time=0.3),
            ApplyMethod(first.leader.put_start_and_end_on, upper, foot + 0.12 * UP),
            FadeIn(self.columns, rate_func=squish_rate_func(smooth, 0.3, 1)),
            ApplyMethod(self.pointer.move_to, self.axis.pointer(SLOWER)),
            run_time=0.4,
        )

    def count(self, home: int, foot: Array, *others: Animation, says: str = "") -> None:
        """Let a stem grow over a learning rate by the steps that it takes to be home, and count them."""
        counted = ValueTracker(0)
        stem = Line(foot, foot + UP, stroke_color=style.PLAIN_DESCENT, stroke_width=STEM_WIDTH)
        number = Readout(0, "{:,.0f}", HOME_SIZE, color=style.PLAIN_DESCENT, bold=True)
        # Out of the way of what is written in the lens.
        lowest = HOME_GAP + (LENS_TOP if foot[0] > self.lens.left else foot[1])

        def rise(_: Mobject) -> None:
            top = foot + (STEM_UNIT * counted.get_value() + 1e-3) * UP
            stem.set_points_as_corners([foot, top])
            number.set_to(int(counted.get_value() + 1e-6)).set_x(foot[0])
            number.shift((max(top[1] + HOME_GAP, lowest) - number.points[0][1]) * UP)

        rising = VGroup(stem, number)
        rise(rising)
        self.play(FadeIn(rising), *others, run_time=0.2)
        rising.add_updater(rise)
        self.play(counted.animate.set_value(home), rate_func=linear, run_time=home / COUNTED_A_SECOND)
        rising.clear_updaters()
        self.homes.add(number)
        if says:
            place = (number.get_right()[0] + 0.2, number.points[0][1], 0)
            self.play(FadeIn(words_on_line(says, place)), run_time=style.QUICK)

    def count_for_ever(self) -> None:
        """Let a stem grow past the limit that leaves the picture, and say how long that takes."""
        foot = self.lens.axis.at(FASTER)
        stem = Line(foot, (foot[0], style.FRAME_HEIGHT / 2 + 0.1, 0))
        stem.set_stroke(style.PLAIN_DESCENT, STEM_WIDTH)
        self.play(Create(stem, rate_func=rush_into), run_time=0.6)
        never = words_on_line("never", (0, NEVER_LINE, 0), HOME_SIZE, color=style.PLAIN_DESCENT, bold=True)
        never.set_x(foot[0])
        ground = Rectangle(width=0.3, height=never.height + 2 * HOME_GAP, stroke_width=0)
        make_scenery(ground.set_fill(style.BACKGROUND, opacity=1).move_to(never))
        self.play(FadeIn(ground, never), run_time=style.QUICK)
        self.homes.add(never)

    def come_to_the_rule(self) -> None:
        """End on the rule that the next scene changes."""
        self.cross_over(
            FadeOut(*self.picture, run_time=style.QUICK),
            FadeIn(large_plain_rule(), rate_func=squish_rate_func(smooth, 0.5, 1), run_time=style.CALM),
        )
