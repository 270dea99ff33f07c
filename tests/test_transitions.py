"""Scenes carry the picture over: each opens on what the one before it left on the screen."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from production.clips.colour import Picture
from production.film import SceneRef
from production.frames.capture import capture
from production.frames.dry_run import read_timeline
from production.frames.selection import Selection
from production.output_spec import Quality
from scenes.lesson import LESSON
from tests.pictures import compare

SIZE = Quality(480, 270, 15)


def _frame(scene: SceneRef, number: int, folder: Path) -> Picture:
    pictures: list[Picture] = []
    capture(
        scene,
        SIZE,
        lambda _, frame, __: pictures.append(frame.pixels[..., :3].copy()),
        selection=Selection(frames=[number]),
        folder=folder,
    )
    (picture,) = pictures
    return picture


@pytest.mark.parametrize(("before", "after"), list(pairwise(LESSON.scenes)), ids=lambda scene: scene.name)
def test_a_scene_opens_on_what_the_last_one_left(before: SceneRef, after: SceneRef, tmp_path: Path) -> None:
    last = round(read_timeline(before).length * SIZE.frame_rate) - 1
    left, opened = _frame(before, last, tmp_path), _frame(after, 0, tmp_path)
    # One frame of an animation that eases in or out lies between the two.
    assert not compare(left, opened).is_visible
