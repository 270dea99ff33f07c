"""Scenes by their references, and what the line needs of them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Protocol

from production.errors import ParameterError, SceneNotFoundError
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

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def narration(self) -> str:
        """What is said."""

    @property
    def start(self) -> float:
        """Seconds."""

    @property
    def end(self) -> float:
        """Seconds."""

    @property
    def still_time(self) -> float:
        """When its finished picture stands."""


class BeatScene(Protocol):
    """A Manim scene made of beats."""

    title: ClassVar[str]
    idea: ClassVar[str]
    parameters: ClassVar[Any]

    @property
    def beats(self) -> Sequence[PlayedBeat]:
        """The beats that have been played."""

    def __init__(self, *, renderer: Any, on_beat: Callable[[int, str], None], **parameters: float) -> None:
        """Make a scene that a renderer plays, and that tells as each beat begins."""

    def render(self) -> Any:
        """Play the whole scene."""


def load_scene(scene: SceneRef) -> type[BeatScene]:
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
    scene_class: Any = getattr(module, scene.class_name, None)
    if not isinstance(scene_class, type):
        classes = [name for name, value in vars(module).items() if _is_own_class(value, scene.module)]
        raise SceneNotFoundError(
            f"{reference!r} is no scene: {scene.module} has no class {scene.class_name}; "
            f"it has {', '.join(classes) or 'none'}"
        )
    return scene_class


def check_parameters(scene: SceneRef, parameters: Sequence[ParameterLike]) -> None:
    """See that a scene has the parameters that are given for it, and that their values are in range.

    Raises
    ------
    ParameterError
        If that is not so.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name, value in scene.parameters:
        if name not in known:
            raise ParameterError(f"{scene.name} has no parameter {name}; it has {', '.join(known) or 'none'}")
        try:
            known[name].checked(value)
        except ValueError as error:
            raise ParameterError(f"{scene.name}: {error}") from error


def _is_own_class(value: object, module: str) -> bool:
    return isinstance(value, type) and value.__module__ == module
