from __future__ import annotations

import numpy as np
import pytest
from manim import smooth

from momentum_sim import RAVINE, theory
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment, style
from scenes.choosing_beta import (
    COLORS,
    LENS_SCALE,
    LONG,
    MOMENTA,
    NAMES_APART,
    NONE,
    RISE,
    SHORT,
    SHOWN_STEPS,
    USUAL,
    ChoosingBeta,
    Landmarks,
    Lens,
    RidingNames,
    bar_unit,
    floor_plot,
    outgrow,
)
from scenes.mobjects.counting_bar import CountingBar
from tests.test_style import contrast

FLOOR, WALL = RAVINE.curvatures


@pytest.fixture(scope="module")
def scene() -> ChoosingBeta:
    return ChoosingBeta()


def closed_form(momentum: float, steps: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """θ₁ by the two roots of z² − (1 + β − αλ) z + β = 0, from rest at −10."""
    scaled = experiment.LEARNING_RATE * FLOOR
    roots = np.roots([1, -(1 + momentum - scaled), momentum])
    first = experiment.START[0] * np.array([1, 1 - scaled])
    shares = np.linalg.solve(np.vander(roots, increasing=True).T, first.astype(complex))
    return np.asarray((roots[None, :] ** np.arange(steps + 1)[:, None] @ shares).real)


@pytest.mark.parametrize("index", [SHORT, USUAL, LONG])
def test_each_curve_is_the_closed_form(scene: ChoosingBeta, index: int) -> None:
    drawn = scene.positions[:, index]
    np.testing.assert_allclose(drawn, closed_form(MOMENTA[index], len(drawn) - 1), atol=1e-9)


def test_plain_descent_shrinks_by_one_factor(scene: ChoosingBeta) -> None:
    ratios = scene.positions[1:, NONE] / scene.positions[:-1, NONE]
    np.testing.assert_allclose(ratios, 1 - experiment.LEARNING_RATE * FLOOR)


def test_the_longest_memory_is_first_across_and_swings_farthest(scene: ChoosingBeta) -> None:
    run = Landmarks.of(scene.positions[:, LONG])
    assert (run.crossing, run.peak) == (23, 44)
    assert scene.positions[run.peak, LONG] == pytest.approx(7.98, abs=0.005)
    assert not (scene.positions[: run.crossing + 1, :LONG] >= 0).any()


def test_the_usual_momentum_overshoots_a_little_and_settles(scene: ChoosingBeta) -> None:
    usual = scene.positions[:, USUAL]
    run = Landmarks.of(usual)
    assert run.crossing == 49
    assert usual[run.peak] / -experiment.START[0] == pytest.approx(0.034, abs=0.0005)
    assert np.abs(usual[92:]).max() < experiment.TOLERANCE
    assert (scene.positions[:, [NONE, SHORT]] < 0).all()


def test_too_much_memory_costs_as_much_as_none(scene: ChoosingBeta) -> None:
    assert scene.arrivals == [938, 464, 92, 904, 1839]


def test_the_regimes_are_those_of_theory() -> None:
    monotone, oscillating = "monotone", "oscillating"
    found = theory.regime(FLOOR, experiment.LEARNING_RATE, MOMENTA)
    assert list(found) == [monotone, monotone, oscillating, oscillating]


@pytest.mark.parametrize("learning_rate", [0.09, 0.0995])
def test_what_is_said_holds_at_the_ends_of_the_range(learning_rate: float) -> None:
    scene = ChoosingBeta(learning_rate=learning_rate)
    crossing = Landmarks.of(scene.positions[:, LONG]).crossing
    assert not (scene.positions[: crossing + 1, :LONG] >= 0).any()
    assert scene.positions[:, USUAL].max() > 0.02 * -experiment.START[0]
    assert (scene.positions[:, [NONE, SHORT]] < 0).all()
    plain, short, usual, long, longer_still = scene.arrivals
    assert usual < short < long < plain < 1.15 * long
    assert longer_still > 1.5 * plain


def test_a_learning_rate_at_the_limit_is_refused() -> None:
    assert theory.stability_limit(WALL) == pytest.approx(0.1)
    with pytest.raises(ValueError, match="plain descent diverges"):
        ChoosingBeta(learning_rate=0.1)


def test_the_narration_tells_the_numbers() -> None:
    timeline = read_timeline(SceneRef("scenes.choosing_beta:ChoosingBeta"))
    said = " ".join(beat.narration for beat in timeline.beats)
    for number in (
        "step 23",
        "7.98",
        "crosses at 49",
        "3.4 percent",
        "938",
        "92",
        "904",
    ):
        assert number in said
    assert 30 <= timeline.length <= 40


def test_the_bars_of_the_steps_have_one_scale() -> None:
    bars = [
        CountingBar((0, 0, 0), style.MOMENTUM, unit=bar_unit(900), height=0.5).set_to(steps)
        for steps in (300, 900)
    ]
    assert bars[1].bar.width == pytest.approx(3 * bars[0].bar.width)
    assert [bar.number.text for bar in bars] == ["300", "900"]
    assert bars[0].bar.get_left()[0] == pytest.approx(bars[1].bar.get_left()[0])


def test_a_bar_shows_the_same_number_to_another_scale() -> None:
    bar = CountingBar((0, 0, 0), style.MOMENTUM, unit=0.01, height=0.5).set_to(900)
    to_number = bar.number.get_left()[0] - bar.bar.get_right()[0]
    bar.set_unit(0.005)
    assert bar.bar.width == pytest.approx(4.5)
    assert bar.bar.get_left()[0] == pytest.approx(0)
    assert bar.number.text == "900"
    assert bar.number.get_left()[0] - bar.bar.get_right()[0] == pytest.approx(to_number)


def test_a_bar_that_has_been_moved_grows_from_where_it_is() -> None:
    bar = CountingBar((0, 0, 0), style.MOMENTUM, unit=0.01, height=0.5).set_to(100)
    bar.shift((2, 1, 0))
    assert bar.set_to(900).bar.get_left() == pytest.approx([2, 1, 0])


def test_the_scale_shrinks_only_once_the_longest_bar_is_as_long_as_the_others(scene: ChoosingBeta) -> None:
    *others, longest = scene.arrivals
    edge = bar_unit(max(others)) * max(others)
    rows = [
        CountingBar((0, height, 0), style.MOMENTUM, unit=bar_unit(max(others)), height=0.5)
        for height in range(2)
    ]
    rows[0].set_to(max(others))
    for time in (0.3, 0.5, 0.7, 1.0):
        for growing in outgrow(rows, scene.arrivals):
            growing.begin()
            growing.interpolate(time)
        plain, last = (row.bar.width for row in rows)
        assert rows[-1].number.text == f"{smooth(time) * longest:,.0f}"
        assert last / plain == pytest.approx(smooth(time) * longest / max(others))
        assert max(plain, last) == pytest.approx(edge)


def test_the_lens_shows_the_overshoot_to_its_scale(scene: ChoosingBeta) -> None:
    plot, usual = floor_plot(), scene.positions[:, USUAL]
    peak = Landmarks.of(usual).peak
    lens = Lens(plot, usual, peak)
    foot, top = (plot.to_screen(peak, each)[1] for each in (0, usual[peak]))
    assert lens.measure.get_length() == pytest.approx(LENS_SCALE * (top - foot))
    rim, *inside = lens
    assert all(part.width < rim.width for part in inside)


def test_nothing_of_a_bar_is_seen_before_its_turn() -> None:
    bar = CountingBar((0, 0, 0), style.MOMENTUM, unit=0.01, height=0.5)
    assert bar.bar.width < 0.01
    assert bar.number.get_fill_opacity() == 0
    assert bar.set_to(900).number.get_fill_opacity() == 1


def test_each_name_rides_beside_its_curves_tip_and_apart_from_the_others(scene: ChoosingBeta) -> None:
    steps = np.arange(SHOWN_STEPS + 1)
    curves = [floor_plot().to_screen(steps, column) for column in scene.positions.T]
    turn = Landmarks.of(scene.positions[:, LONG]).peak
    names = RidingNames(curves, turn)
    last = np.array([name.get_y() for name in names])
    for step in range(len(steps)):
        names.set_to(step)
        # From the lowest up, and none jumps.
        heights = np.array([name.get_y() for name in names])
        assert (np.diff(heights) >= NAMES_APART - 1e-6).all()
        assert np.abs(heights - last).max() < 0.25
        last = heights
        beside = [
            name.get_left()[0] > curve[step, 0] + 0.1 for name, curve in zip(names, curves, strict=True)
        ]
        assert all(beside[:LONG])
        assert beside[LONG] or step > turn
    # At the end each is about level with its curve's, the last one's over the turn.
    ends = np.array([curve[-1, 1] for curve in curves[:LONG]] + [curves[LONG][turn, 1] + RISE])
    assert heights == pytest.approx(ends, abs=0.3)


@pytest.mark.parametrize("color", COLORS)
def test_each_curve_stands_out_from_the_ground(color: str) -> None:
    assert contrast(color, style.BACKGROUND) >= 3


@pytest.mark.parametrize("learning_rate", [0.09, 0.0995])
def test_it_plays_at_the_ends_of_its_range(learning_rate: float) -> None:
    scene = SceneRef("scenes.choosing_beta:ChoosingBeta", (("learning_rate", learning_rate),))
    assert len(read_timeline(scene).beats) == 4
