"""Does a job in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from production.clips.known_clips import link, take_known_clips, timeline_and_clips
from production.clips.render_clips import render_clips
from production.errors import AFTER_THE_LAST_BEAT, BEFORE_THE_FIRST_BEAT, RenderError, naming
from production.frames.dry_run import read_timeline
from production.frames.stills import draw_stills
from production.jobs.job import (
    ClipJob,
    Job,
    LookAgainJob,
    RereadJob,
    SegmentClip,
    StillJob,
    TimelineJob,
    TrackJob,
    current_fingerprint,
)
from production.jobs.known_clips import write_looks
from production.segments import Segment
from production.sound.track import write_track
from production.timeline import Timeline

OnMade: TypeAlias = Callable[[str, int], None]
"""Takes the name of a file that is whole, and how many frames it is of."""


def perform(
    job: Job, destination: Path, on_frames: Callable[[int], None], on_made: OnMade, folder: Path
) -> None:
    """Do a job, write its files, and see each time that its sources did not change meanwhile.

    Parameters
    ----------
    destination
        The folder that the files go into, under their own names.
    on_frames
        Called with the number of frames done so far of the file that is being made.
    on_made
        Called when a file is whole.
    folder
        For what Manim writes on the way.

    Raises
    ------
    ProductionError
        If there is no such scene, a parameter is unknown or out of its range, the scene fails, or its
        sources are not those that the job means.
    OSError
        If a file cannot be written.
    """
    if current_fingerprint(job) != job.fingerprint:
        raise RenderError(
            job.label,
            BEFORE_THE_FIRST_BEAT,
            "its sources here are not those of the process that asked; "
            "render it again, with the same version of the project on every machine",
        )
    with naming(destination):
        if isinstance(job, (ClipJob, LookAgainJob)):
            _make_clips(job, destination, on_frames, on_made, folder)
            return
        if isinstance(job, RereadJob):
            _reread(job, destination, on_made, folder)
            return
        _write(job, destination / job.file_name, folder)
    _check_sources(job)
    on_made(job.file_name, job.frames)


def _check_sources(job: Job) -> None:
    if current_fingerprint(job) != job.fingerprint:
        raise RenderError(job.label, AFTER_THE_LAST_BEAT, "its sources changed meanwhile; render it again")


def _make_clips(
    job: ClipJob | LookAgainJob,
    destination: Path,
    on_frames: Callable[[int], None],
    on_made: OnMade,
    folder: Path,
) -> None:
    destinations = {clip.segment: destination / clip.file_name for clip in job.clips}

    def on_clip(segment: Segment, looks: str | None) -> None:
        _check_sources(job)
        clip = destinations[segment]
        # First: once a clip is kept, it is not rendered again, and nobody would say how it looks.
        if looks is not None:
            on_made(write_looks(looks, clip).name, 0)
        on_made(clip.name, segment.frames)

    if isinstance(job, ClipJob):
        render_clips(destinations, on_frames, on_clip, folder, beside=job.beside)
    else:
        take_known_clips(destinations, dict(zip(destinations, job.known, strict=True)), on_clip, folder)


def _reread(job: RereadJob, destination: Path, on_made: OnMade, folder: Path) -> None:
    with TemporaryDirectory(dir=folder) as scratch:
        timeline, clips = timeline_and_clips(dict(job.known), job.timeline.speeches, folder, Path(scratch))
        _check_sources(job)
        if timeline.frame_rate is not None:
            # It is another at the frame rate for which it is wanted.
            return
        _write_timeline(timeline, destination / job.file_name)
        on_made(job.file_name, 0)
        for segment, clip in clips.items():
            path = destination / SegmentClip(segment, job.clips).file_name
            link(clip.path, path)
            on_made(write_looks(clip.looks, path).name, 0)
            on_made(path.name, segment.frames)


def _write(job: TimelineJob | StillJob | TrackJob, file: Path, folder: Path) -> None:
    match job:
        case TimelineJob():
            _write_timeline(read_timeline(job.scene, folder, job.frame_rate, job.speeches), file)
        case StillJob():
            beats = range(job.beat, job.beat + 1)
            frames = {job.frame: file}
            draw_stills(job.scene, frames, job.quality, beats=beats, pacing=job.pacing, folder=folder)
        case TrackJob():
            write_track(job.soundtrack, job.format, file, master=job.master)


def _write_timeline(timeline: Timeline, file: Path) -> None:
    file.write_text(timeline.to_json(), encoding="utf-8", newline="\n")
