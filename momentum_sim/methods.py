"""Methods of descent, all in the lesson's form: the velocity holds α, and is subtracted.

A run is single, or a batch: the leading axes of `start` (..., d) and `velocity` (..., d) and the shapes of
`learning_rate` and `momentum` broadcast against each other, and one vectorised loop runs them all. A grid
takes `learning_rate=alpha[:, None], momentum=beta`.

A learning rate is a schedule if it is a one-dimensional sequence of exactly `steps` numbers: step t takes
entry t − 1, in every run. Any other array is a batch of learning rates. Where a sequence of that length could
be either, because the other arguments make a batch whose last axis is as long, ValueError says so. `sweep`
knows no schedules.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Literal, SupportsIndex, get_args

import numpy as np
from numpy.typing import ArrayLike

from momentum_sim.losses import Loss
from momentum_sim.trajectory import Method, Trajectory, distance_to_nearest, is_schedule
from momentum_sim.validation import (
    Array,
    count,
    finite,
    learning_rates,
    locked,
    momenta,
    points,
    positive,
    reject,
    reject_shape,
    scalar,
)

Noise = tuple[np.random.Generator, float]
"""A seeded generator, and the standard deviation of what it adds to each coordinate of each gradient."""

Measure = Literal["parameters", "velocity", "loss", "steps_to"]
"""What a sweep can return of its runs."""


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
        α > 0: a number, a schedule of length `steps`, or a batch; the module's docstring tells which.
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
    return _Experiment.checked(
        "gradient_descent", loss, start, learning_rate, 0.0, steps, None, noise
    ).recorded()


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
    return _Experiment.checked(
        "heavy_ball", loss, start, learning_rate, momentum, steps, velocity, noise
    ).recorded()


def nesterov(
    loss: Loss,
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    momentum: ArrayLike,
    steps: SupportsIndex,
    velocity: ArrayLike | None = None,
    noise: Noise | None = None,
) -> Trajectory:
    """Run Nesterov's momentum in PyTorch's form: v ← βv + α∇L(θ), then θ ← θ − (βv + α∇L(θ)).

    The step looks one velocity ahead, so it is not v itself. Parameters and Raises are those of `heavy_ball`.

    References
    ----------
    Nesterov, Y. (1983). A method for solving the convex programming problem with convergence rate O(1/k²).
    Sutskever, I. et al. (2013). On the importance of initialization and momentum in deep learning. ICML.
    `torch.optim.SGD(..., nesterov=True)`.
    """
    return _Experiment.checked(
        "nesterov", loss, start, learning_rate, momentum, steps, velocity, noise
    ).recorded()


def sweep(
    loss: Loss,
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    momentum: ArrayLike,
    steps: SupportsIndex,
    measures: Sequence[Measure] = ("loss",),
    tolerance: float | None = None,
    method: Literal["heavy_ball", "nesterov"] = "heavy_ball",
    velocity: ArrayLike | None = None,
    noise: Noise | None = None,
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
        As `heavy_ball` does; for an unknown measure or method; for "steps_to" without tolerance or minimiser.
    """
    unknown = [name for name in measures if name not in get_args(Measure)]
    if unknown or isinstance(measures, str):
        reject(
            "measures",
            repr(measures),
            f"some of {get_args(Measure)}",
            'Pass a tuple of names, like ("loss",).',
        )
    if method not in ("heavy_ball", "nesterov"):
        reject(
            "method",
            repr(method),
            '"heavy_ball" or "nesterov"',
            "Plain descent is heavy ball with momentum 0.",
        )
    experiment = _Experiment.checked(
        method, loss, start, learning_rate, momentum, steps, velocity, noise, schedules=False
    )

    timed = "steps_to" in measures
    arrival = np.zeros(experiment.start.shape[:-1])
    if timed:
        if tolerance is None or experiment.minimiser is None:
            reject("steps_to", "asked for", "given a tolerance and a loss.minimiser", "Add what is missing.")
        limit = scalar("tolerance", positive("tolerance", tolerance, "Pass a distance."))
        target = experiment.minimiser
    with np.errstate(over="ignore", invalid="ignore"):
        for step, state in enumerate(experiment.iterates()):
            theta, v, _ = state
            if timed:
                inside = distance_to_nearest(theta, target) < limit
                np.copyto(arrival, step + 1, where=~inside)
        found: dict[Measure, Array] = {"parameters": theta, "velocity": v}
        if "loss" in measures:
            found["loss"] = experiment.value(theta)
        if timed:
            found["steps_to"] = np.where(arrival > experiment.steps, np.inf, arrival)
    return {name: locked(np.ascontiguousarray(found[name])) for name in measures}


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
        _check_loss(loss)
        origin = finite("start", start)
        if origin.ndim == 0 or origin.shape[-1] == 0:
            reject_shape("start", origin, "of shape (..., d)", "For a single parameter pass [θ].")
        dimension = origin.shape[-1]
        push = np.zeros(dimension) if velocity is None else finite("velocity", velocity)
        points("velocity", push, dimension)
        alpha, beta, number = learning_rates(learning_rate), momenta(momentum), count("steps", steps)
        if noise is not None:
            _check_noise(noise)

        batch = _broadcast(start=origin.shape[:-1], velocity=push.shape[:-1], momentum=beta.shape)
        scheduled = schedules and is_schedule(alpha, number)
        if scheduled and number > 1 and batch[-1:] == (number,):
            reject(
                "learning_rate",
                f"a sequence of {number} for {number} steps of a batch of shape {batch}",
                "either a schedule or a batch",
                "Take another number of steps, or use sweep, which knows no schedules.",
            )
        if not scheduled:
            batch = _broadcast(learning_rate=alpha.shape, the_rest=batch)
        return cls(
            method=method,
            loss=loss,
            start=_spread(origin, batch),
            velocity=_spread(push, batch),
            learning_rate=alpha,
            momentum=beta,
            scheduled=scheduled,
            steps=number,
            noise=noise,
            minimiser=_minimiser(loss, dimension),
        )

    def iterates(self) -> Iterator[tuple[Array, Array, Array]]:
        """Yield θ, v and ∇L(θ) at the start and after each step; whoever draws them silences overflow."""
        theta, v, beta = self.start, self.velocity, self.momentum[..., None]
        g = self._gradient(theta)
        yield theta, v, g
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
            _reject_result("value", value, theta, theta.shape[:-1])
        return value

    def minimum(self) -> float | None:
        """Return the loss at the minimiser, if that is known."""
        if self.minimiser is None:
            return None
        return min(float(self.value(point)) for point in np.atleast_2d(self.minimiser))

    def _gradient(self, theta: Array) -> Array:
        # Locked, so that a loss which writes into its argument fails instead of moving the run.
        gradient = np.asarray(self.loss.gradient(locked(theta)), dtype=np.float64)
        if gradient.shape != theta.shape:
            _reject_result("gradient", gradient, theta, theta.shape)
        if self.noise is not None:
            generator, deviation = self.noise
            gradient = gradient + generator.normal(scale=deviation, size=gradient.shape)
        return gradient

    def _rates(self) -> Iterable[Array]:
        return self.learning_rate if self.scheduled else repeat(self.learning_rate[..., None], self.steps)


