"""The motion that points at a thing."""

from __future__ import annotations

from manim import Animation, Mobject, ScaleInPlace, there_and_back


def pulse(mobject: Mobject, factor: float = 1.3) -> Animation:
    """Return the motion by which a thing swells and shrinks back."""
    return ScaleInPlace(mobject, factor, rate_func=there_and_back)
