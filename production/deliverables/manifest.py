"""What a film is made of and with, to check it by later and to make it again."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import av

PACKAGES = ("manim", "av", "numpy", "scipy", "typst", "pycairo", "contourpy", "pillow")
"""Whose versions may show in the pictures or the file."""


@dataclass(frozen=True, slots=True)
class SceneEntry:
    """A scene of a film: seconds, frames, and the digest of its clip."""

    name: str
    scene: str
    title: str
    start: float
    length: float
    frames: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A film's parts and making; not when or where, so the same film has the same manifest."""

    film: str
    title: str
    width: int
    height: int
    frame_rate: int
    transparent: bool
    scenes: tuple[SceneEntry, ...]
    parameters: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """What was changed of the scenes' experiments, by scene."""
    versions: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 digests by file name, the film's among them."""

    @property
    def length(self) -> float:
        """Seconds."""
        return self.scenes[-1].start + self.scenes[-1].length if self.scenes else 0.0

    @property
    def frames(self) -> int:
        """Frames of all scenes."""
        return sum(scene.frames for scene in self.scenes)

    def to_json(self) -> str:
        """Text that ``from_json`` reads back."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"
        # A byte of a file's name that is no UTF-8; JSON escapes it as Python does.
        return text.encode(errors="backslashreplace").decode()

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read what ``to_json`` wrote.

        Raises
        ------
        ValueError
            If the text is no manifest.
        """
        try:
            fields = json.loads(text)
            scenes = tuple(SceneEntry(**entry) for entry in fields.pop("scenes"))
            return cls(**fields, scenes=scenes)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"not a manifest: {error}") from error


def versions() -> dict[str, str]:
    """Versions of Python, of the packages that draw and encode, and of FFmpeg's libraries."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        # A system may bring a library without saying which.
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    for library in ("libavcodec", "libavformat"):
        found[library] = ".".join(map(str, av.library_versions[library]))
    return found


def manifest_path(film: Path) -> Path:
    """Return where a film's manifest stands: beside it, under its name."""
    return film.with_name(f"{film.name}.manifest.json")


def name_of(path: Path) -> str:
    """Return a file's name as a manifest has it: in UTF-8, whatever encoding this process takes names for."""
    return os.fsencode(path.name).decode(errors="surrogateescape")


def path_of(name: str, folder: Path) -> Path:
    """Return the file in a folder that a manifest calls so."""
    return folder / os.fsdecode(name.encode(errors="surrogateescape"))


def sha256(path: Path) -> str:
    """Digest a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(paths: Iterable[Path]) -> dict[str, str]:
    """Digest files, by their names."""
    return {name_of(path): sha256(path) for path in sorted(paths)}
