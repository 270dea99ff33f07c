from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click import ClickException

from benchmarks.clips import (
    SAMPLED_FRAMES,
    Clip,
    SceneClips,
    compare,
    decode,
    find_clips,
    to_rgb,
    total_size,
)
from production.clips.concat import concat
from production.film import SceneRef
from tests.clips import write_clip

SCENES = [SceneRef("scenes.hook:Hook"), SceneRef("scenes.recap:Recap")]


def test_the_sampled_frames_are_spread_from_the_first_to_the_last() -> None:
    clips = SceneClips(SCENES[0], 600, Clip(""), Clip(""), Clip(""))
    sampled = clips.sampled_frames
    assert (sampled[0], sampled[-1], len(sampled)) == (0, 599, SAMPLED_FRAMES)
    assert set(np.diff(sampled)) <= {26, 27}
    assert replace(clips, frames=3).sampled_frames == [0, 1, 2]


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
    both = find_clips(SCENES, hook.parent.parent, [film], [hook, recap])
    assert [(scene.scene, scene.frames) for scene in both] == [(SCENES[0], 40), (SCENES[1], 35)]
    assert [scene.stock for scene in both] == [Clip(str(hook)), Clip(str(recap))]
    assert [scene.ours for scene in both] == [Clip(str(film)), Clip(str(film), 40)]
    assert [scene.master for scene in both] == [scene.stock for scene in both]
    for scene, shade in zip(both, (20, 100), strict=True):
        for clip in (scene.stock, scene.ours):
            found = [
                (number, int(to_rgb(frame).mean().round()))
                for number, frame in decode(clip, 15)
                if 0 <= number < scene.frames
            ]
            assert found == [(number, grey(shade + number)) for number in range(scene.frames)]
    assert total_size(scene.ours for scene in both) == film.stat().st_size


def test_raw_frames_are_compared_with_those_of_their_number(made: list[Path]) -> None:
    film = made[-1]
    pictures = {number: np.full((48, 64, 3), grey(100 + number), np.uint8) for number in (0, 17, 34)}
    assert compare(pictures, Clip(str(film), 40), 15) == pytest.approx([1, 1, 1], abs=1e-6)
    assert max(compare(pictures, Clip(str(film), 39), 15)) < 1 - 1e-6


def grey(luma: int) -> int:
    """Convert a luma of TV range to a grey level."""
    return min(max(round((luma - 16) * 255 / 219), 0), 255)


def test_films_of_another_length_are_not_compared(made: list[Path]) -> None:
    hook, recap, film = made
    with pytest.raises(ClickException, match=r"stock Manim made \[40, 35\] frames, render.py \[35, 40\]"):
        find_clips(SCENES, hook.parent.parent, [recap, hook], [film])
    with pytest.raises(ClickException, match=r"stock Manim made \[40\] frames, render.py \[75\]"):
        find_clips(SCENES[:1], hook.parent.parent, [film], [hook])
