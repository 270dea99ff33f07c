"""What goes to stdout and stderr can be written there, whatever characters they know."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ESCAPE = "production.escape"
"""The name of the codecs' error handler that writes a character so that it can be read, as in ``\\u03b1``."""


def say(text: str, *, err: bool = False) -> None:
    """Write a line to stdout, or to stderr.

    Not ``click.echo``: it writes UTF-8 into a stream that is to be ASCII, and question marks for the bytes of
    a file's name.
    """
    stream: Any = sys.stderr if err else sys.stdout
    try:
        print(text, file=stream, flush=True)
    except UnicodeEncodeError:
        # A stream that cannot be reconfigured.
        print(encodable(text, stream), file=stream, flush=True)


def encodable(text: str, stream: Any = None) -> str:
    """Return a text with escapes for what a stream, stdout if it is left out, cannot encode."""
    encoding = getattr(stream or sys.stdout, "encoding", None) or "ascii"
    return text.encode(encoding, "backslashreplace").decode(encoding)


@contextmanager
def streams_that_take_any_text() -> Iterator[None]:
    """Let stdout and stderr escape what they cannot encode, for as long as a command runs.

    Where the encoding of file names is not known, Python keeps their bytes as lone surrogates; those bytes
    are written as they are, so that the name that is shown is the file's.
    """
    _open_closed_streams()
    streams: list[Any] = [stream for stream in (sys.stdout, sys.stderr) if hasattr(stream, "reconfigure")]
    before = [stream.errors for stream in streams]
    for stream in streams:
        stream.reconfigure(errors=ESCAPE)
    try:
        yield
    finally:
        for stream, errors in zip(streams, before, strict=True):
            # It is flushed on the way, and whoever read it may be gone.
            with suppress(OSError):
                stream.reconfigure(errors=errors)


def _open_closed_streams() -> None:
    """Open what the caller has closed of stdin, stdout and stderr.

    A connection or a file would otherwise get its number, and with it what libraries and workers print.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  for good


def _escape(error: UnicodeError) -> tuple[str | bytes, int]:
    """Handle the first character that cannot be encoded: a byte of a file's name, or a real character."""
    assert isinstance(error, UnicodeEncodeError)
    character = error.object[error.start]
    if "\udc80" <= character <= "\udcff":
        return bytes([ord(character) - 0xDC00]), error.start + 1
    return character.encode("ascii", "backslashreplace").decode(), error.start + 1


codecs.register_error(ESCAPE, _escape)
