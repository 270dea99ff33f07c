"""Recordings and sounds at their moments, put together."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, log10

import numpy as np

from production.errors import NarrationError
from production.sound.loudness import amplified, factor, measure
from production.sound.samples import RATE, Samples, read
from production.sound.soundtrack import Placed, Soundtrack, sha256

LOUDNESS = -14.0
"""LUFS of a film in which somebody speaks, as the large video sites play it."""

_RECORDING_FADE, _CUT_FADE = 0.01, 0.1
"""Seconds in which a recording rises and falls, and any sound where it is cut."""

_BOTH_SIDES = 10 * log10(2)
"""LU by which one channel is louder when it is heard from both sides, as it is in a film (BS.1770)."""


def mix(soundtrack: Soundtrack) -> Samples:
    """Return what is heard in a film, in one channel where none of it has two, whatever its peaks are.

    Where somebody speaks, and sounds are heard beside it, the voice is at ``LOUDNESS``, so that they are as
    loud as their scenes ask for, however it was recorded.

    Raises
    ------
    NarrationError
        If a recording or a sound cannot be read, or has changed.
    """
    length = round(soundtrack.length * RATE)
    if not soundtrack.recordings:
        return _laid(soundtrack.sounds, length)
    voice = _laid(soundtrack.recordings, length, _RECORDING_FADE)
    if not soundtrack.sounds:
        return voice
    loudness = measure(voice).integrated
    if loudness > -inf:
        voice *= factor(target_for(voice) - loudness)
    return voice + _laid(soundtrack.sounds, length)


def target_for(samples: Samples, loudness: float = LOUDNESS) -> float:
    """Return how loud (LUFS) samples must be for a film of two channels to be as loud as wanted."""
    return loudness - (_BOTH_SIDES if len(samples) == 1 else 0)


def _laid(placed: Sequence[Placed], length: int, fade: float = 0.0) -> Samples:
    """Lay sounds over each other in a track of so many samples."""
    track = np.zeros((1, length), np.float32)
    for sound in placed:
        heard = _read(sound)
        start, end = round(sound.start * RATE), min(round(sound.end * RATE), length)
        shown = heard[:, max(0, -start) : max(0, end - start)]
        if not shown.size:
            continue
        is_cut_before, is_cut_after = start < 0, start + heard.shape[1] > end
        shown = amplified(shown, sound.gain)
        _fade(shown, _CUT_FADE if is_cut_before else fade, _CUT_FADE if is_cut_after else fade)
        if len(shown) > len(track):
            track = np.repeat(track, 2, axis=0)
        place = track[:, max(0, start) : max(0, start) + shown.shape[1]]
        place *= factor(sound.gain_to_background)
        place += shown
    return track


def _read(sound: Placed) -> Samples:
    try:
        samples = read(sound.path)
        has_changed = sha256(sound.path) != sound.sha256
    except (OSError, ValueError) as error:
        raise NarrationError(f"{sound.path} cannot be heard: {error}") from error
    if has_changed:
        raise NarrationError(f"{sound.path} changed meanwhile; make the film again")
    return samples


def _fade(samples: Samples, rise: float, fall: float) -> None:
    """Let a sound begin and end gently, within so many seconds at either end."""
    for seconds, part in ((rise, samples), (fall, samples[:, ::-1])):
        length = min(round(seconds * RATE), samples.shape[1])
        # A raised cosine, whose middle is half a sample after the first.
        turn = np.pi * (np.arange(length, dtype=np.float32) + 0.5) / max(length, 1)
        part[:, :length] *= (1 - np.cos(turn)) / 2
