"""What the page's figures show that takes too long to compute in a browser: the steps home over (α, β).

Write it anew with ``python -m scenes.page.figure_data``; a test holds the file against the simulator.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from momentum_sim import RAVINE, Array
from momentum_sim.sweeps import sweep
from scenes import experiment

FILE = Path(__file__).parent / "figure_data.json"

HIGHEST_RATE, HIGHEST_MOMENTUM = 0.2, 0.995
COLUMNS, ROWS = 100, 81
MOST_STEPS = 10_000
"""A run that is not home by then counts as one that never is, as in the lab."""

SEARCHED = (0.16, 0.19), (0.83, 0.87)
SEARCH_STEP = 0.0005
"""The patch of learning rates and momenta in which the fewest steps are, and how finely it is searched."""


def learning_rates() -> Array:
    """Return those of the map's columns, evenly spaced."""
    return HIGHEST_RATE * np.arange(1, COLUMNS + 1) / COLUMNS


def momenta() -> Array:
    """Return those of the map's rows, evenly spaced in −log(1 − β)."""
    return 1 - (1 - HIGHEST_MOMENTUM) ** (np.arange(ROWS) / (ROWS - 1))


def steps_home(rates: Array, momenta: Array, most: int = MOST_STEPS) -> Array:
    """Return the film's steps home for each momentum (a row) and learning rate; infinity for never."""
    return sweep(
        RAVINE,
        experiment.START,
        learning_rate=rates,
        momentum=momenta[:, None],
        steps=most,
        measures=("steps_to",),
        tolerance=experiment.TOLERANCE,
    )["steps_to"]


def fewest() -> dict[str, float]:
    """Return the middle of the patch with the fewest steps home, and how many they are."""
    rates, betas = (np.arange(low, high, SEARCH_STEP) for low, high in SEARCHED)
    steps = steps_home(rates, betas, most=1000)
    rows, columns = np.nonzero(steps == steps.min())
    return {
        "alpha": round(float(rates[columns].mean()), 3),
        "beta": round(float(betas[rows].mean()), 3),
        "steps": int(steps.min()),
    }


def figure_data() -> dict[str, Any]:
    """Return the data of the figures, as JSON holds them; ``null`` where a run never comes home."""
    steps = steps_home(learning_rates(), momenta())
    return {
        "map": {
            "highest": {"alpha": HIGHEST_RATE, "beta": HIGHEST_MOMENTUM},
            "fewest": fewest(),
            "steps": [[int(n) if np.isfinite(n) else None for n in row] for row in steps],
        }
    }


def main() -> None:
    """Write the file."""
    text = json.dumps(figure_data(), separators=(",", ":"))
    FILE.write_text(text.replace("],[", "],\n[") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
