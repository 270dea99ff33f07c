from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import av
import pytest
from PIL import Image

import render
from production.commands.main import main
from production.film import Film, SceneRef
from production.jobs.renderer import Renderer
from production.output_spec import Format
from tests.calling import Call
from tests.films.small_lesson import SMALL_LESSON
from tests.here import Here
from tests.making import left_over, render_in_a_terminal

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests here, so that a scene is drawn once."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture
def call(media: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: Here())
    return Call(media, capsys)


def film_of(*references: str) -> Film:
    return Film("lesson", "A lesson", tuple(map(SceneRef, references)))


def frames(path: Path) -> int:
    with av.open(path) as container:
        return sum(1 for _ in container.decode(container.streams.video[0]))


@pytest.mark.parametrize(
    ("arguments", "made"), [(("--beat", "2"), "two_beats_02.mp4"), (("-s",), "two_beats_stills.png")]
)
def test_what_is_in_the_way_is_named_before_anything_is_drawn(
    call: Call, tmp_path: Path, arguments: tuple[str, ...], made: str
) -> None:
    (tmp_path / made).mkdir()
    assert call("two_beats", *arguments, "-q", "l", "-o", str(tmp_path)) == 1
    assert call.err.splitlines()[-1].endswith(f"is in the way; move it: '{tmp_path / made}'")
    assert "frames" not in call.err


def test_a_scene_becomes_a_film(call: Call) -> None:
    assert call("Two-Beats", "-q", "l", "--quiet") == 0
    assert call.paths == [call.media / "480p15" / "two_beats.mp4"]
    assert call.err == ""
    assert frames(call.paths[0]) == 93


def test_the_lesson_becomes_one_film_that_passes_its_check(call: Call) -> None:
    assert call("lesson", "-q", "l") == 0
    (film,) = call.paths
    assert film == call.media / "480p15" / "lesson.mp4"
    assert call("check", "-q", "l") == 0
    with av.open(film) as container:
        titles = [mark["metadata"]["title"] for mark in container.chapters()]
        assert titles == ["Two beats", "One beat"]
        assert container.metadata["title"] == SMALL_LESSON.title
    transcript = film.with_name("lesson.mp4.transcript.md")
    transcript.write_text("something else", encoding="utf-8")
    assert call("check", str(film)) == 1
    assert "lesson.mp4.transcript.md has changed" in call.err
    assert call("lesson", "-q", "l", "--quiet") == 0
    assert call("check", str(film)) == 0


def test_the_lesson_has_a_page(call: Call, media: Path, tmp_path: Path) -> None:
    assert call("page", "-q", "l") == 0
    assert call.paths == [media / "480p15" / "lesson_page" / "index.html"]
    made = {file.name for file in call.paths[0].parent.iterdir()}
    assert made == {"index.html", "embed.html", "lesson.mp4", "lesson.png"}
    # What a scene says of the lab comes all the way.
    assert 'href="#lab?beta=0.9&amp;method=plain"' in call.paths[0].read_text(encoding="utf-8")
    assert call("page", "-q", "l", "--one-file", "-o", str(tmp_path / "a.html")) == 0
    assert call.paths == [tmp_path / "a.html"]
    assert call("page", "--one-file", "--url", "https://example.org") == 2


def test_the_scenes_are_listed(call: Call) -> None:
    assert call("list") == 0
    lines = call.out.splitlines()
    assert " ".join(lines[0].split()) == "two_beats 6.2 s 2 beats A beat lasts as long as its words"
    assert lines[-1].startswith("lesson")
    assert call("list", "--json") == 0
    entries = json.loads(call.out)
    assert [entry["name"] for entry in entries] == [scene.name for scene in SMALL_LESSON.scenes]
    assert entries[0]["scene"] == SMALL_LESSON.scenes[0].reference
    assert entries[0]["beats"][1]["narration"] == "Now it rests."


def test_stills_and_a_contact_sheet(call: Call) -> None:
    assert call("two_beats", "-s", "-q", "l") == 0
    (sheet,) = call.paths
    assert sheet == call.media / "480p15" / "two_beats_stills.png"
    with Image.open(sheet) as picture:
        assert picture.width > picture.height
    assert len(list((sheet.parent / "stills").iterdir())) == 2


