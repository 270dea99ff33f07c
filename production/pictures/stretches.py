"""How long a picture may be almost empty, or stand still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from production.pictures.picture import FRAME_RATE, Fault, Picture
from production.timeline import Beat, Timeline

INK_LEVELS = 24
"""By so many of 255 levels a pixel of ink differs from the ground."""

NEAR_EMPTY = ((0.001, 0.8), (0.01, 2.5))
"""Shares of ink, and for how many seconds a picture may have less."""

LONGEST_STANDSTILL = 2.5
"""Seconds."""


@dataclass(slots=True)
class _Stretch:
    first: int
    end: int

    @property
    def seconds(self) -> float:
        return (self.end - self.first) / FRAME_RATE

    def outside(self, timeline: Timeline, *, is_free: str) -> float:
        """Return how many seconds of it lie in beats that are not free of the rule."""
        free = (beat for beat in timeline.beats if getattr(beat, is_free))
        return self.seconds - sum(self._shared(beat) for beat in free)

    def _shared(self, beat: Beat) -> float:
        return max(0.0, min(self.end / FRAME_RATE, beat.end) - max(self.first / FRAME_RATE, beat.start))


class NearEmpty:
    """No picture has almost nothing on it for long, but where a beat says that something stands alone."""

    def __init__(self) -> None:
        self._stretches: dict[float, list[_Stretch]] = {share: [] for share, _ in NEAR_EMPTY}

    def see(self, picture: Picture) -> None:
        """Take the next picture."""
        if not picture.frames:
            return
        ink = _share_of_ink(picture)
        for share, stretches in self._stretches.items():
            if ink < share:
                _lengthen(stretches, picture)

    def faults(self, timeline: Timeline) -> Iterator[Fault]:
        """Return the stretches that are too long; one of both kinds counts once."""
        told: list[_Stretch] = []
        for share, longest in sorted(NEAR_EMPTY, reverse=True):
            for stretch in self._stretches[share]:
                seconds = stretch.outside(timeline, is_free="stands_alone")
                if seconds > longest and not any(
                    other.first <= stretch.first and stretch.end <= other.end for other in told
                ):
                    told.append(stretch)
                    yield Fault(
                        stretch.first / FRAME_RATE,
                        f"less than {share:.1%} of the picture is ink for {seconds:.1f} s; "
                        f"no longer than {longest:g} s, or let the beat say stands_alone=True",
                    )


class StandingStill:
    """No picture stands still for long, but where a beat gives time to think."""

    def __init__(self) -> None:
        self._last: Picture | None = None
        self._stretches: list[_Stretch] = []

    def see(self, picture: Picture) -> None:
        """Take the next picture."""
        if not picture.frames:
            return
        last = self._last
        if last is not None and last.pixels is picture.pixels:
            self._stretches[-1].end = picture.number + picture.frames
        else:
            self._stretches.append(_Stretch(picture.number, picture.number + picture.frames))
        self._last = picture

    def faults(self, timeline: Timeline) -> Iterator[Fault]:
        """Return the stretches that are too long."""
        for stretch in self._stretches:
            seconds = stretch.outside(timeline, is_free="thinking_time")
            if seconds > LONGEST_STANDSTILL:
                yield Fault(
                    stretch.first / FRAME_RATE,
                    f"nothing moves for {seconds:.1f} s; no longer than {LONGEST_STANDSTILL:g} s, "
                    "or let the beat say thinking_time=True",
                )


def _share_of_ink(picture: Picture) -> float:
    is_ink = np.zeros(picture.pixels.shape[:2], bool)
    for channel, level in enumerate(picture.ground):
        plane = picture.pixels[..., channel]
        is_ink |= plane >= min(level + INK_LEVELS, 255)
        if level >= INK_LEVELS:
            is_ink |= plane <= level - INK_LEVELS
    return np.count_nonzero(is_ink) / is_ink.size


def _lengthen(stretches: list[_Stretch], picture: Picture) -> None:
    end = picture.number + picture.frames
    if stretches and stretches[-1].end == picture.number:
        stretches[-1].end = end
    else:
        stretches.append(_Stretch(picture.number, end))
