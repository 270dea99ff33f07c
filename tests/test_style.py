from __future__ import annotations

from pathlib import Path

import pytest
from manim import ManimColor, config

from scenes import style

TEXT_INKS = (
    style.INK,
    style.MUTED_INK,
    style.PLAIN_DESCENT,
    style.MOMENTUM,
    style.GRADIENT,
    style.VELOCITY,
)
GRAPHICS = (style.PLAIN_DESCENT, style.MOMENTUM, style.GRADIENT, style.VELOCITY, style.INK)


def _luminance(color: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in ManimColor(color).to_rgb()
    ]
    red, green, blue = channels
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted([_luminance(one), _luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_the_published_measure() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("ground", [style.BACKGROUND, style.PANEL])
@pytest.mark.parametrize("ink", TEXT_INKS)
def test_text_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("ground", [style.BACKGROUND, style.MAP_RIM, style.MAP_FLOOR])
@pytest.mark.parametrize("color", GRAPHICS)
def test_graphics_stand_out(color: str, ground: str) -> None:
    assert contrast(color, ground) >= 3


def test_contours_can_be_seen_on_the_rim_of_the_map() -> None:
    assert contrast(style.CONTOUR, style.MAP_RIM) >= 3


def test_no_role_is_smaller_than_the_smallest_type() -> None:
    smallest = style.FRAME_HEIGHT / 36 * style.POINTS_PER_UNIT
    sizes = (style.TITLE_SIZE, style.HEADING_SIZE, style.BODY_SIZE, style.LABEL_SIZE, style.SMALLEST_SIZE)
    assert all(size >= smallest for size in sizes)


def test_tests_that_run_side_by_side_do_not_set_words_in_one_folder() -> None:
    assert not Path(config.get_dir("tex_dir")).resolve().is_relative_to(Path.cwd())
