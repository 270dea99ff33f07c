"""Makes the page of the film: a player with chapters and transcript, and what the film adds to it."""

from __future__ import annotations

from pathlib import Path

import click

from production.commands.options import media_option, quality_option, shown
from production.commands.session import Session
from production.commands.streams import say
from production.deliverables.order import Order
from production.output_spec import QUALITIES, OutputSpec


def _address(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise click.BadParameter(
            f"{value!r}; write where the folder will stand, as in https://example.org/page/"
        )
    return value


@click.command()
@quality_option
@click.option("--one-file", is_flag=True, help="One file that holds everything, in place of a folder.")
@click.option("--url", default="", callback=_address, help="Where the folder will stand on the web.")
@click.option("-p", "--preview", is_flag=True, help="Open what was made.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder, or the file, to make.")
@click.option("--mute", is_flag=True, help="No sound.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes at a time; one a core if left out.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@media_option
@click.pass_context
def page(
    ctx: click.Context,
    quality: str,
    one_file: bool,
    url: str,
    preview: bool,
    output: Path | None,
    mute: bool,
    jobs: int | None,
    quiet: bool,
    media: Path,
) -> None:
    """Make the page of the film, and the film where it is not finished."""
    if one_file and url:
        raise click.UsageError("--url is of a folder on the web; leave it or --one-file out")
    # PyAV takes a while to import.
    from production.deliverables.page.make import make_page

    film = Session.of(ctx).film
    order = Order(
        (film,),
        OutputSpec(QUALITIES[quality]),
        media,
        destination=output,
        jobs=jobs,
        quiet=quiet,
        narration=film.narration,
        mute=mute,
    )
    made = make_page(order, one_file=one_file, url=url)
    say(shown(made))
    if preview:
        click.launch(str(made))
