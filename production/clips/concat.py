"""Clips one after the other, sound, captions and chapters become one file; nothing is encoded again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from production.clips.container import LANGUAGE, add_track, add_video, create, read
from production.clips.gif import join_gifs
from production.errors import ConcatError
from production.output_spec import Format
from production.text.caption_files import vtt_text
from production.text.captions import Caption
from production.text.chapters import Chapter

MILLISECOND = Fraction(1, 1000)

LONGEST_SOUND_FRAME = Fraction(25, 1000)
"""Seconds; AAC's are 21 ms long, Opus' 20 ms."""

_CAPTION_CODECS = {Format.MP4: "mov_text", Format.MOV: "mov_text", Format.WEBM: "webvtt"}

# What FFmpeg's encoder turns into the sample description that QuickTime's text tracks must have.
_CAPTION_STYLE = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, BackColour, Alignment
Style: Default,Arial,16,&Hffffff,&H0,2
"""


@dataclass(frozen=True, slots=True)
class _Packet:
    """A packet of a film, and when (seconds) it goes into the file."""

    time: float
    packet: Packet[Any]


def concat(
    clips: Sequence[Path],
    lengths: Sequence[float],
    destination: Path,
    *,
    title: str,
    track: Path | None = None,
    captions: Sequence[Caption] = (),
    chapters: Sequence[Chapter] = (),
    format: Format = Format.MP4,
) -> None:
    """Write clips one after the other into one file, with sound, captions and chapters inside.

    The same clips, sound and words give the same bytes.

    Parameters
    ----------
    clips
        Files of one video stream each, all encoded alike.
    lengths
        Their lengths in seconds, which is where the next one starts.
    destination
        Written as it goes; ``production.deliverables.publish`` lets only a whole file be seen.
    track
        A file of one stream of sound, exactly as long as all clips, in the same container.
    captions, chapters
        On the film's clock. A GIF has neither, nor sound, nor a title.
    format
        The file's container.

    Raises
    ------
    ConcatError
        If there is no clip, one has not the length it should have, or differs from the first in more than
        its pictures, or the track is not as long as they are.
    GifError
        If a clip of a GIF is no whole GIF.
    """
    if not clips:
        raise ConcatError("there is no clip to make a film of")
    if format is Format.GIF:
        join_gifs(clips, lengths, destination)
        return
    with ExitStack() as opened:
        first = opened.enter_context(read(clips[0]))
        film = opened.enter_context(create(destination, format))
        film.metadata["title"] = title
        video = add_video(film, first.streams.video[0])
        streams = [_video_packets(clips, lengths, video)]
        if track is not None:
            sound = opened.enter_context(read(track))
            streams.append(_track_packets(sound, sum(lengths), film))
        if captions:
            streams.append(_caption_packets(captions, film, _CAPTION_CODECS[format]))
        if chapters:
            film.set_chapters(
                [
                    {
                        "id": number,
                        "start": chapter.start,
                        "end": chapter.end,
                        "time_base": MILLISECOND,
                        "metadata": {"title": chapter.title},
                    }
                    for number, chapter in enumerate(chapters, 1)
                ]
            )
        for timed in merge(*streams, key=lambda timed: timed.time):
            film.mux_one(timed.packet)


def _video_packets(clips: Sequence[Path], lengths: Sequence[float], video: VideoStream) -> Iterator[_Packet]:
    """Every clip's packets, each clip starting where the one before it ends."""
    first: dict[str, object] = {}
    start = 0.0
    for clip, length in zip(clips, lengths, strict=True):
        with read(clip) as source:
            stream = source.streams.video[0]
            shape = _shape(stream)
            first = first or shape
            if different := [name for name in shape if shape[name] != first[name]]:
                raise ConcatError(
                    f"{clip.name} differs from {clips[0].name} in its {', '.join(different)}; "
                    "render them alike"
                )
            time_base, rate = stream.time_base, stream.average_rate
            assert time_base is not None
            assert rate is not None
            # From the exact start each time: WebM's whole milliseconds would otherwise add up to a drift.
            offset = round(start / time_base)
            # A film has tens of thousands of packets, for which fractions are slow.
            tick, frame, end = float(time_base), round(1 / (rate * time_base)), 0
            for packet in source.demux(stream):
                # Demuxing ends with an empty packet.
                if packet.pts is None or packet.dts is None:
                    continue
                end = max(end, packet.pts + (packet.duration or frame))
                packet.pts += offset
                packet.dts += offset
                packet.stream = video
                yield _Packet(packet.dts * tick, packet)
            if abs(end * tick - length) > 2 * tick:
                raise ConcatError(
                    f"{clip.name} is {end * tick:.3f} s long, not {length:.3f}; render it again"
                )
            start += length


def _track_packets(sound: InputContainer, length: float, film: OutputContainer) -> Iterator[_Packet]:
    """Add a track of sound to a film, and give its packets."""
    source = sound.streams.audio[0]
    track = add_track(film, source)

    def packets() -> Iterator[_Packet]:
        time_base, end = source.time_base, 0
        assert time_base is not None
        tick = float(time_base)
        for packet in sound.demux(source):
            if packet.pts is None or packet.dts is None:
                continue
            end = max(end, packet.pts + (packet.duration or 0))
            packet.stream = track
            yield _Packet(packet.dts * tick, packet)
        # What WebM's last packet has too many of, it says beside it, and by whole frames of the codec.
        if not 0 <= end * time_base - Fraction(length) + MILLISECOND <= LONGEST_SOUND_FRAME:
            raise ConcatError(f"the sound is {float(end * time_base):.3f} s long, not {length:.3f}")

    # Not a generator itself: the track must be there before the first packet goes into the file.
    return packets()


def _shape(stream: VideoStream) -> dict[str, object]:
    """What clips must share to play as one stream."""
    context = stream.codec_context
    return {
        "codec": context.name,
        "pixel format": context.pix_fmt,
        "size": (context.width, context.height),
        "frame rate": stream.average_rate,
        "time base": stream.time_base,
        "encoder settings": context.extradata,
    }


def _caption_packets(captions: Sequence[Caption], film: OutputContainer, codec: str) -> Iterator[_Packet]:
    """Add a caption track to a film, and give its packets."""
    track: Stream
    if codec == "mov_text":
        encoded: Any = film.add_stream(codec)
        encoded.codec_context.subtitle_header = _CAPTION_STYLE
        track = encoded
    else:
        track = film.add_mux_stream(codec)
    track.time_base = MILLISECOND
    track.metadata["language"] = LANGUAGE

    def packets() -> Iterator[_Packet]:
        for caption in captions:
            if codec == "mov_text":
                text = caption.text.encode()
                packet: Packet[Any] = Packet(len(text).to_bytes(2, "big") + text)
            else:
                packet = Packet(vtt_text(caption.text).encode())
            packet.stream = track
            packet.time_base = MILLISECOND
            packet.pts = packet.dts = caption.start
            packet.duration = caption.end - caption.start
            yield _Packet(caption.start / 1000, packet)

    # Not a generator itself: the track must be there before the first packet goes into the file.
    return packets()
