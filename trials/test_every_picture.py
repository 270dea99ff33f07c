"""Every frame of the lesson is stock Manim's."""

from __future__ import annotations

import pytest

from production.film import SceneRef
from scenes.lesson import LESSON
from tests.drawn import check_pictures, our_frames, stock_frames
from trials.conftest import Tally


@pytest.mark.parametrize("scene", LESSON.scenes, ids=lambda scene: scene.name)
def test_every_picture_is_stock_manims(scene: SceneRef, tally: Tally) -> None:
    stock = stock_frames(scene)
    check_pictures(our_frames(scene), stock)
    tally.hold(len(stock))
