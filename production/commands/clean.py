"""Empties the cache."""

from __future__ import annotations

from pathlib import Path

import click

from production.commands.options import media_option


@click.command()
@media_option
def clean(media: Path) -> None:
    """Empty the cache; finished films stay."""
    # PyAV takes a while to import.
    from production.deliverables.make import clean as empty_cache

    empty_cache(media)
