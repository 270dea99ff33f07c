"""Which modules of a process are to be imported anew when files have changed."""

from __future__ import annotations

import importlib
import linecache
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from production.jobs.sources import names_imported

LIBRARIES = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})

LINE = f"{Path(__file__).parents[1]}/"
"""The folder of the line's own modules."""


def is_library(file: str) -> bool:
    """Whether a module's file is Python's own or a library's, and never a scene's source."""
    return file.startswith(LIBRARIES)


def forget_modules(changed: Iterable[Path]) -> None:
    """Let Python import anew what has changed, and all that imports it, directly or not.

    Where another file than a Python source changed, nobody knows who has read it: all sources are forgotten.
    """
    sources = {
        name: str(Path(file).absolute())
        for name, module in sys.modules.items()
        if (file := getattr(module, "__file__", None)) and not is_library(file) and not file.startswith(LINE)
    }
    files = {str(path) for path in changed}
    stale = {name for name, file in sources.items() if file in files}
    if any(not file.endswith(".py") for file in files):
        stale = set(sources)
    importers = _importers(sources)
    waiting = list(stale)
    while waiting:
        found = importers.get(waiting.pop(), set()) - stale
        stale |= found
        waiting += found
    for name in stale:
        module = sys.modules.pop(name)
        # "from package import module" asks the package first.
        package, _, last = name.rpartition(".")
        if vars(sys.modules.get(package, module)).get(last) is module:
            delattr(sys.modules[package], last)
    importlib.invalidate_caches()
    linecache.checkcache()


def _importers(sources: dict[str, str]) -> dict[str, set[str]]:
    """Return, of each module, the names of those that import it; a package is imported by what is in it."""
    importers: dict[str, set[str]] = {}
    for name, file in sources.items():
        path = Path(file)
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        try:
            imported = names_imported(path.read_bytes(), package)
        except (OSError, SyntaxError):
            # It has changed itself.
            continue
        for each in (*imported, name):
            while each:
                if each != name:
                    importers.setdefault(each, set()).add(name)
                each = each.rpartition(".")[0]
    return importers
