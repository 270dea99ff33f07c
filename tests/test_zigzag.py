from __future__ import annotations

import numpy as np
import pytest
from manim import Animation, Line, ValueTracker, tempconfig

from momentum_sim import RAVINE, Trajectory, gradient_descent
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment
from scenes.layout import visible_texts
from scenes.zigzag import (
    LENS_MAGNIFIES,
    Zigzag,
    across_over_along,
    describe_direction,
    describe_wall_changes,
    gathering_speed,
    going_home,
    run_until_arrival,
    wall_changes,
)


def _descent(learning_rate: float = experiment.LEARNING_RATE, steps: int = 50) -> Trajectory:
    return gradient_descent(RAVINE, experiment.START, learning_rate=learning_rate, steps=steps)


def _laid_out() -> Zigzag:
    """Return the scene as it is before anything has played."""
    with tempconfig({"format": "none"}):
        scene = Zigzag()
    scene.run_the_experiment()
    scene.lay_out_the_window()
    return scene


def test_the_first_step_goes_forty_times_further_across() -> None:
    # The gradient at (-10, 1) is (-0.5, 20).
    assert across_over_along(_descent())[0] == pytest.approx(20 / 0.5)


def test_every_step_goes_further_across_than_along() -> None:
    ratio = across_over_along(_descent())
    across, along = 1 - 0.098 * 20, 1 - 0.098 * 0.05
    np.testing.assert_allclose(ratio, 40 * (abs(across) / along) ** np.arange(50))
    assert ratio.min() > 6.8
    assert describe_direction(_descent()).startswith("at first")
    assert describe_direction(_descent()).endswith("every step")


def test_at_first_ends_after_103_steps() -> None:
    ratio = across_over_along(_descent(steps=120))
    assert f"{ratio[49]:.1f}" == "6.9"
    assert int(np.argmax(ratio < 1)) + 1 == 104


def test_the_odometer_reads_what_is_published() -> None:
    across, along = _descent().distance_walked[::-1]
    # Geometric sums: strides of 1.96 · 0.96ᵗ across, and 10 less what is left along.
    assert across == pytest.approx(1.96 * (1 - 0.96**50) / 0.04)
    assert along == pytest.approx(10 * (1 - 0.9951**50))
    assert (round(across, 2), round(along, 2)) == (42.64, 2.18)
    assert (
        "It has walked 42.6 across, 2.2 along."
        in read_timeline(SceneRef("scenes.zigzag:Zigzag")).beats[3].narration
    )


def test_fifty_steps_change_wall_fifty_times() -> None:
    np.testing.assert_array_equal(wall_changes(_descent()), np.arange(51))
    assert describe_wall_changes(_descent()).startswith("Each step is almost twice the way to the floor")


@pytest.mark.parametrize(
    ("learning_rate", "said", "direction"),
    [
        (0.05, "One step takes it down to the floor", "the first step"),
        (0.02, "Each step goes down the wall it is on", "the first 8 steps"),
        (0.051, "until it is down on the floor. In 50 steps it changes walls once.", "the first step"),
    ],
)
def test_another_learning_rate_is_told_as_it_goes(learning_rate: float, said: str, direction: str) -> None:
    assert said in describe_wall_changes(_descent(learning_rate))
    assert describe_direction(_descent(learning_rate)).endswith(direction)


@pytest.mark.parametrize("learning_rate", [0.03, 0.05])
def test_up_to_half_the_limit_no_wall_is_changed(learning_rate: float) -> None:
    assert wall_changes(_descent(learning_rate))[-1] == 0


def test_plain_descent_is_home_at_step_938() -> None:
    assert run_until_arrival(experiment.START, experiment.LEARNING_RATE).steps == 938
    beats = read_timeline(SceneRef("scenes.zigzag:Zigzag")).beats
    assert beats[3].narration.endswith("It is home, within 0.1 of the minimum for good, at step 938.")
    assert experiment.TOLERANCE == 0.1


@pytest.mark.parametrize("learning_rate", [0.01, 0.05, 0.099])
def test_every_allowed_run_arrives(learning_rate: float) -> None:
    run = run_until_arrival((-5.0, 1.1), learning_rate)
    assert np.linalg.norm(run.parameters[-1]) < experiment.TOLERANCE <= np.linalg.norm(run.parameters[-2])


def test_a_learning_rate_at_the_limit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"plain descent diverges from 2/20 = 0\.1 on"):
        Zigzag(learning_rate=0.1)


def test_the_scene_plays_without_a_zigzag_too() -> None:
    timeline = read_timeline(SceneRef("scenes.zigzag:Zigzag").with_parameters({"learning_rate": 0.05}))
    assert "it never changes walls" in timeline.beats[2].narration


