from __future__ import annotations

import functools
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import Camera, Group, Mobject, Square, VGroup

from production.film import SceneRef
from production.frames import cairo_path, layer, shape
from production.frames.camera import Frame, IncrementalCamera
from production.frames.capture import capture
from production.frames.dry_run import read_timeline
from production.frames.selection import Selection
from production.frames.shape import Stroke, cover
from production.frames.stills import draw_stills
from scenes.lesson import LESSON
from tests.drawn import SIZE, TOLERANCE, Frames, check_pictures, our_frames, stock_frames, worst_difference
from tests.pictures import read_picture


def shapes(name: str) -> SceneRef:
    return SceneRef(f"tests.films.shapes:{name}")


@pytest.mark.parametrize(
    "scene",
    [
        *(shapes(name) for name in ("Movers", "Tracked", "Crowd", "Spikes", "Images", "ThickLines")),
        *LESSON.scenes,
    ],
    ids=lambda scene: scene.class_name,
)
def test_pictures_are_stock_manims(scene: SceneRef, tmp_path: Path) -> None:
    # Of the lesson, Manim takes long for each one; `./run trials` compares them all.
    every = 10 if scene in LESSON.scenes else 1
    stills = [beat.still_frame(SIZE.frame_rate) for beat in read_timeline(scene).beats]
    stock = stock_frames(scene, every=every)
    ours = our_frames(scene, kept=lambda number: number % every == 0 or number in stills)
    check_pictures(ours, stock, every=every)
    check_stills(scene, stills, ours, tmp_path)


def check_stills(scene: SceneRef, stills: Sequence[int], whole: Frames, folder: Path) -> None:
    """See that each beat's still, drawn without the beats before it, is a frame of the whole scene."""
    for index, number in enumerate(stills):
        draw_stills(scene, {number: folder / "still.png"}, SIZE, beats=range(index, index + 1), folder=folder)
        picture = next(
            picture for first, (picture, repeat) in whole.items() if first <= number < first + repeat
        )
        still = read_picture(folder / "still.png")
        assert worst_difference(still, picture) <= TOLERANCE, f"beat {index + 1}"


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("name", ["Tracked", "Crowd", "Turns"])
def test_what_is_drawn_on_cached_layers_looks_as_without_them(name: str, transparent: bool) -> None:
    scene = shapes(name)
    without = our_frames(scene, SIZE, transparent=transparent)
    caching = functools.partial(IncrementalCamera, points_worth_a_layer=1)
    on_layers = our_frames(scene, SIZE, transparent=transparent, camera_class=caching)
    assert without.keys() == on_layers.keys()
    for number, (picture, _) in without.items():
        assert np.abs(picture.astype(np.int16) - on_layers[number][0]).max() <= TOLERANCE, f"frame {number}"


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("name", ["Movers", "Tracked", "Crowd", "Spikes", "ThickLines", "LongBeats"])
def test_what_is_painted_through_masks_looks_as_without_them(name: str, transparent: bool) -> None:
    without = our_frames(
        shapes(name),
        transparent=transparent,
        camera_class=functools.partial(IncrementalCamera, makes_masks=False),
    )
    through_masks = our_frames(shapes(name), transparent=transparent)
    assert without.keys() == through_masks.keys()
    for number, (picture, _) in without.items():
        assert np.abs(picture.astype(np.int16) - through_masks[number][0]).max() <= TOLERANCE, (
            f"frame {number}"
        )


@pytest.fixture
def covered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Counter[Stroke | None]]:
    """How often was painted along each stroke, or within a path, in a picture and for a mask."""
    counts: dict[str, Counter[Stroke | None]] = {}
    for module, kind in ((layer, "picture"), (shape, "mask")):
        counts[kind] = Counter()

        def cover_counted(context: Any, stroke: Stroke | None, kind: str = kind) -> None:
            counts[kind][stroke] += 1
            cover(context, stroke)

        monkeypatch.setattr(module, "cover", cover_counted)
    return counts


def test_what_stands_or_fades_is_covered_once(covered: dict[str, Counter[Stroke | None]]) -> None:
    assert len(our_frames(shapes("Fading"))) > 20
    # The circle's stroke, its fill, and that of the beat's title.
    assert sorted(covered["picture"].values()) == sorted(covered["mask"].values()) == [1, 2]


