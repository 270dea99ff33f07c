"""Clips of scenes and beats: of which segments they are joined, what of that is cached, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from production.clips.concat import concat
from production.errors import naming
from production.jobs.cache import Cache, digest_in_name
from production.jobs.fingerprint import key
from production.jobs.job import SegmentClip
from production.output_spec import OutputSpec
from production.segments import Segment, segments_of
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
    """A clip, by the segments' clips that it is joined of: one by itself, or several.

    Parameters
    ----------
    segments
        The segments' clips, in order.
    joined_by
        The fingerprint of ``CONCAT``.
    """

    segments: tuple[SegmentClip, ...]
    joined_by: str

    @classmethod
    def of_scene(cls, timeline: Timeline, output: OutputSpec, fingerprint: str, joined_by: str) -> Self:
        """Plan the clip of a whole scene, whose segments' clips have a fingerprint."""
        segments = segments_of(timeline, output)
        return cls(tuple(SegmentClip(segment, fingerprint) for segment in segments), joined_by)

    @classmethod
    def of_beat(
        cls, timeline: Timeline, number: int, output: OutputSpec, fingerprint: str, joined_by: str
    ) -> Self:
        """Plan the clip of the ``number``-th beat, counted from 1, likewise."""
        parts = Segment.of(timeline, number - 1, output).parts()
        return cls(tuple(SegmentClip(segment, fingerprint) for segment in parts), joined_by)

    @property
    def file_name(self) -> str:
        """What the clip is called: its key, and its kind."""
        if len(self.segments) == 1:
            return self.segments[0].file_name
        joined = key("joined", self.joined_by, self.segments)
        return f"{joined}.{self.segments[0].segment.output.format}"

    @property
    def frames(self) -> int:
        """How many there are."""
        return sum(segment.frames for segment in self.segments)


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
        self._wanted = dict.fromkeys(segment for clip in self._unfinished for segment in clip.segments)
        self._segments = cache.get_all(self._wanted)
        self.frames = sum(clip.frames for clip in planned)

    @property
    def missing(self) -> list[SegmentClip]:
        """The segments whose clips are not there, each scene's in order."""
        return [segment for segment in self._wanted if segment not in self._segments]

    @property
    def frames_there(self) -> int:
        """How many frames are there."""
        return self.frames - sum(segment.frames for segment in self.missing)

    @property
    def clips(self) -> list[Clip]:
        """All clips, in order; none may be missing."""
        return [Clip(self._clips[clip], clip.frames) for clip in self._planned]

    @property
    def finished(self) -> int:
        """How many clips are there."""
        return len(self._planned) - len(self._unfinished)

    def add(self, segment: SegmentClip, file: Path) -> None:
        """Take a segment's clip."""
        self._segments[segment] = file
        self.join()

    def join(self) -> None:
        """Join the clips whose segments are all there."""
        for clip in list(self._unfinished):
            if all(segment in self._segments for segment in clip.segments):
                self._clips[clip] = self._joined(clip)
                self._unfinished.remove(clip)

    def _joined(self, clip: PlannedClip) -> Path:
        paths = [self._segments[segment] for segment in clip.segments]
        if len(paths) == 1:
            return paths[0]
        output, joined = clip.segments[0].segment.output, self._scratch / clip.file_name
        lengths = [segment.frames / output.drawn.frame_rate for segment in clip.segments]
        with naming(joined):
            concat(paths, lengths, joined, title="", format=output.format)
        return self._cache.adopt(joined)
