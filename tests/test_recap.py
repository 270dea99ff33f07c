from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import UR

from momentum_sim import RAVINE
from production.clips.colour import Picture
from production.film import SceneRef
from production.frames.capture import capture
from production.frames.dry_run import read_timeline
from production.frames.selection import Selection
from production.output_spec import Quality
from scenes import experiment, style
from scenes.experiment import arrival
from scenes.recap import (
    COUNT_SIZE,
    HEAVY,
    HEAVY_SETTLED,
    PLAIN,
    PLAIN_SETTLED,
    SENTENCE_BASELINES,
    PushesThatAgree,
    PushesThatAlternate,
    Recap,
    space_evenly,
)


def test_ninety_two_steps_instead_of_938() -> None:
    assert arrival(HEAVY) == 92
    assert arrival(PLAIN) == 938


def test_the_race_is_fair_and_each_stays_where_it_arrived() -> None:
    assert PLAIN.learning_rate == HEAVY.learning_rate == 0.098
    np.testing.assert_array_equal(PLAIN.parameters[0], HEAVY.parameters[0])
    for run in (PLAIN, HEAVY):
        distance = np.linalg.norm(run.parameters - RAVINE.minimiser, axis=-1)
        assert distance[arrival(run) - 1] >= 0.1
        assert (distance[arrival(run) :] < 0.1).all()


def test_both_are_seen_exactly_at_the_minimum_in_the_end() -> None:
    scene = Recap()
    scene.lay_out_the_race()
    for path, settled in ((scene.heavy, HEAVY_SETTLED), (scene.plain, PLAIN_SETTLED)):
        away = path.set_to(settled).marker.get_center() - scene.map.to_screen(RAVINE.minimiser)
        # In pixels, in a frame of 1080.
        assert np.linalg.norm(away) / style.FRAME_HEIGHT * 1080 < 2


def test_what_alternates_is_damped() -> None:
    alternating = PushesThatAlternate(SENTENCE_BASELINES[2])
    assert alternating.left_over == pytest.approx(1 / (1 + experiment.MOMENTUM), abs=1e-4)
    ways = [np.sign(push.end[1] - push.start[1]) for push in alternating.pushes]
    assert ways == [1, -1] * 4
    damping = alternating.damp()
    damping.begin()
    damping.finish()
    for push, velocity in zip(alternating.pushes, alternating.velocities, strict=True):
        left_over = alternating.left_over * (push.end - push.start)
        assert velocity.end - velocity.start == pytest.approx(left_over)
    assert alternating.get_bottom()[1] > style.CAPTIONS_TOP


def test_the_velocities_end_at_one_edge() -> None:
    scene = Recap()
    scene.lay_out_the_sentence()
    building_up = PushesThatAgree(SENTENCE_BASELINES[1]).build_up()
    building_up.begin()
    building_up.finish()
    assert building_up.arrow.end[0] == pytest.approx(scene.velocity.end[0], abs=0.01)


def test_the_voice_says_both_numbers() -> None:
    timeline = read_timeline(SceneRef("scenes.recap:Recap"))
    sentence, counts = timeline.beats
    assert sentence.narration == "Keep a velocity. What agrees adds up, what alternates is damped."
    assert "92 steps instead of 938" in counts.narration
    assert 11 <= timeline.length <= 15


def test_the_film_ends_on_the_ground_and_is_remembered_by_its_title(tmp_path: Path) -> None:
    scene, size = SceneRef("scenes.recap:Recap"), Quality(320, 180, 15)
    timeline = read_timeline(scene)
    last_beat = timeline.beats[-1]
    pictures: list[Picture] = []
    capture(
        scene,
        size,
        lambda _, frame, __: pictures.append(frame.pixels[..., :3].copy()),
        selection=Selection(
            frames=[round(time * size.frame_rate) - 1 for time in (last_beat.still_time, timeline.length)]
        ),
        folder=tmp_path,
    )
    title, ground = pictures
    assert title.max() > 200
    assert (ground == ground[0, 0]).all()


def test_the_sentence_stands_alone_for_two_seconds() -> None:
    sentence = read_timeline(SceneRef("scenes.recap:Recap")).beats[0]
    assert sentence.pacing is not None
    joined_by_arrows = sentence.narration.split().index("adds")
    assert dict(sentence.pacing.moments)[joined_by_arrows] >= 2
    scene = Recap()
    scene.lay_out_the_sentence()
    assert scene.sentence.get_bottom()[1] > style.CAPTIONS_TOP


def test_the_counts_are_large_and_tell_where_the_paths_are() -> None:
    scene = Recap()
    scene.lay_out_the_race()
    for count, path, run in (
        (scene.heavy_count, scene.heavy, HEAVY),
        (scene.plain_count, scene.plain, PLAIN),
    ):
        number = count.number.set_to(arrival(run))
        assert number.height / style.FRAME_HEIGHT * 1080 == pytest.approx(160, abs=6)
        assert number.font_size == COUNT_SIZE
        path.set_to(arrival(run))
        reached = scene.map.to_parameters(path.marker.get_center())
        np.testing.assert_allclose(reached, run.parameters[arrival(run)], atol=1e-9)
        assert count.get_bottom()[1] > path.get_top()[1]
    assert scene.heavy_count.get_right()[0] < scene.plain_count.get_left()[0]
    assert scene.plain_count.get_right()[0] <= style.SAFE_WIDTH / 2


def test_the_names_become_the_title_letter_by_letter() -> None:
    scene = Recap()
    scene.lay_out_the_race()
    subject, (_, descent, _) = scene.signature
    for name, becomes in ((scene.heavy_count.method[0], subject[0]), (scene.plain_count.method[0], descent)):
        assert len(name.get_subpaths()) == len(becomes.get_subpaths())
    before = subject.copy()
    space_evenly(*subject.submobjects)
    assert subject.get_corner(UR) == pytest.approx(before.get_corner(UR), abs=0.01)
    for outline in subject[0].get_subpaths():
        lengths = np.linalg.norm(outline[3::4] - outline[::4], axis=-1)
        assert lengths.max() < 1.1 * lengths.mean()
