from __future__ import annotations

from pathlib import Path

import av
import pytest

from production.clips.render_clip import render_clip
from production.errors import RenderError
from production.film import SceneRef
from production.output_spec import OutputSpec, Quality
from production.segments import Segment

OUTPUT = OutputSpec(Quality(160, 90, 15))
MOVERS = SceneRef("tests.films.shapes:Movers")


def segment(scene: SceneRef = MOVERS, beats: tuple[int, int] = (0, 3), frames: int = 72) -> Segment:
    return Segment(scene, OUTPUT, beats, frames)


def ignore(frames: int) -> None:
    pass


def frames_of(clip: Path) -> int:
    with av.open(clip) as container:
        return sum(1 for _ in container.decode(video=0))


def test_a_clip_has_the_frames_of_its_beats(tmp_path: Path) -> None:
    counted: list[int] = []
    render_clip(segment(), tmp_path / "clip.mp4", counted.append)
    assert frames_of(tmp_path / "clip.mp4") == 72 == counted[-1]
    assert counted == sorted(counted)


def test_the_segments_of_a_scene_add_up(tmp_path: Path) -> None:
    for name, beats, frames in (("one.mp4", (0, 1), 27), ("two.mp4", (1, 3), 45)):
        render_clip(segment(beats=beats, frames=frames), tmp_path / name, ignore)
        assert frames_of(tmp_path / name) == frames


def test_the_same_segment_gives_the_same_bytes_and_a_parameter_others(tmp_path: Path) -> None:
    one, same, other = (tmp_path / f"{name}.mp4" for name in ("one", "same", "other"))
    render_clip(segment(), one, ignore)
    render_clip(segment(), same, ignore)
    render_clip(segment(MOVERS.with_parameters({"count": 5})), other, ignore)
    assert one.read_bytes() == same.read_bytes() != other.read_bytes()


def test_a_clip_goes_to_a_file_of_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    render_clip(segment(beats=(0, 1), frames=27), Path("file:a ü.mp4"), ignore)
    assert frames_of(tmp_path / "file:a ü.mp4") == 27


def test_a_scene_that_plays_otherwise_than_its_timeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="72 frames were drawn where the timeline has 70"):
        render_clip(segment(frames=70), tmp_path / "clip.mp4", ignore)


def test_a_failing_scene_names_its_beat(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        render_clip(segment(SceneRef("tests.films.shapes:Broken"), (0, 2)), tmp_path / "clip.mp4", ignore)
    assert caught.value.beat == "beat 2 (It breaks)"
    assert caught.value.cause.startswith("ZeroDivisionError: the step was nought (shapes.py, line ")
