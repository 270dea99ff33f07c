from __future__ import annotations

import errno
import json
import os
import shutil
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from production.deliverables.manifest import digests, manifest_path
from production.deliverables.publish import check_places, publish
from tests.making import each_step, files_in, is_truthful

NAMES = ["film.mp4", "film.mp4.manifest.json", "film.vtt"]


@pytest.fixture(params=["the same file system", "another file system"])
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a film goes from where it is made."""
    replace = Path.replace

    def refuse_across(path: Path, target: Path) -> Path:
        if path.parent != target.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(path, target)

    if request.param == "another file system":
        monkeypatch.setattr(Path, "replace", refuse_across)


def write_files(folder: Path, content: str) -> tuple[list[Path], Path]:
    """Two files and the manifest that tells their digests."""
    folder.mkdir(parents=True)
    files = [folder / "film.mp4", folder / "film.vtt"]
    for path in files:
        path.write_text(content * 10_000)
    manifest = manifest_path(files[0])
    manifest.write_text(json.dumps({"files": digests(files)}))
    return files, manifest


@pytest.mark.usefixtures("where")
def test_killed_at_any_step_a_film_is_the_old_one_or_the_new_one_and_its_manifest_truthful(
    tmp_path: Path,
) -> None:
    there = tmp_path / "there"
    publish(*at(write_files(tmp_path / "old", "old"), there))
    step = 0
    for step in each_step(partial(publish, *at(write_files(tmp_path / "new", "new"), there))):
        left = shutil.copytree(there, tmp_path / str(step))
        assert {path.name for path in left.iterdir()} >= {"film.mp4", "film.vtt"}
        for name in ("film.mp4", "film.vtt"):
            assert (left / name).read_text() in ("old" * 10_000, "new" * 10_000)
        assert is_truthful(left)
        publish(*at(write_files(tmp_path / f"again {step}", "again"), left))
        assert sorted(path.name for path in left.iterdir()) == NAMES
    assert step > 8


@pytest.mark.usefixtures("where")
def test_two_who_publish_at_once_take_turns(tmp_path: Path) -> None:
    there = tmp_path / "there"

    def publish_often(name: str) -> None:
        for number in range(20):
            files, manifest = write_files(tmp_path / f"{name}{number}", name)
            publish(files, there, manifest)

    threads = [threading.Thread(target=publish_often, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert is_truthful(there)
    assert sorted(path.name for path in there.iterdir()) == NAMES


def test_what_goes_as_it_is_looked_at_is_not_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    publish(*at(write_files(tmp_path / "old", "old"), there))
    exists = os.path.lexists

    def exists_until_now(path: Path) -> bool:
        was_there = exists(path)
        if path.parent == there:
            path.unlink(missing_ok=True)
        return was_there

    with monkeypatch.context() as patch:
        patch.setattr(os.path, "lexists", exists_until_now)
        check_places([there / name for name in NAMES])
    publish(*at(write_files(tmp_path / "new", "new"), there))
    assert is_truthful(there)


def test_what_cannot_be_copied_leaves_the_old_film_alone(tmp_path: Path) -> None:
    there = tmp_path / "there"
    files, manifest = write_files(tmp_path / "old", "old")
    publish(files, there, manifest)
    before = files_in(there)
    files, manifest = write_files(tmp_path / "new", "new")
    files[1].unlink()
    with pytest.raises(FileNotFoundError):
        publish(files, there, manifest)
    assert files_in(there) == before


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_in_the_way_is_named_and_the_old_film_left_alone(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    there = tmp_path / "there"
    publish(*at(write_files(tmp_path / "old", "old"), there))
    (there / name).unlink()
    make(there / name)
    before = files_in(there)
    with pytest.raises(FileExistsError) as error:
        publish(*at(write_files(tmp_path / "new", "new"), there))
    assert str(error.value) == (
        f"[Errno 17] what stands there is no file, and is in the way; move it: '{there / name}'"
    )
    assert files_in(there) == before


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_was_never_finished_is_not_in_the_way(tmp_path: Path, make: Callable[[Path], None]) -> None:
    there = tmp_path / "there"
    there.mkdir()
    make(there / ".unfinished-film.vtt")
    publish(*at(write_files(tmp_path / "new", "new"), there))
    assert sorted(files_in(there)) == NAMES


def test_a_link_gives_way_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    there = tmp_path / "there"
    publish(*at(write_files(tmp_path / "old", "old"), there))
    (tmp_path / "mine").mkdir()
    (tmp_path / "file").write_text("mine")
    for name, target in zip(NAMES, ("file", "nowhere", "mine"), strict=True):
        (there / name).unlink()
        (there / name).symlink_to(tmp_path / target)
    publish(*at(write_files(tmp_path / "new", "new"), there))
    assert is_truthful(there)
    assert sorted(files_in(there)) == NAMES
    assert not any(path.is_symlink() for path in there.iterdir())
    assert (tmp_path / "file").read_text() == "mine"
    assert list((tmp_path / "mine").iterdir()) == []


def test_a_lock_that_cannot_be_opened_says_how_to_go_on(tmp_path: Path) -> None:
    there = tmp_path / "there"
    publish(*at(write_files(tmp_path / "old", "old"), there))
    before = files_in(there)
    (there / ".publishing.lock").mkdir()
    with pytest.raises(IsADirectoryError, match="remove it, if no render is at work there"):
        publish(*at(write_files(tmp_path / "new", "new"), there))
    assert files_in(there) == before


def at(made: tuple[list[Path], Path], there: Path) -> tuple[list[Path], Path, Path]:
    """What ``publish`` is to be called with."""
    files, manifest = made
    return files, there, manifest
