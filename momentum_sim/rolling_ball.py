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

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from math import ceil, inf, isfinite
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from momentum_sim.curves import Curve, check_curve, slope_of
from momentum_sim.validation import (
    Array,
    at_least_zero,
    check_memory,
    finite,
    freeze,
    learning_rates,
    locked,
    momenta,
    positive,
    quiet,
    rebuilt,
    reject,
    reject_shape,
    require,
    scalar,
    shown,
)

if TYPE_CHECKING:
    from scipy.interpolate import CubicHermiteSpline

SAMPLES_PER_SECOND = 120
"""How densely a Roll records; between samples it is interpolated."""

MOST_EVALUATIONS = 500
"""How often the slope may be evaluated for each sample, and 20 more: what takes more is too fast for it."""

NUMBERS_PER_SAMPLE = 10
"""What a roll holds: its three arrays, as much in the integrator, four coefficients of the spline."""

MASSLESS = "0 is the ball without mass."
SLOPELESS = "Roll where the curve has a slope."
RUBBING = "Without friction a ball never comes to rest."


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

    Raises
    ------
    ValueError
        For what is no finite number, shapes that do not fit, or a time that does not increase from 0.
    """

    mass: float
    friction: float
    time: Array = field(repr=False)
    position: Array = field(repr=False)
    speed: Array = field(repr=False)
    _spline: CubicHermiteSpline = field(init=False, repr=False)

    @quiet
    def __post_init__(self) -> None:
        freeze(
            self,
            mass=scalar("mass", at_least_zero("mass", self.mass, MASSLESS)),
            friction=scalar("friction", positive("friction", self.friction, RUBBING)),
        )
        time = finite("time", self.time)
        if time.ndim != 1 or len(time) < 2:
            reject_shape("time", time, "of shape (n,) with n ≥ 2", "A roll has a start and an end.")
        if time[0] != 0 or (np.diff(time) <= 0).any():
            reject("time", shown(time.tolist()), "increasing from 0", "Sort the samples.")
        for name in ("position", "speed"):
            array = finite(name, getattr(self, name))
            if array.shape != time.shape:
                reject_shape(name, array, f"of shape {time.shape}", "It has an entry for each time.")
            freeze(self, **{name: locked(array)})
        # Here, as SciPy's interpolation takes a fifth of a second to import.
        from scipy.interpolate import CubicHermiteSpline

        spline = CubicHermiteSpline(time, self.position, self.speed)
        if not np.isfinite(spline.c).all():
            reject("time", f"in steps down to {np.diff(time).min()} s", "longer", "Roll for longer.")
        freeze(self, time=locked(time), _spline=spline)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        given = ("mass", "friction", "time", "position", "speed")
        return rebuilt, (type(self), {name: getattr(self, name) for name in given})

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
        within = np.abs(given - clipped) <= 1e-9 * self.duration
        require("time", given, within, f"between 0 and {self.duration}", "Roll for longer, or clip the time.")
        return np.asarray(clipped)


@quiet
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
        For values outside these rules, a record that would not fit into memory, a curve without height and
        slope, a slope that is not finite where the ball is, or one on which the ball moves too fast to be
        recorded. What a curve raises itself passes unchanged.
    """
    check_curve(curve)
    x0 = scalar("start", finite("start", start))
    v0 = scalar("speed", finite("speed", speed))
    m = scalar("mass", at_least_zero("mass", mass, MASSLESS))
    mu = scalar("friction", positive("friction", friction, RUBBING))
    end = scalar("duration", positive("duration", duration, "Pass seconds."))
    samples = ceil(end) * SAMPLES_PER_SECOND
    check_memory("duration", f"{end} s", NUMBERS_PER_SAMPLE * samples, "Roll for less long.")
    time = np.linspace(0.0, end, 1 + max(1, round(end * SAMPLES_PER_SECOND)))
    evaluations = count(1)

    def slope_at(x: Array, t: float) -> float:
        number = next(evaluations)
        if number > MOST_EVALUATIONS * (20 + SAMPLES_PER_SECOND * t):
            reached = f"so fast that {number:,} evaluations of the slope reach {t:.3g} s"
            remedy = "Raise the mass, or make it 0; lower the friction; smooth the curve."
            reject("the motion", reached, f"slow enough to reach {end:.3g} s", remedy)
        if not isfinite(x):
            remedy = "Roll for less long, or on a curve that falls less."
            reject("the position", f"{x} at {t:.3g} s", "finite throughout", remedy)
        slope = float(slope_of(curve, x))
        if not isfinite(slope):
            reject(f"curve.slope({x})", slope, "finite", SLOPELESS)
        return slope

    def massless(t: float, state: Array) -> Array:
        return np.array([-slope_at(state[0], t) / mu])

    def heavy(t: float, state: Array) -> Array:
        x, v = state
        return np.array([v, -(mu * v + slope_at(x, t)) / m])

    # Here, as it takes a fifth of a second to import.
    from scipy.integrate import solve_ivp

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
        reject("curve", shown(curve), "smooth enough to roll on", f"The integrator says: {solution.message}")
    position = locked(solution.y[0])
    if m:
        velocity = solution.y[1]
    else:
        slope = slope_of(curve, position)
        require("curve.slope(x)", slope, np.isfinite(slope), "finite", SLOPELESS)
        velocity = -slope / mu
    return Roll(mass=m, friction=mu, time=time, position=position, speed=velocity)


def learning_rate_and_momentum(mass: float, friction: float, time_step: float) -> tuple[float, float]:
    """Return the (α, β) with which heavy ball takes the ball's equation in steps of Δt.

    α = Δt² / (m + μΔt), β = m / (m + μΔt). ValueError unless m ≥ 0, μ > 0 and Δt > 0, and α > 0 and β < 1
    in float64.
    """
    m = scalar("mass", at_least_zero("mass", mass, MASSLESS))
    mu = scalar("friction", positive("friction", friction, "β would reach 1 without it."))
    dt = scalar("time_step", positive("time_step", time_step, "Pass seconds."))
    inertia = m / dt  # both fractions are reduced by Δt: its square may leave float64
    alpha, beta = dt / (inertia + mu), inertia / (inertia + mu)
    if not (0 < alpha < inf and beta < 1):
        reject("time_step", dt, "such that 0 < α < ∞ and β < 1 in float64", f"Here α = {alpha}, β = {beta}.")
    return alpha, beta


def mass_and_friction(learning_rate: float, momentum: float, time_step: float = 1.0) -> tuple[float, float]:
    """Return the (m, μ) of the ball that heavy ball follows in steps of Δt.

    m = βΔt²/α, μ = (1 − β)Δt/α. ValueError unless α > 0, β in [0, 1) and Δt > 0, and both are finite and
    μ > 0 in float64.
    """
    alpha = scalar("learning_rate", learning_rates(learning_rate))
    beta = scalar("momentum", momenta(momentum))
    dt = scalar("time_step", positive("time_step", time_step, "Pass seconds."))
    m, mu = beta * dt * (dt / alpha), (1 - beta) * dt / alpha
    if not (m < inf and 0 < mu < inf):
        reject("time_step", dt, "such that m < ∞ and 0 < μ < ∞ in float64", f"Here m = {m}, μ = {mu}.")
    return m, mu
