"""Makes a small film and publishes it: ``python tests/films/make.py CACHE DESTINATION``.

It tells how far it is, a line each: ``timelines``, ``clips``, ``made``; and ``kept NAME`` for each file that
it made anew and put into the cache. The scenes of ``tests.films.stubborn`` that are named by ``--stubborn``
come after those of the film; they are stubborn from the moment when they are drawn. With ``--fork`` it forks,
and its fork, which has all its connections, stays.
"""

from __future__ import annotations

import argparse
import os
import signal
from pathlib import Path

from production.deliverables.delivery import Script, write_film
from production.film import SceneRef
from production.jobs.cache import Cache
from production.jobs.renderer import Renderer
from production.jobs.scratch import Scratch
from production.jobs.signals import exit_now, interrupted_by_signals
from production.output_spec import OutputSpec, Quality

SCENES = [SceneRef("tests.films.shapes:Movers"), SceneRef("tests.films.shapes:Tracked")]
OUTPUT = OutputSpec(Quality(160, 90, 15))


class TellingCache(Cache):
    """Tells what is put into it."""

    def adopt(self, file: Path) -> Path:
        path = super().adopt(file)
        tell(f"kept {path.name}")
        return path


def tell(line: str) -> None:
    print(line, flush=True)


def grow_stubborn() -> None:
    """Let all stubborn scenes be so from now on, if that is wanted."""
    if folder := os.environ.get("STUBBORN"):
        Path(folder).mkdir()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("cache", type=Path)
    parser.add_argument("destination", type=Path)
    parser.add_argument("--title", default="A small film")
    parser.add_argument("--cluster")
    parser.add_argument("--stubborn", action="append", default=[])
    parser.add_argument("--fork", action="store_true")
    options = parser.parse_args()
    cache = TellingCache(options.cache)
    jobs = max(2, len(options.stubborn))
    with Renderer(cache, jobs=jobs, cluster=options.cluster) as renderer:
        stubborn = [SceneRef(f"tests.films.stubborn:{name}") for name in options.stubborn]
        timelines = renderer.timelines([*SCENES, *stubborn])
        tell("timelines")
        grow_stubborn()
        if options.fork and os.fork() == 0:
            signal.pause()
        clips = renderer.scene_clips(timelines, OUTPUT)
        tell("clips")
        with Scratch(cache.scratch_root) as scratch:
            script = Script.of(options.title, timelines)
            write_film(clips, script, OUTPUT, options.destination / "film.mp4", scratch=scratch)
    tell("made")


if __name__ == "__main__":
    try:
        with interrupted_by_signals():
            main()
    except KeyboardInterrupt:
        exit_now(130)
    exit_now(0)
