"""The ball against solutions known in closed form, against its limits, and against heavy ball."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import ArrayLike

from momentum_sim import (
    Bump,
    Curve,
    Hillside,
    Ramp,
    Roll,
    gradient_descent,
    heavy_ball,
    learning_rate_and_momentum,
    mass_and_friction,
    roll,
)
from momentum_sim.validation import Array

SLOPE = Ramp(steepness=1.0, start=-500.0, end=500.0, softness=0.2)
FLAT_AND_BUMP = Hillside(Ramp(1.0, -20.0, 4.0, 0.2), Bump(0.3, 7.0, 0.4))


@dataclass(frozen=True)
class Bowl:
    """h(x) = ½ k x², whose balls are known in closed form."""

    k: float = 2.0

    def height(self, x: ArrayLike) -> Array:
        return np.asarray(0.5 * self.k * np.square(x))

    def slope(self, x: ArrayLike) -> Array:
        return np.asarray(self.k * np.asarray(x, dtype=np.float64))


@dataclass(frozen=True)
class AsLoss:
    """A curve as a loss of one parameter."""

    curve: Curve

    def value(self, parameters: Array) -> Array:
        return self.curve.height(parameters[..., 0])

    def gradient(self, parameters: Array) -> Array:
        return self.curve.slope(parameters)


@pytest.mark.parametrize(
    "curve", [SLOPE, Ramp(-0.5, 1.0, 3.0, 0.4), Bump(0.3, 7.0, 0.4), Bump(-1.0, 2.0, 2.0), FLAT_AND_BUMP]
)
def test_slope_is_the_slope_of_the_height(curve: Curve) -> None:
    x = np.linspace(-5, 12, 400)
    difference = (curve.height(x + 1e-6) - curve.height(x - 1e-6)) / 2e-6
    assert_allclose(curve.slope(x), difference, atol=1e-7)
    assert np.shape(curve.height(3.0)) == ()


def test_a_ramp_falls_between_its_ends() -> None:
    ramp = Ramp(steepness=0.5, start=0.0, end=10.0, softness=0.1)
    assert_allclose(ramp.height([-5.0, 5.0, 15.0]), [5.0, 2.5, 0.0], atol=1e-12)
    assert_allclose(ramp.slope([-5.0, 5.0, 15.0]), [0.0, -0.5, 0.0], atol=1e-12)


def test_an_underdamped_ball_in_a_bowl() -> None:
    m, mu, k = 1.5, 0.4, 2.0
    decay, turn = mu / (2 * m), np.sqrt(k / m - (mu / (2 * m)) ** 2)
    ball = roll(Bowl(k), 1.0, mass=m, friction=mu, duration=10)
    t = ball.time
    exact = np.exp(-decay * t) * (np.cos(turn * t) + decay / turn * np.sin(turn * t))
    assert_allclose(ball.position, exact, atol=1e-8)
    assert_allclose(ball.speed, -np.exp(-decay * t) * k / (m * turn) * np.sin(turn * t), atol=1e-8)


def test_a_ball_without_mass_in_a_bowl() -> None:
    ball = roll(Bowl(2.0), 1.0, mass=0, friction=4.0, duration=6, speed=5.0)
    assert_allclose(ball.position, np.exp(-0.5 * ball.time), atol=1e-8)
    assert_allclose(ball.speed, -0.5 * np.exp(-0.5 * ball.time), atol=1e-8)


def test_on_the_flat_it_coasts_and_slows() -> None:
    m, mu = 2.0, 0.5
    ball = roll(Hillside(), 0.0, mass=m, friction=mu, duration=8, speed=3.0)
    assert_allclose(ball.speed, 3 * np.exp(-mu / m * ball.time), rtol=1e-7)
    assert_allclose(ball.position[-1], 3 * m / mu * (1 - np.exp(-mu / m * 8)), rtol=1e-7)


def test_on_a_constant_slope_both_settle_at_the_terminal_speed() -> None:
    heavy = roll(SLOPE, 0.0, mass=2.0, friction=0.5, duration=80)
    light = roll(SLOPE, 0.0, mass=0.0, friction=0.5, duration=80)
    assert_allclose(heavy.speed, 2.0 * (1 - np.exp(-0.25 * heavy.time)), atol=1e-7)
    assert_allclose(heavy.speed[-1], 2.0, rtol=1e-6)
    assert_allclose(light.speed, 2.0)


def test_the_flat_all_but_stops_the_one_and_the_bump_holds_it_while_the_other_passes() -> None:
    heavy = roll(FLAT_AND_BUMP, 0.0, mass=3.0, friction=0.5, duration=20)
    light = roll(FLAT_AND_BUMP, 0.0, mass=0.0, friction=0.5, duration=20)
    on_the_flat = 5.0
    light_there, heavy_there = (
        ball.speed[np.searchsorted(ball.position, on_the_flat)] for ball in (light, heavy)
    )
    assert light_there < 0.02 < 1.0 < heavy_there
    assert light.position[-1] < 7.0 < heavy.position.max()
    assert abs(light.speed[-1]) < 0.02


def test_little_mass_is_almost_none() -> None:
    massless = roll(FLAT_AND_BUMP, 0.0, mass=0.0, friction=0.5, duration=6)
    gaps = [
        np.abs(roll(FLAT_AND_BUMP, 0.0, mass=m, friction=0.5, duration=6).position - massless.position).max()
        for m in (1e-2, 1e-3, 1e-4)
    ]
    assert_allclose(np.divide(gaps[:-1], gaps[1:]), 10, rtol=0.05)
    assert gaps[-1] < 1e-3


def test_heavy_ball_becomes_the_ball_as_its_steps_shrink() -> None:
    m, mu, duration = 1.0, 0.5, 6.0
    ball = roll(FLAT_AND_BUMP, 0.0, mass=m, friction=mu, duration=duration)
    gaps = []
    for steps in (600, 1200, 2400):
        dt = duration / steps
        alpha, beta = learning_rate_and_momentum(m, mu, dt)
        run = heavy_ball(AsLoss(FLAT_AND_BUMP), [0.0], learning_rate=alpha, momentum=beta, steps=steps)
        gaps.append(np.abs(run.parameters[:, 0] - ball.position_at(dt * np.arange(steps + 1))).max())
    assert_allclose(np.divide(gaps[:-1], gaps[1:]), 2, rtol=0.1)  # first order in Δt
    assert gaps[-1] < 0.01


def test_without_mass_heavy_ball_is_plain_descent() -> None:
    alpha, beta = learning_rate_and_momentum(0.0, 0.5, 0.01)
    assert (alpha, beta) == (0.02, 0.0)
    ball = roll(FLAT_AND_BUMP, 0.0, mass=0.0, friction=0.5, duration=5)
    run = gradient_descent(AsLoss(FLAT_AND_BUMP), [0.0], learning_rate=alpha, steps=500)
    assert_allclose(run.parameters[:, 0], ball.position_at(np.linspace(0, 5, 501)), atol=0.05)


def test_terminal_velocity_is_the_steady_velocity() -> None:
    """ẋ Δt = −h′ Δt/μ is −α h′/(1 − β)."""
    dt = 0.1
    alpha, beta = learning_rate_and_momentum(2.0, 0.5, dt)
    assert_allclose(alpha / (1 - beta), dt / 0.5)


@settings(deadline=None, max_examples=50)
@given(alpha=st.floats(0.001, 2), beta=st.floats(0, 0.99), dt=st.floats(0.01, 2))
def test_mass_and_friction_there_and_back(alpha: float, beta: float, dt: float) -> None:
    mass, friction = mass_and_friction(alpha, beta, dt)
    assert_allclose(learning_rate_and_momentum(mass, friction, dt), (alpha, beta), rtol=1e-9, atol=1e-15)


def test_friction_is_what_momentum_does_not_keep() -> None:
    assert_allclose(mass_and_friction(0.098, 0.9), (0.9 / 0.098, 0.1 / 0.098))


def test_any_moment_can_be_asked_for() -> None:
    ball = roll(Bowl(), 1.0, mass=1.0, friction=0.3, duration=5)
    fine = roll(Bowl(), 1.0, mass=1.0, friction=0.3, duration=5 - 1 / 700)
    moments = np.array([[0.0, 0.3333], [2.71828, 5 - 1 / 700]])
    assert ball.position_at(moments).shape == (2, 2)
    assert_allclose(ball.position_at(ball.time), ball.position, atol=1e-12)
    assert_allclose(ball.position_at(fine.time[50:-50]), fine.position[50:-50], atol=1e-7)
    assert_allclose(ball.speed_at(fine.time[50:-50]), fine.speed[50:-50], atol=1e-5)
    assert float(ball.position_at(ball.duration)) == ball.position[-1]


def test_read_only() -> None:
    ball = roll(Bowl(), 1.0, mass=1.0, friction=0.3, duration=1)
    assert isinstance(ball, Roll)
    for array in (ball.time, ball.position, ball.speed):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


GOOD: dict[str, Any] = {"curve": SLOPE, "start": 0.0, "mass": 1.0, "friction": 0.5, "duration": 1.0}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"curve": "hill"}, r"curve is 'hill', but must be an object with height\(x\) and slope\(x\)"),
        ({"start": np.nan}, "start is nan"),
        ({"start": (0, 1)}, "one number"),
        ({"mass": -1}, "mass is -1.0, but must be 0 or more. 0 is the ball without mass"),
        ({"friction": 0}, "friction is 0.0, but must be greater than 0"),
        ({"duration": 0}, "duration is 0.0"),
        ({"speed": np.inf}, "speed is inf"),
    ],
)
def test_bad_input(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        roll(**(GOOD | change))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Ramp(1, 4, 0, 0.2), r"end is 0\.0, but must be right of the start, 4"),
        (lambda: Ramp(1, 0, 4, 0), "softness is 0.0"),
        (lambda: Bump(1, np.nan, 1), "centre is nan"),
        (lambda: Bump(1, 0, -1), "width is -1.0"),
        (lambda: Hillside(3), "curve is 3"),  # type: ignore[arg-type]
        (lambda: learning_rate_and_momentum(-1, 1, 1), "mass is -1.0"),
        (lambda: learning_rate_and_momentum(1, 1, 0), "time_step is 0.0"),
        (lambda: mass_and_friction(0.1, 1.0), "momentum is 1.0"),
        (lambda: roll(**GOOD).position_at(1.1), r"time is 1.1, but must be between 0 and 1\.0"),
        (lambda: roll(**GOOD).speed_at([-0.1, 0.5]), "between 0"),
    ],
)
def test_bad_calls(call: object, message: str) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=message):
        call()
