"""Pictures to video: H.264 in MP4 and MOV, VP9 in WebM, ProRes where MOV is transparent, GIF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, Any, Self, TypeAlias

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)
from PIL import Image

from production.boxes import Box
from production.hints import hint
from production.quality import Format, Quality

Picture: TypeAlias = npt.NDArray[np.uint8]
"""A frame: height x width x RGBA, rows from the top, colours already multiplied by alpha."""

SECONDS_BETWEEN_KEYFRAMES = 2


@dataclass(frozen=True, slots=True)
class Codec:
    """An encoder of FFmpeg's, the pixels it is given and its options."""

    name: str
    pixels: str
    options: Mapping[str, str]


# Chosen by measurement against stock Manim's medium at CRF 23. What is left out looks ahead or searches
# between pixels, which pays for camera footage; here most blocks stand still and the rest are flat. What
# stands still is copied from the last key frame, so bits are best spent there: hence ipratio. With mb_info
# x264 does so without a look where it is told that nothing changed; in B-frames it cannot, so there are none.
# What little is left of a fade is too faint for a constant QP: it would stand there as a ghost until the next
# key frame. So the frames in which an animation has ended are encoded more finely; they cost little, for all
# that did not move is fine already. Adapting QP to each block instead takes a quarter longer.
_H264 = Codec(
    "libx264",
    # Yuv420p as libx264 keeps it itself, the two planes of colour as one.
    "nv12",
    MappingProxyType(
        {
            "preset": "veryfast",
            "qp": "30",
            "profile": "high",
            "flags": "+cgop",
            "mb_info": "1",
            "x264-params": (
                "ipratio=2.5:bframes=0:weightp=0:scenecut=0:psy=0:subme=0:me=umh:ref=2:trellis=1:"
                "partitions=p8x8,p4x4,i8x8,i4x4:chromaloc=1:threads=1"
            ),
        }
    ),
)
QP_AT_REST = 22
"""H.264's quantiser for a frame in which an animation has just ended."""

_VP9_OPTIONS = {
    "crf": "24",
    "b": "0",
    "deadline": "good",
    "cpu-used": "5",
    "lag-in-frames": "0",
    # libvpx cannot keep the hidden frames of a picture and of its alpha in step.
    "auto-alt-ref": "0",
}
_VP9 = Codec("libvpx-vp9", "yuv420p", MappingProxyType(_VP9_OPTIONS))
_VP9_ALPHA = Codec("libvpx-vp9", "yuva420p", MappingProxyType(_VP9_OPTIONS))
_PRORES = Codec("prores_ks", "yuva444p10le", MappingProxyType({"profile": "4444", "vendor": "apl0"}))
_GIF = Codec("gif", "pal8", MappingProxyType({}))


def codec_for(container: Format, transparent: bool) -> Codec:
    """Return how frames are encoded in a container.

    Raises
    ------
    ValueError
        If the film is to be transparent in a container whose players know no transparency.
    """
    if not transparent:
        return {Format.MP4: _H264, Format.MOV: _H264, Format.WEBM: _VP9, Format.GIF: _GIF}[container]
    if container is Format.WEBM:
        return _VP9_ALPHA
    if container is Format.MOV:
        return _PRORES
    raise ValueError(f"{container} cannot be transparent; choose webm or mov")


