"""Descent with and without momentum, computed.

>>> from momentum_sim import RAVINE, heavy_ball
>>> run = heavy_ball(RAVINE, (-10, 1), learning_rate=0.098, momentum=0.9, steps=200)
>>> run.steps_to(0.1)
92
"""

from momentum_sim import theory
from momentum_sim.classic_losses import Beale, Himmelblau, Rosenbrock, StyblinskiTang
from momentum_sim.curves import Bump, Curve, Hillside, Ramp
from momentum_sim.losses import RAVINE, Loss, Quadratic
from momentum_sim.methods import gradient_descent, heavy_ball, nesterov, pytorch_sgd, velocity_sum
from momentum_sim.noise import Noise
from momentum_sim.rolling_ball import Roll, learning_rate_and_momentum, mass_and_friction, roll
from momentum_sim.sweeps import sweep
from momentum_sim.trajectory import Trajectory
from momentum_sim.validation import Array

__all__ = [
    "RAVINE",
    "Array",
    "Beale",
    "Bump",
    "Curve",
    "Hillside",
    "Himmelblau",
    "Loss",
    "Noise",
    "Quadratic",
    "Ramp",
    "Roll",
    "Rosenbrock",
    "StyblinskiTang",
    "Trajectory",
    "gradient_descent",
    "heavy_ball",
    "learning_rate_and_momentum",
    "mass_and_friction",
    "nesterov",
    "pytorch_sgd",
    "roll",
    "sweep",
    "theory",
    "velocity_sum",
]


def __getattr__(name: str) -> str:
    # Looked up when it is asked for: a number here would be in the key of all that scenes make.
    if name == "__version__":
        from importlib.metadata import version

        return version("momentum-film")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
