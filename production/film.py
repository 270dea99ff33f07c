"""A film, and the scenes that it is made of, as plain data that may go to another process or machine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

_FILE_SUFFIX = ".py"


@dataclass(frozen=True, slots=True)
class SceneRef:
    """A scene by its name, so that a list of scenes costs no import of Manim.

    Parameters
    ----------
    reference
        ``module:Class``, as in ``scenes.zigzag:Zigzag``, or ``file.py:Class``, as in ``talks/mine.py:Mine``.
    parameters
        Values for the scene's parameters, as (name, value) pairs; those left out have their defaults.
    name
        What the scene is called on the command line and in file names. Where it is left out: the class's
        name in small letters, as in ``rolling_ball``.

    Raises
    ------
    ValueError
        If the reference is of neither form, or the name cannot be a file's name.
    """

    reference: str
    parameters: tuple[tuple[str, float], ...] = ()
    name: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        if not (self.module and self.class_name.isidentifier()):
            raise ValueError(
                f"{self.reference!r} is no scene; write module:Class, as in scenes.zigzag:Zigzag, "
                "or file.py:Class"
            )
        if not self.name:
            object.__setattr__(self, "name", self._usual_name())
        _check_name("a scene", self.name)

    @property
    def source(self) -> str:
        """Where the class is: a module's dotted name, or the path of a file."""
        return self.reference.rpartition(":")[0]

    @property
    def file(self) -> Path | None:
        """The path of its file, where it is not given by a module's name."""
        return Path(self.source) if self.source.endswith(_FILE_SUFFIX) else None

    @property
    def module(self) -> str:
        """The module's dotted name, or the file's name without its suffix."""
        return self.source if self.file is None else self.file.stem

    @property
    def class_name(self) -> str:
        """The class's name."""
        return self.reference.rpartition(":")[2]

    @property
    def label(self) -> str:
        """The reference as people are shown it, and as it is on every machine: a file without its folder."""
        return self.reference if self.file is None else f"{self.file.name}:{self.class_name}"

    def with_parameters(self, values: Mapping[str, float]) -> SceneRef:
        """Return the same scene with other values for some of its parameters."""
        return replace(self, parameters=tuple(sorted({**dict(self.parameters), **values}.items())))

    def _usual_name(self) -> str:
        plain = self.class_name.lower()
        # A module knows best where the words of a class's name begin: PyTorch is one.
        module = self.module.rpartition(".")[2]
        if module.replace("_", "") == plain:
            return module
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", self.class_name).lower()


@dataclass(frozen=True, slots=True)
class FilmPage:
    """What a film's page has besides the player, the chapters and the transcript.

    Parameters
    ----------
    folder
        Its files. ``page.html`` is a Jinja template that extends the shell's ``film_page.html``, and
        ``embed.html`` one that extends ``film_embed.html``; either may be left out. Styles (``*.css``) and
        scripts (``*.js``) come into both, by their names' order, and data (``*.json``) as an element whose id
        is the file's name with hyphens and no suffix, as in ``figure-data``.
    description
        What the film is about, in a sentence or two, for search engines and previews.
    values
        What its templates are handed besides, as (name, reference) pairs; a reference is a ``module:NAME``.
    """

    folder: Path
    description: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Film:
    """A film: what its files and its command are called, its title, and its scenes in playing order.

    Parameters
    ----------
    narration
        The folder of its recordings, as in ``Path(__file__).with_name("narration")``; without one it is
        silent.
    picture_rules
        Its own rules of the picture, each as ``module:Name``: what is called for a rule of a scene, which
        is called with every ``production.pictures.picture.Picture`` and says what is wrong with it.
    page
        What its page has besides the film.

    Raises
    ------
    ValueError
        If the name cannot be a file's name, there is no scene, or two of the film and its scenes are called
        alike, so that they would write the same files.
    """

    name: str
    title: str
    scenes: tuple[SceneRef, ...]
    narration: Path | None = None
    picture_rules: tuple[str, ...] = ()
    page: FilmPage | None = None

    def __post_init__(self) -> None:
        _check_name("a film", self.name)
        if not self.scenes:
            raise ValueError(f"the film {self.name} has no scenes; name at least one")
        counts = Counter(name.casefold() for name in (self.name, *(scene.name for scene in self.scenes)))
        for scene in self.scenes:
            if counts[scene.name.casefold()] > 1:
                other = "the film" if scene.name.casefold() == self.name.casefold() else "another scene"
                raise ValueError(
                    f"{scene.label} and {other} are both called {scene.name}, and would write the same "
                    f'files; name it otherwise: SceneRef("{scene.label}", name="…")'
                )


def _check_name(whose: str, name: str) -> None:
    if not re.fullmatch(r"\w[\w-]*", name):
        raise ValueError(
            f"{whose} is called {name!r}; a name has letters, digits, _ and -, for files are called by it"
        )
