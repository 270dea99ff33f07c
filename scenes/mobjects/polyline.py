"""Straight lines as the cubic curves that Manim draws, many at once."""

from __future__ import annotations

import numpy as np

from momentum_sim import Array

POINTS_PER_CURVE = 4

CORNER = 0.2
"""Radians. Where a line turns by more at once it is a corner, and not a curve."""


def straight(segments: Array) -> Array:
    """Return the points ``(4 n, 3)`` of straight curves along segments ``(n, 2, 3)``."""
    start, end = segments[:, 0], segments[:, 1]
    return np.stack([start, (2 * start + end) / 3, (start + 2 * end) / 3, end], axis=1).reshape(-1, 3)


def polyline(corners: Array) -> Array:
    """Return the points ``(4 (n - 1), 3)`` of straight curves from corner ``(n, 3)`` to corner."""
    return straight(np.stack([corners[:-1], corners[1:]], axis=1))


def thinned(corners: Array, tolerance: float) -> Array:
    """Return those corners ``(n, 2)`` of a smooth line that keep it within about a tolerance of where it is.

    A chord of length h of a curve of radius R is h² / 8R away from it at most, so the corners may be
    √(8 R · tolerance) apart: densely where the line bends, and sparsely where it is straight.
    """
    steps = np.diff(corners, axis=0)
    lengths, directions = np.hypot(*steps.T), np.arctan2(steps[:, 1], steps[:, 0])
    turns = np.abs((np.diff(directions) + np.pi) % (2 * np.pi) - np.pi)
    # The share of such a chord that each corner stands for.
    shares = np.sqrt(turns * (lengths[:-1] + lengths[1:]) / (16 * tolerance))
    is_kept = np.diff(np.floor(np.cumsum(shares)), prepend=0) > 0
    kept: Array = corners[[True, *(is_kept | (turns > CORNER)), True]]
    return kept
