"""The command behind ``./run bench``: times the engine against stock Manim."""

from __future__ import annotations

import signal
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.measure import TABLES, measure
from benchmarks.project_copy import PROJECT
from benchmarks.report import as_json, as_text
from production.jobs.renderer import available_cores
from production.output_spec import QUALITIES

RESULT = PROJECT / "media" / "bench.json"


@click.command()
@click.option("--full", is_flag=True, help="The whole film instead of three scenes; synthetic scenes, too.")
@click.option(
    "--only", "tables", type=click.Choice(TABLES), multiple=True, help="Only this one, and others named so."
)
@click.option("-q", "letter", type=click.Choice(list(QUALITIES)), default="h", show_default=True)
@click.option("-j", "jobs", type=click.IntRange(min=1), help="render.py's processes; one a core if left out.")
def main(full: bool, tables: tuple[str, ...], letter: str, jobs: int | None) -> None:
    r"""Time stock Manim and this project on the same scenes, and print tables.

    \b
    film       both from nothing, every frame beside the raw one, and the encoder alone
    edit       reruns after an edit of a scene, and of one beat
    preview    480p15 from nothing
    master     render.py --master
    synthetic  10 to 5,000 mobjects, and longer and longer scenes
    """
    chosen = tables or (TABLES if full else tuple(table for table in TABLES if table != "synthetic"))
    with TemporaryDirectory(prefix="bench-") as folder:
        results = measure(Path(folder), chosen, full, letter, jobs or available_cores())
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(as_json(results), encoding="utf-8")
    click.echo(as_text(results))


if __name__ == "__main__":
    # SIGTERM ends this process and the command that it runs, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main()
