"""The film on a real Dask cluster: a scheduler and two workers on this machine, each in its own folder."""

from __future__ import annotations

import gc
import hashlib
import json
import math
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

pytest.importorskip("distributed")

from production.errors import ClusterError, InvalidRequestError, RenderError
from production.film import SceneRef
from production.jobs.dask_pool import DaskPool
from production.jobs.dask_task import File, Result
from production.jobs.job import Job, TimelineJob
from production.jobs.pool import Task
from tests.making import (
    PROJECT,
    Making,
    cause,
    files_in,
    kept_in,
    left_over,
    make,
    render,
    render_in_a_terminal,
    start,
)
from tests.processes import Program

WITHOUT_PROJECT = """
import sys
sys.modules["production"] = None
from distributed.cli.dask_worker import main
main()
"""


TALK = {
    "talk.py": """
from production.film import Film, SceneRef
FILM = Film("talk", "A talk", (SceneRef("mine.py:Mine"),))
""",
    "mine.py": """
from manim import Create, Scene
from shape import shape
class Mine(Scene):
    def construct(self):
        self.play(Create(shape()), run_time=0.2)
""",
    "shape.py": "from manim import Square as shape",
}


class Cluster:
    """A scheduler and workers, each a process with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.stubborn = folder / "stubborn"
        """Once it is there, scenes that may be stubborn are."""
        told = folder / "address.json"
        scheduler = ("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        self.processes = [self._start("scheduler", *scheduler, "--scheduler-file", str(told))]
        # It is there before anything stands in it.
        self.wait_until(lambda: told.exists() and told.read_text().rstrip().endswith("}"))
        self.address = json.loads(told.read_text())["address"]
        self.workers = [self.add_worker(name, "-m", "distributed.cli.dask_worker") for name in ("one", "two")]

    def add_worker(self, name: str, *program: str) -> Program:
        """Start a worker, and wait until the scheduler knows it."""
        folder = str(self._folder / name)
        options = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", folder)
        worker = self._start(name, *program, self.address, *options)
        self.processes.append(worker)
        self.wait_until(lambda: "Registered to" in self.log(name))
        return worker

    def log(self, name: str) -> str:
        return (self._folder / name / "log").read_text()

    def wait_for_work(self) -> None:
        """Wait until a worker is at work, which it does in a process beneath it."""
        self.wait_until(lambda: any(is_at_work(worker) for worker in self.workers))

    def wait_for_rest(self) -> None:
        """Wait until no worker is at work."""
        self.wait_until(lambda: not any(is_at_work(worker) for worker in self.workers))

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
            process.wait_for_the_end()

    def _start(self, name: str, *arguments: str) -> Program:
        folder = self._folder / name
        folder.mkdir()
        with (folder / "log").open("w") as log:
            return Program(
                [*arguments, "--dashboard-address", "127.0.0.1:0"],
                {"TMPDIR": str(folder), "STUBBORN": str(self.stubborn)},
                cwd=folder,
                stdout=log,
                stderr=log,
            )

    def wait_until(self, condition: Any) -> None:
        deadline = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < deadline, self._folder
            time.sleep(0.02)


def names_in(folder: Path, pattern: str) -> set[str]:
    return {path.name for path in folder.glob(pattern)}


def is_at_work(worker: Program) -> bool:
    """Whether a worker does a job, beneath it."""
    return len(worker.running()) > 1


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.end()


def test_a_cluster_that_loses_its_workers_makes_the_identical_film(cluster: Cluster, tmp_path: Path) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    make(alone)
    making = Making(together, "--cluster", cluster.address)
    making.wait_for("timelines")
    cluster.wait_for_work()
    # Nobody else in the network can reach it.
    for process in cluster.processes:
        for connection in psutil.Process(process.pid).net_connections():
            assert connection.laddr.ip in ("127.0.0.1", "::1")
    first, second = sorted(cluster.workers, key=is_at_work, reverse=True)
    first.kill()
    first.wait()
    first.wait_for_the_end(3)
    making.wait_for("kept")
    second.kill()
    second.wait()
    lost = time.monotonic()
    assert making.process.stderr is not None
    said = making.process.stderr.readline().decode()
    assert said == f"the cluster at {cluster.address} has no worker; waiting for one (Ctrl-C ends it)\n"
    assert time.monotonic() - lost < 5
    cluster.workers = [cluster.add_worker("three", "-m", "distributed.cli.dask_worker")]
    assert making.end() == 0, making.err
    assert making.err == f"the cluster at {cluster.address} has a worker again\n"
    assert files_in(together / "made") == files_in(alone / "made")
    assert kept_in(together / "cache") == kept_in(alone / "cache")
    cluster.wait_for_rest()
    assert left_over(tmp_path) == []


def test_a_caller_that_is_stopped_leaves_nothing_running(cluster: Cluster, tmp_path: Path) -> None:
    scene = "tests.films.stubborn:HoldsTheLock"
    for how in (signal.SIGINT, signal.SIGKILL):
        cluster.stubborn.mkdir()
        media = tmp_path / how.name
        options = ("-q", "l", "--media-dir", str(media), "--cluster", cluster.address)
        process = start("tests/films/small_lesson.py", scene, *options)
        cluster.wait_until(lambda: list(cluster.stubborn.glob("*")))
        process.send_signal(how)
        begun = time.monotonic()
        out, err = process.communicate(timeout=20)
        cluster.wait_for_rest()
        assert time.monotonic() - begun < 4
        assert out == b""
        if how is signal.SIGINT:
            assert process.returncode == 130
            assert err.decode().strip() == "render.py: interrupted; what was finished is kept"
            assert left_over(media) == []
        cluster.wait_until(lambda: names_in(tmp_path, "cluster/*/scenes-of-*/*") == {".gate"})
        shutil.rmtree(cluster.stubborn)


def test_the_command_line_tells_how_far_a_cluster_is(cluster: Cluster, tmp_path: Path) -> None:
    arguments = ["lesson", "-q", "l", "--media-dir"]
    assert render(*arguments, str(tmp_path / "alone"), "--quiet")[0] == 0
    code, out, shown = render_in_a_terminal(
        *arguments, str(tmp_path / "together"), "--cluster", cluster.address
    )
    assert code == 0
    assert out.endswith("lesson.mp4\n")
    assert "0 of 2 scenes, 0 of 141 frames" in shown
    assert "2 of 2 scenes, 141 of 141 frames" in shown
    assert " MiB a worker" in shown.rpartition("141 frames drawn in 0:0")[2]
    assert files_in(tmp_path / "together" / "480p15") == files_in(tmp_path / "alone" / "480p15")
    # A film of others, whose workers share its folder.
    talk = tmp_path / "talk"
    talk.mkdir()
    for name, source in TALK.items():
        (talk / name).write_text(source, encoding="utf-8")
    film = [f"--film={talk}/talk.py", "talk", "-q", "l", "--quiet", f"--media-dir={talk}/media"]
    code, out, err = render(*film, "--cluster", cluster.address)
    assert (code, err) == (0, "")
    assert out.endswith("talk.mp4\n")

    match = re.search(r"Start worker at: +(tcp://\S+)", cluster.log("one"))
    assert match is not None
    worker = match[1]
    said = cause(*arguments, str(tmp_path / "again"), "--cluster", worker)
    assert said == f"render.py: no Dask scheduler answers at {worker}; start one, or check the address\n"

    # What somebody may put where a worker writes.
    precious = tmp_path / "precious"
    (precious / ("0" * 32)).mkdir(parents=True)
    (precious / f"{'0' * 32}.lock").touch()
    for folder in tmp_path.glob("cluster/*/scenes-of-*"):
        assert folder.stat().st_mode & 0o777 == 0o700
        folder.rename(folder.with_name("was"))
        folder.symlink_to(precious)
    said = cause(*arguments, str(tmp_path / "again"), "--cluster", cluster.address)
    assert re.fullmatch(
        r"render.py: \S+/scenes-of-\d+ is a link, so nothing is written there; remove it.*\n", said
    )
    assert len(list(precious.iterdir())) == 2

    cluster.add_worker("three", "-c", WITHOUT_PROJECT)
    said = cause(*arguments, str(tmp_path / "again"), "--cluster", cluster.address)
    assert "cannot import this project: No module named" in said


@contextmanager
def no_scheduler(answer: bytes) -> Iterator[str]:
    """Give the address of somebody who answers as no scheduler does."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            # Until the server is closed.
            with suppress(OSError):
                while True:
                    with server.accept()[0] as connection:
                        connection.sendall(answer)
                        while connection.recv(1 << 16):
                            pass

        Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


