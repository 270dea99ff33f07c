"""Checks a finished film: is it what its manifest says, and does it keep the rules of its delivery?

Reads the film once and decodes a frame of each scene; nothing is drawn again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import BytesIO
from itertools import accumulate, pairwise, zip_longest
from pathlib import Path
from types import MappingProxyType

import av
from PIL import Image

from production.clips.container import read
from production.clips.gif import pictures_alone
from production.deliverables.film_content import FilmContent, read_film
from production.deliverables.manifest import (
    COMPANIONS,
    Manifest,
    manifest_path,
    name_of,
    path_of,
    sha256,
)
from production.deliverables.sound_problems import sound_problems
from production.output_spec import MASTER_FORMATS, Format
from production.text.caption_files import from_srt, from_vtt
from production.text.captions import broken_rules
from production.text.chapters import Chapter, read_vtt
from production.text.transcript import Passage, transcript_of

LONGEST_KEYFRAME_INTERVAL = Fraction(2)
"""Seconds; a player that jumps into the film waits no longer."""

LONGEST_IN_A_MASTER = Fraction(1, 2)
"""Seconds; platforms ask for a key frame as often."""

SHORTEST_GIF_DELAY = Fraction(2, 100)
"""Seconds; what is to be shown for a shorter time, browsers show for a tenth of one."""

CODINGS = MappingProxyType(
    {
        (Format.MP4, False): "h264 High yuv420p",
        (Format.MOV, False): "h264 High yuv420p",
        (Format.WEBM, False): "vp9 Profile 0 yuv420p",
        # Transparency is a stream of its own within the stream.
        (Format.WEBM, True): "vp9 Profile 0 yuv420p",
        (Format.MOV, True): "prores 4444 yuva444p12le",
        (Format.GIF, False): "gif",
    }
)
"""How pictures are coded, by format and transparency: codec, profile, pixel format, as FFmpeg reads them."""

MASTER_CODINGS = MappingProxyType(
    {
        (Format.MP4, False): "h264 High yuv420p",
        (Format.MP4, True): "h264 High 4:4:4 Predictive yuv444p",
        (Format.MOV, False): "prores HQ yuv422p10le",
        (Format.MOV, True): "prores 4444 yuv444p12le",
    }
)
"""How an opaque master's are, by format and full chroma."""

DAMAGED = (av.error.FFmpegError, ArithmeticError, LookupError, OSError, ValueError)
"""What comes of reading a damaged file."""


def problems(film: Path) -> list[str]:
    """Say what is wrong with a film, one line each; empty where nothing is."""
    path = manifest_path(film)
    try:
        manifest = Manifest.from_json(_text(path))
    except FileNotFoundError:
        return [f"{path.name} is not beside it"]
    except (OSError, UnicodeDecodeError) as error:
        return [f"{path.name} cannot be read: {error}"]
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
    wanted = {manifest.film, *(f"{manifest.film}.{ending}" for ending in COMPANIONS)}
    for name in sorted(wanted - manifest.files.keys()):
        yield f"{path_of(name, folder).name} is not in the manifest"
    for name, digest in manifest.files.items():
        path = path_of(name, folder)
        if name not in wanted:
            yield f"{path.name} is in the manifest, but is no part of the film"
        elif not path.is_file():
            yield f"{path.name} is missing"
        else:
            try:
                has_changed = sha256(path) != digest
            except OSError as error:
                yield f"{path.name} cannot be read: {error}"
            else:
                if has_changed:
                    yield f"{path.name} has changed since it was made"


def _beat_problems(manifest: Manifest) -> Iterator[str]:
    """See that beats follow one another from the first frame of their scene to its last."""
    next_frame = 0
    for scene in manifest.scenes:
        for what, time, frame in (
            ("begins at", scene.start, next_frame),
            ("lasts", scene.length, scene.frames),
        ):
            if abs(time * manifest.frame_rate - frame) > 1:
                yield f"{scene.name} {what} {time:g} s, which is not {frame} frames"
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
        format = Format(film.suffix.removeprefix("."))
    except ValueError:
        yield f"{film.name} ends in no format; there are {', '.join(Format)}"
        return
    if not film.is_file():
        return
    try:
        content = read_film(film, format)
    except DAMAGED as error:
        yield f"{film.name} cannot be read: {error}"
    else:
        yield from _coding_problems(content, format, manifest)
        yield from _timing_problems(content, format, manifest)
        yield from _chapter_problems(content, film, format, manifest)
        yield from _caption_problems(content, film, format, manifest)
        yield from _transcript_problems(film, manifest)
        yield from _picture_problems(film, format, manifest)
        yield from _sound_problems(film, format, manifest)


