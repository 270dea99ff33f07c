from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks import synthetic
from benchmarks.process import Run
from benchmarks.workplace import Workplace
from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.output_spec import Quality


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """Where both renderers take a second, and 20 or 5 milliseconds for each frame but the first."""
    work = Workplace(tmp_path, (), (), None, "h", 2)
    work.sources.mkdir()

    def frames(name: str) -> int:
        plays, frames = name.partition("In")[2].split("Times")
        return int(plays) * int(frames)

    def stock(_: Workplace, what: str, __: str, name: str, ___: str, ____: str) -> Run:
        assert what.startswith(f"{frames(name)} frames of ")
        return Run(1 + 0.02 * (frames(name) - 1), 0, 0)

    def ours(_: Workplace, __: str, ___: str, *, letter: str, names: list[str]) -> Run:
        assert letter
        return Run(1 + 0.005 * (frames(names[0].partition(":")[2]) - 1), 0, 0)

    monkeypatch.setattr(Workplace, "stock", stock)
    monkeypatch.setattr(Workplace, "render", ours)
    return work


def test_a_frame_is_what_the_first_one_does_not_take(work: Workplace) -> None:
    result = synthetic.measure_synthetic(work)
    crowds = [*result.crowds, *result.long]
    assert [(crowd.mobjects, crowd.moving) for crowd in result.crowds] == [
        (number, moving) for number in (10, 100, 1000, 5000) for moving in (number // 10, number)
    ]
    assert [crowd.frames for crowd in result.long] == [360, 720, 1440]
    assert {(round(crowd.stock, 6), round(crowd.ours, 6), round(crowd.ratio, 6)) for crowd in crowds} == {
        (20, 5, 4)
    }


def test_so_many_mobjects_are_drawn_and_so_many_move(work: Workplace) -> None:
    crowd = synthetic.Crowd(20, 2, "l", 3, plays=2)
    result = synthetic.measure_crowd(work, crowd)
    assert (result.mobjects, result.moving, result.frames) == (20, 2, 6)
    frames: list[np.ndarray] = []

    def receive(_: int, frame: Frame, repeat: int) -> None:
        frames.extend([frame.pixels[..., :3].astype(int)] * repeat)

    size = Quality(320, 180, 15)
    timeline = capture(SceneRef(f"{work.sources / crowd.name.lower()}.py:{crowd.name}"), size, receive)
    assert len(frames) == 6
    changed = (np.abs(frames[1] - frames[0]).max(axis=2) > 0).astype(np.uint8)
    parts, _ = cv2.connectedComponents(cv2.dilate(changed, np.ones((5, 5), np.uint8)))
    assert parts == 1 + 2
    assert len(timeline.beats) == 2
