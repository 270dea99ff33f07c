from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import RIGHT, UP, ValueTracker, VMobject, tempconfig

from momentum_sim import RAVINE, heavy_ball
from scenes import experiment, style
from scenes.mobjects.arrow import VectorArrow
from scenes.mobjects.descent_path import DescentPath, position_at
from scenes.mobjects.loss_map import LossMap
from scenes.mobjects.plot import Plot
from scenes.mobjects.polyline import thinned
from scenes.mobjects.ravine_map import LEVELS, RavineMap
from scenes.mobjects.typography import Readout, format_number, words


@pytest.fixture(autouse=True, scope="module")
def _own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with tempconfig({"media_dir": str(tmp_path_factory.mktemp("type"))}):
        yield


def _to_parameters(loss_map: LossMap, points: Any) -> Any:
    """Invert ``to_screen``."""
    origin, right, up = loss_map.to_screen([[0, 0], [1, 0], [0, 1]])
    return np.stack(
        [(points - origin)[:, 0] / (right - origin)[0], (points - origin)[:, 1] / (up - origin)[1]], axis=-1
    )


class TestThinned:
    @given(radius=st.floats(0.01, 100), tolerance=st.floats(1e-6, 1e-2), first=st.floats(0, 6))
    def test_no_chord_is_far_from_the_line(self, radius: float, tolerance: float, first: float) -> None:
        turns = np.linspace(first, first + 5, 4000)
        line = radius * np.stack([np.cos(turns), np.sin(turns)], axis=-1)
        kept = thinned(line, tolerance)
        assert (kept[[0, -1]] == line[[0, -1]]).all()
        middles = np.linalg.norm((kept[:-1] + kept[1:]) / 2, axis=-1)
        # A chord reaches to a corner of the line's own, which may be one too far.
        own = radius * (1 - np.cos(np.diff(turns)[0]))
        assert radius - middles.min() <= (np.sqrt(1.2 * tolerance) + np.sqrt(own)) ** 2

    def test_corners_stay_and_straight_lines_need_none(self) -> None:
        side = np.linspace(0, 1, 50)
        line = np.concatenate([np.stack([side, 0 * side], -1), np.stack([1 + 0 * side, side], -1)[1:]])
        assert thinned(line, 1e-4) == pytest.approx(np.array([[0, 0], [1, 0], [1, 1]]))


class TestLossMap:
    def test_both_axes_have_one_scale(self) -> None:
        loss_map = RavineMap().shift(UP)
        origin, right, up = loss_map.to_screen([[0, 0], [1, 0], [0, 1]])
        assert np.linalg.norm(right - origin) == pytest.approx(np.linalg.norm(up - origin))

    def test_full_width_is_one_unit_for_one(self) -> None:
        assert RavineMap().to_scale([3.0, -4.0]) == pytest.approx(np.array([3.0, -4.0, 0.0]))

    @pytest.mark.parametrize(("level", "index"), [(level, i) for i, level in enumerate(LEVELS)])
    def test_every_contour_lies_on_its_level(self, level: float, index: int) -> None:
        loss_map = RavineMap()
        contour = loss_map.contours[len(LEVELS) - 1 - index]
        assert isinstance(contour, VMobject)
        anchors = _to_parameters(
            loss_map, np.vstack([contour.get_start_anchors(), contour.get_end_anchors()])
        )
        assert RAVINE.value(anchors) == pytest.approx(np.full(len(anchors), level), rel=1e-6)

    def test_it_stands_where_it_is_moved(self) -> None:
        loss_map = RavineMap(width=6.3)
        loss_map.shift(2 * RIGHT)
        assert loss_map.stars[0].get_center()[0] == pytest.approx(
            loss_map.to_screen(RAVINE.minimiser)[0], abs=0.02
        )


class TestDescentPath:
    def test_it_passes_through_the_iterates_with_sharp_corners(self) -> None:
        loss_map = RavineMap()
        run = heavy_ball(RAVINE, experiment.START, learning_rate=0.098, momentum=0.9, steps=6)
        points = loss_map.to_screen(run.parameters)
        path = DescentPath(points, style.MOMENTUM, step=6)
        assert path.line.get_start_anchors() == pytest.approx(points[[*range(6), 6]][: len(points)])
        assert path.marker.get_center() == pytest.approx(points[-1])
        assert len(path.dots) == 7

    def test_it_may_go_back(self) -> None:
        points = np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0]])
        path = DescentPath(points, style.MOMENTUM, step=2)
        path.set_to(0.5)
        assert path.marker.get_center() == pytest.approx([0.5, 0, 0])
        assert len(path.dots) == 1

    @given(st.floats(-1, 5))
    def test_a_position_lies_between_its_neighbours(self, step: float) -> None:
        points = np.array([[0.0, 0, 0], [1, 0, 0], [3, 0, 0]])
        here = position_at(points, step)[0]
        assert here == pytest.approx(np.interp(step, [0, 1, 2], points[:, 0]))


