"""Hands a mobject's curves to Cairo all at once: a Python call for each costs more than drawing it.

This is the one place that reaches into pycairo: its ``Context`` holds the ``cairo_t`` that Cairo's own
``cairo_append_path`` takes. Where this pycairo keeps it elsewhere, curves are handed over one by one.
"""

from __future__ import annotations

import ctypes
import importlib
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol, TypeAlias

import cairo
import numpy as np
import numpy.typing as npt
from manim import VMobject

POINTS_PER_CURVE = 4

CELLS_PER_CURVE = 7
"""A curve's header and three points, the header that closes a subpath, the header and point of a move."""

MOVE, CURVE, CLOSE = 0, 2, 3
"""Cairo's ``cairo_path_data_type_t``."""

CONTEXT_OFFSET = object.__basicsize__
"""Where pycairo's ``PycairoContext`` has the ``cairo_t``: after what every object has."""

Cells: TypeAlias = npt.NDArray[np.float64]
"""An array of Cairo's ``cairo_path_data_t``: headers and points, two numbers each."""


class Path(Protocol):
    """The curves of a mobject."""

    def append_to(self, context: cairo.Context[Any]) -> None:
        """Add the curves to a context's current path."""


def path_of(mobject: VMobject) -> Path:
    """Return the path that a mobject's points describe.

    It is the one that ``Camera.set_cairo_context_path`` makes: curves that follow one another are one
    subpath, which is closed if it ends where it began.
    """
    cells = path_cells(mobject.points, mobject.tolerance_for_point_equality)
    append_path = _append_path()
    return CurveByCurvePath(cells) if append_path is None else BulkPath(cells, append_path)


class _CairoPath(ctypes.Structure):
    """Cairo's ``cairo_path_t``."""

    _fields_ = (("status", ctypes.c_int), ("data", ctypes.c_void_p), ("num_data", ctypes.c_int))


class BulkPath:
    """A path that Cairo takes in one call."""

    __slots__ = ("_append_path", "_cells", "_path")

    def __init__(self, cells: Cells, append_path: Callable[..., None]) -> None:
        # Cairo reads the cells where they are, so they must live as long as this.
        self._cells = cells
        self._path = ctypes.pointer(_CairoPath(0, cells.ctypes.data, len(cells)))
        self._append_path = append_path

    def append_to(self, context: cairo.Context[Any]) -> None:
        """Add the curves to a context's current path."""
        self._append_path(ctypes.c_void_p.from_address(id(context) + CONTEXT_OFFSET), self._path)


class CurveByCurvePath:
    """A path for a pycairo whose contexts cannot be read: the same curves, a call for each."""

    __slots__ = ("_cells",)

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    def append_to(self, context: cairo.Context[Any]) -> None:
        """Add the curves to a context's current path."""
        headers, points = self._cells.view(np.int32).tolist(), self._cells.tolist()
        at = 0
        while at < len(points):
            kind, length = headers[at][:2]
            if kind == MOVE:
                context.move_to(*points[at + 1])
            elif kind == CURVE:
                context.curve_to(*points[at + 1], *points[at + 2], *points[at + 3])
            else:
                context.close_path()
            at += length


@cache
def _append_path() -> Callable[..., None] | None:
    """Return Cairo's ``cairo_append_path``, or None, with a warning, where contexts cannot be read."""
    try:
        # Through pycairo's own module, so that it is surely the Cairo that pycairo draws with.
        libcairo = ctypes.PyDLL(importlib.import_module("cairo._cairo").__file__ or "")
        append_path = libcairo.cairo_append_path
        readable = _contexts_are_readable(libcairo)
    except (AttributeError, ImportError, OSError, ValueError):
        readable = False
    if not readable:
        warnings.warn(
            f"the contexts of pycairo {cairo.version} cannot be read; drawing takes longer, "
            "with pycairo 1.29 it is fast",
            RuntimeWarning,
            stacklevel=2,
        )
        return None
    append_path.argtypes = (ctypes.c_void_p, ctypes.POINTER(_CairoPath))
    append_path.restype = None
    return append_path


