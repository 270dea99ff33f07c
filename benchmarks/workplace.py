"""Where everything is measured: a copy of the project's sources, and the runs of ``render.py`` in it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import Run, run
from benchmarks.project_copy import call_command, check_imports, copy_project
from production.film import SceneRef
from production.output_spec import QUALITIES, Quality


@dataclass(frozen=True, slots=True)
class Workplace:
    """A copy of the sources, and what is rendered in it.

    Parameters
    ----------
    folder
        Where the copy and all renders are.
    scenes
        What is rendered.
    names
        What that is called on ``render.py``'s command line: the film, or each scene.
    narration
        The folder of the film's recordings.
    letter
        The quality's letter.
    jobs
        How many processes ``render.py`` is given.
    """

    folder: Path
    scenes: tuple[SceneRef, ...]
    names: tuple[str, ...]
    narration: Path | None
    letter: str
    jobs: int

    @property
    def sources(self) -> Path:
        """The copy of the sources."""
        return self.folder / "sources"

    @property
    def quality(self) -> Quality:
        """The quality by itself."""
        return QUALITIES[self.letter]

    def set_up(self) -> None:
        """Copy the sources, and check that it is they that are imported.

        This also reads every library from the disk once, which the first renderer would otherwise wait for.
        """
        copy_project(self.folder)
        modules = [scene.module for scene in self.scenes]
        run(
            "where modules are imported from",
            call_command(check_imports, self.sources, *modules),
            self.sources,
        )

    def render(
        self,
        description: str,
        media: str,
        *options: str,
        letter: str | None = None,
        names: Sequence[str] | None = None,
    ) -> Run:
        """Run ``render.py``, on all scenes if no others are named, into a media folder."""
        given = ["-q", letter or self.letter, "-j", str(self.jobs), "--quiet"]
        given += ["--media-dir", str(self.folder / media), *options]
        command = [sys.executable, "render.py", *(self.names if names is None else names), *given]
        return run(f"render.py {description}", command, self.sources)

    def stock(
        self, description: str, file: str, class_name: str, media: str, letter: str | None = None
    ) -> Run:
        """Run stock Manim's command on a scene, without its cache, as for a scene that is new."""
        options = ["--disable_caching", "--progress_bar", "none", "-v", "ERROR"]
        options += ["--media_dir", str(self.folder / media), f"-q{letter or self.letter}"]
        command = [sys.executable, "-m", "manim", "render", *options, file, class_name]
        return run(f"stock Manim, {description}", command, self.sources)

    def made(self, media: str) -> list[Path]:
        """Return the films in a media folder, one for each name."""
        return [self.folder / media / self.quality.folder / f"{name}.mp4" for name in self.names]
