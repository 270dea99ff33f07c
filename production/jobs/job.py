"""What a worker can be asked to do, as plain data that may go to another process or machine.

A job makes files. The key of each holds everything that shapes the file, so that it is made once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import ClassVar, TypeAlias

from production.film import SceneRef
from production.jobs.fingerprint import fingerprint, key, line_fingerprint
from production.narration.speech import Speech
from production.output_spec import COARSEST_FRAME_RATE, Format, Quality
from production.segments import KnownClip, Segment
from production.sound.soundtrack import Soundtrack
from production.timeline import Pacing


@dataclass(frozen=True, slots=True)
class TimelineJob:
    """Read a scene's timeline for a film of a frame rate.

    ``fingerprint`` is of the sources that the job was planned with, ``speeches`` are the scene's recordings.
    """

    root: ClassVar[str] = "production.frames.dry_run"
    """The module that does it: what it imports is in the fingerprint."""
    scene: SceneRef
    fingerprint: str
    frame_rate: int = COARSEST_FRAME_RATE
    speeches: tuple[Speech, ...] = ()

    @property
    def label(self) -> str:
        """What it is of, in words."""
        return self.scene.label

    @property
    def file_name(self) -> str:
        """What the file is called: its key, and its kind."""
        return f"{key('timeline', self)}.json"

    @property
    def frames(self) -> int:
        """How many frames are drawn."""
        return 0

    @property
    def beats(self) -> str:
        """What of the scene it is about, in words."""
        return "in its dry run"


@dataclass(frozen=True, slots=True)
class StillJob:
    """Draw one frame of a beat, which is counted from 0."""

    root: ClassVar[str] = "production.frames.stills"
    scene: SceneRef
    beat: int
    frame: int
    quality: Quality
    pacing: tuple[Pacing, ...]
    fingerprint: str

    @property
    def label(self) -> str:
        """What it is of, in words."""
        return self.scene.label

    @property
    def file_name(self) -> str:
        """What the file is called: its key, and its kind."""
        return f"{key('still', self)}.png"

    @property
    def frames(self) -> int:
        """How many frames are drawn."""
        return 1

    @property
    def beats(self) -> str:
        """What of the scene it is about, in words."""
        return f"beat {self.beat + 1}"


@dataclass(frozen=True, slots=True)
class SegmentClip:
    """The clip of a segment; ``fingerprint`` is of the sources that it is planned with."""

    segment: Segment
    fingerprint: str

    @property
    def file_name(self) -> str:
        """What the file is called: its key, and its kind."""
        return f"{key('clip', self)}.{self.segment.output.format}"

    @property
    def frames(self) -> int:
        """How many there are."""
        return self.segment.frames


@dataclass(frozen=True, slots=True)
class _SegmentsJob:
    """What is done for the clips of some segments of one scene, in order."""

    clips: tuple[SegmentClip, ...]

    @property
    def scene(self) -> SceneRef:
        """The scene."""
        return self.clips[0].segment.scene

    @property
    def label(self) -> str:
        """What it is of, in words."""
        return self.scene.label

    @property
    def frames(self) -> int:
        """How many frames the clips have."""
        return sum(clip.frames for clip in self.clips)

    @property
    def beats(self) -> str:
        """What of the scene it is about, in words."""
        first, last = self.clips[0].segment.beat + 1, self.clips[-1].segment.beat + 1
        return f"beat {last}" if first == last else f"beats {first} to {last}"


@dataclass(frozen=True, slots=True)
class ClipJob(_SegmentsJob):
    """Render segments of one scene, each into its clip."""

    root: ClassVar[str] = "production.clips.render_clips"
    beside: bool = False
    """Whether frames are encoded while the next ones are drawn, by a core that has nothing else to do."""

    @property
    def fingerprint(self) -> str:
        """That of the sources that the job was planned with."""
        return self.clips[0].fingerprint

    def without(self, made: Collection[str]) -> ClipJob:
        """Return what is left to do when the files of some names are there."""
        return replace(self, clips=tuple(clip for clip in self.clips if clip.file_name not in made))


@dataclass(frozen=True, slots=True)
class LookAgainJob(_SegmentsJob):
    """See which segments of one scene look as they did, and let those have the clips that are known.

    ``known`` are clips of the same segments, which other sources of the scene made; ``fingerprint`` is of the
    sources that the job was planned with.
    """

    root: ClassVar[str] = "production.clips.known_clips"
    known: tuple[KnownClip, ...]
    fingerprint: str

    def without(self, made: Collection[str]) -> LookAgainJob:
        """Return what is left to do when the files of some names are there."""
        pairs = zip(self.clips, self.known, strict=True)
        rest = [(clip, known) for clip, known in pairs if clip.file_name not in made]
        clips, known = (tuple(each) for each in zip(*rest, strict=True)) if rest else ((), ())
        return LookAgainJob(clips, known, self.fingerprint)


@dataclass(frozen=True, slots=True)
class RereadJob:
    """Read the timeline of a scene that was edited, and see on the way which segments look as they did.

    What was known of them is found again by the timeline: its segments have their clips.

    Parameters
    ----------
    timeline
        How it is read.
    known
        Segments that the scene had, and their clips.
    clips
        The fingerprint with which its clips are planned.
    fingerprint
        Of the sources that the job was planned with.
    """

    root: ClassVar[str] = "production.clips.known_clips"
    timeline: TimelineJob
    known: tuple[tuple[Segment, KnownClip], ...]
    clips: str
    fingerprint: str

    @property
    def scene(self) -> SceneRef:
        """The scene."""
        return self.timeline.scene

    @property
    def label(self) -> str:
        """What it is of, in words."""
        return self.scene.label

    @property
    def file_name(self) -> str:
        """What the timeline's file is called: the job's key, for others may read the same, and its kind."""
        return f"{key('reread', self)}.json"

    @property
    def frames(self) -> int:
        """How many frames are drawn."""
        return 0

    @property
    def beats(self) -> str:
        """What of the scene it is about, in words."""
        return self.timeline.beats


@dataclass(frozen=True, slots=True)
class TrackJob:
    """Mix and encode what is heard in a film. It reads files of this machine, and is not for a cluster."""

    root: ClassVar[str] = "production.sound.track"
    soundtrack: Soundtrack
    format: Format
    master: bool
    fingerprint: str

    @property
    def label(self) -> str:
        """What it is of, in words."""
        return "the sound"

    @property
    def file_name(self) -> str:
        """What the file is called: its key, and its kind."""
        return f"{key('track', self)}.{self.format}"

    @property
    def frames(self) -> int:
        """How many frames are drawn."""
        return 0

    @property
    def beats(self) -> str:
        """What of the film it is about, in words."""
        return "from the first beat to the last"


Job: TypeAlias = TimelineJob | RereadJob | StillJob | ClipJob | LookAgainJob | TrackJob


def current_fingerprint(job: Job) -> str:
    """Return the fingerprint that a job would be planned with now."""
    return line_fingerprint(job.root) if isinstance(job, TrackJob) else fingerprint(job.scene, job.root)
