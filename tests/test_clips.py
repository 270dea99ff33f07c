from __future__ import annotations

from pathlib import Path

import av
import pytest
from click import ClickException

from benchmarks.clips import decode, find_clips, frame_sizes
from production.clips.concat import concat
from production.film import SceneRef
from tests.clips import write_clip

SCENES = [SceneRef("scenes.hook:Hook"), SceneRef("scenes.recap:Recap")]


@pytest.fixture
def made(tmp_path: Path) -> list[Path]:
    """Stock Manim's clips of two scenes, and the film of both; every frame has a shade of its own."""
    stock = tmp_path / "stock" / "videos"
    partial = stock / "partial_movie_files"
    partial.mkdir(parents=True)
    clips = [
        write_clip(stock / "Hook.mp4", 40, shade=20),
        write_clip(stock / "Recap.mp4", 35, shade=100),
    ]
    write_clip(partial / "Hook.mp4", 3)
    concat(clips, [40 / 15, 35 / 15], tmp_path / "lesson.mp4", title="Both")
    return [*clips, tmp_path / "lesson.mp4"]


def test_a_scene_is_found_in_the_film(made: list[Path]) -> None:
    hook, recap, film = made
    both = find_clips(SCENES, hook.parent.parent, [film])
    assert [(scene.scene, scene.frames) for scene in both] == [(SCENES[0], 40), (SCENES[1], 35)]
    assert [(scene.stock.path, scene.stock.first) for scene in both] == [(str(hook), 0), (str(recap), 0)]
    assert [(scene.ours.path, scene.ours.first) for scene in both] == [(str(film), 0), (str(film), 40)]
    for scene, shade in zip(both, (20, 100), strict=True):
        for clip in (scene.stock, scene.ours):
            found = [round(float(luma.mean())) for luma in decode(clip, 15)]
            assert found[: scene.frames] == [shade + number for number in range(scene.frames)]


def test_the_bytes_are_those_of_the_video_stream(made: list[Path]) -> None:
    hook, _, film = made
    scenes = find_clips(SCENES, hook.parent.parent, [film])
    with av.open(film) as container:
        stream = [packet.size for packet in container.demux(video=0)]
    assert sum(scene.ours.bytes for scene in scenes) == sum(frame_sizes(film)) == sum(stream)
    # The film is the clips, joined; the sizes are in the order in which frames are shown, key frames first.
    assert [scene.ours.bytes for scene in scenes] == [scene.stock.bytes for scene in scenes]
    sizes = frame_sizes(film)
    assert sizes[0] == max(sizes[:40])
    assert sizes[40] == max(sizes[40:])


def test_films_of_another_length_are_not_compared(made: list[Path]) -> None:
    hook, recap, film = made
    with pytest.raises(ClickException, match=r"stock Manim made \[40, 35\] frames, render.py \[35, 40\]"):
        find_clips(SCENES, hook.parent.parent, [recap, hook])
    with pytest.raises(ClickException, match=r"stock Manim made \[40\] frames, render.py \[75\]"):
        find_clips(SCENES[:1], hook.parent.parent, [film])
