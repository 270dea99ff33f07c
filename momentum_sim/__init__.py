"""momentum_sim: descent with and without momentum, computed.

>>> from momentum_sim import RAVINE, heavy_ball
>>> run = heavy_ball(RAVINE, (-10, 1), learning_rate=0.098, momentum=0.9, steps=200)
>>> run.steps_to(0.1)
92
"""

from momentum_sim.losses import RAVINE, Loss, Quadratic
from momentum_sim.methods import gradient_descent, heavy_ball, velocity_sum
from momentum_sim.rolling_ball import (
    Bump,
    Curve,
    Hillside,
    Ramp,
    Roll,
    learning_rate_and_momentum,
    mass_and_friction,
    roll,
)
from momentum_sim.trajectory import Trajectory

__all__ = [
    "RAVINE",
    "Bump",
    "Curve",
    "Hillside",
    "Loss",
    "Quadratic",
    "Ramp",
    "Roll",
    "Trajectory",
    "gradient_descent",
    "heavy_ball",
    "learning_rate_and_momentum",
    "mass_and_friction",
    "roll",
    "velocity_sum",
]
