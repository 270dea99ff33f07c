"""The simulator's public edge: all that can be called, good values for it, and what no caller should pass.

What can be called is read from the package, its parameters from the signatures: a new function is here by
itself. What its parameters are is in GOOD, by their names; one that is not there fails a test which says so.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from functools import cached_property, partial
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import momentum_sim
from momentum_sim import RAVINE, Ramp, Trajectory, heavy_ball


@dataclass(frozen=True)
class Argument:
    """What a parameter is: its kind, and a value that is right."""

    kind: str
    make: Callable[[], Any]


def numbers(value: Any) -> Argument:
    return Argument("numbers", lambda: value)


def whole(value: int) -> Argument:
    return Argument("whole", lambda: value)


RECORD = [[-10.0, 1.0], [-9.0, -1.0], [-8.0, 0.5]]

GOOD: dict[str, Argument] = {
    "a": numbers(1.5),
    "b": numbers(100.0),
    "buffer": numbers([0.5, -2.0]),
    "centre": numbers(1.5),
    "curvature": numbers([0.5, 2.0]),
    "curvatures": numbers([0.5, 2.0]),
    "curve": Argument("curve", lambda: Ramp(1.0, -5.0, 5.0, 0.5)),
    "deviation": numbers(0.25),
    "dimension": whole(2),
    "domain": numbers([[-1.0, 1.0], [-2.0, 2.0]]),
    "duration": numbers(0.5),
    "end": numbers(4.0),
    "friction": numbers(0.5),
    "generator": Argument("generator", lambda: np.random.default_rng(1)),
    "gradient": numbers([0.5, -2.0]),
    "gradients": numbers([0.5, -2.0, 1.0]),
    "index": whole(1),
    "learning_rate": numbers(0.0625),
    "loss": Argument("loss", lambda: RAVINE),
    "mass": numbers(1.5),
    "measures": Argument("measures", lambda: ("loss", "steps_to")),
    "method": Argument("name", lambda: "nesterov"),
    "minimiser": numbers([0.5, -0.5]),
    "momentum": numbers(0.5),
    "noise": Argument("noise", lambda: (np.random.default_rng(1), 0.25)),
    "parameters": numbers([[0.5, -2.0], [1.0, 1.5]]),
    "path": Argument("path", lambda: "record"),
    "pieces": Argument("curve", lambda: Ramp(1.0, -5.0, 5.0, 0.5)),
    "rise": numbers(0.5),
    "rotation": numbers(0.5),
    "shape": Argument("shape", lambda: (3, 2)),
    "softness": numbers(0.5),
    "speed": numbers(0.5),
    "start": numbers([-10.0, 1.0]),
    "steepness": numbers(0.5),
    "steps": whole(5),
    "time": numbers([0.0, 0.25]),
    "time_step": numbers(0.5),
    "tolerance": numbers(0.25),
    "velocity": numbers([0.5, -2.0]),
    "width": numbers(0.5),
    "x": numbers([0.5, -2.0]),
    # Where one name is of another kind or shape.
    "Ramp.start": numbers(-4.0),
    "Roll.position": numbers([0.0, 0.25]),
    "Roll.speed": numbers([0.5, 1.0]),
    "Trajectory.gradient": numbers(RECORD),
    "Trajectory.loss": numbers([1.0, 0.5, 0.25]),
    "Trajectory.minimum": numbers(0.0),
    "Trajectory.parameters": numbers(RECORD),
    "Trajectory.velocity": numbers(RECORD),
    "roll.start": numbers(0.5),
    "theory.warm_up.steps": numbers([1.0, 2.0]),
    "velocity_sum.velocity": numbers(0.5),
}

FINITE_OR_NOT = (
    "parameters",
    "x",
    *("Trajectory.gradient", "Trajectory.loss", "Trajectory.minimum"),
    *("Trajectory.parameters", "Trajectory.velocity"),
)
"""Where infinity and NaN pass: a diverged run has them."""


class Liar:
    """Says that it is an array, of text."""

    def __array__(self, dtype: object = None, copy: object = None) -> Any:
        return np.array(["north", "south"])


class Mute:
    """Has no repr."""

    def __repr__(self) -> str:
        raise RuntimeError("no words")


def endless() -> list[Any]:
    """Return a list that holds itself, twice."""
    nested: list[Any] = []
    nested += [nested, nested]
    return nested


def deep() -> list[Any]:
    """Return a list of more levels than Python has frames."""
    nested: list[Any] = []
    for _ in range(5000):
        nested = [nested]
    return nested


WRONG: dict[str, Callable[[], Any]] = {
    "nothing": lambda: None,
    "bool": lambda: True,
    "NumPy's bool": lambda: np.bool_(True),
    "bool of no axes": lambda: np.array(True),
    "bools": lambda: np.array([True, False]),
    "a bool among numbers": lambda: [1.0, True],
    "text": lambda: "north",
    "digits": lambda: "3",
    "list of digits": lambda: ["1", "2"],
    "a digit among numbers": lambda: [1.0, "2"],
    "bytes": lambda: b"3",
    "bytearray": lambda: bytearray(b"12"),
    "complex": lambda: 1j,
    "complex without imaginary part": lambda: 1 + 0j,
    "complexes": lambda: np.array([1j, 2.0]),
    "ragged": lambda: [[1.0], [2.0, 3.0]],
    "None among numbers": lambda: [1.0, None],
    "dictionary": lambda: {"loss": 1.0},
    "set": lambda: {1.0},
    "object": object,
    "object without repr": Mute,
    "array of objects": lambda: np.array([object(), object()]),
    "class": lambda: Ramp,
    "function": lambda: len,
    "generator of numbers": lambda: (x for x in (1.0, 2.0)),
    "date": lambda: np.datetime64("2020-01-01"),
    "time span": lambda: np.timedelta64(1, "s"),
    "structure": lambda: np.zeros(2, dtype=[("x", float)]),
    "masked": lambda: np.ma.array([1.0, 2.0], mask=[True, False]),
    "masked whole": lambda: np.ma.array(1, mask=True),
    "masked constant": lambda: np.ma.masked,
    "masked constant among numbers": lambda: [1.0, np.ma.masked],
    "liar": Liar,
    "of 40 axes": lambda: np.ones((1,) * 40),
    "of 40 axes in huge steps": lambda: np.broadcast_to(1.0, (2,) * 40),
    "nested without end": endless,
    "nested deeply": deep,
    "of 10^12 numbers": lambda: np.broadcast_to(1.0, 10**12),
    "of 10^12 whole numbers": lambda: np.broadcast_to(1, (10**6, 10**6)),
    "of 10^12 objects": lambda: np.broadcast_to(np.array(None), 10**12),
    "range of 10^13": lambda: range(10**13),
    "range of 10^13 in a list": lambda: [range(10**13)],
    "whole number beyond float64": lambda: 10**400,
    "whole number beyond text": lambda: 10**5000,
    "fraction beyond float64": lambda: Fraction(10**400, 3),
    "signalling NaN": lambda: Decimal("sNaN"),
}

NOT_FINITE: dict[str, Callable[[], Any]] = {
    "nan": lambda: float("nan"),
    "inf": lambda: float("inf"),
    "-inf": lambda: np.float32("-inf"),
    "nan among numbers": lambda: [1.0, float("nan")],
    "Decimal's NaN": lambda: Decimal("NaN"),
    "longdouble beyond float64": lambda: np.longdouble("1e4000"),
}

RIGHT_AFTER_ALL = {
    ("path", "text"),
    ("path", "digits"),
}
"""Of what kind what is right, though it is wrong for any other."""

EXTREME_VALUES: tuple[Any, ...] = (
    *(0, 1, -1, 3, 10**12, 10**30, 0.0, -0.0, 0.5, 1.0, -1.0, 3.7, 1e16, 1e155, 1e308, -1e308),
    *(1e-16, 1e-155, 1e-300, 5e-324, [], [[]], [0.5], [1.0, 2.0], [2.0, 1.0], [0.1, 0.2, 0.3]),
    *([1e308, 1e308], [5e-324, 1e308], [1e-308, -1e308], [[0.5, 0.25], [0.125, 0.75]], (), (3,), (0, 2)),
    *((10**6, 10**6), "loss", "heavy_ball", ("loss",), ("parameters", "parameters"), {"loss"}),
)

EXTREMES: dict[str, Callable[[], Any]] = {repr(value): partial(copy, value) for value in EXTREME_VALUES} | {
    "of shape (10⁵, 1)": lambda: np.full((10**5, 1), 0.5),
    "of shape (10⁵,)": lambda: np.full(10**5, 0.5),
    "of shape (0, 2)": lambda: np.zeros((0, 2)),
    "of shape (2, 1, 2)": lambda: np.full((2, 1, 2), 0.5),
    "of shape (3, 2)": lambda: np.full((3, 2), 0.5),
    "of 30 axes": lambda: np.full((1,) * 30, 0.5),
    "of 30 axes, two long": lambda: np.full((1,) * 29 + (2,), 0.5),
}


class Subclass(np.ndarray):
    """A subclass of an array, such as libraries of units have."""


@dataclass(frozen=True)
class Column:
    """As a column of a table: an object that an array can be had of."""

    values: Any

    def __array__(self, dtype: object = None, copy: object = None) -> Any:
        return np.array(self.values)


class Two(IntEnum):
    ONE = 1
    TWO = 2
    FIVE = 5


def _nested(function: Callable[[float], Any], value: Any) -> Any:
    return [_nested(function, item) for item in value] if isinstance(value, list) else function(value)


DISGUISES: dict[str, Callable[[Any], Any]] = {
    "array": lambda value: np.array(value),
    "array from the other end": lambda value: np.array(value, dtype=">f8"),
    "every other entry of an array": lambda value: (
        np.repeat(np.array(value), 2, axis=-1)[..., ::2] if np.ndim(value) else np.array([value, 0.0])[0]
    ),
    "array of objects": lambda value: np.array(value, dtype=object),
    "longdouble": lambda value: np.array(value, dtype=np.longdouble),
    "float16": lambda value: np.array(value, dtype=np.float16),
    "numbers of NumPy": lambda value: _nested(np.float32, value),
    "subclass": lambda value: np.array(value).view(Subclass),
    "nothing masked": lambda value: np.ma.array(value),
    "column": Column,
    "fractions": lambda value: _nested(Fraction, value),
    "decimals": lambda value: _nested(Decimal, value),
    "tuples": lambda value: tuple(value) if isinstance(value, list) else value,
    "arrays in a list": lambda value: [np.array(v) for v in value] if isinstance(value, list) else value,
}
"""The same numbers in other dress."""

WHOLE_DISGUISES: dict[str, Callable[[Any], Any]] = {
    "int8": np.int8,
    "uint64": np.uint64,
    "array of no axes": np.array,
    "member of an enum": Two,
}


@dataclass(frozen=True)
class PublicCall:
    """Something public that can be called, with good arguments."""

    name: str
    function: Callable[..., Any]

    @cached_property
    def parameters(self) -> dict[str, inspect.Parameter]:
        return dict(inspect.signature(self.function).parameters)

    def argument(self, parameter: str) -> Argument:
        for name in (f"{self.name}.{parameter}", parameter):
            if name in GOOD:
                return GOOD[name]
        pytest.fail(
            f"{self.name} has a parameter {parameter!r} that is not known. Add a good value to GOOD in "
            f'{__file__}, as "{parameter}", or as "{self.name}.{parameter}" where others of that name differ.'
        )

    def arguments(self) -> dict[str, Any]:
        return {name: self.argument(name).make() for name in self.parameters}

    def __call__(self, **changes: Any) -> Any:
        arguments = self.arguments() | changes
        several = [n for n, p in self.parameters.items() if p.kind is inspect.Parameter.VAR_POSITIONAL]
        positional = [arguments.pop(name) for name in several]
        return self.function(*positional, **arguments)

    def takes(self, parameter: str, wrong: str) -> bool:
        """Say whether what is wrong elsewhere is right for this parameter."""
        optional = self.parameters[parameter].default is None or parameter == "minimum"
        return (wrong == "nothing" and optional) or (self.argument(parameter).kind, wrong) in RIGHT_AFTER_ALL

    def is_one_number(self, parameter: str) -> bool:
        return "Array" not in str(self.parameters[parameter].annotation)


def _is_protocol(member: Any) -> bool:
    return bool(getattr(member, "_is_protocol", False))


def _instance(cls: type, method: str) -> Any:
    if (cls, method) == (Trajectory, "run"):
        return heavy_ball(RAVINE, (-10, 1), learning_rate=0.05, momentum=[0.0, 0.5, 0.9], steps=4)
    return PublicCall(cls.__name__, cls)()


def _found() -> Iterator[PublicCall]:
    for name in momentum_sim.__all__:
        member = getattr(momentum_sim, name)
        if isinstance(member, ModuleType):
            for function_name, function in vars(member).items():
                if getattr(function, "__module__", "") == member.__name__ and not function_name.startswith(
                    "_"
                ):
                    yield PublicCall(f"{name}.{function_name}", function)
        elif inspect.isfunction(member):
            yield PublicCall(name, member)
        elif inspect.isclass(member) and not _is_protocol(member):
            yield PublicCall(name, member)
            for method in (m for m in dir(member) if not m.startswith("_")):
                if callable(getattr(member, method)):
                    yield PublicCall(f"{name}.{method}", _method(member, method))


def _method(cls: type, name: str) -> Callable[..., Any]:
    """Return a function of the method's signature that makes its instance when it is called."""
    unbound = getattr(cls, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(_instance(cls, name), name)(*args, **kwargs)

    signature = inspect.signature(unbound)
    call.__signature__ = signature.replace(parameters=list(signature.parameters.values())[1:])  # type: ignore[attr-defined]
    return call


CALLS = list(_found())
