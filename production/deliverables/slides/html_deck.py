"""A deck for the browser, by reveal.js: a folder, or one file that holds everything."""

from __future__ import annotations

import re
import shutil
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from production.deliverables.page.typeface import typeface_style
from production.deliverables.slides.deck import Deck, Slide
from production.deliverables.slides.extra import needing_extra
from production.deliverables.slides.pictures import first_pictures, last_pictures
from production.deliverables.slides.reveal import LICENCE, SCRIPTS, STYLES, reveal_file

INDEX = "index.html"

_HERE = Path(__file__).parent
_TYPES = {".jpg": "image/jpeg", ".mp4": "video/mp4"}


@dataclass(frozen=True, slots=True)
class _Part:
    """A style or a script of the page: where a folder has it, and what is in it."""

    name: str
    text: str

    @classmethod
    def of(cls, name: str, path: Path) -> Self:
        """Read it from a file."""
        return cls(name, path.read_text(encoding="utf-8"))

    @property
    def inline(self) -> str:
        """What is in it, so that it can stand in the page: nothing there ends it but its own end."""
        return re.sub(r"</(?=script|style)", r"<\\/", self.text, flags=re.I)


@dataclass(frozen=True, slots=True)
class _Media:
    """A picture or a film of the page: what it is called there, and where it is."""

    name: str
    path: Path

    @property
    def type(self) -> str:
        """Its media type."""
        return _TYPES[self.path.suffix]

    def base64(self) -> str:
        """Its bytes, in characters."""
        return b64encode(self.path.read_bytes()).decode()


def write_html_folder(deck: Deck, folder: Path) -> None:
    """Write a deck into a folder, which is made: ``index.html``, its clips and pictures, and reveal.js.

    Raises
    ------
    SlidesError
        If what is needed is not installed.
    OSError
        If it cannot be written.
    """
    styles, scripts = _parts()
    (folder / "reveal").mkdir(parents=True)
    media = _media(deck, folder, folder)
    for part in (*styles, *scripts):
        (folder / part.name).write_text(part.text, encoding="utf-8", newline="\n")
    shutil.copyfile(reveal_file(LICENCE), folder / "reveal" / LICENCE)
    _write_page(folder / INDEX, deck, media, styles, scripts, linked=True)


def write_html_file(deck: Deck, page: Path, *, scratch: Path) -> None:
    """Write a deck into one page; raises as ``write_html_folder`` does."""
    styles, scripts = _parts()
    media = _media(deck, scratch, None)
    _write_page(page, deck, media, styles, scripts, linked=False)


def _parts() -> tuple[list[_Part], list[_Part]]:
    """The page's styles and scripts, in order: those of reveal.js, and ours."""
    with needing_extra():
        styles = [_Part.of(f"reveal/{name}", reveal_file(name)) for name in STYLES]
        scripts = [_Part.of(f"reveal/{Path(name).name}", reveal_file(name)) for name in SCRIPTS]
    return (
        [*styles, _Part("typeface.css", typeface_style()), _Part.of("deck.css", _HERE / "deck.css")],
        [*scripts, _Part.of("deck.js", _HERE / "deck.js")],
    )


def _media(deck: Deck, pictures: Path, clips: Path | None) -> dict[Slide, dict[str, _Media]]:
    """Return each slide's pictures, which are written into a folder, and its clip, which may be copied."""
    for folder in (pictures / "pictures", *([clips / "clips"] if clips else [])):
        folder.mkdir()
    firsts = first_pictures(deck.slides, pictures / "pictures")
    lasts = last_pictures(deck.slides, pictures / "pictures")
    media = {}
    for slide in deck.slides:
        media[slide] = {
            kind: _Media(f"pictures/{path.name}", path)
            for kind, path in (("first", firsts[slide]), ("last", lasts[slide]))
        }
        if slide.clip is not None:
            name = f"clips/{slide.name}.mp4"
            media[slide]["clip"] = _Media(name, slide.clip)
            if clips:
                shutil.copyfile(slide.clip, clips / name)
    return media


def _write_page(
    page: Path,
    deck: Deck,
    media: Mapping[Slide, Mapping[str, _Media]],
    styles: Sequence[_Part],
    scripts: Sequence[_Part],
    *,
    linked: bool,
) -> None:
    with needing_extra():
        import jinja2
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=False,
    )
    context: dict[str, Any] = {
        "deck": deck,
        "ground": deck.ground,
        "files": {slide: {kind: file.name for kind, file in own.items()} for slide, own in media.items()},
        "embedded": [] if linked else [file for own in media.values() for file in own.values()],
        "linked": linked,
        "licence": reveal_file(LICENCE).read_text(encoding="utf-8"),
        "styles": styles,
        "scripts": scripts,
    }
    with page.open("w", encoding="utf-8", newline="\n") as file:
        # Piece by piece: the films of a page may be larger than memory.
        file.writelines(environment.get_template("deck.html").generate(context))
