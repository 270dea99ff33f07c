"""A run on the ravine's map, with its name, its step and its loss."""

from __future__ import annotations

from typing import Self

from manim import RIGHT

from momentum_sim import Trajectory
from scenes import style
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.live_group import LiveGroup
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.ravine_map import FULL_WIDTH, RavineMap
from scenes.mobjects.typography import Readout, words_on_line

LABEL_CLEARANCE = 0.18
"""From the map's upper edge to the baseline of the words above it."""

STEP_CLEARANCE = 2.2
"""From the right end of the loss to that of the step."""


class RacePanel(LiveGroup):
    """A map with a run on it; above it, on the left the method, and on the right the step and the loss.

    It may be moved about, but not scaled: ``width`` is for that.

    Parameters
    ----------
    trajectory
        The run on the film's ravine.
    label
        The method's name, as Typst markup.
    color
        The optimiser's colour.
    step
        How far it has run at first, in steps.
    width
        The map's width on the screen.
    loss_template
        How the loss is written.
    """

    def __init__(
        self,
        trajectory: Trajectory,
        label: str,
        color: str,
        *,
        step: float = 0.0,
        width: float = FULL_WIDTH,
        loss_template: str = "loss {:.3f}",
    ) -> None:
        super().__init__()
        self.trajectory = trajectory
        # Below every run, so that the maps of a race form one static layer.
        self.map = RavineMap(width).set_z_index(-1)
        self.map.stars.set_z_index(STAR_Z_INDEX)
        self.path = DescentPath(self.map.to_screen(trajectory.parameters), color, step=step)
        self.step = Readout(0, "step {:.0f}", color=style.MUTED_INK, anchor=RIGHT)
        self.loss = Readout(0, loss_template, color=style.MUTED_INK, anchor=RIGHT)
        left, right, baseline = self.map.get_left()[0], self.map.get_right()[0], self.baseline
        self.label = words_on_line(label, (left, baseline, 0), color=color, bold=True)
        self.loss.shift((right, baseline, 0))
        self.step.shift((right - STEP_CLEARANCE, baseline, 0))
        self.add(self.map, self.path, self.label, self.step, self.loss)
        self.set_to(step)

    @property
    def baseline(self) -> float:
        """Height of the line on which the words above the map stand."""
        return float(self.map.get_top()[1]) + LABEL_CLEARANCE

    def set_to(self, step: float) -> Self:
        """Show the run up to a step."""
        passed = min(max(int(step), 0), self.trajectory.steps)
        self.path.iterates = self.map.to_screen(self.trajectory.parameters)
        self.path.set_to(step)
        self.step.set_to(passed)
        self.loss.set_to(float(self.trajectory.loss[passed]))
        return self
