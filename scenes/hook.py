"""Hook: two optimisers race down one ravine, and one is hardly under way when the other arrives."""

from __future__ import annotations

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    BackgroundRectangle,
    Create,
    Indicate,
    Line,
    ReplacementTransform,
    SurroundingRectangle,
    ValueTracker,
    VGroup,
    Write,
    linear,
)

from momentum_sim import RAVINE, Trajectory, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.race_panel import RacePanel
from scenes.mobjects.transitions import plain_rule
from scenes.mobjects.typography import formula, headline, words

PANEL_WIDTH = 12.4
UPPER_PANEL, LOWER_PANEL = 0.89, -2.3
"""Heights of the middles of the two maps."""

TRACK = -1.17
"""θ₂ at which the way along the floor is measured: below both paths."""

ARRIVED_WITHIN = 0.05
"""A run counts as arrived within this share of the whole way from the minimum."""


def progress(run: Trajectory) -> float:
    """Return how much of its way along the floor a run has covered: 0 at the start, 1 at the minimum."""
    start, end = run.parameters[[0, -1], 0]
    return float(1 - end / start)


def describe_outcome(plain: Trajectory, heavy: Trajectory) -> str:
    """Say how far along the floor the two have come."""
    gone, other = progress(plain), progress(heavy)
    if abs(1 - other) <= ARRIVED_WITHIN:
        outcome = "The other is there."
    elif other > 1:
        outcome = f"The other has run past the end, by {100 * (other - 1):.0f} percent."
    else:
        outcome = f"The other has covered {100 * other:.0f}."
    return f"{plain.steps} steps later, one has covered {100 * gone:.0f} percent of the way. {outcome}"


class ProgressLine(VGroup):
    """The way along the floor, how much of it is covered, and that share in percent."""

    def __init__(self, panel: RacePanel, color: str) -> None:
        super().__init__()
        run = panel.trajectory
        start, end = run.parameters[[0, -1], 0]
        from_start, to_minimum, to_end = (panel.map.to_screen((x, TRACK)) for x in (start, 0, end))
        ticks = (Line(place + 0.09 * DOWN, place + 0.09 * UP) for place in (from_start, to_minimum))
        self.whole = VGroup(Line(from_start, to_minimum), *ticks).set_stroke(style.MUTED_INK, style.THIN)
        self.covered = Line(from_start, to_end, stroke_color=color, stroke_width=9)
        share = progress(run)
        arrived = abs(1 - share) <= ARRIVED_WITHIN
        label = words("there" if arrived else f"{100 * share:.0f} % of the way", color=color, bold=True)
        label.next_to(panel.path.marker, RIGHT, buff=0.35)
        if label.get_right()[0] > panel.map.get_right()[0]:
            label.next_to(panel.path.marker, LEFT, buff=0.35)
        self.label = VGroup(
            BackgroundRectangle(label, color=style.BACKGROUND, fill_opacity=0.8, buff=0.14), label
        )
        self.add(self.whole, self.covered, self.label)


