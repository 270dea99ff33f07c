"""Captions: the narration, split and timed so that it can be read.

At most two lines of 42 characters, at most 17 characters a second, 5/6 s to 7 s each, and at least two frames
from the end of one to the start of the next. Times are whole milliseconds, as caption files have them, so the
rules hold exactly and not merely up to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from production.errors import CaptionError
from production.timeline import Beat, FilmTimeline

LINE_LENGTH = 42
LINES = 2
CHARACTERS_A_SECOND = 17
SHORTEST = 834
"""Milliseconds: 5/6 s, rounded up."""
LONGEST = 7000
GAP = 134
"""Milliseconds from one caption to the next: two frames at 15 a second, hence enough at every frame rate."""

_SENTENCE_ENDS = (".", "?", "!", "…")
_CLAUSE_ENDS = (",", ";", ":", "–", "—")
_LEANS_ON_THE_NEXT = frozenset(
    {"a", "an", "the", "this", "that", "its", "of", "to", "in", "on", "at", "by", "for", "with", "from", "as"}
    | {"and", "or", "but", "so", "is", "are", "was", "not", "no"}
)


_Words: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption: milliseconds, and one or two lines."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as they stand on the screen."""
        return "\n".join(self.lines)


def captions(film: FilmTimeline) -> tuple[Caption, ...]:
    """Caption a film; each caption lies within its beat.

    Raises
    ------
    CaptionError
        If a beat's narration is too dense for its time, or has a word longer than a line.
    """
    found: list[Caption] = []
    for scene in film.scenes:
        try:
            found += (caption for beat in scene.beats for caption in _beat_captions(beat))
        except CaptionError as error:
            raise CaptionError(f"{scene.timeline.scene.name}, {error}") from None
    return tuple(found)


def broken_rules(found: Sequence[Caption]) -> list[str]:
    """Say which rules captions break, one line each; empty where they keep them all."""
    broken = []
    for number, caption in enumerate(found, 1):
        length = caption.end - caption.start
        characters = _characters(caption.lines)
        if len(caption.lines) > LINES:
            broken.append(f"caption {number} has {len(caption.lines)} lines; at most {LINES}")
        broken += [
            f"caption {number} has a line of {len(line)} characters; at most {LINE_LENGTH}"
            for line in caption.lines
            if len(line) > LINE_LENGTH
        ]
        if not SHORTEST <= length <= LONGEST:
            broken.append(f"caption {number} stands {length / 1000:g} s; 5/6 s to 7 s")
        if characters * 1000 > CHARACTERS_A_SECOND * length:
            pace = characters * 1000 / length if length > 0 else math.inf
            broken.append(
                f"caption {number} is {pace:.1f} characters a second; at most {CHARACTERS_A_SECOND}"
            )
    for number, (caption, following) in enumerate(pairwise(found), 1):
        if following.start - caption.end < GAP:
            broken.append(
                f"captions {number} and {number + 1} are {(following.start - caption.end) / 1000:g} s apart; "
                f"at least {GAP / 1000:g} s"
            )
    return broken


def _beat_captions(beat: Beat) -> list[Caption]:
    words = tuple(beat.narration.split())
    if not words:
        return []
    for word in words:
        if len(word) > LINE_LENGTH:
            raise CaptionError(
                f"beat {beat.title!r} says {word!r}, which is longer than a caption's line of "
                f"{LINE_LENGTH} characters; say it in shorter words"
            )
    # Inward, so that a caption never leaves its beat; the inner rounding drops what the clock's sums drift.
    start = math.ceil(round(beat.start * 1000, 3))
    room = math.floor(round(beat.end * 1000, 3)) - start
    # By sense if the time allows it, else with the fewest pauses between captions.
    for cost in (_against_sense, _time_needed):
        parts = _split(words, cost)
        needed = [_least_slot(part) for part in parts]
        if sum(needed) <= room:
            break
    else:
        raise CaptionError(
            f"beat {beat.title!r} says {len(' '.join(words))} characters in {room / 1000:g} s; its captions "
            f"need {sum(needed) / 1000:g} s ({CHARACTERS_A_SECOND} characters a second, 5/6 s at least): "
            "say it in fewer or shorter words, or give the beat more time"
        )
    made = []
    for part, slot in zip(parts, _slots(parts, needed, room), strict=True):
        lines = _best_lines(part)
        assert lines is not None
        made.append(Caption(start, start + slot - GAP, lines))
        start += slot
    return made


