"""Hook: same ravine, same start, same learning rate; one crawls, one arrives."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, ValueTracker, VGroup, linear

from momentum_sim import RAVINE, Trajectory, gradient_descent, heavy_ball
from scenes import experiment, style
from scenes.lesson_scene import LessonScene, Parameter
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.type import Readout, words


class Hook(LessonScene):
    """Two runs, stacked, live; then a freeze on where each of them is."""

    title = "Why gradient descent gets stuck in ravines"
    idea = "Same ravine, same start, same learning rate: one crawls, one arrives."

    def construct(self) -> None:
        m = RavineMap()
        self.add(m)
        t = gradient_descent(
            RAVINE, experiment.START, learning_rate=experiment.LEARNING_RATE, steps=experiment.STEPS
        )
        s = ValueTracker(0)
        p = DescentPath(m.to_screen(t.parameters), style.PLAIN_DESCENT).follow(s.get_value)
        r = Readout(0, "step {:.0f}", anchor=RIGHT).follow(s.get_value).next_to(m, UP)
        self.add(p, r)
        with self.beat("One", "Hello there"):
            self.play(s.animate(rate_func=linear).set_value(50), run_time=3)
