"""Glyphs that slide to the places of the same glyphs elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import Animation, ReplacementTransform, VMobject


def slid(old: Iterable[VMobject], new: Iterable[VMobject], **keywords: Any) -> list[Animation]:
    """Return what slides glyphs to the places of the same glyphs."""
    return [ReplacementTransform(*pair, **keywords) for pair in zip(old, new, strict=True)]
