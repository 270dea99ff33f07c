"""Folders for unfinished files; they vanish with their owner, however it ends."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from filelock import BaseFileLock, FileLock, Timeout

from production.jobs.lock import acquire, locked

LOCK_NAME = re.compile(r"[0-9a-f]{32}\.lock")
"""What the lock beside a scratch folder is called; nothing of another name is ever removed."""


class Scratch:
    """A folder of its own inside ``root``, removed at the end.

    Its owner holds a lock beside it, which the system lets go of even when the owner is killed; so the
    next process can tell, without clocks or process numbers, which folders are abandoned, and removes them.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.folder = root / uuid4().hex
        self._lock = FileLock(_lock_of(self.folder))

    def __enter__(self) -> Path:
        _make(self._root)
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
        # what a second interrupt leaves, if only the lock is let go.
        try:
            _remove(self.folder, self._lock)
        except KeyboardInterrupt:
            _remove(self.folder, self._lock)
            raise
        finally:
            self._lock.release()


def private_folder(path: Path) -> Path:
    """Make a folder of this user's own, in a place where anybody may put something, and return it.

    Raises
    ------
    PermissionError
        If somebody else's, or a link to elsewhere, is there.
    """
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        what = "a link" if stat.S_ISLNK(found.st_mode) else "no folder"
    elif found.st_uid != os.geteuid():
        what = f"a folder of the user {found.st_uid}"
    else:
        path.chmod(0o700)
        return path
    raise PermissionError(
        f"{path} is {what}, so nothing is written there; remove it, or name another folder by TMPDIR"
    )


def remove_abandoned(root: Path) -> bool:
    """Remove the folders of dead owners, and say whether a process still works in ``root``."""
    if not os.path.lexists(root):
        return False
    with alone_in(root) as alone:
        return not alone


@contextmanager
def alone_in(root: Path) -> Iterator[bool]:
    """Remove abandoned folders, and say whether no process works in ``root``; others wait until the end."""
    _make(root)
    with locked(_gate(root)):
        yield not _remove_folders_without_owner(root)


def _make(root: Path) -> None:
    """Make the folder of scratch folders; what a link there leads to is not ours to sweep."""
    if root.is_symlink():
        raise PermissionError(f"{root} is a link, so nothing is written there; remove it")
    root.mkdir(parents=True, exist_ok=True)


def _gate(root: Path) -> Path:
    # Between making a lock and holding it, no process may remove abandoned ones.
    return root / ".gate"


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _remove_folders_without_owner(root: Path) -> bool:
    """Remove what has no living owner, and say whether anything is left."""
    with os.scandir(root) as entries:
        locks = [
            Path(entry.path)
            for entry in entries
            if LOCK_NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
        ]
    owned = [lock for lock in locks if not _remove_if_free(lock)]
    return bool(owned)


def _remove_if_free(lock_path: Path) -> bool:
    """Remove a lock that is free, and its folder, and say whether it was."""
    lock = FileLock(lock_path)
    try:
        acquire(lock, timeout=0)
    except (Timeout, OSError):
        # Another user's may not be opened.
        return False
    try:
        _remove(lock_path.with_suffix(""), lock)
    finally:
        lock.release()
    return True


def _remove(folder: Path, lock: BaseFileLock) -> None:
    """Remove a folder, and then the lock's file: without it nobody would know whose the folder was."""
    shutil.rmtree(folder, ignore_errors=True)
    if not os.path.lexists(folder):
        with suppress(OSError):
            Path(lock.lock_file).unlink(missing_ok=True)
