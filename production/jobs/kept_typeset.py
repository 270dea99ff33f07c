"""Formulas that LaTeX and Typst have set, kept for other processes, and from run to run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
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
    kept = _recall(stored, source, file.name)
    try:
        yield
    finally:
        # Also of a scene that fails: soon it is to be played again.
        if not TYPESET.of(source).keys() <= kept.keys():
            # Another process may have stored more meanwhile, of another scene of the source.
            _recall(stored, source, file.name)
            with suppress(OSError):
                file.write_text(json.dumps(TYPESET.of(source)), encoding="utf-8")
                stored.adopt(file)


def _recall(stored: Cache, source: str, file_name: str) -> Mapping[str, str]:
    """Return what is kept, which is at hand from then on."""
    kept = stored.read(file_name)
    formulas: Mapping[str, str] = {} if kept is None else json.loads(kept)
    TYPESET.add(source, formulas)
    return formulas


@cache
def _set_by() -> str:
    """Return a digest of what sets formulas: Manim's version, say."""
    return line_fingerprint(TYPESET.__module__)
