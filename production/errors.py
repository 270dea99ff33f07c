"""What can go wrong in the production line; each error is said in one line.

::

    ProductionError
    ├── InvalidRequestError     what was asked for cannot be made as it is
    │   └── ParameterError
    ├── SceneNotFoundError      a film names a scene that is not there
    ├── CaptionError            a beat's words cannot be captioned
    ├── NarrationError          recordings, or what is to speak them, cannot be used
    ├── RenderError             a scene failed
    ├── ClusterError            a Dask cluster cannot be used
    ├── ConcatError             clips do not fit together
    ├── CutError                a film cannot be cut where it was to be
    ├── GifError                a file is no GIF, or not a whole one
    └── SlidesError             a deck of slides cannot be made
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BEFORE_THE_FIRST_BEAT = "before the first beat"
AFTER_THE_LAST_BEAT = "after the last beat"
"""Where a scene can fail besides in a beat."""


class ProductionError(Exception):
    """The line cannot make what it was asked for."""


class InvalidRequestError(ProductionError, ValueError):
    """What was asked for cannot be made as it is: another name or value would do."""


class SceneNotFoundError(ProductionError, ValueError):
    """A reference that names no scene."""


class ParameterError(InvalidRequestError):
    """A parameter that a scene does not have, or a value out of its range."""


class CaptionError(ProductionError, ValueError):
    """A narration that no caption can hold."""


class NarrationError(ProductionError, ValueError):
    """Recordings that cannot be used, or words that cannot be spoken."""


class ClusterError(ProductionError, ConnectionError):
    """A Dask cluster that cannot be reached, or cannot render."""


class RenderError(ProductionError, RuntimeError):
    """A scene that could not be rendered: which, in which beat, and why."""

    def __init__(self, scene: str, beat: str, cause: str) -> None:
        super().__init__(scene, beat, cause)
        self.scene = scene
        self.beat = beat
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.scene}, {self.beat}: {self.cause}"


class ConcatError(ProductionError, ValueError):
    """Clips that do not fit together."""


class CutError(ProductionError, ValueError):
    """A place where a film cannot be cut, or frames that it does not have."""


class GifError(ProductionError, ValueError):
    """A file that is no GIF, or not a whole one."""


class SlidesError(ProductionError, ValueError):
    """A deck of slides that cannot be made as things are."""


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the system name a path where it names none: a full disk does not say which it is."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
