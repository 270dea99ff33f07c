"""Checks a finished film."""

from __future__ import annotations

from pathlib import Path

import click

from production.commands.options import media_option, quality_option, shown
from production.commands.session import Session
from production.commands.streams import say
from production.output_spec import QUALITIES, Format


@click.command()
@click.argument("film", required=False, type=click.Path(path_type=Path))
@quality_option
@media_option
@click.pass_context
def check(ctx: click.Context, film: Path | None, quality: str, media: Path) -> None:
    """Check a finished film, the whole one if none is named, against its manifest and the rules."""
    name = Session.of(ctx).film.name
    if film is None:
        film = media / QUALITIES[quality].folder / f"{name}.{Format.MP4}"
    if not film.is_file():
        remedy = f"make it with {ctx.find_root().info_name} {name}, or name another"
        raise click.UsageError(f"there is no film {shown(film)}; {remedy}")
    # PyAV takes a while to import.
    from production.deliverables.conformance import problems

    found = problems(film)
    for problem in found:
        say(f"{shown(film)}: {problem}", err=True)
    if found:
        ctx.exit(1)
    say(f"{shown(film)} is what its manifest says and keeps every rule")
