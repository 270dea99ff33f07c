from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import VMobject

from momentum_sim import RAVINE, gradient_descent, heavy_ball
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment, style
from scenes.larger_steps import (
    BOWL,
    BOWL_RADII,
    BOWL_RATE,
    FOLLOWED,
    SHORT_OF_LIMIT,
    VANISHING,
    BowlPanel,
    Lane,
    LargerSteps,
    Limit,
    RoundingMap,
    RunWithWay,
    plain_steps_home,
    rates_up_to,
    steps_home,
)
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.steps_plot import StepsPlot


@pytest.fixture(scope="module")
def scene() -> LargerSteps:
    return LargerSteps()


def counted(rate: float, momentum: float = 0.0, steps: int = 1500) -> int:
    run = heavy_ball(RAVINE, experiment.START, learning_rate=rate, momentum=momentum, steps=steps)
    return experiment.arrival(run)


def test_the_counts_are_the_published_ones(scene: LargerSteps) -> None:
    assert scene.tenth == pytest.approx(0.0098)
    assert scene.counts == (938, 904, 92)


@pytest.mark.parametrize("rate", [0.07, 0.098, 0.0997, 0.0999])
def test_plain_descents_steps_are_those_of_the_simulator(rate: float) -> None:
    assert plain_steps_home(np.array([rate]))[0] == counted(rate)


def test_plain_descents_line_falls_as_one_over_the_rate_and_rises_at_its_limit() -> None:
    assert list(plain_steps_home(np.array([0.001, 0.01, 0.098]))) == [92102, 9209, 938]
    assert plain_steps_home(np.array([0.0999]))[0] == 1172


@pytest.mark.parametrize(
    ("rate", "steps"), [(0.02, 423), (0.05, 137), (0.077, 66), (0.15, 88), (0.18, 89), (0.189, 89)]
)
def test_momentums_line_has_the_published_counts(rate: float, steps: int) -> None:
    assert steps_home(np.array([rate]), 0.9)[0] == steps == counted(rate, 0.9)


def test_momentums_line_goes_down_to_its_least_and_jumps_from_there_to_its_limit(scene: LargerSteps) -> None:
    scene.lay_out_the_plot()
    curve = scene.heavy_rest.curve
    least = curve[:, 1].argmin()
    assert (np.diff(curve[: least + 1, 1]) <= 0).all()
    assert (np.diff(curve[least:, 1]) > 0).any()
    assert curve[-1, 0] == pytest.approx(scene.heavy_limit.line.get_x(), abs=0.02)


def test_momentums_line_is_plain_descents_ten_times_to_the_left(scene: LargerSteps) -> None:
    rates = np.geomspace(0.001, scene.tenth, 9)
    np.testing.assert_allclose(steps_home(rates, 0.9), plain_steps_home(10 * rates), rtol=0.04)


def test_the_limits_are_where_the_runs_diverge(scene: LargerSteps) -> None:
    assert scene.limits == pytest.approx((0.1, 0.19))
    for limit, momentum in zip(scene.limits, (0.0, experiment.MOMENTUM), strict=True):
        rates = limit * np.array([0.995, 1.005])
        inside, outside = steps_home(rates, momentum)
        assert inside < np.inf
        assert outside == np.inf


def test_a_line_ends_just_below_its_limit_before_it_turns_up() -> None:
    rates = rates_up_to(0.1, 0.001, 30)
    assert (np.diff(rates) > 0).all()
    assert rates[0] == 0.001
    assert 1 - rates[-1] / 0.1 == pytest.approx(SHORT_OF_LIMIT)
    assert (np.diff(plain_steps_home(rates)) < 0).all()


def test_steps_are_counted_in_the_plural_but_one(scene: LargerSteps) -> None:
    bowl = RoundingMap(RavineMap(), 1)
    panel = BowlPanel(bowl, scene.in_the_bowl(0.0), "plain", style.PLAIN_DESCENT)
    units = [panel.set_to(step).unit[0].typst_code for step in (0, 1, 88)]
    assert units == ["steps", "step", "steps"]
    assert panel.one.get_left()[0] == pytest.approx(panel.more.get_left()[0])


def test_momentum_comes_further_along_and_swings_no_wider_across(scene: LargerSteps) -> None:
    plain, heavy = (scene.on_the_map(momentum).parameters for momentum in (0.0, experiment.MOMENTUM))
    assert plain[-1, 0] + 10 == pytest.approx(0.936, abs=0.001)
    assert heavy[-1, 0] + 10 == pytest.approx(5.085, abs=0.001)
    assert round(scene.times_as_far) == 5
    assert np.ptp(heavy[:, 1]) == pytest.approx(np.ptp(plain[:, 1]))
    assert (np.abs(heavy[1:, 1]) <= np.abs(plain[1, 1])).all()


def test_the_way_and_the_lane_are_drawn_to_the_maps_scale(scene: LargerSteps) -> None:
    ravine = RavineMap()
    plain, heavy = (scene.on_the_map(momentum) for momentum in (0.0, experiment.MOMENTUM))
    drawn = RunWithWay(ravine.to_screen(heavy.parameters), "momentum", style.MOMENTUM, -1.0).set_to(20)
    way = ravine.to_scale(heavy.parameters[-1] - heavy.parameters[0])
    np.testing.assert_allclose(drawn.along.end - drawn.along.start, way * [1, 0, 0])
    lane = Lane(*(ravine.to_screen(run.parameters) for run in (plain, heavy)))
    tips = np.array([arrow.end for arrow in lane.width_arrows])
    for run in (plain, heavy):
        points = ravine.to_screen(run.parameters)
        np.testing.assert_allclose(tips[:, 1], [points[:, 1].max(), points[:, 1].min()])
        assert points[:, 0].max() < lane.column


