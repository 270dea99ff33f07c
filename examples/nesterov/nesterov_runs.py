"""What both scenes use: the two methods' runs down the lesson's ravine, and Nesterov's colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from momentum_sim import RAVINE, Trajectory, heavy_ball, nesterov
from scenes import experiment

NESTEROV = "#F0E442"
"""Beside the lesson's colours, and as safe for colour-blind eyes."""

Method: TypeAlias = Callable[[float, int], Trajectory]
"""Takes a learning rate and a number of steps."""


def momentum_run(learning_rate: float, steps: int) -> Trajectory:
    """Run momentum from the lesson's start."""
    return heavy_ball(
        RAVINE, experiment.START, learning_rate=learning_rate, momentum=experiment.MOMENTUM, steps=steps
    )


def nesterov_run(learning_rate: float, steps: int) -> Trajectory:
    """Run Nesterov's momentum from the lesson's start: v ← βv + α∇L(θ − βv), θ ← θ − v."""
    run = nesterov(
        RAVINE, experiment.START, learning_rate=learning_rate, momentum=experiment.MOMENTUM, steps=steps
    )
    return standing(run)


def standing(run: Trajectory) -> Trajectory:
    """Return a run of ``nesterov`` with the points where it stands, θ.

    The simulator records, as PyTorch does, the points where it looks, θ − βv. The gradients are theirs.
    """
    theta = run.parameters + run.momentum * run.velocity
    return replace(run, parameters=theta, loss=RAVINE.value(theta))


def until_arrival(method: Method, learning_rate: float) -> Trajectory:
    """Run a method until it stays near the minimum for good."""
    return method(learning_rate, experiment.arrival(method(learning_rate, experiment.ENOUGH_STEPS)))


def next_steps(flight: Trajectory) -> tuple[Trajectory, Trajectory]:
    """Return the step that momentum takes next, and the one that Nesterov takes with the same velocity."""
    theta, v = flight.parameters[-1], flight.velocity[-1]
    alpha, beta = flight.learning_rate, flight.momentum
    ahead = nesterov(RAVINE, theta - beta * v, learning_rate=alpha, momentum=beta, velocity=v, steps=1)
    return (
        heavy_ball(RAVINE, theta, learning_rate=alpha, momentum=beta, velocity=v, steps=1),
        standing(ahead),
    )


def calm_from(run: Trajectory) -> int:
    """Return the step from which a run stays near the ravine's floor."""
    wide = np.abs(run.parameters[:, 1]) >= experiment.TOLERANCE
    return int(np.flatnonzero(wide)[-1]) + 1
