"""Methods against closed forms, against each other, and at their edges."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from momentum_sim import (
    RAVINE,
    Beale,
    Himmelblau,
    Noise,
    Quadratic,
    Rosenbrock,
    gradient_descent,
    heavy_ball,
    nesterov,
    pytorch_sgd,
    sweep,
    theory,
    velocity_sum,
)
from momentum_sim.validation import Array

START = (-10.0, 1.0)

rates = st.floats(0.001, 0.15)
momenta = st.floats(0, 0.99)
coordinates = st.tuples(st.floats(-10, 10), st.floats(-10, 10))


@dataclass(frozen=True)
class Cubed:
    """A user's own loss, L(θ) = Σ|θ|³, with nothing but what is asked of one."""

    def value(self, parameters: Array) -> Array:
        return np.asarray((np.abs(parameters) ** 3).sum(axis=-1))

    def gradient(self, parameters: Array) -> Array:
        return 3 * parameters * np.abs(parameters)


def powers_of_the_step(matrix: Array, theta: float, v: float, steps: int) -> Array:
    """Return (θ, v) after each step of a linear map, by matrix powers."""
    return np.array([np.linalg.matrix_power(matrix, t) @ (theta, v) for t in range(steps + 1)])


@settings(deadline=None, max_examples=40)
@given(alpha=rates, beta=momenta, start=coordinates, push=coordinates)
def test_heavy_ball_is_its_linear_map(alpha: float, beta: float, start: Any, push: Any) -> None:
    run = heavy_ball(RAVINE, start, learning_rate=alpha, momentum=beta, velocity=push, steps=30)
    for i, curvature in enumerate((0.05, 20.0)):
        a = alpha * curvature
        exact = powers_of_the_step(np.array([[1 - a, -beta], [a, beta]]), start[i], push[i], 30)
        scale = np.abs(exact).max() + 1e-12
        assert_allclose(run.parameters[:, i], exact[:, 0], atol=1e-9 * scale)
        assert_allclose(run.velocity[:, i], exact[:, 1], atol=1e-9 * scale)


@settings(deadline=None, max_examples=40)
@given(alpha=st.floats(0.001, 0.06), beta=momenta, start=coordinates)
def test_nesterov_is_its_linear_map(alpha: float, beta: float, start: Any) -> None:
    run = nesterov(RAVINE, start, learning_rate=alpha, momentum=beta, steps=30)
    for i, curvature in enumerate((0.05, 20.0)):
        a = alpha * curvature
        step = np.array([[1 - a * (1 + beta), -(beta**2)], [a, beta]])
        exact = powers_of_the_step(step, start[i], 0.0, 30)
        assert_allclose(run.parameters[:, i], exact[:, 0], atol=1e-9 * (np.abs(exact).max() + 1e-12))


@settings(deadline=None, max_examples=40)
@given(alpha=rates, beta=momenta, start=coordinates, push=coordinates)
def test_pytorch_s_form_is_its_linear_map(alpha: float, beta: float, start: Any, push: Any) -> None:
    run = pytorch_sgd(RAVINE, start, learning_rate=alpha, momentum=beta, velocity=push, steps=30)
    for i, curvature in enumerate((0.05, 20.0)):
        step = np.array([[1 - alpha * curvature, -alpha * beta], [curvature, beta]])
        exact = powers_of_the_step(step, start[i], push[i], 30)
        scale = np.abs(exact).max() + 1e-12
        assert_allclose(run.parameters[:, i], exact[:, 0], atol=1e-9 * scale)
        assert_allclose(run.velocity[:, i], exact[:, 1], atol=1e-9 * scale)


