"""How loud a sound is, by ITU-R BS.1770 and EBU R 128, and how it becomes as loud as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import inf, log10
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as NothingMore
from av.filter import Graph

from production.sound.samples import RATE, Samples, decoded, frames_of, opened

TOLERANCE = 0.1
"""LU; how near ``level`` comes to its target."""

_SILENCE = -70.0
"""LUFS; what is less loud does not count, and a sound of nothing else is said to be so loud."""

_SHORTEST, _STEP = RATE * 4 // 10, RATE // 10
"""Samples in the windows of which loudness is measured, and from one to the next."""

_OVERSAMPLED = 4 * RATE
"""Samples a second at which peaks between samples are seen as well (BS.1770-5, annex 2)."""

_RIPPLE = 0.1
"""dB that peaks are limited further, as they rise on the way back from the higher rate."""

_MOST_ROUNDS = 12
"""In which gain and ceiling are found; in speech three or four are enough."""

_LEAST_SLOPE = 0.2
"""LU by which a decibel of gain is taken to make a limited sound louder, at least."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a sound is as a whole (LUFS), and the highest peak of its wave (dBTP); -inf in silence."""

    integrated: float
    true_peak: float


def measure(samples: Samples) -> Loudness:
    """Return how loud a sound is."""
    return _measured(frames_of(samples))


def measure_file(path: Path) -> Loudness:
    """Return how loud a file of sound is, or a film's, of any length; raises as ``samples.read`` does."""
    with opened(path) as container:
        return _measured(decoded(container))


def _measured(frames: Iterator[AudioFrame]) -> Loudness:
    said: dict[str, str] = {}
    for frame in _filtered(_with_silence(frames), ("ebur128", "peak=true:metadata=1:framelog=quiet")):
        said = frame.metadata
    integrated, peak = float(said["lavfi.r128.I"]), float(said["lavfi.r128.true_peak"])
    return Loudness(integrated if integrated > _SILENCE else -inf, 20 * log10(peak) if peak > 0 else -inf)


def _with_silence(frames: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    """Give frames, and silence after them so that all of them are measured."""
    length, channels = 0, 1
    for frame in frames:
        length, channels = length + frame.samples, frame.layout.nb_channels
        yield frame
    # What does not fill its last tenth of a second would not be looked at.
    missing = max(_SHORTEST - length, -length % _STEP)
    yield from frames_of(np.zeros((channels, missing), np.float32), start=length)


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
    gain, ceiling = target - before.integrated, highest_peak - _RIPPLE
    if before.true_peak + gain <= highest_peak:
        return amplified(samples, gain)
    last_gain, last_loudness = 0.0, before.integrated
    for _ in range(_MOST_ROUNDS):
        levelled = _limited(samples, ceiling, gain)
        after = measure(levelled)
        # Limiting takes away from the loudness.
        short, over = target - after.integrated, after.true_peak - highest_peak
        if abs(short) <= TOLERANCE and over <= 0:
            break
        slope = (after.integrated - last_loudness) / (gain - last_gain) if gain != last_gain else 1.0
        last_gain, last_loudness = gain, after.integrated
        gain, ceiling = gain + short / min(max(slope, _LEAST_SLOPE), 1.0), ceiling - max(over, 0.0)
    return levelled


def limit(samples: Samples, highest_peak: float) -> Samples:
    """Return a sound without peaks above ``highest_peak`` (dBTP); where it has none it stays as it is."""
    over, ceiling, limited = measure(samples).true_peak - highest_peak, highest_peak - _RIPPLE, samples
    for _ in range(_MOST_ROUNDS):
        if over <= 0:
            break
        limited = _limited(samples, ceiling)
        over = measure(limited).true_peak - highest_peak
        ceiling -= max(over, 0.0)
    return limited


def amplified(samples: Samples, gain: float) -> Samples:
    """Return a sound with a gain (dB)."""
    return samples * np.float32(factor(gain))


def _limited(samples: Samples, ceiling: float, gain: float = 0.0) -> Samples:
    """Return a sound with a gain (dB), and with peaks about as high as the ceiling (dBTP) where they would be
    higher.
    """
    frames = _filtered(
        frames_of(samples),
        ("volume", f"{factor(gain)}:precision=float"),
        ("aresample", str(_OVERSAMPLED)),
        ("alimiter", f"limit={factor(ceiling)}:attack=5:release=50:level=disabled:latency=enabled"),
        ("aresample", str(RATE)),
        ("aformat", "sample_fmts=fltp"),
    )
    limited, end = np.zeros_like(samples), 0
    for frame in frames:
        part = frame.to_ndarray()[:, : samples.shape[1] - end]
        limited[:, end : end + part.shape[1]] = part
        end += part.shape[1]
    return limited


def _filtered(frames: Iterator[AudioFrame], *filters: tuple[str, str]) -> Iterator[AudioFrame]:
    """Give what FFmpeg's filters, with their options, make of frames."""
    first = next(frames)
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="fltp", layout=first.layout, time_base=Fraction(1, RATE)
    )
    nodes = [source, *(graph.add(name, options) for name, options in filters), graph.add("abuffersink")]
    graph.link_nodes(*nodes).configure()
    for frame in chain([first], frames, [None]):
        graph.push(frame)
        try:
            while True:
                filtered = graph.pull()
                assert isinstance(filtered, AudioFrame)
                yield filtered
        except (NothingYet, NothingMore):
            pass


def factor(decibels: float) -> float:
    """Return by what a gain multiplies samples."""
    return float(10 ** (decibels / 20))
