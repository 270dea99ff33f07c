"""Methods of descent, all in the lesson's form: the velocity is subtracted, and holds α.

A run is single, or a batch: `start` of shape (..., d), `learning_rate`, `momentum` and `velocity` broadcast
against each other, without the last axis where it holds coordinates, and one vectorised loop runs them all.

A learning rate is a schedule if it is a one-dimensional sequence of exactly `steps` numbers: step t takes
entry t − 1, in every run. Any other array is a batch of learning rates. Where a one-dimensional array could
be both, because the batch has an axis of that length already, ValueError says so. `sweep` knows no schedules.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Literal, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from momentum_sim.arrays import Array, count, finite, fraction, locked, points, positive, reject, scalar
from momentum_sim.losses import Loss
from momentum_sim.trajectory import Trajectory, is_schedule

Noise = tuple[np.random.Generator, float]
"""A seeded generator, and the standard deviation of what it adds to each coordinate of each gradient."""

Method = Literal["gradient_descent", "heavy_ball", "nesterov"]

RATE_REMEDY = (
    "The minus sign of the descent is in the update rule already; give a positive learning rate, like 0.1."
)
MOMENTUM_REMEDY = "0 is plain descent, 0.9 the usual choice; at 1 nothing would ever be forgotten."


def gradient_descent(
    loss: Loss,
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    steps: SupportsIndex,
    noise: Noise | None = None,
) -> Trajectory:
    """Run plain descent: θ ← θ − α∇L(θ).

    Parameters
    ----------
    loss
        Any object with `value` and `gradient`.
    start
        θ₀, shape (..., d).
    learning_rate
        α > 0: a number, a schedule of length `steps`, or a batch; the module's docstring tells which is
        which.
    steps
        How many steps to take.
    noise
        (generator, standard deviation) of normal noise on every gradient, as minibatches have it.

    Raises
    ------
    ValueError
        For values outside these rules, shapes that do not fit, or a loss without `value` and `gradient`.
        Divergence is no error; see `Trajectory.diverged`.
    """
    experiment = _Experiment.checked("gradient_descent", loss, start, learning_rate, 0.0, steps, None, noise)
    return experiment.recorded()


def heavy_ball(
    loss: Loss,
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    momentum: ArrayLike,
    steps: SupportsIndex,
    velocity: ArrayLike | None = None,
    noise: Noise | None = None,
) -> Trajectory:
    """Run descent with momentum: v ← βv + α∇L(θ), then θ ← θ − v.

    With β = 0 it is `gradient_descent`, to the last bit.

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
    experiment = _Experiment.checked(
        "heavy_ball", loss, start, learning_rate, momentum, steps, velocity, noise
    )
    return experiment.recorded()


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
        v₀, the shape of one gradient; at rest by default.

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
        reject("gradients", given, "of shape (steps, ...)", "Put time on the first axis.")
    rate = scalar("learning_rate", positive("learning_rate", learning_rate, RATE_REMEDY))
    kept = scalar("momentum", fraction("momentum", momentum, MOMENTUM_REMEDY))
    current = finite("velocity", 0.0 if velocity is None else velocity)
    if current.shape not in ((), given.shape[1:]):
        reject(
            "velocity",
            f"an array of shape {current.shape}",
            f"of shape {given.shape[1:]}",
            "Match one gradient.",
        )
    velocities = np.empty_like(given)
    for step, gradient in enumerate(given):
        current = kept * current + rate * gradient
        velocities[step] = current
    return locked(velocities)


