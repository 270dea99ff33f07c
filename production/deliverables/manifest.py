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
from typing import Any, Self, TypeVar, get_args, get_origin, get_type_hints

import av

Entry = TypeVar("Entry")

PACKAGES = ("manim", "av", "numpy", "scipy", "typst", "pycairo", "contourpy", "pillow")
"""Whose versions may show in the pictures or the file."""

COMPANIONS = ("chapters.vtt", "poster.png", "srt", "transcript.md", "vtt")
"""What lies beside a film besides its manifest, by the endings that follow its name."""

_LARGEST = 2**53
"""The first number after which a float leaves some out."""


@dataclass(frozen=True, slots=True)
class BeatEntry:
    """A beat of a film: its words, what is shown and not said, and its frames, counted from the film's first.

    A closed group begins with ``first_frame``, so ``production.clips.cut`` can cut the beat out of the film;
    ``still_frame`` shows its finished picture. ``recording`` is the digest of the recording of what is said,
    empty where there is none, and the two after it say from when on and how long it speaks (seconds).
    """

    title: str
    narration: str
    first_frame: int
    frames: int
    still_frame: int
    shown: str
    recording: str
    speech_start: float
    speech_length: float


@dataclass(frozen=True, slots=True)
class SceneEntry:
    """A scene of a film: its words, seconds, frames, the digest of its clip, its beats, its lab's state."""

    name: str
    scene: str
    title: str
    idea: str
    start: float
    length: float
    frames: int
    sha256: str
    beats: tuple[BeatEntry, ...]
    lab: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Self:
        """Read what ``dataclasses.asdict`` made of an entry."""
        beats = tuple(_checked(BeatEntry(**beat)) for beat in fields["beats"])
        return _checked(cls(**{**fields, "beats": beats}))


@dataclass(frozen=True, slots=True)
class Manifest:
    """A film's parts and making; not when or where, so the same film has the same manifest."""

    film: str
    title: str
    width: int
    height: int
    frame_rate: int
    transparent: bool
    sound: bool
    """Whether anything is heard."""
    muted: bool
    """Whether nothing is, because no sound was wanted."""
    master: bool
    """Whether it is for upload and for archives."""
    full_chroma: bool
    """Whether every pixel of a master has a colour of its own (4:4:4)."""
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
            If the text is no manifest, or one of an older form.
        """
        try:
            fields = json.loads(text)
            entries = fields.pop("scenes")
            if not entries:
                raise ValueError("it has no scenes")
            is_older = not {"sound", "master"} <= fields.keys() or any(
                not {"beats", "idea"} <= entry.keys() or any("shown" not in beat for beat in entry["beats"])
                for entry in entries
            )
            scenes = () if is_older else tuple(map(SceneEntry.from_fields, entries))
            manifest = _checked(cls(**fields, scenes=scenes))
            if manifest.frame_rate < 1:
                raise ValueError(f"frame_rate is {manifest.frame_rate}")
            for name in manifest.files:
                _see_that_it_is_plain(name)
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise ValueError(f"not a manifest: {error}") from error
        if is_older:
            raise ValueError("a manifest of an older form; make the film again")
        return manifest


def _checked(entry: Entry) -> Entry:
    """See that what was read has the types that it should have, for JSON may hold anything.

    Raises
    ------
    TypeError
        If it has not.
    """
    for name, hint in get_type_hints(type(entry)).items():
        value = getattr(entry, name)
        if not _is(value, hint):
            raise TypeError(f"{name} is {value!r}")
    return entry


def _is(value: object, hint: Any) -> bool:
    """Whether a value is of a type, and a number one that can be reckoned with."""
    kind, inner = get_origin(hint) or hint, get_args(hint)
    if kind in (int, float):
        # JSON does not tell 4.0 from 4, and may have endless numbers, and some that are none.
        kinds = (int, float) if kind is float else int
        return isinstance(value, kinds) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST
    if isinstance(value, Mapping) and inner:
        return all(_is(item, inner[1]) for item in value.values())
    if isinstance(value, tuple) and inner:
        return all(_is(item, inner[0]) for item in value)
    return isinstance(value, kind)


def _see_that_it_is_plain(name: str) -> None:
    """Refuse a name that leads out of the film's folder, or to no file.

    Raises
    ------
    ValueError
        If it does.
    """
    path = path_of(name, Path())
    if "\0" in name or path.name in ("", "..") or name_of(path) != name:
        raise ValueError(f"{name!r} is no name of a file beside the film")


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
