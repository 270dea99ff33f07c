"""Makes a small film and publishes it: ``python tests/films/make.py CACHE DESTINATION``.

It tells how far it is, a line each: ``timelines``, ``clips``, ``made``; and ``kept NAME`` for each file that
it made anew and put into the cache.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from production.cache import Cache
from production.interrupts import leave, terminated_like_interrupted
from production.quality import Quality
from production.workers import Workers

from production import work
from production.film import write_film

FILM = ["tests.films.shapes:Movers", "tests.films.shapes:Tracked"]
SIZE = Quality(160, 90, 15)


class TellingCache(Cache):
    """Tells what is put into it."""

    def put(self, key: str, suffix: str, content: bytes) -> Path:
        path = super().put(key, suffix, content)
        tell(f"kept {path.name}")
        return path


def tell(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("cache", type=Path)
    parser.add_argument("destination", type=Path)
    parser.add_argument("--title", default="A small film")
    parser.add_argument("--cluster")
    options = parser.parse_args()
    # Short enough that one scene is made in two pieces, which are joined, and the other is not.
    work.SECONDS_A_SPAN = 3
    cache = TellingCache(options.cache)
    with Workers(cache, jobs=2, cluster=options.cluster) as workers:
        timelines = workers.read_timelines(FILM)
        tell("timelines")
        clips = workers.render_scenes(timelines, quality=SIZE)
        tell("clips")
        write_film(
            clips,
            timelines,
            options.destination / "film.mp4",
            work=cache.work_folder,
            title=options.title,
            quality=SIZE,
        )
    tell("made")


if __name__ == "__main__":
    try:
        with terminated_like_interrupted():
            main()
    except KeyboardInterrupt:
        leave(130)
    leave(0)