@settings(deadline=None, max_examples=40)
@given(alpha=rates, beta=momenta, start=coordinates)
def test_pytorch_s_form_takes_heavy_ball_s_path_at_a_constant_learning_rate(
    alpha: float, beta: float, start: Any
) -> None:
    ours = heavy_ball(RAVINE, start, learning_rate=alpha, momentum=beta, steps=30)
    theirs = pytorch_sgd(RAVINE, start, learning_rate=alpha, momentum=beta, steps=30)
    scale = np.abs(ours.parameters).max() + 1e-12
    assert theirs.method == "pytorch_sgd"
    assert_allclose(theirs.parameters, ours.parameters, atol=1e-9 * scale)
    assert_allclose(alpha * theirs.velocity, ours.velocity, atol=1e-9 * scale)


def test_a_new_learning_rate_scales_all_of_pytorch_s_velocity_but_not_of_heavy_ball_s() -> None:
    # On a slope of constant gradient 1 the velocity after two steps is 1 + β in gradients.
    class Slope:
        def value(self, parameters: Array) -> Array:
            return np.asarray(parameters.sum(axis=-1))

        def gradient(self, parameters: Array) -> Array:
            return np.ones_like(parameters)

    arguments: dict[str, Any] = {"learning_rate": [0.1, 0.01], "momentum": 0.5, "steps": 2}
    ours, theirs = (method(Slope(), [0.0], **arguments).parameters for method in (heavy_ball, pytorch_sgd))
    assert_allclose(ours[:, 0], [0, -0.1, -0.1 - (0.5 * 0.1 + 0.01)])
    assert_allclose(theirs[:, 0], [0, -0.1, -0.1 - 0.01 * (0.5 + 1)])


def test_nesterov_looks_one_velocity_ahead() -> None:
    """Sutskever's form steps from where the velocity would carry θ; PyTorch's parameters are that point."""
    alpha, beta = 0.03, 0.8
    theta, v = np.array(START), np.zeros(2)
    ahead = [theta - beta * v]
    for _ in range(20):
        v = beta * v + alpha * RAVINE.gradient(theta - beta * v)
        theta = theta - v
        ahead.append(theta - beta * v)
    run = nesterov(RAVINE, START, learning_rate=alpha, momentum=beta, steps=20)
    assert_allclose(run.parameters, ahead, atol=1e-12)


@settings(deadline=None, max_examples=30)
@given(alpha=st.floats(0.0001, 0.5), start=coordinates)
def test_without_momentum_all_three_are_gradient_descent_to_the_last_bit(alpha: float, start: Any) -> None:
    plain = gradient_descent(RAVINE, start, learning_rate=alpha, steps=40)
    for method in (heavy_ball, nesterov):
        run = method(RAVINE, start, learning_rate=alpha, momentum=0, steps=40)
        assert_array_equal(run.parameters, plain.parameters)
        assert_array_equal(run.velocity, plain.velocity)
        assert_array_equal(run.loss, plain.loss)


@settings(deadline=None, max_examples=30)
@given(angle=st.floats(-3.2, 3.2), alpha=st.floats(0.001, 0.1), beta=momenta, start=coordinates)
def test_turning_the_loss_turns_the_path(angle: float, alpha: float, beta: float, start: Any) -> None:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    straight = heavy_ball(RAVINE, start, learning_rate=alpha, momentum=beta, steps=40)
    turned = heavy_ball(
        Quadratic((0.05, 20.0), rotation=angle), turn @ start, learning_rate=alpha, momentum=beta, steps=40
    )
    assert_allclose(turned.parameters, straight.parameters @ turn.T, atol=1e-8)
    assert_allclose(turned.loss, straight.loss, atol=1e-8)


@settings(deadline=None, max_examples=30)
@given(shift=coordinates, alpha=st.floats(0.001, 0.1), beta=momenta, start=coordinates)
def test_moving_the_loss_moves_the_path(shift: Any, alpha: float, beta: float, start: Any) -> None:
    here = heavy_ball(RAVINE, start, learning_rate=alpha, momentum=beta, steps=40)
    there = heavy_ball(
        Quadratic((0.05, 20.0), minimiser=shift),
        np.add(start, shift),
        learning_rate=alpha,
        momentum=beta,
        steps=40,
    )
    assert_allclose(there.parameters, here.parameters + np.array(shift), atol=1e-8)


