"""Locks that are files: who holds one is alone, and the system lets go of it when its owner ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

FOREVER = -1.0


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock; whoever wants it meanwhile waits.

    Raises
    ------
    OSError
        If its file cannot be opened.
    """
    lock = FileLock(path)
    acquire(lock)
    try:
        yield
    finally:
        lock.release()


def acquire(lock: BaseFileLock, timeout: float = FOREVER) -> None:
    """Take a lock, and say how to go on where its file cannot be opened.

    Raises
    ------
    filelock.Timeout
        If another holds it for longer than ``timeout`` (seconds).
    OSError
        If its file cannot be opened.
    """
    try:
        lock.acquire(timeout=timeout)
    except Timeout:
        raise
    except OSError as error:
        path = Path(lock.lock_file)
        if os.path.lexists(path):
            reason = f"{error.strerror}; remove it, if no render is at work there"
            raise OSError(error.errno, reason, str(path)) from error
        # No new file may be made there.
        raise OSError(error.errno, error.strerror, str(path.parent)) from error
