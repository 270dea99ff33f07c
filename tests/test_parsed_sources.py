from __future__ import annotations

from pathlib import Path

import pytest

from production.jobs import parsed_sources
from production.jobs.cache import Cache
from production.jobs.parsed_sources import Import, Parsed, ParsedSources

SOURCE = b'''
"""A module's words
are on two lines."""
import os.path, sys
from . import beside
from ..above import one, two as another
def inner():
    from far.away import thing
    return "data.csv", "", "./", "\\udc80", "data.csv", 3, f"{thing} follows"
'''

PARSED = Parsed(
    (
        Import(None, 0, ("os.path", "sys")),
        Import("", 1, ("beside",)),
        Import("above", 2, ("one", "two")),
        Import("far.away", 0, ("thing",)),
    ),
    ("data.csv", "\udc80", " follows"),
)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    cache = Cache(tmp_path / "cache")
    cache.scratch_root.mkdir(parents=True)
    return cache


def test_imports_and_texts_are_found_wherever_they_stand() -> None:
    assert ParsedSources().of(SOURCE) == PARSED


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ('Path(__file__).parent / "data" / "deep" / "one.csv"', "data/deep/one.csv"),
        ('Path("data") / "deep" / f"one_{number}.csv"', "data/deep/one_"),
        ('os.path.join(os.path.dirname(__file__), "data", "one.csv")', "data/one.csv"),
        ('FOLDER.joinpath("data", "one.csv")', "data/one.csv"),
        ('f"{folder}/data/one.csv"', "data/one.csv"),
    ],
)
def test_paths_are_put_together(source: str, path: str) -> None:
    assert path in ParsedSources().of(source.encode()).texts


def test_a_long_sum_is_no_path() -> None:
    assert ParsedSources().of(" / ".join(["a"] * 900).encode()).texts == ()


def test_what_is_no_python_is_said(cache: Cache) -> None:
    sources = ParsedSources()
    with pytest.raises(SyntaxError):
        sources.of(b"def")
    sources.keep(cache, cache.scratch_root)
    assert not list(cache.folder.glob("*.json"))


def test_sources_are_parsed_once_and_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = ParsedSources()
    sources.of(SOURCE)
    sources.keep(cache, cache.scratch_root)
    parsed: list[bytes] = []
    parse = parsed_sources.parse

    def record(content: bytes) -> Parsed:
        parsed.append(content)
        return parse(content)

    monkeypatch.setattr(parsed_sources, "parse", record)
    again = ParsedSources()
    again.recall(cache)
    assert again.of(SOURCE) == again.of(SOURCE) == PARSED
    assert parsed == []
    assert again.of(b"import this") == Parsed((Import(None, 0, ("this",)),), ())
    again.keep(cache, cache.scratch_root)
    third = ParsedSources()
    third.recall(cache)
    third.of(SOURCE)
    third.of(b"import this")
    assert parsed == [b"import this"]


def test_nothing_is_stored_where_nothing_is_new(cache: Cache) -> None:
    sources = ParsedSources()
    sources.of(SOURCE)
    sources.keep(cache, cache.scratch_root)
    (stored,) = cache.folder.glob("*.json")
    before = stored.stat().st_ino
    again = ParsedSources()
    again.recall(cache)
    again.of(SOURCE)
    again.keep(cache, cache.scratch_root)
    assert stored.stat().st_ino == before


def test_only_so_many_are_kept_and_those_of_this_run_first(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsed_sources, "MOST_KEPT", 2)
    for run in (b"a = 1", b"b = 2", b"c = 3"):
        sources = ParsedSources()
        sources.recall(cache)
        sources.of(run)
        sources.keep(cache, cache.scratch_root)
    last = ParsedSources()
    last.recall(cache)
    monkeypatch.setattr(parsed_sources, "parse", lambda _: pytest.fail("parsed again"))
    assert last.of(b"c = 3") == last.of(b"b = 2") == Parsed((), ())


def test_what_other_code_parsed_is_not_used(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = ParsedSources()
    sources.of(SOURCE)
    sources.keep(cache, cache.scratch_root)
    monkeypatch.setattr(parsed_sources, "_file_name", lambda: f"{'0' * 32}.json")
    another = ParsedSources()
    another.recall(cache)
    assert another.of(SOURCE) == PARSED
    another.keep(cache, cache.scratch_root)
    assert len(list(cache.folder.glob("*.json"))) == 2
