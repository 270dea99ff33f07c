from __future__ import annotations

import numpy as np
import pytest

from momentum_sim import RAVINE, heavy_ball
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment
from scenes.velocity import SHOWN_STEPS, ComponentChart, Velocity, describe_terms, terms

SCENE = SceneRef("scenes.velocity:Velocity")
SHOWN = range(1, SHOWN_STEPS + 1)


@pytest.fixture(scope="module")
def scene() -> Velocity:
    laid_out = Velocity()
    laid_out.run_the_experiment()
    laid_out.lay_out_the_window()
    return laid_out


def test_the_first_steps_are_the_published_ones(scene: Velocity) -> None:
    published = [(-9.951, -0.96), (-9.858, -0.842), (-9.726, 0.915), (-9.560, 0.703)]
    np.testing.assert_allclose(scene.descent.parameters[1:5], published, atol=6e-4)


def test_step_one_is_plain_descent_s(scene: Velocity) -> None:
    np.testing.assert_array_equal(scene.descent.parameters[1], scene.plain.parameters[1])
    assert not scene.kept[0].any()


@pytest.mark.parametrize("step", SHOWN)
def test_the_arrows_add_up_tip_to_tail(scene: Velocity, step: int) -> None:
    push, kept, total = scene.arrows_of(step)
    np.testing.assert_allclose(push.start, total.start)
    np.testing.assert_allclose(push.end, kept.start)
    np.testing.assert_allclose(kept.end, total.end, atol=1e-12)


@pytest.mark.parametrize("step", SHOWN)
def test_the_arrows_are_to_scale(scene: Velocity, step: int) -> None:
    run = heavy_ball(RAVINE, experiment.START, learning_rate=0.098, momentum=0.9, steps=step)
    before, velocity = run.parameters[step - 1], run.velocity[step - 1]
    terms = (-0.098 * np.array([0.05, 20]) * before, -0.9 * velocity, -run.velocity[step])
    for arrow, term in zip(scene.arrows_of(step), terms, strict=True):
        np.testing.assert_allclose(arrow.end - arrow.start, [*(scene.window.unit * term), 0], atol=1e-9)


def test_the_shown_steps_stay_in_the_window(scene: Velocity) -> None:
    low, high = scene.window.to_screen([[-10.25, -1.2], [-8.05, 1.2]])
    for step in SHOWN:
        for arrow in scene.arrows_of(step):
            assert (low[:2] < arrow.end[:2]).all()
            assert (arrow.end[:2] < high[:2]).all()


def test_along_they_agree_and_across_a_large_velocity_is_opposed(scene: Velocity) -> None:
    push, kept = (term[1:SHOWN_STEPS] for term in terms(scene.descent))
    assert (push[:, 0] * kept[:, 0] > 0).all()
    # Across, every other step of these: those whose kept velocity is more than one.
    opposed = push[:, 1] * kept[:, 1] < 0
    np.testing.assert_array_equal(opposed, np.abs(kept[:, 1]) > 1)
    np.testing.assert_array_equal(opposed, [True, False, True, False, True, False, True])
    assert "a large velocity meets a push against it" in describe_terms(scene.descent)


def test_the_velocity_along_builds_and_the_wobble_dies(scene: Velocity) -> None:
    run = scene.descent
    assert (np.diff(np.abs(run.velocity[: SHOWN_STEPS + 1, 0])) > 0).all()
    # A coupled pair of the wall's iterates shrinks by √β a step.
    wobble = np.abs(run.parameters[:, 1])
    assert wobble[-5:].max() < 2 * 0.9**25


@pytest.mark.parametrize("learning_rate", [0.05, 0.062, 0.075, 0.099])
@pytest.mark.parametrize("momentum", [0.6, 0.93])
@pytest.mark.parametrize("start", [(-10, 1), (-5, 0.5), (-5, 1.1)])
def test_what_is_said_of_the_terms_holds_for_every_allowed_run(
    learning_rate: float, momentum: float, start: tuple[float, float]
) -> None:
    run = heavy_ball(RAVINE, start, learning_rate=learning_rate, momentum=momentum, steps=50)
    assert (np.diff(np.abs(run.velocity[: SHOWN_STEPS + 1, 0])) > 0).all()
    assert np.abs(run.parameters[-5:, 1]).max() < 0.4 * start[1]
    # Across and along, the signs of the gradient and of the velocity before it, from step two on.
    push, kept = run.gradient[1:SHOWN_STEPS], run.velocity[1:SHOWN_STEPS]
    opposed = push * kept < 0
    assert not opposed[:, 0].any()
    assert opposed[:, 1].sum() >= 3
    large = np.abs(kept[:, 1]) > np.abs(kept[:, 1]).max() / 2
    expected = (
        "Across the ravine, a large velocity meets a push against it."
        if opposed[large, 1].all()
        else f"Across the ravine, they oppose each other at {opposed[:, 1].sum()} of these 7 steps."
    )
    assert describe_terms(run) == f"{expected} Along it, the two agree."


def test_a_chart_has_one_scale_and_adds_up() -> None:
    push, kept = np.array([-2.0, 1.5]), np.array([0.0, -1.0])
    chart = ComponentChart("across", push, kept, level=0.0, reach=1.0)
    heights = [
        [arrow.end[1] - arrow.start[1] for arrow in group] for group in (chart.push_arrows, chart.kept_arrows)
    ]
    np.testing.assert_allclose(heights, [push / 2, kept / 2])
    np.testing.assert_allclose([arrow.end[1] for arrow in chart.step_arrows], (push + kept) / 2)


def test_the_narration_keeps_the_percentage() -> None:
    timeline = read_timeline(SCENE.with_parameters({"momentum": 0.8}))
    assert "keep 80 percent of it" in timeline.beats[0].narration
