"""What a watch takes for changed, imports anew, shows and serves."""

from __future__ import annotations

import select
import shutil
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import ModuleType

import pytest

from production.film import Film, SceneRef
from production.timeline import Beat, Timeline
from production.watch.board import Board, SceneView
from production.watch.modules import forget_modules
from production.watch.saves import Saves, dependences
from production.watch.server import serving
from production.watch.tasks import Checked, FoundFault
from tests.calling import Call
from tests.making import left_over

SECONDS = 5


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules are forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = sys.modules.copy()
    yield tmp_path
    for name in sys.modules.keys() - before:
        del sys.modules[name]
    # Those of other tests may have been forgotten, too.
    sys.modules.update(before)


def film_of(file: Path) -> Film:
    return Film("film", "A film", (SceneRef(f"{file}:Mine"),))


def test_what_a_scene_depends_on_follows_its_imports(folder: Path) -> None:
    scene = folder / "depends.py"
    write(scene, "class Mine: ...\n")
    film = film_of(scene)
    first = dependences(film, film.scenes[0])
    assert set(first.digests) == {scene}
    write(folder / "helper_of_it.py", "A = 1\n")
    write(scene, "import helper_of_it\n")
    second = dependences(film, film.scenes[0])
    assert second.changed_since(first) == {scene, folder / "helper_of_it.py"}
    (folder / "helper_of_it.py").unlink()
    assert dependences(film, film.scenes[0]).changed_since(second) == {folder / "helper_of_it.py"}


def test_a_broken_source_is_named_with_its_line_and_watched(folder: Path) -> None:
    scene = folder / "depends.py"
    write(folder / "helper_of_it.py", "A = 1\nB = = 2\n")
    write(scene, "import helper_of_it\n")
    film = film_of(scene)
    found = dependences(film, film.scenes[0])
    assert found.problem == "SyntaxError: invalid syntax (helper_of_it.py, line 2)"
    assert set(found.digests) == {scene, folder / "helper_of_it.py"}


def is_told(saves: Saves) -> bool:
    told = bool(select.select([saves.reader], [], [], SECONDS)[0])
    saves.settle()
    return told


