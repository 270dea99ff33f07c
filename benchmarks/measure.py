"""Renders scenes with stock Manim and with ``render.py``, and measures both: a function for each table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import click

from benchmarks.clips import find_clips
from benchmarks.edits import edited, middle_beat
from benchmarks.floor import redraw
from benchmarks.pace import read_pace, write_stock_scenes
from benchmarks.project_copy import source_file
from benchmarks.results import Edit, EditResult, FilmResult, MasterResult, PreviewResult, Results
from benchmarks.synthetic import measure_synthetic
from benchmarks.workplace import Workplace
from production.film import SceneRef
from production.jobs.renderer import available_cores
from production.output_spec import QUALITIES
from scenes.lesson import LESSON

SAMPLE = tuple(
    map(SceneRef, ("scenes.hook:Hook", "scenes.memory:Memory", "scenes.worked_example:WorkedExample"))
)
"""A race that moves all the time; words and bars that come one after the other; a table with long rests."""

PREVIEW = "l"
"""The letter of a preview's quality."""

TABLES = ("film", "edit", "preview", "master", "synthetic")
"""What can be measured, in the order in which it is."""

FIRST, SECOND = "first", "second"
"""The media folders of runs from nothing."""


def measure(folder: Path, tables: Collection[str], full: bool, letter: str, jobs: int) -> Results:
    """Measure what the tables hold.

    Everything happens in a copy of the project's sources, because some of the measurements edit scenes.

    Parameters
    ----------
    folder
        Where the copy and all renders go.
    tables
        Which of ``TABLES``.
    full
        Whether to render the whole film instead of ``SAMPLE``.
    letter
        The quality's letter.
    jobs
        How many processes ``render.py`` is given.
    """
    scenes = LESSON.scenes if full else SAMPLE
    names = (LESSON.name,) if full else tuple(scene.name for scene in scenes)
    work = Workplace(folder, scenes, names, LESSON.narration, letter, jobs)
    work.set_up()
    film = measure_film(work) if "film" in tables else None
    return Results(
        quality=work.quality,
        cores=available_cores(),
        jobs=jobs,
        is_whole=full,
        film=film,
        edit=measure_edits(work, film) if "edit" in tables else None,
        preview=measure_preview(work) if "preview" in tables else None,
        master=measure_master(work) if "master" in tables else None,
        synthetic=measure_synthetic(work) if "synthetic" in tables else None,
    )


def measure_film(work: Workplace) -> FilmResult:
    """Render the same scenes from nothing with stock Manim and with ``render.py``.

    Stock Manim draws scene after scene, as its command line does, at the pace of the film's recordings;
    ``render.py`` all of them in one call, with the film's sound, which stock Manim knows nothing of. It does
    so once before stock Manim and once after it, and the mean counts, so that a machine that becomes slower
    or faster meanwhile favours neither.

    Then every scene is drawn once more, one on each core, to time the encoder alone, and to compare every
    frame of both renderers' clips with the raw one. The encoder's time, divided by the cores, is the floor:
    no engine that encodes like this is faster, however it draws.
    """
    before = work.render("from nothing", FIRST)
    timelines = read_pace(work.scenes, work.narration, work.quality.frame_rate, work.folder, work.sources)
    files = write_stock_scenes(work.sources, timelines.values())
    stock_runs = tuple(
        work.stock(f"{scene.name} ({number} of {len(work.scenes)})", file, scene.class_name, "stock")
        for number, (scene, file) in enumerate(zip(work.scenes, files, strict=True), 1)
    )
    after = work.render("from nothing once more", SECOND)
    unchanged = work.render("with nothing changed", SECOND)
    scene_clips = find_clips(work.scenes, work.folder / "stock", work.made(FIRST))
    return FilmResult(
        stock_runs,
        (before, after),
        unchanged.seconds,
        redraw(scene_clips, work.letter, work.folder, work.sources),
    )


def measure_edits(work: Workplace, film: FilmResult | None) -> EditResult:
    """Render again after an edit of the median scene, of the longest, and of a beat of each.

    What was measured of the film already need not be made again.
    """
    if film is None:
        whole_seconds = work.render("from nothing", SECOND).seconds
        timelines = read_pace(work.scenes, work.narration, work.quality.frame_rate, work.folder, work.sources)
        frames = {reference: timeline.length for reference, timeline in timelines.items()}
    else:
        whole_seconds = film.seconds
        frames = {scene.scene: scene.frames for scene in film.scenes}
    ranked = sorted(work.scenes, key=lambda scene: frames[scene.reference])
    edits = []
    for scene in dict.fromkeys((ranked[len(ranked) // 2], ranked[-1])):
        middle = middle_beat((work.sources / source_file(scene)).read_text(encoding="utf-8"), scene)
        for beat in (middle, None):
            what = "all of its beats" if beat is None else f"its beat “{beat}”"
            with edited(work.sources, scene, beat):
                seconds = work.render(f"with {what} edited in {scene.name}", SECOND).seconds
            share = frames[scene.reference] / sum(frames.values())
            edits.append(Edit(scene.name, beat, share, seconds))
    return EditResult(whole_seconds, tuple(edits))


def measure_preview(work: Workplace) -> PreviewResult:
    """Render a preview from nothing."""
    seconds = work.render("as a preview from nothing", "preview", letter=PREVIEW).seconds
    return PreviewResult(QUALITIES[PREVIEW], seconds)


def measure_master(work: Workplace) -> MasterResult | None:
    """Make masters from nothing; None where ``render.py`` makes none."""
    text = subprocess.run(
        [sys.executable, "render.py", "render", "--help"],
        cwd=work.sources,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "--master" not in text:
        click.echo("bench: render.py makes no masters", err=True)
        return None
    films = work.folder / "masters"
    seconds = work.render("--master from nothing", "master", "--master", "-o", str(films)).seconds
    return MasterResult(seconds, sum(path.stat().st_size for path in films.glob("*.mp4")))
