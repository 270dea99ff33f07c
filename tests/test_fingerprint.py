from __future__ import annotations

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import get_args

import pytest

from production.film import SceneRef
from production.jobs import sources as sources_module
from production.jobs.clip_assembly import CONCAT
from production.jobs.fingerprint import DRAWN_WITH, JOINED_WITH, Fingerprints, fingerprint, key
from production.jobs.job import ClipJob, Job, LookAgainJob, StillJob, TimelineJob, TrackJob
from production.jobs.sources import Snapshot, Sources
from tests.making import PROJECT


def test_keys_tell_values_apart() -> None:
    assert key("a", "bc") != key("ab", "c")
    assert key(1.0) != key("1.0")
    assert key("a", 1) == key("a", 1)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project that can be changed."""
    folder = tmp_path / "project"
    for name, source in {
        "films/__init__.py": "",
        "films/scene.py": "from films import look\nfrom numbers_of.model import speed\n",
        "films/look.py": "COLOUR = 'red'\n",
        "films/other.py": "",
        "films/sound.csv": "1,2\n",
        "numbers_of/__init__.py": "",
        "numbers_of/model.py": "import math\nfrom numbers_of.deep import deeper\nspeed = 1\n",
        "numbers_of/deep.py": "def deeper():\n    import numbers_of.deepest\n",
        "numbers_of/deepest.py": "",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize(
    "name",
    [
        "films/scene.py",
        "films/look.py",
        "films/__init__.py",
        "films/sound.csv",
        "numbers_of/model.py",
        "numbers_of/deep.py",
        "numbers_of/deepest.py",
    ],
)
def test_a_change_anywhere_beneath_a_scene_changes_its_fingerprint(project: Path, name: str) -> None:
    before = fingerprint(SceneRef("films.scene:Scene"), ClipJob.root)
    assert fingerprint(SceneRef("films.scene:Scene"), ClipJob.root) == before
    (project / name).write_text("# changed\n")
    assert fingerprint(SceneRef("films.scene:Scene"), ClipJob.root) != before


def test_a_change_elsewhere_does_not(project: Path) -> None:
    before = fingerprint(SceneRef("films.scene:Scene"), ClipJob.root)
    (project / "films/other.py").write_text("# changed\n")
    assert fingerprint(SceneRef("films.scene:Scene"), ClipJob.root) == before


def test_fingerprints_of_one_moment_are_those_of_the_sources_then(project: Path) -> None:
    scene = SceneRef("films.scene:Scene")
    now = {job.root: fingerprint(scene, job.root) for job in (ClipJob, StillJob)}
    fingerprints = Fingerprints(now)
    assert fingerprints.of_scene(scene, ClipJob.root) == now[ClipJob.root]
    (project / "films/look.py").write_text("COLOUR = 'blue'\n")
    # A scene that shares the module, asked for later, shares what it held, too.
    other = SceneRef("films.other:Other")
    (project / "films/other.py").write_text("from films import look\n")
    assert {root: fingerprints.of_scene(scene, root) for root in now} == now
    assert fingerprints.of_scene(other, ClipJob.root) != fingerprint(other, ClipJob.root)


def test_a_folder_that_is_added_to_the_path_is_searched(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = Snapshot()
    assert snapshot.find("added") is None
    (tmp_path / "later").mkdir()
    (tmp_path / "later/added.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "later")
    assert snapshot.find("added") == tmp_path / "later/added.py"


@pytest.mark.parametrize(
    ("named", "file"),
    [
        ("one.csv", "one.csv"),
        ("films/../é.csv", "é.csv"),
        ("./two.csv", "two.csv"),
        ("../three.csv", "../three.csv"),
        ("~/four.csv", "home/four.csv"),
        ("here.csv", "../here.csv"),
        ("listing.py", "listing.py"),
        # As Manim finds them.
        ("acorn", "acorn.svg"),
        ("films/photo", "../films/photo.jpeg"),
        ("logo.new", "logo.new.png"),
        # As f"{…}" begins.
        ("frames/one_", "frames/one_1.png"),
        ("frames/one_", "../frames/one_2.png"),
        ("frames/deep/three.png", "frames/deep/three.png"),
    ],
)
def test_data_counts_however_a_source_names_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, named: str, file: str
) -> None:
    monkeypatch.setenv("HOME", str(project / "home"))
    scene = SceneRef("alone:Scene")
    (project / "alone.py").write_text(f"{named!r}")
    data = project / file
    data.parent.mkdir(parents=True, exist_ok=True)
    data.write_text("1")
    before = fingerprint(scene, ClipJob.root)
    data.write_text("2")
    assert fingerprint(scene, ClipJob.root) != before
    (project / "alone.py").write_text("")
    before = fingerprint(scene, ClipJob.root)
    data.write_text("3")
    assert fingerprint(scene, ClipJob.root) == before


def test_names_that_a_system_takes_for_the_same_are_folded_alike() -> None:
    fold = sources_module._folded
    assert fold("Sound.CSV") == fold("sound.csv")
    assert fold("\u00c9.csv") == fold("E\u0301.csv") == fold("e\u0301.csv") == fold("é.csv")


def test_what_was_installed_with_the_line_is_no_library(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = project.rename(tmp_path / "site-packages")
    (installed / "library.py").touch()
    (installed / "films/look.py").write_text("import library\n")
    wheel = installed / "momentum_film-1.dist-info"
    wheel.mkdir()
    (wheel / "METADATA").write_text("Name: momentum-film\nVersion: 1\n")
    (wheel / "RECORD").write_text("numbers_of/__init__.py,,\nnumbers_of/model.py,,\n")
    monkeypatch.syspath_prepend(installed)
    find = sources_module._installed_with_this.__wrapped__
    monkeypatch.setattr(sources_module, "_installed_with_this", find)
    assert {name for name, _ in Sources("films.scene").files.values()} == {
        *("films", "films.scene", "films.look", "films/sound.csv"),
        *("numbers_of", "numbers_of.model", "numbers_of.deep", "numbers_of.deepest"),
    }


def test_manims_settings_count_beside_a_scenes_file_only(project: Path) -> None:
    scenes = SceneRef("films.scene:Scene"), SceneRef(f"{project}/films/scene.py:Scene")
    before = [fingerprint(scene, ClipJob.root) for scene in scenes]
    Path("manim.cfg").write_text("[CLI]\nbackground_color = WHITE\n")
    assert [fingerprint(scene, ClipJob.root) for scene in scenes] == before
    Path("manim.cfg").rename(project / "films/manim.cfg")
    after = [fingerprint(scene, ClipJob.root) for scene in scenes]
    assert after[1] != before[1]


def test_a_file_in_the_folder_of_a_scenes_assets_counts(project: Path, tmp_path: Path) -> None:
    scene = SceneRef(f"{project}/films/scene.py:Scene")
    (tmp_path / "assets").mkdir()
    (project / "films/scene.py").write_text("SVGMobject('acorn')")
    picture = tmp_path / "assets/acorn.svg"
    for settings, counts in (("", False), ("[CLI]\nassets_dir = assets\n", True), ("no settings", False)):
        (project / "films/manim.cfg").write_text(settings)
        picture.write_text("1")
        before = fingerprint(scene, ClipJob.root)
        picture.write_text("2")
        assert (fingerprint(scene, ClipJob.root) != before) == counts
        before = fingerprint(scene, ClipJob.root)
        # What no source names may change while the scene is rendered, as a log.
        (tmp_path / "assets/log.txt").write_text(settings)
        assert fingerprint(scene, ClipJob.root) == before


def test_library_versions_count(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(SceneRef("films.scene:Scene"), ClipJob.root)
    monkeypatch.setattr("production.jobs.fingerprint._version", lambda name: "99")
    assert fingerprint(SceneRef("films.scene:Scene"), ClipJob.root) != before


def test_the_libraries_that_every_run_asks_for_are_known_by_the_names_of_their_distributions() -> None:
    named = DRAWN_WITH.keys() | JOINED_WITH.keys()
    for root in (*{each.root for each in get_args(Job)}, CONCAT):
        assert Sources(root).libraries <= named
    found = packages_distributions()
    for library, distributions in JOINED_WITH.items():
        assert set(distributions) == set(found[library])


def test_a_fingerprint_imports_nothing(project: Path) -> None:
    fingerprint(SceneRef("films.scene:Scene"), ClipJob.root)
    assert "films.scene" not in sys.modules


PLAYING = {
    "production",
    "production.errors",
    "production.film",
    "production.frames",
    "production.frames.animations",
    "production.frames.appearance",
    "production.frames.beat_listener",
    "production.frames.blame",
    "production.frames.cairo_path",
    "production.frames.camera",
    "production.frames.camera_choice",
    "production.frames.capture",
    "production.frames.capture_renderer",
    "production.frames.dirty_rectangles",
    "production.frames.layer",
    "production.frames.looks",
    "production.frames.manims_camera",
    "production.frames.manims_settings",
    "production.frames.played",
    "production.frames.plays",
    "production.frames.rounding",
    "production.frames.scene_loader",
    "production.frames.scene_module",
    "production.frames.selection",
    "production.frames.shape",
    "production.frames.sound_notes",
    "production.frames.typeset",
    "production.frames.wanted",
    "production.narration",
    "production.output_spec",
    "production.timeline",
    "production.narration.speech",
}
"""What a scene needs to play."""

ENCODING = {
    "production.clips",
    "production.clips.codecs",
    "production.clips.colour",
    "production.clips.encoder",
    "production.clips.encoding_thread",
    "production.clips.still_frames",
    "production.clips.render_clips",
    "production.clips.video_hints",
    "production.frames.stretches",
    "production.segments",
}


@pytest.mark.parametrize(
    ("root", "modules"),
    [
        (ClipJob.root, PLAYING | ENCODING),
        (
            LookAgainJob.root,
            PLAYING
            | ENCODING
            | {
                "production.clips.fork_clips",
                "production.clips.known_clips",
                "production.frames.checkpoint",
                "production.frames.forks",
                "production.frames.look_again",
            },
        ),
        (TimelineJob.root, PLAYING | {"production.frames.dry_run"}),
        (StillJob.root, PLAYING | {"production.frames.stills"}),
        (
            CONCAT,
            {
                "production",
                "production.clips",
                "production.clips.concat",
                "production.clips.container",
                "production.clips.gif",
                "production.errors",
                "production.film",
                "production.narration",
                "production.narration.speech",
                "production.output_spec",
                "production.text",
                "production.text.caption_files",
                "production.text.captions",
                "production.text.chapters",
                "production.text.line_breaks",
                "production.timeline",
            },
        ),
        (
            TrackJob.root,
            {
                "production",
                "production.errors",
                "production.film",
                "production.narration",
                "production.narration.recordings",
                "production.narration.speech",
                "production.output_spec",
                "production.sound",
                "production.sound.loudness",
                "production.sound.mix",
                "production.sound.samples",
                "production.sound.soundtrack",
                "production.sound.track",
                "production.timeline",
            },
        ),
    ],
)
def test_a_key_holds_what_makes_the_file_and_nothing_else_of_the_line(root: str, modules: set[str]) -> None:
    # Whatever stands here makes the files of the whole film anew when it is edited.
    assert {name for name, _ in Sources(root).files.values() if name.startswith("production")} == modules


def test_every_module_that_does_a_job_is_the_root_of_its_key() -> None:
    # A root that is missing would leave what it makes in the cache when its code changes.
    roots = {job.root for job in get_args(Job)}
    assert imported_from_the_lower_floors("perform") == roots
    assert imported_from_the_lower_floors("clip_assembly") == {CONCAT}


def imported_from_the_lower_floors(module: str) -> set[str]:
    tree = ast.parse((PROJECT / f"production/jobs/{module}.py").read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {
        name
        for name in names
        if name.startswith(("production.clips.", "production.frames.", "production.sound."))
    }


@pytest.mark.parametrize("package", sorted(PROJECT.glob("production/**/__init__.py")), ids=str)
def test_a_package_of_the_line_holds_one_line_and_imports_nothing(package: Path) -> None:
    (line,) = package.read_text(encoding="utf-8").splitlines()
    assert ast.get_docstring(ast.parse(line))
