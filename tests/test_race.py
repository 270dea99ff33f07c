from __future__ import annotations

import numpy as np
import pytest

from momentum_sim import RAVINE, heavy_ball
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment
from scenes.race import NOISE_DEVIATION, Race


@pytest.fixture(scope="module")
def scene() -> Race:
    return Race()


def test_the_arrivals_are_the_published_ones(scene: Race) -> None:
    assert scene.arrivals == (938, 92)


def test_the_losses_at_the_arrival(scene: Race) -> None:
    assert scene.heavy.loss[92] == pytest.approx(0.0011, abs=5e-5)
    assert scene.plain.loss[92] == pytest.approx(1.018, abs=5e-4)


def test_the_first_step_is_the_same_for_both(scene: Race) -> None:
    np.testing.assert_array_equal(scene.heavy.parameters[:2], scene.plain.parameters[:2])


def test_momentums_loss_wobbles_and_plain_descents_does_not(scene: Race) -> None:
    assert (np.diff(scene.plain.loss) < 0).all()
    assert np.count_nonzero(np.diff(scene.heavy.loss) > 0) == 48


def test_momentum_stays_ahead_from_the_twelfth_step_on(scene: Race) -> None:
    assert (scene.heavy.loss[12:] < scene.plain.loss[12:]).all()


def test_plain_descents_loss_is_the_closed_form(scene: Race) -> None:
    step = np.arange(scene.steps + 1)[:, None]
    theta = np.array(experiment.START) * (1 - experiment.LEARNING_RATE * RAVINE.curvatures) ** step
    np.testing.assert_allclose(scene.plain.loss, (RAVINE.curvatures * theta**2).sum(axis=-1) / 2)


def test_a_larger_momentum_has_the_higher_noise_floor(scene: Race) -> None:
    assert scene.larger_momentum == pytest.approx(0.99)
    assert scene.noise_floor(0.99) > 9 * scene.noise_floor(0.9)


def test_the_noise_floor_is_where_a_long_noisy_run_stays(scene: Race) -> None:
    run = heavy_ball(
        RAVINE,
        np.zeros((50, 2)),
        learning_rate=experiment.LEARNING_RATE,
        momentum=experiment.MOMENTUM,
        steps=2000,
        noise=(np.random.default_rng(1), NOISE_DEVIATION),
    )
    assert run.loss[500:].mean() == pytest.approx(scene.noise_floor(experiment.MOMENTUM), rel=0.05)


def test_the_noisy_run_that_is_shown_hovers_around_its_floor(scene: Race) -> None:
    assert scene.noisy.loss[60:].mean() == pytest.approx(scene.noise_floor(experiment.MOMENTUM), rel=0.5)


@pytest.mark.parametrize("learning_rate", [0.09, 0.095, 0.0995])
@pytest.mark.parametrize("momentum", [0.88, 0.89, 0.9, 0.91])
def test_momentum_arrives_within_the_steps_at_every_setting(learning_rate: float, momentum: float) -> None:
    scene = Race(learning_rate=learning_rate, momentum=momentum)
    plain, heavy = scene.arrivals
    assert heavy <= scene.steps < plain
    assert scene.noise_floor(scene.larger_momentum) > scene.noise_floor(scene.momentum)


def test_the_narration_tells_the_numbers() -> None:
    timeline = read_timeline(SceneRef("scenes.race:Race"))
    said = " ".join(beat.narration for beat in timeline.beats)
    for number in ("48 of the 100", "step 92", "0.0011", "1.018", "846 steps to go"):
        assert number in said
    assert 32 * 0.85 <= timeline.length <= 32 * 1.15