def test_no_mask_is_made_of_what_differs_in_every_frame(covered: dict[str, Counter[Stroke | None]]) -> None:
    our_frames(shapes("Widening"))
    circles = {stroke for stroke in covered["picture"] if stroke is not None}
    assert len(circles) >= SIZE.frame_rate
    assert circles.isdisjoint(covered["mask"])


def test_mobjects_are_displayed_in_manims_order() -> None:
    one, two, three, four = (Square() for _ in range(4))
    two.set_z_index(1)
    nested = [Group(one, VGroup(two, three)), Mobject(), four, one, VGroup(two)]
    camera = IncrementalCamera()
    displayed = camera.get_mobjects_to_display(nested)
    assert displayed == Camera.get_mobjects_to_display(camera, nested) == [three, four, one, two]


@pytest.mark.parametrize("name", ["Movers", "Crowd", "Spikes"])
def test_nothing_outside_the_rectangles_named_as_changed_did_change(name: str) -> None:
    before: Any = np.empty(0)

    def receive(number: int, frame: Frame, repeat: int) -> None:
        nonlocal before
        if len(before):
            changed = np.zeros(frame.pixels.shape[:2], bool)
            for left, top, right, bottom in frame.changed:
                changed[top:bottom, left:right] = True
            assert (frame.pixels[~changed] == before[~changed]).all()
        before = frame.pixels.copy()

    capture(shapes(name), SIZE, receive)


def test_a_small_motion_changes_little() -> None:
    areas: list[int] = []

    def receive(number: int, frame: Frame, repeat: int) -> None:
        areas.append(sum((right - left) * (bottom - top) for left, top, right, bottom in frame.changed))

    capture(shapes("Tracked"), SIZE, receive, selection=Selection(range(0, 1)))
    assert areas[0] == SIZE.width * SIZE.height
    assert max(areas[1:]) < SIZE.width * SIZE.height * 0.4


def test_a_transparent_scene_has_no_background() -> None:
    frames = our_frames(shapes("Movers"), SIZE, transparent=True)
    picture = frames[max(frames)][0]
    assert (picture[0, 0] == 0).all()
    # Colours are multiplied by alpha, so none is brighter than it.
    assert (picture[..., :3] <= picture[..., 3:]).all()


def test_a_beat_by_itself_is_drawn_as_in_the_whole() -> None:
    scene = shapes("Movers")
    whole, part = our_frames(scene, SIZE), our_frames(scene, SIZE, selection=Selection(range(1, 2)))
    assert 0 < len(part) < len(whole)
    for number, (picture, repeat) in part.items():
        assert whole[number][1] == repeat
        assert np.abs(picture.astype(int) - whole[number][0]).max() <= 2


@pytest.fixture
def fresh_lookup() -> Iterator[None]:
    """Let Cairo be looked at anew, in the test and after it."""
    cairo_path._append_path.cache_clear()
    yield
    cairo_path._append_path.cache_clear()


# Where a context of today's pycairo has other things: its reference count, its type, what it keeps alive.
@pytest.mark.parametrize("offset", [0, 8, 24, 10_000])
@pytest.mark.usefixtures("fresh_lookup")
def test_with_another_layout_of_contexts_every_picture_is_the_same(
    monkeypatch: pytest.MonkeyPatch, offset: int
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fast = our_frames(shapes("Spikes"), SIZE)
    cairo_path._append_path.cache_clear()
    monkeypatch.setattr(cairo_path, "CONTEXT_OFFSET", offset)
    with pytest.warns(RuntimeWarning, match="drawing takes longer"):
        slow = our_frames(shapes("Spikes"), SIZE)
    assert fast.keys() == slow.keys()
    for number, (picture, _) in fast.items():
        assert (picture == slow[number][0]).all()


@pytest.mark.usefixtures("fresh_lookup")
def test_with_a_cairo_that_lacks_the_function_paths_are_drawn_curve_by_curve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ctypes.PyDLL", lambda _: object())
    with pytest.warns(RuntimeWarning, match="drawing takes longer"):
        path = cairo_path.path_of(Square())
    assert isinstance(path, cairo_path.CurveByCurvePath)
