from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from production.quality import Quality

from benchmarks import floor


class FakeEncoder:
    """Advances a fake clock: a second to convert, ten to encode a frame, a hundred to close."""

    now = 0.0

    def __init__(self, *_: Any) -> None:
        self.frames = 0

    def convert(self, picture: Any, changed: Any) -> Any:
        type(self).now += 1
        assert changed == picture.changed
        return picture

    def encode(self, _: Any, repeat: int) -> None:
        type(self).now += 10 * repeat
        self.frames += repeat

    def close(self) -> None:
        type(self).now += 100


def test_only_encoding_is_timed_and_frames_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    class FakeFrame(np.ndarray[Any, np.dtype[np.uint8]]):
        changed = ((0, 0, 2, 2),)

    def record(_: str, __: Any, ___: Quality, receive: Callable[[int, Any, int], None]) -> None:
        picture = np.zeros((2, 2, 4), np.uint8).view(FakeFrame)
        # Four pictures; the third stands for three frames.
        for number, repeat in ((0, 1), (1, 1), (2, 3), (5, 1)):
            FakeEncoder.now += 1000
            picture[...] = number
            receive(number, picture, repeat)
        picture[...] = 99

    monkeypatch.setattr(floor, "Encoder", FakeEncoder)
    monkeypatch.setattr(floor, "record", record)
    monkeypatch.setattr("benchmarks.floor.time.perf_counter", lambda: FakeEncoder.now)
    frames, seconds, pictures = floor.draw("scenes.none:None", Quality(2, 2, 15), [0, 3, 4, 5], [2])
    assert frames == 6
    assert seconds == 6 * 10 + 100
    assert {number: picture.tolist() for number, picture in pictures.items()} == {
        number: np.full((2, 2, 3), shade).tolist() for number, shade in ((0, 0), (3, 2), (4, 2), (5, 5))
    }
