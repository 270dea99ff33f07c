from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks import bench, measure, project_copy
from benchmarks.process import run
from benchmarks.workplace import Workplace
from production.film import Film, SceneRef
from scenes.speech import PAUSE

FILM = Film("lesson", "Short", (SceneRef("scenes.one_beat:OneBeat"), SceneRef("scenes.two_beats:TwoBeats")))

SPOKEN = 3.2
"""Seconds that the recording of a beat takes."""


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
    """A project whose film is two short scenes, from which the benchmark takes its copy.

    The last beat has a recording, which says how long it is.
    """
    folder = tmp_path / "project"
    shutil.move(project_copy.copy_project(tmp_path / "copy"), folder)
    for name in ("one_beat", "two_beats"):
        shutil.copy(project_copy.PROJECT / "tests" / "films" / f"{name}.py", folder / "scenes")
    (folder / "scenes" / "lesson.py").write_text(
        f"from pathlib import Path\n\nfrom production.film import Film, SceneRef\n\nLESSON = Film(\n"
        f"    {FILM.name!r}, {FILM.title!r}, {FILM.scenes!r}, Path(__file__).with_name('narration')\n)\n"
    )
    narration = folder / "scenes" / "narration"
    spoken = json.loads((narration / "index.json").read_text())[0] | {"scene": "two_beats"}
    times = [[0.1, 0.4], [0.5, 0.8], [0.9, SPOKEN]]
    spoken["speech"] |= {"words": "Now it rests.", "speak": "", "length": SPOKEN, "word_times": times}
    (narration / "index.json").write_text(json.dumps([spoken | {"sentences": [[0.1, SPOKEN]]}]))
    monkeypatch.setattr(project_copy, "PROJECT", folder)
    monkeypatch.setattr(measure, "LESSON", replace(FILM, narration=narration))
    monkeypatch.setattr(bench, "RESULT", tmp_path / "media" / "bench.json")
    return folder


def test_the_tables_of_a_film(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = CliRunner().invoke(bench.main, ["--full", "-q", "l", "--only", "film", "--only", "edit"])
    assert done.exit_code == 0, done.stderr
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
    result = json.loads(bench.RESULT.read_text())
    assert done.stdout.startswith("At 480p15: the whole film; ")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["bench"] * 10
    measured = result["measured"]
    assert set(measured) == {"quality", "cores", "jobs", "is_whole", "film", "edit"}
    film = measured["film"]
    assert [scene["scene"] for scene in film["scenes"]] == [scene.reference for scene in FILM.scenes]
    # The first beat lasts as its words are guessed to, 12 at 150 a minute; the second as its recording.
    assert film["scenes"][1]["frames"] == round(15 * (12 * 60 / 150 + SPOKEN + PAUSE))
    floor = sum(scene["encoder_seconds"] for scene in film["scenes"]) / measured["cores"]
    assert result["computed"]["floor_seconds"] == pytest.approx(floor)
    assert 0 < floor < min(run["seconds"] for run in film["our_runs"])
    for scene in film["scenes"]:
        for renderer in ("stock", "ours"):
            assert 0.97 < scene[renderer]["worst"] <= scene[renderer]["worst_percent"] <= 1
            assert scene[renderer]["worst"] <= scene[renderer]["mean"] <= 1
            assert 0 <= scene[renderer]["blocks_off"] < 0.02
            assert scene[renderer]["bytes"] > 500
        assert all(scene[part] > 0 for part in ("draw", "convert", "encode", "compare"))
    runs = film["our_runs"] + film["stock_runs"]
    assert len(runs) == 2 + 2
    assert all(100 < run["peak_process"] <= run["peak_total"] for run in runs)
    assert film["unchanged_seconds"] > 0
    edits = measured["edit"]["edits"]
    assert [(edit["scene"], edit["beat"]) for edit in edits] == [
        ("two_beats", "It rests"),
        ("two_beats", None),
    ]
    assert all(edit["seconds"] > 0 and 0.5 < edit["share"] < 1 for edit in edits)
    assert result["versions"]["manim"] == "0.22.0"
    assert set(result["versions"]) == {"python", "manim", "av"}
    assert result["machine"]["cores"] == measured["cores"]


def test_a_preview_and_a_master(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Workplace(tmp_path, (), ("lesson",), None, "h", 2)
    work.sources.mkdir()
    program = work.sources / "render.py"
    program.write_text(
        "import pathlib, sys\n"
        "if '--help' in sys.argv:\n"
        "    print('  --master  For archives.')\n"
        "elif '--master' in sys.argv:\n"
        "    folder = pathlib.Path(sys.argv[sys.argv.index('-o') + 1])\n"
        "    folder.mkdir()\n"
        "    (folder / 'lesson_master.mp4').write_bytes(bytes(1000))\n"
        "    (folder / 'lesson_master.mp4.vtt').write_bytes(bytes(10))\n"
        "else:\n"
        "    assert sys.argv[1:4] == ['lesson', '-q', 'l']\n"
    )
    preview, master = measure.measure_preview(work), measure.measure_master(work)
    assert preview.quality.folder == "480p15"
    assert preview.seconds > 0
    assert master is not None
    assert master.bytes == 1000
    program.write_text("print('--mute')")
    assert measure.measure_master(work) is None
