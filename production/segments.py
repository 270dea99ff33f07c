"""The parts of a scene that become clips, beats or parts of them, and the runs in which they are rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path

from production.film import SceneRef
from production.output_spec import Format, OutputSpec
from production.timeline import Beat, Pacing, Timeline, frame_at

LONGEST_RUN = 1440
"""Frames. A worker renders segments of about this length, one after the other: each run of them costs the
scene's setting-up again, which takes as long as some tens of frames, or hundreds where words are set."""

SECONDS_A_SEGMENT = 4
"""About how long the parts are that a longer beat is cut into: at frames that are key frames in any case, so
that it costs a thousandth of the bytes, while several workers may render a beat, and of it is kept what stays
as it was."""

SETTLING = 0.125
"""Seconds. Of animations that end one so soon after another within a play, the last end counts."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A beat of a scene, or a part of one, to be made a clip.

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
    offset
        How many frames of the beat are before it.
    ends_beat
        Whether the beat ends with it.
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
    offset: int = 0
    ends_beat: bool = True
    settled_frames: tuple[int, ...] = ()
    rests: tuple[tuple[int, int], ...] = ()
    busy: tuple[tuple[int, int], ...] = ()
    pacing: tuple[Pacing, ...] = ()

    @classmethod
    def of(cls, timeline: Timeline, beat: int, output: OutputSpec) -> Segment:
        """Return a whole beat, which is counted from 0, as one segment."""
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

    def anywhere(self) -> Segment:
        """Return the segment as it is wherever in its scene it begins, and whatever was said before it."""
        return replace(self, first_frame=0, pacing=())

    def parts(self) -> tuple[Segment, ...]:
        """Return the segments that a whole beat is cut into, in order; a GIF is made as a whole."""
        if self.output.format is Format.GIF:
            return (self,)
        longest = SECONDS_A_SEGMENT * self.output.drawn.frame_rate
        cuts = range(0, max(1, self.frames - longest // 2), longest)
        return tuple(self._part(first, end) for first, end in pairwise([*cuts, self.frames]))

    def _part(self, first: int, end: int) -> Segment:
        """Return a part, by the numbers of its first frame and the one after its last."""
        return replace(
            self,
            first_frame=self.first_frame + first,
            frames=end - first,
            offset=first,
            ends_beat=end == self.frames,
            settled_frames=tuple(frame - first for frame in self.settled_frames if first < frame < end),
            rests=_within(self.rests, first, end),
            busy=_within(self.busy, first, end),
        )


def _ranges(times: Sequence[tuple[float, float]], beat: Beat, rate: int) -> tuple[tuple[int, int], ...]:
    """Return the ranges of frames of those ranges of seconds that are in a beat, counted from its first."""
    first = frame_at(beat.start, rate)
    return tuple(
        (frame_at(start, rate) - first, frame_at(end, rate) - first)
        for start, end in times
        if beat.holds(start, end)
    )


def _within(ranges: Sequence[tuple[int, int]], first: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return what of ranges of frames is in another one, counted from its first."""
    inside = ((max(start, first), min(stop, end)) for start, stop in ranges)
    return tuple((start - first, stop - first) for start, stop in inside if start < stop)


@dataclass(frozen=True, slots=True)
class KnownClip:
    """A clip of a segment that was rendered before, of whatever sources, and how the segment looks.

    ``looks`` is what ``production.frames.looks.StretchLooks.to_json`` returns.
    """

    path: Path
    looks: str


def segments_of(timeline: Timeline, output: OutputSpec) -> tuple[Segment, ...]:
    """Return all segments of a scene, in order."""
    beats = range(len(timeline.beats))
    return tuple(part for beat in beats for part in Segment.of(timeline, beat, output).parts())


def divide(lengths: Sequence[float], longest: float) -> list[range]:
    """Divide lengths that follow one another into runs, each about as long as the others.

    Parameters
    ----------
    lengths
        Of segments, say. Each belongs to the run whose share of the whole ends nearest to its end.
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