class TestVectorArrow:
    @given(*[st.floats(-5, 5).filter(lambda x: abs(x) > 1e-3)] * 2)
    def test_shaft_and_tip_together_have_the_vector_s_length(self, x: float, y: float) -> None:
        arrow = VectorArrow([1, 2, 0], [1 + x, 2 + y, 0], style.VELOCITY)
        along = arrow.body.points - [1, 2, 0]
        unit = np.array([x, y, 0]) / np.hypot(x, y)
        assert (along @ unit).min() == pytest.approx(0, abs=1e-9)
        assert (along @ unit).max() == pytest.approx(np.hypot(x, y))

    @given(*[st.floats(-5, 5).filter(lambda x: abs(x) > 1e-3)] * 2, st.booleans())
    def test_all_of_it_goes_round_the_same_way_and_is_filled_once(
        self, x: float, y: float, dashed: bool
    ) -> None:
        arrow = VectorArrow([1, 2, 0], [1 + x, 2 + y, 0], style.VELOCITY, dashed=dashed)
        assert len(arrow.family_members_with_points()) == 1
        for outline in arrow.body.get_subpaths():
            across, up, _ = outline[::4].T
            area = across @ np.roll(up, -1) - up @ np.roll(across, -1)
            assert area > 0

    def test_a_vector_of_no_length_is_no_error(self) -> None:
        assert VectorArrow([0, 0, 0], [0, 0, 0], style.VELOCITY).width == pytest.approx(0)


class TestPlot:
    def test_corners_lie_at_the_ranges_ends(self) -> None:
        plot = Plot((0, 10), (-1, 3), width=5, height=2).shift(UP)
        low, high = plot.to_screen([0, 10], [-1, 3])
        assert high - low == pytest.approx([5, 2, 0])

    def test_a_logarithmic_axis_gives_decades_equal_heights(self) -> None:
        plot = Plot((0, 1), (1e-3, 10), logarithmic=True, width=5, height=2)
        heights = plot.to_screen([0, 0, 0, 0, 0], [1e-3, 1e-2, 1e-1, 1, 10])[:, 1]
        assert np.diff(heights) == pytest.approx(np.full(4, 0.5))

    def test_it_follows_when_moved(self) -> None:
        plot = Plot((0, 10), (0, 1), width=5, height=2)
        before = plot.to_screen(5, 0.5)
        plot.shift(RIGHT)
        assert plot.to_screen(5, 0.5) - before == pytest.approx([1, 0, 0])


class TestLiveGroup:
    def test_it_shows_the_number_it_follows_at_every_update(self) -> None:
        number = ValueTracker(1)
        readout = Readout(0, "{:.0f}").follow(number.get_value)
        for value in (1, 8):
            number.set_value(value)
            readout.update(0)
            assert readout.text == f"{value}"

    def test_a_copy_follows_by_itself(self) -> None:
        number = ValueTracker(1)
        readout = Readout(0, "{:.0f}").follow(number.get_value)
        copy = readout.copy()
        copy.update(0)
        assert (copy.text, readout.text) == ("1", "0")


class TestReadout:
    def test_it_is_set_like_words(self) -> None:
        readout, text = Readout(-12.5, "{:.1f}"), words("−12.5", style.LABEL_SIZE)
        assert readout.width == pytest.approx(text.width, rel=0.02)
        assert readout.height == pytest.approx(text.height, rel=0.02)

    def test_digits_stand_still_when_the_number_changes(self) -> None:
        readout = Readout(1.11, "{:.2f}")
        places = [glyph.get_x() for glyph in readout.submobjects]
        readout.set_to(8.88)
        widths = [glyph.get_x() for glyph in readout.submobjects]
        assert widths == pytest.approx(places, abs=0.03)

    def test_it_keeps_the_end_that_is_anchored(self) -> None:
        readout = Readout(9, "step {:.0f}", anchor=RIGHT).move_to((2, 1, 0))
        right = readout.get_right()[0]
        readout.set_to(10)
        assert readout.get_right()[0] == pytest.approx(right, abs=0.04)

    @given(st.floats(-1e4, 1e4))
    def test_it_says_the_number(self, number: float) -> None:
        assert float(Readout(number, "{:.3f}").text.replace("−", "-")) == pytest.approx(number, abs=5.1e-4)

    def test_it_refuses_what_it_has_no_glyph_for(self) -> None:
        with pytest.raises(ValueError, match="no glyph"):
            Readout(1, "{:.0f} ☃")


def test_words_are_the_same_size_whatever_they_say(tmp_path: Path) -> None:
    sizes = [words(text, 40)[0].height for text in ("H", "H#muted[g]", "H#muted[.]")]
    for one, other in itertools.pairwise(sizes):
        assert one == pytest.approx(other)


@pytest.mark.parametrize(
    ("text", "mobjects"), [("whole words", 1), ("two #muted[colours]", 2), ("$beta$ and $beta$", 3)]
)
def test_letters_of_one_colour_that_follow_each_other_are_one_mobject(text: str, mobjects: int) -> None:
    assert len(words(text).submobjects) == mobjects


def test_a_fraction_in_words_keeps_its_bar() -> None:
    strokes = [part.get_stroke_width() for part in words("a $1/beta$ b").submobjects]
    assert sum(width > 0 for width in strokes) == 1


@pytest.mark.parametrize(
    ("number", "decimals", "written"),
    [(0.3439, 3, "0.344"), (-0.02, 3, "−0.02"), (-8.816, 1, "−8.8"), (2.0, 3, "2")],
)
def test_numbers_are_rounded_and_have_a_true_minus_sign(number: float, decimals: int, written: str) -> None:
    assert format_number(number, decimals) == written
