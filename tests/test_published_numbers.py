"""Numbers that others have published, and those that the film says aloud, one by one."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from momentum_sim import (
    RAVINE,
    Quadratic,
    Trajectory,
    gradient_descent,
    heavy_ball,
    sweep,
    theory,
    velocity_sum,
)
from momentum_sim.validation import Array

START = (-10.0, 1.0)
ALPHA = 0.098


def descend(beta: float, *, start: tuple[float, float] = START, steps: int = 1500) -> Trajectory:
    return heavy_ball(RAVINE, start, learning_rate=ALPHA, momentum=beta, steps=steps)


class TestD2L:
    """Dive into Deep Learning, chapter on momentum: f = 0.1 x₁² + 2 x₂² from (−5, −2), 20 steps."""

    F = Quadratic((0.2, 4.0))

    @pytest.mark.parametrize(
        ("alpha", "beta", "end"), [(0.6, 0.5, (0.007188, 0.002553)), (0.6, 0.25, (-0.126340, -0.186632))]
    )
    def test_momentum_converges(self, alpha: float, beta: float, end: tuple[float, float]) -> None:
        run = heavy_ball(self.F, (-5, -2), learning_rate=alpha, momentum=beta, steps=20)
        assert_allclose(run.parameters[-1], end, atol=5e-7)
        assert not run.diverged

    def test_plain_descent_diverges(self) -> None:
        run = gradient_descent(self.F, (-5, -2), learning_rate=0.6, steps=20)
        assert_allclose(run.parameters[-1, 1], -1673.365109, atol=5e-7)
        assert run.diverged


class TestTheRavine:
    @pytest.mark.parametrize(
        ("beta", "theta", "loss", "settled", "floor", "wall"),
        [
            (0.0, -7.822, 1.698, 938, 0.9951, 0.960),
            (0.5, -6.144, 0.944, 464, 0.9901, 0.707),
            (0.9, +0.077, 0.0508, 92, 0.9487, 0.9487),
            (0.99, +7.383, 13.218, 904, 0.99499, 0.99499),
        ],
    )
    def test_its_table(
        self, beta: float, theta: float, loss: float, settled: int, floor: float, wall: float
    ) -> None:
        run = descend(beta)
        assert_allclose(run.parameters[50, 0], theta, atol=5e-4)
        assert_allclose(run.loss[50], loss, rtol=5e-4)
        assert run.steps_to(0.1) == settled
        assert_allclose(
            theory.convergence_rate([0.05, 20.0], ALPHA, beta), [floor, wall], rtol=2e-4
        )  # the table's digits
        found = sweep(
            RAVINE,
            START,
            learning_rate=ALPHA,
            momentum=beta,
            steps=1500,
            measures=("steps_to",),
            tolerance=0.1,
        )
        assert found["steps_to"] == settled

    def test_against_plain_descent(self) -> None:
        steps = [descend(beta).steps_to(0.1) for beta in (0.0, 0.5, 0.9, 0.99)]
        assert steps == [938, 464, 92, 904]
        assert_allclose(np.divide(938, [464, 92, 904]), [2.02, 10.2, 1.04], rtol=5e-3)

    def test_too_much_momentum_climbs_above_its_start(self) -> None:
        run = descend(0.99)
        assert run.loss.argmax() == 40
        assert_allclose(run.loss.max(), 14.18, atol=5e-3)
        assert not run.diverged

    def test_it_starts_at_a_fair_learning_rate(self) -> None:
        assert RAVINE.value(START) == 12.5
        assert RAVINE.condition_number == 400
        assert_allclose(ALPHA / theory.stability_limit(20.0), 0.98)
        assert_allclose(theory.optimal_learning_rate(RAVINE.curvatures), 0.09975, atol=5e-6)


class TestZigzag:
    def test_first_iterates(self) -> None:
        plain, heavy = descend(0.0), descend(0.9)
        assert_allclose(
            plain.parameters[1:4], [(-9.951, -0.96), (-9.902, 0.922), (-9.854, -0.885)], atol=5e-4
        )
        assert_allclose(
            heavy.parameters[1:5],
            [(-9.951, -0.96), (-9.858, -0.842), (-9.726, 0.915), (-9.560, 0.703)],
            atol=5e-4,
        )

    def test_odometer(self) -> None:
        run = descend(0.0, steps=50)
        assert_allclose(run.distance_walked, (2.18, 42.64), atol=5e-3)
        assert (np.diff(np.sign(run.parameters[:, 1])) != 0).sum() == 50

    def test_the_first_step_goes_forty_times_further_across(self) -> None:
        along, across = np.abs(descend(0.0).velocity[1])
        assert_allclose(across / along, 40)


class TestSpeedLimit:
    def test_solved_in_one_step(self) -> None:
        run = gradient_descent(RAVINE, START, learning_rate=0.05, steps=50)
        assert run.parameters[1, 1] == 0
        assert_allclose(run.parameters[50, 0], -8.82, atol=5e-3)

    def test_zigzags(self) -> None:
        assert theory.regime(20.0, ALPHA) == "oscillating"

    def test_diverges(self) -> None:
        run = gradient_descent(RAVINE, START, learning_rate=0.102, steps=50)
        assert_allclose(np.abs(run.parameters[50, 1]), 7.1, atol=0.05)
        assert run.diverged
        assert theory.regime(20.0, 0.102) == "diverging"


class TestRefresher:
    def test_one_step(self) -> None:
        """θ = 3 with a slope of 2: ½ · 2 · (θ − 2)²."""
        run = gradient_descent(Quadratic([2.0], minimiser=2.0), [3.0], learning_rate=0.1, steps=1)
        assert run.gradient[0] == 2.0
        assert_allclose(run.parameters[1], 2.8)


class TestVelocity:
    def test_step_one_is_plain_descent(self) -> None:
        assert (descend(0.9).parameters[1] == descend(0.0).parameters[1]).all()


class TestMemory:
    def test_totals(self) -> None:
        assert_allclose(theory.total_weight(0.01, 0.9), 0.1)
        assert_allclose(theory.effective_window(0.9), 10)
        weights = theory.weights(500, 0.01, 0.9)
        assert_allclose(weights[-10:].sum() / weights.sum(), 0.65, atol=5e-3)

    def test_warm_up(self) -> None:
        assert_allclose(theory.warm_up(0.9, [1, 5, 10, 20]), [0.10, 0.41, 0.65, 0.88], atol=5e-3)


class TestWorkedExample:
    @pytest.fixture
    def velocities(self) -> Array:
        gradients = np.stack((np.ones(60), 2.0 * (-1.0) ** np.arange(60)), axis=-1)
        return velocity_sum(gradients, learning_rate=0.1, momentum=0.9)

    def test_the_lessons_table(self, velocities: Array) -> None:
        assert_allclose(velocities[:4, 0], [0.10, 0.19, 0.271, 0.3439], atol=1e-12)
        assert_allclose(velocities[:4, 1], [0.20, -0.02, 0.182, -0.0362], atol=1e-12)
        assert_allclose(velocities[:4].round(2), [(0.10, 0.20), (0.19, -0.02), (0.27, 0.18), (0.34, -0.04)])

    def test_the_long_run(self, velocities: Array) -> None:
        assert_allclose(velocities[-1, 0], 0.998, atol=5e-4)
        assert_allclose(np.abs(velocities[-2:, 1]), 0.105, atol=5e-4)
        assert_allclose(theory.steady_velocity(1.0, 0.1, 0.9), 1.0)
        assert_allclose(theory.alternating_velocity(2.0, 0.1, 0.9), 0.105, atol=5e-4)

    def test_nineteen_is_ten_times_one_point_nine(self) -> None:
        amplified = theory.steady_velocity(1.0, 0.1, 0.9) / 0.1
        damped = 0.1 / theory.alternating_velocity(1.0, 0.1, 0.9)
        assert_allclose((amplified, damped, amplified * damped), (10, 1.9, 19))


class TestChoosingBeta:
    def test_too_much_crosses_first_and_swings(self) -> None:
        floor = descend(0.99, start=(-10, 0)).parameters[:, 0]
        assert np.argmax(floor > 0) == 23
        assert floor.argmax() == 44
        assert_allclose(floor[44], 7.98, atol=5e-3)
        assert floor[44:].argmin() + 44 == 89
        assert_allclose(floor[89], -6.37, atol=5e-3)

    def test_the_usual_overshoots_a_little(self) -> None:
        floor = descend(0.9, start=(-10, 0)).parameters[:, 0]
        assert np.argmax(floor > 0) == 49
        assert_allclose(floor.max() / 10, 0.034, atol=5e-4)


class TestRace:
    def test_when_momentum_is_home(self) -> None:
        assert_allclose(descend(0.9).loss[92], 0.0011, atol=5e-5)
        assert_allclose(descend(0.0).loss[92], 1.018, atol=5e-4)

    def test_hook(self) -> None:
        """After 50 steps the one has come 22 % of the way, the other is there."""
        assert_allclose(1 + descend(0.0).parameters[50, 0] / 10, 0.22, atol=5e-3)
        assert_allclose(descend(0.9).parameters[50, 0], 0, atol=0.1)


class TestQuiz:
    def test_the_step_in_the_end(self) -> None:
        assert_allclose(theory.steady_velocity(1.0, 0.01, 0.9), 0.1)
