"""How near a clip's frames are to the raw ones: SSIM, and blocks whose mean is off.

Only luma is compared, and each clip's with the raw frames converted as the renderer that made the clip
converts them: stock Manim's levels are those of BT.601, ours those of BT.709. So what is found is what
encoding loses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import fmean
from typing import Any

import av
import av.filter
import cv2

from benchmarks.luma import Luma

BLOCK = 8
"""The side of a block in pixels."""

VISIBLE = 1.5
"""By how many levels a block's mean may be off before it counts: in flat areas more than that shows."""


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How near a scene's frames in a clip are to the raw ones, and the bytes that they take.

    Parameters
    ----------
    worst, worst_frame
        The lowest SSIM of a frame, and that frame's number in the scene.
    worst_percent
        The mean SSIM of the lowest hundredth of the frames, of one at least.
    mean
        The mean SSIM of all frames.
    blocks_off
        The share of blocks whose mean is off by more than ``VISIBLE`` levels, of all blocks of all frames.
    bytes
        Of the video stream.
    """

    worst: float
    worst_frame: int
    worst_percent: float
    mean: float
    blocks_off: float
    bytes: int

    @classmethod
    def of(cls, ssim: list[float], blocks_off: float, size: int) -> Fidelity:
        """Return what the SSIM of each frame comes to."""
        worst = min(ssim)
        lowest = sorted(ssim)[: ceil(len(ssim) / 100)]
        return cls(worst, ssim.index(worst), fmean(lowest), fmean(ssim), blocks_off, size)

    def worse_than(self, other: Fidelity) -> list[str]:
        """Return in what it is farther from the raw frames than another."""
        parts = ("worst", "worst_percent", "mean")
        names = [part for part in parts if getattr(self, part) < getattr(other, part)]
        return [*names, "blocks_off"] if self.blocks_off > other.blocks_off else names


class Comparison:
    """Compares a clip's frames, one after the other, with the raw ones."""

    def __init__(self, frames: Iterator[Luma]) -> None:
        self._frames = frames
        self._ssim = Ssim()
        self._found: list[float] = []
        self._shares: list[float] = []

    def compare(self, raw: Luma, repeat: int = 1) -> None:
        """Compare the clip's next ``repeat`` frames with one that is the same for all of them.

        Where there are no more, nothing is compared.
        """
        for _ in range(repeat):
            luma = next(self._frames, None)
            if luma is None:
                return
            self._found.append(self._ssim(raw, luma))
            self._shares.append(blocks_off(raw, luma))

    def fidelity(self, size: int) -> Fidelity:
        """Return what was found of a clip whose video stream has ``size`` bytes."""
        return Fidelity.of(self._found, fmean(self._shares), size)


class Ssim:
    """Structural similarity as FFmpeg's filter ``ssim`` computes it: blocks of 8 x 8, every four pixels."""

    def __init__(self) -> None:
        self._graph: av.filter.Graph | None = None
        self._number = 0

    def __call__(self, one: Luma, other: Luma) -> float:
        """Return the structural similarity of two pictures, which have the size of those before them."""
        if self._graph is None:
            height, width = one.shape
            self._graph = _ssim_graph(width, height)
        for position, luma in enumerate((one, other)):
            frame = av.VideoFrame.from_numpy_buffer(luma, format="gray")
            frame.pts, frame.time_base = self._number, Fraction(1, 1000)
            self._graph.vpush(frame, at=position)
        self._number += 1
        compared: Any = self._graph.vpull()
        return float(compared.metadata["lavfi.ssim.Y"])


def _ssim_graph(width: int, height: int) -> av.filter.Graph:
    graph = av.filter.Graph()
    graph.threads = 1
    gray: Any = av.VideoFormat("gray", width, height)
    ssim, sink = graph.add("ssim"), graph.add("buffersink")
    for position in range(2):
        source = graph.add_buffer(
            width=width, height=height, format=gray, time_base=Fraction(1, 1000), name=f"in{position}"
        )
        source.link_to(ssim, 0, position)
    ssim.link_to(sink)
    graph.configure(auto_buffer=False)
    return graph


def blocks_off(raw: Luma, luma: Luma) -> float:
    """Return the share of blocks whose mean is off by more than ``VISIBLE``; only whole blocks count."""
    height, width = (side // BLOCK * BLOCK for side in raw.shape)
    return float((abs(block_errors(raw[:height, :width], luma[:height, :width])) > VISIBLE).mean())


def block_errors(raw: Luma, luma: Luma) -> Any:
    """Return by how many levels the mean of each block differs; both sides are whole blocks."""
    height, width = raw.shape
    difference = cv2.subtract(luma, raw, dtype=cv2.CV_32F)
    return cv2.resize(difference, (width // BLOCK, height // BLOCK), interpolation=cv2.INTER_AREA)
