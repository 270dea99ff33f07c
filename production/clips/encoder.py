"""Encodes one clip, frame after frame."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from fractions import Fraction
from types import TracebackType
from typing import IO, Any, Self

import av
from av.packet import Packet
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from production.clips.codecs import codec_for
from production.clips.colour import Picture
from production.clips.still_frames import FramePlan, Slices
from production.frames.dirty_rectangles import Rectangle
from production.output_spec import OutputSpec
from production.segments import Segment


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
    busy
        The ranges of frames, as (first, end), in which much moves at once.
    rests
        The ranges of frames, as (first, end), for each of which one picture is to stand: where that is known
        before, encoding them takes less long.
    """

    def __init__(
        self,
        destination: IO[bytes],
        output: OutputSpec,
        *,
        key_frames: Iterable[int] = (),
        settled_frames: Iterable[int] = (),
        busy: Iterable[tuple[int, int]] = (),
        rests: Sequence[tuple[int, int]] = (),
    ) -> None:
        codec, quality = codec_for(output), output.drawn
        self.frames = 0
        self._converter = codec.converter(quality)
        longest_group = max(1, int(codec.seconds_between_key_frames * quality.frame_rate))
        plan = FramePlan(longest_group, sorted(key_frames), rests if codec.is_x264 else ())
        self._plan = plan
        self._repeated = frozenset(plan.repeated)
        self._slices = Slices()
        self._waiting: deque[int] = deque()
        """The numbers of frames that repeat one whose packet may not have come yet."""
        self._last_written = -1
        self._time_base = Fraction(1, quality.frame_rate)
        # The muxers leave the date and their version out, which would make each run's bytes differ.
        self._container = av.open(
            destination, "w", format=output.format.value, container_options={"fflags": "+bitexact"}
        )
        # By the numbers of those that are encoded: x264 knows of no others.
        before = plan.encoded_before
        options = codec.options_for(
            map(before, settled_frames), ((before(first), before(end)) for first, end in busy)
        )
        stream: Any = self._container.add_stream(codec.name, rate=quality.frame_rate, options=options)
        stream.width, stream.height, stream.pix_fmt = quality.width, quality.height, codec.pixel_format
        stream.metadata.update(codec.stream_tags)
        context = stream.codec_context
        context.thread_count = 1
        context.gop_size = longest_group
        if codec.is_tagged:
            context.color_primaries = ColorPrimaries.BT709
            context.color_trc = ColorTrc.BT709
            context.colorspace = Colorspace.ITU709
            context.color_range = ColorRange.MPEG
        self._stream = stream

    @classmethod
    def of(cls, segment: Segment, destination: IO[bytes]) -> Self:
        """Return the encoder of a segment's clip."""
        return cls(
            destination,
            segment.output,
            settled_frames=segment.settled_frames,
            busy=segment.busy,
            rests=segment.rests,
        )

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
            self._encode(frame, is_held=number > 0)

    def _encode(self, frame: av.VideoFrame, *, is_held: bool) -> None:
        number, self.frames = self.frames, self.frames + 1
        if self._may_repeat(number, is_held=is_held):
            self._waiting.append(number)
            self._write_repeated()
            return
        frame.pts = number
        # Each time, for it may be the frame that was encoded before.
        is_key_frame = self._plan.group_of(number) == number
        frame.pict_type = PictureType.I if is_key_frame else PictureType.NONE
        self._write(self._stream.encode(frame))

    def _may_repeat(self, number: int, *, is_held: bool) -> bool:
        """Whether a frame need not be encoded, as was planned: x264 has written two of its kind already."""
        if number not in self._repeated:
            return False
        if not (is_held and self._slices.are_still):
            # From here on each is encoded, though no settled one more finely, for x264 counts otherwise.
            self._repeated = frozenset()
        return number in self._repeated

    def _write(self, packets: Iterable[Packet[Any]]) -> None:
        """Write the packets of frames that were encoded, and of those that only repeat them."""
        for packet in packets:
            if self._plan.rests:
                assert packet.pts is not None
                self._last_written = packet.pts
                packet.update(self._slices.take(bytes(packet)))
            self._container.mux_one(packet)
            self._write_repeated()

    def _write_repeated(self) -> None:
        """Write the frames that repeat the one that was written last."""
        while self._waiting and self._waiting[0] == self._last_written + 1:
            self._last_written = self._waiting.popleft()
            packet: Packet[Any] = Packet(self._slices.repeat())
            packet.stream, packet.time_base = self._stream, self._time_base
            packet.pts = packet.dts = self._last_written
            packet.duration = 1
            self._container.mux_one(packet)

    def close(self) -> None:
        """Encode what the encoder has kept back, and end the file."""
        try:
            self._flush()
        finally:
            self._close_file()

    def _flush(self) -> None:
        self._write(self._stream.encode(None))

    def _close_file(self) -> None:
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
            self._close_file()
