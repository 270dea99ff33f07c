from __future__ import annotations

import numpy as np
import pytest
from manim import linear

from momentum_sim import RAVINE, Array, Trajectory, heavy_ball
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment, style
from scenes.mobjects.counted_run import RiseCount, rises_before, steps_taken
from scenes.mobjects.loss_curves import INSET, WOBBLE, LossAxes, LossCurve, Window
from scenes.mobjects.noise_levels import (
    MEAN_STEPS,
    between_levels,
    mean_around,
    noise_level,
)
from scenes.mobjects.transitions import map_of_the_race
from scenes.race import (
    FIRST_LOSSES,
    LOWEST_NOISY_LOSS,
    NOISY_STEPS,
    RISE,
    Race,
    mean_curve,
    noise,
    noisy_gradients,
)

NOISE = Window(NOISY_STEPS, -3.0, 9.0, 5.0)


def axes_of(window: Window) -> LossAxes:
    numbers = {0: "0", 10: "step 10", 20: "20", 50: "step 50", 92: "92", 500: "step 500", 1000: "1,000"}
    return LossAxes((-5, -2, 0), 25.0, numbers, window)


@pytest.fixture(scope="module")
def scene() -> Race:
    return Race()


def test_the_arrivals_are_the_published_ones(scene: Race) -> None:
    assert scene.arrivals == [938, 92]


def test_the_losses_at_the_arrival(scene: Race) -> None:
    assert scene.heavy.loss[92] == pytest.approx(0.0011, abs=5e-5)
    assert scene.plain.loss[92] == pytest.approx(1.018, abs=5e-4)


def test_the_first_step_is_the_same_for_both(scene: Race) -> None:
    np.testing.assert_array_equal(scene.heavy.parameters[:2], scene.plain.parameters[:2])


def test_momentums_loss_wobbles_and_plain_descents_does_not(scene: Race) -> None:
    assert (np.diff(scene.plain.loss) < 0).all()
    counted = rises_before(scene.heavy.loss)
    assert (counted[0], counted[92]) == (0, 45)
    assert not rises_before(scene.plain.loss).any()


def test_momentum_stays_ahead_from_the_twelfth_step_on(scene: Race) -> None:
    assert (scene.heavy.loss[12:] < scene.plain.loss[12:93]).all()


def test_plain_descents_loss_is_the_closed_form(scene: Race) -> None:
    step = np.arange(93)[:, None]
    theta = np.array(experiment.START) * (1 - experiment.LEARNING_RATE * RAVINE.curvatures) ** step
    np.testing.assert_allclose(scene.plain.loss[:93], (RAVINE.curvatures * theta**2).sum(axis=-1) / 2)


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
        noise=(np.random.default_rng(1), experiment.NOISE_DEVIATION),
    )
    assert run.loss[500:].mean() == pytest.approx(scene.noise_floor(experiment.MOMENTUM), rel=0.05)


def test_the_noise_floors_are_the_published_ones(scene: Race) -> None:
    floors = [scene.noise_floor(0.9), scene.noise_floor(0.99), scene.noise_floor(0.99, 0.0098)]
    assert floors == pytest.approx([0.0301, 0.2912, 0.0201], abs=5e-5)
    assert floors[1] / floors[0] == pytest.approx(9.7, abs=0.05)
    assert floors[1] / floors[2] == pytest.approx(14.5, abs=0.05)


def test_the_noisy_runs_that_are_shown_are_typical_and_stay_inside_the_plot(scene: Race) -> None:
    shown = (*scene.noisy, scene.calmer)
    for run in shown:
        mean = mean_around(run.loss, MEAN_STEPS)
        assert LOWEST_NOISY_LOSS < mean.min() < mean.max() < FIRST_LOSSES[1]
    settings = ((0.098, 0.9), (0.098, 0.99), (0.0098, 0.99))
    for run, (rate, momentum) in zip(shown, settings, strict=True):
        others = [
            settled(
                heavy_ball(
                    RAVINE,
                    experiment.START,
                    learning_rate=rate,
                    momentum=momentum,
                    steps=NOISY_STEPS,
                    noise=noise(seed),
                )
            )
            for seed in range(40)
        ]
        least, most = np.percentile(others, [10, 90], axis=0)
        # How far it wanders, and around what.
        assert np.all((least < settled(run)) & (settled(run) < most))


def settled(run: Trajectory) -> Array:
    """Of a run's means, once it has settled: how many times the least the greatest is, and their mean."""
    means = mean_around(run.loss, MEAN_STEPS)[800:]
    return np.array([means.max() / means.min(), means.mean()])


