"""A run on the ravine's map, and what is counted in it: steps, and rises of the loss."""

from __future__ import annotations

from math import ceil, floor
from typing import Self

import numpy as np
from manim import RIGHT, UP, Line, VGroup

from momentum_sim import Array, Trajectory
from scenes import style
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.painted_rises import PaintedRises
from scenes.mobjects.polyline import straight
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.typography import Readout, words_on_line

MAP_WIDTH = 8.15
PATH_WIDTH, DOT_RADIUS, MARKER_RADIUS = 3.0, 0.034, 0.1
"""Smaller than on a map of full width, in proportion."""

LABEL_CLEARANCE = 0.2
"""From a map's upper edge to the baseline of the words above it."""

TALLY_ROW = 25
"""Rises a row of a tally."""
TALLY_SKIP, TALLY_RISE = 2.05, 0.62
"""From the start of the words to the tally's upper left corner."""
TALLY_HEIGHT, TALLY_SHARE = 1.0, 0.78
"""Of all its rows, and how much of a row its strokes are high."""
TALLY_GROUP, TALLY_STROKE = 0.43, 0.08
"""From one five to the next, and from one stroke to the next."""
NOTHING = np.zeros((0, 3))


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
    """How often a run's loss has risen, and a tally of it: a white stroke for each rise, in fives.

    Parameters
    ----------
    run
        The run.
    color
        The method's colour.
    start
        Where the words begin, on their baseline.
    """

    def __init__(self, run: Trajectory, color: str, start: Array) -> None:
        super().__init__()
        self._steps = run.steps
        self.rises_before = rises_before(run.loss)
        self._rising = np.flatnonzero(np.diff(run.loss) > 0)
        self.rises = Readout(0, "rises {:.0f}×", style.HEADING_SIZE, color=color, bold=True)
        self.rises.shift(start)
        rows = ceil(len(self._rising) / TALLY_ROW)
        self._ends = [_tally_stroke(number, rows, np.asarray(start)) for number in range(len(self._rising))]
        self.tally = VGroup(Line(*ends, stroke_color=style.INK, stroke_width=3) for ends in self._ends)
        self.add(self.tally, self.rises)
        self.set_to(0)

    def set_to(self, step: float) -> Self:
        """Tell of the last step that was taken; a stroke is drawn while the loss rises."""
        self.rises.set_to(self.rises_before[steps_taken(step, self._steps)])
        for stroke, (top, bottom), rising in zip(self.tally, self._ends, self._rising, strict=True):
            share = min(max(step - rising, 0.0), 1.0)
            stroke.points = straight(np.array([[top, top + share * (bottom - top)]])) if share else NOTHING
        return self


def _tally_stroke(number: int, rows: int, start: Array) -> tuple[Array, Array]:
    """Return where a stroke of a tally begins and ends: every fifth lies across the four before it."""
    row, place = divmod(number, TALLY_ROW)
    group, stroke = divmod(place, 5)
    pitch = TALLY_HEIGHT / rows
    corner = start + (TALLY_SKIP + group * TALLY_GROUP) * RIGHT + (TALLY_RISE - row * pitch) * UP
    height, across = TALLY_SHARE * pitch * UP, TALLY_STROKE * RIGHT
    if stroke == 4:
        return corner + 3.7 * across - 0.1 * height, corner - 0.7 * across - 0.9 * height
    return corner + stroke * across, corner + stroke * across - height


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
