from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from benchmarks.process import TERMINATION_TIMEOUT, run
from benchmarks.project_copy import PROJECT


def test_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    child = "import time; held = b'x' * (150 << 20); time.sleep(1)"
    parent = "import subprocess, sys; held = b'x' * ({} << 20); subprocess.run([sys.executable, '-c', {!r}])"
    light = run("one", [sys.executable, "-c", parent.format(0, child)], tmp_path)
    assert 150 < light.peak_process < light.peak_total < 190
    heavy = run("both", [sys.executable, "-c", parent.format(100, child)], tmp_path)
    assert 150 < heavy.peak_process < 170
    assert light.peak_total + 95 < heavy.peak_total < light.peak_total + 105
    assert heavy.seconds > 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_running(tmp_path: Path, number: signal.Signals) -> None:
    # The command starts another process, which ignores SIGTERM.
    child = "import pathlib, os, signal, time; signal.signal(15, signal.SIG_IGN); "
    child += "pathlib.Path(f'{os.getpid()}.pid').touch(); time.sleep(60)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    main = (
        "import signal, sys; from pathlib import Path; from benchmarks.process import run; "
        # A test run in the background may have been told to ignore SIGINT.
        f"signal.signal({number:d}, signal.default_int_handler); "
        f"run('a long one', [sys.executable, '-c', {code!r}], Path({str(tmp_path)!r}))"
    )
    process = subprocess.Popen([sys.executable, "-c", main], stderr=subprocess.PIPE, cwd=PROJECT)
    wait_until(lambda: any(tmp_path.glob("*.pid")))
    (started,) = (int(path.stem) for path in tmp_path.glob("*.pid"))
    process.send_signal(number)
    _, errors = process.communicate(timeout=TERMINATION_TIMEOUT + 5)
    assert b"KeyboardInterrupt" in errors
    wait_until(lambda: not is_running(started))


def is_running(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
