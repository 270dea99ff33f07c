"""A deck's folder takes the place of an older one's; what others put there stays."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

from production.deliverables.publish import UNFINISHED, check_places, publishing

RECORD = ".slides.json"
"""Remembers which files of its folder are a deck's."""


def check_folder(folder: Path) -> None:
    """See that a deck can come to a folder, in which there is nothing, or an older deck.

    Raises
    ------
    OSError
        If it cannot.
    """
    check_places([folder / RECORD])
    if folder.is_dir() and any(folder.iterdir()) and _read(folder) is None:
        reason = "what stands there is no deck of slides, and is in the way; move it"
        raise OSError(errno.EEXIST, reason, str(folder))


def publish_folder(made: Path, folder: Path) -> None:
    """Move a finished deck to a folder.

    Raises
    ------
    OSError
        If it cannot come there; what was there before is there still, unless the system fails between one and
        the next.
    """
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    (made / RECORD).write_text(json.dumps(names, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    hidden, old = (folder.with_name(f"{UNFINISHED}{age}{folder.name}") for age in ("", "old-"))
    with publishing(folder.parent):
        shutil.move(made, hidden)
        check_folder(folder)
        if folder.is_dir():
            _keep_others(folder, hidden)
            folder.replace(old)
        try:
            hidden.replace(folder)
        except OSError:
            if old.is_dir():
                old.replace(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _keep_others(old: Path, new: Path) -> None:
    """Copy what others put into a deck's folder, where the new deck has nothing of that name."""
    ours = {old / name for name in _read(old) or ()} | {old / RECORD}
    for path in old.rglob("*"):
        copy = new / path.relative_to(old)
        if path not in ours and (path.is_symlink() or path.is_file()) and not os.path.lexists(copy):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy, follow_symlinks=False)


def _read(folder: Path) -> list[str] | None:
    """Return the names of a deck's files in a folder; None where there is no deck."""
    try:
        names = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else None
