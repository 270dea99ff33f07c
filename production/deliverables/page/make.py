"""Makes the page of a film, and first the film."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from production.deliverables.make import make_films
from production.deliverables.order import Order, is_file_name
from production.deliverables.page.write import write_one_file, write_page
from production.deliverables.publish import check_places, publish
from production.errors import InvalidRequestError, naming
from production.film import Film


def make_page(order: Order, *, one_file: bool = False, url: str = "") -> Path:
    """Make the page of the one film that was ordered, and the film in its usual place; return its path.

    Parameters
    ----------
    order
        Its destination is the page's: a folder, or a file where there is to be one file.
    one_file
        Whether the film and all else is in it.
    url
        Where the page's folder will stand on the web, if that is known.

    Raises
    ------
    ProductionError
        If the film cannot be made, or its templates are at fault.
    OSError
        If something cannot be written.
    """
    (film,) = order.targets
    if not isinstance(film, Film):
        raise InvalidRequestError(f"{film.name} is a scene; a page is of a film")
    page = _place(order, film, one_file)
    check_places([page])
    (finished,) = make_films(replace(order, destination=None))
    with naming(page), TemporaryDirectory(prefix="page_") as made:
        if one_file:
            write_one_file(film, finished, Path(made) / page.name)
            publish([Path(made) / page.name], page.parent)
        else:
            *files, index = write_page(film, finished, Path(made), url)
            publish(files, page.parent, commit_marker=index)
    return page


def _place(order: Order, film: Film, one_file: bool) -> Path:
    """Return where the page goes."""
    place, named = order.path(f"{film.name}_page", "html"), order.destination
    if one_file:
        return place
    if named is not None and is_file_name(named):
        raise InvalidRequestError(
            f"-o {named} is a file, and a page is a folder; name one, or add --one-file"
        )
    return (place.with_suffix("") if named is None else named) / "index.html"
