"""What every command is handed: the film that it is about, and where things go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from production.film import Film


@dataclass(frozen=True, slots=True)
class Session:
    """The film that the commands make, where it goes unless another folder is named, and their version."""

    film: Film
    media: Path
    version: str

    @classmethod
    def of(cls, ctx: click.Context) -> Session:
        """Return a running command's session."""
        session = ctx.find_object(cls)
        assert session is not None
        return session
