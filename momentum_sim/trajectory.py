"""Trajectory: the record of a run."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import reduce
from os import PathLike
from pathlib import Path
from typing import Any, Literal, SupportsIndex, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from momentum_sim.validation import (
    Array,
    distance,
    file_path,
    freeze,
    learning_rates,
    locked,
    minimisers,
    momenta,
    points,
    quiet,
    reals,
    rebuilt,
    reject,
    reject_shape,
    scalar,
    shown,
    whole,
)

Method = Literal["gradient_descent", "heavy_ball", "nesterov", "pytorch_sgd"]

DIVERGED = 10.0
"""A run has diverged if it ends more than this many times as high above the minimum as it began."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Trajectory:
    """The record of a run, or of a batch of runs; its arrays are read-only.

    Time is the first axis, the coordinates are the last, and the axes of a batch stand between: a grid of
    learning rates and momenta of shape (m, n) has `parameters` of shape (steps + 1, m, n, d). A single run
    has none of these axes. Row 0 is the start.

    Attributes
    ----------
    method
        The name of the function that ran: "gradient_descent", "heavy_ball", "nesterov" or "pytorch_sgd".
    parameters
        θ, shape (steps + 1, ..., d).
    velocity
        v, shape (steps + 1, ..., d); row t is the velocity after step t, row 0 the initial one. With
        "pytorch_sgd" it is PyTorch's, without α.
    gradient
        ∇L(θ) as the method saw it, noise included, shape (steps + 1, ..., d); step t + 1 used row t.
    loss
        L(θ), without noise, shape (steps + 1, ...).
    learning_rate, momentum
        α and β as they were given: () for one number, (steps,) for a schedule of α, else an array over the
        batch.
    minimiser, minimum
        Where the loss is lowest, shape (d,) or (k, d), and its value there; None if the loss does not say.

    Raises
    ------
    ValueError
        For another method, shapes that do not fit, or what is no real number. A record may hold infinity and
        NaN. Float64 arrays are not copied: those that are handed in become read-only.
    """

    method: Method
    parameters: Array = field(repr=False)
    velocity: Array = field(repr=False)
    gradient: Array = field(repr=False)
    loss: Array = field(repr=False)
    learning_rate: Array
    momentum: Array
    minimiser: Array | None = None
    minimum: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.method, str) or self.method not in get_args(Method):
            reject("method", shown(self.method), f"one of {get_args(Method)}", "Name what ran.")
        path = reals("parameters", self.parameters)
        if path.ndim < 2 or len(path) == 0 or path.shape[-1] == 0:
            remedy = "Put time on the first axis, coordinates on the last."
            reject_shape("parameters", path, "of shape (steps + 1, ..., d)", remedy)
        alpha, beta = learning_rates(self.learning_rate), momenta(self.momentum)
        for name, array in {"learning_rate": alpha, "momentum": beta}.items():
            scheduled = array is alpha and is_schedule(alpha, len(path) - 1)
            if not scheduled and not _broadcasts(array.shape, path.shape[1:-1]):
                reject_shape(name, array, f"made for runs of shape {path.shape[1:-1]}", "Pass one number.")
        freeze(
            self,
            parameters=locked(path),
            velocity=locked(_fitting("velocity", self.velocity, path.shape)),
            gradient=locked(_fitting("gradient", self.gradient, path.shape)),
            loss=locked(_fitting("loss", self.loss, path.shape[:-1])),
            learning_rate=locked(alpha),
            momentum=locked(beta),
        )
        if self.minimiser is not None:
            freeze(self, minimiser=locked(_minimisers(self.minimiser, path.shape[-1])))
        if self.minimum is not None:
            freeze(self, minimum=scalar("minimum", reals("minimum", self.minimum)))

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return rebuilt, (type(self), dict(self._items()))

    @property
    def steps(self) -> int:
        """How many steps were taken; the record is one longer."""
        return len(self.parameters) - 1

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """The axes between time and coordinates, () for a single run."""
        return self.loss.shape[1:]

    @property
    @quiet
    def diverged(self) -> bool | NDArray[np.bool_]:
        """Whether the run diverged: a bool, or an array of them over a batch.

        It did if a value in its record is not finite, or if it ends more than ten times as high above the
        minimum as it began. Where the minimum is not known, or the run began there, only the first is
        tested. The record is all that is tested: a stable run may climb for a while, and an unstable one may
        have only begun to; for a quadratic, `theory.convergence_rate` is exact.
        """
        diverged = ~(np.isfinite(self.parameters).all(axis=(0, -1)) & np.isfinite(self.loss).all(axis=0))
        if self.minimum is not None:
            first, last = self.loss[0] - self.minimum, self.loss[-1] - self.minimum
            diverged |= (first > 0) & (last / DIVERGED > first)
        return np.asarray(diverged) if self.batch_shape else bool(diverged)

    @property
    def distance_walked(self) -> Array:
        """The distance covered in each coordinate, there and back counted, shape (..., d)."""
        return np.asarray(self.odometer[-1])

    @property
    @quiet
    def odometer(self) -> Array:
        """The distance covered in each coordinate up to each step, shape (steps + 1, ..., d)."""
        strides = np.abs(np.diff(self.parameters, axis=0, prepend=self.parameters[:1]))
        return np.cumsum(strides, axis=0)

    def distance_to_minimiser(self, minimiser: ArrayLike | None = None) -> Array:
        """Return ‖θ − θ*‖ at each step, shape (steps + 1, ...), to the nearest θ* where there are several.

        Raises
        ------
        ValueError
            If neither the loss nor the caller names a minimiser, or it is none of such parameters.
        """
        given = self.minimiser if minimiser is None else minimiser
        if given is None:
            remedy = "Give it: steps_to(0.1, minimiser=(0, 0))."
            reject("minimiser", None, "known to measure a distance to it", remedy)
        return distance_to_nearest(self.parameters, _minimisers(given, self.parameters.shape[-1]))

    def steps_to(self, tolerance: float, *, minimiser: ArrayLike | None = None) -> int | None:
        """Return the step from which the run stays closer than `tolerance` to the minimiser, or None.

        "Stays" means to the end of the record; None says that it does not stay.

        Raises
        ------
        ValueError
            For a batch (take one run with `.run(i)`, or `.steps_to_each`), a tolerance not above 0, or a
            minimiser that is not known.
        """
        if self.batch_shape:
            reject(
                "the trajectory",
                f"a batch of shape {self.batch_shape}",
                "a single run",
                "Take one with .run(i), or ask for .steps_to_each(tolerance).",
            )
        step = self.steps_to_each(tolerance, minimiser=minimiser)
        return int(step) if np.isfinite(step) else None

    def steps_to_each(self, tolerance: float, *, minimiser: ArrayLike | None = None) -> Array:
        """Return `steps_to` for every run of a batch, shape (...); infinity where a run never stays.

        Raises
        ------
        ValueError
            If the tolerance is not above 0 or the minimiser is not known.
        """
        limit = distance("tolerance", tolerance)
        outside = ~(self.distance_to_minimiser(minimiser) < limit)
        from_the_end = np.argmax(outside[::-1], axis=0)
        arrival = np.where(outside.any(axis=0), len(outside) - from_the_end, 0)
        return np.where(arrival > self.steps, np.inf, arrival)

    def run(self, *index: SupportsIndex) -> Trajectory:
        """Return one run of a batch as a Trajectory of its own.

        Raises
        ------
        ValueError
            If `index` does not name a run.
        """
        shape = self.batch_shape
        rule, remedy = f"an index into a batch of shape {shape}", "Give one whole number for each axis."
        whole_index = tuple(whole("run", i, rule, remedy) for i in index)
        if len(index) != len(shape) or not all(-n <= i < n for i, n in zip(whole_index, shape, strict=True)):
            reject("run", shown(index), rule, remedy)
        at: tuple[slice | int, ...] = (slice(None), *whole_index)
        scheduled = is_schedule(self.learning_rate, self.steps)
        alpha = self.learning_rate if scheduled else np.broadcast_to(self.learning_rate, shape)[whole_index]
        return Trajectory(
            method=self.method,
            parameters=self.parameters[at],
            velocity=self.velocity[at],
            gradient=self.gradient[at],
            loss=self.loss[at],
            learning_rate=np.asarray(alpha),
            momentum=np.asarray(np.broadcast_to(self.momentum, shape)[whole_index]),
            minimiser=self.minimiser,
            minimum=self.minimum,
        )

    def to_csv(self, path: str | PathLike[str]) -> None:
        """Write a row for each step (and run): step, run indices, parameters, velocity, gradient, loss.

        Numbers are written in full, so that reading them back gives the same floats. ValueError for what is
        no path; what the system raises passes, here and in `to_json` and `to_npz`.
        """
        dimension = self.parameters.shape[-1]
        vectors = ("parameter", "velocity", "gradient")
        header = [
            "step",
            *(f"run_{axis + 1}" for axis in range(len(self.batch_shape))),
            *(f"{name}_{i + 1}" for name in vectors for i in range(dimension)),
            "loss",
        ]
        with Path(file_path(path)).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            for at in np.ndindex(self.loss.shape):
                row = np.concatenate((self.parameters[at], self.velocity[at], self.gradient[at]))
                writer.writerow([*at, *row.tolist(), float(self.loss[at])])

    def to_json(self, path: str | PathLike[str]) -> None:
        """Write every field as nested lists; a value that is not finite, which JSON lacks, becomes null."""
        record = {name: _to_json(value) for name, value in self._items()}
        Path(file_path(path)).write_text(
            json.dumps(record, allow_nan=False, indent=1) + "\n", encoding="utf-8"
        )

    def to_npz(self, path: str | PathLike[str]) -> None:
        """Write every field that is known as an array, for `numpy.load`."""
        known = {name: value for name, value in self._items() if value is not None}
        with Path(file_path(path)).open("wb") as file:
            np.savez_compressed(file, **known)

    def _items(self) -> list[tuple[str, Any]]:
        return [(f.name, getattr(self, f.name)) for f in fields(self)]


