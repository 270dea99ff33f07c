"""One line that says how far the whole film is."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TextIO

from production.text.clock import clock

SECONDS_BETWEEN_LINES = 5.0


class Progress:
    """Shows scenes and frames done, frames a second and the time left, on stderr.

    A terminal gets a bar; a file or a pipe gets a plain line every few seconds; quiet gets nothing of it.
    Frames that were cached by an earlier run count as done, but not into the speed. Where nothing can be
    written any more, to a full disk or a terminal that was closed, nothing is.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._quiet = quiet
        self._stream = stream or sys.stderr
        self._scenes = 0
        self._frames = 0
        self._cached = 0
        self._started = 0.0
        self._shown = 0.0
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, *, scenes: int, frames: int, cached: int) -> None:
        """Begin: so many scenes and frames in all, ``cached`` frames of them from an earlier run."""
        self._scenes, self._frames, self._cached = scenes, frames, cached
        self._started = self._shown = time.monotonic()
        if not self._quiet and self._stream.isatty() and cached < frames:
            self._bar = _bar(self._stream)
            self._task = self._bar.add_task("", total=frames, completed=cached)
            with suppress(OSError):
                self._bar.start()

    def show(self, *, scenes: int, frames: int) -> None:
        """Tell how many scenes and frames are done."""
        now = time.monotonic()
        text = self.line(scenes, frames, now - self._started)
        if self._bar is not None:
            self._bar.update(self._task, completed=frames, description=text)
        elif not self._quiet and now - self._shown >= SECONDS_BETWEEN_LINES:
            self._shown = now
            self._print(text)

    def say(self, line: str) -> None:
        """Say what whoever waits has to know, quiet or not."""
        if self._bar is not None:
            with suppress(OSError):
                self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            self._print(line)

    def line(self, scenes: int, frames: int, seconds: float) -> str:
        """Say in words how far ``frames`` frames after ``seconds`` seconds are."""
        said = f"{scenes} of {self._scenes} scenes, {frames} of {self._frames} frames"
        drawn = frames - self._cached
        if drawn <= 0 or seconds <= 0:
            return said
        speed = drawn / seconds
        return f"{said}, {speed:.0f} frames/s, {clock((self._frames - frames) / speed)} left"

    def finish(self, *, peak: int) -> None:
        """Say how long it took, and that no worker had more memory than ``peak`` bytes (0: not known)."""
        self.stop()
        drawn = self._frames - self._cached
        if self._quiet or not drawn:
            return
        seconds = time.monotonic() - self._started
        memory = f", at most {peak / 2**20:.0f} MiB a worker" if peak else ""
        speed = f", {drawn / seconds:.0f} frames/s" if seconds > 0 else ""
        self._print(f"{drawn} frames drawn in {clock(seconds)}{speed}{memory}")

    def stop(self) -> None:
        """Take the display away."""
        if self._bar is not None:
            with suppress(OSError):
                self._bar.stop()
            self._bar = None

    def _print(self, line: str) -> None:
        with suppress(OSError):
            print(line, file=self._stream, flush=True)


def _bar(stream: TextIO) -> Any:
    # Rich takes a while to import, and a film that is already there shows nothing.
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    return Bar(BarColumn(), TextColumn("{task.description}"), console=Console(file=stream), transient=True)
