"""Options that several commands share, and how paths are written."""

from __future__ import annotations

import os
from pathlib import Path

import click

from production.commands.session import Session
from production.output_spec import QUALITIES, Format

quality_option = click.option(
    "-q",
    "--quality",
    type=click.Choice(list(QUALITIES)),
    default="h",
    help="480p15, 720p30, 1080p60 (if left out), 1440p60 or 2160p60.",
)

media_option = click.option(
    "--media-dir",
    "media",
    type=click.Path(file_okay=False, path_type=Path),
    callback=lambda ctx, _, value: Session.of(ctx).media if value is None else value,
    help="Where everything goes, media/ if left out.",
)

format_option = click.option(
    "--format",
    "format_name",
    type=click.Choice([*map(str, Format)]),
    help="mp4 if left out. A gif has at most 30 frames a second.",
)

transparent_option = click.option(
    "-t", "--transparent", is_flag=True, help="No background behind the pictures (webm and mov)."
)

master_option = click.option(
    "--master",
    is_flag=True,
    help="For upload and archives: visually lossless, as NAME_master (mp4; mov: ProRes 422 HQ).",
)

full_chroma_option = click.option(
    "--444",
    "full_chroma",
    is_flag=True,
    help="A master whose every pixel has a colour of its own (mov: ProRes 4444).",
)

mute_option = click.option("--mute", is_flag=True, help="No sound.")

jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Processes at a time; one a core if left out."
)

quiet_option = click.option("--quiet", is_flag=True, help="Show no progress.")


def shown(path: Path) -> str:
    """Write a path as short as it is from the current folder."""
    relative = os.path.relpath(path)
    return str(path.absolute()) if relative.startswith(os.pardir) else relative
