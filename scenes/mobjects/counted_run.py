"""A run on the ravine's map, and what is counted in it: steps, and rises of the loss."""

from __future__ import annotations

from math import floor
from typing import Self

import numpy as np
from manim import RIGHT, Line, VGroup

from momentum_sim import Array, Trajectory
from scenes import style
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.painted_rises import PaintedRises
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.typography import Readout, words_on_line

MAP_WIDTH = 7.3
PATH_WIDTH, DOT_RADIUS, MARKER_RADIUS = 2.8, 0.032, 0.09
"""Smaller than on a map of full width, in proportion."""

LABEL_CLEARANCE = 0.2
"""From a map's upper edge to the baseline of the words above it."""

RISE_SIZE = (0.15, 0.32)
"""Width and height of the rising stroke before the count of rises, which tells what its colour is."""
RISE_GAP = 0.16


class RunPanel(LiveGroup):
    """A run on the ravine's map, with the stretches painted on which its loss rises; above it the method.

    Parameters
    ----------
    run
        The run on the film's ravine.
    label
        The method's name, as Typst markup.
    color
        The method's colour.
    top
        Where the map's upper edge stands.
    """

    def __init__(self, run: Trajectory, label: str, color: str, top: float) -> None:
        super().__init__()
        # Below both runs, so that the maps form one static layer.
        self.map = RavineMap(MAP_WIDTH).set_z_index(-1)
        self.map.stars.set_z_index(STAR_Z_INDEX)
        self.map.shift((style.SAFE_LEFT - self.map.get_left()[0], top - self.map.get_top()[1], 0))
        self.path = DescentPath(
            self.map.to_screen(run.parameters),
            color,
            width=PATH_WIDTH,
            dot_radius=DOT_RADIUS,
            marker_radius=MARKER_RADIUS,
        )
        self.painted = PaintedRises(self.path.iterates, run.loss, PATH_WIDTH)
        self.painted.put_below(self.path.dots, self.path.marker, group=self.path)
        self.label_start = np.array([style.SAFE_LEFT, top + LABEL_CLEARANCE, 0])
        self.label = words_on_line(label, self.label_start, style.HEADING_SIZE, color=color, bold=True)
        self.add(self.map, self.path, self.label)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Show the run up to a step."""
        self.path.set_to(step)
        self.painted.set_to(step)
        return self


class RiseCount(LiveGroup):
    """How often a run's loss has risen, after a stroke that tells how the rises are painted, if it has any.

    Parameters
    ----------
    run
        The run.
    color
        The method's colour.
    start
        Where the stroke begins, on the words' baseline.
    """

    def __init__(self, run: Trajectory, color: str, start: Array) -> None:
        super().__init__()
        self._steps = run.steps
        self.rises_before = rises_before(run.loss)
        width, height = RISE_SIZE
        # Between two falls, as on the path: alone it is a dash, and after one fall a tick.
        corners = np.array(start) + [(place * width, height * (place % 2 == 0), 0) for place in range(4)]
        strokes = [(corners[0], corners[1], color), (corners[2], corners[3], color)]
        strokes.append((corners[1], corners[2], style.INK))
        if not self.rises_before[-1]:
            strokes = [(corners[0], corners[-1], color)]
        self.stroke = VGroup(
            Line(tail, head, stroke_color=each, stroke_width=style.PATH_WIDTH) for tail, head, each in strokes
        )
        self.rises = Readout(0, "rises {:.0f}×", style.HEADING_SIZE, color=color, bold=True)
        self.rises.shift((corners[-1][0] + RISE_GAP, start[1], 0))
        self.add(self.stroke, self.rises)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Tell of the last step that was taken."""
        self.rises.set_to(self.rises_before[steps_taken(step, self._steps)])
        return self


class StepReadout(Readout):
    """The step that was taken last."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        super().__init__(0, "step {:.0f}", style.TITLE_SIZE, anchor=RIGHT)

    def set_to(self, number: float) -> Self:
        """Show the step that was taken last."""
        return super().set_to(steps_taken(number, self._steps))


def steps_taken(step: float, steps: int) -> int:
    """Return how many whole steps have been taken at a moment: what every count shows tells of this step."""
    # A clock that stops at a step may stop a rounding error before it.
    return min(max(floor(step + 1e-6), 0), steps)


def rises_before(losses: Array) -> Array:
    """Return how often the loss has risen up to each step."""
    return np.concatenate([[0], np.cumsum(np.diff(losses) > 0)])
