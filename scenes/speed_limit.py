"""Speed limit: the steep wall limits the learning rate, and the gentle floor takes its time."""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UL,
    UP,
    Animation,
    ApplyMethod,
    Create,
    DashedLine,
    Line,
    LineJointType,
    Mobject,
    ReplacementTransform,
    RoundedRectangle,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    interpolate,
    linear,
    rush_into,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_out_sine

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, theory
from momentum_sim.sweeps import sweep
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import STROKES_A_UNIT, GrowVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath, position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.plot import Plot
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import large_plain_rule, resting_map
from scenes.mobjects.typography import Readout, formula, words_on_line

STEEPEST = float(RAVINE.curvatures.max())
LIMIT = float(theory.stability_limit(STEEPEST))
SLOWER, CHOSEN, FASTER = 1 / STEEPEST, experiment.LEARNING_RATE, 0.102
"""The rate at which one step lands on the floor, about half of the film's; the film's; one past the limit."""

MAP_HEIGHT = 0.7
"""Of the map's middle, as the axis needs room under it."""
WAY_HEIGHT, WAY_LINE = MAP_HEIGHT + 1.6, MAP_HEIGHT + 1.9
"""Over the map: of the line as long as the way that is left, and of the words over that."""

AXIS_LEFT, AXIS_RIGHT, AXIS_HEIGHT = -6.3, 6.3, -1.95
AXIS_END = 0.142
"""So far that what lies past the limit has room when it is enlarged."""
AXIS_NAME_RISE, NUMBERS_DROP = 0.33, 0.58
"""From the axis up to the line of its name, and down to that of its numbers."""
HANDLE_WIDTH, HANDLE_HEIGHT = 0.13, 0.42

MAGNIFIED = 14
LENS_REACH, LENS_HEIGHT = 3.05, 0.71
"""How far the lens reaches from the limit to both sides, and from the axis down."""
CUT = 0.25
"""Between the axis and the lens: there the scale changes."""

_LENS_SHOWS = LENS_REACH / MAGNIFIED * AXIS_END / (AXIS_RIGHT - AXIS_LEFT)
LENS_RANGE = (LIMIT - _LENS_SHOWS, LIMIT + _LENS_SHOWS)

PANEL_WIDTH, PANEL_HEIGHT, PANEL_FLOOR = 1.9, 3.1, -0.2
PANEL_REACH = 1.5
"""How far up both walls a panel's cut reaches, in units of θ₂."""
WALL_LINE = 1.25
"""Of the wall's name."""
LINES_APART = 0.45

LIMIT_HIGH, TOP_LINE = 3.05, 3.2
"""Up to where the line at the limit goes, and the line of its name and of the floor's."""

FLOOR_HEIGHT, FLOOR_LENGTH = 2.85, 7.0
"""Of the floor seen from the side, under its name."""

CRAWLING = 1.4
"""Seconds for the steps along the floor."""

TURNING = 1.3
"""Seconds in which the map turns, and the wall seen end-on rises."""

LATE = squish_rate_func(smooth, 0.6, 1)
"""Of what appears where something else is about to arrive."""

BOUNCING = 1.7
"""Seconds for the steps past the limit."""

STEM_UNIT, STEM_WIDTH = 1.85e-3, 80.0
"""Of the stems over the learning rates, which are as high as the steps home are many."""

HOME_SIZE, HOME_GAP = 80, 0.3
COUNTED_A_SECOND = 500
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


