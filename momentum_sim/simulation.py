"""The loop that all methods share: a run or a batch of runs, checked, broadcast and stepped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from math import prod
from typing import NoReturn, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from momentum_sim.losses import Loss
from momentum_sim.noise import Noise, checked_noise
from momentum_sim.trajectory import Method, Trajectory, is_schedule
from momentum_sim.validation import (
    Array,
    broadcast,
    check_memory,
    count,
    finite,
    learning_rates,
    locked,
    minimisers,
    momenta,
    points,
    quiet,
    reject,
    reject_shape,
    result,
    shown,
)

VECTORISED = "A batch needs a loss that is vectorised over leading axes."

MOST_STEPS = 10**9
"""How many steps a run may take where its record sets no lower limit; they would take hours."""

UpdateRule = Callable[[Array, Array, Array, Array], tuple[Array, Array]]
"""Maps v, ∇L(θ), α and β to the new v and the step, which is subtracted from θ."""


def _heavy_ball(velocity: Array, gradient: Array, alpha: Array, beta: Array) -> tuple[Array, Array]:
    velocity = beta * velocity + alpha * gradient
    return velocity, velocity


def _nesterov(velocity: Array, gradient: Array, alpha: Array, beta: Array) -> tuple[Array, Array]:
    velocity = beta * velocity + alpha * gradient
    return velocity, beta * velocity + alpha * gradient


def _pytorch_sgd(velocity: Array, gradient: Array, alpha: Array, beta: Array) -> tuple[Array, Array]:
    velocity = beta * velocity + gradient
    return velocity, alpha * velocity


UPDATE_RULES: Mapping[Method, UpdateRule] = {
    "gradient_descent": _heavy_ball,  # with β = 0
    "heavy_ball": _heavy_ball,
    "nesterov": _nesterov,
    "pytorch_sgd": _pytorch_sgd,
}


State = tuple[Array, Array, Array]
"""Where a simulation stands: θ, v and ∇L(θ), each of shape (..., d)."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Simulation:
    """A run or a batch of runs, ready to be stepped."""

    method: Method
    loss: Loss
    start: Array  # (..., d)
    velocity: Array  # (..., d)
    learning_rate: Array  # as given
    momentum: Array  # as given
    scheduled: bool  # whether learning_rate has an entry for each step
    steps: int
    noise: Noise | None
    minimiser: Array | None

    @classmethod
    def checked(
        cls,
        *,
        method: Method,
        loss: Loss,
        start: ArrayLike,
        learning_rate: ArrayLike,
        steps: SupportsIndex,
        momentum: ArrayLike = 0.0,
        velocity: ArrayLike | None = None,
        noise: Noise | tuple[np.random.Generator, float] | None = None,
        schedules: bool = True,
    ) -> Simulation:
        """Check a method's arguments, and broadcast them; without `schedules` a sequence is a batch.

        Raises
        ------
        ValueError
            As `gradient_descent` and `heavy_ball` say.
        """
        _check_loss(loss)
        theta = finite("start", start)
        if theta.ndim == 0 or theta.shape[-1] == 0:
            reject_shape("start", theta, "of shape (..., d)", "For a single parameter pass [θ].")
        dimension = theta.shape[-1]
        v = np.zeros(dimension) if velocity is None else finite("velocity", velocity)
        points("velocity", v, dimension)
        alpha, beta, number = learning_rates(learning_rate), momenta(momentum), count("steps", steps)

        shapes = {"start": theta.shape[:-1], "velocity": v.shape[:-1], "momentum": beta.shape}
        scheduled = schedules and is_schedule(alpha, number)
        if not scheduled:
            shapes["learning_rate"] = alpha.shape
        batch = broadcast("A grid takes α[:, None].", **shapes)
        if scheduled and number > 1 and batch[-1:] == (number,):
            _reject_ambiguous(number, batch)
        check_memory("the batch", f"of shape {batch}", dimension * prod(batch), "Take fewer runs.")
        return cls(
            method=method,
            loss=loss,
            start=_broadcast_copy(theta, batch),
            velocity=_broadcast_copy(v, batch),
            learning_rate=alpha,
            momentum=beta,
            scheduled=scheduled,
            steps=number,
            noise=None if noise is None else checked_noise(noise),
            minimiser=_minimiser(loss, dimension),
        )

    def iterates(self) -> Iterator[State]:
        """Yield the state at the start and after each step; the caller is `quiet`."""
        if self.steps > MOST_STEPS:
            remedy = "Each takes microseconds, so many of them take hours."
            reject("steps", shown(self.steps), f"at most {MOST_STEPS:,}", remedy)
        update = UPDATE_RULES[self.method]
        theta, v, beta = self.start, self.velocity, self.momentum[..., None]
        gradient = self._gradient(theta)
        yield theta, v, gradient
        for alpha in self._learning_rates():
            v, step = update(v, gradient, alpha, beta)
            theta = theta - step
            gradient = self._gradient(theta)
            yield theta, v, gradient

    @quiet
    def recorded(self) -> Trajectory:
        """Run, and record everything; raise ValueError if the record would not fit into memory."""
        shape = (self.steps + 1, *self.start.shape)
        remedy = "Take fewer steps or runs, or use sweep, which keeps only what is asked for."
        check_memory("steps", shown(self.steps), 3 * prod(shape) + prod(shape[:-1]), remedy)
        parameters, velocity, gradient = np.empty(shape), np.empty(shape), np.empty(shape)
        loss = np.empty(shape[:-1])
        for step, (theta, v, slope) in enumerate(self.iterates()):
            parameters[step], velocity[step], gradient[step] = theta, v, slope
            loss[step] = self.value(theta)
        return Trajectory(
            method=self.method,
            parameters=parameters,
            velocity=velocity,
            gradient=gradient,
            loss=loss,
            learning_rate=self.learning_rate,
            momentum=self.momentum,
            minimiser=self.minimiser,
            minimum=self.minimum(),
        )

    def value(self, theta: Array) -> Array:
        """Return L(θ), checked."""
        return result("loss.value(θ)", self.loss.value(theta), theta, theta.shape[:-1], VECTORISED)

    def minimum(self) -> float | None:
        """Return the loss at the minimiser, if that is known."""
        if self.minimiser is None:
            return None
        return min(float(self.value(point)) for point in np.atleast_2d(self.minimiser))

    def _gradient(self, theta: Array) -> Array:
        # Locked, so that a loss which writes into its argument fails instead of moving the run.
        given = self.loss.gradient(locked(theta))
        gradient = result("loss.gradient(θ)", given, theta, theta.shape, VECTORISED)
        return gradient if self.noise is None else gradient + self.noise.sample(gradient.shape)

    def _learning_rates(self) -> Iterable[Array]:
        return self.learning_rate if self.scheduled else repeat(self.learning_rate[..., None], self.steps)


