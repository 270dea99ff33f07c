"""Hook: two optimisers race down one ravine, and one is hardly under way when the other arrives."""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    ApplyMethod,
    Create,
    Line,
    ReplacementTransform,
    Succession,
    ValueTracker,
    VGroup,
    VMobject,
    Wait,
    linear,
    there_and_back,
)

from momentum_sim import RAVINE, Trajectory, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.descent_path import DescentPath, position_at
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.film_title import FilmTitle
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.pulse import pulse
from scenes.mobjects.transitions import plain_rule
from scenes.mobjects.typography import Readout, formula, words, words_on_line
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

SHARED_LINE, STEP_LINE = 3.1, 2.22
"""Baselines of the words above the race."""

RACING_TIME = 3.9

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


def swell(line: VMobject) -> Animation:
    """Return the animation that widens a line and lets it be as it was."""
    width = SWOLLEN * line.get_stroke_width()
    return ApplyMethod(line.set_stroke, None, width, rate_func=there_and_back)


class WayCovered(LiveGroup):
    """A bar over the map as long as a path's way along the floor, with its name and a line to its marker."""

    def __init__(self, path: DescentPath, name: str, color: str, height: float, outcome: str) -> None:
        super().__init__()
        self.path, self._height = path, height
        self.bar = Line(stroke_color=color, stroke_width=BAR_WIDTH)
        self.plumb_line = Line(stroke_color=color, stroke_width=style.THIN)
        baseline = (0, height + NAME_CLEARANCE, 0)
        self.label = words_on_line(name, baseline, color=color, bold=True)
        self.outcome = words_on_line(outcome, baseline, color=style.INK, bold=True)
        self.add(self.plumb_line, self.bar, self.label)
        # What is said of a bar that is long enough ends with it.
        start, end = path.iterates[0, 0], path.iterates[-1, 0]
        fits = self.label.width + GAP + self.outcome.width <= end - start
        self._right = min(end, -style.SAFE_LEFT) if fits else -style.SAFE_LEFT
        self.set_to(len(path.iterates) - 1)
        self.outcome.shift((self.label.get_right()[0] + GAP - self.outcome.get_left()[0]) * RIGHT)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the way up to a step."""
        (start, *_), (tip, height, _) = self.path.iterates[0], position_at(self.path.iterates, step)
        self.bar.set_points_as_corners([(start, self._height, 0), (tip, self._height, 0)])
        self.plumb_line.set_points_as_corners(
            [(tip, self._height, 0), (tip, height + self.path.marker.height / 2, 0)]
        )
        # The name goes with the tip as far as leaves room for the outcome after it.
        left = min(tip + BESIDE_THE_LINE, self._right - self.outcome.width - GAP - self.label.width)
        self.label.shift((left - self.label.get_left()[0]) * RIGHT)
        return self


class Hook(LessonScene):
    """The race's picture, rewound and run on one map; then what both share."""

    title = "One ravine, two optimisers"
    idea = "Same ravine, same start, same learning rate: one crawls, one arrives."
    lab: ClassVar = {"alpha": experiment.LEARNING_RATE, "beta": experiment.MOMENTUM, "step": experiment.STEPS}
    shows_title = False
    rewinds_until = 1.8
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
            WidePath(self.map.to_screen(run.parameters), color, step=steps)
            for run, color in zip(self.runs, colors, strict=True)
        )
        self.plain_way, self.heavy_way = (
            WayCovered(path, name, color, height, label_outcome(run))
            for path, name, color, height, run in zip(
                (self.plain, self.heavy),
                ("Plain descent", "Momentum"),
                colors,
                (PLAIN_BAR, HEAVY_BAR),
                self.runs,
                strict=True,
            )
        )
        tip, minimum = self.plain.marker.get_x(), self.map.to_screen(RAVINE.minimiser)[0]
        ends = [np.array([x, PLAIN_BAR, 0]) for x in (tip, minimum)]
        tick = Line(ends[1] + 0.12 * UP, ends[1] + 0.12 * DOWN)
        self.rest_of_the_way = VGroup(Line(ends[0], ends[1]), tick).set_stroke(style.MUTED_INK, style.THIN)
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
        # Plain descent's path lies over momentum's.
        self.add(self.map, self.heavy, self.plain, self.film_title)
        with self.beat(
            "The race",
            "Two optimisers, one ravine. Same start, same learning rate. " + describe_outcome(*self.runs),
        ) as beat:
            self.wait(0.67)
            self.play(FadeOut(self.film_title), run_time=0.27)
            for path in (self.heavy, self.plain):
                path.follow(self.now.get_value)
            ways = (self.heavy_way, self.plain_way)
            same_ravine, same_start, same_rate = self.shared
            # What tells of step 0 comes while the last few steps run back to it.
            self.play(
                ApplyMethod(self.now.set_value, 0, run_time=0.73),
                Succession(Wait(0.47), FadeIn(*ways, same_ravine, self.step, run_time=0.33)),
            )
            for way in ways:
                way.follow(self.now.get_value)
            self.step.follow(lambda: int(self.now.get_value()))
            # Linear: both take their steps at the same moments.
            self.play(
                ApplyMethod(self.now.set_value, self.steps, run_time=RACING_TIME, rate_func=linear),
                Succession(Wait(0.5), FadeIn(same_start), Wait(0.1), FadeIn(same_rate)),
            )
            for follower in (*ways, self.step, self.heavy, self.plain):
                follower.clear_updaters()
            beat.until("plain descent")
            self.play(swell(self.plain.marker), swell(self.plain_way.bar), run_time=style.CALM)
            beat.until("has covered")
            self.play(Create(self.rest_of_the_way), run_time=style.CALM)
            beat.until("percent of the way")
            self.play(FadeIn(self.plain_way.outcome), run_time=style.CALM)
            beat.until("The other has")
            self.play(FadeIn(self.heavy_way.outcome), run_time=style.CALM)
            beat.until("reached" if has_arrived(self.runs[1]) else "other")
            self.play(
                pulse(self.map.stars),
                swell(self.heavy.marker),
                swell(self.heavy_way.bar),
                swell(self.heavy_way.plumb_line),
                run_time=style.CALM,
            )

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
            rule = formula("theta arrow.l theta - {{ alpha {{ grad : gradient }} : step }}", 84)
            rule.move_to((0, 2.6, 0))
            race = (self.map, self.heavy, self.plain, self.heavy_way, self.plain_way)
            told = (self.heavy_way.outcome, self.plain_way.outcome, self.rest_of_the_way)
            self.play(FadeOut(difference, run_time=0.33), Succession(Wait(0.2), FadeIn(rule, run_time=0.47)))
            # The rule is what stays, when its name is said.
            self.play(*(FadeOut(mobject) for mobject in (*race, *told)), run_time=0.53)
            beat.until("rule")
            self.play(ReplacementTransform(rule, plain_rule()), run_time=0.6)
