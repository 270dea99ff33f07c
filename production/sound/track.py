"""A film's track: what is heard in it, mixed and encoded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av
import numpy as np

from production.output_spec import Format
from production.sound.loudness import limit, measure
from production.sound.mix import HIGHEST_PEAK, mix
from production.sound.samples import RATE, Samples, frames_of, read
from production.sound.soundtrack import Soundtrack


@dataclass(frozen=True, slots=True)
class TrackCodec:
    """An encoder of FFmpeg's, and its options."""

    name: str
    options: Mapping[str, str]


# FFmpeg's encoder is hard to tell from the original from about here on; in speech, whose two channels are
# alike, long before.
_AAC = TrackCodec("aac", MappingProxyType({"b": "128k", "aac_ms": "1"}))
_OPUS = TrackCodec("libopus", MappingProxyType({"b": "96k"}))

TRACK_CODECS = MappingProxyType({Format.MP4: _AAC, Format.MOV: _AAC, Format.WEBM: _OPUS})
"""How sound is encoded; a GIF has none."""

_MOST_ROUNDS = 5
"""In which peaks are found that are low enough when they have been coded."""


def write_track(soundtrack: Soundtrack, format: Format, destination: Path) -> None:
    """Write a film's track in two channels, exactly as long as the film; the same sounds give the same bytes.

    Parameters
    ----------
    format
        The film's container, which the file has, too; any but a GIF.

    Raises
    ------
    NarrationError
        If a recording or a sound cannot be read, or has changed.
    OSError
        If the file cannot be written.
    """
    sound = mix(soundtrack)
    for _ in range(_MOST_ROUNDS):
        _encode(sound, format, destination)
        over = measure(read(destination)).true_peak - HIGHEST_PEAK
        if over <= 0:
            break
        sound = limit(sound, measure(sound).true_peak - over - 0.1)


def _encode(sound: Samples, format: Format, destination: Path) -> None:
    codec = TRACK_CODECS[format]
    options = {"fflags": "+bitexact"}
    if format is not Format.WEBM:
        options["movie_timescale"] = str(RATE)
    with (
        destination.open("wb") as file,
        av.open(file, "w", format=format.value, container_options=options) as container,
    ):
        stream: Any = container.add_stream(
            codec.name, rate=RATE, options={**codec.options, "flags": "+bitexact"}
        )
        stream.layout = "stereo"
        for frame in (*frames_of(np.broadcast_to(sound, (2, sound.shape[1]))), None):
            container.mux(stream.encode(frame))
