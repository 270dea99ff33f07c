"""A film whose making is ended at random moments, in every way that there is."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.making import Making, left_over
from tests.undisturbed import Film, check_that_it_is_finished, check_what_stands, copy_of_the_cache
from trials.conftest import Tally


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGKILL of all"])
def test_ended_while_it_is_drawn(
    film: Film, folder: Path, chance: random.Random, trials: int, tally: Tally, how: str
) -> None:
    whole: set[str] = set()
    for _ in range(trials):
        making = Making(folder)
        try:
            making.process.wait(timeout=chance.uniform(0, 0.9 * film.seconds))
        except subprocess.TimeoutExpired:
            _end(making, how)
        code = making.end()
        assert whole.isdisjoint(making.kept)
        whole = check_what_stands(film, folder)
        if "KILL" not in how:
            assert left_over(folder) == []
        tally.hold()
        if code == 0:
            # It got through: begin again from nothing.
            for name in ("cache", "made"):
                shutil.rmtree(folder / name)
            whole = set()
    check_that_it_is_finished(film, folder, whole)


def test_killed_while_it_is_published(
    film: Film, folder: Path, chance: random.Random, trials: int, tally: Tally
) -> None:
    copy_of_the_cache(film, folder)
    for _ in range(trials):
        shutil.rmtree(folder / "made")
        shutil.copytree(film.older, folder / "made")
        making = Making(folder)
        making.wait_for("clips")
        time.sleep(chance.uniform(0, film.seconds_to_publish))
        making.process.kill()
        making.end()
        assert making.kept == []
        assert check_what_stands(film, folder) == set(film.kept)
        tally.hold()
    check_that_it_is_finished(film, folder, set(film.kept))


def _end(making: Making, how: str) -> None:
    pid = making.process.pid
    if how == "SIGKILL of all":
        os.killpg(pid, signal.SIGKILL)
    elif how == "SIGINT":
        # Ctrl-C goes to every process of the terminal.
        os.killpg(pid, signal.SIGINT)
    else:
        os.kill(pid, signal.Signals[how])