def test_ten_times_the_rate_leaves_the_map_in_one_step(scene: LargerSteps) -> None:
    along, across = scene.thrown.parameters[1]
    assert across == pytest.approx(1 - 0.98 * 20)
    assert scene.thrown.parameters[0, 1] == 1
    assert abs(across) > 10 * RAVINE.domain[1, 1]
    at_our_rate = gradient_descent(RAVINE, experiment.START, learning_rate=0.098, steps=1).parameters[1, 0]
    assert along + 10 == pytest.approx(10 * (at_our_rate + 10))


def test_the_round_bowl_needs_one_step_and_momentum_many(scene: LargerSteps) -> None:
    assert BOWL_RATE * BOWL.curvatures == pytest.approx([1, 1])
    assert (scene.in_the_bowl(0.0).steps, scene.in_the_bowl(0.9).steps) == (1, 88)


def outlines(curve: VMobject) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    return curve.points.min(axis=0), curve.points.max(axis=0)


def test_what_becomes_round_is_at_first_the_ravines_map() -> None:
    ravine = RavineMap()
    bowl = RoundingMap(ravine, 1)
    for drawn, own in zip((*bowl.bands, bowl.ground), (*ravine.bands, ravine.ground), strict=True):
        np.testing.assert_allclose(outlines(drawn), outlines(own), atol=0.005)


@pytest.mark.parametrize("side", [-1, 1])
def test_the_level_lines_of_the_bowl_are_round_and_to_scale(side: int) -> None:
    bowl = RoundingMap(RavineMap(), side).set_to(1)
    middle = bowl.to_screen(np.zeros(2))
    assert np.sign(middle[0]) == side
    radii = [np.linalg.norm(contour.points - middle, axis=-1) for contour in bowl.contours[-6:]]
    for drawn, radius in zip(radii, BOWL_RADII[-6:], strict=True):
        np.testing.assert_allclose(drawn, bowl.unit * radius, rtol=0.001)
    # The whole run stays on it.
    low, high = bowl.window
    path = bowl.to_screen(LargerSteps().in_the_bowl(0.9).parameters)[:, :2]
    assert ((low[:2] < path) & (path < high[:2])).all()


def test_the_steps_that_are_followed_in_the_bowl_go_there_and_back(scene: LargerSteps) -> None:
    run = scene.in_the_bowl(experiment.MOMENTUM).parameters[:, 0]
    assert run[:3] == pytest.approx([-10, 0, 9])
    assert run[:7].min() == -10
    assert run[3 : FOLLOWED + 1].min() < -5


def test_the_marker_is_where_its_count_says_or_not_seen(scene: LargerSteps) -> None:
    run = scene.in_the_bowl(experiment.MOMENTUM)
    panel = BowlPanel(RoundingMap(RavineMap(), 1), run, "momentum", style.MOMENTUM)
    for step in range(run.steps + 1):
        marker = panel.set_to(step).path.marker
        np.testing.assert_allclose(marker.get_center(), panel.path.iterates[step], atol=1e-9)
        is_seen = step <= FOLLOWED or step == run.steps
        assert (marker.get_fill_opacity() == 1) == is_seen
        if FOLLOWED + VANISHING <= step <= run.steps - VANISHING:
            assert marker.get_fill_opacity() == 0


def test_the_bowls_stand_side_by_side() -> None:
    left, right = (RoundingMap(RavineMap(), side).set_to(1) for side in (-1, 1))
    assert left.ground.get_right()[0] < 0 < right.ground.get_left()[0]
    assert left.ground.get_y() == pytest.approx(right.ground.get_y())


def test_both_axes_are_logarithmic() -> None:
    plot = StepsPlot()
    across = np.diff([plot.point(rate, 100)[0] for rate in (0.001, 0.01, 0.1)])
    up = np.diff([plot.point(0.01, steps)[1] for steps in (100, 1000, 10000)])
    np.testing.assert_allclose(across, across[0])
    np.testing.assert_allclose(up, up[0])


def test_a_limit_stands_at_its_rate_from_the_axis_up() -> None:
    plot = StepsPlot()
    limit = Limit(plot, 0.1, "limit", style.MOMENTUM)
    assert limit.line.get_x() == pytest.approx(plot.point(0.1, 100)[0])
    assert limit.line.get_bottom()[1] == pytest.approx(plot.axes[0].get_y(), abs=0.01)
    assert limit.line.get_x() < limit.label.get_left()[0]


def test_both_limits_are_numbers_of_the_axis(scene: LargerSteps) -> None:
    scene.lay_out_the_plot()
    plain, heavy = scene.plot.rate_label(scene.limits[0]), scene.heavy_limit_number
    assert [label.typst_code.count(number) for label, number in ((plain, "0.1"), (heavy, "0.19"))] == [1, 1]
    assert plain.get_y() == pytest.approx(heavy.get_y(), abs=0.01)
    assert plain.get_x() == pytest.approx(scene.plain_limit.line.get_x(), abs=0.01)


def test_the_narration_tells_the_numbers() -> None:
    timeline = read_timeline(SceneRef("scenes.larger_steps:LargerSteps"))
    said = " ".join(beat.narration for beat in timeline.beats)
    for number in ("up to its limit, 0.1", "goes on, to 0.19", "At our rate: 92", "at a tenth of the rate"):
        assert number in said
    assert 30 <= timeline.length <= 38
