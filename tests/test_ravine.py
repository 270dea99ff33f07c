from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from manim import DL, DR, UL, UR, Animation, Camera, ManimColor, Mobject, VGroup, tempconfig

from momentum_sim import RAVINE, Array, Quadratic
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import style
from scenes.mobjects.ellipse_map import EllipseMap
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.loss_surface import LossSurface, SurfaceLine
from scenes.mobjects.ravine_map import HORIZONTAL, LEVELS, VERTICAL, RavineMap
from scenes.mobjects.ravine_window import RavineWindow
from scenes.mobjects.transitions import resting_map
from scenes.ravine import (
    BLOCK_DEPTH,
    CUT,
    DRIFTED_AZIMUTH,
    LEVEL,
    LEVEL_WALKED,
    OTHERS,
    OURS,
    OVERHEAD,
    RESTING,
    RIGHT_END,
    TURN,
    VALLEY,
    Ravine,
    floor_line,
    wall_line,
)


@pytest.fixture(scope="module")
def surface() -> LossSurface:
    surface = LossSurface(resting_map(), LEVELS, VALLEY, depth=BLOCK_DEPTH)
    surface.end = CUT
    return surface


@pytest.fixture(scope="module")
def scene() -> Ravine:
    with tempconfig({"format": "none"}):
        scene = Ravine()
        scene.lay_out_the_sections()
    return scene


def picture(mobject: Mobject) -> npt.NDArray[np.int64]:
    with tempconfig({"pixel_width": 960, "pixel_height": 540}):
        camera = Camera(background_color=ManimColor(style.BACKGROUND))
        camera.capture_mobjects([mobject])
    return np.asarray(camera.pixel_array[..., :3], dtype=np.int64)


def second_derivative(x: Array, y: Array) -> float:
    return float(2 * np.polyfit(x, y, 2)[0])


def test_from_straight_above_the_surface_is_the_map(surface: LossSurface) -> None:
    surface.end = RIGHT_END
    difference = np.abs(picture(surface.draw(OVERHEAD)) - picture(resting_map()))
    surface.end = CUT
    assert difference.max() <= 24
    assert difference.mean() < 0.1


def test_overhead_a_point_stands_where_the_map_has_it(surface: LossSurface) -> None:
    surface.draw(OVERHEAD)
    theta = (-7.0, 0.6)
    np.testing.assert_allclose(
        surface.at(theta, float(RAVINE.value(theta))), surface.loss_map.to_screen(theta), atol=1e-12
    )


def test_lines_of_the_surface_stand_at_their_loss(surface: LossSurface) -> None:
    surface.draw(VALLEY)
    for level, contour in zip(LEVELS[::-1], surface.contours, strict=True):
        assert isinstance(contour, SurfaceLine)
        lifted = surface.lift(contour.segments)
        np.testing.assert_allclose(lifted[..., 2], VALLEY.height * level, rtol=1e-6)


def test_what_is_in_sight_agrees_with_walking_along_the_line_of_sight(surface: LossSurface) -> None:
    surface.draw(replace(VALLEY, azimuth=40, elevation=30))
    columns, rows = np.linspace(HORIZONTAL[0], CUT, 15)[1:-1], np.linspace(*VERTICAL, 14)[1:-1]
    points = surface.lift(
        surface.loss_map.to_screen(np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2))
    )
    in_sight = surface.clearance(points) > 0
    ways = np.linspace(0.001, 30, 6000)[:, None, None]
    walk = points + ways * surface.view.sight_from(points)
    over_the_map = np.all(
        (walk[..., :2] > surface._corner[:2]) & (walk[..., :2] < surface._far_corner[:2]), axis=-1
    )
    below = over_the_map & (walk[..., 2] < surface.lift(walk)[..., 2])
    np.testing.assert_array_equal(in_sight, ~below.any(axis=0))
    assert 0.2 < in_sight.mean() < 0.9


