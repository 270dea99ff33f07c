"""The copy of the project's sources in which everything is measured, and commands that run in it."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from production.film import SceneRef

PROJECT = Path(__file__).resolve().parent.parent

SOURCES = ("momentum_sim", "scenes", "production", "benchmarks", "render.py")
"""What of the project is copied: all that rendering and measuring it needs."""


def copy_project(folder: Path) -> Path:
    """Copy the project's sources into a folder, and return where they are."""
    sources = folder / "sources"
    for name in SOURCES:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, sources / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(PROJECT / name, sources / name)
    return sources


def source_file(scene: SceneRef) -> str:
    """Return the file, relative to the sources, of a scene."""
    return f"{scene.module.replace('.', '/')}.py"


def call_command(function: Callable[..., None], *arguments: object) -> list[str]:
    """Return a command that calls a function of the copy, with its arguments as text."""
    # -P keeps every other folder off the path: modules come from PYTHONPATH, which is the copy.
    module, name = function.__module__, function.__name__
    code = f"import sys; from {module} import {name}; {name}(*sys.argv[1:])"
    return [sys.executable, "-P", "-c", code, *map(str, arguments)]


def check_imports(sources: str, *modules: str) -> None:
    """Import modules, and exit with an error if one of the project's is not from the copy in ``sources``.

    The environment has the project installed in editable mode, so the user's own sources are on the path too.
    """
    for name in ("render", "production.jobs.perform", "benchmarks.floor", *modules):
        importlib.import_module(name)
    own = {Path(name).stem for name in SOURCES}
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name.partition(".")[0] in own and file and not Path(file).is_relative_to(sources):
            sys.exit(f"{name} comes from {file}, not from the copy in {sources}")