def test_the_record_obeys_the_update_rule() -> None:
    run = heavy_ball(Beale(), (1.0, 1.5), learning_rate=0.005, momentum=0.9, steps=50, velocity=(0.1, 0.0))
    v, g, theta = run.velocity, run.gradient, run.parameters
    assert_allclose(v[1:], 0.9 * v[:-1] + 0.005 * g[:-1])
    assert_allclose(theta[1:], theta[:-1] - v[1:])
    assert_allclose(g, Beale().gradient(theta))
    assert_allclose(run.loss, Beale().value(theta))
    assert_array_equal(v[0], (0.1, 0.0))


@pytest.mark.parametrize("method", [heavy_ball, nesterov, pytorch_sgd])
@pytest.mark.parametrize("loss", [RAVINE, Quadratic((0.05, 20.0), rotation=0.5), Rosenbrock(), Himmelblau()])
def test_a_grid_is_its_runs_one_by_one(method: Any, loss: Any) -> None:
    alpha, beta = np.array([0.0002, 0.0005, 0.001]), np.array([0.0, 0.5, 0.9, 0.95])
    grid = method(loss, (-1.0, 1.0), learning_rate=alpha[:, None], momentum=beta, steps=25)
    assert grid.batch_shape == (3, 4)
    assert grid.parameters.shape == (26, 3, 4, 2)
    for i, j in np.ndindex(3, 4):
        one = method(loss, (-1.0, 1.0), learning_rate=alpha[i], momentum=beta[j], steps=25)
        picked = grid.run(i, j)
        assert_allclose(picked.parameters, one.parameters, rtol=1e-12)
        assert_allclose(picked.loss, one.loss, rtol=1e-9, atol=1e-15)
        assert picked.learning_rate == one.learning_rate
        assert picked.momentum == one.momentum


def test_many_starts_broadcast_with_momenta() -> None:
    starts = np.array([[-10.0, 1.0], [3.0, 0.5], [0.1, 0.2]])
    batch = heavy_ball(RAVINE, starts, learning_rate=0.05, momentum=[0.0, 0.5, 0.9], steps=7)
    assert batch.parameters.shape == (8, 3, 2)
    for i, beta in enumerate((0.0, 0.5, 0.9)):
        one = heavy_ball(RAVINE, starts[i], learning_rate=0.05, momentum=beta, steps=7)
        assert_array_equal(batch.run(i).parameters, one.parameters)


def test_a_schedule_takes_its_entries_in_turn() -> None:
    schedule = np.linspace(0.09, 0.01, 12)
    run = heavy_ball(RAVINE, START, learning_rate=schedule, momentum=0.5, steps=12)
    theta, v = np.array(START), np.zeros(2)
    for step, alpha in enumerate(schedule):
        v = 0.5 * v + alpha * RAVINE.gradient(theta)
        theta = theta - v
        assert_allclose(run.parameters[step + 1], theta)
    assert_array_equal(run.learning_rate, schedule)
    as_list = heavy_ball(RAVINE, START, learning_rate=schedule.tolist(), momentum=0.5, steps=12)
    assert_array_equal(as_list.parameters, run.parameters)


def test_a_constant_schedule_is_the_constant() -> None:
    constant = gradient_descent(RAVINE, START, learning_rate=0.05, steps=9)
    scheduled = gradient_descent(RAVINE, START, learning_rate=[0.05] * 9, steps=9)
    assert_array_equal(scheduled.parameters, constant.parameters)


def test_a_batch_shares_a_schedule() -> None:
    schedule = np.linspace(0.09, 0.01, 12)
    batch = heavy_ball(RAVINE, START, learning_rate=schedule, momentum=[0.0, 0.9], steps=12)
    assert batch.parameters.shape == (13, 2, 2)
    one = heavy_ball(RAVINE, START, learning_rate=schedule, momentum=0.9, steps=12)
    assert_array_equal(batch.run(1).parameters, one.parameters)
    assert_array_equal(batch.run(1).learning_rate, schedule)


