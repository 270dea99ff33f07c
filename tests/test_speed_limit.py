from __future__ import annotations

import numpy as np
import pytest

from momentum_sim import RAVINE
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment
from scenes.speed_limit import (
    AXIS_END,
    AXIS_HEIGHT,
    AXIS_LEFT,
    AXIS_RIGHT,
    CHOSEN,
    COUNTED_A_SECOND,
    FASTER,
    FLOOR_HEIGHT,
    HOME_GAP,
    HOME_SIZE,
    LENS_RANGE,
    LIMIT,
    MAGNIFIED,
    SLOWER,
    STEEPEST,
    STEM_UNIT,
    LearningRateAxis,
    Lens,
    WallPanel,
    WayLeft,
    descend,
    fewest_steps,
    out_of_the_picture,
    waiting_time,
)
from scenes.style import FRAME_WIDTH, POINTS_PER_UNIT

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


def test_a_path_goes_on_out_of_the_picture_from_where_it_leaves_its_cut() -> None:
    path = np.array([[1.0, 0.0, 0.0], [-2.0, 0.1, 0.0], [4.0, 0.2, 0.0], [-9.0, 0.3, 0.0]])
    leaving = out_of_the_picture(path, -3.0, 3.0)
    assert len(leaving) == 3
    assert leaving[-1, 0] > FRAME_WIDTH / 2
    # The last point lies on the line to the first point outside.
    assert np.cross(leaving[-1] - path[1], path[2] - path[1])[2] == pytest.approx(0)
    np.testing.assert_array_equal(out_of_the_picture(path[:2], -3.0, 3.0), path[:2])


@pytest.mark.parametrize(("start", "end"), [(0.0, AXIS_END), LENS_RANGE])
def test_the_axes_are_to_scale(start: float, end: float) -> None:
    axis = LearningRateAxis(start, end, left=-2.0, right=3.0, height=0.0)
    np.testing.assert_allclose([axis.at(start)[0], axis.at(end)[0]], [-2.0, 3.0])
    share = (axis.at(LIMIT)[0] + 2) / 5
    assert share == pytest.approx((LIMIT - start) / (end - start))


def test_the_lens_magnifies_as_often_as_it_says() -> None:
    axis = LearningRateAxis(0, AXIS_END, left=AXIS_LEFT, right=AXIS_RIGHT, height=AXIS_HEIGHT)
    lens = Lens(axis)
    for rate in (CHOSEN, LIMIT, FASTER):
        aside = axis.at(rate) - axis.at(LIMIT)
        np.testing.assert_allclose(lens.axis.at(rate) - lens.axis.at(LIMIT), MAGNIFIED * aside, atol=1e-9)


def test_the_lens_grows_in_the_line_of_the_axis_and_pushes_the_rest_aside() -> None:
    axis = LearningRateAxis(0, AXIS_END, left=AXIS_LEFT, right=AXIS_RIGHT, height=AXIS_HEIGHT)
    lens = Lens(axis)
    assert lens.glass.get_left()[0] == pytest.approx(axis.at(LENS_RANGE[0])[0])
    assert lens.strip.width == pytest.approx(lens.glass.width)
    assert lens.aside.width == pytest.approx(axis.line.width)
    for share in (0.5, 1.0):
        lens.set_to(share)
        before, after = lens.aside
        assert lens.glass.get_top()[1] == pytest.approx(AXIS_HEIGHT)
        assert before.get_right()[0] < lens.glass.get_left()[0]
        assert after.get_left()[0] > lens.glass.get_right()[0]
        assert lens.glass.get_x() == pytest.approx(axis.at(LIMIT)[0])
    np.testing.assert_allclose(lens.mark.get_x(), lens.axis.at(CHOSEN)[0])


def test_the_way_is_measured_from_the_marker_to_the_minimum() -> None:
    way = WayLeft(4.0)
    for start in (-6.0, -5.5):
        line, *ends = way.set_to(start)
        assert [line.get_left()[0], line.get_right()[0]] == [start, 4.0]
        assert [end.get_x() for end in ends] == [start, 4.0]


def test_the_stems_and_their_numbers_stay_under_the_floor() -> None:
    slower = waiting_time(SLOWER)
    assert slower is not None
    assert AXIS_HEIGHT + STEM_UNIT * slower + HOME_GAP + HOME_SIZE / POINTS_PER_UNIT < FLOOR_HEIGHT


def test_one_step_lands_on_the_floor_twice_that_on_the_mirror_point() -> None:
    floor, mirror = WallPanel(SLOWER, 0.0), WallPanel(LIMIT, 0.0)
    start, landing = floor.path.iterates[:2]
    np.testing.assert_allclose(landing, floor.wall.points[200], atol=0.01)  # the middle of the cut
    assert landing[1] < start[1]
    start, landing = mirror.path.iterates[:2]
    np.testing.assert_allclose(landing, [-start[0], start[1], 0], atol=1e-9)
    lengths = [np.linalg.norm(panel.arrow.end - panel.arrow.start) for panel in (floor, mirror)]
    assert lengths[1] == pytest.approx(2 * lengths[0])


def test_past_the_limit_it_leaves_the_picture() -> None:
    growing = WallPanel(FASTER, 0.0)
    assert growing.steps < descend(FASTER).steps
    assert (np.diff(growing.path.iterates[:, 1]) > 0).all()


def test_the_waiting_is_counted_at_one_rate() -> None:
    slower, chosen = waiting_time(SLOWER), waiting_time(CHOSEN)
    assert slower is not None
    assert chosen is not None
    assert slower / COUNTED_A_SECOND < 4


def test_the_voice_says_what_the_runs_did() -> None:
    one, twice, limit = (
        beat.narration for beat in read_timeline(SceneRef("scenes.speed_limit:SpeedLimit")).beats
    )
    assert "At one over the wall's curvature, one step lands on the floor" in one
    assert "At twice that, it lands just as high" in twice
    assert "1,840 steps; at ours, near the best, 938; past the limit, never" in limit


def test_the_fewest_steps_at_any_rate_are_hardly_fewer_than_the_films() -> None:
    assert fewest_steps() == 922
    # Finer, and over all rates: none takes fewer.
    assert fewest_steps(np.linspace(0.05, 0.0999, 2000)) >= fewest_steps()