class Encoder:
    """Encodes one clip, frame after frame, in one thread.

    The same frames give the same bytes. Colours are BT.709 in the values as in the tags, so that players
    show the colours that the scene drew.

    Parameters
    ----------
    destination
        Where the clip goes: a path, whose name does not matter, or a file that can seek.
    quality, container, transparent
        What it is to be.
    rests
        The numbers of the frames in which an animation has just ended.
    """

    def __init__(
        self,
        destination: Path | IO[bytes],
        quality: Quality,
        container: Format,
        transparent: bool,
        rests: Iterable[int] = (),
    ) -> None:
        codec = codec_for(container, transparent)
        options = dict(codec.options)
        if codec is _H264:
            options["x264-params"] += _refining(rests)
        self.frames = 0
        self._quality = quality
        self._pixels = codec.pixels
        self._reformatter = VideoReformatter()
        # The muxers leave the date and their version out, which would make each run's bytes differ.
        self._container = av.open(
            destination, "w", format=container.value, container_options={"fflags": "+bitexact"}
        )
        stream: Any = self._container.add_stream(codec.name, rate=quality.frame_rate, options=options)
        stream.width, stream.height, stream.pix_fmt = quality.width, quality.height, codec.pixels
        context = stream.codec_context
        context.thread_count = 1
        context.gop_size = SECONDS_BETWEEN_KEYFRAMES * quality.frame_rate
        if codec.pixels != "pal8":
            context.color_primaries = ColorPrimaries.BT709
            context.color_trc = ColorTrc.BT709
            context.colorspace = Colorspace.ITU709
            context.color_range = ColorRange.MPEG
        if codec.pixels == "yuva420p":
            stream.metadata["alpha_mode"] = "1"
        self._stream = stream
        # libx264 copies what it is given, so one frame's memory serves for all; the others may keep it.
        self._kept = av.VideoFrame(quality.width, quality.height, codec.pixels) if codec is _H264 else None
        self._fresh = True

    def write(self, picture: Picture, repeat: int = 1, changed: Iterable[Box] | None = None) -> None:
        """Encode a picture, ``repeat`` times.

        ``changed`` names the boxes in which it differs from the last picture, all of it where it is left out.
        """
        self.encode(self.convert(picture, changed), repeat)

    def convert(self, picture: Picture, changed: Iterable[Box] | None = None) -> av.VideoFrame:
        """Return a picture as the codec takes it, which may be the last one's frame with other pixels."""
        if self._kept is None:
            return self._converted(picture)
        whole = 0, 0, self._quality.width, self._quality.height
        boxes = [_even(box) for box in ([whole] if changed is None or self._fresh else changed)]
        for box in boxes:
            self._convert_box(picture, self._kept, box)
        hint(self._kept, boxes)
        self._fresh = False
        return self._kept

    def encode(self, frame: av.VideoFrame, repeat: int = 1) -> None:
        """Encode what ``convert`` returned, ``repeat`` times."""
        frame.time_base = Fraction(1, self._quality.frame_rate)
        for number in range(repeat):
            if number == 1 and frame is self._kept:
                hint(frame, ())
            frame.pts = self.frames
            self.frames += 1
            self._container.mux(self._stream.encode(frame))

    def _convert_box(self, picture: Picture, frame: av.VideoFrame, box: Box) -> None:
        # At a box's edges colour is weighed with its neighbours'.
        height, width, _ = picture.shape
        left, top, right, bottom = box
        first_column, first_row = max(0, left - 2), max(0, top - 2)
        converted = self._to_yuv(
            picture[first_row : min(height, bottom + 2), first_column : min(width, right + 2)]
        )
        for plane, source in zip(frame.planes, converted.planes, strict=True):
            # Two bytes of colour to every two columns and rows.
            step = height // plane.height
            rows, above = slice(top // step, bottom // step), first_row // step
            _rows(plane)[rows, left:right] = _rows(source)[
                rows.start - above : rows.stop - above, left - first_column : right - first_column
            ]

    def _converted(self, picture: Picture) -> av.VideoFrame:
        if self._pixels == "pal8":
            image = Image.fromarray(picture[..., :3]).quantize(
                256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
            )
            palette = np.zeros((256, 4), np.uint8)
            colours = np.array(image.getpalette(), np.uint8).reshape(-1, 3)
            palette[: len(colours), 1:] = colours
            palette[:, 0] = 255
            indexed: Any = (np.asarray(image), palette)
            return av.VideoFrame.from_ndarray(indexed, format="pal8")
        if self._pixels.startswith("yuva"):
            picture = _straight(picture)
        return self._to_yuv(picture)

    def _to_yuv(self, picture: Picture) -> av.VideoFrame:
        height, width, _ = picture.shape
        return self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(picture, format="rgba"),
            width,
            height,
            self._pixels,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.AREA,
            threads=1,
        )

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


def _refining(frames: Iterable[int]) -> str:
    """Return what to add to x264's parameters, that it encodes some frames more finely than the others."""
    zones = "/".join(f"{frame},{frame},q={QP_AT_REST}" for frame in frames)
    return f":zones={zones}" if zones else ""


def _even(box: Box) -> Box:
    """Return the least box around another that cuts no colour sample, which covers two by two pixels."""
    left, top, right, bottom = box
    return left // 2 * 2, top // 2 * 2, (right + 1) // 2 * 2, (bottom + 1) // 2 * 2


def _rows(plane: Any) -> npt.NDArray[np.uint8]:
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)


def _straight(picture: Picture) -> Picture:
    """Divide the colours by alpha: Cairo keeps them multiplied, video does not."""
    alpha = picture[..., 3:].astype(np.uint16)
    colours = (picture[..., :3].astype(np.uint16) * 255 + alpha // 2) // np.maximum(alpha, 1)
    return np.concatenate([np.minimum(colours, 255).astype(np.uint8), picture[..., 3:]], axis=2)
