"""What a scene is told of a recording of its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self, TypeAlias

Span: TypeAlias = tuple[float, float]
"""From when to when, in seconds from the recording's start."""


def plain(text: str) -> str:
    """Return a text as recordings are found by it: with one space between its words."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Speech:
    """What a scene is told of a recording: its words, how long it is, and from when to when each is said.

    Parameters
    ----------
    words
        What is said, with one space between the words.
    speak
        How it is said, where that is written otherwise.
    length
        Seconds.
    word_times
        Of each of ``words.split()``, in seconds from the recording's start.
    sha256
        The digest of the recording's file.
    """

    words: str
    speak: str
    length: float
    word_times: tuple[Span, ...]
    sha256: str

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """Read what ``dataclasses.asdict`` made of it."""
        return cls(**{**fields, "word_times": spans(fields["word_times"])})

    def says(self, narration: str, speak: str = "") -> bool:
        """Whether it says what a beat says; where it does not, it is stale."""
        return (self.words, self.speak) == (plain(narration), plain(speak))


def spans(found: Any) -> tuple[Span, ...]:
    """Read what JSON has of spans."""
    return tuple((float(start), float(end)) for start, end in found)