def test_every_way_to_save_is_noticed(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    file = package / "module.py"
    write(file, "A = 1\n")
    saves = Saves()
    try:
        assert saves.watch([file])
        assert not saves.watch([file])
        write(file, "A = 2\n")
        assert is_told(saves)
        write(tmp_path / "another", "A = 3\n")
        (tmp_path / "another").rename(file)
        assert is_told(saves)
        file.read_text(encoding="utf-8")
        assert not select.select([saves.reader], [], [], 0.2)[0]
        shutil.rmtree(package)
        assert is_told(saves)
        package.mkdir()
        write(file, "A = 4\n")
        assert saves.watch([file])
        write(file, "A = 5\n")
        assert is_told(saves)
    finally:
        saves.close()


def test_what_changed_is_imported_anew_and_what_imports_it(folder: Path) -> None:
    write(folder / "pack" / "__init__.py", "")
    write(folder / "pack" / "ground.py", "A = 1\n")
    write(folder / "pack" / "apart.py", "")
    write(folder / "pack" / "between.py", "from pack import ground\nA = ground.A\n")
    write(folder / "on_top.py", "from pack.between import A\nimport pack.apart\n")

    def own() -> dict[str, ModuleType]:
        names = {"pack", "on_top"}
        return {name: module for name, module in sys.modules.items() if name.partition(".")[0] in names}

    def imported() -> dict[str, ModuleType]:
        import on_top  # type: ignore[import-not-found]  # noqa: F401

        return own()

    first = imported()
    write(folder / "pack" / "ground.py", "A = 2\n")
    forget_modules([folder / "pack" / "ground.py"])
    second = imported()
    assert second["on_top"].A == 2
    same = {name for name, module in second.items() if module is first[name]}
    assert same == {"pack", "pack.apart"}
    # Who has read what is no source, nobody knows.
    forget_modules([folder / "data.csv"])
    assert not own()


def timeline(*narrations: str) -> Timeline:
    beats = tuple(
        Beat(f"Beat {number}", narration, 2.0 * number, 2.0 * number + 2, 2.0 * number + 2)
        for number, narration in enumerate(narrations)
    )
    return Timeline(SceneRef("mine.py:Mine"), "Mine", "", beats)


def test_a_save_changes_pictures_words_and_the_number_of_beats() -> None:
    view = SceneView("mine")
    for number in (1, 2, 3):
        view.take_still(number, str(number) * 32)
    view.take_timeline(timeline("one", "two", "three"), None, is_voiced=False)
    assert [beat.has_changed for beat in view.beats] == [False] * 3
    view.clip = "0" * 32 + ".mp4"
    view.begin()
    assert view.is_clip_old
    assert view.changes() == "mine: no beat changed"
    assert not view.take_still(1, "1" * 32)
    assert view.take_still(2, "f" * 32)
    assert view.take_still(4, "4" * 32)
    view.seconds = 0.84
    view.take_timeline(timeline("one", "two", "other words", "four"), None, is_voiced=True)
    assert view.changes() == "mine: beats 2, 3 and 4 changed, 0.8 s after the save"
    assert all(beat.is_silent for beat in view.beats)
    faults = FoundFault(2, 3.0, "it pops"), FoundFault(3, 5.0, "it stands")
    assert view.take_faults(Checked(faults), 2) == ["mine, beat 2 at 3.0 s: it pops"]
    view.begin()
    view.take_timeline(timeline("one"), None, is_voiced=False)
    assert len(view.beats) == 1


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A server with a still and a clip; a file lies outside of its folder."""
    (tmp_path / "served").mkdir()
    write(tmp_path / "served" / ("a" * 32 + ".png"), "a still")
    write(tmp_path / "served" / ("b" * 32 + ".mp4"), "0123456789")
    write(tmp_path / "served" / "secret.png", "a secret")
    write(tmp_path / ("c" * 32 + ".png"), "a secret")
    with serving(Board(), tmp_path / "served") as address:
        yield int(address.rpartition(":")[2].strip("/"))


def ask(port: int, path: str, method: str = "GET", **fields: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.request(method, path, headers=fields)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


CLIP = f"/clips/{'b' * 32}.mp4"


def test_only_this_machine_is_answered_and_only_with_what_a_watch_makes(port: int) -> None:
    response, body = ask(port, f"/stills/{'a' * 32}.png")
    assert (response.status, body) == (200, b"a still")
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    for host in ("example.org", f"example.org:{port}", "127.0.0.1:1", f"127.0.0.1.example.org:{port}"):
        assert ask(port, "/", Host=host)[0].status == 421
    assert ask(port, "/", Host=f"localhost:{port}")[0].status == 200
    for path in (
        "/stills/secret.png",
        f"/stills/../{'c' * 32}.png",
        f"/stills/%2e%2e/{'c' * 32}.png",
        f"/clips/{'a' * 32}.png",
        "/server.py",
        "//etc/passwd",
    ):
        assert ask(port, path)[0].status == 404
    assert ask(port, "/", method="POST")[0].status == 501
    assert ask(port, "/", method="HEAD")[1] == b""


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=5-99", 206, b"56789"),
        ("bytes=10-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=-", 200, b"0123456789"),
        ("lines=1-2", 200, b"0123456789"),
    ],
)
def test_a_clip_can_be_sought_in(port: int, asked: str, status: int, body: bytes) -> None:
    response, found = ask(port, CLIP, Range=asked)
    assert (response.status, found) == (status, body)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--watch", "-s"), "leave -s out"),
        (("--watch", "-o", "here"), "leave -o out"),
        (("--watch", "--format", "webm"), "leave --format out"),
        (("--watch", "--cluster", "tcp://127.0.0.1:1"), "leave --cluster out"),
        (("--watch", "-p", "--port", "8000"), "leave --port with -p out"),
        (("--port", "8000"), "--port is for --watch"),
        (("--watch", "--beat", "7"), "two_beats has 2 beats; there is no beat 7"),
    ],
)
def test_what_cannot_be_watched_is_refused_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    call = Call(tmp_path, capsys)
    assert call("two_beats", *options) == 2
    assert said in call.err
    assert call.err.count("\n") == 1


def test_a_port_that_is_taken_is_named(tmp_path: Path, port: int, capsys: pytest.CaptureFixture[str]) -> None:
    call = Call(tmp_path, capsys)
    assert call("two_beats", "--watch", "--port", str(port)) == 1
    assert f"port {port} cannot be had (Address already in use)" in call.err
    assert left_over(tmp_path) == []
