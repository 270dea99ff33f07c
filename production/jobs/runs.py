"""Runs of segments: what is missing is divided into jobs, so that no worker is idle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from itertools import groupby

from production.film import SceneRef
from production.jobs.job import ClipJob, LookAgainJob, RereadJob, SegmentClip, TimelineJob
from production.segments import LONGEST_RUN, KnownClip, Segment, divide


def runs_of(
    missing: Sequence[SegmentClip], workers: int | None, played_whole: Set[SceneRef] = frozenset()
) -> list[ClipJob]:
    """Plan jobs for clips, the longest first.

    Parameters
    ----------
    missing
        The clips, each scene's together and in order.
    workers
        How many there are, if that is known: then nothing is so long that another would wait for it. Where
        there are more than jobs, frames are encoded beside drawing.
    played_whole
        The scenes of which each run plays all that comes before it: they have no more runs than there are
        workers.
    """
    if not missing:
        return []
    longest: float = LONGEST_RUN
    if workers is not None:
        longest = min(longest, sum(clip.frames for clip in missing) / workers)
    runs = []
    for scene, group in groupby(missing, lambda clip: clip.segment.scene):
        clips = tuple(group)
        lengths = [clip.frames for clip in clips]
        its_longest = longest
        if workers is not None and scene in played_whole:
            its_longest = max(longest, sum(lengths) / workers)
        runs += [clips[run.start : run.stop] for run in divide(lengths, its_longest)]
    is_a_core_idle = workers is not None and len(runs) < workers
    jobs = [ClipJob(run, beside=is_a_core_idle) for run in runs]
    return sorted(jobs, key=lambda job: -job.frames)


def runs_to_look_at(
    missing: Sequence[SegmentClip],
    workers: int,
    find: Callable[[SegmentClip], KnownClip | None],
    fingerprint_of: Callable[[SceneRef, str], str],
    played_whole: Set[SceneRef] = frozenset(),
) -> list[LookAgainJob]:
    """Plan jobs for those clips that may be there already, the longest first.

    Parameters
    ----------
    missing, workers, played_whole
        As for ``runs_of``.
    find
        Returns a clip of the same segment that other sources of its scene made, if there is one.
    fingerprint_of
        Returns the fingerprint of a scene for a job of some root.
    """
    known = {clip: found for clip in missing if (found := find(clip)) is not None}
    return [
        LookAgainJob(
            job.clips,
            tuple(known[clip] for clip in job.clips),
            fingerprint_of(job.scene, LookAgainJob.root),
        )
        for job in runs_of(list(known), workers, played_whole)
    ]


def runs_to_reread(
    known: Mapping[TimelineJob, Sequence[tuple[Segment, KnownClip]]],
    workers: int,
    fingerprint_of: Callable[[SceneRef, str], str],
) -> list[RereadJob]:
    """Plan jobs for scenes that were edited and of which anything is known, the longest first.

    Parameters
    ----------
    known
        Each scene's segments that are known, in order, and their clips.
    workers
        How many there are: fewer scenes are divided among them.
    fingerprint_of
        As for ``runs_to_look_at``.
    """
    scenes = {timeline: segments for timeline, segments in known.items() if segments}
    parts = max(1, workers // max(1, len(scenes)))
    jobs: dict[RereadJob, int] = {}
    for timeline, segments in scenes.items():
        lengths = [segment.frames for segment, _ in segments]
        clips, reread = (fingerprint_of(timeline.scene, root) for root in (ClipJob.root, RereadJob.root))
        for run in divide(lengths, sum(lengths) / parts):
            job = RereadJob(timeline, tuple(segments[run.start : run.stop]), clips, reread)
            jobs[job] = sum(lengths[run.start : run.stop])
    return sorted(jobs, key=lambda job: -jobs[job])
