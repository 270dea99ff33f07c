"""Folders for unfinished files; they vanish with their owner, however it ends."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from filelock import BaseFileLock, FileLock, Timeout

from production.jobs.lock import acquire, locked


class Scratch:
    """A folder of its own inside ``root``, removed at the end.

    Its owner holds a lock beside it, which the system lets go of even when the owner is killed; so the
    next process can tell, without clocks or process numbers, which folders are abandoned, and removes them.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.folder = root / uuid4().hex
        self._lock = FileLock(root / f"{self.folder.name}.lock")

    def __enter__(self) -> Path:
        self._root.mkdir(parents=True, exist_ok=True)
        try:
            with locked(_gate(self._root)):
                _remove_folders_without_owner(self._root)
                acquire(self._lock)
                self.folder.mkdir()
        except BaseException:
            self.remove()
            raise
        return self.folder

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()

    def remove(self) -> None:
        """Remove the folder and let go of the lock."""
        # What cannot be removed, as something is still written into it, is removed by the next process; so is
        # what an interrupt leaves, if only the lock is let go.
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
        finally:
            _unlock(self._lock)


def remove_abandoned(root: Path) -> bool:
    """Remove the folders of dead owners, and say whether a process still works in ``root``."""
    if not root.is_dir():
        return False
    with alone_in(root) as alone:
        return not alone


@contextmanager
def alone_in(root: Path) -> Iterator[bool]:
    """Remove abandoned folders, and say whether no process works in ``root``; others wait until the end."""
    root.mkdir(parents=True, exist_ok=True)
    with locked(_gate(root)):
        yield not _remove_folders_without_owner(root)


def _gate(root: Path) -> Path:
    # Between making a lock and holding it, no process may remove abandoned ones.
    return root / ".gate"


def _remove_folders_without_owner(root: Path) -> bool:
    """Remove what has no living owner, and say whether anything is left."""
    owned = {path.stem for path in root.glob("*.lock") if not _remove_if_free(path)}
    for folder in root.iterdir():
        if folder.is_dir() and folder.name not in owned:
            shutil.rmtree(folder, ignore_errors=True)
    return bool(owned)


def _remove_if_free(lock_path: Path) -> bool:
    """Remove a lock that is free, and say whether it was."""
    lock = FileLock(lock_path)
    try:
        acquire(lock, timeout=0)
    except Timeout:
        return False
    _unlock(lock)
    return True


def _unlock(lock: BaseFileLock) -> None:
    """Remove a lock's file, and let go of it."""
    try:
        with suppress(OSError):
            Path(lock.lock_file).unlink(missing_ok=True)
    finally:
        lock.release()
