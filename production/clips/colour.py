"""Pictures to video frames: RGBA to the pixels that a codec takes, in BT.709."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

import av
import numpy as np
import numpy.typing as npt
from av.filter import Graph
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)
from PIL import Image

from production.clips.video_hints import VideoHints
from production.frames.dirty_rectangles import Rectangle
from production.output_spec import Quality

Picture: TypeAlias = npt.NDArray[np.uint8]
"""Height x width x RGBA, rows from the top, colours already multiplied by alpha."""


SIZES_KEPT = 64
"""What moves changes in rectangles of a few sizes, again and again."""


class Converter(Protocol):
    """Turns pictures into frames for a codec."""

    def convert(self, picture: Picture, changed: Iterable[Rectangle] | None) -> av.VideoFrame:
        """Return a picture as a frame, which may be the last one's with other pixels.

        ``changed`` says where it differs from the last picture; None: anywhere.
        """

    def hold(self) -> None:
        """Note that the last frame is encoded once more, unchanged."""


class IncrementalConverter:
    """Converts what changed, into one frame: for encoders that copy what they are given.

    The frame is nv12, which is yuv420p as libx264 keeps it itself, the two planes of colour as one; or
    yuv444p. The encoder is told where it changed.
    """

    def __init__(self, quality: Quality, pixel_format: str = "nv12") -> None:
        self._to_yuv = _YuvConversion(pixel_format)
        self._frame = av.VideoFrame(quality.width, quality.height, pixel_format)
        self._hints = VideoHints.of(self._frame)
        self._whole: Rectangle = 0, 0, quality.width, quality.height
        self._is_first = True

    def convert(self, picture: Picture, changed: Iterable[Rectangle] | None) -> av.VideoFrame:
        """Return the frame, with the picture in it."""
        if changed is None or self._is_first:
            changed = [self._whole]
        rectangles = [_even(rectangle) for rectangle in changed]
        for rectangle in rectangles:
            self._convert_rectangle(picture, rectangle)
        if self._hints is not None:
            self._hints.set(rectangles)
        self._is_first = False
        return self._frame

    def hold(self) -> None:
        """Note that nothing changed."""
        if self._hints is not None:
            self._hints.set(())

    def _convert_rectangle(self, picture: Picture, rectangle: Rectangle) -> None:
        # At a rectangle's edges colour is weighed with its neighbours'.
        height, width, _ = picture.shape
        left, top, right, bottom = rectangle
        first_column, first_row = max(0, left - 2), max(0, top - 2)
        converted = self._to_yuv(
            picture[first_row : min(height, bottom + 2), first_column : min(width, right + 2)]
        )
        for plane, source in zip(self._frame.planes, converted.planes, strict=True):
            # In nv12 two bytes of colour to every two columns and rows.
            step = height // plane.height
            rows, above = slice(top // step, bottom // step), first_row // step
            _rows(plane)[rows, left:right] = _rows(source)[
                rows.start - above : rows.stop - above, left - first_column : right - first_column
            ]


class WholeConverter:
    """Converts whole pictures, each into a frame of its own: for encoders that keep what they are given."""

    def __init__(self, pixel_format: str) -> None:
        self._to_yuv = _YuvConversion(pixel_format)

    def convert(self, picture: Picture, changed: Iterable[Rectangle] | None) -> av.VideoFrame:  # noqa: ARG002
        """Return a frame of its own."""
        return self._to_yuv(picture)

    def hold(self) -> None:
        """Nothing to note."""


class AlphaConverter(WholeConverter):
    """The same for pixel formats with alpha, whose colours are not multiplied by it."""

    def convert(self, picture: Picture, changed: Iterable[Rectangle] | None) -> av.VideoFrame:
        """Return a frame of its own."""
        # Most of a picture is opaque, or nothing at all.
        partly = (picture[..., 3] != 0) & (picture[..., 3] != 255)
        colours, alpha = np.split(picture[partly].astype(np.uint16), [3], axis=1)
        straight = picture.copy()
        straight[partly, :3] = np.minimum((colours * 255 + alpha // 2) // alpha, 255)
        return super().convert(straight, changed)


class CositedConverter:
    """Converts whole pictures to yuv422p10le whose samples of colour stand on every other pixel.

    So editors take ProRes; FFmpeg's conversion by itself puts them between two pixels.
    """

    def __init__(self, quality: Quality) -> None:
        self._graph = Graph()
        scale = "flags=bilinear+accurate_rnd:in_range=full:out_range=limited:out_color_matrix=bt709"
        self._graph.link_nodes(
            self._graph.add_buffer(
                width=quality.width,
                height=quality.height,
                format=av.VideoFormat("rgba"),
                time_base=Fraction(1),
            ),
            self._graph.add("scale", f"{scale}:out_h_chr_pos=0"),
            self._graph.add("format", "yuv422p10le"),
            self._graph.add("buffersink"),
        ).configure()

    def convert(self, picture: Picture, changed: Iterable[Rectangle] | None) -> av.VideoFrame:  # noqa: ARG002
        """Return a frame of its own."""
        given = av.VideoFrame.from_numpy_buffer(picture, format="rgba")
        given.pts, given.time_base = 0, Fraction(1)
        self._graph.push(given)
        return _tagged(self._graph.vpull())

    def hold(self) -> None:
        """Nothing to note."""


class PaletteConverter:
    """Converts pictures to 256 colours, chosen for each anew."""

    def convert(self, picture: Picture, changed: Iterable[Rectangle] | None) -> av.VideoFrame:  # noqa: ARG002
        """Return a frame of its own."""
        image = Image.fromarray(picture[..., :3]).quantize(
            256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        palette = np.zeros((256, 4), np.uint8)
        colours = np.array(image.getpalette(), np.uint8).reshape(-1, 3)
        palette[: len(colours), 1:] = colours
        palette[:, 0] = 255
        indexed: Any = (np.asarray(image), palette)
        return av.VideoFrame.from_ndarray(indexed, format="pal8")

    def hold(self) -> None:
        """Nothing to note."""


class _YuvConversion:
    """RGBA to a pixel format of video, in BT.709 of limited range."""

    def __init__(self, pixel_format: str) -> None:
        self._pixel_format = pixel_format
        # One for each size, for which FFmpeg prepares: with one for all, conversions take a twentieth longer.
        self._reformatter = lru_cache(maxsize=SIZES_KEPT)(lambda *_: VideoReformatter())

    def __call__(self, picture: Picture) -> av.VideoFrame:
        height, width, _ = picture.shape
        frame = self._reformatter(width, height).reformat(
            av.VideoFrame.from_numpy_buffer(picture, format="rgba"),
            width,
            height,
            self._pixel_format,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.AREA,
            threads=1,
        )
        return _tagged(frame)


def _tagged(frame: av.VideoFrame) -> av.VideoFrame:
    """Return a frame that says by itself that it is BT.709, as ProRes has it in every frame."""
    frame.color_primaries, frame.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    return frame


def _even(rectangle: Rectangle) -> Rectangle:
    """Return the least rectangle around another that cuts no colour sample; each covers 2 x 2 pixels."""
    left, top, right, bottom = rectangle
    return left // 2 * 2, top // 2 * 2, (right + 1) // 2 * 2, (bottom + 1) // 2 * 2


def _rows(plane: Any) -> npt.NDArray[np.uint8]:
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
