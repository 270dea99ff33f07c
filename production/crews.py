"""Who does the work: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import hashlib
import importlib
import multiprocessing
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.util import Finalize
from pathlib import Path
from typing import IO, Any, TypeAlias

from production.errors import RenderError
from production.fingerprint import fingerprint
from production.work import TimelineItem, WorkItem
from production.workspace import Workspace, in_use

Item: TypeAlias = WorkItem | TimelineItem

DEATHS_FORGIVEN = 4
"""How often a worker may die over the same piece of work before the work is to blame."""

SECONDS_BETWEEN_LOOKS = 0.2


def perform(item: Item, report: Callable[[int], None], folder: Path) -> bytes:
    """Do a piece of work, and see that its sources stood still meanwhile.

    Raises
    ------
    ValueError
        If there is no such scene, or a parameter is unknown or out of its range.
    RenderError
        If the scene fails, or its sources are not those that the item means.
    """
    from production.rendering import render_clip
    from production.timeline import read_timeline

    if fingerprint(item.scene) != item.fingerprint:
        raise RenderError(item.scene, "before the first beat", "its sources here are not the caller's")
    if isinstance(item, WorkItem):
        content = render_clip(item, report, folder)
    else:
        content = read_timeline(item.scene, dict(item.parameters)).to_json().encode()
    if fingerprint(item.scene) != item.fingerprint:
        raise RenderError(item.scene, "after the last beat", "its sources changed meanwhile; render it again")
    return content


class LocalCrew:
    """Processes of this machine. One that dies is replaced, and its work done again."""

    def __init__(self, jobs: int, work_folder: Path) -> None:
        self._jobs = jobs
        self._work_folder = work_folder
        self._pool: ProcessPoolExecutor | None = None
        self._lifeline: Connection | None = None
        # Each worker counts frames in its own place, without a lock that it could die holding.
        self._counts = multiprocessing.get_context("spawn").RawArray("Q", jobs)

    def do(
        self, work: Sequence[Item], keep: Callable[[Any, bytes], None], tell: Callable[[int], None]
    ) -> None:
        """Do all pieces of work, beginning with the first, and hand each result to ``keep``."""
        waiting = deque(work)
        running: dict[Future[bytes], tuple[Item, int]] = {}
        places = list(range(self._jobs))
        deaths: Counter[Item] = Counter()
        finished = 0
        while waiting or running:
            pool = self._pool or self._start()
            while waiting and places:
                item, place = waiting.popleft(), places.pop()
                self._counts[place] = 0
                try:
                    running[pool.submit(_perform_here, item, place)] = item, place
                except BrokenProcessPool:
                    waiting.appendleft(item)
                    places.append(place)
                    break
            done, _ = wait(running, timeout=SECONDS_BETWEEN_LOOKS, return_when=FIRST_COMPLETED)
            broken = not running
            for future in done:
                item, place = running.pop(future)
                places.append(place)
                try:
                    content = future.result()
                except BrokenProcessPool:
                    broken = True
                    deaths[item] += 1
                    waiting.appendleft(item)
                    _blame(item, deaths[item])
                    continue
                self._counts[place] = 0
                finished += item.frames if isinstance(item, WorkItem) else 0
                keep(item, content)
            tell(finished + sum(self._counts[place] for _, place in running.values()))
            if broken and not running:
                self.stop()

    def _start(self) -> ProcessPoolExecutor:
        # If nothing can be written there, that is said here and not by a worker that dies of it.
        with Workspace(self._work_folder):
            pass
        context = multiprocessing.get_context("spawn")
        watched, self._lifeline = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            self._jobs,
            mp_context=context,
            initializer=_start_worker,
            initargs=(watched, self._counts, self._work_folder),
        )
        return self._pool

    def finish(self) -> None:
        """Let the workers go; they have nothing to do any more."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        self.stop()

    def stop(self) -> None:
        """End all workers, whatever they do, and sweep up after them."""
        if self._lifeline is not None:
            self._lifeline.close()
            self._lifeline = None
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        in_use(self._work_folder)


def _blame(item: Item, deaths: int) -> None:
    if deaths > DEATHS_FORGIVEN:
        raise RenderError(item.scene, "some beat", f"its worker died {deaths} times; is there memory enough?")


class _Worker:
    """What a worker process keeps from one piece of work to the next."""

    counts: Any
    folder: Path


