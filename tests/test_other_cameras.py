"""Cameras that are not Manim's plain one, and what scenes do with their cameras."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import RIGHT, Camera, Dot, Scene, Square, config

from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.camera_choice import Cause
from production.frames.capture import capture
from production.frames.dry_run import read_timeline
from production.frames.selection import Selection
from production.frames.stills import draw_stills
from production.jobs.renderer import Renderer
from production.output_spec import Quality
from tests.calling import Call
from tests.drawn import SIZE, TOLERANCE, Frames, check_pictures, our_frames, stock_frames, worst_difference
from tests.here import Here
from tests.pictures import read_picture

OURS = "the incremental camera"


def by(camera: str, cause: Cause) -> str:
    return f"{camera}: {cause.value}"


DRAWN_BY = {
    "Spin": by("Manim's ThreeDCamera", Cause.CAMERA_CLASS),
    "LessonSpin": by("Manim's ThreeDCamera", Cause.CAMERA_CLASS),
    "Pan": by("Manim's MovingCamera", Cause.CAMERA_CLASS),
    "Zoom": by("Manim's MultiCamera", Cause.CAMERA_CLASS),
    "Trail": by("the scene's Fading", Cause.CAMERA_CLASS),
    "OwnRenderer": by("Manim's MovingCamera", Cause.OWN_RENDERER),
    "OtherCamera": by("Manim's Camera", Cause.OTHER_CAMERA),
    "OtherMethod": by("Manim's Camera", Cause.OTHER_METHOD),
    "Mirror": by("Manim's Camera", Cause.PIXELS),
    "OwnFrames": by("Manim's Camera", Cause.PIXELS),
    "FreshContext": by("Manim's Camera", Cause.PIXELS),
    "FrameMoved": OURS,
    "Thicker": OURS,
    "StillButChanged": OURS,
    "Dawn": OURS,
    "WholeNumbers": OURS,
    "Veils": OURS,
    "SharedEdges": OURS,
    "ColouredByPictures": OURS,
    "Flow": OURS,
    "Random": OURS,
    "Speeds": OURS,
    "LessonSpeeds": OURS,
    "NoLength": OURS,
}
"""What draws each scene of the film."""


def scene_of(name: str) -> SceneRef:
    return SceneRef(f"tests.films.cameras:{name}")


@pytest.mark.parametrize("name", DRAWN_BY)
def test_every_picture_is_stock_manims(name: str, tmp_path: Path) -> None:
    scene = scene_of(name)
    stock = stock_frames(scene)
    check_pictures(our_frames(scene), stock)
    timeline = read_timeline(scene)
    assert timeline.drawn_by == DRAWN_BY[name]
    pictures = {first + k: picture for first, (picture, count) in stock.items() for k in range(count)}
    for index, beat in enumerate(timeline.beats):
        alone = our_frames(scene, selection=Selection(range(index, index + 1)))
        assert min(alone) == round(beat.start * SIZE.frame_rate)
        check_alone(alone, pictures)
        number, still = beat.still_frame(SIZE.frame_rate), tmp_path / "still.png"
        draw_stills(scene, {number: still}, SIZE, beats=range(index, index + 1), folder=tmp_path)
        assert worst_difference(read_picture(still), pictures[number]) <= TOLERANCE, f"beat {index + 1}"


def check_alone(alone: Frames, pictures: dict[int, Any]) -> None:
    for first, (picture, count) in alone.items():
        for number in range(first, first + count):
            assert worst_difference(picture, pictures[number]) <= TOLERANCE, f"frame {number}"


@pytest.mark.parametrize("name", ["Spin", "LessonSpin", "Pan", "Zoom", "Trail"])
def test_a_dry_run_draws_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(*_: object) -> None:
        raise AssertionError("it was drawn")

    monkeypatch.setattr(Camera, "display_multiple_vectorized_mobjects", draw)
    assert read_timeline(scene_of(name)).beats


@pytest.mark.parametrize("name", ["Spin", "Zoom"])
def test_beats_that_are_not_wanted_are_not_drawn(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    draw = Camera.display_multiple_vectorized_mobjects

    def count_and_draw(camera: Camera, *arguments: Any) -> None:
        drawn.append(1)
        draw(camera, *arguments)

    monkeypatch.setattr(Camera, "display_multiple_vectorized_mobjects", count_and_draw)
    our_frames(scene_of(name), selection=Selection(range(1, 2)))
    part = len(drawn)
    our_frames(scene_of(name))
    assert 0 < part < len(drawn) - part


@pytest.mark.parametrize("name", ["Spin", "Pan", "Mirror", "Dawn", "OtherMethod"])
def test_nothing_outside_the_rectangles_named_as_changed_did_change(name: str) -> None:
    before: Any = np.empty(0)
    areas = []

    def receive(number: int, frame: Frame, repeat: int) -> None:
        nonlocal before
        changed = np.zeros(frame.pixels.shape[:2], bool)
        for left, top, right, bottom in frame.changed:
            changed[top:bottom, left:right] = True
        areas.append(changed.mean())
        if len(before):
            assert (frame.pixels[~changed] == before[~changed]).all()
        before = frame.pixels.copy()

    capture(scene_of(name), SIZE, receive)
    assert areas[0] == 1
    assert min(areas) < 0.5


@pytest.mark.parametrize("name", ["Spin", "Pan", "Zoom"])
def test_a_transparent_scene_has_no_background(name: str) -> None:
    for picture, _ in our_frames(scene_of(name), transparent=True).values():
        assert (picture[-1, 0] == 0).all()
        # Colours are multiplied by alpha, so none is brighter than it.
        assert (picture[..., :3] <= picture[..., 3:]).all()


@pytest.mark.parametrize("name", ["Flat", "Deep"])
def test_half_a_background_may_be_wanted(name: str) -> None:
    scene = SceneRef(f"tests.films.half_transparent:{name}")
    (picture, _) = our_frames(scene, transparent=True)[0]
    assert picture[0, 0].tolist() == [64, 32, 16, 127]
    # A film that is not transparent has all of it.
    (picture, _) = our_frames(scene)[0]
    assert picture[0, 0].tolist() == [128, 64, 32, 255]


def test_chance_falls_alike_each_time_and_by_a_modules_own_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(config._d, "seed", None)
    usual, own = scene_of("Random"), SceneRef("tests.films.half_transparent:OwnChance")
    first, others, again = our_frames(usual), our_frames(own), our_frames(usual)
    check_pictures(again, first)
    assert worst_difference(first[0][0], others[0][0]) == 255
    check_pictures(our_frames(own), others)
    assert config.seed is None


class Asks(Scene):
    """Asks for the pixels in the middle of a play, after frames have been handed on."""

    def construct(self) -> None:
        camera: Any = self.camera
        dot = Dot()
        asked: list[Any] = []

        def ask(_: Any) -> None:
            asked.append(camera.get_image().getpixel((0, 0)) if len(asked) > 3 else None)

        dot.add_updater(ask)
        self.add(Square(), dot)
        self.play(dot.animate.shift(RIGHT), run_time=0.6)


def test_each_frame_is_handed_on_once_though_the_scene_is_played_again() -> None:
    numbers: list[int] = []

    def receive(number: int, frame: Frame, repeat: int) -> None:
        numbers.extend(range(number, number + repeat))

    timeline = capture(SceneRef(f"{__name__}:Asks"), Quality(160, 90, 15), receive)
    assert timeline.drawn_by == by("Manim's Camera", Cause.PIXELS)
    assert numbers == list(range(9))


def test_it_is_said_which_camera_draws_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: Here())
    call, film = Call(tmp_path, capsys), Path(__file__).parent / "films" / "cameras.py"
    for _ in range(2):
        # Of a film that is there already, too.
        assert call("two_beats", f"{film}:Pan", "-q", "l", "--quiet", "--verbose") == 0
        assert call.err.splitlines() == [
            f"two_beats: drawn by {OURS}",
            f"pan: drawn by {DRAWN_BY['Pan']}",
        ]
    assert call(f"{film}:Pan", "-q", "l", "--quiet") == 0
    assert call.err == ""
