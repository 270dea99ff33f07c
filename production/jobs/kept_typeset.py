"""Formulas that LaTeX and Typst have set, kept for other processes, and from run to run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from production.frames.typeset import TYPESET
from production.jobs.cache import Cache
from production.jobs.fingerprint import key, line_fingerprint


@contextmanager
def typeset_kept(stored: Cache, source: str, scratch: Path) -> Iterator[None]:
    """Have at hand what was set before of a source's scenes, while one is played; then store what is set now.

    Parameters
    ----------
    stored
        Where it is kept.
    source
        As ``SceneRef.source``.
    scratch
        A folder for unfinished files.
    """
    file = scratch / f"{key('typeset', source, _set_by())}.typeset"
    kept = stored.read(file.name)
    if kept is not None:
        TYPESET.add(source, json.loads(kept))
    before = TYPESET.of(source)
    try:
        yield
    finally:
        # Also of a scene that fails: soon it is to be played again.
        known = TYPESET.of(source)
        if known != before:
            with suppress(OSError):
                file.write_text(json.dumps(known), encoding="utf-8")
                stored.adopt(file)


@cache
def _set_by() -> str:
    """Return a digest of what sets formulas: Manim's version, say."""
    return line_fingerprint(TYPESET.__module__)
