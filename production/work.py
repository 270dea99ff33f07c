"""Pieces of work, as plain data that may go to another process or machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from production.quality import Format, Quality
from production.timeline import Timeline

Parameters: TypeAlias = tuple[tuple[str, float], ...]
"""Values for a scene's parameters, by name, sorted."""

SECONDS_A_SPAN = 24.0
"""A longer scene is rendered in pieces of about this length, so that more cores than scenes help.

Each piece costs the scene's setting-up again. It must not depend on the number of workers: where a piece
starts, a keyframe stands.
"""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Some beats of a scene, to be made a clip.

    ``scene`` is its ``module:Class``; ``first_beat`` and ``end_beat`` count from 0, ``end_beat`` is the one
    after the last; ``frames`` is how many there are; ``fingerprint`` tells the sources that are meant;
    ``rests`` are the frames, counted from the first, in which an animation has just ended.
    """

    scene: str
    parameters: Parameters
    first_beat: int
    end_beat: int
    frames: int
    quality: Quality
    format: Format
    transparent: bool
    fingerprint: str
    rests: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """A scene whose timeline is wanted."""

    scene: str
    parameters: Parameters
    fingerprint: str


def ordered(parameters: Mapping[str, float]) -> Parameters:
    """Return parameters as plain data."""
    return tuple(sorted(parameters.items()))


def divide(timeline: Timeline) -> list[range]:
    """Divide a scene's beats into spans of about ``SECONDS_A_SPAN`` seconds.

    Each ends with the beat that ends nearest to its share of the scene's length.
    """
    ends = [beat.end for beat in timeline.beats]
    number = max(1, round(ends[-1] / SECONDS_A_SPAN))
    shares = [ends[-1] * share / number for share in range(1, number)]
    cuts = sorted({min(range(len(ends)), key=lambda beat: abs(ends[beat] - share)) + 1 for share in shares})
    return [
        range(start, stop) for start, stop in zip([0, *cuts], [*cuts, len(ends)], strict=True) if start < stop
    ]


def rests_within(timeline: Timeline, start: float, end: float, frame_rate: int) -> tuple[int, ...]:
    """Return the frames between two moments (seconds) in which an animation ended, counted from the first."""
    return tuple(round((rest - start) * frame_rate) for rest in timeline.rests if start < rest < end)
