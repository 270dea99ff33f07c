"""Lists the scenes of the film."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from production.commands.options import media_option
from production.commands.session import Session
from production.commands.streams import say
from production.deliverables.order import Order
from production.output_spec import QUALITIES, OutputSpec
from production.text.clock import clock
from production.timeline import Timeline


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every beat.")
@media_option
@click.pass_context
def list_scenes(ctx: click.Context, as_json: bool, media: Path) -> None:
    """List the scenes: length, beats and the one idea of each."""
    # PyAV takes a while to import.
    from production.deliverables.make import read_timelines

    film = Session.of(ctx).film
    timelines = read_timelines(
        Order((film,), OutputSpec(QUALITIES["l"]), media, quiet=True, narration=film.narration)
    )
    if as_json:
        say(json.dumps([_entry(timeline) for timeline in timelines], indent=2))
        return
    width = max(len(name) for name in (film.name, *(timeline.scene.name for timeline in timelines)))
    for timeline in timelines:
        beats = f"{len(timeline.beats)} beat{'s' if len(timeline.beats) > 1 else ''}"
        say(f"{timeline.scene.name:{width}}  {timeline.length:5.1f} s  {beats:>8}  {timeline.idea}")
    length = clock(sum(timeline.length for timeline in timelines))
    say(f"{film.name:{width}}  {length:>7}  {len(timelines):2} scenes  {film.title}")


def _entry(timeline: Timeline) -> dict[str, Any]:
    return {
        "name": timeline.scene.name,
        "length": timeline.length,
        **asdict(timeline),
        "scene": timeline.scene.label,
    }
