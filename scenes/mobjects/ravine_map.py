"""The map of the film's ravine, the same in every scene."""

from __future__ import annotations

from momentum_sim import RAVINE
from scenes.mobjects.loss_map import LossMap

HORIZONTAL = (-10.6, 2.0)
VERTICAL = (-1.3, 1.3)
LEVELS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.2, 2.0, 4.0, 7.0, 11.0, 16.0)
FULL_WIDTH = 12.6


class RavineMap(LossMap):
    """The ravine to scale, one unit of the frame for one of θ at full width."""

    def __init__(self, width: float = FULL_WIDTH) -> None:
        super().__init__(RAVINE, HORIZONTAL, VERTICAL, LEVELS, width=width, minimisers=[RAVINE.minimiser])
