"""An animation that draws attention to a mobject."""

from __future__ import annotations

from manim import Animation, Mobject, ScaleInPlace, there_and_back


def pulse(mobject: Mobject, factor: float = 1.3) -> Animation:
    """Return the animation that scales a mobject up and back."""
    return ScaleInPlace(mobject, factor, rate_func=there_and_back)
