"""A film that is killed, starved or damaged at any moment comes out as if nothing had happened."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TypeAlias

import pytest

Film: TypeAlias = tuple[list[str], float]

PROJECT = Path(__file__).parent.parent
KILLS = 20


def start(folder: Path, *scenes: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(PROJECT / "tests/films/make.py"), str(folder), *scenes],
        cwd=folder.parent,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def make(folder: Path, *scenes: str) -> list[str]:
    """The digests of a film made without disturbance."""
    process = start(folder, *scenes)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.splitlines()[-1].split()


def processes_of(session: int) -> list[int]:
    """Processes of a session that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def wait_for_the_timelines_of(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "timelines\n"


def wait_for_the_end_of(session: int) -> None:
    deadline = time.monotonic() + 20
    while processes_of(session):
        assert time.monotonic() < deadline, f"still running: {processes_of(session)}"
        time.sleep(0.05)


def left_over(folder: Path) -> list[str]:
    work = folder / "work"
    return [path.name for path in work.iterdir() if path.name != ".gate"] if work.is_dir() else []


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The digests of the film, and the seconds it takes."""
    begun = time.monotonic()
    digests = make(tmp_path_factory.mktemp("undisturbed") / "cache")
    return digests, time.monotonic() - begun


def test_killed_at_twenty_random_moments(film: Film, tmp_path: Path) -> None:
    digests, seconds = film
    folder = tmp_path / "cache"
    chance = random.Random(20)
    kills = 0
    while kills < KILLS:
        process = start(folder)
        try:
            process.wait(timeout=chance.uniform(0, seconds * 0.8))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        process.communicate()
        wait_for_the_end_of(process.pid)
        if process.returncode == 0:
            # It got through in between: begin again from nothing.
            shutil.rmtree(folder)
    assert make(folder) == digests
    assert left_over(folder) == []


@pytest.mark.parametrize(("how", "share"), [(signal.SIGTERM, 0.3), (signal.SIGINT, 0.7)])
def test_stopped_politely(film: Film, tmp_path: Path, how: signal.Signals, share: float) -> None:
    digests, seconds = film
    folder = tmp_path / "cache"
    process = start(folder)
    time.sleep(seconds * share)
    # Ctrl-C goes to every process of the terminal.
    os.killpg(process.pid, how) if how is signal.SIGINT else process.send_signal(how)
    _, err = process.communicate(timeout=20)
    assert process.returncode in (130, -how, 0), err
    wait_for_the_end_of(process.pid)
    assert left_over(folder) == []
    assert make(folder) == digests


def test_a_worker_whose_caller_dies_ends(film: Film, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    process = start(folder)
    wait_for_the_timelines_of(process)
    assert len(processes_of(process.pid)) >= 3
    process.kill()
    process.communicate()
    wait_for_the_end_of(process.pid)
    assert left_over(folder) == []


def test_two_at_once_in_one_folder(film: Film, tmp_path: Path) -> None:
    digests, _ = film
    folder = tmp_path / "cache"
    both = [start(folder), start(folder)]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert out.splitlines()[-1].split() == digests
    assert left_over(folder) == []


def test_every_file_of_the_cache_damaged(film: Film, tmp_path: Path) -> None:
    digests, _ = film
    folder = tmp_path / "cache"
    make(folder)
    chance = random.Random(7)
    for path in folder.iterdir():
        if path.is_file():
            data = bytearray(path.read_bytes())
            if data and chance.random() < 0.5:
                data[chance.randrange(len(data))] ^= 0xFF
            else:
                del data[len(data) // 2 :]
            path.write_bytes(data)
    assert make(folder) == digests
    assert make(folder) == digests


def test_a_clock_set_back(film: Film, tmp_path: Path) -> None:
    digests, _ = film
    folder = tmp_path / "cache"
    make(folder)
    for path in folder.iterdir():
        os.utime(path, (4_000_000_000, 4_000_000_000))
    assert make(folder) == digests


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk(film: Film, tmp_path: Path) -> None:
    digests, _ = film
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("cannot mount a small disk here")
    try:
        process = start(disk / "cache")
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "No space left on device" in err
        wait_for_the_end_of(process.pid)
        assert left_over(disk / "cache") == []
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert make(disk / "cache") == digests
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    process = start(tmp_path / "cache")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "cache" in err.splitlines()[-1]
    assert "Error" in err.splitlines()[-1]
    wait_for_the_end_of(process.pid)


def test_a_folder_that_vanishes_meanwhile(film: Film, tmp_path: Path) -> None:
    digests, _ = film
    folder = tmp_path / "cache"
    process = start(folder)
    wait_for_the_timelines_of(process)
    shutil.rmtree(folder, ignore_errors=True)
    process.communicate(timeout=60)
    wait_for_the_end_of(process.pid)
    assert make(folder) == digests
