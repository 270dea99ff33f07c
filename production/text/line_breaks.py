"""Where a line of text may end, and how wide it is, in every script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from unicodedata import east_asian_width

from unicode_segmentation_rs import graphemes, line_break_units, text_width

_BREAKING_SPACE = re.compile(r"[^\S\u00a0\u2007\u202f]+")
"""White space but for the spaces at which no line may end."""

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")

_ZERO_WIDTH_SPACE = "\u200b"


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Return how many columns a text has: two a Chinese, Japanese or Korean character, or an emoji."""
    return text_width(text)


def is_wide(character: str) -> bool:
    """Return whether a character is a letter of two columns: Chinese, Japanese or Korean."""
    return character.isalpha() and east_asian_width(character) in ("W", "F")


def words(text: str) -> list[str]:
    """Return what stands between the white space of a text."""
    return [word for part in _BREAKING_SPACE.split(text) if (word := part.strip())]


def pieces(text: str, line_length: int) -> tuple[str, ...]:
    """Divide a text where a line may end; each piece has the space with it that stands behind it.

    Lines end between words. Within a word they end, as the Unicode line breaking algorithm (UAX #14) has
    it, where its script puts no spaces between words, where it holds zero-width spaces, or where it is
    longer than a line.
    """
    found: list[str] = []
    for word in words(text):
        if found:
            found[-1] += " "
        found += _pieces_of_word(word) if _is_to_be_divided(word, line_length) else [word]
    return tuple(found)


def _is_to_be_divided(word: str, line_length: int) -> bool:
    return (
        width(word) > line_length
        or _ZERO_WIDTH_SPACE in word
        # Korean has spaces, and its readers expect lines to end there.
        or any(is_wide(character) and not _HANGUL.match(character) for character in word)
    )


def _pieces_of_word(word: str) -> Iterator[str]:
    # The algorithm divides some character sequences that are one sign, such as a skin tone from a digit.
    ends = set(accumulate(map(len, graphemes(word, is_extended=True))))
    start = end = 0
    for unit in line_break_units(word):
        end += len(unit)
        if end in ends:
            yield word[start:end]
            start = end
