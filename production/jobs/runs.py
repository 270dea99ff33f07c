"""Runs of beats: what is missing is divided into jobs, so that no worker is idle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from production.jobs.job import ClipJob, SegmentClip
from production.segments import LONGEST_RUN, KnownClip, divide


def runs_of(
    missing: Sequence[SegmentClip], workers: int | None, find: Callable[[SegmentClip], KnownClip | None]
) -> list[ClipJob]:
    """Plan jobs for clips, the longest first.

    Parameters
    ----------
    missing
        The clips, each scene's together and in order.
    workers
        How many there are, if that is known: then nothing is so long that another would wait for it.
    find
        Returns the clip of the same beat that was rendered last.
    """
    if not missing:
        return []
    longest: float = LONGEST_RUN
    if workers is not None:
        longest = min(longest, sum(clip.frames for clip in missing) / workers)
    jobs = []
    for _, group in groupby(missing, lambda clip: clip.segment.scene):
        clips = tuple(group)
        for run in divide([clip.frames for clip in clips], longest):
            chosen = clips[run.start : run.stop]
            jobs.append(ClipJob(chosen, tuple(map(find, chosen))))
    return sorted(jobs, key=lambda job: -job.frames)
