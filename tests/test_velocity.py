from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from manim import VGroup
from numpy.testing import assert_allclose

from momentum_sim import RAVINE, gradient_descent, heavy_ball
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.pictures.picture import Fault, Picture
from production.pictures.watch import scene_faults
from production.timeline import Timeline
from scenes import experiment
from scenes.mobjects.transitions import resting_map
from scenes.step_terms import (
    SHOWN_STEPS,
    describe_step_three,
    describe_step_two,
    terms,
    verdict,
    wall_changes,
)
from scenes.velocity import (
    ACROSS_LEVELS,
    ACROSS_TURN,
    ALONG_LEVEL,
    ALONG_REACH,
    ARROWS_LEFT,
    BOTH_LANES,
    CARRIED_ENLARGED,
    CARRIED_EVERY,
    CARRIED_HEIGHT,
    CARRIED_MAP,
    CARRIED_NAMED,
    WINDOW_ACROSS,
    WINDOW_ALONG,
    Velocity,
)

SCENE = SceneRef("scenes.velocity:Velocity")
SHOWN = range(1, SHOWN_STEPS + 1)


@pytest.fixture(scope="module")
def scene() -> Velocity:
    laid_out = Velocity()
    laid_out.run_the_experiment()
    laid_out.lay_out_the_window()
    laid_out.lay_out_the_lanes()
    return laid_out


def test_the_first_steps_are_the_published_ones(scene: Velocity) -> None:
    published = [(-9.951, -0.96), (-9.858, -0.842), (-9.726, 0.915), (-9.560, 0.703)]
    np.testing.assert_allclose(scene.descent.parameters[1:5], published, atol=6e-4)


def test_step_one_is_plain_descent_s(scene: Velocity) -> None:
    np.testing.assert_array_equal(scene.descent.parameters[1], scene.plain.parameters[1])
    assert not scene.kept[0].any()


@pytest.mark.parametrize("step", SHOWN)
def test_the_arrows_add_up_tail_to_tip(scene: Velocity, step: int) -> None:
    for axis, arrows in zip((1, 0), scene.sums_of(step), strict=True):
        assert arrows.push.start[axis] == pytest.approx(arrows.kept.end[axis])
        assert arrows.total.start[axis] == pytest.approx(arrows.kept.start[axis])
        assert arrows.total.end[axis] == pytest.approx(arrows.push.end[axis])


def test_a_push_across_stands_beside_what_it_is_against(scene: Velocity) -> None:
    for step in (2, 3):
        across, _ = scene.sums_of(step)
        aside = ACROSS_TURN if step % 2 == 0 else 0
        assert_allclose(across.push.start - across.kept.end, (aside, 0, 0), atol=1e-9)


@pytest.mark.parametrize("step", SHOWN)
def test_the_arrows_are_to_their_lanes_scale(scene: Velocity, step: int) -> None:
    run = heavy_ball(RAVINE, experiment.START, learning_rate=0.098, momentum=0.9, steps=step)
    before, velocity = run.parameters[step - 1], run.velocity[step - 1]
    kept, push, total = -0.9 * velocity, -0.098 * np.array([0.05, 20]) * before, -run.velocity[step]
    units = (scene.across.unit, scene.along.unit)
    for axis, unit, arrows in zip((1, 0), units, scene.sums_of(step), strict=True):
        drawn = [(arrow.end - arrow.start)[axis] for arrow in (arrows.kept, arrows.push, arrows.total)]
        assert_allclose(drawn, [unit * term[axis] for term in (kept, push, total)], atol=1e-9)


def test_along_is_drawn_as_many_times_larger_as_is_said(scene: Velocity) -> None:
    said = " ".join(str(line.typst_code) for line in scene.along.frame[1])
    assert said == f"enlarged × {scene.along.unit / scene.across.unit:g}"


def test_the_lane_along_has_room_for_its_steps(scene: Velocity) -> None:
    for step in range(1, BOTH_LANES + 1):
        _, along = scene.sums_of(step)
        assert ARROWS_LEFT <= along.total.end[0] <= ARROWS_LEFT + ALONG_REACH


