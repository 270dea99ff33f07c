"""Renders scenes with stock Manim and with ``render.py``, and measures both."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.clips import find_clips, total_size
from benchmarks.floor import redraw
from benchmarks.process import Run, run
from benchmarks.project_copy import call_command, check_imports, copy_project, edit_scene, source_file
from benchmarks.results import RendererResult, Results
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


def measure(folder: Path, full: bool, letter: str, jobs: int) -> Results:
    """Render scenes with stock Manim and with ``render.py``, and measure both.

    Both render the same scenes at the same quality from nothing: stock Manim scene after scene, as its
    command line does, and ``render.py`` all of them in one call. ``render.py`` does so once before stock
    Manim and once after it, and the mean counts, so that a machine that becomes slower or faster meanwhile
    favours neither. A master, by ``--master``, is rendered once.

    Then every scene is drawn once more, one on each core, to time the encoder alone. That time, divided by
    the cores, is the floor: no engine that encodes like this is faster, however it draws. Some raw frames
    are compared with both renderers' clips.

    Everything happens in a copy of the project's sources, because one of the measurements edits a scene.

    Parameters
    ----------
    folder
        Where the copy and all renders go.
    full
        Whether to render the whole film instead of ``SAMPLE``.
    letter
        The quality's letter.
    jobs
        How many processes ``render.py`` is given.
    """
    scenes, quality = LESSON.scenes if full else SAMPLE, QUALITIES[letter]
    names = [LESSON.name] if full else [scene.name for scene in scenes]
    sources = copy_project(folder)
    # This also reads every library from the disk once, which the first renderer would otherwise wait for.
    modules = [scene.module for scene in scenes]
    run("where modules are imported from", call_command(check_imports, sources, *modules), sources)

    def render(description: str, media: str, quality: str = letter, *more: str) -> Run:
        options = ["-q", quality, "-j", str(jobs), "--quiet", "--media-dir", str(folder / media), *more]
        return run(f"render.py {description}", [sys.executable, "render.py", *names, *options], sources)

    before = render("from nothing", "first")
    stock_scenes = tuple(
        run(
            f"stock Manim, {scene.name} ({number} of {len(scenes)})",
            _stock_command(scene, letter, folder / "stock"),
            sources,
        )
        for number, scene in enumerate(scenes, 1)
    )
    after = render("from nothing once more", "second")
    unchanged = render("with nothing changed", "second")
    master = render("as a master from nothing", "master", letter, "--master")
    made = [folder / "first" / quality.folder / f"{name}.mp4" for name in names]
    masters = [folder / "master" / quality.folder / f"{name}_master.mp4" for name in names]
    scene_clips = find_clips(scenes, folder / "stock", made, masters)
    median = sorted(scene_clips, key=lambda clips: clips.frames)[len(scene_clips) // 2].scene
    edit_scene(sources, median)
    edited = render(f"with {median.name} edited", "second")
    preview = render("as a preview from nothing", "preview", PREVIEW)
    scene_results = redraw(scene_clips, letter, folder, sources)
    frames = sum(clips.frames for clips in scene_clips)
    return Results(
        quality=quality,
        cores=available_cores(),
        jobs=jobs,
        stock=RendererResult(
            "stock Manim",
            (Run.in_sequence(stock_scenes),),
            frames,
            total_size(clips.stock for clips in scene_clips),
            tuple(value for scene in scene_results for value in scene.stock_ssim),
        ),
        ours=RendererResult(
            "render.py",
            (before, after),
            frames,
            total_size(clips.ours for clips in scene_clips),
            tuple(value for scene in scene_results for value in scene.our_ssim),
        ),
        master=RendererResult(
            "master",
            (master,),
            frames,
            total_size(clips.master for clips in scene_clips),
            tuple(value for scene in scene_results for value in scene.master_ssim),
        ),
        stock_scenes=stock_scenes,
        scenes=scene_results,
        unchanged_seconds=unchanged.seconds,
        edited_scene=median.name,
        edited_seconds=edited.seconds,
        preview_quality=QUALITIES[PREVIEW],
        preview_seconds=preview.seconds,
    )


def _stock_command(scene: SceneRef, letter: str, media: Path) -> list[str]:
    options = ["--disable_caching", "--progress_bar", "none", "-v", "ERROR", "--media_dir", str(media)]
    return [
        sys.executable,
        "-m",
        "manim",
        "render",
        f"-q{letter}",
        *options,
        source_file(scene),
        scene.class_name,
    ]
