"""What speaks is an extra, and need not be installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from production.errors import NarrationError


@contextmanager
def needing_extra() -> Iterator[None]:
    """Say how to get what is imported here where it is not installed.

    Raises
    ------
    NarrationError
        If it is not.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise NarrationError(
            f"to speak, {error.name} is needed, which comes with the extra voice: "
            "uv sync --inexact --extra voice, or pip install 'momentum-film[voice]'"
        ) from error
