"""Velocity: keep part of the last step, and add the new one in full."""

from __future__ import annotations

import numpy as np
from manim import (
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    BackgroundRectangle,
    Circle,
    Create,
    Line,
    Rectangle,
    ReplacementTransform,
    Restore,
    Typst,
    ValueTracker,
    VGroup,
    linear,
)

from momentum_sim import RAVINE, Array, Trajectory, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.arrow import GrowVector, VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.ravine_map import LEVELS
from scenes.mobjects.transitions import momentum_rules, resting_map
from scenes.mobjects.typography import words, words_on_line

SHOWN_STEPS = 8
"""Steps whose arrows are shown, one after the other."""

WINDOW_ALONG = (-0.25, 1.95)
WINDOW_ACROSS = (-1.2, 1.2)
"""The window on the ravine that is enlarged: θ₁ from where the run starts, and θ₂."""

WINDOW_WIDTH = 5.5
WINDOW_CENTRE = (-3.55, -0.5, 0.0)

CHART_LEFT, FIRST_COLUMN, LAST_COLUMN = -0.45, 1.05, 6.05
LEGEND_LINE = 2.3
NOTE_LINE = 2.74
ACROSS_LEVEL, ACROSS_REACH = 0.35, 1.4
ALONG_LEVEL, ALONG_REACH = -2.95, 1.35
"""Where the charts' zero lines lie, and how far their longest arrow reaches."""

COLUMN_OFFSETS = (-0.21, 0.0, 0.21)
THIN_ARROW = 4.5


def terms(run: Trajectory) -> tuple[Array, Array]:
    """Return the two terms of each step, −α∇L and −βv, each of shape ``(steps, 2)``."""
    return -run.learning_rate * run.gradient[:-1], -run.momentum * run.velocity[:-1]


def describe_terms(run: Trajectory) -> str:
    """Say how the signs of the two terms compare, across and along, in the steps shown."""
    push, kept = (term[1:SHOWN_STEPS] for term in terms(run))
    assert (push[:, 0] * kept[:, 0] > 0).all(), "the scene's parameters keep the minimum out of reach"
    opposed = push[:, 1] * kept[:, 1] < 0
    large = np.abs(kept[:, 1]) > np.abs(kept[:, 1]).max() / 2
    if opposed[large].all():
        return "Across the ravine, a large velocity meets a push against it. Along it, the two agree."
    return (
        f"Across the ravine, they oppose each other at {opposed.sum()} of these {opposed.size} steps. "
        "Along it, the two agree."
    )


class ComponentChart(VGroup):
    """One coordinate of every step, in columns: the push, the kept velocity from its tip, and their sum.

    Up is towards larger θ; every arrow has one scale.
    """

    def __init__(self, name: str, push: Array, kept: Array, *, level: float, reach: float) -> None:
        super().__init__()
        steps = len(push)
        extremes = np.abs([push, kept, push + kept]).max()
        self.unit = reach / extremes
        self.zero = Line((CHART_LEFT, level, 0), (LAST_COLUMN + 0.3, level, 0))
        self.zero.set_stroke(style.MUTED_INK, style.HAIRLINE)
        self.label = words_on_line(name, (CHART_LEFT, level + 0.15, 0), bold=True)
        columns = np.linspace(FIRST_COLUMN, LAST_COLUMN, steps)
        self.push_arrows: list[VectorArrow] = []
        self.kept_arrows: list[VectorArrow] = []
        self.step_arrows: list[VectorArrow] = []
        for x, a, b in zip(columns, push, kept, strict=True):
            spans = ((0, a), (a, a + b), (0, a + b))
            looks = ((style.GRADIENT, False), (style.VELOCITY, True), (style.VELOCITY, False))
            groups = (self.push_arrows, self.kept_arrows, self.step_arrows)
            for dx, span, (color, dashed), group in zip(COLUMN_OFFSETS, spans, looks, groups, strict=True):
                start, end = ((x + dx, level + self.unit * value, 0) for value in span)
                width = THIN_ARROW if group is not self.step_arrows else style.ARROW_WIDTH
                group.append(VectorArrow(start, end, color, width=width, dashed=dashed))
        # Not part of the group: each arrow is added when its step is taken.
        self.drawn = VGroup(*self.push_arrows, *self.kept_arrows, *self.step_arrows)
        self.columns = columns
        self.add(self.zero, self.label)

    def number_the_columns(self) -> None:
        """Write the steps' numbers under the columns."""
        line = self.zero.get_y() - 0.42
        size, color = style.SMALLEST_SIZE, style.MUTED_INK
        self.add(words_on_line("step", (CHART_LEFT, line, 0), size, color=color))
        for step, x in enumerate(self.columns, start=1):
            self.add(words_on_line(f"{step}", (x - 0.08, line, 0), size, color=color))


