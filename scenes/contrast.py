"""How well a colour can be told from another."""

from __future__ import annotations

from momentum_sim import Array

TEXT_CONTRAST = 4.5
"""Of text against its ground, by WCAG 2.2."""

GRAPHICS_CONTRAST = 3.0
"""Of graphics, borders among them."""


def contrast(one: Array, other: Array) -> float:
    """Contrast ratio of WCAG 2.2, from 1 to 21, of two colours, whose channels are from 0 to 1."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Array) -> float:
    """Relative luminance of WCAG 2.2."""
    red, green, blue = (
        float(channel) / 12.92 if channel <= 0.04045 else ((float(channel) + 0.055) / 1.055) ** 2.4
        for channel in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
