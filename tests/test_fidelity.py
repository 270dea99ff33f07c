from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from manim._config.video_encoder import VideoEncoderSpec
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from benchmarks.clips import Clip, decode
from benchmarks.fidelity import Comparison, Fidelity, Ssim, block_errors, blocks_off
from benchmarks.luma import Luma, StockLuma, luma_of
from production.clips.colour import IncrementalConverter, Picture
from production.output_spec import Quality

SIZE = Quality(98, 50, 15)
"""Its sides are no whole blocks."""


def noise(seed: int, height: int = 48, width: int = 64) -> Luma:
    return np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)


def slow_ssim(one: Luma, other: Luma) -> float:
    """The formula of Wang, Bovik, Sheikh and Simoncelli (2004), of windows of 8 x 8, every four pixels."""
    a, b = (
        np.lib.stride_tricks.sliding_window_view(luma.astype(float), (8, 8))[::4, ::4].reshape(-1, 64)
        for luma in (one, other)
    )
    mean_a, mean_b = a.mean(1), b.mean(1)
    covariance = ((a - mean_a[:, None]) * (b - mean_b[:, None])).sum(1) / 63
    variances = a.var(1, ddof=1) + b.var(1, ddof=1)
    c1, c2 = 2.55**2, 7.65**2
    luminance = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1)
    return float((luminance * (2 * covariance + c2) / (variances + c2)).mean())


@pytest.mark.parametrize("mixed", [0.0, 0.3, 0.9])
def test_ssim_is_what_the_paper_says(mixed: float) -> None:
    ssim, one = Ssim(), noise(1)
    other = np.rint(mixed * one + (1 - mixed) * noise(2)).astype(np.uint8)
    assert ssim(one, other) == pytest.approx(slow_ssim(one, other), abs=1e-4)
    assert ssim(one, other) < 1
    assert ssim(one, one) == 1


def test_blocks_count_by_their_mean() -> None:
    raw = np.full((17, 26), 100, np.uint8)
    luma = raw.copy()
    # 1.5 levels on the mean are not too much, a 64th more is; noise around the mean is none.
    luma[:8, :4] += 3
    luma[:8, 8:12] += 3
    luma[0, 12] += 1
    luma[8:16, :8:2] += 40
    luma[8:16, 1:8:2] -= 40
    luma[16], luma[:, 24:] = 0, 0
    assert block_errors(raw[:16, :24], luma[:16, :24]).tolist() == [[1.5, 1.515625, 0], [0, 0, 0]]
    assert blocks_off(raw, luma) == 1 / 6


def test_what_the_ssim_of_all_frames_comes_to() -> None:
    ssim = [1 - number / 1000 for number in range(150)]
    found = Fidelity.of(ssim, 0.25, 1000)
    assert (found.worst, found.worst_frame, found.blocks_off, found.bytes) == (0.851, 149, 0.25, 1000)
    assert found.worst_percent == pytest.approx((0.851 + 0.852) / 2)
    assert found.mean == pytest.approx(1 - 0.149 / 2)
    assert found.worse_than(found) == []
    assert replace(found, mean=0.9, worst=0.9).worse_than(found) == ["mean"]
    assert replace(found, blocks_off=0.3, worst_percent=0.8).worse_than(found) == [
        "worst_percent",
        "blocks_off",
    ]


def pictures() -> Iterator[tuple[Picture, tuple[Any, ...] | None, int]]:
    """Noise of which a part with odd sides changes, where it changes, and for how many frames it stands."""
    chance = np.random.default_rng(3)
    picture = chance.integers(0, 256, (SIZE.height, SIZE.width, 4), np.uint8)
    picture[..., 3] = 255
    yield picture, None, 2
    picture[11:31, 5:72, :3] = chance.integers(0, 256, (20, 67, 3))
    yield picture, ((5, 11, 72, 31),), 1
    yield picture, (), 3


def test_a_clip_that_loses_nothing_is_the_raw_frames(tmp_path: Path) -> None:
    """Both ways: colours are converted for the comparison as each renderer converts them."""
    shape: dict[str, Any] = {"width": SIZE.width, "height": SIZE.height}
    lossless = VideoEncoderSpec(
        "mp4", "libx264", "yuv420p", **shape, frame_rate=Fraction(15), options=(("qp", "0"),)
    )
    stock_path, our_path = tmp_path / "stock.mp4", tmp_path / "ours.mp4"
    stock_writer = VideoSegmentEncoder(target=stock_path, spec=lossless)
    converter, number = IncrementalConverter(SIZE), 0
    with av.open(our_path, "w") as file:
        stream = file.add_stream("libx264", rate=15, options={"qp": "0"})
        stream.width, stream.height, stream.pix_fmt = SIZE.width, SIZE.height, "nv12"
        for picture, changed, repeat in pictures():
            pixels: Any = picture.copy()
            stock_writer.write_frame(pixels, repeat=repeat)
            for _ in range(repeat):
                frame = converter.convert(picture, changed)
                frame.pts, frame.time_base = number, Fraction(1, 15)
                number += 1
                file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    stock_writer.finish()
    stock, ours = (Comparison(decode(Clip(str(path), 0, 0), 15)) for path in (stock_path, our_path))
    mixed_up = Comparison(decode(Clip(str(stock_path), 0, 0), 15))
    stock_luma, converter = StockLuma(), IncrementalConverter(SIZE)
    for picture, changed, repeat in pictures():
        our_luma = luma_of(converter.convert(picture, changed))
        stock.compare(stock_luma.convert(picture, changed), repeat)
        ours.compare(our_luma, repeat)
        mixed_up.compare(our_luma, repeat)
    assert stock.fidelity(5) == ours.fidelity(5) == Fidelity(1.0, 0, 1.0, 1.0, 0.0, 5)
    assert mixed_up.fidelity(5).worst < 1
    assert mixed_up.fidelity(5).blocks_off > 0.1
