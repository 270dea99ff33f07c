"""Sound as samples, read from a file of any kind and written as Opus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer

RATE: Final = 48000
"""Samples a second, of everything here."""

Samples: TypeAlias = npt.NDArray[np.float32]
"""Channels x samples, at ``RATE``; full scale is 1."""

OPUS_BIT_RATE = 40_000
"""Bits a second; speech in one channel is hard to tell from the original from about 32 000 on."""

LAYOUTS = {1: "mono", 2: "stereo"}
"""What FFmpeg calls sound of so many channels."""

_CHUNK = RATE
"""Samples in a frame that is handed to FFmpeg."""


def read(path: Path) -> Samples:
    """Read a file of sound, or the sound of a film: its one channel, or two, into which more are mixed.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is no sound, or a damaged one.
    """
    with opened(path) as container:
        return joined(decoded(container))


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """Open a file of sound; what FFmpeg cannot read in it raises ValueError."""
    # FFmpeg may take a path for something else.
    with path.open("rb") as file:
        try:
            with av.open(file, "r") as container:
                yield container
        except av.error.FFmpegError as error:
            raise ValueError(f"it is no sound that can be read: {error.strerror}") from error


def decoded(container: InputContainer) -> Iterator[AudioFrame]:
    """Give the sound of a file that is open, at ``RATE``, in one channel or in two.

    Raises
    ------
    ValueError
        If there is none; other errors of FFmpeg's where it is damaged.
    """
    resampler: AudioResampler | None = None
    # PyAV declares that none is None.
    if any(cast(object, stream.codec_context) is None for stream in container.streams.audio[:1]):
        raise ValueError("it is of no known coding")
    for frame in container.decode(container.streams.audio[0]) if container.streams.audio else ():
        if resampler is None:
            channels = min(2, frame.layout.nb_channels)
            resampler = AudioResampler("fltp", LAYOUTS[channels], RATE)
        yield from resampler.resample(frame)
    if resampler is None:
        raise ValueError("there is no sound in it")
    yield from resampler.resample(None)


def joined(frames: Iterator[AudioFrame]) -> Samples:
    """Return the samples of frames one after the other."""
    return np.concatenate([frame.to_ndarray() for frame in frames], axis=1).astype(np.float32, copy=False)


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """Return sound of ``rate`` samples a second as that of ``wanted``."""
    if not samples.shape[1]:
        return samples
    layout = LAYOUTS[len(samples)]
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32), "fltp", layout)
    frame.sample_rate = rate
    resampler = AudioResampler("fltp", layout, wanted)
    parts = [part.to_ndarray() for given in (frame, None) for part in resampler.resample(given)]
    return np.concatenate([samples[:, :0], *parts], axis=1)


def write_opus(samples: Samples, path: Path) -> None:
    """Write sound of one channel as Opus; the same samples give the same bytes.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with path.open("wb") as file, av.open(file, "w", format="ogg", options={"fflags": "+bitexact"}) as opus:
        options = {"b": str(OPUS_BIT_RATE), "flags": "+bitexact"}
        stream: Any = opus.add_stream("libopus", rate=RATE, options=options)
        stream.layout = "mono"
        for frame in frames_of(samples):
            opus.mux(stream.encode(frame))
        opus.mux(stream.encode(None))


def frames_of(samples: Samples, start: int = 0) -> Iterator[AudioFrame]:
    """Give samples as FFmpeg takes them, one after the other, numbered from ``start`` on."""
    channels, length = samples.shape
    for first in range(0, length, _CHUNK):
        part = np.ascontiguousarray(samples[:, first : first + _CHUNK], np.float32)
        frame = AudioFrame.from_ndarray(part, format="fltp", layout=LAYOUTS[channels])
        frame.sample_rate, frame.pts, frame.time_base = RATE, start + first, Fraction(1, RATE)
        yield frame