@pytest.mark.parametrize(
    "parameters",
    [
        {"start_along": -5.0, "start_across": 1.1, "steps": 100, "learning_rate": 0.099},
        {"start_across": 0.5, "steps": 10, "learning_rate": 0.01},
    ],
)
def test_the_scene_plays_at_the_ends_of_its_ranges(parameters: dict[str, float]) -> None:
    scene = SceneRef("scenes.zigzag:Zigzag").with_parameters(parameters)
    assert len(read_timeline(scene).beats) == 4


def test_speed_gathers_without_a_step_back() -> None:
    progress = [gathering_speed(time) for time in np.linspace(0, 1, 50)]
    assert progress[0] == 0
    assert progress[-1] == 1
    assert (np.diff(progress, n=2) > 0).all()


def test_the_run_comes_to_rest_at_home() -> None:
    """Without a halt on the way: speed is gained, kept and lost."""
    speed = np.diff([going_home(time) for time in np.linspace(0, 1, 200)])
    assert speed.sum() == pytest.approx(1)
    assert (np.diff(np.sign(np.diff(speed).round(9))) <= 0).all()
    assert speed[-1] < 0.01 * speed.max()


def test_a_step_is_measured_against_its_way_to_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Zigzag, "play", lambda self, *animations, **keywords: None)
    scene = _laid_out()
    scene.draw_the_floor()
    ruler, step = [part for part in scene.measure_a_step() if isinstance(part, Line)]
    assert ruler.get_length() / scene.window.view.unit == pytest.approx(0.96**4)
    assert step.height / ruler.height == pytest.approx(1.96)
    assert any("1.96 times that" in text.says for text in visible_texts(scene.measure_a_step()))


def test_the_marks_stand_where_the_run_passes_them() -> None:
    scene = _laid_out()
    scene.entrance, scene.clock, scene.going_home = 800, ValueTracker(0), 1.0
    scene.mark_the_floor()
    assert len(scene.marks) == 7
    for step, mark in zip(range(100, 800, 100), scene.marks, strict=True):
        along, _ = scene.ravine.to_parameters(mark[0].get_center())
        assert along == pytest.approx(-10 * 0.9951**step)


def test_the_magnified_part_along_is_to_the_lens_s_scale() -> None:
    scene = _laid_out()
    start, tip = scene.points[:2]
    along = scene.magnify_the_tip(np.array([start[0], tip[1], 0.0]), tip)
    length = np.linalg.norm(along.end - along.start)
    assert length / scene.window.view.unit == pytest.approx(LENS_MAGNIFIES * 0.049)


def test_all_that_is_told_of_a_step_is_told_of_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands beside "step 2" is step 2's, also while step 3 is being taken."""
    monkeypatch.setattr(Zigzag, "play", lambda self, *animations, **keywords: None)
    scene = _laid_out()
    scene.take_the_first_step()
    scene.split_it_in_two()
    for moment in np.linspace(1, 4, 31):
        scene.now.set_value(moment)
        for readout in (scene.step, scene.across, scene.along):
            readout.update()
        step = int(scene.step.text.removeprefix("step "))
        assert abs(moment - step) < 1
        along, across = np.abs(scene.descent.parameters[step] - scene.descent.parameters[step - 1])
        assert scene.across.number.text == f"{across:.3f}"
        assert scene.along.number.text == f"{along:.3f}"
        # The bar is on its way to the next step's.
        ahead = abs(np.diff(scene.descent.parameters[[step, step + 1], 1])[0])
        share = max(0.0, moment - step)
        length = scene.across.unit * (across + share * (ahead - across))
        assert scene.across.bar.get_length() == pytest.approx(length, rel=0.003)


def test_a_wall_is_changed_when_a_step_lands_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In every frame, also between two steps, when the dot has crossed the floor and the step is not over."""
    monkeypatch.setattr(Zigzag, "play", lambda self, *animations, **keywords: None)
    scene = _laid_out()
    scene.draw_the_floor()
    scene.take_the_first_step()
    scene.now.set_value(6)
    scene.count_the_walls()
    scene.lay_out_the_odometer()
    seen = []

    def look(self: Zigzag, *animations: Animation, **keywords: object) -> None:
        for moment in np.linspace(6, 50, 397) if self.walls.updaters else []:
            self.now.set_value(moment)
            for part in (self.path, self.walls, self.step):
                part.update()
            landed = self.path.iterates[: self.steps_taken() + 1, 1] > self.floor.get_y()
            assert int(self.walls.text) == np.count_nonzero(np.diff(landed)) <= self.steps_taken()
            assert self.step.text == f"step {self.steps_taken()}"
            seen.append(moment)

    monkeypatch.setattr(Zigzag, "play", look)
    scene.run_under_the_window()
    assert seen[-1] == 50
    assert scene.walls.text == "50"
