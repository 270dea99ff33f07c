"""Where a scene failed, in the words of its author's own files."""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path

_OTHERS = (*map(sysconfig.get_path, ("stdlib", "purelib", "platlib")), str(Path(__file__).parents[1]))
"""Python's own folders, those of libraries, and the line's."""


def cause(error: BaseException, file: str | None = None) -> str:
    """Say what an error is, and in which line of its author's files it came up, in one line.

    ``file`` is the scene's own: a line of it says more than one of a module that it calls.
    """
    said = f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")
    if isinstance(error, SyntaxError):
        # It says so itself.
        return said
    frames = traceback.extract_tb(error.__traceback__)
    places = [frame for frame in frames if frame.filename == file] or [
        frame for frame in frames if _is_the_authors(frame.filename)
    ]
    return f"{said} ({Path(places[-1].filename).name}, line {places[-1].lineno})" if places else said


def _is_the_authors(file: str) -> bool:
    path = Path(file)
    if not path.is_file():
        return False
    return not any(path.resolve().is_relative_to(Path(folder).resolve()) for folder in _OTHERS)
