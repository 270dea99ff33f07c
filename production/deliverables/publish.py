"""Finished files come into a folder whole, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from production.jobs.lock import locked

UNFINISHED = ".unfinished-"


def publish(files: Sequence[Path], folder: Path, commit_marker: Path | None = None) -> None:
    """Move finished files into a folder, so that each is there whole or not at all.

    A link in a file's place is replaced, not followed. Whoever publishes there at the same time waits.

    Parameters
    ----------
    files
        What comes into the folder, under its own names.
    folder
        Made where it is not there.
    commit_marker
        A file that lists the others: the old one goes before the first of them comes, and the new one comes
        last.

    Raises
    ------
    OSError
        If one cannot come there; all that was there before is there still, unless the system fails between
        one and the next.
    """
    check_places(folder / file.name for file in (*files, *([commit_marker] if commit_marker else [])))
    with publishing(folder):
        place(files, folder, commit_marker)


@contextmanager
def publishing(folder: Path) -> Iterator[None]:
    """Make a folder if it is not there, and be the only one who publishes there; others wait.

    Raises
    ------
    OSError
        If it cannot be made, or locked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _publishing_lock(folder):
        _remove_unfinished(folder)
        try:
            yield
        except BaseException:
            _remove_unfinished(folder)
            raise


def place(files: Sequence[Path], folder: Path, commit_marker: Path | None = None) -> None:
    """Do what ``publish`` does, where this process is publishing already."""
    files = [*files, *([commit_marker] if commit_marker else [])]
    places = [folder / file.name for file in files]
    brought = [_bring(file, folder) for file in files]
    # Again, for it may have taken long.
    check_places(places)
    if commit_marker is not None:
        places[-1].unlink(missing_ok=True)
    for path, destination in zip(brought, places, strict=True):
        path.replace(destination)


def check_places(places: Iterable[Path]) -> None:
    """See that files can come to some places, without touching what is there.

    Raises
    ------
    OSError
        If one cannot.
    """
    for place in places:
        if not _may_be_replaced(place):
            raise OSError(
                errno.EEXIST, "what stands there is no file, and is in the way; move it", str(place)
            )
        folder = next(path for path in place.absolute().parents if os.path.lexists(path))
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        if not os.access(folder, os.W_OK | os.X_OK):
            reason = errno.EROFS if os.statvfs(folder).f_flag & os.ST_RDONLY else errno.EACCES
            raise OSError(reason, os.strerror(reason), str(folder))


def _may_be_replaced(place: Path) -> bool:
    """Whether nothing stands in a place, or a file or a link."""
    try:
        # Looked at once: it may go meanwhile.
        mode = place.lstat().st_mode
    except FileNotFoundError:
        return True
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


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
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
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