def test_a_sequence_of_another_length_is_a_batch() -> None:
    batch = gradient_descent(RAVINE, START, learning_rate=[0.05, 0.098, 0.102], steps=50)
    assert batch.batch_shape == (3,)
    assert_array_equal(batch.diverged, [False, False, True])


def test_what_could_be_schedule_or_batch_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"either a schedule or a batch\. Take another number of steps, or use sweep"
    ):
        heavy_ball(RAVINE, START, learning_rate=[0.1, 0.2, 0.3], momentum=[0.1, 0.2, 0.3], steps=3)


@pytest.mark.parametrize("method", ["heavy_ball", "nesterov"])
def test_a_sweep_ends_where_the_trajectories_do(method: Any) -> None:
    alpha, beta = np.linspace(0.01, 0.12, 12)[:, None], np.linspace(0, 0.99, 10)
    found = sweep(
        RAVINE,
        START,
        learning_rate=alpha,
        momentum=beta,
        steps=150,
        measures=("steps_to", "loss", "parameters", "velocity"),
        tolerance=0.5,
        method=method,
    )
    full = {"heavy_ball": heavy_ball, "nesterov": nesterov}[method](
        RAVINE, START, learning_rate=alpha, momentum=beta, steps=150
    )
    assert list(found) == ["steps_to", "loss", "parameters", "velocity"]
    assert_array_equal(found["parameters"], full.parameters[-1])
    assert_array_equal(found["velocity"], full.velocity[-1])
    assert_array_equal(found["loss"], full.loss[-1])
    assert_array_equal(found["steps_to"], full.steps_to_each(0.5))
    assert np.isinf(found["steps_to"]).any()
    assert np.isfinite(found["steps_to"]).any()


def test_a_sweep_knows_no_schedules() -> None:
    found = sweep(RAVINE, START, learning_rate=[0.01, 0.05, 0.098], momentum=[0.0, 0.5, 0.9], steps=3)
    assert found["loss"].shape == (3,)
    assert not found["loss"].flags.writeable


def test_divergence_is_no_error_and_no_warning() -> None:
    for method in (heavy_ball, nesterov, pytorch_sgd):
        run = method(RAVINE, START, learning_rate=5.0, momentum=0.9, steps=2000)
        assert run.diverged is True
        assert run.steps_to(0.1) is None
        assert run.distance_walked.shape == (2,)
    steep = gradient_descent(Rosenbrock(), (-1.2, 1.0), learning_rate=0.1, steps=50)
    assert steep.diverged is True
    found = sweep(RAVINE, START, learning_rate=5.0, momentum=0.9, steps=2000, measures=("loss",))
    assert not np.isfinite(found["loss"])


def test_no_steps_record_the_start() -> None:
    run = heavy_ball(RAVINE, START, learning_rate=0.1, momentum=0.9, steps=0)
    assert run.steps == 0
    assert_array_equal(run.parameters, [START])
    assert run.loss == [12.5]


def test_a_users_own_loss() -> None:
    run = heavy_ball(Cubed(), (1.0, -2.0, 0.5), learning_rate=0.01, momentum=0.9, steps=300)
    assert run.minimiser is None
    assert not run.diverged
    assert run.loss[-1] < 1e-3 * run.loss[0]
    with pytest.raises(ValueError, match=r"Give it: steps_to\(0\.1, minimiser=\(0, 0\)\)"):
        run.steps_to(0.1)
    assert run.steps_to(0.5, minimiser=(0, 0, 0)) is not None


def test_a_loss_that_writes_into_its_argument_fails() -> None:
    class Scribbler(Cubed):
        def gradient(self, parameters: Array) -> Array:
            parameters *= 2
            return parameters

    with pytest.raises(ValueError, match="read-only"):
        gradient_descent(Scribbler(), START, learning_rate=0.1, steps=1)


