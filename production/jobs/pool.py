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
"""How often a job is tried again that was lost, before the job is to blame."""

CRASH_RETRIES = 1
"""How often one is tried again whose worker crashed or ended itself: it would most likely do so each time."""

POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Task:
    """A job, and the folder that its files go into."""

    job: Job
    folder: Path


class JobLostError(Exception):
    """A job that was not done, although it may be sound.

    Parameters
    ----------
    cause
        What happened.
    beat
        Where its scene was then, in words, if it had begun.
    is_crash
        Whether its worker ended itself.
    """

    def __init__(self, cause: str, beat: str | None = None, is_crash: bool = False) -> None:
        super().__init__(cause, beat, is_crash)
        self.cause = cause
        self.beat = beat
        self.is_crash = is_crash

    def __str__(self) -> str:
        return self.cause


OnFile: TypeAlias = Callable[[Path], None]
"""Takes a file of a job, which is whole."""

OnProgress: TypeAlias = Callable[[int], None]
"""Takes how many frames of all tasks are done so far."""


class Pool(Protocol):
    """Does tasks side by side. ``peak_memory`` is the most (bytes) that one of its processes had."""

    peak_memory: int

    def run(self, tasks: Sequence[Task], on_file: OnFile, on_progress: OnProgress) -> None:
        """Do all tasks, beginning with the first."""

    def close(self) -> None:
        """End all workers, whatever they do; afterwards the pool cannot be used any more."""


def check_losses(job: Job, losses: Counter[Job], retries: int, error: JobLostError) -> None:
    """Give a job up that was lost too often.

    Raises
    ------
    RenderError
        If that is so.
    """
    if losses[job] <= (min(retries, CRASH_RETRIES) if error.is_crash else retries):
        return
    if error.is_crash:
        advice = "the scene, or a library that it uses, ends the process"
    else:
        advice = "if memory is short, try fewer processes (-j)"
    times = f"{losses[job]} times" if losses[job] > 1 else "once"
    cause = f"its worker died ({error}), {times}; {advice}"
    raise RenderError(job.label, error.beat or job.beats, cause)