def test_one_beat(call: Call) -> None:
    assert call("two_beats", "--beat", "2", "-q", "l", "--quiet") == 0
    assert call.paths == [call.media / "480p15" / "two_beats_02.mp4"]
    assert frames(call.paths[0]) == 21
    assert call("two_beats", "--beat", "3", "-q", "l") == 2
    assert call.err == "render.py: two_beats has 2 beats; there is no beat 3\n"


def test_a_parameter_reaches_the_picture(call: Call, tmp_path: Path) -> None:
    assert call("two_beats", "-s", "-q", "l", "-o", str(tmp_path / "usual")) == 0
    assert call("two_beats", "-s", "-q", "l", "--side", "3", "-o", str(tmp_path / "wide")) == 0
    one, other = (next((tmp_path / name / "stills").glob("*_01.png")) for name in ("usual", "wide"))
    with Image.open(one) as usual, Image.open(other) as wide:
        assert usual.tobytes() != wide.tobytes()


@pytest.mark.parametrize("container", [Format.WEBM, Format.MOV, Format.GIF])
def test_a_file_of_another_format(call: Call, tmp_path: Path, container: Format) -> None:
    film = tmp_path / "folder" / f"film.{container}"
    see_through = [] if container is Format.GIF else ["-t"]
    assert call("two_beats", "--beat", "2", "-q", "l", "-o", str(film), *see_through) == 0
    assert frames(film) == 21


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["two_beets"], "there is no scene two_beets; did you mean two_beats?"),
        (["nothing"], "there is no scene nothing; there are two_beats, one_beat, lesson"),
        (["two_beats", "-q", "x"], "'x' is not one of 'l', 'm', 'h', 'p', 'k'"),
        (["two_beats", "--side", "9"], "two_beats: side is 9; it must lie between 0.5 and 4: it must fit"),
        (["two_beats", "--side", "wide"], "'wide' is not a valid float"),
        (["two_beats", "one_beat", "--side", "3"], "one_beat has no --side; nothing can be changed"),
        (["two_beats", "--height", "3"], "two_beats has no --height; what can be changed is --side"),
        (["one_beat", "--side", "3"], "one_beat has no --side; nothing can be changed"),
        (["two_beets", "--side", "3"], "there is no scene two_beets; did you mean two_beats?"),
        (["two_beats", "--side", "3", "-q"], "is not one of 'l', 'm'"),
        (["two_beats", "-z"], "No such option '-z'"),
        (["--qualty", "l"], "there is no scene l"),
        (["--mute"], "Missing argument 'SCENE...'."),
        (["two_beats", "--qualty", "l"], "did you mean --quality"),
        (["two_beats", "-t"], "mp4 cannot be transparent; add --format webm or --format mov"),
        (["two_beats", "--format", "gif", "-t"], "gif cannot be transparent"),
        (["two_beats", "-o", "film.avi"], "film.avi ends in no format; there are mp4, webm, mov, gif"),
        (["two_beats", "-o", "film.mov", "--format", "mp4"], "film.mov is no mp4"),
        (["two_beats", "one_beat", "-o", "film.mp4"], "one file for 2 films; name a folder"),
        (["two_beats", "-s", "-o", "film.png"], "-s makes several pictures; -o film.png must be a folder"),
        (["two_beats", "-s", "-t"], "leave --format, -t, --master and --444 out"),
        (["two_beats", "-s", "--master"], "leave --format, -t, --master and --444 out"),
        (
            ["two_beats", "--master", "-o", "film.webm"],
            "webm cannot be a master; add --format mp4 or --format mov",
        ),
        (["two_beats", "--444"], "--444 is for a master, as few players show it; add --master"),
        (["lesson", "--beat", "1"], "--beat is one beat of one scene"),
        (["check", "gone.mp4"], "there is no film gone.mp4"),
        (["frames", "two_beats", "folder", "--at", "9"], "two_beats lasts 6.2 s; there is no frame at 9 s"),
        (["frames", "two_beats", "folder", "--at", "soon"], "'soon'; write seconds with commas between them"),
        (["frames", "lesson", "folder", "--at", "1"], "lesson is the whole film; name one of its scenes"),
        (["frames", "two_beats", "folder"], "which frames? write --at 1.5,3 or --every 0.5"),
        (["lesson", "--cluster", "tcp://here"], "--cluster tcp://here is no address; write tcp://HOST:PORT"),
        (["lesson", "--cluster", "here:80"], "--cluster here:80 is no address"),
        (
            ["lesson", "--cluster", "tcp://here:99999"],
            "tcp://here:99999 is no address; write tcp://HOST:PORT",
        ),
        (
            ["lesson", "--cluster", "foo://here:1"],
            "begins with tcp, tls, ucx, ws, wss; did you mean tcp://here:1?",
        ),
        (["lesson", "--cluster", "http://here:80"], "is no address that Dask knows"),
        (["lesson", "--cluster", "inproc://here:1"], "is no address that Dask knows"),
    ],
)
def test_a_mistake_is_named_in_one_line(call: Call, arguments: list[str], said: str) -> None:
    assert call(*arguments) == 2
    assert call.out == ""
    assert call.err.startswith("render.py: ")
    assert call.err.count("\n") == 1
    assert said in call.err


