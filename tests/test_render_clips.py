from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import av
import pytest

from production.clips.render_clips import render_clips
from production.errors import RenderError
from production.film import SceneRef
from production.frames.camera import IncrementalCamera
from production.frames.dry_run import read_timeline
from production.frames.selection import EVERYTHING
from production.frames.stretches import selection_of
from production.output_spec import OutputSpec, Quality
from production.segments import Segment, segments_of
from tests.drawn import Frames, check_pictures, our_frames

OUTPUT = OutputSpec(Quality(160, 90, 15))
MOVERS = SceneRef("tests.films.shapes:Movers")


def segments(scene: SceneRef = MOVERS) -> tuple[Segment, ...]:
    return segments_of(read_timeline(scene), OUTPUT)


LONG = SceneRef("tests.films.shapes:LongBeats")


def render(chosen: Sequence[Segment], folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    clips = {segment: folder / f"{segment.beat}-{segment.offset}.mp4" for segment in chosen}
    render_clips(clips, lambda _: None, lambda *_: None)
    return list(clips.values())


def test_clips_are_the_same_whether_they_are_encoded_beside_or_not(tmp_path: Path) -> None:
    chosen = segments()
    apart = {segment: tmp_path / f"{segment.beat}.mp4" for segment in chosen}
    render_clips(apart, lambda _: None, lambda *_: None, beside=True)
    for clip, same in zip(apart.values(), render(chosen, tmp_path / "in turn"), strict=True):
        assert clip.read_bytes() == same.read_bytes()


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


@pytest.mark.parametrize("chosen", [slice(0, 1), slice(1, None), slice(0, None, 2), slice(1, None, 2)])
def test_a_part_of_a_beat_is_the_same_whichever_others_are_rendered_with_it(
    tmp_path: Path, chosen: slice
) -> None:
    found = segments(LONG)
    # Cut within a play, within a rest, and where a play begins.
    assert [(part.beat, part.offset) for part in found] == [(0, 0), (0, 60), (0, 120), (1, 0), (1, 60)]
    together = render(found, tmp_path / "together")[chosen]
    apart = render(found[chosen], tmp_path / "apart")
    assert [clip.read_bytes() for clip in apart] == [clip.read_bytes() for clip in together]


@pytest.mark.parametrize("camera", [IncrementalCamera, partial(IncrementalCamera, points_worth_a_layer=0)])
def test_parts_of_beats_show_what_the_whole_scene_shows(camera: Callable[[], IncrementalCamera]) -> None:
    whole, parts = (
        one_by_one(our_frames(LONG, OUTPUT.quality, selection=selection, camera_class=camera))
        for selection in (EVERYTHING, selection_of(segments(LONG)))
    )
    assert len(parts) == sum(part.frames for part in segments(LONG))
    check_pictures(parts, whole)


def one_by_one(frames: Frames) -> Frames:
    """Return frames, each once, for a rest may be cut."""
    return {
        first + number: (picture, 1)
        for first, (picture, repeat) in frames.items()
        for number in range(repeat)
    }


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
