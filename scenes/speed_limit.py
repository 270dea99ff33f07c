"""Speed limit: the steep wall limits the learning rate, and the gentle floor takes its time."""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from manim import (
    LEFT,
    PI,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    Circle,
    Create,
    Line,
    LineJointType,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    interpolate,
    linear,
    smooth,
    squish_rate_func,
)
from manim.utils.rate_functions import ease_in_out_sine

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, theory
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import STROKES_A_UNIT, GrowVector, VectorArrow
from scenes.mobjects.counted_run import steps_taken
from scenes.mobjects.counting_bar import CountingBar
from scenes.mobjects.descent_path import DescentPath, position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.home_ring import HomeRing
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.plot import Plot
from scenes.mobjects.polyline import polyline
from scenes.mobjects.ravine_map import VERTICAL
from scenes.mobjects.transitions import large_plain_rule, resting_map
from scenes.mobjects.typography import Readout, formula, words_on_line

STEEPEST = float(RAVINE.curvatures.max())
LIMIT = float(theory.stability_limit(STEEPEST))
SLOWER, CHOSEN, FASTER = 1 / STEEPEST, experiment.LEARNING_RATE, 0.102
"""The rate at which one step lands on the floor, about half of the film's; the film's; one past the limit."""
BEST = 0.0997
"""That which takes the fewest steps home, hardly fewer than the film's."""

RIM = VERTICAL[1]
"""How far up both walls a cut reaches, as the map does, in units of θ₂."""
UNDER_THE_TITLE, AT_THE_TOP, ALONE = 1.9, 2.3, 0.8
"""The map's middle: at first, over something else, and while its floor is all that is spoken of."""

WALL_FOOT = -1.75
UNIT_UNDER_THE_MAP, HEIGHT_UNDER_THE_MAP = 1.0, 2.35
"""Of a wall under the map: to the map's scale."""
UNIT, HEIGHT = 1.25, 3.7
"""Of a wall that stands beside others."""
WHERE_THEY_APPEAR, ASIDE = (-2.2, 2.2, 4.4), 2.2
"""The walls' middles, and how far the first two go to the left when the third comes."""
RATE_LINE = -2.45
"""Of the learning rate under its wall."""
OVER_THE_RIM = 0.45

NAMES_LEFT, NAMES_LINES = (-4.4, 2.5), (-0.55, -1.15)
"""Of what is said of the wall, to both sides of it."""
COUNT_LEFT, COUNT_RISE = (-2.9, -0.9), 0.3
"""Of what is counted between the ball and the star: over the floor."""
SPOKEN_RATE_LINE, SPOKEN_RATE_SIZE, OURS_LINE = -1.0, 72, -1.8
"""Of the learning rate while it is all that is spoken of, and of what it is."""
GAP_OF_A_LETTER = 0.0035
"""Of a type's size, in the screen's units."""

LIFTING, CRAWLING, BOUNCING = 1.3, 1.5, 1.3
"""Seconds in which the cut leaves the map; for the steps along the floor, and for those past the limit."""
CHANGE_TIME = 0.7
"""Seconds in which the walls give way to the map, at the least."""
BESIDE_THE_BALL, TEXT_RIM = 0.2, 8.0
"""From the ball on the cut to the cut's name, and that one's rim."""

HEAD_LINE, *ROWS, BEST_ROW, LIMIT_ROW = (0.4 - 0.59 * row for row in (0, 1, 2, 5, 3, 4))
"""Baselines of the table, all equally far apart; the best's row stays free until it is counted."""
LEFT_EDGE, WORDS_LEFT, BARS_LEFT = -6.3, -4.9, -2.2
"""Of its columns, from the map's edge on."""
BAR_UNIT, BAR_HEIGHT = 3.4e-3, 0.42
"""Of the bars, which are as long as the steps home are many."""
HOME_SIZE, BAR_RISE = 54, 0.13
"""Of the numbers, and from a row's baseline to the middle of its learning rate, its bar and its number."""
FLOOR_NAME = -5.0, 0.2
"""Where along the floor its name begins, and how far over it."""
COUNTED_A_SECOND = 650
"""Steps: whichever learning rate takes twice as many is waited for twice as long."""

