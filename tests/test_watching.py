"""A scene is watched from the first save to Ctrl-C, by the command line and a browser's connection."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from benchmarks.watch import News
from tests.making import PROJECT, left_over, start
from tests.processes import Program

Scene = dict[str, Any]

SECONDS = 60
"""What nobody should have to wait for; machines that test may be busy."""


class Watching:
    """The command at work, and what it tells a browser."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.file = folder / "mine.py"
        shutil.copyfile(PROJECT / "tests/films/watched.py", self.file)
        self.source = self.file.read_text(encoding="utf-8")
        self.process: Program = start(
            "tests/films/small_lesson.py",
            f"{self.file}:Mine",
            *arguments,
            "--watch",
            "--media-dir",
            str(folder),
        )
        assert self.process.stdout is not None
        address = self.process.stdout.readline().decode().strip()
        assert address, self.process.communicate()
        self._scenes = News(address).scenes()

    def until(self, holds: Callable[[Scene], bool]) -> Scene:
        """Wait until something holds of the scene."""
        deadline = time.monotonic() + SECONDS
        for scene in self._scenes:
            if holds(scene):
                return scene
            assert time.monotonic() < deadline, scene
        raise AssertionError(self.process.communicate())

    def save(self, text: str) -> None:
        """Save the scene's source as many editors do: another file takes its place."""
        (self.file.parent / ".mine.py.swp").write_text(text, encoding="utf-8")
        (self.file.parent / ".mine.py.swp").rename(self.file)

    def end(self, how: signal.Signals) -> str:
        """End it, see that nothing is left, and return what it said."""
        self.process.send_signal(how)
        _, err = self.process.communicate(timeout=SECONDS)
        assert self.process.returncode == 130
        self.process.wait_for_the_end(5)
        assert left_over(self.file.parent) == []
        return err.decode()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    watching = Watching(tmp_path)
    yield watching
    if watching.process.poll() is None:
        watching.process.kill()
        watching.process.communicate()
    watching.process.wait_for_the_end(10)


def is_done(scene: Scene) -> bool:
    return bool(scene["isChecked"]) and not scene["doing"] and bool(scene["clip"]) and not scene["isClipOld"]


def changed(scene: Scene) -> list[int]:
    return [beat["number"] for beat in scene["beats"] if beat["hasChanged"]]


def test_a_scene_is_shown_at_each_save_until_the_end(watching: Watching) -> None:
    first = watching.until(is_done)
    assert (first["name"], first["title"], changed(first)) == ("mine", "Mine", [])
    assert [beat["words"] for beat in first["beats"]] == ["A square."] * 2

    # The second beat alone, and its still is there before the clip.
    watching.save(watching.source.replace("(2, 1)", "(2, 3)"))
    scene = watching.until(lambda scene: bool(changed(scene)))
    assert changed(scene) == [2]
    assert scene["isClipOld"]
    assert 0 < scene["seconds"] < SECONDS
    assert watching.until(is_done)["clip"] != first["clip"]

    # What fails is a line, in its beat, and what was seen stays.
    watching.save(watching.source.replace("SIDES, 1)", "(2, 'x'), 1)"))
    scene = watching.until(lambda scene: bool(scene["error"]))
    assert scene["error"].startswith("mine.py:Mine, beat 2 (Beat 2): TypeError: ")
    assert len(scene["beats"]) == 2
    watching.save(watching.source + "\n1 +\n")
    scene = watching.until(lambda scene: "SyntaxError" in scene["error"])
    assert scene["error"].endswith("(mine.py, line 22)")

    # A module that comes is watched from then on, and may go and come again.
    helper = watching.file.with_name("helper_of_mine.py")
    watching.save(watching.source.replace("SIDES = (2, 1)", "from helper_of_mine import SIDES"))
    watching.until(lambda scene: "ModuleNotFoundError" in scene["error"])
    helper.write_text("SIDES = (1, 2, 3)\n", encoding="utf-8")
    scene = watching.until(lambda scene: not scene["error"] and len(scene["beats"]) == 3)
    helper.unlink()
    watching.until(lambda scene: "ModuleNotFoundError" in scene["error"])
    helper.write_text("SIDES = (1, 2)\n", encoding="utf-8")
    watching.until(lambda scene: not scene["error"] and len(scene["beats"]) == 2)

    said = watching.end(signal.SIGINT)
    assert "mine: beat 2 changed, " in said
    assert said.count("ModuleNotFoundError") == 2


def test_a_process_that_is_killed_is_replaced(watching: Watching) -> None:
    watching.until(is_done)
    for process in psutil.Process(watching.process.pid).children(recursive=True):
        if "production.watch.warm" in " ".join(process.cmdline()):
            process.kill()
    watching.save(watching.source.replace("(2, 1)", "(2, 3)"))
    assert changed(watching.until(lambda scene: bool(changed(scene)))) == [2]
    watching.end(signal.SIGTERM)
