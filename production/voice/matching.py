"""Words that are spoken otherwise than they are written: when those that are written are said."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from production.narration.speech import Span


def times_of(written: Sequence[str], spoken: Sequence[str], times: Sequence[Span]) -> tuple[Span, ...]:
    """Return when each written word is said, from when each spoken one is.

    The same words are said at the same time; others share the time of what is spoken in their place, each as
    much as it is long. What is not spoken at all takes no time.
    """
    found: list[Span] = []
    matcher = SequenceMatcher(None, [*map(_bare, written)], [*map(_bare, spoken)], autojunk=False)
    for kind, start, end, spoken_start, spoken_end in matcher.get_opcodes():
        if kind == "equal":
            found += times[spoken_start:spoken_end]
        elif end > start:
            said = times[spoken_start:spoken_end]
            now = found[-1][1] if found else times[0][0]
            found += _shared(written[start:end], (said[0][0], said[-1][1]) if said else (now, now))
    return tuple(found)


def _bare(word: str) -> str:
    """Return a word as it is compared: without its marks."""
    return "".join(filter(str.isalnum, word.casefold())) or word


def _shared(words: Sequence[str], span: Span) -> list[Span]:
    start, end = span
    total = sum(map(len, words))
    edges, before = [start], 0
    for word in words:
        before += len(word)
        edges.append(round(start + (end - start) * before / total, 3))
    return [*pairwise(edges)]
