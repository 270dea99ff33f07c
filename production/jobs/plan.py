"""Which clips are wanted, and of which segments they are joined."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from production.jobs.fingerprint import key
from production.jobs.job import ClipJob
from production.output_spec import OutputSpec
from production.segments import SEGMENT_SECONDS, Segment, divide
from production.timeline import Timeline


@dataclass(frozen=True, slots=True)
class PlannedClip:
    """A clip, by the jobs whose clips it is joined of: one by itself, or several."""

    jobs: tuple[ClipJob, ...]

    @classmethod
    def of_scene(
        cls,
        timeline: Timeline,
        output: OutputSpec,
        fingerprint: str,
        segment_seconds: float = SEGMENT_SECONDS,
    ) -> Self:
        """Plan the clip of a whole scene."""
        segments = (Segment.of(timeline, beats, output) for beats in divide(timeline, segment_seconds))
        return cls(tuple(ClipJob(segment, fingerprint) for segment in segments))

    @classmethod
    def of_beat(cls, timeline: Timeline, number: int, output: OutputSpec, fingerprint: str) -> Self:
        """Plan the clip of the ``number``-th beat, counted from 1."""
        return cls((ClipJob(Segment.of(timeline, range(number - 1, number), output), fingerprint),))

    @property
    def file_name(self) -> str:
        """What the clip is called: its key, and its kind."""
        if len(self.jobs) == 1:
            return self.jobs[0].file_name
        return f"{key('joined', self.jobs)}.{self.output.format}"

    @property
    def output(self) -> OutputSpec:
        """How it is rendered."""
        return self.jobs[0].segment.output

    @property
    def frames(self) -> int:
        """How many there are."""
        return sum(job.frames for job in self.jobs)

    @property
    def segment_lengths(self) -> list[float]:
        """Seconds."""
        return [job.frames / self.output.quality.frame_rate for job in self.jobs]


class RenderPlan:
    """How far the clips of a plan are.

    ``finished`` are those that are there, ``unfinished`` the others, ``segments`` the clips of jobs.
    """

    def __init__(self, clips: list[PlannedClip], finished: dict[PlannedClip, Path]) -> None:
        self.clips = clips
        self.finished = finished
        self.unfinished = [clip for clip in dict.fromkeys(clips) if clip not in finished]
        self.segments: dict[ClipJob, Path] = {}

    @property
    def jobs(self) -> list[ClipJob]:
        """All jobs of unfinished clips, each once."""
        return list(dict.fromkeys(job for clip in self.unfinished for job in clip.jobs))

    @property
    def missing(self) -> list[ClipJob]:
        """The jobs whose segments are not there, the longest first."""
        return sorted((job for job in self.jobs if job not in self.segments), key=lambda job: -job.frames)

    def joinable(self) -> list[PlannedClip]:
        """Return the unfinished clips whose segments are all there."""
        return [clip for clip in self.unfinished if all(job in self.segments for job in clip.jobs)]

    def finish(self, clip: PlannedClip, path: Path) -> None:
        """Note that a clip is there."""
        self.finished[clip] = path
        self.unfinished.remove(clip)
