"""Losses and curves of others: what they return is checked, what they raise passes; so does divergence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from momentum_sim import (
    RAVINE,
    Hillside,
    Noise,
    gradient_descent,
    heavy_ball,
    nesterov,
    pytorch_sgd,
    roll,
    sweep,
)
from tests.public_edge import DISGUISES, NOT_FINITE, WRONG

wrong_kinds = pytest.mark.parametrize("make", WRONG.values(), ids=WRONG.keys())


class LossOf:
    """½ θᵀθ, of which one thing is what it is told to be."""

    def __init__(self, **answers: Callable[[Any], Any]) -> None:
        self._answers = answers

    def value(self, parameters: Any) -> Any:
        return self._answers.get("value", lambda theta: 0.5 * np.square(theta).sum(axis=-1))(parameters)

    def gradient(self, parameters: Any) -> Any:
        return self._answers.get("gradient", np.copy)(parameters)


class CurveOf:
    """½ x², of which one thing is what it is told to be."""

    def __init__(self, **answers: Callable[[Any], Any]) -> None:
        self._answers = answers

    def height(self, x: Any) -> Any:
        return self._answers.get("height", lambda at: 0.5 * np.square(at))(x)

    def slope(self, x: Any) -> Any:
        return self._answers.get("slope", np.copy)(x)


def descend(loss: LossOf, method: Any = heavy_ball) -> Any:
    return method(loss, (1.0, -2.0), learning_rate=0.1, momentum=0.5, steps=3)


def rolled(curve: CurveOf, mass: float = 1.0) -> Any:
    return roll(curve, 1.0, mass=mass, friction=0.5, duration=0.1)


@wrong_kinds
@pytest.mark.parametrize("part", ["value", "gradient"])
@pytest.mark.parametrize("method", [heavy_ball, nesterov, pytorch_sgd, sweep])
def test_a_loss_returns_real_numbers(part: str, method: Any, make: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match=rf"^loss\.{part}\(θ\) .*is .+, but must be .+\. "):
        descend(LossOf(**{part: lambda _: make()}), method)


@wrong_kinds
@pytest.mark.parametrize("mass", [0.0, 1.0])
def test_a_slope_is_a_real_number(mass: float, make: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match=r"^curve\.slope\(x\) .*is .+, but must be .+\. "):
        rolled(CurveOf(slope=lambda _: make()), mass)


@pytest.mark.parametrize("make", NOT_FINITE.values(), ids=NOT_FINITE.keys())
@pytest.mark.parametrize("mass", [0.0, 1.0])
def test_a_slope_is_finite(mass: float, make: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match=r"^curve\.slope\(.+\) .*is .+, but must be .+\. "):
        rolled(CurveOf(slope=lambda _: make()), mass)


@wrong_kinds
@pytest.mark.parametrize("part", ["height", "slope"])
def test_a_piece_of_a_hillside_returns_real_numbers(part: str, make: Callable[[], Any]) -> None:
    hill = Hillside(CurveOf(**{part: lambda _: make()}))
    with pytest.raises(ValueError, match=rf"^curve\.{part}\(x\) .*is .+, but must be .+\. "):
        getattr(hill, part)(3.0)


@pytest.mark.parametrize("make", (WRONG | NOT_FINITE).values(), ids=(WRONG | NOT_FINITE).keys())
def test_a_minimiser_that_is_no_point_is_refused(make: Callable[[], Any]) -> None:
    loss = LossOf()
    loss.minimiser = make()  # type: ignore[attr-defined]
    if loss.minimiser is None:  # type: ignore[attr-defined]
        assert descend(loss).minimiser is None
    else:
        with pytest.raises(ValueError, match=r"^(loss\.minimiser|start) is .+, but must be .+\. "):
            descend(loss)


@pytest.mark.parametrize("minimiser", [[], [[]], np.zeros((0, 2))])
def test_a_minimiser_is_one_point_at_least(minimiser: Any) -> None:
    loss = LossOf()
    loss.minimiser = minimiser  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match=r"^loss\.minimiser is an array of shape"):
        descend(loss)
    with pytest.raises(ValueError, match=r"^minimiser is an array of shape"):
        descend(LossOf()).steps_to(0.1, minimiser=minimiser)


class OwnError(Exception):
    """What only a callback raises."""


@pytest.mark.parametrize(
    "error", [OwnError(), ValueError("mine"), TypeError("mine"), KeyboardInterrupt()], ids=repr
)
def test_what_a_callback_raises_passes_unchanged(error: BaseException) -> None:
    def fail(_: Any) -> Any:
        raise error

    calls: list[Callable[[], Any]] = [
        *(
            lambda p=part, m=m: descend(LossOf(**{p: fail}), m)
            for part in ("value", "gradient")
            for m in (heavy_ball, sweep)
        ),
        *(lambda m=mass: rolled(CurveOf(slope=fail), m) for mass in (0.0, 1.0)),
        lambda: Hillside(CurveOf(height=fail)).height(1.0),
        lambda: Hillside(CurveOf(slope=fail)).slope(1.0),
    ]
    for call in calls:
        with pytest.raises(type(error)) as raised:
            call()
        assert raised.value is error


@pytest.mark.parametrize(
    "thing", [LossOf, CurveOf, 3, None, {"value": 1}, type("Attributes", (), {"value": 1, "gradient": 2})()]
)
def test_what_cannot_be_asked_is_no_loss_and_no_curve(thing: Any) -> None:
    with pytest.raises(
        ValueError, match=r"^loss is .+, but must be an object with value\(θ\) and gradient\(θ\)"
    ):
        descend(thing)
    with pytest.raises(
        ValueError, match=r"^curve is .+, but must be an object with height\(x\) and slope\(x\)"
    ):
        rolled(thing)


@pytest.mark.parametrize("dress", DISGUISES.values(), ids=DISGUISES.keys())
def test_a_loss_may_return_numbers_in_any_dress(dress: Callable[[Any], Any]) -> None:
    gradient = [0.5, -2.0]
    run = descend(LossOf(gradient=lambda _: dress(gradient), value=lambda _: dress(0.25)))
    assert_array_equal(run.gradient, np.tile(gradient, (4, 1)))
    assert_array_equal(run.loss, [0.25] * 4)


@pytest.mark.parametrize("setting", ["warn", "raise"])
@pytest.mark.parametrize("method", [heavy_ball, nesterov, pytorch_sgd])
def test_a_run_may_leave_float64_at_both_ends(method: Any, setting: Any) -> None:
    with np.errstate(all=setting):
        away = method(RAVINE, (-10, 1), learning_rate=5.0, momentum=0.9, steps=2000)
        assert away.diverged is True
        assert not np.isfinite(away.loss[-1])
        assert np.isinf(RAVINE.value(away.parameters)).any()
        assert away.steps_to(0.1) is None
        assert not np.isfinite(away.distance_walked).all()
        home = method(RAVINE, (-10, 1e-300), learning_rate=0.04, momentum=0.1, steps=2000)
        assert home.loss[-1] < 1e-2
        swept = sweep(RAVINE, (-10, 1), learning_rate=[5.0, 0.04], momentum=0.9, steps=2000)
        assert np.isfinite(swept["loss"]).tolist() == [False, True]


def test_a_division_by_zero_of_a_loss_is_told_as_numpy_is_set() -> None:
    loss = LossOf(value=lambda theta: 1.0 / np.zeros(()))
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError, match="divide by zero"):
        descend(loss)


def test_a_ball_that_falls_ever_faster_is_refused_quietly() -> None:
    cliff = CurveOf(slope=lambda x: -np.exp(np.minimum(x, 700.0)) * x * x)
    for mass in (0.0, 1.0):
        with pytest.raises(
            ValueError, match=r"^(the motion|the position|curve\.slope\(.+\)) is .+, but must be .+\. "
        ):
            roll(cliff, 1.0, mass=mass, friction=0.5, duration=10)


def test_a_ball_of_hardly_any_mass_is_refused_in_time() -> None:
    with pytest.raises(ValueError, match=r"the motion is so fast .* Raise the mass, or make it 0"):
        roll(CurveOf(), 1.0, mass=1e-300, friction=0.5, duration=1000)
    light = roll(CurveOf(), 1.0, mass=1e-12, friction=0.5, duration=1)
    assert_allclose(light.position, np.exp(-2 * light.time), atol=1e-8)


@pytest.mark.parametrize("shape", [3, [2, 2], (1.5,), (-1,), (True,), (10**6, 10**6), None])
def test_noise_has_a_shape(shape: Any) -> None:
    with pytest.raises(ValueError, match=r"^shape is .+, but must be"):
        Noise(np.random.default_rng(1), 0.1).sample(shape)


@pytest.mark.parametrize(
    ("call", "needed"),
    [
        (lambda: gradient_descent(RAVINE, (1, 1), learning_rate=0.1, steps=10**12), "56,000,000,000,056"),
        (lambda: gradient_descent(RAVINE, (1, 1), learning_rate=0.1, steps=10**30), r"more than 10\^30"),
        (
            lambda: sweep(
                RAVINE, (1, 1), learning_rate=np.full((10**5, 1), 0.1), momentum=np.full(10**5, 0.1), steps=1
            ),
            "80,000,000,000",
        ),
        (lambda: roll(CurveOf(), 1.0, mass=1, friction=1, duration=1e12), "9,600,000,000,000,000"),
    ],
)
def test_what_would_not_fit_is_told_in_bytes(call: Callable[[], Any], needed: str) -> None:
    with pytest.raises(ValueError, match=rf"at most 4,294,967,296 bytes, not {needed}\. "):
        call()


def test_a_sweep_without_end_is_refused() -> None:
    for steps in (10**12, 10**30):
        with pytest.raises(ValueError, match=r"^steps is 10+, but must be at most 1,000,000,000\. "):
            sweep(RAVINE, (1, 1), learning_rate=0.1, momentum=0.9, steps=steps)
