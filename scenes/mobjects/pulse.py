"""An animation that draws attention to a mobject."""

from __future__ import annotations

from typing import Any

from manim import Animation, ApplyMethod, Mobject, there_and_back

from momentum_sim import Array

FACTOR = 1.08
"""By how much a pulse enlarges: more would be a jump."""


def pulse(mobject: Mobject, about_edge: Array | None = None) -> Animation:
    """Return the animation that scales a mobject up a little and back.

    About its middle, or an edge or corner that stays where it stands: at a margin, say, or a text's baseline.
    """
    options: dict[str, Any] = {} if about_edge is None else {"about_edge": about_edge}
    return ApplyMethod(mobject.scale, FACTOR, options, rate_func=there_and_back)
