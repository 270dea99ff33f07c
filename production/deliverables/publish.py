"""Finished files come into a folder whole, or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

UNFINISHED = ".unfinished-"


def publish(files: Sequence[Path], folder: Path, commit_marker: Path | None = None) -> None:
    """Move finished files into a folder, so that each is there whole or not at all.

    ``commit_marker`` is a file that lists the others: the old one goes before the first of them comes,
    and the new one comes last. Whoever publishes there at the same time waits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _publishing_lock(folder):
        _remove_unfinished(folder)
        try:
            brought = [_bring(file, folder) for file in (*files, *([commit_marker] if commit_marker else []))]
            if commit_marker is not None:
                (folder / commit_marker.name).unlink(missing_ok=True)
            for path in brought:
                path.replace(folder / path.name.removeprefix(UNFINISHED))
        except BaseException:
            _remove_unfinished(folder)
            raise


def _bring(file: Path, folder: Path) -> Path:
    """Move a file into a folder, under a name that says that it does not count yet."""
    hidden = folder / f"{UNFINISHED}{file.name}"
    try:
        file.replace(hidden)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(file, hidden)
    return hidden


def _remove_unfinished(folder: Path) -> None:
    for path in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            path.unlink()


@contextmanager
def _publishing_lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: one process at a time publishes there."""
    path = folder / ".publishing.lock"
    with FileLock(path):
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()
