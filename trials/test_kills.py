"""A film whose making is ended at random moments, in every way that there is."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from tests.making import Making, left_over
from tests.undisturbed import Film, ended_while_it_is_drawn, killed_while_it_is_published
from trials.conftest import Tally


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGKILL of all"])
def test_ended_while_it_is_drawn(
    film: Film, folder: Path, chance: random.Random, trials: int, tally: Tally, how: str
) -> None:
    for _ in ended_while_it_is_drawn(film, folder, chance, trials, lambda making: _end(making, how)):
        if "KILL" not in how:
            assert left_over(folder) == []
        tally.hold()


def test_killed_while_it_is_published(
    film: Film, folder: Path, chance: random.Random, trials: int, tally: Tally
) -> None:
    for _ in killed_while_it_is_published(film, folder, chance, trials):
        tally.hold()


def _end(making: Making, how: str) -> None:
    pid = making.process.pid
    if how == "SIGKILL of all":
        os.killpg(pid, signal.SIGKILL)
    elif how == "SIGINT":
        # Ctrl-C goes to every process of the terminal.
        os.killpg(pid, signal.SIGINT)
    else:
        os.kill(pid, signal.Signals[how])
