"""Numbers, signs and short forms become words as a teacher says them.

What comes out has Latin letters, hyphens and apostrophes, and the marks that shape a sentence: a voice's
phonemes lose anything else in silence. A sign that nobody knows how to say is an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from production.errors import NarrationError
from production.voice.extra import needing_extra
from production.voice.symbols import ABBREVIATIONS, ACCENTS, FRACTIONS, LETTERS, MARKS, POWERS, SYMBOLS

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"

_PARTS = re.compile(
    rf"""
    (?P<scientific> (?P<mantissa>{_NUMBER})[eE](?P<exponent>[-+−]?\d+) (?![\w.]) )
  | (?P<ordinal> \d+(?:st|nd|rd|th) (?![^\W_]) )
  | (?P<number> {_NUMBER} )
  | (?P<raised> \^ (?: \{{[^{{}}]*\}} | \([^()]*\) | [-+−]? (?: {_NUMBER} | . ) ) )
  | (?P<th> [A-Za-z]-?th (?![^\W_]) )
  | (?P<letters> [A-Za-z]+ (?: '[A-Za-z]+ )* '? )
  | (?P<greek> [Α-ω] )
  | (?P<size> \|[^|]+\| )
  | (?P<norm> ‖[^‖]+‖ )
  | (?P<ellipsis> \.\.\.+ | … )
  | (?P<dot> (?<=[A-Za-z]) \. (?=[A-Za-z]) )
  | (?P<other> . )
    """,
    re.VERBOSE | re.ASCII,
)

_MATHS = re.compile(r"[\d^=+−×*±∇Α-ω₀-₉ₐ-ₜ⁰-ⁿ¹²³]", re.ASCII)
"""What shows that a word is mathematics."""

_QUANTITY = re.compile(r"[-−]?[\d.]|[^\W\d_]\W*$")
"""A number, or a single letter."""

_OPENING, _CLOSING = "([{", ")]}"
_MARKS = ",;:.!?—"


def spell(words: Sequence[str]) -> list[str]:
    """Return what is said for each word of a text, marks included; for a dash, only its mark.

    Raises
    ------
    NarrationError
        If a word has a sign that cannot be said.
    """
    return [
        _spelled_minus(words, number) or _spelled(word) if word in ("-", "–") else _spelled(word)
        for number, word in enumerate(words)
    ]


def count_words(text: str) -> int:
    """Return how many words are said for a text, or, where nobody can spell them, stand in it."""
    words = text.split()
    try:
        words = spell(words)
    except NarrationError:
        return len(words)
    return sum(any(map(str.isalnum, word)) for word in " ".join(words).replace("-", " ").split())


def _spelled_minus(words: Sequence[str], number: int) -> str:
    """Return ``minus`` where a lone hyphen stands between numbers or names of quantities."""
    between = [*words[max(number - 1, 0) : number], *words[number + 1 : number + 2]]
    return "minus" if len(between) == 2 and all(_QUANTITY.match(word) for word in between) else ""


@cache
def _spelled(word: str) -> str:
    plain = _plain(word)
    core = plain.strip("()[]“”\"',;:!?")
    if core.casefold() in ABBREVIATIONS:
        plain = plain.replace(core, ABBREVIATIONS[core.casefold()])
    if plain in ("-", "—"):
        return "—"
    return _joined(_said(plain, word, maths=_MATHS.search(plain) is not None))


def _plain(word: str) -> str:
    """Return a word with one sign for what looks alike, and without what is not seen."""
    word = word.translate(MARKS)
    named = unicodedata.normalize("NFD", word.strip(_MARKS))
    if len(named) == 2 and named[0].isalpha() and named[1] in ACCENTS:
        word = word.replace(unicodedata.normalize("NFC", named), f"{named[0]}_{ACCENTS[named[1]]}")
        word = word.replace(named, f"{named[0]}_{ACCENTS[named[1]]}")
    word = "".join(map(_plain_character, word.translate(LETTERS)))
    return re.sub(r"(?<![\w.])(?:1/[234]|3/4)(?![\w.])", lambda found: FRACTIONS[found[0]], word)


def _plain_character(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn"):
        return ""
    how = unicodedata.decomposition(character).partition(">")[0]
    if how in ("<font", "<wide", "<compat"):
        return unicodedata.normalize("NFKC", character)
    if not how.startswith("<") and character.isalpha():
        return unicodedata.normalize("NFD", character)[0]
    return character


def _said(plain: str, word: str, *, maths: bool) -> Iterator[str]:
    """Give the words and marks that a word is said in, hyphens between letters among them."""
    position = 0
    while position < len(plain):
        run = _run_of(plain[position:], "<super>")
        if run:
            yield from _raised(run, word)
            position += len(run)
            continue
        run = _run_of(plain[position:], "<sub>")
        if run:
            yield from _said(unicodedata.normalize("NFKC", run), word, maths=True)
            position += len(run)
            continue
        part = _PARTS.match(plain, position)
        assert part is not None
        yield from _part(part, word, maths)
        position = part.end()


def _run_of(text: str, how: str) -> str:
    """Return the characters at the beginning of a text that are raised, or lowered."""
    length = 0
    while length < len(text) and unicodedata.decomposition(text[length]).startswith(how):
        length += 1
    return text[:length]


def _part(part: re.Match[str], word: str, maths: bool) -> Iterator[str]:
    text, plain = part[0], part.string
    match part.lastgroup:
        case "exponent" | "scientific":
            if part["mantissa"] != "1":
                yield from (_number(part["mantissa"]), "times")
            yield from ("ten", *_raised(part["exponent"].lstrip("+"), word))
        case "ordinal":
            yield str(_english().number_to_words(text))
        case "number":
            yield _number(text)
        case "raised":
            yield from _raised(text[1:].strip("{}()"), word)
        case "th":
            yield text.replace("-", "")
        case "letters":
            # Alone it is the article.
            yield "ay" if maths and text == "a" else text.removesuffix("'") if maths else text
        case "greek":
            yield _greek(text)
        case "size":
            yield from ("the size of", *_said(text[1:-1], word, maths=True))
        case "norm":
            yield from ("the norm of", *_said(text[1:-1], word, maths=True))
        case "ellipsis":
            yield "…"
        case "dot":
            yield "dot"
        case _:
            yield from _sign(text, plain, part.start(), word, maths)


def _sign(text: str, plain: str, position: int, word: str, maths: bool) -> Iterator[str]:
    before, after = plain[:position], plain[position + 1 :]
    if text == "-":
        yield _hyphen(before, after)
    elif text == "/":
        yield "over" if maths or re.search(r"(^|\W)[A-Za-z]?$", before) else "slash"
    elif text in _OPENING + _CLOSING:
        if text == "(" and re.search(r"(^|[^A-Za-z])[A-Za-z][′″]?$", before):
            yield "of"
        elif not maths and text in "()" and not re.search(r"[A-Za-z][′″]?\(", plain):
            yield text
    elif text == '"':
        yield "”" if before else "“"
    elif text in "“”":
        yield text
    elif text in _MARKS:
        yield "to" if text == ":" and before[-1:].isdigit() and after[:1].isdigit() else text
    elif text in SYMBOLS:
        if text in "½⅓¼¾" and before[-1:].isdigit():
            yield "and"
        yield SYMBOLS[text]
    elif text not in "'`_ ":
        name = unicodedata.name(text, f"U+{ord(text):04X}").lower()
        raise NarrationError(
            f'{word} has {text} ({name}), which has no words; write what is said as speak="…"'
        )


def _hyphen(before: str, after: str) -> str:
    """Return how a hyphen or a short dash is said."""
    number_before, number_after = (
        re.search(r"[\d%°]$", before) is not None,
        re.match(r"[.\d]", after) is not None,
    )
    if number_before and number_after:
        return "to"
    name_before = re.search(r"(?:^|[^A-Za-z])[A-Za-zΑ-ω]$|[Α-ω)\]}⁰-ⁿ₀-ₜ]$", before) is not None
    name_after = re.match(r"[A-Za-zΑ-ω](?![A-Za-z])|[Α-ω(∇]", after) is not None
    if (not before or name_before or before[-1:] in _OPENING + "=<>≤≥≈×*/") and (number_after or name_after):
        return "minus"
    if number_before and name_after:
        return "minus"
    return "-" if before[-1:].isalpha() and after[:1].isalpha() else ""


def _raised(power: str, word: str) -> Iterator[str]:
    power = unicodedata.normalize("NFKC", power)
    if power in POWERS:
        yield POWERS[power]
    else:
        yield "to the"
        yield from _said(re.sub(r"^-", "−", power), word, maths=True)


def _number(text: str) -> str:
    if text.startswith("."):
        return f"zero {_english().number_to_words(text)}"
    if re.fullmatch(r"19(?!00)\d\d|20[1-9]\d", text):
        return str(_english().number_to_words(text, group=2, comma=""))
    return str(_english().number_to_words(text.replace(",", ""), comma=""))


def _greek(letter: str) -> str:
    name = unicodedata.name(letter).rpartition("LETTER ")[2].lower().removeprefix("final ")
    return {"lamda": "lambda"}.get(name, name)


@cache
def _english() -> Any:
    with needing_extra():
        import inflect
    return inflect.engine()


def _joined(parts: Iterator[str] | list[str]) -> str:
    """Return a text of words and marks, with spaces where they belong."""
    text = ""
    for part in parts:
        if not part:
            continue
        closes = part in (*_MARKS, "…", ")", "”", "-") and part != "—"
        tight = not text or text[-1] in "(“-" or closes
        text += part if tight else f" {part}"
    return text
