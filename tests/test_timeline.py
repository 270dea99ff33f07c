from __future__ import annotations

from itertools import pairwise

import pytest
from production.recording import RenderError

from production.timeline import Timeline, film_beats, read_timeline, scene_name, starts

TWO_BEATS = "tests.films.two_beats:TwoBeats"


def test_a_timeline_is_read_without_drawing() -> None:
    timeline = read_timeline(TWO_BEATS)
    assert (timeline.scene, timeline.title) == (TWO_BEATS, "Two beats")
    assert [beat.title for beat in timeline.beats] == ["It appears", "It rests"]
    # 12 words at 150 a minute take 4.8 s; the second beat is its wait and a hold of 0.4 s.
    assert [beat.start for beat in timeline.beats] == [0, 4.8]
    assert timeline.length == pytest.approx(4.8 + 1.4)


def test_a_timeline_knows_when_animations_have_ended() -> None:
    timeline = read_timeline(TWO_BEATS)
    second = timeline.beats[1]
    assert timeline.rests == (1.0, 4.8, 5.8)
    assert timeline.only(2).rests == (round(5.8 - second.start, 9),)


def test_a_parameter_reaches_the_scene() -> None:
    with pytest.raises(ValueError, match="it must fit the frame"):
        read_timeline(TWO_BEATS, {"side": 9.0})


def test_a_failing_scene_is_named_with_its_beat_and_the_cause() -> None:
    scene = "tests.films.two_beats:Breaks"
    with pytest.raises(RenderError, match=rf"{scene}, beat 2 \(Not fine\): ZeroDivisionError: no way on"):
        read_timeline(scene)


def test_a_scene_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match=r"no module tests\.films\.nowhere"):
        read_timeline("tests.films.nowhere:Gone")


def test_a_timeline_survives_its_file() -> None:
    timeline = read_timeline(TWO_BEATS)
    assert Timeline.from_json(timeline.to_json()) == timeline


def test_scenes_play_one_after_the_other() -> None:
    timeline = read_timeline(TWO_BEATS)
    assert starts([timeline, timeline]) == [0, timeline.length]
    beats = film_beats([timeline, timeline])
    assert [beat.start for beat in beats] == pytest.approx([0, 4.8, 6.2, 11.0])
    assert all(before.end == after.start for before, after in pairwise(beats))


def test_a_scene_is_called_by_its_module() -> None:
    assert scene_name("scenes.speed_limit:SpeedLimit") == "speed_limit"
