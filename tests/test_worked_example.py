from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.timeline import Timeline
from scenes import worked_example as scene
from scenes.worked_example import ArrowPair, Comparison, Row, kept_and_pushed

SCENE = SceneRef("scenes.worked_example:WorkedExample")


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return read_timeline(SCENE)


def test_the_table_is_the_lessons() -> None:
    assert_allclose(scene.GRADIENTS[:4], [(1, 2), (1, -2), (1, 2), (1, -2)])
    assert_allclose(scene.VELOCITIES[:4, 0], [0.1, 0.19, 0.271, 0.3439])
    assert_allclose(scene.VELOCITIES[:4, 1], [0.2, -0.02, 0.182, -0.0362], atol=1e-15)


def test_sixty_steps_come_to_the_published_values() -> None:
    assert round(scene.VELOCITIES[59, 0], 3) == 0.998
    assert round(scene.VELOCITIES[58, 1], 3) == 0.105
    assert round(scene.VELOCITIES[59, 1], 3) == -0.105


def test_the_limits_are_those_of_the_closed_forms() -> None:
    steps = np.arange(1, 61)
    assert_allclose(scene.VELOCITIES[:, 0], scene.LIMIT_ALONG * (1 - 0.9**steps))
    assert pytest.approx(0.1 / (1 - 0.9)) == scene.LIMIT_ALONG
    assert pytest.approx(0.1 * 2 / (1 + 0.9)) == scene.LIMIT_ACROSS


def test_nineteen_is_ten_times_one_point_nine() -> None:
    assert pytest.approx(10) == scene.GAIN
    assert pytest.approx(1.9) == scene.DAMPING
    assert pytest.approx(19) == scene.GAIN * scene.DAMPING


@pytest.mark.parametrize("row", range(scene.ROWS))
def test_what_is_kept_and_what_is_added_make_the_velocity(row: int) -> None:
    assert_allclose(sum(kept_and_pushed(row)), scene.VELOCITIES[row], atol=1e-15)


@pytest.mark.parametrize("row", range(scene.ROWS))
@pytest.mark.parametrize(("direction", "axis"), [(0, 0), (1, 1)])
def test_the_arrows_are_to_scale_and_tip_to_tail(row: int, direction: int, axis: int) -> None:
    pair = ArrowPair(row, direction)
    kept, pushed = (part[direction] for part in kept_and_pushed(row))
    for arrow, value in ((pair.kept, kept), (pair.pushed, pushed)):
        vector = np.zeros(3)
        vector[axis] = scene.ARROW_UNIT * value
        assert_allclose(arrow.end - arrow.start, vector, atol=1e-12)
    assert pair.pushed.start[axis] == pytest.approx(pair.kept.end[axis])
    total = pair.pushed.end[axis] - pair.kept.start[axis]
    assert total == pytest.approx(scene.ARROW_UNIT * scene.VELOCITIES[row, direction])


def test_the_rows_say_what_the_lesson_says() -> None:
    rows = [[cell.text for cell in Row(step, 0)] for step in (1, 2, 3, 4, 60)]
    assert rows == [
        ["1", "+1", "+2", "0.100", "0.200"],
        ["2", "+1", "−2", "0.190", "−0.020"],
        ["3", "+1", "+2", "0.271", "0.182"],
        ["4", "+1", "−2", "0.344", "−0.036"],
        ["60", "+1", "−2", "0.998", "−0.105"],
    ]


def test_the_bars_are_to_one_scale() -> None:
    along = Comparison("along", 1, 0.1, scene.LIMIT_ALONG, "10 × more")
    across = Comparison("across", -1, 0.2, scene.LIMIT_ACROSS, "1.9 × less")
    lengths = [bar.width for bars in (along, across) for bar in (bars.plain, bars.momentum)]
    assert_allclose(np.divide(lengths, lengths[0]), [1, 10, 2, 2 / 1.9])


def test_what_is_said(timeline: Timeline) -> None:
    constants, rows, sixty, nineteen = (beat.narration for beat in timeline.beats)
    assert "plus 2, minus 2. Alpha is 0.1, beta 0.9" in constants
    for row in ("0.1 along, 0.2 across", "0.19, and −0.02", "0.271, and 0.182", "0.344, and −0.036"):
        assert row in rows
    assert "reaches 0.998, on its way to 1" in sixty
    assert "plus and minus 0.105: damped" in sixty
    assert "Ten times more" in nineteen
    assert "1.9 times less" in nineteen
    assert "19 to one" in nineteen


def test_the_length(timeline: Timeline) -> None:
    assert timeline.length == pytest.approx(45, rel=0.15)
