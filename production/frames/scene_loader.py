"""Scenes by their references, and what the line needs of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, Protocol, TypeGuard

from manim import Scene, config

from production.errors import BEFORE_THE_FIRST_BEAT, ParameterError, RenderError, SceneNotFoundError
from production.film import SceneRef
from production.frames.blame import cause
from production.frames.manims_settings import settings_beside, settings_kept
from production.frames.scene_module import import_module


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
    """A Manim scene made of beats, on a clock whose every time is whole frames at 15, 30 and 60 a second."""

    title: ClassVar[str]
    idea: ClassVar[str]
    parameters: ClassVar[Any]

    @property
    def beats(self) -> Sequence[PlayedBeat]:
        """The beats that have been played."""

    def __init__(self, *, renderer: Any, on_beat: Callable[[int, str], None], **parameters: float) -> None:
        """Make a scene that a renderer plays, and that tells as each beat begins."""

    def beat(self, title: str, narration: str) -> Any:
        """Play the animations of one beat."""

    def render(self) -> Any:
        """Play the whole scene."""


def load_scene(scene: SceneRef) -> type[Scene] | type[BeatScene]:
    """Import the class that a reference names.

    Raises
    ------
    SceneNotFoundError
        If it names no scene.
    RenderError
        If its module cannot be imported.
    """
    try:
        module = _import_with_its_settings(scene.source)
    except (Exception, SystemExit) as error:
        missing = error.name if isinstance(error, ModuleNotFoundError) else None
        # A module that the scene's own imports may be missing, too.
        if missing is None or not f"{scene.module}.".startswith(f"{missing}."):
            raise RenderError(scene.label, BEFORE_THE_FIRST_BEAT, cause(error)) from error
        what = f"module {missing}" if scene.file is None else f"file {scene.file}"
        raise SceneNotFoundError(f"{scene.label!r} is no scene: there is no {what}") from error
    scene_class: Any = getattr(module, scene.class_name, None)
    if not (isinstance(scene_class, type) and issubclass(scene_class, Scene)):
        reason = (
            f"{scene.module} has no class {scene.class_name}"
            if scene_class is None
            else f"{scene.class_name} is no Manim scene"
        )
        there = ", ".join(_scenes_in(module)) or "none"
        raise SceneNotFoundError(f"{scene.label!r} is no scene: {reason}; {scene.module} has {there}")
    return scene_class


def scenes_in(source: str) -> list[str]:
    """Import a module, by its name or by its file's path, and return the names of the scenes in it.

    Raises
    ------
    RenderError
        If it cannot be imported.
    """
    try:
        return _scenes_in(_import_with_its_settings(source))
    except (Exception, SystemExit) as error:
        raise RenderError(Path(source).name, BEFORE_THE_FIRST_BEAT, cause(error)) from error


def _scenes_in(module: ModuleType) -> list[str]:
    return [
        name
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, Scene)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    ]


def settings_of(source: str) -> Mapping[str, Any]:
    """Return what a module, its imports, or a ``manim.cfg`` beside it change of Manim's settings."""
    return _SETTINGS.get(source, {})


_SETTINGS: dict[str, Mapping[str, Any]] = {}


def _import_with_its_settings(source: str) -> ModuleType:
    """Import a module, and keep what it changes of Manim's settings from the scenes of others."""
    with settings_kept():
        before = config.copy()
        config.update(dict(settings_beside(source)))
        module = import_module(source)
        changes = {name: config[name] for name in before if config[name] != before[name]}
        # Importing it again changes nothing.
        _SETTINGS[source] = {**_SETTINGS.get(source, {}), **changes}
    return module


def is_beat_scene(scene_class: type) -> TypeGuard[type[BeatScene]]:
    """Whether a class knows beats; a plain Manim scene does not."""
    return all(hasattr(scene_class, name) for name in ("beat", "parameters"))


def parameters_of(scene_class: type[Scene] | type[BeatScene]) -> Sequence[ParameterLike]:
    """Return what may be changed of a scene's experiment; nothing of a plain Manim scene."""
    parameters: Sequence[ParameterLike] = scene_class.parameters if is_beat_scene(scene_class) else ()
    return parameters


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
