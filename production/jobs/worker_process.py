"""A worker process, seen by the process that starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

from production.jobs.guard import SECONDS_TO_END
from production.jobs.job import Job
from production.jobs.messages import Message, Reached, Unable
from production.jobs.pool import JobLostError

PROGRAM = """import sys
_, owner, descriptor, folder, *sys.path = sys.argv
from production.jobs.guard import guard
guard(int(owner), int(descriptor))
from production.jobs.worker import main
main(int(descriptor), folder)
"""
"""A worker's program. It finds modules where this process does, in folders of any name: PYTHONPATH could not
hold one with a colon."""

SECONDS_TO_ANSWER = 1.0
"""How long a guard may take to end a worker beyond the time that the worker has to end itself."""

CRASHES = frozenset(
    {
        signal.SIGABRT,
        signal.SIGBUS,
        signal.SIGFPE,
        signal.SIGILL,
        signal.SIGSEGV,
        signal.SIGSYS,
        signal.SIGTRAP,
    }
)
"""The signals that a process gets for what it did; others come from outside."""


class WorkerProcess:
    """A process that does one job at a time.

    It is a program of its own and not a fork, so it shares no state with this process, which may be a
    notebook or have threads. It leads a session of its own: what a terminal sends to all processes, as Ctrl-C
    and Ctrl-Z, comes to this one alone. A guard above it ends it when this process ends, however it does.

    Parameters
    ----------
    scratch_root
        Where it makes a folder for what it writes on the way.
    errors
        Where its stderr goes, to this process's where it is left out.
    """

    def __init__(self, scratch_root: Path, errors: IO[bytes] | None = None) -> None:
        here = _current_folder()
        path = [folder or here for folder in sys.path]
        program = [sys.executable, "-c", PROGRAM]
        ours, theirs = Pipe()
        self.connection: Connection[Any, Any] = ours
        self._beat: str | None = None
        try:
            with theirs:
                self._process = subprocess.Popen(
                    [*program, str(os.getpid()), str(theirs.fileno()), str(scratch_root), *path],
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    start_new_session=True,
                )
        except BaseException:
            ours.close()
            raise

    def start(self, job: Job, folder: Path) -> None:
        """Let it do a job, whose files go into a folder."""
        self._beat = None
        # A worker that is dead already is noticed when its answer is received.
        with suppress(OSError):
            self.connection.send((job, folder))

    def receive(self) -> Message:
        """Return its next message.

        Raises
        ------
        JobLostError
            If it ended instead.
        """
        try:
            message: Message = self.connection.recv()
        except (EOFError, OSError):
            raise self._death() from None
        match message:
            case Unable(cause):
                self._end()
                raise JobLostError(cause)
            case Reached(beat):
                self._beat = beat
        return message

    def close(self) -> None:
        """End it, even in the middle of a job."""
        self.connection.close()
        assert self._process.stdin is not None
        self._process.stdin.close()

    def wait(self, deadline: float | None = None) -> None:
        """Wait until it has ended; at the deadline, by the monotonic clock, it is killed."""
        if deadline is None:
            deadline = deadline_to_end()
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once."""
        self._process.terminate()
        try:
            self._process.wait(SECONDS_TO_ANSWER)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _end(self) -> int:
        self.close()
        self.wait()
        return self._process.returncode

    def _death(self) -> JobLostError:
        code = self._end()
        cause = f"exit status {code}" if code >= 0 else f"killed by {_name(-code)}"
        # Before it began, the scene cannot be to blame.
        is_crash = self._beat is not None and (code >= 0 or -code in CRASHES)
        return JobLostError(cause, self._beat, is_crash)


def deadline_to_end() -> float:
    """Return when a worker that is closed now has ended, by the monotonic clock."""
    return time.monotonic() + SECONDS_TO_END + SECONDS_TO_ANSWER


def _current_folder() -> str:
    """Return the folder that this process is in.

    Raises
    ------
    FileNotFoundError
        If it was removed: workers would not know what it means.
    """
    try:
        return str(Path.cwd())
    except FileNotFoundError as error:
        raise FileNotFoundError(error.errno, "the current folder was removed; go to another") from error


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        # One of the many that are for real time.
        return f"signal {number}"