def test_the_zero_line_across_moves_once_when_the_lane_along_leaves(scene: Velocity) -> None:
    levels = []
    for step in SHOWN:
        across, _ = scene.sums_of(step)
        levels.append(across.total.start[1])
        low = ALONG_LEVEL if step < 3 else scene.window.get_bottom()[1]
        for arrow in (across.kept, across.push, across.total):
            assert low < arrow.end[1] < scene.window.get_top()[1]
    top, middle = ACROSS_LEVELS
    assert levels == [top, top, middle, middle, middle]


def test_the_shown_steps_stay_in_the_window(scene: Velocity) -> None:
    low, high = scene.window.to_screen(
        [[-10 + along, across] for along, across in zip(WINDOW_ALONG, WINDOW_ACROSS, strict=True)]
    )
    for point in scene.points[: SHOWN_STEPS + 1]:
        assert (low[:2] < point[:2]).all()
        assert (point[:2] < high[:2]).all()


def test_along_they_agree_and_across_every_other_step_is_against(scene: Velocity) -> None:
    push, kept = (term[1:SHOWN_STEPS] for term in terms(scene.descent))
    assert (push[:, 0] * kept[:, 0] > 0).all()
    opposed = push[:, 1] * kept[:, 1] < 0
    assert_allclose(opposed, [True, False, True, False])
    # And so on up to step 26, no further.
    push, kept = (term[1:, 1] for term in terms(scene.descent))
    opposed = push * kept < 0
    assert (opposed[:25] == (np.arange(25) % 2 == 0)).all()
    assert opposed[25] == opposed[24]


def test_what_comes_of_steps_two_and_three(scene: Velocity) -> None:
    assert verdict(scene.descent, 2) == ("against", "almost nothing")
    assert verdict(scene.descent, 3) == ("together", "hardly longer")
    push, kept = (np.abs(term[1]) for term in terms(scene.descent))
    total = np.abs(scene.descent.velocity[2])
    assert total[1] < 0.07 * kept[1]
    assert total[0] > max(push[0], kept[0])


def test_the_odometers_and_the_walls(scene: Velocity) -> None:
    plain = gradient_descent(RAVINE, experiment.START, learning_rate=0.098, steps=50)
    for run, walked, walls in ((scene.descent, (10.1, 22.7), 26), (plain, (2.2, 42.6), 50)):
        assert tuple(np.round(run.distance_walked, 1)) == walked
        assert wall_changes(run)[-1] == walls
    assert read_timeline(SCENE).beats[-1].shown == "Changes of wall: 26 instead of 50."


class ReadAtOnce:
    """Notes what can be read of the run in each picture: the step, where the path is, and each distance."""

    def __init__(self) -> None:
        self.read: list[tuple[int, int, list[list[str]]]] = []

    def see(self, picture: Picture) -> None:
        scene = picture.scene
        if not hasattr(scene, "across_rows"):
            return
        distances = [
            [number.text for number in (row[1].number for row in rows[1:3]) if number in picture.parents]
            for rows in (scene.across_rows, scene.along_rows)
        ]
        if distances[0]:
            step = int(scene.number.text.removeprefix("step "))
            self.read.append((step, len(scene.path.dots) - 1, distances))

    def faults(self, _: Timeline) -> list[Fault]:
        return []


def test_step_dot_and_distance_tell_of_the_same_moment(scene: Velocity) -> None:
    rule = ReadAtOnce()
    scene_faults(SCENE, [rule])
    walked = scene.descent.odometer[:, 1]
    for step, dots, (across, along) in rule.read:
        following = walked[min(step + 1, scene.steps)]
        assert dots == step
        assert walked[step] - 0.05 <= float(across[0]) <= following + 0.05
        assert across[1:] + along == ["42.6", "10.1", "2.2"][: len(across[1:] + along)]
    assert rule.read[0][0] == SHOWN_STEPS
    assert rule.read[-1] == (50, 50, [["22.7", "42.6"], ["10.1", "2.2"]])


def test_the_velocities_along_stand_apart_under_where_they_are_taken(scene: Velocity) -> None:
    scene.ravine = resting_map().set_y(CARRIED_MAP)
    arrows = scene.velocities_along()
    steps = range(0, 50, CARRIED_EVERY)
    starts = scene.ravine.to_screen(scene.descent.parameters)[steps]
    assert_allclose([arrow.start[0] for arrow in arrows], starts[:, 0], atol=1e-9)
    drawn = [arrow.end - arrow.start for arrow in arrows]
    unit = CARRIED_ENLARGED * scene.ravine.unit
    velocities = -scene.descent.velocity[1:, 0][steps]
    assert_allclose(drawn, [(unit * velocity, 0, 0) for velocity in velocities], atol=1e-9)
    for arrow, following in pairwise(arrows):
        assert arrow.end[0] < following.start[0]


