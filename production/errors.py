"""What can go wrong while a film is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RenderError(RuntimeError):
    """A scene that could not be rendered: which, in which beat, and why."""

    def __init__(self, scene: str, beat: str, cause: str) -> None:
        super().__init__(scene, beat, cause)
        self.scene = scene
        self.beat = beat
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.scene}, {self.beat}: {self.cause}"


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the system name a path where it names none: a full disk does not say which it is."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
