"""Checks a finished film: is it what its manifest says, and does it keep the rules of its delivery?

Reads the file's packets and decodes a frame of each scene; nothing is drawn again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet

from production.clips.cut import begins_closed_group
from production.deliverables.manifest import Manifest, manifest_path, name_of, path_of, sha256
from production.text.caption_files import from_srt, from_vtt, from_vtt_text
from production.text.captions import Caption, broken_rules
from production.text.chapters import Chapter, read_vtt

LONGEST_KEYFRAME_INTERVAL = 2
"""Seconds; a player that jumps into the film waits no longer."""

BT709 = 1
"""What FFmpeg and the standard call BT.709, in matrix, primaries and transfer alike."""


def problems(film: Path) -> list[str]:
    """Say what is wrong with a film, one line each; empty where nothing is."""
    path = manifest_path(film)
    try:
        manifest = Manifest.from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return [f"{path.name} is not beside it"]
    except ValueError as error:
        return [f"{path.name} is {error}"]
    if manifest.film != name_of(film):
        return [f"{path.name} describes {manifest.film}"]
    return [
        *_file_problems(film.parent, manifest),
        *_beat_problems(manifest),
        *_film_problems(film, manifest),
    ]


def _file_problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    for name, digest in manifest.files.items():
        path = path_of(name, folder)
        if not path.is_file():
            yield f"{path.name} is missing"
        elif sha256(path) != digest:
            yield f"{path.name} has changed since it was made"


def _beat_problems(manifest: Manifest) -> Iterator[str]:
    """See that beats follow one another from the first frame of their scene to its last."""
    next_frame = 0
    for scene in manifest.scenes:
        scene_end = next_frame + scene.frames
        for beat in scene.beats:
            name = f"beat {beat.title!r} of {scene.name}"
            if beat.first_frame != next_frame:
                yield f"{name} begins at frame {beat.first_frame}, not {next_frame}"
            next_frame = beat.first_frame + beat.frames
            if not beat.first_frame <= beat.still_frame < next_frame:
                yield f"{name} has its still at frame {beat.still_frame}, which is not in it"
        if next_frame != scene_end:
            yield f"the beats of {scene.name} end at frame {next_frame}, not {scene_end}"
            next_frame = scene_end


def _film_problems(film: Path, manifest: Manifest) -> Iterator[str]:
    try:
        with av.open(film) as container:
            yield from _stream_problems(container, film.suffix, manifest)
            yield from _chapter_problems(container, film, manifest)
            packets: dict[int, list[Packet[Any]]] = {stream.index: [] for stream in container.streams}
            for packet in container.demux(*container.streams.video, *container.streams.subtitles):
                # Demuxing ends each stream with an empty packet.
                if packet.pts is not None:
                    packets[packet.stream_index].append(packet)
            video = container.streams.video[0]
            time_base = video.time_base or Fraction(1)
            yield from _timing_problems(packets[video.index], time_base, film.suffix, manifest)
            if container.streams.subtitles:
                track = container.streams.subtitles[0]
                yield from _caption_problems(_read_captions(packets[track.index]), film)
            elif film.suffix != ".gif" and _has_captions_beside(film):
                yield "there is no caption track"
        yield from _picture_problems(film, manifest)
    except (FileNotFoundError, IndexError, av.error.FFmpegError) as error:
        yield f"{film.name} cannot be read: {error}"
    if film.suffix in (".mp4", ".mov") and film.is_file() and not _index_comes_first(film):
        yield "the index stands after the pictures, so a player must have the whole file before it starts"


def _stream_problems(container: InputContainer, suffix: str, manifest: Manifest) -> Iterator[str]:
    if len(container.streams.video) != 1:
        yield f"there are {len(container.streams.video)} video streams, not one"
    video = container.streams.video[0]
    context = video.codec_context
    if (context.width, context.height) != (manifest.width, manifest.height):
        yield f"pictures are {context.width}x{context.height}, not {manifest.width}x{manifest.height}"
    if suffix != ".mp4":
        return
    found = (context.name, context.profile, context.pix_fmt)
    if found != ("h264", "High", "yuv420p"):
        yield f"the video is {' '.join(map(str, found))}, not h264 High yuv420p"
    if (context.colorspace, context.color_primaries, context.color_trc) != (BT709, BT709, BT709):
        yield "the colours are not tagged BT.709"
    if video.average_rate != manifest.frame_rate:
        yield f"the film has {video.average_rate} frames a second, not {manifest.frame_rate}"


def _chapter_problems(container: InputContainer, film: Path, manifest: Manifest) -> Iterator[str]:
    if film.suffix == ".gif":
        return
    starts = [round(scene.start * 1000) for scene in manifest.scenes]
    ends = [*starts[1:], round(manifest.length * 1000)]
    wanted = tuple(
        Chapter(start, end, scene.title)
        for start, end, scene in zip(starts, ends, manifest.scenes, strict=True)
    )
    marks = tuple(
        Chapter(
            round(mark["start"] * (mark["time_base"] or 0) * 1000),
            round(mark["end"] * (mark["time_base"] or 0) * 1000),
            mark["metadata"].get("title", ""),
        )
        for mark in container.chapters()
    )
    if marks != wanted:
        yield f"the chapters are not the scenes: {_first_difference(marks, wanted)}"
    try:
        beside = read_vtt(film.with_name(f"{film.name}.chapters.vtt").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        yield f"{film.name}.chapters.vtt cannot be read: {error}"
    else:
        if beside != wanted:
            yield f"{film.name}.chapters.vtt is not the scenes: {_first_difference(beside, wanted)}"


def _timing_problems(
    packets: Sequence[Packet[Any]], time_base: Fraction, suffix: str, manifest: Manifest
) -> Iterator[str]:
    if len(packets) != manifest.frames:
        yield f"there are {len(packets)} frames, not {manifest.frames}"
    decoded = [packet.dts for packet in packets if packet.dts is not None]
    if any(after <= before for before, after in pairwise(decoded)):
        yield "decoding times do not rise"
    rate = manifest.frame_rate
    shown = sorted(packet.pts * time_base for packet in packets if packet.pts is not None)
    # A container's time base may be coarser than the frames: WebM has milliseconds, a GIF hundredths.
    for number, time in enumerate(shown):
        if abs(time - Fraction(number, rate)) > time_base:
            yield f"frame {number} stands at {float(time):.3f} s, not {number / rate:.3f} s: a gap or a jump"
            break
    if suffix == ".gif":
        return
    keyframes = [
        packet.pts * time_base for packet in packets if packet.is_keyframe and packet.pts is not None
    ]
    for before, after in pairwise([*keyframes, Fraction(len(shown), rate)]):
        if after - before > LONGEST_KEYFRAME_INTERVAL:
            yield f"there is no key frame from {float(before):.2f} s to {float(after):.2f} s"
    in_order = sorted(packets, key=lambda packet: packet.pts or 0)
    cuts = {number for number, packet in enumerate(in_order) if begins_closed_group(packet)}
    for scene in manifest.scenes:
        for beat in scene.beats:
            if beat.first_frame not in cuts:
                yield f"beat {beat.title!r} of {scene.name} does not begin with a key frame of a closed group"


def _caption_problems(track: tuple[Caption, ...], film: Path) -> Iterator[str]:
    yield from broken_rules(track)
    for suffix, read in ((".vtt", from_vtt), (".srt", from_srt)):
        name = f"{film.name}{suffix}"
        try:
            beside = read(film.with_name(name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            yield f"{name} cannot be read: {error}"
        else:
            if beside != track:
                yield f"{name} differs from the captions in the film: {_first_difference(beside, track)}"


def _picture_problems(film: Path, manifest: Manifest) -> Iterator[str]:
    """Decode the first frame of each scene."""
    with av.open(film) as container:
        video = container.streams.video[0]
        time_base = video.time_base or Fraction(1)
        for scene in manifest.scenes:
            container.seek(round(Fraction(scene.start) / time_base), stream=video)
            try:
                next(container.decode(video))
            except (StopIteration, av.error.FFmpegError) as error:
                yield f"the first picture of {scene.name} cannot be decoded: {error}"


def _has_captions_beside(film: Path) -> bool:
    try:
        return bool(from_vtt(film.with_name(f"{film.name}.vtt").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        # The manifest knows it otherwise, which is said.
        return False


def _read_captions(packets: Sequence[Packet[Any]]) -> tuple[Caption, ...]:
    read = []
    for packet in packets:
        data = bytes(packet)
        if packet.stream.codec_context.name == "mov_text":
            text = data[2 : 2 + int.from_bytes(data[:2], "big")].decode()
        else:
            text = from_vtt_text(data.decode())
        # MP4 fills the time between captions with empty ones.
        if text and packet.pts is not None:
            time_base = packet.time_base
            start, length = packet.pts * time_base * 1000, (packet.duration or 0) * time_base * 1000
            read.append(Caption(round(start), round(start + length), tuple(text.split("\n"))))
    return tuple(read)


def _index_comes_first(film: Path) -> bool:
    """Read the boxes of an MP4 up to its index or its pictures."""
    with film.open("rb") as file:
        while len(header := file.read(8)) == 8:
            size, kind = int.from_bytes(header[:4], "big"), header[4:]
            if kind in (b"moov", b"mdat"):
                return kind == b"moov"
            if size < 8:
                break
            file.seek(size - 8, 1)
    return False


def _first_difference(found: Sequence[object], wanted: Sequence[object]) -> str:
    for number, (one, other) in enumerate(zip(found, wanted, strict=False), 1):
        if one != other:
            return f"number {number} is {one}, not {other}"
    return f"there are {len(found)}, not {len(wanted)}"
