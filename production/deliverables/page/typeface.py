"""The page's typeface, which is the film's, inside the page: from files, browsers load none beside it."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Final

import font_source_sans_pro

FAMILY: Final = "Source Sans Pro"
_FILES: Final = {400: "SourceSansPro-Regular.otf", 600: "SourceSansPro-Semibold.otf"}


@cache
def typeface_style() -> str:
    """Return a style that brings the typeface in two weights."""
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return "\n".join(_face(weight, folder / name) for weight, name in _FILES.items())


def _face(weight: int, file: Path) -> str:
    text = b64encode(file.read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};'
        f'src:url("data:font/otf;base64,{text}") format("opentype")}}'
    )
