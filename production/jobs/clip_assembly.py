"""Clips of scenes and beats: of which segments they are joined, what of that is cached, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from production.clips.concat import concat
from production.errors import naming
from production.jobs.cache import Cache, digest_in_name
from production.jobs.fingerprint import key, source_digest
from production.jobs.job import ClipJob
from production.output_spec import OutputSpec
from production.segments import SEGMENT_SECONDS, Segment, divide
from production.timeline import Timeline

CONCAT = "production.clips.concat"
"""The module that joins segments; its source is in a joined clip's key."""


@dataclass(frozen=True, slots=True)
class Clip:
    """The finished pictures of a scene or a beat, without sound or captions, in the cache."""

    path: Path
    frames: int

    @property
    def sha256(self) -> str:
        """The file's digest."""
        return digest_in_name(self.path)


@dataclass(frozen=True, slots=True)
class PlannedClip:
    """A clip, by the jobs whose clips it is joined of: one by itself, or several."""

    jobs: tuple[ClipJob, ...]

    @classmethod
    def of_scene(
        cls, timeline: Timeline, output: OutputSpec, fingerprint: str, seconds: float = SEGMENT_SECONDS
    ) -> Self:
        """Plan the clip of a whole scene, in segments of about so many seconds."""
        segments = (Segment.of(timeline, beats, output) for beats in divide(timeline, seconds))
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
        joined = key("joined", source_digest(CONCAT), self.jobs)
        return f"{joined}.{self.jobs[0].segment.output.format}"

    @property
    def frames(self) -> int:
        """How many there are."""
        return sum(job.frames for job in self.jobs)


class ClipAssembly:
    """Takes finished segments, and joins them to clips as soon as all of a clip's are there.

    Parameters
    ----------
    planned
        The clips that are wanted.
    cache
        Where segments and clips are found and stored.
    scratch
        Where clips are joined.
    """

    def __init__(self, planned: Sequence[PlannedClip], cache: Cache, scratch: Path) -> None:
        self._planned = planned
        self._cache = cache
        self._scratch = scratch
        self._clips = cache.get_all(planned)
        self._unfinished = [clip for clip in dict.fromkeys(planned) if clip not in self._clips]
        jobs = list(dict.fromkeys(job for clip in self._unfinished for job in clip.jobs))
        self._segments = cache.get_all(jobs)
        self.missing = sorted((job for job in jobs if job not in self._segments), key=lambda job: -job.frames)
        """The jobs whose segments are not there, the longest first."""
        self.frames = sum(clip.frames for clip in planned)
        self.cached_frames = self.frames - sum(job.frames for job in self.missing)

    @property
    def clips(self) -> list[Clip]:
        """All clips, in order; none may be missing."""
        return [Clip(self._clips[clip], clip.frames) for clip in self._planned]

    @property
    def finished(self) -> int:
        """How many clips are there."""
        return len(self._planned) - len(self._unfinished)

    def add(self, job: ClipJob, segment: Path) -> None:
        """Take a job's segment."""
        self._segments[job] = segment
        self.join()

    def join(self) -> None:
        """Join the clips whose segments are all there."""
        for clip in list(self._unfinished):
            if all(job in self._segments for job in clip.jobs):
                self._clips[clip] = self._joined(clip)
                self._unfinished.remove(clip)

    def _joined(self, clip: PlannedClip) -> Path:
        paths = [self._segments[job] for job in clip.jobs]
        if len(paths) == 1:
            return paths[0]
        output, joined = clip.jobs[0].segment.output, self._scratch / clip.file_name
        lengths = [job.frames / output.drawn.frame_rate for job in clip.jobs]
        with naming(joined):
            concat(paths, lengths, joined, title="", format=output.format)
        return self._cache.adopt(joined)
