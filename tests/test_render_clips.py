from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import av
import pytest

from production.clips.render_clips import render_clips
from production.errors import RenderError
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.output_spec import OutputSpec, Quality
from production.segments import Segment, segments_of

OUTPUT = OutputSpec(Quality(160, 90, 15))
MOVERS = SceneRef("tests.films.shapes:Movers")


def segments(scene: SceneRef = MOVERS) -> tuple[Segment, ...]:
    return segments_of(read_timeline(scene), OUTPUT)


def render(chosen: Sequence[Segment], folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    clips = {segment: folder / f"{segment.beat}.mp4" for segment in chosen}
    render_clips(clips, lambda _: None, lambda *_: None)
    return list(clips.values())


def frames_of(clip: Path) -> int:
    with av.open(clip) as container:
        return sum(1 for _ in container.decode(video=0))


def test_every_clip_has_the_frames_of_its_beat(tmp_path: Path) -> None:
    counted: list[int] = []
    whole: list[Segment] = []
    clips = {segment: tmp_path / f"{segment.beat}.mp4" for segment in segments()}

    def check(segment: Segment, looks: str | None) -> None:
        # It can be read when it is said to be whole.
        assert frames_of(clips[segment]) == segment.frames == counted[-1]
        assert looks is not None
        whole.append(segment)

    render_clips(clips, counted.append, check)
    assert whole == list(clips)
    assert sum(segment.frames for segment in whole) == 72


@pytest.mark.parametrize("chosen", [slice(0, 1), slice(1, 3), slice(0, 3, 2)])
def test_a_clip_is_the_same_whichever_others_are_rendered_with_it(tmp_path: Path, chosen: slice) -> None:
    found = segments()
    together = render(found, tmp_path / "together")[chosen]
    apart = render(found[chosen], tmp_path / "apart")
    assert [clip.read_bytes() for clip in apart] == [clip.read_bytes() for clip in together]


def test_a_parameter_gives_other_bytes(tmp_path: Path) -> None:
    one, other = (
        render(segments(scene)[1:2], tmp_path / name)[0]
        for name, scene in (("one", MOVERS), ("other", MOVERS.with_parameters({"count": 5})))
    )
    assert one.read_bytes() != other.read_bytes()


def test_a_clip_goes_to_a_file_of_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    render_clips({segments()[0]: Path("file:a ü.mp4")}, lambda _: None, lambda *_: None)
    assert frames_of(tmp_path / "file:a ü.mp4") == 27


def test_a_scene_that_plays_otherwise_than_its_timeline_is_refused(tmp_path: Path) -> None:
    first, *_ = segments()
    with pytest.raises(RenderError, match="beat 1: 27 frames were drawn where the timeline has 25"):
        render([replace(first, frames=25)], tmp_path)


def test_a_failing_scene_names_its_beat(tmp_path: Path) -> None:
    scene = SceneRef("tests.films.shapes:Broken")
    with pytest.raises(RenderError) as caught:
        render([Segment(scene, OUTPUT, 1, 15, 15)], tmp_path)
    assert caught.value.beat == "beat 2 (It breaks)"
    assert caught.value.cause.startswith("ZeroDivisionError: the step was nought (shapes.py, line ")
