"""Arguments at the public edge, and what callbacks return: converted to float64, checked, locked."""

from __future__ import annotations

import operator
import os
import reprlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from math import prod
from numbers import Real
from typing import Any, Literal, NoReturn, SupportsIndex, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

MomentumMethod = Literal["heavy_ball", "nesterov"]

MOST_BYTES = 4 * 2**30
"""How much memory an array that is given or returned may take, or all arrays of a record together."""

MOST_AXES = 30
"""How many axes an array may have: NumPy broadcasts 32, and a record adds time and coordinates."""

quiet = np.errstate(over="ignore", under="ignore", invalid="ignore")
"""Decorates what may overflow: infinity is a result here, and no warning or error under any `np.seterr`."""

_FLOAT64 = np.dtype(np.float64)
_FLOATS = frozenset((float, np.float64))
_PLAIN_NUMBERS = _FLOATS | {int, np.int64}

_shortened = reprlib.Repr()
_shortened.maxlong = _shortened.maxstring = _shortened.maxother = 100


def shown(value: object) -> str:
    """Return a value as a message shows it: on one line, not too long; by its type where it has no repr."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape} and type {value.dtype}"
    try:
        return " ".join(_shortened.repr(value).split())
    except Exception:  # an object's own repr may fail in any way, and an int may be too long for one
        return f"of type {type(value).__qualname__}"


def reject(name: str, value: object, rule: str, remedy: str) -> NoReturn:
    """Raise the ValueError of this package: the value, the rule it breaks, the remedy."""
    raise ValueError(f"{name} is {value}, but must be {rule}. {remedy}")


def reject_shape(name: str, array: Array, rule: str, remedy: str) -> NoReturn:
    """Raise ValueError for an array whose shape breaks the rule."""
    reject(name, f"an array of shape {array.shape}", rule, remedy)


def locked(array: Array) -> Array:
    """Return the array, read-only from now on."""
    array.setflags(write=False)
    return array


def freeze(instance: object, **fields: object) -> None:
    """Set fields of a frozen dataclass, as its `__init__` may."""
    for name, value in fields.items():
        object.__setattr__(instance, name, value)


def rebuilt(cls: type, fields: dict[str, Any]) -> object:
    """Make an instance of its fields: by this, copies and pickles of a record are read-only as well."""
    return cls(**fields)


def check_memory(name: str, value: object, numbers: int, remedy: str) -> None:
    """Raise ValueError where so many float64 numbers, which `name` asks for, take more than MOST_BYTES."""
    needed = numbers * _FLOAT64.itemsize
    if needed > MOST_BYTES:
        taken = f"{needed:,}" if needed < 10**30 else "more than 10^30"
        reject(name, value, f"so small that arrays take at most {MOST_BYTES:,} bytes, not {taken}", remedy)


def reals(name: str, value: ArrayLike) -> Array:
    """Return `value` as float64, itself if it is that; raise ValueError unless it is of real numbers.

    NaN and infinity pass: a diverged run has them.
    """
    # At every step of a run a loss passes here with what needs no check, or is a plain float.
    if type(value) is np.ndarray and value.dtype is _FLOAT64:
        array = value
    elif type(value) in _FLOATS:
        return np.array(value)
    else:
        array = _converted(name, value)
    if array.ndim > MOST_AXES or array.nbytes > MOST_BYTES:
        _reject_size(name, array)
    return array


def finite(name: str, value: ArrayLike) -> Array:
    """Return a float64 copy of `value`; raise ValueError unless every entry is a finite real number."""
    array = reals(name, value).copy()
    require(name, array, np.isfinite(array), "finite throughout", "Replace or drop NaN and infinity.")
    return array


def positive(name: str, value: ArrayLike, remedy: str) -> Array:
    """Return a float64 copy of `value`; raise ValueError unless every entry is finite and above 0."""
    array = finite(name, value)
    require(name, array, array > 0, "greater than 0", remedy)
    return array


def at_least_zero(name: str, value: ArrayLike, remedy: str) -> Array:
    """Return a float64 copy of `value`; raise ValueError unless every entry is finite and 0 or more."""
    array = finite(name, value)
    require(name, array, array >= 0, "0 or more", remedy)
    return array


def learning_rates(value: ArrayLike) -> Array:
    """Return α as an array; raise ValueError unless every entry is finite and above 0."""
    return positive(
        "learning_rate", value, "The update rule subtracts already: give a positive learning rate, like 0.1."
    )


def momenta(value: ArrayLike) -> Array:
    """Return β as an array; raise ValueError unless every entry lies in [0, 1)."""
    array = finite("momentum", value)
    remedy = "0 is plain descent, 0.9 the usual choice; with 1 the velocity would never decay."
    require("momentum", array, (array >= 0) & (array < 1), "in [0, 1)", remedy)
    return array


def momentum_method(value: MomentumMethod) -> MomentumMethod:
    """Return the name of a method with momentum; raise ValueError for any other."""
    if not isinstance(value, str) or value not in get_args(MomentumMethod):
        remedy = "Plain descent is heavy ball with momentum 0."
        reject("method", shown(value), '"heavy_ball" or "nesterov"', remedy)
    return value


def scalar(name: str, array: Array) -> float:
    """Return the one number that `array` holds; raise ValueError if it has an axis."""
    if array.ndim:
        reject_shape(name, array, "one number", "Pass a float.")
    return float(array)


def distance(name: str, value: float) -> float:
    """Return a distance; raise ValueError unless it is one finite number above 0."""
    return scalar(name, positive(name, value, "Pass a distance."))


def whole(name: str, value: SupportsIndex, rule: str = "a whole number", remedy: str = "Pass an int.") -> int:
    """Return `value` as an int; raise ValueError unless it is a whole number."""
    try:
        if isinstance(value, bool) or np.ma.is_masked(value):
            raise TypeError
        return operator.index(value)
    except TypeError:
        reject(name, shown(value), rule, remedy)


def count(name: str, value: SupportsIndex) -> int:
    """Return `value` as an int; raise ValueError unless it is a whole number from 0 up."""
    number = whole(name, value)
    if number < 0:
        reject(name, shown(number), "0 or more", "With 0 nothing moves.")
    return number


def points(name: str, value: ArrayLike, dimension: int) -> Array:
    """Return `value` as float64 of shape (..., dimension); raise ValueError for another last axis.

    NaN and infinity pass: a diverged run evaluates its loss there.
    """
    array = reals(name, value)
    if array.ndim == 0 or array.shape[-1] != dimension:
        reject_shape(name, array, f"of shape (..., {dimension})", "Put the coordinates on the last axis.")
    return array


def minimisers(name: str, value: ArrayLike) -> Array:
    """Return θ* of shape (d,), or (k, d) where k points share the minimum; raise ValueError for others."""
    array = finite(name, value)
    if array.ndim not in (1, 2) or array.size == 0:
        reject_shape(name, array, "of shape (d,) or (k, d)", "List the points.")
    return array


def broadcast(remedy: str, **shapes: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape in which all broadcast; raise ValueError where they clash, or take too much memory."""
    listed = ", ".join(f"{name.replace('_', ' ')} {shape}" for name, shape in shapes.items())
    from_the_last = zip_longest(*(reversed(shape) for shape in shapes.values()), fillvalue=1)
    lengths = [set(axis) - {1} for axis in from_the_last]
    if any(len(axis) > 1 for axis in lengths):
        reject("the batch", f"made of shapes that clash ({listed})", "one that broadcasts", remedy)
    shape = tuple(axis.pop() if axis else 1 for axis in reversed(lengths))
    check_memory("the batch", f"of shape {shape}, from {listed}", prod(shape), "Take fewer values.")
    return shape


