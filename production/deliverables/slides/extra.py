"""What makes decks is an extra, and need not be installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from production.errors import SlidesError


@contextmanager
def needing_extra() -> Iterator[None]:
    """Say how to get what is imported here where it is not installed.

    Raises
    ------
    SlidesError
        If it is not.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise SlidesError(
            f"for slides, {error.name} is needed, which comes with the extra slides: "
            "uv sync --inexact --extra slides, or pip install 'momentum-film[slides]'"
        ) from error
