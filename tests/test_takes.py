"""Which files are which beats'."""

from __future__ import annotations

from pathlib import Path

import pytest

from production.voice.record import Lines
from production.voice.takes import Take, find_takes

SCRIPT = (
    Lines("zigzag", 1, "Start on the wall."),
    Lines("zigzag", 2, "Split it in two."),
    Lines("speed_limit", 1, "Push it past the limit."),
    Lines("part1", 2, "It ends in a digit."),
)


def takes_of(folder: Path, *names: str) -> tuple[list[Take], list[str]]:
    for name in names:
        (folder / name).write_bytes(b"")
    return find_takes(folder, "lesson", SCRIPT)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("zigzag_02.wav", 1),
        ("zigzag 2.m4a", 1),
        ("Zigzag-2.FLAC", 1),
        ("zigzag2.mp3", 1),
        ("speed_limit_01.wav", 2),
        ("Speed Limit 1.mov", 2),
        ("speedlimit1.ogg", 2),
        ("part1_2.wav", 3),
        ("part12.wav", 3),
    ],
)
def test_a_beat_is_known_by_its_name(tmp_path: Path, name: str, number: int) -> None:
    ((take,), problems) = takes_of(tmp_path, name)
    assert (take.lines, take.whole, problems) == ((SCRIPT[number],), False, [])


def test_a_file_may_hold_a_scene_or_the_film(tmp_path: Path) -> None:
    takes, problems = takes_of(tmp_path, "zigzag_01.wav", "zigzag.wav", "Lesson.flac", "part1.wav")
    # What is of fewer beats comes later, and replaces them.
    assert [take.name for take in takes] == ["Lesson.flac", "zigzag.wav", "part1.wav", "zigzag_01.wav"]
    assert [len(take.lines) for take in takes] == [4, 2, 1, 1]
    assert [take.whole for take in takes] == [True, True, True, False]
    assert problems == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("zigzga_02.wav", "zigzga_02.wav is no beat's: did you mean zigzag_02.wav?"),
        ("zigzag_03.wav", "zigzag_03.wav is no beat's: zigzag has no words in a beat 3; its beats are 1, 2"),
        ("Sped limit.m4a", "Sped limit.m4a is no beat's: did you mean speed_limit.m4a?"),
        ("memo 7.wav", "memo 7.wav is no beat's: did you mean zigzag_01.wav?"),
    ],
)
def test_a_file_of_no_beat_is_named(tmp_path: Path, name: str, hint: str) -> None:
    assert takes_of(tmp_path, name) == ([], [hint])


def test_two_files_of_the_same_words_are_named(tmp_path: Path) -> None:
    takes, problems = takes_of(tmp_path, "zigzag_2.wav", "zigzag_02.m4a")
    assert [take.name for take in takes] == ["zigzag_02.m4a"]
    assert problems == ["zigzag_02.m4a and zigzag_2.wav are of the same words: keep one of them"]


def test_what_is_no_sound_is_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / "zigzag_01.wav").mkdir()
    assert takes_of(tmp_path, "script.md", ".zigzag_01.wav", "zigzag_01", "zigzag_01.txt") == ([], [])
