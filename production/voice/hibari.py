"""Hibari, a light voice for drafts: a hundred times faster than Kokoro, whose af_heart it learned from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from production.voice.durations import DurationModel, at_pace, tokens_of
from production.voice.engine import Samples, SpokenWord, Utterance
from production.voice.extra import needing_extra

_DURATIONS = "/Clip_output_0"
_USUAL_SPEED = 0.8
_SPEEDS = (0.6, 1.3)


class Hibari:
    """The voice that comes with hibari-tts.

    Raises
    ------
    NarrationError
        If that is not installed.
    """

    name = "Hibari heart"
    british = False

    def __init__(self) -> None:
        with needing_extra():
            from hibari import dsp
            from hibari.voices import DEFAULT, voice_path
        self._synthesise = dsp.synth
        self._model = DurationModel(Path(voice_path(DEFAULT)).read_bytes(), _DURATIONS)

    def speak(self, sentence: Sequence[SpokenWord], pace: float) -> Utterance:
        """Say a sentence at a pace (words a minute, of words of the usual length)."""
        tokens = tokens_of(sentence)

        def say(speed: float) -> tuple[Samples, list[int]]:
            spectra, durations = self._model.run(
                {"ids": np.array([tokens], np.int64), "speed": np.array([speed], np.float32)}
            )
            # Its breath is noise, the same each time.
            sound = self._synthesise(*(spectrum[0] for spectrum in spectra), np.random.default_rng(0))
            return np.asarray(sound, np.float32), durations

        return at_pace(say, sentence, pace, usual=_USUAL_SPEED, speeds=_SPEEDS)
