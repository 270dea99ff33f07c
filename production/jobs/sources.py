"""The source files that importing a module runs, found without importing it."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from glob import escape
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias
from unicodedata import normalize

from production.frames.manims_settings import assets_beside
from production.frames.scene_module import is_file
from production.jobs.parsed_sources import SOURCES

_LINE = __name__.partition(".")[0]
"""The outermost name of the line's own modules, which draw no data of their own."""


NamesIn: TypeAlias = Callable[[str], frozenset[str]]
"""Returns the names of what is in a folder, folded."""

_ELSEWHERE = frozenset(("", os.curdir, os.pardir, "~"))
"""What a path may begin with that no folder lists."""

_ENDINGS = (".svg", ".jpg", ".jpeg", ".png", ".gif", ".ico")
"""What Manim adds to the name of a picture that it does not find."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What a source holds, the names that it imports, and the data that it has."""

    content: bytes
    imports: tuple[str, ...]
    data: tuple[tuple[Path, bytes], ...]


def _names_in(folder: str) -> frozenset[str]:
    """Return what is in a folder, pictures without their endings, too.

    Most names that are looked for are not, and need not be asked for.
    """
    try:
        names = [_folded(name) for name in os.listdir(folder)]  # noqa: PTH208
    except OSError:
        return frozenset()
    stems = (os.path.splitext(name) for name in names)  # noqa: PTH122
    return frozenset([*names, *(stem for stem, ending in stems if ending in _ENDINGS)])


def _folded(name: str) -> str:
    """Return a name as systems compare it that take upper case for lower, or a letter for its parts."""
    return name.lower() if name.isascii() else normalize("NFC", name).casefold()


class Snapshot:
    """Source files as they were when they were first asked for; scenes share most of theirs."""

    def __init__(self) -> None:
        names_in = cache(_names_in)
        self.read = cache(partial(_read, names_in))
        self._find = cache(partial(find_module, names_in=names_in))
        self._looked_in = list(sys.path)

    def find(self, name: str) -> Path | None:
        """Return the file of a module; None if it has none."""
        if self._looked_in != sys.path:
            # A scene's folder was added.
            self._find.cache_clear()
            self._looked_in = list(sys.path)
        return self._find(name)


class Sources:
    """The source files that importing a module runs, and the data that it names or that lies beside it.

    Parameters
    ----------
    source
        A module's dotted name, or the path of a file.
    snapshot
        Where files are read, as they are now where it is left out.

    Raises
    ------
    SyntaxError
        If a file is no Python.
    OSError
        If one cannot be read.
    """

    def __init__(self, source: str, snapshot: Snapshot | None = None) -> None:
        self.files: dict[Path, tuple[str, bytes]] = {}
        """What each is called, on every machine alike, and what is in it."""
        self.libraries: set[str] = set()
        """The libraries that are imported, by the names by which they are, without Python's own."""
        self.imports: dict[Path, set[str]] = {}
        """The outermost names that each imports."""
        # Read once for this call: files may change.
        self._snapshot = snapshot or Snapshot()
        self._is_library = cache(self._looks_like_a_library)
        self._assets = assets_beside(source)
        # Once installed, they lie among the libraries.
        self._own = _installed_with_this()
        self._waiting: list[str] = []
        if is_file(source):
            file = Path(source).absolute()
            if file.is_file():
                self._take(file.stem, file)
        else:
            self._own |= {source.partition(".")[0]}
            self._waiting.append(source)
        seen: set[str] = set()
        find = self._snapshot.find
        while self._waiting:
            name = self._waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            # Most names are what a few libraries offer, and need not be looked for one by one.
            outermost = name.partition(".")[0]
            if self._is_library(outermost) or _is_plain_module(find(name.rpartition(".")[0])):
                continue
            path = find(name)
            if path is not None:
                self._take(name, path)

    def _take(self, name: str, path: Path) -> None:
        try:
            file = self._snapshot.read(name, path, self._assets)
        except SyntaxError as error:
            error.filename = str(path)
            raise
        self.files[path] = (name, file.content)
        self.files.update((data, (f"{name}/{data.name}", content)) for data, content in file.data)
        self.imports[path] = {imported.partition(".")[0] for imported in file.imports}
        self._waiting.extend(file.imports)
        # Importing a.b.c runs a and a.b as well.
        self._waiting.extend(parent for parent in [name.rpartition(".")[0]] if parent)

    def _looks_like_a_library(self, name: str) -> bool:
        """Whether a name is of a library, whose version stands for its sources, or of Python's own."""
        path = self._snapshot.find(name)
        if path is None or name in self._own:
            return False
        if not {"site-packages", "dist-packages"}.isdisjoint(path.parts):
            self.libraries.add(name)
            return True
        return Path(ast.__file__).parent in path.parents


