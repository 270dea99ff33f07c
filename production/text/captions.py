"""Captions: the narration, split and timed so that it can be read.

At most two lines of 42 characters, at most 17 characters a second, 5/6 s to 7 s each, and at least two frames
from the end of one to the start of the next. Times are whole milliseconds, as caption files have them, so the
rules hold exactly and not merely up to rounding.

A Chinese, Japanese or Korean character counts as two. It is as wide as two on the screen, so lines are as
long; and 8.5 of them a second is about what viewers are held to read of Chinese (Netflix: 9), less than of
Korean (12), and more than of Japanese dialogue (4), at which no lesson could be told.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TypeAlias

from production.errors import CaptionError
from production.narration.speech import Speech
from production.text.line_breaks import is_wide, pieces, width
from production.timeline import Beat, FilmTimeline

LINE_LENGTH = 42
LINES = 2
CHARACTERS_A_SECOND = 17
SHORTEST = 834
"""Milliseconds: 5/6 s, rounded up."""
LONGEST = 7000
LINGER = 1000
"""Milliseconds that a caption stands on after its words where another follows, or the beat ends."""
GAP = 134
"""Milliseconds from one caption to the next: two frames at 15 a second, hence enough at every frame rate."""

_SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！", "؟", "۔", "।")
_CLAUSE_ENDS = (",", ";", ":", "–", "—", "，", "、", "；", "：", "،", "؛")
_CLOSING_MARKS = " \"'”’)»」』）】》"
_LEANS_ON_THE_NEXT = frozenset(
    {"a", "an", "the", "this", "that", "its", "of", "to", "in", "on", "at", "by", "for", "with", "from", "as"}
    | {"and", "or", "but", "so", "is", "are", "was", "not", "no"}
)

_Pieces: TypeAlias = tuple[str, ...]
"""Words, or parts of words, after each of which a line may end, with the spaces between them."""


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


@dataclass(frozen=True, slots=True)
class _Setting:
    """Pieces set in lines, and how badly these are broken."""

    lines: tuple[str, ...]
    cost: float


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
            found += (
                caption
                for number, beat in enumerate(scene.beats, 1)
                for caption in _beat_captions(number, beat)
            )
        except CaptionError as error:
            raise CaptionError(f"{scene.timeline.scene.label}, {error}") from None
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
            f"caption {number} has a line of {width(line)} characters; at most {LINE_LENGTH}"
            for line in caption.lines
            if width(line) > LINE_LENGTH
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


def _beat_captions(number: int, beat: Beat) -> list[Caption]:
    said = pieces(beat.narration, LINE_LENGTH)
    if not said:
        return []
    for piece in said:
        if width(piece.rstrip()) > LINE_LENGTH:
            shown = piece.rstrip() if len(piece) <= 2 * LINE_LENGTH else f"{piece[: 2 * LINE_LENGTH]}…"
            raise CaptionError(
                f"beat {number} ({beat.title}) says {shown!r}, which is longer than a caption's line of "
                f"{LINE_LENGTH} characters; say it in shorter words, or put zero-width spaces (U+200B) where "
                "a line may end"
            )
    # Inward, so that a caption never leaves its beat; the inner rounding drops what the clock's sums drift.
    start = math.ceil(round(beat.start * 1000, 3))
    room = math.floor(round(beat.end * 1000, 3)) - start
    # By sense if the time allows it, else with the fewest pauses between captions.
    for cost in (_against_sense, _time_needed):
        parts = _split(said, cost)
        needed = [_least_slot(part) for part in parts]
        if sum(needed) <= room:
            break
    else:
        raise CaptionError(
            f"beat {number} ({beat.title}) says {sum(map(width, said))} characters in {room / 1000:g} s; its "
            f"captions need {sum(needed) / 1000:g} s ({CHARACTERS_A_SECOND} characters a second, 5/6 s at "
            "least): say it in fewer or shorter words, or give the beat more time"
        )
    if beat.speech is None or beat.speech_start is None:
        slots = _slots(parts, needed, room)
        starts = list(accumulate(slots[:-1], initial=start))
        ends = [begin + slot - GAP for begin, slot in zip(starts, slots, strict=True)]
    else:
        spoken = _spoken_spans(parts, beat.speech, beat.speech_start)
        starts = _starts([begin for begin, _ in spoken], needed, start, start + room)
        ends = _ends_of(starts, [end for _, end in spoken], needed, start + room)
    return [
        Caption(begin, end, setting.lines)
        for part, begin, end in zip(parts, starts, ends, strict=True)
        if (setting := _best_setting(part)) is not None
    ]


def reading_time(narration: str) -> float:
    """Return how many seconds the captions of a narration need at least."""
    said = pieces(narration, LINE_LENGTH)
    if any(width(piece.rstrip()) > LINE_LENGTH for piece in said):
        return 0.0
    return sum(map(_least_slot, _split(said, _time_needed))) / 1000


def _spoken_spans(parts: Sequence[_Pieces], speech: Speech, start: float) -> list[tuple[int, int]]:
    """From when to when, in milliseconds, each caption's words are said."""
    # A piece may be a part of a word, and a space at which no line may end stand within one.
    ends = list(accumulate(len("".join("".join(part).split())) for part in parts))
    word_ends = list(accumulate(len(word) for word in speech.words.split()))
    firsts = [bisect_right(word_ends, end) for end in [0, *ends[:-1]]]
    lasts = [bisect_left(word_ends, end) for end in ends]
    return [
        (
            math.ceil((start + speech.word_times[first][0]) * 1000),
            math.floor((start + speech.word_times[last][1]) * 1000),
        )
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _starts(spoken: Sequence[int], needed: Sequence[int], first: int, end: int) -> list[int]:
    """When captions start: with their words, or earlier where those after them would come too late."""
    latest = [end - rest for rest in accumulate(reversed(needed))][::-1]
    starts: list[int] = []
    earliest = first
    for wanted, last, slot in zip(spoken, latest, needed, strict=True):
        starts.append(max(earliest, min(wanted, last)))
        earliest = starts[-1] + slot
    return starts


def _ends_of(starts: Sequence[int], spoken: Sequence[int], needed: Sequence[int], end: int) -> list[int]:
    """When captions end: with their words, later where they could not be read, or where the next is near."""
    ends = []
    for start, said, slot, following in zip(starts, spoken, needed, [*starts[1:], end], strict=True):
        last = min(following - GAP, start + LONGEST)
        wanted = max(said, start + slot - GAP)
        ends.append(last if last - wanted < LINGER else wanted)
    return ends


def _split(said: _Pieces, cost: Callable[[_Pieces, bool], float]) -> list[_Pieces]:
    """Split what is said into captions of the least total cost; ``cost`` is told which is the last."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(said) + 1):
        candidates = []
        for start in range(end - 1, -1, -1):
            part = said[start:end]
            if _best_setting(part) is None:
                break
            candidates.append((best[start][0] + cost(part, end == len(said)), start))
        best.append(min(candidates))
    parts: list[_Pieces] = []
    end = len(said)
    while end > 0:
        start = best[end][1]
        parts.append(said[start:end])
        end = start
    return parts[::-1]


def _against_sense(part: _Pieces, last: bool) -> float:
    """How badly pieces read as one caption: it spans sentences, is brief, or ends in mid-phrase."""
    setting = _best_setting(part)
    assert setting is not None
    inner = sum(3.0 for piece in part[:-1] if _ends(piece, _SENTENCE_ENDS))
    brief = max(0.0, 24 - _characters(setting.lines)) / 4
    ending = 0.0 if last else _break_cost(part[-1])
    return 2.0 + inner + brief + ending + setting.cost


def _time_needed(part: _Pieces, last: bool) -> float:  # noqa: ARG001  where it ends costs no time
    return _least_slot(part)


def _least_slot(part: _Pieces) -> int:
    """Milliseconds that a caption of these pieces needs, with the gap after it."""
    setting = _best_setting(part)
    assert setting is not None
    characters = _characters(setting.lines)
    return max(SHORTEST, math.ceil(characters * 1000 / CHARACTERS_A_SECOND)) + GAP


def _slots(parts: Sequence[_Pieces], needed: Sequence[int], room: int) -> list[int]:
    """Share a beat's time among its captions by what is spoken, within what each needs and may have."""
    slots = dict(enumerate(needed))
    spoken = [sum(map(_spoken, part)) for part in parts]
    free = set(slots)
    while free:
        remaining = room - sum(needed[i] for i in slots if i not in free)
        whole = sum(spoken[i] for i in free)
        tight = {i for i in free if remaining * spoken[i] // whole < needed[i]}
        if not tight:
            slots.update({i: min(remaining * spoken[i] // whole, LONGEST + GAP) for i in free})
            break
        free -= tight
    return [slots[i] for i in range(len(parts))]


def _spoken(piece: str) -> int:
    """How long a piece takes to say: a word as long as two Chinese, Japanese or Korean characters."""
    return sum(map(is_wide, piece)) or 2


# A film of a thousand words asks for ten thousand, when its scenes are timed and when it is captioned.
@lru_cache(maxsize=32768)
def _best_setting(part: _Pieces) -> _Setting | None:
    """Set pieces in one line or two; None where they do not fit."""
    ends = list(accumulate(map(width, part)))
    whole = ends[-1] - _space_after(part[-1])
    if whole <= LINE_LENGTH:
        return _Setting(("".join(part).rstrip(),), 0.0)
    if whole > LINES * LINE_LENGTH + 1:
        return None
    upper_lengths = [end - _space_after(piece) for end, piece in zip(ends, part, strict=True)]
    fitting = [
        (_line_cost(part[i - 1], upper_lengths[i - 1], whole - ends[i - 1]), i)
        for i in range(1, len(part))
        if upper_lengths[i - 1] <= LINE_LENGTH and whole - ends[i - 1] <= LINE_LENGTH
    ]
    if not fitting:
        return None
    cost, i = min(fitting)
    return _Setting(("".join(part[:i]).rstrip(), "".join(part[i:]).rstrip()), cost)


def _space_after(piece: str) -> int:
    return len(piece) - len(piece.rstrip(" "))


def _line_cost(last: str, upper: int, lower: int) -> float:
    """How badly two lines of given lengths are broken: in mid-phrase, or one much longer than the other."""
    return _break_cost(last) / 4 + abs(upper - lower) / LINE_LENGTH


def _break_cost(piece: str) -> float:
    """How badly a caption or a line ends after a piece."""
    if _ends(piece, _SENTENCE_ENDS):
        return 0.0
    if _ends(piece, _CLAUSE_ENDS):
        return 1.0
    if piece.rstrip().lower() in _LEANS_ON_THE_NEXT:
        return 8.0
    # Rather between words than within one.
    return 5.0 if piece.endswith(" ") else 6.0


def _ends(piece: str, marks: tuple[str, ...]) -> bool:
    return piece.rstrip(_CLOSING_MARKS).endswith(marks)


def _characters(lines: Sequence[str]) -> int:
    return width(" ".join(lines))
