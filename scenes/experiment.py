"""The film's one experiment: where every run starts, and with which learning rate and momentum."""

from __future__ import annotations

from collections.abc import Sequence

from momentum_sim import RAVINE, Trajectory, heavy_ball, theory
from scenes.parameter import Parameter

START = (-10.0, 1.0)
LEARNING_RATE = 0.098
MOMENTUM = 0.9
STEPS = 50
TOLERANCE = 0.1
"""A run has arrived when it stays this near to the minimum for good."""

ENOUGH_STEPS = 2500
"""Steps within which every run that a scene waits for has arrived."""

NOISE_DEVIATION = 0.2
"""The standard deviation of the noise on each component of the gradient, wherever there is noise."""

START_ALONG = Parameter(
    "start_along",
    START[0],
    minimum=-10.0,
    maximum=-5.0,
    reason="from nearer the way is too short to show anything, and the map ends at −10.6",
)
START_ACROSS = Parameter(
    "start_across",
    START[1],
    minimum=0.5,
    maximum=1.1,
    reason="the run starts on the wall, and the map ends at 1.3",
)
"""Where a run starts, for the scenes that let a teacher choose."""


def arrival(run: Trajectory) -> int:
    """Return the step from which a run stays within ``TOLERANCE`` of the minimum.

    Raises
    ------
    ValueError
        If the run does not: it diverges, or has too few steps.
    """
    step = arrival_if_any(run)
    if step is None:
        distance = float(run.distance_to_minimiser()[-1])
        raise ValueError(
            f"the run is {distance:.3g} from the minimum after {run.steps} steps, but must be within "
            f"{TOLERANCE:g} of it for good. Give it more steps, or a learning rate below the stability limit."
        )
    return step


def arrival_if_any(run: Trajectory) -> int | None:
    """Return the step from which a run stays within ``TOLERANCE`` of the minimum; None if it does not."""
    return run.steps_to(TOLERANCE)


def steps_home(momenta: Sequence[float] = (0.0, MOMENTUM), learning_rate: float = LEARNING_RATE) -> list[int]:
    """Return the steps home in the ravine with each momentum: by default with none, and with the film's.

    Raises
    ------
    ValueError
        If one of the runs does not arrive.
    """
    runs = heavy_ball(RAVINE, START, learning_rate=learning_rate, momentum=momenta, steps=ENOUGH_STEPS)
    return [arrival(runs.run(number)) for number in range(len(momenta))]


def loss_under_noise(learning_rate: float, momentum: float, deviation: float = NOISE_DEVIATION) -> float:
    """Return the mean loss that a noisy run settles at: half the sum of curvature · variance."""
    deviations = theory.noise_floor(RAVINE.curvatures, learning_rate, momentum, deviation)
    return float(RAVINE.curvatures @ deviations**2) / 2
