"""When the words of a beat are said: by their recording or, while there is none, by a guess."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import fsum
from typing import Protocol
from unicodedata import category, east_asian_width, normalize

from scenes.exact_time import frame_after, frame_before

WORDS_PER_MINUTE = 150
CHARACTERS_PER_MINUTE = 300
"""How fast the film's voice is taken to speak; Chinese, Japanese and Korean by their characters."""

SHORTEST_SPEECH = 1.0
"""Seconds."""

LEAD = 0.5
"""Seconds from a scene's first frame to its first recorded word."""

PAUSE = 0.4
"""Seconds from a beat's last recorded word to the next beat, or to what leaves the screen."""


class Speech(Protocol):
    """A recording of what a beat says."""

    @property
    def length(self) -> float:
        """Seconds."""

    @property
    def word_times(self) -> Sequence[tuple[float, float]]:
        """From when to when each word is said, in seconds from the recording's start."""

    def says(self, narration: str, speak: str) -> bool:
        """Whether it says these words, and in this way."""


class Pacing(Protocol):
    """A beat's length, and when words are said in it, as an earlier run of the scene found them."""

    @property
    def seconds(self) -> float:
        """The beat's length."""

    @property
    def moments(self) -> Sequence[tuple[int, float]]:
        """Numbers of words, and when they begin, in seconds from the beat's start."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a beat's words take, and when each begins, in seconds from the beat's start.

    After the words' moments follows that at which all has been said.
    """

    seconds: float
    moments: tuple[tuple[int, float], ...]

    @classmethod
    def guessed(cls, narration: str) -> Pace:
        """Guess how fast a narration is said."""
        times = [_speaking_time_of(word) for word in normalize("NFC", narration).split()]
        length = speaking_time(narration)
        stretch = length / sum(times) if sum(times) else 1.0
        starts = accumulate(times, initial=0.0)
        return cls(length, tuple(enumerate(frame_before(start * stretch) for start in starts)))

    @classmethod
    def recorded(cls, speech: Speech, start: float) -> Pace:
        """Take it from a recording that starts so many seconds after its beat."""
        starts = [frame_before(start + word_start) for word_start, _ in speech.word_times]
        said = frame_after(start + speech.length + PAUSE)
        return cls(said, tuple(enumerate([*starts, said])))


def speaking_time(narration: str) -> float:
    """Seconds that a narration takes to say at ``WORDS_PER_MINUTE``, or ``CHARACTERS_PER_MINUTE``.

    The shortest one takes as long as its caption must stand to be read.
    """
    # Composed, a Korean syllable is one character.
    seconds = fsum(_speaking_time_of(word) for word in normalize("NFC", narration).split())
    return max(seconds, SHORTEST_SPEECH) if seconds else 0.0


def _speaking_time_of(word: str) -> float:
    rest = "".join(" " if _is_wide_letter(character) else character for character in word)
    words = 1 if rest == word else sum(any(map(str.isalnum, part)) for part in rest.split())
    return words * 60 / WORDS_PER_MINUTE + rest.count(" ") * 60 / CHARACTERS_PER_MINUTE


def _is_wide_letter(character: str) -> bool:
    return character.isalpha() and east_asian_width(character) in ("W", "F")


def find_words(wanted: str, narration: str, start: int = 0) -> int:
    """Return the number of the word with which some words begin in a narration, from a word on.

    Marks around words and capitals do not count.

    Raises
    ------
    ValueError
        If the narration does not say them, or not from there on.
    """
    said, sought = [_bare(word) for word in narration.split()], [_bare(word) for word in wanted.split()]
    if sought:
        for number in range(start, len(said) - len(sought) + 1):
            if said[number : number + len(sought)] == sought:
                return number
    for number in range(len(said) - len(sought) + 1):
        if sought and said[number : number + len(sought)] == sought:
            raise ValueError(f"{wanted!r} is said before the words that were waited for last")
    length = max(1, len(sought))
    phrases = [" ".join(said[number : number + length]) for number in range(len(said) - length + 1)]
    close = difflib.get_close_matches(" ".join(sought), phrases, n=1)
    raise ValueError(f"its words do not say {wanted!r}" + (f"; did you mean {close[0]!r}?" if close else ""))


def _bare(word: str) -> str:
    """Return a word without capitals and the punctuation around it; what is nothing else stays."""
    start, end = 0, len(word)
    while start < end and category(word[start]).startswith("P"):
        start += 1
    while start < end and category(word[end - 1]).startswith("P"):
        end -= 1
    return (word[start:end] or word).casefold()