EARLY, LATE = squish_rate_func(smooth, 0, 0.4), squish_rate_func(smooth, 0.6, 1)
"""Of what makes room, and of what appears where something else is about to arrive."""


def descend(learning_rate: float, steps: int = experiment.STEPS) -> Trajectory:
    """Return plain descent from the film's start."""
    return gradient_descent(RAVINE, experiment.START, learning_rate=learning_rate, steps=steps)


def waiting_time(learning_rate: float) -> int | None:
    """Return the step from which plain descent stays near the minimum; None if it never does."""
    return experiment.arrival_if_any(descend(learning_rate, experiment.ENOUGH_STEPS))


def off_the_map(run: Trajectory) -> int:
    """Return the step that lands past the map's rim, or the last one."""
    outside = np.abs(run.parameters[:, 1]) > RIM
    return int(outside.argmax()) if outside.any() else run.steps


def bar_in(row: float) -> CountingBar:
    """Return a bar for the steps home, in the row of that baseline."""
    return CountingBar(
        (BARS_LEFT, row + BAR_RISE, 0),
        style.PLAIN_DESCENT,
        unit=BAR_UNIT,
        height=BAR_HEIGHT,
        number_size=HOME_SIZE,
    )


def named_rate(rate: float, name: str, row: float, template: str = "{:.3f}") -> VGroup:
    """Return a learning rate and its name, in the row of that baseline."""
    number = Readout(rate, template, style.HEADING_SIZE, bold=True).shift((LEFT_EDGE, row, 0))
    return VGroup(number, words_on_line(name, (WORDS_LEFT, row, 0)))


def out_of_the_picture(points: Array) -> Array:
    """Return a path on the screen whose last step goes on out of the picture."""
    inner, outer = points[-2:]
    beyond = np.sign(outer[0] - inner[0]) * (style.FRAME_WIDTH / 2 + 2 * style.MARKER_RADIUS)
    share = (beyond - inner[0]) / (outer[0] - inner[0])
    return np.concatenate([points[:-1], [inner + share * (outer - inner)]])


class Wall(VGroup):
    """A cut across the ravine, the wall seen end-on, and plain descent's steps over it at one learning rate.

    ``push`` is the first step as an arrow, −α times the slope, level with where it starts. The steps end
    after ``steps``, or with the one that leaves the cut.
    """

    def __init__(self, learning_rate: float, x: float, *, unit: float, height: float, steps: int = 1) -> None:
        super().__init__()
        run = descend(learning_rate, steps)
        across = run.parameters[: off_the_map(run) + 1, 1]
        reach = np.linspace(-RIM, RIM, 101)
        # θ₂ grows to the left, so that the first step goes to the right.
        plot = Plot((RIM, -RIM), (0, STEEPEST * RIM**2 / 2), width=2 * RIM * unit, height=height)
        self.plot = plot.shift((x, WALL_FOOT, 0) - plot.to_screen(0, 0))
        self.curve = plot.curve(reach, STEEPEST * reach**2 / 2, style.INK)
        points = plot.to_screen(across, STEEPEST * across**2 / 2)
        if abs(across[-1]) > RIM:
            points = out_of_the_picture(points)
        self.path = DescentPath(points, style.PLAIN_DESCENT, width=style.THIN)
        if steps == 1:
            # The arrow says as much.
            self.path.line.set_stroke(opacity=0)
        self.path.marker.set_z_index(2)
        start, end = plot.to_screen(across[:2], STEEPEST * across[0] ** 2 / 2)
        self.push = VectorArrow(start, end, style.GRADIENT).set_z_index(1)
        self.add(self.curve, self.path)

    @property
    def steps(self) -> int:
        """Steps that are drawn."""
        return len(self.path.iterates) - 1


