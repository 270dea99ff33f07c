"""How a film's own words are said: ``lexicon.toml`` in its folder of recordings, word = "phonemes".

The phonemes are Kokoro's alphabet, as in ``ravine = "ɹəvˈin"``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from production.errors import NarrationError

LEXICON = "lexicon.toml"
"""The file in a folder of recordings that says how words are said."""

Lexicon = Mapping[str, str]
"""Phonemes by word, in small letters."""

USUAL: Lexicon = {"ay": "ˈA", "nth": "ˈɛnθ", "kth": "kˈAθ", "ith": "ˈIθ", "jth": "ʤˈAθ"}
"""What the spelling of mathematics makes, and no dictionary has."""


def read_lexicon(folder: Path | None) -> Lexicon:
    """Return the words of a film's lexicon, and the usual ones; a film need not have one.

    Raises
    ------
    NarrationError
        If it cannot be read, or has anything but a word's phonemes.
    """
    if folder is None or not (folder / LEXICON).exists():
        return USUAL
    path = folder / LEXICON
    try:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NarrationError(f"{path} cannot be read: {error}") from error
    for word, phonemes in words.items():
        if not isinstance(phonemes, str) or not phonemes or word != word.strip() or " " in word:
            raise NarrationError(f'{path}: {word} is no word with its phonemes, as in ravine = "ɹəvˈin"')
    return {**USUAL, **{word.casefold(): phonemes for word, phonemes in words.items()}}
