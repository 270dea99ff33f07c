"""Compare pictures, and keep what a person needs to judge a difference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

Picture = npt.NDArray[np.uint8]

VISIBLE_LEVELS = 40
"""A channel that is off by more than this many of 255 levels can be seen in a still."""

MOST_VISIBLE_SHARE = 0.002
"""The share of pixels that may be visibly off: antialiasing differs a little between Cairo's versions."""

MOST_MEAN_LEVELS = 0.5
"""The levels that all channels may be off on average."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two pictures of one size are apart."""

    visible_share: float
    mean_levels: float

    @property
    def is_visible(self) -> bool:
        """Whether somebody would see it."""
        return self.visible_share > MOST_VISIBLE_SHARE or self.mean_levels > MOST_MEAN_LEVELS


def read_picture(path: Path) -> Picture:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def compare(actual: Picture, expected: Picture) -> Difference:
    if actual.shape != expected.shape:
        return Difference(1.0, 255.0)
    levels = _levels_between(actual, expected)
    return Difference(float((levels.max(axis=-1) > VISIBLE_LEVELS).mean()), float(levels.mean()))


def save_difference(actual: Picture, expected: Picture, folder: Path, name: str) -> None:
    """Write what came out and, brightened, where it differs."""
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(actual).save(folder / f"{name}_actual.png")
    if actual.shape == expected.shape:
        bright = np.minimum(4 * _levels_between(actual, expected), 255).astype(np.uint8)
        Image.fromarray(bright).save(folder / f"{name}_difference.png")


def _levels_between(one: Picture, other: Picture) -> npt.NDArray[np.int16]:
    return np.abs(one.astype(np.int16) - other.astype(np.int16))
