"""Locks between processes, by files that the system lets go of when their holder ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock; whoever else would hold it waits.

    Raises
    ------
    OSError
        If it cannot be held, whoever else does: the message says what to do.
    """
    lock = FileLock(path)
    try:
        lock.acquire()
    except OSError as error:
        if os.path.lexists(path):
            reason = f"{error.strerror}; remove it, if no render is at work there"
            raise OSError(error.errno, reason, str(path)) from error
        # No new file may be made there.
        raise OSError(error.errno, error.strerror, str(path.parent)) from error
    try:
        yield
    finally:
        lock.release()
