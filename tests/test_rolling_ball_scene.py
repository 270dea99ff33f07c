from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from momentum_sim import (
    Array,
    Ramp,
    Roll,
    heavy_ball,
    learning_rate_and_momentum,
    mass_and_friction,
    roll,
    theory,
)
from production.clips.colour import Picture
from production.film import SceneRef
from production.frames.capture import capture
from production.frames.dry_run import read_timeline
from production.frames.selection import Selection
from production.output_spec import Quality
from scenes.rolling_ball import (
    BALL_RADIUS,
    BUMP,
    FLAT,
    FRICTION,
    HEAVY,
    HILL,
    LANES_APART,
    LEAST_PULL,
    PLAIN,
    PULL_LENGTH,
    SHORTER_START,
    START,
    STEEPEST,
    STEEPNESS,
    TERMINAL_SPEED,
    TIME_STEP,
    TOP,
    UNIT,
    Ball,
    Hill,
    RollingBall,
    release,
)
from tests.pictures import compare

ON_THE_FLAT = (0.01, 0.05)


@dataclass
class HillAsLoss:
    def value(self, parameters: Array) -> Array:
        return HILL.height(parameters[..., 0])

    def gradient(self, parameters: Array) -> Array:
        return HILL.slope(parameters)


def laid_out() -> RollingBall:
    scene = RollingBall()
    scene.lay_out_the_hill()
    return scene


def the_balls() -> tuple[Roll, Roll]:
    """Return the rolls of the two that race."""
    return release(*PLAIN), release(*HEAVY)


def speed_at(ball: Roll, x: float) -> float:
    return float(ball.speed[np.argmax(ball.position >= x)])


@pytest.mark.parametrize("method", [PLAIN, HEAVY])
def test_the_balls_differ_in_mass_alone(method: tuple[float, float]) -> None:
    mass, friction = mass_and_friction(*method, TIME_STEP)
    assert friction == pytest.approx(FRICTION)
    assert learning_rate_and_momentum(mass, friction, TIME_STEP) == pytest.approx(method)
    assert float(theory.total_weight(*method)) == pytest.approx(0.1)


def test_the_rates_that_stand_are_the_heavy_balls() -> None:
    assert [rate.typst_code for rate in laid_out().rates] == ["$alpha$ = 0.01", "$beta$ = 0.9"]
    assert HEAVY == (0.01, 0.9)


def test_only_one_has_a_mass() -> None:
    assert mass_and_friction(*PLAIN, TIME_STEP)[0] == 0
    assert mass_and_friction(*HEAVY, TIME_STEP)[0] > 0


def test_the_mark_is_the_speed_at_which_friction_balances_the_pull() -> None:
    balance = FRICTION * TERMINAL_SPEED
    assert balance == pytest.approx(STEEPNESS)
    endless = Ramp(STEEPNESS, -1e3, 1e3, 0.1)
    for alpha, beta in (PLAIN, HEAVY):
        mass, friction = mass_and_friction(alpha, beta, TIME_STEP)
        ball = roll(endless, 0.0, mass=mass, friction=friction, duration=60)
        assert ball.speed[-1] == pytest.approx(TERMINAL_SPEED, rel=1e-6)
        # v settles where the optimiser's does: αg/(1 − β) a step.
        steady = float(theory.steady_velocity(STEEPNESS, alpha, beta))
        assert ball.speed[-1] * TIME_STEP == pytest.approx(steady, rel=1e-6)


def test_on_the_slope_the_massless_ball_has_its_speed_at_once_and_the_heavy_one_gathers_it() -> None:
    plain, heavy = the_balls()
    np.testing.assert_allclose(plain.speed, -HILL.slope(plain.position) / FRICTION, atol=1e-9)
    assert plain.speed[0] == pytest.approx(TERMINAL_SPEED)
    assert heavy.speed[0] == 0
    assert (np.diff(heavy.speed[heavy.position < FLAT[0] - 0.05]) > 0).all()
    nearly = heavy.speed.max() / TERMINAL_SPEED
    assert 0.9 < nearly < 1


