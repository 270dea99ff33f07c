"""Writes frames of a scene at given times, to look at an animation."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from production.commands.options import media_option, quality_option, shown
from production.commands.session import Session
from production.commands.streams import say
from production.commands.targets import find_target
from production.deliverables.order import Order
from production.film import Film
from production.frames.manims_settings import import_manim
from production.output_spec import QUALITIES, OutputSpec


def _seconds(_: click.Context, __: click.Parameter, value: str | None) -> list[float]:
    try:
        return [float(time) for time in value.split(",")] if value else []
    except ValueError as error:
        raise click.BadParameter(f"{value!r}; write seconds with commas between them, as in 1.5,3") from error


@click.command()
@click.argument("scene")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--at", "times", metavar="T1,T2,...", callback=_seconds, help="At these seconds.")
@click.option("--every", type=click.FloatRange(min=0, min_open=True), help="Every so many seconds.")
@quality_option
@media_option
@click.pass_context
def frames(
    ctx: click.Context,
    scene: str,
    folder: Path,
    times: list[float],
    every: float | None,
    quality: str,
    media: Path,
) -> None:
    """Write frames of SCENE at given times into FOLDER, as PNGs named by scene and time."""
    # It takes seconds.
    import_manim()
    from production.deliverables.make import read_timelines
    from production.deliverables.publish import publish
    from production.frames.stills import draw_stills

    film = Session.of(ctx).film
    target = find_target(film, scene)
    if isinstance(target, Film):
        raise click.UsageError(f"{scene} is the whole film; name one of its scenes")
    if not times and every is None:
        raise click.UsageError("which frames? write --at 1.5,3 or --every 0.5")
    size = QUALITIES[quality]
    (timeline,) = read_timelines(
        Order((target,), OutputSpec(size), media, quiet=True, narration=film.narration)
    )
    if every is not None:
        times = [*times, *(number * every for number in range(ceil(timeline.length / every)))]
    for time in times:
        if not 0 <= time < timeline.length:
            raise click.UsageError(
                f"{target.name} lasts {timeline.length:g} s; there is no frame at {time:g} s"
            )
    # A product of floats may lie a little below the frame that it means.
    numbers = sorted({int(time * size.frame_rate + 1e-6) for time in times})
    with TemporaryDirectory() as made:
        paths = {
            number: Path(made) / f"{target.name}_{number / size.frame_rate:07.3f}.png" for number in numbers
        }
        # In one run: a worker's job each would play the scene as often.
        draw_stills(target, paths, size, pacing=timeline.pacing())
        publish([*paths.values()], folder)
    for path in paths.values():
        say(shown(folder / path.name))
