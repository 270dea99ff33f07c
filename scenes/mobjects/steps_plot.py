"""The axes for steps home over the learning rate."""

from __future__ import annotations

from typing import cast

import numpy as np
from manim import DR, UR, Dot, Line, Typst, VGroup

from momentum_sim import Array
from scenes import experiment, style
from scenes.mobjects.plot import Plot
from scenes.mobjects.scenery import make_scenery
from scenes.mobjects.typography import words

LOWEST_RATE = 0.001
PLOT_CORNER = (-4.9, -1.6, 0)
PLOT_SIZE = (11.3, 4.15)
RATES_NAMED = (0.001, 0.01, 0.1, 1)
RATES_SHOWN = (LOWEST_RATE, 1.1)
STEPS_SHOWN = (10.0, 130_000.0)


class StepsPlot(Plot):
    """Steps home over the learning rate, both axes logarithmic."""

    def __init__(self) -> None:
        low, high = np.log10(RATES_SHOWN)
        super().__init__(
            (low, high),
            STEPS_SHOWN,
            width=PLOT_SIZE[0],
            height=PLOT_SIZE[1],
            horizontal_ticks=[(np.log10(rate), f"{rate:g}") for rate in RATES_NAMED],
            vertical_ticks=[(steps, f"{steps:,}") for steps in (100, 1_000, 10_000, 100_000)],
            horizontal_name="learning rate $alpha$",
            vertical_name="steps home",
            logarithmic=True,
            label_size=style.BODY_SIZE,
        )
        for rate in RATES_NAMED[1:]:
            foot, top = (self.point(rate, steps) for steps in STEPS_SHOWN)
            self.grid.add(Line(foot, top, stroke_color=style.FAINT_INK, stroke_width=style.HAIRLINE))
        make_scenery(self.grid)
        self.shift(np.array(PLOT_CORNER) - self.to_screen(low, STEPS_SHOWN[0]))

    def point(self, rate: Array | float, steps: Array | float) -> Array:
        """Return where a learning rate and its steps home stand."""
        return self.to_screen(np.log10(rate), steps)

    def rate_label(self, rate: float) -> Typst:
        """Return the number at the axis of one of the learning rates that are named there."""
        return cast(Typst, self.ticks[RATES_NAMED.index(round(rate, 3))])


class CountedDot(VGroup):
    """A dot on a line of the plot, and its number of steps beside it."""

    def __init__(self, point: Array, steps: int, color: str, direction: Array) -> None:
        self.dot = Dot(point, radius=0.12, color=color)
        self.number = words(f"{steps:,}", style.TITLE_SIZE, color=color, bold=True)
        self.number.next_to(self.dot, direction, buff=0.07)
        super().__init__(self.dot, self.number)


class StepsAtOurRate(VGroup):
    """The axes, and on them the film's two counts: of plain descent and of momentum."""

    def __init__(self) -> None:
        self.plot = StepsPlot()
        plain, heavy = experiment.steps_home()
        rate = experiment.LEARNING_RATE
        self.plain = CountedDot(self.plot.point(rate, plain), plain, style.PLAIN_DESCENT, UR)
        self.heavy = CountedDot(self.plot.point(rate, heavy), heavy, style.MOMENTUM, DR)
        super().__init__(self.plot, self.plain, self.heavy)