@pytest.mark.parametrize("azimuth", [VALLEY.azimuth, DRIFTED_AZIMUTH])
def test_the_whole_floor_is_in_sight_while_it_is_spoken_of(surface: LossSurface, azimuth: float) -> None:
    surface.draw(replace(VALLEY, azimuth=azimuth))
    floor = surface.loss_map.to_screen(floor_line(float(RAVINE.minimiser[0])))
    assert surface.clearance(surface.lift(floor)).min() > -1e-9


@pytest.mark.parametrize("azimuth", [VALLEY.azimuth, DRIFTED_AZIMUTH])
def test_both_walls_are_in_sight_and_rise_on_either_side_of_the_minimum(
    surface: LossSurface, azimuth: float
) -> None:
    surface.draw(replace(VALLEY, azimuth=azimuth))
    across = surface.lift(surface.loss_map.to_screen(wall_line(VERTICAL[1])))
    assert surface.clearance(across).min() > -1e-9
    right, *_, left = seen = surface.view.project(across)
    lowest = seen[seen[:, 1].argmin()]
    assert left[0] + 3 < lowest[0] < right[0] - 3
    floor = surface.loss_map.to_screen(floor_line(CUT))
    far_end = surface.view.project(surface.lift(floor))[0]
    assert min(left[1], right[1]) - lowest[1] > 1.8 * (far_end[1] - lowest[1])


def test_the_minimum_is_the_lowest_point_of_the_block_s_near_end(surface: LossSurface) -> None:
    across = wall_line(VERTICAL[1])
    assert (across[:, 0] == CUT).all()
    losses = RAVINE.value(across)
    np.testing.assert_array_equal(across[losses.argmin()], RAVINE.minimiser)
    surface.draw(VALLEY)
    assert surface.top.get_right()[0] == pytest.approx(surface.at((CUT, VERTICAL[1]), losses[0])[0])


@pytest.mark.parametrize("azimuth", [VALLEY.azimuth, DRIFTED_AZIMUTH])
def test_the_floor_is_seen_to_fall_to_the_minimum(surface: LossSurface, azimuth: float) -> None:
    surface.draw(replace(VALLEY, azimuth=azimuth))
    floor = surface.loss_map.to_screen(floor_line(float(RAVINE.minimiser[0])))
    level, seen = surface.view.project(floor), surface.view.project(surface.lift(floor))
    assert (np.diff(seen[:, 1]) < 0).all()
    assert (np.diff(seen[:, 1] - level[:, 1]) < 0).all()


def test_the_floor_falls_gently_and_the_walls_are_steep() -> None:
    floor = RAVINE.value(floor_line(0.0))
    assert (np.diff(floor) < 0).all()
    fall, way = floor[0] - floor[-1], -HORIZONTAL[0]
    wall = RAVINE.value(wall_line(VERTICAL[1]))[0]
    assert wall / VERTICAL[1] > 40 * fall / way


def test_both_sections_and_the_map_have_one_scale(scene: Ravine) -> None:
    origin, right, up = (scene.plot.to_screen(*point) for point in ((0, 0), (1, 0), (0, 1)))
    assert [right[0] - origin[0], up[1] - origin[1]] == pytest.approx([scene.small_map.unit] * 2)


def test_the_section_along_stands_right_below_its_cut(scene: Ravine) -> None:
    cut = scene.cuts[1]
    assert scene.along.curve.get_left()[0] == pytest.approx(cut.get_left()[0])
    assert scene.along.curve.get_right()[0] == pytest.approx(cut.get_right()[0])


def test_the_curves_drawn_have_the_curvatures_named(scene: Ravine) -> None:
    unit = scene.small_map.unit
    across, along = (
        second_derivative(*(curve.points[::4, :2] / unit).T)
        for curve in (scene.across.curve, scene.along.curve)
    )
    assert across == pytest.approx(20)
    assert along == pytest.approx(0.05)
    assert across / along == pytest.approx(RAVINE.condition_number)


