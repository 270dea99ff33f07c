"""Words with mathematics, and code, as HTML."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import typst
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import guess_lexer_for_filename

from production.errors import InvalidRequestError

_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_EQUATION = re.compile(r"<math>(?:(?!</math>).)*</math> (?:=|&[lg]t;) [^\s<]+", re.DOTALL)
_ONLY_PARAGRAPH = re.compile(r"<p>((?:(?!<p>).)*)</p>", re.DOTALL)

# Read once; what is exported as HTML needs no typeface, but Typst would search the system for them.
_FONTS: Any = typst.Fonts(include_system_fonts=False)


@cache
def typeset(source: str) -> Markup:
    """Return Typst markup as HTML, its mathematics as MathML; a single paragraph comes without its tags.

    Raises
    ------
    InvalidRequestError
        If it is no Typst.
    """
    body = _BODY.search(_compiled(source))
    assert body is not None
    # A line does not end between a symbol and its value.
    text = _EQUATION.sub(r'<span class="together">\g<0></span>', body[1])
    only = _ONLY_PARAGRAPH.fullmatch(text)
    return Markup(only[1] if only else text)


@cache
def mathematics_style() -> str:
    """Return the style that Typst's MathML is shown by."""
    style = _STYLE.search(_compiled("$x$"))
    return style[1] if style else ""


def _compiled(source: str) -> str:
    try:
        return typst.compile(source.encode(), format="html", font_paths=_FONTS).decode()
    except typst.TypstError as error:
        raise InvalidRequestError(f"{source!r} is no Typst: {error}") from error


def code(path: Path) -> Markup:
    """Return a source file as HTML, its words in classes by what they are.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    text = path.read_text(encoding="utf-8")
    lexer = guess_lexer_for_filename(path.name, text)
    return Markup(highlight(text, lexer, HtmlFormatter(nowrap=True)))
