"""Folders for what is in the making. They vanish with their owner, however it ends."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from filelock import FileLock, Timeout


class Workspace:
    """A folder of its own inside ``root``, removed at the end.

    Its owner holds a lock beside it, which the system lets go of even when the owner is killed; so whoever
    comes next knows, without clocks or process numbers, which folders nobody will ever want again, and
    removes them.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.folder = root / uuid4().hex
        self._lock = FileLock(root / f"{self.folder.name}.lock")

    def __enter__(self) -> Path:
        self._root.mkdir(parents=True, exist_ok=True)
        with _gate(self._root):
            _sweep(self._root)
            self._lock.acquire()
            self.folder.mkdir()
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
        shutil.rmtree(self.folder, ignore_errors=True)
        Path(self._lock.lock_file).unlink(missing_ok=True)
        self._lock.release()


def in_use(root: Path) -> bool:
    """Sweep ``root``, and say whether some other process still works there."""
    if not root.is_dir():
        return False
    with _gate(root):
        return _sweep(root)


def _gate(root: Path) -> FileLock:
    # Between making a lock and holding it, nobody may sweep.
    return FileLock(root / ".gate")


def _sweep(root: Path) -> bool:
    alive = False
    for path in root.glob("*.lock"):
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            alive = True
            continue
        shutil.rmtree(path.with_suffix(""), ignore_errors=True)
        path.unlink(missing_ok=True)
        lock.release()
    return alive
