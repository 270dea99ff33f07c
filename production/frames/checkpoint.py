"""Forks that wait at a moment of a scene: from there one can go on otherwise, without all that led to it."""

from __future__ import annotations

import os
import platform
import signal
import threading
from contextlib import suppress
from typing import NoReturn

WAITS_ONLY = "waits for messages"
"""The name of a thread that a fork does well without, for it holds nothing while it waits."""


class Fork:
    """A fork that was let go on, as it sees itself."""

    def __init__(self, telling: int) -> None:
        self._telling = telling

    def goes_on(self) -> None:
        """Tell the process that it was forked from that it has come further."""
        # Nobody may want to know.
        with suppress(BrokenPipeError):
            os.write(self._telling, b"\0")

    def end(self, *, well: bool) -> NoReturn:
        """End it, as nothing of what led to it is for it to undo."""
        os._exit(0 if well else 1)


class Checkpoint:
    """A fork that waits where it was set, until it is let go on, or dropped."""

    def __init__(self, process: int, waking: int, told: int) -> None:
        self.process = process
        self._waking = waking
        self._told = told

    @staticmethod
    def can_be_set() -> bool:
        """Whether a fork would go on as this process does, for it has no threads that a fork would lack.

        Not on macOS, whose own libraries do not bear being forked.
        """
        others = set(threading.enumerate()) - {threading.current_thread()}
        is_possible = hasattr(os, "fork") and platform.system() != "Darwin"
        return is_possible and all(thread.name == WAITS_ONLY for thread in others)

    @classmethod
    def set(cls) -> Checkpoint | Fork:
        """Return a checkpoint; in the fork, once it is let go on, return that.

        Raises
        ------
        OSError
            If this process cannot be forked.
        """
        (waiting, waking), (told, telling) = os.pipe(), os.pipe()
        try:
            process = os.fork()
        except OSError:
            for end in (waiting, waking, told, telling):
                os.close(end)
            raise
        if process:
            os.close(waiting)
            os.close(telling)
            return cls(process, waking, told)
        os.close(waking)
        os.close(told)
        # Nothing comes where the process that forked has ended.
        if not os.read(waiting, 1):
            os._exit(1)
        os.close(waiting)
        return Fork(telling)

    def go_on(self) -> None:
        """Let the fork go on."""
        # It may have been killed.
        with suppress(BrokenPipeError):
            os.write(self._waking, b"\0")

    def fileno(self) -> int:
        """Return what can be read from when the fork has told that it goes on, or has ended."""
        return self._told

    def listen(self) -> bool | None:
        """Take what the fork tells: None while it goes on; whether it did so well, when it has ended."""
        return None if os.read(self._told, 1 << 12) else self._ended()

    def drop(self) -> None:
        """End the fork."""
        os.kill(self.process, signal.SIGKILL)
        self._ended()

    def _ended(self) -> bool:
        os.close(self._waking)
        os.close(self._told)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1]) == 0
