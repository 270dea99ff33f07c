from __future__ import annotations

import numpy as np
import pytest

from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import style
from scenes.mobjects.arrow import VectorArrow
from scenes.refresher import AGAIN, BOWL, LEARNING_RATE, RUN, STEPS, Refresher, hop_by_hop


def test_the_first_step_is_the_lesson_s_example() -> None:
    assert RUN.parameters[0, 0] == 3.0
    assert RUN.gradient[0, 0] == pytest.approx(2.0)
    assert LEARNING_RATE == 0.1
    assert RUN.parameters[1, 0] == pytest.approx(2.8)


def test_the_curve_is_a_third_of_theta_squared() -> None:
    theta = np.linspace(-1, 3, 9)[:, None]
    np.testing.assert_allclose(BOWL.value(theta), theta[:, 0] ** 2 / 3)
    np.testing.assert_allclose(BOWL.gradient(theta), 2 * theta / 3)


def test_steps_shorten_with_the_slope() -> None:
    theta = RUN.parameters[:, 0]
    steps = -np.diff(theta)
    np.testing.assert_allclose(theta, 3 * (1 - LEARNING_RATE * 2 / 3) ** np.arange(len(theta)))
    np.testing.assert_allclose(steps, LEARNING_RATE * 2 / 3 * theta[:-1])
    assert steps[0] > 3.5 * steps[-1]


def test_arrows_are_to_scale_over_the_axis() -> None:
    scene = Refresher()
    scene.lay_out_the_curve()
    unit = np.diff(scene.plot.to_screen([0, 1], [0, 0])[:, 0])[0]
    gradient = scene.gradient
    assert isinstance(gradient, VectorArrow)
    np.testing.assert_allclose(gradient.end - gradient.start, [2 * unit, 0, 0], atol=1e-9)
    np.testing.assert_allclose(gradient.start[0], scene.plot.to_screen(3, 0)[0])


def test_the_curve_reaches_over_the_whole_gradient() -> None:
    scene = Refresher()
    scene.lay_out_the_curve()
    assert scene.curve.get_right()[0] > scene.gradient.end[0]
    assert scene.curve.get_top()[1] <= style.SAFE_TOP


def test_the_tangent_has_the_gradient_s_slope() -> None:
    scene = Refresher()
    scene.lay_out_the_curve()
    (x, y, _) = scene.plot.to_screen(1, 1) - scene.plot.to_screen(0, 0)
    run, rise, _ = scene.tangent.get_end() - scene.tangent.get_start()
    assert rise / y / (run / x) == pytest.approx(2.0)


def test_the_voice_says_the_lesson_s_numbers() -> None:
    spoken = " ".join(beat.narration for beat in read_timeline(SceneRef("scenes.refresher:Refresher")).beats)
    assert "theta, at 3. The gradient there is 2:" in spoken
    assert "the learning rate times the gradient: 0.1 times 2. Theta moves to 2.8." in spoken


def test_the_steps_that_follow_take_equally_long() -> None:
    landed = [AGAIN + (STEPS - AGAIN) * hop_by_hop(hop / (STEPS - AGAIN)) for hop in range(STEPS - AGAIN + 1)]
    np.testing.assert_allclose(landed, range(AGAIN, STEPS + 1), atol=1e-9)
