"""One line that says how far the whole film is."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self, TextIO

SECONDS_BETWEEN_LINES = 5.0


class Progress:
    """Shows scenes and frames done, frames a second and the time left, on stderr.

    A terminal gets a bar; a file or a pipe gets a plain line every few seconds; quiet gets nothing.
    Frames that were kept from an earlier run count as done, but not into the speed.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._quiet = quiet
        self._stream = stream or sys.stderr
        self._scenes = 0
        self._frames = 0
        self._kept = 0
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

    def start(self, *, scenes: int, frames: int, kept: int) -> None:
        """Begin: so many scenes and frames in all, ``kept`` frames of them from an earlier run."""
        self._scenes, self._frames, self._kept = scenes, frames, kept
        self._started = self._shown = time.monotonic()
        if not self._quiet and self._stream.isatty() and kept < frames:
            self._bar = _bar(self._stream)
            self._task = self._bar.add_task("", total=frames, completed=kept)
            self._bar.start()

    def show(self, *, scenes: int, frames: int) -> None:
        """Tell how many scenes and frames are done."""
        now = time.monotonic()
        text = self.line(scenes, frames, now - self._started)
        if self._bar is not None:
            self._bar.update(self._task, completed=frames, description=text)
        elif not self._quiet and now - self._shown >= SECONDS_BETWEEN_LINES:
            self._shown = now
            print(text, file=self._stream, flush=True)

    def line(self, scenes: int, frames: int, seconds: float) -> str:
        """Say in words how far ``frames`` frames after ``seconds`` seconds are."""
        said = f"{scenes} of {self._scenes} scenes, {frames} of {self._frames} frames"
        drawn = frames - self._kept
        if drawn <= 0 or seconds <= 0:
            return said
        speed = drawn / seconds
        return f"{said}, {speed:.0f} frames/s, {_clock((self._frames - frames) / speed)} left"

    def finish(self, *, peak: int) -> None:
        """Say how long it took, and that no worker had more memory than ``peak`` bytes (0: nobody knows)."""
        self.stop()
        drawn = self._frames - self._kept
        if self._quiet or not drawn:
            return
        seconds = time.monotonic() - self._started
        memory = f", at most {peak / 2**20:.0f} MiB a worker" if peak else ""
        speed = f", {drawn / seconds:.0f} frames/s" if seconds > 0 else ""
        print(f"{drawn} frames drawn in {_clock(seconds)}{speed}{memory}", file=self._stream, flush=True)

    def stop(self) -> None:
        """Take the display away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _bar(stream: TextIO) -> Any:
    # Rich takes a while to import, and a film that is already there shows nothing.
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    return Bar(BarColumn(), TextColumn("{task.description}"), console=Console(file=stream), transient=True)
