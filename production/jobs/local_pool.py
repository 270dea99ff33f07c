"""Worker processes of this machine."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from pathlib import Path

from production.jobs.job import ClipJob, Job, LookAgainJob, RereadJob, TimelineJob, TrackJob
from production.jobs.messages import Done, Failed, Made, Message, Progress, Reached
from production.jobs.pool import (
    POLL_SECONDS,
    RETRIES,
    JobLostError,
    OnFile,
    OnProgress,
    Task,
    check_losses,
)
from production.jobs.scratch import Scratch, remove_abandoned
from production.jobs.worker_process import WorkerProcess, deadline_to_end


@dataclass(slots=True)
class _Running:
    """A task at a worker, the files of it that are whole, and how many frames are done of the next."""

    task: Task
    made: set[str] = field(default_factory=set)
    frames: int = 0

    def rest(self) -> Task | None:
        """Return what is left of the task, if anything is."""
        job = self.task.job
        if not isinstance(job, (ClipJob, LookAgainJob)):
            return None if self.made else self.task
        rest = job.without(self.made)
        return replace(self.task, job=rest) if rest.clips else None


class LocalPool:
    """Processes of this machine; one that dies is replaced, and its job done again.

    Parameters
    ----------
    size
        Processes at a time.
    scratch_root
        Where they write on the way.
    retries
        How often a job is tried again whose worker died.
    """

    def __init__(self, size: int, scratch_root: Path, retries: int = RETRIES) -> None:
        self.peak_memory = 0
        self._size = size
        self._scratch_root = scratch_root
        self._retries = retries
        self._idle: list[WorkerProcess] = []
        self._played: defaultdict[WorkerProcess, set[str]] = defaultdict(set)
        self._running: dict[WorkerProcess, _Running] = {}

    def run(self, tasks: Sequence[Task], on_file: OnFile, on_progress: OnProgress) -> None:
        """Do all tasks, beginning with the first.

        Raises
        ------
        ProductionError, OSError
            As a job raises it.
        RenderError
            If the workers of one job die again and again.
        """
        # If nothing can be written there, that is said here and not by a worker that dies of it.
        with Scratch(self._scratch_root):
            pass
        waiting = deque(tasks)
        losses: Counter[Job] = Counter()
        frames_done = 0
        while waiting or self._running:
            # After a loss one at a time: where memory is short, that may be a way on.
            while waiting and len(self._running) < (1 if losses else self._size):
                self._start_one_of(waiting)
            if not losses and any(isinstance(task.job, TimelineJob | RereadJob) for task in tasks):
                self._start_workers()
            for worker, message in self._messages():
                running = self._running[worker]
                match message:
                    case Reached():
                        pass
                    case Progress(frames):
                        running.frames = frames
                    case Made(file_name, frames):
                        running.made.add(file_name)
                        running.frames -= min(frames, running.frames)
                        frames_done += frames
                        # It is not this job that is lost again and again.
                        del losses[running.task.job]
                        on_file(running.task.folder / file_name)
                    case Done(peak_memory):
                        self.peak_memory = max(self.peak_memory, peak_memory)
                        self._idle.append(worker)
                        del self._running[worker]
                    case Failed(error):
                        self._idle.append(worker)
                        del self._running[worker]
                        raise error
                    case JobLostError():
                        del self._running[worker]
                        rest = running.rest()
                        if rest is not None:
                            losses[rest.job] = losses.pop(running.task.job, 0) + 1
                            waiting.appendleft(rest)
                            check_losses(rest.job, losses, self._retries, message)
            on_progress(frames_done + sum(running.frames for running in self._running.values()))

    def _start_workers(self) -> None:
        """Let all workers import Manim while timelines are read, as there will be work for them."""
        while len(self._idle) + len(self._running) < self._size:
            self._idle.insert(0, WorkerProcess(self._scratch_root))

    def _start_one_of(self, waiting: deque[Task]) -> None:
        """Start the first task whose scene the worker has played, whose words Manim has set, or the first.

        What is of no scene is not passed over: it would be left until the end, when it is done alone.
        """
        worker = self._idle.pop() if self._idle else WorkerProcess(self._scratch_root)
        played = self._played[worker]
        task = waiting[0]
        if not isinstance(task.job, TrackJob):
            task = next((task for task in waiting if task.job.label in played), task)
        waiting.remove(task)
        played.add(task.job.label)
        self._running[worker] = _Running(task)
        worker.start(task.job, task.folder)

    def _messages(self) -> list[tuple[WorkerProcess, Message | JobLostError]]:
        """Wait a little for messages of workers, and return them."""
        workers = {worker.connection: worker for worker in self._running}
        ready = connection.wait(workers, POLL_SECONDS)
        return [(worker, _received(worker)) for link, worker in workers.items() if link in ready]

    def close(self) -> None:
        """End all workers, whatever they do, and remove what they leave."""
        workers = [*self._idle, *self._running]
        self._idle, self._running = [], {}
        try:
            for worker in workers:
                worker.close()
            deadline = deadline_to_end()
            for worker in workers:
                worker.wait(deadline)
        except BaseException:
            for worker in workers:
                worker.kill()
            raise
        finally:
            # What cannot be removed now is removed by the next process.
            with suppress(OSError):
                remove_abandoned(self._scratch_root)


def _received(worker: WorkerProcess) -> Message | JobLostError:
    try:
        return worker.receive()
    except JobLostError as error:
        return error
