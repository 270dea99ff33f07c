from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def bare(tmp_path: Path) -> Run:
    """Call ``run`` on a machine that has a shell and a few small programs, and nothing else."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "tr", "cat", "env"):
        (programs / name).symlink_to(shutil.which(name) or "")
    shutil.copy(ROOT / "run", tmp_path)

    def call(*arguments: str, **also: str) -> subprocess.CompletedProcess[str]:
        for name, script in also.items():
            program = programs / name.replace("_", "-")
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
        return subprocess.run(
            [tmp_path / "run", *arguments],
            env={"PATH": str(programs)},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.mark.parametrize("arguments", [(), ("film",)])
def test_an_unknown_task_shows_the_tasks(bare: Run, arguments: tuple[str, ...]) -> None:
    done = bare(*arguments)
    assert done.returncode == 2
    assert "./run lesson [options]" in done.stderr


@pytest.mark.parametrize(
    ("system", "manager", "says"),
    [
        ("Darwin", "brew", "xcode-select --install; brew install cairo pango"),
        ("Linux", "dnf", "sudo dnf install gcc cairo-devel pango-devel"),
        ("Linux", "pacman", "sudo pacman -S gcc cairo pango"),
        ("Linux", "other", "a C compiler, cairo and pango with their headers"),
    ],
)
def test_where_it_cannot_install_it_says_what_to_install(
    bare: Run, system: str, manager: str, says: str
) -> None:
    done = bare("test", uname=f"echo {system}", **{manager: "exit 1"})
    assert done.returncode == 1
    assert says in done.stderr


def test_without_root_and_sudo_it_says_what_root_must_do(bare: Run) -> None:
    done = bare("lesson", uname="echo Linux", id="echo 1000", apt_get="exit 1")
    assert done.returncode == 1
    assert "as root, then call ./run again: apt-get update && apt-get install gcc" in done.stderr
    for package in (
        "libcairo2-dev",
        "libpango1.0-dev",
        "pkg-config",
        "python3",
        "python3-venv",
        "python3-dev",
    ):
        assert f" {package} " in done.stderr


def test_what_is_still_missing_after_the_installation_is_named(bare: Run) -> None:
    done = bare("lesson", uname="echo Linux", id="echo 0", apt_get="exit 0")
    assert done.returncode == 1
    assert "run: installing gcc" in done.stderr
    assert "still missing after the installation: gcc" in done.stderr
