"""Encodes one clip, frame after frame."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from types import TracebackType
from typing import IO, Any, Self

import av
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from production.clips.codecs import codec_for
from production.clips.colour import Picture
from production.frames.dirty_rectangles import Rectangle
from production.output_spec import OutputSpec


class Encoder:
    """Encodes one clip in one thread; the same frames give the same bytes.

    Colours are BT.709 in the values as in the tags, so that players show the colours that the scene drew.

    Parameters
    ----------
    destination
        Where the clip goes: a file of Python's that can seek, for FFmpeg may take a path for something else.
    output
        What it is to be.
    key_frames
        The numbers of frames at which closed groups begin: neither they nor those after them refer to one
        before. More are added, as often as the codec asks. A GIF has no groups.
    settled_frames
        The numbers of the frames in which an animation has just ended.
    """

    def __init__(
        self,
        destination: IO[bytes],
        output: OutputSpec,
        *,
        key_frames: Iterable[int] = (),
        settled_frames: Iterable[int] = (),
    ) -> None:
        codec, quality = codec_for(output), output.drawn
        self.frames = 0
        self._converter = codec.converter(quality)
        self._key_frames = frozenset(key_frames)
        self._time_base = Fraction(1, quality.frame_rate)
        # The muxers leave the date and their version out, which would make each run's bytes differ.
        self._container = av.open(
            destination, "w", format=output.format.value, container_options={"fflags": "+bitexact"}
        )
        options = codec.options_for(settled_frames)
        stream: Any = self._container.add_stream(codec.name, rate=quality.frame_rate, options=options)
        stream.width, stream.height, stream.pix_fmt = quality.width, quality.height, codec.pixel_format
        stream.metadata.update(codec.stream_tags)
        context = stream.codec_context
        context.thread_count = 1
        context.gop_size = max(1, int(codec.seconds_between_key_frames * quality.frame_rate))
        if codec.is_tagged:
            context.color_primaries = ColorPrimaries.BT709
            context.color_trc = ColorTrc.BT709
            context.colorspace = Colorspace.ITU709
            context.color_range = ColorRange.MPEG
        self._stream = stream

    def write(self, picture: Picture, repeat: int = 1, changed: Iterable[Rectangle] | None = None) -> None:
        """Encode a picture, ``repeat`` times.

        ``changed`` says where it differs from the last picture; None: anywhere.
        """
        self.encode(self.convert(picture, changed), repeat)

    def convert(self, picture: Picture, changed: Iterable[Rectangle] | None = None) -> av.VideoFrame:
        """Return a picture as the codec takes it, which may be the last one's frame with other pixels."""
        return self._converter.convert(picture, changed)

    def encode(self, frame: av.VideoFrame, repeat: int = 1) -> None:
        """Encode what ``convert`` returned, ``repeat`` times."""
        frame.time_base = self._time_base
        for number in range(repeat):
            if number == 1:
                self._converter.hold()
            frame.pts = self.frames
            # Each time, for it may be the frame that was encoded before.
            frame.pict_type = PictureType.I if self.frames in self._key_frames else PictureType.NONE
            self.frames += 1
            self._container.mux(self._stream.encode(frame))

    def close(self) -> None:
        """Encode what the encoder has kept back, and end the file."""
        try:
            self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._container.close()