class CutOut(LiveGroup):
    """A cut across the map, with the ball on it, that leaves the map, lies down, and bends into the wall."""

    def __init__(self, map_: LossMap, wall: Wall) -> None:
        self.curve = VMobject(joint_type=LineJointType.ROUND).set_stroke(style.INK, style.PATH_WIDTH)
        self.ball = wall.path.marker.copy()
        super().__init__(self.curve, self.ball)
        along, self._across = experiment.START
        self._unit, self._plot = map_.unit, wall.plot
        self._from, self._to = map_.to_screen((along, 0.0)), wall.plot.to_screen(0, 0)
        self.set_to(0.0)

    def seen(self, across: Array, share: float) -> Array:
        """Return where points of the cut are seen, a share of the way from the map."""
        moved, bent = (squish_rate_func(ease_in_out_sine, *span)(share) for span in ((0, 0.65), (0.6, 1)))
        angle = moved * PI / 2
        aside, upwards = np.array([[-np.sin(angle), np.cos(angle), 0], [np.cos(angle), np.sin(angle), 0]])
        rise = self._plot.to_screen(0, STEEPEST * across**2 / 2)[:, 1:2] - self._to[1]
        points: Array = (
            interpolate(self._from, self._to, moved)
            + self._unit * across[:, None] * aside
            + bent * rise * upwards
        )
        return points

    def set_to(self, share: float) -> Self:
        """Lift it out a share of its way."""
        self.curve.set_points_as_corners(self.seen(np.linspace(-RIM, RIM, 101), share))
        self.ball.move_to(self.seen(np.array([self._across]), share)[0])
        return self


class Rate(VGroup):
    """A learning rate, and where it comes from, on a baseline about the middle ``x``."""

    def __init__(self, rate: float, x: float, source: str, *, line: float, size: float) -> None:
        self.alpha = words_on_line("$alpha$ =", (0, line, 0), size)
        gap = GAP_OF_A_LETTER * size * RIGHT
        self.number = Readout(rate, "{:.3f}", size, bold=True)
        self.number.shift(self.alpha.get_right() * RIGHT + line * UP + gap)
        self.source = words_on_line(source, self.number.get_right() * RIGHT + line * UP + gap, size)
        super().__init__(self.alpha, self.number, self.source)
        self.set_x(x)


class Walk(LiveGroup):
    """A run over the map without a dot on each step, for hundreds of them; its marker is the ball."""

    def __init__(self, points: Array, ball: Circle) -> None:
        self._points, self._ball = points, ball
        self.line = VMobject(joint_type=LineJointType.ROUND).set_stroke(style.PLAIN_DESCENT, style.PATH_WIDTH)
        super().__init__(self.line)

    def set_to(self, step: float) -> Self:
        """Draw it from the start to a step."""
        here = position_at(self._points, step)
        self.line.points = polyline(np.concatenate([self._points[: int(step) + 1], [here]]))
        self._ball.move_to(here)
        return self


