"""What a finished film holds, by its own bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from production.clips.container import read
from production.clips.cut import begins_closed_group
from production.clips.gif import FOREVER, HUNDREDTHS, GifReader
from production.deliverables.file_structure import alpha_mode, index_comes_first
from production.output_spec import Format
from production.text.caption_files import from_vtt_text
from production.text.captions import Caption
from production.text.chapters import Chapter

BT709 = 1
"""What FFmpeg and the standard call BT.709, in matrix, primaries and transfer alike."""

LIMITED_RANGE = 1
"""What FFmpeg calls the range of which a video's black is 16."""

_BLOCK_ADDITION: Any = "matroska_block_additional"
"""Where a WebM has a picture's transparency."""


@dataclass(frozen=True, slots=True)
class FilmContent:
    """A film's frames, captions and chapters, and how it is coded.

    Parameters
    ----------
    codings
        Of its streams of video, of which there is to be one, as FFmpeg calls them.
    size
        Width and height in pixels.
    times, unit
        When (seconds) each frame is shown, in order, and the smallest time that the file can tell.
    length
        When (seconds) the last frame ends, where the file says so.
    frame_rate
        Where the file tells one.
    is_bt709
        Whether it says so of its colours, in limited range.
    says_alpha, alpha_frames
        Whether a WebM says that it is transparent, and how many frames have their transparency beside them.
    rises
        Whether each frame is decoded after the one before it in the file.
    key_frames, groups
        The numbers of the frames from which a player can begin, and with which a closed group begins.
    captions
        None where there is no track for them.
    has_index_first
        Whether a player may start before it has the whole file.
    is_endless
        Whether it begins again after its end by itself.
    """

    codings: tuple[str, ...]
    size: tuple[int, int]
    times: Sequence[Fraction]
    unit: Fraction
    length: Fraction | None = None
    frame_rate: Fraction | None = None
    is_bt709: bool = False
    says_alpha: bool = False
    alpha_frames: int = 0
    rises: bool = True
    key_frames: Sequence[int] = ()
    groups: frozenset[int] = frozenset()
    title: str = ""
    captions: tuple[Caption, ...] | None = None
    chapters: tuple[Chapter, ...] = ()
    has_index_first: bool = True
    is_endless: bool = False


def read_film(film: Path, format: Format) -> FilmContent:
    """Read a film from its beginning to its end; no picture is decoded.

    Raises
    ------
    OSError, ValueError, ArithmeticError, LookupError
        If it is none, or damaged, which shows in many ways.
    """
    return _read_gif(film) if format is Format.GIF else _read_container(film, format)


def _read_gif(film: Path) -> FilmContent:
    with film.open("rb") as file:
        reader = GifReader(file)
        times, now = [], Fraction(0)
        for frame in reader.frames():
            times.append(now)
            now += Fraction(frame.delay, HUNDREDTHS)
    return FilmContent(
        codings=("gif",),
        size=reader.size,
        times=times,
        unit=Fraction(1, HUNDREDTHS),
        length=now,
        is_endless=reader.repetitions == FOREVER,
    )


def _read_container(film: Path, format: Format) -> FilmContent:
    with read(film) as container:
        video = container.streams.video[0]
        context = video.codec_context
        frames, captions = _demux(container, video)
        unit = video.time_base or Fraction(1)
        # In the order in which they are shown.
        in_order = sorted(frames, key=lambda frame: frame.time)
        colours = context.colorspace, context.color_primaries, context.color_trc, context.color_range
        return FilmContent(
            codings=tuple(map(_coding, container.streams.video)),
            size=(context.width, context.height),
            times=[frame.time * unit for frame in in_order],
            unit=unit,
            frame_rate=video.average_rate,
            is_bt709=colours == (BT709, BT709, BT709, LIMITED_RANGE),
            says_alpha=format is Format.WEBM and alpha_mode(film) == 1,
            alpha_frames=sum(frame.has_alpha for frame in frames),
            rises=all(before.decoded < after.decoded for before, after in pairwise(frames)),
            key_frames=[number for number, frame in enumerate(in_order) if frame.is_key],
            groups=frozenset(number for number, frame in enumerate(in_order) if frame.begins_group),
            title=container.metadata.get("title", ""),
            captions=captions if container.streams.subtitles else None,
            chapters=tuple(map(_chapter, container.chapters())),
            has_index_first=index_comes_first(film, format),
        )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a packet says of a frame; its times are in the stream's time base."""

    time: int
    decoded: int
    is_key: bool
    begins_group: bool
    has_alpha: bool


def _demux(container: InputContainer, video: VideoStream) -> tuple[list[_Frame], tuple[Caption, ...]]:
    """Read all packets of the pictures and of the first track of captions, and keep what they say."""
    frames: list[_Frame] = []
    captions: list[Caption] = []
    for packet in container.demux(video, *container.streams.subtitles[:1]):
        # Demuxing ends each stream with an empty packet.
        if packet.pts is None or packet.dts is None:
            continue
        if packet.stream_index != video.index:
            captions += _caption(packet)
        else:
            frames.append(
                _Frame(
                    packet.pts,
                    packet.dts,
                    packet.is_keyframe,
                    begins_closed_group(packet),
                    packet.has_sidedata(_BLOCK_ADDITION),
                )
            )
    return frames, tuple(captions)


def _coding(video: VideoStream) -> str:
    context = video.codec_context
    return " ".join(str(part) for part in (context.name, context.profile, context.pix_fmt))


def _caption(packet: Packet[Any]) -> Iterator[Caption]:
    data = bytes(packet)
    if packet.stream.codec_context.name == "mov_text":
        text = data[2 : 2 + int.from_bytes(data[:2], "big")].decode()
    else:
        text = from_vtt_text(data.decode())
    # MP4 fills the time between captions with empty ones.
    if text:
        start, length = ((ticks or 0) * packet.time_base * 1000 for ticks in (packet.pts, packet.duration))
        yield Caption(round(start), round(start + length), tuple(text.split("\n")))


def _chapter(mark: Any) -> Chapter:
    start, end = (round(mark[side] * (mark["time_base"] or 0) * 1000) for side in ("start", "end"))
    return Chapter(start, end, mark["metadata"].get("title", ""))
