"""How segments looked when they were rendered, and their clips: what looks so again is not rendered again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from production.errors import naming
from production.jobs.cache import Cache
from production.jobs.fingerprint import key
from production.jobs.job import SegmentClip
from production.segments import KnownClip

LOOKS = ".looks"
"""The ending of a file that says how the segment looks whose clip has the same name otherwise."""


class KnownClips:
    """Segments in a cache, each as it was last.

    Parameters
    ----------
    cache
        Where clips are, and how they look.
    drawn_by
        A digest of the code that draws and encodes: what other code made is not known.
    """

    def __init__(self, cache: Cache, drawn_by: str) -> None:
        self._cache = cache
        self._drawn_by = drawn_by

    def find(self, clip: SegmentClip) -> KnownClip | None:
        """Return the clip of the same segment that was last, of whatever sources its scene had."""
        last = self._last(clip)
        if last is None:
            return None
        path, looks = self._cache.get(last), self._cache.read(_looks_of(last))
        return None if path is None or looks is None else KnownClip(path, looks)

    def keep(self, clip: SegmentClip, looks: Path) -> None:
        """Note how a clip looks that is in the cache, by a file of a worker's, and that it is the last.

        Raises
        ------
        OSError
            If it cannot be stored.
        """
        # A call that was killed may have left them there before the clip.
        if self._cache.get(looks.name) is None:
            self._cache.adopt(looks)
        if self._last(clip) != clip.file_name:
            self._note(clip, looks.parent)

    def keep_again(self, clips: Sequence[SegmentClip], scratch: Path) -> None:
        """Note that a scene's clips are the last which were so before, as when an edit is undone.

        Raises
        ------
        OSError
            If it cannot be stored.
        """
        # Those of a scene come together.
        if self._last(clips[0]) in (None, clips[0].file_name):
            return
        for clip in clips:
            if self._cache.get(_looks_of(clip.file_name)) is not None:
                self._note(clip, scratch)

    def _note(self, clip: SegmentClip, scratch: Path) -> None:
        record = scratch / self._name(clip)
        with naming(record):
            record.write_text(json.dumps(clip.file_name), encoding="utf-8")
        self._cache.adopt(record)

    def _last(self, clip: SegmentClip) -> str | None:
        """Return the name of the clip of the same segment that was last."""
        record = self._cache.read(self._name(clip))
        return None if record is None else str(json.loads(record))

    def _name(self, clip: SegmentClip) -> str:
        return f"{key('last clip', self._drawn_by, clip.segment.anywhere())}.json"


def write_looks(looks: str, clip: Path) -> Path:
    """Write how the segment of a clip looks into a file beside it, and return that."""
    path = clip.with_name(_looks_of(clip.name))
    path.write_text(looks, encoding="utf-8")
    return path


def _looks_of(clip: str) -> str:
    return str(Path(clip).with_suffix(LOOKS))
