"""Sweeps: batches of runs of which only what is asked for is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Literal, SupportsIndex, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from momentum_sim.losses import Loss
from momentum_sim.noise import Noise
from momentum_sim.simulation import Simulation
from momentum_sim.trajectory import distance_to_nearest
from momentum_sim.validation import (
    Array,
    MomentumMethod,
    distance,
    locked,
    momentum_method,
    quiet,
    reject,
    shown,
)

Measure = Literal["parameters", "velocity", "loss", "steps_to"]
"""What a sweep can return of its runs."""


@quiet
def sweep(
    loss: Loss,
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    momentum: ArrayLike,
    steps: SupportsIndex,
    measures: Sequence[Measure] = ("loss",),
    tolerance: float | None = None,
    method: MomentumMethod = "heavy_ball",
    velocity: ArrayLike | None = None,
    noise: Noise | tuple[np.random.Generator, float] | None = None,
) -> dict[Measure, Array]:
    """Run a batch and keep only what is asked for: the memory does not grow with the number of steps.

    Parameters
    ----------
    loss, start, momentum, steps, velocity, noise
        As for `heavy_ball`; with `momentum=0` it is plain descent.
    learning_rate
        α > 0: a number or a batch, of any length.
    measures
        Which of these to return, by name:

        - "parameters": θ after the last step, shape (..., d);
        - "velocity": v after the last step, shape (..., d);
        - "loss": L(θ) after the last step, shape (...);
        - "steps_to": the step from which θ stays closer than `tolerance` to the minimiser, shape (...);
          infinity where it does not stay.
    tolerance
        The distance for "steps_to", above 0.
    method
        "heavy_ball" or "nesterov".

    Raises
    ------
    ValueError
        As `heavy_ball` does; for an unknown measure or method, or more than a thousand million steps; for
        "steps_to" without tolerance or minimiser.
    """
    _check_measures(measures)
    limit = None if tolerance is None else distance("tolerance", tolerance)
    simulation = Simulation.checked(
        method=momentum_method(method),
        loss=loss,
        start=start,
        learning_rate=learning_rate,
        momentum=momentum,
        steps=steps,
        velocity=velocity,
        noise=noise,
        schedules=False,
    )
    is_near = _nearness(simulation.minimiser, limit) if "steps_to" in measures else None
    arrival = np.zeros(simulation.start.shape[:-1])
    for step, state in enumerate(simulation.iterates()):
        if is_near is not None:
            np.copyto(arrival, step + 1, where=~is_near(state[0]))
    theta, v, _ = state
    found: dict[Measure, Array] = {
        "parameters": theta,
        "velocity": v,
        "steps_to": np.where(arrival > simulation.steps, np.inf, arrival),
    }
    if "loss" in measures:
        found["loss"] = simulation.value(theta)
    return {name: locked(np.ascontiguousarray(found[name])) for name in measures}


def _check_measures(measures: Sequence[Measure]) -> None:
    known = get_args(Measure)
    listed = isinstance(measures, Sequence | Set) and not isinstance(measures, str)
    if not listed or not all(isinstance(name, str) and name in known for name in measures):
        reject("measures", shown(measures), f"some of {known}", 'Pass a tuple of names, like ("loss",).')


def _nearness(minimiser: Array | None, tolerance: float | None) -> Callable[[Array], NDArray[np.bool_]]:
    """Return what tells of points (..., d) whether each is closer than the tolerance to a minimiser."""
    if tolerance is None or minimiser is None:
        reject("steps_to", "asked for", "given a tolerance and a loss.minimiser", "Add what is missing.")
    return lambda parameters: distance_to_nearest(parameters, minimiser) < tolerance
