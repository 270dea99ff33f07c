"""Who does the work: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import gc
import hashlib
import importlib
import logging
import multiprocessing
import os
import pickle
import resource
import select
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
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

OBJECTS_UNTIL_COLLECTION = 50_000
"""A scene makes its mobjects by the thousand and keeps them: Python would look for garbage at every 700."""


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
    try:
        if isinstance(item, WorkItem):
            content = render_clip(item, report, folder)
        else:
            content = read_timeline(item.scene, dict(item.parameters)).to_json().encode()
    except (RenderError, ValueError, OSError):
        raise
    except Exception as error:
        # Importing the scene may fail of anything.
        raise RenderError(item.scene, "before the first beat", f"{type(error).__name__}: {error}") from error
    if fingerprint(item.scene) != item.fingerprint:
        raise RenderError(item.scene, "after the last beat", "its sources changed meanwhile; render it again")
    return content


class LocalCrew:
    """Processes of this machine. One that dies is replaced, and its work done again.

    ``peak`` is the most memory (bytes) that one of them had.
    """

    def __init__(self, jobs: int, work_folder: Path) -> None:
        self.peak = 0
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
        running: dict[Future[tuple[bytes, int]], tuple[Item, int]] = {}
        places = list(range(self._jobs))
        deaths: Counter[Item] = Counter()
        finished = 0
        while waiting or running:
            pool = self._pool or self._start()
            # All that ran when a worker died is tried again by itself, so that the guilty is found out.
            while waiting and places and not (deaths and running):
                item, place = waiting.popleft(), places.pop()
                self._counts[place] = 0
                try:
                    with _deaf_to_interrupts():
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
                    content, peak = future.result()
                except BrokenProcessPool:
                    broken = True
                    deaths[item] += 1
                    waiting.appendleft(item)
                    _blame(item, deaths[item], "its worker died")
                    continue
                del deaths[item]
                self.peak = max(self.peak, peak)
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
        try:
            if self._pool is not None:
                self._pool.shutdown()
        finally:
            self.stop()

    def stop(self) -> None:
        """End all workers, whatever they do, and sweep up after them."""
        if self._lifeline is not None:
            self._lifeline.close()
            self._lifeline = None
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        # What cannot be swept now is swept by whoever comes next.
        with suppress(OSError):
            in_use(self._work_folder)


def _blame(item: Item, deaths: int, cause: str) -> None:
    if deaths > DEATHS_FORGIVEN:
        raise RenderError(item.scene, "some beat", f"{cause}, {deaths} times; is there memory enough?")


class _Worker:
    """What a worker process keeps from one piece of work to the next."""

    counts: Any
    workspace: Workspace
    folder: Path | None = None
    door = threading.Lock()
    """Whoever holds it enters the workspace, or leaves it for good."""


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes that are started here never hear of Ctrl-C.

    It goes to all processes of a terminal, but it is the caller who decides what becomes of it; it hears of
    it at the end of this.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker(lifeline: Connection, counts: Any, work_folder: Path) -> None:
    gc.set_threshold(OBJECTS_UNTIL_COLLECTION)
    _Worker.counts = counts
    _Worker.workspace = Workspace(work_folder)
    Finalize(None, _Worker.workspace.remove, exitpriority=0)
    threading.Thread(
        target=_live_as_long_as, args=(lifeline.recv_bytes, _Worker.workspace), daemon=True
    ).start()


def _live_as_long_as(read: Callable[[], Any], workspace: Workspace) -> None:
    """End this process when the other end of a pipe closes, as it does when its owner ends or dies."""
    with suppress(EOFError, OSError):
        read()
    with _Worker.door:
        workspace.remove()
        os._exit(1)


def _perform_here(item: Item, place: int) -> tuple[bytes, int]:
    """Do a piece of work; return the result, and the most memory that this process had so far."""

    def report(frames: int) -> None:
        _Worker.counts[place] = frames

    with _Worker.door:
        # Not when the worker starts: there an error would be taken for its death.
        _Worker.folder = _Worker.folder or _Worker.workspace.__enter__()
    try:
        return perform(item, report, _Worker.folder), _peak_memory()
    finally:
        # A scene and its pictures hold each other; what is left of a few scenes would fill the memory before
        # the collector comes by itself. What stays is for good, as Manim itself, and not looked at again.
        gc.collect()
        gc.freeze()


def _peak_memory() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


class ClusterCrew:
    """The workers of a Dask cluster.

    Each piece of work runs in a fresh process there, as Manim's settings are a process's own and a worker
    that lives long would not see the sources change. ``peak`` is the most memory (bytes) that one of those
    processes had.

    Raises
    ------
    ConnectionError
        If no scheduler answers.
    """

    def __init__(self, address: str) -> None:
        self.peak = 0
        try:
            dask: Any = importlib.import_module("distributed")
        except ModuleNotFoundError as error:
            raise ValueError(
                "a cluster needs the package distributed; install the extra `cluster`"
            ) from error
        # What goes wrong is said here, in a line.
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            self._client: Any = dask.Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise ConnectionError(f"no Dask scheduler answers at {address}") from error
        # A worker that lacks it would not say so, but end when it is handed the first piece of work.
        found = self._client.run(importlib.import_module, __name__, on_error="return")
        for worker, answer in found.items():
            if isinstance(answer, Exception):
                raise ConnectionError(f"the Dask worker at {worker} cannot import this project: {answer}")

    def do(
        self, work: Sequence[Item], keep: Callable[[Any, bytes], None], tell: Callable[[int], None]
    ) -> None:
        """Do all pieces of work, beginning with the first, and hand each result to ``keep``."""
        executor = self._client.get_executor(pure=False)
        running = {executor.submit(_perform_apart, item): item for item in work}
        deaths: Counter[Item] = Counter()
        finished = 0
        while running:
            done, _ = wait(running, timeout=SECONDS_BETWEEN_LOOKS, return_when=FIRST_COMPLETED)
            for future in done:
                item = running.pop(future)
                try:
                    content, peak = _answer_of(future, item)
                except _LostError as error:
                    deaths[item] += 1
                    _blame(item, deaths[item], str(error))
                    running[executor.submit(_perform_apart, item)] = item
                    continue
                self.peak = max(self.peak, peak)
                finished += item.frames if isinstance(item, WorkItem) else 0
                keep(item, content)
            tell(finished)

    def finish(self) -> None:
        """Leave the cluster."""
        self._client.close()

    def stop(self) -> None:
        """Take back what is not done yet, and leave the cluster."""
        self._client.close()


Answer: TypeAlias = tuple[bytes, str, int]
"""What comes back from a cluster: the result, its digest, and the memory (bytes) that it took."""


class _LostError(Exception):
    """An answer that did not come, or not as it was sent, although the work may be sound."""


def _answer_of(future: Future[Answer], item: Item) -> tuple[bytes, int]:
    """Return a result and the memory that it took."""
    try:
        content, digest, peak = future.result()
    except CancelledError as error:
        raise ConnectionError("the Dask scheduler went away") from error
    except (_LostError, RenderError, ValueError, OSError):
        raise
    except Exception as error:
        cause = f"the cluster could not do it: {type(error).__name__}: {error}"
        raise RenderError(item.scene, "some beat", cause) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise _LostError("its clip came back damaged")
    return content, peak


def _perform_apart(item: Item) -> Answer:
    """Do a piece of work in a process of its own, as long as it is wanted."""
    is_wanted = _wanted()
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
        # It stays open: when this process dies, or gives the work up, the other sees it close.
        process.stdin.flush()
        while not select.select([process.stdout], [], [], SECONDS_BETWEEN_LOOKS)[0]:
            if not is_wanted():
                raise _LostError("nobody wants it any more")
        reply = process.stdout.read()
        process.stdin.close()
        process.wait()
        if not reply:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().splitlines()
            raise _LostError(f"its worker died of {said[-1] if said else process.returncode}")
    content, error, peak = pickle.loads(reply)
    if error is not None:
        raise error
    return content, hashlib.sha256(content).hexdigest(), peak


def _wanted() -> Callable[[], bool]:
    """Return what says whether the scheduler still wants what this thread of a Dask worker does.

    It does not when the caller was interrupted or died.
    """
    worker: Any = importlib.import_module("distributed").get_worker()
    task = worker.state.tasks[worker.get_current_task()]
    return lambda: task.state != "cancelled"


def answer() -> None:
    """Read a piece of work from stdin, do it, and write what came of it to stdout."""
    gc.set_threshold(OBJECTS_UNTIL_COLLECTION)
    into, out_of = os.fdopen(os.dup(1), "wb"), sys.stdin.buffer
    # What others print must not get between.
    os.dup2(2, 1)
    (length,) = struct.unpack("!Q", out_of.read(8))
    item = pickle.loads(out_of.read(length))
    workspace = Workspace(Path(tempfile.gettempdir()) / f"momentum-film-{os.getuid()}")
    with workspace as folder:
        threading.Thread(target=_live_as_long_as, args=(_reader(out_of), workspace), daemon=True).start()
        reply: tuple[bytes | None, Exception | None, int]
        try:
            reply = perform(item, _tell_nobody, folder), None, _peak_memory()
        except Exception as error:
            reply = None, error, 0
    into.write(pickle.dumps(reply))
    into.close()
    os._exit(0)


def _tell_nobody(frames: int) -> None:
    """Nobody follows the frames of a piece of work on a cluster."""


def _reader(stream: IO[bytes]) -> Callable[[], bytes]:
    return lambda: stream.read(1)
