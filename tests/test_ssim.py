from __future__ import annotations

import numpy as np
import pytest

from benchmarks.ssim import luma_ssim, ssim
from production.clips.colour import Picture


def noise(seed: int, height: int = 20, width: int = 24) -> Picture:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def slow_ssim(one: Picture, other: Picture) -> float:
    """The paper's formula, pixel by pixel: an 11 x 11 window, its weights a Gaussian of deviation 1.5."""
    along = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2))
    weights = np.outer(along, along) / along.sum() ** 2
    c1, c2 = 6.5025, 58.5225
    found = []
    for channel in range(3):
        a, b = (np.pad(picture[..., channel].astype(float), 5, mode="reflect") for picture in (one, other))
        for row in range(one.shape[0]):
            for column in range(one.shape[1]):
                x, y = (values[row : row + 11, column : column + 11] for values in (a, b))
                mean_x, mean_y = (weights * x).sum(), (weights * y).sum()
                var_x, var_y = (weights * (x - mean_x) ** 2).sum(), (weights * (y - mean_y) ** 2).sum()
                covariance = (weights * (x - mean_x) * (y - mean_y)).sum()
                luminance = (2 * mean_x * mean_y + c1) / (mean_x**2 + mean_y**2 + c1)
                found.append(luminance * (2 * covariance + c2) / (var_x + var_y + c2))
    return float(np.mean(found))


def test_luma_is_that_of_bt709_in_limited_range() -> None:
    # ITU-R BT.709-6: black is 16, white 235; green alone 16 + 219 · 0.7152.
    for colour, level in (((0, 0, 0), 16), ((255, 255, 255), 235), ((0, 255, 0), 173)):
        picture = np.full((16, 16, 3), colour, np.uint8)
        for luma, is_it in ((level, True), (level + 9, False)):
            assert (luma_ssim(picture, np.full((16, 16), luma, np.uint8)) > 0.9999) == is_it


def test_ssim_of_a_picture_with_itself_is_one() -> None:
    assert ssim(noise(1), noise(1)) == pytest.approx(1, abs=1e-12)


def test_ssim_of_flat_pictures_is_that_of_their_levels() -> None:
    one, other = np.full((16, 16, 3), 100, np.uint8), np.full((16, 16, 3), 120, np.uint8)
    # 2 · 100 · 120 + 6.5025 over 100² + 120² + 6.5025; there is no variance.
    assert ssim(one, other) == pytest.approx(24006.5025 / 24406.5025, abs=1e-9)
    other[..., 1:] = 100
    assert ssim(one, other) == pytest.approx((24006.5025 / 24406.5025 + 2) / 3, abs=1e-9)


@pytest.mark.parametrize("mixed", [0.0, 0.3, 0.9])
def test_ssim_is_what_the_paper_says(mixed: float) -> None:
    one = noise(1)
    other = np.rint(mixed * one + (1 - mixed) * noise(2)).astype(np.uint8)
    assert ssim(one, other) == pytest.approx(slow_ssim(one, other), abs=1e-9)
    assert ssim(other, one) == pytest.approx(ssim(one, other), abs=1e-12)
    assert ssim(one, other) < 1