def result(name: str, value: ArrayLike, at: Array, shape: tuple[int, ...], remedy: str) -> Array:
    """Return what a callback returned for `at` as float64; raise ValueError for other kinds and shapes."""
    array = reals(name, value)
    if array.shape != shape:
        reject_shape(f"{name} for an argument of shape {at.shape}", array, f"of shape {shape}", remedy)
    return array


def file_path(value: str | os.PathLike[str]) -> str:
    """Return the path of a file; raise ValueError for what can be none."""
    try:
        path = os.fspath(value)
        possible = isinstance(path, str) and path != "" and b"\0" not in os.fsencode(path)
    except (TypeError, UnicodeEncodeError):
        possible = False
    if not possible:
        reject("path", shown(value), "the path of a file", "Pass a str or a pathlib.Path.")
    return path


def require(name: str, array: Array, valid: NDArray[np.bool_], rule: str, remedy: str) -> None:
    """Raise ValueError, with the first entry that is not valid, unless all are."""
    if valid.all():
        return
    where = tuple(int(i) for i in np.argwhere(~valid)[0])
    place = f" at index {where[0] if len(where) == 1 else where}" if where else ""
    reject(name, f"{array[where]}{place}", rule, remedy)


def _converted(name: str, value: ArrayLike) -> Array:
    """Return a float64 array of whatever NumPy makes one of, numbers of Python's own kinds included."""
    for part in _unusual_parts(value):
        if isinstance(part, bool | np.bool_ | bytearray | list | tuple):
            _reject_kind(name, value)
        if np.ma.is_masked(part):
            reject(name, "masked in places", "known throughout", "Fill what is masked, or drop it.")
        if isinstance(part, Sequence):
            check_memory(name, f"a sequence of {len(part)}", len(part), "Pass fewer numbers.")
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        _reject_kind(name, value)
    check_memory(name, f"an array of shape {array.shape}", array.size, "Pass fewer numbers.")
    if array.dtype.kind in "iuf":
        with np.errstate(all="ignore"):  # a longdouble may overflow to infinity
            return array.astype(np.float64)
    entries: list[Any] = array.ravel().tolist() if array.dtype.kind == "O" else [None]
    if not all(isinstance(entry, Real | Decimal) and not isinstance(entry, bool) for entry in entries):
        _reject_kind(name, value)
    try:
        return np.array([float(entry) for entry in entries], dtype=np.float64).reshape(array.shape)
    except (OverflowError, ValueError):
        reject(name, shown(value), "within the range of float64", "Pass numbers below 1.8e308 in size.")


def _unusual_parts(value: object, enclosing: tuple[object, ...] = ()) -> Iterator[object]:
    """Yield what nested lists and tuples hold beside plain numbers, and a list that has no end in depth."""
    endless = len(enclosing) > MOST_AXES or any(value is outer for outer in enclosing)
    if endless or not isinstance(value, list | tuple):
        yield value
    elif not _PLAIN_NUMBERS.issuperset(map(type, value)):
        for part in value:
            yield from _unusual_parts(part, (*enclosing, value))


def _reject_kind(name: str, value: object) -> NoReturn:
    reject(name, shown(value), "an array of real numbers", "Pass a number, or lists of equal length.")


def _reject_size(name: str, array: Array) -> NoReturn:
    check_memory(name, f"an array of shape {array.shape}", array.size, "Pass fewer numbers.")
    reject(name, f"an array of {array.ndim} axes", f"of at most {MOST_AXES} axes", "Merge some of them.")
