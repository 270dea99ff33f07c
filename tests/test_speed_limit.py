from __future__ import annotations

import numpy as np
import pytest

from momentum_sim import RAVINE
from momentum_sim.sweeps import sweep
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment
from scenes.mobjects.transitions import resting_map
from scenes.speed_limit import (
    BAR_HEIGHT,
    BAR_RISE,
    BAR_UNIT,
    BARS_LEFT,
    BEST,
    BEST_ROW,
    CHOSEN,
    COUNTED_A_SECOND,
    FASTER,
    HEAD_LINE,
    LIMIT,
    LIMIT_ROW,
    RIM,
    ROWS,
    SLOWER,
    STEEPEST,
    CutOut,
    Rate,
    Walk,
    Wall,
    descend,
    off_the_map,
    out_of_the_picture,
    waiting_time,
)
from scenes.style import CAPTIONS_TOP, FRAME_WIDTH, SAFE_WIDTH

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


def test_a_path_goes_on_out_of_the_picture() -> None:
    path = np.array([[1.0, 0.0, 0.0], [-2.0, 0.1, 0.0], [4.0, 0.2, 0.0]])
    leaving = out_of_the_picture(path)
    np.testing.assert_array_equal(leaving[:-1], path[:-1])
    assert leaving[-1, 0] > FRAME_WIDTH / 2
    # On the line of the last step.
    assert np.cross(leaving[-1] - path[1], path[2] - path[1])[2] == pytest.approx(0)


def test_only_past_the_limit_a_run_leaves_the_map() -> None:
    run = descend(FASTER)
    leaves = off_the_map(run)
    across = np.abs(run.parameters[:, 1])
    assert across[leaves - 1] < RIM < across[leaves]
    assert off_the_map(descend(CHOSEN)) == experiment.STEPS


def test_the_cut_leaves_the_map_lies_down_and_bends_into_the_wall() -> None:
    map_ = resting_map()
    wall = Wall(SLOWER, 0.0, unit=map_.unit, height=2.0)
    cut = CutOut(map_, wall)
    np.testing.assert_allclose(cut.ball.get_center(), map_.to_screen(experiment.START), atol=1e-9)
    along = experiment.START[0]
    np.testing.assert_allclose(cut.curve.points[0], map_.to_screen((along, -RIM)), atol=1e-9)
    # Straight until it is level.
    assert cut.set_to(0.3).curve.get_arc_length() == pytest.approx(2 * RIM * map_.unit)
    assert cut.set_to(0.6).curve.height < 0.1
    cut.set_to(1.0)
    np.testing.assert_allclose(cut.ball.get_center(), wall.path.iterates[0], atol=1e-9)
    np.testing.assert_allclose(cut.curve.points[0], wall.curve.points[0], atol=1e-9)


def test_one_step_lands_on_the_floor_twice_that_on_the_mirror_point() -> None:
    floor, mirror = (Wall(rate, 0.0, unit=1.0, height=2.0) for rate in (SLOWER, LIMIT))
    start, landing = floor.path.iterates
    np.testing.assert_allclose(landing, floor.plot.to_screen(0, 0), atol=1e-9)
    assert landing[1] < start[1]
    start, landing = mirror.path.iterates
    np.testing.assert_allclose(landing, [-start[0], start[1], 0], atol=1e-9)
    np.testing.assert_allclose(mirror.push.end, landing, atol=1e-9)
    lengths = [np.linalg.norm(wall.push.end - wall.push.start) for wall in (floor, mirror)]
    assert lengths[1] == pytest.approx(2 * lengths[0])


def test_past_the_limit_it_leaves_the_picture() -> None:
    growing = Wall(FASTER, 0.0, unit=1.0, height=2.0, steps=experiment.STEPS)
    assert growing.steps == off_the_map(descend(FASTER))
    assert (np.diff(growing.path.iterates[:, 1]) > 0).all()
    assert abs(growing.path.iterates[-1, 0]) > FRAME_WIDTH / 2


def test_a_rate_is_written_under_its_wall() -> None:
    rate = Rate(LIMIT, 2.0, "= 2/$lambda$", line=-1.0, size=40)
    assert rate.number.text == "0.100"
    assert rate.number.points[0][1] == pytest.approx(-1.0)
    assert rate.get_x() == pytest.approx(2.0)


def test_a_walk_takes_the_ball_with_it() -> None:
    wall = Wall(SLOWER, 0.0, unit=1.0, height=2.0)
    points = np.array([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [2.0, 1.0, 0.0]])
    walk = Walk(points, wall.path.marker).set_to(1.5)
    np.testing.assert_allclose(wall.path.marker.get_center(), [2.0, 0.5, 0.0], atol=1e-9)
    np.testing.assert_allclose(walk.line.points[-1], [2.0, 0.5, 0.0], atol=1e-9)


def test_the_table_stands_over_the_captions_and_in_the_picture() -> None:
    slower = waiting_time(SLOWER)
    assert slower is not None
    assert ROWS[-1] + BAR_RISE - BAR_HEIGHT / 2 > CAPTIONS_TOP
    lines = [HEAD_LINE, *ROWS[:2], BEST_ROW, LIMIT_ROW, ROWS[2]]
    np.testing.assert_allclose(np.diff(lines), np.diff(lines)[0])
    assert BARS_LEFT + BAR_UNIT * slower < SAFE_WIDTH / 2


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
    assert "1,840 steps. At ours, 938. Past the limit, never" in limit


def test_no_rate_takes_fewer_steps_than_the_best() -> None:
    home = sweep(
        RAVINE,
        experiment.START,
        learning_rate=np.linspace(0.05, 0.0999, 2000),
        momentum=0.0,
        steps=experiment.ENOUGH_STEPS,
        measures=("steps_to",),
        tolerance=experiment.TOLERANCE,
    )["steps_to"]
    assert waiting_time(BEST) == home.min() == 922
