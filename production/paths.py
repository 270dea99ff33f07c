"""Hands a mobject's curves to Cairo all at once: a Python call for each costs more than drawing it."""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Sequence
from typing import Any

import cairo
import numpy as np
import numpy.typing as npt
from manim import VMobject

POINTS_A_CURVE = 4

CELLS_A_CURVE = 7
"""A curve's header and three points, the header that closes a subpath, the header and point of a move."""


def _header(kind: int, length: int) -> float:
    """A cell that says what follows, and after how many cells the next header stands, itself included."""
    return float(np.array([kind, length], np.int32).view(np.float64)[0])


_MOVE, _CLOSE = _header(0, 2), _header(3, 1)
# A curve's header may point beyond its points: what closes the subpath and begins the next is skipped.
_CURVE_GOING_ON, _CURVE_BEFORE_MOVE, _CURVE_BEFORE_CLOSE = (_header(2, length) for length in (7, 5, 4))


class _CairoPath(ctypes.Structure):
    """Cairo's ``cairo_path_t``."""

    _fields_ = (("status", ctypes.c_int), ("data", ctypes.c_void_p), ("num_data", ctypes.c_int))


# Through pycairo's own module, so that it is surely the Cairo that pycairo draws with.
_libcairo = ctypes.PyDLL(importlib.import_module("cairo._cairo").__file__ or "")
_append_path = _libcairo.cairo_append_path
_append_path.argtypes = (ctypes.c_void_p, ctypes.POINTER(_CairoPath))
_append_path.restype = None


class Path:
    """The curves of a mobject as Cairo's ``cairo_path_t`` has them, built without a Python call for each.

    It draws the same as ``Camera.set_cairo_context_path`` does: curves that follow one another are one
    subpath, which is closed if it ends where it began.

    Parameters
    ----------
    points
        ``(4 n, 3)``: each curve's start, two handles and end.
    tolerance
        Points so near to each other (scene units) are the same.
    """

    __slots__ = ("_cells", "_path")

    def __init__(self, points: npt.NDArray[np.float64], tolerance: float) -> None:
        self._cells = _cells(points, tolerance)
        self._path = ctypes.pointer(_CairoPath(0, self._cells.ctypes.data, len(self._cells)))

    def append_to(self, context: cairo.Context[Any]) -> None:
        """Add the curves to a context's current path."""
        # pycairo's PycairoContext, which its header makes public: what every object has, then the cairo_t.
        address = ctypes.c_void_p.from_address(id(context) + object.__basicsize__)
        _append_path(address, self._path)


def path_of(mobject: VMobject) -> Path:
    """Return the path that a mobject's points describe."""
    return Path(mobject.points, mobject.tolerance_for_point_equality)


def _cells(points: npt.NDArray[np.float64], tolerance: float) -> npt.NDArray[np.float64]:
    """Return the array of ``cairo_path_data_t``: headers and points, two numbers each."""
    count = len(points) // POINTS_A_CURVE
    if count == 0:
        return np.empty((0, 2))
    curves = points[: count * POINTS_A_CURVE].reshape(count, POINTS_A_CURVE, 3)[..., :2]
    starts, ends = curves[:, 0], curves[:, 3]
    cells = np.empty((2 + count * CELLS_A_CURVE, 2))
    cells[0, 0] = _MOVE
    cells[1] = starts[0]
    blocks = cells[2:].reshape(count, CELLS_A_CURVE, 2)
    blocks[:, 0, 0] = _CURVE_GOING_ON
    blocks[:, 1:4] = curves[:, 1:]
    first = 0
    for last in _lasts(starts, ends, tolerance):
        closed = _near(starts[first].tolist(), ends[last].tolist(), tolerance)
        blocks[last, 0, 0] = _CURVE_BEFORE_CLOSE if closed else _CURVE_BEFORE_MOVE
        blocks[last, 4, 0] = _CLOSE
        blocks[last, 5, 0] = _MOVE
        first = last + 1
        if first < count:
            blocks[last, 6] = starts[first]
    return cells[: -2 if closed else -3]


def _lasts(starts: npt.NDArray[np.float64], ends: npt.NDArray[np.float64], tolerance: float) -> list[int]:
    """Which curves are the last of their subpath."""
    before, after = ends[:-1], starts[1:]
    # Not any(axis=1): NumPy is slow along the shorter side of an array.
    differs = (before[:, 0] != after[:, 0]) | (before[:, 1] != after[:, 1])
    apart = differs.nonzero()[0].tolist()
    if apart:
        lasts = [
            last for last in apart if not _near(ends[last].tolist(), starts[last + 1].tolist(), tolerance)
        ]
        return [*lasts, len(starts) - 1]
    return [len(starts) - 1]


def _near(one: Sequence[float], other: Sequence[float], tolerance: float) -> bool:
    # As Manim compares points: NumPy's isclose with its relative tolerance.
    (a, b), (c, d) = one, other
    return abs(a - c) <= tolerance + 1e-5 * abs(c) and abs(b - d) <= tolerance + 1e-5 * abs(d)
