"""What sources import, and the texts in them, which are kept from run to run.

To parse them takes a quarter of the time of a run that has nothing to do.
"""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from production.jobs.cache import Cache

MOST_KEPT = 1000
"""Sources. A scene that is edited is another one each time."""


@dataclass(frozen=True, slots=True)
class Import:
    """An import statement.

    Parameters
    ----------
    base
        The module after ``from``, None where there is no ``from``.
    level
        The number of dots before it.
    names
        The names after ``import``.
    """

    base: str | None
    level: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The imports in a source, wherever they stand, and the texts that a file or a folder may be called."""

    imports: tuple[Import, ...]
    texts: tuple[str, ...]


class ParsedSources:
    """Sources by the digest of what they hold: the same always has the same imports and texts."""

    def __init__(self) -> None:
        self._known: dict[str, Parsed] = {}
        self._kept: dict[str, Any] = {}
        """As they are in a cache: made what they mean when they are asked for."""

    def of(self, content: bytes) -> Parsed:
        """Return what a source imports, and its texts.

        Raises
        ------
        SyntaxError
            If it is no Python.
        """
        digest = hashlib.sha256(content).hexdigest()
        parsed = self._known.get(digest)
        if parsed is None:
            kept = self._kept.get(digest)
            parsed = self._known[digest] = parse(content) if kept is None else _from_json(kept)
        return parsed

    def recall(self, stored: Cache) -> None:
        """Take what is kept in a cache."""
        kept = stored.read(_file_name())
        if kept is not None:
            self._kept |= json.loads(kept)

    def keep(self, stored: Cache, scratch: Path) -> None:
        """Store in a cache what it has not, by a file in a scratch folder.

        Raises
        ------
        OSError
            If it cannot be stored.
        """
        if self._known.keys() <= self._kept.keys():
            return
        # Those of this run first, and in one order: the same sources give the same file.
        known = {digest: astuple(parsed) for digest, parsed in sorted(self._known.items())}
        kept = dict(islice((known | self._kept).items(), MOST_KEPT))
        made = scratch / _file_name()
        made.write_text(json.dumps(kept), encoding="utf-8")
        stored.adopt(made)


SOURCES: Final = ParsedSources()
"""All that this process has parsed."""


def parse(content: bytes) -> Parsed:
    """Return what a source imports, and its texts; raises as ``ParsedSources.of`` does."""
    imports: list[Import] = []
    texts: list[str] = []
    # As ast.walk does, which takes half as long again.
    nodes: list[ast.AST] = [ast.parse(content)]
    for node in nodes:
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                texts.append(node.value)
        elif isinstance(node, ast.Import):
            imports.append(Import(None, 0, tuple(alias.name for alias in node.names)))
        elif isinstance(node, ast.ImportFrom):
            imports.append(Import(node.module or "", node.level, tuple(alias.name for alias in node.names)))
        else:
            if isinstance(node, (ast.JoinedStr, ast.BinOp, ast.Call)):
                texts += _paths(node)
            for value in vars(node).values():
                if isinstance(value, ast.AST):
                    nodes.append(value)
                elif isinstance(value, list):
                    nodes += [part for part in value if isinstance(part, ast.AST)]
    paths = (
        text for text in dict.fromkeys(texts) if text.strip("./") and "\n" not in text and len(text) < 256
    )
    return Parsed(tuple(imports), tuple(paths))


def _paths(node: ast.JoinedStr | ast.BinOp | ast.Call) -> Iterator[str]:
    """Give the paths that are put together of texts.

    Each begins with the first text, whatever stands before it, and may end with the beginning of a name.
    """
    if isinstance(node, ast.JoinedStr):
        yield from (text.lstrip("/") for value in node.values for text in _first_text(value))
        return
    parts = _parts(node)
    if len(parts) > 1:
        yield "/".join(parts)


def _parts(node: ast.AST) -> list[str]:
    """Return the texts of ``folder / "data" / "one.csv"``, or of ``join(folder, "data", "one.csv")``."""
    parts: list[str] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        parts[:0] = _first_text(node.right)
        node = node.left
    if isinstance(node, ast.Call):
        parts[:0] = [text for argument in node.args for text in _first_text(argument)]
    return parts


def _first_text(node: ast.AST) -> list[str]:
    """Return the text that something is, or begins with."""
    if isinstance(node, ast.JoinedStr) and node.values:
        node = node.values[0]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _from_json(fields: Any) -> Parsed:
    imports, texts = fields
    return Parsed(tuple(Import(base, level, tuple(names)) for base, level, names in imports), tuple(texts))


@cache
def _file_name() -> str:
    """Return what the file is called that this code has made."""
    made_by = Path(__file__).read_bytes() + platform.python_version().encode()
    return f"{hashlib.sha256(made_by).hexdigest()[:32]}.json"
