"""Frames that only repeat the one before are those that x264 would have written, and cost it nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, TypeAlias

import av
import numpy as np
import pytest
from av.packet import Packet
from hypothesis import given, settings
from hypothesis import strategies as st

from production.clips.colour import Picture
from production.clips.encoder import Encoder
from production.clips.still_frames import ENCODED, FramePlan, Slices
from production.film import SceneRef
from production.output_spec import Format, OutputSpec, Quality
from production.segments import segments_of
from production.timeline import Beat, Timeline

SIZE = Quality(192, 108, 15)
OUTPUT = OutputSpec(SIZE)
Packets: TypeAlias = list[tuple[int | None, int | None, bool]]
DETAIL = np.random.default_rng(5).integers(0, 255, (32, 32), np.uint8)


def picture(column: int) -> Picture:
    pixels = np.full((SIZE.height, SIZE.width, 4), (15, 20, 25, 255), np.uint8)
    pixels[32:64, column : column + 32, 1] = DETAIL
    return pixels


def moves_and_rests(*lengths: int) -> tuple[list[int], list[tuple[int, int]], list[int]]:
    """How often each picture stands, the ranges in which one does, and where something has just ended."""
    repeats: list[int] = []
    rests, settled = [], []
    for length in lengths:
        repeats += [1] * 5
        first = sum(repeats)
        settled.append(first)
        if length:
            rests.append((first, first + length))
            repeats.append(length)
    return repeats, rests, settled


def encode(
    repeats: Sequence[int], output: OutputSpec = OUTPUT, **of_frames: Any
) -> tuple[list[bytes], Packets, int]:
    """The decoded frames, the packets' times, and how many frames were encoded."""
    clip, encoded = BytesIO(), 0

    class Counting(Encoder):
        def _write(self, packets: Iterable[Packet[Any]]) -> None:
            nonlocal encoded
            packets = list(packets)
            encoded += len(packets)
            super()._write(packets)

    with Counting(clip, output, **of_frames) as encoder:
        for number, repeat in enumerate(repeats):
            encoder.write(picture(3 * number % 150), repeat)
    with av.open(BytesIO(clip.getvalue()), "r") as opened:
        packets = [packet for packet in opened.demux(video=0) if packet.pts is not None]
        times = [(packet.pts, packet.dts, packet.is_keyframe) for packet in packets]
    with av.open(BytesIO(clip.getvalue()), "r") as opened:
        return [frame.to_ndarray().tobytes() for frame in opened.decode(video=0)], times, encoded


@given(
    lengths=st.lists(st.integers(0, 75), min_size=1, max_size=5),
    keys=st.sets(st.integers(1, 120), max_size=3),
    is_busy=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_rests_are_the_frames_that_x264_would_have_written(
    lengths: list[int], keys: set[int], is_busy: bool
) -> None:
    repeats, rests, settled = moves_and_rests(*lengths)
    key_frames, busy = sorted(keys), [(0, 5)] if is_busy else []
    frames, times, encoded = encode(
        repeats, settled_frames=settled, busy=busy, rests=rests, key_frames=key_frames
    )
    plain, plain_times, every = encode(repeats, settled_frames=settled, busy=busy, key_frames=key_frames)
    assert frames == plain
    assert times == plain_times
    assert every == sum(repeats)
    plan = FramePlan(2 * SIZE.frame_rate, key_frames, rests)
    assert encoded == every - len(plan.repeated)


def test_a_long_rest_is_encoded_only_where_a_group_begins() -> None:
    repeats, rests, settled = moves_and_rests(100)
    assert encode(repeats, settled_frames=settled, rests=rests)[2] == 5 + (1 + ENCODED) * 4


@pytest.mark.parametrize("output", [OutputSpec(SIZE, master=True), OutputSpec(SIZE, Format.MOV)])
def test_so_it_is_in_masters_and_in_other_containers(output: OutputSpec) -> None:
    repeats, rests, settled = moves_and_rests(40, 0, 25)
    frames, times, encoded = encode(repeats, output, settled_frames=settled, rests=rests)
    assert (frames, times) == encode(repeats, output, settled_frames=settled)[:2]
    assert (output.format is Format.MOV and output.master) or encoded < sum(repeats)


@pytest.mark.parametrize("format", [Format.WEBM, Format.GIF])
def test_other_codecs_are_given_every_frame(format: Format) -> None:
    repeats, rests, settled = moves_and_rests(20)
    assert encode(repeats, OutputSpec(SIZE, format), settled_frames=settled, rests=rests)[2] == 25


def test_where_slices_are_not_as_expected_every_frame_is_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Slices, "are_still", False)
    repeats, rests, _ = moves_and_rests(30, 20)
    frames, _, encoded = encode(repeats, rests=rests)
    assert encoded == sum(repeats)
    assert frames == encode(repeats)[0]


def test_a_picture_that_comes_in_a_rest_after_all_is_encoded() -> None:
    frames, _, encoded = encode([1, 1, 12, 1, 1, 6], rests=[(2, 30)])
    assert frames == encode([1, 1, 12, 1, 1, 6])[0]
    assert encoded == 2 + 1 + ENCODED + 2 + 6


def test_slices_of_another_kind_are_not_numbered() -> None:
    slices = Slices()
    for packet in ("0000000165", "00000001419a2000", "00000001419a4000", "00000001419a6000"):
        slices.take(bytes.fromhex(packet))
    assert slices.are_still
    assert slices.repeat().hex() == "00000001419a8000"
    # x264's fourth is the fifth by now.
    assert slices.take(bytes.fromhex("00000001419a8000")).hex() == "00000001419aa000"
    with pytest.raises(ValueError, match="x264's slice begins with 00 00 00 01 41 9a e0 00"):
        slices.take(bytes.fromhex("00000001419ae000"))


def test_a_beat_knows_its_own_rests() -> None:
    beats = tuple(Beat("", "", start, start + 2, start + 2) for start in (0.0, 2.0))
    timeline = Timeline(SceneRef("a:B"), "", "", beats, rests=((0.4, 1.0), (1.6, 2.0), (2.2, 4.0)))
    first, second = segments_of(timeline, OUTPUT)
    assert first.rests == ((6, 15), (24, 30))
    assert second.rests == ((3, 30),)
    assert timeline.only(2).rests == ((0.2, 2.0),)
    assert Timeline.from_json(timeline.to_json()) == timeline
