from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks import bench, measure, project_copy
from benchmarks.clips import SAMPLED_FRAMES
from benchmarks.process import run
from production.film import Film, SceneRef

FILM = Film("lesson", "Short", (SceneRef("scenes.one_beat:OneBeat"), SceneRef("scenes.two_beats:TwoBeats")))


def test_a_command_that_fails_is_reported_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        code = (
            "import sys; print('much'); print('no  such file', file=sys.stderr); print('+---+'); sys.exit(3)"
        )
        run("something", [sys.executable, "-c", code], tmp_path)

    monkeypatch.setattr(bench, "measure", fail)
    monkeypatch.setattr(bench, "RESULT", tmp_path / "media" / "bench.json")
    done = CliRunner().invoke(bench.main, [])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == "bench: something\nError: something ended with 3: no such file\n"
    assert not bench.RESULT.exists()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose film is two short scenes, from which the benchmark takes its copy."""
    folder = tmp_path / "project"
    shutil.move(project_copy.copy_project(tmp_path / "copy"), folder)
    for name in ("one_beat", "two_beats"):
        shutil.copy(project_copy.PROJECT / "tests" / "films" / f"{name}.py", folder / "scenes")
    (folder / "scenes" / "lesson.py").write_text(
        f"from production.film import Film, SceneRef\n\nLESSON = {FILM!r}\n"
    )
    monkeypatch.setattr(project_copy, "PROJECT", folder)
    monkeypatch.setattr(measure, "LESSON", FILM)
    monkeypatch.setattr(bench, "RESULT", tmp_path / "media" / "bench.json")
    return folder


def test_the_whole_command(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = CliRunner().invoke(bench.main, ["--full", "-q", "l"])
    assert done.exit_code == 0, done.stderr
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
    result = json.loads(bench.RESULT.read_text())
    measured = result["measured"]
    assert done.stdout.startswith(f"{measured['ours']['frames']} frames of 2 scenes at 480p15; ")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["bench"] * 10
    assert measured["stock"]["frames"] == measured["ours"]["frames"]
    assert [scene["scene"] for scene in measured["scenes"]] == [scene.reference for scene in FILM.scenes]
    assert measured["scenes"][1]["frames"] == 93
    assert sum(scene["frames"] for scene in measured["scenes"]) == measured["ours"]["frames"]
    floor = sum(scene["encoder_seconds"] for scene in measured["scenes"]) / measured["cores"]
    assert result["computed"]["floor_seconds"] == pytest.approx(floor)
    assert 0 < floor < min(run["seconds"] for run in measured["ours"]["runs"])
    for renderer in ("stock", "ours"):
        assert len(measured[renderer]["ssim"]) == 2 * SAMPLED_FRAMES
        assert min(measured[renderer]["ssim"]) > 0.97
        assert measured[renderer]["bytes"] > 1000
        assert all(100 < run["peak_process"] <= run["peak_total"] for run in measured[renderer]["runs"])
    assert len(measured["master"]["ssim"]) == 2 * SAMPLED_FRAMES
    assert min(measured["master"]["ssim"]) >= 0.995
    assert measured["master"]["bytes"] > measured["ours"]["bytes"]
    assert len(measured["ours"]["runs"]) == 2
    assert len(measured["stock_scenes"]) == 2
    assert 0 < measured["unchanged_seconds"] < measured["edited_seconds"]
    assert measured["preview_seconds"] > 0
    assert measured["edited_scene"] == "two_beats"
    assert result["versions"]["manim"] == "0.22.0"
    assert set(result["versions"]) == {"python", "manim", "av"}
    assert result["machine"]["cores"] == measured["cores"]
    assert set(result["computed"]) == {
        "floor_seconds",
        "times_stock",
        "times_floor",
        "times_real_time",
        "bytes_ratio",
        "ssim_difference",
    }