def test_on_the_flat_the_one_all_but_stops_and_the_other_coasts_and_slows() -> None:
    plain, heavy = the_balls()
    assert speed_at(plain, ON_THE_FLAT[1]) < 0.1 * TERMINAL_SPEED
    enters, leaves = (speed_at(heavy, x) for x in ON_THE_FLAT)
    assert TERMINAL_SPEED > enters > leaves > 0.4 * TERMINAL_SPEED


def test_the_bump_holds_the_one_and_not_the_other() -> None:
    plain, heavy = the_balls()
    assert plain.position.max() < TOP
    assert abs(plain.speed[-1]) < 1e-3 * TERMINAL_SPEED
    assert float(HILL.slope(plain.position[-1])) == pytest.approx(0, abs=1e-2)
    assert heavy.position[-1] > 0.5
    assert BUMP[0] < TOP < BUMP[1]


@pytest.mark.parametrize(("method", "clears"), [(PLAIN, False), (HEAVY, True)])
def test_the_optimisers_do_what_their_balls_do(method: tuple[float, float], clears: bool) -> None:
    alpha, beta = method
    run = heavy_ball(HillAsLoss(), [START], learning_rate=alpha, momentum=beta, steps=70)
    assert bool(run.parameters[-1, 0] > TOP) is clears


def test_from_one_start_the_massless_ball_leads_on_the_slope_and_is_passed_on_the_flat() -> None:
    plain, heavy = the_balls()
    ahead = plain.position - heavy.position
    assert ahead[0] == 0
    assert (ahead[1:][heavy.position[1:] < FLAT[0]] > 0).all()
    assert ahead[np.argmax(heavy.position >= FLAT[1])] < 0


def test_the_balls_roll_on_where_beats_meet() -> None:
    scene = SceneRef("scenes.rolling_ball:RollingBall")
    end = round(read_timeline(scene).beats[1].end * 15)
    pictures: list[Picture] = []
    capture(
        scene,
        Quality(320, 180, 15),
        lambda _, frame, __: pictures.append(frame.pixels[..., :3].copy()),
        selection=Selection(frames=[end - 5, end - 2, end + 1]),
    )
    assert len(pictures) == 3
    assert all(compare(*pair).is_visible for pair in pairwise(pictures))


def test_balls_touch_the_hill_and_roll_without_slipping() -> None:
    hill = Hill(HILL)
    surface = hill.surface.get_stroke_width() / 200
    radius = BALL_RADIUS * UNIT
    ball = Ball(hill, "#FFFFFF", solid=True)
    for x in np.linspace(START, 0.4, 25):
        ball.set_to(x)
        to_surface = np.linalg.norm(hill.surface.points - ball.rim.get_center(), axis=-1).min()
        assert to_surface == pytest.approx(radius + surface, abs=0.02)
        assert ball.rim.width == pytest.approx(2 * radius)
    # A whole turn takes a rim's length of the way.
    ball.set_to(START)
    before = ball.spokes[0].get_angle()
    ball.set_to(START + 2 * np.pi * BALL_RADIUS / np.hypot(1, STEEPNESS))
    assert np.cos(ball.spokes[0].get_angle() - before) == pytest.approx(1, abs=1e-3)


def test_the_lanes_are_one_until_the_second_ball_comes() -> None:
    assert not laid_out().hill.apart.any()


def test_the_heavy_ball_stays_clear_of_the_lane_behind() -> None:
    hill = Hill(HILL).look(apart=LANES_APART)
    for x in np.linspace(START, 0.4, 60):
        to_the_lane = np.linalg.norm(hill.back.points - hill.centre_of_ball(x), axis=-1).min()
        assert to_the_lane > 1.35 * BALL_RADIUS * UNIT


