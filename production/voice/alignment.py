"""When each word of a recording is said, found from the recording and its words by pocketsphinx."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from production.errors import NarrationError
from production.narration.speech import Span
from production.sound.samples import RATE, Samples, resampled
from production.voice.engine import SpokenWord
from production.voice.extra import needing_extra
from production.voice.pauses import Levels
from production.voice.phonemes import PAUSING_MARKS

ALIGNED_RATE = 16000
"""Samples a second; the acoustic model's."""

FRAME = 0.01
"""Seconds; the model's frames, in which it gives times."""

LATENCY = 0.003
"""Seconds that its times are early, measured against words labelled by hand."""

NOISE = 1e-4
"""Added, as the model takes digital silence for anything."""

EDGE_REACH, EDGE_SILENCE, EDGE_RANGE = 0.06, 0.1, 38.0
"""A word's boundary moves to a silence so near and so long (seconds), if words are so far above it (dB)."""

# Beams that drop nothing: a word that is nowhere near its place costs the time of all that follow it.
_SETTINGS = {
    "beam": 1e-300,
    "wbeam": 1e-300,
    "pbeam": 1e-300,
    "bestpath": False,  # which would lose the last words of a tenth of all sentences
    "silprob": 0.5,
    "lw": 1,  # which words follow each other is known; that is not to be weighed
}

_ARPABET = {
    "A": "EY", "I": "AY", "O": "OW", "Q": "OW", "W": "AW", "Y": "OY",
    "a": "AE", "æ": "AE", "ɑ": "AA", "ɒ": "AA", "ɔ": "AO", "ə": "AH", "ɐ": "AH", "ᵊ": "AH", "ʌ": "AH",
    "e": "EH", "ɛ": "EH", "ɜ": "ER", "i": "IY", "ɪ": "IH", "ᵻ": "IH", "u": "UW", "ʊ": "UH",
    "b": "B", "d": "D", "f": "F", "g": "G", "ɡ": "G", "h": "HH", "j": "Y", "k": "K", "l": "L", "m": "M",
    "n": "N", "ŋ": "NG", "p": "P", "ɹ": "R", "r": "R", "s": "S", "ʃ": "SH", "t": "T", "T": "T", "ɾ": "T",
    "ʔ": "T", "ð": "DH", "θ": "TH", "v": "V", "w": "W", "z": "Z", "ʒ": "ZH", "ʤ": "JH", "ʧ": "CH",
}  # fmt: skip
"""Kokoro's alphabet for English, of both sides of the ocean, as the 39 phonemes of the acoustic model."""

_VOWELS = frozenset("AIOQWYaæɑɒɔəɐᵊʌeɛɜiɪᵻuʊ")
_UNHEARD = PAUSING_MARKS | frozenset("ˈˌː-")


def to_arpabet(phonemes: str) -> list[str]:
    """Return a word's phonemes, given in Kokoro's alphabet, as the acoustic model knows them.

    Raises
    ------
    NarrationError
        If there is one that it does not know.
    """
    heard = [phoneme for phoneme in phonemes if phoneme not in _UNHEARD]
    found: list[str] = []
    for at, phoneme in enumerate(heard):
        before = heard[at - 1] if at else ""
        vowel_follows = at + 1 < len(heard) and heard[at + 1] in _VOWELS
        if phoneme == "ɹ" and (before == "ɜ" or (before == "ə" and not vowel_follows)):
            found[-1] = "ER"  # the vowel's colour, no sound of its own
        elif phoneme in _ARPABET:
            found.append(_ARPABET[phoneme])
        else:
            raise NarrationError(
                f"/{phonemes}/ has {phoneme}, no sound of English; correct it in the lexicon"
            )
    return found


def align(samples: Samples, words: Sequence[SpokenWord]) -> list[Span]:
    """Return from when to when (seconds) each word is said; what is not spoken, such as a dash, in no time.

    The words must be those that are said: others are not noticed (see ``recogniser``).

    Raises
    ------
    NarrationError
        If the words do not fit into the recording, or have sounds that are none of English.
    """
    parts = [_parts(word) for word in words]
    times = _times(samples, [part for each in parts for part in each])
    return list(_joined(parts, _moved_to_silences(times, Levels.of(samples))))


def _parts(word: SpokenWord) -> list[list[str]]:
    """Return the sounds of each word that is spoken for a word: between them there may be a pause."""
    return [sounds for chunk in word.phonemes.split() if (sounds := to_arpabet(chunk))]


def _times(samples: Samples, parts: Sequence[Sequence[str]]) -> list[Span]:
    with needing_extra():
        from pocketsphinx import Decoder
    heard = _as_heard(samples)
    names = [f"word{number}" for number in range(len(parts))]
    # Only these words are said, so that none need be looked up.
    decoder = Decoder(lm=None, dict=os.devnull, loglevel="FATAL", **_SETTINGS)
    for name, part in zip(names, parts, strict=True):
        decoder.add_word(name, " ".join(part), name == names[-1])
    decoder.set_align_text(" ".join(names))
    decoder.start_utt()
    if heard:
        decoder.process_raw(heard, full_utt=True)
    decoder.end_utt()
    known = set(names)
    spans = {
        segment.word: (segment.start_frame * FRAME + LATENCY, (segment.end_frame + 1) * FRAME + LATENCY)
        for segment in decoder.seg() or ()
        if segment.word in known
    }
    if len(spans) < len(names):
        raise NarrationError("its words cannot be found in it")
    return [spans[name] for name in names]


def _as_heard(samples: Samples) -> bytes:
    """Return 16-bit samples at the model's rate, without digital silence."""
    (heard,) = resampled(samples, RATE, ALIGNED_RATE)
    noisy = heard + np.random.default_rng(0).normal(scale=NOISE, size=len(heard))
    return bytes(np.clip(noisy * 32767, -32768, 32767).astype(np.int16))


def _moved_to_silences(times: Sequence[Span], levels: Levels) -> list[Span]:
    """Move a word's start to the end of a silence that is near, and its end to the start of one."""
    if levels.range < EDGE_RANGE:
        return list(times)
    silences = levels.silences(EDGE_SILENCE)
    starts, ends = ([silence[side] for silence in silences] for side in (1, 0))
    moved = [(_nearest(start, starts), _nearest(end, ends)) for start, end in times]
    return [(start, max(start, end)) for start, end in moved]


def _nearest(time: float, edges: Sequence[float]) -> float:
    nearest = min(edges, key=lambda edge: abs(edge - time), default=time)
    return nearest if abs(nearest - time) <= EDGE_REACH else time


def _joined(parts: Iterable[Sequence[object]], times: Iterable[Span]) -> Iterator[Span]:
    """Give each word's time from those of its parts."""
    left, now = iter(times), 0.0
    for each in parts:
        spans = [next(left) for _ in each]
        start, now = (spans[0][0], spans[-1][1]) if spans else (now, now)
        yield start, now
