"""What theory predicts for a quadratic loss with exact gradients.

A quadratic separates into its principal directions, which evolve independently: with a = αλ, λ the
curvature, a step of heavy ball is a linear map of (θ, v) whose eigenvalues z solve

    z² − (1 + β − a) z + β = 0                      (heavy ball; plain descent with β = 0: z = 1 − a)
    z² − (1 + β)(1 − a) z + β(1 − a) = 0            (Nesterov, in PyTorch's form)

The larger |z|, the spectral radius, is the convergence rate: the factor by which the distance to the minimum
shrinks with each step in the long run. Functions take arrays and broadcast; λ and α are above 0 and β is in
[0, 1), otherwise ValueError, as for shapes that do not broadcast. What exceeds float64 is infinite, without a
warning.

References
----------
Polyak, B. T. (1964). Some methods of speeding up the convergence of iteration methods.
Goh, G. (2017). Why momentum really works. Distill. https://distill.pub/2017/momentum
Qian, N. (1999). On the momentum term in gradient descent learning algorithms. Neural Networks 12, 145-151.
"""

from __future__ import annotations

from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from momentum_sim.validation import (
    Array,
    MomentumMethod,
    at_least_zero,
    broadcast,
    check_memory,
    count,
    finite,
    learning_rates,
    momenta,
    momentum_method,
    positive,
    quiet,
    reject,
    reject_shape,
    scalar,
    shown,
)


@quiet
def stability_limit(
    curvature: ArrayLike, momentum: ArrayLike = 0.0, *, method: MomentumMethod = "heavy_ball"
) -> Array:
    """Return the learning rate below which a direction converges, and from which it does not.

    2(1 + β)/λ for heavy ball, which is 2/λ for plain descent; 2(1 + β)/((1 + 2β)λ) for Nesterov. For a loss
    the limit is that of its largest curvature.
    """
    lam, beta = _together(curvature=_curvatures(curvature), momentum=momenta(momentum))
    limit = 2 * (1 + beta) / lam
    return np.asarray(limit / (1 + 2 * beta) if momentum_method(method) == "nesterov" else limit)


@quiet
def convergence_rate(
    curvature: ArrayLike,
    learning_rate: ArrayLike,
    momentum: ArrayLike = 0.0,
    *,
    method: MomentumMethod = "heavy_ball",
) -> Array:
    """Return the factor by which the distance shrinks with each step in the long run: the spectral radius.

    |1 − αλ| for plain descent; √β for heavy ball wherever the eigenvalues are complex. From 1 up it does not
    converge.
    """
    trace, determinant = _trace_and_determinant(curvature, learning_rate, momentum, method)
    discriminant = trace**2 - 4 * determinant
    real = 0.5 * (np.abs(trace) + np.sqrt(np.maximum(discriminant, 0.0)))
    return np.where(discriminant >= 0, real, np.sqrt(np.maximum(determinant, 0.0)))


@quiet
def regime(
    curvature: ArrayLike,
    learning_rate: ArrayLike,
    momentum: ArrayLike = 0.0,
    *,
    method: MomentumMethod = "heavy_ball",
) -> NDArray[np.str_]:
    """Return how a direction moves: "monotone", "oscillating" or "diverging".

    Monotone: the eigenvalue of largest size is real and not negative, so that a start at rest never crosses
    the minimum. Oscillating: it is negative or complex. Diverging: the convergence rate is 1 or more.
    """
    trace, determinant = _trace_and_determinant(curvature, learning_rate, momentum, method)
    monotone = (trace >= 0) & (trace**2 >= 4 * determinant)
    stable = convergence_rate(curvature, learning_rate, momentum, method=method) < 1
    return np.where(stable, np.where(monotone, "monotone", "oscillating"), "diverging")


@quiet
def critical_momentum(curvature: ArrayLike, learning_rate: ArrayLike) -> Array:
    """Return the momentum that is critically damped, β = (1 − √(αλ))²: the fastest convergence at this α.

    For αλ ≤ 1 it is the largest β without oscillation. ValueError from αλ = 4 on, where no β converges.
    """
    scaled = _scaled(curvature, learning_rate)
    if (scaled >= 4).any():
        reject(
            "learning_rate · curvature",
            scaled.max(),
            "below 4",
            "Lower the learning rate: no momentum helps.",
        )
    return np.asarray((1 - np.sqrt(scaled)) ** 2)


@quiet
def optimal_learning_rate(curvatures: ArrayLike) -> float:
    """Return the best α for plain descent, 2/(λ_min + λ_max); its convergence rate is (κ − 1)/(κ + 1)."""
    spectrum = _spectrum(curvatures)
    return float(2 / (spectrum.min() + spectrum.max()))


@quiet
def optimal_heavy_ball(curvatures: ArrayLike) -> tuple[float, float]:
    """Return Polyak's best (α, β), (2/(√λ_min + √λ_max))² and ((√κ − 1)/(√κ + 1))².

    Their convergence rate is √β.
    """
    roots = np.sqrt(_spectrum(curvatures))
    low, high = roots.min(), roots.max()
    return float((2 / (low + high)) ** 2), float(((high - low) / (high + low)) ** 2)


@quiet
def weights(steps: SupportsIndex, learning_rate: float, momentum: float) -> Array:
    """Return the weight of each gradient in the velocity after t = `steps` steps: α βᵗ⁻ᵏ, the oldest first.

    `weights(...) @ gradients` is that velocity. ValueError for more steps than fit into memory.
    """
    number = count("steps", steps)
    check_memory("steps", shown(number), number, "The oldest weights are next to nothing: take fewer.")
    alpha = scalar("learning_rate", learning_rates(learning_rate))
    beta = scalar("momentum", momenta(momentum))
    return np.asarray(alpha * beta ** np.arange(number)[::-1])


