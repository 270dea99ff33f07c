"""Look ahead: Nesterov takes the gradient where its velocity is about to carry it."""

from __future__ import annotations

from manim import UP, Create, ValueTracker, linear

from close_up import CloseUp
from nesterov_runs import NESTEROV, calm_from, momentum_run, nesterov_run, next_steps, until_arrival
from scenes import experiment, style
from scenes.lesson_scene import LessonScene
from scenes.mobjects.arrow import GrowVector
from scenes.mobjects.fading import FadeIn, FadeOut
from scenes.mobjects.pulse import pulse
from scenes.mobjects.race_panel import RacePanel
from scenes.mobjects.typography import headline, words_on_line

LEARNING_RATE, MOMENTUM = 0.04, experiment.MOMENTUM
IN_FLIGHT = 14
"""After this step momentum flies down one wall towards the other: the moment that is looked at."""

PANEL_WIDTH, PANEL_HEIGHTS, NOTE_LEFT = 10.0, (1.1, -1.65), -2.6


class LookAhead(LessonScene):
    """One step of each method from the same flight, then both runs from the start."""

    title = "Look ahead"
    idea = "Nesterov takes the gradient where the velocity is about to carry it, and so it brakes in time."

    def construct(self) -> None:
        """Play the beats."""
        self.run_the_experiment()
        self.lay_out_the_race()
        self.push_where_it_stands()
        self.push_where_it_looks()
        self.run_from_the_start()

    def run_the_experiment(self) -> None:
        self.flight = momentum_run(LEARNING_RATE, IN_FLIGHT)
        self.step, self.step_ahead = next_steps(self.flight)
        self.runs = [until_arrival(method, LEARNING_RATE) for method in (momentum_run, nesterov_run)]

    def push_where_it_stands(self) -> None:
        rule = "vel arrow.l beta vel + alpha grad (theta)"
        shown = CloseUp(self.flight, self.step, "Momentum", rule, style.MOMENTUM, looks_ahead=False)
        with self.beat(
            "Where it stands",
            "Momentum takes the gradient where it stands. Here it pushes onward, "
            "across the floor and up the other wall.",
        ):
            self.fly_in(shown)
            self.play(Create(shown.ring), FadeIn(shown.ring_name), run_time=style.CALM)
            self.play(GrowVector(shown.push), FadeIn(shown.push_name), run_time=style.SLOW)
            self.play(GrowVector(shown.kept), FadeIn(shown.kept_name), run_time=style.SLOW)
            self.go(shown)

    def push_where_it_looks(self) -> None:
        rule = "vel arrow.l beta vel + alpha grad (theta - beta vel)"
        shown = CloseUp(self.flight, self.step_ahead, "Nesterov", rule, NESTEROV, looks_ahead=True)
        with self.beat(
            "Where it looks",
            "Nesterov first looks where the velocity will carry it. There the other wall pushes back. "
            "Same place, same velocity, but it brakes in time.",
        ):
            self.fly_in(shown)
            self.play(GrowVector(shown.kept), FadeIn(shown.kept_name), run_time=style.SLOW)
            self.play(Create(shown.ring), FadeIn(shown.ring_name), run_time=style.CALM)
            self.play(GrowVector(shown.push), FadeIn(shown.push_name), run_time=style.SLOW)
            self.go(shown)

    def fly_in(self, shown: CloseUp) -> None:
        """Show a piece of the map, and come flying down its upper wall."""
        self.play(FadeIn(shown), run_time=style.CALM)
        self.play(Create(shown.arrival), rate_func=linear, run_time=style.QUICK)
        self.play(FadeIn(shown.path), run_time=style.QUICK)

    def go(self, shown: CloseUp) -> None:
        """Take the step that the arrows add up to."""
        now = ValueTracker(0)
        shown.path.follow(now.get_value)
        self.play(now.animate.set_value(1), run_time=style.SLOW)
        shown.path.clear_updaters()

    def lay_out_the_race(self) -> None:
        names = (("Momentum", style.MOMENTUM), ("Nesterov", NESTEROV))
        self.clock, self.panels, self.notes = ValueTracker(0), [], []
        for run, (name, color), height in zip(self.runs, names, PANEL_HEIGHTS, strict=True):
            panel = RacePanel(run, name, color, width=PANEL_WIDTH, loss_template="loss {:.4f}")
            panel.shift((height - panel.map.get_y()) * UP).set_to(0).follow(self.clock.get_value)
            note = f"wobble below {experiment.TOLERANCE:g} from step {calm_from(run)}"
            self.panels.append(panel)
            self.notes.append(words_on_line(note, (NOTE_LEFT, panel.baseline, 0), style.LABEL_SIZE))
        alpha_and_beta = f"$alpha = {LEARNING_RATE:g}$, $beta = {MOMENTUM:g}$"
        self.heading = headline(f"Same ravine, same start, {alpha_and_beta}")

    def run_from_the_start(self) -> None:
        momentum, ahead = self.runs
        with self.beat(
            "From the start",
            f"Nesterov's wobble stays below a tenth from step {calm_from(ahead)}, "
            f"momentum's from step {calm_from(momentum)}. Along the floor it is no faster: "
            f"within a tenth of the minimum at step {ahead.steps}, momentum at {momentum.steps}.",
        ):
            self.play(FadeOut(*self.picture), run_time=style.CALM)
            self.play(FadeIn(*self.panels, self.heading), run_time=style.CALM)
            self.run_to(calm_from(ahead), style.CALM)
            self.play(FadeIn(self.notes[1]), run_time=style.QUICK)
            self.run_to(calm_from(momentum), 4.0)
            self.play(FadeIn(self.notes[0]), run_time=style.QUICK)
            self.run_to(max(momentum.steps, ahead.steps), 3.6)
            self.play(*(pulse(panel.clear_updaters().step) for panel in self.panels))

    def run_to(self, step: int, seconds: float) -> None:
        self.play(self.clock.animate.set_value(step), rate_func=linear, run_time=seconds)
