"""The pace of a film's recordings, at which stock Manim plays its scenes, too: so both make the same frames.

By itself a scene guesses how long its words take; in a film the recordings say so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.process import run
from benchmarks.project_copy import call_command
from production.film import SceneRef
from production.jobs.cache import Cache
from production.jobs.renderer import Renderer
from production.narration.recordings import Narration
from production.timeline import Timeline

STOCK_FOLDER = "stock_scenes"
"""Where in the copy the files are that stock Manim is given."""


def read_pace(
    scenes: Sequence[SceneRef], narration: Path | None, frame_rate: int, folder: Path, sources: Path
) -> dict[str, Timeline]:
    """Return scenes' timelines as ``render.py`` plays them, by reference, read in a process of the copy."""
    timelines = folder / "timelines.json"
    recordings = "" if narration is None else narration
    references = [scene.reference for scene in scenes]
    command = call_command(write_timelines, timelines, recordings, frame_rate, folder / "cache", *references)
    run("the pace of the scenes", command, sources)
    return load_timelines(timelines)


def write_timelines(file: str, narration: str, frame_rate: str, cache: str, *references: str) -> None:
    """Write the timelines of scenes into a JSON file."""
    recordings = Narration.read(Path(narration) if narration else None)
    with Renderer(Cache(Path(cache)), narration=recordings) as renderer:
        timelines = renderer.timelines([SceneRef(reference) for reference in references], int(frame_rate))
    Path(file).write_text(json.dumps([timeline.to_json() for timeline in timelines]), encoding="utf-8")


def load_timelines(file: Path) -> dict[str, Timeline]:
    """Read what ``write_timelines`` wrote; the keys are the scenes' references."""
    timelines = map(Timeline.from_json, json.loads(file.read_text(encoding="utf-8")))
    return {timeline.scene.reference: timeline for timeline in timelines}


def write_stock_scenes(sources: Path, timelines: Iterable[Timeline]) -> list[str]:
    """Write a file for each scene in which it plays at its film's pace; return them, relative to ``sources``.

    The class in it is called as the scene, and Manim's own command draws it.
    """
    (sources / STOCK_FOLDER).mkdir()
    files = []
    for timeline in timelines:
        scene = timeline.scene
        files.append(f"{STOCK_FOLDER}/{scene.name}.py")
        (sources / files[-1]).write_text(
            f'"""{scene.name} at its film\'s pace."""\n\n'
            "from production.timeline import Pacing\n"
            f"from {scene.module} import {scene.class_name} as Unspoken\n\n\n"
            f"class {scene.class_name}(Unspoken):\n"
            "    def __init__(self, **keywords):\n"
            f"        super().__init__(pacing={timeline.pacing()!r}, **keywords)\n",
            encoding="utf-8",
        )
    return files
