"""The page's figures compute in the browser what the simulator computes, and are built from their sources."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.linalg import solve_discrete_lyapunov

from momentum_sim import Noise, Quadratic, Trajectory, gradient_descent, heavy_ball, nesterov, theory
from momentum_sim.validation import MomentumMethod
from production.watch.server import SHELL
from scenes import experiment
from scenes.page import figure_data
from tests.seeded_noise import SeededNoise
from web.node import NODE, WEB, is_installed

PAGE = figure_data.FILE.parent
ACROSS = 20.0

METHODS: dict[str, Callable[..., Trajectory]] = {
    "plain": gradient_descent,
    "momentum": heavy_ball,
    "nesterov": nesterov,
}
NAMES: dict[str, MomentumMethod] = {"plain": "heavy_ball", "momentum": "heavy_ball", "nesterov": "nesterov"}


def node(*arguments: str, said: str = "") -> str:
    """Run Node in ``web/``, and return what it prints."""
    if not is_installed():
        reason = "the packages of web/ are not installed as locked; ./run test installs them"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    done = subprocess.run(
        [NODE, *arguments], cwd=WEB, input=said, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_the_figures_are_made_of_keeps_its_promises() -> None:
    assert "ℹ fail 0" in node("--test", "--test-reporter=spec")


def test_the_bundles_are_what_their_sources_give(tmp_path: Path) -> None:
    node("build.ts", str(tmp_path))
    for file in (PAGE / "figures.js", PAGE / "figures.css", SHELL / "watch.js", SHELL / "watch.css"):
        built = (tmp_path / file.name).read_bytes()
        assert file.read_bytes() == built, f"{file.name} is out of date: python -m web.node build"


Case = dict[str, Any]

RACE: Case = {
    "method": "momentum",
    "alpha": 0.098,
    "beta": 0.9,
    "ratio": 400.0,
    "start": {"x": -10.0, "y": 1.0},
    "sigma": 0.0,
    "seed": 1,
    "angle": 0.0,
    "steps": 1000,
}
PRESETS: list[Case] = [
    {},
    {"method": "plain"},
    {"method": "plain", "alpha": 0.102},
    {"alpha": 0.15},
    {"alpha": 0.0098},
    {"beta": 0.99},
    {"ratio": 25.0},
    {"method": "plain", "ratio": 25.0},
    {"ratio": 1.0, "alpha": 0.05},
    {"sigma": 0.2},
    {"method": "nesterov"},
    {"method": "nesterov", "alpha": 0.05, "sigma": 0.1, "angle": 30.0},
]


def random_case(chance: np.random.Generator) -> Case:
    return {
        "method": str(chance.choice(list(METHODS))),
        "alpha": float(chance.uniform(0.0001, 0.2)),
        "beta": 1 - float(chance.uniform(0.005, 1) ** chance.integers(1, 3)),
        "ratio": float(np.exp(chance.uniform(0, np.log(1600)))),
        "start": {"x": float(chance.uniform(-12, 12)), "y": float(chance.uniform(-12, 12))},
        "sigma": float(chance.choice([0, chance.uniform(0, 0.4)])),
        "seed": int(chance.integers(0, 2**31)),
        "angle": float(chance.choice([0, chance.uniform(0, 90)])),
        "steps": 300,
    }


@cache
def cases() -> list[tuple[Case, Case]]:
    """Return settings, each with what the figures make of it."""
    chance = np.random.default_rng(24)
    settings = [RACE | preset for preset in PRESETS] + [random_case(chance) for _ in range(60)]
    return list(zip(settings, json.loads(node("follow.ts", said=json.dumps(settings))), strict=True))


def simulated(case: Case) -> Trajectory:
    angle = np.radians(case["angle"])
    loss = Quadratic((ACROSS / case["ratio"], ACROSS), rotation=angle)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    settings: dict[str, Any] = {"learning_rate": case["alpha"], "steps": case["steps"]}
    if case["sigma"]:
        settings["noise"] = Noise(SeededNoise(case["seed"], angle), case["sigma"])
    if case["method"] != "plain":
        settings["momentum"] = case["beta"]
    start = case["start"]["x"], case["start"]["y"]
    return METHODS[case["method"]](loss, turn @ start if angle else start, **settings)


def test_the_lab_follows_the_simulator_to_nine_digits() -> None:
    for case, answer in cases():
        run = simulated(case)
        found, loss = (np.array(answer[name], dtype=float) for name in ("parameters", "loss"))
        # What leaves the range of numbers has no digits, and is written as null.
        lost = int(np.argmin([*np.isfinite(run.loss), False]))
        size = np.linalg.norm(run.parameters[:lost], axis=-1, keepdims=True) + 1e-12
        assert (np.abs(found - run.parameters)[:lost] <= 1e-9 * size).all(), case
        assert np.allclose(loss[:lost], run.loss[:lost], rtol=1e-9, atol=1e-20), case
        assert answer["home"] == run.steps_to(experiment.TOLERANCE), case


def test_without_noise_and_turning_it_is_the_simulator_bit_by_bit() -> None:
    exact = [(case, answer) for case, answer in cases() if not case["sigma"] and not case["angle"]]
    assert len(exact) > 20
    for case, answer in exact:
        found, run = np.array(answer["parameters"], dtype=float), simulated(case)
        there = np.isfinite(run.parameters)
        assert np.array_equal(found[there], run.parameters[there]), case


def test_the_lab_says_what_theory_says() -> None:
    for case, answer in cases():
        curvatures = np.array([ACROSS / case["ratio"], ACROSS])
        beta = 0.0 if case["method"] == "plain" else case["beta"]
        method = NAMES[case["method"]]
        setting = (curvatures, case["alpha"], beta)
        assert answer["regimes"] == theory.regime(*setting, method=method).tolist(), case
        assert np.allclose(answer["rates"], theory.convergence_rate(*setting, method=method), rtol=1e-9)
        assert np.allclose(answer["limits"], theory.stability_limit(curvatures, beta, method=method))


def expected_loss(case: Case) -> float:
    """Return ½ Σ λ var θ in the long run, by the covariance of (θ, v) that a step leaves as it is."""
    alpha, beta = case["alpha"], 0.0 if case["method"] == "plain" else case["beta"]
    total = 0.0
    for curvature in (ACROSS / case["ratio"], ACROSS):
        looks_ahead = case["method"] == "nesterov"
        # v ← scaled θ + βv, and θ ← θ − v, or with Nesterov θ ← θ − βv − scaled θ.
        scaled = alpha * curvature
        velocity = np.array([scaled, beta])
        move = beta * velocity + [scaled, 0] if looks_ahead else velocity
        matrix = np.array([[1, 0] - move, velocity])
        noise = alpha * np.array([-(1 + beta) if looks_ahead else -1, 1])
        covariance = solve_discrete_lyapunov(matrix, case["sigma"] ** 2 * np.outer(noise, noise))
        total += 0.5 * curvature * covariance[0, 0]
    return total


def test_the_expected_loss_is_that_of_the_stationary_covariance() -> None:
    settled = [(c, a) for c, a in cases() if c["sigma"] and "diverging" not in a["regimes"]]
    assert {case["method"] for case, _ in settled} == set(METHODS)
    for case, answer in settled:
        assert answer["expectedLoss"] == pytest.approx(expected_loss(case), rel=1e-6), case


def test_the_map_is_the_simulators_sweep() -> None:
    data = json.loads(figure_data.FILE.read_text(encoding="utf-8"))["map"]
    rows = slice(3, None, 11)
    found = figure_data.steps_home(figure_data.learning_rates()[::3], figure_data.momenta()[rows])
    steps = np.array(data["steps"], dtype=float)
    assert steps.shape == (figure_data.ROWS, figure_data.COLUMNS)
    assert np.array_equal(np.nan_to_num(steps, nan=np.inf)[rows, ::3], found)
    assert data["fewest"] == figure_data.fewest() == {"alpha": 0.174, "beta": 0.851, "steps": 44}
    assert data["highest"] == {"alpha": figure_data.HIGHEST_RATE, "beta": figure_data.HIGHEST_MOMENTUM}
