"""Scenes' timelines as they were read last, of whatever sources the scenes had."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from production.errors import naming
from production.jobs.cache import Cache
from production.jobs.fingerprint import key
from production.jobs.job import TimelineJob
from production.timeline import Timeline


class KnownTimelines:
    """The timelines in a cache that were read last.

    Parameters
    ----------
    cache
        Where they are, and which was the last.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def find(self, job: TimelineJob) -> Timeline | None:
        """Return a scene's timeline, paced by the same recordings, if there is one for every frame rate."""
        last = self._last(job)
        text = None if last is None else self._cache.read(last)
        if text is None:
            return None
        timeline = Timeline.from_json(text)
        return timeline if timeline.frame_rate is None else None

    def keep(self, job: TimelineJob, scratch_folder: Callable[[], Path]) -> None:
        """Note that a timeline was read last, by a file in a scratch folder, unless that is known.

        Raises
        ------
        OSError
            If it cannot be stored.
        """
        if self._last(job) == job.file_name:
            return
        record = scratch_folder() / _name(job)
        with naming(record):
            record.write_text(json.dumps(job.file_name), encoding="utf-8")
        self._cache.adopt(record)

    def _last(self, job: TimelineJob) -> str | None:
        """Return the name of the timeline's file that was read last."""
        record = self._cache.read(_name(job))
        return None if record is None else str(json.loads(record))


def _name(job: TimelineJob) -> str:
    return f"{key('last timeline', replace(job, fingerprint=''))}.json"