def _start_worker(lifeline: Connection, counts: Any, work_folder: Path) -> None:
    # Ctrl-C goes to all processes of a terminal; the caller decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    workspace = Workspace(work_folder)
    _Worker.counts = counts
    _Worker.folder = workspace.__enter__()
    Finalize(None, workspace.remove, exitpriority=0)
    threading.Thread(target=_live_as_long_as, args=(lifeline.recv_bytes, workspace), daemon=True).start()


def _live_as_long_as(read: Callable[[], Any], workspace: Workspace) -> None:
    """End this process when the other end of a pipe closes, as it does when its owner ends or dies."""
    with suppress(EOFError, OSError):
        read()
    workspace.remove()
    os._exit(1)


def _perform_here(item: Item, place: int) -> bytes:
    def report(frames: int) -> None:
        _Worker.counts[place] = frames

    return perform(item, report, _Worker.folder)


class ClusterCrew:
    """The workers of a Dask cluster.

    Each piece of work runs in a fresh process there, as Manim's settings are a process's own and a worker
    that lives long would not see the sources change.

    Raises
    ------
    ConnectionError
        If no scheduler answers.
    """

    def __init__(self, address: str) -> None:
        try:
            dask: Any = importlib.import_module("distributed")
        except ModuleNotFoundError as error:
            raise ValueError(
                "a cluster needs the package distributed; install the extra `cluster`"
            ) from error
        try:
            self._client: Any = dask.Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise ConnectionError(f"no Dask scheduler answers at {address}") from error

    def do(
        self, work: Sequence[Item], keep: Callable[[Any, bytes], None], tell: Callable[[int], None]
    ) -> None:
        """Do all pieces of work, beginning with the first, and hand each result to ``keep``."""
        executor = self._client.get_executor(pure=False)
        running = {executor.submit(_perform_apart, item): item for item in work}
        finished = 0
        while running:
            done, _ = wait(running, timeout=SECONDS_BETWEEN_LOOKS, return_when=FIRST_COMPLETED)
            for future in done:
                item = running.pop(future)
                content, digest = future.result()
                if hashlib.sha256(content).hexdigest() != digest:
                    running[executor.submit(_perform_apart, item)] = item
                    continue
                finished += item.frames if isinstance(item, WorkItem) else 0
                keep(item, content)
            tell(finished)

    def finish(self) -> None:
        """Leave the cluster."""
        self._client.close()

    def stop(self) -> None:
        """Take back what is not done yet, and leave the cluster."""
        self._client.close()


def _perform_apart(item: Item) -> tuple[bytes, str]:
    """Do a piece of work in a process of its own; return the result and its digest."""
    message = pickle.dumps(item)
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            [sys.executable, "-c", "from production.crews import answer; answer()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(struct.pack("!Q", len(message)) + message)
        # It stays open: when this process dies, the other sees it close.
        process.stdin.flush()
        reply = process.stdout.read()
        process.stdin.close()
        process.wait()
        if not reply:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().splitlines()
            raise RuntimeError(said[-1] if said else f"the process ended with {process.returncode}")
    content, error = pickle.loads(reply)
    if error is not None:
        raise error
    return content, hashlib.sha256(content).hexdigest()


def answer() -> None:
    """Read a piece of work from stdin, do it, and write what came of it to stdout."""
    into, out_of = os.fdopen(os.dup(1), "wb"), sys.stdin.buffer
    # What others print must not get between.
    os.dup2(2, 1)
    (length,) = struct.unpack("!Q", out_of.read(8))
    item = pickle.loads(out_of.read(length))
    workspace = Workspace(Path(tempfile.gettempdir()) / f"momentum-film-{os.getuid()}")
    with workspace as folder:
        threading.Thread(target=_live_as_long_as, args=(_reader(out_of), workspace), daemon=True).start()
        reply: tuple[bytes | None, Exception | None]
        try:
            reply = perform(item, _tell_nobody, folder), None
        except Exception as error:
            reply = None, error
    into.write(pickle.dumps(reply))
    into.close()
    os._exit(0)


def _tell_nobody(frames: int) -> None:
    """Nobody follows the frames of a piece of work on a cluster."""


def _reader(stream: IO[bytes]) -> Callable[[], bytes]:
    return lambda: stream.read(1)
