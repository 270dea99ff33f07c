"""Which frames of a scene are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Some beats, or some frames, of a scene.

    Parameters
    ----------
    beats
        The beats to draw, counted from 0, in order; all where it is left out. The scene ends after the last
        of them; what plays before the first beat belongs to it.
    frames
        The numbers of the frames to draw, all where it is left out. A play without one of them costs next to
        nothing.
    """

    beats: Sequence[int] | None = None
    frames: Sequence[int] | None = None


EVERYTHING = Selection()
NOTHING = Selection(frames=())
