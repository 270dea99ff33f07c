"""What LaTeX and Typst have set for scenes: LaTeX takes a third of a second for each formula.

Manim writes a formula into a file that is called after a digest of its source, and looks there first. Among
files of other processes it might find one that is half written, so each process has a folder of its own, and
puts there what it knows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from manim import config

MOST_KEPT = 1000
"""Formulas of a source's scenes. One that is edited is another one each time."""

_USUAL_FOLDER = "{media_dir}/Tex"

_READS_FILES = re.compile(r"\\(input|include|import|subimport|verbatiminput|lstinput|InputIfFileExists)")
"""LaTeX's commands for other files: what they hold is not in the formula's source."""


class Typeset:
    """The formulas that are known, as SVG, by the names of their files."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = {}

    def of(self, source: str) -> Mapping[str, str]:
        """Return the formulas of a source's scenes."""
        return self._known.get(source, {})

    def add(self, source: str, formulas: Mapping[str, str]) -> None:
        """Take formulas of a source's scenes that were set elsewhere."""
        known = {**self.of(source), **formulas}
        self._known[source] = dict(list(known.items())[-MOST_KEPT:])

    @contextmanager
    def at_hand(self, source: str) -> Iterator[None]:
        """Let Manim find the formulas of a source's scenes while one is played, and take what else it sets.

        A scene that has set Manim's folder for them keeps that, and what Manim keeps there.
        """
        if config.tex_dir == _USUAL_FOLDER:
            config.tex_dir = f"{_USUAL_FOLDER}/{hashlib.sha256(source.encode()).hexdigest()[:16]}"
        self._put(source)
        try:
            yield
        finally:
            self._take(source)

    def follow(self, source: str, media_dir: str) -> None:
        """Let Manim write elsewhere from here on, in the middle of a scene, and find its formulas there."""
        self._take(source)
        config.media_dir = media_dir
        self._put(source)

    def _put(self, source: str) -> None:
        known, folder = self.of(source), _folder()
        if not known or folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, formula in known.items():
            if not (folder / name).exists():
                (folder / name).write_text(formula, encoding="utf-8")

    def _take(self, source: str) -> None:
        known, folder = self.of(source), _folder()
        files = sorted(folder.glob("*.svg")) if folder is not None else ()
        formulas = {file.name: formula for file in files if file.name not in known for formula in _read(file)}
        if formulas:
            self.add(source, formulas)


TYPESET: Final = Typeset()
"""All that this process knows."""


def _folder() -> Path | None:
    """Return where Manim looks for formulas, None where a scene has said where."""
    return config.get_dir("tex_dir") if config.tex_dir.startswith(f"{_USUAL_FOLDER}/") else None


def _read(file: Path) -> Iterator[str]:
    """Give the formula in a file if it is whole, and its source says all that it shows."""
    with suppress(OSError, UnicodeDecodeError):
        formula = file.read_text(encoding="utf-8")
        latex = file.with_suffix(".tex")
        reads_files = latex.exists() and _READS_FILES.search(latex.read_text(encoding="utf-8"))
        if formula.rstrip().endswith("</svg>") and not reads_files:
            yield formula