CONNECT = """
import sys
from production.errors import ClusterError
from production.jobs.dask_pool import DaskPool

for address in sys.argv[1:]:
    try:
        DaskPool(address, print, seconds=0.5)
    except ClusterError as error:
        print(error)
"""

ANSWERS = (b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 64, b"\0" * 64)


def test_no_scheduler_is_said_plainly() -> None:
    with ExitStack() as stack:
        addresses = ["tcp://127.0.0.1:9", *(stack.enter_context(no_scheduler(each)) for each in ANSWERS)]
        done = subprocess.run(
            [sys.executable, "-c", CONNECT, *addresses],
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
            check=True,
            timeout=40,
        )
    assert done.stderr == ""
    for address, said in zip(addresses, done.stdout.splitlines(), strict=True):
        assert said.startswith(
            (f"no Dask scheduler answers at {address}", f"{address} cannot be used as a Dask scheduler: ")
        )


def test_an_address_that_cannot_be_used_is_said_plainly_and_at_once() -> None:
    begun = time.monotonic()
    for _ in range(2):
        with pytest.raises(ClusterError, match=r"tls://127.0.0.1:9 cannot be used .* TLS expects a"):
            DaskPool("tls://127.0.0.1:9", print)
        with pytest.raises(InvalidRequestError, match=r"did you mean tcp://127.0.0.1:9\?"):
            DaskPool("http://127.0.0.1:9", print)
    # A client that was never connected would be waited for here.
    gc.collect()
    assert time.monotonic() - begun < 5


