"""What the README shows works as it stands there: in a copy of the project, word for word."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")

PYTHON = dict(
    zip(
        ("a film", "films from Python", "a voice", "a scene", "a trajectory"),
        re.findall(r"```python\n(.*?)```", README, re.DOTALL),
        strict=True,
    )
)
PROGRAMS = r"\./run|python|pytest|manim|uv|pip|dask|momentum-film"
COMMANDS = re.findall(rf"^ {{4}}((?:{PROGRAMS}) .*?)(?: +#.*)?$", README, re.MULTILINE)

ELSEWHERE = {
    "./run test": "it is what runs this",
    "./run lesson": "test_run.py has its set-up; the film that it makes is made here by its other name",
    "manim render scenes/recap.py Recap -ql -s": "test_plain_manim.py calls it",
    "python render.py zigzag --watch": "test_watching.py watches a scene",
    "uv sync --inexact --extra voice": "the voice that hums needs no extra; test_voices.py speaks for real",
    'python render.py voice --import takes --speaker "Ada Lovelace"': "test_own_voice.py imports recordings",
    "python render.py lesson --master --format mov": "test_finished_films.py has masters of every kind",
    "python render.py lesson --master --444": "test_finished_films.py has masters of every kind",
    "python render.py clips quiz --format mov -t": "test_cut.py cuts transparent films",
    "python render.py clips zigzag --format gif -q m": "test_beat_clips.py makes GIFs",
    "python render.py --film examples/talk.py slides -q l": "test_slides_command.py makes slides of it",
    "manim render examples/talk.py Gentle -ql": "test_plain_manim.py calls it",
    "uv build --wheel": "test_wheel.py builds it",
    "pip install dist/momentum_film-*.whl": "test_wheel.py installs it",
    "momentum-film recap -q l": "test_wheel.py calls it where it is installed",
}
"""Commands that are not called here, and why."""

SMALL_FILM = "tests/films/small_lesson.py:SMALL_LESSON"
"""A film that is called lesson, too: the whole one would take a minute."""

ON_THE_SMALL_FILM = (
    *(["lesson"], ["lesson", "--master"], ["list"], ["check"], ["clips"], ["slides"]),
    *(["page"], ["page", "--one-file"]),
    *(["slides", "-q", "m", "--format", "pptx"], ["slides", "--format", "pdf"]),
    ["page", "--url", "https://example.org/momentum/"],
)

MINE = """\
from manim import Create, Scene, Square


class Mine(Scene):
    def construct(self):
        self.play(Create(Square()))
"""


class Copy:
    """A copy of the project, in which commands are called as a reader would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "momentum-film"
        made_here = ("__pycache__", "480p15", "720p30", "1080p60", "cache", "dist")
        not_copied = shutil.ignore_patterns(".?*", *made_here)
        shutil.copytree(PROJECT, self.folder, ignore=not_copied)
        programs = folder / "programs"
        programs.mkdir()
        # What opens a film opens it for nobody.
        for name in ("xdg-open", "open", "www-browser"):
            (programs / name).write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(folder / "opened"))}\n')
            (programs / name).chmod(0o755)
        self.opened = folder / "opened"
        path = os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"]))
        self._environment = os.environ | {"PATH": path, "PYTHONPATH": str(self.folder)}

    def start(self, command: str) -> subprocess.Popen[bytes]:
        """Start a command, and do not wait for its end."""
        log = (self.folder.parent / "log").open("ab")
        with log:
            return subprocess.Popen(
                shlex.split(command), cwd=self.folder, env=self._environment, stdout=log, stderr=log
            )

    def call(self, command: str, film: str = "") -> list[str]:
        """Call a command, which must succeed, and return the lines of its output."""
        environment = self._environment | ({"MOMENTUM_FILM": film} if film else {})
        done = subprocess.run(
            shlex.split(command),
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout.splitlines()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("copy"))