@dataclass(frozen=True, slots=True, eq=False)
class _Experiment:
    """A run or a batch of runs, checked and broadcast, ready to go."""

    method: Method
    loss: Loss
    start: Array  # (..., d)
    velocity: Array  # (..., d)
    learning_rate: Array  # as given
    momentum: Array  # as given
    scheduled: bool
    steps: int
    noise: Noise | None
    minimiser: Array | None

    @classmethod
    def checked(
        cls,
        method: Method,
        loss: Loss,
        start: ArrayLike,
        learning_rate: ArrayLike,
        momentum: ArrayLike,
        steps: SupportsIndex,
        velocity: ArrayLike | None,
        noise: Noise | None,
        *,
        schedules: bool = True,
    ) -> "_Experiment":
        if not isinstance(loss, Loss):
            reject(
                "loss",
                repr(loss),
                "an object with value(θ) and gradient(θ)",
                "Pass RAVINE, or a class of your own.",
            )
        origin = finite("start", start)
        if origin.ndim == 0 or origin.shape[-1] == 0:
            reject(
                "start",
                f"an array of shape {origin.shape}",
                "of shape (..., d)",
                "For one parameter pass [θ].",
            )
        rate = positive("learning_rate", learning_rate, RATE_REMEDY)
        kept = fraction("momentum", momentum, MOMENTUM_REMEDY)
        push = finite("velocity", np.zeros(origin.shape[-1]) if velocity is None else velocity)
        points("velocity", push, origin.shape[-1])
        number = count("steps", steps)
        if noise is not None:
            _check_noise(noise)

        others = _batch_shape(
            {"start": origin.shape[:-1], "momentum": kept.shape, "velocity": push.shape[:-1]}
        )
        scheduled = schedules and is_schedule(rate, number)
        if scheduled and number > 1 and others[-1:] == (number,):
            reject(
                "learning_rate",
                f"an array of shape {rate.shape}",
                f"a schedule or a batch; with {number} steps and a batch of shape {others} it may be either",
                "Take another number of steps, or use sweep, which knows no schedules.",
            )
        batch = (
            others
            if scheduled
            else _batch_shape({"learning_rate": rate.shape, "the other arguments": others})
        )
        return cls(
            method=method,
            loss=loss,
            start=_spread(origin, batch),
            velocity=_spread(push, batch),
            learning_rate=rate,
            momentum=kept,
            scheduled=scheduled,
            steps=number,
            noise=noise,
            minimiser=_minimiser(loss, origin.shape[-1]),
        )

    def iterates(self) -> Iterator[tuple[Array, Array, Array]]:
        """Yield θ, v and ∇L(θ) at the start and after each step; the caller silences overflow."""
        theta, v = self.start, self.velocity
        g = self._gradient(theta)
        yield theta, v, g
        beta = self.momentum[..., None]
        for alpha in self._rates():
            v = beta * v + alpha * g
            theta = theta - (beta * v + alpha * g if self.method == "nesterov" else v)
            g = self._gradient(theta)
            yield theta, v, g

    def recorded(self) -> Trajectory:
        """Run, and record everything."""
        shape = (self.steps + 1, *self.start.shape)
        parameters, velocity, gradient = np.empty(shape), np.empty(shape), np.empty(shape)
        loss = np.empty(shape[:-1])
        with np.errstate(over="ignore", invalid="ignore"):
            for step, (theta, v, g) in enumerate(self.iterates()):
                parameters[step], velocity[step], gradient[step] = theta, v, g
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
        """Return L(θ), its shape checked."""
        value = np.asarray(self.loss.value(theta), dtype=np.float64)
        if value.shape != theta.shape[:-1]:
            _reject_shape("value", value.shape, theta.shape, theta.shape[:-1])
        return value

    def minimum(self) -> float | None:
        """Return the loss at the minimiser, if that is known."""
        if self.minimiser is None:
            return None
        return min(float(self.value(point)) for point in np.atleast_2d(self.minimiser))

    def _gradient(self, theta: Array) -> Array:
        # A loss that wrote into its argument would move the run.
        locked(theta)
        gradient = np.asarray(self.loss.gradient(theta), dtype=np.float64)
        if gradient.shape != theta.shape:
            _reject_shape("gradient", gradient.shape, theta.shape, theta.shape)
        if self.noise is not None:
            generator, deviation = self.noise
            gradient = gradient + generator.normal(scale=deviation, size=gradient.shape)
        return gradient

    def _rates(self) -> Iterable[Array]:
        return self.learning_rate if self.scheduled else repeat(self.learning_rate[..., None], self.steps)


def _batch_shape(shapes: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        reject(
            "the batch",
            f"of shapes that clash ({listed})",
            "broadcastable",
            "For a grid give α as alpha[:, None].",
        )


def _spread(vectors: Array, batch: tuple[int, ...]) -> Array:
    # Each coordinate lies together in memory: NumPy's inner loop then runs over the batch, not over the few
    # coordinates.
    apart = np.empty((vectors.shape[-1], *batch))
    spread = np.moveaxis(apart, 0, -1)
    spread[...] = vectors
    return spread


def _minimiser(loss: Loss, dimension: int) -> Array | None:
    known = getattr(loss, "minimiser", None)
    if known is None:
        return None
    minimiser = points("loss.minimiser", finite("loss.minimiser", known), dimension)
    if minimiser.ndim > 2:
        reject(
            "loss.minimiser",
            f"an array of shape {minimiser.shape}",
            "of shape (d,) or (k, d)",
            "List the points.",
        )
    return minimiser


def _check_noise(noise: Noise) -> None:
    rule = "a pair (numpy.random.Generator, standard deviation ≥ 0)"
    remedy = "Pass (numpy.random.default_rng(seed), 0.1)."
    if not isinstance(noise, tuple) or len(noise) != 2 or not isinstance(noise[0], np.random.Generator):
        reject("noise", repr(noise), rule, remedy)
    if scalar("noise", finite("noise", noise[1])) < 0:
        reject("noise", noise[1], rule, remedy)


def _reject_shape(
    name: str, shape: tuple[int, ...], given: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    reject(
        f"loss.{name}(θ)",
        f"of shape {shape} for θ of shape {given}",
        f"of shape {expected}",
        "A batch needs a loss that is vectorised over leading axes.",
    )
