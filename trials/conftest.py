"""How often each trial is tried, with which seed, and what was tried and held."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.shared import Shared
from tests.shared import shared as shared
from tests.undisturbed import Film, undisturbed_film


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--trials", type=int, default=100, help="how often each kind of trouble is tried")
    parser.addoption("--seed", type=int, default=int(time.time()), help="of the chances, to try them again")


class Tally:
    """Counts what is tried; what does not hold fails its test, and is not counted."""

    def __init__(self, properties: list[tuple[str, object]]) -> None:
        self._properties = properties
        self._held = 0

    def hold(self, trials: int = 1) -> None:
        """Note that so many trials held."""
        self._held += trials
        self._properties[:] = [("held", self._held)]


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    return Tally(request.node.user_properties)


@pytest.fixture
def trials(request: pytest.FixtureRequest) -> int:
    number: int = request.config.getoption("--trials")
    return number


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(f"{request.config.getoption('--seed')} {request.node.name}")


@pytest.fixture(scope="session")
def film(shared: Shared) -> Film:
    return undisturbed_film(shared)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was tried, and how often it held."""
    terminalreporter.section(f"what was tried (--seed {config.getoption('--seed')})")
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            held = dict(report.user_properties).get("held", 0)
            after = ", then one did not" if outcome == "failed" else ""
            said = report.head_line.removeprefix("test_").replace("_", " ").replace("[ ", "[")
            terminalreporter.write_line(f"{held:5} held{after}: {said}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "film"