def out_of_the_picture(points: Array, left: float, right: float) -> Array:
    """Return a path on the screen up to the step that leaves to a side, and on out of the picture."""
    outside = np.flatnonzero((points[:, 0] < left) | (points[:, 0] > right))
    if len(outside) == 0:
        return points
    inner, outer = points[outside[0] - 1], points[outside[0]]
    beyond = np.sign(outer[0] - inner[0]) * (style.FRAME_WIDTH / 2 + 2 * style.MARKER_RADIUS)
    share = (beyond - inner[0]) / (outer[0] - inner[0])
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

    def tick(self, learning_rate: float, source: str = "") -> VGroup:
        """Return a tick with its number under it, and before that where the number comes from."""
        place = self.at(learning_rate)
        mark = Line(place + 0.12 * UP, place + 0.12 * DOWN, stroke_color=style.INK, stroke_width=style.THIN)
        number = f"{source} = {learning_rate:g}" if source else f"{learning_rate:g}"
        return VGroup(mark, words_on_line(number, place + NUMBERS_DROP * DOWN).set_x(place[0]))

    def handle(self, learning_rate: float) -> RoundedRectangle:
        """Return what marks the learning rate that is taken, as a slider's handle."""
        handle = RoundedRectangle(HANDLE_WIDTH / 2, width=HANDLE_WIDTH, height=HANDLE_HEIGHT)
        handle.set_fill(style.INK, opacity=1).set_stroke(style.BACKGROUND, style.THIN)
        return handle.move_to(self.at(learning_rate)).set_z_index(2)


class Lens(LiveGroup):
    """A strip of the axis, round the limit, that grows to be ``MAGNIFIED`` times as wide.

    It stays in its line, the limit in its place, and the rest of the axis is pushed aside.
    """

    def __init__(self, source: LearningRateAxis) -> None:
        super().__init__()
        left, right = (source.at(LIMIT)[0] + reach for reach in (-LENS_REACH, LENS_REACH))
        self.axis = LearningRateAxis(*LENS_RANGE, left=left, right=right, height=AXIS_HEIGHT)
        self._source = source
        self.glass = VMobject(fill_color=style.PANEL, fill_opacity=1)
        self.strip = Line()
        self.aside = VGroup(Line() for _ in range(2))
        """What is left of the axis to both sides."""
        VGroup(self.strip, self.aside).set_stroke(style.MUTED_INK, style.THIN)
        self.glass.set_stroke(style.INK, style.THIN)
        (self.mark, below), faster = (self.axis.tick(rate) for rate in (CHOSEN, FASTER))
        self.numbers = VGroup(below, faster[1])
        line = (0, AXIS_HEIGHT + AXIS_NAME_RISE, 0)
        scale = words_on_line(f"magnified {MAGNIFIED}×", line, style.LABEL_SIZE, color=style.MUTED_INK)
        # Between what stands at the limit and the stem past it.
        scale.set_x((self.axis.at(LIMIT)[0] + self.axis.at(FASTER)[0] - STEM_WIDTH / STROKES_A_UNIT / 2) / 2)
        self.says = VGroup(below, faster, scale)
        """What comes when the lens has its size."""
        self.add(self.aside, self.strip, self.glass, self.mark)
        self.set_to(0.0)

    def set_to(self, share: float) -> Self:
        """Let the strip have grown a share of its way."""
        left, right = (interpolate(self._source.at(rate), self.axis.at(rate), share) for rate in LENS_RANGE)
        below = LENS_HEIGHT * DOWN
        self.strip.set_points_as_corners([left, right])
        self.glass.set_points_as_corners([left, right, right + below, left + below, left])
        # Its sides can be seen when they are past the number between them.
        shown = squish_rate_func(smooth, 0.35, 0.6)(share)
        self.glass.set_fill(opacity=shown).set_stroke(opacity=shown)
        self.mark.move_to(interpolate(self._source.at(CHOSEN), self.axis.at(CHOSEN), share))
        before, after = self.aside
        before.set_points_as_corners([self._source.at(0), left + share * CUT * LEFT])
        after.set_points_as_corners([right + share * CUT * RIGHT, self._source.at(AXIS_END)])
        return self


