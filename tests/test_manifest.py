from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from production.deliverables import manifest as manifest_module
from production.deliverables.manifest import (
    PACKAGES,
    BeatEntry,
    Manifest,
    SceneEntry,
    digests,
    manifest_path,
    versions,
)

MANIFEST = Manifest(
    film="lesson.mp4",
    title="A lesson – θ",
    width=64,
    height=48,
    frame_rate=15,
    transparent=False,
    sound=True,
    muted=False,
    master=False,
    full_chroma=False,
    scenes=(
        SceneEntry(
            "one",
            "films.one:One",
            "One",
            "Slow.",
            0.0,
            4.0,
            60,
            "12ab",
            (BeatEntry("A", "Words.", 0, 60, 59, "A: θ", "78ef", 0.5, 2.0),),
        ),
        SceneEntry(
            "two",
            "films.two:Two",
            "Two",
            "",
            4.0,
            95 / 15,
            95,
            "34cd",
            (
                BeatEntry("B", "", 60, 40, 99, "", "", 0.0, 0.0),
                BeatEntry("C", "θ", 100, 55, 152, "", "", 0.0, 0.0),
            ),
        ),
    ),
    parameters={"films.two:Two": {"beta": 0.9}},
    versions={"manim": "0.22.0"},
    files={"lesson.mp4": "56ef"},
)


def test_a_manifest_survives_its_file() -> None:
    assert Manifest.from_json(MANIFEST.to_json()) == MANIFEST


def test_a_manifest_adds_up_its_scenes() -> None:
    assert MANIFEST.length == 4.0 + 95 / 15
    assert MANIFEST.frames == 155
    nothing = replace(MANIFEST, scenes=())
    assert (nothing.length, nothing.frames) == (0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"scenes": []}',
        '{"scenes": [{"name": "one"}]}',
        MANIFEST.to_json().replace('"width"', '"breadth"'),
        MANIFEST.to_json().replace('"still_frame"', '"still"'),
        MANIFEST.to_json().replace('"first_frame": 60', '"first_frame": "60"'),
        MANIFEST.to_json().replace('"start": 4.0', '"start": null'),
        MANIFEST.to_json().replace('{\n    "manim": "0.22.0"\n  }', '["manim"]'),
    ],
)
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a manifest: "):
        Manifest.from_json(text)


def test_a_manifest_of_an_older_form_says_what_to_do() -> None:
    without_beats, without_shown = (json.loads(MANIFEST.to_json()) for _ in range(2))
    for scene in without_beats["scenes"]:
        del scene["beats"]
    for scene in without_shown["scenes"]:
        for beat in scene["beats"]:
            del beat["shown"]
    for fields in (without_beats, without_shown):
        with pytest.raises(ValueError, match="a manifest of an older form; make"):
            Manifest.from_json(json.dumps(fields))


def test_films_of_several_formats_have_a_manifest_each() -> None:
    assert manifest_path(Path("made/lesson.mp4")) == Path("made/lesson.mp4.manifest.json")
    assert manifest_path(Path("made/lesson.mov")) == Path("made/lesson.mov.manifest.json")


def test_files_are_digested_by_name(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"")
    (tmp_path / "a").write_bytes(b"abc")
    assert list(digests([tmp_path / "b", tmp_path / "a"]).items()) == [
        # The examples of FIPS 180-4.
        ("a", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("b", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ]


def test_a_package_that_does_not_say_that_it_is_there_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def version_unless_absent(package: str) -> str:
        if package == "pycairo":
            raise PackageNotFoundError(package)
        return version(package)

    monkeypatch.setattr(manifest_module, "version", version_unless_absent)
    found = versions()
    assert "pycairo" in PACKAGES
    assert set(found) == {"python", *PACKAGES, "libavcodec", "libavformat"} - {"pycairo"}
    assert found["manim"] == version("manim")
