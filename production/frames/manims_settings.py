"""Manim's settings as it comes with them: no ``manim.cfg`` of whoever renders changes a film.

One beside a scene's file is the scene's own.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as ConfigParserError
from contextlib import contextmanager, suppress
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from production.frames.scene_module import is_file

FILE_NAME = "manim.cfg"


def import_manim() -> None:
    """Import Manim as where no ``manim.cfg`` is: which renderer it is made for cannot be changed later."""
    if "manim" in sys.modules:
        return
    parser: Any = ConfigParser
    read = parser.read
    # Manim reads its own settings otherwise, for they must be there.
    parser.read = _read_nothing
    try:
        importlib.import_module("manim")
    finally:
        parser.read = read


@contextmanager
def settings_kept() -> Iterator[None]:
    """Let Manim's settings be as they were, whatever becomes of them meanwhile."""
    from manim import config

    # Neither copied nor updated as a whole: for the renderer's sake Manim sets the bases of all its classes
    # anew then, each time in hundredths of a second.
    before: dict[str, Any] = deepcopy(config._d)
    try:
        yield
    finally:
        if config.renderer is not before["renderer"]:
            config.renderer = before["renderer"]
        config._d.update(before)
        # That alone leaves Manim's log as it was.
        config.verbosity = before["verbosity"]


@cache
def shipped_settings() -> Mapping[str, Any]:
    """Return Manim's settings as it comes with them."""
    return _digested([])


def settings_beside(source: str) -> Mapping[str, Any]:
    """Return what a ``manim.cfg`` beside a file sets; nothing for a module that is given by its name."""
    path = settings_file(source)
    if path is None or not path.is_file():
        return {}
    shipped = shipped_settings()
    return {name: value for name, value in _digested([path]).items() if value != shipped[name]}


def assets_beside(source: str) -> Path | None:
    """Return where a ``manim.cfg`` beside a file lets Manim look for pictures and sounds, if it says so."""
    path = settings_file(source)
    parser = ConfigParser(interpolation=None)
    # What is wrong with it, Manim says.
    with suppress(ConfigParserError, UnicodeDecodeError):
        parser.read([] if path is None else [path], encoding="utf-8")
    folder = parser.get("CLI", "assets_dir", fallback="")
    return Path(folder) if folder else None


def settings_file(source: str) -> Path | None:
    """Return where a file's ``manim.cfg`` would be."""
    return Path(source).with_name(FILE_NAME) if is_file(source) else None


def _digested(files: Iterable[Path]) -> Mapping[str, Any]:
    # Manim's modules of settings, without Manim, are not to be had.
    from manim._config.utils import ManimConfig, config_file_paths

    parser = ConfigParser()
    with config_file_paths()[0].open(encoding="utf-8") as shipped:
        parser.read_file(shipped)
    parser.read(files, encoding="utf-8")
    return dict(ManimConfig().digest_parser(parser))


def _read_nothing(*_: object, **__: object) -> list[str]:
    """Read no file, in place of ``ConfigParser.read``."""
    return []
