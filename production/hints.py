"""Tells x264 in which boxes a frame differs from the last, so that it need not look at the rest.

FFmpeg hands this on to x264 as a frame's side data, of which PyAV reads every kind but makes none. Hence
FFmpeg's own functions are called, those of the library that PyAV came with.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import av
import av.frame
from av.sidedata.sidedata import Type

from production.boxes import Box

_VIDEO_HINT = Type.VIDEO_HINT.value
_CHANGED = 1


class _Hint(ctypes.Structure):
    """FFmpeg's ``AVVideoHint``; its rectangles stand ``rect_offset`` bytes after its start."""

    _fields_ = (
        ("nb_rects", ctypes.c_size_t),
        ("rect_offset", ctypes.c_size_t),
        ("rect_size", ctypes.c_size_t),
        ("type", ctypes.c_int),
    )


class _Rectangle(ctypes.Structure):
    """FFmpeg's ``AVVideoRect``."""

    _fields_ = tuple((name, ctypes.c_uint32) for name in ("x", "y", "width", "height"))


# Through PyAV's own module, so that it is surely the library that made the frames.
_libavutil = ctypes.PyDLL(av.frame.__file__ or "")
_create_hint = _libavutil.av_video_hint_create_side_data
_create_hint.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
_create_hint.restype = ctypes.c_void_p
_remove_side_data = _libavutil.av_frame_remove_side_data
_remove_side_data.argtypes = (ctypes.c_void_p, ctypes.c_int)
_remove_side_data.restype = None


def hint(frame: av.VideoFrame, changed: Sequence[Box]) -> None:
    """Note in a frame that it differs from the one encoded before it in these boxes at most.

    Raises
    ------
    RuntimeError
        If this PyAV has its frames otherwise in memory than the one that this was written for.
    MemoryError
        If there is no memory left.
    """
    address = _address(frame)
    _remove_side_data(address, _VIDEO_HINT)
    start = _create_hint(address, len(changed))
    if start is None:
        raise MemoryError("FFmpeg has no memory left for a frame's side data")
    made = _Hint.from_address(start)
    made.type = _CHANGED
    for number, (left, top, right, bottom) in enumerate(changed):
        place = start + made.rect_offset + number * made.rect_size
        rectangle = _Rectangle.from_address(place)
        rectangle.x, rectangle.y, rectangle.width, rectangle.height = left, top, right - left, bottom - top


def _address(frame: av.VideoFrame) -> int:
    """Return where a frame's ``AVFrame`` is."""
    # As PyAV's frame.pxd declares it: what every object has, the table of its C methods, the AVFrame.
    before = object.__basicsize__ + ctypes.sizeof(ctypes.c_void_p)
    address = ctypes.c_void_p.from_address(id(frame) + before).value
    # An AVFrame begins with the addresses of its planes.
    if address is None or ctypes.c_void_p.from_address(address).value != frame.planes[0].buffer_ptr:
        raise RuntimeError(f"PyAV {av.__version__} has its frames otherwise in memory than PyAV 18.1")
    return address
