"""The workers of a Dask cluster."""

from __future__ import annotations

import asyncio
import importlib
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from pathlib import Path
from threading import Thread
from typing import Any

from production.errors import ClusterError, InvalidRequestError, ProductionError, RenderError, naming
from production.jobs.cache import digest_of_file
from production.jobs.dask_task import Result, perform_apart
from production.jobs.job import Job
from production.jobs.pool import (
    POLL_SECONDS,
    RETRIES,
    JobLostError,
    OnFile,
    OnProgress,
    Task,
    check_losses,
)

SECONDS_BETWEEN_LOOKS = 2.0
"""How often it is asked whether the cluster has workers, while nothing is finished."""


def check_address(address: str) -> None:
    """See that an address may be a scheduler's, without asking anybody there.

    Raises
    ------
    InvalidRequestError
        If it is none, or of a kind that Dask does not speak.
    ClusterError
        If Dask is not installed.
    """
    match = re.fullmatch(r"([a-z]+)://(.+):(\d+)", address)
    if match is None or not 0 < int(match[3]) < 2**16:
        raise InvalidRequestError(f"{address} is no address; write tcp://HOST:PORT")
    # What runs in this process itself, inproc, is no cluster.
    known = sorted(_distributed().comm.registry.backends.keys() - {"inproc"})
    if match[1] not in known:
        raise InvalidRequestError(
            f"{address} is no address that Dask knows, which begins with {', '.join(known)}; "
            f"did you mean tcp://{match[2]}:{match[3]}?"
        )


class DaskPool:
    """The workers of the cluster that a scheduler knows.

    Parameters
    ----------
    address
        The scheduler's, as in ``tcp://host:8786``.
    say
        Takes a line for whoever waits: that there is no worker, say.
    retries
        How often a job is tried again that was lost.
    seconds
        How long to wait for the scheduler's answer.

    Raises
    ------
    InvalidRequestError
        If the address can be no scheduler's.
    ClusterError
        If no scheduler answers, or a worker lacks this project.
    """

    def __init__(
        self, address: str, say: Callable[[str], None], retries: int = RETRIES, seconds: float = 10.0
    ) -> None:
        self.peak_memory = 0
        self._address = address
        self._say = say
        self._has_workers = True
        self._looked = time.monotonic()
        self._retries = retries
        check_address(address)
        dask = _distributed()
        # What goes wrong is said here, in a line.
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            # A client that fails to connect complains again, with a traceback, when it is collected.
            _ask_who_is_there(address, seconds)
            self._client: Any = dask.Client(address, timeout=seconds, set_as_default=False)
        except OSError as error:
            raise ClusterError(
                f"no Dask scheduler answers at {address}; start one, or check the address"
            ) from error
        except Exception as error:
            # Who else may answer there says what Dask takes for anything; or TLS lacks its certificates.
            cause = f"{type(error).__name__}: {error}"
            raise ClusterError(f"{address} cannot be used as a Dask scheduler: {cause}") from error
        # A worker that lacks it would not say so, but end when it is handed the first job.
        found = self._client.run(importlib.import_module, __name__, on_error="return")
        for worker, answer in found.items():
            if isinstance(answer, Exception):
                self.close()
                raise ClusterError(
                    f"the Dask worker at {worker} cannot import this project: {answer}; "
                    "install it there, or put it on its PYTHONPATH"
                )

    def run(self, tasks: Sequence[Task], on_file: OnFile, on_progress: OnProgress) -> None:
        """Do all tasks, beginning with the first.

        Raises
        ------
        ProductionError, OSError
            As a job raises it.
        RenderError
            If the workers of one job die again and again.
        ClusterError
            If the scheduler goes away.
        """
        executor = self._client.get_executor(pure=False)

        def submit(task: Task) -> Future[Result]:
            # Workers have current folders of their own.
            future: Future[Result] = executor.submit(perform_apart, task.job, task.folder.absolute())
            return future

        running = {submit(task): task for task in tasks}
        losses: Counter[Job] = Counter()
        frames_done = 0
        while running:
            done, _ = wait(running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                task = running.pop(future)
                try:
                    files = self._receive(future, task)
                except JobLostError as error:
                    losses[task.job] += 1
                    check_losses(task.job, losses, self._retries, error)
                    running[submit(task)] = task
                else:
                    frames_done += task.job.frames
                    for file in files:
                        on_file(file)
            on_progress(frames_done)
            self._look_for_workers()

    def _look_for_workers(self) -> None:
        """Say when the last worker is gone, and when one is there again."""
        now = time.monotonic()
        if now - self._looked < SECONDS_BETWEEN_LOOKS:
            return
        self._looked = now
        try:
            has_workers = bool(self._client.nthreads())
        except OSError:
            # That the scheduler is gone is said by the tasks.
            return
        if has_workers != self._has_workers:
            self._has_workers = has_workers
            if has_workers:
                self._say(f"the cluster at {self._address} has a worker again")
            else:
                self._say(f"the cluster at {self._address} has no worker; waiting for one (Ctrl-C ends it)")

    def _receive(self, future: Future[Result], task: Task) -> list[Path]:
        """See that a task's files are there, and are what was sent; return them."""
        try:
            result = future.result()
        except CancelledError as error:
            raise ClusterError(
                "the Dask scheduler went away; render again, what was finished is cached"
            ) from error
        except (JobLostError, ProductionError, OSError):
            raise
        except Exception as error:
            cause = f"the cluster could not do it: {type(error).__name__}: {error}"
            raise RenderError(task.job.label, task.job.beats, cause) from error
        files = []
        for file in result.files:
            path = task.folder / file.name
            if file.content is not None:
                with naming(path):
                    path.write_bytes(file.content)
            if digest_of_file(path) != file.digest:
                raise JobLostError("its file came back damaged")
            files.append(path)
        self.peak_memory = max(self.peak_memory, result.peak_memory)
        return files

    def close(self) -> None:
        """Take back what is not done yet, and leave the cluster."""
        self._client.close()


def _distributed() -> Any:
    """Return Dask's package, which takes a while to import, so only who has a cluster does it.

    Raises
    ------
    ClusterError
        If it is not installed.
    """
    try:
        return importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        raise ClusterError("a cluster needs the package distributed; install the extra `cluster`") from error


def _ask_who_is_there(address: str, seconds: float) -> None:
    """Connect to an address as a client does, and raise what goes wrong.

    Raises
    ------
    OSError
        If nobody is there, or no scheduler.
    """
    dask = _distributed()

    async def ask() -> Any:
        security = dask.Security().get_connection_args("client")
        connection = await dask.comm.connect(address, timeout=seconds, **security)
        await connection.write({"op": "identity"})
        answer = await connection.read()
        connection.abort()
        return answer

    async def is_scheduler() -> bool:
        # Dask's own timeout does not end where somebody answers who knows nothing of Dask.
        return "workers" in await asyncio.wait_for(ask(), timeout=seconds)

    found: Future[bool] = Future()

    def run() -> None:
        try:
            found.set_result(asyncio.run(is_scheduler()))
        except Exception as error:
            found.set_exception(error)

    # In a thread of its own: a notebook's has an event loop that is running.
    Thread(target=run, daemon=True).start()
    if not found.result():
        raise ConnectionError("a part of Dask that is no scheduler")
