"""Makes small films in processes of their own, to disturb them and to look at what they leave."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore, Thread
from types import FrameType
from typing import Any

import pytest

from tests.processes import PROJECT as PROJECT
from tests.processes import Program

HANDLE_FILES = (
    "production/deliverables/delivery.py",
    "production/deliverables/own_folder.py",
    "production/deliverables/publish.py",
    "production/jobs/cache.py",
    "production/jobs/lock.py",
    "production/jobs/scratch.py",
    "production/voice/record.py",
    "write_bytes",
    "write_text",
    "copyfile",
)
"""Modules of ours, and functions of others, within which a file may be half done."""


class Making:
    """``tests/films/make.py`` at work in a folder, which it makes ``cache`` and ``made`` in."""

    def __init__(self, folder: Path, *options: str, **env: str) -> None:
        self.folder = folder
        folders = (str(folder / "cache"), str(folder / "made"))
        self.process = start("tests/films/make.py", *folders, *options, **env)
        self.lines: list[str] = []
        self.err = ""

    @property
    def kept(self) -> list[str]:
        """The names of the files that it is known to have put into the cache."""
        return [line.removeprefix("kept ") for line in self.lines if line.startswith("kept ")]

    def wait_for(self, line: str) -> None:
        """Wait until it says something that begins so."""
        assert self.process.stdout is not None
        while not (self.lines and self.lines[-1].startswith(line)):
            said = self.process.stdout.readline()
            assert said, self.process.communicate()
            self.lines.append(said.decode().rstrip())

    def end(self) -> int:
        """Wait until it has ended with all its processes, and return its exit code."""
        out, err = self.process.communicate(timeout=120)
        self.lines += out.decode().splitlines()
        self.err = err.decode()
        self.process.wait_for_the_end()
        return self.process.returncode


def _heed_signals() -> None:
    """Heed what a shell or nohup may have told its children to ignore."""
    for each in (signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)


def start(program: str, *arguments: str, **env: str) -> Program:
    """Start a program of the project."""
    return Program(
        [str(PROJECT / program), *arguments],
        env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # What is read line by line must not take more than the line.
        bufsize=0,
        preexec_fn=_heed_signals,
    )


def make(folder: Path, *options: str) -> Making:
    """Make the film, or finish it, without disturbance."""
    making = Making(folder, *options)
    assert making.end() == 0, making.err
    assert making.lines[-1] == "made"
    assert left_over(folder) == []
    return making


def render(*arguments: str) -> tuple[int, str, str]:
    """Call the command line with a small film for its lesson; return its exit code and what it printed."""
    process = start("tests/films/small_lesson.py", *arguments)
    out, err = process.communicate(timeout=120)
    process.wait_for_the_end()
    return process.returncode, out.decode(), err.decode()


def cause(*arguments: str) -> str:
    """Call the command line, which must fail, and return the one line that it says."""
    code, out, err = render(*arguments)
    assert (code, out) == (1, "")
    assert err.startswith("render.py: ")
    assert err.count("\n") == 1
    return err


def render_in_a_terminal(*arguments: str, interrupt_at: str = "") -> tuple[int, str, str]:
    """Call the command line in a terminal; return its exit code, its output, and what the terminal showed.

    As soon as the terminal shows ``interrupt_at``, Ctrl-C is pressed.
    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = Program(
        [str(PROJECT / "tests/films/small_lesson.py"), *arguments],
        {"TERM": "xterm"},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        preexec_fn=lambda: _take(theirs),
    )
    os.close(theirs)
    shown = b""
    # At the end there is nobody at the other side any more.
    with suppress(OSError):
        while more := os.read(ours, 1 << 16):
            shown += more
            if interrupt_at and interrupt_at.encode() in shown:
                os.write(ours, b"\x03")
                interrupt_at = ""
    os.close(ours)
    out, _ = process.communicate(timeout=120)
    process.wait_for_the_end()
    return process.returncode, out.decode(), shown.decode()


def _take(terminal: int) -> None:
    """Make a terminal the one whose Ctrl-C this process and its children hear."""
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def kept_in(cache: Path) -> dict[str, bytes]:
    """What is in a cache, by name, but for formulas: which of them are kept depends on who sets them."""
    return {name: content for name, content in files_in(cache).items() if not name.endswith(".typeset")}


def left_over(folder: Path) -> list[str]:
    """What stands in a folder, or in the folders beneath it, that was only in the making."""
    found = [
        *folder.glob("**/scratch/*"),
        *folder.glob("**/.unfinished-*"),
        *folder.glob("**/.publishing.lock"),
    ]
    return [str(path.relative_to(folder)) for path in found if path.name != ".gate"]


def is_truthful(folder: Path) -> bool:
    """Whether all that a folder's manifests name is as they say."""
    return all(
        hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
        for manifest in folder.glob("[!.]*.manifest.json")
        for name, digest in json.loads(manifest.read_text(encoding="utf-8"))["files"].items()
    )


def each_step(do: Callable[[], object]) -> Iterator[int]:
    """Do something that handles files, in a thread that stands still before each line; give its number.

    What a folder holds then is what a process would leave there that is killed. Neither is a process killed,
    nor a fork made, which takes long of one as large as that of the tests. In the end it gives a last number.
    """
    steps: SimpleQueue[bool] = SimpleQueue()
    may_go_on = Semaphore(0)
    is_watched = True

    def trace(frame: FrameType, event: str, _: object) -> Any:
        code = frame.f_code
        if not (code.co_filename.endswith(HANDLE_FILES) or code.co_name in HANDLE_FILES):
            return None
        if event == "line" and is_watched:
            steps.put(True)
            may_go_on.acquire()
        return trace

    def run() -> None:
        sys.settrace(trace)
        try:
            do()
        finally:
            sys.settrace(None)
            steps.put(False)

    thread = Thread(target=run)
    thread.start()
    number = 1
    try:
        while steps.get():
            yield number
            number += 1
            may_go_on.release()
    finally:
        is_watched = False
        may_go_on.release()
        thread.join()
    yield number


@contextmanager
def small_disk(folder: Path, kibibytes: int) -> Iterator[Path]:
    """Mount a disk of its own at a folder; skip the test where that is impossible."""
    folder.mkdir()
    if os.geteuid() != 0 or not mount(folder, f"size={kibibytes}k", new=True):
        pytest.skip("mounting a small disk needs root and a system that lets it")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def mount(folder: Path, options: str, *, new: bool = False) -> bool:
    """Mount a disk in memory, or change one that is mounted; say whether that was possible."""
    how: Sequence[str] = ["-t", "tmpfs", "-o", options, "tmpfs"] if new else ["-o", f"remount,{options}"]
    return subprocess.run(["mount", *how, str(folder)], capture_output=True, check=False).returncode == 0
