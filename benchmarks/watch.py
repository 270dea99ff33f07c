"""How long a save takes to be seen: ``python -m benchmarks.watch`` edits each scene while it is watched.

Each scene's first beat is changed, then its last one alone, whose still comes after all others. What is
measured is the time from before the file is written until the page's news of the changed still have come.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from benchmarks.project_copy import copy_project, source_file
from production.film import SceneRef
from production.watch.tasks import Play
from production.watch.watched import DOING
from scenes.lesson import LESSON

EDIT = """

from contextlib import contextmanager as _contextmanager

from manim import Dot as _Dot


class {name}({name}):
    @_contextmanager
    def beat(self, *arguments, **keywords):
        number = len(self.beats)
        with super().beat(*arguments, **keywords) as beat:
            yield beat
            if number == {beat}:
                self.add(_Dot((-6, {height}, 0)))
"""
"""What is added to a scene's source: a dot at the end of a beat, which stays."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds from the save of a change to its still: of the first beat, and of the last one alone."""

    scene: str
    first: float
    last: float


class News:
    """What a watch tells a browser."""

    def __init__(self, address: str) -> None:
        host = re.fullmatch(r"http://(.*)/", address)
        assert host is not None, address
        connection = HTTPConnection(host[1], timeout=120)
        connection.request("GET", "/events")
        self._response: HTTPResponse = connection.getresponse()

    def scenes(self) -> Iterator[dict[str, Any]]:
        """Give each scene as often as it changes."""
        while line := self._response.readline():
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))


@contextmanager
def watched_page(sources: Path, *arguments: str) -> Iterator[str]:
    """Watch scenes of a copy of the project, and yield the address of the page."""
    command = [sys.executable, str(sources / "render.py"), *arguments, "--watch"]
    with subprocess.Popen(
        command, cwd=sources, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def measure(sources: Path, scene: SceneRef, repeats: int) -> Seen:
    """Watch a scene of a copy of the project, change it, and return how long it took to be seen.

    Raises
    ------
    click.ClickException
        If the scene, as it was, does not look as it did.
    """
    file = sources / source_file(scene)
    original = file.read_text(encoding="utf-8")
    with watched_page(sources, scene.name) as address:
        states = News(address).scenes()
        shown = _shown(states, 0)
        stills = [beat["still"] for beat in shown["beats"]]
        measured: dict[int, list[float]] = {0: [], len(shown["beats"]) - 1: []}
        for number in range(repeats):
            for beat, times in measured.items():
                edit = EDIT.format(name=scene.class_name, beat=beat, height=3 - 0.1 * number)
                start = time.perf_counter()
                file.write_text(original + edit, encoding="utf-8")
                for state in states:
                    if state["saves"] > shown["saves"] and state["beats"][beat]["hasChanged"]:
                        times.append(time.perf_counter() - start)
                        break
                shown = _shown(states, state["saves"])
                file.write_text(original, encoding="utf-8")
                shown = _shown(states, shown["saves"] + 1)
                if [beat["still"] for beat in shown["beats"]] != stills:
                    raise click.ClickException(f"{scene.name} looks otherwise when it is played again")
    first, *_, last = (statistics.median(times) for times in (*measured.values(), *measured.values()))
    return Seen(scene.name, first, last)


def _shown(states: Iterator[dict[str, Any]], saves: int) -> dict[str, Any]:
    """Wait until all stills are shown after so many saves; a clip in the making gives way to the next."""
    return next(
        state
        for state in states
        if state["saves"] >= saves and state["isShown"] and state["doing"] != DOING[Play]
    )


def table(seen: Sequence[Seen]) -> str:
    """Return the times as lines."""
    lines = [f"{'':18} first beat   last beat"]
    lines += [f"{each.scene:18} {each.first:8.2f} s {each.last:9.2f} s" for each in seen]
    lines.append(
        f"{'slowest':18} {max(each.first for each in seen):8.2f} s {max(each.last for each in seen):9.2f} s"
    )
    return "\n".join(lines)


@click.command()
@click.argument("names", metavar="[SCENE]...", nargs=-1)
@click.option("--repeats", type=click.IntRange(min=1), default=3, show_default=True)
def main(names: Sequence[str], repeats: int) -> None:
    """Print, for scenes of the lesson, how many seconds a save takes to be seen: the median of some."""
    scenes = [scene for scene in LESSON.scenes if not names or scene.name in names]
    with TemporaryDirectory() as folder:
        sources = copy_project(Path(folder))
        seen = []
        for scene in scenes:
            click.echo(f"watch: {scene.name}", err=True)
            seen.append(measure(sources, scene, repeats))
    click.echo(table(seen))


if __name__ == "__main__":
    main()
