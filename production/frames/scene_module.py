"""Modules of scenes and films: by a dotted name, or by the path of a file that may lie anywhere."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def make_importable(source: str) -> None:
    """Let the modules beside a file be found, after all others, so that they hide none."""
    if is_file(source):
        search_also(Path(source).absolute().parent)


def search_also(folder: Path) -> None:
    """Let modules in a folder be found, after all others."""
    if str(folder) not in sys.path:
        sys.path.append(str(folder))


def is_file(source: str) -> bool:
    """Whether a source is the path of a file, and not a module's name."""
    return source.endswith(".py")


def import_module(source: str) -> ModuleType:
    """Import a module, by its name or by its file's path.

    A file may be called as a module is that is found before it, ``random.py`` say: it gets a name of its own.

    Raises
    ------
    ModuleNotFoundError
        If there is none, or it imports one that is not there.
    """
    if not is_file(source):
        return importlib.import_module(source)
    make_importable(source)
    file, stem = Path(source).resolve(), Path(source).stem
    if not file.is_file():
        raise ModuleNotFoundError(f"there is no file {source}", name=stem)
    if _is_found_as(stem, file):
        return importlib.import_module(stem)
    name = f"{stem}_{hashlib.sha256(str(file).encode()).hexdigest()[:8]}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _is_found_as(name: str, file: Path) -> bool:
    """Whether importing a name imports a file."""
    if "." in name:
        return False
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return False
    return spec is not None and spec.origin is not None and Path(spec.origin).resolve() == file
