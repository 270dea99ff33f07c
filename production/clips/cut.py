"""A stretch of a finished film becomes a file of its own, without encoding anything again."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from production.clips.container import add_video, create, read
from production.clips.gif import cut_gif
from production.errors import CutError
from production.output_spec import Format

_IDR = 5
"""The type of the units of an IDR frame (ITU-T H.264, table 7-1)."""


def cut(film: Path, first_frame: int, frames: int, destination: Path, *, format: Format = Format.MP4) -> None:
    """Copy some frames of a film into a file that begins with them; its sound, captions and chapters stay
    behind.

    The same frames give the same bytes.

    Parameters
    ----------
    film
        Its frames stand in the order in which they are decoded, as those of this line's films do.
    first_frame
        Counted from 0. It must begin a closed group, as the first frame of every beat does; in a GIF, which
        has none, it must not be drawn over the one before.
    frames
        How many there are to be.
    destination
        Written as it goes.
    format
        The file's container.

    Raises
    ------
    CutError
        If the film cannot be cut there, or has not so many frames.
    GifError
        If the film of a GIF is no whole one as far as it is read.
    """
    if format is Format.GIF:
        cut_gif(film, first_frame, frames, destination)
        return
    with read(film) as source, create(destination, format) as clip:
        video = source.streams.video[0]
        copy = add_video(clip, video)
        tick = _frame_length(video)
        copied = 0
        for packet in islice(_packets(source, video, first_frame), frames):
            if copied == 0 and not begins_closed_group(packet):
                raise CutError(
                    f"{film.name} cannot be cut at frame {first_frame}, where no closed group begins"
                )
            if packet.pts != packet.dts:
                raise CutError(f"{film.name} cannot be cut: its frames are not in the order of their times")
            packet.pts = packet.dts = round(copied * tick)
            packet.stream = copy
            clip.mux_one(packet)
            copied += 1
    if copied < frames:
        raise CutError(f"{film.name} ends after {copied} of {frames} frames from frame {first_frame} on")


def begins_closed_group(packet: Packet[Any]) -> bool:
    """Whether neither a frame nor any after it refers to one before it.

    In VP9 and ProRes that holds for every key frame, in H.264 for IDR frames alone.
    """
    return packet.is_keyframe and (packet.stream.codec_context.name != "h264" or _IDR in _unit_types(packet))


def _packets(source: InputContainer, video: VideoStream, first_frame: int) -> Iterator[Packet[VideoStream]]:
    """Every packet of a film from a frame on."""
    tick = _frame_length(video)
    source.seek(round(first_frame * tick), stream=video)
    for packet in source.demux(video):
        # Seeking ends at a key frame before; demuxing ends with an empty packet.
        if packet.pts is not None and round(packet.pts / tick) >= first_frame:
            yield packet


def _frame_length(video: VideoStream) -> Fraction:
    """In the stream's time base, of which it need not be a whole multiple."""
    assert video.average_rate is not None
    assert video.time_base is not None
    return 1 / (video.average_rate * video.time_base)


def _unit_types(packet: Packet[Any]) -> Iterator[int]:
    """The types of the units of a packet of H.264: in MP4 and MOV each stands after its length."""
    data, start = bytes(packet), 0
    # The configuration (ISO/IEC 14496-15, 5.3.3.1) says in how many bytes the length is written.
    configuration = packet.stream.codec_context.extradata
    assert configuration is not None
    size = (configuration[4] & 3) + 1
    while start + size < len(data):
        yield data[start + size] & 31
        start += size + int.from_bytes(data[start : start + size], "big")
