"""Arrays at the public edge: converted to float64, checked, locked."""

import operator
from typing import NoReturn, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def reject(name: str, value: object, rule: str, remedy: str) -> NoReturn:
    """Raise the ValueError of this package: the value, the rule it breaks, the remedy."""
    raise ValueError(f"{name} is {value}, but must be {rule}. {remedy}")


def locked(array: Array) -> Array:
    """Return the array, read-only from now on."""
    array.setflags(write=False)
    return array


def finite(name: str, value: ArrayLike) -> Array:
    """Return a float64 copy of `value`; raise ValueError unless every entry is a finite real number."""
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            raise TypeError
        array = np.array(array, dtype=np.float64)
    except (TypeError, ValueError):
        reject(
            name, repr(value), "an array of real numbers", "Pass a number, or nested lists of equal length."
        )
    bad = ~np.isfinite(array)
    if bad.any():
        reject(name, _first(array, bad), "finite throughout", "Replace or drop NaN and infinite entries.")
    return array


def positive(name: str, value: ArrayLike, remedy: str) -> Array:
    """Return `value` as an array; raise ValueError unless every entry is finite and above 0."""
    array = finite(name, value)
    bad = array <= 0
    if bad.any():
        reject(name, _first(array, bad), "greater than 0", remedy)
    return array


def fraction(name: str, value: ArrayLike, remedy: str) -> Array:
    """Return `value` as an array; raise ValueError unless every entry lies in [0, 1)."""
    array = finite(name, value)
    bad = (array < 0) | (array >= 1)
    if bad.any():
        reject(name, _first(array, bad), "in [0, 1)", remedy)
    return array


def scalar(name: str, array: Array) -> float:
    """Return the one number in `array`; raise ValueError if it holds several."""
    if array.ndim:
        reject(name, f"an array of shape {array.shape}", "one number", "Pass a float.")
    return float(array)


def count(name: str, value: SupportsIndex) -> int:
    """Return `value` as an int; raise ValueError unless it is a whole number from 0 up."""
    try:
        number = operator.index(value)
    except TypeError:
        reject(name, repr(value), "a whole number", "Pass an int.")
    if number < 0:
        reject(name, number, "0 or more", "0 records the start alone.")
    return number


def points(name: str, value: ArrayLike, dimension: int) -> Array:
    """Return `value` as float64 of shape (..., dimension); raise ValueError for another last axis.

    NaN and infinity pass: a diverged run evaluates its loss there.
    """
    array = np.asarray(value, dtype=np.float64)
    if array.ndim == 0 or array.shape[-1] != dimension:
        reject(
            name,
            f"an array of shape {array.shape}",
            f"of shape (..., {dimension})",
            "Put the coordinates on the last axis.",
        )
    return array


def _first(array: Array, bad: NDArray[np.bool_]) -> str:
    """Name the first bad entry, and where it stands if there are several."""
    if array.ndim == 0:
        return str(array)
    where = tuple(int(i) for i in np.argwhere(bad)[0])
    return f"{array[where]} at index {where[0] if len(where) == 1 else where}"