def _coding_problems(content: FilmContent, format: Format, manifest: Manifest) -> Iterator[str]:
    if len(content.codings) != 1:
        yield f"there are {len(content.codings)} video streams, not one"
    if manifest.full_chroma and not manifest.master:
        yield "its manifest says that it is of full chroma, and no master"
    is_opaque_master = manifest.master and not manifest.transparent
    codings = MASTER_CODINGS if is_opaque_master else CODINGS
    wanted = codings.get((format, manifest.full_chroma if is_opaque_master else manifest.transparent))
    if wanted is None or (manifest.master and format not in MASTER_FORMATS):
        claimed = "a master" if manifest.master else "transparent"
        yield f"its manifest says that it is {claimed}, which {format} is not"
    elif content.codings[0] != wanted:
        yield f"the video is {content.codings[0]}, not {wanted}"
    if content.size != (manifest.width, manifest.height):
        width, height = content.size
        yield f"pictures are {width}x{height}, not {manifest.width}x{manifest.height}"
    if format is Format.GIF:
        if not content.is_endless:
            yield "it does not begin again after its end"
        return
    if not content.is_bt709:
        yield "the colours are not tagged BT.709 of limited range"
    if content.frame_rate != manifest.frame_rate:
        yield f"the film has {content.frame_rate} frames a second, not {manifest.frame_rate}"
    if content.title != manifest.title:
        yield f"the film is called {content.title!r}, not {manifest.title!r}"
    if not content.has_index_first:
        yield "the index stands after the pictures, so a player must have the whole file before it starts"
    if format is Format.WEBM:
        if content.says_alpha != manifest.transparent:
            says = "says" if content.says_alpha else "does not say"
            yield f"the film {says} that it is transparent, by which players go"
        if content.alpha_frames != (len(content.times) if manifest.transparent else 0):
            yield f"{content.alpha_frames} of {len(content.times)} frames are transparent"


def _timing_problems(content: FilmContent, format: Format, manifest: Manifest) -> Iterator[str]:
    times, rate = content.times, manifest.frame_rate
    if len(times) != manifest.frames:
        yield f"there are {len(times)} frames, not {manifest.frames}"
    if not content.rises:
        yield "decoding times do not rise"
    # A container's times may be coarser than the frames: WebM has milliseconds, a GIF hundredths.
    for number, time in enumerate(times):
        if abs(time - Fraction(number, rate)) > content.unit:
            yield f"frame {number} stands at {float(time):.3f} s, not {number / rate:.3f} s: a gap or a jump"
            break
    if content.length is not None and abs(content.length - Fraction(len(times), rate)) > content.unit:
        yield f"it is {float(content.length):.2f} s long, not {len(times) / rate:.2f} s"
    if format is Format.GIF:
        for number, (before, after) in enumerate(pairwise([*times, content.length or Fraction(0)])):
            delay = after - before
            if delay < SHORTEST_GIF_DELAY:
                yield f"frame {number} is shown for {float(delay):.2f} s, which browsers take for 0.1 s"
                break
        return
    longest = LONGEST_IN_A_MASTER if manifest.master else LONGEST_KEYFRAME_INTERVAL
    key_frames = [times[number] for number in content.key_frames]
    for before, after in pairwise([*key_frames, Fraction(len(times), rate)]):
        if after - before > longest:
            yield f"there is no key frame from {float(before):.2f} s to {float(after):.2f} s"
    for scene in manifest.scenes:
        for beat in scene.beats:
            if beat.first_frame not in content.groups:
                yield f"beat {beat.title!r} of {scene.name} does not begin with a key frame of a closed group"


