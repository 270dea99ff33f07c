"""Renders scenes, or the whole film; the command that needs no name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import click
from click.core import ParameterSource

from production.commands.options import (
    format_option,
    full_chroma_option,
    jobs_option,
    master_option,
    media_option,
    mute_option,
    quality_option,
    quiet_option,
    shown,
    transparent_option,
)
from production.commands.session import Session
from production.commands.streams import encodable, say
from production.commands.targets import find_target, offered, parameter_options, with_parameters
from production.deliverables.order import Order, Target, is_file_name
from production.errors import InvalidRequestError
from production.film import Film
from production.output_spec import QUALITIES, Format, OutputSpec

PARAMETER_OPTIONS = "production.commands.parameter_options"
"""The key of a context's ``meta`` under which the options stand that have been looked up."""


class RenderCommand(click.Command):
    """The command that renders; the parameters of scenes are options of it.

    They stand in the scenes' classes, and looking there imports Manim. So it happens only when an option is
    used that is not one of the command's own, or the help of a scene is asked for.
    """

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the command's options, and the scenes' parameters where they have been looked up."""
        return [*super().get_params(ctx), *ctx.meta.get(PARAMETER_OPTIONS, ())]

    def get_help(self, ctx: click.Context) -> str:
        """Return the help, in which scenes have their say, in characters that the terminal knows."""
        return encodable(super().get_help(ctx))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the command as it is called, without its name."""
        formatter.write_usage(ctx.find_root().command_path, "[OPTIONS] SCENE...")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look the scenes' parameters up if need be, then parse."""
        own = {option for parameter in self.get_params(ctx) for option in parameter.opts}
        words, wants_help = self._first_look(ctx, args)
        options = [word for word in words if word.startswith("--") and word.partition("=")[0] not in own]
        targets = _targets_among(words, Session.of(ctx).film, complain=bool(options))
        if targets and (options or wants_help):
            ctx.meta[PARAMETER_OPTIONS] = parameter_options(targets, own)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if not targets or not error.option_name.startswith("--"):
                raise
            names = [str(option.name) for option in ctx.meta.get(PARAMETER_OPTIONS, ())]
            hint = f"; did you mean {' or '.join(error.possibilities)}?" if error.possibilities else ""
            raise click.UsageError(
                f"{targets[0].name} has no {error.option_name}; {offered(names)}{hint}"
            ) from error

    def _first_look(self, ctx: click.Context, args: list[str]) -> tuple[Sequence[str], bool]:
        """Return the words that are no options of this command nor their values, and if help is wanted."""
        parser = self.make_parser(ctx)
        parser.ignore_unknown_options = True
        help_option = self.get_help_option(ctx)
        try:
            values, _, _ = parser.parse_args(list(args))
        except click.UsageError:
            # An option lacks its value; the second parsing says so.
            return args, False
        # What was left out is no sequence, but click's own mark.
        names = values.get("names")
        return names if isinstance(
            names, list | tuple
        ) else (), help_option is not None and help_option.name in values


def _targets_among(words: Sequence[str], film: Film, complain: bool) -> list[Target]:
    """Return what is named by those words that name something; others may be parameters and their values.

    Raises
    ------
    click.UsageError
        If none of them does, and that is to be said.
    """
    targets = []
    for word in words:
        with suppress(click.UsageError):
            targets.append(find_target(film, word))
    names = [word for word in words if word[:1].isalpha()]
    if complain and names and not targets:
        find_target(film, names[0])
    return targets


