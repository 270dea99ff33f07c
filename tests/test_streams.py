from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import pytest
from click.testing import CliRunner

from production.commands import streams
from production.commands.main import command_line, main
from production.commands.session import Session
from production.film import Film, SceneRef
from tests.making import PROJECT

C_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
ASCII = {"PYTHONIOENCODING": "ascii"}
LATIN = {"PYTHONIOENCODING": "latin-1"}
WESTERN = {"PYTHONIOENCODING": "cp1252"}

SCENE = """
from manim import Square
from scenes.lesson_scene import LessonScene, Parameter

class Greek(LessonScene):
    title = "α–β"
    idea = "θ ← θ − v: 🎈 é"
    parameters = (Parameter("side", 2.0, 0.5, 4.0, "at most π"),)

    def construct(self):
        print("θ → 0")
        with self.beat("α", "It is so."):
            self.add(Square())
        if self.side > 3:
            raise ValueError("σ > 3")
"""

PROGRAM = """
import sys
from pathlib import Path
from production.commands.main import main
from production.film import Film, SceneRef

sys.exit(main(Film("lesson", "α–β", (SceneRef("greek:Greek"),)), Path("media")))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("greek")
    (folder / "greek.py").write_text(SCENE, encoding="utf-8")
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    return folder


def call(folder: Path, terminal: dict[str, str], *arguments: str | bytes) -> tuple[int, bytes, bytes]:
    """Call the command line at a terminal of other characters; return its exit code and what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "program.py", *arguments],
        env=environment | {"LC_ALL": "C.UTF-8", "PYTHONPATH": f"{PROJECT}{os.pathsep}{folder}"} | terminal,
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("terminal", "shown"),
    [
        (ASCII, b"\\u03b8 \\u2190 \\u03b8 \\u2212 v: \\U0001f388 \\xe9"),
        (C_LOCALE, b"\\u03b8 \\u2190 \\u03b8 \\u2212 v: \\U0001f388 \\xe9"),
        (LATIN, b"\\u03b8 \\u2190 \\u03b8 \\u2212 v: \\U0001f388 \xe9"),
        (WESTERN, b"\\u03b8 \\u2190 \\u03b8 \\u2212 v: \\U0001f388 \xe9"),
        ({}, "θ ← θ − v: 🎈 é".encode()),
    ],
)
def test_a_list_is_shown_at_every_terminal(folder: Path, terminal: dict[str, str], shown: bytes) -> None:
    code, out, err = call(folder, terminal, "list")
    assert (code, out.splitlines()[0].partition(b"1 beat  ")[2]) == (0, shown)
    assert b"Traceback" not in err


def test_json_help_and_failures_are_shown_at_a_poor_terminal(folder: Path) -> None:
    code, out, _ = call(folder, ASCII, "list", "--json")
    (entry,) = json.loads(out.decode("ascii"))
    assert (code, entry["idea"]) == (0, "θ ← θ − v: 🎈 é")
    code, out, err = call(folder, ASCII, "greek", "--help")
    assert code == 0
    assert b"At most \\u03c0." in out
    assert err == b""
    code, out, err = call(folder, ASCII, "greek", "--side", "3.5", "-q", "l")
    assert (code, out) == (1, b"")
    said = b"render.py: greek:Greek, beat 1 (\\u03b1): ValueError: \\u03c3 > 3 (greek.py, line 15)"
    assert err.splitlines()[-1] == said


@pytest.mark.parametrize("terminal", [C_LOCALE, {}])
@pytest.mark.parametrize("name", ["ü α.mp4".encode(), b"\xfc.webm"])
def test_a_file_is_reported_by_the_bytes_of_its_name(
    folder: Path, tmp_path: Path, terminal: dict[str, str], name: bytes
) -> None:
    film = os.fsencode(tmp_path) + b"/" + name
    code, out, err = call(folder, terminal, "lesson", "-q", "l", "--quiet", "-o", film)
    assert (code, out) == (0, film + b"\n"), err
    # Whoever reads it elsewhere finds the same names in the manifest.
    for other in (terminal, {}) if terminal else ({},):
        code, out, err = call(folder, other, "check", film)
        assert (code, out) == (0, film + b" is what its manifest says and keeps every rule\n"), err
    Path(os.fsdecode(film + b".srt")).unlink()
    code, out, err = call(folder, terminal, "check", film)
    assert (code, out) == (1, b"")
    assert err.startswith(film + b": " + name + b".srt is missing\n")


def test_a_name_that_the_terminal_does_not_know_is_written_so_that_it_can_be_read(
    folder: Path, tmp_path: Path
) -> None:
    film = tmp_path / "üα.mp4"
    code, out, err = call(
        folder, LATIN, "greek", "-q", "l", "--quiet", "-o", str(film), "--media-dir", str(tmp_path)
    )
    assert (code, out) == (0, f"{tmp_path}/ü\\u03b1.mp4\n".encode("latin-1"))
    # What the scene prints does not fail either.
    assert b"\\u03b8 \\u2192 0" in err
    with av.open(film) as container:
        assert container.metadata["title"] == "α–β"


class Plain:
    """A stream that takes ASCII, and is no file."""

    encoding = "ascii"

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        text.encode(self.encoding)
        self.text += text
        return len(text)

    def flush(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    ("stream", "read", "shown"),
    [
        (Plain(), lambda stream: stream.text, "\\u03b8 \\u2190 \\u03b8"),
        (io.StringIO(), lambda stream: stream.getvalue(), "θ ← θ"),
        (
            io.TextIOWrapper(io.BytesIO(), encoding="ascii"),
            lambda stream: stream.buffer.getvalue().decode("ascii"),
            "\\u03b8 \\u2190 \\u03b8",
        ),
    ],
    ids=["no file", "StringIO", "TextIOWrapper"],
)
def test_streams_may_be_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, stream: Any, read: Any, shown: str
) -> None:
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "stdout", stream)
    film = Film("lesson", "θ ← θ", (SceneRef("greek:Greek"),))
    assert main(film, folder / "media", ["list"]) == 0
    assert read(stream).splitlines()[-1].endswith(shown)
    assert getattr(stream, "errors", None) in (None, "strict")


def test_clicks_own_runner_sees_what_a_terminal_does(folder: Path, tmp_path: Path) -> None:
    film = Film("lesson", "θ", (SceneRef("greek:Greek"),))
    done = CliRunner(charset="ascii").invoke(command_line, ["--help"], obj=Session(film, tmp_path, ""))
    assert done.exit_code == 0
    assert "Scenes: greek; or lesson" in done.stdout


def test_what_cannot_be_encoded_is_escaped_character_by_character() -> None:
    assert "a\udcfcθ\ud800é".encode("ascii", streams.ESCAPE) == b"a\xfc\\u03b8\\ud800\\xe9"
    assert "\udcc3\udcbcθ".encode("utf-8", streams.ESCAPE) == "üθ".encode()


@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-"])
def test_a_closed_stderr_shows_no_progress_and_stops_nothing(tmp_path: Path, closed: str) -> None:
    program = f'exec "$0" -m tests.films.small_lesson one_beat -q l --media-dir "$1" {closed}'
    done = subprocess.run(["sh", "-c", program, sys.executable, str(tmp_path)], cwd=PROJECT, check=False)
    assert done.returncode == 0
    assert (tmp_path / "480p15" / "one_beat.mp4").is_file()