def test_a_failing_scene_is_named_with_its_beat(call: Call) -> None:
    call.film = film_of("tests.films.two_beats:Breaks")
    assert call("breaks", "-q", "l") == 1
    assert call.out == ""
    assert "tests.films.two_beats:Breaks, beat 2 (Not fine): ZeroDivisionError: no way on" in call.err


@pytest.mark.parametrize("options", [[], ["--side", "3"]])
def test_a_scene_that_cannot_be_imported_is_named_in_one_line(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    (tmp_path / "unfinished.py").write_text("def construct(:")
    monkeypatch.syspath_prepend(tmp_path)
    call.film = film_of("unfinished:Film")
    assert call("film", "-q", "l", *options) == 1
    assert call.err.startswith("render.py: unfinished:Film")
    assert "SyntaxError: invalid syntax" in call.err
    assert call.err.count("\n") == 1


def test_an_interrupt_has_its_own_code_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    arguments = ["two_beats", "-q", "k", "--media-dir", str(tmp_path)]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.films.small_lesson", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        # Once the timeline is kept, a worker is at the pictures.
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob("cache/*.json")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.5)
        process.terminate()
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "render.py: interrupted; what was finished is kept" in err
    assert not [path for path in tmp_path.glob("cache/scratch/*") if path.is_dir()]
    assert not list(tmp_path.glob("**/*.mp4"))


LINE = re.compile(r"[0-2] of 2 scenes, \d+ of 141 frames(, \d+ frames/s, \d+:\d\d left)?")
LAST_LINE = re.compile(r"141 frames drawn in \d+:\d\d, \d+ frames/s, at most \d+ MiB a worker")


def test_a_pipe_gets_plain_lines_for_the_whole_film(tmp_path: Path) -> None:
    program = (
        "import runpy, production.jobs.progress as progress; progress.SECONDS_BETWEEN_LINES = 0.1; "
        "runpy.run_module('tests.films.small_lesson', run_name='__main__')"
    )
    done = python("-c", program, "lesson", "-q", "l", "--media-dir", str(tmp_path))
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].endswith("lesson.mp4")
    *lines, last = done.stderr.splitlines()
    assert lines
    assert all(LINE.fullmatch(line) for line in lines)
    assert LAST_LINE.fullmatch(last)


def test_a_terminal_gets_a_bar_that_gives_way_to_a_line(tmp_path: Path) -> None:
    arguments = ["lesson", "-q", "l", "--media-dir", str(tmp_path)]
    code, out, shown = render_in_a_terminal(*arguments)
    assert code == 0
    assert out.splitlines()[-1].endswith("lesson.mp4")
    assert LINE.search(shown)
    assert "━" in shown
    bar, _, last = shown.rpartition("\x1b[2K")
    assert bar.index("\x1b[?25l") < bar.index("\x1b[?25h")
    assert LAST_LINE.fullmatch(last.strip())
    # What is there already is not worth a bar.
    assert render_in_a_terminal(*arguments)[2] == ""


def test_ctrl_c_at_a_terminal_says_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    code, out, shown = render_in_a_terminal(
        "lesson", "-q", "k", "--media-dir", str(tmp_path), interrupt_at=" frames"
    )
    assert (code, out) == (130, "")
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") == 1
    said = shown.rpartition("\x1b[2K")[2].split()
    assert " ".join(said) == "render.py: interrupted; what was finished is kept"
    assert left_over(tmp_path) == []
    assert not list(tmp_path.glob("**/*.mp4"))


