"""A job at a worker of a Dask cluster.

It runs in a fresh process there: Manim's settings are a process's own, and a worker that lives long would not
see the sources change.
"""

from __future__ import annotations

import importlib
import os
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from production.jobs.cache import digest_of_file
from production.jobs.job import Job
from production.jobs.messages import Done, Failed, Made
from production.jobs.pool import POLL_SECONDS, JobLostError
from production.jobs.scratch import Scratch, private_folder
from production.jobs.worker_process import WorkerProcess


@dataclass(frozen=True, slots=True)
class File:
    """A file of a job, as it comes back from a cluster.

    ``content`` is None where the file was written to the folder that both sides share.
    """

    name: str
    content: bytes | None
    digest: str


@dataclass(frozen=True, slots=True)
class Result:
    """What comes back from a cluster."""

    files: tuple[File, ...]
    peak_memory: int


def perform_apart(job: Job, destination: Path) -> Result:
    """Do a job in a process of its own, for as long as it is wanted; runs at a worker of the cluster.

    ``destination`` is the folder that its files go into, if it is shared with this machine.
    """
    is_wanted = _wanted()
    root = private_folder(Path(tempfile.gettempdir()) / f"scenes-of-{os.getuid()}")
    # The folder's name is unique, so where it is there, it is the caller's.
    is_shared = os.access(destination, os.W_OK)
    with tempfile.TemporaryFile() as errors, Scratch(root) as folder:
        unfinished = (destination if is_shared else folder) / uuid4().hex
        unfinished.mkdir()
        # What a worker that is killed leaves there goes with this folder.
        worker = WorkerProcess(folder, errors)
        try:
            worker.start(job, unfinished)
            names, peak_memory = _outcome(worker, is_wanted)
        except JobLostError as error:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().splitlines()
            cause = f"{error}: {said[-1]}" if said else error.cause
            raise JobLostError(cause, error.beat, error.is_crash) from None
        finally:
            worker.close()
            worker.wait()
        files = tuple(_taken(unfinished / name, destination if is_shared else None) for name in names)
        return Result(files, peak_memory)


def _taken(made: Path, shared: Path | None) -> File:
    """Return a file that was made, which goes into a folder if that is shared."""
    digest = digest_of_file(made)
    if digest is None:
        raise JobLostError("its file is gone")
    if shared is None:
        return File(made.name, made.read_bytes(), digest)
    made.replace(shared / made.name)
    return File(made.name, None, digest)


def _outcome(worker: WorkerProcess, is_wanted: Callable[[], bool]) -> tuple[list[str], int]:
    """Wait for a job to be done; return the names of its files, and the memory (bytes) that it took."""
    names = []
    while is_wanted():
        if worker.connection.poll(POLL_SECONDS):
            match worker.receive():
                case Made(file_name, _):
                    names.append(file_name)
                case Done(peak_memory):
                    return names, peak_memory
                case Failed(error):
                    raise error
    raise JobLostError("it is no longer wanted")


def _wanted() -> Callable[[], bool]:
    """Return what says whether the scheduler still wants what this thread of a Dask worker does.

    It does not when the caller was interrupted or died. Dask tells a task so by no public function.
    """
    try:
        worker: Any = importlib.import_module("distributed").get_worker()
        task = worker.state.tasks[worker.get_current_task()]
        task.state  # noqa: B018  it is there
    except (AttributeError, KeyError):
        warnings.warn(
            "this Dask does not say whether a task is still wanted; it is done to its end",
            RuntimeWarning,
            stacklevel=2,
        )
        return lambda: True
    return lambda: task.state != "cancelled"
