"""Trajectory: what it says about a record, worked out by hand."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from momentum_sim import RAVINE, Himmelblau, Trajectory, gradient_descent, heavy_ball


def drawn(parameters: Any, loss: Any = None, **fields: Any) -> Trajectory:
    """Return a Trajectory through given points."""
    path = np.array(parameters, dtype=np.float64)
    height = np.square(path).sum(axis=-1) if loss is None else np.array(loss, dtype=np.float64)
    record: dict[str, Any] = {
        "method": "gradient_descent",
        "parameters": path,
        "velocity": np.zeros_like(path),
        "gradient": np.zeros_like(path),
        "loss": height,
        "learning_rate": np.array(0.1),
        "momentum": np.array(0.0),
        "minimiser": np.zeros(path.shape[-1]),
        "minimum": 0.0,
    }
    return Trajectory(**(record | fields))


def test_steps_to_is_the_step_from_which_it_stays() -> None:
    run = drawn([[4.0], [0.5], [-2.0], [0.9], [0.1], [-0.1]])
    assert run.steps_to(1.0) == 3
    assert run.steps_to(0.5) == 4
    assert run.steps_to(5.0) == 0
    assert run.steps_to(0.1) is None  # stays closer, not as close
    assert run.steps_to(1.0, minimiser=[4.0]) is None


def test_steps_to_measures_to_the_nearest_minimiser() -> None:
    run = drawn([[0.0], [1.0], [2.9]], minimiser=np.array([[-3.0], [3.0]]))
    assert_allclose(run.distance_to_minimiser(), [3.0, 2.0, 0.1])
    assert run.steps_to(0.5) == 2
    himmelblau = gradient_descent(Himmelblau(), (-1.0, 3.0), learning_rate=0.01, steps=200)
    assert_allclose(himmelblau.parameters[-1], Himmelblau.minimiser[1], atol=1e-6)
    assert himmelblau.steps_to(0.01) is not None


def test_steps_to_of_a_batch_is_asked_for_by_another_name() -> None:
    batch = drawn([[[4.0], [4.0]], [[0.5], [3.0]]])
    with pytest.raises(
        ValueError, match=r"a batch of shape \(2,\), but must be a single run\. Take one with \.run"
    ):
        batch.steps_to(1.0)
    assert_array_equal(batch.steps_to_each(1.0), [1, np.inf])
    assert batch.run(0).steps_to(1.0) == 1
    assert batch.run(-1).steps_to(1.0) is None


@pytest.mark.parametrize("tolerance", [0, -1, np.nan, (1, 2)])
def test_steps_to_needs_a_distance(tolerance: Any) -> None:
    with pytest.raises(ValueError, match="tolerance"):
        drawn([[1.0]]).steps_to(tolerance)


@pytest.mark.parametrize("index", [(), (2,), (0, 0), (-3,)])
def test_run_needs_an_index_into_the_batch(index: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"an index into a batch of shape \(2,\)"):
        drawn([[[4.0], [4.0]]]).run(*index)


def test_distance_walked_counts_there_and_back() -> None:
    run = drawn([[0.0, 0.0], [1.0, -2.0], [0.5, 2.0]])
    assert_allclose(run.odometer, [[0.0, 0.0], [1.0, 2.0], [1.5, 6.0]])
    assert_allclose(run.distance_walked, [1.5, 6])


def test_diverged_tells_running_away_from_ringing() -> None:
    assert drawn([[1.0], [np.inf]]).diverged is True
    assert drawn([[1.0], [np.nan], [1.0]]).diverged is True
    assert drawn([[1.0], [0.5]], loss=[1.0, np.nan]).diverged is True
    assert drawn([[1.0], [4.0]]).diverged is True  # 16 times as high as it began
    assert drawn([[1.0], [3.0]]).diverged is False
    assert drawn([[1.0], [9.0], [1.0]]).diverged is False  # went up and came back
    assert drawn([[0.0], [1.0]]).diverged is False  # began at the minimum: no measure
    assert drawn([[1.0], [40.0]], minimum=None).diverged is False
    assert drawn([[1.0], [2.0]], loss=[-5.0, 5.0], minimum=-5.5).diverged is True
    assert_array_equal(drawn([[[1.0], [1.0]], [[9.0], [0.0]]]).diverged, [True, False])


def test_labels() -> None:
    run = heavy_ball(RAVINE, (-10, 1), learning_rate=0.098, momentum=0.9, steps=3)
    assert (run.method, float(run.learning_rate), float(run.momentum)) == ("heavy_ball", 0.098, 0.9)
    assert f"α = {run.learning_rate:g}, β = {run.momentum:g}" == "α = 0.098, β = 0.9"
    assert (run.steps, run.batch_shape, run.minimum) == (3, (), 0.0)
    assert len(repr(run)) < 200


def test_read_only() -> None:
    run = heavy_ball(RAVINE, (-10, 1), learning_rate=0.098, momentum=[0.5, 0.9], steps=3)
    for record in (run, run.run(0)):
        for name in ("parameters", "velocity", "gradient", "loss", "learning_rate", "momentum", "minimiser"):
            with pytest.raises(ValueError, match="read-only"):
                getattr(record, name)[...] = 0
        with pytest.raises(AttributeError):
            record.loss = np.zeros(4)  # type: ignore[misc]


def test_csv_holds_every_float_in_full(tmp_path: Path) -> None:
    run = heavy_ball(RAVINE, (-10, 1), learning_rate=0.098, momentum=0.9, steps=20)
    run.to_csv(tmp_path / "run.csv")
    with (tmp_path / "run.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [
        "step",
        "parameter_1",
        "parameter_2",
        "velocity_1",
        "velocity_2",
        "gradient_1",
        "gradient_2",
        "loss",
    ]
    table = np.array(rows, dtype=np.float64)
    assert_array_equal(table[:, 0], np.arange(21))
    assert_array_equal(table[:, 1:3], run.parameters)
    assert_array_equal(table[:, 3:5], run.velocity)
    assert_array_equal(table[:, 5:7], run.gradient)
    assert_array_equal(table[:, 7], run.loss)


def test_csv_numbers_the_runs_of_a_batch(tmp_path: Path) -> None:
    run = heavy_ball(RAVINE, (-10, 1), learning_rate=[[0.05], [0.098]], momentum=[0.0, 0.5, 0.9], steps=4)
    run.to_csv(tmp_path / "grid.csv")
    table = np.genfromtxt(tmp_path / "grid.csv", delimiter=",", names=True)
    assert table.dtype.names is not None
    assert table.dtype.names[:3] == ("step", "run_1", "run_2")
    assert len(table) == 5 * 6
    last = table[(table["run_1"] == 1) & (table["run_2"] == 2)]
    assert_array_equal(last["loss"], run.run(1, 2).loss)


def test_json_says_null_where_a_run_has_left_the_numbers(tmp_path: Path) -> None:
    run = gradient_descent(RAVINE, (-10, 1), learning_rate=5.0, steps=1000)
    run.to_json(tmp_path / "run.json")
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert record["method"] == "gradient_descent"
    assert record["learning_rate"] == 5.0
    assert record["minimiser"] == [0, 0]
    assert record["parameters"][-1][1] is None
    read = np.array(record["parameters"], dtype=np.float64)
    finite = np.isfinite(run.parameters)
    assert_array_equal(read[finite], run.parameters[finite])
    assert np.isnan(read[~finite]).all()


def test_npz_gives_the_same_arrays(tmp_path: Path) -> None:
    run = heavy_ball(RAVINE, (-10, 1), learning_rate=0.098, momentum=[0.0, 0.9], steps=20)
    run.to_npz(tmp_path / "run.npz")
    with np.load(tmp_path / "run.npz") as record:
        assert str(record["method"]) == "heavy_ball"
        for name in ("parameters", "velocity", "gradient", "loss", "learning_rate", "momentum", "minimiser"):
            assert_array_equal(record[name], getattr(run, name))
    again = tmp_path / "again.npz"
    run.to_npz(again)
    assert again.read_bytes() == (tmp_path / "run.npz").read_bytes()
