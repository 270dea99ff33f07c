from __future__ import annotations

import numpy as np
import pytest
from manim import PI, RIGHT, UP, Rectangle
from numpy.testing import assert_allclose

from momentum_sim import velocity_sum
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.timeline import Timeline
from scenes import memory
from scenes.memory import BAR_WIDTH, LEARNING_RATE, STRIP_LEFT, STRIP_LENGTH, STRIP_Y, Memory
from scenes.mobjects.turn import Turn
from scenes.mobjects.typography import spelled
from scenes.mobjects.weight_strip import WeightStrip

SCENE = SceneRef("scenes.memory:Memory")
BETA = 0.9


@pytest.fixture(scope="module")
def scene() -> Memory:
    laid_out = Memory()
    laid_out.compute()
    laid_out.lay_out_the_terms()
    return laid_out


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return read_timeline(SCENE)


def strip_of(scene: Memory, ages: float) -> WeightStrip:
    start = np.array([STRIP_LEFT, STRIP_Y, 0])
    return WeightStrip(scene.weights, start, RIGHT, unit=scene.unit, thickness=1.0, ages=ages)


def test_the_weights_are_those_of_the_velocity(scene: Memory) -> None:
    gradients = np.random.default_rng(7).normal(size=60)
    velocities = velocity_sum(gradients, learning_rate=LEARNING_RATE, momentum=BETA)
    # By age: the newest gradient first.
    assert scene.weights @ gradients[::-1] == pytest.approx(velocities[-1])


def test_the_newest_counts_in_full_and_each_older_one_a_tenth_less(scene: Memory) -> None:
    assert_allclose(scene.weights[:20], 0.01 * 0.9 ** np.arange(20))


def test_the_total_is_ten_times_the_newest(scene: Memory) -> None:
    assert scene.gain == pytest.approx(10)
    assert scene.weights.sum() == pytest.approx(0.1, rel=0.002)


@pytest.mark.parametrize(("steps", "percent"), [(1, 10), (5, 41), (10, 65), (20, 88)])
def test_the_total_fills_as_published(scene: Memory, steps: int, percent: int) -> None:
    assert round(100 * scene.weights[:steps].sum() / 0.1) == percent
    assert scene.share(steps) == str(percent)


def test_bars_and_segments_have_one_scale(scene: Memory) -> None:
    heights = [bar.height for bar in scene.bars]
    assert_allclose(heights, scene.unit * scene.weights[: memory.TERMS])
    strip = strip_of(scene, 60)
    begins = [box.get_left()[0] for box in strip]
    assert_allclose(begins, STRIP_LEFT + scene.unit * np.concatenate([[0], np.cumsum(scene.weights)[:-1]]))
    assert scene.unit * scene.limit == pytest.approx(STRIP_LENGTH)


def test_a_bar_that_tips_over_is_its_segment(scene: Memory) -> None:
    bar = scene.bars[1].copy()
    tipping = Turn(bar, -PI / 2, (1, 2, 0))
    tipping.begin()
    tipping.interpolate(0.5)
    corners = bar.points[::4]
    sides = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    assert sorted(sides)[0] == pytest.approx(min(BAR_WIDTH, scene.bars[1].height))  # rigid half-way, too
    tipping.interpolate(1)
    assert_allclose(bar.get_center(), (1, 2, 0), atol=1e-12)
    assert bar.width == pytest.approx(scene.bars[1].height)
    assert bar.height == pytest.approx(BAR_WIDTH)


def test_turning_scales() -> None:
    box = Rectangle(width=2, height=1)
    turning = Turn(box, PI / 2, UP, scale=0.5)
    turning.begin()
    turning.interpolate(1)
    assert (box.width, box.height) == pytest.approx((0.5, 1))


def test_the_strip_fills_up_to_an_age(scene: Memory) -> None:
    strip = strip_of(scene, 2.5)
    assert [box.has_points() for box in strip[:4]] == [True, True, True, False]
    # But for its seam, the growing one is half as long as it will be.
    assert strip[2].width == pytest.approx(strip_of(scene, 3)[2].width / 2)


def test_every_term_stands_over_its_bar_on_one_line(scene: Memory) -> None:
    for term, bar in zip(scene.terms, scene.bars, strict=True):
        assert term.get_x() == pytest.approx(bar.get_x())
    heights = [term[0].get_y() for term in scene.terms]
    assert_allclose(heights, heights[0])


def test_what_is_said(timeline: Timeline) -> None:
    unrolled, total, filling = (beat.narration for beat in timeline.beats)
    assert "with each step back they count 0.9 times as much" in unrolled
    assert "the gradient is added whole" in unrolled
    assert "alpha over one minus beta: ten times alpha. The newest ten hold 65 percent of it." in total
    assert "10 percent at step one, 65 at ten, 88 at twenty." in filling


def test_the_length(timeline: Timeline) -> None:
    assert timeline.length == pytest.approx(35, rel=0.15)


@pytest.mark.parametrize(("momentum", "window", "share"), [(0.95, 20, 64), (0.5, 2, 75)])
@pytest.mark.parametrize("learning_rate", [0.0001, 1.0])
def test_another_momentum(momentum: float, window: int, share: int, learning_rate: float) -> None:
    reference = SCENE.with_parameters({"momentum": momentum, "learning_rate": learning_rate})
    total = read_timeline(reference).beats[1].narration
    assert f"{spelled(float(window))} times alpha" in total
    assert f"The newest {spelled(window)} hold {share} percent" in total


def test_numbers_are_spelled_where_that_is_short() -> None:
    assert [spelled(number) for number in (1, 10.0, 20, 12, 3.33)] == ["one", "ten", "twenty", "12", "3.33"]
