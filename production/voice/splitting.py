"""One recording of several beats is parted: each beat is where its words are heard, between two pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

import numpy as np

from production.narration.speech import Span
from production.sound.samples import RATE, Samples
from production.voice.pauses import stretches
from production.voice.recogniser import letters_between, spelled

SKIPPED, MISSING = 0.5, 0.8
"""What a letter costs that is heard and is no beat's (a cough, a word to oneself, an earlier try), and one
that should be heard and is not; a letter heard in place of another costs 1."""

LONGEST = 2
"""How many times its letters a beat may have, heard."""

FASTEST = 25
"""Letters a second; people say 15."""

MARGIN = 0.2
"""Seconds of a pause that stay with what is beside it: words begin and end softly."""


def split(samples: Samples, texts: Sequence[str], hear: Callable[[Samples], str]) -> list[Span | None]:
    """Return from when to when (seconds) each text is said; None for one that is not.

    The texts come in this order. Between two there is a pause, and there may be pauses, other words and
    earlier tries anywhere; of two tries as good the later one is taken.
    """
    spans = stretches(samples)
    heard = [_letters(hear(_cut(samples, span)), span) for span in spans]
    wanted = ["".join(spelled(text)) for text in texts]
    margins = _with_margins(spans, samples.shape[1] / RATE)
    return [
        (margins[first][0], margins[last - 1][1]) if last > first else None
        for first, last in _assigned(wanted, heard)
    ]


def _assigned(wanted: Sequence[str], heard: Sequence[str]) -> list[tuple[int, int]]:
    """Return which of what was heard, from one to before another, is each of what was wanted.

    It is the assignment of least cost, found by dynamic programming: ``costs[s]`` is the least for the texts
    so far and the first ``s`` of what was heard, ``steps`` the ways there. Where it makes no difference,
    because nothing was understood, it is taken to be said: what is too much is trimmed later.
    """
    skipped = [SKIPPED * len(letters) for letters in heard]
    costs = list(accumulate(skipped, initial=0.0))
    steps: list[list[tuple[int, int]]] = []
    for text in wanted:
        # As it stands, a text is missing.
        best = [cost + MISSING * len(text) for cost in costs]
        ways = [(end, end) for end in range(len(best))]
        for start in range(len(heard)):
            for end in range(start + 1, len(heard) + 1):
                said = "".join(heard[start:end])
                if len(said) > LONGEST * len(text) + 1:
                    break
                cost = costs[start] + letters_between(text, said)
                if cost < best[end]:
                    best[end], ways[end] = cost, (start, end)
        for end, cost in enumerate(skipped, 1):
            if best[end - 1] + cost < best[end]:
                best[end], ways[end] = best[end - 1] + cost, ways[end - 1]
        costs = best
        steps.append(ways)
    found, end = [], len(heard)
    for ways in reversed(steps):
        found.append(ways[end])
        end = ways[end][0]
    return found[::-1]


def _letters(text: str, span: Span) -> str:
    """Return the letters of what was heard, no more than can be said: a recogniser may go on and on."""
    start, end = span
    return "".join(spelled(text))[: round((end - start) * FASTEST)]


def _with_margins(spans: Sequence[Span], length: float) -> list[Span]:
    """Return stretches with as much of the pauses beside them as is theirs."""
    pauses = [after[0] - before[1] for before, after in pairwise([(0.0, 0.0), *spans, (length, length)])]
    margins = [min(MARGIN, pause / 2) for pause in pauses]
    return [
        (start - before, end + after)
        for (start, end), before, after in zip(spans, margins[:-1], margins[1:], strict=True)
    ]


def _cut(samples: Samples, span: Span) -> Samples:
    start, end = (round(time * RATE) for time in span)
    return np.ascontiguousarray(samples[:, start:end])
