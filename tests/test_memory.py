from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from momentum_sim import velocity_sum
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.timeline import Timeline
from scenes.memory import LEARNING_RATE, RIGHT_END, Weights, weight_table

SCENE = SceneRef("scenes.memory:Memory")
BETA = 0.9
TABLE = weight_table(60, LEARNING_RATE, BETA)


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return read_timeline(SCENE)


def test_the_weights_are_those_of_the_velocity() -> None:
    gradients = np.random.default_rng(7).normal(size=60)
    velocities = velocity_sum(gradients, learning_rate=LEARNING_RATE, momentum=BETA)
    assert_allclose(TABLE[1:] @ gradients, velocities, rtol=1e-12)


def test_the_newest_counts_in_full_and_each_older_one_a_tenth_less() -> None:
    newest_first = TABLE[20, :20][::-1]
    assert_allclose(newest_first, 0.01 * 0.9 ** np.arange(20))


def test_the_total_grows_tenfold() -> None:
    totals = TABLE.sum(axis=1)
    assert totals[1] == 0.01
    assert_allclose(totals[60], 0.1, rtol=0.002)
    assert (np.diff(totals) > 0).all()


@pytest.mark.parametrize(("steps", "percent"), [(1, 10), (5, 41), (10, 65), (20, 88)])
def test_the_total_fills_as_published(steps: int, percent: int) -> None:
    assert round(100 * TABLE[steps].sum() / 0.1) == percent


def test_the_last_ten_steps_hold_65_percent() -> None:
    assert round(100 * TABLE[60, -10:].sum() / TABLE[60].sum()) == 65


def test_bars_and_strip_are_drawn_to_one_scale() -> None:
    bars, strip = Weights(TABLE, 120.0), Weights(TABLE, 120.0)
    bars.draw_as_bars(60, 0.3)
    strip.draw_as_strip(60)
    for k in range(30, 60):
        assert bars[k].height == pytest.approx(120 * TABLE[60, k])
    # Every segment begins where the one before it ends, and all together are as long as the total.
    ends = np.array([box.get_right()[0] for box in strip])
    assert_allclose(ends, 120 * np.cumsum(TABLE[60]) - RIGHT_END, atol=1e-9)


def test_bars_slide_back_one_place_a_step() -> None:
    bars = Weights(TABLE, 120.0)
    bars.draw_as_bars(20, 0.3)
    before = [bar.get_right()[0] for bar in bars[:20]]
    bars.draw_as_bars(21, 0.3)
    after = [bar.get_right()[0] for bar in bars[:20]]
    assert_allclose(np.subtract(before, after), 0.3)


def test_a_gradient_yet_to_come_is_not_drawn() -> None:
    bars = Weights(TABLE, 120.0)
    bars.draw_as_bars(5, 0.3)
    assert [bar.get_fill_opacity() > 0 for bar in bars[:6]] == [True] * 5 + [False]


def test_what_is_said(timeline: Timeline) -> None:
    total, warm_up = (beat.narration for beat in timeline.beats[1:])
    assert "0.01 becomes 0.1, 10 times as much" in total
    assert "the last 10 steps hold 65 percent" in total
    assert "10 percent at step 1, 65 at step 10, 88 at step 20" in warm_up


def test_the_length(timeline: Timeline) -> None:
    assert timeline.length == pytest.approx(35, rel=0.15)


def test_another_momentum() -> None:
    total = read_timeline(SCENE.with_parameters({"momentum": 0.95})).beats[1].narration
    assert "0.01 becomes 0.2, 20 times as much" in total
    assert "the last 20 steps hold 64 percent" in total
