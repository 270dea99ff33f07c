"""Whatever a scene does, nothing of it runs three seconds after it was stopped; what is finished is kept."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.making import Making, kept_in, left_over, make

SECONDS = 3

SHARED_MEMORY = Path("/dev/shm")


def shared_memory() -> set[str]:
    return {path.name for path in SHARED_MEMORY.iterdir()} if SHARED_MEMORY.is_dir() else set()


def stop(folder: Path, how: signal.Signals, *scenes: str, group: bool = False) -> Making:
    """Make a film until its last scenes are at their worst, and stop it."""
    stubborn = folder / "stubborn"
    making = Making(folder, *(f"--stubborn={name}" for name in scenes), STUBBORN=str(stubborn))
    making.wait_for("timelines")
    while not {*scenes} <= {path.name for path in stubborn.glob("*")}:
        assert making.process.poll() is None, making.process.communicate()
        time.sleep(0.02)
    if group:
        os.killpg(making.process.pid, how)
    else:
        making.process.send_signal(how)
    making.process.wait_for_the_end(SECONDS)
    stubborn.rename(folder / "was_stubborn")
    making.end()
    return making


def check_that_it_goes_on(folder: Path, stopped: Making, *scenes: str) -> None:
    """Make the film to its end; nothing that was finished is made again."""
    finished = {*kept_in(folder / "cache")}
    assert {*stopped.kept} <= finished
    again = make(folder, *(f"--stubborn={name}" for name in scenes))
    assert finished.isdisjoint(again.kept)
    assert {*again.kept} | finished == {*kept_in(folder / "cache")}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_politely_whatever_its_scenes_do(tmp_path: Path, how: signal.Signals) -> None:
    scenes = ("IgnoresSignals", "IsStopped")
    making = stop(tmp_path, how, *scenes)
    assert (making.process.returncode, making.err) == (130, "")
    assert left_over(tmp_path) == []
    if how is signal.SIGHUP:
        assert [name for name in making.kept if name.endswith(".mp4")]
        check_that_it_goes_on(tmp_path, making, *scenes)


@pytest.mark.parametrize("group", [False, True])
def test_its_death_ends_whatever_its_scenes_do(tmp_path: Path, group: bool) -> None:
    before = shared_memory()
    making = stop(tmp_path, signal.SIGKILL, "HoldsTheLock", "Forks", "StartsPrograms", group=group)
    assert making.process.returncode == -signal.SIGKILL
    assert shared_memory() <= before


def test_what_a_crashed_worker_started_ends_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "stubborn"
    making = Making(tmp_path, "--stubborn=Crashes", STUBBORN=str(folder))
    assert making.end() == 1
    said = making.err.splitlines()[-1]
    assert "Crashes, beat 2 (It goes on): its worker died (exit status 3), 2 times; the scene" in said
