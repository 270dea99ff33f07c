"""Modules of scenes: by a dotted name, or by the path of a file that may lie anywhere."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from production.film import SceneRef


def make_importable(scene: SceneRef) -> None:
    """Let the modules beside a scene's file be found, after all others, so that they hide none."""
    if scene.file is not None:
        folder = str(scene.file.absolute().parent)
        if folder not in sys.path:
            sys.path.append(folder)


def import_module(scene: SceneRef) -> ModuleType:
    """Import the module of a scene.

    A file may be called as a module is that is found before it, ``random.py`` say: it gets a name of its own.

    Raises
    ------
    ModuleNotFoundError
        If there is none, or it imports one that is not there.
    """
    if scene.file is None:
        return importlib.import_module(scene.module)
    make_importable(scene)
    file = scene.file.resolve()
    if not file.is_file():
        raise ModuleNotFoundError(f"there is no file {scene.file}", name=scene.module)
    if _is_found_as(scene.module, file):
        return importlib.import_module(scene.module)
    name = f"{scene.module}_{hashlib.sha256(str(file).encode()).hexdigest()[:8]}"
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
