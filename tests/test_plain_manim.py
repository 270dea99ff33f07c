"""Every scene renders with Manim's own command, without the production line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from production.timeline import scene_name
from scenes.lesson import LESSON

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("reference", LESSON, ids=scene_name)
def test_manim_renders_it(reference: str, tmp_path: Path) -> None:
    module, _, scene = reference.partition(":")
    file = ROOT / f"{module.replace('.', '/')}.py"
    command = [sys.executable, "-m", "manim", "render", str(file), scene, "-ql", "-s"]
    done = subprocess.run([*command, "--media_dir", str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob(f"images/*/{scene}*.png"))
