"""Scenes carry the picture over: each opens on what the one before it left, or on the empty screen."""

from __future__ import annotations

from itertools import pairwise

import pytest

from production.film import SceneRef
from scenes.lesson import LESSON
from tests.pictures import Picture, compare
from tests.scene_pictures import ScenePictures
from tests.shared import Shared


@pytest.mark.parametrize(("before", "after"), list(pairwise(LESSON.scenes)), ids=lambda scene: scene.name)
def test_a_scene_opens_on_what_the_last_one_left(before: SceneRef, after: SceneRef, shared: Shared) -> None:
    leaving, opened = ScenePictures(before, shared), ScenePictures(after, shared).first
    # One frame of an animation that eases in or out lies between the two.
    carries_over = not compare(leaving.last, opened).is_visible
    # A beat whose finished picture stands before its end crosses over to the next scene's.
    beat = leaving.timeline.beats[-1]
    crosses_over = beat.still_time < beat.end
    assert carries_over or (_is_empty(opened) and not crosses_over), (
        f"{after.name} does not open on the picture that {before.name} leaves; let it open on the empty "
        f"screen, as with self.play(FadeIn(…)), or let {before.name} end with self.cross_over(…) to its "
        "first picture"
    )


def _is_empty(picture: Picture) -> bool:
    return bool((picture == picture[0, 0]).all())
