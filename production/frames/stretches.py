"""The stretches of a scene that its segments show."""

from __future__ import annotations

from collections.abc import Iterable

from production.frames.selection import Selection, Stretch
from production.segments import Segment


def selection_of(segments: Iterable[Segment]) -> Selection:
    """Return what is to be drawn of a scene for some of its segments, in order."""
    stretches = tuple(
        Stretch(each.beat, each.offset, None if each.ends_beat else each.offset + each.frames)
        for each in segments
    )
    return Selection(tuple(dict.fromkeys(each.beat for each in stretches)), stretches=stretches)
