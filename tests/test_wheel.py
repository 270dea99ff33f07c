"""The project installs as a wheel, and works in a folder that has nothing of its sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn
from zipfile import ZipFile

import av
import pytest
from PIL import Image

from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.jobs.fingerprint import source_digest
from production.narration.recordings import Narration
from scenes.lesson import LESSON
from tests.making import PROJECT

ONE_WORKER = ("-j", "1")
"""More take longer to start, and at first to compile, than there is to draw."""

UNREACHABLE = ("Failed to fetch", "network was disabled")
"""What uv says where it can neither download something nor has it in its cache."""


class Installation:
    """A wheel of the sources as they are, installed with what it and its slides depend on."""

    def __init__(self, folder: Path) -> None:
        self._programs = folder / "venv" / "bin"
        locked = folder / "locked.txt"
        _uv("export", "--locked", "--no-dev", "--extra", "slides", "--no-emit-project", "-o", str(locked))
        _uv("build", "--wheel", "-o", str(folder))
        (self.wheel,) = folder.glob("*.whl")
        _uv("venv", "--python", sys.executable, str(folder / "venv"))
        into = ("--python", str(self._programs / "python"))
        _uv("pip", "install", *into, "-r", str(locked))
        # Without an index: what the lock lacks would not be found.
        _uv("pip", "install", *into, "--no-index", str(self.wheel))

    def run(self, folder: Path, program: str, *arguments: str) -> str:
        """Run a program of the environment in a folder, and return what it says."""
        alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(command, cwd=folder, env=alone, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def _uv(*arguments: str) -> None:
    uv = shutil.which("uv") or shutil.which(PROJECT / ".bootstrap" / "bin" / "uv")
    if uv is None:
        _cannot("there is no uv; ./run fetches it")
    done = subprocess.run([uv, *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)
    if any(sign in done.stderr for sign in UNREACHABLE):
        _cannot("what the wheel is built with or depends on is neither in uv's cache nor to be had")
    assert done.returncode == 0, done.stderr


def _cannot(reason: str) -> NoReturn:
    if "CI" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("installed"))


def frames(path: Path) -> int:
    with av.open(path) as container:
        return sum(1 for _ in container.decode(video=0))


def test_the_wheel_holds_what_makes_films_and_nothing_else(installed: Installation) -> None:
    with ZipFile(installed.wheel) as wheel:
        names = wheel.namelist()
    (information,) = {name.partition("/")[0] for name in names if ".dist-info/" in name}
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"momentum_sim", "scenes", "production", "render.py", information}
    packages = [PROJECT / name for name in ("momentum_sim", "scenes", "production")]
    files = [path for package in packages for path in package.rglob("*") if path.is_file()]
    assert {name for name in names if not name.startswith(information)} == {
        "render.py",
        *(str(path.relative_to(PROJECT)) for path in files if "__pycache__" not in path.parts),
    }


def test_the_command_says_its_own_name(installed: Installation, tmp_path: Path) -> None:
    said = installed.run(tmp_path, "momentum-film", "--version")
    version = installed.wheel.name.split("-")[1]
    assert said == f"momentum-film {version}\n"
    assert installed.run(tmp_path, "momentum-film", "--help").startswith("Usage: momentum-film [OPTIONS]")


def test_a_scene_is_made_where_the_command_is_called(installed: Installation, tmp_path: Path) -> None:
    said = installed.run(tmp_path, "momentum-film", "recap", "-q", "l", "--quiet", *ONE_WORKER)
    assert said == "media/480p15/recap.mp4\n"
    # It is spoken, by the recordings that the wheel has brought.
    speeches = Narration.read(LESSON.narration).speeches("recap")
    length = read_timeline(SceneRef("scenes.recap:Recap"), speeches=speeches).length
    assert frames(tmp_path / "media/480p15/recap.mp4") == round(length * 15)


def test_what_is_installed_is_in_the_keys_of_the_cache(installed: Installation, tmp_path: Path) -> None:
    # Otherwise a newer wheel would find the older one's clips.
    for module in ("scenes.recap", "production.clips.render_clips"):
        code = f"from production.jobs.fingerprint import source_digest; print(source_digest({module!r}))"
        assert installed.run(tmp_path, "python", "-c", code) == f"{source_digest(module)}\n"


FILM = """
from production.film import Film, SceneRef

FILM = Film("short", "A short film", (SceneRef("first:First"), SceneRef("second:Second")))
"""

SCENE = """
from manim import Create, Square
from scenes.lesson_scene import LessonScene

class {name}(LessonScene):
    title = "{name}"
    idea = "One of two scenes."

    def construct(self):
        with self.beat("A square", "This is the {name} square."):
            self.play(Create(Square()))
"""


def test_a_film_of_ones_own_has_everything_beside_it(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "film.py").write_text(FILM, encoding="utf-8")
    for name in ("First", "Second"):
        (tmp_path / f"{name.lower()}.py").write_text(SCENE.format(name=name))
    short = ("--film", "film.py", "short", "-q", "l", "--quiet", *ONE_WORKER)
    said = installed.run(tmp_path, "momentum-film", *short)
    assert said == "media/480p15/short.mp4\n"
    film = tmp_path / "media/480p15/short.mp4"
    # Five words each.
    assert frames(film) == 2 * 2 * 15
    assert {path.name.removeprefix("short.mp4") for path in film.parent.iterdir()} == {
        *("", ".vtt", ".srt", ".chapters.vtt", ".transcript.md", ".poster.png", ".manifest.json"),
    }
    said = installed.run(tmp_path, "momentum-film", "check", str(film))
    assert said == "media/480p15/short.mp4 is what its manifest says and keeps every rule\n"
    said = installed.run(tmp_path, "momentum-film", "slides", "--film", "film.py", "-q", "l", "--quiet")
    assert said == "media/480p15/short_slides\n"
    slides = tmp_path / "media/480p15/short_slides"
    assert len(list(slides.glob("clips/*.mp4"))) == 2
    assert (slides / "reveal" / "reveal.js").stat().st_size > 100_000


MINE = """
from scenes.zigzag import Zigzag

class Mine(Zigzag):
    learning_rate = 0.05

    def construct(self):
        with self.beat("So many words", "word " * round(100 * self.learning_rate)):
            self.wait(1)

class Whole(Zigzag):
    pass
"""


def test_manim_renders_scenes_that_are_built_on_ours(installed: Installation, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(MINE)
    (tmp_path / "own.py").write_text(SCENE.format(name="Own"))
    for file, name in (("mine.py", "Mine"), ("own.py", "Own")):
        installed.run(tmp_path, "manim", "render", file, name, "-ql")
        assert frames(tmp_path / f"media/videos/{Path(file).stem}/480p15/{name}.mp4") == 2 * 15
    installed.run(tmp_path, "manim", "render", "mine.py", "Whole", "-ql", "-s")
    (still,) = tmp_path.glob("media/images/mine/Whole*.png")
    with Image.open(still) as picture:
        assert picture.size == (854, 480)
