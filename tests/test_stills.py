from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image
from production.drawing import Frame
from production.encoding import Picture
from production.quality import Quality
from production.recording import record
from production.stills import main, render_beat_stills, render_frames_at

from production.errors import RenderError
from production.timeline import Beat

Film: TypeAlias = tuple[list[Picture], tuple[Beat, ...]]

SIZE = Quality(160, 90, 15)
MOVERS = "tests.films.shapes:Movers"


@pytest.fixture(scope="module")
def film() -> Film:
    """Every frame of a scene, and its beats."""
    frames: list[Picture] = []

    def receive(number: int, frame: Frame, repeat: int) -> None:
        frames.extend([np.array(frame)[..., :3]] * repeat)

    return frames, record(MOVERS, {}, SIZE, receive)


def test_beat_stills_are_the_last_frames_of_the_beats(film: Film, tmp_path: Path) -> None:
    frames, beats = film
    paths = render_beat_stills(MOVERS, tmp_path, quality=SIZE)
    assert [path.name for path in paths] == ["movers_01.png", "movers_02.png", "movers_03.png"]
    for path, beat in zip(paths, beats, strict=True):
        difference = np.asarray(Image.open(path)).astype(int) - frames[round(beat.picture * 15) - 1]
        assert np.abs(difference).max() <= 2


def test_frames_at_times_are_those_frames(film: Film, tmp_path: Path) -> None:
    frames, _ = film
    times = [0.2, 1.0, 2.2, 3.0, 4.0]
    paths = render_frames_at(MOVERS, times, tmp_path, quality=SIZE)
    assert len(paths) == len(times)
    for path, time in zip(paths, times, strict=True):
        difference = np.asarray(Image.open(path)).astype(int) - frames[round(time * 15)]
        assert np.abs(difference).max() <= 2


def test_times_past_the_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the scene ends before"):
        render_frames_at(MOVERS, [1.0, 99.0], tmp_path, quality=SIZE)


def test_parameters_reach_the_scene(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="so many dots fit"):
        render_beat_stills(MOVERS, tmp_path, quality=SIZE, parameters={"count": 99})


def test_a_failure_names_scene_beat_and_cause(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        render_beat_stills("tests.films.shapes:Broken", tmp_path, quality=SIZE)
    assert str(caught.value) == (
        "tests.films.shapes:Broken, beat 2 (It breaks): ZeroDivisionError: the step was nought"
    )


@pytest.mark.parametrize("scene", ["Movers", "tests.films.nowhere:Movers", "tests.films.shapes:Nobody"])
def test_no_such_scene(scene: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [scene, str(tmp_path)])
    assert result.exit_code == 2
    assert "is no scene" in result.output


def test_the_command_writes_pictures(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["tests.films.shapes:Tracked", str(tmp_path), "--every", "1"])
    assert result.exit_code == 0, result.output
    assert len(list(tmp_path.iterdir())) == len(result.output.split()) == 3
