"""Programs that tests start, and whatever these start in turn, in whichever session it is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil

PROJECT = Path(__file__).parent.parent

MARK = "STARTED_BY_TEST"
"""An environment variable by which all processes are known that come of a program."""


class Program(subprocess.Popen[bytes]):
    """A Python program, in a session of its own, with the project on its path."""

    def __init__(self, arguments: Sequence[str], env: Mapping[str, str], **options: Any) -> None:
        self._mark = uuid4().hex
        super().__init__(
            [sys.executable, *arguments],
            env={**os.environ, "PYTHONPATH": str(PROJECT), **env, MARK: self._mark},
            start_new_session=True,
            **options,
        )

    def running(self) -> list[psutil.Process]:
        """What runs of it, and of what it started."""
        return [process for process in psutil.process_iter() if _mark_of(process) == self._mark]

    def wait_for_the_end(self, seconds: float = 20) -> None:
        """Wait until nothing of it runs any more; what does nevertheless is killed, and the test fails."""
        deadline = time.monotonic() + seconds
        while (running := self.running()) and time.monotonic() < deadline:
            time.sleep(0.05)
        for process in running:
            process.kill()
        assert running == []


def _mark_of(process: psutil.Process) -> str | None:
    # A process may end meanwhile; one that has ended and is not waited for has no environment.
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        return process.environ().get(MARK)
    return None
