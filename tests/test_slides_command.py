"""``render.py slides``: what it makes of a film, where, and what it says where it cannot."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

import av
import pytest
from pptx import Presentation
from pypdf import PdfReader

from production.jobs.renderer import Renderer
from tests.calling import Call
from tests.here import Here
from tests.making import PROJECT, left_over

LIGHT = ("-q", "l", "--quiet")
BEATS = ["two_beats_01_it_appears", "two_beats_02_it_rests", "one_beat_01_a_circle"]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests here, so that a scene is drawn once."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture
def call(media: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: Here())
    return Call(media, capsys)


def frames(film: Path) -> list[bytes]:
    with av.open(film) as container:
        return [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]


def test_after_a_film_a_deck_of_each_format_is_cut_out_of_it(
    call: Call, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("lesson", *LIGHT) == 0
    whole = frames(media / "480p15/lesson.mp4")
    # From here on whoever draws fails.
    monkeypatch.setattr(Renderer, "_start_pool", None)
    assert call("slides", *LIGHT) == 0
    (folder,) = call.paths
    assert folder == media / "480p15" / "lesson_slides"
    clips = [frames(folder / "clips" / f"{name}.mp4") for name in BEATS]
    assert [frame for clip in clips for frame in clip] == whole
    assert {path.name for path in folder.iterdir()} == {
        *("index.html", "deck.css", "deck.js", "typeface.css", "clips", "pictures", "reveal", ".slides.json")
    }
    assert (folder / "reveal" / "LICENSE").read_text(encoding="utf-8").startswith("Copyright (C)")

    assert call("slides", "--one-file", *LIGHT) == 0
    assert call.paths == [media / "480p15" / "lesson_slides.html"]
    page = call.paths[0].read_text(encoding="utf-8")
    assert "Copyright (C) 2011-" in page
    assert page.count('data-type="video/mp4"') == 3
    assert not any(f'{link}="http' in page for link in ("src", "href"))

    assert call("slides", "--format", "zip", *LIGHT) == 0
    with ZipFile(call.paths[0]) as archive:
        assert archive.testzip() is None
        inside = set(archive.namelist())
    own = {f"lesson_slides/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*.*")}
    assert own - {"lesson_slides/.slides.json"} <= inside

    assert call("slides", "--format", "pptx", "--loop", "one_beat:1", *LIGHT) == 0
    timings = [
        slide.element.xpath("count(.//*[@repeatCount])") for slide in Presentation(str(call.paths[0])).slides
    ]
    # One beat asks for it by itself, and one is asked for here.
    assert timings == [0, 1, 1]

    assert call("slides", "one_beat", "-o", str(media / "circle.pdf"), *LIGHT) == 0
    assert call.paths == [media / "circle.pdf"]
    assert len(PdfReader(call.paths[0]).pages) == 1
    assert left_over(media) == []


def test_an_older_deck_goes_and_what_others_put_there_stays(call: Call, tmp_path: Path) -> None:
    assert call("slides", "two_beats", "-o", str(tmp_path), *LIGHT) == 0
    (folder,) = call.paths
    (folder / "notes.txt").write_text("mine")
    (folder / "clips" / "extra.txt").write_text("mine, too")
    (folder / "clips" / "two_beats_02_it_rests.mp4").rename(folder / "clips" / "two_beats_02_old.mp4")
    record = folder / ".slides.json"
    record.write_text(record.read_text().replace("two_beats_02_it_rests.mp4", "two_beats_02_old.mp4"))
    assert call("slides", "two_beats", "-o", str(tmp_path), *LIGHT) == 0
    assert sorted(path.name for path in (folder / "clips").iterdir()) == [
        *("extra.txt", "two_beats_01_it_appears.mp4", "two_beats_02_it_rests.mp4")
    ]
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_folder_that_is_no_deck_is_left_alone(call: Call, tmp_path: Path) -> None:
    (tmp_path / "two_beats_slides").mkdir()
    (tmp_path / "two_beats_slides" / "thesis.txt").write_text("mine")
    assert call("slides", "two_beats", "-o", str(tmp_path), *LIGHT) == 1
    assert f"no deck of slides, and is in the way; move it: '{tmp_path / 'two_beats_slides'}'" in call.err
    assert [path.name for path in (tmp_path / "two_beats_slides").iterdir()] == ["thesis.txt"]


def test_scenes_of_other_authors_are_slides_too(call: Call, tmp_path: Path) -> None:
    talk = ("--film", str(PROJECT / "examples/talk.py"))
    assert call("slides", *talk, "opening", "tests.films.plain:Still", "-o", str(tmp_path), *LIGHT) == 0
    pages = [path / "index.html" for path in call.paths]
    assert [page.parent.name for page in pages] == ["opening_slides", "still_slides"]
    assert [page.read_text(encoding="utf-8").count("<video") for page in pages] == [1, 0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "pdf", "--one-file"), "only a deck in HTML can be one file; a pdf is one as it is"),
        (("-o", "deck.key"), "-o deck.key ends in no format of slides; there are html, pptx, pdf, zip"),
        (("-o", "deck.pdf", "--format", "pptx"), "-o deck.pdf is no pptx; leave --format out"),
        (("two_beats", "one_beat", "-o", "deck.pdf"), "-o deck.pdf is one file for 2 decks; name a folder"),
        (("--loop", "one_beat"), "'one_beat'; write a scene and the number of its beat, as in zigzag:2"),
        (("--loop", "one_bet:1"), "there is no scene one_bet to be looped; did you mean one_beat?"),
        (("--loop", "one_beat:2"), "one_beat has 1 beats; there is no beat 2 to be looped"),
        (("two_bets",), "there is no scene two_bets; did you mean two_beats?"),
    ],
)
def test_a_mistake_is_said_in_a_line(call: Call, arguments: tuple[str, ...], said: str) -> None:
    assert call("slides", *arguments, *LIGHT) == 2
    assert said in call.err
    assert call.err.count("\n") == 1


@pytest.mark.parametrize(("format", "missing"), [("html", "jinja2"), ("html", "pyreveal"), ("pptx", "pptx")])
def test_without_the_extra_a_line_says_how_to_get_it(
    call: Call, monkeypatch: pytest.MonkeyPatch, format: str, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    assert call("slides", "one_beat", "--format", format, *LIGHT) == 1
    assert call.err == (
        f"render.py: for slides, {missing} is needed, which comes with the extra slides: "
        "uv sync --inexact --extra slides, or pip install 'momentum-film[slides]'\n"
    )