@pytest.mark.parametrize(("cut", "place"), [("across", (0.0, 1.0)), ("along", (-10.0, 0.0))])
def test_tangents_touch_the_curves_with_the_slopes_named(
    scene: Ravine, cut: str, place: tuple[float, float]
) -> None:
    section = getattr(scene, cut)
    slope = RAVINE.gradient(place)[place.index(0.0) - 1]
    assert section.slope == pytest.approx(slope)
    run, rise, _ = section.tangent.get_end() - section.tangent.get_start()
    assert rise / run == pytest.approx(slope)
    touches = scene.plot.to_screen(place[0] or place[1], float(RAVINE.value(place)))
    np.testing.assert_allclose(section.dot.get_center(), touches, atol=1e-9)
    along = (touches - section.tangent.get_start())[:2]
    assert along[0] * rise == pytest.approx(along[1] * run)


def test_the_axes_stand_above_the_captions_room(scene: Ravine) -> None:
    assert scene.plot.get_bottom()[1] >= style.CAPTIONS_TOP
    assert scene.units_named.get_bottom()[1] >= style.CAPTIONS_TOP
    assert scene.ratio.get_bottom()[1] >= style.CAPTIONS_TOP


@pytest.mark.parametrize("azimuth", [VALLEY.azimuth, DRIFTED_AZIMUTH])
def test_the_surface_s_names_stand_above_the_captions_room(azimuth: float) -> None:
    with tempconfig({"format": "none"}):
        scene = Ravine()
    scene.lay_out_the_surface()
    for tracker, value in ((scene.azimuth, azimuth), (scene.presence, 1), (scene.rise, 1)):
        tracker.set_value(value)
    scene.draw_the_surface()
    named = VGroup(scene.names, scene.wall_name, scene.floor_name, scene.axes).update()
    assert named.get_bottom()[1] >= style.CAPTIONS_TOP
    assert named.get_top()[1] <= style.SAFE_TOP


def test_the_line_walked_is_the_contour_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def play_in_one_frame(scene: Ravine, *animations: Animation, run_time: float = 0) -> None:
        for animation in animations:
            animation.begin()
            animation.finish()
        scene.update_mobjects(0)

    with tempconfig({"format": "none"}):
        scene = Ravine()
        scene.lay_out_the_surface()
        monkeypatch.setattr(Ravine, "play", play_in_one_frame)
        scene.walk_along_a_contour()
    trail, walker, _ = scene.walk
    np.testing.assert_allclose(RAVINE.value(scene.map.to_parameters(trail.points)), LEVEL_WALKED, rtol=2e-3)
    np.testing.assert_allclose(trail.points[-1], walker.get_center(), atol=1e-9)


def test_the_parameters_do_not_interact_until_the_ravine_is_turned() -> None:
    assert RAVINE.hessian([3.0, -0.7])[0, 1] == 0
    assert RAVINE.curvatures.tolist() == [0.05, 20.0]
    turn = np.array([[np.cos(TURN), -np.sin(TURN)], [np.sin(TURN), np.cos(TURN)]])
    turned = turn @ np.diag(RAVINE.curvatures) @ turn.T
    assert abs(turned[0, 1]) > 8
    np.testing.assert_allclose(np.linalg.eigvalsh(turned), RAVINE.curvatures)


def test_the_voice_says_the_ravines_numbers() -> None:
    narrations = [beat.narration for beat in read_timeline(SceneRef("scenes.ravine:Ravine")).beats]
    said = (
        "One unit out on the wall, the slope is 20; ten units out on the floor, a half. "
        "20 against 0.05: that ratio, 400 to one, makes the ravine."
    )
    assert said in narrations[2]
    assert "extremely common" in narrations[3]


def test_the_last_window_is_the_next_scene_s_map() -> None:
    difference = np.abs(picture(RESTING.show()) - picture(resting_map()))
    assert difference.max() <= 24
    assert difference.mean() < 0.1


def test_a_turned_window_shows_the_ravine_turned() -> None:
    assert OURS.ravine_turn == -TURN
    shown, loss = OURS.show(), Quadratic(RAVINE.curvatures, rotation=-TURN)
    for level, contour in zip(LEVELS[::-1], shown.contours, strict=True):
        np.testing.assert_allclose(loss.value(shown.to_parameters(contour.points[::4])), level, rtol=1e-3)


