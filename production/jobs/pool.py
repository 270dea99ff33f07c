"""What does jobs side by side: the processes of this machine, or of a cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from production.errors import RenderError
from production.jobs.job import Job

RETRIES = 4
"""How often a job is tried again whose worker died, before the job is to blame."""

POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Task:
    """A job, and where its file goes."""

    job: Job
    destination: Path


OnResult: TypeAlias = Callable[[Task], None]
"""Takes a task that is done."""

OnProgress: TypeAlias = Callable[[int], None]
"""Takes how many frames of all tasks are done so far."""


class Pool(Protocol):
    """Does tasks side by side. ``peak_memory`` is the most (bytes) that one of its processes had."""

    peak_memory: int

    def run(self, tasks: Sequence[Task], on_result: OnResult, on_progress: OnProgress) -> None:
        """Do all tasks, beginning with the first."""

    def close(self) -> None:
        """End all workers, whatever they do; afterwards the pool cannot be used any more."""


def check_deaths(job: Job, deaths: Counter[Job], retries: int, cause: str) -> None:
    """Give a job up whose workers died too often.

    Raises
    ------
    RenderError
        If that is so.
    """
    if deaths[job] > retries:
        raise RenderError(
            job.scene.label,
            job.beats,
            f"its worker died ({cause}), {deaths[job]} times; if memory is short, try fewer processes (-j)",
        )
