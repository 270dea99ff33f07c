"""The parts of a scene that become clips, which are its beats, and the runs in which they are rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path

from production.film import SceneRef
from production.output_spec import OutputSpec
from production.timeline import Beat, Pacing, Timeline, frame_at

LONGEST_RUN = 1440
"""Frames. A worker renders beats of about this length, one after the other: each run of them costs the
scene's setting-up again, which takes as long as some tens of frames, or hundreds where words are set."""


SETTLING = 0.125
"""Seconds. Of animations that end one so soon after another within a play, the last end counts."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A beat of a scene, to be made a clip.

    What a clip is does not depend on the run in which it is rendered.

    Parameters
    ----------
    scene, output
        What is rendered, and how.
    beat
        Which of the scene's beats it is, counted from 0.
    first_frame
        The number of its first frame, counted from the scene's first.
    frames
        How many there are.
    settled_frames
        Those in which an animation has just ended, counted from the segment's first.
    rests, busy
        The ranges of frames in which one picture stands, and in which much moves at once, as (first, end),
        counted likewise.
    pacing
        What the pictures take from the words, of the scene's beats until this one.
    """

    scene: SceneRef
    output: OutputSpec
    beat: int
    first_frame: int
    frames: int
    settled_frames: tuple[int, ...] = ()
    rests: tuple[tuple[int, int], ...] = ()
    busy: tuple[tuple[int, int], ...] = ()
    pacing: tuple[Pacing, ...] = ()

    @classmethod
    def of(cls, timeline: Timeline, beat: int, output: OutputSpec) -> Segment:
        """Return the segment of a beat, which is counted from 0."""
        rate, chosen = output.drawn.frame_rate, timeline.beats[beat]
        first = frame_at(chosen.start, rate)
        return cls(
            scene=timeline.scene,
            output=output,
            beat=beat,
            first_frame=first,
            frames=frame_at(chosen.end, rate) - first,
            settled_frames=settled_frames(timeline, chosen.start, chosen.end, rate),
            rests=_ranges(timeline.rests, chosen, rate),
            busy=_ranges(timeline.busy, chosen, rate),
            pacing=timeline.pacing(beat + 1),
        )


def _ranges(times: Sequence[tuple[float, float]], beat: Beat, rate: int) -> tuple[tuple[int, int], ...]:
    """Return the ranges of frames of those ranges of seconds that are in a beat, counted from its first."""
    first = frame_at(beat.start, rate)
    return tuple(
        (frame_at(start, rate) - first, frame_at(end, rate) - first)
        for start, end in times
        if beat.holds(start, end)
    )


@dataclass(frozen=True, slots=True)
class KnownClip:
    """A clip of a segment that was rendered before, of whatever sources, and how its beat looks.

    ``looks`` is what ``production.frames.looks.BeatLooks.to_json`` returns.
    """

    path: Path
    looks: str


def segments_of(timeline: Timeline, output: OutputSpec) -> tuple[Segment, ...]:
    """Return all segments of a scene, in order."""
    return tuple(Segment.of(timeline, beat, output) for beat in range(len(timeline.beats)))


def divide(lengths: Sequence[float], longest: float) -> list[range]:
    """Divide lengths that follow one another into runs, each about as long as the others.

    Parameters
    ----------
    lengths
        Of beats, say. Each belongs to the run whose share of the whole ends nearest to its end.
    longest
        About how long a run may be.
    """
    ends = list(accumulate(lengths))
    number = max(1, round(ends[-1] / longest))
    shares = [ends[-1] * share / number for share in range(1, number)]
    cuts = sorted({min(range(len(ends)), key=lambda index: abs(ends[index] - share)) + 1 for share in shares})
    return [
        range(start, stop) for start, stop in zip([0, *cuts], [*cuts, len(ends)], strict=True) if start < stop
    ]


def settled_frames(timeline: Timeline, start: float, end: float, frame_rate: int) -> tuple[int, ...]:
    """Return the frames between two moments (seconds) in which an animation ended, counted from the first."""
    first, last = frame_at(start, frame_rate), frame_at(end, frame_rate) - 1
    after_plays = {frame_at(time, frame_rate) for time in timeline.play_boundaries if start < time < end}
    # The first frame in which nothing is left of it; a nanosecond is for sums that drift.
    within_plays = {ceil((time - 1e-9) * frame_rate) for time in timeline.ends_within_plays}
    frames = sorted(after_plays | {frame for frame in within_plays if first < frame <= last})
    return tuple(
        frame - first
        for frame, following in pairwise([*frames, last + frame_rate])
        if frame in after_plays or following - frame >= SETTLING * frame_rate
    )
