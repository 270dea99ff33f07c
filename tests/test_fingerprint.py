from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from production.jobs.fingerprint import ROOTS, fingerprint, key, sources
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
    before = fingerprint("films.scene:Scene")
    assert fingerprint("films.scene:Scene") == before
    (project / name).write_text("# changed\n")
    assert fingerprint("films.scene:Scene") != before


def test_a_change_elsewhere_does_not(project: Path) -> None:
    before = fingerprint("films.scene:Scene")
    (project / "films/other.py").write_text("# changed\n")
    assert fingerprint("films.scene:Scene") == before


def test_manims_configuration_counts(project: Path) -> None:
    before = fingerprint("films.scene:Scene")
    Path("manim.cfg").write_text("[CLI]\nbackground_color = WHITE\n")
    assert fingerprint("films.scene:Scene") != before


def test_library_versions_count(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint("films.scene:Scene")
    monkeypatch.setattr("production.jobs.fingerprint._version", lambda name: "99")
    assert fingerprint("films.scene:Scene") != before


def test_a_fingerprint_imports_nothing(project: Path) -> None:
    fingerprint("films.scene:Scene")
    assert "films.scene" not in sys.modules


def test_what_makes_clips_timelines_and_stills_is_in_every_key_and_nothing_else_of_the_line() -> None:
    # Whatever stands here draws the whole film anew when it is edited.
    ours = {name for name, _ in sources(*ROOTS) if name.startswith("production")}
    assert ours == {
        "production",
        "production.clips",
        "production.clips.codecs",
        "production.clips.colour",
        "production.clips.encoder",
        "production.clips.render_clip",
        "production.clips.video_hints",
        "production.errors",
        "production.film",
        "production.frames",
        "production.frames.appearance",
        "production.frames.cairo_path",
        "production.frames.camera",
        "production.frames.capture",
        "production.frames.dirty_rectangles",
        "production.frames.dry_run",
        "production.frames.layer",
        "production.frames.scene_loader",
        "production.frames.stills",
        "production.output_spec",
        "production.segments",
        "production.timeline",
    }


def test_no_module_that_does_a_job_is_missing_among_the_roots() -> None:
    # A root that is missing would leave what it makes in the cache when its code changes.
    module = ast.parse((PROJECT / "production/jobs/perform.py").read_text(encoding="utf-8"))
    imported = {
        node.module
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.startswith(("production.clips.", "production.frames."))
    }
    assert imported <= {name for name, _ in sources(*ROOTS)}
    assert set(ROOTS) <= imported


@pytest.mark.parametrize("package", sorted(PROJECT.glob("production/**/__init__.py")), ids=str)
def test_a_package_of_the_line_holds_one_line_and_imports_nothing(package: Path) -> None:
    (line,) = package.read_text(encoding="utf-8").splitlines()
    assert ast.get_docstring(ast.parse(line))