def test_a_gradient_that_is_its_argument_moves_nothing() -> None:
    class Bowl(Cubed):
        def gradient(self, parameters: Array) -> Array:
            return parameters

    run = heavy_ball(Bowl(), (1.0,), learning_rate=0.1, momentum=0.5, steps=5)
    assert_allclose(
        run.parameters,
        heavy_ball(Quadratic([1]), (1.0,), learning_rate=0.1, momentum=0.5, steps=5).parameters,
    )


def test_noise_is_repeatable_recorded_and_leaves_the_loss_alone() -> None:
    first, again, quiet = (
        heavy_ball(RAVINE, START, learning_rate=0.05, momentum=0.9, steps=30, noise=noise)
        for noise in ((np.random.default_rng(3), 0.5), (np.random.default_rng(3), 0.5), None)
    )
    assert_array_equal(first.parameters, again.parameters)
    assert not np.allclose(first.parameters, quiet.parameters)
    assert_allclose(first.velocity[1:], 0.9 * first.velocity[:-1] + 0.05 * first.gradient[:-1])
    assert_allclose(first.loss, RAVINE.value(first.parameters))
    silent = heavy_ball(
        RAVINE, START, learning_rate=0.05, momentum=0.9, steps=30, noise=(np.random.default_rng(3), 0.0)
    )
    assert_array_equal(silent.parameters, quiet.parameters)


def test_noise_may_be_named_or_a_pair() -> None:
    named, pair = (
        heavy_ball(RAVINE, START, learning_rate=0.05, momentum=0.9, steps=30, noise=noise)
        for noise in (Noise(np.random.default_rng(3), deviation=0.5), (np.random.default_rng(3), 0.5))
    )
    assert_array_equal(named.parameters, pair.parameters)


def test_noise_is_drawn_for_each_run_and_has_the_deviation_asked_for() -> None:
    run = gradient_descent(
        RAVINE, np.zeros((20_000, 2)), learning_rate=0.01, steps=1, noise=(np.random.default_rng(1), 0.3)
    )
    assert_allclose(run.gradient[0].std(axis=0), 0.3, rtol=0.03)
    assert_allclose(run.gradient[0].mean(axis=0), 0, atol=0.01)


@settings(deadline=None, max_examples=40)
@given(
    gradients=st.lists(st.floats(-5, 5), min_size=1, max_size=30),
    alpha=rates,
    beta=momenta,
)
def test_velocity_is_the_weighted_sum_of_gradients(gradients: list[float], alpha: float, beta: float) -> None:
    velocities = velocity_sum(gradients, learning_rate=alpha, momentum=beta)
    for t in range(1, len(gradients) + 1):
        total = sum(alpha * beta ** (t - k) * gradients[k - 1] for k in range(1, t + 1))
        assert_allclose(velocities[t - 1], total, atol=1e-12)
        assert_allclose(theory.weights(t, alpha, beta) @ gradients[:t], total, atol=1e-12)


def test_velocity_sum_is_what_heavy_ball_keeps() -> None:
    run = heavy_ball(RAVINE, START, learning_rate=0.098, momentum=0.9, steps=40, velocity=(0.3, -0.1))
    again = velocity_sum(run.gradient[:-1], learning_rate=0.098, momentum=0.9, velocity=(0.3, -0.1))
    assert_allclose(again, run.velocity[1:], atol=1e-12)


class Misshapen(Cubed):
    def gradient(self, parameters: Array) -> Array:
        return np.zeros(3)


class Unvectorised(Cubed):
    def value(self, parameters: Array) -> Array:
        return np.asarray(0.0)


DEFAULTS: dict[str, Any] = {"loss": RAVINE, "start": START, "learning_rate": 0.1, "momentum": 0.9, "steps": 5}


