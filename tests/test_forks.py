from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from select import select

import pytest

from production.frames.checkpoint import Checkpoint, Fork
from production.frames.forks import MOST_AT_ONCE, MOST_WAITING, Forks


@pytest.fixture
def forks() -> Iterator[Forks]:
    forks = Forks()
    yield forks
    forks.drop_all()


def fork_that_waits_for(file: Path, begun: Path | None = None) -> Checkpoint:
    """Set a checkpoint whose fork ends well as soon as there is a file."""
    checkpoint = Checkpoint.set()
    if isinstance(checkpoint, Fork):
        if begun is not None:
            begun.touch()
        while not file.exists():
            time.sleep(0.01)
            checkpoint.goes_on()
        checkpoint.end(well=True)
    return checkpoint


def silent_fork() -> Checkpoint:
    checkpoint = Checkpoint.set()
    if isinstance(checkpoint, Fork):
        time.sleep(60)
        checkpoint.end(well=True)
    return checkpoint


def test_forks_take_turns_in_order(tmp_path: Path, forks: Forks) -> None:
    ends = [tmp_path / f"end{number}" for number in range(4)]
    begun = [tmp_path / f"begun{number}" for number in range(4)]
    taken = [fork_that_waits_for(end, begin) for end, begin in zip(ends, begun, strict=True)]
    for checkpoint in taken:
        forks.take(checkpoint)
    while not all(file.exists() for file in begun[:MOST_AT_ONCE]):
        time.sleep(0.01)
    # Those after them would have begun by now.
    time.sleep(0.2)
    assert not any(file.exists() for file in begun[MOST_AT_ONCE:])
    ends[1].touch()
    while not begun[2].exists():
        forks.go_on()
    assert not begun[3].exists()
    for end in ends:
        end.touch()
    # The last one first, which begins only when another has ended.
    assert all(forks.wait(checkpoint) for checkpoint in reversed(taken))


def test_some_forks_wait_and_no_more(tmp_path: Path, forks: Forks) -> None:
    for _ in range(MOST_AT_ONCE + MOST_WAITING):
        assert forks.have_room
        forks.take(fork_that_waits_for(tmp_path / "end"))
    assert not forks.have_room
    (tmp_path / "end").touch()
    while not forks.have_room:
        forks.go_on()


def test_forks_that_say_nothing_are_dropped_and_others_go_on(tmp_path: Path, forks: Forks) -> None:
    (tmp_path / "end").touch()
    silent = [silent_fork() for _ in range(MOST_AT_ONCE)]
    telling = fork_that_waits_for(tmp_path / "end")
    for checkpoint in (*silent, telling):
        forks.take(checkpoint)
    assert forks.wait(telling, patience=0.5)
    assert not any(forks.wait(checkpoint) for checkpoint in silent)


def test_a_fork_that_has_ended_already_is_not_waited_for(forks: Forks) -> None:
    checkpoint = Checkpoint.set()
    if isinstance(checkpoint, Fork):
        checkpoint.end(well=True)
    forks.take(checkpoint)
    # It has said nothing but that it ended.
    assert select([checkpoint], [], [], 10)[0]
    began = time.monotonic()
    assert forks.wait(checkpoint, patience=5)
    assert time.monotonic() < began + 4


def test_a_fork_that_says_something_is_waited_for(tmp_path: Path, forks: Forks) -> None:
    began = time.monotonic()
    checkpoint = Checkpoint.set()
    if isinstance(checkpoint, Fork):
        while time.monotonic() < began + 2:
            checkpoint.goes_on()
            time.sleep(0.1)
        checkpoint.end(well=True)
    forks.take(checkpoint)
    assert forks.wait(checkpoint, patience=1.5)
    assert time.monotonic() >= began + 2


def test_a_fork_is_dropped_whether_it_waits_draws_or_has_ended(tmp_path: Path, forks: Forks) -> None:
    file = tmp_path / "end"
    taken = [fork_that_waits_for(file) for _ in range(MOST_AT_ONCE + 1)]
    for checkpoint in taken:
        forks.take(checkpoint)
    forks.drop(taken[0])
    forks.drop(taken[-1])
    file.touch()
    assert forks.wait(taken[1])
    forks.drop(taken[1])
    assert [forks.wait(checkpoint) for checkpoint in taken] == [False, True, False]
