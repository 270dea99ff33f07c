"""The example film says and shows what the methods do, and keeps the rules of the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from manim import Mobject, Square

from close_up import CloseUp
from film import FILM
from look_ahead import IN_FLIGHT, LEARNING_RATE
from momentum_sim import RAVINE, Array, theory
from nesterov_limit import (
    ABOVE,
    BELOW,
    MOMENTUM_LIMIT,
    NESTEROV_LIMIT,
    PLAIN_LIMIT,
    nesterov_off_the_map,
)
from nesterov_runs import NESTEROV, calm_from, momentum_run, nesterov_run, next_steps, until_arrival
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.text.captions import broken_rules, captions
from production.timeline import FilmTimeline
from scenes import style
from scenes.layout import layout_faults
from tests.test_layout import faults_of
from tests.test_style import contrast

ALL_SCENES = pytest.mark.parametrize("scene", FILM.scenes, ids=lambda scene: scene.name)

CAPTIONS_ROOM = -2.7
"""The height under which players draw the captions."""


def textbook(learning_rate: float, steps: int, *, look_ahead: bool) -> Array:
    """Return the path by the equations: v ← βv + α∇L(θ − βv) or v ← βv + α∇L(θ), then θ ← θ − v."""
    theta, v = np.array([-10.0, 1.0]), np.zeros(2)
    path = [theta]
    for _ in range(steps):
        at = theta - 0.9 * v if look_ahead else theta
        v = 0.9 * v + learning_rate * np.array([0.05, 20.0]) * at
        theta = theta - v
        path.append(theta)
    return np.array(path)


def narrations(scene: SceneRef) -> list[str]:
    return [beat.narration for beat in read_timeline(scene).beats]


@pytest.mark.parametrize("learning_rate", [LEARNING_RATE, BELOW, ABOVE])
def test_both_runs_are_those_of_the_equations(learning_rate: float) -> None:
    for run, look_ahead in ((momentum_run, False), (nesterov_run, True)):
        found = run(learning_rate, 60)
        np.testing.assert_allclose(
            found.parameters, textbook(learning_rate, 60, look_ahead=look_ahead), atol=1e-12
        )
        np.testing.assert_allclose(found.loss, RAVINE.value(found.parameters))


def test_both_steps_start_from_one_flight() -> None:
    flight = momentum_run(LEARNING_RATE, IN_FLIGHT)
    step, step_ahead = next_steps(flight)
    for either in (step, step_ahead):
        np.testing.assert_allclose(either.parameters[0], flight.parameters[-1])
        np.testing.assert_array_equal(either.velocity[0], flight.velocity[-1])
    np.testing.assert_array_equal(
        step.parameters[1], momentum_run(LEARNING_RATE, IN_FLIGHT + 1).parameters[-1]
    )


def test_where_momentum_stands_it_is_pushed_on_and_where_nesterov_looks_it_is_pushed_back() -> None:
    step, step_ahead = next_steps(momentum_run(LEARNING_RATE, IN_FLIGHT))
    assert step.velocity[0, 1] > 0, "it flies down the picture, for v is subtracted"
    assert step.gradient[0, 1] > 0
    assert step_ahead.gradient[0, 1] < 0
    # Both stand above the floor; one lands far up the other wall, and one on the floor.
    assert [f"{either.parameters[0, 1]:.3f}" for either in (step, step_ahead)] == ["0.194", "0.194"]
    assert [f"{either.parameters[1, 1]:.3f}" for either in (step, step_ahead)] == ["-0.270", "-0.023"]


@pytest.mark.parametrize("looks_ahead", [False, True])
def test_the_arrows_add_up_to_the_step(looks_ahead: bool) -> None:
    flight = momentum_run(LEARNING_RATE, IN_FLIGHT)
    step = next_steps(flight)[looks_ahead]
    shown = CloseUp(flight, step, "Either", "v", NESTEROV, looks_ahead=looks_ahead)
    first, last = (shown.kept, shown.push) if looks_ahead else (shown.push, shown.kept)
    here, landing = shown.map.to_screen(step.parameters)
    np.testing.assert_allclose(first.start, here)
    np.testing.assert_allclose(first.end, last.start)
    np.testing.assert_allclose(last.end, landing)
    # The ring is where the gradient was taken.
    at = shown.map.to_parameters(shown.ring.get_center())
    np.testing.assert_allclose(RAVINE.gradient(at), step.gradient[0])


def test_the_wobble_ends_sooner_and_the_floor_takes_as_long() -> None:
    momentum, ahead = (until_arrival(run, LEARNING_RATE) for run in (momentum_run, nesterov_run))
    assert (calm_from(momentum), calm_from(ahead)) == (43, 3)
    assert (momentum.steps, ahead.steps) == (187, 193)
    for run in (momentum, ahead):
        across, calm = np.abs(run.parameters[:, 1]), calm_from(run)
        assert across[calm - 1] >= 0.1 > across[calm:].max()
    said = narrations(FILM.scenes[0])[-1]
    for number in ("from step 3,", "from step 43.", "at step 193", "at 187."):
        assert number in said


def test_the_limits_are_those_of_theory() -> None:
    assert pytest.approx(2 * 1.9 / (2.8 * 20)) == NESTEROV_LIMIT
    assert pytest.approx(2 / 20) == PLAIN_LIMIT
    assert pytest.approx(2 * 1.9 / 20) == MOMENTUM_LIMIT
    assert BELOW < NESTEROV_LIMIT < ABOVE < PLAIN_LIMIT < MOMENTUM_LIMIT
    rates = theory.convergence_rate(20, (BELOW, ABOVE), 0.9, method="nesterov")
    assert rates[0] < 1 < rates[1]


def test_just_above_the_limit_every_bounce_is_soon_bigger_than_the_last() -> None:
    across = nesterov_run(ABOVE, 100).parameters[:, 1]
    assert (across[1:] * across[:-1] < 0).all()
    assert (np.diff(np.abs(across[3:])) > 0).all()


def test_the_run_above_the_limit_is_shown_until_it_has_left_the_map() -> None:
    run = nesterov_off_the_map(ABOVE)
    assert run.steps == 20
    assert np.abs(run.parameters[-2, 1]) < 1.3 < np.abs(run.parameters[-1, 1])


def test_the_voice_tells_how_the_runs_end_and_the_limits() -> None:
    below, above, limits = narrations(FILM.scenes[1])
    assert "At 0.067, Nesterov still arrives at step 90." in below
    assert above.startswith("At 0.069 ")
    assert above.endswith("arrives at step 79.")
    assert "for Nesterov is 0.0679, for plain descent 0.1, and for momentum 0.19." in limits
    assert until_arrival(nesterov_run, BELOW).steps == 90
    assert until_arrival(momentum_run, ABOVE).steps == 79


def test_nesterovs_colour_can_be_read() -> None:
    assert contrast(NESTEROV, style.BACKGROUND) >= 4.5
    assert contrast(NESTEROV, style.MAP_FLOOR) >= 3


def test_words_can_be_read_on_the_close_up() -> None:
    flight = momentum_run(LEARNING_RATE, IN_FLIGHT)
    shown = CloseUp(flight, next_steps(flight)[0], "Either", "v", NESTEROV, looks_ahead=False)
    brightest = shown.map.bands[-1].get_fill_color().to_hex()
    for color in (style.GRADIENT, style.MOMENTUM, style.VELOCITY, style.INK):
        assert contrast(color, brightest) >= 4.5


def in_the_captions_room(mobjects: Sequence[Mobject]) -> list[str]:
    return [
        f"{mobject} reaches down to {mobject.get_bottom()[1]:.2f}"
        for mobject in mobjects
        if mobject.get_bottom()[1] < CAPTIONS_ROOM
    ]


@ALL_SCENES
def test_every_beat_is_clear_and_the_captions_room_is_free(
    scene: SceneRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_the_captions_room([Square().shift(CAPTIONS_ROOM * np.array([0, 1, 0]))])
    found = faults_of(scene, monkeypatch, lambda shown: layout_faults(shown) + in_the_captions_room(shown))
    assert found == []


def test_the_film_is_short_and_can_be_read_in_captions() -> None:
    timelines = [read_timeline(scene) for scene in FILM.scenes]
    for timeline in timelines:
        assert 20 <= timeline.length <= 30
    assert broken_rules(captions(FilmTimeline.of(FILM.title, timelines))) == []
