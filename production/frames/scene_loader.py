"""Scenes by their references, and what the line needs of them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Protocol

from production.errors import SceneNotFoundError
from production.film import SceneRef


class ParameterLike(Protocol):
    """A number of a scene that may be changed from outside."""

    name: str
    default: float
    minimum: float
    maximum: float
    reason: str

    def checked(self, value: float) -> float:
        """Return the value, or raise ValueError."""


class PlayedBeat(Protocol):
    """A beat as a scene notes it when it has been played; times are seconds from the scene's start."""

    title: str
    narration: str
    start: float
    end: float
    still_time: float


class BeatScene(Protocol):
    """A Manim scene made of beats."""

    title: str
    idea: str
    parameters: Sequence[ParameterLike]
    beats: Sequence[PlayedBeat]
    renderer: Any

    def render(self) -> Any:
        """Play the whole scene."""


def load_scene(scene: SceneRef) -> type[Any]:
    """Import the class that a reference names.

    Raises
    ------
    SceneNotFoundError
        If the reference is not of the form ``module:Class``, or names nothing.
    """
    reference = scene.reference
    if not (scene.module and scene.class_name):
        raise SceneNotFoundError(f"{reference!r} is no scene; write module:Class, as in scenes.zigzag:Zigzag")
    try:
        module = importlib.import_module(scene.module)
    except ModuleNotFoundError as error:
        # A module that the scene's own imports is missing: the author's mistake, and Python says it best.
        if error.name is None or not f"{scene.module}.".startswith(f"{error.name}."):
            raise
        raise SceneNotFoundError(f"{reference!r} is no scene: there is no module {error.name}") from error
    scene_class = getattr(module, scene.class_name, None)
    if not isinstance(scene_class, type):
        raise SceneNotFoundError(f"{reference!r} is no scene: {scene.module} has no class {scene.class_name}")
    return scene_class
