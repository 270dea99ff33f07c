"""What a watch shows of a beat is the still that ``-s`` makes of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from production.film import SceneRef
from production.frames.layer import Pixels
from production.frames.stills import draw_stills
from production.output_spec import Quality
from production.watch.finished_pictures import finished_pictures

SIZE = Quality(160, 90, 15)


def check(scene: SceneRef, folder: Path, *beats: int, only: int | None = None) -> None:
    """Compare the finished pictures of beats with their stills."""
    found: dict[int, Pixels] = {}
    timeline = finished_pictures(scene, SIZE, found.setdefault, beat=only)
    assert sorted(found) == list(beats)
    frames = {index: frame for index, (_, frame) in enumerate(timeline.stills(15))}
    files = {frames[index]: folder / f"{index}.png" for index in beats}
    draw_stills(scene, files, SIZE, pacing=timeline.pacing())
    for index, pixels in found.items():
        still = np.asarray(Image.open(files[frames[index]]))
        assert np.array_equal(still, pixels[..., :3]), f"beat {index + 1}"


@pytest.mark.parametrize(
    ("name", "beats"),
    [
        ("tests.films.two_beats:TwoBeats", 2),
        ("tests.films.two_beats:NoBeats", 1),
        ("tests.films.shapes:Movers", 3),
        ("tests.films.plain:Sections", 3),
        ("tests.films.plain:Still", 1),
        ("tests.films.plain:Counting", 3),
        ("tests.films.cameras:OwnFrames", 1),
    ],
)
def test_each_beats_picture_is_its_still(tmp_path: Path, name: str, beats: int) -> None:
    check(SceneRef(name), tmp_path, *range(beats))


def test_one_beat_comes_alone(tmp_path: Path) -> None:
    check(SceneRef("tests.films.two_beats:TwoBeats"), tmp_path, 1, only=1)
