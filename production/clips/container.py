"""Films and clips as PyAV opens them, to be read or to be written packet by packet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.video.stream import VideoStream

from production.output_spec import Format

LANGUAGE = "eng"

TIMESCALE = 48000
"""Units a second of an MP4's or MOV's times: every sample and every frame is a whole number of them."""

_ALPHA_MODE = "alpha_mode"
"""What FFmpeg calls Matroska's ``AlphaMode``; where it reads it, in letters of any size."""


@contextmanager
def read(film: Path) -> Iterator[InputContainer]:
    """Open a film, or a clip, by its path as it stands, whatever FFmpeg would take that for.

    What has the name of one of the line's formats is read as that alone: a playlist does not become a film by
    being called so.
    """
    suffix = film.suffix.removeprefix(".")
    with (
        film.open("rb") as file,
        av.open(file, "r", format=suffix if suffix in list(Format) else None) as opened,
    ):
        yield opened


def create(destination: Path, format: Format) -> OutputContainer:
    """Open a file to write a film into; the same packets give the same bytes.

    A GIF is not made in this way, but by ``production.clips.gif``.
    """
    options = {"fflags": "+bitexact"}
    if format in (Format.MP4, Format.MOV):
        # faststart puts the index first, so that a player starts before it has the whole file. Edit lists
        # tell times in units of the film, and by default would cut a track at a thousandth of a second.
        options |= {"movflags": "+faststart", "movie_timescale": str(TIMESCALE)}
    if format is Format.WEBM:
        options |= {"cues_to_front": "1", "default_mode": "infer_no_subs"}
    # Python says by its right name what cannot be written.
    destination.touch()
    # To put the index first FFmpeg opens the file anew, by its name. What stands before the first colon is
    # the protocol; what follows, it takes as it is.
    return av.open(f"file:{destination}", "w", format=format.value, container_options=options)


def add_video(film: OutputContainer, template: VideoStream) -> VideoStream:
    """Add a stream for pictures that are encoded as those of another one."""
    video = film.add_stream_from_template(template)
    video.time_base = template.time_base
    # Which of ProRes' variants it is, a MOV says by nothing else.
    video.codec_context.codec_tag = template.codec_context.codec_tag
    video.metadata["language"] = LANGUAGE
    if has_alpha_mode(template):
        video.metadata[_ALPHA_MODE] = "1"
    return video


def add_track(film: OutputContainer, template: AudioStream) -> AudioStream:
    """Add a stream for sound that is encoded as that of another one."""
    track = film.add_stream_from_template(template)
    track.time_base = template.time_base
    track.metadata["language"] = LANGUAGE
    return track


def has_alpha_mode(video: VideoStream) -> bool:
    """Whether a WebM says of its pictures that they are transparent; players see it by nothing else."""
    return {key.lower(): value for key, value in video.metadata.items()}.get(_ALPHA_MODE) == "1"
