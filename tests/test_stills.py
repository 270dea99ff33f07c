from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from PIL import Image

from production.clips.colour import Picture
from production.errors import ParameterError, RenderError, SceneNotFoundError
from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.scene_loader import PlayedBeat
from production.frames.stills import draw_stills
from production.output_spec import Quality
from production.timeline import Beat

Scene: TypeAlias = tuple[list[Picture], tuple[PlayedBeat, ...]]

SIZE = Quality(160, 90, 15)
MOVERS = SceneRef("tests.films.shapes:Movers")


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Every frame of a scene, and its beats."""
    frames: list[Picture] = []

    def receive(number: int, frame: Frame, repeat: int) -> None:
        frames.extend([frame.pixels[..., :3].copy()] * repeat)

    return frames, tuple(capture(MOVERS, SIZE, receive).beats)


def difference(still: Path, frame: Picture) -> int:
    return int(np.abs(np.asarray(Image.open(still)).astype(int) - frame).max())


def test_frames_are_those_of_the_whole_scene(scene: Scene, tmp_path: Path) -> None:
    frames, _ = scene
    wanted = {number: tmp_path / f"{number}.png" for number in (3, 15, 33, 45, 60)}
    draw_stills(MOVERS, wanted, SIZE)
    for number, path in wanted.items():
        assert difference(path, frames[number]) <= 2


def test_a_beats_still_is_its_last_frame(scene: Scene, tmp_path: Path) -> None:
    frames, beats = scene
    for index, played in enumerate(beats):
        beat = Beat(played.title, played.narration, played.start, played.end, played.still_time)
        number = beat.still_frame(SIZE.frame_rate)
        assert number == round(beat.end * 15) - 1
        draw_stills(MOVERS, {number: tmp_path / "still.png"}, SIZE, beats=range(index, index + 1))
        assert difference(tmp_path / "still.png", frames[number]) <= 2


def test_parameters_reach_the_scene(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="so many dots fit"):
        draw_stills(MOVERS.with_parameters({"count": 99}), {0: tmp_path / "still.png"}, SIZE)


def test_a_failure_names_scene_beat_and_cause(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        draw_stills(SceneRef("tests.films.shapes:Broken"), {99: tmp_path / "still.png"}, SIZE)
    assert str(caught.value).startswith(
        "tests.films.shapes:Broken, beat 2 (It breaks): ZeroDivisionError: the step was nought (shapes.py, l"
    )


@pytest.mark.parametrize("reference", ["tests.films.nowhere:Movers", "tests.films.shapes:Nobody"])
def test_no_such_scene(reference: str, tmp_path: Path) -> None:
    with pytest.raises(SceneNotFoundError, match="is no scene"):
        draw_stills(SceneRef(reference), {0: tmp_path / "still.png"}, SIZE)


def test_what_cannot_be_written_is_not_the_scenes_failure(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        draw_stills(MOVERS, {0: tmp_path / "nowhere" / "still.png"}, SIZE)
