"""``check`` on anything that may stand in a film's place: it says what is wrong, whatever that is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from production.deliverables.conformance import problems
from production.deliverables.delivery import files_of
from production.deliverables.manifest import Manifest, digests, manifest_path
from tests.finished import KINDS, Kind, write

Json: TypeAlias = Any

any_json: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)

often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
at_each_kind = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, Path]:
    folder = tmp_path_factory.mktemp("films")
    return {kind: write(kind, folder / str(kind)) for kind in KINDS}


@pytest.fixture(scope="module")
def film(films: dict[Kind, Path]) -> Path:
    """The smallest."""
    return min(films.values(), key=lambda film: film.stat().st_size)


def problems_with(path: Path, content: bytes) -> list[str]:
    """What is wrong with a film when a file of it has another content."""
    film = path.with_name(path.name.partition(".manifest.")[0])
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        return problems(film)
    finally:
        path.write_bytes(before)


def paths_in(value: Json) -> list[tuple[Any, ...]]:
    """Where something stands in what was read of JSON."""
    if isinstance(value, dict):
        items: list[tuple[Any, Json]] = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    else:
        items = []
    return [(), *((key, *path) for key, inner in items for path in paths_in(inner))]


def changed(value: Json, path: tuple[Any, ...], change: Callable[[Any, Any], object]) -> Json:
    """Change something in what was read of JSON, by what it stands in and its key there."""
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    change(inner, path[-1])
    return value


@often
@given(value=any_json)
@example(value=[[]])
@example(value={"scenes": {}})
def test_any_json_is_no_manifest(film: Path, value: Json) -> None:
    assert problems_with(manifest_path(film), json.dumps(value).encode())


@often
@given(content=st.binary(max_size=40))
@example(content=b"[" * 100_000)
@example(content=b"9" * 5000)
def test_any_bytes_are_no_manifest(film: Path, content: bytes) -> None:
    assert problems_with(manifest_path(film), content)


def test_a_manifest_without_scenes_does_not_pass(film: Path) -> None:
    manifest = json.loads(manifest_path(film).read_bytes()) | {"scenes": []}
    (said,) = problems_with(manifest_path(film), json.dumps(manifest).encode())
    assert said.endswith("is not a manifest: it has no scenes")


@often
@given(data=st.data())
def test_a_manifest_with_anything_else_in_it_does_not_pass(film: Path, data: st.DataObject) -> None:
    manifest = json.loads(manifest_path(film).read_bytes())
    described = [path for path in paths_in(manifest) if path and path[0] not in ("parameters", "versions")]
    path = data.draw(st.sampled_from(described))
    value = data.draw(any_json)
    before, written = deepcopy(manifest), json.dumps(manifest)
    changed(manifest, path, lambda inner, key: inner.__setitem__(key, value))
    found = problems_with(manifest_path(film), json.dumps(manifest).encode())
    says_nothing_of_the_film = path[0] == "scenes" and path[-1] in ("name", "scene", "sha256", "lab")
    # 0 is as good as 0.0, but True is no 1.
    same = json.dumps(manifest) == written or (manifest == before and not isinstance(value, bool))
    assert found or same or says_nothing_of_the_film or is_near(value, path)


def is_near(value: Json, path: tuple[Any, ...]) -> bool:
    """Whether a time, or a still's frame, may as well be so."""
    return path[-1] in ("start", "length", "still_frame") and isinstance(value, int | float)


@often
@given(data=st.data())
def test_a_manifest_that_lacks_something_does_not_pass(film: Path, data: st.DataObject) -> None:
    manifest = json.loads(manifest_path(film).read_bytes())
    path = data.draw(st.sampled_from([path for path in paths_in(manifest) if path]))
    changed(manifest, path, lambda inner, key: inner.__delitem__(key))
    found = problems_with(manifest_path(film), json.dumps(manifest).encode())
    # A scene without a state of the lab is as whole as one with.
    assert found or path[0] in ("parameters", "versions") or path[-1] == "lab"


@pytest.mark.parametrize(
    "name", ["../lesson.mp4", "/etc/passwd", "a/b", "..", ".", "", "a\0b", "./lesson.mp4", "lesson.mp4/"]
)
def test_a_name_that_leads_elsewhere_is_refused(film: Path, name: str) -> None:
    manifest = json.loads(manifest_path(film).read_bytes())
    manifest["files"][name] = "0" * 64
    with pytest.raises(ValueError, match="is no name of a file beside the film"):
        Manifest.from_json(json.dumps(manifest))
    (said,) = problems_with(manifest_path(film), json.dumps(manifest).encode())
    assert "is no name of a file beside the film" in said


@pytest.mark.parametrize("kind", KINDS, ids=str)
@at_each_kind
@given(share=st.floats(0, 1, exclude_max=True))
@example(share=0.0)
@example(share=0.9999)
def test_a_film_that_breaks_off_does_not_pass(films: dict[Kind, Path], kind: Kind, share: float) -> None:
    film = films[kind]
    whole = film.read_bytes()
    assert f"{film.name} has changed since it was made" in problems_with(
        film, whole[: int(share * len(whole))]
    )


@pytest.mark.parametrize("kind", KINDS, ids=str)
@at_each_kind
@given(data=st.data())
def test_a_garbled_film_does_not_pass(films: dict[Kind, Path], kind: Kind, data: st.DataObject) -> None:
    film = films[kind]
    content = bytearray(film.read_bytes())
    # What a player reads first stands at the beginning, and breaks more.
    places = st.integers(0, 2000) | st.integers(0, len(content) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    if content != film.read_bytes():
        assert f"{film.name} has changed since it was made" in problems_with(film, bytes(content))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_film_that_breaks_off_is_found_without_its_digest(films: dict[Kind, Path], kind: Kind) -> None:
    film, manifest = films[kind], manifest_path(films[kind])
    whole, said = film.read_bytes(), manifest.read_bytes()
    try:
        for share in (0.1, 0.5, 0.9):
            film.write_bytes(whole[: int(share * len(whole))])
            fields = json.loads(said)
            fields["files"] |= digests([film])
            manifest.write_text(json.dumps(fields), encoding="utf-8")
            assert problems(film)
    finally:
        film.write_bytes(whole)
        manifest.write_bytes(said)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_what_is_no_file_is_said_to_be_missing(film: Path, make: Callable[[Path], object]) -> None:
    for path in files_of(film):
        if path == film:
            continue
        before = path.read_bytes()
        path.unlink()
        make(path)
        try:
            assert any(path.name in problem for problem in problems(film))
        finally:
            path.rmdir() if path.is_dir() else path.unlink()
            path.write_bytes(before)


@pytest.mark.parametrize("ending", ["vtt", "srt", "chapters.vtt", "transcript.md"])
def test_a_text_that_says_something_else_is_found_without_its_digest(film: Path, ending: str) -> None:
    path, manifest = film.with_name(f"{film.name}.{ending}"), manifest_path(film)
    text, said = path.read_text(encoding="utf-8"), manifest.read_bytes()
    word = "One" if ending == "chapters.vtt" else "slow"
    try:
        path.write_text(text.replace(word, "quick"), encoding="utf-8")
        fields = json.loads(said)
        fields["files"] |= digests([path])
        manifest.write_text(json.dumps(fields), encoding="utf-8")
        (problem,) = problems(film)
        assert path.name in problem
        assert "quick" in problem
    finally:
        path.write_text(text, encoding="utf-8")
        manifest.write_bytes(said)
