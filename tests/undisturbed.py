"""A film that was made without disturbance, against which disturbed ones are held."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.making import Making, files_in, is_truthful, kept_in, make
from tests.shared import Shared

TOOK = "took.json"
"""How long the film took."""


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
        return kept_in(self.folder / "cache")


def undisturbed_film(shared: Shared) -> Film:
    """Make the film, once for all tests, and an older one."""
    folder = shared("undisturbed", _make)
    return Film(folder, folder / "older" / "made", **json.loads((folder / TOOK).read_text()))


def _make(folder: Path) -> None:
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
    (folder / TOOK).write_text(json.dumps({"seconds": seconds, "seconds_to_publish": publishing}))


def copy_of_the_cache(film: Film, folder: Path) -> Path:
    """Begin with everything drawn, and the older film published."""
    shutil.copytree(film.folder / "cache", folder / "cache")
    shutil.copytree(film.older, folder / "made")
    return folder


def check_what_stands(film: Film, folder: Path) -> set[str]:
    """See that all that has its final name is whole; return the names of what is in the cache."""
    cache = folder / "cache"
    kept = kept_in(cache) if cache.is_dir() else {}
    for name, content in kept.items():
        assert content == film.kept[name], name
    made = folder / "made"
    if made.is_dir():
        older = files_in(film.older)
        for name, content in files_in(made).items():
            if not name.startswith("."):
                assert content in (film.published[name], older[name]), name
        assert is_truthful(made)
    return set(kept)


def check_that_it_is_finished(film: Film, folder: Path, whole: set[str]) -> None:
    """Make the film; it must be as if nothing had happened, and nothing of what was whole made again."""
    assert whole.isdisjoint(make(folder).kept)
    assert files_in(folder / "made") == film.published
    assert kept_in(folder / "cache") == film.kept


def ended_while_it_is_drawn(
    film: Film, folder: Path, chance: Random, times: int, end: Callable[[Making], None]
) -> Iterator[None]:
    """Make the film, ended at random moments, until it was ended so often; yield each time that all held.

    In the end it is made undisturbed.
    """
    whole: set[str] = set()
    ended = 0
    while ended < times:
        making = Making(folder)
        try:
            making.process.wait(timeout=chance.uniform(0, 0.8 * film.seconds))
        except subprocess.TimeoutExpired:
            end(making)
            ended += 1
        code = making.end()
        assert whole.isdisjoint(making.kept)
        whole = check_what_stands(film, folder)
        if code == 0:
            # It got through in between: begin again from nothing.
            for name in ("cache", "made"):
                shutil.rmtree(folder / name)
            whole = set()
        yield
    check_that_it_is_finished(film, folder, whole)


def killed_while_it_is_published(film: Film, folder: Path, chance: Random, times: int) -> Iterator[None]:
    """Publish the film over an older one, killed at random moments; yield each time that all held."""
    copy_of_the_cache(film, folder)
    kills = 0
    while kills < times:
        shutil.rmtree(folder / "made")
        shutil.copytree(film.older, folder / "made")
        making = Making(folder)
        making.wait_for("clips")
        time.sleep(chance.uniform(0, film.seconds_to_publish))
        making.process.kill()
        kills += making.end() != 0
        assert making.kept == []
        assert check_what_stands(film, folder) == set(film.kept)
        yield
    check_that_it_is_finished(film, folder, set(film.kept))
