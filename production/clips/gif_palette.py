"""A GIF made small: one palette for all of it, and fewer frames and colours where it would be too large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.filter import Graph
from av.video.frame import VideoFrame

from production.clips.container import read
from production.clips.gif import HUNDREDTHS

_TIME_BASE = Fraction(1, HUNDREDTHS)

_PALETTE_SIDE = 16
"""FFmpeg hands a palette on as a picture of so many columns and rows."""

_PIXELS = "bgra"
"""As FFmpeg decodes a GIF, and chooses colours."""


@dataclass(frozen=True, slots=True)
class Economy:
    """Which frames of a GIF are kept, each ``step``-th and the last, and in how many colours.

    ``share`` is how large it is by that at the least, as measured on drawings.
    """

    step: int
    colours: int
    share: float


ECONOMIES = (
    Economy(1, 256, 1.0),
    Economy(1, 128, 0.7),
    Economy(2, 256, 0.55),
    Economy(2, 128, 0.42),
    Economy(2, 64, 0.36),
    Economy(3, 64, 0.27),
)
"""From the best to the smallest: ten frames a second still move, and 64 colours still are smooth."""


def write_small_gif(source: Path, frame_rate: int, destination: Path, limit: int) -> None:
    """Write a GIF anew with one palette, so that what stands still need not be stored again.

    The same GIF gives the same bytes.

    Parameters
    ----------
    source
        A GIF, each of whose frames may have a palette of its own.
    frame_rate
        Of its frames a second.
    limit
        Bytes. It has all frames and colours if it is no larger than that; otherwise it has as many of
        ``ECONOMIES`` as it takes, and may be larger still.
    """
    size = 0
    for economy in ECONOMIES:
        # What is too large by far need not be tried.
        if size * economy.share > limit and economy != ECONOMIES[-1]:
            continue
        _write(source, frame_rate, economy, destination)
        size = size or destination.stat().st_size
        if destination.stat().st_size <= limit:
            return


def _write(source: Path, frame_rate: int, economy: Economy, destination: Path) -> None:
    palette = _palette(source, frame_rate, economy)
    graph, pictures = Graph(), _Pictures(source, frame_rate, economy.step)
    width, height = pictures.size
    given, colours = _buffer(graph, width, height), _buffer(graph, _PALETTE_SIDE, _PALETTE_SIDE)
    # Dithering is for photographs; on a drawing it is noise, and large.
    use, sink = graph.add("paletteuse", "dither=none:diff_mode=rectangle"), graph.add("buffersink")
    given.link_to(use, 0, 0)
    colours.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    colours.push(palette)
    colours.push(None)
    options = {"fflags": "+bitexact", "final_delay": str(pictures.last_delay)}
    with (
        destination.open("wb") as file,
        av.open(file, "w", format="gif", container_options=options) as container,
    ):
        stream: Any = container.add_stream("gif", rate=HUNDREDTHS)
        stream.width, stream.height, stream.pix_fmt = width, height, "pal8"
        stream.codec_context.time_base = _TIME_BASE
        for picture in pictures:
            given.push(picture)
            container.mux(stream.encode(_pulled(sink)))
        container.mux(stream.encode(None))


def _palette(source: Path, frame_rate: int, economy: Economy) -> VideoFrame:
    """Choose colours for all of a GIF, and one that stands for what does not change."""
    graph, pictures = Graph(), _Pictures(source, frame_rate, economy.step)
    given, sink = _buffer(graph, *pictures.size), graph.add("buffersink")
    generate = graph.add("palettegen", f"max_colors={economy.colours}:reserve_transparent=1")
    given.link_to(generate)
    generate.link_to(sink)
    graph.configure()
    for picture in pictures:
        given.push(picture)
    given.push(None)
    palette = _pulled(sink)
    palette.pts, palette.time_base = 0, _TIME_BASE
    return palette


class _Pictures:
    """The frames of a GIF that are kept, at their times."""

    def __init__(self, source: Path, frame_rate: int, step: int) -> None:
        self._source, self._rate, self._step = source, frame_rate, step
        with read(source) as container:
            video = container.streams.video[0]
            self.size = video.width, video.height
            self._count = sum(packet.pts is not None for packet in container.demux(video))

    @property
    def last_delay(self) -> int:
        """For how many hundredths of a second the last one is shown."""
        return self._time(self._count) - self._time(self._count - 1)

    def __iter__(self) -> Iterator[VideoFrame]:
        with read(self._source) as container:
            for number, frame in enumerate(container.decode(video=0)):
                if number % self._step == 0 or number == self._count - 1:
                    kept = frame.reformat(format=_PIXELS)
                    kept.pts, kept.time_base = self._time(number), _TIME_BASE
                    yield kept

    def _time(self, number: int) -> int:
        return round(number * HUNDREDTHS / self._rate)


def _buffer(graph: Graph, width: int, height: int) -> Any:
    return graph.add_buffer(
        width=width, height=height, format=av.VideoFormat(_PIXELS, width, height), time_base=_TIME_BASE
    )


def _pulled(sink: Any) -> VideoFrame:
    picture: VideoFrame = sink.pull()
    return picture
