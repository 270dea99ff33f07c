"""Scenes that know no beats: their sections are beats, on Manim's clock."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Scene, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

from production.errors import RenderError
from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.dry_run import read_timeline
from production.frames.selection import EVERYTHING, Selection
from production.output_spec import Quality
from tests.films.plain import Counting, Sections


def plain(name: str) -> SceneRef:
    return SceneRef(f"tests.films.plain:{name}")


def frames_of(
    scene: SceneRef, frame_rate: int, selection: Selection = EVERYTHING
) -> dict[int, np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    found = {}

    def receive(number: int, frame: Frame, repeat: int) -> None:
        pixels = frame.pixels.copy()
        found.update({number + index: pixels for index in range(repeat)})

    capture(scene, Quality(160, 90, frame_rate), receive, selection=selection)
    return found


def stock_frames(scene: type[Scene], frame_rate: int) -> int:
    """How many frames Manim by itself makes of a scene."""
    counts = []

    class Counted(CairoRenderer):
        def add_frame(self, frame: object, num_frames: int = 1) -> None:
            if not self.skip_animations:
                counts.append(num_frames)
            self.time += num_frames / frame_rate

    settings = {"format": "none", "frame_rate": frame_rate, "disable_caching": True, "progress_bar": "none"}
    with tempconfig({**settings, "pixel_width": 160, "pixel_height": 90}):
        made = scene()
        made.renderer = Counted()
        made.renderer.init_scene(made, made.session_spec, made.file_writer_settings)
        made.render()
    return sum(counts)


@pytest.mark.parametrize("frame_rate", [15, 60])
@pytest.mark.parametrize("scene", [Sections, Counting])
def test_a_plain_scene_has_the_frames_that_manim_makes(scene: type[Scene], frame_rate: int) -> None:
    reference = plain(scene.__name__)
    timeline = read_timeline(reference, frame_rate=frame_rate)
    frames = frames_of(reference, frame_rate)
    assert len(frames) == stock_frames(scene, frame_rate) == round(timeline.length * frame_rate)
    assert timeline.frame_rate == frame_rate


def test_sections_are_beats_without_words() -> None:
    timeline = read_timeline(plain("Sections"), frame_rate=60)
    assert (timeline.title, timeline.idea) == ("Sections", "A circle comes and goes.")
    beats = [(beat.title, beat.narration, round(beat.start * 60)) for beat in timeline.beats]
    assert beats == [("Sections", "", 0), ("It stands", "", 20), ("It goes", "", 50)]
    assert all(beat.still_time == beat.end for beat in timeline.beats)
    assert round(timeline.length * 60) == 50 + 43


def test_what_fails_in_no_section_fails_in_the_scenes_only_beat() -> None:
    with pytest.raises(RenderError, match=r"Fails, beat 1 \(Fails\): ValueError: that was all \(plain\.py"):
        read_timeline(plain("Fails"))


@pytest.mark.parametrize("scene", ["Sections", "Counting"])
def test_a_beat_by_itself_shows_what_it_shows_in_the_scene(scene: str) -> None:
    whole = frames_of(plain(scene), 15)
    beats = read_timeline(plain(scene)).beats
    for number, beat in enumerate(beats):
        alone = frames_of(plain(scene), 15, Selection(beats=range(number, number + 1)))
        assert sorted(alone) == list(range(round(beat.start * 15), round(beat.end * 15)))
        assert all((alone[frame] == whole[frame]).all() for frame in alone)
        last = beat.still_frame(15)
        still = frames_of(plain(scene), 15, Selection(beats=range(number, number + 1), frames=[last]))
        assert sorted(still) == [last]
        assert (still[last] == whole[last]).all()


@pytest.mark.parametrize("scene", ["Still", "StillLesson"])
def test_a_scene_that_plays_nothing_is_a_still(scene: str) -> None:
    timeline = read_timeline(plain(scene))
    assert (timeline.beats, timeline.length) == ((), 0.0)
    frames = frames_of(plain(scene), 15)
    assert sorted(frames) == [0]
    assert frames[0].max() == 255


@pytest.mark.parametrize("frame_rate", [15, 30, 60])
def test_what_is_played_beside_beats_belongs_to_one(frame_rate: int) -> None:
    timeline = read_timeline(plain("Between"))
    assert [(beat.start, beat.end) for beat in timeline.beats] == [(0.0, 2.8), (2.8, 4.4)]
    whole = frames_of(plain("Between"), frame_rate)
    assert len(whole) == round(4.4 * frame_rate)
    second = frames_of(plain("Between"), frame_rate, Selection(beats=range(1, 2)))
    assert sorted(second) == list(range(round(2.8 * frame_rate), round(4.4 * frame_rate)))


@pytest.mark.parametrize("frame_rate", [15, 60])
def test_a_scene_of_beats_may_wait_until_something_is(frame_rate: int) -> None:
    timeline = read_timeline(plain("WaitsUntil"), frame_rate=frame_rate)
    assert timeline.frame_rate == frame_rate
    assert len(frames_of(plain("WaitsUntil"), frame_rate)) == round(timeline.length * frame_rate)
