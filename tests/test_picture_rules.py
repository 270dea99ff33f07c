"""The film's own rules of the picture: each catches its fault, and the film keeps them all."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from manim import (
    DOWN,
    ORIGIN,
    RIGHT,
    UP,
    Line,
    ManimColor,
    Mobject,
    Rectangle,
    ThreeDCamera,
    VGroup,
    tempconfig,
)

from production.commands.main import main
from production.film import Film, SceneRef
from production.frames.camera import IncrementalCamera
from production.pictures.picture import Picture, strength
from production.pictures.watch import SIZE, Check, film_faults, parents_of
from scenes import style
from scenes.lesson import LESSON
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.loss_map import STAR_Z_INDEX
from scenes.mobjects.plot import Plot
from scenes.mobjects.ravine_map import RavineMap
from scenes.mobjects.transitions import momentum_rules
from scenes.mobjects.typography import Readout, formula, words
from scenes.picture_contrast import Contrast
from scenes.picture_rules import CaptionsRoom, Counters, HeadlineBaselines, Layout, StarOnTop


def picture(*mobjects: Mobject, number: int = 0) -> Picture:
    """Draw mobjects as a scene shows them."""
    with tempconfig({"pixel_width": SIZE.width, "pixel_height": SIZE.height}):
        camera = IncrementalCamera()
        camera.background_color = ManimColor(style.BACKGROUND)
        camera.capture_mobjects(mobjects)
        pixels = camera.draw_frame().pixels.copy()
    shown = camera.display_list
    scene = SimpleNamespace(mobjects=list(mobjects), camera=camera, rewinds_until=1.0, beats=[])
    strengths = {mobject: strength(mobject) for mobject in shown}
    return Picture(number, 1, pixels, shown, parents_of(mobjects), strengths, scene, stands=True)


def found(rule: Check, *mobjects: Mobject) -> list[str]:
    return list(rule(picture(*mobjects)))


@pytest.mark.parametrize("scene", LESSON.scenes, ids=lambda scene: scene.name)
def test_every_scene_keeps_the_rules(scene: SceneRef) -> None:
    assert list(film_faults(LESSON, [scene])) == []


@pytest.mark.parametrize(
    "scene",
    [
        *(f"tests.films.plain:{name}" for name in ("Sections", "Still", "Counting", "OnPaper")),
        *(f"tests.films.cameras:{name}" for name in ("Spin", "Zoom", "OwnRenderer", "OwnFrames", "Veils")),
    ],
)
def test_every_rule_takes_what_is_no_scene_of_a_film(scene: str) -> None:
    for fault in film_faults(LESSON, [SceneRef(scene)]):
        assert fault.startswith(f"{SceneRef(scene).name}, beat ")


def test_captions_have_no_room_where_nothing_is_said() -> None:
    low = picture(Line(3 * DOWN, 3 * DOWN + RIGHT))
    assert len(list(CaptionsRoom()(low))) == 1
    del low.scene.beats
    assert list(CaptionsRoom()(low)) == []


def test_what_a_camera_sees_from_elsewhere_is_where_it_is_drawn() -> None:
    line = Line(ORIGIN, 2 * UP)
    seen = picture(line)
    assert seen.drawn_points(line) == pytest.approx(line.points[:, :2])
    camera = seen.scene.camera
    camera.frame_center, camera.frame_height, camera.frame_width = UP, 4.0, 4.0 * 16 / 9
    # Twice as large, and the middle of the line in the middle of the frame.
    assert seen.drawn_points(line)[[0, -1]] == pytest.approx(np.array([(0, -2), (0, 2)]))
    with tempconfig({"pixel_width": SIZE.width, "pixel_height": SIZE.height}):
        seen.scene.camera = ThreeDCamera(phi=np.pi / 2)
        # From the side, what lies on the floor is as flat as a line.
        assert seen.drawn_points(line)[:, 1] == pytest.approx(0)


def test_the_film_names_every_rule() -> None:
    rules = (Layout, CaptionsRoom, HeadlineBaselines, StarOnTop, Counters, Contrast)
    assert [f"{rule.__module__}:{rule.__name__}" for rule in rules] == list(LESSON.picture_rules)


def test_layout_is_a_rule() -> None:
    assert found(Layout(), words("One"), words("Two")) == ["“One” overlaps “Two”"]


def test_the_captions_room_is_for_scenery_alone() -> None:
    ravine = RavineMap().shift(2 * DOWN)
    assert found(CaptionsRoom(), ravine, Line(2.69 * DOWN, UP, stroke_width=1)) == []
    (fault,) = found(CaptionsRoom(), ravine, Line(2.8 * DOWN, UP))
    assert fault.startswith("Line reaches down to y = -2.82, where captions are drawn")
    path = DescentPath(ravine.to_screen([(-10, 0), (-9, -1.2)]), style.MOMENTUM, step=1)
    (fault,) = found(CaptionsRoom(), ravine, path)
    assert fault.startswith("DescentPath reaches down")
    assert found(CaptionsRoom(), Line(3 * DOWN, UP).set_stroke(opacity=0)) == []


def test_the_captions_room_is_told_of_once() -> None:
    rule, low = CaptionsRoom(), picture(Line(3 * DOWN, UP))
    assert len(list(rule(low))) == 1
    assert list(rule(low)) == []


def test_rules_in_a_headline_share_a_baseline() -> None:
    rules = momentum_rules()
    assert found(HeadlineBaselines(), rules) == []
    rules[1].shift(0.03 * UP)
    (fault,) = found(HeadlineBaselines(), rules)
    assert fault.endswith("have no common baseline")
    assert found(HeadlineBaselines(), rules.shift(2 * DOWN)) == []


def test_the_star_stands_above_markers() -> None:
    ravine = RavineMap()
    home = ravine.to_screen([(-1, 0.1), (0, 0)])
    assert found(StarOnTop(), ravine, DescentPath(home, style.MOMENTUM, step=1)) == []
    assert found(StarOnTop(), ravine, DescentPath(home, style.MOMENTUM).set_z_index(STAR_Z_INDEX + 1)) == []
    covering = DescentPath(home, style.MOMENTUM, step=1).set_z_index(STAR_Z_INDEX + 1)
    assert found(StarOnTop(), ravine, covering) == ["the marker of DescentPath covers the star"]


def test_counters_and_paths_do_not_run_backwards_but_in_a_rewind() -> None:
    counter, path = Readout(9, "step {:.0f}"), DescentPath(np.eye(3), style.MOMENTUM, step=2)
    loss = Readout(3.5, "loss {:.1f}").shift(UP)
    rule = Counters()
    for number, (count, step, value) in enumerate([(1000, 2, 3.5), (1001, 2, 2.5)], 20):
        counter.set_to(count), path.set_to(step), loss.set_to(value)
        assert list(rule(picture(counter, path, loss, number=number))) == []
    counter.set_to(999), path.set_to(1), loss.set_to(1.5)
    assert list(rule(picture(counter, path, loss, number=22))) == [
        "“step 999” runs backwards, from step 1001 to 999",
        "a path runs backwards, from step 2 to 1",
    ]
    to_go, rule = Readout(9, "{:.0f} steps to go"), Counters()
    for number in range(2):
        assert list(rule(picture(to_go.set_to(9 - number), number=20 + number))) == []
    rewinding = Counters()
    assert list(rewinding(picture(counter, number=0))) == []
    assert list(rewinding(picture(counter.set_to(3), number=1))) == []


def test_text_stands_out_as_it_is_drawn() -> None:
    assert found(Contrast(), words("Muted", color=style.MUTED_INK)) == []
    (fault,) = found(Contrast(), words("Faint", color=style.FAINT_INK))
    assert fault == "“Faint” stands out 2.0:1 from its ground; at least 4.5:1"
    (fault,) = found(Contrast(), words("Half", color=style.MUTED_INK).set_opacity(0.6))
    assert fault.startswith("“Half” stands out 3.")
    assert found(Contrast(), words("Faded", color=style.MUTED_INK).set_opacity(style.FADED)) == []
    bright = Rectangle(width=6, height=2, fill_color=style.PLAIN_DESCENT, fill_opacity=1, stroke_width=0)
    (fault,) = found(Contrast(), bright, words("On a bar"))
    assert fault.startswith("“On a bar” stands out 1.9:1")


def test_graphics_stand_out_but_scenery_grids_and_grounds() -> None:
    plot = Plot((0, 1), (0, 1), width=4, height=3, vertical_ticks=(0, 1)).shift(3 * UP)
    ground = Rectangle(width=3, height=2, fill_color=style.PANEL, fill_opacity=1, stroke_width=0)
    assert found(Contrast(), RavineMap().shift(DOWN), plot, ground.shift(2 * DOWN)) == []
    # The edges of a thick line, half as bright, are not its ground.
    bars = [Line(y * UP, y * UP + 4.3 * RIGHT, stroke_color=style.GRADIENT) for y in (1.1, 1.13, 1.15)]
    assert [found(Contrast(), bar.set_stroke(width=30)) for bar in bars] == [[], [], []]
    border = Rectangle(stroke_color=style.FAINT_INK)
    assert found(Contrast(), border) == ["Rectangle stands out 2.0:1 from its ground; at least 3:1"]
    assert found(Contrast(), VGroup(border.set_stroke(style.MUTED_INK))) == []


def test_a_border_stands_out_round_a_body_that_is_nearly_its_ground() -> None:
    card = Rectangle(width=12, height=0.74, fill_color=style.PANEL, fill_opacity=1, stroke_width=style.THIN)
    assert found(Contrast(), card.set_stroke(style.MUTED_INK)) == []
    (fault,) = found(Contrast(), card.set_stroke(style.FAINT_INK))
    assert fault == "Rectangle stands out 2.0:1 from its ground; at least 3:1"


@pytest.mark.parametrize("text", ["theta_1", "beta^k", "sum_(k=0)^n"])
def test_scripts_need_larger_type(text: str) -> None:
    (fault,) = found(Layout(), formula(text, 30))
    assert fault.endswith("has scripts and is of size 30; the smallest is 34")
    assert found(Layout(), formula(text, 34)) == []


def test_what_only_looks_like_scripts_may_be_small() -> None:
    line = VGroup(words("$alpha beta$", 30), words('#raw("zero_grad()")', 30), formula('"a_b" + x', 30))
    assert found(Layout(), line.arrange(RIGHT)) == []
    (fault,) = found(Layout(), words("along θ₁", 30))
    assert "has scripts" in fault


def test_the_command_says_what_breaks_a_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenes = tuple(SceneRef(f"tests.films.pictured:{name}") for name in ("Sparse", "StillToThink"))
    film = Film("film", "A film", scenes)
    assert main(film, tmp_path, ["lint", "still_to_think"]) == 0
    assert capsys.readouterr().out == "still_to_think: every rule of the picture is kept\n"
    assert main(film, tmp_path, ["lint"]) == 1
    assert capsys.readouterr().err.startswith("sparse, beat 1 at 0.0 s: less than 1.0% of the")
    assert list(tmp_path.iterdir()) == []