class Hook(LessonScene):
    """Two runs, stacked and live; then how far along the floor each has come, and what tells them apart."""

    title = "One ravine, two optimisers"
    idea = "Same ravine, same start, same learning rate: one crawls, one arrives."
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
        self.line_up()
        self.race()
        self.show_the_difference()

    def lay_out_the_race(self) -> None:
        """Run both methods, and place their panels."""
        start, alpha, steps = (self.start_along, self.start_across), self.learning_rate, self.steps
        plain = gradient_descent(RAVINE, start, learning_rate=alpha, steps=steps)
        heavy = heavy_ball(RAVINE, start, learning_rate=alpha, momentum=self.momentum, steps=steps)
        self.heading = headline("Same ravine, same start, same learning rate")
        self.plain = RacePanel(plain, "Gradient descent", style.PLAIN_DESCENT, width=PANEL_WIDTH)
        self.heavy = RacePanel(
            heavy, f"With momentum $beta = {self.momentum:g}$", style.MOMENTUM, width=PANEL_WIDTH
        )
        self.panels = (self.plain, self.heavy)
        self.plain.shift((UPPER_PANEL - self.plain.map.get_y()) * UP)
        self.heavy.shift((LOWER_PANEL - self.heavy.map.get_y()) * UP)
        self.learning_rates = VGroup(self._learning_rate_above(panel) for panel in self.panels)

    def _learning_rate_above(self, panel: RacePanel) -> VGroup:
        label = formula(f"alpha = {self.learning_rate:g}", style.LABEL_SIZE)
        label.set_color(style.MUTED_INK).next_to((0, panel.baseline, 0), UP, buff=0)
        return VGroup(label)

    def line_up(self) -> None:
        """Bring in the two panels, then the runs at their start, then what they share."""
        with self.beat(
            "Same ravine",
            "Two optimisers, one ravine. They start at the same point, with the same learning rate.",
        ):
            arrivals = (FadeIn(VGroup(panel.map, panel.label), shift=0.3 * UP) for panel in self.panels)
            self.play(*arrivals, FadeIn(self.heading), run_time=style.SLOW)
            self.wait(0.4)
            self.play(*(FadeIn(panel.path, scale=4) for panel in self.panels), run_time=style.CALM)
            self.wait(0.6)
            numbers = (FadeIn(VGroup(panel.step, panel.loss)) for panel in self.panels)
            self.play(FadeIn(self.learning_rates, shift=0.2 * UP), *numbers, run_time=style.CALM)

    def race(self) -> None:
        """Take the steps side by side, then measure how far along the floor each has come."""
        with self.beat("The race", describe_outcome(self.plain.trajectory, self.heavy.trajectory)):
            now = ValueTracker(0)
            self.add(*self.panels)
            for panel in self.panels:
                panel.follow(now.get_value)
            # Linear: both take their steps at the same moments.
            self.play(now.animate.set_value(self.steps), rate_func=linear, run_time=4.0)
            for panel in self.panels:
                panel.clear_updaters()
            colors = (style.PLAIN_DESCENT, style.MOMENTUM)
            self.progress_lines = [ProgressLine(*pair) for pair in zip(self.panels, colors, strict=True)]
            for line in self.progress_lines:
                self.play(FadeIn(line.whole), Create(line.covered), FadeIn(line.label), run_time=style.CALM)

    def show_the_difference(self) -> None:
        """Set the two rules beside the runs: they differ by one term."""
        with self.beat("Why", "The only difference is momentum. Let's see what it adds, and why it works."):
            plain = formula("theta arrow.l theta - alpha grad")
            heavy = formula(
                "{{ theta arrow.l theta - alpha grad : plain }} quad {{ - med beta vel : added }}"
            )
            for rule, panel in zip((plain, heavy), self.panels, strict=True):
                rule.move_to((panel.map.get_right()[0] - 0.15, panel.label.get_y(), 0), aligned_edge=RIGHT)
                panel.remove(panel.step, panel.loss)
            plain.align_to(heavy, LEFT)
            numbers = [FadeOut(panel.step, panel.loss) for panel in self.panels]
            self.play(*numbers, FadeOut(self.learning_rates), run_time=style.QUICK)
            self.play(FadeIn(plain), FadeIn(heavy.select("plain")), run_time=style.QUICK)
            self.wait(0.4)
            added = heavy.select("added")
            self.play(Write(added), run_time=style.CALM)
            frame = SurroundingRectangle(added, color=style.MOMENTUM, buff=0.09, corner_radius=0.08)
            self.play(Create(frame), run_time=style.CALM)
            self.wait(0.6)
            self.play(Indicate(added, scale_factor=1.25, color=style.VELOCITY), run_time=style.SLOW)
        self.cross_over(
            *(FadeOut(mobject) for mobject in (*self.panels, *self.progress_lines, heavy, frame)),
            FadeOut(self.heading, run_time=style.QUICK),  # The rule takes its place.
            ReplacementTransform(plain, plain_rule()),
        )
