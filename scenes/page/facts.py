"""The numbers that the page speaks of, computed by the simulator; this costs no import of Manim."""

from __future__ import annotations

from functools import cache
from math import floor
from typing import Final

from momentum_sim import RAVINE, Quadratic, heavy_ball, theory
from scenes import experiment

WALL, FLOOR = float(max(RAVINE.curvatures)), float(min(RAVINE.curvatures))
PLAIN_LIMIT: Final = float(theory.stability_limit(WALL))
LIMIT: Final = float(theory.stability_limit(WALL, experiment.MOMENTUM))
NESTEROV_LIMIT: Final = float(theory.stability_limit(WALL, experiment.MOMENTUM, method="nesterov"))
CRITICAL: Final = floor(1000 * float(theory.critical_momentum(FLOOR, experiment.LEARNING_RATE))) / 1000
"""The most momentum, in thousandths, with which the film's race does not overshoot along the floor."""

RATIO_FOR_USUAL: Final = ((1 + experiment.MOMENTUM**0.5) / (1 - experiment.MOMENTUM**0.5)) ** 2
"""The ratio of curvatures for which Polyak's formulas give the film's momentum."""


@cache
def home(learning_rate: float, momentum: float = 0.0, *, wall: float = WALL, floor: float = FLOOR) -> int:
    """Return the step from which a run from the film's start is home.

    Raises
    ------
    ValueError
        If it never is.
    """
    run = heavy_ball(
        Quadratic((floor, wall)),
        experiment.START,
        learning_rate=learning_rate,
        momentum=momentum,
        steps=experiment.ENOUGH_STEPS,
    )
    return experiment.arrival(run)


@cache
def overshoot() -> float:
    """Return how far the film's race shoots past the minimum along the floor, as a share of the way."""
    run = heavy_ball(
        RAVINE,
        experiment.START,
        learning_rate=experiment.LEARNING_RATE,
        momentum=experiment.MOMENTUM,
        steps=experiment.ENOUGH_STEPS,
    )
    return float(run.parameters[:, 0].max()) / -experiment.START[0]


@cache
def after_steps(steps: int) -> str:
    """Return where the film's race is after some steps, as the page's code prints it."""
    run = heavy_ball(
        RAVINE,
        experiment.START,
        learning_rate=experiment.LEARNING_RATE,
        momentum=experiment.MOMENTUM,
        steps=steps,
    )
    return f"step {steps}: {run.parameters[-1].round(3)}"


PRINTED: Final = after_steps(experiment.STEPS)
"""What both pieces of code on the page print."""
