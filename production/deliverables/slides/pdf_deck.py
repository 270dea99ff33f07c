"""A deck on paper, and for screen readers: a page a beat, its last picture and its words, set by Typst."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst

from production.deliverables.slides.deck import Deck, Slide
from production.deliverables.slides.pictures import last_pictures

_TEMPLATE = Path(__file__).with_name("deck.typ")


def write_pdf(deck: Deck, destination: Path, *, scratch: Path) -> None:
    """Write a deck as a PDF that keeps PDF/UA-1 (ISO 14289-1); the same deck gives the same bytes.

    Its scenes and beats are its headings, and its bookmarks.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    pictures = last_pictures(deck.slides, scratch)
    content = {
        "title": deck.title,
        "width": deck.width,
        "height": deck.height,
        "chapters": [
            {
                "title": chapter.title,
                "slides": [_content(slide, pictures[slide]) for slide in chapter.slides],
            }
            for chapter in deck.chapters
        ],
    }
    (scratch / "deck.json").write_text(json.dumps(content), encoding="utf-8")
    shutil.copyfile(_TEMPLATE, scratch / _TEMPLATE.name)
    fonts = typst.Fonts(font_paths=[Path(font_source_sans_pro.__file__).parent / "files"])
    typst.compile(
        scratch / _TEMPLATE.name,
        output=destination,
        root=scratch,
        font_paths=fonts,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
    )


def _content(slide: Slide, picture: Path) -> dict[str, Any]:
    # What is said stands below the picture, and need not be told of it.
    alt = f"{slide.title}: {slide.shown}" if slide.shown.split() else slide.title
    return {"title": slide.title, "notes": slide.notes, "picture": picture.name, "alt": alt}
