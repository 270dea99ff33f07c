"""A pool that is this process, which has Manim already."""

from __future__ import annotations

from collections.abc import Sequence

from production.jobs.perform import perform
from production.jobs.pool import OnFile, OnProgress, Task


class Here:
    """Does jobs in this process."""

    peak_memory = 0

    def run(self, tasks: Sequence[Task], on_file: OnFile, on_progress: OnProgress) -> None:
        for task in tasks:
            perform(
                task.job,
                task.folder,
                on_progress,
                lambda name, _, folder=task.folder: on_file(folder / name),  # type: ignore[misc]
                task.folder,
            )

    def close(self) -> None:
        """Nothing to end."""