def test_its_commands_do_what_it_says(copy: Copy) -> None:
    (copy.folder / "mine.py").write_text(MINE, encoding="utf-8")
    (copy.folder / "talk.py").write_text(PYTHON["a film"], encoding="utf-8")
    assert set(ELSEWHERE) <= set(COMMANDS)
    copy.call("python render.py lesson -q l", film=SMALL_FILM)
    for command in COMMANDS:
        words = command.split()
        if command in ELSEWHERE or {"settling", "dask", "--cluster", "voice"} & set(words):
            continue
        film = SMALL_FILM if words[:2] == ["python", "render.py"] and words[2:] in ON_THE_SMALL_FILM else ""
        made = copy.call(_quickly(command), film)
        paths = [
            copy.folder / line
            for line in made
            if re.fullmatch(r"\S+(\.(mp4|webm|png|html|pptx|pdf)|_slides)", line)
        ]
        assert all(path.stat().st_size > 0 for path in paths)
        # Each says what it made, but for those that make nothing.
        assert paths or {"list", "check"} & set(words), command
    assert copy.opened.read_text(encoding="utf-8").endswith("zigzag_03.mp4\n")


SPOKEN = """\
from pathlib import Path

from production.film import Film, SceneRef

FILM = Film("talk", "A talk", (SceneRef("scenes.rolling_ball:RollingBall", name="zigzag"),), Path("spoken"))
"""

SETTLED = SPOKEN.replace('Path("spoken")', 'Path("scenes/narration")').replace(
    'rolling_ball:RollingBall", name="zigzag"', 'settling:Settling"'
)

MY_CLOUD = """\
import numpy as np


def synthesise(words, words_per_minute):
    seconds = 60 / words_per_minute
    times = [(number * seconds, (number + 1) * seconds) for number in range(len(words))]
    return 0.1 * np.sin(np.arange(round(times[-1][1] * 24_000)), dtype=np.float32), times
"""


def test_its_voice_speaks(copy: Copy) -> None:
    (copy.folder / "spoken.py").write_text(SPOKEN, encoding="utf-8")
    (copy.folder / "my_cloud.py").write_text(MY_CLOUD, encoding="utf-8")
    (copy.folder / "ada.py").write_text(PYTHON["a voice"], encoding="utf-8")
    said = {}
    try:
        for command in COMMANDS:
            if "voice" in command.split() and command not in ELSEWHERE and "settling" not in command:
                speaks = not {"--list", "--check", "--record", "--nudge"} & set(command.split())
                by = " --voice ada.py:Ada" if speaks else ""
                as_here = command.replace(" --voice hibari", "").replace("Split it", "On the flat")
                said[command] = copy.call(f"{as_here}{by}", "spoken.py")
    finally:
        for name in ("spoken.py", "my_cloud.py", "ada.py"):
            (copy.folder / name).unlink()
    spoken, anew, listed, checked, all_anew, script, words, nudged = said.values()
    assert spoken == anew == all_anew == [f"spoken/zigzag_0{number}.opus" for number in range(1, 4)]
    assert [line.endswith("Ada of my cloud") for line in listed] == [True] * 3
    # Where what listens is installed, it says what it heard.
    assert not any("no voice" in line for line in checked)
    assert script == ["script.md"]
    assert "zigzag_03" in (copy.folder / "script.md").read_text(encoding="utf-8")
    assert words[1].endswith("  On")
    assert any(line.endswith("  On  (set by hand)") for line in nudged)


def test_its_cluster_makes_films(copy: Copy) -> None:
    scheduler, worker, film = (line for line in COMMANDS if "8786" in line)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    running = [copy.start(line.replace("8786", port)) for line in (scheduler, worker)]
    try:
        made = copy.call(_quickly(film.replace("8786", port)), SMALL_FILM)
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()
    assert (copy.folder / made[-1]).is_file()


def _quickly(command: str) -> str:
    """Return a command of render.py's with the lowest quality, and one worker: more take longer to start."""
    words = set(command.split())
    if not command.startswith("python render.py") or "list" in words:
        return command
    jobs = "" if {"check", "frames", "--cluster"} & words else " -j 1"
    return f"{re.sub(r' -q .', '', command)} -q l{jobs}"


def test_films_are_made_from_python(copy: Copy) -> None:
    (copy.folder / "mine.py").write_text(MINE, encoding="utf-8")
    (copy.folder / "make.py").write_text(PYTHON["films from Python"], encoding="utf-8")
    assert copy.call("python make.py") == re.findall(r"# (.*)", PYTHON["films from Python"])
    assert (copy.folder / "media/480p15/talk.mp4").is_file()


