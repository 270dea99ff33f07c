"""Tiny clips, as the engine makes them, for tests of what comes after it."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc


def write_clip(
    path: Path,
    frames: int,
    *,
    shade: int = 0,
    size: tuple[int, int] = (64, 48),
    rate: int = 15,
    key_frames: Collection[int] = (),
    open_groups: bool = False,
) -> Path:
    """Write frames that brighten by one level each, from ``shade`` on; with B-frames, and the film's tags.

    ``open_groups`` lets what is shown before a key frame refer to it and to frames of the group before.
    """
    groups = {"x264-params": "open-gop=1"} if open_groups else {"flags": "+cgop"}
    with av.open(path, "w", container_options={"fflags": "+bitexact"}) as clip:
        video = clip.add_stream("libx264", rate=rate, options={"g": str(2 * rate), **groups})
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.codec_context.color_range = ColorRange.MPEG
        video.codec_context.colorspace = Colorspace.ITU709
        video.codec_context.color_primaries = ColorPrimaries.BT709
        video.codec_context.color_trc = ColorTrc.BT709
        video.codec_context.time_base = Fraction(1, rate)
        for number in range(frames):
            frame = av.VideoFrame(*size, "yuv420p")
            for plane, level in zip(frame.planes, (shade + number, 128, 128), strict=True):
                plane.update(bytes([level]) * plane.buffer_size)
            frame.pts = number
            frame.pict_type = PictureType.I if number in key_frames else PictureType.NONE
            frame.time_base = Fraction(1, rate)
            clip.mux(video.encode(frame))
        clip.mux(video.encode())
    return path
