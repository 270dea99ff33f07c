"""Which camera draws a scene: ours or, where ours would not draw what Manim draws, Manim's own.

``IncrementalCamera`` draws what Manim's plain ``Camera`` draws. What it cannot follow is a ``Cause``; a scene
that has one is drawn by Manim's code, from its camera to its pixels: slower, but never otherwise. Most causes
are known when the scene is made. The others are seen while it plays, in what it does and never in what is
drawn, so that each part of a scene finds them at the same place; then the scene is played again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

from manim import Camera, MovingCamera, MultiCamera, ThreeDCamera


class Cause(Enum):
    """Why Manim's own camera draws a scene."""

    CAMERA_CLASS = "the scene's camera is not Manim's plain one"
    OWN_RENDERER = "the scene makes its own renderer"
    OTHER_CAMERA = "the scene puts another camera in the place of its own"
    OTHER_METHOD = "the scene replaces a method of its camera"
    PIXELS = "the scene uses the pixels of its camera"


WITHOUT_MEMORY: frozenset[Any] = frozenset({ThreeDCamera, MovingCamera, MultiCamera})
"""Cameras whose pictures do not depend on the pictures before them, so that any may be left out."""

METHODS = frozenset(name for name in dir(Camera) if callable(getattr(Camera, name)))
"""What a plain camera does, by name."""


# No error: no scene should catch it.
class DrawnOtherwise(BaseException):
    """A cause was found while a scene plays; it must be played again."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Choice:
    """Which camera draws a scene.

    Parameters
    ----------
    cause
        Why Manim's own does; None where ours does.
    draws_all
        Whether each picture is drawn, the unwanted ones too.
    """

    cause: Cause | None = None
    draws_all: bool = False

    def said(self, camera: Camera) -> str:
        """Say which camera draws, and why."""
        if self.cause is None:
            return "the incremental camera"
        camera_class = type(camera)
        whose = "Manim's" if camera_class.__module__.partition(".")[0] == "manim" else "the scene's"
        return f"{whose} {camera_class.__name__}: {self.cause.value}"


def choose(camera_class: Callable[[], Camera], found: Cause | None, *, draws_any: bool) -> Choice:
    """Choose the camera for a scene.

    Parameters
    ----------
    camera_class
        What makes the camera that the scene wants.
    found
        The cause that was found when it was played before.
    draws_any
        Whether any of its pictures is wanted.
    """
    if found is not None:
        return Choice(found, draws_all=True)
    if camera_class is Camera:
        return Choice()
    is_free = camera_class in WITHOUT_MEMORY or (isinstance(camera_class, type) and not draws_any)
    return Choice(Cause.CAMERA_CLASS, draws_all=not is_free)


def check_methods(camera: Camera) -> None:
    """See that a camera's methods are those of its class.

    Raises
    ------
    DrawnOtherwise
        If a scene has given it one of its own.
    """
    if not METHODS.isdisjoint(vars(camera)):
        raise DrawnOtherwise(Cause.OTHER_METHOD)


class _Watched:
    """An attribute of a camera that a scene does not use unnoticed."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, camera: Any, owner: type) -> Any:
        _check_who_asks(camera)
        return getattr(camera, self._name)

    def __set__(self, camera: Any, value: Any) -> None:
        _check_who_asks(camera)
        setattr(camera, self._name, value)


def _check_who_asks(camera: Any) -> None:
    if camera.is_watched:
        raise DrawnOtherwise(Cause.PIXELS)


class WatchedPixels:
    """Makes a camera notice that a scene uses its pixels, which are drawn only where a frame is wanted."""

    is_watched = False
    """Whether it is the scene that would use them now."""

    pixel_array = _Watched()
    pixel_array_to_cairo_context = _Watched()


@contextmanager
def unwatched(camera: Any) -> Iterator[None]:
    """Let a camera's pixels be used without being noticed."""
    was_watched, camera.is_watched = getattr(camera, "is_watched", False), False
    try:
        yield
    finally:
        camera.is_watched = was_watched
