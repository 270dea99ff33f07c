"""Does a job in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from production.clips.render_clip import render_clip
from production.errors import AFTER_THE_LAST_BEAT, BEFORE_THE_FIRST_BEAT, RenderError, naming
from production.frames.dry_run import read_timeline
from production.frames.stills import draw_stills
from production.jobs.job import ClipJob, Job, StillJob, TimelineJob, TrackJob, current_fingerprint
from production.sound.track import write_track


def perform(job: Job, destination: Path, on_frames: Callable[[int], None], folder: Path) -> None:
    """Do a job, write its file, and see that its sources did not change meanwhile.

    Parameters
    ----------
    on_frames
        Called with the number of frames done so far.
    folder
        For what Manim writes on the way.

    Raises
    ------
    ProductionError
        If there is no such scene, a parameter is unknown or out of its range, the scene fails, or its
        sources are not those that the job means.
    OSError
        If the file cannot be written.
    """
    label = job.label
    if current_fingerprint(job) != job.fingerprint:
        raise RenderError(
            label,
            BEFORE_THE_FIRST_BEAT,
            "its sources here are not those of the process that asked; "
            "render it again, with the same version of the project on every machine",
        )
    with naming(destination):
        _perform(job, destination, on_frames, folder)
    if current_fingerprint(job) != job.fingerprint:
        raise RenderError(label, AFTER_THE_LAST_BEAT, "its sources changed meanwhile; render it again")


def _perform(job: Job, destination: Path, on_frames: Callable[[int], None], folder: Path) -> None:
    match job:
        case TimelineJob():
            timeline = read_timeline(job.scene, folder, job.frame_rate, job.speeches)
            destination.write_text(timeline.to_json(), encoding="utf-8", newline="\n")
        case StillJob():
            beats = range(job.beat, job.beat + 1)
            frames = {job.frame: destination}
            draw_stills(job.scene, frames, job.quality, beats=beats, pacing=job.pacing, folder=folder)
        case ClipJob():
            render_clip(job.segment, destination, on_frames, folder)
        case TrackJob():
            write_track(job.soundtrack, job.format, destination)
