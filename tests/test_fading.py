from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import manim
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import LEFT, RIGHT, UP, Circle, ImageMobject, Mobject, Scene, Square, ValueTracker, VGroup

from scenes.mobjects.fading import FadeIn, FadeOut

SHARES = st.floats(0, 1)
KEYWORDS: tuple[dict[str, Any], ...] = (
    {},
    {"shift": 0.3 * UP},
    {"scale": 3},
    {"shift": RIGHT, "scale": 0.5},
    {"target_position": 2 * LEFT},
    {"lag_ratio": 0.5},
    {"path_arc": 1.0, "shift": RIGHT},
)


def thing() -> VGroup:
    """A shape with a fill and a stroke, one with a stroke behind it, and one with a gradient."""
    behind = Circle(0.5, color="#56b4e9").shift(RIGHT).set_stroke("#ffffff", 6, 0.7, background=True)
    colors: Any = ["#102030", "#c0d0e0"]
    gradient = Square(1).shift(2 * RIGHT).set_fill(colors, 0.4)
    return VGroup(Square(1, fill_color="#e69f00", fill_opacity=0.6, stroke_width=3), behind, gradient)


def looks(mobject: Mobject) -> Iterator[npt.NDArray[np.float64]]:
    for part in mobject.family_members_with_points():
        for name in ("points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas"):
            yield getattr(part, name)


def assert_alike(one: Mobject, other: Mobject) -> None:
    for ours, manims in zip(looks(one), looks(other), strict=True):
        assert ours == pytest.approx(manims, abs=1e-12)


@pytest.mark.parametrize("keywords", KEYWORDS, ids=lambda keywords: " ".join(keywords) or "plain")
@pytest.mark.parametrize(("fade", "manims"), [(FadeIn, manim.FadeIn), (FadeOut, manim.FadeOut)])
class TestFades:
    @given(share=SHARES)
    def test_they_look_like_manims_all_the_way(
        self, fade: Any, manims: Any, keywords: dict[str, Any], share: float
    ) -> None:
        one, other = thing(), thing()
        for animation in (fade(one, **keywords), manims(other, **keywords)):
            animation.begin()
            animation.interpolate(share)
        assert_alike(one, other)

    def test_they_leave_what_manims_leave(self, fade: Any, manims: Any, keywords: dict[str, Any]) -> None:
        one, other = thing(), thing()
        for animation in (fade(one, **keywords), manims(other, **keywords)):
            animation.begin()
            animation.interpolate(0.5)
            animation.finish()
            animation.clean_up_from_scene(Scene())
        assert_alike(one, other)


@pytest.mark.parametrize(("fade", "manims"), [(FadeIn, manim.FadeIn), (FadeOut, manim.FadeOut)])
def test_what_moves_by_itself_goes_on_while_it_fades(fade: Any, manims: Any) -> None:
    place = ValueTracker(0)

    def moving() -> VGroup:
        return thing().add_updater(lambda group: group.set_x(place.get_value()))

    one, other = moving(), moving()
    animations = fade(one), manims(other)
    for animation in animations:
        animation.begin()
    place.set_value(2)
    for animation in animations:
        animation.update_mobjects(0.1)
        animation.interpolate(0.5)
    assert one.get_x() == pytest.approx(2)
    assert_alike(one, other)


def test_pictures_fade_too() -> None:
    image = ImageMobject(np.full((4, 4, 4), 255, np.uint8))
    animation = FadeOut(image)
    animation.begin()
    animation.interpolate(0.5)
    assert 0 < image.pixel_array[0, 0, 3] < 255
    animation.interpolate(1)
    assert image.pixel_array[0, 0, 3] == 0
