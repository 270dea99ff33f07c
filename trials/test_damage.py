"""A film whose cache is damaged, or whose disk is full."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.making import files_in, is_truthful, left_over, make, mount, render, small_disk
from tests.undisturbed import Film, check_that_it_is_finished, copy_of_the_cache
from trials.conftest import Tally


def _flip(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _scramble(content: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(len(content))


def _lengthen(content: bytes, chance: random.Random) -> bytes:
    return content + chance.randbytes(1 + chance.randrange(100))


Damage = Callable[[bytes, random.Random], bytes]
DAMAGES = (_flip, _cut, _scramble, _lengthen)


def test_a_file_of_the_cache_is_damaged(
    film: Film, folder: Path, chance: random.Random, trials: int, tally: Tally
) -> None:
    copy_of_the_cache(film, folder)
    for _ in range(trials):
        name = chance.choice(sorted(name for name, content in film.kept.items() if content))
        damage: Damage = chance.choice(DAMAGES)
        (folder / "cache" / name).write_bytes(damage(film.kept[name], chance))
        assert set(make(folder).kept) <= {name}
        assert files_in(folder / "made") == film.published
        (folder / "cache" / name).write_bytes(film.kept[name])
        tally.hold()


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_file_of_the_cache_is_damaged(
    film: Film, folder: Path, chance: random.Random, tally: Tally, damage: Damage
) -> None:
    copy_of_the_cache(film, folder)
    for name, content in film.kept.items():
        if content:
            (folder / "cache" / name).write_bytes(damage(content, chance))
    check_that_it_is_finished(film, folder, set())
    tally.hold(len(film.kept))


def test_a_file_of_the_cache_is_a_folder(film: Film, folder: Path, tally: Tally) -> None:
    copy_of_the_cache(film, folder)
    for name in film.kept:
        (folder / "cache" / name).unlink()
        (folder / "cache" / name).mkdir()
        make(folder)
        assert files_in(folder / "made") == film.published
        shutil.rmtree(folder / "cache" / name, ignore_errors=True)
        (folder / "cache" / name).write_bytes(film.kept[name])
        tally.hold()


def test_a_full_disk(tmp_path: Path, chance: random.Random, trials: int, tally: Tally) -> None:
    for number in range(max(1, trials // 4)):
        with small_disk(tmp_path / f"disk{number}", chance.randrange(4, 400, 4)) as disk:
            arguments = ["lesson", "-q", "l", "--quiet", "--media-dir", str(disk)]
            code, out, err = render(*arguments)
            if code != 0:
                assert (code, out) == (1, "")
                assert err.count("\n") == 1
                assert "No space left on device" in err
                assert left_over(disk) == []
                assert mount(disk, "size=2048k")
                code, out, err = render(*arguments)
            assert (code, err) == (0, "")
            assert is_truthful(disk / "480p15")
        tally.hold()
