"""The files of reveal.js, which shows a deck in a browser; the package pyreveal brings them along."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

STYLES = ("reset.css", "reveal.css")
SCRIPTS = ("reveal.js", "plugin/notes.js")
LICENCE = "LICENSE"


def reveal_file(name: str) -> Path:
    """Return where a file of reveal.js is: ``LICENSE``, or one of its distribution, as ``plugin/notes.js``.

    Raises
    ------
    ModuleNotFoundError
        If the package that brings it is not installed.
    """
    found = find_spec("pyreveal")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("No module named 'pyreveal'", name="pyreveal")
    folder = Path(found.origin).parent / "revealjs"
    return folder / name if name == LICENCE else folder / "dist" / name
