"""The luma of pictures and of video frames, as arrays of levels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import VideoReformatter

from production.clips.colour import Picture
from production.frames.dirty_rectangles import Rectangle

Luma: TypeAlias = npt.NDArray[np.uint8]
"""Height x width, rows from the top."""


def luma_of(frame: av.VideoFrame) -> Luma:
    """Return the luma of a frame of 8-bit YUV; it is the frame's own memory."""
    plane: Any = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : frame.width]


class StockLuma:
    """The luma of raw pictures as stock Manim's writer has it.

    Manim hands RGBA to a stream of yuv420p (``manim.scene.video_segment_encoder``), so PyAV converts it as
    swscale does by default: to the levels of BT.601, of limited range, without a tag that says so. A pixel's
    luma depends on that pixel alone, so only what changed is converted.
    """

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()
        self._luma: Luma | None = None

    def convert(self, picture: Picture, changed: Iterable[Rectangle] | None = None) -> Luma:
        """Return a picture's luma, in an array that the next one is converted into.

        ``changed`` says where it differs from the last picture; None: anywhere.
        """
        height, width, _ = picture.shape
        if self._luma is None:
            self._luma, changed = np.empty((height, width), np.uint8), None
        for left, top, right, bottom in [(0, 0, width, height)] if changed is None else changed:
            # Four pixels share a colour, so sides are even.
            rows = slice(top // 2 * 2, (bottom + 1) // 2 * 2)
            columns = slice(left // 2 * 2, (right + 1) // 2 * 2)
            frame = av.VideoFrame.from_numpy_buffer(picture[rows, columns], format="rgba")
            self._luma[rows, columns] = luma_of(
                self._reformatter.reformat(frame, format="yuv420p", threads=1)
            )
        return self._luma
