"""Theory against eigenvalues computed by NumPy, against runs, and against the numbers of the literature."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from momentum_sim import Quadratic, heavy_ball, nesterov, theory, velocity_sum
from momentum_sim.validation import Array

curvatures = st.floats(0.01, 50)
rates = st.floats(0.001, 0.2)
momenta = st.floats(0, 0.99)


def linear_map(curvature: float, alpha: float, beta: float, method: str) -> Array:
    """Return the step of (θ, v) written out from the update rule."""
    a = alpha * curvature
    if method == "nesterov":
        return np.array([[1 - a - beta * a, -(beta**2)], [a, beta]])
    return np.array([[1 - a, -beta], [a, beta]])


@pytest.mark.parametrize("method", ["heavy_ball", "nesterov"])
@settings(deadline=None, max_examples=60)
@given(curvature=curvatures, alpha=rates, beta=momenta)
def test_rate_is_the_spectral_radius(method: Any, curvature: float, alpha: float, beta: float) -> None:
    radius = np.abs(np.linalg.eigvals(linear_map(curvature, alpha, beta, method))).max()
    # A double eigenvalue is known to the square root of the rounding error only.
    assert_allclose(theory.convergence_rate(curvature, alpha, beta, method=method), radius, atol=1e-7)


@pytest.mark.parametrize("method", ["heavy_ball", "nesterov"])
@settings(deadline=None, max_examples=60)
@given(curvature=curvatures, beta=momenta)
def test_stability_limit_is_where_the_rate_passes_one(method: Any, curvature: float, beta: float) -> None:
    limit = theory.stability_limit(curvature, beta, method=method)
    for alpha, stable in ((0.999 * limit, True), (1.001 * limit, False)):
        eigenvalues = np.linalg.eigvals(linear_map(curvature, float(alpha), beta, method))
        assert (np.abs(eigenvalues).max() < 1) == stable
        assert (theory.regime(curvature, alpha, beta, method=method) != "diverging") == stable


def test_runs_keep_to_the_stability_limit() -> None:
    loss = Quadratic([20.0])
    for method, run in (("heavy_ball", heavy_ball), ("nesterov", nesterov)):
        limit = theory.stability_limit(20.0, 0.9, method=method)  # type: ignore[arg-type]
        assert run(loss, [1.0], learning_rate=1.02 * limit, momentum=0.9, steps=2000).diverged
        assert (
            abs(run(loss, [1.0], learning_rate=0.98 * limit, momentum=0.9, steps=2000).parameters[-1, 0])
            < 1e-6
        )


def test_known_stability_limits() -> None:
    assert_allclose(theory.stability_limit([0.05, 20.0]), [40.0, 0.1])
    assert_allclose(theory.stability_limit(20.0, 0.9), 0.19)  # Goh: 0 < αλ < 2 + 2β
    assert_allclose(theory.stability_limit(1.0, 0.5, method="nesterov"), 1.5)


@settings(deadline=None, max_examples=60)
@given(a=st.floats(0.01, 3.9), beta=momenta)
def test_regime_says_whether_a_start_at_rest_crosses_the_minimum(a: float, beta: float) -> None:
    regime = theory.regime(1.0, a, beta)
    if regime == "diverging" or theory.convergence_rate(1.0, a, beta) < 1e-3:
        return
    path = heavy_ball(Quadratic([1.0]), [1.0], learning_rate=a, momentum=beta, steps=60).parameters[:, 0]
    if regime == "monotone":
        assert (path >= 0).all()
    elif (
        beta < theory.critical_momentum(1.0, a) * 0.98
        or beta > theory.critical_momentum(1.0, a) * 1.05 + 0.01
    ):
        assert (path < 0).any()


@pytest.mark.parametrize(
    ("alpha", "beta", "regime"),
    [
        (0.5, 0.0, "monotone"),
        (1.0, 0.0, "monotone"),  # solved in one step
        (1.5, 0.0, "oscillating"),
        (2.0, 0.0, "diverging"),  # to and fro for ever
        (2.1, 0.0, "diverging"),
        (0.25, 0.24, "monotone"),  # critical at (1 − ½)² = ¼
        (0.25, 0.26, "oscillating"),
        (2.1, 0.5, "oscillating"),
        (3.1, 0.5, "diverging"),
    ],
)
def test_known_regimes(alpha: float, beta: float, regime: str) -> None:
    assert theory.regime(1.0, alpha, beta) == regime
    assert regime in str(theory.regime(1.0, alpha, beta))


def test_regimes_of_the_ravine() -> None:
    assert theory.regime([0.05, 20.0], 0.098, 0.9).tolist() == ["oscillating", "oscillating"]
    assert theory.regime([0.05, 20.0], 0.098, 0.5).tolist() == ["monotone", "oscillating"]
    assert_allclose(theory.critical_momentum(0.05, 0.098), 0.8649, atol=1e-4)


@settings(deadline=None, max_examples=40)
@given(a=st.floats(0.01, 3.9))
def test_critical_momentum_has_the_fastest_rate(a: float) -> None:
    best = theory.critical_momentum(1.0, a)
    others = np.linspace(0, 0.999, 500)
    assert_allclose(theory.convergence_rate(1.0, a, best), np.sqrt(best), atol=1e-7)
    assert (theory.convergence_rate(1.0, a, others) >= np.sqrt(best) - 1e-9).all()


def test_critical_momentum_has_a_limit() -> None:
    with pytest.raises(ValueError, match="below 4"):
        theory.critical_momentum(20.0, 0.2)


def test_optimal_learning_rate_beats_the_others() -> None:
    spectrum = np.array([0.05, 1.0, 20.0])
    best = theory.optimal_learning_rate(spectrum)
    assert_allclose(best, 0.09975, atol=1e-5)
    assert_allclose(theory.convergence_rate(spectrum, best).max(), 399 / 401)
    for alpha in np.linspace(0.001, 0.12, 200):
        assert theory.convergence_rate(spectrum, alpha).max() >= 399 / 401 - 1e-12


def test_optimal_heavy_ball_beats_the_others() -> None:
    spectrum = np.array([0.05, 1.0, 20.0])
    alpha, beta = theory.optimal_heavy_ball(spectrum)
    assert_allclose(np.sqrt(beta), 19 / 21)  # (√400 − 1)/(√400 + 1)
    assert_allclose(theory.convergence_rate(spectrum, alpha, beta), 19 / 21, rtol=1e-6)
    grid = theory.convergence_rate(
        spectrum, np.linspace(0.002, 0.38, 190)[:, None, None], np.linspace(0, 0.995, 200)[:, None]
    )
    assert (grid.max(axis=-1) >= 19 / 21 - 1e-9).all()


def test_a_run_shrinks_at_its_rate() -> None:
    alpha, beta = theory.optimal_heavy_ball([0.05, 20.0])
    run = heavy_ball(Quadratic((0.05, 20.0)), (-10, 1), learning_rate=0.098, momentum=0.5, steps=3000)
    slowest = theory.convergence_rate(0.05, 0.098, 0.5)
    assert_allclose(run.parameters[2000, 0] / run.parameters[1000, 0], slowest**1000, rtol=1e-9)
    assert theory.convergence_rate(0.05, alpha, beta) < slowest


@settings(deadline=None, max_examples=40)
@given(alpha=rates, beta=momenta, g=st.floats(-5, 5))
def test_velocities_in_the_long_run(alpha: float, beta: float, g: float) -> None:
    steps = 4000
    steady = velocity_sum(np.full(steps, g), learning_rate=alpha, momentum=beta)
    assert_allclose(steady[-1], theory.steady_velocity(g, alpha, beta), atol=1e-9)
    alternating = velocity_sum(g * (-1.0) ** np.arange(steps + 1), learning_rate=alpha, momentum=beta)
    assert_allclose(alternating[-1], theory.alternating_velocity(g, alpha, beta), atol=1e-9)


@settings(deadline=None, max_examples=40)
@given(alpha=rates, beta=momenta, steps=st.integers(1, 200))
def test_weights_add_up_to_their_warmed_up_total(alpha: float, beta: float, steps: int) -> None:
    weights = theory.weights(steps, alpha, beta)
    assert weights.shape == (steps,)
    assert weights[-1] == alpha
    assert_allclose(weights.sum(), theory.total_weight(alpha, beta) * theory.warm_up(beta, steps))
    assert_allclose(theory.total_weight(alpha, beta), alpha * theory.effective_window(beta))


@settings(deadline=None, max_examples=40)
@given(beta=st.floats(0.001, 0.999))
def test_half_life_halves(beta: float) -> None:
    assert_allclose(beta ** theory.half_life(beta), 0.5)


def test_known_memories() -> None:
    assert_allclose(theory.effective_window([0.0, 0.5, 0.9, 0.99]), [1, 2, 10, 100])
    assert_allclose(theory.half_life([0.0, 0.5, 0.9]), [0, 1, 6.5788], atol=1e-4)
    assert_allclose(theory.warm_up(0.9, [0, 1, 2]), [0, 0.1, 0.19])
    assert theory.weights(0, 0.1, 0.9).shape == (0,)


def test_noise_floor_is_where_noisy_runs_settle_and_rises_with_momentum() -> None:
    momenta = np.array([0.0, 0.5, 0.9])
    run = heavy_ball(
        Quadratic([2.0]),
        np.zeros((2000, 1, 1)),
        learning_rate=0.1,
        momentum=momenta,
        steps=300,
        noise=(np.random.default_rng(5), 0.7),
    )
    floor = theory.noise_floor(2.0, 0.1, momenta, 0.7)
    assert_allclose(run.parameters[200:, :, :, 0].std(axis=(0, 1)), floor, rtol=0.02)
    assert (np.diff(floor) > 0).all()
    assert theory.noise_floor(20.0, 0.2, 0.0, 0.7) == np.inf


@settings(deadline=None, max_examples=30)
@given(v=st.floats(-9, 9), alpha=rates)
def test_buffer_there_and_back(v: float, alpha: float) -> None:
    assert_allclose(theory.from_pytorch_buffer(theory.to_pytorch_buffer(v, alpha), alpha), v)
    assert_allclose(theory.to_pytorch_buffer(v, 0.5), 2 * v)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: theory.convergence_rate(-1.0, 0.1, 0.9), "curvature is -1.0, but must be greater than 0"),
        (lambda: theory.convergence_rate(1.0, 0.1, 1.0), r"momentum is 1.0, but must be in \[0, 1\)"),
        (lambda: theory.regime(1.0, 0.0, 0.9), "learning_rate is 0.0"),
        (lambda: theory.convergence_rate(1.0, 0.1, 0.9, method="adam"), "method is 'adam'"),  # type: ignore[arg-type]
        (lambda: theory.weights(-1, 0.1, 0.9), "steps is -1"),
        (lambda: theory.warm_up(0.9, -1), "steps is -1"),
        (lambda: theory.optimal_heavy_ball([0.0, 1.0]), r"curvature is 0\.0 at index 0"),
        (lambda: theory.noise_floor(1.0, 0.1, 0.9, -1.0), "deviation is -1"),
        (lambda: theory.steady_velocity(np.nan, 0.1, 0.9), "gradient is nan"),
    ],
)
def test_bad_input(call: object, message: str) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=message):
        call()
