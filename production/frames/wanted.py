"""Which frames are wanted of what plays, as a scene goes on."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Sequence

from production.frames.selection import Selection, Stretch

ENDLESS = sys.maxsize
"""No scene has so many frames."""


class WantedFrames:
    """What a selection wants of the beat that plays; frames are numbered as in the scene."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._frames = None if selection.frames is None else sorted(set(selection.frames))
        # What plays before the first beat belongs to it.
        self.begin_beat(0, 0)

    def begin_beat(self, index: int, first: int) -> None:
        """Take which beat begins, counted from 0, and its first frame."""
        beats, stretches = self._selection.beats, self._selection.stretches
        self.is_beat_wanted = beats is None or index in beats
        """Whether anything is wanted of the beat."""
        self._stretches = {
            range(first + each.first, ENDLESS if each.end is None else first + each.end): each
            for each in stretches or ()
            if each.beat == index
        }

    def is_over(self, index: int) -> bool:
        """Whether nothing is wanted of a beat, nor of any after it."""
        return self._selection.beats is not None and index > self._selection.beats[-1]

    def of_play(self, play: range) -> Sequence[range]:
        """Return what is wanted of a play, in order; a range may begin before it, or end after it."""
        if not self.is_beat_wanted:
            return ()
        if self._frames is not None:
            first, end = (bisect_left(self._frames, number) for number in (play.start, play.stop))
            return [range(frame, frame + 1) for frame in self._frames[first:end]]
        if self._selection.stretches is None:
            return (range(play.start, ENDLESS),)
        return [each for each in self._stretches if play.start < each.stop and each.start < play.stop]

    def is_cut(self, play: range) -> bool:
        """Whether a stretch that is wanted begins or ends in a play."""
        return any(frame in play for each in self._stretches for frame in (each.start, each.stop))

    def stretch(self, wanted: range) -> Stretch | None:
        """Return the stretch that is wanted, None where it is none."""
        return self._stretches.get(wanted)

    def leave(self, stretch: range) -> None:
        """Want no more of a stretch."""
        del self._stretches[stretch]