def test_the_noisy_runs_are_the_same_every_time(scene: Race) -> None:
    for run, again in zip(scene.noisy, Race().noisy, strict=True):
        np.testing.assert_array_equal(run.loss, again.loss)


def test_the_noisy_gradients_have_the_noise_of_the_first_steps(scene: Race) -> None:
    true, noisy = noisy_gradients()
    assert true == pytest.approx([0.5, 0])
    run = scene.noisy[0].parameters
    first_step = (run[0] - run[1]) / experiment.LEARNING_RATE
    assert noisy[0] - true == pytest.approx(first_step - RAVINE.gradient(run[0]))


def test_what_is_drawn_through_the_wobbles_does_not_wobble(scene: Race) -> None:
    mean = mean_around(scene.heavy.loss, WOBBLE)
    assert (np.diff(mean) < 0).all()


def test_a_mean_is_of_fewer_steps_at_first_and_begins_at_the_first_loss() -> None:
    loss = np.array([4.0, 2, 6, 1, 2])
    np.testing.assert_allclose(mean_around(loss, 4), [4, 3, 13 / 4, 11 / 4])


def test_all_noisy_means_begin_at_the_first_loss(scene: Race) -> None:
    for run in (*scene.noisy, scene.calmer):
        assert mean_around(run.loss, MEAN_STEPS)[0] == pytest.approx(12.5)


def test_momentums_loss_goes_on_until_it_leaves_the_axes(scene: Race) -> None:
    axes = axes_of(Window(938, np.log10(scene.plain.loss.min() / 5), 8.0, 2.6))
    curve = mean_curve(axes, scene.onward.loss, style.MOMENTUM, steps=WOBBLE, first=92)
    curve.set_to(curve.step_at(10**axes.window.lowest))
    assert curve.line.points[0] == pytest.approx(curve.at(np.array([92]))[0])
    assert curve.line.points[-1, 1] == pytest.approx(axes.corner[1])
    assert (np.diff(curve.line.points[:, 1]) <= 0).all()
    np.testing.assert_array_equal(scene.onward.loss[:93], scene.heavy.loss)


def test_a_level_stands_at_its_loss() -> None:
    axes = axes_of(NOISE)
    assert noise_level(axes, 0.3, style.MOMENTUM).get_y() == pytest.approx(axes.height_of(0.3))


def test_an_arrow_leads_from_one_level_to_the_other() -> None:
    axes = axes_of(NOISE)
    low, high = (noise_level(axes, loss, style.MOMENTUM) for loss in (0.03, 0.3))
    arrow = between_levels(axes, low, high)
    assert [arrow.start[1], arrow.end[1]] == pytest.approx([low.get_y(), high.get_y()])
    assert axes.right < arrow.start[0] < low.get_right()[0]


@pytest.mark.parametrize("moment", [0.0, 0.6, 20.5, 21.0, 26.9, 44.51, 63.0, 63.99, 89.7, 92 - 1e-9])
def test_all_that_is_counted_tells_one_step(scene: Race, moment: float) -> None:
    count = RiseCount(scene.heavy, style.MOMENTUM)
    count.set_to(moment)
    step = int(moment + 1e-6)
    assert steps_taken(moment, scene.heavy.steps) == step
    assert count.number.text == f"{(np.diff(scene.heavy.loss[: step + 1]) > 0).sum()}"


def test_the_axes_open_so_that_all_that_is_shown_stays_on_them(scene: Race) -> None:
    few, all_steps = (
        Window(20, np.log10(FIRST_LOSSES[0]), 8.0, 2.6),
        Window(92, np.log10(scene.heavy.loss.min() / 5), 8.0, 2.6),
    )
    axes = axes_of(few)
    curve = LossCurve(axes, scene.heavy.loss, style.MOMENTUM, painted=True).set_to(15)
    rises = curve.paint.points.reshape(-1, 4, 3)
    assert (rises[:, -1, 0] - rises[:, 0, 0]) == pytest.approx((1 - INSET) * 8 / 20)
    assert (rises[:, -1, 1] > rises[:, 0, 1]).all()
    opening = axes.turn_to(all_steps, rate_func=linear)
    opening.begin()
    for share in np.linspace(0, 1, 200):
        opening.interpolate(share)
        x, y, _ = curve.set_to(15 + share * 77).line.points.T
        assert axes.corner[0] < x.min() < x.max() <= axes.right + 1e-9
        assert axes.corner[1] < y.min() < y.max() < axes.corner[1] + 2.6
        for number in axes.steps:
            assert number.get_fill_opacity() == 0 or number.get_x() < axes.right + 0.06 * 8
        for number in axes.losses:
            assert number.get_fill_opacity() == 0 or number.get_y() > axes.corner[1]
    assert len(curve.paint.points) // 4 == 45
    assert curve.line.points[-1] == pytest.approx(curve.at(np.array([92]))[0])
    seen = [number for number in axes.steps if number.get_fill_opacity() > 0]
    assert [number.get_x() for number in seen] == pytest.approx(axes.x([0, 50, 92]))
    assert not LossCurve(axes, scene.plain.loss, style.PLAIN_DESCENT, painted=True).paint.has_points()


