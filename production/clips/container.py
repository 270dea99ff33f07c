"""Files that finished pictures are copied into, packet by packet, without encoding anything again."""

from __future__ import annotations

from pathlib import Path

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from production.output_spec import Format

LANGUAGE = "eng"


def create(destination: Path, format: Format) -> OutputContainer:
    """Open a file to write a film into; the same packets give the same bytes."""
    options = {"fflags": "+bitexact"}
    if format in (Format.MP4, Format.MOV):
        # faststart puts the index first, so that a player starts before it has the whole file.
        options["movflags"] = "+faststart"
    if format is Format.GIF:
        options["loop"] = "0"
    return av.open(destination, "w", format=format.value, container_options=options)


def add_video(film: OutputContainer, template: VideoStream) -> VideoStream:
    """Add a stream for pictures that are encoded as those of another one."""
    video = film.add_stream_from_template(template)
    video.time_base = template.time_base
    video.metadata.update(
        {key: value for key, value in template.metadata.items() if key == "alpha_mode"}
        | {"language": LANGUAGE}
    )
    return video
