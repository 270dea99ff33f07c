from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from production.jobs.cache import Cache, digest_in_name
from production.jobs.scratch import Scratch
from tests.making import each_step


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def put(cache: Cache, file_name: str, content: bytes) -> Path:
    """Make a file in a scratch folder, and let the cache adopt it."""
    with Scratch(cache.scratch_root) as folder:
        file = folder / file_name
        file.write_bytes(content)
        return cache.adopt(file)


def test_what_was_kept_is_found(cache: Cache) -> None:
    path = put(cache, "k.mp4", b"film")
    assert cache.get("k.mp4") == path
    assert path.read_bytes() == b"film"
    assert cache.get("other.mp4") is None
    assert cache.get("k.json") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b"x" + path.read_bytes()[1:]),
        lambda path: path.write_bytes(path.read_bytes() + b"x"),
        lambda path: path.rename(path.with_name(path.name.replace(digest_in_name(path), "0" * 64))),
    ],
)
def test_what_is_damaged_was_never_there(cache: Cache, damage: Callable[[Path], object]) -> None:
    path = put(cache, "k.mp4", b"film")
    damage(path)
    assert cache.get("k.mp4") is None
    assert not path.exists()
    assert cache.get("k.mp4") is None
    assert put(cache, "k.mp4", b"film").read_bytes() == b"film"


def folder(path: Path) -> None:
    path.mkdir()
    (path / "something").touch()


@pytest.mark.parametrize("make", [folder, os.mkfifo, lambda path: path.symlink_to(path.parent / "nowhere")])
def test_what_is_no_file_in_the_place_of_one_was_never_there(
    cache: Cache, make: Callable[[Path], object]
) -> None:
    path = put(cache, "k.mp4", b"film")
    path.unlink()
    make(path)
    assert cache.get("k.mp4") is None
    assert put(cache, "k.mp4", b"film").read_bytes() == b"film"
    path.unlink()
    make(path)
    cache.trim()
    cache.clean()
    assert list(cache.folder.iterdir()) == [cache.scratch_root]


def test_a_folder_that_is_linked_to_is_not_emptied(cache: Cache, tmp_path: Path) -> None:
    folder(tmp_path / "mine")
    path = put(cache, "k.mp4", b"film")
    path.unlink()
    path.symlink_to(tmp_path / "mine")
    assert cache.get("k.mp4") is None
    path.symlink_to(tmp_path / "mine")
    cache.clean()
    assert (tmp_path / "mine" / "something").exists()


def test_killed_at_any_step_it_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    step = 0
    for step in each_step(partial(put, Cache(tmp_path / "cache"), "k.mp4", b"film" * 10_000)):
        cache = Cache(shutil.copytree(tmp_path / "cache", tmp_path / str(step)))
        assert all(path.read_bytes() == b"film" * 10_000 for path in cache.folder.glob("*.mp4"))
        put(cache, "other.mp4", b"")
        assert [path.name for path in cache.scratch_root.glob("*")] == [".gate"]
    assert step > 20


def test_the_oldest_used_goes_first(cache: Cache) -> None:
    old, used, new = (put(cache, f"{name}.mp4", bytes(100)) for name in ("old", "used", "new"))
    for age, path in enumerate([new, old, used]):
        os.utime(path, (1000 - age * 10, 1000 - age * 10))
    later = Cache(cache.folder, limit=250)
    assert later.get("used.mp4") == used
    later.trim()
    assert [path.exists() for path in (old, used, new)] == [False, True, True]


def test_timelines_and_clips_share_the_limit(cache: Cache) -> None:
    paths = [put(cache, f"{name}.{suffix}", bytes(100)) for name in "abc" for suffix in ("json", "mp4")]
    for age, path in enumerate(reversed(paths)):
        os.utime(path, (1000 - age, 1000 - age))
    later = Cache(cache.folder, limit=300)
    later.trim()
    assert [path.exists() for path in paths] == [False] * 3 + [True] * 3
    later.trim()
    assert sum(path.exists() for path in paths) == 3


def test_nothing_is_forgotten_while_another_works_there(cache: Cache) -> None:
    path = put(cache, "a.mp4", b"film")
    other = Cache(cache.folder, limit=0)
    with Scratch(cache.scratch_root) as folder:
        other.trim()
        with pytest.raises(BlockingIOError, match="a render is using"):
            other.clean()
        assert path.exists()
        assert folder.exists()
    other.trim()
    assert not path.exists()


def test_what_this_run_used_stays_whatever_the_limit(cache: Cache) -> None:
    kept = [put(cache, f"{name}.mp4", bytes(100)) for name in ("a", "b")]
    cache.limit = 0
    cache.trim()
    assert all(path.exists() for path in kept)


def test_clean_leaves_nothing_but_a_lock(cache: Cache) -> None:
    put(cache, "a.mp4", b"film")
    put(cache, "a.json", b"timeline")
    abandoned = Scratch(cache.scratch_root).folder
    abandoned.mkdir()
    abandoned.with_name(f"{abandoned.name}.lock").touch()
    cache.clean()
    assert [path for path in cache.folder.rglob("*") if path.is_file()] == [cache.scratch_root / ".gate"]
    Cache(cache.folder / "nowhere").clean()


def test_a_clock_that_was_set_back_loses_nothing(cache: Cache) -> None:
    path = put(cache, "k.mp4", b"film")
    os.utime(path, (4_000_000_000, 4_000_000_000))
    assert cache.get("k.mp4") == path
    assert put(cache, "k.mp4", b"film") == path


def test_a_text_that_another_process_replaces_just_now_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path / "cache")
    cache.scratch_root.mkdir(parents=True)

    def store(text: str) -> None:
        made = cache.scratch_root / "key.json"
        made.write_text(text, encoding="utf-8")
        cache.adopt(made)

    assert cache.read("key.json") is None
    store("ü")
    assert cache.read("key.json") == "ü"
    get = Cache.get

    def get_and_replace(self: Cache, name: str) -> Path | None:
        path = get(self, name)
        store("another")
        return path

    monkeypatch.setattr(Cache, "get", get_and_replace)
    assert cache.read("key.json") is None
    monkeypatch.undo()
    assert cache.read("key.json") == "another"


def test_a_cache_is_found_by_its_scratch_root_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    found = Cache.around(cache.scratch_root)
    assert found is not None
    assert found.folder == cache.folder
    # What a cluster's worker has is a folder of its own, where nothing may stay.
    assert Cache.around(tmp_path / "scenes-of-somebody" / "1f3c") is None
