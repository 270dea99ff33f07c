"""Finds the scenes in a file or folder of Manim's: classes, tests of pictures, and examples in texts.

Three kinds: the Scene classes of a module; functions ``test_…(scene)`` that ``@frames_comparison`` decorates,
as in Manim's ``tests/test_graphical_units``; the ``.. manim::`` examples in docstrings and documentation.
"""

from __future__ import annotations

import ast
import functools
import importlib
import itertools
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

DIRECTIVE = re.compile(
    r"^(?P<indent> *)\.\. manim:: *(?P<name>\w+).*\n(?P<body>(?:(?P=indent) +.*\n|\s*\n)+)", re.M
)

TYPED = re.compile(r"^\s*(?:>>>|\.\.\.) ?(.*)$")

OPTION = re.compile(r"^\s*:\w+:.*$")


class NotComparableError(Exception):
    """A scene cannot be compared with stock Manim's Cairo pictures; the message says why."""


@dataclass(frozen=True, slots=True)
class FoundScene:
    """A scene in a file: by the name of its class or test function, or the code of an example."""

    path: Path
    name: str
    code: str = ""

    @property
    def label(self) -> str:
        """What it is called in a report."""
        return f"{self.path.stem}:{self.name}"


def find_scenes(place: Path) -> Iterator[FoundScene]:
    """Find the scenes in a file, or in all files of a folder."""
    paths = sorted(place.rglob("*")) if place.is_dir() else [place]
    # A link may lead nowhere.
    for path in filter(Path.is_file, paths):
        if path.suffix == ".py":
            yield from _in_python(path)
        elif path.suffix in (".rst", ".md"):
            yield from _examples(path, path.read_text(encoding="utf-8"))


def _in_python(path: Path) -> Iterator[FoundScene]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ".. manim::" in node.value:
            yield from _examples(path, node.value)
    if "manim" not in {name.partition(".")[0] for name in _imported(tree)}:
        return
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef) and any(
            "Scene" in ast.unparse(base) for base in statement.bases
        ):
            if any(isinstance(part, ast.FunctionDef) and part.name == "construct" for part in statement.body):
                yield FoundScene(path, statement.name)
        elif isinstance(statement, ast.FunctionDef) and any(
            "frames_comparison" in ast.unparse(decorator) for decorator in statement.decorator_list
        ):
            yield FoundScene(path, statement.name)


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _examples(path: Path, text: str) -> Iterator[FoundScene]:
    for match in DIRECTIVE.finditer(text.expandtabs() + "\n"):
        lines = list(itertools.dropwhile(_is_no_code, match["body"].splitlines()))
        # As in a session with Python: what it answers is no code.
        typed = [found[1] for line in lines if (found := TYPED.match(line))]
        code = textwrap.dedent("\n".join(typed or lines))
        yield FoundScene(path, match["name"], code)


def _is_no_code(line: str) -> bool:
    return not line.strip() or OPTION.match(line) is not None


def scene_classes(found: FoundScene) -> dict[str, type[Any]]:
    """Return the classes of a found scene by their labels: a test with parameters has one for each value.

    Raises
    ------
    NotComparableError
        If it draws with OpenGL, or needs what only a test runner has.
    """
    if found.code:
        namespace: dict[str, Any] = {"__name__": "__main__"}
        exec("from manim import *", namespace)
        exec(compile(found.code, str(found.path), "exec"), namespace)
        return {found.label: namespace[found.name]}
    thing = getattr(_import_file(found.path), found.name)
    if isinstance(thing, type):
        return {found.label: thing}
    return dict(_classes_of_test(found, thing))


def _import_file(path: Path) -> ModuleType:
    """Import a file as the module that it is in its packages, its picture tests recorded, not run."""
    from manim.utils.testing import frames_comparison

    root, name = path.resolve().parent, path.stem
    while (root / "__init__.py").exists():
        root, name = root.parent, f"{root.name}.{name}"
    sys.path.insert(0, str(root))
    module: Any = frames_comparison
    module.frames_comparison = _record
    return importlib.import_module(name)


def _record(function: Callable[..., None] | None = None, **options: Any) -> Any:
    """Stand in for ``frames_comparison``: note how a test is to be run."""
    if function is None:
        return functools.partial(_record, **options)
    recorded: Any = function
    recorded.options = options
    return recorded


def _classes_of_test(found: FoundScene, function: Any) -> Iterator[tuple[str, type[Any]]]:
    from manim import Scene

    options = dict(function.options)
    base = options.pop("base_scene", Scene)
    if "OpenGL" in getattr(options.pop("renderer_class", None), "__name__", ""):
        raise NotComparableError("it is drawn with OpenGL")
    options.pop("last_frame", None)
    choices = [
        [(mark.args[0], value) for value in mark.args[1]]
        for mark in getattr(function, "pytestmark", ())
        if mark.name == "parametrize"
    ]
    for chosen in itertools.product(*choices):
        missing = {*_arguments(function)} - {"scene", *(name for name, _ in chosen)}
        if missing:
            raise NotComparableError(f"only a test runner has its {', '.join(sorted(missing))}")
        construct = functools.partial(function, **dict(chosen))
        label = ", ".join([found.label, *(f"{name}={value}" for name, value in chosen)])
        yield label, type(found.name, (base,), {"construct": lambda self, run=construct: run(scene=self)})


def _arguments(function: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = function.__code__.co_varnames[: function.__code__.co_argcount]
    return names
