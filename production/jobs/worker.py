"""A worker process: it does jobs one after the other, for as long as the process that started it lives.

It speaks over a connection whose file descriptor it is given. ``production.jobs.worker_process`` is the other
side, and starts it, beneath a ``production.jobs.guard``.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import sys
import threading
import time
import traceback
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from production.errors import BEFORE_THE_FIRST_BEAT, ProductionError, RenderError
from production.frames.beat_listener import told_of_beats
from production.frames.blame import cause
from production.frames.checkpoint import WAITS_ONLY
from production.frames.manims_settings import import_manim
from production.jobs.cache import Cache
from production.jobs.environment import collect_seldom, complete_environment
from production.jobs.job import Job, TrackJob
from production.jobs.messages import Done, Failed, Made, Message, Progress, Reached, Unable
from production.jobs.parsed_sources import SOURCES
from production.jobs.scratch import Scratch

SECONDS_BETWEEN_MESSAGES = 0.1
"""How often the other side is told of frames."""


class Worker:
    """Takes jobs from a connection, does them, and answers."""

    def __init__(self, connection: Connection, scratch_root: Path) -> None:
        self._connection: Any = connection
        self._scratch_root = scratch_root
        self._scratch = Scratch(scratch_root)
        self._folder: Path | None = None
        self._jobs: SimpleQueue[tuple[Job, Path]] = SimpleQueue()
        # Held while the scratch folder is made, and when it is removed for good.
        self._scratch_lock = threading.Lock()
        self._last_progress = 0.0
        self._beat = BEFORE_THE_FIRST_BEAT
        self._process = os.getpid()

    def run(self) -> None:
        """Do jobs until the other side closes the connection, which ends the process."""
        try:
            threading.Thread(target=self._receive, name=WAITS_ONLY, daemon=True).start()
            # Manim takes seconds to import; the first job may take as long to arrive.
            import_manim()
            from production.jobs.kept_typeset import typeset_kept
            from production.jobs.perform import perform

            stored = Cache.around(self._scratch_root)
            if stored is not None:
                SOURCES.recall(stored)
        except BaseException as error:
            # OpenBLAS interrupts its process where it gets no memory or no thread.
            self._send(Unable(cause(error)))
            return

        while True:
            job, folder = self._jobs.get()
            self._begin_beat(BEFORE_THE_FIRST_BEAT)
            try:
                scratch = self._enter_scratch()
                with told_of_beats(self._begin_beat), ExitStack() as stack:
                    if stored is not None and not isinstance(job, TrackJob):
                        stack.enter_context(typeset_kept(stored, job.scene.source, scratch))
                    perform(job, folder, self._send_progress, self._send_made, scratch)
            except Exception as error:
                self._send(Failed(_picklable(error)))
            except BaseException as error:
                # Nobody interrupts a worker so: the scene does, as by KeyboardInterrupt.
                self._send(Failed(RenderError(job.label, self._beat, cause(error))))
            else:
                self._send(Done(_peak_memory()))
            finally:
                # A scene and its pictures hold each other; what is left of a few scenes would fill the memory
                # before the collector comes by itself. What stays is for good, as Manim itself, and not
                # looked at again.
                gc.collect()
                gc.freeze()

    def _receive(self) -> None:
        """Take jobs; when the other side closes the connection, as it does when it ends or dies, end too."""
        try:
            while True:
                self._jobs.put(self._connection.recv())
        except (EOFError, OSError):
            pass
        except Exception:
            # A job that this version of the project does not know, say.
            traceback.print_exc()
        finally:
            try:
                with self._scratch_lock:
                    self._scratch.remove()
            finally:
                os._exit(1)

    def _enter_scratch(self) -> Path:
        # Not when the worker starts: there an error would be taken for its death.
        with self._scratch_lock:
            self._folder = self._folder or self._scratch.__enter__()
        return self._folder

    def _begin_beat(self, beat: str) -> None:
        self._beat = beat
        self._send(Reached(beat))

    def _send_progress(self, frames: int) -> None:
        now = time.monotonic()
        if now - self._last_progress >= SECONDS_BETWEEN_MESSAGES:
            self._last_progress = now
            self._send(Progress(frames))

    def _send_made(self, file_name: str, frames: int) -> None:
        self._send(Made(file_name, frames))

    def _send(self, message: Message) -> None:
        if os.getpid() != self._process:
            # A fork that a scene made, and let go on as if it were the worker.
            os._exit(1)
        # When the other side is gone, the other thread ends this process.
        with suppress(OSError):
            self._connection.send(message)


def _picklable(error: Exception) -> Exception:
    """Return an error that can be sent: itself, or one that says as much."""
    if not isinstance(error, (ProductionError, OSError)):
        # A fault of the line's: its traceback, which is not sent, tells where.
        error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError("".join(traceback.format_exception(error)))
    return error


def _peak_memory() -> int:
    """Return the most memory (bytes) that this process has had so far."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def main(descriptor: int, scratch_root: str) -> None:
    """Work for the process that started this one."""
    # What a scene prints is no result. Python's stderr takes characters that the terminal does not know.
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    complete_environment()
    # There is a worker for each core; threads of its own would only stand in the others' way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    collect_seldom()
    Worker(Connection(descriptor), Path(scratch_root)).run()