@pytest.mark.parametrize("method", [heavy_ball, nesterov, pytorch_sgd, sweep])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"learning_rate": 0}, r"learning_rate is 0\.0, but must be greater than 0\. The update rule"),
        ({"learning_rate": -0.1}, "greater than 0"),
        ({"learning_rate": np.nan}, "finite"),
        ({"learning_rate": [0.1, 0.2, -1]}, r"-1\.0 at index 2"),
        ({"momentum": 1}, r"momentum is 1\.0, but must be in \[0, 1\)\. 0 is plain descent"),
        ({"momentum": -0.1}, r"in \[0, 1\)"),
        ({"momentum": np.inf}, "finite"),
        ({"steps": -1}, "steps is -1, but must be 0 or more"),
        ({"steps": 1.5}, "steps is 1.5, but must be a whole number"),
        ({"start": (np.nan, 1)}, "start is nan at index 0, but must be finite"),
        ({"start": 1.0}, r"start is an array of shape \(\), but must be of shape \(\.\.\., d\)"),
        ({"start": (1, 2, 3)}, r"start is a point of 3 coordinates, .* which has shape \(2,\)"),
        ({"start": "here"}, "an array of real numbers"),
        ({"velocity": (1, 2, 3)}, "velocity is an array of shape"),
        ({"velocity": (np.inf, 0)}, "velocity is inf at index 0"),
        ({"loss": "beale"}, r"loss is 'beale', but must be an object with value\(θ\) and gradient\(θ\)"),
        ({"loss": Beale}, r"Pass RAVINE, Beale\(\)"),
        ({"loss": Misshapen()}, r"loss\.gradient\(θ\) for an .* of shape \(2,\) is an array of shape \(3,\)"),
        ({"loss": Unvectorised(), "momentum": [0.1, 0.2]}, r"loss\.value\(θ\) .* vectorised"),
        ({"momentum": [0.1, 0.2], "learning_rate": [0.1, 0.2, 0.3]}, r"clash .*A grid takes α\[:, None\]"),
        ({"noise": 0.1}, "noise is 0.1, but must be a pair"),
        ({"noise": (1, 0.1)}, "default_rng"),
        ({"noise": (np.random.default_rng(1), -0.1)}, "noise.deviation is -0.1"),
    ],
)
def test_bad_input(method: Any, change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        method(**(DEFAULTS | change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"measures": ("loss", "speed")}, "measures is .*'speed'.*, but must be some of"),
        ({"measures": "loss"}, "Pass a tuple"),
        ({"measures": ("steps_to",)}, "given a tolerance"),
        ({"measures": ("steps_to",), "tolerance": 0}, "tolerance is 0.0"),
        ({"measures": ("steps_to",), "tolerance": 0.1, "loss": Cubed()}, "a loss.minimiser"),
        ({"method": "adam"}, "method is 'adam'"),
    ],
)
def test_bad_sweep(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        sweep(**(DEFAULTS | change))


def test_a_minimiser_of_another_shape_is_refused() -> None:
    class Lost(Cubed):
        minimiser = np.zeros((1, 1, 2))

    with pytest.raises(ValueError, match=r"loss\.minimiser is an array of shape \(1, 1, 2\)"):
        gradient_descent(Lost(), START, learning_rate=0.1, steps=1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gradients": 1.0}, "time on the first axis"),
        ({"gradients": [1.0, np.nan]}, "gradients is nan at index 1"),
        ({"learning_rate": [0.1, 0.2]}, "one number"),
        ({"momentum": 1.0}, r"in \[0, 1\)"),
        ({"velocity": (1.0, 2.0)}, r"velocity is an array of shape \(2,\)"),
    ],
)
def test_bad_velocity_sum(change: dict[str, Any], message: str) -> None:
    good: dict[str, Any] = {"gradients": [1.0, 2.0], "learning_rate": 0.1, "momentum": 0.9}
    with pytest.raises(ValueError, match=message):
        velocity_sum(**(good | change))
