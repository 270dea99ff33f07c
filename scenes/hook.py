"""Hook: two optimisers race down one ravine, and one is hardly under way when the other arrives."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    ApplyMethod,
    Circle,
    Create,
    Line,
    LineJointType,
    Succession,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    smooth,
    squish_rate_func,
    there_and_back,
)
from manim.utils.rate_functions import ease_in_out_sine

from momentum_sim import RAVINE, Trajectory, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.descent_path import DescentPath, position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.film_title import FilmTitle
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.polyline import POINTS_PER_CURVE
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import axis_of_one_parameter, rule_of_one_parameter
from scenes.mobjects.typography import Readout, words, words_on_line
from scenes.mobjects.wide_map import WidePath, WideRavineMap

HEAVY_BAR, PLAIN_BAR = 0.42, 1.12
"""Heights of the bars over the map that show how far along the floor each has come."""

BAR_WIDTH = 9.0
GAP = 0.22
"""Between a name and the outcome after it."""

NAME_CLEARANCE = 0.16
"""From a bar to the baseline of the name on it."""

BESIDE_THE_LINE = 0.14
"""From a bar's tip to its name: at the start the upper bar's line goes down past the lower one's name."""

PAST_THE_BARS = 0.14
"""How far the finish, over the minimum, reaches over and under the bars."""

SHARED_LINE, STEP_LINE = 3.1, 2.22
"""Baselines of the words above the race."""

TITLE_TIME, REWINDING_TIME, RACING_TIME = 1.4, 1.0, 3.2
UNDER_WAY = 0.4
"""The share of its time after which the race has its full speed."""

RADIUS, RIM_RADIUS, RUNNING_RADIUS, START_RADIUS = 0.28, 0.23, 0.16, 0.36
"""Of the balls at the end; round another; where they jump to and fro; and of the ring round the start."""

REACHED, UNDER_THE_STAR = 1.4, 0.065
"""How many times as large the star is when a ball is there, and the radius of the ball, which it hides."""

HALO, HALO_RIM = 16.0, 23.0
"""Strokes around that star: in the colour of the one that is there, and the rim of both."""

SWOLLEN = 1.8
"""How many times as wide a line is for the moment in which it is spoken of."""

ARRIVED_WITHIN = 0.05
"""A run counts as arrived within this share of the whole way from the minimum."""


def progress(run: Trajectory) -> float:
    """Return how much of its way along the floor a run has covered: 0 at the start, 1 at the minimum."""
    start, end = run.parameters[[0, -1], 0]
    return float(1 - end / start)


def has_arrived(run: Trajectory) -> bool:
    """Whether a run ends at the minimum, as far as the floor is concerned."""
    return abs(1 - progress(run)) <= ARRIVED_WITHIN


def describe_outcome(plain: Trajectory, heavy: Trajectory) -> str:
    """Say how far along the floor the two have come."""
    gone, other = progress(plain), progress(heavy)
    if has_arrived(heavy):
        outcome = "The other has reached the minimum."
    elif other > 1:
        outcome = f"The other has run past the end, by {100 * (other - 1):.0f} percent."
    else:
        outcome = f"The other has covered {100 * other:.0f}."
    return (
        f"{plain.steps} steps later, plain descent has covered {100 * gone:.0f} percent of the way. {outcome}"
    )


def label_outcome(run: Trajectory) -> str:
    """Write how far along the floor a run has come, after its name."""
    gone = progress(run)
    if has_arrived(run):
        return "has reached the minimum"
    return f"{100 * (gone - 1):.0f} % past the minimum" if gone > 1 else f"{100 * gone:.0f} % of the way"


def get_under_way(share: float) -> float:
    """Rate a run so that it gathers speed up to ``UNDER_WAY``, and keeps it."""
    run = share**2 / (2 * UNDER_WAY) if share < UNDER_WAY else share - UNDER_WAY / 2
    return run / (1 - UNDER_WAY / 2)


def resize(ball: VMobject, radius: float, **keywords: Any) -> Animation:
    """Return the animation that gives a ball another size, wherever it is."""
    return ApplyMethod(ball.scale, 2 * radius / ball.width, **keywords)


