"""What the animations of a play do: when the shorter ones end, and how much moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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


def shown(scene: Any) -> dict[Mobject, bytes]:
    """Return how what has updaters in a scene looks, and its parts: their points, fills and strokes."""
    return {
        part: _look(part)
        for mobject in scene.get_mobject_family_members()
        if mobject.updaters
        for part in mobject.get_family()
    }


def _look(mobject: Any) -> bytes:
    colours = (getattr(mobject, name, None) for name in ("fill_rgbas", "stroke_rgbas"))
    return b"".join(each.tobytes() for each in (mobject.points, *colours) if each is not None)


def moving_points(scene: Any, before: Mapping[Mobject, bytes]) -> int:
    """Return of how many points those mobjects consist that have changed in what a scene has played.

    Those are what its animations are of, and what updaters have changed since it was ``shown`` so ``before``.
    """
    changed: set[Mobject] = set()
    for mobject in (animation.mobject for animation in scene.animations):
        changed.update(mobject.get_family())
    changed.update(part for part, look in before.items() if _look(part) != look)
    return sum(len(mobject.points) for mobject in changed)


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
