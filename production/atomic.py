"""Files that are whole or not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(destination: Path) -> Iterator[Path]:
    """Give a hidden path to write to, and move it to ``destination`` when the block ends without an error.

    Two processes that write the same destination must take turns.
    """
    destination.parent.mkdir(parents=True, exist_ok=True)
    unfinished = destination.with_name(f".unfinished-{destination.name}")
    try:
        yield unfinished
        unfinished.replace(destination)
    finally:
        unfinished.unlink(missing_ok=True)
