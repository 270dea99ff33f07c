"""Recordings in their folder: named by their beats, whole whatever happens, none that no beat uses."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from production.narration.recordings import INDEX, Narration
from production.sound.loudness import level, measure
from production.sound.samples import RATE, read
from production.voice.phonemes import spelled
from production.voice.record import LOCK, Archive, Lines, alone_in
from production.voice.speak import Spoken, say
from tests.humming import Humming
from tests.making import each_step

SCRIPT = (
    Lines("wall", 1, "Start on the wall."),
    Lines("wall", 2, "Step  on,\nand on.", speak="Step on, and on and on."),
    Lines("floor", 1, "The floor is flat."),
)


@cache
def spoken(lines: Lines) -> Spoken:
    return say(lines.narration, lines.speak, Humming(), spelled)


def record(folder: Path, script: Sequence[Lines]) -> Archive:
    """Speak what a script lacks."""
    archive = Archive(folder, script)
    for lines in script:
        if archive.of(lines) is None:
            archive.put(lines, *lines.recording(spoken(lines), "Humming"))
    folder.mkdir(exist_ok=True)
    archive.save()
    return archive


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def is_truthful(folder: Path, script: Sequence[Lines]) -> bool:
    """Whether every beat has the recording that says its words, in a file called by its number."""
    recordings = Narration.read(folder).recordings
    return (
        [recording.file for recording in recordings] == [lines.file for lines in script]
        and all(
            recording.speech.says(lines.narration, lines.speak)
            for recording, lines in zip(recordings, script, strict=True)
        )
        and all(
            hashlib.sha256((folder / recording.file).read_bytes()).hexdigest() == recording.speech.sha256
            for recording in recordings
        )
    )


def test_the_index_says_what_was_recorded(tmp_path: Path) -> None:
    record(tmp_path, SCRIPT)
    assert is_truthful(tmp_path, SCRIPT)
    assert files(tmp_path) == ["floor_01.opus", INDEX, "wall_01.opus", "wall_02.opus"]
    recording = Narration.read(tmp_path).recordings[1]
    assert (recording.speech.words, recording.speech.speak) == ("Step on, and on.", "Step on, and on and on.")
    assert recording.speaker == "Humming"
    assert len(recording.speech.word_times) == 4
    sound = read(tmp_path / recording.file)
    assert sound.shape[0] == 1
    assert abs(sound.shape[1] / RATE - recording.speech.length) < 0.03


def test_no_peak_is_too_high_as_it_is_heard(tmp_path: Path) -> None:
    loud = replace(spoken(SCRIPT[0]), samples=level(spoken(SCRIPT[0]).samples, -9.0, 0.0))
    recording, content = SCRIPT[0].recording(loud, "Humming")
    (tmp_path / recording.file).write_bytes(content)
    assert -2.5 < measure(read(tmp_path / recording.file)).true_peak <= -1.5


def test_files_follow_their_beats_and_nothing_is_left(tmp_path: Path) -> None:
    record(tmp_path, SCRIPT)
    (tmp_path / "lexicon.toml").write_text("")
    (tmp_path / "mine.opus").write_bytes(b"not of the index")
    turned = (Lines("wall", 1, SCRIPT[1].narration, SCRIPT[1].speak), Lines("wall", 2, SCRIPT[0].narration))
    archive = Archive(tmp_path, turned)
    assert all(archive.of(lines) for lines in turned)
    assert not any(archive.is_stale(lines) for lines in turned)
    archive.save()
    assert is_truthful(tmp_path, turned)
    assert files(tmp_path) == [INDEX, "lexicon.toml", "mine.opus", "wall_01.opus", "wall_02.opus"]


def test_other_words_make_a_recording_stale(tmp_path: Path) -> None:
    record(tmp_path, SCRIPT)
    changed = (Lines("wall", 1, "Start on the floor."), *SCRIPT[1:])
    archive = Archive(tmp_path, changed)
    assert archive.of(changed[0]) is None
    assert archive.is_stale(changed[0])
    otherwise = Lines("wall", 2, SCRIPT[1].narration, speak="Step.")
    assert Archive(tmp_path, (otherwise,)).is_stale(otherwise)
    new = Lines("roof", 1, "New.")
    assert not Archive(tmp_path, (new,)).is_stale(new)


def test_a_file_that_is_not_the_indexs_does_not_count(tmp_path: Path) -> None:
    record(tmp_path, SCRIPT)
    (tmp_path / "wall_01.opus").unlink()
    (tmp_path / "floor_01.opus").write_bytes(b"another")
    archive = Archive(tmp_path, SCRIPT)
    assert [archive.is_damaged(lines) for lines in SCRIPT] == [True, False, True]
    record(tmp_path, SCRIPT)
    assert is_truthful(tmp_path, SCRIPT)


def test_what_is_there_is_not_written_again(tmp_path: Path) -> None:
    record(tmp_path, SCRIPT)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    Archive(tmp_path, SCRIPT).save()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


TURNED = (
    Lines("wall", 1, SCRIPT[1].narration, SCRIPT[1].speak),
    Lines("wall", 2, SCRIPT[0].narration),
    Lines("floor", 1, SCRIPT[2].narration),
)


def test_no_recording_is_lost_when_it_is_killed(tmp_path: Path) -> None:
    record(tmp_path / "narration", SCRIPT)
    step = 0
    for step in each_step(Archive(tmp_path / "narration", TURNED).save):
        folder = shutil.copytree(tmp_path / "narration", tmp_path / str(step))
        found = Archive(folder, TURNED)
        assert all(found.of(lines) for lines in TURNED), step
        found.save()
        assert is_truthful(folder, TURNED), step
        assert files(folder) == ["floor_01.opus", INDEX, "wall_01.opus", "wall_02.opus"], step
    assert step > 40


def test_the_folder_is_held(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "narration"
    with alone_in(folder):
        assert files(folder) == [LOCK]
        (folder / "recording").touch()
    assert files(folder) == ["recording"]
    (folder / "recording").unlink()
    with alone_in(folder):
        pass
    assert not folder.exists()
