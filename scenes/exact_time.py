"""Lengths that are a whole number of frames at every frame rate."""

from __future__ import annotations

from math import ceil, floor, inf, nextafter

COARSEST_FRAME_RATE = 15
"""Every length is a whole number of frames at this rate, hence at 30 and 60 frames a second too."""

ROUNDING = 1e-6
"""Frames by which sums of fifteenths of a second may drift."""


def to_frames(seconds: float) -> float:
    """Round seconds to whole frames of the coarsest frame rate, at least one.

    It is the least number above them: Manim rounds a rest down to whole frames, and of 7/15 s, which no
    binary number is exactly, would lose one.
    """
    return nextafter(max(1, round(seconds * COARSEST_FRAME_RATE)) / COARSEST_FRAME_RATE, inf)


def frame_before(seconds: float) -> float:
    """Return the last moment, in whole frames of the coarsest frame rate, that is not after another one."""
    return floor(seconds * COARSEST_FRAME_RATE + ROUNDING) / COARSEST_FRAME_RATE


def frame_after(seconds: float) -> float:
    """Return the first moment, in whole frames of the coarsest frame rate, that is not before another one."""
    return ceil(seconds * COARSEST_FRAME_RATE - ROUNDING) / COARSEST_FRAME_RATE
