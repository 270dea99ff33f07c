"""A film, and the scenes that it is made of, as plain data that may go to another process or machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SceneRef:
    """A scene by its name, so that a list of scenes costs no import of Manim.

    Parameters
    ----------
    reference
        ``module:Class``, as in ``scenes.zigzag:Zigzag``.
    parameters
        Values for the scene's parameters, as (name, value) pairs; those left out have their defaults.
    """

    reference: str
    parameters: tuple[tuple[str, float], ...] = ()

    @property
    def module(self) -> str:
        """The module's dotted name."""
        return self.reference.partition(":")[0]

    @property
    def class_name(self) -> str:
        """The class's name."""
        return self.reference.partition(":")[2]

    @property
    def name(self) -> str:
        """What the scene is called on the command line and in file names: its module's last part."""
        return self.module.rpartition(".")[2]

    def with_parameters(self, values: Mapping[str, float]) -> SceneRef:
        """Return the same scene with other values for some of its parameters."""
        return replace(self, parameters=tuple(sorted({**dict(self.parameters), **values}.items())))


@dataclass(frozen=True, slots=True)
class Film:
    """A film: what its files and its command are called, its title, and its scenes in playing order."""

    name: str
    title: str
    scenes: tuple[SceneRef, ...]