def test_the_gate_stands_close_before_both_balls_and_sinks_to_a_mark() -> None:
    scene = laid_out()
    np.testing.assert_allclose(scene.ring.rim.get_x(), scene.disc.rim.get_x())
    gate, before = scene.gate, scene.disc.rim.get_right()[0]
    assert gate.width == pytest.approx(0, abs=1e-9)
    assert 0 < gate.get_x() - before < 0.1
    assert gate.get_bottom()[1] < scene.disc.rim.get_y() < scene.ring.rim.get_y() < gate.get_top()[1]
    foot = gate.get_start()
    opening = scene.open_gate(gate)
    opening.begin()
    opening.interpolate(1)
    np.testing.assert_allclose(gate.get_end(), foot, atol=1e-6)


def test_the_lower_start_has_a_gate_as_the_first_has() -> None:
    scene = laid_out()
    first, lower = scene.gate, scene.lower_gate
    assert lower.height == pytest.approx(first.height - LANES_APART)
    assert lower.get_x() - first.get_x() == pytest.approx(UNIT * (SHORTER_START - START))


def test_at_the_start_the_pulls_are_equal_and_one_above_the_other_clear_of_the_gate() -> None:
    scene = laid_out()
    first, second = (pull.arrow for pull in scene.pulls)
    vector = second.end - second.start
    np.testing.assert_allclose(first.end - first.start, vector, atol=1e-6)
    assert np.linalg.norm(vector) == pytest.approx(PULL_LENGTH, rel=1e-3)
    np.testing.assert_allclose(first.start - second.start, (0, LANES_APART, 0), atol=1e-6)
    for arrow in (first, second):
        assert arrow.body.get_left()[0] - scene.gate.get_x() > 0.02


def test_the_pull_is_drawn_to_scale_and_back_where_the_bump_climbs() -> None:
    scene = laid_out()
    pull = scene.pulls[1]
    for x in (START, -0.05, 0, 0.02, STEEPEST, 0.2):
        share = -float(HILL.slope(x)) / STEEPNESS
        arrow = pull.set_to(x).arrow
        assert np.linalg.norm(arrow.end - arrow.start) == pytest.approx(PULL_LENGTH * abs(share))
        assert np.sign(arrow.end[0] - arrow.start[0]) == np.sign(share)
        assert np.sign(arrow.start[0] - scene.disc.centre_at(x)[0]) == np.sign(share)
    assert -float(HILL.slope(STEEPEST)) < 0
    arrow = pull.set_to(TOP - 0.0017).arrow
    np.testing.assert_array_equal(arrow.start, arrow.end)


def test_the_massless_balls_pull_and_speed_shrink_together() -> None:
    scene = laid_out()
    plain = the_balls()[0]
    for x, speed in zip(plain.position[::60], plain.speed[::60], strict=True):
        arrow = scene.pulls[0].set_to(x).arrow
        pulled = np.linalg.norm(arrow.end - arrow.start) / PULL_LENGTH
        scene.ring_gauge.set_to(speed)
        shown = scene.ring_gauge.bar.width / scene.ring_gauge.track.width
        assert pulled == pytest.approx(shown if shown > LEAST_PULL else 0, abs=1e-6)


def test_pulls_stay_above_the_ground() -> None:
    scene = laid_out()
    line = scene.hill.surface.points
    for x in np.linspace(START, 0.35, 160):
        arrow = scene.pulls[1].set_to(x).arrow
        for point in np.linspace(arrow.start, arrow.end, 5):
            assert np.linalg.norm(line - point, axis=-1).min() > 0.08


def test_a_shorter_run_up_carries_the_same_ball_up_the_bump_and_it_rolls_back() -> None:
    third = release(*HEAVY, SHORTER_START)
    assert START < SHORTER_START < FLAT[0]
    furthest = third.position.max()
    assert furthest < TOP
    assert HILL.height(furthest) - HILL.height(BUMP[0]) > 0.6 * (HILL.height(TOP) - HILL.height(BUMP[0]))
    assert third.position[-1] < BUMP[0]


def test_the_voice_says_what_the_bump_depends_on() -> None:
    beats = read_timeline(SceneRef("scenes.rolling_ball:RollingBall")).beats
    assert "depends on the bump, the run-up, alpha and beta" in beats[-1].narration
