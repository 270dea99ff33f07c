"""Finished files come into a folder whole, or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from production.jobs.lock import locked

UNFINISHED = ".unfinished-"


def publish(files: Sequence[Path], folder: Path, commit_marker: Path | None = None) -> None:
    """Move finished files into a folder, so that each is there whole or not at all.

    ``commit_marker`` is a file that lists the others: the old one goes before the first of them comes,
    and the new one comes last. Whoever publishes there at the same time waits.

    Raises
    ------
    OSError
        If one cannot come; where that can be seen before, what stands there stands still.
    """
    everything = [*files, *([commit_marker] if commit_marker else [])]
    folder.mkdir(parents=True, exist_ok=True)
    with _publishing_lock(folder):
        _remove_unfinished(folder)
        see_that_nothing_is_in_the_way(
            folder / name for file in everything for name in (file.name, f"{UNFINISHED}{file.name}")
        )
        try:
            brought = [_bring(file, folder) for file in everything]
            if commit_marker is not None:
                (folder / commit_marker.name).unlink(missing_ok=True)
            for path in brought:
                path.replace(folder / path.name.removeprefix(UNFINISHED))
        except BaseException:
            _remove_unfinished(folder)
            raise


def see_that_nothing_is_in_the_way(paths: Iterable[Path]) -> None:
    """See that a file can come to each of some places, in which an older one, or a link, may stand.

    Raises
    ------
    FileExistsError
        If something else stands there.
    """
    for path in paths:
        if path.exists() and not path.is_file() and not path.is_symlink():
            what = "a folder" if path.is_dir() else "no plain file"
            raise FileExistsError(f"{path} is {what}, and in the way of a file to be made; move it elsewhere")


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
    with locked(path):
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()
