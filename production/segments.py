"""The parts of a scene that are rendered side by side."""

from __future__ import annotations

from dataclasses import dataclass

from production.film import SceneRef
from production.output_spec import OutputSpec
from production.timeline import Pacing, Timeline, frame_at

SEGMENT_SECONDS = 24.0
"""A longer scene is rendered in segments of about this length, so that more cores than scenes help.

Each segment costs the scene's setting-up again. The length must not depend on the number of workers: what is
joined of other segments has other bytes.
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """Some beats of a scene, to be made a clip.

    Parameters
    ----------
    scene, output
        What is rendered, and how.
    beats
        The first beat, counted from 0, and the one after the last.
    frames
        How many there are.
    key_frames
        Those with which a beat begins, counted from the segment's first.
    settled_frames
        Those in which an animation has just ended, counted from the segment's first.
    pacing
        What the pictures take from the words, of the scene's beats until the segment's last.
    """

    scene: SceneRef
    output: OutputSpec
    beats: tuple[int, int]
    frames: int
    key_frames: tuple[int, ...] = (0,)
    settled_frames: tuple[int, ...] = ()
    pacing: tuple[Pacing, ...] = ()

    @classmethod
    def of(cls, timeline: Timeline, beats: range, output: OutputSpec) -> Segment:
        """Return the segment of some beats of a scene."""
        rate = output.drawn.frame_rate
        chosen = timeline.beats[beats.start : beats.stop]
        start, end = chosen[0].start, chosen[-1].end
        first = frame_at(start, rate)
        return cls(
            scene=timeline.scene,
            output=output,
            beats=(beats.start, beats.stop),
            frames=frame_at(end, rate) - first,
            key_frames=tuple(frame_at(beat.start, rate) - first for beat in chosen),
            settled_frames=settled_frames(timeline, start, end, rate),
            pacing=timeline.pacing(beats.stop),
        )


def divide(timeline: Timeline, seconds: float = SEGMENT_SECONDS) -> list[range]:
    """Divide a scene's beats into segments of about so many seconds.

    Each ends with the beat that ends nearest to its share of the scene's length.
    """
    ends = [beat.end for beat in timeline.beats]
    number = max(1, round(ends[-1] / seconds))
    shares = [ends[-1] * share / number for share in range(1, number)]
    cuts = sorted({min(range(len(ends)), key=lambda beat: abs(ends[beat] - share)) + 1 for share in shares})
    return [
        range(start, stop) for start, stop in zip([0, *cuts], [*cuts, len(ends)], strict=True) if start < stop
    ]


def settled_frames(timeline: Timeline, start: float, end: float, frame_rate: int) -> tuple[int, ...]:
    """Return the frames between two moments (seconds) in which an animation ended, counted from the first."""
    first = frame_at(start, frame_rate)
    return tuple(
        frame_at(time, frame_rate) - first for time in timeline.play_boundaries if start < time < end
    )
