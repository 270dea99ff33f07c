"""Nesterov's limit: better brakes, but no larger steps."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, UP, ValueTracker, linear

from momentum_sim import RAVINE, Trajectory, theory
from nesterov_runs import NESTEROV, momentum_run, nesterov_run, until_arrival
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.live_bar import LiveBar
from scenes.mobjects.race_panel import RacePanel
from scenes.mobjects.ravine_map import VERTICAL
from scenes.mobjects.typography import format_number, formula, headline, words_on_line

BELOW, ABOVE = 0.067, 0.069
"""Learning rates just below Nesterov's limit and just above it."""

WALL, MOMENTUM = float(RAVINE.curvatures.max()), experiment.MOMENTUM
NESTEROV_LIMIT = float(theory.stability_limit(WALL, MOMENTUM, method="nesterov"))
PLAIN_LIMIT = float(theory.stability_limit(WALL))
MOMENTUM_LIMIT = float(theory.stability_limit(WALL, MOMENTUM))

PANEL_WIDTH, PANEL_HEIGHTS = 7.4, (2.4, 0.24, -1.92)
NOTE_LEFT, NOTE_LINES = 1.4, 0.4
BAR_LEFT, BAR_HEIGHTS, LONGEST_BAR = -6.2, (1.5, 0.0, -1.5), 12.4
RUN_TIME = 4.0


def nesterov_off_the_map(learning_rate: float) -> Trajectory:
    """Return Nesterov's run up to its first step that leaves the map."""
    run = nesterov_run(learning_rate, experiment.ENOUGH_STEPS)
    off = np.abs(run.parameters[:, 1]) > VERTICAL[1]
    return nesterov_run(learning_rate, int(np.argmax(off)))


class NesterovLimit(LessonScene):
    """Runs just below and just above the limit, then the limits of three methods."""

    title = "No larger steps"
    idea = "Looking ahead gives better brakes, but it does not allow larger steps."

    def construct(self) -> None:
        """Play the beats."""
        self.run_the_experiment()
        self.stay_below_the_limit()
        self.go_above_it()
        self.compare_the_limits()

    def run_the_experiment(self) -> None:
        self.below = until_arrival(nesterov_run, BELOW)
        self.above = nesterov_off_the_map(ABOVE)
        self.momentum = until_arrival(momentum_run, ABOVE)

    def stay_below_the_limit(self) -> None:
        arrival = f"arrives at step {self.below.steps}"
        with self.beat(
            "Just below", f"How large may the learning rate be? At {BELOW:g}, Nesterov still {arrival}."
        ):
            self.run(self.below, "Nesterov", NESTEROV, PANEL_HEIGHTS[0], arrival)

    def go_above_it(self) -> None:
        arrival = f"arrives at step {self.momentum.steps}"
        with self.beat(
            "Just above",
            f"At {ABOVE:g} the wall ahead pushes back too hard, and soon every bounce is bigger "
            f"than the last. Momentum, with that same rate, {arrival}.",
        ):
            off_the_map = f"off the map at step {self.above.steps}"
            self.run(self.above, "Nesterov", NESTEROV, PANEL_HEIGHTS[1], off_the_map)
            self.run(self.momentum, "Momentum", style.MOMENTUM, PANEL_HEIGHTS[2], arrival)

    def run(self, trajectory: Trajectory, method: str, color: str, height: float, outcome: str) -> None:
        """Show a run on a map of its own, and say beside it how it ends."""
        panel = RacePanel(trajectory, method, color, width=PANEL_WIDTH)
        panel.shift((style.SAFE_LEFT - panel.map.get_left()[0], height - panel.map.get_y(), 0)).set_to(0)
        alpha = formula(f"alpha = {float(trajectory.learning_rate):g}", style.TITLE_SIZE)
        alpha.move_to((NOTE_LEFT, height + NOTE_LINES, 0), aligned_edge=LEFT)
        ending = words_on_line(outcome, (NOTE_LEFT, height - NOTE_LINES, 0), style.HEADING_SIZE)
        self.play(FadeIn(panel, alpha), run_time=style.CALM)
        now = ValueTracker(0)
        panel.follow(now.get_value)
        self.play(now.animate.set_value(trajectory.steps), rate_func=linear, run_time=RUN_TIME)
        panel.clear_updaters()
        self.play(FadeIn(ending), run_time=style.QUICK)

    def compare_the_limits(self) -> None:
        limits = (
            ("Nesterov", NESTEROV, NESTEROV_LIMIT, r"2(1 + beta) \/ ((1 + 2 beta) lambda)"),
            ("Gradient descent", style.PLAIN_DESCENT, PLAIN_LIMIT, r"2 \/ lambda"),
            ("Momentum", style.MOMENTUM, MOMENTUM_LIMIT, r"2(1 + beta) \/ lambda"),
        )
        heading = headline(f"Limit of the learning rate: $lambda = {WALL:g}$, $beta = {MOMENTUM:g}$")
        said = [format_number(limit, 4) for _, _, limit, _ in limits]
        with self.beat(
            "The limits",
            f"In this ravine, the limit for Nesterov is {said[0]}, for plain descent {said[1]}, "
            f"and for momentum {said[2]}. "
            "Looking ahead gives better brakes, not larger steps.",
        ):
            self.play(FadeOut(*self.picture), run_time=style.CALM)
            self.play(FadeIn(heading), run_time=style.CALM)
            for (name, color, limit, rule), height in zip(limits, BAR_HEIGHTS, strict=True):
                self.grow_a_bar(name, color, limit, rule, height)

    def grow_a_bar(self, name: str, color: str, limit: float, rule: str, height: float) -> None:
        unit, grown = LONGEST_BAR / MOMENTUM_LIMIT, ValueTracker(0)
        bar = LiveBar((BAR_LEFT, height), name, color, unit=unit, template="{:.4f}", number_offset=3.0)
        law = formula(rule, style.BODY_SIZE).next_to(bar.number, RIGHT, buff=0.5)
        law.shift((bar.number.get_bottom()[1] - law[0].get_bottom()[1]) * UP)  # from digit to digit
        self.play(FadeIn(bar, law), run_time=style.QUICK)
        bar.follow(grown.get_value)
        self.play(grown.animate.set_value(limit), run_time=style.SLOW)
        bar.clear_updaters()
