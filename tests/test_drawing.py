from __future__ import annotations

import tempfile
from typing import Any, TypeAlias

import numpy as np
import pytest
from manim import Camera, Group, Mobject, Square, VGroup, tempconfig
from manim.scene.scene_file_writer import SceneFileWriter
from production.drawing import Frame, SparingCamera
from production.encoding import Picture
from production.quality import Quality
from production.recording import load_scene, record

from production import drawing
from scenes.lesson import LESSON

Frames: TypeAlias = dict[int, tuple[Picture, int]]

SIZE = Quality(854, 480, 15)

TOLERANCE = 2
"""Levels of 255 that a pixel of ours may differ from stock Manim's."""


def stock_frames(scene: str, size: Quality) -> Frames:
    """What stock Manim's camera draws."""
    frames: Frames = {}

    class Writer(SceneFileWriter):
        def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
            frames[sum(count for _, count in frames.values())] = pixels, repeat

    settings = {
        "pixel_width": size.width,
        "pixel_height": size.height,
        "frame_rate": size.frame_rate,
        "format": "none",
        "disable_caching": True,
        "progress_bar": "none",
    }
    with tempfile.TemporaryDirectory() as folder, tempconfig(settings | {"media_dir": folder}):
        load_scene(scene)(file_writer_class=Writer).render()
    return frames


def our_frames(scene: str, size: Quality, **options: Any) -> Frames:
    frames: Frames = {}

    def receive(number: int, frame: Frame, repeat: int) -> None:
        frames[number] = np.array(frame), repeat

    record(scene, {}, size, receive, **options)
    return frames


@pytest.mark.parametrize(
    "scene",
    [
        *(f"tests.films.shapes:{name}" for name in ("Movers", "Tracked", "Crowd", "Spikes", "Images")),
        *LESSON,
    ],
)
def test_every_picture_is_stock_manims(scene: str) -> None:
    stock, ours = stock_frames(scene, SIZE), our_frames(scene, SIZE)
    assert stock.keys() == ours.keys()
    for number, (picture, repeat) in stock.items():
        assert ours[number][1] == repeat
        difference = np.abs(picture[..., :3].astype(np.int16) - ours[number][0][..., :3])
        assert difference.max() <= TOLERANCE, f"frame {number}"


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("name", ["Tracked", "Crowd"])
def test_what_is_drawn_on_sheets_looks_as_without_them(
    monkeypatch: pytest.MonkeyPatch, name: str, transparent: bool
) -> None:
    scene = f"tests.films.shapes:{name}"
    without = our_frames(scene, SIZE, transparent=transparent)
    monkeypatch.setattr(drawing, "POINTS_WORTH_A_SHEET", 1)
    on_sheets = our_frames(scene, SIZE, transparent=transparent)
    assert without.keys() == on_sheets.keys()
    for number, (picture, _) in without.items():
        assert np.abs(picture.astype(np.int16) - on_sheets[number][0]).max() <= TOLERANCE, f"frame {number}"


def test_mobjects_are_displayed_in_manims_order() -> None:
    one, two, three, four = (Square() for _ in range(4))
    two.set_z_index(1)
    nested = [Group(one, VGroup(two, three)), Mobject(), four, one, VGroup(two)]
    camera = SparingCamera()
    displayed = camera.get_mobjects_to_display(nested)
    assert displayed == Camera.get_mobjects_to_display(camera, nested) == [three, four, one, two]


@pytest.mark.parametrize("name", ["Movers", "Crowd", "Spikes"])
def test_nothing_outside_the_boxes_that_are_named_as_changed_did_change(name: str) -> None:
    before: Picture | None = None

    def receive(number: int, frame: Frame, repeat: int) -> None:
        nonlocal before
        if before is not None:
            changed = np.zeros(frame.shape[:2], bool)
            for left, top, right, bottom in frame.changed:
                changed[top:bottom, left:right] = True
            assert (np.array(frame)[~changed] == before[~changed]).all()
        before = np.array(frame)

    record(f"tests.films.shapes:{name}", {}, SIZE, receive)


def test_a_small_motion_changes_little() -> None:
    areas: list[int] = []

    def receive(number: int, frame: Frame, repeat: int) -> None:
        areas.append(sum((right - left) * (bottom - top) for left, top, right, bottom in frame.changed))

    record("tests.films.shapes:Tracked", {}, SIZE, receive, span=range(0, 1))
    assert areas[0] == SIZE.width * SIZE.height
    assert max(areas[1:]) < SIZE.width * SIZE.height * 0.4


def test_a_transparent_scene_has_no_ground() -> None:
    frames = our_frames("tests.films.shapes:Movers", SIZE, transparent=True)
    picture = frames[max(frames)][0]
    assert (picture[0, 0] == 0).all()
    # Colours are multiplied by alpha, so none is brighter than it.
    assert (picture[..., :3] <= picture[..., 3:]).all()


def test_a_span_draws_what_the_whole_draws() -> None:
    scene = "tests.films.shapes:Movers"
    whole, part = our_frames(scene, SIZE), our_frames(scene, SIZE, span=range(1, 2))
    assert 0 < len(part) < len(whole)
    for number, (picture, repeat) in part.items():
        assert whole[number][1] == repeat
        assert np.abs(picture.astype(int) - whole[number][0]).max() <= 2
