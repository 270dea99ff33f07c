"""What the names and the parameters on a command line mean."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from production.commands.references import find_scene, is_reference
from production.deliverables.order import Target, scenes_of
from production.errors import BEFORE_THE_FIRST_BEAT, RenderError
from production.film import Film, SceneRef

if TYPE_CHECKING:
    from production.frames.scene_loader import ParameterLike


def find_target(film: Film, name: str, commands: Iterable[str] = ()) -> Target:
    """Return what a name means: the film, a scene of it in whatever case it is written, or another scene.

    Another scene is given by its file or its module. ``commands`` may have been meant, too.

    Raises
    ------
    click.UsageError
        If it means nothing.
    """
    if is_reference(name):
        return find_scene(film, name)
    wanted = _plain(name)
    if wanted == _plain(film.name):
        return film
    for scene in film.scenes:
        if wanted in (_plain(scene.name), scene.class_name.lower()):
            return scene
    names = [*(scene.name for scene in film.scenes), film.name]
    close = difflib.get_close_matches(wanted, [*names, *commands], n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
    raise click.UsageError(f"there is no scene {name}; {hint}")


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")


def scene_parameters(scene: SceneRef) -> dict[str, ParameterLike]:
    """Return the parameters of a scene, by name; this imports the scene, and Manim with it.

    Raises
    ------
    ProductionError
        If the scene cannot be imported.
    """
    from production.frames.scene_loader import load_scene, parameters_of

    return {parameter.name: parameter for parameter in parameters_of(load_scene(scene))}


def option_name(parameter: str) -> str:
    """Return what a parameter is called on the command line."""
    return f"--{parameter.replace('_', '-')}"


def parameter_options(targets: Iterable[Target], taken: Collection[str]) -> list[click.Option]:
    """Return an option for each parameter of the targets' scenes.

    Raises
    ------
    RenderError
        If a scene calls a parameter as an option is called that is ``taken``.
    """
    options: dict[str, click.Option] = {}
    for scene in dict.fromkeys(scene for target in targets for scene in scenes_of(target)):
        for name, parameter in scene_parameters(scene).items():
            if option_name(name) in taken:
                raise RenderError(
                    scene.label,
                    BEFORE_THE_FIRST_BEAT,
                    f"its parameter {name} is called as an option of every scene; rename it",
                )
            values = f"{parameter.minimum:g} to {parameter.maximum:g}; {parameter.default:g} if left out"
            reason = f"{parameter.reason[:1].upper()}{parameter.reason[1:]}"
            options.setdefault(
                name,
                click.Option([option_name(name)], type=float, metavar="NUMBER", help=f"{values}. {reason}."),
            )
    return list(options.values())


def offered(names: Sequence[str]) -> str:
    """Say which parameters there are."""
    options = ", ".join(map(option_name, names))
    return f"what can be changed is {options}" if options else "nothing can be changed"


def with_parameters(target: Target, values: Mapping[str, float]) -> Target:
    """Return a target with other values for parameters: of a film, for those scenes that have them.

    Raises
    ------
    click.UsageError
        If no scene has one of them, or a value is out of its range.
    """
    if not values:
        return target
    known = {scene: scene_parameters(scene) for scene in scenes_of(target)}
    for name in values:
        if not any(name in parameters for parameters in known.values()):
            names = dict.fromkeys(name for parameters in known.values() for name in parameters)
            raise click.UsageError(f"{target.name} has no {option_name(name)}; {offered(list(names))}")

    def changed(scene: SceneRef) -> SceneRef:
        own = {name: value for name, value in values.items() if name in known[scene]}
        try:
            return scene.with_parameters({name: known[scene][name].checked(own[name]) for name in own})
        except ValueError as error:
            raise click.UsageError(f"{target.name}: {error}") from error

    if isinstance(target, Film):
        return replace(target, scenes=tuple(map(changed, target.scenes)))
    return changed(target)
