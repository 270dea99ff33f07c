from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from momentum_sim import Array, Ramp, heavy_ball, learning_rate_and_momentum, mass_and_friction, roll, theory
from production.clips.colour import Picture
from production.film import SceneRef
from production.frames.capture import capture
from production.frames.dry_run import read_timeline
from production.frames.selection import Selection
from production.output_spec import Quality
from scenes.rolling_ball import (
    BACK_LANE,
    BALL_RADIUS,
    BUMP,
    FOCUS,
    FRICTION,
    HEAVY,
    HILL,
    NEAR,
    PLAIN,
    START,
    STEEPNESS,
    TERMINAL_SPEED,
    TIME_STEP,
    TOTAL,
    UNIT,
    Ball,
    Hill,
    Pull,
    RollingBall,
    release,
)
from tests.pictures import compare

FLAT = (0.1, 0.2)
TOP_OF_THE_BUMP = 0.365


@dataclass
class HillAsLoss:
    def value(self, parameters: Array) -> Array:
        return HILL.height(parameters[..., 0])

    def gradient(self, parameters: Array) -> Array:
        return HILL.slope(parameters)


def arrival(method: tuple[float, float], x: float) -> float:
    ball = release(*method)
    return float(ball.time[np.argmax(ball.position >= x)])


def speed_at(method: tuple[float, float], x: float) -> float:
    return float(release(*method).speed_at(arrival(method, x)))


@pytest.mark.parametrize("method", [PLAIN, HEAVY])
def test_the_balls_differ_in_mass_alone(method: tuple[float, float]) -> None:
    mass, friction = mass_and_friction(*method, TIME_STEP)
    assert friction == pytest.approx(FRICTION)
    assert learning_rate_and_momentum(mass, friction, TIME_STEP) == pytest.approx(method)
    assert float(theory.total_weight(*method)) == pytest.approx(TOTAL) == pytest.approx(0.1)


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
    plain, heavy = release(*PLAIN), release(*HEAVY)
    np.testing.assert_allclose(plain.speed, -HILL.slope(plain.position) / FRICTION, atol=1e-9)
    assert plain.speed[0] == pytest.approx(TERMINAL_SPEED)
    assert heavy.speed[0] == 0
    assert (np.diff(heavy.speed[heavy.position < -0.05]) > 0).all()
    nearly = heavy.speed.max() / TERMINAL_SPEED
    assert 0.85 < nearly < 1


def test_on_the_flat_the_one_all_but_stops_and_the_other_coasts_and_slows() -> None:
    assert speed_at(PLAIN, FLAT[1]) < 0.1 * TERMINAL_SPEED
    enters, leaves = (speed_at(HEAVY, x) for x in FLAT)
    assert TERMINAL_SPEED > enters > leaves > 0.4 * TERMINAL_SPEED


def test_the_bump_holds_the_one_and_not_the_other() -> None:
    plain, heavy = release(*PLAIN), release(*HEAVY)
    assert plain.position.max() < TOP_OF_THE_BUMP
    assert abs(plain.speed[-1]) < 1e-3 * TERMINAL_SPEED
    assert float(HILL.slope(plain.position[-1])) == pytest.approx(0, abs=1e-2)
    assert heavy.position[-1] > 0.8
    assert BUMP[0] < TOP_OF_THE_BUMP < BUMP[1]


@pytest.mark.parametrize(("method", "clears"), [(PLAIN, False), (HEAVY, True)])
def test_the_optimisers_do_what_their_balls_do(method: tuple[float, float], clears: bool) -> None:
    alpha, beta = method
    run = heavy_ball(HillAsLoss(), [START], learning_rate=alpha, momentum=beta, steps=70)
    assert bool(run.parameters[-1, 0] > TOP_OF_THE_BUMP) is clears


def test_the_massless_ball_leads_on_the_slope_and_is_passed_on_the_flat() -> None:
    plain, heavy = release(*PLAIN), release(*HEAVY)
    ahead = plain.position - heavy.position
    assert (ahead[(plain.time > 0.1) & (heavy.position < 0.06)] > 0).all()
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


@pytest.mark.parametrize("zoom", [1.0, NEAR])
def test_balls_touch_the_hill_and_roll_without_slipping(zoom: float) -> None:
    hill = Hill(HILL)
    hill.look_from(zoom)
    surface = hill.surface.get_stroke_width() / 200
    ball = Ball(hill, 0.3, "#FFFFFF", solid=True)
    for x in np.linspace(START, 0.9, 25):
        ball.set_to(x)
        to_surface = np.linalg.norm(hill.surface.points - ball.rim.get_center(), axis=-1).min()
        assert to_surface == pytest.approx(0.3 * zoom + surface, abs=0.02 * zoom)
        assert ball.rim.width == pytest.approx(2 * 0.3 * zoom)
    # A whole turn takes a rim's length of the way.
    straight = np.hypot(1, STEEPNESS) * UNIT
    ball.set_to(START)
    before = ball.spokes[0].get_angle()
    ball.set_to(START + 2 * np.pi * 0.3 / straight)
    assert np.cos(ball.spokes[0].get_angle() - before) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("zoom", [1.0, NEAR])
def test_each_ball_has_a_lane_of_its_own_and_passes_clear_of_the_other(zoom: float) -> None:
    hill = Hill(HILL)
    hill.move_the_lane(BACK_LANE)
    hill.look_from(zoom)
    behind = Ball(hill, BALL_RADIUS, "#FFFFFF", solid=False, lane=BACK_LANE).set_to(FLAT[0])
    to_its_line = np.linalg.norm(hill.behind.points - behind.rim.get_center(), axis=-1).min()
    assert to_its_line == pytest.approx(BALL_RADIUS * zoom + hill.behind.get_stroke_width() / 200, abs=0.02)
    in_front = Ball(hill, BALL_RADIUS, "#FFFFFF", solid=True).set_to(FLAT[0])
    assert in_front.core.get_top()[1] < behind.rim.get_bottom()[1]


def test_the_clock_comes_evenly_to_another_pace() -> None:
    scene = RollingBall()
    scene.paces = [(0.0, 2.0)]
    scene.change_pace(1.0, 2.0)
    rolled = []
    for moment in (0.0, 2.0, 5.0):
        scene.renderer.time = moment
        rolled.append(scene.rolling_time())
    np.testing.assert_allclose(rolled, [0.0, 3.0, 6.0])


def test_from_near_all_is_as_many_times_as_large() -> None:
    hill = Hill(HILL)
    lengths = []
    for zoom in (1.0, NEAR):
        hill.look_from(zoom)
        assert hill.to_screen(FOCUS[0] / UNIT)[0] == pytest.approx(FOCUS[0])
        arrow = Pull(hill).set_to(START).arrow
        lengths.append((np.ptp(hill.to_screen(BUMP)[:, 0]), arrow.width, arrow.height))
    np.testing.assert_allclose(lengths[1], NEAR * np.array(lengths[0]))


def test_the_voice_says_what_the_bump_depends_on() -> None:
    beats = read_timeline(SceneRef("scenes.rolling_ball:RollingBall")).beats
    assert "depends on the bump, the run-up, alpha and beta" in beats[-1].narration
