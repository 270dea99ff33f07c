"""Single frames out of a clip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from production.clips.container import has_alpha_mode, read


def save_frame(clip: Path, time: float, destination: Path) -> None:
    """Write the last frame before ``time`` (seconds) of a clip as a PNG, with its transparency."""
    _save(_frame_before(clip, time), destination)


def save_fullest_frame(clip: Path, times: Iterable[float], destination: Path) -> None:
    """Write the one that shows most of the last frames before some times, of equals the first; see above."""
    frames = (_frame_before(clip, time) for time in times)
    # A shade that is rare tells much, an even ground nothing.
    _save(max(frames, key=lambda frame: frame.convert("L").entropy()), destination)


def _save(image: Image.Image, destination: Path) -> None:
    # More takes twice as long for a twentieth of the size.
    image.save(destination, format="PNG", compress_level=4)


def _frame_before(clip: Path, time: float) -> Image.Image:
    with read(clip) as container:
        video = container.streams.video[0]
        time_base = video.time_base or Fraction(1)
        container.seek(max(0, round((time - 0.5) / time_base)), stream=video)
        picture: Any = None
        for frame in _frames(container, video):
            # Half a millisecond: a container's time base rounds.
            if picture is not None and frame.time is not None and frame.time >= time - 5e-4:
                break
            picture = frame
        kind = "rgba" if picture.format.name.startswith("yuva") else "rgb24"
        return Image.fromarray(picture.to_ndarray(format=kind))


def _frames(container: InputContainer, video: VideoStream) -> Iterator[VideoFrame]:
    """Decode, with the transparency that FFmpeg's own decoder of VP9 passes over."""
    if not has_alpha_mode(video):
        yield from container.decode(video)
        return
    decoder: Any = av.CodecContext.create("libvpx-vp9", "r")
    for packet in container.demux(video):
        for frame in decoder.decode(packet):
            frame.time_base = packet.time_base
            yield frame
