"""The worked example's made-up gradients, the velocities they make, and how those are written."""

from __future__ import annotations

import numpy as np

from momentum_sim import Array, theory, velocity_sum
from scenes import experiment
from scenes.mobjects.typography import format_number, with_minus_sign

ALPHA = 0.1
BETA = experiment.MOMENTUM
ALONG, ACROSS = 1.0, 2.0
"""The sizes of the two gradients: one always of the same sign, one alternating."""

COLUMNS = 4
STEPS = 60

GRADIENTS = np.stack([np.full(STEPS, ALONG), ACROSS * (-1.0) ** np.arange(STEPS)], axis=-1)
"""g of each step, shape ``(STEPS, 2)``: along, across."""

VELOCITIES = velocity_sum(GRADIENTS, learning_rate=ALPHA, momentum=BETA)
LIMIT_ALONG = float(theory.steady_velocity(ALONG, ALPHA, BETA))
LIMIT_ACROSS = float(theory.alternating_velocity(ACROSS, ALPHA, BETA))
GAIN = LIMIT_ALONG / (ALPHA * ALONG)
DAMPING = ALPHA * ACROSS / LIMIT_ACROSS


def kept_and_pushed(column: int) -> tuple[Array, Array]:
    """Return βv and αg of a step, counted from 0, shape ``(2,)`` each; they add up to its velocity."""
    before = VELOCITIES[column - 1] if column else np.zeros(2)
    return BETA * before, ALPHA * GRADIENTS[column]


def equation_parts(column: int, direction: int) -> tuple[str, ...]:
    """Return the rule for v with a step's numbers, as markup: what is kept, what is added, and their sum.

    The first step keeps nothing.
    """
    gradient = GRADIENTS[column, direction]
    times = f"{gradient:g}" if gradient > 0 else f"(−{-gradient:g})"
    pushed = f"{ALPHA:g} × #slope[{times}]"
    total = f"= #speed[*{number(VELOCITIES[column, direction])}*]"
    if column == 0:
        return pushed, total
    kept = f"#momentum[{BETA:g}] × #speed[{number(VELOCITIES[column - 1, direction])}]"
    return kept, f"+ {pushed}", total


def closed_form(direction: int) -> tuple[str, str]:
    """Return what a velocity comes to, as mathematics: the push over 1 − β or 1 + β, and that in numbers."""
    sign, size = (("-", f"{ALPHA * ALONG:g}"), ("+", f"plus.minus {ALPHA * ACROSS:g}"))[direction]
    letters = f"display((alpha slope(g)) / (1 {sign} beta))"
    return letters, f"display(slope({size}) / (1 {sign} momentum({BETA:g})))"


def number(value: float) -> str:
    """Write a velocity with its three decimals."""
    return with_minus_sign(f"{value:.3f}")


def in_words(coordinate: int) -> str:
    """Return the velocities that stand under the columns, for those who read."""
    velocities = (format_number(velocity) for velocity in VELOCITIES[:COLUMNS, coordinate])
    return f"v after steps 1 to {COLUMNS}: {', '.join(velocities)}."


def terms() -> tuple[Array, Array]:
    """Return βv and αg of the columns, each of shape ``(COLUMNS, 2)``."""
    kept, push = zip(*(kept_and_pushed(column) for column in range(COLUMNS)), strict=True)
    return np.array(kept), np.array(push)
