from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from select import select

import pytest

from production.frames.checkpoint import Checkpoint, Fork


def set_at(number: list[int], file: Path) -> Checkpoint:
    """Set a checkpoint that writes a number as it is in the fork, which ends well if it is even."""
    checkpoint = Checkpoint.set()
    if isinstance(checkpoint, Fork):
        file.write_text(str(number[0]))
        checkpoint.end(well=number[0] % 2 == 0)
    return checkpoint


def end_of(checkpoint: Checkpoint) -> bool:
    """Return whether a fork that goes on ended well, when it has ended."""
    while (ended_well := checkpoint.listen()) is None:
        pass
    return ended_well


def test_a_fork_goes_on_from_where_it_was_set(tmp_path: Path) -> None:
    file = tmp_path / "number.txt"
    number = [4]
    checkpoint = set_at(number, file)
    number[0] = 5
    assert not select([checkpoint], [], [], 0)[0]
    assert not file.exists()
    checkpoint.go_on()
    assert end_of(checkpoint)
    assert file.read_text() == "4"


def test_a_fork_may_end_badly(tmp_path: Path) -> None:
    checkpoint = set_at([3], tmp_path / "number.txt")
    checkpoint.go_on()
    assert not end_of(checkpoint)


def test_a_fork_that_is_dropped_does_nothing(tmp_path: Path) -> None:
    checkpoint = set_at([4], tmp_path / "number.txt")
    checkpoint.drop()
    assert not (tmp_path / "number.txt").exists()
    with pytest.raises(ChildProcessError):
        os.waitpid(checkpoint.process, os.WNOHANG)


def test_a_fork_that_was_killed_can_be_let_go_on_and_listened_to(tmp_path: Path) -> None:
    checkpoint = set_at([4], tmp_path / "number.txt")
    os.kill(checkpoint.process, 9)
    assert select([checkpoint], [], [], 10)[0]
    checkpoint.go_on()
    assert not end_of(checkpoint)


def test_a_fork_tells_that_it_goes_on() -> None:
    checkpoint = Checkpoint.set()
    if isinstance(checkpoint, Fork):
        checkpoint.goes_on()
        time.sleep(60)
        checkpoint.end(well=True)
    checkpoint.go_on()
    assert checkpoint.listen() is None
    checkpoint.drop()


def test_none_is_set_on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("production.frames.checkpoint.threading.enumerate", lambda: [])
    assert Checkpoint.can_be_set()
    monkeypatch.setattr("production.frames.checkpoint.platform.system", lambda: "Darwin")
    assert not Checkpoint.can_be_set()


FORK_AND_END = """
import os
from production.frames.checkpoint import Checkpoint
Checkpoint.set()
os._exit(0)
"""


def test_a_fork_ends_with_the_process_that_set_it() -> None:
    # What it prints to is closed only when both have ended.
    subprocess.run([sys.executable, "-c", FORK_AND_END], capture_output=True, timeout=30, check=True)


CAN_BE_SET = """
import threading
from production.frames.checkpoint import WAITS_ONLY, Checkpoint
print(Checkpoint.can_be_set())
never = threading.Event()
threading.Thread(target=never.wait, name=WAITS_ONLY, daemon=True).start()
print(Checkpoint.can_be_set())
threading.Thread(target=never.wait, daemon=True).start()
print(Checkpoint.can_be_set())
"""


def test_a_process_is_not_forked_while_it_has_threads_that_do_more_than_wait() -> None:
    run = subprocess.run([sys.executable, "-c", CAN_BE_SET], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "True", "False"]
