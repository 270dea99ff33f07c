"""Makes a small film: ``python tests/films/make.py FOLDER [SCENE...]`` prints its clips' digests."""

from __future__ import annotations

import sys
from pathlib import Path

from production.cache import Cache
from production.quality import Quality
from production.workers import Workers

FILM = ["tests.films.shapes:Movers", "tests.films.shapes:Tracked"]


def main() -> None:
    folder, *scenes = sys.argv[1:]
    cluster = scenes.pop(0) if scenes and scenes[0].startswith("tcp:") else None
    with Workers(Cache(Path(folder)), jobs=2, cluster=cluster) as workers:
        timelines = workers.read_timelines(scenes or FILM)
        print("timelines", flush=True)
        clips = workers.render_scenes(timelines, quality=Quality(160, 90, 15))
    print(*(clip.sha256 for clip in clips), flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
