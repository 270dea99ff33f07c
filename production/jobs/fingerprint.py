"""A digest of all that a scene's pictures depend on, found without importing the scene."""

from __future__ import annotations

import ast
import hashlib
import platform
import sys
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

DRAWN_WITH = (
    "av",
    "contourpy",
    "font-source-sans-pro",
    "manim",
    "numpy",
    "pillow",
    "pycairo",
    "scipy",
    "svgelements",
    "typst",
)
"""The distributions whose version may change a picture or its encoding."""


def fingerprint(scene: str, root: str, digest_of: Callable[[str], str] | None = None) -> str:
    """Return a digest of everything but parameters and format that shapes what is made of ``module:Class``.

    That is the source of the scene's module and of every module of the project that it imports, directly or
    not; the files that lie beside those modules and are no Python; the source of the code that draws and
    encodes; the versions of the libraries, of Python and the kind of machine; Manim's configuration files.

    Parameters
    ----------
    scene
        Its reference.
    root
        The module of ours that, with what it imports, makes it.
    digest_of
        Returns the digest of a module's sources, ``source_digest`` where it is left out.
    """
    digest_of = digest_of or source_digest
    digest = hashlib.sha256()
    for module in (scene.partition(":")[0], root):
        _add(digest, "sources", digest_of(module).encode())
    for name in DRAWN_WITH:
        _add(digest, name, _version(name).encode())
    _add(digest, "python", f"{platform.python_version()} {platform.machine()}".encode())
    for path in (Path("manim.cfg"), Path.home() / ".config" / "manim" / "manim.cfg"):
        _add(digest, path.name, path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def source_digest(module: str) -> str:
    """Return a digest of every source file that importing a module runs."""
    digest = hashlib.sha256()
    for name, content in sorted(sources(module)):
        _add(digest, name, content)
    return digest.hexdigest()


def key(*parts: object) -> str:
    """Return a short digest of plain values, the same in every process."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()[:32]


def _add(digest: hashlib._Hash, name: str, content: bytes) -> None:
    # Lengths keep apart what would read alike when run together.
    digest.update(f"{name}\0{len(content)}\0".encode())
    digest.update(content)


@cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "none"


@cache
def _installed_with_this() -> frozenset[str]:
    """The outermost packages and modules of the wheel that this one was installed from; in a clone, none."""
    try:
        files = distribution("momentum-film").files or ()
    except PackageNotFoundError:
        return frozenset()
    return frozenset(file.parts[0].removesuffix(".py") for file in files if file.suffix == ".py")


def sources(module: str) -> set[tuple[str, bytes]]:
    """Return all source files that importing a module runs, and the data beside them: names and contents."""
    # Cached for this call only: files may change.
    find = cache(_find)
    found: dict[Path, tuple[str, bytes]] = {}
    waiting = [module]
    seen: set[str] = set()
    # Once installed, they lie among the libraries.
    ours = {module.partition(".")[0], *_installed_with_this()}
    libraries: dict[str, bool] = {}
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        # Most names are what a few libraries offer, and need not be looked for one by one.
        outermost = name.partition(".")[0]
        if outermost not in libraries:
            libraries[outermost] = outermost not in ours and _is_library(find(outermost))
        if libraries[outermost] or _is_plain_module(find(name.rpartition(".")[0])):
            continue
        path = find(name)
        if path is None or (outermost not in ours and _is_library(path)):
            continue
        content = path.read_bytes()
        found[path] = (name, content)
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        if package and path.name == "__init__.py":
            for data in _data_beside(path):
                found[data] = (f"{name}/{data.name}", data.read_bytes())
        waiting.extend(_imports(content, package))
        # Importing a.b.c runs a and a.b as well.
        waiting.extend(parent for parent in [name.rpartition(".")[0]] if parent)
    return set(found.values())


def _data_beside(path: Path) -> Iterator[Path]:
    for data in path.parent.iterdir():
        if data.is_file() and data.suffix not in (".py", ".pyc", ".pyi") and not data.name.startswith("."):
            yield data


@lru_cache(maxsize=1024)
def _imports(content: bytes, package: str) -> tuple[str, ...]:
    """The names that a source imports: modules, or what may be modules inside of packages."""
    names = []
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                outer = parents[: len(parents) - node.level + 1]
                base = ".".join([*outer, base] if base else outer)
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return tuple(names)


def _find(module: str) -> Path | None:
    """The file of a module; None if it has none."""
    if not module:
        return None
    inside = Path(*module.split("."))
    for entry in sys.path:
        root = Path(entry).absolute()
        for path in (root / inside / "__init__.py", (root / inside).with_suffix(".py")):
            if path.is_file():
                return path
    return None


def _is_plain_module(path: Path | None) -> bool:
    """Whether a file is a module that has no modules inside."""
    return path is not None and path.name != "__init__.py"


def _is_library(path: Path | None) -> bool:
    if path is None:
        return False
    stdlib = Path(ast.__file__).parent
    return not {"site-packages", "dist-packages"}.isdisjoint(path.parts) or stdlib in path.parents