def _broadcast_copy(vectors: Array, batch: tuple[int, ...]) -> Array:
    # Each coordinate is contiguous in memory: NumPy's inner loop runs over the batch, not the coordinates.
    copy = np.moveaxis(np.empty((vectors.shape[-1], *batch)), 0, -1)
    copy[...] = vectors
    return copy


def _check_loss(loss: Loss) -> None:
    methods = (getattr(loss, name, None) for name in ("value", "gradient"))
    if isinstance(loss, type) or not all(map(callable, methods)):
        rule = "an object with value(θ) and gradient(θ)"
        reject("loss", shown(loss), rule, "Pass RAVINE, Beale(), or an object of your own.")


def _minimiser(loss: Loss, dimension: int) -> Array | None:
    known = getattr(loss, "minimiser", None)
    if known is None:
        return None
    minimiser = minimisers("loss.minimiser", known)
    if minimiser.shape[-1] != dimension:
        rule = f"of as many coordinates as loss.minimiser, which has shape {minimiser.shape}"
        reject("start", f"a point of {dimension} coordinates", rule, "Put the coordinates on the last axis.")
    return minimiser


def _reject_ambiguous(steps: int, batch: tuple[int, ...]) -> NoReturn:
    reject(
        "learning_rate",
        f"a sequence of {steps} for {steps} steps of a batch of shape {batch}",
        "either a schedule or a batch",
        "Take another number of steps, or use sweep, which knows no schedules.",
    )
