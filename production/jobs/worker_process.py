"""A worker process, seen by the process that starts it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

from production.jobs.job import Job
from production.jobs.messages import Message

PROGRAM = """import sys
_, descriptor, folder, *sys.path = sys.argv
from production.jobs.worker import main
main(int(descriptor), folder)
"""
"""A worker's program. It finds modules where this process does, in folders of any name: PYTHONPATH could not
hold one with a colon."""

SECONDS_TO_END = 2.0
"""How long a worker may take to remove its files before it is killed."""


class WorkerDiedError(Exception):
    """A worker that ended before its job did; the text says how."""


class WorkerProcess:
    """A process that does one job at a time.

    It is a program of its own and not a fork, so it shares no state with this process, which may be a
    notebook or have threads; and when this process dies, the worker sees its connection close, and ends.

    Parameters
    ----------
    scratch_root
        Where it makes a folder for what it writes on the way.
    errors
        Where its stderr goes, to this process's where it is left out.
    """

    def __init__(self, scratch_root: Path, errors: IO[bytes] | None = None) -> None:
        ours, theirs = Pipe()
        self.connection: Connection[Any, Any] = ours
        program = [sys.executable, "-c", PROGRAM]
        path = [folder or str(Path.cwd()) for folder in sys.path]
        try:
            with theirs, _interrupts_blocked():
                self._process = subprocess.Popen(
                    [*program, str(theirs.fileno()), str(scratch_root), *path],
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.DEVNULL,
                    stderr=errors,
                )
        except BaseException:
            # An interrupt that was blocked comes now: the worker sees its connection close, and ends.
            ours.close()
            raise

    def start(self, job: Job, destination: Path) -> None:
        """Let it do a job, whose file goes to ``destination``."""
        # A worker that is dead already is noticed when its answer is received.
        with suppress(OSError):
            self.connection.send((job, destination))

    def receive(self) -> Message:
        """Return its next message.

        Raises
        ------
        WorkerDiedError
            If it ended instead.
        """
        try:
            message: Message = self.connection.recv()
        except (EOFError, OSError):
            raise WorkerDiedError(self._cause_of_death()) from None
        return message

    def close(self) -> None:
        """End it, even in the middle of a job."""
        self.connection.close()

    def wait(self, deadline: float | None = None) -> None:
        """Wait until it has ended; at the deadline, by the monotonic clock, it is killed."""
        seconds = SECONDS_TO_END if deadline is None else max(0.0, deadline - time.monotonic())
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    def _cause_of_death(self) -> str:
        self.wait()
        code = self._process.returncode
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Keep Ctrl-C from a process that starts here until it can ignore it; this one receives it afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
