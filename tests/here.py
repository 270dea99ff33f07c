"""A pool that is this process, which has Manim already."""

from __future__ import annotations

from collections.abc import Sequence

from production.jobs.perform import perform
from production.jobs.pool import OnProgress, OnResult, Task


class Here:
    """Does jobs in this process."""

    peak_memory = 0

    def run(self, tasks: Sequence[Task], on_result: OnResult, on_progress: OnProgress) -> None:
        for task in tasks:
            perform(task.job, task.destination, on_progress, task.destination.parent)
            on_result(task)

    def close(self) -> None:
        """Nothing to end."""
