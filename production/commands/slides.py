"""Makes slides of scenes, or of the whole film."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from production.commands.options import (
    jobs_option,
    media_option,
    mute_option,
    quality_option,
    quiet_option,
    shown,
)
from production.commands.session import Session
from production.commands.streams import say
from production.commands.targets import find_target
from production.deliverables.order import Order, is_file_name
from production.output_spec import QUALITIES, OutputSpec

FORMATS = ("html", "pptx", "pdf", "zip")


def _beats(_: click.Context, __: click.Parameter, values: Sequence[str]) -> list[tuple[str, int]]:
    """Read which beats are to loop."""
    beats = []
    for value in values:
        scene, colon, number = value.rpartition(":")
        if not (scene and colon and number.isdecimal()):
            raise click.BadParameter(f"{value!r}; write a scene and the number of its beat, as in zigzag:2")
        beats.append((scene, int(number)))
    return beats


@click.command()
@click.argument("names", metavar="[SCENE]...", nargs=-1)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="html if left out: a folder for a browser; zip: that folder in one file.",
)
@click.option("--one-file", is_flag=True, help="One HTML file that holds everything, instead of a folder.")
@click.option(
    "--loop",
    "loops",
    metavar="SCENE:N",
    multiple=True,
    callback=_beats,
    help="Play the N-th beat of a scene again and again; may be given several times.",
)
@mute_option
@quality_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The file, or the folder to make it in."
)
@click.option("-p", "--preview", is_flag=True, help="Open what was made.")
@jobs_option
@quiet_option
@media_option
@click.pass_context
def slides(
    ctx: click.Context,
    /,
    names: Sequence[str],
    format_name: str | None,
    one_file: bool,
    loops: list[tuple[str, int]],
    mute: bool,
    quality: str,
    output: Path | None,
    preview: bool,
    jobs: int | None,
    quiet: bool,
    media: Path,
) -> None:
    """Make slides of scenes, a deck each, or of the whole film: a beat a slide."""
    film = Session.of(ctx).film
    targets = tuple(dict.fromkeys(find_target(film, name) for name in names)) or (film,)
    if output is not None and is_file_name(output):
        if len(targets) > 1:
            raise click.UsageError(f"-o {output} is one file for {len(targets)} decks; name a folder")
        format_name, one_file = _format_of(output, format_name), one_file or output.suffix == ".html"
    order = Order(
        targets=targets,
        output=OutputSpec(QUALITIES[quality]),
        media=media,
        destination=output,
        jobs=jobs,
        quiet=quiet,
        narration=film.narration,
        mute=mute,
    )
    # PyAV takes a while to import; help and mistakes do without it.
    from production.deliverables.slides.make_slides import DeckFormat, make_slides

    for path in make_slides(order, DeckFormat(format_name or "html"), one_file=one_file, loops=loops):
        say(shown(path))
        if preview:
            click.launch(str(path / "index.html" if path.is_dir() else path))


def _format_of(output: Path, chosen: str | None) -> str:
    """Return a deck's format by the name that it is to have."""
    suffix = output.suffix.removeprefix(".")
    if suffix not in FORMATS:
        raise click.UsageError(f"-o {output} ends in no format of slides; there are {', '.join(FORMATS)}")
    if chosen and chosen != suffix:
        raise click.UsageError(f"-o {output} is no {chosen}; leave --format out, or rename the file")
    return suffix
