"""The command line, with a small film."""

from __future__ import annotations

from pathlib import Path

from production.commands.main import main
from production.film import Film, SceneRef
from production.jobs.signals import exit_now

SMALL_LESSON = Film(
    name="lesson",
    title="A small lesson",
    scenes=(SceneRef("tests.films.two_beats:TwoBeats"), SceneRef("tests.films.one_beat:OneBeat")),
)

if __name__ == "__main__":
    exit_now(main(SMALL_LESSON, Path("media")))
