"""Tells x264 in which rectangles a frame differs from the last, so that it need not look at the rest.

FFmpeg hands this on to x264 as a frame's side data, of which PyAV reads every kind but makes none. So this is
the one place that reaches into PyAV's frames: FFmpeg's own functions are called, those of the library that
PyAV came with. Where this PyAV keeps its frames otherwise, x264 looks for itself, which takes longer.
"""

from __future__ import annotations

import ctypes
import os
import warnings
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, Self

import av
import av.frame
from av.sidedata.sidedata import Type

from production.frames.dirty_rectangles import Rectangle

FRAME_OFFSET = object.__basicsize__ + ctypes.sizeof(ctypes.c_void_p)
"""Where PyAV's ``Frame`` has its ``AVFrame``, by its frame.pxd: after what every object has, and the table of
its C methods."""

_CHANGED = 1
"""FFmpeg's ``AV_VIDEO_HINT_TYPE_CHANGED``."""


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


class _Functions(NamedTuple):
    """FFmpeg's functions for side data."""

    create: Any
    remove: Any


class VideoHints:
    """The hints of one frame, which is encoded again and again with other pixels."""

    def __init__(self, address: int, functions: _Functions) -> None:
        self._address = address
        self._functions = functions

    @classmethod
    def of(cls, frame: av.VideoFrame) -> Self | None:
        """Return a frame's hints, or None, with a warning, where it can have none."""
        functions, address = _functions(), _address(frame)
        if functions is not None and address is not None:
            return cls(address, functions)
        warnings.warn(
            f"the frames of PyAV {av.__version__} cannot be given hints; encoding takes longer, "
            "with PyAV 18.1 it is fast",
            RuntimeWarning,
            stacklevel=2,
        )
        return None

    def set(self, changed: Sequence[Rectangle]) -> None:
        """Note that the frame differs from the one encoded before it in these rectangles at most.

        Raises
        ------
        MemoryError
            If there is no memory left.
        """
        self._functions.remove(self._address, Type.VIDEO_HINT.value)
        start = self._functions.create(self._address, len(changed))
        if start is None:
            raise MemoryError("FFmpeg has no memory left for a frame's side data")
        hint = _Hint.from_address(start)
        hint.type = _CHANGED
        for number, (left, top, right, bottom) in enumerate(changed):
            place = start + hint.rect_offset + number * hint.rect_size
            rectangle = _Rectangle.from_address(place)
            rectangle.x, rectangle.y = left, top
            rectangle.width, rectangle.height = right - left, bottom - top


@cache
def _functions() -> _Functions | None:
    """Return FFmpeg's functions, or None where this FFmpeg has none of that name."""
    try:
        # Through PyAV's own module, so that it is surely the library that made the frames.
        libavutil = ctypes.PyDLL(av.frame.__file__ or "")
        create, remove = libavutil.av_video_hint_create_side_data, libavutil.av_frame_remove_side_data
    except (AttributeError, OSError):
        return None
    create.argtypes, create.restype = (ctypes.c_void_p, ctypes.c_size_t), ctypes.c_void_p
    remove.argtypes, remove.restype = (ctypes.c_void_p, ctypes.c_int), None
    return _Functions(create, remove)


def _address(frame: av.VideoFrame) -> int | None:
    """Return where a frame's ``AVFrame`` is, or None where it is not found as expected."""
    size = ctypes.sizeof(ctypes.c_void_p)
    if type(frame).__basicsize__ < FRAME_OFFSET + size:
        return None
    address = ctypes.c_void_p.from_address(id(frame) + FRAME_OFFSET).value
    # An AVFrame begins with the addresses of its planes.
    if address is None or not _is_readable(address, size):
        return None
    first_plane = ctypes.c_void_p.from_address(address).value
    return address if first_plane == frame.planes[0].buffer_ptr else None


def _is_readable(address: int, size: int) -> bool:
    """Whether there is memory at an address; reading it to find out might end the process."""
    reading, writing = os.pipe()
    try:
        return os.write(writing, (ctypes.c_char * size).from_address(address)) == size
    except OSError:
        # The system says so where a program would crash.
        return False
    finally:
        os.close(reading)
        os.close(writing)
