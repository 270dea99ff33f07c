from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click import ClickException

from benchmarks.process import run
from benchmarks.project_copy import PROJECT, call_command, check_imports, copy_project, edit_scene
from production.film import SceneRef


def test_the_copy_is_what_is_imported_and_edited(tmp_path: Path) -> None:
    sources = copy_project(tmp_path)
    check = call_command(check_imports, sources, "scenes.recap")
    run("imports", check, sources)
    original = (PROJECT / "scenes" / "recap.py").read_text(encoding="utf-8")
    edit_scene(sources, SceneRef("scenes.recap:Recap"))
    assert (PROJECT / "scenes" / "recap.py").read_text(encoding="utf-8") == original
    assert (sources / "scenes" / "recap.py").read_text(encoding="utf-8") == original + "# Edited.\n"
    run("imports", check, sources)
    shutil.rmtree(sources / "momentum_sim")
    with pytest.raises(ClickException, match="imports ended with 1: momentum_sim comes from"):
        run("imports", check, sources)
