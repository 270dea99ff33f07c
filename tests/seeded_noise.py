"""The noise of the page's figures, as ``web/src/noise.ts`` makes it."""

from __future__ import annotations

from typing import Any

import numpy as np

_MASK = 2**32 - 1


class SeededNoise(np.random.Generator):
    """Normal noise in two components, turned with a ravine by an angle in radians."""

    def __init__(self, seed: int, angle: float) -> None:
        super().__init__(np.random.PCG64(0))
        self._state = seed
        self._turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    def normal(self, *_: Any, scale: Any = 1.0, **__: Any) -> Any:
        """Draw the noise of one gradient."""
        radius = np.sqrt(-2 * np.log((self._next() + 1) / 2**32))
        angle = 2 * np.pi * self._next() / 2**32
        return scale * (self._turn @ (radius * np.cos(angle), radius * np.sin(angle)))

    def _next(self) -> int:
        self._state = state = (self._state + 0x6D2B79F5) & _MASK
        mixed = (state ^ state >> 15) * (state | 1) & _MASK
        mixed = (mixed + ((mixed ^ mixed >> 7) * (mixed | 61) & _MASK) & _MASK) ^ mixed
        return mixed ^ mixed >> 14
