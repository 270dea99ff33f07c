"""A film that was made without disturbance, against which disturbed ones are held."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from tests.making import Making, files_in, is_truthful, make


@dataclass(frozen=True, slots=True)
class Film:
    """A film that was made without disturbance, an older one, and how long the new one took."""

    folder: Path
    older: Path
    seconds: float
    seconds_to_publish: float

    @property
    def published(self) -> dict[str, bytes]:
        return files_in(self.folder / "made")

    @property
    def kept(self) -> dict[str, bytes]:
        return files_in(self.folder / "cache")


def undisturbed_film(folder: Path) -> Film:
    """Make the film in a folder, and an older one in the folder ``older`` there."""
    begun = time.monotonic()
    make(folder)
    seconds = time.monotonic() - begun
    shutil.copytree(folder, folder / "older")
    make(folder / "older", "--title", "An older film")
    making = Making(folder)
    making.wait_for("clips")
    begun = time.monotonic()
    making.wait_for("made")
    publishing = time.monotonic() - begun
    assert making.end() == 0
    return Film(folder, folder / "older" / "made", seconds, publishing)


def copy_of_the_cache(film: Film, folder: Path) -> Path:
    """Begin with everything drawn, and the older film published."""
    shutil.copytree(film.folder / "cache", folder / "cache")
    shutil.copytree(film.older, folder / "made")
    return folder


def check_what_stands(film: Film, folder: Path) -> set[str]:
    """See that all that has its final name is whole; return the names of what is in the cache."""
    cache = folder / "cache"
    names = {path.name for path in cache.iterdir() if path.is_file()} if cache.is_dir() else set()
    for name in names:
        assert (cache / name).read_bytes() == film.kept[name], name
    made = folder / "made"
    if made.is_dir():
        older = files_in(film.older)
        for name, content in files_in(made).items():
            if not name.startswith("."):
                assert content in (film.published[name], older[name]), name
        assert is_truthful(made)
    return names


def check_that_it_is_finished(film: Film, folder: Path, whole: set[str]) -> None:
    """Make the film; it must be as if nothing had happened, and nothing of what was whole made again."""
    assert whole.isdisjoint(make(folder).kept)
    assert files_in(folder / "made") == film.published
    assert files_in(folder / "cache") == film.kept
