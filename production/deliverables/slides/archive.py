"""Zip archives of which the same files make the same bytes."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_COMPRESSED = (".jpg", ".jpeg", ".mp4", ".png")
"""The endings of files that no archive makes smaller."""


def archive_folder(folder: Path, destination: Path) -> None:
    """Put a folder into an archive, under its name."""
    with ZipFile(destination, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            _add(archive, path.relative_to(folder.parent).as_posix(), path.read_bytes())


def without_times(source: Path, destination: Path) -> None:
    """Copy an archive, but not when its files were made."""
    with ZipFile(source) as old, ZipFile(destination, "w") as new:
        for name in old.namelist():
            _add(new, name, old.read(name))


def _add(archive: ZipFile, name: str, data: bytes) -> None:
    # Without a time it has the earliest that an archive can tell.
    entry = ZipInfo(name)
    entry.compress_type = ZIP_STORED if name.endswith(_COMPRESSED) else ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
