"""Scenes and films that are given by where they are: ``mine.py``, ``mine.py:Mine``, ``talks.june:FILM``."""

from __future__ import annotations

import difflib
import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import click

from production.commands.options import shown
from production.commands.streams import say
from production.errors import InvalidRequestError
from production.film import Film, SceneRef
from production.frames.blame import cause
from production.frames.scene_module import import_module, is_file, make_importable, search_also
from production.jobs.sources import find_module, hidden_modules


def is_reference(name: str) -> bool:
    """Whether a name says where something is: in a file, or in a module."""
    return is_file(name) or ":" in name or os.sep in name


def find_scene(film: Film, name: str) -> SceneRef:
    """Return the scene that is given by its file or its module, and by its class where there are several.

    One of the film's is what the film says of it.

    Raises
    ------
    click.UsageError
        If there is no such file or module, or it is to be said which of its scenes is meant.
    RenderError
        If the scenes of a file are looked for, and importing it fails.
    """
    source, class_name = _parted(name)
    own = [scene for scene in film.scenes if _file_of(scene.source) == _file_of(source)]
    class_names = [scene.class_name for scene in own]
    if class_name in class_names or (not class_name and len(own) == 1):
        return own[class_names.index(class_name) if class_name else 0]
    try:
        return SceneRef(f"{source}:{class_name or _only_scene_in(source)}")
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def find_film(reference: str) -> Film:
    """Import the film that a reference names; the name may be left out of a module that has but one.

    Raises
    ------
    click.UsageError
        If there is no such file, module or film.
    InvalidRequestError
        If importing it fails.
    """
    source, name = _parted(reference)
    try:
        module = import_module(source)
    except Exception as error:
        # Importing what somebody is writing may fail of anything.
        raise InvalidRequestError(f"the film {reference} cannot be loaded: {cause(error)}") from error
    films = {key: value for key, value in vars(module).items() if isinstance(value, Film)}
    if name not in films:
        where = shown(Path(source)) if is_file(source) else source
        if not films:
            raise click.UsageError(
                f"there is no film in {where}; write FILM = Film(name, title, scenes) there"
            )
        close = difflib.get_close_matches(name, films, n=1) or list(films)
        if name or len(set(films.values())) > 1:
            raise click.UsageError(
                f"which film of {where}? It has {', '.join(films)}; write {where}:{close[0]}"
            )
        name = close[0]
    film = films[name]
    folder = Path(module.__file__ or "").parent
    narration = film.narration and folder.absolute() / film.narration
    page = film.page and replace(film.page, folder=folder.absolute() / film.page.folder)
    scenes = tuple(_from(folder, scene) for scene in film.scenes)
    return replace(film, scenes=scenes, narration=narration, page=page)


def _parted(reference: str) -> tuple[str, str]:
    """Return a reference's file or module, which is there, and the name in it, which may be left out."""
    source, _, name = reference.rpartition(":") if not is_file(reference) else (reference, "", "")
    if not source:
        source, name = name, ""
    if is_file(source):
        path = Path(source)
        if not path.is_file():
            beside = [str(file) for file in path.parent.glob("*.py")] if path.parent.is_dir() else []
            close = difflib.get_close_matches(str(path), beside, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise click.UsageError(f"there is no file {source}{hint}")
        source = str(path.absolute())
        make_importable(source)
        _tell_what_is_hidden(source)
    elif find_module(source) is None:
        search_also(Path.cwd())
        if find_module(source) is None:
            raise click.UsageError(
                f"there is no module {source}; a file is written with its path, as in talks/{source}.py"
            )
    return source, name


@cache
def _tell_what_is_hidden(source: str) -> None:
    """Say, once, which modules beside a file are not what it imports by their names."""
    for hidden, taken in hidden_modules(source).items():
        # A module may be built into Python, and have no file.
        place = shown(Path(taken)) if Path(taken).is_absolute() else f"Python's own ({taken})"
        say(f"{shown(hidden)} is hidden by {place}, which is taken in its place", err=True)


def _only_scene_in(source: str) -> str:
    """Return the name of the one scene in a file or a module; this imports it, and Manim with it."""
    from production.frames.scene_loader import scenes_in

    file = Path(source).name if is_file(source) else source
    names = scenes_in(source)
    if not names:
        raise click.UsageError(f"there is no scene in {file}; a scene is a class that is a Manim Scene")
    if len(names) > 1:
        raise click.UsageError(f"which scene of {file}? It has {', '.join(names)}; write {file}:{names[0]}")
    return names[0]


def _file_of(source: str) -> Path | None:
    path = Path(source) if is_file(source) else find_module(source)
    return path.resolve() if path is not None else None


def _from(folder: Path, scene: SceneRef) -> SceneRef:
    """Return a scene whose file is named as seen from its film's folder, wherever the current one is."""
    if scene.file is None or scene.file.is_absolute():
        return scene
    return replace(scene, reference=f"{folder.absolute() / scene.file}:{scene.class_name}")
