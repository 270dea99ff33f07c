from __future__ import annotations

import numpy as np
import pytest

from momentum_sim import RAVINE
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment
from scenes.speed_limit import (
    CHOSEN,
    EDGE,
    FASTER,
    LIMIT,
    SLOWER,
    STEEPEST,
    LearningRateAxis,
    cut_at_the_edge,
    descend,
    waiting_time,
)

FLOOR = float(RAVINE.curvatures.min())


def closed_form(learning_rate: float, steps: int) -> tuple[float, float]:
    along, across = experiment.START
    return along * (1 - learning_rate * FLOOR) ** steps, across * (1 - learning_rate * 20) ** steps


def test_the_limit_is_two_divided_by_the_walls_curvature() -> None:
    assert STEEPEST == 20
    assert pytest.approx(2 / 20) == LIMIT
    assert SLOWER < CHOSEN < LIMIT < FASTER


def test_about_half_the_learning_rate_solves_the_wall_in_one_step() -> None:
    assert pytest.approx(0.5, abs=0.02) == SLOWER / CHOSEN
    assert pytest.approx(1 / STEEPEST) == SLOWER
    np.testing.assert_allclose(descend(SLOWER).parameters[1:, 1], 0, atol=1e-15)


@pytest.mark.parametrize("learning_rate", [SLOWER, CHOSEN, FASTER])
def test_every_descent_is_the_closed_form(learning_rate: float) -> None:
    run = descend(learning_rate)
    np.testing.assert_allclose(run.parameters[-1], closed_form(learning_rate, run.steps), atol=1e-12)


def test_the_published_ends_after_fifty_steps() -> None:
    assert f"{descend(SLOWER).parameters[50, 0]:.2f}" == "-8.82"
    assert f"{descend(CHOSEN).parameters[50, 0]:.2f}" == "-7.82"
    assert f"{abs(descend(FASTER).parameters[50, 1]):.1f}" == "7.1"


def test_past_the_limit_every_bounce_is_bigger_than_the_last() -> None:
    across = descend(FASTER).parameters[:, 1]
    assert (np.abs(across[1:]) > np.abs(across[:-1])).all()
    assert (across[1:] * across[:-1] < 0).all()


def test_the_waiting_times() -> None:
    assert waiting_time(CHOSEN) == 938
    # |θ₁| = 10 (1 − αλ)ᵗ falls below 0.1 when t exceeds ln 100 / −ln(1 − αλ).
    assert waiting_time(SLOWER) == int(np.ceil(np.log(100) / -np.log(1 - SLOWER * FLOOR)))
    assert waiting_time(FASTER) is None


def test_a_path_is_drawn_up_to_the_edge_of_the_picture() -> None:
    path = np.array([[0.0, 1.0, 0.0], [0.1, -2.0, 0.0], [0.2, EDGE + 2.0, 0.0], [0.3, -9.0, 0.0]])
    cut = cut_at_the_edge(path)
    assert len(cut) == 3
    assert cut[-1, 1] == pytest.approx(EDGE)
    # The last point lies on the line to the first point outside.
    assert np.cross(cut[-1] - path[1], path[2] - path[1])[2] == pytest.approx(0)
    np.testing.assert_array_equal(cut_at_the_edge(path[:2]), path[:2])


def test_the_axis_is_to_scale() -> None:
    axis = LearningRateAxis()
    unit = axis.at(LIMIT)[0] - axis.at(0)[0]
    assert (axis.at(FASTER)[0] - axis.at(0)[0]) / unit == pytest.approx(FASTER / LIMIT)


def test_the_voice_says_what_the_runs_did() -> None:
    slower, faster, limit = (
        beat.narration for beat in read_timeline(SceneRef("scenes.speed_limit:SpeedLimit")).beats
    )
    assert "after 50 steps, still at −8.8" in slower
    assert "past the limit" in faster
    assert "two divided by its curvature" in limit
