"""Structural similarity (SSIM) of two pictures."""

from __future__ import annotations

from statistics import fmean
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from production.clips.colour import Picture


def ssim(one: Picture, other: Picture) -> float:
    """Return the structural similarity of two pictures, the mean of their channels.

    Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural
    similarity", IEEE Transactions on Image Processing 13 (2004).
    """
    return fmean(_channel_ssim(a, b) for a, b in zip(cv2.split(one), cv2.split(other), strict=True))


def luma_ssim(picture: Picture, luma: npt.NDArray[Any]) -> float:
    """Return the structural similarity of a picture's luma (BT.709, of limited range) and a video's.

    The video's is in levels of eight bits, which need not be whole.
    """
    # ITU-R BT.709-6, 3.2 and 3.5.
    drawn = 16 + 219 * (picture[..., :3] / 255 @ np.array([0.2126, 0.7152, 0.0722]))
    return _channel_ssim(drawn, luma)


def _channel_ssim(one: Any, other: Any) -> float:
    # Where a picture is flat, variances are small differences of large numbers.
    a, b = one.astype(np.float64), other.astype(np.float64)

    def blurred(values: Any) -> Any:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    mean_a, mean_b = blurred(a), blurred(b)
    var_a, var_b = blurred(a * a) - mean_a**2, blurred(b * b) - mean_b**2
    covariance = blurred(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    numerator = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    denominator = (mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)
    return float((numerator / denominator).mean())
