"""Scenes render with Manim's own command, without the production line.

``test_camera.py`` plays each of the film's as Manim does; here are README's, one of the largest, and
another author's.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from production.film import SceneRef
from scenes.lesson import LESSON

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "scene",
    [LESSON.scenes[-1], LESSON.scenes[5], SceneRef("examples.talk:Gentle")],
    ids=lambda scene: scene.name,
)
def test_manim_renders_it(scene: SceneRef, tmp_path: Path) -> None:
    file = ROOT / f"{scene.module.replace('.', '/')}.py"
    command = [sys.executable, "-m", "manim", "render", str(file), scene.class_name, "-ql", "-s"]
    done = subprocess.run([*command, "--media_dir", str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob(f"images/*/{scene.class_name}*.png"))
