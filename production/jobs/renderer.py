"""Timelines, clips and stills: made by all cores or by a Dask cluster, or taken from the cache."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, get_args

from production.clips.seek import save_fullest_frame
from production.film import SceneRef
from production.jobs.cache import Cache, digest_in_name
from production.jobs.clip_assembly import CONCAT, Clip, ClipAssembly, PlannedClip
from production.jobs.environment import complete_environment
from production.jobs.fingerprint import Fingerprints, key
from production.jobs.job import ClipJob, Job, StillJob, TrackJob
from production.jobs.known_clips import LOOKS, KnownClips
from production.jobs.local_pool import LocalPool
from production.jobs.parsed_sources import SOURCES
from production.jobs.pool import Pool, Task
from production.jobs.progress import Progress
from production.jobs.runs import runs_of, runs_to_look_at
from production.jobs.scratch import Scratch
from production.jobs.timelines import TimelineReader
from production.narration.recordings import SILENT, Narration
from production.output_spec import COARSEST_FRAME_RATE, OutputSpec, Quality
from production.sound.soundtrack import Soundtrack
from production.sound.track import write_track
from production.timeline import Timeline


class Renderer:
    """Renders on all cores, or on a Dask cluster, and stores what it made in a cache.

    The bytes are the same whatever the number of workers, and whether they are fresh or cached. Workers start
    when there is work for them.

    Parameters
    ----------
    cache
        What is stored there is not made again.
    jobs
        Processes at a time, as many as cores where it is left out.
    cluster
        A Dask scheduler's address, as in ``tcp://host:8786``. Its workers need this project on their path.
    narration
        The film's recordings.
    progress
        Where frames are counted.
    """

    def __init__(
        self,
        cache: Cache,
        *,
        jobs: int | None = None,
        cluster: str | None = None,
        narration: Narration = SILENT,
        progress: Progress | None = None,
    ) -> None:
        complete_environment()
        self._cache = cache
        self._jobs = jobs or available_cores()
        self._cluster = cluster
        self._narration = narration
        self._progress = progress or Progress(quiet=True)
        self._pool: Pool | None = None
        SOURCES.recall(cache)
        self._fingerprints = Fingerprints(job.root for job in get_args(Job))
        self._scratch = Scratch(cache.scratch_root)
        workers = self._jobs if cluster is None else None
        self._timelines = TimelineReader(
            cache, self._fingerprints, narration, workers, self._progress, self._perform, self.scratch_folder
        )

    def __enter__(self) -> Self:
        # Its scratch folder tells a process that would empty the cache that it is in use; where no folder can
        # be made, the cache cannot be emptied either.
        with suppress(OSError):
            self._scratch.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._pool is not None:
                self._pool.close()
                self._pool = None
            if kind is None:
                with suppress(OSError):
                    SOURCES.keep(self._cache, self.scratch_folder())
        finally:
            self._scratch.remove()
            if self._cache.folder.is_dir():
                with suppress(OSError):
                    self._cache.trim()

    def timelines(
        self,
        scenes: Sequence[SceneRef],
        frame_rate: int = COARSEST_FRAME_RATE,
        output: OutputSpec | None = None,
    ) -> list[Timeline]:
        """Return scenes' timelines, in order, as they are in a film of a frame rate.

        Parameters
        ----------
        output
            What is to be rendered of them: of a scene that was edited it is seen on the way what looks as it
            did, which then has its clips.

        Raises
        ------
        SceneNotFoundError
            If there is no such scene.
        ParameterError
            If a parameter is unknown or out of its range.
        RenderError
            If a scene cannot be played.
        OSError
            If the cache cannot be written.
        """
        return self._timelines.read(scenes, frame_rate, output)

    def scene_clips(
        self, timelines: Sequence[Timeline], output: OutputSpec, soundtracks: Iterable[Soundtrack] = ()
    ) -> list[Clip]:
        """Render scenes, and return their clips, in order.

        Parameters
        ----------
        soundtracks
            Those of the films that are made of them, whose tracks may be made meanwhile.

        Raises
        ------
        RenderError
            If a scene fails: the first that did. What was finished until then is cached.
        ClusterError
            If the cluster cannot be used.
        OSError
            If the cache cannot be written.
        """
        fingerprint_of, joined_by = self._fingerprints.of_scene, self._fingerprints.of_line(CONCAT)
        return self._clips(
            [
                PlannedClip.of_scene(
                    timeline, output, fingerprint_of(timeline.scene, ClipJob.root), joined_by
                )
                for timeline in timelines
            ],
            timelines,
            [self._track_job(soundtrack, output) for soundtrack in soundtracks],
        )

    def beat_clip(self, timeline: Timeline, number: int, output: OutputSpec) -> Clip:
        """Render the ``number``-th beat of a scene, counted from 1; raises as ``scene_clips`` does."""
        fingerprint = self._fingerprints.of_scene(timeline.scene, ClipJob.root)
        joined_by = self._fingerprints.of_line(CONCAT)
        planned = PlannedClip.of_beat(timeline, number, output, fingerprint, joined_by)
        (clip,) = self._clips([planned], [timeline])
        return clip

    def track(self, soundtrack: Soundtrack, output: OutputSpec) -> Path:
        """Mix and encode what is heard in a film, and return the file.

        Raises
        ------
        NarrationError
            If a recording or a sound cannot be read, or has changed.
        OSError
            If the cache cannot be written.
        """
        # Here, as a machine of a cluster has not these files.
        return self._cache.get_or_make(
            self._track_job(soundtrack, output).file_name,
            self.scratch_folder(),
            lambda made: write_track(soundtrack, output.format, made, master=output.master),
        )

    def _track_job(self, soundtrack: Soundtrack, output: OutputSpec) -> TrackJob:
        # At every size of the pictures what is heard is the same.
        digest = self._fingerprints.of_line(TrackJob.root)
        return TrackJob(soundtrack, output.format, output.master, digest)

    def save_fullest_frame(self, clip: Path, times: Sequence[float], destination: Path) -> None:
        """Write the fullest frame of a clip in the cache as ``seek.save_fullest_frame`` does, and keep it."""
        digest = self._fingerprints.of_line(save_fullest_frame.__module__)
        kept = self._cache.get_or_make(
            f"{key('fullest', digest, digest_in_name(clip), times)}.png",
            self.scratch_folder(),
            lambda made: save_fullest_frame(clip, times, made),
        )
        shutil.copyfile(kept, destination)

    def stills(self, frames: Sequence[tuple[Timeline, int, int]], quality: Quality) -> list[Path]:
        """Draw single frames, and return PNGs, in order; raises as ``scene_clips`` does.

        Each frame is given by its scene's timeline, its beat (counted from 0) and its number.
        """
        jobs = [
            StillJob(
                timeline.scene,
                beat,
                frame,
                quality,
                timeline.pacing(beat + 1),
                self._fingerprints.of_scene(timeline.scene, StillJob.root),
            )
            for timeline, beat, frame in frames
        ]
        paths = self._cache.get_all(jobs)
        missing = [job for job in dict.fromkeys(jobs) if job not in paths]
        remaining = dict.fromkeys(missing)
        job_of = {job.file_name: job for job in missing}
        scenes = len({job.scene for job in jobs})

        def on_file(file: Path) -> None:
            job = job_of[file.name]
            paths[job] = self._cache.adopt(file)
            del remaining[job]

        def on_progress(frames_done: int) -> None:
            done = scenes - len({job.scene for job in remaining})
            self._progress.show(scenes=done, frames=len(jobs) - len(missing) + frames_done)

        with self._progress:
            self._progress.start(scenes=scenes, frames=len(jobs), cached=len(jobs) - len(missing))
            self._perform(missing, on_file, on_progress)
        return [paths[job] for job in jobs]

    def _clips(
        self, planned: list[PlannedClip], timelines: Sequence[Timeline], tracks: Sequence[TrackJob] = ()
    ) -> list[Clip]:
        assembly = ClipAssembly(planned, self._cache, self.scratch_folder())
        known = KnownClips(self._cache, self._fingerprints.of_line(ClipJob.root))
        clip_of = {Path(clip.file_name).stem: clip for clip in assembly.missing}

        def on_file(file: Path) -> None:
            clip = clip_of.get(file.stem)
            if clip is not None and file.suffix == LOOKS:
                known.keep(clip, file)
                return
            path = self._cache.adopt(file)
            if clip is not None:
                assembly.add(clip, path)

        def make(jobs: Sequence[Job]) -> None:
            there = assembly.frames_there
            show = self._progress.show
            self._perform(jobs, on_file, lambda done: show(scenes=assembly.finished, frames=there + done))

        with self._progress:
            self._progress.start(scenes=len(planned), frames=assembly.frames, cached=assembly.frames_there)
            assembly.join()
            # A cache that cannot be written serves all the same.
            with suppress(OSError):
                for clip in planned:
                    known.keep_again(clip.segments, self.scratch_folder())
            if self._cluster is None:
                # Another machine has not the clips that are known, and nobody knows how many workers it has.
                fingerprint_of, looked_at = self._fingerprints.of_scene, self._timelines.looked_at
                missing = [clip for clip in assembly.missing if clip.segment.anywhere() not in looked_at]
                # Their frames count, and so none of them may be skipped.
                whole = {timeline.scene for timeline in timelines if timeline.frame_rate is not None}
                make(runs_to_look_at(missing, self._jobs, known.find, fingerprint_of, whole))
                clips = runs_of(assembly.missing, self._jobs, whole)
                # First, as it takes as long as many frames do.
                make([*(self._missing(tracks) if clips else ()), *clips])
            else:
                make(runs_of(assembly.missing, None))
            self._progress.finish(peak=self._pool.peak_memory if self._pool else 0)
        return assembly.clips

    def _missing(self, tracks: Iterable[TrackJob]) -> list[TrackJob]:
        return [job for job in dict.fromkeys(tracks) if self._cache.get(job.file_name) is None]

    def _perform(
        self,
        jobs: Sequence[Job],
        on_file: Callable[[Path], None],
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """Do jobs, in about this order, and hand on each file as soon as it is whole."""
        if not jobs:
            return
        if self._pool is None:
            self._pool = self._start_pool()
        scratch = self.scratch_folder()
        try:
            self._pool.run([Task(job, scratch) for job in jobs], on_file, on_progress or (lambda _: None))
        except BaseException:
            # Whatever is still running is not wanted any more.
            self._pool.close()
            self._pool = None
            raise

    def _start_pool(self) -> Pool:
        if self._cluster is None:
            return LocalPool(self._jobs, self._cache.scratch_root)
        # Dask takes a second to import.
        from production.jobs.dask_pool import DaskPool

        return DaskPool(self._cluster, self._progress.say)

    def scratch_folder(self) -> Path:
        """Return a folder for unfinished files, which is removed when this ends.

        Raises
        ------
        OSError
            If it cannot be made.
        """
        if not self._scratch.folder.is_dir():
            self._scratch.remove()
            self._scratch = Scratch(self._cache.scratch_root)
            self._scratch.__enter__()
        return self._scratch.folder


def available_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
