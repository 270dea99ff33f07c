"""What the README shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from manim import tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ADD_A_SCENE, USE_A_TRAJECTORY = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_scene_plays(tmp_path: Path) -> None:
    names: dict[str, type] = {}
    exec(ADD_A_SCENE, names)
    with tempconfig({"format": "none", "media_dir": str(tmp_path), "progress_bar": "none"}):
        scene = names["Settling"](renderer=CairoRenderer(skip_animations=True))
        scene.render()
    assert [beat.narration for beat in scene.beats] == ["After 92 steps it has settled."]


def test_the_trajectory_says_what_the_comments_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(USE_A_TRAJECTORY, {})
    printed = capsys.readouterr().out.splitlines()
    comments = [comment.strip().removesuffix("...") for comment in re.findall(r"# (.*)", USE_A_TRAJECTORY)]
    for line, comment in zip(printed, comments, strict=True):
        assert line.startswith(comment)
    assert (tmp_path / "momentum.csv").stat().st_size > 0


@pytest.mark.parametrize("path", re.findall(r"\]\(([^)]+)\)", README + CONTRIBUTING))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("path", re.findall(r"^ {4}( {2})?([\w./]+) {2,}", README, re.MULTILINE))
def test_the_map_names_what_is_there(path: tuple[str, str]) -> None:
    indent, name = path
    folder = ROOT / "scenes" if indent else ROOT
    assert (folder / name).exists()


@pytest.mark.parametrize("test", re.findall(r"^\| `(test_\w+\.py)`", CONTRIBUTING, re.MULTILINE))
def test_the_checks_that_are_explained_exist(test: str) -> None:
    assert (ROOT / "tests" / test).is_file()
