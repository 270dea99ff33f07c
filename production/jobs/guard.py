"""A process above each worker that ends it, with all that it started, when its time is over.

A worker cannot see to that itself: a scene may hold the interpreter's lock, ignore signals, be stopped, or
start processes of its own.
"""

from __future__ import annotations

import ctypes
import os
import resource
import select
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

SECONDS_TO_END = 1.5
"""How long a worker whose owner is gone may take to remove its files before it is killed."""

SECONDS_BETWEEN_LOOKS = 1.0
"""How often a guard sees whether its owner lives. A fork of the owner's may keep their connection open."""

LIFELINE = 0
"""The descriptor that is at its end when the owner lets go of it, or dies."""

# Of Linux, from <linux/prctl.h>.
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def guard(owner: int, descriptor: int) -> None:
    """Go on as a worker in a fork, and stay here to guard it; this returns in the worker only.

    To be called first of all, before there are threads. The process must lead a session, so that no signal of
    a terminal comes here. It ends as the worker does: with the same exit status, or by the same signal.

    Parameters
    ----------
    owner
        The process that started this one; when it dies, the worker ends.
    descriptor
        The worker's connection to it.
    """
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Whoever is left of a scene's processes becomes a child of this one, whatever group or session it is in.
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    this = os.getpid()
    try:
        worker = os.fork()
        if worker == 0:
            _be_guarded(this)
            return
        Thread(target=_end_with_owner, args=(owner, worker), daemon=True).start()
    except (OSError, RuntimeError) as error:
        sys.exit(f"no worker can be started: {error}")
    # The owner must see the connection close when the worker dies.
    os.close(descriptor)
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda *_: _kill(worker))
    while True:
        ended, status = os.wait()
        if ended == worker:
            break
    # Its number may be another's by now, but not that of its group, while there is anybody in it.
    with suppress(OSError):
        os.killpg(worker, signal.SIGKILL)
    _kill_children()
    _end_as(os.waitstatus_to_exitcode(status))


def _be_guarded(guard: int) -> None:
    os.setpgid(0, 0)
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != guard:
        os._exit(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, LIFELINE)
    os.close(nothing)


def _end_with_owner(owner: int, worker: int) -> None:
    """Wait until the owner is gone, and kill the worker if it does not end by itself then."""
    while not select.select([LIFELINE], [], [], SECONDS_BETWEEN_LOOKS)[0]:
        if os.getppid() != owner:
            break
    time.sleep(SECONDS_TO_END)
    _kill(worker)


def _kill(worker: int) -> None:
    """Kill the worker, and all of its process group."""
    for kill in (os.kill, os.killpg):
        with suppress(OSError):
            kill(worker, signal.SIGKILL)


def _kill_children() -> None:
    """Kill all children of this process, and those that come to it then, where the system names them."""
    while any(_is_killed(child) for child in _children()):
        os.wait()


def _is_killed(process: int) -> bool:
    try:
        os.kill(process, signal.SIGKILL)
    except OSError:
        return False
    return True


def _children() -> list[int]:
    try:
        return [int(process) for process in Path("/proc/thread-self/children").read_text().split()]
    except OSError:
        return []


def _end_as(code: int) -> None:
    """End as a process whose exit code is this, which is negative for a signal."""
    if code < 0:
        # A core, if one is wanted, was the worker's.
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Some cannot be handled, and need not be.
        with suppress(OSError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def _prctl(option: int, value: int) -> None:
    """Set an attribute of this process, where the system is Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
