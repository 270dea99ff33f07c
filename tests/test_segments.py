from __future__ import annotations

import pytest

from production.clips import codecs
from production.clips.codecs import Codec
from production.film import SceneRef
from production.output_spec import Format, OutputSpec, Quality
from production.segments import SECONDS_A_SEGMENT, Segment, divide, segments_of, settled_frames
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


def test_a_long_beat_is_cut_at_key_frames_and_no_part_is_short() -> None:
    output = OutputSpec(Quality(160, 90, 30))
    for seconds, frames in {
        1.0: [30],
        5.9: [177],
        6.1: [120, 63],
        8.0: [120, 120],
        13.5: [120, 120, 165],
        14.5: [120, 120, 120, 75],
    }.items():
        parts = segments_of(timeline(2.0, seconds), output)[1:]
        assert [part.frames for part in parts] == frames
        assert [part.offset for part in parts] == [120 * index for index in range(len(frames))]
        assert [part.first_frame - part.offset for part in parts] == [60] * len(frames)
        assert [part.ends_beat for part in parts] == [False] * (len(frames) - 1) + [True]
        assert {part.beat for part in parts} == {1}


@pytest.mark.parametrize("name", [name for name, value in vars(codecs).items() if isinstance(value, Codec)])
def test_beats_are_cut_where_every_codec_begins_a_group(name: str) -> None:
    codec: Codec = getattr(codecs, name)
    assert SECONDS_A_SEGMENT % codec.seconds_between_key_frames == 0


def test_a_part_knows_what_of_the_beat_is_in_it() -> None:
    scene, output = SceneRef("a:B"), OutputSpec(Quality(160, 90, 10))
    whole = Timeline(
        scene,
        "",
        "",
        (Beat("", "", 0.0, 8.0, 8.0),),
        play_boundaries=(1.0, 4.0, 5.0, 7.0),
        rests=((1.0, 5.0), (7.0, 8.0)),
        busy=((3.0, 4.0), (5.0, 7.0)),
    )
    first, second = segments_of(whole, output)
    assert (first.settled_frames, first.rests, first.busy) == ((10,), ((10, 40),), ((30, 40),))
    assert (second.settled_frames, second.rests, second.busy) == (
        (10, 30),
        ((0, 10), (30, 40)),
        ((10, 30),),
    )


def test_a_gif_is_made_as_a_whole() -> None:
    output = OutputSpec(Quality(160, 90, 30), Format.GIF)
    assert [segment.frames for segment in segments_of(timeline(20.0), output)] == [600]


def test_segments_side_by_side_have_the_frames_of_the_whole_whatever_its_times_round_to() -> None:
    # At 24 frames a second none of these beats begins with a whole frame but the first.
    whole, output = timeline(1.01, 0.77, 2.345, 0.5), OutputSpec(Quality(160, 90, 24))
    segments = segments_of(whole, output)
    assert [segment.first_frame for segment in segments] == [0, 24, 43, 99]
    assert [segment.frames for segment in segments] == [24, 19, 56, 12]
