"""Finished files for the next time, each named by a key of everything that shapes it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol, Self, TypeVar

from production.errors import naming
from production.jobs.scratch import alone_in

GIBIBYTE = 2**30


class _Named(Protocol):
    @property
    def file_name(self) -> str: ...


NamedFile = TypeVar("NamedFile", bound=_Named)
"""Whatever knows the name of the file that it makes."""


class Cache:
    """A folder of files that are whole, each named by its key and the digest of its content.

    What is read is checked against the digest; a file that fails is removed, and counts as missing.
    Two processes may use one folder at the same time. Ages are file times; a clock set back only changes
    which file is forgotten first.

    Parameters
    ----------
    folder
        Made when the first file is stored.
    limit
        Bytes the folder may grow to before ``trim`` forgets the files that were not used for longest.
    """

    def __init__(self, folder: Path, limit: int = 4 * GIBIBYTE) -> None:
        self.folder = folder
        self.limit = limit
        self._used: set[Path] = set()

    @classmethod
    def around(cls, scratch_root: Path) -> Self | None:
        """Return the cache with this ``scratch_root``; None where that is no cache's, as on a cluster."""
        cache = cls(scratch_root.parent)
        return cache if cache.scratch_root == scratch_root else None

    @property
    def scratch_root(self) -> Path:
        """Where files are made before they are whole."""
        return self.folder / "scratch"

    def get(self, file_name: str) -> Path | None:
        """Return the file stored as ``key.suffix``, if there is one and it is as it was written."""
        for path in self._stored(file_name):
            if digest_of_file(path) == digest_in_name(path):
                with suppress(OSError):
                    os.utime(path)
                self._used.add(path)
                return path
            with suppress(OSError):
                _remove(path)
        return None

    def read(self, file_name: str) -> str | None:
        """Return the text that is stored as ``key.suffix``, if there is one and it is as it was written."""
        path = self.get(file_name)
        try:
            return None if path is None else path.read_text(encoding="utf-8")
        except FileNotFoundError:
            # Another process has just stored another one.
            return None

    def get_all(self, files: Iterable[NamedFile]) -> dict[NamedFile, Path]:
        """Return those of some files that are stored here, by what makes them."""
        found = {file: self.get(file.file_name) for file in files}
        return {file: path for file, path in found.items() if path is not None}

    def get_or_make(self, file_name: str, scratch: Path, make: Callable[[Path], None]) -> Path:
        """Return the file stored as ``key.suffix``, which is made in a scratch folder if there is none.

        Raises
        ------
        OSError
            If it cannot be stored.
        """
        path = self.get(file_name)
        if path is None:
            made = scratch / file_name
            with naming(made):
                make(made)
            path = self.adopt(made)
        return path

    def adopt(self, file: Path) -> Path:
        """Store a finished file, which moves here from a scratch folder, and return its new path.

        It is found again under its name, and what was there before is not.

        Raises
        ------
        OSError
            If it is not there, or cannot be stored; nothing of it is stored then.
        """
        with naming(file), file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            os.fsync(content.fileno())
        path = self.folder / f"{file.stem}-{digest}{file.suffix}"
        with naming(path):
            file.replace(path)
        for before in self._stored(file.name):
            if before != path:
                with suppress(OSError):
                    _remove(before)
        self._used.add(path)
        return path

    def trim(self) -> None:
        """Forget the files that were not used for longest, until the rest is within the limit.

        Files that this process used stay, and so does everything while another process works here.
        """
        with alone_in(self.scratch_root) as alone:
            if not alone:
                return
            files = sorted(self._files(), key=lambda path: (path.stat().st_mtime_ns, path.name))
            size = sum(path.stat().st_size for path in files)
            for path in files:
                if size <= self.limit:
                    return
                if path not in self._used:
                    size -= path.stat().st_size
                    path.unlink(missing_ok=True)

    def clean(self) -> None:
        """Forget everything.

        Raises
        ------
        BlockingIOError
            If another process works here; nothing is forgotten then.
        """
        if not self.folder.is_dir():
            return
        with alone_in(self.scratch_root) as alone:
            if not alone:
                raise BlockingIOError(f"a render is using {self.folder}; clean it when that is done")
            for path in self.folder.iterdir():
                if path != self.scratch_root:
                    _remove(path)
        self._used.clear()

    def _stored(self, file_name: str) -> list[Path]:
        name = Path(file_name)
        return sorted(self.folder.glob(f"{name.stem}-*{name.suffix}"))

    def _files(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if path.is_file()]


def _remove(path: Path) -> None:
    """Remove a file, or a folder that stands in the place of one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def digest_in_name(path: Path) -> str:
    """Return the digest that a stored file's name carries."""
    return path.stem.rpartition("-")[2]


def digest_of_file(path: Path) -> str | None:
    """Return the digest of a file's content, None where it cannot be read, or is no file."""
    # A pipe would be waited for.
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
