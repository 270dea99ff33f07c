"""Scenes' timelines: taken from the cache, or read by workers, who see on the way what looks as it did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from production.film import SceneRef
from production.jobs.cache import Cache
from production.jobs.fingerprint import Fingerprints
from production.jobs.job import ClipJob, Job, SegmentClip, TimelineJob
from production.jobs.known_clips import LOOKS, KnownClips
from production.jobs.known_timelines import KnownTimelines
from production.jobs.progress import Progress
from production.jobs.runs import runs_to_reread
from production.narration.recordings import Narration
from production.narration.speech import Speech
from production.output_spec import COARSEST_FRAME_RATE, OutputSpec
from production.segments import KnownClip, Segment, segments_of
from production.text.captions import reading_time
from production.timeline import Timeline

Perform: TypeAlias = Callable[[Sequence[Job], Callable[[Path], None], Callable[[int], None] | None], None]
"""Does jobs, hands on each file as soon as it is whole, and tells how many frames are done."""


@dataclass(frozen=True, slots=True)
class TimelineReader:
    """Reads scenes' timelines, each once.

    Parameters
    ----------
    cache
        Where they are found and stored.
    fingerprints
        Of the scenes.
    narration
        The film's recordings.
    workers
        How many processes of this machine there are, None where others do the work: they have not its files.
    progress
        Where it is shown how far scenes are that were edited.
    perform
        Has jobs done.
    scratch_folder
        Returns a folder for unfinished files.
    """

    cache: Cache
    fingerprints: Fingerprints
    narration: Narration
    workers: int | None
    progress: Progress
    perform: Perform
    scratch_folder: Callable[[], Path]
    looked_at: set[Segment] = field(default_factory=set)
    """The segments, wherever they begin, that were looked at: what is missing of them looks otherwise."""

    def read(self, scenes: Sequence[SceneRef], frame_rate: int, output: OutputSpec | None) -> list[Timeline]:
        """Return scenes' timelines, in order; see ``Renderer.timelines``."""
        jobs = [
            TimelineJob(
                scene, self.fingerprints.of_scene(scene, TimelineJob.root), speeches=self._speeches(scene)
            )
            for scene in scenes
        ]
        timelines = self._read(jobs, output)
        # Most hold at every frame rate, and need not be read again for each.
        others = [
            replace(job, frame_rate=frame_rate)
            for job in jobs
            if timelines[job].frame_rate not in (None, frame_rate)
        ]
        for job, timeline in self._read(others, None).items():
            timelines[replace(job, frame_rate=COARSEST_FRAME_RATE)] = timeline
        return [timelines[job] for job in jobs]

    def _speeches(self, scene: SceneRef) -> tuple[Speech, ...]:
        """Return a scene's recordings, each at least as long as its words take to read."""
        return tuple(
            replace(speech, length=max(speech.length, reading_time(speech.words)))
            for speech in self.narration.speeches(scene.name)
        )

    def _read(self, jobs: Sequence[TimelineJob], output: OutputSpec | None) -> dict[TimelineJob, Timeline]:
        timelines = {job: _timeline_in(path) for job, path in self.cache.get_all(jobs).items()}
        # What a scene wants to be heard may lie elsewhere by now, as its scene does.
        for job, timeline in list(timelines.items()):
            if not all(Path(sound.path).is_file() for sound in timeline.sounds):
                del timelines[job]
        known = KnownTimelines(self.cache)

        def keep(job: TimelineJob, file: Path) -> None:
            timelines[job] = _timeline_in(self.cache.adopt(file))
            known.keep(job, self.scratch_folder)

        # A cache that cannot be written serves all the same.
        with suppress(OSError):
            for job in timelines:
                known.keep(job, self.scratch_folder)
        missing = [job for job in dict.fromkeys(jobs) if job not in timelines]
        if missing and output is not None and self.workers is not None:
            self._reread(missing, known, output, keep)
            missing = [job for job in missing if job not in timelines]
        job_of = {job.file_name: job for job in missing}
        self.perform(missing, lambda file: keep(job_of[file.name], file), None)
        return {job: timelines[job] for job in jobs}

    def _reread(
        self,
        missing: Sequence[TimelineJob],
        known_timelines: KnownTimelines,
        output: OutputSpec,
        keep: Callable[[TimelineJob, Path], None],
    ) -> None:
        """Read the timelines of scenes that were edited, and take their clips that stay as they are."""
        assert self.workers is not None
        fingerprint_of = self.fingerprints.of_scene
        known_clips = KnownClips(self.cache, self.fingerprints.of_line(ClipJob.root))
        known: dict[TimelineJob, list[tuple[Segment, KnownClip]]] = {}
        for timeline in missing:
            before = known_timelines.find(timeline)
            if before is None:
                continue
            digest = fingerprint_of(timeline.scene, ClipJob.root)
            known[timeline] = [
                (segment, clip)
                for segment in segments_of(before, output)
                if (clip := known_clips.find(SegmentClip(segment, digest))) is not None
            ]
        jobs = runs_to_reread(known, self.workers, fingerprint_of)
        job_of = {job.file_name: job for job in jobs}
        clip_of: dict[str, SegmentClip] = {}
        read: set[TimelineJob] = set()

        def on_file(file: Path) -> None:
            job = job_of.get(file.name)
            if job is None:
                if file.suffix == LOOKS:
                    known_clips.keep(clip_of[file.stem], file)
                else:
                    self.cache.adopt(file)
                return
            segments = segments_of(_timeline_in(file), output)
            clips = [SegmentClip(segment, job.clips) for segment in segments]
            clip_of.update((Path(clip.file_name).stem, clip) for clip in clips)
            read.add(job.timeline)
            self.looked_at.update(segment.anywhere() for segment, _ in job.known)
            keep(job.timeline, file.rename(file.with_name(job.timeline.file_name)))

        frames = sum(segment.frames for job in jobs for segment, _ in job.known)

        def on_progress(frames_done: int) -> None:
            self.progress.show(scenes=len(read), frames=frames_done)

        with self.progress:
            self.progress.start(scenes=len({job.timeline for job in jobs}), frames=frames, cached=0)
            self.perform(jobs, on_file, on_progress)


def _timeline_in(file: Path) -> Timeline:
    return Timeline.from_json(file.read_text(encoding="utf-8"))
