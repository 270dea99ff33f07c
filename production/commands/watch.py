"""Watches scenes until interrupted, for the command that renders."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import NoReturn

import click

from production.commands.options import shown
from production.commands.streams import say
from production.deliverables.order import Order
from production.film import Film
from production.watch.server import serving
from production.watch.watching import Watch


def watch_scenes(film: Film, order: Order, beat: int | None, *, port: int, in_player: bool) -> NoReturn:
    """Show scenes in a page, or their clips in a player, and anew at each save, until interrupted.

    Raises
    ------
    OSError
        If the port is taken, or files cannot be watched.
    ProductionError
        If there is no such beat.
    """

    def tell(line: str) -> None:
        say(line, err=True)

    def open_clip(clip: Path) -> None:
        if in_player:
            say(shown(clip))
            click.launch(str(clip))
        elif not order.quiet:
            tell(f"made {shown(clip)}")

    with (
        Watch(film, order, beat, tell, open_clip, is_checked=not in_player) as watch,
        nullcontext("") if in_player else serving(watch.board, watch.folder, port) as address,
    ):
        if address:
            say(address)
        watch.run()
