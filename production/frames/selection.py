"""Which frames of a scene are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames of a beat, one after the other, which are drawn as if nothing had been drawn before them.

    Parameters
    ----------
    beat
        The beat, counted from 0.
    first, end
        The number of the first of them, and of the first one after them, counted from the beat's first
        frame; None: they last until the beat ends.
    """

    beat: int
    first: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Some beats, some stretches of beats, or some frames, of a scene.

    Parameters
    ----------
    beats
        The beats to draw, counted from 0, in order; all where it is left out. The scene ends after the last
        of them; what plays before the first beat belongs to it.
    frames
        The numbers of the frames to draw, all where it is left out. A play without one of them costs next to
        nothing.
    stretches
        What to draw of the beats, in order.
    """

    beats: Sequence[int] | None = None
    frames: Sequence[int] | None = None
    stretches: Sequence[Stretch] | None = None


EVERYTHING = Selection()
NOTHING = Selection(frames=())
