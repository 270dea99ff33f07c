"""Where a recording is silent: how loud it is from moment to moment, and its pauses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from production.narration.speech import Span
from production.sound.samples import RATE, Samples

STEP = 0.01
"""Seconds over which loudness is taken."""

SHORTEST_PAUSE = 0.25
"""Seconds; the stop before a t or a k lasts up to 0.15, a hesitation within a phrase is seldom longer."""

NOISE_SHARE = 0.35
"""Of what is between noise and words (dB), and still noise."""

HEARD_RANGE = 40.0
"""dB below words in which a sound is heard at all."""

_WINDOW = round(STEP * RATE)
_FAINTEST = 1e-6


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud a recording is in each ``STEP`` (dB below full scale), and between what it varies.

    ``floor`` is what it has between words, its noise; ``peak`` what it has in them.
    """

    values: npt.NDArray[np.float64]
    floor: float
    peak: float

    @classmethod
    def of(cls, samples: Samples) -> Levels:
        """Measure a recording of one channel."""
        steps = samples[0, : samples.shape[1] // _WINDOW * _WINDOW].reshape(-1, _WINDOW)
        power = np.mean(np.square(steps, dtype=np.float64), axis=1)
        values = 10 * np.log10(power + _FAINTEST**2)
        if not len(values):
            return cls(values, floor=0.0, peak=0.0)
        floor, peak = np.percentile(values, (3, 95))
        return cls(values, float(floor), float(peak))

    @property
    def range(self) -> float:
        """DB between words and what is between them."""
        return self.peak - self.floor

    def silences(self, shortest: float) -> list[Span]:
        """Return from when to when (seconds) it is silent for so long or longer."""
        # Noise varies by a few decibels; and where there is none, what is far below the words is not heard.
        silent = self.values < max(self.floor + NOISE_SHARE * self.range, self.peak - HEARD_RANGE)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(np.int8)))
        spans = edges.reshape(-1, 2) * STEP
        return [(float(start), float(end)) for start, end in spans if end - start >= shortest - STEP / 2]


def stretches(samples: Samples, shortest_pause: float = SHORTEST_PAUSE) -> list[Span]:
    """Return from when to when (seconds) something is heard, between pauses."""
    length = samples.shape[1] / RATE
    silences = Levels.of(samples).silences(shortest_pause)
    starts = [0.0, *(end for _, end in silences)]
    ends = [*(start for start, _ in silences), length]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end - start >= 2 * STEP]
