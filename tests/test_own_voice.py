"""A person's voice by the command line, from the script to the words' times; the person hums."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from production.commands import own_voice
from production.commands import voice as command
from production.errors import NarrationError
from production.narration.recordings import INDEX, Narration
from production.sound.samples import RATE, read
from production.timeline import Beat, Timeline
from production.voice.imports import Ear
from production.voice.phonemes import spelled
from production.voice.record import Archive, Lines
from production.voice.speak import say
from tests.calling import Call
from tests.films.small_lesson import SMALL_LESSON
from tests.hearing import ear_for, hums
from tests.humming import Humming
from tests.test_imports import write
from tests.test_record import is_truthful

SCRIPT = [
    Lines("two_beats", 1, "Here is a square; it is as wide as it is high."),
    Lines("two_beats", 2, "Now it rests."),
    Lines("one_beat", 1, "This is a circle, and it stands still."),
]


@pytest.fixture
def takes(tmp_path: Path) -> Path:
    folder = tmp_path / "takes"
    folder.mkdir()
    return folder


@pytest.fixture
def narration(tmp_path: Path) -> Path:
    return tmp_path / "narration"


@pytest.fixture
def call(
    tmp_path: Path, narration: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    def ear(folder: Path, *, trusts: bool = False) -> Ear:
        return ear_for([lines.narration for lines in SCRIPT], trusts=trusts)

    monkeypatch.setattr(own_voice, "ear_for", ear)
    monkeypatch.setattr(command, "_script", lambda film, media: SCRIPT)
    call = Call(tmp_path / "media", capsys)
    call.film = replace(SMALL_LESSON, narration=narration)
    return call


def hum(lines: Lines, path: Path) -> None:
    sound = say(lines.narration, "", Humming(), spelled).samples
    write(np.pad(sound, ((0, 0), (RATE // 2, RATE))), path)


def test_the_script_has_every_beat(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    timelines = [
        Timeline(
            scene,
            f"About {scene.name}",
            "",
            tuple(
                Beat(f"Beat {lines.number}", lines.narration, lines.number, lines.number + 4.2, 0.0)
                for lines in SCRIPT
                if lines.scene == scene.name
            ),
        )
        for scene in SMALL_LESSON.scenes
    ]
    monkeypatch.setattr(command, "_timelines", lambda film, media: timelines)
    # It needs no folder of recordings.
    call.film = SMALL_LESSON
    assert call("voice", "--record", "-o", str(tmp_path / "script.md")) == 0
    script = (tmp_path / "script.md").read_text()
    assert script.startswith("# A small lesson\n")
    assert "\n## About two\\_beats (two_beats)\n\n1. **two_beats_01** Beat 1 · 12 words · 4.2 s\n" in script
    assert "\n1. **one_beat_01** Beat 1 · 8 words · 4.2 s\n" in script
    assert all(f"\n   {lines.narration}\n" in script for lines in SCRIPT)
    assert call("voice", "two_beats", "--beat", "2", "--record") == 0
    assert "two_beats_02" in call.out
    assert "circle" not in call.out
    assert SCRIPT[0].narration not in call.out


def test_what_was_recorded_is_imported(call: Call, takes: Path, narration: Path) -> None:
    hum(SCRIPT[0], takes / "two_beats 1.wav")
    hum(SCRIPT[2], takes / "One_Beat_01.wav")
    assert call("voice", "--import", str(takes), "--speaker", "Ada Lovelace") == 0
    assert [path.name for path in call.paths] == ["one_beat_01.opus", "two_beats_01.opus"]
    assert "2 of 2: two_beats 1.wav" in call.err
    recordings = Narration.read(narration).recordings
    assert [recording.speaker for recording in recordings] == ["Ada Lovelace"] * 2
    for recording in recordings:
        heard = hums(read(narration / recording.file))
        assert [time for span in recording.speech.word_times for time in span] == pytest.approx(
            [time for span in heard for time in span], abs=0.012
        )
    assert call("voice", "--check") == 1
    assert call.out.splitlines() == [
        "two_beats 1    0.0% of its words heard otherwise",
        "one_beat 1     0.0% of its words heard otherwise",
        "all            0.0% of 20 words heard otherwise",
        "two_beats 2: no voice",
    ]


def test_what_cannot_be_used_is_named_and_the_rest_imported(call: Call, takes: Path, narration: Path) -> None:
    hum(SCRIPT[0], takes / "two_beats_01.wav")
    hum(SCRIPT[0], takes / "two_beats_02.wav")
    hum(SCRIPT[1], takes / "two_beets_02.wav")
    (takes / "one_beat_01.m4a").write_bytes(b"no sound" * 100)
    assert call("voice", "--import", str(takes), "--speaker", "Ada") == 1
    first, *problems = call.out.splitlines()
    assert Path(first).name == "two_beats_01.opus"
    assert problems[0] == "two_beets_02.wav is no beat's: did you mean two_beats_02.wav?"
    assert problems[1].startswith("one_beat_01.m4a: it is no sound that can be read")
    assert (
        problems[2] == "two_beats_02.wav: misread: heard “here is a square” in place of “now”, and elsewhere"
    )
    assert is_truthful(narration, SCRIPT[:1])


def test_a_beat_said_anew_replaces_what_is_in_a_longer_file(call: Call, takes: Path, narration: Path) -> None:
    hum(SCRIPT[0], takes / "two_beats.wav")
    hum(SCRIPT[1], takes / "two_beats_02.wav")
    assert call("voice", "two_beats", "--import", str(takes), "--speaker", "Ada") == 0
    assert is_truthful(narration, SCRIPT[:2])
    (takes / "two_beats_02.wav").unlink()
    assert call("voice", "two_beats", "--import", str(takes), "--speaker", "Ada") == 1
    assert call.out.splitlines()[-1].startswith("two_beats.wav, two_beats 2: its words are not in it")


def test_only_what_is_asked_for_is_imported(call: Call, takes: Path, narration: Path) -> None:
    hum(SCRIPT[0], takes / "two_beats_01.wav")
    hum(SCRIPT[2], takes / "one_beat_01.wav")
    assert call("voice", "one_beat", "--import", str(takes), "--speaker", "Ada") == 0
    assert is_truthful(narration, SCRIPT[2:])


def test_a_folder_without_recordings_is_told(call: Call, takes: Path, narration: Path) -> None:
    assert call("voice", "--import", str(takes), "--speaker", "Ada") == 2
    assert "a beat's is called two_beats_01.wav" in call.err
    assert not narration.exists()


def test_who_speaks_is_the_user_where_nobody_answers(
    call: Call, takes: Path, narration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "ada")
    hum(SCRIPT[2], takes / "one_beat.wav")
    assert call("voice", "--import", str(takes)) == 0
    assert Narration.read(narration).recordings[0].speaker == "ada"


def test_a_time_set_by_hand_stays(call: Call, takes: Path, narration: Path) -> None:
    hum(SCRIPT[2], takes / "one_beat_01.wav")
    arguments = ("voice", "one_beat", "--import", str(takes), "--speaker", "Ada")
    assert call(*arguments) == 0
    before = Narration.read(narration).recordings[0].speech
    assert call("voice", "one_beat", "--beat", "1", "--nudge", "stands still", "+0.05") == 0
    assert call.out.count("(set by hand)") == 2
    after = Narration.read(narration).recordings[0]
    assert after.nudged == (6, 7)
    assert after.speech.word_times[6][0] == pytest.approx(before.word_times[6][0] + 0.05)
    # The same sound is the same recording; what else is imported is another one.
    assert call(*arguments) == 0
    assert Narration.read(narration).recordings[0] == after
    assert call("voice", "one_beat", "--beat", "1", "--list") == 0
    assert call.out.count("(set by hand)") == 2
    sound = say(SCRIPT[2].narration, "", Humming(), spelled, pace=140).samples
    write(np.pad(sound, ((0, 0), (RATE // 2, RATE))), takes / "one_beat_01.wav")
    assert call(*arguments) == 0
    assert Narration.read(narration).recordings[0].nudged == ()
    assert "one_beat 1: it is another recording; set the times of its words anew" in call.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--record", "--check"), "--check and --record cannot be done at once"),
        (("--speaker", "Ada"), "--speaker is for --import"),
        (("--trust",), "--trust is for --import"),
        (("--list", "-o", "script.md"), "--output is for --record"),
        (("--nudge", "rests", "1"), "--nudge needs a scene and a --beat"),
        (("--beat", "1", "--list"), "of which scene beat 1?"),
        (("two_beats", "one_beat", "--beat", "1", "--list"), "--beat is of one scene"),
        (("two_beats", "--beat", "3", "--list"), "two_beats has no words in a beat 3; its beats are 1, 2"),
        (("two_beats", "--beat", "2", "--nudge", "rests", "1"), "two_beats 2 has no voice"),
    ],
)
def test_what_does_not_fit_is_told(call: Call, arguments: tuple[str, ...], message: str) -> None:
    assert call("voice", *arguments) == 2
    assert message in call.err
    assert len(call.err.splitlines()) == 1


def test_without_what_listens_the_rest_is_checked(
    call: Call, narration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deaf(folder: Path, *, trusts: bool = False) -> Ear:
        raise NarrationError("to hear, the extra is needed")

    monkeypatch.setattr(own_voice, "ear_for", deaf)
    assert call("voice", "--check") == 1
    assert call.err == "the recordings are not heard: to hear, the extra is needed\n"
    assert call("voice", "--import", str(narration.parent), "--speaker", "Ada") == 1
    assert "to hear, the extra is needed" in call.err


def test_a_broken_off_import_keeps_what_was_finished(
    call: Call, takes: Path, narration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hum(SCRIPT[0], takes / "two_beats_01.wav")
    hum(SCRIPT[1], takes / "two_beats_02.wav")
    save = Archive.save

    def save_once(archive: Archive) -> None:
        save(archive)
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "save", save_once)
    assert call("voice", "--import", str(takes), "--speaker", "Ada") == 130
    assert (narration / INDEX).exists()
    assert is_truthful(narration, SCRIPT[:1])


def test_what_a_person_recorded_is_not_spoken_over(call: Call, takes: Path, narration: Path) -> None:
    hum(SCRIPT[0], takes / "two_beats 1.wav")
    assert call("voice", "--import", str(takes), "--speaker", "Ada") == 0
    assert call("voice", "--all", "--voice", "tests/humming.py:Humming") == 0
    assert "left as they were recorded: two_beats_01.opus; delete what is to be spoken" in call.err
    recordings = Narration.read(narration).recordings
    assert [recording.speaker == "Ada" for recording in recordings] == [True, False, False]
