"""The command line as a whole: its commands, and what becomes of errors."""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from production.commands.check import check
from production.commands.clean import clean
from production.commands.clips import clips
from production.commands.frames import frames
from production.commands.lint import lint
from production.commands.list_scenes import list_scenes
from production.commands.page import page
from production.commands.references import find_film
from production.commands.render import render
from production.commands.session import Session
from production.commands.slides import slides
from production.commands.streams import encodable, say, streams_that_take_any_text
from production.commands.voice import voice
from production.errors import InvalidRequestError, ProductionError
from production.film import Film
from production.jobs.environment import complete_environment
from production.jobs.signals import interrupted_by_signals

FILM_OPTION = "--film"
FILM_VARIABLE = "MOMENTUM_FILM"


class CommandLine(click.Group):
    """Commands, of which the first needs no name: ``render.py zigzag`` is ``render.py render zigzag``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find out which film it is about, and put the first command's name where it is left out."""
        reference, args = _take_film(args)
        session = Session.of(ctx)
        if reference is not None:
            ctx.obj = session = replace(session, film=find_film(reference))
        for name in (session.film.name, *(scene.name for scene in session.film.scenes)):
            if name in self.commands:
                raise click.UsageError(f"{name} is a command; call the film or the scene otherwise")
        own = {option for parameter in self.get_params(ctx) for option in parameter.opts}
        if args and args[0] not in self.commands and args[0] not in own:
            args = ["render", *args]
        return super().parse_args(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in characters that the terminal knows."""
        return encodable(super().get_help(ctx))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the first command's options, those of all commands, then the other commands."""
        self.commands["render"].format_options(ctx, formatter)
        options = (option for option in self.get_params(ctx) if "--help" not in option.opts)
        records = (option.get_help_record(ctx) for option in options)
        with formatter.section("Options of every command"):
            formatter.write_dl([record for record in records if record is not None])
        self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Name the scenes."""
        film = Session.of(ctx).film
        formatter.write_paragraph()
        formatter.write_text(
            f"Scenes: {', '.join(scene.name for scene in film.scenes)}; "
            f"or {film.name}, the film of them all; or any Manim scene, as FILE.py or FILE.py:CLASS. "
            f"`{ctx.command_path} SCENE --help` adds what of the scene's experiment may be changed."
        )


def _take_film(args: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the film that is asked for, wherever among the arguments or in the environment, and the rest."""
    reference, rest, words = os.environ.get(FILM_VARIABLE) or None, [], iter(args)
    for word in words:
        if word == FILM_OPTION:
            reference = next(words, "-")
            if reference.startswith("-"):
                raise click.UsageError(f"{FILM_OPTION} needs a film, as in {FILM_OPTION} talks/june.py")
        elif word.startswith(f"{FILM_OPTION}="):
            reference = word.partition("=")[2]
        elif word == "--":
            rest += [word, *words]
        else:
            rest.append(word)
    return reference, rest


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
@click.option(
    FILM_OPTION,
    metavar="FILE.py[:NAME]|MODULE:NAME",
    expose_value=False,
    help=f"Another film than this one; {FILM_VARIABLE} in the environment does as well.",
)
def command_line() -> None:
    """Render scenes, or the whole film."""


for command in (render, clips, slides, page, list_scenes, lint, check, clean, frames, voice):
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
        with interrupted_by_signals():
            complete_environment()
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
    except Exception:
        traceback.print_exc()
        return _fail(program, "this is the program's own fault; please report it with these lines", 1)


def _fail(program: str, message: str, code: int) -> int:
    say(f"{program}: {' '.join(message.split())}", err=True)
    return code
