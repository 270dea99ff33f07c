"""Straight lines as the cubic curves that Manim draws, many at once."""

from __future__ import annotations

import numpy as np

from momentum_sim import Array

POINTS_PER_CURVE = 4


def straight(segments: Array) -> Array:
    """Return the points ``(4 n, 3)`` of straight curves along segments ``(n, 2, 3)``."""
    start, end = segments[:, 0], segments[:, 1]
    return np.stack([start, (2 * start + end) / 3, (start + 2 * end) / 3, end], axis=1).reshape(-1, 3)


def polyline(corners: Array) -> Array:
    """Return the points ``(4 (n - 1), 3)`` of straight curves from corner ``(n, 3)`` to corner."""
    return straight(np.stack([corners[:-1], corners[1:]], axis=1))