def _address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Check the address of a scheduler before anything else is done."""
    if value is not None:
        # Only who has a cluster needs what talks to it.
        from production.jobs.dask_pool import check_address

        try:
            check_address(value)
        except InvalidRequestError as error:
            raise click.UsageError(f"--cluster {error}") from error
    return value


@click.command("render", cls=RenderCommand, hidden=True)
@click.argument("names", metavar="SCENE...", nargs=-1, required=True)
@quality_option
@click.option(
    "-s", "--stills", is_flag=True, help="Every beat's finished picture, and a contact sheet (PNG)."
)
@click.option("--beat", metavar="N", type=click.IntRange(min=1), help="Only the N-th beat of a scene.")
@click.option("-p", "--preview", is_flag=True, help="Open what was made.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file, or the folder, to make.")
@format_option
@transparent_option
@master_option
@full_chroma_option
@mute_option
@jobs_option
@quiet_option
@click.option("--verbose", is_flag=True, help="Say which camera draws each scene, and why.")
@click.option(
    "--cluster", metavar="tcp://HOST:PORT", callback=_address, help="A Dask scheduler whose workers render."
)
@click.option(
    "--watch", is_flag=True, help="Show what changed at each save, in a page, or with -p in a player."
)
@click.option(
    "--port", type=click.IntRange(1, 65535), metavar="N", help="The page's; one that is free if left out."
)
@media_option
@click.pass_context
def render(
    ctx: click.Context,
    /,
    names: Sequence[str],
    quality: str,
    stills: bool,
    beat: int | None,
    preview: bool,
    output: Path | None,
    format_name: str | None,
    transparent: bool,
    master: bool,
    full_chroma: bool,
    mute: bool,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
    cluster: str | None,
    watch: bool,
    port: int | None,
    media: Path,
    **parameters: float | None,
) -> None:
    """Render scenes, each into a film of its own, or the whole film into one."""
    commands = (
        ctx.parent.command.commands if ctx.parent and isinstance(ctx.parent.command, click.Group) else ()
    )
    film = Session.of(ctx).film
    targets = tuple(dict.fromkeys(find_target(film, name, commands) for name in names))
    if beat is not None and (len(targets) > 1 or isinstance(targets[0], Film)):
        raise click.UsageError("--beat is one beat of one scene, as in zigzag --beat 2")
    if watch:
        _check_watch(
            {
                "-s": stills,
                "-o": output is not None,
                "--format": format_name is not None,
                "-t": transparent,
                "--master": master,
                "--444": full_chroma,
                "--cluster": cluster is not None,
                "--port with -p": port is not None and preview,
            }
        )
        if ctx.get_parameter_source("quality") is ParameterSource.DEFAULT:
            quality = "l"
    elif port is not None:
        raise click.UsageError("--port is for --watch, whose page it is of")
    if stills:
        _check_stills_output(output, is_for_films=bool(format_name or transparent or master or full_chroma))
    elif output is not None and is_file_name(output) and len(targets) > 1:
        raise click.UsageError(f"-o {output} is one file for {len(targets)} films; name a folder")
    container = Format.MP4 if stills else _format(format_name, output)
    values = {name: value for name, value in parameters.items() if value is not None}
    order = Order(
        targets=tuple(with_parameters(target, values) for target in targets),
        output=OutputSpec(QUALITIES[quality], container, transparent, master, full_chroma),
        media=media,
        destination=output,
        jobs=jobs,
        cluster=cluster,
        quiet=quiet,
        verbose=verbose,
        narration=film.narration,
        mute=mute,
    )
    if watch:
        # What watches files takes a while to import.
        from production.commands.watch import watch_scenes

        watch_scenes(film, order, beat, port=port or 0, in_player=preview)
    for path in _made(order, stills, beat):
        say(shown(path))
        if preview:
            click.launch(str(path))


def _made(order: Order, stills: bool, beat: int | None) -> Iterator[Path]:
    # PyAV takes a while to import; help and mistakes do without it.
    from production.deliverables.make import make_beat, make_films, make_stills

    if stills:
        yield from make_stills(order, beat)
    elif beat is not None:
        yield make_beat(order, beat)
    else:
        yield from make_films(order)


def _format(chosen: str | None, output: Path | None) -> Format:
    """Return the films' format, by its option or by the name that the film is to have."""
    if output is None or not is_file_name(output):
        return Format(chosen or Format.MP4)
    suffix = output.suffix.removeprefix(".")
    if suffix not in list(Format):
        raise InvalidRequestError(f"-o {output} ends in no format; there are {', '.join(Format)}")
    if chosen and chosen != suffix:
        raise InvalidRequestError(f"-o {output} is no {chosen}; leave --format out, or rename the file")
    return Format(suffix)


def _check_watch(given: Mapping[str, bool]) -> None:
    for option in (option for option, is_given in given.items() if is_given):
        raise click.UsageError(
            f"--watch shows stills and clips in a page of its own, or with -p in a player; leave {option} out"
        )


def _check_stills_output(output: Path | None, *, is_for_films: bool) -> None:
    if is_for_films:
        raise click.UsageError(
            "-s makes PNG pictures with their background; leave --format, -t, --master and --444 out"
        )
    if output is not None and is_file_name(output):
        raise click.UsageError(f"-s makes several pictures; -o {output} must be a folder")