def halo_around(star: VMobject, color: str) -> VMobject:
    """Return the outline, behind a star, of the larger one that it is when an optimiser is there."""
    halo = star.copy().scale(REACHED).set_fill(opacity=0).set_z_index(star.z_index - 1)
    halo.joint_type = LineJointType.ROUND
    # Cairo does not round the corner at which an outline begins: here it is one between two points.
    halo.points = np.roll(halo.points, -POINTS_PER_CURVE, axis=0)
    return halo.set_stroke(color, HALO).set_stroke(style.BACKGROUND, HALO_RIM, background=True)


def swell(line: VMobject) -> Animation:
    """Return the animation that widens a line and lets it be as it was."""
    width = SWOLLEN * line.get_stroke_width()
    return ApplyMethod(line.set_stroke, None, width, rate_func=there_and_back)


class WayCovered(LiveGroup):
    """A bar over the map as long as a path's way along the floor, with its name and a line to its marker.

    What is said of it in the end stands before ``finish`` where the bar is long enough.
    """

    def __init__(
        self, path: DescentPath, name: str, color: str, height: float, outcome: str, finish: float
    ) -> None:
        super().__init__()
        self.path, self._height, self._finish = path, height, finish
        self.bar = Line(stroke_color=color, stroke_width=BAR_WIDTH)
        self.plumb_line = Line(stroke_color=color, stroke_width=style.THIN)
        baseline = (0, height + NAME_CLEARANCE, 0)
        self.label = words_on_line(name, baseline, color=color, bold=True)
        self.outcome = words_on_line(outcome, baseline, color=style.INK, bold=True)
        self.add(self.plumb_line, self.bar, self.label)
        start, end = path.iterates[0, 0], min(path.iterates[-1, 0], finish - BESIDE_THE_LINE)
        width = self.label.width + GAP + self.outcome.width
        self._right = end if width <= end - start else -style.SAFE_LEFT
        self.set_to(len(path.iterates) - 1)
        left = min(self.label.get_left()[0], self._right - width)
        self._making_room = (left - self.label.get_left()[0]) * RIGHT
        self.outcome.shift((left + width - self.outcome.get_right()[0]) * RIGHT)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the way up to a step."""
        (start, *_), (tip, height, _) = self.path.iterates[0], position_at(self.path.iterates, step)
        # A marker that has just passed the minimum still covers it: so far the bar is full.
        tip = min(tip, max(self._finish, tip - self.path.marker.width / 2))
        self.bar.set_points_as_corners([(start, self._height, 0), (tip, self._height, 0)])
        self.plumb_line.set_points_as_corners(
            [(tip, self._height, 0), (tip, height + self.path.marker.height / 2, 0)]
        )
        left = min(tip + BESIDE_THE_LINE, self._right - self.label.width)
        self.label.shift((left - self.label.get_left()[0]) * RIGHT)
        return self

    def tell(self) -> Animation:
        """Return the animation that brings the outcome, for which the name makes room."""
        return AnimationGroup(
            ApplyMethod(self.label.shift, self._making_room, run_time=0.5),
            Succession(Wait(0.4 if self._making_room.any() else 0.0), FadeIn(self.outcome, run_time=0.5)),
        )


class Hook(LessonScene):
    """The race's picture, rewound and run on one map; then what both share."""

    title = "One ravine, two optimisers"
    idea = "Same ravine, same start, same learning rate: one crawls, one arrives."
    lab: ClassVar = {"alpha": experiment.LEARNING_RATE, "beta": experiment.MOMENTUM, "step": experiment.STEPS}
    shows_title = False
    rewinds_until = TITLE_TIME + REWINDING_TIME
    parameters = (
        experiment.START_ALONG,
        experiment.START_ACROSS,
        Parameter(
            "learning_rate",
            experiment.LEARNING_RATE,
            minimum=0.01,
            maximum=0.099,
            reason="plain descent diverges from 2/20 = 0.1 on, and below 0.01 neither gets anywhere",
        ),
        Parameter(
            "momentum",
            experiment.MOMENTUM,
            minimum=0.5,
            maximum=0.93,
            reason="with more the run overshoots the map, with less there is little to see",
        ),
        Parameter(
            "steps",
            experiment.STEPS,
            minimum=20,
            maximum=100,
            reason="the race takes four seconds, whatever it has to show in them",
        ),
    )
    start_along: float
    start_across: float
    learning_rate: float
    momentum: float
    steps: int

    def construct(self) -> None:
        """Play the beats."""
        self.lay_out_the_race()
        self.race()
        self.show_the_difference()

    def lay_out_the_race(self) -> None:
        """Run both methods, and place their paths on one map."""
        start, alpha, steps = (self.start_along, self.start_across), self.learning_rate, self.steps
        self.runs = (
            gradient_descent(RAVINE, start, learning_rate=alpha, steps=steps),
            heavy_ball(RAVINE, start, learning_rate=alpha, momentum=self.momentum, steps=steps),
        )
        self.map, self.film_title = WideRavineMap(), FilmTitle()
        colors = (style.PLAIN_DESCENT, style.MOMENTUM)
        self.plain, self.heavy = (
            # Through plain descent's strokes, which lie side by side, momentum's can be seen.
            WidePath(self.map.to_screen(run.parameters), color, step=steps, fine=run.momentum == 0)
            for run, color in zip(self.runs, colors, strict=True)
        )
        for path in (self.plain, self.heavy):
            path.marker.set(width=2 * RADIUS)
        # Its path lies over momentum's.
        self.plain.set_z_index(1)
        self.star = self.map.stars[0]
        self.halo = halo_around(self.star, style.MOMENTUM)
        finish, tip = self.map.to_screen(RAVINE.minimiser)[0], self.plain.marker.get_x()
        self.plain_way, self.heavy_way = (
            WayCovered(path, name, color, height, label_outcome(run), finish)
            for path, name, color, height, run in zip(
                (self.plain, self.heavy),
                ("Plain descent", "Momentum"),
                colors,
                (PLAIN_BAR, HEAVY_BAR),
                self.runs,
                strict=True,
            )
        )
        self.rest_of_the_way = Line((tip, PLAIN_BAR, 0), (finish, PLAIN_BAR, 0))
        self.finish = Line((finish, PLAIN_BAR + PAST_THE_BARS, 0), (finish, HEAVY_BAR - PAST_THE_BARS, 0))
        VGroup(self.rest_of_the_way, self.finish).set_stroke(style.MUTED_INK, style.THIN)
        parts = ("Same ravine,", "same start,", "same learning rate")
        self.shared = VGroup(words_on_line(part, (0, 0, 0), style.TITLE_SIZE, bold=True) for part in parts)
        for before, part in zip(self.shared, self.shared[1:], strict=False):
            part.shift((before.get_right()[0] + 0.2 - part.get_left()[0]) * RIGHT)
        # On the same left edge as the bars.
        left = self.plain.iterates[0, 0]
        self.shared.shift((left - self.shared.get_left()[0]) * RIGHT + SHARED_LINE * UP)
        self.step = Readout(0, "step {:.0f}", style.TITLE_SIZE)
        self.step.shift((self.shared.get_left()[0], STEP_LINE, 0))

    def race(self) -> None:
        """Open on the end of the race, rewind it, run it, and say how far each has come."""
        self.now = ValueTracker(self.steps)
        self.add(self.map, self.heavy, self.plain, self.film_title)
        arrived = has_arrived(self.runs[1])
        if arrived:
            self.star.scale(REACHED)
            self.heavy.marker.set(width=2 * UNDER_THE_STAR)
            self.add(self.halo)
        with self.beat(
            "The race",
            "Two optimisers, one ravine. Same start, same learning rate. " + describe_outcome(*self.runs),
        ) as beat:
            beat.until("optimisers")
            # The two that are spoken of, and their paths, stay lit.
            self.play(self.film_title.without_the_names().animate.set_opacity(style.FADED), run_time=0.4)
            self.wait(TITLE_TIME - self.time)
            for path in (self.heavy, self.plain):
                path.follow(self.now.get_value)
            ahead, behind = self.plain.marker, self.heavy.marker
            # As long as one ball lies on the other, that one is its rim.
            seen = squish_rate_func(smooth, 0, 0.5)
            resized = (resize(ahead, RUNNING_RADIUS), resize(behind, RIM_RADIUS, rate_func=seen))
            self.play(
                ApplyMethod(self.now.set_value, 0, rate_func=ease_in_out_sine),
                *resized,
                *(self.leave_the_star() if arrived else ()),
                FadeOut(self.film_title),
                run_time=REWINDING_TIME,
            )
            ways = (self.heavy_way, self.plain_way)
            same_ravine, same_start, same_rate = self.shared
            self.play(FadeIn(*ways, self.finish, same_ravine, self.step), run_time=style.QUICK)
            start = Circle(START_RADIUS, stroke_color=style.INK, stroke_width=style.THIN).move_to(ahead)
            self.play(FadeIn(same_start), Create(start), run_time=style.QUICK)
            for way in ways:
                way.follow(self.now.get_value)
            self.step.follow(lambda: int(self.now.get_value()))
            # Both take their steps at the same moments; the first is the same: there is no velocity yet.
            self.play(
                ApplyMethod(self.now.set_value, self.steps, run_time=RACING_TIME, rate_func=get_under_way),
                resize(
                    behind,
                    RUNNING_RADIUS,
                    run_time=RACING_TIME,
                    rate_func=squish_rate_func(smooth, 0.15, 0.35),
                ),
                Succession(Wait(0.25), FadeOut(start, run_time=style.QUICK)),
                Succession(Wait(0.25), FadeIn(same_rate, run_time=style.QUICK)),
            )
            for follower in (*ways, self.step, self.heavy, self.plain):
                follower.clear_updaters()
            end = self.reach_the_star() if arrived else [resize(behind, RADIUS)]
            self.play(*end, run_time=0.3)
            beat.until("plain descent")
            self.play(swell(self.plain_way.bar), self.plain_way.tell(), run_time=0.5)
            beat.until("has covered")
            self.play(Create(self.rest_of_the_way), run_time=0.6)
            beat.until("The other has")
            self.play(self.heavy_way.tell())
            beat.until("reached" if arrived else "other")
            self.play(
                *map(pulse, (self.halo, self.star) if arrived else (self.heavy.marker,)),
                swell(self.heavy_way.bar),
                swell(self.heavy_way.plumb_line),
                run_time=style.CALM,
            )

    def reach_the_star(self) -> list[Animation]:
        """Return the animations that hide momentum's ball under the star, now ringed in its colour."""
        return [
            ApplyMethod(self.star.scale, REACHED),
            FadeIn(self.halo, scale=1 / REACHED),
            resize(self.heavy.marker, UNDER_THE_STAR),
        ]

    def leave_the_star(self) -> list[Animation]:
        """Return the animations that make the star what it was."""
        return [ApplyMethod(self.star.scale, 1 / REACHED), FadeOut(self.halo, scale=1 / REACHED)]

    def show_the_difference(self) -> None:
        """Name the one difference, and bring the rule that both share."""
        with self.beat("Why", "The only difference is momentum. But first, plain descent's rule.") as beat:
            difference = words("The only difference: #momentum[momentum]", style.TITLE_SIZE, bold=True)
            difference.move_to((self.shared.get_left()[0], self.shared.get_y(), 0), aligned_edge=LEFT)
            self.play(FadeOut(self.shared, self.step), run_time=0.33)
            self.play(FadeIn(difference), run_time=0.6)
            beat.until("momentum")
            self.play(swell(self.heavy.line), run_time=1.0)
            beat.until("But first")
            # What is plain descent's stays, and the rule comes where its heading was.
            momentum = (self.heavy, self.heavy_way, self.heavy_way.outcome, self.finish)
            told = (self.plain_way.outcome, self.rest_of_the_way)
            leaving = self.leave_the_star() if has_arrived(self.runs[1]) else []
            self.play(FadeOut(difference, *momentum, *told), *leaving, run_time=0.37)
            # It stands where it is explained.
            self.play(FadeIn(rule_of_one_parameter()), swell(self.plain.line), run_time=0.4)
            beat.until("descent's")
            self.play(FadeOut(self.map, self.plain, self.plain_way), run_time=0.33)
            beat.until("rule")
            self.play(FadeIn(axis_of_one_parameter()), run_time=0.6)
