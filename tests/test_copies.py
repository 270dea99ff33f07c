"""Copies and pickles of what the simulator returns are the same, and as read-only."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from momentum_sim import RAVINE, Bump, Hillside, Quadratic, Ramp, Rosenbrock, StyblinskiTang, heavy_ball, roll

HILL = Hillside(Ramp(1.0, -20.0, 4.0, 0.2), Bump(0.3, 7.0, 0.4))

THINGS = [
    heavy_ball(RAVINE, (-10, 1), learning_rate=0.098, momentum=[0.5, 0.9], steps=4),
    heavy_ball(RAVINE, (-10, 1), learning_rate=[0.098] * 4, momentum=0.5, steps=4),
    Quadratic((0.5, 20.0), minimiser=(1, 2), rotation=0.3),
    roll(HILL, 0.0, mass=1.0, friction=0.5, duration=0.1),
    HILL,
    Rosenbrock(),
    StyblinskiTang(3),
]


def fields(thing: Any) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__ if not name.startswith("_")}


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
@pytest.mark.parametrize(
    "again",
    [copy.copy, copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_is_the_same_and_read_only(thing: Any, again: Callable[[Any], Any]) -> None:
    twin = again(thing)
    assert type(twin) is type(thing)
    for name, value in fields(thing).items():
        assert_array_equal(fields(twin)[name], value)
        if isinstance(value, np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                fields(twin)[name][...] = 0


def test_a_pickled_roll_answers_between_its_samples() -> None:
    ball = roll(HILL, 0.0, mass=1.0, friction=0.5, duration=0.1)
    assert pickle.loads(pickle.dumps(ball)).position_at(0.0123) == ball.position_at(0.0123)


def test_values_are_kept_as_floats_whatever_they_came_as() -> None:
    given = np.array(2.0)
    loss = Rosenbrock(a=given, b=10)  # type: ignore[arg-type]
    given[...] = 7
    assert (loss.a, loss.b) == (2.0, 10.0)
    assert hash(loss) == hash(Rosenbrock(2.0, 10.0))


def test_far_away_a_ramp_and_a_hessian_are_exact() -> None:
    ramp = Ramp(1.0, 0.0, 4.0, 0.2)
    assert_array_equal(ramp.height([-np.inf, -1e300, -1e17, 1e17, np.inf]), [4, 4, 4, 0, 0])
    assert_array_equal(ramp.slope([-np.inf, np.inf]), [0, 0])
    assert_array_equal(Bump(1.0, 0.0, 1e-10).slope([-np.inf, 1e308]), [0, 0])
    hessian = StyblinskiTang().hessian((np.inf, 0.0))
    assert_array_equal(hessian, [[np.inf, 0], [0, -16]])
