"""Which sounds words are made of, in Kokoro's alphabet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations, repeat
from typing import Any

from production.errors import NarrationError
from production.voice.engine import Engine, SpokenWord
from production.voice.extra import needing_extra
from production.voice.lexicon import Lexicon
from production.voice.spelling import spell

ENDS_OF_SENTENCES = ".!?…"
PAUSING_MARKS = frozenset(';:,.!?—…"()“”')
"""Phonemes that are no sound of a word."""


class Phonemes:
    """The phonemes of English sentences, some words' by a lexicon.

    Parameters
    ----------
    lexicon
        What is not said as a dictionary would have it.
    british
        British English in place of American.

    Raises
    ------
    NarrationError
        If what knows English is not installed, or the lexicon has phonemes that no voice knows.
    """

    def __init__(self, lexicon: Lexicon, *, british: bool = False) -> None:
        self._lexicon = lexicon
        for word, phonemes in lexicon.items():
            if unknown := [phoneme for phoneme in phonemes if phoneme not in alphabet()]:
                raise NarrationError(f"the lexicon's {word} has {unknown[0]}, which no voice knows")
        self._english = _english(british)

    def of(self, sentence: Sequence[str]) -> tuple[SpokenWord, ...]:
        """Return a sentence's words with what is said for each.

        Raises
        ------
        NarrationError
            If a word cannot be said.
        """
        spoken = spell(sentence)
        tokens = self._english.tokenize(" ".join(filter(None, spoken)))
        for chunk in _chunks(tokens):
            self._look_up(chunk)
        chunks = [
            "".join(token.phonemes or "" for token in chunk)
            for chunk in _chunks(self._english.phonemize_tokens(tokens))
        ]
        words, position = [], 0
        for text, said in zip(sentence, spoken, strict=True):
            count = len(said.split())
            words.append(SpokenWord(text, said, " ".join(chunks[position : position + count])))
            position += count
        for word in words:
            _check(word)
        return tuple(words)

    def _look_up(self, chunk: Sequence[Any]) -> None:
        """Give a word its phonemes by the lexicon; it may be several tokens, as one with a hyphen is."""
        for start, end in combinations(range(len(chunk) + 1), 2):
            word = "".join(token.text for token in chunk[start:end])
            if (phonemes := self._lexicon.get(word.casefold())) is not None:
                chunk[start].phonemes = phonemes
                for token in chunk[start + 1 : end]:
                    token.phonemes = ""


def _chunks(tokens: Iterable[Any]) -> Iterator[list[Any]]:
    """Give tokens by what stands between two spaces."""
    chunk = []
    for token in tokens:
        chunk.append(token)
        if token.whitespace:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def words_for(engine: Engine, lexicon: Lexicon) -> Callable[[Sequence[str]], tuple[SpokenWord, ...]]:
    """Return what gives, for each word of a sentence, what an engine is to say."""
    if engine.british is None:
        return spelled
    return Phonemes(lexicon, british=engine.british).of


def spelled(sentence: Sequence[str]) -> tuple[SpokenWord, ...]:
    """Return a sentence's words spelled out, without phonemes.

    Raises
    ------
    NarrationError
        If a word has a sign that cannot be said.
    """
    return tuple(map(SpokenWord, sentence, spell(sentence), repeat("")))


def sentences(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return a text's words by its sentences.

    Raises
    ------
    NarrationError
        If a word has a sign that cannot be said.
    """
    found: list[list[str]] = [[]]
    for word, following in zip(words, (*words[1:], ""), strict=True):
        found[-1].append(word)
        # "e.g." ends no sentence, as it is spelled without points; nor does what goes on in small letters.
        ends = spell([word])[0].rstrip("”)").endswith(tuple(ENDS_OF_SENTENCES))
        if ends and any(map(str.isalnum, following)) and not following[0].islower():
            found.append([])
    return [tuple(sentence) for sentence in found if sentence]


@cache
def alphabet() -> dict[str, int]:
    """Return the number of each phoneme and mark, as Kokoro counts them."""
    with needing_extra():
        text = (files("hibari") / "assets" / "vocab.json").read_text(encoding="utf-8")
    numbers: dict[str, int] = json.loads(text)
    return numbers


@cache
def _english(british: bool) -> Any:
    with needing_extra():
        from hibari.g2p import G2P
    return G2P(british=british)


def _check(word: SpokenWord) -> None:
    """See that nothing of a word is lost."""
    unknown = [phoneme for phoneme in word.phonemes if phoneme not in alphabet()]
    silent = any(map(str.isalpha, word.spoken)) and PAUSING_MARKS.issuperset(word.phonemes.replace(" ", ""))
    if unknown or silent:
        raise NarrationError(
            f'nobody knows how {word.text} is said; put it in the lexicon, or write what is said as speak="…"'
        )
