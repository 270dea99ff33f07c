"""The rolling ball that momentum is likened to, with its mass.

A ball at x on a curve of height h(x) obeys m ẍ = −μ ẋ − h′(x): mass m, friction μ, and the curve's slope as
the force. Heavy ball is this equation in steps of Δt (central difference for ẍ, forward for ẋ):

    β = m / (m + μΔt)        α = Δt² / (m + μΔt)

Without mass, μ ẋ = −h′(x): then β = 0 and α = Δt/μ, which is plain descent. Friction takes 1 − β of the
velocity a step, and on a constant slope both balls settle at the speed −h′/μ, as v settles at α∇L/(1 − β).

x is measured along the horizontal axis, as a parameter is, not along the curve.

References
----------
Qian, N. (1999). On the momentum term in gradient descent learning algorithms. Neural Networks 12, 145-151.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicHermiteSpline
from scipy.special import expit

from momentum_sim.validation import (
    Array,
    at_least_zero,
    finite,
    learning_rates,
    locked,
    momenta,
    positive,
    reject,
    scalar,
)

SAMPLES_PER_SECOND = 120
"""How densely a Roll records; between samples it is interpolated."""


@runtime_checkable
class Curve(Protocol):
    """What a ball rolls on; any object with these two, vectorised, will do."""

    def height(self, x: ArrayLike, /) -> Array:
        """Return h(x)."""
        ...

    def slope(self, x: ArrayLike, /) -> Array:
        """Return h′(x)."""
        ...


@dataclass(frozen=True, slots=True)
class Ramp:
    """A constant slope between two levels, with rounded ends.

    h(x) = s w (ln(1 + exp((b − x)/w)) − ln(1 + exp((a − x)/w))): between a = `start` and b = `end` the
    slope is −s = −`steepness`, outside it is 0; w = `softness` is the width of each bend. A negative
    steepness climbs.
    """

    steepness: float
    start: float
    end: float
    softness: float

    def __post_init__(self) -> None:
        for name in ("steepness", "start", "end"):
            scalar(name, finite(name, getattr(self, name)))
        scalar("softness", positive("softness", self.softness, "A bend needs a width, like 0.2."))
        if self.start >= self.end:
            reject(
                "end",
                self.end,
                f"right of the start, {self.start}",
                "Swap them, and the sign of the steepness.",
            )

    def height(self, x: ArrayLike) -> Array:
        """Return h(x)."""
        before_start, before_end = self._distances(x)
        bends = np.logaddexp(0.0, before_end) - np.logaddexp(0.0, before_start)
        return np.asarray(self.steepness * self.softness * bends)

    def slope(self, x: ArrayLike) -> Array:
        """Return h′(x)."""
        before_start, before_end = self._distances(x)
        return np.asarray(self.steepness * (expit(before_start) - expit(before_end)))

    def _distances(self, x: ArrayLike) -> tuple[Array, Array]:
        at = np.asarray(x, dtype=np.float64)
        return np.asarray((self.start - at) / self.softness), np.asarray((self.end - at) / self.softness)


@dataclass(frozen=True, slots=True)
class Bump:
    """A Gaussian bump: h(x) = a exp(−½((x − c)/w)²); a negative `rise` a makes a dip."""

    rise: float
    centre: float
    width: float

    def __post_init__(self) -> None:
        for name in ("rise", "centre"):
            scalar(name, finite(name, getattr(self, name)))
        scalar(
            "width", positive("width", self.width, "It is the distance from the top to the steepest point.")
        )

    def height(self, x: ArrayLike) -> Array:
        """Return h(x)."""
        return np.asarray(self.rise * np.exp(-0.5 * self._offset(x) ** 2))

    def slope(self, x: ArrayLike) -> Array:
        """Return h′(x)."""
        return np.asarray(-self._offset(x) / self.width * self.height(x))

    def _offset(self, x: ArrayLike) -> Array:
        return np.asarray((np.asarray(x, dtype=np.float64) - self.centre) / self.width)


@dataclass(frozen=True, slots=True, init=False)
class Hillside:
    """The sum of its pieces, as in `Hillside(Ramp(1.0, -5.0, 4.0, 0.2), Bump(0.3, 7.0, 0.4))`."""

    pieces: tuple[Curve, ...]

    def __init__(self, *pieces: Curve) -> None:
        for piece in pieces:
            _check_curve(piece)
        object.__setattr__(self, "pieces", pieces)

    def height(self, x: ArrayLike) -> Array:
        """Return h(x)."""
        return np.asarray(sum((piece.height(x) for piece in self.pieces), np.zeros(np.shape(x))))

    def slope(self, x: ArrayLike) -> Array:
        """Return h′(x)."""
        return np.asarray(sum((piece.slope(x) for piece in self.pieces), np.zeros(np.shape(x))))


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """The record of a rolling ball; its arrays are read-only.

    Attributes
    ----------
    mass, friction
        m ≥ 0 and μ > 0.
    time
        Seconds from 0 to the duration, shape (n,).
    position
        x(t), shape (n,).
    speed
        ẋ(t), shape (n,); positive to the right.
    """

    mass: float
    friction: float
    time: Array = field(repr=False)
    position: Array = field(repr=False)
    speed: Array = field(repr=False)
    _spline: CubicHermiteSpline = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for array in (self.time, self.position, self.speed):
            locked(array)
        object.__setattr__(self, "_spline", CubicHermiteSpline(self.time, self.position, self.speed))

    @property
    def duration(self) -> float:
        """The time of the last sample, in seconds."""
        return float(self.time[-1])

    def position_at(self, time: ArrayLike) -> Array:
        """Return x at any time from 0 to the duration, of the shape of `time`; ValueError outside of it."""
        return np.asarray(self._spline(self._checked(time)))

    def speed_at(self, time: ArrayLike) -> Array:
        """Return ẋ at any time from 0 to the duration, of the shape of `time`; ValueError outside of it."""
        return np.asarray(self._spline.derivative()(self._checked(time)))

    def _checked(self, time: ArrayLike) -> Array:
        given = finite("time", time)
        clipped = np.clip(given, 0.0, self.duration)
        # A clock that adds up frames may end late by a rounding error.
        if (np.abs(given - clipped) > 1e-9 * self.duration).any():
            reject("time", time, f"between 0 and {self.duration}", "Roll for longer, or clip the time.")
        return np.asarray(clipped)


def roll(
    curve: Curve, start: float, *, mass: float, friction: float, duration: float, speed: float = 0.0
) -> Roll:
    """Simulate a ball that rolls on a curve: m ẍ = −μ ẋ − h′(x), or μ ẋ = −h′(x) for a ball without mass.

    Parameters
    ----------
    curve
        Any object with `height(x)` and `slope(x)`.
    start, speed
        x(0), and ẋ(0), which is ignored for a ball without mass.
    mass, friction
        m ≥ 0 and μ > 0.
    duration
        How long to roll, in seconds, above 0.

    Raises
    ------
    ValueError
        For values outside these rules, or a curve without height and slope.
    """
    _check_curve(curve)
    x0 = scalar("start", finite("start", start))
    v0 = scalar("speed", finite("speed", speed))
    m = scalar("mass", at_least_zero("mass", mass, "0 is the ball without mass."))
    mu = scalar("friction", positive("friction", friction, "Without friction a ball never comes to rest."))
    end = scalar("duration", positive("duration", duration, "Pass seconds."))

    def massless(_: float, state: Array) -> Array:
        return -curve.slope(state) / mu

    def heavy(_: float, state: Array) -> Array:
        x, v = state
        return np.array([v, -(mu * v + float(curve.slope(x))) / m])

    time = np.linspace(0.0, end, 1 + max(1, round(end * SAMPLES_PER_SECOND)))
    # LSODA switches to a stiff method by itself: the speed of a light ball decays within m/μ seconds.
    solution = solve_ivp(
        heavy if m else massless,
        (0.0, end),
        np.array([x0, v0]) if m else np.array([x0]),
        method="LSODA",
        t_eval=time,
        rtol=1e-10,
        atol=1e-12,
    )
    if not solution.success:
        reject("curve", repr(curve), "smooth enough to roll on", f"The integrator says: {solution.message}")
    position = solution.y[0]
    velocity = solution.y[1] if m else -curve.slope(position) / mu
    return Roll(mass=m, friction=mu, time=time, position=position, speed=velocity)


def learning_rate_and_momentum(mass: float, friction: float, time_step: float) -> tuple[float, float]:
    """Return the (α, β) with which heavy ball takes the ball's equation in steps of Δt.

    α = Δt² / (m + μΔt), β = m / (m + μΔt). ValueError unless m ≥ 0, μ > 0 and Δt > 0.
    """
    m = scalar("mass", at_least_zero("mass", mass, "0 is the ball without mass."))
    mu = scalar("friction", positive("friction", friction, "β would reach 1 without it."))
    dt = scalar("time_step", positive("time_step", time_step, "Pass seconds."))
    return dt**2 / (m + mu * dt), m / (m + mu * dt)


def mass_and_friction(learning_rate: float, momentum: float, time_step: float = 1.0) -> tuple[float, float]:
    """Return the (m, μ) of the ball that heavy ball follows in steps of Δt.

    m = βΔt²/α, μ = (1 − β)Δt/α. ValueError unless α > 0, β in [0, 1) and Δt > 0.
    """
    alpha = scalar("learning_rate", learning_rates(learning_rate))
    beta = scalar("momentum", momenta(momentum))
    dt = scalar("time_step", positive("time_step", time_step, "Pass seconds."))
    return beta * dt**2 / alpha, (1 - beta) * dt / alpha


def _check_curve(curve: Curve) -> None:
    if not isinstance(curve, Curve) or isinstance(curve, type):
        reject(
            "curve",
            repr(curve),
            "an object with height(x) and slope(x)",
            "Pass a Hillside, or a class of your own.",
        )