def _contexts_are_readable(libcairo: Any) -> bool:
    """Whether a context holds its ``cairo_t`` where it is looked for.

    To know without following an address that may be none, a ``cairo_t`` is made by Cairo itself and wrapped
    by pycairo's C interface, which is public: its address is known beforehand.
    """
    get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
    get_pointer.argtypes, get_pointer.restype = (ctypes.py_object, ctypes.c_char_p), ctypes.c_void_p
    # The first two members of Pycairo_CAPI_t: the type, and the function that wraps.
    members = ctypes.cast(get_pointer(cairo.CAPI, b"cairo.CAPI"), ctypes.POINTER(ctypes.c_void_p))
    if members[0] != id(cairo.Context) or cairo.Context.__basicsize__ < CONTEXT_OFFSET + ctypes.sizeof(
        ctypes.c_void_p
    ):
        return False
    wrap = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p)(
        members[1] or 0
    )
    create_surface, create_context = libcairo.cairo_image_surface_create, libcairo.cairo_create
    create_surface.argtypes, create_surface.restype = (ctypes.c_int,) * 3, ctypes.c_void_p
    create_context.argtypes, create_context.restype = (ctypes.c_void_p,), ctypes.c_void_p
    destroy_surface = libcairo.cairo_surface_destroy
    destroy_surface.argtypes, destroy_surface.restype = (ctypes.c_void_p,), None
    surface = create_surface(cairo.FORMAT_ARGB32, 1, 1)
    address = create_context(surface)
    # The context keeps the surface, and pycairo the context.
    destroy_surface(surface)
    context = wrap(address, cairo.Context, None)
    found = ctypes.c_void_p.from_address(id(context) + CONTEXT_OFFSET).value
    return bool(found == address)


def _header(kind: int, length: int) -> float:
    """A cell that says what follows, and after how many cells the next header stands, itself included."""
    return float(np.array([kind, length], np.int32).view(np.float64)[0])


_MOVE, _CLOSE = _header(MOVE, 2), _header(CLOSE, 1)
# A curve's header may point beyond its points: what closes the subpath and begins the next is skipped.
_CURVE_GOING_ON, _CURVE_BEFORE_MOVE, _CURVE_BEFORE_CLOSE = (_header(CURVE, length) for length in (7, 5, 4))


def path_cells(points: npt.NDArray[np.float64], tolerance: float) -> Cells:
    """Return curves as Cairo has them.

    Parameters
    ----------
    points
        ``(4 n, 3)``: each curve's start, two handles and end.
    tolerance
        Points so near to each other (scene units) are the same.
    """
    count = len(points) // POINTS_PER_CURVE
    if count == 0:
        return np.empty((0, 2))
    curves = points[: count * POINTS_PER_CURVE].reshape(count, POINTS_PER_CURVE, 3)[..., :2]
    starts, ends = curves[:, 0], curves[:, 3]
    cells = np.empty((2 + count * CELLS_PER_CURVE, 2))
    cells[0, 0] = _MOVE
    cells[1] = starts[0]
    blocks = cells[2:].reshape(count, CELLS_PER_CURVE, 2)
    blocks[:, 0, 0] = _CURVE_GOING_ON
    blocks[:, 1:4] = curves[:, 1:]
    first = 0
    for last in _last_curves(starts, ends, tolerance):
        closed = _near(starts[first].tolist(), ends[last].tolist(), tolerance)
        blocks[last, 0, 0] = _CURVE_BEFORE_CLOSE if closed else _CURVE_BEFORE_MOVE
        blocks[last, 4, 0] = _CLOSE
        blocks[last, 5, 0] = _MOVE
        first = last + 1
        if first < count:
            blocks[last, 6] = starts[first]
    return cells[: -2 if closed else -3]


def _last_curves(
    starts: npt.NDArray[np.float64], ends: npt.NDArray[np.float64], tolerance: float
) -> list[int]:
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