class TurningMap(LiveGroup):
    """The map as it turns until it is seen along the floor, and the cut at the ball rises as the wall.

    The ball's path comes with it: what leads along the floor is seen end-on, as a point.
    """

    def __init__(self, map_: LossMap, path: DescentPath, run: Trajectory, panel: WallPanel) -> None:
        self.cut = VMobject(joint_type=LineJointType.ROUND).set_stroke(style.MUTED_INK)
        super().__init__(map_, self.cut, path)
        self.path = path
        self._run, self._panel = run, panel
        self._ball, self._ball_on_the_map = run.parameters[-1], map_.to_screen(run.parameters[-1])
        self._unit, self._edge = map_.unit, map_.vertical[1]
        self._flat = [
            (part, map_.to_parameters(part.points), part.get_fill_opacity(), part.get_stroke_opacity())
            for part in map_.family_members_with_points()
        ]

    def seen(self, parameters: Array, share: float, *, flat: bool = False) -> Array:
        """Return where parameters are seen, a share of the way from the map to the panel.

        First it turns, then it tilts, so that what lies ahead shrinks as the wall rises.
        """
        turned, tilted, risen = (
            squish_rate_func(ease_in_out_sine, *span)(share) for span in ((0, 0.65), (0.1, 1), (0.5, 1))
        )
        plot = self._panel.plot
        # It comes down late, so that it keeps clear of the axis under it.
        foot = interpolate(self._ball_on_the_map, plot.to_screen(0, 0), np.array([turned, tilted, 0]))
        unit = interpolate(self._unit, PANEL_WIDTH / (2 * PANEL_REACH), turned)
        angle = turned * PI / 2
        along, across = (parameters - self._ball).T[..., None]
        ahead = unit * np.cos(tilted * PI / 2) * along * np.array([np.cos(angle), np.sin(angle), 0])
        aside = unit * across * np.array([-np.sin(angle), np.cos(angle), 0])
        points: Array = foot + ahead + aside
        if not flat:
            points += risen * (plot.to_screen(0, STEEPEST * across[:, 0] ** 2 / 2) - plot.to_screen(0, 0))
        return points

    def set_to(self, share: float) -> Self:
        """Turn it a share of its way."""
        strength = 1 - squish_rate_func(smooth, 0.55, 0.95)(share)
        for part, parameters, fill, stroke in self._flat:
            part.points = self.seen(parameters, share, flat=True)
            part.set_fill(opacity=strength * fill).set_stroke(opacity=strength * stroke)
            part.set_stroke(opacity=strength, background=True)
        reach = interpolate(self._edge, PANEL_REACH, squish_rate_func(smooth, 0.5, 1)(share))
        across = np.linspace(-reach, reach, 101)
        cut = np.stack([np.full_like(across, self._ball[0]), across], axis=-1)
        self.cut.set_points_as_corners(self.seen(cut, share))
        shown = squish_rate_func(smooth, 0.3, 0.6)(share)
        self.cut.set_stroke(width=interpolate(style.THIN, style.PATH_WIDTH, share), opacity=shown)
        self.path.line.set_stroke(width=interpolate(style.PATH_WIDTH, style.THIN, share))
        self.path.iterates = self.seen(self._run.parameters, share)
        for dot, place in zip(self.path.dots, self.path.iterates, strict=True):
            dot.move_to(place)
        self.path.set_to(self._run.steps)
        return self


class WayLeft(LiveGroup):
    """A line over the map, from where the marker is to the minimum, which is at ``end``."""

    def __init__(self, end: float) -> None:
        super().__init__()
        self._end = end
        self.add(Line() for _ in range(3))
        self.set_stroke(style.INK, style.THIN)

    def set_to(self, start: float) -> Self:
        """Draw it from a place on."""
        ends = (np.array([start, WAY_HEIGHT, 0]), np.array([self._end, WAY_HEIGHT, 0]))
        self[0].set_points_as_corners(ends)
        for bar, end in zip(self[1:], ends, strict=True):
            bar.set_points_as_corners([end + 0.12 * UP, end + 0.12 * DOWN])
        return self


