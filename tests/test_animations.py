"""When animations end that are shorter than their play."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from manim import (
    UP,
    AnimationGroup,
    Create,
    Dot,
    FadeOut,
    Line,
    Square,
    Succession,
    linear,
    smooth,
    squish_rate_func,
    there_and_back,
)

from production.frames.animations import ends_within, moving_points, shown


def fade(**options: Any) -> FadeOut:
    return FadeOut(Dot(), **options)


@pytest.mark.parametrize(
    ("animation", "ends"),
    [
        (fade(run_time=2.0), []),
        (fade(run_time=0.5), [0.5]),
        (fade(run_time=2.0, rate_func=squish_rate_func(linear, 0.0, 0.5)), [1.0]),
        (fade(run_time=2.0, rate_func=there_and_back), []),
        (AnimationGroup(fade(run_time=0.5), Create(Line()), run_time=2.0), [1.0]),
        (Succession(fade(run_time=0.5), Create(Line(), run_time=1.5)), [0.5]),
        (AnimationGroup(Succession(fade(run_time=0.5), fade(run_time=0.5)), fade(run_time=2.0)), [0.5, 1.0]),
        (AnimationGroup(fade(run_time=0.5), fade(run_time=1.0), rate_func=smooth, run_time=2.0), [1.0]),
    ],
)
def test_it_is_known_when_each_animation_has_nothing_left_to_do(animation: Any, ends: list[float]) -> None:
    assert list(ends_within([animation], 2.0)) == pytest.approx(ends, abs=2 / 60)


def test_what_is_slow_at_its_end_is_not_held_to_have_ended_while_it_is_seen() -> None:
    (end,) = ends_within([fade(run_time=2.0, rate_func=squish_rate_func(smooth, 0.0, 0.6))], 2.0)
    assert 1.1 < end <= 1.2


def test_what_only_follows_something_that_stands_still_does_not_move() -> None:
    still, faded, moved, played = (Square() for _ in range(4))
    for square in (still, faded, moved):
        square.add_updater(lambda _: None)
    scene = SimpleNamespace(
        animations=[FadeOut(played)], get_mobject_family_members=lambda: [still, faded, moved, played]
    )
    before = shown(scene)
    faded.set_opacity(0.5)
    moved.shift(UP)
    assert moving_points(scene, before) == 3 * len(played.points)
