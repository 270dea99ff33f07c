from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import av
import numpy as np
import pytest

from benchmarks import floor
from benchmarks.clips import Clip, SceneClips
from benchmarks.fidelity import Fidelity
from benchmarks.luma import Luma
from production.film import SceneRef
from production.frames.camera import Frame
from production.output_spec import Quality
from production.timeline import Beat, Pacing, Timeline

CHANGED = ((0, 0, 16, 16),)
SCENE = SceneRef("scenes.none:None")


class Clock:
    """Time that passes only when something says so; the processor works for half of it."""

    now = 0.0


class FakeEncoder:
    """A second to convert, ten to encode a frame, a hundred to close."""

    def __init__(self) -> None:
        self.frames = 0

    @classmethod
    def of(cls, *_: Any) -> FakeEncoder:
        return cls()

    def convert(self, picture: Any, changed: Any) -> Any:
        Clock.now += 1
        assert changed == CHANGED
        frame = av.VideoFrame(16, 16, "nv12")
        frame.planes[0].update(bytes([picture[0, 0, 0]]) * frame.planes[0].buffer_size)
        return frame

    def encode(self, _: Any, repeat: int) -> None:
        Clock.now += 10 * repeat
        self.frames += repeat

    def close(self) -> None:
        Clock.now += 100


def test_drawing_converting_encoding_and_comparing_are_timed_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def capture(
        _: SceneRef, __: Quality, receive: Callable[[int, Frame, int], None], *, pacing: tuple[Pacing, ...]
    ) -> None:
        assert pacing == (Pacing(0.2), Pacing(0.2))
        picture = np.zeros((16, 16, 4), np.uint8)
        # Four pictures; two stand for two frames each. The third begins the second beat.
        for number, repeat in ((0, 1), (1, 2), (3, 2), (5, 1)):
            Clock.now += 1000
            picture[...] = 20 * number
            receive(number, Frame(picture, CHANGED), repeat)

    def decode(clip: Clip, _: int) -> Iterator[Luma]:
        # Decoding takes seven seconds a frame; the clip "off" shows the fifth frame otherwise.
        for number, shade in enumerate((0, 20, 20, 60, 60, 100, 99)):
            Clock.now += 7
            yield np.full((16, 16), shade + (3 if clip.path == "off" and number == 4 else 0), np.uint8)

    class FakeStockLuma:
        def convert(self, picture: Any, _: Any) -> Luma:
            return np.ascontiguousarray(picture[..., 0])

    for name, fake in (("Encoder", FakeEncoder), ("StockLuma", FakeStockLuma)):
        monkeypatch.setattr(floor, name, fake)
    monkeypatch.setattr(floor, "capture", capture)
    monkeypatch.setattr(floor, "decode", decode)
    monkeypatch.setattr("benchmarks.floor.time.perf_counter", lambda: Clock.now)
    monkeypatch.setattr("benchmarks.floor.time.process_time", lambda: Clock.now / 2)
    beats = (
        Beat("", "", 0, 0.2, 0.2, pacing=Pacing(0.2)),
        Beat("", "", 0.2, 0.4, 0.4, pacing=Pacing(0.2)),
    )
    clips = SceneClips(SCENE, 6, Clip("off", 0, 70), Clip("same", 0, 60))
    result = floor.draw_and_compare(clips, Timeline(SCENE, "", "", beats), "l")
    assert (result.scene, result.frames) == (SCENE.reference, 6)
    assert result.encoder_seconds == 6 * 10 + 2 * 100
    assert (result.draw, result.convert, result.encode) == (4 * 500, 4 / 2, (6 * 10 + 2 * 100) / 2)
    assert result.compare == 2 * 6 * 7 / 2
    assert result.ours == Fidelity(1.0, 0, 1.0, 1.0, 0.0, 60)
    assert (result.stock.worst_frame, result.stock.bytes) == (4, 70)
    assert result.stock.worst < 1
    assert result.stock.blocks_off == pytest.approx(1 / 6)
