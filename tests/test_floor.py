from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks import floor
from production.film import SceneRef
from production.frames.camera import Frame
from production.output_spec import OutputSpec, Quality
from production.segments import Segment

CHANGED = ((0, 0, 2, 2),)


class FakeEncoder:
    """Advances a fake clock: a second to convert, ten to encode a frame, a hundred to close."""

    now = 0.0

    def __init__(self, *_: Any, **__: Any) -> None:
        self.frames = 0

    def convert(self, picture: Any, changed: Any) -> Any:
        type(self).now += 1
        assert changed == CHANGED
        return picture

    def encode(self, _: Any, repeat: int) -> None:
        type(self).now += 10 * repeat
        self.frames += repeat

    def close(self) -> None:
        type(self).now += 100


def test_only_encoding_is_timed_and_frames_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    def capture(_: SceneRef, __: Quality, receive: Callable[[int, Frame, int], None]) -> None:
        picture = np.zeros((2, 2, 4), np.uint8)
        # Four pictures; the third stands for three frames.
        for number, repeat in ((0, 1), (1, 1), (2, 3), (5, 1)):
            FakeEncoder.now += 1000
            picture[...] = number
            receive(number, Frame(picture, CHANGED), repeat)
        picture[...] = 99

    monkeypatch.setattr(floor, "Encoder", FakeEncoder)
    monkeypatch.setattr(floor, "capture", capture)
    monkeypatch.setattr("benchmarks.floor.time.perf_counter", lambda: FakeEncoder.now)
    segment = Segment(SceneRef("scenes.none:None"), OutputSpec(Quality(2, 2, 15)), 0, 0, 6)
    frames, seconds, pictures = floor.draw([segment], [0, 3, 4, 5])
    assert frames == 6
    assert seconds == 6 * 10 + 100
    assert {number: picture.tolist() for number, picture in pictures.items()} == {
        number: np.full((2, 2, 3), shade).tolist() for number, shade in ((0, 0), (3, 2), (4, 2), (5, 5))
    }
