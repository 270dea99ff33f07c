"""A film's track: what is heard in it, mixed and encoded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av
import numpy as np

from production.output_spec import Format
from production.sound.loudness import level, limit, measure_file
from production.sound.mix import LOUDNESS, mix, target_for
from production.sound.samples import RATE, Samples, frames_of
from production.sound.soundtrack import Soundtrack


@dataclass(frozen=True, slots=True)
class TrackCodec:
    """An encoder of FFmpeg's, and its options."""

    name: str
    options: Mapping[str, str]


# Measured on seven minutes of speech: the way of choosing quantisers that FFmpeg calls fast is 36 dB from the
# original in 4 s of processor time, where its usual one is 29 dB from it in 10 s.
_AAC = TrackCodec(
    "aac",
    MappingProxyType(
        {"b": "128k", "aac_coder": "fast", "aac_ms": "1", "aac_is": "0", "aac_tns": "0", "aac_pns": "0"}
    ),
)
_OPUS = TrackCodec("libopus", MappingProxyType({"b": "96k"}))
# What YouTube asks for two channels.
_MASTER_AAC = TrackCodec("aac", MappingProxyType({**_AAC.options, "b": "384k"}))
_PCM = TrackCodec("pcm_s24le", MappingProxyType({}))

TRACK_CODECS = MappingProxyType({Format.MP4: _AAC, Format.MOV: _AAC, Format.WEBM: _OPUS})
"""How sound is encoded; a GIF has none."""

MASTER_TRACK_CODECS = MappingProxyType({Format.MP4: _MASTER_AAC, Format.MOV: _PCM})
"""How a master's sound is encoded."""

HIGHEST_PEAK = -1.5
"""dBTP of any film."""

HEADROOM = 0.3
"""dB by which peaks are lower at first, as coding makes them higher."""

TOLERANCE = 0.3
"""LU; how near a film that is spoken comes to ``LOUDNESS``."""

_MOST_ROUNDS = 5
"""In which what coding does to loudness and peaks is made good; mostly the first is enough."""


def write_track(soundtrack: Soundtrack, format: Format, destination: Path, *, master: bool = False) -> None:
    """Write a film's track in two channels, exactly as long as the film; the same sounds give the same bytes.

    Where somebody speaks it is as loud as ``LOUDNESS``; sounds by themselves are as loud as their scenes ask
    for. Peaks are limited in either case, as players decode them.

    Parameters
    ----------
    format
        The film's container, which the file has, too; any but a GIF.
    master
        Whether it is for a master, of which there is no WebM.

    Raises
    ------
    NarrationError
        If a recording or a sound cannot be read, or has changed.
    OSError
        If the file cannot be written.
    """
    sound = mix(soundtrack)
    codec = (MASTER_TRACK_CODECS if master else TRACK_CODECS)[format]
    target, peak = target_for(sound), HIGHEST_PEAK - HEADROOM
    for _ in range(_MOST_ROUNDS):
        is_spoken = bool(soundtrack.recordings)
        _encode(level(sound, target, peak) if is_spoken else limit(sound, peak), codec, format, destination)
        heard = measure_file(destination)
        short = LOUDNESS - heard.integrated if is_spoken and heard.integrated > -inf else 0.0
        over = heard.true_peak - HIGHEST_PEAK
        if abs(short) <= TOLERANCE and over <= 0:
            break
        target, peak = target + short, peak - (over + HEADROOM if over > 0 else 0.0)


def _encode(sound: Samples, codec: TrackCodec, format: Format, destination: Path) -> None:
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
        for frame in chain(frames_of(np.broadcast_to(sound, (2, sound.shape[1]))), [None]):
            container.mux(stream.encode(frame))