def _split(words: _Words, cost: Callable[[_Words, bool], float]) -> list[_Words]:
    """Split words into captions of the least total cost; ``cost`` is told whether a caption is the last."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        candidates = []
        for start in range(end - 1, -1, -1):
            part = words[start:end]
            if _best_lines(part) is None:
                break
            candidates.append((best[start][0] + cost(part, end == len(words)), start))
        best.append(min(candidates))
    parts: list[_Words] = []
    end = len(words)
    while end > 0:
        start = best[end][1]
        parts.append(words[start:end])
        end = start
    return parts[::-1]


def _against_sense(part: _Words, last: bool) -> float:
    """How badly words read as one caption: it spans sentences, is brief, or ends in mid-phrase."""
    lines = _best_lines(part)
    assert lines is not None
    inner = sum(3.0 for word in part[:-1] if _ends(word, _SENTENCE_ENDS))
    brief = max(0.0, 24 - _characters(lines)) / 4
    ending = 0.0 if last else _break_cost(part[-1])
    return 2.0 + inner + brief + ending + _line_cost(lines)


def _time_needed(part: _Words, last: bool) -> float:  # noqa: ARG001  where it ends costs no time
    return _least_slot(part)


def _least_slot(part: _Words) -> int:
    """Milliseconds that a caption of these words needs, with the gap after it."""
    characters = len(" ".join(part))
    return max(SHORTEST, math.ceil(characters * 1000 / CHARACTERS_A_SECOND)) + GAP


def _slots(parts: Sequence[_Words], needed: Sequence[int], room: int) -> list[int]:
    """Share a beat's time among its captions by their words, within what each needs and may have."""
    slots = dict(enumerate(needed))
    free = set(slots)
    while free:
        remaining = room - sum(needed[i] for i in slots if i not in free)
        words = sum(len(parts[i]) for i in free)
        tight = {i for i in free if remaining * len(parts[i]) // words < needed[i]}
        if not tight:
            slots.update({i: min(remaining * len(parts[i]) // words, LONGEST + GAP) for i in free})
            break
        free -= tight
    return [slots[i] for i in range(len(parts))]


@lru_cache(maxsize=4096)
def _best_lines(part: _Words) -> tuple[str, ...] | None:
    """Set words in one line or two; None where they do not fit."""
    whole = " ".join(part)
    if len(whole) <= LINE_LENGTH:
        return (whole,)
    if len(whole) > LINES * LINE_LENGTH + 1:
        return None
    pairs = [(" ".join(part[:i]), " ".join(part[i:])) for i in range(1, len(part))]
    fitting = [pair for pair in pairs if max(map(len, pair)) <= LINE_LENGTH]
    return min(fitting, key=_line_cost, default=None)


def _line_cost(lines: Sequence[str]) -> float:
    """How badly two lines are broken: in mid-phrase, or with one much longer than the other."""
    if len(lines) == 1:
        return 0.0
    upper, lower = lines
    return _break_cost(upper.split()[-1]) / 4 + abs(len(upper) - len(lower)) / LINE_LENGTH


def _break_cost(word: str) -> float:
    """How badly a caption or a line ends after a word."""
    if _ends(word, _SENTENCE_ENDS):
        return 0.0
    if _ends(word, _CLAUSE_ENDS):
        return 1.0
    return 8.0 if word.lower() in _LEANS_ON_THE_NEXT else 5.0


def _ends(word: str, marks: tuple[str, ...]) -> bool:
    return word.rstrip("\"'”’)").endswith(marks)


def _characters(lines: Sequence[str]) -> int:
    return len(" ".join(lines))
