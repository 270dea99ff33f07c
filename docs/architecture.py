"""Draws the picture of the architecture that CONTRIBUTING.md shows: ``python -m docs.architecture``.

Everything on it is read from the project: the floors from the import linter's contract, what a room is for
from its first line, its modules from the folder.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import font_source_sans_pro
import typst
from PIL import Image

PROJECT = Path(__file__).parent.parent
PICTURE = Path(__file__).with_name("architecture.png")

PAGE = """
#set page(width: 25cm, height: auto, margin: 6mm, fill: white)
#set text(font: "Source Sans Pro", size: 9.5pt, fill: rgb("#1B2733"))
#set par(leading: 0.45em)
#let room(name, purpose, modules, fill) = block(
  width: 100%, inset: 7pt, radius: 3pt, fill: rgb(fill), stroke: 0.6pt + rgb("#8FA3B3"),
  [#text(weight: "bold", size: 11pt, name) #h(4pt) #purpose #linebreak()
   #text(size: 8.5pt, fill: rgb("#4A5D6E"), modules)])
#let heading(name, purpose) = [#text(weight: "bold", size: 12pt, name) #h(4pt) #purpose]
#let down = align(center, text(size: 9pt, fill: rgb("#4A5D6E"), sym.arrow.b))
"""

JOINS, LINE, FILM, NUMBERS = "#E8EDF2", "#DCEBF7", "#FBE9CF", "#D8F3E5"
"""What meets where, the production line, the film's scenes, the simulator."""


def floors() -> list[list[str]]:
    """Return the floors of the production line from the top, each with its rooms."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def purpose(path: Path) -> str:
    """Return the first sentence of a module or a package."""
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").splitlines()[0]


def modules(folder: Path) -> str:
    """Return the names of a folder's modules, and of the packages in it that are not shown by themselves."""
    packages = (path.parent for path in folder.glob("*/__init__.py") if path.parent.name != "mobjects")
    files = (path for path in folder.glob("*.py") if path.stem != "__init__")
    return " · ".join(sorted(path.stem for path in (*packages, *files)))


def _text(words: str) -> str:
    return f'"{words.replace("``", "")}"'


def _room(path: Path, fill: str) -> str:
    names = modules(path) if path.is_dir() else ""
    return f"room({_text(path.name)}, {_text(purpose(path))}, {_text(names)}, {_text(fill)})"


def _row(rooms: Sequence[str]) -> str:
    columns = ", ".join(["1fr"] * len(rooms))
    return f"grid(columns: ({columns}), gutter: 6pt, {', '.join(rooms)})"


def source() -> str:
    """Return the picture in Typst's language."""
    line = [_row([_room(PROJECT / "production" / room, LINE) for room in floor]) for floor in floors()]
    scenes = PROJECT / "scenes"
    film = [
        _room(scenes / "lesson.py", FILM),
        _room(scenes, FILM),
        _room(scenes / "mobjects", FILM),
        _room(PROJECT / "momentum_sim", NUMBERS),
    ]

    def stacked(rows: Sequence[str]) -> str:
        return f"stack(spacing: 5pt, {', down, '.join(rows)})"

    line_heading = "heading([production], [the line: is handed a film, plain data])"
    film_heading = "heading([scenes], [this film; its lesson.py alone imports production.film])"
    columns = (
        f"grid(columns: (1.7fr, 1fr), gutter: 14pt, {line_heading}, {film_heading}, "
        f"{stacked(line)}, {stacked(film)})"
    )
    top = _room(PROJECT / "render.py", JOINS)
    return f"{PAGE}\n#{top}\n#down\n#{columns}\n"


def draw() -> Image.Image:
    """Return the picture."""
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
    picture = typst.compile(source().encode(), format="png", ppi=110, font_paths=fonts)
    assert isinstance(picture, bytes)
    # Few colours make a small file.
    return Image.open(BytesIO(picture)).convert("RGB").quantize(32, dither=Image.Dither.NONE)


if __name__ == "__main__":
    draw().save(PICTURE, optimize=True)
