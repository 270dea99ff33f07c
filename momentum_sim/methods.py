"""Methods of descent, each a function from a loss and a start to a Trajectory.

In the lesson's form the velocity holds α, and is subtracted: v ← βv + α∇L(θ), θ ← θ − v.

A run is single, or a batch: the leading axes of `start` (..., d) and `velocity` (..., d) and the shapes of
`learning_rate` and `momentum` broadcast against each other, and one vectorised loop runs them all. A grid
takes `learning_rate=alpha[:, None], momentum=beta`.

A learning rate is a schedule if it is a one-dimensional sequence of exactly `steps` numbers: step t takes
entry t − 1, in every run. Any other array is a batch of learning rates. Where a sequence of that length could
be either, because the other arguments make a batch whose last axis is as long, ValueError says so. `sweep`
knows no schedules.
"""

from __future__ import annotations

from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from momentum_sim.losses import Loss
from momentum_sim.noise import Noise
from momentum_sim.simulation import Simulation
from momentum_sim.trajectory import Trajectory
from momentum_sim.validation import (
    Array,
    finite,
    learning_rates,
    locked,
    momenta,
    quiet,
    reject_shape,
    scalar,
)


def gradient_descent(
    loss: Loss,
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    steps: SupportsIndex,
    noise: Noise | tuple[np.random.Generator, float] | None = None,
) -> Trajectory:
    """Run plain descent: θ ← θ − α∇L(θ).

    Parameters
    ----------
    loss
        Any object with `value` and `gradient`.
    start
        θ₀, shape (..., d).
    learning_rate
        α > 0: a number, a schedule of length `steps`, or a batch; the module's docstring tells which.
    steps
        How many steps to take.
    noise
        `Noise(generator, deviation)`, or such a pair: normal noise on every gradient, as minibatches have it.

    Raises
    ------
    ValueError
        For values outside these rules, shapes that do not fit, a record that would not fit into memory, a
        loss without `value` and `gradient`, or one that returns no real numbers of the right shape. What a
        loss raises itself passes unchanged. Divergence is no error; see `Trajectory.diverged`.
    """
    return Simulation.checked(
        method="gradient_descent",
        loss=loss,
        start=start,
        learning_rate=learning_rate,
        steps=steps,
        noise=noise,
    ).recorded()


def heavy_ball(
    loss: Loss,
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    momentum: ArrayLike,
    steps: SupportsIndex,
    velocity: ArrayLike | None = None,
    noise: Noise | tuple[np.random.Generator, float] | None = None,
) -> Trajectory:
    """Run descent with momentum: v ← βv + α∇L(θ), then θ ← θ − v.

    With β = 0 it is `gradient_descent`, bit for bit.

    Parameters
    ----------
    loss, start, learning_rate, steps, noise
        As for `gradient_descent`.
    momentum
        β in [0, 1): a number or a batch.
    velocity
        v₀, shape (..., d); at rest by default.

    Raises
    ------
    ValueError
        As `gradient_descent` does.

    References
    ----------
    Polyak, B. T. (1964). Some methods of speeding up the convergence of iteration methods.
    """
    return Simulation.checked(
        method="heavy_ball",
        loss=loss,
        start=start,
        learning_rate=learning_rate,
        momentum=momentum,
        steps=steps,
        velocity=velocity,
        noise=noise,
    ).recorded()


def nesterov(
    loss: Loss,
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    momentum: ArrayLike,
    steps: SupportsIndex,
    velocity: ArrayLike | None = None,
    noise: Noise | tuple[np.random.Generator, float] | None = None,
) -> Trajectory:
    """Run Nesterov's momentum in PyTorch's form: v ← βv + α∇L(θ), then θ ← θ − (βv + α∇L(θ)).

    The step looks one velocity ahead, so it is not v itself. Parameters and Raises are those of `heavy_ball`.

    References
    ----------
    Nesterov, Y. (1983). A method for solving the convex programming problem with convergence rate O(1/k²).
    Sutskever, I. et al. (2013). On the importance of initialization and momentum in deep learning. ICML.
    `torch.optim.SGD(..., nesterov=True)`.
    """
    return Simulation.checked(
        method="nesterov",
        loss=loss,
        start=start,
        learning_rate=learning_rate,
        momentum=momentum,
        steps=steps,
        velocity=velocity,
        noise=noise,
    ).recorded()


def pytorch_sgd(
    loss: Loss,
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    momentum: ArrayLike,
    steps: SupportsIndex,
    velocity: ArrayLike | None = None,
    noise: Noise | tuple[np.random.Generator, float] | None = None,
) -> Trajectory:
    """Run momentum in PyTorch's form: v ← βv + ∇L(θ), then θ ← θ − αv.

    The velocity, PyTorch's `momentum_buffer`, is without α: it is 1/α times that of `heavy_ball`. While α is
    constant both take one path; where α changes, this form applies the new α to the old gradients too.

    Parameters
    ----------
    loss, start, learning_rate, momentum, steps, noise
        As for `heavy_ball`.
    velocity
        v₀ in PyTorch's form, shape (..., d); at rest by default.

    Raises
    ------
    ValueError
        As `heavy_ball` does.

    References
    ----------
    `torch.optim.SGD(..., momentum=...)`, without dampening.
    https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    return Simulation.checked(
        method="pytorch_sgd",
        loss=loss,
        start=start,
        learning_rate=learning_rate,
        momentum=momentum,
        steps=steps,
        velocity=velocity,
        noise=noise,
    ).recorded()


@quiet
def velocity_sum(
    gradients: ArrayLike, *, learning_rate: float, momentum: float, velocity: ArrayLike | None = None
) -> Array:
    """Return the velocities that given gradients build up: vₜ = βvₜ₋₁ + αgₜ, which is α Σₖ βᵗ⁻ᵏ gₖ from rest.

    Parameters
    ----------
    gradients
        g₁, g₂, …, shape (steps, ...); time is the first axis.
    learning_rate, momentum
        α > 0 and β in [0, 1).
    velocity
        v₀, of the shape of one gradient; at rest by default.

    Returns
    -------
    Array
        v₁, v₂, …, of the shape of `gradients`, read-only.

    Raises
    ------
    ValueError
        For values outside these rules, or shapes that do not fit.
    """
    given = finite("gradients", gradients)
    if given.ndim == 0:
        reject_shape("gradients", given, "of shape (steps, ...)", "Put time on the first axis.")
    alpha = scalar("learning_rate", learning_rates(learning_rate))
    beta = scalar("momentum", momenta(momentum))
    v = finite("velocity", 0.0 if velocity is None else velocity)
    if v.shape not in ((), given.shape[1:]):
        reject_shape("velocity", v, f"of shape {given.shape[1:]}", "It has the shape of one gradient.")
    velocities = np.empty_like(given)
    for step, gradient in enumerate(given):
        v = beta * v + alpha * gradient
        velocities[step] = v
    return locked(velocities)
