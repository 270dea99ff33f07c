"""Scenes carry the picture over: each opens on what the one before it left on the screen."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from production.encoding import Picture
from production.quality import Quality
from production.recording import record

from production.timeline import read_timeline, scene_name
from scenes.lesson import LESSON
from tests.pictures import compare

SIZE = Quality(480, 270, 15)


def _frame(reference: str, number: int, folder: Path) -> Picture:
    pictures: list[Picture] = []
    record(
        reference,
        {},
        SIZE,
        lambda _, picture, __: pictures.append(picture[..., :3].copy()),
        frames=[number],
        folder=folder,
    )
    (picture,) = pictures
    return picture


@pytest.mark.parametrize(("before", "after"), list(pairwise(LESSON)), ids=scene_name)
def test_a_scene_opens_on_what_the_last_one_left(before: str, after: str, tmp_path: Path) -> None:
    last = round(read_timeline(before).length * SIZE.frame_rate) - 1
    left, opened = _frame(before, last, tmp_path), _frame(after, 0, tmp_path)
    # One frame of an animation that eases in or out lies between the two.
    assert not compare(left, opened).is_visible
