"""The axes for steps home over the learning rate."""

from __future__ import annotations

import numpy as np
from manim import Line

from momentum_sim import Array
from scenes import style
from scenes.mobjects.plot import Plot
from scenes.mobjects.scenery import make_scenery

LOWEST_RATE = 0.001
PLOT_CORNER = (-5.0, -1.8, 0)
PLOT_SIZE = (11.2, 4.35)
RATES_SHOWN = (LOWEST_RATE, 0.5)
STEPS_SHOWN = (20.0, 130_000.0)


class StepsPlot(Plot):
    """Steps home over the learning rate, both axes logarithmic."""

    def __init__(self) -> None:
        low, high = np.log10(RATES_SHOWN)
        super().__init__(
            (low, high),
            STEPS_SHOWN,
            width=PLOT_SIZE[0],
            height=PLOT_SIZE[1],
            horizontal_ticks=[(np.log10(rate), f"{rate:g}") for rate in (0.001, 0.01, 0.1)],
            vertical_ticks=[(steps, f"{steps:,}") for steps in (100, 1_000, 10_000, 100_000)],
            horizontal_name="learning rate $alpha$ (each line: × 10)",
            vertical_name="steps home",
            logarithmic=True,
        )
        ends = [self.to_screen(np.log10(0.01), steps) for steps in STEPS_SHOWN]
        self.grid.add(Line(ends[0], ends[1], stroke_color=style.FAINT_INK, stroke_width=style.HAIRLINE))
        make_scenery(self.grid)
        self.shift(np.array(PLOT_CORNER) - self.to_screen(low, STEPS_SHOWN[0]))

    def point(self, rate: Array | float, steps: Array | float) -> Array:
        """Return where a learning rate and its steps home stand."""
        return self.to_screen(np.log10(rate), steps)
