"""Makes films from Python, as the command line does.

::

    from production.api import make_film
    from production.film import Film, SceneRef

    talk = Film("talk", "My talk", (SceneRef("mine.py:Mine"), SceneRef("scenes.zigzag:Zigzag")))
    print(make_film(talk, quality="l"))  # media/480p15/talk.mp4
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from production.deliverables import clips, conformance, make
from production.deliverables.order import Order, Target
from production.deliverables.page import make as page
from production.deliverables.slides import make_slides as slides
from production.errors import InvalidRequestError
from production.film import Film
from production.output_spec import QUALITIES, Format, OutputSpec


def make_film(
    target: Target,
    *,
    quality: str = "h",
    format: str = "mp4",
    transparent: bool = False,
    master: bool = False,
    full_chroma: bool = False,
    output: str | Path | None = None,
    media: str | Path = "media",
    jobs: int | None = None,
    cluster: str | None = None,
    quiet: bool = False,
    mute: bool = False,
) -> Path:
    """Make a film with the files beside it, or a scene by itself, and return its path.

    Parameters
    ----------
    target
        The film, or the scene. One that plays nothing becomes a picture.
    quality
        ``l`` (480p15), ``m`` (720p30), ``h`` (1080p60), ``p`` (1440p60) or ``k`` (2160p60).
    format
        ``mp4``, ``webm``, ``mov`` or ``gif``.
    transparent
        Whether there is no background behind the pictures; ``webm`` and ``mov`` only.
    master
        Whether it is for upload and for archives, visually lossless; ``mp4`` and ``mov`` only. Where
        ``output`` names no file it is called ``NAME_master``, and stands beside the film.
    full_chroma
        Whether every pixel of a master has a colour of its own (4:4:4).
    output
        The file or the folder to make, in place of the one in ``media``.
    media
        The folder that everything goes into, the cache too.
    jobs
        Processes at a time, as many as cores where it is left out.
    cluster
        The address of a Dask scheduler whose workers render, as in ``tcp://host:8786``.
    quiet
        Whether no progress is shown on stderr.
    mute
        Whether it has no sound. Recordings, which a film names, are heard in it otherwise, and the sounds
        that its scenes add; not in a GIF.

    Raises
    ------
    InvalidRequestError
        If what is asked for cannot be made as it is.
    ProductionError
        If it cannot be made; what was finished until then is in the cache.
    OSError
        If something cannot be written.
    """
    output_spec = OutputSpec(
        _choice("quality", quality, QUALITIES),
        _choice("format", format, _FORMATS),
        transparent,
        master,
        full_chroma,
    )
    order = _order(target, output_spec, output, media, jobs, cluster, quiet, mute)
    (path,) = make.make_films(order)
    return path


def make_stills(
    target: Target,
    *,
    quality: str = "h",
    output: str | Path | None = None,
    media: str | Path = "media",
    jobs: int | None = None,
    cluster: str | None = None,
    quiet: bool = False,
) -> Path:
    """Draw each beat's finished picture, and return the path of the contact sheet that shows them all.

    The pictures lie in the folder ``stills`` beside it. Parameters and errors are those of ``make_film``;
    ``output`` is a folder.
    """
    order = _order(
        target, OutputSpec(_choice("quality", quality, QUALITIES)), output, media, jobs, cluster, quiet
    )
    (sheet,) = make.make_stills(order)
    return sheet


def make_clips(
    target: Target,
    *,
    quality: str = "h",
    format: str = "mp4",
    transparent: bool = False,
    output: str | Path | None = None,
    media: str | Path = "media",
    jobs: int | None = None,
    cluster: str | None = None,
    quiet: bool = False,
    mute: bool = False,
) -> list[Path]:
    """Cut a film or a scene into a clip a beat, with a still beside each, and return the clips' paths.

    Scenes that have been rendered are not rendered again. Parameters and errors are those of ``make_film``;
    ``output`` is a folder.
    """
    output_spec = OutputSpec(
        _choice("quality", quality, QUALITIES), _choice("format", format, _FORMATS), transparent
    )
    order = _order(target, output_spec, output, media, jobs, cluster, quiet, mute)
    return list(clips.make_clips(order))


def make_slides(
    target: Target,
    *,
    quality: str = "h",
    format: str = "html",
    one_file: bool = False,
    output: str | Path | None = None,
    media: str | Path = "media",
    jobs: int | None = None,
    cluster: str | None = None,
    quiet: bool = False,
    mute: bool = False,
) -> Path:
    """Make a deck of slides of a film or a scene, a beat a slide, and return its path.

    Scenes that have been rendered are not rendered again. Parameters and errors are those of ``make_film``,
    but for these:

    Parameters
    ----------
    format
        ``html`` (a folder for a browser), ``zip`` (that folder in one file), ``pptx`` or ``pdf``.
    one_file
        Whether a deck in HTML is one file instead of a folder.
    """
    output_spec = OutputSpec(_choice("quality", quality, QUALITIES))
    order = _order(target, output_spec, output, media, jobs, cluster, quiet, mute)
    formats = {str(each): each for each in slides.DeckFormat}
    (path,) = slides.make_slides(order, _choice("format", format, formats), one_file=one_file)
    return path


def _order(
    target: Target,
    output_spec: OutputSpec,
    output: str | Path | None,
    media: str | Path,
    jobs: int | None,
    cluster: str | None,
    quiet: bool,
    mute: bool = False,
) -> Order:
    return Order(
        targets=(target,),
        output=output_spec,
        media=Path(media),
        destination=None if output is None else Path(output),
        jobs=jobs,
        cluster=cluster,
        quiet=quiet,
        narration=target.narration if isinstance(target, Film) else None,
        mute=mute,
    )


def make_page(
    film: Film,
    *,
    quality: str = "h",
    one_file: bool = False,
    url: str = "",
    output: str | Path | None = None,
    media: str | Path = "media",
    jobs: int | None = None,
    cluster: str | None = None,
    quiet: bool = False,
    mute: bool = False,
) -> Path:
    """Make a film's page, and the film where it is not finished, and return the page's path.

    Parameters and errors are those of ``make_film``, but for these:

    Parameters
    ----------
    one_file
        Whether the page is one file that holds everything, instead of a folder.
    url
        Where the folder will stand on the web, if that is known.
    """
    output_spec = OutputSpec(_choice("quality", quality, QUALITIES))
    order = _order(film, output_spec, output, media, jobs, cluster, quiet, mute)
    return page.make_page(order, one_file=one_file, url=url)


def check_film(film: str | Path) -> list[str]:
    """Say what is wrong with a finished film, a line each; nothing where it is as it was made."""
    return conformance.problems(Path(film))


Choice = TypeVar("Choice")

_FORMATS = {str(format): format for format in Format}


def _choice(what: str, name: str, choices: Mapping[str, Choice]) -> Choice:
    if name not in choices:
        raise InvalidRequestError(f"{what} is {name!r}; it must be one of {', '.join(choices)}")
    return choices[name]
