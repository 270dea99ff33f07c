"""A page's templates, the shell's and its film's, and what they are handed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Self

import jinja2
from markupsafe import Markup

from production.deliverables.page import markup, policy
from production.deliverables.page.content import PageContent, lab_href
from production.deliverables.page.typeface import typeface_style
from production.errors import InvalidRequestError
from production.film import FilmPage

SHELL = Path(__file__).with_name("shell")


@dataclass(frozen=True, slots=True)
class Parts:
    """The styles and scripts of a page, as they stand in it, and its data by the ids of their elements."""

    styles: tuple[Markup, ...]
    scripts: tuple[Markup, ...]
    data: Mapping[str, Markup]

    @classmethod
    def of(cls, page: FilmPage | None) -> Self:
        """Read those of the shell, then those of a film's folder.

        Raises
        ------
        OSError
            If one cannot be read.
        """
        files = [SHELL / "shell.css", SHELL / "shell.js"]
        files += sorted(page.folder.iterdir()) if page is not None else []
        texts = {
            kind: [(file.stem, file.read_text(encoding="utf-8")) for file in files if file.suffix == kind]
            for kind in (".css", ".js", ".json")
        }
        styles = [typeface_style(), markup.mathematics_style(), *(text for _, text in texts[".css"])]
        return cls(
            styles=(policy.inline("\n".join(styles)),),
            scripts=tuple(policy.inline(text) for _, text in texts[".js"]),
            data={name.replace("_", "-"): policy.data_text(text) for name, text in texts[".json"]},
        )

    @property
    def policy(self) -> str:
        """The Content-Security-Policy that allows them and no others."""
        return policy.content_security_policy(self.styles, self.scripts)


def render(name: str, page: FilmPage | None, content: PageContent, **values: Any) -> str:
    """Fill a film's template, or the shell's where the film has none of this name (``page`` or ``embed``).

    Raises
    ------
    InvalidRequestError
        If the template, or what the film hands to it, is at fault.
    OSError
        If a file that it shows cannot be read.
    """
    folders = [page.folder] if page is not None else []
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, SHELL]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["typeset"] = markup.typeset
    environment.filters["lab"] = lab_href
    environment.globals["beat"] = content.beat
    environment.globals["code"] = lambda file: markup.code(SHELL.joinpath(*folders, file))
    try:
        template = environment.select_template([f"{name}.html", f"film_{name}.html"])
        return template.render(film=content, **_values_of(page), **values)
    except jinja2.TemplateSyntaxError as error:
        raise InvalidRequestError(f"{error.name}, line {error.lineno}: {error.message}") from error
    except jinja2.TemplateError as error:
        raise InvalidRequestError(f"the film's {name}.html cannot be filled: {error}") from error


def _values_of(page: FilmPage | None) -> dict[str, Any]:
    return {name: _find(reference) for name, reference in (page.values if page is not None else ())}


def _find(reference: str) -> Any:
    source, _, name = reference.partition(":")
    try:
        return getattr(import_module(source), name)
    except (ImportError, AttributeError) as error:
        raise InvalidRequestError(f"the film's page names {reference}, but {error}") from error
