"""Mobjects that become, one by one, what is like them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import Animation, Mobject, ReplacementTransform


def one_by_one(old: Iterable[Mobject], new: Iterable[Mobject], **keywords: Any) -> list[Animation]:
    """Return what lets mobjects become others, one by one: glyphs the same glyphs elsewhere, say."""
    return [ReplacementTransform(*pair, **keywords) for pair in zip(old, new, strict=True)]