def _read(names_in: NamesIn, name: str, path: Path, assets: Path | None) -> SourceFile:
    """Read the source of a module, whose scenes may have a folder of assets."""
    content = path.read_bytes()
    is_package = path.name == "__init__.py"
    if is_package:
        data = _data_beside(path)
    elif name.partition(".")[0] == _LINE:
        data = iter(())
    else:
        folders = (path.parent, Path(), *([] if assets is None else [assets]))
        data = _data_named(content, [os.path.abspath(each) for each in folders], names_in)  # noqa: PTH100
    return SourceFile(
        content,
        names_imported(content, name if is_package else name.rpartition(".")[0]),
        tuple((file, file.read_bytes()) for file in dict.fromkeys(data)),
    )


def find_module(name: str, names_in: NamesIn = _names_in) -> Path | None:
    """Return the file of a module; None if it has none."""
    if not name:
        return None
    # Asked hundreds of times for each scene, before and after each clip; pathlib takes three times as long.
    inside, here = name.replace(".", os.sep), os.getcwd()  # noqa: PTH109
    package = _folded(name.partition(".")[0])
    outermost = {package, f"{package}.py"}
    for entry in sys.path:
        folder = os.path.join(here, entry)  # noqa: PTH118
        if outermost.isdisjoint(names_in(folder)):
            continue
        module = os.path.join(folder, inside)  # noqa: PTH118
        for path in (os.path.join(module, "__init__.py"), f"{module}.py"):  # noqa: PTH118
            if os.path.isfile(path):  # noqa: PTH113
                return Path(path)
    return None


def hidden_modules(source: str) -> dict[Path, str]:
    """Return the modules beside a file that it means to import, but that others hide, and what hides each."""
    folder = Path(source).absolute().parent
    hidden: dict[Path, str] = {}
    for path, names in Sources(source).imports.items():
        for name in names if path.parent == folder else ():
            for beside in (folder / name / "__init__.py", folder / f"{name}.py"):
                if beside.is_file() and beside != path and (found := _imported_as(name)) != str(beside):
                    hidden[beside] = found
    return hidden


def _imported_as(name: str) -> str:
    """Return the file that Python imports by an outermost name, or what it says of a module without one."""
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return "nothing"
    return str(spec.origin) if spec is not None else "nothing"


def _data_beside(path: Path) -> Iterator[Path]:
    for data in path.parent.iterdir():
        if _is_data(data):
            yield data


def _data_named(content: bytes, folders: Sequence[str], names_in: NamesIn) -> Iterator[Path]:
    """The files that a source names in some folders, and those in folders that lie in the first, its own."""
    there = _ELSEWHERE.union(*map(names_in, folders))
    for text in SOURCES.of(content).texts:
        # Most are no file's name, and pathlib takes three times as long to say so.
        if _folded(text.partition(os.sep)[0]) not in there:
            continue
        named, *others = (os.path.join(each, os.path.expanduser(text)) for each in folders)  # noqa: PTH111, PTH118
        try:
            if os.path.isdir(named):  # noqa: PTH112
                yield from filter(_is_data, Path(named).iterdir())
            yield from _files([named, *(others if Path(text).suffix else ())])
            for path in (named, *others):
                yield from _files(path + ending for ending in _ENDINGS)
                if os.sep in text:
                    yield from _numbered(path)
        except (OSError, ValueError):
            # What no file can be called.
            continue


def _files(paths: Iterable[str]) -> Iterator[Path]:
    return map(Path, filter(os.path.isfile, paths))


def _numbered(path: str) -> Iterator[Path]:
    """The files whose paths go on from this one, as those of ``f"frames/{number}.png"`` do."""
    folder, beginning = os.path.split(path)
    if beginning and os.path.isdir(folder) and not os.path.exists(path):  # noqa: PTH110, PTH112
        yield from filter(_is_data, Path(folder).glob(f"{escape(beginning)}*"))


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".py", ".pyc", ".pyi") and not path.name.startswith(".")


def names_imported(content: bytes, package: str) -> tuple[str, ...]:
    """The names that a source imports: modules, or what may be modules inside of packages."""
    names: list[str] = []
    for statement in SOURCES.of(content).imports:
        if statement.base is None:
            names += statement.names
            continue
        base = statement.base
        if statement.level:
            parents = package.split(".")
            outer = parents[: len(parents) - statement.level + 1]
            base = ".".join([*outer, base] if base else outer)
        names += [base, *(f"{base}.{name}" for name in statement.names)]
    return tuple(names)


def _is_plain_module(path: Path | None) -> bool:
    """Whether a file is a module that has no modules inside."""
    return path is not None and path.name != "__init__.py"


@cache
def _installed_with_this() -> frozenset[str]:
    """The outermost packages and modules of the wheel that this one was installed from; in a clone, none."""
    try:
        files = distribution("momentum-film").files or ()
    except PackageNotFoundError:
        return frozenset()
    return frozenset(file.parts[0].removesuffix(".py") for file in files if file.suffix == ".py")
