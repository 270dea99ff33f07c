"""Every public argument, given what it should not be: refused at once, in the simulator's own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from tests.public_edge import (
    CALLS,
    DISGUISES,
    EXTREMES,
    FINITE_OR_NOT,
    GOOD,
    NOT_FINITE,
    WHOLE_DISGUISES,
    WRONG,
    PublicCall,
)

every_call = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
OURS = re.compile(r"\S.* is .+, but must be .+\. .+\.", re.DOTALL)
"""The value, the rule, the remedy."""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("records"))


def refusal(call: Callable[[], object]) -> str | None:
    """Return the simulator's own words with which it refuses a call, or None where it does not refuse."""
    try:
        call()
    except ValueError as error:
        if type(error) is ValueError and OURS.fullmatch(str(error)) and len(str(error)) < 700:
            return str(error)
        raise
    return None


def assert_same(one: Any, other: Any) -> None:
    """Compare results, whatever they consist of."""
    assert type(one) is type(other)
    if isinstance(one, tuple | list):
        for part, other_part in zip(one, other, strict=True):
            assert_same(part, other_part)
    elif isinstance(one, dict):
        assert one.keys() == other.keys()
        for name in one:
            assert_same(one[name], other[name])
    elif hasattr(one, "__dataclass_fields__"):
        for name in (name for name in one.__dataclass_fields__ if not name.startswith("_")):
            assert_same(getattr(one, name), getattr(other, name))
    elif not isinstance(one, np.random.Generator):
        assert_array_equal(one, other)


def test_the_whole_edge_is_found() -> None:
    names = {call.name for call in CALLS}
    assert {"heavy_ball", "sweep", "roll", "Quadratic", "Quadratic.value", "theory.weights"} <= names
    assert {"Noise.sample", "Trajectory", "Trajectory.run", "Roll.position_at", "Hillside"} <= names


@every_call
def test_good_arguments_serve(call: PublicCall) -> None:
    assert refusal(call) is None


def test_the_table_holds_nothing_that_is_not_used() -> None:
    used = {parameter for call in CALLS for parameter in call.parameters}
    used |= {f"{call.name}.{parameter}" for call in CALLS for parameter in call.parameters}
    assert GOOD.keys() <= used


@every_call
def test_wrong_kinds_are_refused(call: PublicCall) -> None:
    for parameter in call.parameters:
        for name, make in WRONG.items():
            if not call.takes(parameter, name):
                words = refusal(partial(call, **{parameter: make()}))
                assert words is not None, f"{parameter} may be: {name}"


@every_call
def test_what_is_not_finite_is_refused(call: PublicCall) -> None:
    for parameter in call.parameters:
        for name, make in NOT_FINITE.items():
            if parameter not in FINITE_OR_NOT and f"{call.name}.{parameter}" not in FINITE_OR_NOT:
                words = refusal(partial(call, **{parameter: make()}))
                assert words is not None, f"{parameter} may be: {name}"


@every_call
def test_one_number_is_not_two(call: PublicCall) -> None:
    for parameter in call.parameters:
        if call.is_one_number(parameter) and call.argument(parameter).kind == "numbers":
            value = call.argument(parameter).make()
            assert refusal(partial(call, **{parameter: [value, value]})) is not None, parameter


@every_call
def test_numbers_serve_in_any_dress(call: PublicCall) -> None:
    plain = call()
    for parameter in call.parameters:
        argument = call.argument(parameter)
        disguises = {"numbers": DISGUISES, "whole": WHOLE_DISGUISES}.get(argument.kind, {})
        for disguise in disguises.values():
            assert_same(call(**{parameter: disguise(argument.make())}), plain)


@every_call
@pytest.mark.parametrize("errors", ["warn", "raise"])
def test_extremes_are_answered_or_refused(call: PublicCall, errors: Any) -> None:
    with np.errstate(all=errors):
        for parameter in call.parameters:
            for make in EXTREMES.values():
                refusal(partial(call, **{parameter: make()}))


@st.composite
def arguments(draw: st.DrawFn) -> tuple[PublicCall, dict[str, str]]:
    """Draw a call, and for some of its parameters the name of what they are given instead."""
    call = draw(st.sampled_from(CALLS))
    given = st.none() | st.sampled_from(sorted(EXTREMES)) | st.sampled_from(sorted(WRONG | NOT_FINITE))
    drawn = {parameter: draw(given) for parameter in call.parameters}
    return call, {parameter: name for parameter, name in drawn.items() if name is not None}


@settings(deadline=4000, max_examples=800, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=arguments(), errors=st.sampled_from(["warn", "raise"]))
def test_any_call_answers_or_refuses(drawn: tuple[PublicCall, dict[str, str]], errors: Any) -> None:
    call, names = drawn
    table = EXTREMES | WRONG | NOT_FINITE
    with np.errstate(all=errors):
        refusal(lambda: call(**{parameter: table[name]() for parameter, name in names.items()}))
