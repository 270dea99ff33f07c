"""Curves that a ball can roll on.

An x that is no array of real numbers raises ValueError; infinity and NaN pass, without a warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from momentum_sim.validation import (
    Array,
    finite,
    freeze,
    locked,
    positive,
    quiet,
    reals,
    reject,
    result,
    scalar,
    shown,
)

VECTORISED = "A curve is vectorised: it returns a number for each x."


@runtime_checkable
class Curve(Protocol):
    """What a ball rolls on; any object with these two, vectorised, will do."""

    def height(self, x: ArrayLike, /) -> Array:
        """Return h(x)."""
        ...

    def slope(self, x: ArrayLike, /) -> Array:
        """Return h′(x)."""
        ...


@dataclass(frozen=True, slots=True)
class Ramp:
    """A constant slope between two levels, with rounded ends.

    h(x) = s w (ln(1 + exp((b − x)/w)) − ln(1 + exp((a − x)/w))): between a = `start` and b = `end` the
    slope is −s = −`steepness`, outside it is 0; w = `softness` is the width of each bend. A negative
    steepness climbs. ValueError unless all are finite numbers, w > 0 and a < b.
    """

    steepness: float
    start: float
    end: float
    softness: float

    def __post_init__(self) -> None:
        for name in ("steepness", "start", "end"):
            freeze(self, **{name: scalar(name, finite(name, getattr(self, name)))})
        softness = scalar("softness", positive("softness", self.softness, "A bend needs a width, like 0.2."))
        freeze(self, softness=softness)
        if self.start >= self.end:
            reject(
                "end",
                self.end,
                f"right of the start, {self.start}",
                "Swap them, and the sign of the steepness.",
            )

    @quiet
    def height(self, x: ArrayLike) -> Array:
        """Return h(x)."""
        at = reals("x", x)
        # w ln(1 + exp(u/w)) is max(u, 0) and a bend, which are exact far away, where the formula is not.
        straight = self.end - np.clip(at, self.start, self.end)
        bend_at_start, bend_at_end = (
            self.softness * np.log1p(np.exp(-np.abs(edge - at) / self.softness))
            for edge in (self.start, self.end)
        )
        return np.asarray(self.steepness * (straight + bend_at_end - bend_at_start))

    @quiet
    def slope(self, x: ArrayLike) -> Array:
        """Return h′(x)."""
        at = reals("x", x)
        before_start, before_end = ((edge - at) / self.softness for edge in (self.start, self.end))
        return np.asarray(self.steepness * (expit(before_start) - expit(before_end)))


@dataclass(frozen=True, slots=True)
class Bump:
    """A Gaussian bump: h(x) = a exp(−½((x − c)/w)²); a negative `rise` a makes a dip.

    ValueError unless all are finite numbers and w > 0.
    """

    rise: float
    centre: float
    width: float

    def __post_init__(self) -> None:
        for name in ("rise", "centre"):
            freeze(self, **{name: scalar(name, finite(name, getattr(self, name)))})
        remedy = "It is the distance from the top to the steepest point."
        freeze(self, width=scalar("width", positive("width", self.width, remedy)))

    @quiet
    def height(self, x: ArrayLike) -> Array:
        """Return h(x)."""
        return np.asarray(self.rise * np.exp(-0.5 * self._offset(x) ** 2))

    @quiet
    def slope(self, x: ArrayLike) -> Array:
        """Return h′(x)."""
        offset = self._offset(x)
        return np.asarray(-offset / self.width * self.rise * np.exp(-0.5 * offset**2))

    def _offset(self, x: ArrayLike) -> Array:
        """Return how many widths from the centre; from 40 on the bump is 0 in float64, which ∞ · 0 is not."""
        return np.minimum(np.maximum((reals("x", x) - self.centre) / self.width, -40.0), 40.0)


@dataclass(frozen=True, slots=True, init=False)
class Hillside:
    """The sum of its pieces, as in `Hillside(Ramp(1.0, -5.0, 4.0, 0.2), Bump(0.3, 7.0, 0.4))`.

    ValueError for a piece without height and slope, and from `height` and `slope` if a piece returns no real
    numbers of the shape of x.
    """

    pieces: tuple[Curve, ...]

    def __init__(self, *pieces: Curve) -> None:
        for piece in pieces:
            check_curve(piece)
        freeze(self, pieces=pieces)

    @quiet
    def height(self, x: ArrayLike) -> Array:
        """Return h(x)."""
        at = locked(reals("x", x).view())
        return np.asarray(sum((height_of(piece, at) for piece in self.pieces), np.zeros(at.shape)))

    @quiet
    def slope(self, x: ArrayLike) -> Array:
        """Return h′(x)."""
        at = locked(reals("x", x).view())
        return np.asarray(sum((slope_of(piece, at) for piece in self.pieces), np.zeros(at.shape)))


def check_curve(curve: Curve) -> None:
    """Raise ValueError unless it is an object with height and slope."""
    methods = (getattr(curve, name, None) for name in ("height", "slope"))
    if isinstance(curve, type) or not all(map(callable, methods)):
        remedy = "Pass a Hillside, or an object of your own."
        reject("curve", shown(curve), "an object with height(x) and slope(x)", remedy)


def height_of(curve: Curve, x: Array) -> Array:
    """Return h(x); raise ValueError unless it is a real number for each x."""
    return result("curve.height(x)", curve.height(x), x, x.shape, VECTORISED)


def slope_of(curve: Curve, x: Array) -> Array:
    """Return h′(x); raise ValueError unless it is a real number for each x."""
    return result("curve.slope(x)", curve.slope(x), x, x.shape, VECTORISED)