@quiet
def total_weight(learning_rate: ArrayLike, momentum: ArrayLike) -> Array:
    """Return the limit of the sum of the weights as t grows: α/(1 − β)."""
    alpha, beta = _together(learning_rate=learning_rates(learning_rate), momentum=momenta(momentum))
    return np.asarray(alpha / (1 - beta))


@quiet
def effective_window(momentum: ArrayLike) -> Array:
    """Return the effective number of gradients that the velocity sums, 1/(1 − β)."""
    return np.asarray(1 / (1 - momenta(momentum)))


@quiet
def warm_up(momentum: ArrayLike, steps: ArrayLike) -> Array:
    """Return the share of the total weight that the newest t = `steps` gradients hold: 1 − βᵗ."""
    t = at_least_zero("steps", steps, "Pass how many steps.")
    beta, t = _together(momentum=momenta(momentum), steps=t)
    return np.asarray(1 - beta**t)


@quiet
def half_life(momentum: ArrayLike) -> Array:
    """Return the number of steps in which a gradient's weight halves, ln ½ / ln β; 0 for β = 0."""
    beta = momenta(momentum)
    return np.where(beta > 0, np.log(0.5) / np.log(np.where(beta > 0, beta, 0.5)), 0.0)


@quiet
def steady_velocity(gradient: ArrayLike, learning_rate: ArrayLike, momentum: ArrayLike) -> Array:
    """Return the velocity that a constant gradient g leads to, αg/(1 − β)."""
    g, weight = _together(gradient=finite("gradient", gradient), rest=total_weight(learning_rate, momentum))
    return np.asarray(g * weight)


@quiet
def alternating_velocity(gradient: ArrayLike, learning_rate: ArrayLike, momentum: ArrayLike) -> Array:
    """Return the velocity after a +g of gradients that alternate, +g, −g, …, as t grows: αg/(1 + β)."""
    g, alpha, beta = _together(
        gradient=finite("gradient", gradient),
        learning_rate=learning_rates(learning_rate),
        momentum=momenta(momentum),
    )
    return np.asarray(g * (alpha / (1 + beta)))


@quiet
def noise_floor(
    curvature: ArrayLike, learning_rate: ArrayLike, momentum: ArrayLike, deviation: ArrayLike
) -> Array:
    """Return the stationary standard deviation of θ around the minimum under noisy gradients, for heavy ball.

    √(α σ² (1 + β) / (λ (1 − β) (2(1 + β) − αλ))), that of the autoregressive process
    θₜ₊₁ = (1 + β − αλ) θₜ − β θₜ₋₁ − α ξ, ξ of standard deviation σ. Infinite where the direction is not
    stable.
    """
    lam, alpha, beta, sigma = _together(
        curvature=_curvatures(curvature),
        learning_rate=learning_rates(learning_rate),
        momentum=momenta(momentum),
        deviation=at_least_zero("deviation", deviation, "Pass a standard deviation."),
    )
    margin = 2 * (1 + beta) - alpha * lam  # above 0 where the direction is stable
    spread = np.sqrt((1 + beta) / ((1 - beta) * np.where(margin > 0, margin, 1.0)))
    # The root of each factor, for the squares may leave float64.
    return np.where(margin > 0, sigma * np.sqrt(alpha) / np.sqrt(lam) * spread, np.inf)


@quiet
def to_pytorch_buffer(velocity: ArrayLike, learning_rate: ArrayLike) -> Array:
    """Return b = v/α, the momentum buffer of `torch.optim.SGD`: b ← βb + g, θ ← θ − αb.

    The paths agree while α is constant: the lesson's velocity keeps the α of old steps, the buffer takes
    the new.
    """
    v, alpha = _together(velocity=finite("velocity", velocity), learning_rate=learning_rates(learning_rate))
    return np.asarray(v / alpha)


@quiet
def from_pytorch_buffer(buffer: ArrayLike, learning_rate: ArrayLike) -> Array:
    """Return v = αb, the lesson's velocity for the buffer of `torch.optim.SGD`; see `to_pytorch_buffer`."""
    b, alpha = _together(buffer=finite("buffer", buffer), learning_rate=learning_rates(learning_rate))
    return np.asarray(alpha * b)


def _curvatures(value: ArrayLike) -> Array:
    return positive("curvature", value, "A direction with a minimum curves upwards.")


def _spectrum(value: ArrayLike) -> Array:
    curvatures = _curvatures(value)
    if curvatures.size == 0:
        reject_shape("curvature", curvatures, "of one number at least", "Pass those of the loss.")
    return curvatures


def _scaled(curvature: ArrayLike, learning_rate: ArrayLike) -> Array:
    """Return αλ; raise ValueError where it leaves float64."""
    lam, alpha = _together(curvature=_curvatures(curvature), learning_rate=learning_rates(learning_rate))
    return finite("learning_rate · curvature", alpha * lam)


def _together(**arrays: Array) -> list[Array]:
    """Return the arrays, broadcast; raise ValueError where their shapes clash."""
    shape = broadcast("A grid takes α[:, None].", **{name: array.shape for name, array in arrays.items()})
    return [np.broadcast_to(array, shape) for array in arrays.values()]


def _trace_and_determinant(
    curvature: ArrayLike, learning_rate: ArrayLike, momentum: ArrayLike, method: MomentumMethod
) -> tuple[Array, Array]:
    """Return the sum and the product of the two eigenvalues."""
    scaled, beta = _together(curvature=_scaled(curvature, learning_rate), momentum=momenta(momentum))
    if momentum_method(method) == "nesterov":
        return (1 + beta) * (1 - scaled), beta * (1 - scaled)
    return 1 + beta - scaled, beta
