"""Cuts scenes into clips, a beat each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from production.commands.options import (
    format_option,
    jobs_option,
    media_option,
    mute_option,
    quality_option,
    quiet_option,
    shown,
    transparent_option,
)
from production.commands.session import Session
from production.commands.streams import say
from production.commands.targets import find_target
from production.deliverables.order import Order
from production.output_spec import QUALITIES, Format, OutputSpec


@click.command()
@click.argument("names", metavar="[SCENE]...", nargs=-1)
@quality_option
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="The folder to make.")
@format_option
@transparent_option
@mute_option
@jobs_option
@quiet_option
@media_option
@click.pass_context
def clips(
    ctx: click.Context,
    names: Sequence[str],
    quality: str,
    output: Path | None,
    format_name: str | None,
    transparent: bool,
    mute: bool,
    jobs: int | None,
    quiet: bool,
    media: Path,
) -> None:
    """Cut scenes, the whole film if none is named, into a clip a beat, with a still beside each.

    What has been rendered is not rendered again. A gif is kept under 5 MB, if need be by fewer frames and
    colours.
    """
    film = Session.of(ctx).film
    order = Order(
        targets=tuple(dict.fromkeys(find_target(film, name) for name in names)) or (film,),
        output=OutputSpec(QUALITIES[quality], Format(format_name or Format.MP4), transparent),
        media=media,
        destination=output,
        jobs=jobs,
        quiet=quiet,
        narration=film.narration,
        mute=mute,
    )
    # PyAV takes a while to import; help and mistakes do without it.
    from production.deliverables.clips import make_clips

    for path in make_clips(order, film):
        say(shown(path))
