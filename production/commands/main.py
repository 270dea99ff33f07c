"""The command line as a whole: its commands, and what becomes of errors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from production.commands.check import check
from production.commands.clean import clean
from production.commands.frames import frames
from production.commands.list_scenes import list_scenes
from production.commands.render import render
from production.commands.session import Session
from production.commands.streams import encodable, say, streams_that_take_any_text
from production.errors import InvalidRequestError, ProductionError
from production.film import Film
from production.jobs.signals import sigterm_as_interrupt


class CommandLine(click.Group):
    """Commands, of which the first needs no name: ``render.py zigzag`` is ``render.py render zigzag``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the first command's name where it is left out."""
        own = {option for parameter in self.get_params(ctx) for option in parameter.opts}
        if args and args[0] not in self.commands and args[0] not in own:
            args = ["render", *args]
        return super().parse_args(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in characters that the terminal knows."""
        return encodable(super().get_help(ctx))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the first command's options, then the other commands."""
        self.commands["render"].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Name the scenes."""
        film = Session.of(ctx).film
        formatter.write_paragraph()
        formatter.write_text(
            f"Scenes: {', '.join(scene.name for scene in film.scenes)}; "
            f"or {film.name}, the film of them all. "
            f"`{ctx.command_path} SCENE --help` adds what of the scene's experiment may be changed."
        )


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        say(f"{ctx.command_path} {Session.of(ctx).version}")
        ctx.exit()


@click.group(cls=CommandLine, no_args_is_help=True, subcommand_metavar="SCENE...")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def command_line() -> None:
    """Render scenes, or the whole film."""


for command in (render, list_scenes, check, clean, frames):
    command_line.add_command(command)


def main(
    film: Film,
    media: Path,
    arguments: Sequence[str] | None = None,
    *,
    program: str = "render.py",
    version: str = "of no release",
) -> int:
    """Run a command, and return the exit code: 2 for a mistake in it, 1 if it fails, 130 if interrupted.

    Parameters
    ----------
    film
        What the commands make.
    media
        Where it goes, unless another folder is named.
    arguments
        Those of this process where they are left out.
    program, version
        What it is called, with which messages begin, and its version.
    """
    with streams_that_take_any_text():
        return _run(film, media, arguments, program, version)


def _run(film: Film, media: Path, arguments: Sequence[str] | None, program: str, version: str) -> int:
    try:
        with sigterm_as_interrupt():
            session = Session(film, media, version)
            code = command_line.main(arguments, program, standalone_mode=False, obj=session)
            return int(code or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        return _fail(program, error.format_message(), error.exit_code)
    except InvalidRequestError as error:
        return _fail(program, str(error), 2)
    except (click.Abort, KeyboardInterrupt):
        return _fail(program, "interrupted; what was finished is kept", 130)
    except (ProductionError, OSError) as error:
        return _fail(program, str(error), 1)


def _fail(program: str, message: str, code: int) -> int:
    say(f"{program}: {' '.join(message.split())}", err=True)
    return code
