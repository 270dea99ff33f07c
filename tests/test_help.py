"""What `help` shows of the simulator can be read in a notebook."""

from __future__ import annotations

import inspect
import pydoc
from collections.abc import Callable
from typing import Any

import pytest

import momentum_sim
from momentum_sim import theory

INTERNAL_NAMES = ("_SupportsArray", "_Buffer", "_NestedSequence", "Union", "ForwardRef")
"""What NumPy's `ArrayLike` is made of, and what Python has of an annotation that is not evaluated."""

DOCUMENTED = [
    member
    for module, names in ((momentum_sim, momentum_sim.__all__), (theory, vars(theory)))
    for name, member in ((name, getattr(module, name)) for name in names)
    if (inspect.isfunction(member) or inspect.isclass(member)) and not name.startswith("_")
]


def test_the_whole_interface_is_looked_at() -> None:
    names = {member.__qualname__ for member in DOCUMENTED}
    assert {"Noise", "Trajectory", "heavy_ball", "sweep", "roll", "convergence_rate"} <= names


@pytest.mark.parametrize("member", DOCUMENTED, ids=lambda member: member.__qualname__)
def test_no_signature_spells_out_what_an_array_is(member: Callable[..., Any]) -> None:
    # IPython's `heavy_ball?` shows the signature, `help` that of every method, too.
    shown = f"{inspect.signature(member)}\n"
    shown += pydoc.render_doc(member, renderer=pydoc.plaintext)  # type: ignore[attr-defined]
    assert [line for line in shown.splitlines() if any(name in line for name in INTERNAL_NAMES)] == []


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (momentum_sim.heavy_ball, ("start", "learning_rate", "momentum")),
        (momentum_sim.Quadratic, ("curvatures", "minimiser")),
        (momentum_sim.Trajectory.distance_to_minimiser, ("minimiser",)),
        (theory.convergence_rate, ("curvature", "learning_rate", "momentum")),
    ],
)
def test_arrays_are_called_array_like(function: Callable[..., Any], arguments: tuple[str, ...]) -> None:
    parameters = inspect.signature(function).parameters
    assert all(str(parameters[name].annotation).startswith("ArrayLike") for name in arguments)