class Executor:
    """A cluster whose first answers come back damaged."""

    def __init__(self, damaged: int) -> None:
        self.damaged = damaged

    def submit(self, _: object, job: Job, destination: Path) -> Future[Result]:
        # A worker's current folder is another one.
        assert destination.is_absolute()
        future: Future[Result] = Future()
        digest = hashlib.sha256(b"clip").hexdigest()
        content = b"clap" if self.damaged > 0 else b"clip"
        future.set_result(Result((File("timeline.json", content, digest),), 0))
        self.damaged -= 1
        return future


def pool_of(executor: Executor) -> DaskPool:
    pool = object.__new__(DaskPool)
    pool.peak_memory = 0
    pool._retries = 4
    pool._looked = math.inf
    pool._client = SimpleNamespace(get_executor=lambda **_: executor)
    return pool


def test_what_comes_back_damaged_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("made").mkdir()
    task, file = Task(TimelineJob(SceneRef("films:Film"), ""), Path("made")), Path("made/timeline.json")
    came: list[Path] = []
    pool_of(Executor(damaged=3)).run([task], came.append, lambda _: None)
    assert came == [file]
    assert file.read_bytes() == b"clip"
    said = r"films:Film, in its dry run: its worker died \(its file came back damaged\), 5 times"
    with pytest.raises(RenderError, match=said):
        pool_of(Executor(damaged=9)).run([task], came.append, lambda _: None)
    assert came == [file]
