from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from typing import Any, TypeAlias

import av
import cv2
import numpy as np
import pytest

from benchmarks.fidelity import Ssim, blocks_off
from benchmarks.luma import luma_of
from production.clips import encoder
from production.clips.codecs import codec_for
from production.clips.colour import Picture, WholeConverter
from production.clips.cut import begins_closed_group
from production.clips.encoder import Encoder
from production.clips.encoding_thread import EncoderBeside
from production.frames.dirty_rectangles import Rectangle
from production.output_spec import MASTER_FORMATS, Format, OutputSpec, Quality

Colour: TypeAlias = tuple[int, int, int]
Shot: TypeAlias = tuple[Picture, int] | tuple[Picture, int, Iterable[Rectangle]]

SIZE, LARGER = Quality(192, 108, 15), Quality(640, 360, 60)
GROUND = (15, 20, 25, 255)
COLOURS = [(230, 159, 0), (86, 180, 233), (242, 112, 138), (127, 224, 176), (232, 237, 242)]


def picture(column: int = 0, colour: Colour = COLOURS[0], alpha: int = 255) -> Picture:
    pixels = np.empty((SIZE.height, SIZE.width, 4), np.uint8)
    pixels[:] = GROUND if alpha == 255 else 0
    pixels[32:64, column : column + 32] = [*(channel * alpha // 255 for channel in colour), alpha]
    return pixels


def encode(
    frames: Iterable[Shot],
    container: Format = Format.MP4,
    transparent: bool = False,
    key_frames: Iterable[int] = (),
) -> bytes:
    clip = BytesIO()
    with Encoder(clip, OutputSpec(SIZE, container, transparent), key_frames=key_frames) as encoder:
        for frame in frames:
            encoder.write(*frame)
    return clip.getvalue()


@pytest.mark.parametrize("container", Format)
def test_a_clip_is_the_same_whether_it_is_encoded_beside_or_not(container: Format) -> None:
    frames = [(picture(column), 1 + column % 3 * 6) for column in range(0, 160, 7)]
    clips = [BytesIO(), BytesIO()]
    output = OutputSpec(SIZE, container)
    for clip, encoder_class in zip(clips, (Encoder, EncoderBeside), strict=True):
        with encoder_class(clip, output, settled_frames=[40], rests=[(1, 7)]) as encoder:
            lent = picture()
            for drawn, repeat in frames:
                # The next picture is drawn into the same array.
                lent[:] = drawn
                encoder.write(lent, repeat)
    assert clips[0].getvalue() == clips[1].getvalue()


def test_what_fails_beside_is_raised_by_the_next_frame_or_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError("full")

    encoder = EncoderBeside(BytesIO(), OutputSpec(SIZE))
    monkeypatch.setattr(Encoder, "encode", fail)
    encoder.write(picture())
    with pytest.raises(OSError, match="full"):
        encoder.write(picture())
    encoder.write(picture())
    with pytest.raises(OSError, match="full"):
        encoder.close()


def test_a_file_is_left_only_when_nothing_is_written_to_it_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended: list[float] = []
    encode = Encoder.encode

    def slowly(*given: Any) -> None:
        time.sleep(0.3)
        encode(*given)
        ended.append(time.monotonic())

    monkeypatch.setattr(Encoder, "encode", slowly)

    def write() -> None:
        with EncoderBeside(BytesIO(), OutputSpec(SIZE)) as encoder:
            encoder.write(picture())
            raise KeyError

    with pytest.raises(KeyError):
        write()
    assert len(ended) == 1


def decode(clip: bytes, format: str = "rgba") -> list[Picture]:
    with av.open(BytesIO(clip), "r") as container:
        return [np.asarray(frame.to_ndarray(format=format), np.uint8) for frame in container.decode(video=0)]


def level(plane: Any) -> int:
    """A plane's sample in the midst of the square that ``picture(32)`` draws."""
    samples = np.frombuffer(plane, np.uint8)
    return int(samples[plane.line_size * (plane.height * 48 // 108) + plane.width * 48 // 192])


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_survive_when_read_as_bt709(colour: Colour) -> None:
    with av.open(BytesIO(encode([(picture(32, colour), 4)])), "r") as container:
        frame = list(container.decode(video=0))[-1]
        y, u, v = (level(plane) for plane in frame.planes)
    # ITU-R BT.709-6, 3.2 to 3.5, in 8 bits of limited range.
    luma, blue, red = (y - 16) / 219, (u - 128) / 224, (v - 128) / 224
    r, b = luma + 1.5748 * red, luma + 1.8556 * blue
    g = (luma - 0.2126 * r - 0.0722 * b) / 0.7152
    assert np.abs(np.array([r, g, b]) * 255 - colour).max() <= 3


@pytest.mark.parametrize(("settled", "is_clean"), [([59], True), ([], False)])
def test_words_that_have_faded_leave_no_ghosts(settled: list[int], is_clean: bool) -> None:
    clip = BytesIO()
    with Encoder(clip, OutputSpec(LARGER), settled_frames=settled) as encoder:
        for share in (1 + np.cos(np.linspace(0, np.pi, 60))) / 2:
            encoder.write(words(share))
    last = decode(clip.getvalue(), "rgb24")[-1]
    is_off = (np.abs(last.astype(np.int16) - GROUND[:3]) > 1).any(axis=-1)
    assert (is_off.mean() <= 0.0005) == is_clean


def test_the_finer_quantiser_is_the_finest_that_x264_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    codec = codec_for(OutputSpec(LARGER))
    assert codec.fine_qp is not None

    def frames(fine_qp: int) -> list[bytes]:
        monkeypatch.setattr(encoder, "codec_for", lambda _: replace(codec, fine_qp=fine_qp))
        clip = BytesIO()
        with Encoder(clip, OutputSpec(LARGER), busy=[(2, 8)]) as fine:
            for n in range(10):
                fine.write(np.roll(words(), (n, 3 * n), axis=(0, 1)))
        return [frame.tobytes() for frame in decode(clip.getvalue(), "rgb24")]

    assert frames(codec.fine_qp) == frames(codec.fine_qp - 4)
    assert frames(codec.fine_qp) != frames(codec.fine_qp + 1)


def test_frames_in_which_much_moves_are_encoded_more_finely() -> None:
    drawn = [np.roll(words(), (n, 3 * n), axis=(0, 1)) for n in range(30)]
    raw = [luma_of(WholeConverter("nv12").convert(each, None)).copy() for each in drawn]

    def ssim(busy: list[tuple[int, int]]) -> list[float]:
        clip = BytesIO()
        with Encoder(clip, OutputSpec(LARGER), busy=busy, settled_frames=[25]) as encoder:
            for each in drawn:
                encoder.write(each)
        with av.open(BytesIO(clip.getvalue()), "r") as opened:
            return list(map(Ssim(), raw, map(luma_of, opened.decode(video=0))))

    plain, fine = np.array(ssim([])), np.array(ssim([(10, 20)]))
    assert (fine[:10] == plain[:10]).all()
    assert (fine[10:20] > plain[10:20]).all()
    # A settled frame in it is as fine as ever.
    assert ssim([(10, 30)])[25] == pytest.approx(plain[25], abs=5e-4)


def words(share: float = 1.0) -> Picture:
    """A picture full of words, by some share there."""
    picture = np.full((LARGER.height, LARGER.width, 4), GROUND, np.uint8)
    for row in range(20, LARGER.height, 24):
        place, font = (10, row), cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(picture, "what alternates is damped", place, font, 0.5, (232, 232, 232, 255))
    return np.rint(share * picture + (1 - share) * np.array(GROUND)).astype(np.uint8)


@pytest.mark.parametrize("full_chroma", [False, True])
@pytest.mark.parametrize("container", MASTER_FORMATS)
def test_nothing_is_seen_of_a_masters_encoding(container: Format, full_chroma: bool) -> None:
    # Words that come while they move: little in a film is harder to encode.
    output = OutputSpec(LARGER, container, master=True, full_chroma=full_chroma)
    drawn = [np.roll(words(share), (n, 3 * n), axis=(0, 1)) for n, share in enumerate(np.linspace(0, 1, 20))]
    clip = BytesIO()
    with Encoder(clip, output) as encoder:
        for picture in drawn:
            encoder.write(picture)
    with av.open(BytesIO(clip.getvalue()), "r") as opened:
        frames = list(opened.decode(video=0))
    ssim, converter = Ssim(), WholeConverter("yuv444p")
    raw = [luma_of(converter.convert(picture, None)).copy() for picture in drawn]
    # Of ten bits, too.
    finished = [luma_of(frame.reformat(format="yuv444p")).copy() for frame in frames]
    assert min(map(ssim, raw, finished)) >= 0.995


@pytest.mark.parametrize(
    ("container", "between"), [(Format.MP4, 0.5), (Format.MOV, 0)], ids=["tagged", "as editors take it"]
)
def test_a_masters_colours_stand_where_they_were_drawn(container: Format, between: float) -> None:
    edge, clip = 33, BytesIO()
    with Encoder(clip, OutputSpec(SIZE, container, master=True)) as encoder:
        encoder.write(picture(edge))
    with av.open(BytesIO(clip.getvalue()), "r") as opened:
        frame = next(opened.decode(video=0))
    # Where the colour changes, by the places of its samples: each stands for two pixels around it.
    plane: Any = frame.planes[1]
    kind = np.uint8 if container is Format.MP4 else np.uint16
    row = np.frombuffer(plane, kind).reshape(plane.height, -1)[plane.height * 48 // 108, :24].astype(float)
    share = (row - row[-1]) / (row[0] - row[-1])
    assert between - 1 + 2 * share.sum() == pytest.approx(edge - 0.5, abs=0.15)


def test_an_mp4_is_high_profile_h264_with_bt709_tags_and_closed_groups() -> None:
    clip = encode([(picture(column), 1) for column in range(100)])
    with av.open(BytesIO(clip), "r") as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
        assert context.color_range == 1
        packets = [packet for packet in container.demux(stream) if packet.dts is not None]
        times = [packet.pts for packet in packets if packet.pts is not None]
        assert len(times) == len(packets)
        frame = Fraction(1, SIZE.frame_rate) / (stream.time_base or 1)
        assert sorted(times) == [number * frame for number in range(100)]
        keys = [number for number, packet in enumerate(packets) if packet.is_keyframe]
        assert keys[0] == 0
        assert max(np.diff([*keys, len(packets)])) <= 2 * SIZE.frame_rate
        # A group is closed if nothing that is decoded after its key frame is shown before it.
        for key, following in pairwise([*keys, len(packets)]):
            assert min(times[key:following]) == times[key]


@pytest.mark.parametrize(
    ("container", "transparent"),
    [(Format.MP4, False), (Format.MOV, False), (Format.WEBM, False), (Format.WEBM, True)],
)
def test_key_frames_stand_where_they_are_asked_for_even_while_a_picture_is_held(
    container: Format, transparent: bool
) -> None:
    wanted = (0, 7, 8, 41, 60)
    shots: list[Shot] = [*((picture(column), 1) for column in range(20)), (picture(20), 50)]
    with av.open(BytesIO(encode(shots, container, transparent, wanted)), "r") as opened:
        packets = [packet for packet in opened.demux(video=0) if packet.pts is not None]
        keys = [number for number, packet in enumerate(packets) if packet.is_keyframe]
        # Besides, one after two seconds without.
        assert keys == sorted({*wanted, 38})
        assert all(begins_closed_group(packets[number]) for number in keys)


def test_every_frame_of_prores_is_a_key_frame_and_of_a_gif_the_first_alone() -> None:
    for container, transparent, keys in ((Format.MOV, True, 9), (Format.GIF, False, 1)):
        clip = encode([(picture(column), 1) for column in range(9)], container, transparent, (0, 5))
        with av.open(BytesIO(clip), "r") as opened:
            packets = [packet for packet in opened.demux(video=0) if packet.pts is not None]
        assert [packet.is_keyframe for packet in packets] == [True] * keys + [False] * (9 - keys)


@pytest.mark.parametrize(
    ("container", "transparent", "pixels"),
    [
        (Format.MP4, False, "yuv420p"),
        (Format.MOV, False, "yuv420p"),
        (Format.WEBM, False, "yuv420p"),
        (Format.GIF, False, "bgra"),
        (Format.MOV, True, "yuva444p12le"),
    ],
)
def test_every_format_has_every_frame(container: Format, transparent: bool, pixels: str) -> None:
    clip = encode([(picture(0), 3), (picture(40), 1), (picture(80), 5)], container, transparent)
    with av.open(BytesIO(clip), "r") as opened:
        frames = list(opened.decode(video=0))
    assert len(frames) == 9
    assert frames[0].format.name == pixels
    last = frames[-1].to_ndarray(format="rgba")
    assert np.abs(last[48, 96, :3].astype(int) - COLOURS[0]).max() <= 6


def test_transparent_webm_keeps_alpha() -> None:
    clip = encode([(picture(40, alpha=128), 3)], Format.WEBM, True)
    with av.open(BytesIO(clip), "r") as container:
        stream = container.streams.video[0]
        assert stream.metadata.get("alpha_mode", stream.metadata.get("ALPHA_MODE")) == "1"
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        frames = [frame for packet in container.demux(stream) for frame in decoder.decode(packet)]
    assert frames[-1].format.name == "yuva420p"
    alpha = frames[-1].to_ndarray(format="rgba")[..., 3]
    assert abs(int(alpha[48, 56]) - 128) <= 3
    assert alpha[5, 5] <= 2


def test_transparent_colours_are_not_darkened() -> None:
    last = decode(encode([(picture(40, alpha=128), 2)], Format.MOV, True))[-1]
    assert np.abs(last[48, 56].astype(int) - [*COLOURS[0], 128]).max() <= 3
    assert last[5, 5, 3] == 0


def test_converting_only_what_changed_gives_the_same_frames() -> None:
    frames = [picture(column) for column in range(0, 60, 3)]
    assert converted([(f, [(0, 32, 96, 64)]) for f in frames]) == converted([(f, None) for f in frames])
    # Rectangles that begin and end in the midst of a colour sample, and overlap.
    moved = [np.roll(frame, row, axis=0) for row, frame in enumerate(frames)]
    rectangles = [
        [(max(0, 3 * row - 3), row + 31, 3 * row + 20, row + 64), (3 * row, row + 31, 3 * row + 33, row + 65)]
        for row in range(len(frames))
    ]
    assert converted(zip(moved, rectangles, strict=True)) == converted([(f, None) for f in moved])


def converted(frames: Iterable[tuple[Picture, list[Rectangle] | None]]) -> list[bytes]:
    """All samples of each frame."""
    with Encoder(BytesIO(), OutputSpec(SIZE)) as encoder:
        encoder.write(picture())
        return [
            np.asarray(encoder.convert(pixels, changed).to_ndarray()).tobytes() for pixels, changed in frames
        ]


@pytest.mark.parametrize("key_frames", [(), (1, 7, 8, 20)])
def test_nothing_that_changed_is_taken_for_still(key_frames: tuple[int, ...]) -> None:
    # A square that moves by odd steps, through blocks of 16 pixels and over their edges.
    frames = [np.roll(picture(), (row, 3 * row), axis=(0, 1)) for row in range(30)]
    rectangles = [(max(0, 3 * row - 3), 31 + row, 3 * row + 32, 64 + row) for row in range(30)]
    shots = [(frame, 1, [rectangle]) for frame, rectangle in zip(frames, rectangles, strict=True)]
    clip = encode(shots, key_frames=key_frames)
    for shown, drawn in zip(decode(clip), frames, strict=True):
        assert np.abs(shown.astype(np.int16) - drawn).mean() < 2


def test_a_held_picture_is_the_picture_repeated_with_no_change() -> None:
    assert encode([(picture(), 7)]) == encode([(picture(), 1), *[(picture(), 1, [])] * 6])


def test_frames_do_not_share_memory_with_what_comes_after() -> None:
    kept = picture(0)
    clip = BytesIO()
    with Encoder(clip, OutputSpec(SIZE)) as encoder:
        for column in (0, 60, 120):
            kept[:] = picture(column)
            encoder.write(kept)
    shown = [cv2.cvtColor(frame, cv2.COLOR_RGBA2GRAY) for frame in decode(clip.getvalue())]
    assert [int(frame[48].argmax()) // 50 for frame in shown] == [0, 1, 2]


def fade_and_growing_bar() -> Iterator[tuple[Picture, int]]:
    """Something faint fades out while a bar grows; then all rests."""
    height, width = LARGER.height, LARGER.width
    coarse = np.random.default_rng(3).integers(0, 60, (9, 24)).astype(np.float32)
    detail = cv2.resize(coarse, (width // 2, height // 3))
    steps = 30
    for step in range(steps + 1):
        drawn = np.full((height, width, 4), GROUND, np.uint8)
        rows, columns = slice(20, 20 + height // 3), slice(20, 20 + width // 2)
        faded = detail * (1 - step / steps)
        drawn[rows, columns, :3] = np.rint(drawn[rows, columns, :3] + faded[..., np.newaxis])
        drawn[height - 90 : height - 40, 40 : 60 + 12 * step] = (*COLOURS[0], 255)
        yield drawn, 1 if step < steps else 30


def test_neither_blocks_nor_ghosts_are_left_by_what_moves_and_fades() -> None:
    shots = list(fade_and_growing_bar())
    clip = BytesIO()
    with Encoder(clip, OutputSpec(LARGER), settled_frames=[30]) as encoder:
        for drawn, repeat in shots:
            encoder.write(drawn, repeat)
    converter, ssim = WholeConverter("yuv420p"), Ssim()
    raw = [luma_of(converter.convert(drawn, None)).copy() for drawn, repeat in shots for _ in range(repeat)]
    with av.open(BytesIO(clip.getvalue()), "r") as opened:
        frames = [luma_of(frame).copy() for frame in opened.decode(video=0)]
    assert min(map(ssim, raw, frames)) >= 0.9945
    # What one sees in flat areas: a block that is lighter or darker than it should be.
    assert max(map(blocks_off, raw, frames)) <= 0.03
    assert blocks_off(raw[-1], frames[-1]) == 0
