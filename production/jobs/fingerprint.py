"""A digest of all that a scene's pictures depend on, found without importing the scene."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from types import MappingProxyType

from production.errors import BEFORE_THE_FIRST_BEAT, RenderError
from production.film import SceneRef
from production.frames.manims_settings import settings_file
from production.frames.scene_module import make_importable
from production.jobs.sources import Snapshot, Sources

DRAWN_WITH = MappingProxyType(
    {
        "PIL": "pillow",
        "av": "av",
        "cairo": "pycairo",
        "contourpy": "contourpy",
        "font_source_sans_pro": "font-source-sans-pro",
        "manim": "manim",
        "numpy": "numpy",
        "scipy": "scipy",
        "svgelements": "svgelements",
        "tqdm": "tqdm",
        "typst": "typst",
    }
)
"""The distributions whose version may change any picture or its encoding, by the names that are imported."""

JOINED_WITH: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "srt": ("srt",),
        "unicode_segmentation_rs": ("unicode-segmentation-rs",),
        "webvtt": ("webvtt-py",),
    }
)
"""Those of what else joins clips, likewise: every run asks for them, and to find them takes a tenth of a
second."""


def fingerprint(scene: SceneRef, root: str, digest_of: Callable[[str], str] | None = None) -> str:
    """Return a digest of everything but parameters and format that shapes what is made of a scene.

    That is the source of the scene's module and of every module of the project that it imports, directly or
    not; the files that lie beside those modules in a package, or that those modules name; the source of the
    code that draws and encodes; the versions of the libraries, of Python and the kind of machine; a
    ``manim.cfg`` beside a scene's file, whose folder of assets is one where files are looked for.

    Parameters
    ----------
    scene
        Its name.
    root
        The module of ours that, with what it imports, makes it.
    digest_of
        Returns the digest of a module's sources and libraries, ``source_digest`` where it is left out.

    Raises
    ------
    SyntaxError
        If a source is no Python.
    """
    make_importable(scene.source)
    digest_of = digest_of or partial(source_digest, snapshot=Snapshot())
    digest = hashlib.sha256()
    for source in (scene.source, root):
        _add(digest, "sources", digest_of(source).encode())
    _add_versions(digest)
    settings = settings_file(scene.source)
    if settings is not None and settings.is_file():
        _add(digest, settings.name, settings.read_bytes())
    return digest.hexdigest()


def line_fingerprint(root: str, digest_of: Callable[[str], str] | None = None) -> str:
    """Return a digest of what shapes a file that is made of no scene; see ``fingerprint``."""
    digest = hashlib.sha256()
    _add(digest, "sources", (digest_of or source_digest)(root).encode())
    _add_versions(digest)
    return digest.hexdigest()


def source_digest(source: str, snapshot: Snapshot | None = None) -> str:
    """Return a digest of all source files that a module or a file runs, and of its libraries' versions.

    Those of libraries that every scene is drawn with are in the fingerprint anyway. Files are as they are in
    the snapshot, as they are now where it is left out.
    """
    digest = hashlib.sha256()
    found = Sources(source, snapshot)
    for name, content in sorted(found.files.values()):
        _add(digest, name, content)
    for library in sorted(found.libraries - DRAWN_WITH.keys()):
        named = JOINED_WITH if library in JOINED_WITH else _distributions()
        for distribution in named.get(library, ()):
            _add(digest, distribution, _version(distribution).encode())
    return digest.hexdigest()


class Fingerprints:
    """Fingerprints by sources as they were when they were first asked for.

    A worker imports a module once; were its sources changed after that, what it made would otherwise be
    cached under the new ones' key.

    Parameters
    ----------
    roots
        The modules of ours that make files; their sources are asked for with the first.
    """

    def __init__(self, roots: Iterable[str]) -> None:
        self._roots = tuple(roots)
        self._snapshot = Snapshot()
        self._digests: dict[str, str] = {}

    def of_scene(self, scene: SceneRef, root: str) -> str:
        """Return what ``fingerprint`` does.

        Raises
        ------
        RenderError
            If a source is no Python.
        """
        try:
            return fingerprint(scene, root, self._digest_of)
        except SyntaxError as error:
            raise RenderError(scene.label, BEFORE_THE_FIRST_BEAT, f"SyntaxError: {error}") from error

    def of_line(self, root: str) -> str:
        """Return what ``line_fingerprint`` does."""
        return line_fingerprint(root, self._digest_of)

    def _digest_of(self, module: str) -> str:
        for asked in (module,) if self._digests else (*self._roots, module):
            if asked not in self._digests:
                self._digests[asked] = source_digest(asked, self._snapshot)
        return self._digests[module]


def key(*parts: object) -> str:
    """Return a short digest of plain values, the same in every process."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()[:32]


def _add_versions(digest: hashlib._Hash) -> None:
    for name in DRAWN_WITH.values():
        _add(digest, name, _version(name).encode())
    _add(digest, "python", f"{platform.python_version()} {platform.machine()}".encode())


def _add(digest: hashlib._Hash, name: str, content: bytes) -> None:
    # Lengths keep apart what would read alike when run together.
    digest.update(f"{name}\0{len(content)}\0".encode())
    digest.update(content)


@cache
def _distributions() -> Mapping[str, Sequence[str]]:
    # Takes a tenth of a second.
    return dict(packages_distributions())


@cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "none"
