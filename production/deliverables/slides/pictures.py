"""A deck's pictures as JPEG: a third of the bytes of a PNG, and every program shows it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from production.deliverables.slides.deck import Slide


def to_jpeg(picture: Path, destination: Path) -> Path:
    """Write a picture as a JPEG whose colours are as sharp as its light; return where."""
    with Image.open(picture) as opened:
        opened.convert("RGB").save(destination, format="JPEG", quality=93, subsampling=0, optimize=True)
    return destination


def first_pictures(slides: Iterable[Slide], folder: Path) -> dict[Slide, Path]:
    """Write the first picture of every slide into a folder."""
    return {slide: to_jpeg(slide.first, folder / f"{slide.name}_first.jpg") for slide in slides}


def last_pictures(slides: Iterable[Slide], folder: Path) -> dict[Slide, Path]:
    """Write the last picture of every slide into a folder."""
    return {slide: to_jpeg(slide.last, folder / f"{slide.name}.jpg") for slide in slides}
