"""Which files of a folder are which beats': by their names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from production.voice.record import Lines

SOUNDS = (
    frozenset({".aac", ".aif", ".aifc", ".aiff", ".caf", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus"})
    | {".wav", ".wma"}
    | {".mka", ".mkv", ".mov", ".mp4", ".webm"}
)
"""Endings of files that hold sound, films among them; whatever else lies in a folder is none of ours."""


@dataclass(frozen=True, slots=True)
class Take:
    """A file, and what is said in it: one beat's lines, or one after the other those of a scene or film."""

    path: Path
    lines: tuple[Lines, ...]
    whole: bool

    @property
    def name(self) -> str:
        """The file as it is named to people."""
        return self.path.name


def find_takes(folder: Path, film: str, script: Sequence[Lines]) -> tuple[list[Take], list[str]]:
    """Return a folder's takes, and a line for each file that is none.

    A beat's file is called by its scene and its number, as in ``zigzag_02.wav``, in whatever way these are
    written; a file of several beats by the scene or the film. Those of fewer beats come later, for what a
    person has said anew replaces what is in a longer file.

    Raises
    ------
    OSError
        If the folder cannot be read.
    """
    takes: list[Take] = []
    problems: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SOUNDS or path.name.startswith(".") or not path.is_file():
            continue
        lines, whole = _lines_of(path.stem, film, script)
        if not lines:
            problems.append(f"{path.name} is no beat's: {_hint(path, film, script)}")
        elif twin := next((take for take in takes if take.lines == lines and take.whole == whole), None):
            problems.append(f"{twin.name} and {path.name} are of the same words: keep one of them")
        else:
            takes.append(Take(path, lines, whole))
    return sorted(takes, key=lambda take: (not take.whole, -len(take.lines))), problems


def _lines_of(stem: str, film: str, script: Sequence[Lines]) -> tuple[tuple[Lines, ...], bool]:
    """Return what a file of this name says, if anything, and whether that is a scene or the film."""
    name = _plain(stem)
    if name == _plain(film):
        return tuple(script), True
    if scene := tuple(lines for lines in script if _plain(lines.scene) == name):
        return scene, True
    return tuple(
        lines
        for scene_name, number in _numbered(stem)
        for lines in script
        if (_plain(lines.scene), lines.number) == (_plain(scene_name), number)
    )[:1], False


def _numbered(stem: str) -> Iterator[tuple[str, int]]:
    """Give each way in which a name may be a scene's, that may end in digits itself, and a number."""
    digits = re.search(r"[0-9]*$", stem)
    assert digits is not None
    for start in range(digits.start(), len(stem)):
        yield stem[:start], int(stem[start:])


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _hint(path: Path, film: str, script: Sequence[Lines]) -> str:
    for scene, number in _numbered(path.stem):
        if there := [lines for lines in script if _plain(lines.scene) == _plain(scene)]:
            numbers = ", ".join(str(lines.number) for lines in there)
            return f"{there[0].scene} has no words in a beat {number}; its beats are {numbers}"
    beats = [Path(lines.file).stem for lines in script]
    names = [film, *dict.fromkeys(lines.scene for lines in script), *beats]
    close = difflib.get_close_matches(path.stem.casefold(), names, n=1)
    return f"did you mean {(close or beats[:1])[0]}{path.suffix}?"
