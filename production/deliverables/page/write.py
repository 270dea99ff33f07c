"""Writes the page of a finished film: a folder, or one file that holds everything."""

from __future__ import annotations

import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from production.deliverables.page import policy
from production.deliverables.page.content import PageContent
from production.deliverables.page.metadata import open_graph, video_object
from production.deliverables.page.templates import Parts, render
from production.film import Film

INDEX, EMBED = "index.html", "embed.html"


def write_page(film: Film, finished: Path, folder: Path, url: str = "") -> list[Path]:
    """Write a film's page, one to embed, the film and its poster; return their paths, the page's last.

    Parameters
    ----------
    film, finished
        The film, and where it lies finished, with its companions beside it.
    folder
        Which is there.
    url
        Where the folder will stand on the web, if that is known.

    Raises
    ------
    InvalidRequestError
        If a template of the film is at fault.
    OSError, ValueError
        If a file cannot be read or written, or what lies beside the film is not of it.
    """
    poster = _beside(finished, "poster.png")
    files = {finished.name: finished, f"{film.name}.png": poster}
    for name, file in files.items():
        shutil.copyfile(file, folder / name)
    names = {"page": "", "embed": EMBED, "film": finished.name, "poster": f"{film.name}.png"}
    base = f"{url.rstrip('/')}/" if url else ""
    urls = {what: base + quote(name) for what, name in names.items()} if url else {}
    sources = {"source": quote(finished.name), "poster": quote(f"{film.name}.png"), "film_data": ""}
    embed = {"url": base + EMBED}
    pages = {
        EMBED: _filled("embed", film, finished, urls, **sources, embed=None),
        INDEX: _filled("page", film, finished, urls, **sources, embed=embed),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in (*files, *pages)]


def write_one_file(film: Film, finished: Path, page: Path) -> None:
    """Write a film's page with all that it shows inside; see ``write_page``."""
    poster = _beside(finished, "poster.png")
    # A data address of this size browsers refuse, or load for long; the script makes a blob of its text.
    sources = {"source": "", "poster": _data_url("image/png", poster.read_bytes()), "embed": None}
    text = _filled("page", film, finished, {}, **sources, film_data="\0")
    before, after = text.split("\0")
    with page.open("w", encoding="utf-8", newline="\n") as file:
        file.write(before)
        for piece in _base64(finished):
            file.write(piece)
        file.write(after)


def _filled(name: str, film: Film, finished: Path, urls: dict[str, str], **values: Any) -> str:
    content = PageContent.of(finished)
    parts = Parts.of(film.page)
    description = film.page.description if film.page is not None else ""
    return render(
        name,
        film.page,
        content,
        parts=parts,
        description=description,
        captions=_data_url("text/vtt", _beside(finished, "vtt").read_bytes()),
        open_graph=open_graph(content, description, urls),
        video_object=policy.data(video_object(content, description, urls)),
        **values,
    )


def _beside(film: Path, ending: str) -> Path:
    return film.with_name(f"{film.name}.{ending}")


def _data_url(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _base64(path: Path) -> Iterator[str]:
    """Give a file's bytes as characters, some at a time."""
    with path.open("rb") as file:
        # A multiple of three, so that the pieces fit together.
        while piece := file.read(3 << 20):
            yield b64encode(piece).decode()
