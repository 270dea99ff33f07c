from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import partial
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


@pytest.fixture
def set_up(bare: Run, tmp_path: Path) -> Run:
    """Call ``run`` where all that it needs is installed; ``pytest`` only says that it is called."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "ruff", "mypy", "lint-imports", "pytest"):
        (programs / name).write_text(f"#!/bin/sh\n[ {name} != pytest ] || echo tested\n")
        (programs / name).chmod(0o755)
    return partial(bare, uv="exit 0")


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({"id": "echo 0", "apt_get": "exit 0"}, ["installing mediainfo ffmpeg chromium "]),
        ({"id": "echo 0", "apt_get": "exit 0", "mediainfo": "exit 0"}, ["installing ffmpeg chromium "]),
        ({"mediainfo": "exit 0", "ffprobe": "exit 0", "google_chrome": "exit 0"}, []),
        ({}, ["some tests are skipped without: mediainfo ffmpeg chromium "]),
        (
            {"id": "echo 1000", "apt_get": "exit 0"},
            ["some tests are skipped without: mediainfo ffmpeg chromium "],
        ),
        (
            {"id": "echo 0", "apt_get": "exit 1"},
            [
                "installing mediainfo ffmpeg chromium ",
                "some tests are skipped without: mediainfo ffmpeg chromium ",
            ],
        ),
    ],
)
def test_programs_that_read_films_are_installed_where_that_is_possible(
    set_up: Run, there: dict[str, str], said: list[str]
) -> None:
    done = set_up("test", **there)
    assert (done.returncode, done.stdout) == (0, "tested\n")
    assert done.stderr.splitlines() == [f"run: {line}" for line in said]


def test_what_makes_the_lesson_needs_no_program_that_reads_it(set_up: Run) -> None:
    done = set_up("lesson", id="echo 0", apt_get="exit 0")
    assert (done.returncode, done.stderr) == (0, "")


def test_continuous_integration_says_that_it_is_that(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    run = tmp_path / "run"
    run.write_text("#!/bin/sh\necho CI is $CI\n")
    run.chmod(0o755)
    done = subprocess.run([tmp_path / ".ci" / "run"], capture_output=True, text=True, check=True)
    assert done.stdout == "CI is true\n"


def test_uv_is_fetched_whatever_the_folder_is_called(bare: Run, tmp_path: Path) -> None:
    # In a folder with a quotation mark or a dollar in its name, a script of pip's own does not start.
    mkdir, cp, true = (shutil.which(name) for name in ("mkdir", "cp", "true"))
    fake_python = tmp_path / "fake-python"
    fake_python.write_text(
        f"""#!/bin/sh
case "$*" in
"-m venv "*) {mkdir} -p .bootstrap/bin; {cp} "$0" .bootstrap/bin/python ;;
"-m pip install "*) {cp} {true} .bootstrap/bin/uv; echo "fetched ${{0##*/}}" >&2 ;;
esac
"""
    )
    fake_python.chmod(0o755)
    done = bare("lesson", cc="exit 0", pkg_config="exit 0", python3=f'exec "{fake_python}" "$@"')
    assert "fetched python\n" in done.stderr
    assert "installing the locked dependencies" in done.stderr
