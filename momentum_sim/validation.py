"""Arguments at the public edge: converted to float64, checked, locked."""

from __future__ import annotations

import operator
from typing import Literal, NoReturn, SupportsIndex, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

MomentumMethod = Literal["heavy_ball", "nesterov"]


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


def finite(name: str, value: ArrayLike) -> Array:
    """Return a float64 copy of `value`; raise ValueError unless every entry is a finite real number."""
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            raise TypeError
        array = np.array(array, dtype=np.float64)
    except (TypeError, ValueError):
        reject(name, repr(value), "an array of real numbers", "Pass a number, or lists of equal length.")
    _require(name, array, np.isfinite(array), "finite throughout", "Replace or drop NaN and infinity.")
    return array


def positive(name: str, value: ArrayLike, remedy: str) -> Array:
    """Return a float64 copy of `value`; raise ValueError unless every entry is finite and above 0."""
    array = finite(name, value)
    _require(name, array, array > 0, "greater than 0", remedy)
    return array


def at_least_zero(name: str, value: ArrayLike, remedy: str) -> Array:
    """Return a float64 copy of `value`; raise ValueError unless every entry is finite and 0 or more."""
    array = finite(name, value)
    _require(name, array, array >= 0, "0 or more", remedy)
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
    _require("momentum", array, (array >= 0) & (array < 1), "in [0, 1)", remedy)
    return array


def momentum_method(value: MomentumMethod) -> MomentumMethod:
    """Return the name of a method with momentum; raise ValueError for any other."""
    if value not in get_args(MomentumMethod):
        remedy = "Plain descent is heavy ball with momentum 0."
        reject("method", repr(value), '"heavy_ball" or "nesterov"', remedy)
    return value


def scalar(name: str, array: Array) -> float:
    """Return the one number that `array` holds; raise ValueError if it has an axis."""
    if array.ndim:
        reject_shape(name, array, "one number", "Pass a float.")
    return float(array)


def count(name: str, value: SupportsIndex) -> int:
    """Return `value` as an int; raise ValueError unless it is a whole number from 0 up."""
    try:
        number = operator.index(value)
    except TypeError:
        reject(name, repr(value), "a whole number", "Pass an int.")
    if number < 0:
        reject(name, number, "0 or more", "With 0 nothing moves.")
    return number


def points(name: str, value: ArrayLike, dimension: int) -> Array:
    """Return `value` as float64 of shape (..., dimension); raise ValueError for another last axis.

    NaN and infinity pass: a diverged run evaluates its loss there.
    """
    array = np.asarray(value, dtype=np.float64)
    if array.ndim == 0 or array.shape[-1] != dimension:
        reject_shape(name, array, f"of shape (..., {dimension})", "Put the coordinates on the last axis.")
    return array


def _require(name: str, array: Array, valid: NDArray[np.bool_], rule: str, remedy: str) -> None:
    if valid.all():
        return
    where = tuple(int(i) for i in np.argwhere(~valid)[0])
    place = f" at index {where[0] if len(where) == 1 else where}" if where else ""
    reject(name, f"{array[where]}{place}", rule, remedy)
