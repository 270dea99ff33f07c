"""The film on a real Dask cluster: a scheduler and two workers on this machine, each in its own folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

pytest.importorskip("distributed")

from production.cache import Cache
from production.workers import Workers
from tests.test_nothing_lost import make, processes_of, start, wait_for_the_end_of, wait_for_the_timelines_of

Cluster: TypeAlias = tuple[str, list[subprocess.Popen[bytes]]]

PROJECT = Path(__file__).parent.parent


def run(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    folder.mkdir()
    with (folder / "log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(PROJECT), "TMPDIR": str(folder)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler's address and its two workers."""
    scheduler = run(
        tmp_path / "scheduler",
        "dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(tmp_path / "address.json"),
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "address.json").exists():
        assert time.monotonic() < deadline, (tmp_path / "scheduler" / "log").read_text()
        time.sleep(0.1)
    workers = [
        run(
            tmp_path / name,
            "dask_worker",
            "--scheduler-file",
            str(tmp_path / "address.json"),
            "--no-nanny",
            "--nthreads",
            "1",
            "--no-dashboard",
            "--local-directory",
            str(tmp_path / name),
        )
        for name in ("one", "two")
    ]
    import json

    yield json.loads((tmp_path / "address.json").read_text())["address"], workers
    for process in [*workers, scheduler]:
        process.kill()
        process.wait()
        for child in processes_of(process.pid):
            os.kill(child, signal.SIGKILL)


def test_a_cluster_that_loses_a_worker_makes_the_identical_film(cluster: Cluster, tmp_path: Path) -> None:
    address, workers = cluster
    alone = make(tmp_path / "alone")
    process = start(tmp_path / "together", address)
    wait_for_the_timelines_of(process)
    deadline = time.monotonic() + 30
    # Kill it in the midst of its work, which runs in a process beneath it.
    while len(processes_of(workers[0].pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    workers[0].kill()
    workers[0].wait()
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert out.splitlines()[-1].split() == alone
    wait_for_the_end_of(workers[0].pid)


def test_no_scheduler_is_said_plainly(tmp_path: Path) -> None:
    with (
        Workers(Cache(tmp_path), cluster="tcp://127.0.0.1:9") as workers,
        pytest.raises(ConnectionError, match="no Dask scheduler answers"),
    ):
        workers.read_timelines(["tests.films.shapes:Movers"])
