"""What the animations of a play do: when the shorter ones end, and how much moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from manim.animation.animation import Animation
from manim.animation.composition import AnimationGroup
from manim.mobject.mobject import Mobject
from manim.utils.rate_functions import linear

_MOMENTS = 60
"""In how many parts of an animation it is looked for when it ends."""

_UNSEEN = 1e-3
"""Less of an animation than this is not seen."""


def ends_within(animations: Iterable[Animation], seconds: float) -> Iterator[float]:
    """Yield when each animation that ends before its play has nothing left to do.

    In seconds from the play's start. Of a group, that is when each of its members has. A rate function may
    have its last value early, as a squished one has.
    """
    for animation in animations:
        yield from (end for end in _ends(animation) if end < seconds)


def moving_points(scene: Any) -> int:
    """Return of how many points those mobjects consist that move in what a scene plays.

    Those are what its animations are of, and what has updaters.
    """
    moving: set[Mobject] = set()
    for mobject in (animation.mobject for animation in scene.animations):
        moving.update(mobject.get_family())
    for mobject in scene.get_mobject_family_members():
        if mobject.updaters:
            moving.update(mobject.get_family())
    return sum(len(mobject.points) for mobject in moving)


def _ends(animation: Animation) -> Iterator[float]:
    if not isinstance(animation, AnimationGroup):
        yield animation.run_time * _settles(animation.rate_func)
        return
    for member, start, _ in animation.anims_with_timings:
        for end in _ends(member):
            reached = (start + end) / (animation.max_end_time or 1)
            yield animation.run_time * _reaches(animation.rate_func, reached)


def _settles(rate: Callable[[float], float]) -> float:
    """Return the part of an animation from which on a rate function keeps its last value."""
    changes = (
        part for part in range(_MOMENTS, 0, -1) if abs(rate((part - 1) / _MOMENTS) - rate(1)) > _UNSEEN
    )
    return next(changes, 0) / _MOMENTS


def _reaches(rate: Callable[[float], float], value: float) -> float:
    """Return the part of an animation at which a rate function first has a value; 1 where it never has."""
    if rate is linear:
        return value
    parts = (part for part in range(_MOMENTS + 1) if rate(part / _MOMENTS) >= value - _UNSEEN)
    return next(parts, _MOMENTS) / _MOMENTS
