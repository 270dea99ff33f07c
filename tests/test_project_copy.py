from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click import ClickException

from benchmarks.process import run
from benchmarks.project_copy import call_command, check_imports, copy_project


def test_the_copy_is_what_is_imported(tmp_path: Path) -> None:
    sources = copy_project(tmp_path)
    check = call_command(check_imports, sources, "scenes.recap")
    run("imports", check, sources)
    shutil.rmtree(sources / "momentum_sim")
    with pytest.raises(ClickException, match="imports ended with 1: momentum_sim comes from"):
        run("imports", check, sources)
