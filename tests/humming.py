"""A voice that needs no model: it hums each word at a pitch of its own."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from production.narration.speech import Span
from production.voice.engine import SpokenWord, Utterance

RATE = 24_000
SILENCE = 0.2
"""Seconds before and after a sentence."""

GAP = 0.02
"""Seconds between words."""


class Humming:
    """It speaks as fast as it is told, and a word for as long as it has letters."""

    name = "Humming"
    british = None

    def speak(self, sentence: Sequence[SpokenWord], pace: float) -> Utterance:
        lengths = [sum(map(str.isalpha, word.spoken)) for word in sentence]
        count = sum(len(word.spoken.split()) for word in sentence)
        letter = count * 60 / pace / max(sum(lengths), 1)
        parts, times, now = [_silence(SILENCE)], list[Span](), SILENCE
        for word, length in zip(sentence, lengths, strict=True):
            sound = _hum(word.text, max(length * letter - GAP, 0.0))
            times.append((now, now + len(sound) / RATE))
            parts += [sound, _silence(GAP)]
            now += (len(sound) + len(parts[-1])) / RATE
        parts.append(_silence(SILENCE))
        return Utterance(np.concatenate(parts), RATE, tuple(times))


def pitch(word: str) -> float:
    """Return the frequency at which a word is hummed."""
    return 150.0 + zlib.crc32(word.encode()) % 350


def _hum(word: str, seconds: float) -> np.ndarray:
    times = np.arange(round(seconds * RATE)) / RATE
    swell = np.sin(np.pi * times / seconds) if seconds else times
    return (0.2 * swell * np.sin(2 * np.pi * pitch(word) * times)).astype(np.float32)


def _silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE), np.float32)