def is_schedule(learning_rate: Array, steps: int) -> bool:
    """Tell a schedule from a batch: it is one-dimensional, and has a learning rate for each step."""
    return learning_rate.shape == (steps,)


@quiet
def distance_to_nearest(parameters: Array, minimiser: Array) -> Array:
    """Return the distance of each point to the nearest minimiser, (..., d) and (d,) or (k, d) to (...)."""
    each = (np.sqrt(np.square(parameters - point).sum(axis=-1)) for point in np.atleast_2d(minimiser))
    return np.asarray(reduce(np.minimum, each))


def _fitting(name: str, value: ArrayLike, shape: tuple[int, ...]) -> Array:
    array = reals(name, value)
    if array.shape != shape:
        reject_shape(name, array, f"of shape {shape}", "It goes with the parameters.")
    return array


def _broadcasts(shape: tuple[int, ...], to: tuple[int, ...]) -> bool:
    """Tell whether arrays of one shape broadcast to another."""
    aligned = zip(reversed(shape), reversed(to), strict=False)
    return len(shape) <= len(to) and all(n in (1, m) for n, m in aligned)


def _minimisers(value: ArrayLike, dimension: int) -> Array:
    return points("minimiser", minimisers("minimiser", value), dimension)


def _to_json(value: object) -> object:
    if isinstance(value, np.ndarray):
        return np.where(np.isfinite(value), value.astype(object), np.array(None)).tolist()
    return value
