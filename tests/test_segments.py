from __future__ import annotations

import pytest

from production.film import SceneRef
from production.output_spec import OutputSpec, Quality
from production.segments import Segment, divide, settled_frames
from production.timeline import Beat, Timeline


def timeline(*lengths: float) -> Timeline:
    ends = [sum(lengths[: index + 1]) for index in range(len(lengths))]
    starts = [0.0, *ends]
    return Timeline(
        SceneRef("a:B"),
        "",
        "",
        tuple(Beat("", "", start, end, end) for start, end in zip(starts, ends, strict=False)),
    )


@pytest.mark.parametrize(
    ("lengths", "segments"),
    [
        ((10.0,), [range(0, 1)]),
        ((10.0, 15.0, 10.0), [range(0, 3)]),
        ((20.0, 20.0, 20.0), [range(0, 1), range(1, 3)]),
        ((100.0,), [range(0, 1)]),
        ((1.0, 1.0, 58.0, 30.0), [range(0, 2), range(2, 3), range(3, 4)]),
    ],
)
def test_a_scene_is_divided_between_beats(lengths: tuple[float, ...], segments: list[range]) -> None:
    assert divide(timeline(*lengths)) == segments


def test_settled_frames_are_counted_from_a_segments_first() -> None:
    whole = Timeline(SceneRef("a:B"), "", "", (), play_boundaries=(0.4, 1.4, 2.0, 2.6))
    assert settled_frames(whole, 0.4, 2.6, 15) == (15, 24)
    assert settled_frames(whole, 0.0, 1.0, 60) == (24,)


def test_a_segment_knows_its_frames_and_which_of_them_begin_a_beat_or_are_settled() -> None:
    scene = SceneRef("a:B")
    beats = (Beat("", "", 0.0, 2.0, 2.0), Beat("", "", 2.0, 3.4, 3.4), Beat("", "", 3.4, 9.0, 9.0))
    whole = Timeline(scene, "", "", beats, play_boundaries=(1.0, 2.0, 3.0, 5.0))
    output = OutputSpec(Quality(160, 90, 30))
    assert Segment.of(whole, range(1, 3), output) == Segment(
        scene, output, (1, 3), frames=210, key_frames=(0, 42), settled_frames=(30, 90)
    )


def test_segments_side_by_side_have_the_frames_of_the_whole_whatever_its_times_round_to() -> None:
    # At 24 frames a second none of these beats begins with a whole frame but the first.
    whole, output = timeline(1.01, 0.77, 2.345, 0.5), OutputSpec(Quality(160, 90, 24))
    parts = [Segment.of(whole, beats, output) for beats in (range(0, 1), range(1, 3), range(3, 4))]
    together = Segment.of(whole, range(0, 4), output)
    assert sum(part.frames for part in parts) == together.frames == 111
    firsts = [sum(part.frames for part in parts[:index]) for index in range(3)]
    assert together.key_frames == (0, 24, 43, 99)
    assert together.key_frames == tuple(
        first + key for first, part in zip(firsts, parts, strict=True) for key in part.key_frames
    )


def test_the_length_of_segments_can_be_chosen() -> None:
    scene = timeline(10.0, 10.0, 10.0)
    assert divide(scene) == [range(0, 3)]
    assert divide(scene, seconds=10.0) == [range(0, 1), range(1, 2), range(2, 3)]
