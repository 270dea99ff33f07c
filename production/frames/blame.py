"""Where a scene failed, in the words of its author's own files."""

from __future__ import annotations

import re
import sysconfig
import traceback
from contextlib import suppress
from pathlib import Path

_OTHERS = (*map(sysconfig.get_path, ("stdlib", "purelib", "platlib")), str(Path(__file__).parents[1]))
"""Python's own folders, those of libraries, and the line's."""


_LATEX = ("latex", "pdflatex", "lualatex", "luatex", "xelatex", "dvisvgm")
"""The programs that Manim calls for formulas."""

_LATEX_FAILED = re.compile(r"(\w+) error converting to .* the log file: (.+)", re.DOTALL)
"""What Manim says then: LaTeX's log is gone by the time that somebody reads this."""

_LATEX_SAYS = re.compile(
    r"^! (?P<problem>.+?)\.?$.*?^(?:<argument>|l\.\d+) (?P<place>.*?)$", re.DOTALL | re.MULTILINE
)
"""What is wrong, in its log, and up to where it had read: to the end where it cannot tell the place."""

_MARK = re.compile(r"^.*(?:'|/g)>\}")
"""What Manim puts before a part of a formula, of which LaTeX may have left out the beginning."""


def cause(error: BaseException, file: str | None = None) -> str:
    """Say what an error is, and in which line of its author's files it came up, in one line.

    ``file`` is the scene's own: a line of it says more than one of a module that it calls.
    """
    said = f"{type(error).__name__}: {' '.join(_words(error).split())}".removesuffix(": ")
    if isinstance(error, SyntaxError):
        # It says so itself.
        return said
    frames = traceback.extract_tb(error.__traceback__)
    places = [frame for frame in frames if frame.filename == file] or [
        frame for frame in frames if _is_the_authors(frame.filename)
    ]
    return f"{said} ({Path(places[-1].filename).name}, line {places[-1].lineno})" if places else said


def _words(error: BaseException) -> str:
    """Return what an error says; of a formula that cannot be set, why."""
    if isinstance(error, FileNotFoundError) and error.filename in _LATEX:
        return (
            f"{error.filename} is not installed, which sets formulas; install LaTeX with dvisvgm, "
            "or write them for Typst (MathTypst)"
        )
    failed = _LATEX_FAILED.search(str(error))
    if failed is not None:
        with suppress(OSError):
            says = _LATEX_SAYS.search(Path(failed[2]).read_text(encoding="utf-8", errors="replace"))
            if says is not None:
                place = _MARK.sub("", says["place"]).strip()
                is_known = place and not place.startswith(("\\begin", "\\end"))
                return f"{failed[1]}: {says['problem']}" + (f", at {place}" if is_known else "")
    return str(error)


def _is_the_authors(file: str) -> bool:
    path = Path(file)
    if not path.is_file():
        return False
    return not any(path.resolve().is_relative_to(Path(folder).resolve()) for folder in _OTHERS)