def test_a_loss_stands_at_the_height_of_its_number() -> None:
    axes = axes_of(NOISE)
    heights = [number.get_y() for number in axes.losses]
    assert heights == pytest.approx(axes.height_of([10, 1, 0.1, 0.01, 0.001]))
    assert axes.height_of([0.001, 25]) == pytest.approx([-2, 3])


def test_what_stands_at_a_curves_end_does_not_wobble_with_it(scene: Race) -> None:
    curve = LossCurve(
        axes_of(Window(92, np.log10(scene.heavy.loss.min() / 2), 8.0, 2.6)),
        scene.heavy.loss,
        style.MOMENTUM,
    )
    ends = [curve.set_to(step).mean_end() for step in np.arange(10, 92.1, 0.5)]
    assert np.abs(np.diff(ends, axis=0)[:, 1]).max() < 0.07


def test_a_rise_that_all_can_see_is_ringed(scene: Race) -> None:
    assert scene.heavy.loss[RISE + 1] > 2 * scene.heavy.loss[RISE]


def test_a_mean_stands_in_the_middle_of_the_steps_that_it_is_of(scene: Race) -> None:
    loss = scene.noisy[0].loss
    curve = mean_curve(axes_of(NOISE), loss, style.MOMENTUM).set_to(NOISY_STEPS)
    half = MEAN_STEPS // 2
    last = len(loss) - half
    for at, point in ((0, curve.line.points[0]), (last, curve.line.points[-1])):
        mean = loss[at - half : at + half].mean() if at else loss[0]
        assert point[:2] == pytest.approx([axes_of(NOISE).x(at), axes_of(NOISE).height_of(mean)])


def test_a_curve_of_means_is_drawn_up_to_a_step() -> None:
    axes, loss = axes_of(NOISE), np.full(NOISY_STEPS + 1, 0.3)
    curve = mean_curve(axes, loss, style.MOMENTUM).set_to(500)
    ends = curve.at(np.array([0, 500]))
    np.testing.assert_allclose(curve.line.points[[0, -1]], ends)
    assert ends[:, 1] == pytest.approx(axes.height_of(0.3))


def test_the_maps_are_wide() -> None:
    assert map_of_the_race().width / style.FRAME_WIDTH * 1920 >= 1100


@pytest.mark.parametrize("learning_rate", [0.09, 0.095, 0.0995])
@pytest.mark.parametrize("momentum", [0.88, 0.89, 0.9, 0.91])
def test_momentum_arrives_soon_at_every_setting(learning_rate: float, momentum: float) -> None:
    scene = Race(learning_rate=learning_rate, momentum=momentum)
    plain, heavy = scene.arrivals
    assert heavy <= 100 < plain
    ratio = scene.noise_floor(scene.larger_momentum) / scene.noise_floor(scene.momentum)
    assert 9.5 < ratio < 10


def test_the_narration_tells_the_numbers() -> None:
    timeline = read_timeline(SceneRef("scenes.race:Race"))
    said = " ".join(beat.narration for beat in timeline.beats)
    for number in ("in 92 steps it rises 45 times", "846 steps to go", "nearly ten times that"):
        assert number in said
    assert 26 <= timeline.length <= 40


@pytest.mark.parametrize(
    "ends",
    [
        (("learning_rate", 0.09), ("momentum", 0.88)),
        (("learning_rate", 0.0995), ("momentum", 0.91)),
    ],
)
def test_it_plays_at_the_ends_of_its_ranges(ends: tuple[tuple[str, float], ...]) -> None:
    assert len(read_timeline(SceneRef("scenes.race:Race", ends)).beats) == 4


def test_a_tenth_of_the_learning_rate_comes_down_to_its_own_level(scene: Race) -> None:
    assert scene.calmer.learning_rate == pytest.approx(experiment.LEARNING_RATE / 10)
    level = scene.noise_floor(0.99, experiment.LEARNING_RATE / 10)
    assert level == pytest.approx(0.0201, abs=5e-5)
    late = mean_around(scene.calmer.loss, MEAN_STEPS)[-300:]
    assert level / 3 < late.mean() < 3 * level
    assert late.max() < scene.noise_floor(0.99) / 3
