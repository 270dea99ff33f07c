"""Every stubborn scene, ended in every way; and a stop of the terminal's, which ends nothing."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.making import Making, files_in, kept_in, make
from tests.test_stopping import check_that_it_goes_on, stop
from trials.conftest import Tally

SCENES = ("HoldsTheLock", "IgnoresSignals", "IsStopped", "CatchesAll", "Forks", "StartsPrograms")


@pytest.mark.parametrize("scene", SCENES)
def test_stubborn(tmp_path: Path, tally: Tally, scene: str) -> None:
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
        folder = tmp_path / how.name
        stopped = stop(folder, how, scene)
        check_that_it_goes_on(folder, stopped, scene)
        tally.hold()


def test_stopped_by_its_terminal_for_a_while(tmp_path: Path, tally: Tally) -> None:
    undisturbed = make(tmp_path / "undisturbed").folder
    making = Making(tmp_path / "stopped")
    making.wait_for("timelines")
    # Ctrl-Z comes to the group of what was called, and so not to its workers.
    os.killpg(making.process.pid, signal.SIGSTOP)
    time.sleep(5)
    os.killpg(making.process.pid, signal.SIGCONT)
    assert making.end() == 0, making.err
    assert files_in(making.folder / "made") == files_in(undisturbed / "made")
    assert kept_in(making.folder / "cache") == kept_in(undisturbed / "cache")
    tally.hold()


def test_an_owner_whose_fork_keeps_its_connections(tmp_path: Path, tally: Tally) -> None:
    stubborn = tmp_path / "stubborn"
    making = Making(tmp_path, "--stubborn=HoldsTheLock", "--fork", STUBBORN=str(stubborn))
    making.wait_for("timelines")
    while not (stubborn / "HoldsTheLock").exists():
        assert making.process.poll() is None, making.process.communicate()
        time.sleep(0.02)
    making.process.kill()
    making.process.wait()
    deadline = time.monotonic() + 5
    # Only the fork is left.
    while len(making.process.running()) > 1:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    for process in making.process.running():
        process.kill()
    making.end()
    tally.hold()