def test_help_shows_the_options_and_a_scene_its_parameters(call: Call) -> None:
    assert main(call.film, Path("media"), ["--help"]) == 0
    assert call("two_beats", "--help") == 0
    general, of_the_scene = call.out.split("Usage: ")[1:]
    assert "--transparent" in general
    assert "check" in general
    assert "--side" not in general
    assert "--side" in of_the_scene
    assert "It must fit the frame" in of_the_scene


def test_the_cache_can_be_emptied(call: Call, tmp_path: Path) -> None:
    other = Call(tmp_path, call._capsys)
    assert other("list") == 0
    assert list((tmp_path / "cache").glob("*.json"))
    assert other("clean") == 0
    assert not list((tmp_path / "cache").glob("*.json"))


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_help_does_not_wait_for_manim() -> None:
    program = (
        "import sys; from production.commands.main import main; from scenes.lesson import LESSON; "
        "main(LESSON, None, ['--help']); print({'manim', 'av'} & set(sys.modules))"
    )
    assert python("-c", program).stdout.splitlines()[-1] == "set()"


def test_what_is_cached_does_not_wait_for_manim(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from production.commands.main import main; "
        "from tests.films.small_lesson import SMALL_LESSON; "
        "code = main(SMALL_LESSON, Path(sys.argv[1]), sys.argv[2:]); print(code, 'manim' in sys.modules)"
    )
    lesson = ["lesson", "-q", "l", "--quiet", "-j", "1"]
    for command in (lesson, lesson, ["list"]):
        last = python("-c", program, str(tmp_path), *command).stdout.splitlines()[-1]
        assert last == "0 False"


@pytest.mark.parametrize("closed", ["<&-", "<&- 2>&-"])
def test_closed_streams_lose_nothing(tmp_path: Path, closed: str) -> None:
    program = f'exec "$0" -m tests.films.small_lesson one_beat -q l --quiet --media-dir "$1" {closed}'
    done = subprocess.run(
        ["sh", "-c", program, sys.executable, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, check=False
    )
    assert (done.returncode, done.stdout.decode()) == (0, f"{tmp_path / '480p15' / 'one_beat.mp4'}\n")
    assert frames(tmp_path / "480p15" / "one_beat.mp4") == 48


def test_the_version_is_the_packages() -> None:
    assert python("render.py", "--version").stdout == f"render.py {version('momentum-film')}\n"


def test_a_clone_has_its_own_folder_for_what_is_made() -> None:
    assert render.MEDIA == ROOT / "media"


def test_without_arguments_it_helps() -> None:
    done = python("render.py")
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: render.py [OPTIONS] SCENE...\n")
    assert "Scenes: hook, refresher," in done.stderr


def test_a_scene_of_the_film_that_is_not_there_is_the_films_fault(call: Call) -> None:
    call.film = film_of("tests.films.two_beats:TwoBears")
    assert call("two_bears", "-q", "l") == 1
    assert "two_beats has no class TwoBears" in call.err
    assert "two_beats has TwoBeats, FadesEarly, Breaks, NoBeats, Mistaken, Leaves" in call.err


def test_frames_at_given_times(call: Call, tmp_path: Path) -> None:
    assert call("frames", "two_beats", str(tmp_path), "-q", "l", "--at", "0.5,0.51,5", "--every", "3") == 0
    assert [path.name for path in call.paths] == [
        f"two_beats_{time}.png" for time in ("000.000", "000.467", "003.000", "005.000", "006.000")
    ]
    for path in call.paths:
        with Image.open(path) as picture:
            assert picture.size == (854, 480)


def test_without_its_environment_it_says_how_to_get_it() -> None:
    done = python("-I", "-S", "render.py", "lesson")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert ". .venv/bin/activate" in done.stderr


def test_a_fault_of_the_programs_own_is_shown_whole(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("nothing of this kind")

    monkeypatch.setattr("production.deliverables.make.scenes_of", fail)
    assert call("two_beats", "-q", "l") == 1
    first, *_, cause, last = call.err.splitlines()
    assert first == "Traceback (most recent call last):"
    assert cause == "KeyError: 'nothing of this kind'"
    assert last == "render.py: this is the program's own fault; please report it with these lines"


def test_a_render_that_shall_be_quiet_is(tmp_path: Path) -> None:
    # Its workers, too, and Manim in them, even at a terminal.
    arguments = ("two_beats", "--beat", "2", "-q", "l", "--quiet", "--media-dir", str(tmp_path))
    assert render_in_a_terminal(*arguments) == (0, f"{tmp_path / '480p15/two_beats_02.mp4'}\n", "")
