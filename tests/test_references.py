"""Scenes and films of other authors, in files that lie anywhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PIL import Image

from production.commands import references
from production.film import SceneRef
from production.jobs.renderer import Renderer
from tests.calling import Call
from tests.here import Here

AUTHORS_FILES = {
    "mine.py": """
from pathlib import Path
from manim import Circle, Create, Scene, config
from shape import square

config.background_color = "#FF0000"
DATA = Path(__file__).parent / "numbers.csv"

class Mine(Scene):
    "A circle and a square."

    def construct(self):
        self.add(square().scale(float(DATA.read_text())))
        self.play(Create(Circle()), run_time=0.4)
        self.next_section("It stands")
        self.wait(0.2)
""",
    "shape.py": "from manim import Square\n\ndef square():\n    return Square()\n",
    "numbers.csv": "0.5\n",
    # Called as one of Python's own modules is.
    "random.py": """
from manim import Circle, Scene
import scenes
from scenes.lesson_scene import LessonScene

class Said(LessonScene):
    def construct(self):
        with self.beat("A circle", "A circle."):
            self.add(Circle(fill_opacity=1, color="#0000FF"))

class Picture(Scene):
    def construct(self):
        self.add(Circle(fill_opacity=1))

class _Base(Scene):
    pass
""",
    "scenes/__init__.py": "raise ImportError('not this one')\n",
    "june.py": """
from production.film import Film, SceneRef

FILM = Film("june", "A talk in June", (SceneRef("mine:Mine"), SceneRef("random.py:Said", name="said-first")))
""",
    "clash.py": """
from production.film import Film, SceneRef

FILM = Film("mine", "A talk", (SceneRef("mine:Mine"),))
""",
    "still.py": """
from production.film import Film, SceneRef

FILM = Film("still", "A talk", (SceneRef("mine:Mine"), SceneRef("random.py:Picture")))
OTHER = Film("other", "Another talk", (SceneRef("mine:Mine"),))
""",
    "broken.py": "from manim import *\n1 / 0\n",
    "tall.py": """
from manim import Circle, Create, Scene, config

config.frame_width = 4.5

class Tall(Scene):
    def construct(self):
        self.play(Create(Circle()))
