"""Scenes carry the picture over: each opens on what the one before it left, or on the empty screen."""

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
    timeline = read_timeline(before)
    last = round(timeline.length * SIZE.frame_rate) - 1
    left, opened = _frame(before, last, tmp_path), _frame(after, 0, tmp_path)
    # One frame of an animation that eases in or out lies between the two.
    carries_over = not compare(left, opened).is_visible
    # A beat whose finished picture stands before its end crosses over to the next scene's.
    crosses_over = timeline.beats[-1].still_time < timeline.beats[-1].end
    assert carries_over or (_is_empty(opened) and not crosses_over), (
        f"{after.name} does not open on the picture that {before.name} leaves; let it open on the empty "
        f"screen, as with self.play(FadeIn(…)), or let {before.name} end with self.cross_over(…) to its "
        "first picture"
    )


def _is_empty(picture: Picture) -> bool:
    return bool((picture == picture[0, 0]).all())