class SpeedLimit(LessonScene):
    """One step at 1/λ, at 2/λ and beyond it; then how long each learning rate takes to be home."""

    title = "The speed limit"
    idea = "No single learning rate cures it: the wall sets the limit, the floor the waiting."
    lab: ClassVar = {"alpha": FASTER}

    def construct(self) -> None:
        self.lay_out_the_walls()
        self.land_on_the_floor()
        self.land_on_the_mirror_point()
        self.compare_the_waiting()
        self.come_to_the_rule()

    def lay_out_the_walls(self) -> None:
        """Make the map, and three walls with their learning rates, of which the first comes from the map."""
        self.map = resting_map()
        rates = (
            (SLOWER, "= 1/$lambda$", 1),
            (LIMIT, "= 2/$lambda$", 1),
            (FASTER, "> 2/$lambda$", experiment.STEPS),
        )
        self.walls, self.rates = [], []
        for (rate, source, steps), x in zip(rates, WHERE_THEY_APPEAR, strict=True):
            self.walls.append(Wall(rate, x, unit=UNIT, height=HEIGHT, steps=steps))
            self.rates.append(Rate(rate, x, source, line=RATE_LINE, size=style.HEADING_SIZE))
        self.two = VGroup(*self.walls[:2], *(wall.push for wall in self.walls[:2]), *self.rates[:2])
        """What stands in the middle until the third comes."""
        self.small = Wall(SLOWER, 0, unit=UNIT_UNDER_THE_MAP, height=HEIGHT_UNDER_THE_MAP)

    def land_on_the_floor(self) -> None:
        """Take one step at 1/λ across, and fifty along."""
        self.add(self.map)
        with self.beat(
            "One step",
            "Would another learning rate cure it? At one over the wall's curvature, "
            "one step lands on the floor. But along the floor it crawls.",
        ) as beat:
            rate = Rate(SLOWER, 0, "= 1/$lambda$", line=SPOKEN_RATE_LINE, size=SPOKEN_RATE_SIZE)
            # Alone, until it is said where it comes from.
            said = VGroup(rate.alpha, rate.number).set_x(0)
            rate.number.set_to(CHOSEN)
            ours = words_on_line("our learning rate", (0, OURS_LINE, 0), style.HEADING_SIZE).set_x(0)
            self.play(
                self.map.animate.set_y(UNDER_THE_TITLE),
                FadeIn(said, ours, rate_func=LATE),
                run_time=style.CALM,
            )
            beat.until("rate")
            self.play(
                FadeOut(ours, rate_func=EARLY),
                UpdateFromAlphaFunc(
                    rate.number, lambda number, share: number.set_to(interpolate(CHOSEN, SLOWER, share))
                ),
                run_time=0.93,
            )
            self.under = Rate(SLOWER, 0, "= 1/$lambda$", line=RATE_LINE, size=style.HEADING_SIZE)
            self.play(
                self.map.animate.set_y(AT_THE_TOP),
                ReplacementTransform(said, VGroup(self.under.alpha, self.under.number)),
                run_time=0.5,
            )
            beat.until("At one over")
            self.lay_out_the_descent()
            self.lift_the_cut_out()
            beat.until("one step")
            self.push_name = formula("- alpha grad").next_to(self.small.push.end, UP, buff=0.2)
            self.play(GrowVector(self.small.push), FadeIn(self.push_name, rate_func=LATE), run_time=0.5)
            beat.until("lands")
            self.play(self.small.path.grow_to(1), run_time=0.6)
            self.lay_out_the_count()
            self.play(self.descent.grow_to(1), FadeIn(self.count_says, rate_func=LATE), run_time=0.6)
            beat.until("But")
            self.crawl_along_the_floor()

    def lay_out_the_descent(self) -> None:
        """Prepare the descent at 1/λ on the map, and what is said on both sides of the wall."""
        self.descent = DescentPath(self.map.to_screen(descend(SLOWER).parameters), style.PLAIN_DESCENT)
        pairs = ("the wall", "seen end-on"), (f"$lambda$ = {STEEPEST:g}", "its curvature")
        first, second = NAMES_LINES
        self.wall_says = VGroup(
            part
            for left, (head, more) in zip(NAMES_LEFT, pairs, strict=True)
            for part in (
                words_on_line(head, (left, first, 0), style.HEADING_SIZE, bold=True),
                words_on_line(more, (left, second, 0)),
            )
        )

    def lay_out_the_count(self) -> None:
        """Prepare what is counted between the ball and the star."""
        self.distances = -descend(SLOWER).parameters[:, 0]
        height = self.map.stars.get_y() + COUNT_RISE
        texts = (1, "step {:.0f}"), (self.distances[1], f"{{:.2f}} of {self.distances[0]:g} to go")
        self.count_says = VGroup(
            Readout(number, template, style.HEADING_SIZE, bold=True).shift((left, height, 0))
            for left, (number, template) in zip(COUNT_LEFT, texts, strict=True)
        )

    def crawl_along_the_floor(self) -> None:
        """Take the other steps, and count them."""
        step, to_go = self.count_says

        def take(share: float) -> None:
            now = interpolate(1, experiment.STEPS, share)
            passed = steps_taken(now, experiment.STEPS)
            self.descent.set_to(now)
            step.set_to(passed)
            to_go.set_to(self.distances[passed])

        crawl = UpdateFromAlphaFunc(self.descent, lambda _, share: take(share), rate_func=linear)
        self.play(crawl, run_time=CRAWLING)

    def lift_the_cut_out(self) -> None:
        """Let the cut through the ball leave the map and become the wall, over its learning rate."""
        cut = CutOut(self.map, self.small)
        name = words_on_line("the wall", (0, 0, 0), style.HEADING_SIZE, bold=True)
        name.next_to(cut.ball, RIGHT, buff=BESIDE_THE_BALL)
        # The map's lines would run through it.
        name.set_stroke(style.MAP_RIM, TEXT_RIM, background=True)
        self.play(Create(cut.curve), FadeIn(cut.ball, name, self.under.source, rate_func=LATE), run_time=0.5)
        self.wait(0.2)
        self.play(
            FadeOut(name, rate_func=squish_rate_func(smooth, 0, 0.2)),
            cut.grow_to(1, rate_func=linear),
            FadeIn(self.descent, self.wall_says, rate_func=LATE),
            run_time=LIFTING,
        )
        self.remove(cut)
        self.add(self.small, self.under)

    def land_on_the_mirror_point(self) -> None:
        """Land on the mirror point at 2/λ, and higher beyond."""
        first, mirrored, growing = self.walls
        with self.beat(
            "Twice that",
            "At twice that, it lands just as high. Beyond, every bounce is bigger than the last.",
        ) as beat:
            first.path.set_to(1)
            self.play(
                FadeOut(
                    self.map,
                    self.descent,
                    self.wall_says,
                    self.count_says,
                    self.push_name,
                    rate_func=EARLY,
                ),
                ReplacementTransform(self.out_of(self.small), mirrored.curve),
                ReplacementTransform(self.small, first),
                ReplacementTransform(self.small.push, first.push),
                ReplacementTransform(self.under, self.rates[0]),
                FadeIn(mirrored.path, self.rates[1], rate_func=LATE),
                run_time=0.9,
            )
            beat.until("it lands")
            self.play(GrowVector(mirrored.push), run_time=0.5)
            beat.until("as high")
            self.play(mirrored.path.grow_to(1), run_time=0.7)
            beat.until("Beyond")
            self.play(
                *(part.animate.shift(ASIDE * LEFT) for part in self.two),
                ReplacementTransform(self.out_of(mirrored), growing.curve),
                FadeIn(growing.path, self.rates[2], rate_func=LATE),
                run_time=style.CALM,
            )
            self.play(GrowVector(growing.push), run_time=style.QUICK)
            self.gone = self.over_the_rim("gone", growing).set_color(style.PLAIN_DESCENT)
            # Where it has left the picture.
            self.gone.align_to((-style.SAFE_LEFT, 0, 0), RIGHT)
            self.play(
                growing.path.grow_to(growing.steps, rate_func=linear),
                FadeIn(self.gone, rate_func=squish_rate_func(smooth, 0.75, 1)),
                run_time=BOUNCING,
            )
            self.wait(0.73)
            self.set_the_limit()

    def out_of(self, wall: Wall) -> VMobject:
        """Return a wall's curve, not to be seen before it becomes another's."""
        return wall.curve.copy().set_stroke(opacity=0)

    def over_the_rim(self, text: str, wall: Wall) -> VMobject:
        """Return words over a wall."""
        line = (0, WALL_FOOT + HEIGHT + OVER_THE_RIM, 0)
        return words_on_line(text, line, style.HEADING_SIZE, bold=True).set_x(wall.curve.get_x())

    def compare_the_waiting(self) -> None:
        """Count how many steps each learning rate takes home."""
        slower, chosen, best = (waiting_time(rate) for rate in (SLOWER, CHOSEN, BEST))
        assert slower is not None
        assert chosen is not None
        assert best is not None
        assert waiting_time(FASTER) is None
        with self.beat(
            "The limit",
            "So the wall sets the limit, the floor the waiting. "
            f"At about half our rate, {slower:,} steps. At ours, {chosen:,}. "
            "Past the limit, never. No single learning rate cures it.",
            shown=(
                f"Steps home: {slower:,} at {SLOWER:g}; {chosen:,} at {CHOSEN:g}; never at {FASTER:g}. "
                f"The best possible rate takes {best}."
            ),
        ) as beat:
            beat.until("limit")
            self.come_back_to_the_floor(beat.seconds_until("floor"))
            self.lay_out_the_table()
            beat.until("At about")
            half = words_on_line("about half ours", (WORDS_LEFT, ROWS[0], 0))
            self.count(SLOWER, slower, ROWS[0], FadeIn(half), FadeOut(self.floor))
            beat.until("At ours")
            self.count(CHOSEN, chosen, ROWS[1], FadeIn(named_rate(CHOSEN, "ours", ROWS[1])))
            beat.until("Past the limit")
            self.never_arrive()
            self.compare_with_the_best(best)

    def set_the_limit(self) -> None:
        """Name the wall that the limit is read from, and let the others step back."""
        first, mirrored, growing = self.walls
        self.limit = self.over_the_rim("limit of plain descent", mirrored)
        self.play(
            *(
                part.animate.fade(1 - style.FADED)
                for part in (first, first.push, growing, growing.push, self.gone)
            ),
            FadeIn(self.limit),
            run_time=0.6,
        )

    def come_back_to_the_floor(self, seconds: float) -> None:
        """Let the map come in the walls' place within some seconds, and draw its floor."""
        walls = [part for wall in self.walls for part in (wall, wall.push)]
        self.map.set_y(ALONE)
        self.play(
            FadeOut(*walls, self.limit, self.gone, rate_func=squish_rate_func(smooth, 0, 0.55)),
            FadeIn(self.map, rate_func=squish_rate_func(smooth, 0.3, 1)),
            run_time=max(seconds, CHANGE_TIME),
        )
        start, end = self.map.to_screen([(experiment.START[0], 0.0), tuple(RAVINE.minimiser)])
        line = Line(start, end).set_stroke(style.INK, style.ARROW_WIDTH)
        left, rise = FLOOR_NAME
        name = words_on_line(
            "the floor", self.map.to_screen((left, 0.0)) + rise * UP, style.HEADING_SIZE, bold=True
        )
        self.play(Create(line), FadeIn(name), run_time=0.5)
        self.floor = VGroup(line, name)

    def lay_out_the_table(self) -> None:
        """Let the map rise, and the first learning rate and the limit go to the table's rows."""
        first, limit, last = (rate.number for rate in self.rates)
        self.homes = VGroup()
        self.ball = self.walls[1].path.marker.copy()
        heads = VGroup(
            words_on_line(name, (left, HEAD_LINE, 0), color=style.MUTED_INK)
            for name, left in (("learning rate $alpha$", LEFT_EDGE), ("steps home", BARS_LEFT))
        )
        at_the_limit = words_on_line("limit of plain descent", (WORDS_LEFT, LIMIT_ROW, 0))
        height = LIMIT_ROW + BAR_RISE
        rule = Line((at_the_limit.get_right()[0] + 0.25, height, 0), (-LEFT_EDGE, height, 0))
        rule.set_stroke(style.INK, style.THIN)
        moves = [(part, (AT_THE_TOP - ALONE) * UP) for part in (self.map, self.floor)]
        moves += [
            (number, (LEFT_EDGE, row, 0) - number.points[0])
            for number, row in ((first, ROWS[0]), (limit, LIMIT_ROW))
        ]
        leaving = [part for rate in self.rates for part in (rate.alpha, rate.source)]
        self.play(
            FadeOut(*leaving, last, rate_func=EARLY),
            *(
                ApplyMethod(part.shift, way, rate_func=squish_rate_func(smooth, 0.1, 0.8))
                for part, way in moves
            ),
            FadeIn(at_the_limit, rule, heads, rate_func=squish_rate_func(smooth, 0.75, 1)),
            run_time=1.0,
        )

    def set_out(self, rate: float, steps: int, *others: Animation) -> Walk:
        """Put the ball at the start, while others play too; return the walk at a learning rate."""
        walk = Walk(self.map.to_screen(descend(rate, steps).parameters), self.ball).set_to(0)
        self.play(FadeIn(self.ball), *others, run_time=0.3)
        self.add(walk)
        return walk

    def count(self, rate: float, home: int, row: float, *others: Animation) -> None:
        """Let a row's bar grow by the steps that a learning rate takes home, as the ball takes them."""
        walk = self.set_out(rate, home, *others)
        bar = bar_in(row)
        self.add(bar)
        self.play(
            *(counted.grow_to(home, rate_func=linear) for counted in (bar, walk)),
            run_time=home / COUNTED_A_SECOND,
        )
        self.homes.add(bar.number)
        ring = HomeRing(self.map.stars.get_center(), style.PLAIN_DESCENT)
        self.play(FadeIn(ring, scale=0.5), run_time=0.2)
        self.play(FadeOut(walk, self.ball, ring), run_time=style.QUICK)

    def never_arrive(self) -> None:
        """Let the ball bounce up to the map's rim, and a bar leave the picture: in it, how long it takes."""
        steps, row = off_the_map(descend(FASTER)) - 1, ROWS[2]
        walk = self.set_out(FASTER, steps, FadeIn(named_rate(FASTER, "past the limit", row)))
        middle = row + BAR_RISE
        bar = Line((BARS_LEFT, middle, 0), (style.FRAME_WIDTH / 2 + 0.2, middle, 0))
        bar.set_stroke(style.PLAIN_DESCENT, BAR_HEIGHT * STROKES_A_UNIT)
        never = words_on_line(
            "never", (self.homes[0].get_left()[0], middle, 0), HOME_SIZE, color=style.BACKGROUND, bold=True
        ).set_y(middle)
        self.play(
            walk.grow_to(steps, rate_func=linear),
            Create(bar, rate_func=squish_rate_func(linear, 0, 0.6)),
            FadeIn(never, rate_func=squish_rate_func(smooth, 0.4, 0.7)),
            run_time=1.0,
        )

    def compare_with_the_best(self, home: int) -> None:
        """Count in the free row how long the best takes: hardly fewer steps than the film's."""
        bar = bar_in(BEST_ROW)
        self.add(bar)
        self.play(
            FadeOut(self.ball, rate_func=EARLY),
            FadeIn(named_rate(BEST, "best possible", BEST_ROW, "{:.4f}"), rate_func=EARLY),
            bar.grow_to(home),
            run_time=0.8,
        )

    def come_to_the_rule(self) -> None:
        """End on the rule that the next scene changes."""
        self.cross_over(
            FadeOut(*self.picture, run_time=0.27),
            FadeIn(large_plain_rule(), rate_func=squish_rate_func(smooth, 0.2, 1), run_time=0.47),
        )
