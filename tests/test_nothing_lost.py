"""A film that is killed, starved or damaged at any moment comes out as if nothing had happened."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

import pytest

from production.jobs.known_clips import LOOKS
from tests.making import (
    Making,
    cause,
    files_in,
    is_truthful,
    left_over,
    make,
    mount,
    render,
    small_disk,
    start,
)
from tests.shared import Shared
from tests.undisturbed import (
    Film,
    check_that_it_is_finished,
    check_what_stands,
    copy_of_the_cache,
    ended_while_it_is_drawn,
    killed_while_it_is_published,
    undisturbed_film,
)

LESSON = ("lesson", "-q", "l", "--quiet", "-j", "1")
"""A small film by render.py, of one worker: more take longer to start than there is to draw."""

KILLS = 2
"""How often in each way; `./run trials` kills by the hundred."""


@pytest.fixture(scope="session")
def film(shared: Shared) -> Film:
    return undisturbed_film(shared)


def test_killed_at_random_moments_while_it_is_drawn(film: Film, tmp_path: Path) -> None:
    for _ in ended_while_it_is_drawn(
        film, tmp_path, random.Random(20), KILLS, lambda making: making.process.kill()
    ):
        pass


def test_killed_at_random_moments_while_it_is_published(film: Film, tmp_path: Path) -> None:
    for _ in killed_while_it_is_published(film, tmp_path / "film", random.Random(21), KILLS):
        pass


@pytest.mark.parametrize(
    ("moment", "how", "delays"),
    [
        ("timelines", signal.SIGTERM, (0.7,)),
        ("kept", signal.SIGINT, (0.1,)),
        ("clips", signal.SIGTERM, (0.1, 0.7)),
    ],
)
def test_stopped_politely(
    film: Film, tmp_path: Path, moment: str, how: signal.Signals, delays: Sequence[float]
) -> None:
    folder = tmp_path / "film"
    if moment == "clips":
        copy_of_the_cache(film, folder)
    for delay in delays:
        making = Making(folder)
        making.wait_for(moment)
        time.sleep(delay * (film.seconds_to_publish if moment == "clips" else film.seconds / 2))
        # Ctrl-C goes to every process of the terminal.
        os.killpg(making.process.pid, how) if how is signal.SIGINT else making.process.send_signal(how)
        code = making.end()
        assert code == 130 or making.lines[-1] == "made", making.err
        assert making.err == ""
        assert left_over(folder) == []
        whole = check_what_stands(film, folder)
    check_that_it_is_finished(film, folder, whole)


def test_two_at_once_in_one_folder(film: Film, tmp_path: Path) -> None:
    both = [Making(tmp_path), Making(tmp_path)]
    for making in both:
        assert making.end() == 0, making.err
    assert left_over(tmp_path) == []
    check_that_it_is_finished(film, tmp_path, set(film.kept))


def test_two_different_films_at_once_into_one_destination(tmp_path: Path) -> None:
    destination = tmp_path / "made"
    arguments = [*LESSON, "-o", str(destination)]
    usual, wide = (
        start("tests/films/small_lesson.py", *arguments, "--media-dir", str(tmp_path / name), *options)
        for name, options in {"usual": [], "wide": ["--side", "3"]}.items()
    )
    for process in (usual, wide):
        out, said = process.communicate(timeout=120)
        assert (process.returncode, said) == (0, b"")
        assert out.endswith(b"lesson.mp4\n")
    assert left_over(tmp_path) == []
    code, _, err = render("check", str(destination / "lesson.mp4"))
    assert code == 0, err


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def test_a_damaged_file_of_the_cache_is_made_again_and_no_other(film: Film, tmp_path: Path) -> None:
    folder = copy_of_the_cache(film, tmp_path / "film")
    assert {path.suffix for path in (folder / "cache").iterdir()} == {".json", LOOKS, ".mp4", ".typeset", ""}
    damaged = {
        name: damage(content)
        for (name, content), damage in zip(sorted(film.kept.items()), cycle([flip, cut]), strict=False)
    }
    made_again = set()
    for name, content in damaged.items():
        (folder / "cache" / name).write_bytes(content)
        again = make(folder).kept
        assert set(again) <= {name}
        made_again.update(again)
        assert files_in(folder / "made") == film.published
        (folder / "cache" / name).write_bytes(film.kept[name])
    # What is known of sources, and of two scenes: timeline, which was the last, clip. A beat is not missed
    # while its scene's clip is whole.
    assert len(made_again) == 7
    for name, content in damaged.items():
        (folder / "cache" / name).write_bytes(content)
    assert sorted(make(folder).kept) == sorted(film.kept)
    check_that_it_is_finished(film, folder, set(film.kept))


@pytest.mark.parametrize("time", [0, 4_000_000_000])
def test_a_clock_that_was_set(film: Film, tmp_path: Path, time: int) -> None:
    folder = copy_of_the_cache(film, tmp_path / "film")
    for path in folder.glob("*/*"):
        os.utime(path, (time, time))
    check_that_it_is_finished(film, folder, set(film.kept))


def test_a_full_disk_under_the_cache_that_grows_little_by_little(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4) as disk:
        arguments = [*LESSON, "--media-dir", str(disk)]
        fillings = 0
        while (code := (said := render(*arguments))[0]) != 0:
            assert (code, said[1]) == (1, "")
            assert said[2].startswith("render.py: ")
            assert said[2].count("\n") == 1
            assert "No space left on device" in said[2]
            assert str(disk) in said[2]
            assert left_over(disk) == []
            fillings += 1
            assert mount(disk, f"size={4 + 16 * fillings}k")
        # A timeline, a clip, the assembled film or what lies beside it did not fit.
        assert fillings >= 4
        assert render("check", "-q", "l", "--media-dir", str(disk))[0] == 0


def test_a_full_disk_under_the_destination_leaves_the_older_film_whole(tmp_path: Path) -> None:
    def arguments(*options: str) -> list[str]:
        return [*LESSON, "--media-dir", str(tmp_path), "-o", str(disk), *options]

    with small_disk(tmp_path / "disk", 1024) as disk:
        assert render(*arguments())[0] == 0
        older = files_in(disk)
        used = os.statvfs(disk)
        kibibytes = (used.f_blocks - used.f_bfree) * used.f_bsize // 1024
        for more in (0, 16):
            assert mount(disk, f"size={kibibytes + more}k")
            assert "No space left on device" in cause(*arguments("--side", "3"))
            assert files_in(disk) == older
        assert mount(disk, "size=1024k")
        assert render(*arguments("--side", "3"))[0] == 0
        assert files_in(disk).keys() == older.keys()
        assert files_in(disk) != older
        assert is_truthful(disk)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1024) as disk:
        (disk / "there").mkdir()
        assert mount(disk, "ro")
        said = cause(*LESSON, "--media-dir", str(disk))
        assert f"Read-only file system: '{disk}'" in said
        for destination, folder in ((disk / "there", disk / "there"), (disk / "new", disk)):
            said = cause(*LESSON, "--media-dir", str(tmp_path / "media"), "-o", str(destination))
            assert f"Read-only file system: '{folder}'" in said
        assert left_over(tmp_path / "media") == []
        assert mount(disk, "rw")
        assert render(*LESSON, "--media-dir", str(tmp_path / "media"), "-o", str(disk / "new"))[0] == 0
        assert is_truthful(disk / "new")


def test_what_is_in_the_way_of_a_film_is_named_before_anything_is_drawn(tmp_path: Path) -> None:
    there = tmp_path / "480p15"
    (there / "lesson.mp4.vtt").mkdir(parents=True)
    assert cause(*LESSON, "--media-dir", str(tmp_path)) == (
        "render.py: [Errno 17] what stands there is no file, and is in the way; "
        f"move it: '{there / 'lesson.mp4.vtt'}'\n"
    )
    assert not (tmp_path / "cache").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "cache").write_text("in the way")
    lesson = [*LESSON, "--media-dir"]
    assert "Not a directory: '" in cause(*lesson, str(tmp_path / "media"))
    assert "Not a directory: '" in cause(
        *lesson, str(tmp_path / "there"), "-o", str(tmp_path / "file" / "in")
    )


@pytest.mark.parametrize(("which", "moment"), [("cache", "kept"), ("made", "clips")])
def test_a_folder_that_vanishes_meanwhile(film: Film, tmp_path: Path, which: str, moment: str) -> None:
    folder = tmp_path / "film"
    if moment == "clips":
        copy_of_the_cache(film, folder)
    else:
        (folder / "made").mkdir(parents=True)
    making = Making(folder)
    making.wait_for(moment)
    shutil.rmtree(folder / which, ignore_errors=True)
    if making.end() != 0:
        # Through render.py this is all that is said of it; the second is what Manim says of a formula.
        said = making.err.splitlines()[-1]
        assert "FileNotFoundError: [Errno 2] No such file or directory" in said or "could not find" in said
    check_that_it_is_finished(film, folder, check_what_stands(film, folder))