@pytest.mark.parametrize(("turn", "away"), [(0.0, 0.0), (0.4, 0.0), (-1.2, 0.5), (0.9, 2.6)])
def test_a_map_of_ellipses_is_the_map_that_a_grid_finds(turn: float, away: float) -> None:
    loss = Quadratic(RAVINE.curvatures, (away, 0.3), turn)
    maps = (kind(loss, (-2, 2), (-1.2, 1.2), LEVELS, width=10) for kind in (EllipseMap, LossMap))
    ours, grids = (picture(each) for each in maps)
    # A pixel at an edge may be covered a little otherwise.
    difference = np.abs(ours - grids)
    assert difference.max() <= 48
    assert difference.mean() < 0.03


def test_a_window_half_way_is_half_way() -> None:
    half = OURS.towards(RESTING, 0.5)
    assert half.width == pytest.approx((OURS.width + RESTING.width) / 2)
    assert half.ravine_turn == pytest.approx(-TURN / 2)


@pytest.mark.parametrize("window", [OURS, RESTING])
def test_a_window_that_looks_like_another_has_its_parts_and_keeps_its_own(window: RavineWindow) -> None:
    shown, other = OTHERS[0].show(), window.show()
    first = [shown.ground, shown.bands[0], shown.contours[0], shown.stars[0]]
    shown.look_like(other)
    assert [shown.ground, shown.bands[0], shown.contours[0], shown.stars[0]] == first
    parts, wanted = shown.get_family(), other.get_family()
    assert len(parts) == len(wanted)
    for part, like in zip(parts, wanted, strict=True):
        np.testing.assert_array_equal(part.points, like.points)
        assert part.get_fill_color() == like.get_fill_color()


def test_the_other_ravines_are_ravines_and_differ() -> None:
    windows = (*OTHERS, OURS)
    ratios = [window.across / window.along for window in windows]
    assert ratios == pytest.approx([120, 1200, 400])
    assert len({window.ravine_turn for window in windows}) == len(windows)


def test_the_contours_fill_the_windows() -> None:
    for window in (*OTHERS, OURS):
        shown = window.show()
        corners = [shown.to_parameters(shown.ground.get_corner(corner)) for corner in (UL, UR, DL, DR)]
        assert shown.loss.value(np.array(corners)).max() < 1.5 * LEVELS[-1]


def test_the_windows_stand_side_by_side_in_the_frame() -> None:
    left, right, middle = ((each.x - each.width / 2, each.x + each.width / 2) for each in (*OTHERS, OURS))
    assert left[1] < middle[0] < middle[1] < right[0]
    assert style.SAFE_LEFT < left[0] < right[1] < -style.SAFE_LEFT


def test_the_map_that_is_turned_stands_where_its_window_does(scene: Ravine) -> None:
    difference = np.abs(picture(LEVEL.show()) - picture(scene.turning_map))
    assert difference.mean() < 0.1


def test_the_small_map_is_the_ravines(scene: Ravine) -> None:
    assert isinstance(scene.small_map, RavineMap)
    assert (scene.small_map.horizontal, scene.small_map.vertical) == (HORIZONTAL, VERTICAL)


@pytest.mark.parametrize(("cut", "place"), [("across", (0.0, 0.4)), ("along", (-4.0, 0.0))])
def test_a_tangent_on_its_way_touches_the_curve_with_the_slope_written(
    scene: Ravine, cut: str, place: tuple[float, float]
) -> None:
    section = getattr(scene, cut)
    slope = RAVINE.gradient(place)[place.index(0.0) - 1]
    section.set_to(0.4)
    run, rise, _ = section.tangent.get_end() - section.tangent.get_start()
    assert rise / run == pytest.approx(slope)
    assert section.reading.text == f"slope {abs(slope):g}"
    touches = scene.plot.to_screen(place[0] or place[1], float(RAVINE.value(place)))
    np.testing.assert_allclose(section.dot.get_center(), touches, atol=1e-9)
    section.set_to(1)
    assert section.reading.text == f"slope {abs(section.slope):g}"
