"""Which files a scene depends on, and when one of them is saved."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path
from types import MappingProxyType
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from production.film import Film, SceneRef
from production.frames.blame import cause
from production.frames.manims_settings import settings_file
from production.frames.scene_module import make_importable
from production.jobs.sources import Sources
from production.narration.recordings import INDEX

SAVES = [
    *(FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent),
    *(DirCreatedEvent, DirDeletedEvent, DirMovedEvent),
]
"""Reading a file is none of them, nor that something in a folder changed."""

SECONDS_OF_QUIET = 0.02
"""An editor writes, moves and sets times; what it saved is looked at when it is done, or after ``MOST``."""

MOST_SECONDS = 0.2


LONGEST_AGO = 10.0
"""A file that was last written so many seconds ago was not saved now, but moved here."""


@dataclass(frozen=True, slots=True)
class Dependences:
    """The files that a scene depends on, each with a digest of what is in it.

    ``problem`` says in words why they cannot all be found; there may be more of them then.
    """

    digests: Mapping[Path, bytes]
    problem: str = ""

    def changed_since(self, other: Dependences) -> set[Path]:
        """Return the files that came, went or are otherwise."""
        paths = self.digests.keys() | other.digests.keys()
        return {path for path in paths if self.digests.get(path) != other.digests.get(path)}


NOTHING = Dependences(MappingProxyType({}))


def dependences(film: Film, scene: SceneRef) -> Dependences:
    """Find what a scene of a film depends on: its sources and their data, its settings, its recordings."""
    make_importable(scene.source)
    digests: dict[Path, bytes] = {}
    problem = ""
    try:
        digests = {path: _digest(content) for path, (_, content) in Sources(scene.source).files.items()}
    except (SyntaxError, ValueError, OSError) as error:
        problem = cause(error)
        # What is broken is watched until it is mended.
        broken = [Path(str(error.filename))] if isinstance(error, SyntaxError) and error.filename else []
        for file in (scene.file, *broken):
            _add(digests, file)
    _add(digests, settings_file(scene.source))
    _add(digests, None if film.narration is None else film.narration / INDEX)
    return Dependences(digests, problem)


def _add(digests: dict[Path, bytes], path: Path | None) -> None:
    """Add a file, if there is one."""
    if path is not None:
        with suppress(OSError):
            digests[path.absolute()] = _digest(path.read_bytes())


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def forget_compiled(paths: Iterable[Path]) -> None:
    """Remove what Python has compiled of sources.

    It takes a source that was saved again in the same second, as long as before, for the same.
    """
    for path in paths:
        if path.suffix == ".py":
            with suppress(OSError, NotImplementedError):
                Path(cache_from_source(str(path))).unlink()


def saved_at(changed: Iterable[Path]) -> float:
    """Return when files were saved, by the system's clock: now, if they do not say."""
    now = time.time()
    times = []
    for path in changed:
        with suppress(OSError):
            times.append(path.stat().st_mtime)
    latest = max(times, default=now)
    return latest if now - LONGEST_AGO < latest <= now else now


class Saves(FileSystemEventHandler):
    """Watches folders, as editors replace a file as often as they write into it.

    ``reader`` can be read when something was saved in one of them.

    Raises
    ------
    OSError
        If the system has no more to watch with.
    """

    def __init__(self) -> None:
        self.reader, self._writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(self._writer, False)
        self._observer: Any = Observer()
        self._observer.daemon = True
        self._observer.start()
        self._watches: dict[Path, ObservedWatch] = {}
        self._gone: set[Path] = set()

    def watch(self, files: Iterable[Path]) -> bool:
        """Watch the folders of these files, and of those that they link to; say whether one is new.

        They stay watched: what was deleted may come again.
        """
        is_any_new = False
        for folder in {folder for file in files for folder in (file.parent, file.resolve().parent)}:
            if folder in self._gone:
                self._gone.discard(folder)
                with suppress(KeyError, OSError):
                    self._observer.unschedule(self._watches.pop(folder))
            if folder in self._watches or not folder.is_dir():
                continue
            self._watches[folder] = self._observer.schedule(self, str(folder), event_filter=SAVES)
            is_any_new = True
        return is_any_new

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note that something was saved."""
        if isinstance(event, DirDeletedEvent | DirMovedEvent):
            # If it was watched itself, what is made under its name is another.
            self._gone.add(Path(os.fsdecode(event.src_path)))
        # When the pipe is full, it can be read anyway; when it is closed, nobody reads it.
        with suppress(OSError):
            os.write(self._writer, b".")

    def settle(self) -> None:
        """Wait until nothing more is saved for the moment."""
        deadline = time.monotonic() + MOST_SECONDS
        while self._drain() and time.monotonic() < deadline:
            time.sleep(SECONDS_OF_QUIET)

    def _drain(self) -> bool:
        try:
            return bool(os.read(self.reader, 1 << 12))
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Watch no more."""
        self._observer.stop()
        self._observer.join()
        os.close(self._writer)
        os.close(self.reader)
