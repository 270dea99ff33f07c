"""PyTorch's SGD as an independent reference: recorded always, live where it is installed.

PyTorch keeps b ← βb + g and takes θ ← θ − αb, so that b = v/α.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from momentum_sim import Quadratic, Trajectory, heavy_ball, nesterov, pytorch_sgd, theory

RECORD: dict[str, Any] = json.loads(
    (Path(__file__).parent / "recorded" / "pytorch_sgd.json").read_text(encoding="utf-8")
)
every_case = pytest.mark.parametrize("case", RECORD["cases"], ids=lambda case: case["name"])


def ours(case: dict[str, Any]) -> Trajectory:
    method = nesterov if case["nesterov"] else heavy_ball
    return method(
        Quadratic(RECORD["curvatures"]),
        RECORD["start"],
        learning_rate=case["learning_rate"],
        momentum=case["momentum"],
        steps=RECORD["steps"],
    )


def assert_same(run: Trajectory, theirs: dict[str, Any]) -> None:
    assert_allclose(run.parameters[1:], theirs["parameters"], rtol=1e-9, atol=1e-12)
    buffer = theory.to_pytorch_buffer(run.velocity[1:], run.learning_rate)
    assert_allclose(buffer, theirs["buffer"], rtol=1e-9, atol=1e-9)
    assert_allclose(
        theory.from_pytorch_buffer(theirs["buffer"], run.learning_rate), run.velocity[1:], atol=1e-10
    )


@every_case
def test_recorded(case: dict[str, Any]) -> None:
    assert_same(ours(case), case)


@pytest.mark.parametrize(
    "case", [case for case in RECORD["cases"] if not case["nesterov"]], ids=lambda case: case["name"]
)
def test_recorded_in_pytorch_s_own_form(case: dict[str, Any]) -> None:
    run = pytorch_sgd(
        Quadratic(RECORD["curvatures"]),
        RECORD["start"],
        learning_rate=case["learning_rate"],
        momentum=case["momentum"],
        steps=RECORD["steps"],
    )
    assert_allclose(run.parameters[1:], case["parameters"], rtol=1e-12, atol=1e-14)
    assert_allclose(run.velocity[1:], case["buffer"], rtol=1e-12, atol=1e-12)


@every_case
def test_live(case: dict[str, Any]) -> None:
    pytest.importorskip("torch")
    from tests.recorded.record_pytorch_sgd import descend

    assert_same(ours(case), descend(case["learning_rate"], case["momentum"], case["nesterov"]))


def test_live_the_two_part_where_the_learning_rate_changes() -> None:
    """The lesson's velocity holds the α of old steps, PyTorch's buffer takes the new one."""
    torch = pytest.importorskip("torch")
    schedule = [0.05] * 5 + [0.01] * 5
    theta = torch.nn.Parameter(torch.tensor([-10.0, 1.0], dtype=torch.float64))
    optimizer = torch.optim.SGD([theta], lr=0.05, momentum=0.9)
    theirs = []
    for alpha in schedule:
        optimizer.param_groups[0]["lr"] = alpha
        optimizer.zero_grad()
        (0.5 * (torch.tensor([0.05, 20.0], dtype=torch.float64) * theta**2).sum()).backward()
        optimizer.step()
        theirs.append(theta.detach().numpy().copy())
    run = heavy_ball(Quadratic((0.05, 20.0)), (-10.0, 1.0), learning_rate=schedule, momentum=0.9, steps=10)
    assert_allclose(run.parameters[1:6], theirs[:5], atol=1e-12)
    assert not np.allclose(run.parameters[6], theirs[5])
    same = pytorch_sgd(Quadratic((0.05, 20.0)), (-10.0, 1.0), learning_rate=schedule, momentum=0.9, steps=10)
    assert_allclose(same.parameters[1:], theirs, atol=1e-12)