def _chapter_problems(content: FilmContent, film: Path, format: Format, manifest: Manifest) -> Iterator[str]:
    starts = [round(scene.start * 1000) for scene in manifest.scenes]
    ends = [*starts[1:], round(manifest.length * 1000)]
    wanted = tuple(
        Chapter(start, end, scene.title)
        for start, end, scene in zip(starts, ends, manifest.scenes, strict=True)
    )
    if format is not Format.GIF and content.chapters != wanted:
        yield f"the chapters are not the scenes: number {_first_difference(content.chapters, wanted)}"
    name = f"{film.name}.chapters.vtt"
    try:
        beside = read_vtt(_text(film.with_name(name)))
    except DAMAGED as error:
        yield f"{name} cannot be read: {error}"
    else:
        if beside != wanted:
            yield f"{name} is not the scenes: number {_first_difference(beside, wanted)}"


def _caption_problems(content: FilmContent, film: Path, format: Format, manifest: Manifest) -> Iterator[str]:
    """See that the captions in the film are those beside it, say what is said, and keep their rules."""
    captions, where = content.captions, "the captions in the film"
    for suffix, reader in ((".vtt", from_vtt), (".srt", from_srt)):
        name = f"{film.name}{suffix}"
        try:
            beside = reader(_text(film.with_name(name)))
        except DAMAGED as error:
            yield f"{name} cannot be read: {error}"
            continue
        if captions is None:
            # A GIF cannot have a track, and a film without a word needs none.
            if beside and format is not Format.GIF:
                yield "there is no caption track"
            captions, where = beside, name
        elif beside != captions:
            yield f"{name} differs from {where}: number {_first_difference(beside, captions)}"
    said = " ".join(beat.narration for scene in manifest.scenes for beat in scene.beats)
    # A line may be broken where no space stands.
    if "".join("".join(caption.text for caption in captions or ()).split()) != "".join(said.split()):
        yield f"{where} do not say what its manifest says"
    yield from broken_rules(captions or ())


def _transcript_problems(film: Path, manifest: Manifest) -> Iterator[str]:
    name = f"{film.name}.transcript.md"
    wanted = transcript_of(
        manifest.title,
        (
            Passage(
                scene.start,
                scene.title,
                scene.idea,
                [
                    (beat.first_frame / manifest.frame_rate, beat.title, beat.narration, beat.shown)
                    for beat in scene.beats
                ],
            )
            for scene in manifest.scenes
        ),
    )
    try:
        found = _text(film.with_name(name))
    except DAMAGED as error:
        yield f"{name} cannot be read: {error}"
    else:
        if found != wanted:
            difference = _first_difference(found.splitlines(), wanted.splitlines())
            yield f"{name} is not what its manifest says: line {difference}"


def _picture_problems(film: Path, format: Format, manifest: Manifest) -> Iterator[str]:
    """Decode the first frame of each scene."""
    firsts = accumulate((scene.frames for scene in manifest.scenes), initial=0)
    scene_of = dict(zip(firsts, manifest.scenes, strict=False))
    if format is Format.GIF:
        for number, picture in pictures_alone(film, scene_of):
            try:
                Image.open(BytesIO(picture)).load()
            except (Image.DecompressionBombError, *DAMAGED) as error:
                yield f"the first picture of {scene_of[number].name} cannot be decoded: {error}"
        return
    with read(film) as container:
        video = container.streams.video[0]
        for number, scene in scene_of.items():
            try:
                time = Fraction(number, manifest.frame_rate)
                container.seek(round(time / (video.time_base or 1)), stream=video)
                next(container.decode(video))
            except (StopIteration, *DAMAGED) as error:
                yield f"the first picture of {scene.name} cannot be decoded: {error}"


def _sound_problems(film: Path, format: Format, manifest: Manifest) -> list[str]:
    try:
        return list(sound_problems(film, format, manifest))
    except DAMAGED as error:
        return [f"the sound cannot be decoded: {error}"]


def _text(path: Path) -> str:
    """Read a text; in place of its file may stand a pipe, which would not end."""
    if path.exists() and not path.is_file():
        raise OSError(f"{path.name} is no file")
    return path.read_text(encoding="utf-8")


def _first_difference(found: Sequence[object], wanted: Sequence[object]) -> str:
    for number, (one, other) in enumerate(zip_longest(found, wanted, fillvalue="nothing"), 1):
        if one != other:
            return f"{number} is {one}, not {other}"
    return "1 ends otherwise"
