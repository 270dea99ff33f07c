"""The index of recordings: read as written, found by words, refused where it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from production.errors import NarrationError
from production.narration.recordings import INDEX, Narration, Recording
from production.narration.speech import Speech

STEP = Recording(
    scene="zigzag",
    file="zigzag_01.opus",
    speech=Speech("A step of 0.9", "A step of zero point nine", 1.5, ((0.0, 0.1), (0.1, 0.4)), "ab" * 32),
    sentences=((0.0, 1.5),),
    speaker="Kokoro af_heart",
    nudged=(1,),
)


def test_an_index_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = Narration(tmp_path, (STEP,))
    (tmp_path / INDEX).write_text(written.to_json(), encoding="utf-8")
    assert Narration.read(tmp_path) == written


def test_a_recording_is_found_by_its_scene_and_its_words() -> None:
    narration = Narration(None, (STEP,))
    assert narration.find("zigzag", " A step\nof  0.9 ", "A step of zero point nine") is STEP
    assert narration.find("zigzag", "A step of 0.8", "A step of zero point nine") is None
    assert narration.find("zigzag", "A step of 0.9") is None
    assert narration.find("race", "A step of 0.9", "A step of zero point nine") is None
    assert narration.speeches("zigzag") == (STEP.speech,)
    assert narration.speeches("race") == ()


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"scene": "zigzag"}]', "\udcff"])
def test_a_damaged_index_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / INDEX).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(NarrationError, match="cannot be read"):
        Narration.read(tmp_path)


def test_a_film_without_recordings_has_none(tmp_path: Path) -> None:
    assert Narration.read(tmp_path).recordings == ()
    assert Narration.read(None).recordings == ()
