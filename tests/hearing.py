"""An ear that needs no model: it knows what the voice that hums has said, by the pitches of its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from production.errors import NarrationError
from production.narration.speech import Span
from production.sound.samples import RATE, Samples
from production.voice.engine import SpokenWord
from production.voice.imports import Ear
from production.voice.phonemes import spelled
from tests.humming import pitch

WINDOW = RATE // 200
QUIET = 0.12
"""Of the loudest window; what is less loud is between two words."""

RESOLUTION = 4
"""Hertz within which a pitch is known."""


def ear_for(texts: Iterable[str], *, trusts: bool = False) -> Ear:
    """Return an ear that knows the words of some texts."""
    words = {word for text in texts for word in text.split()}

    def hear(samples: Samples) -> str:
        pitches = [main_pitch(samples, span) for span in hums(samples)]
        heard = (min(words, key=lambda word: abs(pitch(word) - found)) for found in pitches)
        return " ".join(
            word for word, found in zip(heard, pitches, strict=True) if abs(pitch(word) - found) < RESOLUTION
        )

    return Ear(spelled, hear, align, trusts)


def align(samples: Samples, words: Sequence[SpokenWord]) -> list[Span]:
    spans = hums(samples)
    if len(spans) != len(words):
        raise NarrationError("its words cannot be found in it")
    return spans


def hums(samples: Samples) -> list[Span]:
    """Return from when to when something is hummed."""
    windows = samples[0, : samples.shape[1] // WINDOW * WINDOW].reshape(-1, WINDOW)
    levels = np.sqrt(np.square(windows).mean(axis=1))
    loud = np.concatenate([[False], levels > QUIET * levels.max(), [False]])
    edges = np.flatnonzero(np.diff(loud.astype(np.int8))).reshape(-1, 2) * WINDOW / RATE
    return [(float(start), float(end)) for start, end in edges if end - start >= 0.03]


def main_pitch(samples: Samples, span: Span) -> float:
    start, end = (round(time * RATE) for time in span)
    part = samples[0, start:end]
    return float(np.abs(np.fft.rfft(part * np.hanning(len(part)), RATE)).argmax())
