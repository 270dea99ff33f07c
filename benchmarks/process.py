"""Runs a command, and measures its wall time and peak memory."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

import click
import psutil

SAMPLING_INTERVAL = 0.05
"""Seconds between two samples of memory; a sample takes less than a millisecond."""

TERMINATION_TIMEOUT = 5
"""Seconds that processes have to end after SIGTERM, before they are killed."""


@dataclass(frozen=True, slots=True)
class Run:
    """A command's wall time in seconds, and its peak memory in MiB.

    ``peak_total`` is the peak of all its processes together, ``peak_process`` that of the largest one. Both
    are sampled resident memory; what processes share counts once for each.
    """

    seconds: float
    peak_total: float
    peak_process: float

    @classmethod
    def in_sequence(cls, runs: Sequence[Self]) -> Self:
        """Return the wall time and peak memory of commands that ran one after the other."""
        return cls(
            sum(run.seconds for run in runs),
            max(run.peak_total for run in runs),
            max(run.peak_process for run in runs),
        )


def run(description: str, command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder from which it also imports, and measure it.

    Raises
    ------
    click.ClickException
        If it fails; the message has the description and the last line of the command's output.
    """
    click.echo(f"bench: {description}", err=True)
    with TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        try:
            with _peak_memory(process.pid) as peak:
                code = process.wait()
                seconds = time.perf_counter() - start
        except BaseException:
            _terminate(process)
            raise
        if code:
            raise click.ClickException(f"{description} ended with {code}: {_last_line(output)}")
    return Run(seconds, *peak)


def _terminate(process: subprocess.Popen[bytes]) -> None:
    """End a command and every process that it has started."""
    try:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(TERMINATION_TIMEOUT)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _last_line(output: IO[bytes]) -> str:
    output.seek(0)
    lines = output.read().decode(errors="replace").splitlines()
    # The last one may only be the border of the box in which Manim prints an error.
    return next((" ".join(line.split()) for line in reversed(lines) if re.search(r"\w", line)), "nothing")


@contextmanager
def _peak_memory(root: int) -> Iterator[list[float]]:
    """Sample the memory of a process and those beneath it; yield the peaks: of all, of the largest."""
    peak = [0.0, 0.0]
    ended = threading.Event()

    def sample() -> None:
        while True:
            peak[:] = map(max, peak, _memory(root))
            if ended.wait(SAMPLING_INTERVAL):
                return

    sampler = threading.Thread(target=sample, daemon=True)
    sampler.start()
    try:
        yield peak
    finally:
        ended.set()
        sampler.join()


def _memory(root: int) -> tuple[float, float]:
    """Return the MiB that a process and all beneath it hold: together, and the largest of them."""
    sizes = [0]
    # A process may end meanwhile.
    with suppress(psutil.Error):
        first = psutil.Process(root)
        for process in (first, *first.children(recursive=True)):
            with suppress(psutil.Error):
                sizes.append(process.memory_info().rss)
    return sum(sizes) / 2**20, max(sizes) / 2**20
