"""``render.py voice`` from end to end, with a voice that hums."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from production.commands import own_voice
from production.commands import voice as command
from production.narration.recordings import Narration
from production.voice.record import Lines
from tests.calling import Call
from tests.films.small_lesson import SMALL_LESSON
from tests.test_record import files, is_truthful

HUMMING = ("--voice", "tests/humming.py:Humming")

SCRIPT = [
    Lines("two_beats", 1, "Here is a square; it is as wide as it is high."),
    Lines("two_beats", 2, "Now it rests."),
    Lines("one_beat", 1, "This is a circle, and it stands still."),
]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "narration"


@pytest.fixture
def call(
    media: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    # No hum has words that could be heard.
    monkeypatch.setattr(own_voice, "hear_recordings", lambda archive, chosen: None)
    call = Call(media, capsys)
    call.film = replace(SMALL_LESSON, narration=folder)
    return call


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> list[Lines]:
    """What the film says, as a test may change it."""
    script = [*SCRIPT]
    monkeypatch.setattr(command, "_script", lambda film, media: script)
    return script


def spoken_now(call: Call) -> list[str]:
    """The names of the files that the last call wrote."""
    return [path.name for path in call.paths]


def test_a_film_gets_its_voice(call: Call, folder: Path) -> None:
    assert call("voice", "--check") == 1
    assert call.out.splitlines() == [f"{lines.place}: no voice" for lines in SCRIPT]
    assert call("voice", *HUMMING) == 0
    assert [os.path.relpath(folder / lines.file) for lines in SCRIPT] == call.out.splitlines() or [
        str(folder / lines.file) for lines in SCRIPT
    ] == call.out.splitlines()
    assert "3 of 3: one_beat 1, Humming" in call.err
    assert is_truthful(folder, SCRIPT)
    assert call("voice", "--check") == 0
    assert call.out == ""
    assert call("voice") == 0
    assert (call.out, call.err) == ("", "every beat has its voice\n")


def test_only_what_changed_is_spoken_anew(call: Call, folder: Path, script: list[Lines]) -> None:
    assert call("voice", *HUMMING) == 0
    script[1] = Lines("two_beats", 2, "Now it moves again.")
    assert call("voice", "--check") == 1
    assert call.out == "two_beats 2: stale: its recording says something else\n"
    assert call("voice", "one_beat", *HUMMING) == 0
    assert call.out == ""
    assert call("voice", *HUMMING) == 0
    assert spoken_now(call) == ["two_beats_02.opus"]
    assert call("voice", "two_beats", "--all", *HUMMING) == 0
    assert spoken_now(call) == ["two_beats_01.opus", "two_beats_02.opus"]
    (folder / "one_beat_01.opus").unlink()
    assert call("voice", "--check") == 1
    assert call.out == "one_beat 1: one_beat_01.opus is missing, or not what the index says\n"
    assert call("voice", *HUMMING) == 0
    assert is_truthful(folder, script)
    script[0:1] = []
    script[0] = replace(script[0], number=1)
    assert call("voice") == 0
    assert is_truthful(folder, script)
    assert files(folder) == ["index.json", "one_beat_01.opus", "two_beats_01.opus"]


def test_the_beats_are_listed(call: Call, script: list[Lines]) -> None:
    assert call("voice", "two_beats", *HUMMING) == 0
    script[1] = Lines("two_beats", 2, "Now.")
    assert call("voice", "--list") == 0
    listed = call.out.splitlines()
    length = Narration.read(call.film.narration).recordings[0].speech.length
    assert listed[0] == f"two_beats 1  {length:5.1f} s  {12 * 60 / length:3.0f} words/min  Humming"
    assert listed[1:] == [
        "two_beats 2  stale: its recording says something else",
        "one_beat 1   no voice",
    ]
    assert call("voice", "one_beat", "--list") == 0
    assert call.out.splitlines() == ["one_beat 1  no voice"]


def test_what_cannot_be_said_is_named_before_anything_is_spoken(
    call: Call, folder: Path, script: list[Lines]
) -> None:
    script[2] = Lines("one_beat", 1, "This is #1.")
    assert call("voice", *HUMMING) == 1
    assert call.err.startswith("render.py: one_beat, beat 1: #1. has # (number sign), which has no words")
    assert not folder.exists()
    script[2] = Lines("one_beat", 1, "This is #1.", speak="This is number one.")
    assert call("voice", *HUMMING) == 0
    assert is_truthful(folder, script)


def test_what_was_spoken_is_kept_when_it_breaks_off(call: Call, folder: Path, script: list[Lines]) -> None:
    (folder.parent / "weary.py").write_text(
        "from production.errors import NarrationError\n"
        "from tests.humming import Humming\n"
        "class Weary(Humming):\n"
        "    left = 2\n"
        "    def speak(self, sentence, pace):\n"
        "        self.left -= 1\n"
        "        if self.left < 0: raise NarrationError('no more breath')\n"
        "        return super().speak(sentence, pace)\n"
    )
    assert call("voice", "--voice", f"{folder.parent / 'weary.py'}:Weary") == 1
    assert call.err.endswith("render.py: one_beat, beat 1: no more breath\n")
    assert is_truthful(folder, script[:2])


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("af_hart", 2, "there is no voice af_hart; did you mean af_heart?"),
        ("tests/humming.py", 2, "which class of tests/humming.py speaks? write tests/humming.py:NAME"),
        ("tests/humming.py:Nobody", 2, "the voice tests/humming.py:Nobody cannot be made: "),
        ("tests/humming.py:int", 2, "the voice tests/humming.py:int cannot be made: "),
        (
            "production.film:Path",
            2,
            "the voice production.film:Path has no british; see production.voice.engine",
        ),
        ("elsewhere/bf_emma.bin", 1, "the voice bf_emma is not here; `npm pack kokoro-js@1.2.1`"),
        ("zm_nobody", 2, "there is no voice zm_nobody; there are af_heart, hibari"),
    ],
)
def test_a_voice_that_is_not_there_is_one_line(
    call: Call, script: list[Lines], name: str, code: int, said: str
) -> None:
    assert call("voice", "--voice", name) == code
    assert call.err.startswith(f"render.py: {said}")
    assert call.err.count("\n") == 1


def test_a_film_without_a_folder_is_told_what_it_needs(call: Call, script: list[Lines]) -> None:
    call.film = SMALL_LESSON
    assert call("voice") == 2
    assert 'add narration=Path(__file__).with_name("narration") to its Film' in call.err


def test_only_scenes_of_the_film_have_its_voice(call: Call, script: list[Lines]) -> None:
    assert call("voice", "two_bets") == 2
    assert "did you mean two_beats?" in call.err
    assert call("voice", "tests/films/shapes.py:Movers") == 2
    assert "movers is no scene of the film lesson" in call.err


def test_who_cannot_speak_is_told_how_to_get_the_voice(
    call: Call, script: list[Lines], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "hibari", None)
    monkeypatch.setitem(sys.modules, "hibari.voices", None)
    assert call("voice", "--voice", "hibari") == 1
    assert "comes with the extra voice: uv sync --inexact --extra voice" in call.err
    assert call.err.count("\n") == 1
