"""A close-up of one step on the ravine's map."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, Circle, Line, Rectangle, VGroup

from momentum_sim import RAVINE, Trajectory
from scenes import style
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.typography import formula, words

ALONG, ACROSS = (-9.01, -8.01), (-0.36, 0.32)
LEVELS = np.linspace(0.2, 3.0, 15).tolist()
"""The part of the ravine around that step, and its contours; the lowest, near the minimum, lie outside."""

WINDOW_WIDTH, WINDOW_LEFT, WINDOW_RIGHT, WINDOW_HEIGHT = 5.9, -3.25, 3.25, -0.6
RULE_HEIGHT = 2.2


class CloseUp(VGroup):
    """A piece of the map, and on it one step of a method, its arrows true to scale.

    Parameters
    ----------
    flight, step
        How it came, and the step that is looked at.
    name, rule, color
        The method's.
    looks_ahead
        Whether it is carried first and pushed then, or pushed first.
    """

    def __init__(
        self, flight: Trajectory, step: Trajectory, name: str, rule: str, color: str, *, looks_ahead: bool
    ) -> None:
        self.map = LossMap(RAVINE, ALONG, ACROSS, LEVELS, width=WINDOW_WIDTH)
        self.map.move_to((WINDOW_RIGHT if looks_ahead else WINDOW_LEFT, WINDOW_HEIGHT, 0))
        rim = Rectangle(width=self.map.width, height=self.map.height, stroke_color=style.MUTED_INK)
        rim.set_stroke(width=style.THIN).move_to(self.map)
        heading = words(name, style.TITLE_SIZE, color=color, bold=True)
        heading.move_to((self.map.get_x(), style.HEADLINE_HEIGHT, 0))
        law = formula(rule, style.HEADING_SIZE).move_to((self.map.get_x(), RULE_HEIGHT, 0))
        super().__init__(self.map, rim, heading, law)

        before, here = self.map.to_screen(flight.parameters[-2:])
        inside = (self.map.get_top()[1] - here[1]) / (before[1] - here[1])
        self.arrival = Line(here + inside * (before - here), here)
        self.arrival.set_stroke(style.MUTED_INK, style.PATH_WIDTH)
        self.path = DescentPath(self.map.to_screen(step.parameters), color)

        push = self.map.to_scale(-step.learning_rate * step.gradient[0])
        kept = self.map.to_scale(-step.momentum * step.velocity[0])
        looked_at = here + kept if looks_ahead else here
        self.push = VectorArrow(looked_at, looked_at + push, style.GRADIENT)
        carried_from = here if looks_ahead else self.push.end
        self.kept = VectorArrow(carried_from, carried_from + kept, style.VELOCITY, dashed=True)
        self.ring = Circle(radius=0.24, stroke_color=style.GRADIENT, stroke_width=4).move_to(looked_at)
        self.ring_name = words("gradient here", color=style.GRADIENT).next_to(self.ring, RIGHT, buff=0.15)
        self.push_name = words("push $- alpha grad$").next_to(self.push.end, RIGHT, buff=0.35)
        self.kept_name = words("kept $- beta vel$").next_to(self.kept, LEFT, buff=0.1)
