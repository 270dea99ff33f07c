"""What leaves at the end of a beat waits until its last word is past."""

from __future__ import annotations

from collections.abc import Iterator

from production.pictures.picture import FRAME_RATE, Fault, Picture
from production.timeline import Beat, Timeline

REST = 0.4
"""Seconds from a beat's last word to what leaves after it."""


class LastWords:
    """Nothing leaves while a beat's last word is said, nor sooner than a rest after it.

    It holds where there are recordings: without, nobody knows when a word is said.
    """

    def __init__(self) -> None:
        self._taken: list[tuple[str, float, float]] = []

    def see(self, picture: Picture) -> None:
        """Take the next picture."""
        for taken in picture.taken:
            self._taken.append((picture.name_of(taken.mobject), taken.start, taken.end))

    def faults(self, timeline: Timeline) -> Iterator[Fault]:
        """Return what left too soon."""
        for beat in timeline.beats:
            last_word = last_word_of(beat)
            if last_word is None:
                continue
            begins, said = last_word
            for name, start, end in self._taken:
                if end > begins and start < said + REST - 0.5 / FRAME_RATE:
                    yield Fault(
                        start,
                        f"{name} leaves {start - said:+.1f} s from the end of the last word; "
                        f"no sooner than {REST:+.1f} s, as after beat.until_said()",
                    )


def last_word_of(beat: Beat) -> tuple[float, float] | None:
    """Return from when to when (seconds) a beat's last word is said; None without a recording, or words."""
    if beat.speech is None or beat.speech_start is None or not beat.speech.word_times:
        return None
    begins, ends = beat.speech.word_times[-1]
    return beat.speech_start + begins, beat.speech_start + ends