def _broadcast(**shapes: tuple[int, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        listed = ", ".join(f"{name.replace('_', ' ')} {shape}" for name, shape in shapes.items())
        reject(
            "the batch",
            f"made of shapes that clash ({listed})",
            "one that broadcasts",
            "A grid takes α[:, None].",
        )


def _spread(vectors: Array, batch: tuple[int, ...]) -> Array:
    # Each coordinate lies together in memory: NumPy's inner loop runs over the batch, not the coordinates.
    spread = np.moveaxis(np.empty((vectors.shape[-1], *batch)), 0, -1)
    spread[...] = vectors
    return spread


def _check_loss(loss: Loss) -> None:
    if not isinstance(loss, Loss) or isinstance(loss, type):
        rule, remedy = (
            "an object with value(θ) and gradient(θ)",
            "Pass RAVINE, Beale(), or an object of your own.",
        )
        reject("loss", repr(loss), rule, remedy)


def _minimiser(loss: Loss, dimension: int) -> Array | None:
    known = getattr(loss, "minimiser", None)
    if known is None:
        return None
    minimiser = finite("loss.minimiser", known)
    if minimiser.ndim not in (1, 2):
        reject_shape("loss.minimiser", minimiser, "of shape (d,) or (k, d)", "List the points.")
    if minimiser.shape[-1] != dimension:
        rule = f"of as many coordinates as loss.minimiser, which has shape {minimiser.shape}"
        reject("start", f"a point of {dimension} coordinates", rule, "Put the coordinates on the last axis.")
    return minimiser


def _check_noise(noise: Noise) -> None:
    rule, remedy = "a pair (generator, standard deviation ≥ 0)", "Pass (numpy.random.default_rng(seed), 0.1)."
    if not isinstance(noise, tuple) or len(noise) != 2 or not isinstance(noise[0], np.random.Generator):
        reject("noise", repr(noise), rule, remedy)
    if scalar("noise", finite("noise", noise[1])) < 0:
        reject("noise", noise[1], rule, remedy)


def _reject_result(name: str, result: Array, theta: Array, shape: tuple[int, ...]) -> None:
    reject(
        f"loss.{name}(θ) for θ of shape {theta.shape}",
        f"an array of shape {result.shape}",
        f"of shape {shape}",
        "A batch needs a loss that is vectorised over leading axes.",
    )