def test_the_velocities_along_lie_between_the_map_and_their_name(scene: Velocity) -> None:
    scene.ravine = resting_map().set_y(CARRIED_MAP)
    row = VGroup(*scene.velocities_along())
    assert row.get_bottom()[1] > CARRIED_NAMED
    assert row.get_top()[1] < scene.ravine.get_bottom()[1]
    assert row.get_y() == pytest.approx(CARRIED_HEIGHT)


def test_the_velocity_along_builds_and_the_wobble_dies(scene: Velocity) -> None:
    run = scene.descent
    assert (np.diff(np.abs(run.velocity[: SHOWN_STEPS + 1, 0])) > 0).all()
    # A coupled pair of the wall's iterates shrinks by √β a step.
    wobble = np.abs(run.parameters[:, 1])
    assert wobble[-5:].max() < 2 * 0.9**25


@pytest.mark.parametrize("learning_rate", [0.05, 0.062, 0.075, 0.099])
@pytest.mark.parametrize("momentum", [0.6, 0.93])
@pytest.mark.parametrize("start", [(-10, 1), (-5, 0.5), (-5, 1.1)])
def test_what_is_said_of_the_terms_holds_for_every_allowed_run(
    learning_rate: float, momentum: float, start: tuple[float, float]
) -> None:
    run = heavy_ball(RAVINE, start, learning_rate=learning_rate, momentum=momentum, steps=50)
    assert (np.diff(np.abs(run.velocity[: SHOWN_STEPS + 1, 0])) > 0).all()
    assert np.abs(run.parameters[-5:, 1]).max() < 0.4 * start[1]
    # Across and along, the signs of the gradient and of the velocity before it, from step two on.
    push, kept = run.gradient[1:SHOWN_STEPS], run.velocity[1:SHOWN_STEPS]
    assert (push[:, 0] * kept[:, 0] > 0).all()
    opposed = push[:, 1] * kept[:, 1] < 0
    said = describe_step_two(run)
    assert ("the push is against what was kept" in said) == (opposed[0])
    left = np.abs(run.velocity[2, 1]) / max(learning_rate * abs(push[0, 1]), momentum * abs(kept[0, 1]))
    assert ("almost nothing is left" in said) == (opposed[0] and left < 0.25)
    said = describe_step_three(run)
    assert ("they agree across, too" in said) == (not opposed[1])
    alternates = opposed.tolist() == [True, False] * 2
    assert ("one step is against, the next is with it" in said) == alternates
    assert alternates or f"at {opposed.sum()} of 4 steps" in said


def test_what_is_said() -> None:
    rule, one, two, three, fifty = (beat.narration for beat in read_timeline(SCENE).beats)
    assert "keep beta of it, here 90 percent, and add the push, alpha times the gradient, whole" in rule
    assert one == "Step one is plain descent's. There is no velocity yet to keep."
    assert "against what was kept: almost nothing is left. Along, they point together: longer." in two
    assert three.endswith("At first one step is against, the next is with it.")
    assert "22.7 across instead of 42.6, 10.1 along instead of 2.2" in fifty


@pytest.mark.parametrize(
    "parameters",
    [
        {"learning_rate": 0.05, "momentum": 0.6, "steps": 30, "start_along": -5, "start_across": 0.5},
        {"learning_rate": 0.099, "momentum": 0.93, "steps": 100, "start_across": 1.1},
    ],
)
def test_it_plays_at_the_ends_of_its_ranges(parameters: dict[str, float]) -> None:
    timeline = read_timeline(SCENE.with_parameters(parameters))
    assert f"keep beta of it, here {100 * parameters['momentum']:g} percent" in timeline.beats[0].narration
    assert f"After {parameters['steps']} steps" in timeline.beats[-1].narration


def test_the_length() -> None:
    assert read_timeline(SCENE).length == pytest.approx(48, rel=0.15)
