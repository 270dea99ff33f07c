"""The two terms of momentum's first steps, and words for how they compare."""

from __future__ import annotations

import numpy as np

from momentum_sim import Array, Trajectory

SHOWN_STEPS = 5
"""The steps that are shown one after the other."""

ALMOST_NOTHING = 0.25
"""A sum is almost nothing when it is shorter than this share of the longer of its terms."""

ALMOST_NOTHING_LEFT = "almost nothing"

HARDLY = 0.1
"""A sum is hardly longer when the shorter of its terms is shorter than this share of the longer."""

TOGETHER = ("together", "longer")
"""What the two terms along do, and what comes of it."""


def terms(run: Trajectory) -> tuple[Array, Array]:
    """Return the two terms of each step, −α∇L and −βv, each of shape ``(steps, 2)``."""
    return -run.learning_rate * run.gradient[:-1], -run.momentum * run.velocity[:-1]


def wall_changes(run: Trajectory) -> Array:
    """Return how often a run has changed wall up to each step, shape ``(steps + 1,)``."""
    across = run.parameters[:, 1]
    return np.concatenate([[0], np.cumsum(across[1:] * across[:-1] < 0)])


def verdict(run: Trajectory, step: int) -> tuple[str, str]:
    """Say how the two terms across compare in a step, and what comes of it."""
    push, kept = (float(term[step - 1, 1]) for term in terms(run))
    longer = max(abs(push), abs(kept))
    if abs(push) < 1e-9 * longer:
        return "no push", "what was kept"
    if push * kept > 0:
        hardly = min(abs(push), abs(kept)) < HARDLY * longer
        return (TOGETHER[0], "hardly longer") if hardly else TOGETHER
    if abs(push + kept) < ALMOST_NOTHING * longer:
        return "against", ALMOST_NOTHING_LEFT
    return "against", "less"


def describe_step_two(run: Trajectory) -> str:
    """Say what the two terms do in step two."""
    across = {
        "no push": "there is no push: what was kept is all",
        "together": f"they point together: {verdict(run, 2)[1]}",
        "against": f"the push is against what was kept: {verdict(run, 2)[1]} is left",
    }[verdict(run, 2)[0]]
    return f"In step two, two arrows add up. Across, {across}. Along, they point together: longer."


def describe_step_three(run: Trajectory) -> str:
    """Say what the two terms do across in step three, and how that goes on."""
    push, kept = (term[1:SHOWN_STEPS, 1] for term in terms(run))
    against = push * kept < 0
    third = "they agree across, too" if not against[1] else "they are against each other again"
    turns = against[0] and (against[1:] != against[:-1]).all()
    ending = (
        "At first one step is against, the next is with it."
        if turns
        else f"At first they are against each other at {against.sum()} of {against.size} steps."
    )
    return f"In step three {third}. {ending}"