""",
}


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An author's folder."""
    folder = tmp_path_factory.mktemp("talks: 2026")
    for name, content in AUTHORS_FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def call(
    talks: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> Iterator[Call]:
    path, modules = sys.path.copy(), set(sys.modules)
    references._tell_what_is_hidden.cache_clear()
    yield Call(talks / "media", capsys)
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if str(talks) in (getattr(sys.modules[name], "__file__", None) or ""):
            del sys.modules[name]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw in this process, where it does not matter what a worker has imported."""
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: Here())


def frames(film: Path) -> int:
    with av.open(film) as container:
        return container.streams.video[0].frames


def colour_in(picture: Path, across: float, down: float) -> tuple[int, ...]:
    with Image.open(picture) as image:
        pixel = image.convert("RGB").getpixel((int(across * image.width), int(down * image.height)))
    assert isinstance(pixel, tuple)
    return pixel


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["mine.py", "mine.py:Mine"])
def test_a_scene_in_a_file_anywhere_becomes_a_film(call: Call, talks: Path, name: str) -> None:
    assert call(str(talks / name), "-q", "l", "--quiet") == 0
    assert (call.err, call.paths) == ("", [call.media / "480p15" / "mine.mp4"])
    assert frames(call.paths[0]) == 9


@pytest.mark.usefixtures("here")
def test_its_sections_are_beats(call: Call, talks: Path) -> None:
    assert call(f"{talks}/mine.py", "--beat", "2", "-q", "l", "--quiet") == 0
    assert frames(call.paths[0]) == 3
    assert call(f"{talks}/mine.py", "-s", "-q", "l", "--quiet") == 0
    assert len(list((call.media / "480p15/stills").glob("mine_0?.png"))) == 2
    still = call.media / "480p15/stills/mine_02.png"
    assert colour_in(still, 0.1, 0.1) == (255, 0, 0)


def test_an_edit_beside_a_file_is_seen(call: Call, talks: Path) -> None:
    still = call.media / "480p15/stills/mine_02.png"
    assert call(f"{talks}/mine.py", "-s", "-q", "l", "--quiet") == 0
    before = still.read_bytes()
    for name, content in {"numbers.csv": "1.5", "shape.py": AUTHORS_FILES["shape.py"] + "\n"}.items():
        (talks / name).write_text(content, encoding="utf-8")
        assert call(f"{talks}/mine.py", "-s", "-q", "l", "--quiet") == 0
        assert (still.read_bytes() != before) == (name == "numbers.csv")
        before = still.read_bytes()


@pytest.mark.usefixtures("here")
def test_what_a_file_sets_of_manim_stays_with_its_scenes(call: Call, talks: Path) -> None:
    # One process draws both: red is only the background of the first.
    scenes = (f"{talks}/mine.py", f"{talks}/random.py:Picture")
    assert call(*scenes, "-s", "-q", "l", "--quiet") == 0
    assert colour_in(call.media / "480p15/stills/mine_01.png", 0.1, 0.1) == (255, 0, 0)
    assert colour_in(call.media / "480p15/stills/picture_01.png", 0.1, 0.1) == (0, 0, 0)


def test_a_file_may_be_called_as_a_module_of_pythons(call: Call, talks: Path) -> None:
    assert call(f"{talks}/random.py:Said", "-s", "-q", "l", "--quiet") == 0
    assert colour_in(call.media / "480p15/stills/said_01.png", 0.5, 0.5) == (0, 0, 255)


@pytest.mark.usefixtures("here")
def test_it_is_said_which_module_of_one_name_is_taken(call: Call, talks: Path) -> None:
    assert call(f"{talks}/random.py:Said", "-s", "-q", "l", "--quiet") == 0
    (line,) = call.err.splitlines()
    assert line.startswith(str(talks / "scenes/__init__.py"))
    assert line.endswith(" is hidden by scenes/__init__.py, which is taken in its place")


def test_only_a_manim_cfg_beside_a_scene_changes_it(
    call: Call, talks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "talk"
    folder.mkdir()
    (folder / "mine.py").write_text(AUTHORS_FILES["random.py"], encoding="utf-8")
    settings = "[CLI]\nbackground_color = {}\nframe_height = 4\nrenderer = {}\n"
    # Whoever renders has settings of their own.
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / ".config/manim").mkdir(parents=True)
    for path in (elsewhere / "manim.cfg", elsewhere / ".config/manim/manim.cfg"):
        path.write_text(settings.format("#FF0000", "opengl"), encoding="utf-8")
    monkeypatch.setenv("HOME", str(elsewhere))
    monkeypatch.chdir(elsewhere)
    still = call.media / "480p15/stills/picture_01.png"
    arguments = (f"{folder}/mine.py:Picture", "-s", "-q", "l", "--quiet")
    assert call(*arguments) == 0
    assert colour_in(still, 0.1, 0.1) == (0, 0, 0)
    # Its circle of radius 1 reaches halfway up now.
    assert colour_in(still, 0.5, 0.35) == (0, 0, 0)
    (folder / "manim.cfg").write_text(settings.format("#0000FF", "cairo"), encoding="utf-8")
    assert call(*arguments) == 0
    assert colour_in(still, 0.1, 0.1) == (0, 0, 255)
    assert colour_in(still, 0.5, 0.35)[0] > 200


def test_a_module_that_is_built_into_python_hides_one_too(call: Call, tmp_path: Path) -> None:
    for name in ("time", "math", "helper"):
        (tmp_path / f"{name}.py").write_text("", encoding="utf-8")
    (tmp_path / "mine.py").write_text(
        "import time, math, helper\n" + AUTHORS_FILES["random.py"], encoding="utf-8"
    )
    assert call(f"{tmp_path}/mine.py:Picture", "-s", "-q", "l", "--quiet") == 0
    assert {line.partition(" is hidden by ")[0] for line in call.err.splitlines()} == {
        f"{tmp_path}/time.py",
        f"{tmp_path}/math.py",
    }
    assert "time.py is hidden by Python's own (built-in), which is taken in its place" in call.err


@pytest.mark.usefixtures("here")
def test_a_scene_that_plays_nothing_becomes_a_picture(call: Call, talks: Path, tmp_path: Path) -> None:
    assert call(f"{talks}/random.py:Picture", "-q", "l", "--quiet", "-o", str(tmp_path / "a.mp4")) == 0
    assert call.paths == [tmp_path / "a.png"]
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (854, 480)
    assert colour_in(tmp_path / "a.png", 0.5, 0.5)[0] > 200


@pytest.mark.usefixtures("here")
def test_a_film_of_others_has_everything_that_this_one_has(
    call: Call, talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = f"--film={talks}/june.py"
    assert call("list", film) == 0
    assert [line.split()[0] for line in call.out.splitlines()] == ["mine", "said-first", "june"]
    assert call("june", "-q", "l", "--quiet", "--film", f"{talks}/june.py:FILM") == 0
    assert call.paths == [call.media / "480p15/june.mp4"]
    beside = {path.name.removeprefix("june.mp4.") for path in call.paths[0].parent.glob("june.mp4.*")}
    assert beside == {"vtt", "srt", "chapters.vtt", "transcript.md", "poster.png", "manifest.json"}
    manifest = json.loads((call.media / "480p15/june.mp4.manifest.json").read_text(encoding="utf-8"))
    # As on any other machine.
    assert [scene["scene"] for scene in manifest["scenes"]] == ["mine:Mine", "random.py:Said"]
    monkeypatch.setenv("MOMENTUM_FILM", f"{talks}/june.py")
    assert call("check", "-q", "l") == 0
    assert call("said_first", "--beat", "1", "-q", "l", "--quiet") == 0
    assert call.paths == [call.media / "480p15/said-first_01.mp4"]
    assert call("zigzag") == 2
    assert "there are mine, said-first, june" in call.err


@pytest.mark.usefixtures("here")
def test_a_scene_of_the_film_is_itself_however_it_is_given(call: Call) -> None:
    assert call("tests.films.one_beat:OneBeat", "-q", "l", "--quiet") == 0
    assert call("tests/films/one_beat.py", "-q", "l") == 0
    # Nothing is drawn the second time.
    assert call.err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nine.py"], "there is no file {}/nine.py; did you mean {}/mine.py?"),
        (["random.py"], "which scene of random.py? It has Said, Picture; write random.py:Said"),
        (["shape.py"], "there is no scene in shape.py; a scene is a class that is a Manim Scene"),
        (["mine.py:M ne"], "is no scene; write module:Class"),
        (["mine.py", "--sides", "3"], "mine has no --sides; nothing can be changed"),
        (["--film", "may.py", "list"], "there is no file {}/may.py; did you mean"),
        (["--film", "clash.py", "list"], "mine:Mine and the film are both called mine, and would write"),
        (["--film", "mine.py", "list"], "there is no film in {}/mine.py; write FILM = Film(name, title,"),
        (["--film", "still.py", "list"], "It has FILM, OTHER; write {}/still.py:FILM"),
        (["--film", "june.py:FLIM", "list"], "which film of {}/june.py? It has FILM; write {}/june.py:FILM"),
        (["--film", "nowhere.at_all", "list"], "there is no module nowhere.at_all; a file is written with"),
        (["nowhere:Mine"], "there is no module nowhere; a file is written with its path, as in"),
        (["list", "--film"], "--film needs a film, as in --film talks/june.py"),
        (["mine.py", "random.py:Picture", "-o", "a.mp4"], "-o a.mp4 is one file for 2 films"),
    ],
)
def test_a_mistake_is_one_line(call: Call, talks: Path, arguments: list[str], message: str) -> None:
    given = [f"{talks}/{word}" if ".py" in word else word for word in arguments]
    assert call(*given) == 2
    assert message.replace("{}", str(talks)) in call.err
    assert call.err.splitlines()[-1].startswith("render.py: ")
    assert call.out == ""


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["broken.py"],
            "broken.py, before the first beat: ZeroDivisionError: division by zero (broken.py, line 2)",
        ),
        (
            ["broken.py:Mine"],
            "broken.py:Mine, before the first beat: ZeroDivisionError: division by zero (broken.py, ",
        ),
        (["mine.py:Nine"], "'mine.py:Nine' is no scene: mine has no class Nine; mine has Mine"),
        (["shape.py:square"], "square is no Manim scene; shape has none"),
        (["tall.py"], "tall.py:Tall, before the first beat: it sets a frame of 4.5 x 8 units"),
        (["--film", "still.py:FILM", "still"], "random.py:Picture, before the first beat: it plays nothing"),
    ],
)
def test_a_scene_that_cannot_be_rendered_is_named(
    call: Call, talks: Path, arguments: list[str], message: str
) -> None:
    given = [f"{talks}/{word}" if ".py" in word else word for word in arguments]
    assert call(*given, "-q", "l", "--quiet") == 1
    assert message in call.err.splitlines()[-1]
    assert not (call.media / "480p15/still.mp4").exists()


def test_two_scenes_of_one_name_are_not_written_over_one_another(call: Call, talks: Path) -> None:
    other = talks / "other"
    other.mkdir(exist_ok=True)
    (other / "mine.py").write_text(AUTHORS_FILES["random.py"].replace("Picture", "Mine"), encoding="utf-8")
    assert call(f"{talks}/mine.py", f"{other}/mine.py:Mine", "-q", "l") == 2
    assert "mine.py:Mine and mine.py:Mine would write the same files, called mine" in call.err


def test_a_scene_may_not_be_called_as_a_command_is(call: Call) -> None:
    call.film = type(call.film)("talk", "A talk", (SceneRef("tests.films.one_beat:OneBeat", name="list"),))
    assert call("talk") == 2
    assert "list is a command; call the film or the scene otherwise" in call.err
