"""Sounds that stand for recordings: bursts of noise, as syllables are, that no two share."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

from production.sound.samples import RATE, Samples
from tests.programs import run_program


def murmur(seconds: float, seed: int = 0, level: float = 0.05) -> Samples:
    """Return a hum in noise that swells four times a second, with pauses between, as speech is."""
    chance = np.random.default_rng(seed)
    noise = lfilter([0.1], [1, -0.9], chance.standard_normal(round(seconds * RATE)))
    times = np.arange(round(seconds * RATE)) / RATE
    swell = np.clip(np.sin(2 * np.pi * 4 * times) + 0.3 * np.sin(2 * np.pi * 0.7 * times + seed), 0, None)
    voiced = np.sign(np.sin(2 * np.pi * (110 + 10 * seed) * times))
    return (level * swell * (noise + 0.2 * voiced)).astype(np.float32)[None]


def tone(seconds: float, frequency: float = 997.0, level: float = 0.5) -> Samples:
    """Return a sine of one channel."""
    times = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * frequency * times)).astype(np.float32)[None]


def delay(heard: Samples, sound: Samples, around: int, within: int = RATE // 5) -> int:
    """Return by how many samples a sound stands after ``around`` in what is heard, by cross-correlation."""
    start = max(0, around - within)
    piece = heard.mean(axis=0)[start : around + sound.shape[1] + within]
    size = 1 << (piece.size + sound.shape[1]).bit_length()
    spectrum = np.fft.rfft(piece, size) * np.conj(np.fft.rfft(sound.mean(axis=0), size))
    found = np.fft.irfft(spectrum, size)[: piece.size]
    return start + int(found.argmax()) - around


def similarity(heard: Samples, sound: Samples, start: int) -> float:
    """Return how alike a sound and what is heard from a sample on are: 1 for the same, whatever its gain."""
    one, other = heard.mean(axis=0)[start : start + sound.shape[1]], sound.mean(axis=0)
    length = min(one.size, other.size)
    one, other = one[:length], other[:length]
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / size if size else 0.0


def ebur128(file: Path) -> tuple[float, float]:
    """Return the loudness (LUFS) and the true peak (dBTP) that the ffmpeg program finds in a file."""
    run_program("ffmpeg", "-version")
    said = subprocess.run(
        ["ffmpeg", "-nostats", "-i", str(file), "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr.rpartition("Summary:")[2]
    numbers = {line.split()[0]: line.split()[1] for line in said.splitlines() if len(line.split()) > 2}
    return float(numbers["I:"]), float(numbers["Peak:"])
