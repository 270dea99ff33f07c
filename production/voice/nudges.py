"""Times of words that a person sets by hand, and that stay so."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace

from production.errors import InvalidRequestError
from production.narration.recordings import Recording
from production.narration.speech import Span


def nudged(recording: Recording, words: str, when: str) -> Recording:
    """Return a recording with some of its words said at another time.

    Those beside them make room, so that none begins before the one before it; those that were set by hand
    before do not.

    Parameters
    ----------
    words
        One word or several, as they stand in the narration; marks and capitals do not count.
    when
        Seconds from the recording's start, as in ``3.42``; or, with a sign, by how much later or earlier they
        are than they seemed to be, as in ``+0.05`` and ``-0.05``.

    Raises
    ------
    InvalidRequestError
        If the recording does not say them, or says them twice, or cannot say them then.
    """
    speech = recording.speech
    first, last = _found(words, speech.words)
    times = list(speech.word_times)
    shift = _shift(when, times[first][0])
    start, end = times[first][0] + shift, times[last - 1][1] + shift
    earliest = max((times[number][1] for number in recording.nudged if number < first), default=0.0)
    latest = min((times[number][0] for number in recording.nudged if number >= last), default=speech.length)
    if not earliest <= round(start, 3) <= round(end, 3) <= latest:
        raise InvalidRequestError(
            f"“{words}” would be said from {start:.2f} to {end:.2f} s; "
            f"it can be from {earliest:.2f} to {latest:.2f} s"
        )
    moved = [
        *(_clamped(time, 0.0, start) for time in times[:first]),
        *((begin + shift, stop + shift) for begin, stop in times[first:last]),
        *(_clamped(time, end, speech.length) for time in times[last:]),
    ]
    rounded = tuple((round(begin, 3), round(stop, 3)) for begin, stop in moved)
    return replace(
        recording,
        speech=replace(speech, word_times=rounded),
        sentences=_moved_with(recording.sentences, times, rounded),
        nudged=tuple(sorted({*recording.nudged, *range(first, last)})),
    )


def _found(words: str, text: str) -> tuple[int, int]:
    """Return the numbers of the first of some words in a text, and of the one after the last."""
    said, sought = list(map(_bare, text.split())), list(map(_bare, words.split()))
    count = max(1, len(sought))
    phrases = [said[start : start + count] for start in range(len(said) - count + 1)]
    found = [start for start, phrase in enumerate(phrases) if phrase == sought]
    if len(found) > 1:
        raise InvalidRequestError(f"“{words}” is said {len(found)} times; write the words beside it, too")
    if not found:
        close = difflib.get_close_matches(" ".join(sought), map(" ".join, phrases), n=1)
        hint = f"did you mean “{close[0]}”?" if close else f"it says: {text}"
        raise InvalidRequestError(f"the beat does not say “{words}”; {hint}")
    return found[0], found[0] + count


def _bare(word: str) -> str:
    return "".join(filter(str.isalnum, word.casefold())) or word


def _shift(when: str, now: float) -> float:
    try:
        seconds = float(when.strip().replace("−", "-"))
    except ValueError as error:
        raise InvalidRequestError(
            f"{when} is no time; write seconds, as in 3.42, or +0.05 or -0.05"
        ) from error
    return seconds if when.strip()[0] in "+-−" else seconds - now


def _clamped(time: Span, earliest: float, latest: float) -> Span:
    start, end = (min(max(moment, earliest), latest) for moment in time)
    return start, end


def _moved_with(sentences: Sequence[Span], before: Sequence[Span], after: Sequence[Span]) -> tuple[Span, ...]:
    """Return sentences' times with those that are a word's moved with it."""
    starts = {old[0]: new[0] for old, new in zip(before, after, strict=True)}
    ends = {old[1]: new[1] for old, new in zip(before, after, strict=True)}
    return tuple((starts.get(start, start), ends.get(end, end)) for start, end in sentences)
