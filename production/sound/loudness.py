"""How loud a sound is, by ITU-R BS.1770 and EBU R 128, and how it becomes as loud as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import inf, log10

import numpy as np
from av.audio.frame import AudioFrame
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as NothingMore
from av.filter import Graph

from production.sound.samples import LAYOUTS, RATE, Samples, frames_of

TOLERANCE = 0.1
"""LU; how near ``level`` comes to its target."""

_SILENCE = -70.0
"""LUFS; what is less loud does not count, and a sound of nothing else is said to be so loud."""

_SHORTEST, _STEP = RATE * 4 // 10, RATE // 10
"""Samples in the windows of which loudness is measured, and from one to the next."""

_MEASURING = "peak=true:metadata=1:framelog=quiet"

_OVERSAMPLED = 4 * RATE
"""Samples a second at which peaks between samples are seen as well (BS.1770-5, annex 2)."""

_MOST_ROUNDS = 12
"""In which gain and ceiling are found; in speech three or four are enough."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a sound is as a whole (LUFS), and the highest peak of its wave (dBTP); -inf in silence."""

    integrated: float
    true_peak: float


def measure(samples: Samples) -> Loudness:
    """Return how loud a sound is."""
    # What does not fill its last tenth of a second would not be looked at.
    missing = max(_SHORTEST - samples.shape[1], -samples.shape[1] % _STEP)
    said: dict[str, str] = {}
    for frame in _filtered(np.pad(samples, ((0, 0), (0, missing))), ("ebur128", _MEASURING)):
        said = frame.metadata
    integrated, peak = float(said["lavfi.r128.I"]), float(said["lavfi.r128.true_peak"])
    return Loudness(integrated if integrated > _SILENCE else -inf, 20 * log10(peak) if peak > 0 else -inf)


def level(samples: Samples, target: float, highest_peak: float) -> Samples:
    """Return a sound as loud as wanted, its peaks limited.

    Parameters
    ----------
    target
        LUFS. It is met to ``TOLERANCE`` where the peaks allow it; silence stays as it is.
    highest_peak
        dBTP; no peak is higher.
    """
    before = measure(samples)
    if before.integrated == -inf:
        return samples
    gain, ceiling, levelled = target - before.integrated, highest_peak, samples
    for _ in range(_MOST_ROUNDS):
        levelled = amplified(samples, gain)
        if before.true_peak + gain > ceiling:
            levelled = _limited(levelled, ceiling)
        after = measure(levelled)
        # Limiting takes away from the loudness, and the way back from the higher rate adds to the peaks.
        short, over = target - after.integrated, after.true_peak - highest_peak
        if abs(short) <= TOLERANCE and over <= 0:
            break
        gain, ceiling = gain + short, ceiling - max(over, 0.0)
    return levelled


def limit(samples: Samples, highest_peak: float) -> Samples:
    """Return a sound without peaks above ``highest_peak`` (dBTP); where it has none it stays as it is."""
    ceiling, limited = highest_peak, samples
    for _ in range(_MOST_ROUNDS):
        over = measure(limited).true_peak - highest_peak
        if over <= 0:
            break
        ceiling -= over if limited is not samples else 0.0
        limited = _limited(samples, ceiling)
    return limited


def amplified(samples: Samples, gain: float) -> Samples:
    """Return a sound with a gain (dB)."""
    return samples * np.float32(_factor(gain))


def _limited(samples: Samples, ceiling: float) -> Samples:
    limiter = f"limit={_factor(ceiling)}:attack=5:release=50:level=disabled:latency=enabled"
    frames = _filtered(
        samples,
        ("aresample", str(_OVERSAMPLED)),
        ("alimiter", limiter),
        ("aresample", str(RATE)),
        ("aformat", "sample_fmts=fltp"),
    )
    joined = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
    return joined[:, : samples.shape[1]].astype(np.float32, copy=False)


def _filtered(samples: Samples, *filters: tuple[str, str]) -> Iterator[AudioFrame]:
    """Give what FFmpeg's filters, with their options, make of a sound."""
    graph = Graph()
    channels = LAYOUTS[len(samples)]
    source = graph.add_abuffer(sample_rate=RATE, format="fltp", layout=channels, time_base=Fraction(1, RATE))
    nodes = [source, *(graph.add(name, options) for name, options in filters), graph.add("abuffersink")]
    graph.link_nodes(*nodes).configure()
    for frame in (*frames_of(samples), None):
        graph.push(frame)
        try:
            while True:
                filtered = graph.pull()
                assert isinstance(filtered, AudioFrame)
                yield filtered
        except (NothingYet, NothingMore):
            pass


def _factor(decibels: float) -> float:
    return float(10 ** (decibels / 20))
