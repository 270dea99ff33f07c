"""An animation that draws attention to a mobject."""

from __future__ import annotations

from manim import Animation, Mobject, ScaleInPlace, there_and_back

FACTOR = 1.08
"""By how much a pulse enlarges: more would be a jump."""


def pulse(mobject: Mobject) -> Animation:
    """Return the animation that scales a mobject up a little and back."""
    return ScaleInPlace(mobject, FACTOR, rate_func=there_and_back)
