"""Says which rules of the picture scenes break."""

from __future__ import annotations

import click

from production.commands.session import Session
from production.commands.streams import say
from production.commands.targets import find_target
from production.deliverables.order import scenes_of


@click.command()
@click.argument("scenes", nargs=-1, metavar="[SCENE]...")
@click.pass_context
def lint(ctx: click.Context, scenes: tuple[str, ...]) -> None:
    """Play scenes, all if none is named, and say which rules of the picture they break."""
    film = Session.of(ctx).film
    targets = [find_target(film, name) for name in scenes] or [film]
    chosen = list(dict.fromkeys(scene for target in targets for scene in scenes_of(target)))
    # Manim takes a while to import.
    from production.pictures.watch import film_faults

    found = 0
    for fault in film_faults(film, chosen):
        found += 1
        say(fault, err=True)
    if found:
        ctx.exit(1)
    say(f"{', '.join(scene.name for scene in chosen)}: every rule of the picture is kept")