class Velocity(LessonScene):
    """The rules, then the arrows of the first steps one by one, then the whole run."""

    title = "Keep a velocity"
    idea = "Keep a velocity: across the ravine its parts fight, along it they add up."
    parameters = (
        experiment.START_ALONG,
        experiment.START_ACROSS,
        Parameter(
            "learning_rate",
            experiment.LEARNING_RATE,
            minimum=0.05,
            maximum=0.099,
            reason="from 0.1 on plain descent diverges, and below 0.05 no first step crosses the floor",
        ),
        Parameter(
            "momentum",
            experiment.MOMENTUM,
            minimum=0.6,
            maximum=0.93,
            reason="with more the run overshoots the map, with less the velocity is soon as large as it gets",
        ),
        Parameter(
            "steps",
            experiment.STEPS,
            minimum=30,
            maximum=100,
            reason="the first eight are taken one at a time, and the wobble needs the rest to die away",
        ),
    )
    start_along: float
    start_across: float
    learning_rate: float
    momentum: float
    steps: int

    def construct(self) -> None:
        """Play the beats."""
        self.run_the_experiment()
        self.lay_out_the_window()
        self.lay_out_the_charts()
        self.change_what_a_step_is()
        self.take_step_one()
        self.add_tip_to_tail()
        self.let_it_run()

    def run_the_experiment(self) -> None:
        """Compute the run and the terms of its steps."""
        start, alpha = (self.start_along, self.start_across), self.learning_rate
        self.descent = heavy_ball(
            RAVINE, start, learning_rate=alpha, momentum=self.momentum, steps=self.steps
        )
        self.plain = gradient_descent(RAVINE, start, learning_rate=alpha, steps=1)
        self.push, self.kept = terms(self.descent)
        self.now = ValueTracker(0)

    def lay_out_the_window(self) -> None:
        """Draw the part of the map where the run starts, enlarged; both axes keep one scale."""
        along = (self.start_along + WINDOW_ALONG[0], self.start_along + WINDOW_ALONG[1])
        self.window = LossMap(RAVINE, along, WINDOW_ACROSS, LEVELS, width=WINDOW_WIDTH)
        self.window.move_to(WINDOW_CENTRE)
        self.points = self.window.to_screen(self.descent.parameters)

    def change_what_a_step_is(self) -> None:
        """Write the rules term by term, enlarge the place where the run starts, and lay out its charts."""
        self.ravine = resting_map()
        self.rules = momentum_rules()
        self.add(self.ravine)
        with self.beat(
            "Keep a velocity",
            "So change what a step is. Keep a velocity. At every step, "
            f"keep {100 * self.momentum:g} percent of it, and add the new gradient step, in full.",
        ):
            self.write_the_rules()
            self.open_the_window()

    def open_the_window(self) -> None:
        """Enlarge the part of the map where the run starts, and lay out beside it what its steps add."""
        corners = np.stack([self.window.horizontal, self.window.vertical], axis=-1)
        place = self.ravine.to_screen(corners).mean(axis=0)
        self.frame = Rectangle(
            width=self.window.width, height=self.window.height, stroke_color=style.MUTED_INK
        ).set_stroke(width=style.THIN)
        opening = VGroup(self.window, self.frame.move_to(self.window))
        opening.save_state()
        self.closed = (self.ravine.unit / self.window.unit, place)
        opening.scale(self.closed[0]).move_to(self.closed[1])
        self.play(Create(self.frame), run_time=style.CALM)
        self.add(self.window, self.frame)
        self.play(Restore(opening), FadeOut(self.ravine), run_time=style.SLOW)
        self.play(FadeIn(self.legend), FadeIn(self.across), FadeIn(self.along), run_time=style.CALM)

    def write_the_rules(self) -> None:
        """Write the rules as they are spoken."""
        velocity_rule, step_rule = self.rules
        new, kept, push = (velocity_rule.select(part) for part in ("new", "kept", "push"))
        arrow, plus = (glyph for glyph in velocity_rule if glyph not in {*new, *kept, *push})
        notes = [
            self.note_under("kept", f"{100 * self.momentum:g} % of it"),
            self.note_under("push", "in full"),
        ]
        self.wait(1.4)
        self.play(FadeIn(new, arrow, shift=0.2 * UP), run_time=style.CALM)
        self.wait(0.6)
        self.play(FadeIn(kept, notes[0], shift=0.2 * UP), run_time=style.CALM)
        self.wait(1.4)
        self.play(FadeIn(plus, push, notes[1], shift=0.2 * UP), run_time=style.CALM)
        self.wait(0.8)
        self.play(FadeIn(step_rule, shift=0.2 * UP), run_time=style.CALM)
        self.add(self.rules)
        self.play(FadeOut(*notes), run_time=style.QUICK)

    def note_under(self, part: str, text: str) -> Typst:
        """Return a note to stand under a part of the rule for v."""
        place = self.rules[0].select(part).get_x() * RIGHT + NOTE_LINE * UP
        note = words_on_line(text, place, style.LABEL_SIZE, color=style.MUTED_INK)
        return note.match_x(self.rules[0].select(part))

    def take_step_one(self) -> None:
        """Take the step that has no velocity to keep: plain descent takes the same."""
        with self.beat(
            "Step one",
            "The first step is the same as before: there is no velocity yet to keep.",
        ):
            self.path = DescentPath(self.points, style.MOMENTUM).follow(self.now.get_value)
            self.play(FadeIn(self.path, scale=3), run_time=style.CALM)
            self.nothing_yet = self.note_under("kept", "nothing yet")
            landing = self.window.to_screen(self.plain.parameters[1])
            ring = Circle(radius=0.22, stroke_color=style.PLAIN_DESCENT, stroke_width=5).move_to(landing)
            note = words("gradient descent lands here too", style.LABEL_SIZE, color=style.PLAIN_DESCENT)
            note.next_to(ring, RIGHT, buff=0.15)
            self.ring = VGroup(
                ring, BackgroundRectangle(note, color=style.BACKGROUND, fill_opacity=0.8), note
            )
            self.take_step(1, seconds=3.2)
            self.play(FadeIn(self.ring), run_time=style.QUICK)
            self.wait(0.4)
            self.play(FadeIn(self.nothing_yet, shift=0.1 * UP), run_time=style.QUICK)

    def lay_out_the_charts(self) -> None:
        """Prepare the columns for the terms across and along, and what the arrows mean."""
        shown = slice(SHOWN_STEPS)
        self.across = ComponentChart(
            "across", self.push[shown, 1], self.kept[shown, 1], level=ACROSS_LEVEL, reach=ACROSS_REACH
        )
        self.along = ComponentChart(
            "along", self.push[shown, 0], self.kept[shown, 0], level=ALONG_LEVEL, reach=ALONG_REACH
        )
        self.legend = VGroup()
        samples = (
            ("push $- alpha grad$", style.GRADIENT, False),
            ("kept $- beta vel$", style.VELOCITY, True),
            ("step $- vel$", style.VELOCITY, False),
        )
        for name, color, dashed in samples:
            arrow = VectorArrow(ORIGIN, 0.62 * RIGHT, color, dashed=dashed)
            self.legend.add(VGroup(arrow, words(name, style.LABEL_SIZE)).arrange(RIGHT, buff=0.12))
        self.legend.arrange(RIGHT, buff=0.3).move_to((CHART_LEFT, LEGEND_LINE, 0), aligned_edge=LEFT)
        magnified = self.along.unit / self.across.unit
        note = words(f"drawn {magnified:.0f} times larger", style.SMALLEST_SIZE, color=style.MUTED_INK)
        self.along.add(note.next_to(self.along.label, UP, buff=0.25).align_to(self.along.label, LEFT))
        self.along.number_the_columns()

    def arrows_of(self, step: int) -> tuple[VectorArrow, VectorArrow, VectorArrow]:
        """Return a step's −α∇L and −βv, tip to tail, and their sum, the step itself."""
        start, end = self.points[step - 1], self.points[step]
        corner = start + self.window.to_scale(self.push[step - 1])
        return (
            VectorArrow(start, corner, style.GRADIENT),
            VectorArrow(
                corner, corner + self.window.to_scale(self.kept[step - 1]), style.VELOCITY, dashed=True
            ),
            VectorArrow(start, end, style.VELOCITY),
        )

    def take_step(self, step: int, *, seconds: float) -> None:
        """Draw a step's terms tip to tail, then their sum, and go there."""
        push, kept, total = self.arrows_of(step)
        entries = [
            tuple(GrowVector(arrows[step - 1]) for arrows in (across, along))
            for across, along in (
                (self.across.push_arrows, self.along.push_arrows),
                (self.across.kept_arrows, self.along.kept_arrows),
                (self.across.step_arrows, self.along.step_arrows),
            )
        ]
        self.play(GrowVector(push), *entries[0], run_time=0.3 * seconds)
        if step > 1:
            self.play(GrowVector(kept), *entries[1], run_time=0.3 * seconds)
        self.play(GrowVector(total), *entries[2], run_time=0.2 * seconds)
        self.play(FadeOut(push, kept, total), self.now.animate.set_value(step), run_time=0.2 * seconds)

    def add_tip_to_tail(self) -> None:
        """Take the next steps one by one, each as two arrows and their sum."""
        with self.beat(
            "Tip to tail",
            "From step two on, two arrows add up: the new push, and the velocity we kept. "
            f"{describe_terms(self.descent)}",
        ):
            self.play(FadeOut(self.ring, self.nothing_yet), run_time=style.QUICK)
            self.take_step(2, seconds=3.4)
            self.take_step(3, seconds=2.4)
            for step in range(4, SHOWN_STEPS + 1):
                self.take_step(step, seconds=1.4)

    def let_it_run(self) -> None:
        """Look at each chart once more, then take the rest of the steps on the whole map."""
        with self.beat(
            "Adding up",
            "So across they fight, and along they build. It still wobbles, but the wobble dies away "
            "while the floor carries it on.",
        ):
            self.point_out(self.across, self.along)
            self.point_out(self.along, self.across)
            self.close_the_window()
            self.play(self.now.animate.set_value(self.steps), rate_func=linear, run_time=4.0)
            self.path.clear_updaters()
        self.cross_over(FadeOut(self.ravine, self.path), run_time=1.0)

    def point_out(self, chart: ComponentChart, other: ComponentChart) -> None:
        """Show one chart at full opacity, and fade the other."""
        self.play(
            chart.drawn.animate.set_opacity(1),
            other.drawn.animate.set_opacity(style.FADED),
            run_time=style.CALM,
        )
        self.wait(0.6)

    def close_the_window(self) -> None:
        """Shrink the window, and the path in it, back to its place on the map."""
        self.path.clear_updaters()
        leaving = (self.across.drawn, self.along.drawn, self.across, self.along, self.legend)
        self.play(*(FadeOut(mobject) for mobject in leaving), run_time=style.QUICK)
        self.ravine = resting_map()
        points = self.ravine.to_screen(self.descent.parameters)
        path = DescentPath(points, style.MOMENTUM, step=SHOWN_STEPS)
        # The map is added later than the window and the path, but belongs behind both.
        window = VGroup(self.window, self.frame).set_z_index(1)
        for mobject in (self.path, path):
            mobject.set_z_index(2)
        scale, place = self.closed
        self.play(
            FadeIn(self.ravine),
            window.animate.shift(place - window.get_center()).scale(scale, about_point=place),
            ReplacementTransform(self.path, path),
            run_time=style.SLOW,
        )
        self.play(FadeOut(window), run_time=style.QUICK)
        self.path = path.set_z_index(0).follow(self.now.get_value)
        self.add(self.path)