class WallPanel(VGroup):
    """A cut across the ravine, and plain descent's steps over it at one learning rate.

    Under the cut stands ``push``, the first step as an arrow, −α times the slope, between guides from its two
    ends.
    """

    def __init__(self, learning_rate: float, x: float) -> None:
        super().__init__()
        run = descend(learning_rate)
        across = run.parameters[:, 1]
        reach = np.linspace(-PANEL_REACH, PANEL_REACH, 101)
        top = STEEPEST * PANEL_REACH**2 / 2
        # θ₂ grows to the left, so that the first step goes to the right.
        plot = Plot((PANEL_REACH, -PANEL_REACH), (0, top), width=PANEL_WIDTH, height=PANEL_HEIGHT)
        self.plot = plot.shift((x, PANEL_FLOOR, 0) - plot.to_screen(0, 0))
        self.wall = plot.curve(reach, STEEPEST * reach**2 / 2, style.MUTED_INK)
        points = out_of_the_picture(
            plot.to_screen(across, STEEPEST * across**2 / 2), x - PANEL_WIDTH / 2, x + PANEL_WIDTH / 2
        )
        self.now = ValueTracker(0)
        self.path = DescentPath(points, style.PLAIN_DESCENT, width=style.THIN).set_z_index(1)
        self.path.follow(self.now.get_value)
        ground = 0.3 * DOWN
        start, end = plot.to_screen(across[:2], 0) + ground
        self.arrow = VectorArrow(start, end, style.GRADIENT)
        self.guides = VGroup(
            DashedLine(point, foot, dash_length=0.07).set_stroke(style.GRADIENT, style.HAIRLINE)
            for point, foot in zip(points[:2], (start, end), strict=True)
        )
        arrow_name = formula("- alpha grad", style.BODY_SIZE)
        # Beside the leader.
        arrow_name.next_to(self.arrow, DOWN, buff=0.15).set_x(x - 0.12, RIGHT)
        self.push = VGroup(self.arrow, self.guides, arrow_name)
        middle = plot.to_screen(0, 0) + ground
        self.floor = Line(middle + 0.12 * UP, middle + 0.12 * DOWN)
        # Down to where it stands on the axis.
        self.leader = Line(middle + 0.12 * DOWN, (x, AXIS_HEIGHT + 0.12, 0))
        VGroup(self.floor, self.leader).set_stroke(style.MUTED_INK, style.HAIRLINE)
        self.add(self.wall, self.floor, self.leader, self.path)

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
        """Make the learning rates, and what stands on them."""
        self.map = resting_map()
        self.axis = LearningRateAxis(0, AXIS_END, left=AXIS_LEFT, right=AXIS_RIGHT, height=AXIS_HEIGHT)
        self.axis_name = words_on_line("learning rate $alpha$", self.axis.at(0) + AXIS_NAME_RISE * UP)
        self.zero, self.chosen = self.axis.tick(0), self.axis.tick(CHOSEN)
        self.zero[1].align_to(self.axis.line, LEFT)
        self.one = self.axis.tick(SLOWER, f"1/$lambda$ = 1/{STEEPEST:g}")
        self.two = self.axis.tick(LIMIT, f"2/$lambda$ = 2/{STEEPEST:g}")
        self.handle = self.axis.handle(CHOSEN)
        self.lens = Lens(self.axis)
        self.homes = VGroup()
        self.panels = [
            WallPanel(rate, axis.at(rate)[0])
            for axis, rate in ((self.axis, SLOWER), (self.axis, LIMIT), (self.lens.axis, FASTER))
        ]

    def land_on_the_floor(self) -> None:
        """Take one step at 1/λ across, and fifty along."""
        self.add(self.map)
        with self.beat(
            "One step",
            "Would another learning rate cure it? At one over the wall's curvature, "
            "one step lands on the floor. But along the floor it crawls.",
        ) as beat:
            picture = (self.lens, self.axis_name, self.zero, self.chosen, self.handle)
            self.play(FadeIn(*picture), self.map.animate.set_y(MAP_HEIGHT), run_time=style.CALM)
            self.lay_out_the_descent()
            appear = (FadeIn(self.descent.marker, scale=0.6), FadeIn(*self.over_the_map))
            self.play(*appear, run_time=style.QUICK)
            self.add(self.descent)
            beat.until("rate")
            self.play(self.handle.animate.move_to(self.axis.at(SLOWER)), run_time=1.4)
            beat.until("At one over")
            self.play(FadeIn(self.one), run_time=style.CALM)
            arrow = VectorArrow(self.descent.iterates[0], self.descent.iterates[1], style.GRADIENT)
            self.descent.marker.set_z_index(1)
            beat.until("curvature")
            self.play(GrowVector(arrow), run_time=style.CALM)
            beat.until("lands")
            self.play(self.now.animate.set_value(1), run_time=style.CALM)
            self.play(FadeOut(arrow), run_time=style.QUICK)
            beat.until("But")
            crawling = ApplyMethod(self.now.set_value, experiment.STEPS, rate_func=linear)
            self.play(crawling, run_time=CRAWLING)
            self.see_it_along_the_floor()

    def lay_out_the_descent(self) -> None:
        """Prepare the descent at 1/λ on the map, and over it the step and how far it has to go along."""
        run = descend(SLOWER)
        self.now = ValueTracker(0)
        self.descent = DescentPath(self.map.to_screen(run.parameters), style.PLAIN_DESCENT)
        self.descent.follow(self.now.get_value)
        way = WayLeft(self.map.to_screen(RAVINE.minimiser)[0]).set_to(self.descent.iterates[0, 0])
        way.follow(lambda: position_at(self.descent.iterates, self.now.get_value())[0])
        step = Readout(0, "step {:.0f}", style.HEADING_SIZE, bold=True)
        step.shift((AXIS_LEFT, WAY_LINE, 0)).follow(lambda: int(self.now.get_value() + 1e-6))
        to_go = Readout(-run.parameters[0, 0], "{:.2f} to go along", style.HEADING_SIZE).shift(WAY_LINE * UP)
        to_go.follow(lambda: -float(run.parameters[int(self.now.get_value() + 1e-6), 0]))
        to_go.add_updater(lambda words: words.set_x(way.get_x()), call_updater=True)
        self.over_the_map = (way, step, to_go)

    def land_on_the_mirror_point(self) -> None:
        """Land on the mirror point at 2/λ, and higher beyond."""
        first, mirrored, growing = self.panels
        with self.beat(
            "Twice that",
            "At twice that, it lands just as high. Beyond, every bounce is bigger than the last.",
        ) as beat:
            beat.until("twice")
            self.remove(self.turning, self.map)
            self.add(first)
            self.pushes = VGroup(first.push, mirrored.push)
            appear = FadeIn(self.two, self.pushes, rate_func=LATE)
            leave = FadeOut(self.chosen, rate_func=squish_rate_func(smooth, 0, 0.4))
            self.put_beside(mirrored, first, leave, appear, at=self.axis.at(LIMIT))
            beat.until("it lands")
            self.play(mirrored.now.animate.set_value(1), run_time=0.5)
            beat.until("high")
            self.play(mirrored.now.animate.set_value(2), run_time=0.5)
            beat.until("Beyond")
            self.open_the_lens(growing, mirrored)
            self.gone = words_on_line("gone", (0, LIMIT_HIGH + 0.15, 0), color=style.PLAIN_DESCENT)
            self.gone.set_x(growing.wall.get_x())
            self.play(
                ApplyMethod(growing.now.set_value, growing.steps, rate_func=linear),
                FadeIn(self.gone, rate_func=squish_rate_func(smooth, 0.85, 1)),
                run_time=BOUNCING,
            )
            growing.path.clear_updaters().remove(growing.path.marker)

    def see_it_along_the_floor(self) -> None:
        """Turn the map until the floor leads away from us, and let the wall rise."""
        first = self.panels[0]
        first.path.clear_updaters().set_to(1)
        self.looked_at = VGroup(
            words_on_line("the wall", (AXIS_LEFT, WALL_LINE, 0), style.HEADING_SIZE, bold=True),
            words_on_line("seen end-on", (AXIS_LEFT, WALL_LINE - LINES_APART, 0)),
        )
        self.descent.clear_updaters()
        self.turning = TurningMap(self.map, self.descent, descend(SLOWER), first)
        begun = self.time
        # It turns on in the pause between two sentences, where one beat ends and the next begins.
        self.turning.add_updater(lambda turning, dt: turning.set_to((self.time - begun) / TURNING))  # noqa: ARG005
        self.add(self.turning)
        self.play(*(part.animate.set_opacity(0) for part in self.over_the_map), run_time=style.QUICK / 2)
        self.remove(*self.over_the_map)
        appear = FadeIn(self.looked_at, first.floor, first.leader, rate_func=LATE)
        self.play(appear, run_time=style.QUICK * 1.5)

    def put_beside(
        self,
        panel: WallPanel,
        last: WallPanel,
        *others: Animation,
        at: Array,
        run_time: float = style.CALM,
    ) -> None:
        """Let the next wall come out of the last one, as the handle goes to its learning rate."""
        self.play(
            ReplacementTransform(last.wall.copy(), panel.wall),
            FadeIn(*(part for part in panel if part is not panel.wall), rate_func=LATE),
            ApplyMethod(self.handle.move_to, at),
            *others,
            run_time=run_time,
        )
        self.add(panel)

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
            shown=(
                f"Steps home: {slower:,} at {SLOWER:g}; {chosen:,} at {CHOSEN:g}; never at {FASTER:g}. "
                f"No rate takes fewer than {fewest_steps()}: a fair race."
            ),
        ) as beat:
            top_line = AXIS_HEIGHT + STEM_UNIT * slower + HOME_GAP
            beat.until("So")
            self.set_the_limit()
            beat.until("floor")
            self.leave_the_cuts_for_the_floor(top_line)
            self.count(SLOWER, slower, self.axis.at(SLOWER))
            beat.until("at ours")
            self.take_the_next(CHOSEN)
            self.count(CHOSEN, chosen, self.lens.axis.at(CHOSEN))
            self.compare_with_the_best()
            beat.until("past the limit")
            self.take_the_next(FASTER)
            self.count_for_ever(top_line)
            beat.until("No single")
            self.play(*(pulse(rate) for rate in (self.one[1], *self.lens.numbers)), run_time=style.CALM)
            beat.until("cures")
            self.play(*(pulse(home) for home in self.homes), run_time=style.CALM)

    def set_the_limit(self) -> None:
        """Light the walls, and draw the limit through the one that it is read from."""
        below = [part for panel in self.panels for part in (panel.leader, panel.floor)]
        for panel in self.panels:
            panel.remove(panel.leader, panel.floor)
        foot = self.axis.at(LIMIT)
        top = foot * RIGHT + LIMIT_HIGH * UP
        limit = Line(foot, top, stroke_color=style.INK, stroke_width=style.PATH_WIDTH)
        name = words_on_line("limit of plain descent", (0, TOP_LINE, 0), bold=True).set_x(top[0])
        first, then, last = (squish_rate_func(smooth, *span) for span in ((0, 0.4), (0.3, 0.9), (0.5, 1)))
        self.play(
            FadeOut(self.pushes, *below, self.gone, rate_func=first),
            *(ApplyMethod(panel.wall.set_stroke, style.INK, style.PATH_WIDTH) for panel in self.panels),
            Create(limit, rate_func=then),
            FadeIn(name, rate_func=last),
            run_time=style.CALM,
        )

    def leave_the_cuts_for_the_floor(self, line: float) -> None:
        """Leave of the cuts the limit, and draw the floor from the side; name on a line what is counted."""
        first, then, last = (squish_rate_func(smooth, *span) for span in ((0, 0.45), (0.2, 0.8), (0.6, 1)))
        # As on the map, it leads to the right.
        floor = Line(self.on_the_floor(experiment.START[0]), self.on_the_floor(0.0))
        floor.set_stroke(style.MUTED_INK, style.PATH_WIDTH)
        self.ball = self.panels[0].path.marker.copy().move_to(floor.get_start())
        star = resting_map().stars.move_to(floor.get_end())
        name = words_on_line("the floor", (AXIS_LEFT, TOP_LINE, 0), style.HEADING_SIZE, bold=True)
        counted = words_on_line("steps home", (AXIS_LEFT, line, 0))
        self.play(
            FadeOut(*self.panels, self.looked_at, rate_func=first),
            ApplyMethod(self.handle.move_to, self.axis.at(SLOWER)),
            Create(floor, rate_func=then),
            FadeIn(self.ball, name, rate_func=then),
            FadeIn(star, counted, rate_func=last),
            run_time=1.0,
        )

    def on_the_floor(self, along: float) -> Array:
        """Return where θ₁ is on the floor seen from the side."""
        share = 1 - along / experiment.START[0]
        return np.array([AXIS_LEFT + share * FLOOR_LENGTH, FLOOR_HEIGHT, 0])

    def count(self, rate: float, home: int, foot: Array) -> None:
        """Let a stem grow over a learning rate by the steps that it takes to be home, and count them.

        Meanwhile the ball walks along the floor.
        """
        along = descend(rate, home).parameters[:, 0]
        counted = ValueTracker(0)
        stem = Line(foot, foot + UP, stroke_color=style.PLAIN_DESCENT, stroke_width=STEM_WIDTH)
        number = Readout(0, "{:,.0f}", HOME_SIZE, color=style.PLAIN_DESCENT, bold=True)

        def rise(_: Mobject) -> None:
            steps = int(counted.get_value() + 1e-6)
            top = foot + (STEM_UNIT * counted.get_value() + 1e-3) * UP
            stem.set_points_as_corners([foot, top])
            number.set_to(steps).set_x(foot[0])
            number.shift((top[1] + HOME_GAP - number.points[0][1]) * UP)
            self.ball.move_to(self.on_the_floor(along[steps]))

        rising = VGroup(stem, number)
        rise(rising)
        self.play(FadeIn(rising), self.ball.animate.set_opacity(1), run_time=0.2)
        rising.add_updater(rise)
        self.play(counted.animate.set_value(home), rate_func=linear, run_time=home / COUNTED_A_SECOND)
        rising.clear_updaters()
        self.homes.add(number)

    def take_the_next(self, rate: float) -> None:
        """Move the handle to a learning rate under the lens, and let the ball be gone."""
        self.play(
            self.handle.animate.move_to(self.lens.axis.at(rate)),
            self.ball.animate.set_opacity(0),
            run_time=style.QUICK,
        )

    def open_the_lens(self, panel: WallPanel, last: WallPanel) -> None:
        """Enlarge the axis round the limit, in its place, and put the cut past the limit beside the last."""
        lens = self.lens
        self.put_beside(
            panel,
            last,
            UpdateFromAlphaFunc(lens, Lens.set_to, rate_func=squish_rate_func(smooth, 0, 0.8)),
            FadeIn(lens.says, rate_func=LATE),
            at=lens.axis.at(FASTER),
            run_time=1.0,
        )

    def compare_with_the_best(self) -> None:
        """Write over the count at the film's learning rate that the best one hardly takes fewer."""
        number = self.homes[-1]
        lines = ("a fair race", f"fewer than {fewest_steps()}:", "no rate takes")
        best = VGroup(
            words_on_line(line, number.get_corner(UL) + (HOME_GAP + row * LINES_APART) * UP)
            for row, line in enumerate(lines)
        )
        self.play(FadeIn(best), run_time=style.QUICK)

    def count_for_ever(self, line: float) -> None:
        """Let a stem grow past the limit that leaves the picture, and say in it how long that takes."""
        foot = self.lens.axis.at(FASTER)
        never = words_on_line("never", (0, line, 0), HOME_SIZE, color=style.PLAIN_DESCENT, bold=True)
        never.set_x(foot[0])
        gap = [
            edge[1] + side * HOME_GAP / 2 for edge, side in ((never.get_bottom(), -1), (never.get_top(), 1))
        ]
        stem = VGroup(
            Line(foot * RIGHT + low * UP, foot * RIGHT + high * UP)
            for low, high in ((foot[1], gap[0]), (gap[1], style.FRAME_HEIGHT / 2 + HOME_GAP))
        ).set_stroke(style.PLAIN_DESCENT, STEM_WIDTH)
        self.play(
            Create(stem, lag_ratio=1, rate_func=rush_into),
            FadeIn(never, rate_func=squish_rate_func(smooth, 0.6, 1)),
            run_time=style.CALM,
        )
        self.homes.add(never)

    def come_to_the_rule(self) -> None:
        """End on the rule that the next scene changes."""
        self.cross_over(
            FadeOut(*self.picture, run_time=0.27),
            FadeIn(large_plain_rule(), rate_func=squish_rate_func(smooth, 0.2, 1), run_time=0.47),
        )
