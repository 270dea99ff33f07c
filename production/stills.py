"""Pictures out of a scene, without drawing the frames between them.

``python -m production.stills scenes.zigzag:Zigzag pictures --every 2`` writes one every two seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
from PIL import Image

from production.encoding import Picture
from production.errors import RenderError
from production.quality import QUALITIES, Quality
from production.recording import record


def render_frames_at(
    scene: str,
    times: Sequence[float],
    destination: Path,
    *,
    quality: Quality = QUALITIES["m"],
    parameters: Mapping[str, float] | None = None,
) -> list[Path]:
    """Write the frame on the screen at each time (seconds) as a PNG, named by scene and time.

    Raises
    ------
    ValueError
        If there is no such scene, or a time lies outside it.
    RenderError
        If the scene fails.
    """
    names = {_frame_at(time, quality): f"{_stem(scene)}_{time:07.3f}.png" for time in times}
    paths = _write(scene, names, destination, quality, parameters or {})
    if missing := [name for name in names.values() if destination / name not in paths]:
        raise ValueError(f"the scene ends before {missing[0]}; choose times within it")
    return paths


def render_beat_stills(
    scene: str,
    destination: Path,
    *,
    quality: Quality = QUALITIES["m"],
    parameters: Mapping[str, float] | None = None,
) -> list[Path]:
    """Write every beat's finished picture as a PNG, named by scene and the beat's number, which starts at 1.

    Raises
    ------
    ValueError
        If there is no such scene.
    RenderError
        If the scene fails.
    """
    values = parameters or {}
    with TemporaryDirectory() as folder:
        beats = record(scene, values, quality, _drop, frames=(), folder=Path(folder))
        names = {
            _frame_at(beat.picture, quality) - 1: f"{_stem(scene)}_{number:02}.png"
            for number, beat in enumerate(beats, start=1)
        }
        return _write(scene, names, destination, quality, values, Path(folder))


def _write(
    scene: str,
    names: Mapping[int, str],
    destination: Path,
    quality: Quality,
    parameters: Mapping[str, float],
    folder: Path | None = None,
) -> list[Path]:
    destination.mkdir(parents=True, exist_ok=True)
    paths = []

    def save(number: int, picture: Picture, _: int) -> None:
        path = destination / names[number]
        Image.fromarray(picture).convert("RGB").save(path)
        paths.append(path)

    record(scene, parameters, quality, save, frames=sorted(names), folder=folder)
    return paths


def _drop(number: int, picture: Picture, repeat: int) -> None:
    """Take a frame that nobody wants."""


def _frame_at(time: float, quality: Quality) -> int:
    return round(time * quality.frame_rate)


def _stem(scene: str) -> str:
    return scene.partition(":")[2].lower()


def _times(_: click.Context, __: click.Parameter, value: str | None) -> list[float]:
    try:
        return [float(time) for time in value.split(",")] if value else []
    except ValueError as error:
        raise click.BadParameter(f"{value!r}; write seconds with commas between them, as in 1.5,3") from error


@click.command()
@click.argument("scene")
@click.argument("destination", type=click.Path(file_okay=False, path_type=Path))
@click.option("--at", "times", metavar="T1,T2,...", callback=_times, help="At these seconds.")
@click.option("--every", type=click.FloatRange(min=0, min_open=True), help="Every so many seconds.")
@click.option("-q", "quality", type=click.Choice(list(QUALITIES)), default="l", show_default=True)
def main(scene: str, destination: Path, times: list[float], every: float | None, quality: str) -> None:
    """Write pictures of SCENE (module:Class) into DESTINATION: every beat's last, or those at given times."""
    size = QUALITIES[quality]
    try:
        if every is not None:
            end = record(scene, {}, size, _drop, frames=())[-1].end
            times = [float(time) for time in np.arange(0, end, every)]
        if times:
            paths = render_frames_at(scene, times, destination, quality=size)
        else:
            paths = render_beat_stills(scene, destination, quality=size)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except RenderError as error:
        raise click.ClickException(str(error)) from error
    for path in paths:
        click.echo(path)


if __name__ == "__main__":
    main()