def test_a_scene_is_added_by_its_file_and_one_line(copy: Copy) -> None:
    (copy.folder / "scenes/settling.py").write_text(PYTHON["a scene"], encoding="utf-8")
    lesson = copy.folder / "scenes/lesson.py"
    (line,) = re.findall(r'add `("\w+\.settling:Settling")`', README)
    scenes = lesson.read_text(encoding="utf-8")
    lesson.write_text(re.sub(r"(SCENES: Final = \([^)]*)", rf"\1    {line},\n", scenes), encoding="utf-8")
    golden = {path.name: path.read_bytes() for path in (copy.folder / "tests/golden").iterdir()}
    for command in (command for command in COMMANDS if "settling" in command.split()):
        if "voice" in command.split():
            # By itself it is read sooner than with the whole lesson.
            (copy.folder / "settled.py").write_text(SETTLED, encoding="utf-8")
            copy.call(f"{command} --voice tests/humming.py:Humming", "settled.py")
        else:
            copy.call(command)
    added = {path.name: path.read_bytes() for path in (copy.folder / "tests/golden").iterdir()}
    assert golden.items() < added.items()
    assert set(added) - set(golden) == {"settling_01.png"}
    # What ./run test asks of it.
    copy.call("ruff check")
    copy.call("ruff format --check")
    copy.call(f"mypy --cache-dir {PROJECT}/.mypy_cache scenes/settling.py")
    of_every_scene = [
        str(path.relative_to(copy.folder))
        for path in sorted((copy.folder / "tests").glob("test_*.py"))
        if "LESSON.scenes" in path.read_text(encoding="utf-8")
    ]
    said = copy.call(f"pytest -q -p no:cacheprovider {' '.join(of_every_scene)} -k settling")
    assert re.search(r"\b([5-9]|\d\d) passed", said[-1])


def test_a_scene_that_does_not_fit_is_told_what_would(copy: Copy) -> None:
    opens_at_once = PYTHON["a scene"].replace("self.play(FadeIn(loss_map))", "self.add(loss_map)")
    (copy.folder / "scenes/abrupt.py").write_text(opens_at_once, encoding="utf-8")
    code = """
from pathlib import Path
from production.film import SceneRef
from tests.shared import Shared
from tests.test_transitions import test_a_scene_opens_on_what_the_last_one_left as check
recap, abrupt = SceneRef("scenes.recap:Recap"), SceneRef("scenes.abrupt:Settling", name="abrupt")
check(recap, abrupt, Shared(Path(".")))
"""
    with pytest.raises(AssertionError, match="abrupt does not open on the picture that recap leaves; let it"):
        copy.call(f"python -c {shlex.quote(code)}")


def test_the_trajectory_says_what_the_comments_say(copy: Copy) -> None:
    (copy.folder / "use.py").write_text(PYTHON["a trajectory"], encoding="utf-8")
    comments = [
        comment.strip().removesuffix("...") for comment in re.findall(r"# (.*)", PYTHON["a trajectory"])
    ]
    for line, comment in zip(copy.call("python use.py"), comments, strict=True):
        assert line.startswith(comment)
    assert (copy.folder / "momentum.csv").stat().st_size > 0


@pytest.mark.parametrize("path", re.findall(r"\]\((?!https://)([^)]+)\)", README + CONTRIBUTING))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (PROJECT / path).is_file()


@pytest.mark.parametrize("path", re.findall(r"^ {4}( {2})?([\w./]+) {2,}", README, re.MULTILINE))
def test_the_map_names_what_is_there(path: tuple[str, str]) -> None:
    indent, name = path
    folder = PROJECT / "scenes" if indent else PROJECT
    assert (folder / name).exists()


@pytest.mark.parametrize("test", re.findall(r"^\| `(test_\w+\.py)`", CONTRIBUTING, re.MULTILINE))
def test_the_checks_that_are_explained_exist(test: str) -> None:
    assert (PROJECT / "tests" / test).is_file()
