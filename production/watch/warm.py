"""The warm process: it has imported Manim, but nothing of any scene, and does each task in a fork.

So a scene's modules are imported anew, as their files are now, and what takes seconds is not. A fork that has
played a scene stays, and is forked itself when the scene is to be played again: there only what changed, and
what imports that, is imported anew, and words that stand already are not set again.
``production.watch.warm_process`` is the other side, and starts it, beneath a ``production.jobs.guard``.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from production.errors import BEFORE_THE_FIRST_BEAT, InvalidRequestError, ProductionError, RenderError
from production.frames.beat_listener import told_of_beats
from production.frames.blame import cause
from production.frames.manims_settings import import_manim, settings_kept
from production.jobs.cache import Cache
from production.jobs.environment import collect_seldom, complete_environment
from production.watch.tasks import (
    Answer,
    Cancel,
    Check,
    Ended,
    Failed,
    Learn,
    MakeClip,
    Notice,
    Play,
    Reached,
    Ready,
    Release,
    Request,
    Start,
    Task,
    Unable,
)

Perform: TypeAlias = Callable[[Task, Any], bool]
"""Does a task, and says whether its process stays."""


class Warm:
    """Takes requests from a connection, and forks."""

    def __init__(self, owner: Connection[Notice, Request], perform: Perform) -> None:
        self._owner = owner
        self._perform = perform
        self._number_of: dict[int, int] = {}
        # That a process has ended wakes what waits for requests.
        self._woken, self._waking = socket.socketpair()
        for end in (self._woken, self._waking):
            end.setblocking(False)
        signal.set_wakeup_fd(self._waking.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> None:
        """Do what is asked for until the other side closes the connection."""
        try:
            while True:
                ready = connection.wait([self._owner, self._woken])
                if self._woken in ready:
                    self._woken.recv(1 << 12)
                    self._reap()
                if self._owner in ready:
                    self._take(self._owner.recv())
        except (EOFError, OSError):
            # The other side is gone.
            pass
        finally:
            for process in self._number_of:
                _kill(process)

    def _take(self, request: Request) -> None:
        match request:
            case Start(number, task):
                self._start(number, task, recv_handle(self._owner))
            case Cancel(number):
                for process, its in self._number_of.items():
                    if its == number:
                        _kill(process)
            case Release(number):
                self._number_of = {process: its for process, its in self._number_of.items() if its != number}
            case Learn(modules):
                _learn(modules)

    def _start(self, number: int, task: Task, descriptor: int) -> None:
        process = os.fork()
        if process == 0:
            self._become_child(task, descriptor)
        # Either may be first.
        with contextlib.suppress(OSError):
            os.setpgid(process, process)
        os.close(descriptor)
        self._number_of[process] = number

    def _become_child(self, task: Task, descriptor: int) -> NoReturn:
        """Do a task in a process group of its own, and end."""
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            for each in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM):
                signal.signal(each, signal.SIG_DFL)
            self._owner.close()
            self._woken.close()
            self._waking.close()
            link: Any = Connection(descriptor)
            if _answer_for(task, link, self._perform):
                gc.collect()
                gc.freeze()
                Warm(link, self._perform).run()
            sys.stderr.flush()
        finally:
            os._exit(0)

    def _reap(self) -> None:
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if process == 0:
                return
            if (number := self._number_of.pop(process, None)) is not None:
                # What it started, and left, ends with it; its own number may be another's by now.
                with contextlib.suppress(OSError):
                    os.killpg(process, signal.SIGKILL)
                self._owner.send(Ended(number, os.waitstatus_to_exitcode(status)))


def _answer_for(task: Task, link: Connection[Answer, Any], perform: Perform) -> bool:
    beat = BEFORE_THE_FIRST_BEAT

    def answer(said: Answer) -> None:
        # Nobody may want it any more.
        with contextlib.suppress(OSError):
            link.send(said)

    def begin(named: str) -> None:
        nonlocal beat
        beat = named
        answer(Reached(named))

    try:
        with told_of_beats(begin):
            return perform(task, answer)
    except (ProductionError, OSError) as error:
        answer(Failed(str(error), isinstance(error, InvalidRequestError)))
    except BaseException as error:
        # A scene may raise KeyboardInterrupt.
        answer(Failed(str(RenderError(_label(task), beat, cause(error)))))
    return False


def _label(task: Task) -> str:
    match task:
        case Play() | Check():
            return task.scene.label
        case MakeClip(order):
            return order.scenes[0].label


def _kill(process: int) -> None:
    """Kill a process and its group."""
    for kill in (os.kill, os.killpg):
        with contextlib.suppress(OSError):
            kill(process, signal.SIGKILL)


def _learn(modules: tuple[str, ...]) -> None:
    with settings_kept():
        for name in modules:
            # Some can only be imported in a certain order; a task finds out by itself.
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    gc.collect()
    gc.freeze()


def main(descriptor: int, scratch: str) -> None:
    """Do what the process asks for that started this one; what is written on the way goes into a folder."""
    # A task that is killed leaves what it wrote there.
    tempfile.tempdir = scratch
    # What a scene prints is no result.
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    complete_environment()
    # Each task has a process of its own; a fork has no threads besides the one that forked.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"
    collect_seldom()
    owner: Any = Connection(descriptor)
    try:
        import_manim()
        from production.watch.perform import perform
    except BaseException as error:
        owner.send(Unable(cause(error)))
        return
    gc.collect()
    # What is never looked at again is never copied in a fork.
    gc.freeze()
    with contextlib.suppress(OSError, pickle.PicklingError):
        owner.send(Ready())
    stored = Cache.around(Path(scratch).parent)
    assert stored is not None
    Warm(owner, partial(perform, stored)).run()
    os._exit(0)
