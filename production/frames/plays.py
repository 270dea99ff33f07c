"""How many frames a play has, and whether what it comes to may depend on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim.animation.animation import Animation
from manim.animation.composition import AnimationGroup
from manim.animation.numbers import ChangingDecimal
from manim.animation.updaters.update import UpdateFromFunc

_CALLED_AT_EACH_FRAME = ("update_to_time", "update_mobjects", "update_meshes", "update_self")
"""Methods of a scene's."""


def frames_of_play(scene: Any) -> int:
    """How many frames a play has, by the scene's own clock."""
    if scene.is_current_animation_frozen_frame():
        return frames_of_rest(scene.duration, scene.camera.frame_rate)
    skipped, scene.renderer.skip_animations = scene.renderer.skip_animations, False
    try:
        return len(scene.get_time_progression(scene.duration, ""))
    finally:
        scene.renderer.skip_animations = skipped


def frames_of_rest(duration: float, frame_rate: float) -> int:
    """How many frames a still picture stands, as Manim has it."""
    return int(duration / (1 / frame_rate))


def depends_on_frames_before(scene: Any) -> bool:
    """Whether a play's end depends on its frames one by one: something takes the time, or may end it."""
    return (
        scene.stop_condition is not None
        or bool(scene.updaters)
        or any(mobject.has_time_based_updater() for mobject in scene.get_mobject_family_members())
    )


def may_count_frames(scene: Any) -> bool:
    """Whether a play calls anything of a scene's own at each frame, which may know then how many there were.

    What is but a function of numbers counts nothing: a rate function, the path of a transform, how a mobject
    of the scene's own is interpolated.
    """
    called = (getattr(type(scene), name) for name in _CALLED_AT_EACH_FRAME)
    return (
        scene.stop_condition is not None
        or bool(scene.updaters)
        or any(mobject.updaters for mobject in scene.get_mobject_family_members())
        or not all(map(_is_manims, called))
        or _call_anything(scene.animations)
    )


def _call_anything(animations: Iterable[Animation]) -> bool:
    return any(
        not _is_manims(type(animation))
        or isinstance(animation, (UpdateFromFunc, ChangingDecimal))
        or (isinstance(animation, AnimationGroup) and _call_anything(animation.animations))
        for animation in animations
    )


def _is_manims(what: Any) -> bool:
    return bool(what.__module__.startswith("manim."))
