from __future__ import annotations

import pytest

from production.film import SceneRef
from production.output_spec import OutputSpec, Quality
from production.segments import Segment, divide, segments_of, settled_frames
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
    ("lengths", "longest", "runs"),
    [
        ((10.0,), 24.0, [range(0, 1)]),
        ((10.0, 15.0, 10.0), 24.0, [range(0, 3)]),
        ((20.0, 20.0, 20.0), 24.0, [range(0, 1), range(1, 3)]),
        ((100.0,), 24.0, [range(0, 1)]),
        ((1.0, 1.0, 58.0, 30.0), 24.0, [range(0, 2), range(2, 3), range(3, 4)]),
        ((10.0, 10.0, 10.0), 10.0, [range(0, 1), range(1, 2), range(2, 3)]),
    ],
)
def test_lengths_are_divided_into_runs(lengths: tuple[float, ...], longest: float, runs: list[range]) -> None:
    assert divide(lengths, longest) == runs


def test_settled_frames_are_counted_from_a_segments_first() -> None:
    whole = Timeline(SceneRef("a:B"), "", "", (), play_boundaries=(0.4, 1.4, 2.0, 2.6))
    assert settled_frames(whole, 0.4, 2.6, 15) == (15, 24)
    assert settled_frames(whole, 0.0, 1.0, 60) == (24,)


def test_where_a_shorter_animation_ends_in_a_play_the_next_frame_is_settled() -> None:
    whole = Timeline(
        SceneRef("a:B"),
        "",
        "",
        (),
        play_boundaries=(2.0,),
        ends_within_plays=(0.0, 0.51, 1.0, 2.1, 2.15, 2.99),
    )
    # Of those at 2.1 and 2.15 the last counts; the one at 2.99 would be in the frame after the last.
    assert settled_frames(whole, 0.0, 3.0, 10) == (6, 10, 20, 22)
    assert settled_frames(whole, 0.5, 2.0, 10) == (1, 5)


def test_a_segment_knows_its_frames_and_which_of_them_are_settled() -> None:
    scene = SceneRef("a:B")
    beats = (Beat("", "", 0.0, 2.0, 2.0), Beat("", "", 2.0, 9.0, 9.0))
    whole = Timeline(scene, "", "", beats, play_boundaries=(1.0, 2.0, 3.0, 5.0))
    output = OutputSpec(Quality(160, 90, 30))
    assert Segment.of(whole, 1, output) == Segment(
        scene, output, 1, first_frame=60, frames=210, settled_frames=(30, 90)
    )


def test_segments_side_by_side_have_the_frames_of_the_whole_whatever_its_times_round_to() -> None:
    # At 24 frames a second none of these beats begins with a whole frame but the first.
    whole, output = timeline(1.01, 0.77, 2.345, 0.5), OutputSpec(Quality(160, 90, 24))
    segments = segments_of(whole, output)
    assert [segment.first_frame for segment in segments] == [0, 24, 43, 99]
    assert [segment.frames for segment in segments] == [24, 19, 56, 12]
