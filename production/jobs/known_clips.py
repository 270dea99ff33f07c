"""How segments looked when they were rendered, and their clips: what looks so again is not rendered again."""

from __future__ import annotations

import json
from pathlib import Path

from production.errors import naming
from production.jobs.cache import Cache
from production.jobs.fingerprint import key
from production.jobs.job import SegmentClip
from production.segments import KnownClip

LOOKS = ".looks"
"""The ending of a file that says how the segment looks whose clip has the same name otherwise."""


class KnownClips:
    """Segments in a cache, each as it was rendered last.

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
        """Return the clip of the same segment that was rendered last, of whatever sources its scene had."""
        record = self._cache.get(self._name(clip))
        if record is None:
            return None
        fields = json.loads(record.read_text(encoding="utf-8"))
        path = self._cache.get(fields["clip"])
        return None if path is None else KnownClip(path, fields["looks"])

    def keep(self, clip: SegmentClip, looks: Path) -> None:
        """Note how a clip looks that is in the cache, by a file of a worker's, in place of any before.

        Raises
        ------
        OSError
            If it cannot be stored.
        """
        fields = {"clip": clip.file_name, "looks": looks.read_text(encoding="utf-8")}
        record = looks.with_name(self._name(clip))
        with naming(record):
            record.write_text(json.dumps(fields), encoding="utf-8")
        self._cache.adopt(record)

    def _name(self, clip: SegmentClip) -> str:
        return f"{key('looks', self._drawn_by, clip.segment.anywhere())}.json"


def write_looks(looks: str, clip: Path) -> Path:
    """Write how the segment of a clip looks into a file beside it, and return that."""
    path = clip.with_suffix(LOOKS)
    path.write_text(looks, encoding="utf-8")
    return path
