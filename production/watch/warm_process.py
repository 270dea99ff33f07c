"""The warm process, seen by the process that starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from pathlib import Path
from typing import Any

from production.errors import BEFORE_THE_FIRST_BEAT
from production.jobs.guard import SECONDS_TO_END
from production.watch.tasks import (
    Answer,
    Cancel,
    Ended,
    Failed,
    Learn,
    Reached,
    Ready,
    Release,
    Start,
    Still,
    Task,
    Unable,
)

PROGRAM = """import sys
_, owner, descriptor, scratch, *sys.path = sys.argv
from production.jobs.guard import guard
guard(int(owner), int(descriptor))
from production.watch.warm import main
main(int(descriptor), scratch)
"""
"""Its program; it finds modules where this process does."""

SECONDS_TO_ANSWER = 1.0
"""How long the guard may take to end it beyond the time that it has to end itself."""


class Running:
    """A task that is being done."""

    def __init__(self, number: int, label: str, link: Connection[Any, Answer]) -> None:
        self.number = number
        self.link = link
        self._label = label
        self._beat = BEFORE_THE_FIRST_BEAT
        self._is_done = False
        self.is_open = True
        """Whether more may come."""

    def answers(self) -> list[Answer]:
        """Return what has been answered since the last time."""
        found: list[Answer] = []
        try:
            while self.is_open and self.link.poll():
                answer = self.link.recv()
                if isinstance(answer, Reached):
                    self._beat = answer.beat
                self._is_done = not isinstance(answer, Reached | Still)
                self.is_open = not self._is_done
                found.append(answer)
        except (EOFError, OSError):
            self.is_open = False
        return found

    def last_answers(self, code: int) -> list[Answer]:
        """Return what it answered when its process had ended; that it was killed, if it did not finish."""
        found = self.answers()
        if not self._is_done:
            said = f"killed by {signal.Signals(-code).name}" if code < 0 else f"it ended with {code}"
            found.append(Failed(f"{self._label}, {self._beat}: {said}"))
        self.link.close()
        return found


class Forking:
    """A process that forks, seen over its connection."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self.connection = connection
        self._last_number = 0
        self._running: dict[int, Running] = {}

    def start(self, task: Task, label: str) -> Running:
        """Begin a task; ``label`` is what it is of, in words.

        Raises
        ------
        OSError
            If the process is gone.
        """
        self._last_number += 1
        ours, theirs = Pipe()
        with theirs:
            self.connection.send(Start(self._last_number, task))
            send_handle(self.connection, theirs.fileno(), 0)
        running = self._running[self._last_number] = Running(self._last_number, label, ours)
        return running

    def cancel(self, running: Running) -> None:
        """End a task, whatever it does."""
        if self._running.pop(running.number, None) is not None:
            with suppress(OSError):
                self.connection.send(Cancel(running.number))
            running.link.close()

    def release(self, running: Running) -> Forking:
        """Return the process that has done a task, and stays, as one by itself."""
        del self._running[running.number]
        with suppress(OSError):
            self.connection.send(Release(running.number))
        return Forking(running.link)

    def learn(self, modules: tuple[str, ...]) -> None:
        """Let it import libraries, so that no task has to."""
        with suppress(OSError):
            self.connection.send(Learn(modules))

    def notices(self) -> list[tuple[Running, list[Answer]]]:
        """Return what those tasks answered last that have ended.

        Raises
        ------
        EOFError
            If the process is gone, or cannot work; the message says why.
        """
        ended = []
        while self.connection.poll():
            try:
                notice = self.connection.recv()
            except (EOFError, OSError):
                raise EOFError("what draws was ended from outside") from None
            match notice:
                case Ready():
                    pass
                case Unable(cause):
                    raise EOFError(cause)
                case Ended(number, code):
                    if (running := self._running.pop(number, None)) is not None:
                        ended.append((running, running.last_answers(code)))
        return ended

    def close(self) -> None:
        """Let it end, with all that it does."""
        for running in self._running.values():
            running.link.close()
        self._running = {}
        self.connection.close()


class WarmProcess(Forking):
    """The first process that forks: it has imported what all tasks need.

    It leads a session of its own, so that Ctrl-C comes to this process alone; a guard above it ends it, and
    all that came of it, when this process ends, however it does.

    Parameters
    ----------
    scratch
        A folder for what tasks write on the way.
    """

    def __init__(self, scratch: Path) -> None:
        here = str(Path.cwd())
        path = [folder or here for folder in sys.path]
        ours, theirs = Pipe()
        super().__init__(ours)
        # A file may be saved twice in the second that Python's compiled files tell apart.
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        try:
            with theirs:
                self._process = subprocess.Popen(
                    [
                        sys.executable,
                        "-c",
                        PROGRAM,
                        *map(str, (os.getpid(), theirs.fileno(), scratch)),
                        *path,
                    ],
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,
                    env=environment,
                )
        except BaseException:
            ours.close()
            raise

    def close(self) -> None:
        """End it, and all that came of it."""
        super().close()
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(SECONDS_TO_END + SECONDS_TO_ANSWER)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
