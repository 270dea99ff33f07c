"""What was asked for, checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from production.errors import InvalidRequestError
from production.film import Film, SceneRef
from production.output_spec import OutputSpec

Target: TypeAlias = Film | SceneRef
"""Something to make: a film with the files beside it, or a scene by itself."""


def scenes_of(target: Target) -> tuple[SceneRef, ...]:
    """Return the scenes of a film, or the one scene."""
    return target.scenes if isinstance(target, Film) else (target,)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, how, and by whom.

    Parameters
    ----------
    targets
        Films and scenes; what is asked of a scene's parameters stands in its reference.
    output
        Quality and format.
    media
        The folder that everything goes into, the cache too.
    destination
        The file or the folder to make, in place of the one in ``media``.
    jobs, cluster
        Processes at a time, or the address of a Dask scheduler.
    quiet
        Whether no progress is shown.
    verbose
        Whether it is said which camera draws what.
    narration
        The folder of the recordings of what is said.
    mute
        Whether films have no sound; they last as long as with it.
    """

    targets: tuple[Target, ...]
    output: OutputSpec
    media: Path
    destination: Path | None = None
    jobs: int | None = None
    cluster: str | None = None
    quiet: bool = False
    verbose: bool = False
    narration: Path | None = None
    mute: bool = False

    @property
    def scenes(self) -> tuple[SceneRef, ...]:
        """The scenes of all targets, each once."""
        return tuple(dict.fromkeys(scene for target in self.targets for scene in scenes_of(target)))

    def check_names(self, makes: Iterable[Target]) -> None:
        """See that no two of some films and scenes would write the same file.

        Raises
        ------
        InvalidRequestError
            If two would.
        """
        names: dict[str, Target] = {}
        for one in makes:
            other = names.setdefault(one.name.casefold(), one)
            if other != one:
                raise InvalidRequestError(
                    f"{_label(other)} and {_label(one)} would write the same files, called {one.name}; "
                    "make one of them by itself, with -o, or name it otherwise"
                )

    def path(self, name: str, suffix: str) -> Path:
        """Return where a result of this name goes; a master is called otherwise than the film beside it."""
        name = f"{name}_master" if self.output.master else name
        if self.destination is None:
            return self.media / self.output.quality.folder / f"{name}.{suffix}"
        return self.destination if is_file_name(self.destination) else self.destination / f"{name}.{suffix}"


def home_of(target: Target, film: Film | None) -> str:
    """Return the name under which a target's clips are kept: the film's for a scene of it, or its own."""
    return film.name if film is not None and target in film.scenes else target.name


def _label(target: Target) -> str:
    return f"the film {target.name}" if isinstance(target, Film) else target.label


def is_file_name(path: Path) -> bool:
    """Whether a path that need not exist is meant to be a file, and not a folder."""
    return bool(path.suffix) and not path.is_dir()
