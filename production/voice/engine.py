"""What speaks: the interface of every voice, of a model as of a cloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from production.narration.speech import Span

Samples = npt.NDArray[np.float32]
"""One channel; full scale is 1."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word as it stands, and as it is said.

    Parameters
    ----------
    text
        As people read it, as in ``0.9,``.
    spoken
        In words and marks alone, as in ``zero point nine,``.
    phonemes
        In Kokoro's alphabet, with the marks, as in ``zˈɪɹO pˈYnt nˈIn,``; none for an engine that needs none.
    """

    text: str
    spoken: str
    phonemes: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """What an engine made of a sentence.

    Parameters
    ----------
    samples
        The sound, silences around it and all.
    rate
        Samples a second.
    word_times
        From when to when each word is said, in seconds from the first sample.
    """

    samples: Samples
    rate: int
    word_times: tuple[Span, ...]


class Engine(Protocol):
    """A voice that speaks a sentence at a time."""

    @property
    def name(self) -> str:
        """What the index says of who spoke, as in ``Kokoro af_heart``."""
        ...

    @property
    def british(self) -> bool | None:
        """Whether it speaks British phonemes, or American; None where it reads what is spelled out."""
        ...

    def speak(self, sentence: Sequence[SpokenWord], pace: float) -> Utterance:
        """Say a sentence at about a pace (words a minute).

        Raises
        ------
        NarrationError
            If it cannot be said.
        """
        ...
