from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click import ClickException
from click.testing import CliRunner

from benchmarks import bench
from benchmarks.bench import Clip, Drawn, Measured, Run, Way, ssim
from production.assembly import assemble
from production.encoding import Picture
from production.quality import Quality
from tests.clips import write_clip

FILM = ("scenes.one_beat:OneBeat", "scenes.two_beats:TwoBeats")

MEASURED = Measured(
    quality=Quality(1920, 1080, 60),
    cores=2,
    jobs=3,
    stock=Way("stock Manim", (Run(100.0, 300.4, 300.4),), 1200, 2_000_000, (0.98, 0.96)),
    ours=Way("render.py", (Run(9.0, 500.0, 210.0), Run(11.0, 480.0, 220.0)), 1200, 1_900_000, (0.99, 0.97)),
    stock_scenes=(Run(60.0, 290.0, 290.0), Run(40.0, 300.4, 300.4)),
    scenes=(
        Drawn("scenes.hook:Hook", 700, 9.5, (0.98,), (0.99,)),
        Drawn("scenes.recap:Recap", 500, 6.5, (0.96,), (0.97,)),
    ),
    unchanged_seconds=0.6,
    edited_scene="recap",
    edited_seconds=6.25,
    preview_seconds=4.0,
)


def noise(seed: int, height: int = 20, width: int = 24) -> Picture:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def slow_ssim(one: Picture, other: Picture) -> float:
    """The paper's formula, pixel by pixel: an 11 x 11 window, its weights a Gaussian of deviation 1.5."""
    along = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2))
    weights = np.outer(along, along) / along.sum() ** 2
    c1, c2 = 6.5025, 58.5225
    found = []
    for channel in range(3):
        a, b = (np.pad(picture[..., channel].astype(float), 5, mode="reflect") for picture in (one, other))
        for row in range(one.shape[0]):
            for column in range(one.shape[1]):
                x, y = (values[row : row + 11, column : column + 11] for values in (a, b))
                mean_x, mean_y = (weights * x).sum(), (weights * y).sum()
                var_x, var_y = (weights * (x - mean_x) ** 2).sum(), (weights * (y - mean_y) ** 2).sum()
                covariance = (weights * (x - mean_x) * (y - mean_y)).sum()
                likeness = (2 * mean_x * mean_y + c1) / (mean_x**2 + mean_y**2 + c1)
                found.append(likeness * (2 * covariance + c2) / (var_x + var_y + c2))
    return float(np.mean(found))


def test_ssim_of_a_picture_with_itself_is_one() -> None:
    assert ssim(noise(1), noise(1)) == pytest.approx(1, abs=1e-12)


def test_ssim_of_flat_pictures_is_that_of_their_levels() -> None:
    one, other = np.full((16, 16, 3), 100, np.uint8), np.full((16, 16, 3), 120, np.uint8)
    # 2 · 100 · 120 + 6.5025 over 100² + 120² + 6.5025; there is no variance.
    assert ssim(one, other) == pytest.approx(24006.5025 / 24406.5025, abs=1e-9)
    other[..., 1:] = 100
    assert ssim(one, other) == pytest.approx((24006.5025 / 24406.5025 + 2) / 3, abs=1e-9)


@pytest.mark.parametrize("mixed", [0.0, 0.3, 0.9])
def test_ssim_is_what_the_paper_says(mixed: float) -> None:
    one = noise(1)
    other = np.rint(mixed * one + (1 - mixed) * noise(2)).astype(np.uint8)
    assert ssim(one, other) == pytest.approx(slow_ssim(one, other), abs=1e-9)
    assert ssim(other, one) == pytest.approx(ssim(one, other), abs=1e-12)
    assert ssim(one, other) < 1


def test_what_follows_from_the_numbers() -> None:
    assert MEASURED.floor == (9.5 + 6.5) / 2
    assert MEASURED.ours.seconds == 10
    assert MEASURED.times_stock == 10
    assert MEASURED.times_floor == 10 / 8
    assert MEASURED.times_playing == 2
    assert MEASURED.bytes_ratio == 0.95
    assert MEASURED.ssim_difference == pytest.approx(0.01)


def test_the_report() -> None:
    lines = bench.report(MEASURED).splitlines()
    assert [line.rstrip() for line in lines] == [
        "1200 frames of 2 scenes at 1080p60; 3 processes on 2 cores",
        "",
        "                  frames  seconds  frames/s  ratio      MB     SSIM   lowest  MiB, all  MiB, one",
        "stock Manim         1200    100.0      12.0   1.00    2.00  0.97000  0.96000       300       300",
        "render.py           1200     10.0     120.0  10.00    1.90  0.98000  0.97000       500       220",
        "  before stock      1200      9.0     133.3  11.11",
        "  after stock       1200     11.0     109.1   9.09",
        "encoder alone       1200      8.0     150.0  12.50",
        "",
        "      0.6 s for a rerun with nothing changed (asked: at most 3)",
        "      6.2 s for a rerun with recap edited",
        "      4.0 s for a preview in 480p15 from nothing (asked for the whole film: at most 45)",
        "",
        "    10.00 times faster than stock Manim (asked for the whole film: at least 5)",
        "     1.25 times the encoder alone (asked: 1.5)",
        "     2.00 times as fast as it plays (asked: at least 2)",
        "    0.950 of stock Manim's bytes (asked: at most 1)",
        " +0.01000 in SSIM against stock Manim (asked: not below 0)",
    ]


def test_a_lower_ssim_is_shown_as_one() -> None:
    worse = replace(MEASURED, ours=replace(MEASURED.ours, ssim=(0.9699,)))
    assert " -0.00010 in SSIM" in bench.report(worse)


class FakeEncoder:
    """Takes a second to convert, ten to encode a frame and a hundred to close, by a clock of its own."""

    now = 0.0

    def __init__(self, *_: Any) -> None:
        self.frames = 0

    def convert(self, picture: Any, changed: Any) -> Any:
        type(self).now += 1
        assert changed == picture.changed
        return picture

    def encode(self, _: Any, repeat: int) -> None:
        type(self).now += 10 * repeat
        self.frames += repeat

    def close(self) -> None:
        type(self).now += 100


def test_only_encoding_is_timed_and_frames_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lent(np.ndarray[Any, np.dtype[np.uint8]]):
        changed = ((0, 0, 2, 2),)

    def record(_: str, __: Any, ___: Quality, receive: Callable[[int, Any, int], None]) -> None:
        picture = np.zeros((2, 2, 4), np.uint8).view(Lent)
        # Four frames; the last but one stands for three.
        for number, repeat in ((0, 1), (1, 1), (2, 3), (5, 1)):
            FakeEncoder.now += 1000
            picture[...] = number
            receive(number, picture, repeat)
        picture[...] = 99

    monkeypatch.setattr(bench, "Encoder", FakeEncoder)
    monkeypatch.setattr(bench, "record", record)
    monkeypatch.setattr("benchmarks.bench.time.perf_counter", lambda: FakeEncoder.now)
    frames, seconds, pictures = bench.draw("scenes.none:None", Quality(2, 2, 15), [0, 3, 4, 5], [2])
    assert frames == 6
    assert seconds == 6 * 10 + 100
    assert {number: picture.tolist() for number, picture in pictures.items()} == {
        number: np.full((2, 2, 3), shade).tolist() for number, shade in ((0, 0), (3, 2), (4, 2), (5, 5))
    }


def test_the_sampled_frames_are_spread_from_the_first_to_the_last() -> None:
    shown = bench.Shown("", 600, Clip(""), Clip(""))
    assert (shown.sampled[0], shown.sampled[-1], len(shown.sampled)) == (0, 599, bench.SAMPLED_FRAMES)
    assert set(np.diff(shown.sampled)) <= {26, 27}
    assert replace(shown, frames=3).sampled == [0, 1, 2]


@pytest.fixture
def made(tmp_path: Path) -> list[Path]:
    """Stock's clips of two scenes, and the film of both, in shades that tell each frame."""
    stock = tmp_path / "stock" / "videos"
    partial = stock / "partial_movie_files"
    partial.mkdir(parents=True)
    clips = [
        write_clip(stock / "Hook.mp4", 40, shade=20),
        write_clip(stock / "Recap.mp4", 35, shade=100),
    ]
    write_clip(partial / "Hook.mp4", 3)
    assemble(clips, [40 / 15, 35 / 15], tmp_path / "lesson.mp4", title="Both")
    return [*clips, tmp_path / "lesson.mp4"]


def test_a_scene_is_found_in_the_film(made: list[Path]) -> None:
    hook, recap, film = made
    scenes = ["scenes.hook:Hook", "scenes.recap:Recap"]
    shown = bench._shown(scenes, hook.parent.parent, [film])
    assert [(scene.scene, scene.frames) for scene in shown] == [(scenes[0], 40), (scenes[1], 35)]
    assert [scene.stock for scene in shown] == [Clip(str(hook)), Clip(str(recap))]
    assert [scene.ours for scene in shown] == [Clip(str(film)), Clip(str(film), 40)]
    for scene, shade in zip(shown, (20, 100), strict=True):
        for clip in (scene.stock, scene.ours):
            found = [
                (number, int(bench._seen(frame).mean().round()))
                for number, frame in bench._decoded(clip, 15)
                if 0 <= number < scene.frames
            ]
            assert found == [(number, grey(shade + number)) for number in range(scene.frames)]
    assert bench._bytes(scene.ours for scene in shown) == film.stat().st_size


def test_raw_frames_are_compared_with_those_of_their_number(made: list[Path]) -> None:
    film = made[-1]
    pictures = {number: np.full((48, 64, 3), grey(100 + number), np.uint8) for number in (0, 17, 34)}
    assert bench.compared(pictures, Clip(str(film), 40), 15) == pytest.approx([1, 1, 1], abs=1e-6)
    assert max(bench.compared(pictures, Clip(str(film), 39), 15)) < 1 - 1e-6


def grey(luma: int) -> int:
    """What level a luma of TV range is."""
    return min(max(round((luma - 16) * 255 / 219), 0), 255)


def test_films_of_another_length_are_not_compared(made: list[Path]) -> None:
    hook, recap, film = made
    scenes = ["scenes.hook:Hook", "scenes.recap:Recap"]
    with pytest.raises(ClickException, match=r"stock Manim made \[40, 35\] frames, render.py \[35, 40\]"):
        bench._shown(scenes, hook.parent.parent, [recap, hook])
    with pytest.raises(ClickException, match=r"stock Manim made \[40\] frames, render.py \[75\]"):
        bench._shown(scenes[:1], hook.parent.parent, [film])


def test_the_copy_is_what_is_imported_and_edited(tmp_path: Path) -> None:
    sources = bench.copied(tmp_path)
    check = bench._ours("check_imports", sources, "scenes.recap")
    bench.run("a look", check, sources)
    original = (bench.PROJECT / "scenes" / "recap.py").read_text(encoding="utf-8")
    bench.edit(sources, "scenes.recap:Recap")
    assert (bench.PROJECT / "scenes" / "recap.py").read_text(encoding="utf-8") == original
    assert (sources / "scenes" / "recap.py").read_text(encoding="utf-8") == original + "# Edited.\n"
    bench.run("a look", check, sources)
    shutil.rmtree(sources / "momentum_sim")
    with pytest.raises(ClickException, match="a look ended with 1: momentum_sim comes from"):
        bench.run("a look", check, sources)


def test_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    child = "import time; held = b'x' * (150 << 20); time.sleep(1)"
    parent = "import subprocess, sys; held = b'x' * ({} << 20); subprocess.run([sys.executable, '-c', {!r}])"
    light = bench.run("one", [sys.executable, "-c", parent.format(0, child)], tmp_path)
    assert 150 < light.largest < light.together < 190
    heavy = bench.run("both", [sys.executable, "-c", parent.format(100, child)], tmp_path)
    assert 150 < heavy.largest < 170
    assert light.together + 95 < heavy.together < light.together + 105
    assert heavy.seconds > 1


def test_a_command_that_fails_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(*_: Any) -> Measured:
        code = "import sys; print('much'); print('no  way on', file=sys.stderr); print('+---+'); sys.exit(3)"
        bench.run("something", [sys.executable, "-c", code], tmp_path)
        return MEASURED

    monkeypatch.setattr(bench, "measure", measure)
    monkeypatch.setattr(bench, "RESULT", tmp_path / "media" / "bench.json")
    done = CliRunner().invoke(bench.main, [])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == "bench: something\nError: something ended with 3: no way on\n"
    assert not bench.RESULT.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_running(tmp_path: Path, number: signal.Signals) -> None:
    # It starts another, which does not care about what its parent is told.
    other = "import pathlib, os, signal, time; signal.signal(15, signal.SIG_IGN); "
    other += "pathlib.Path(f'{os.getpid()}.pid').touch(); time.sleep(60)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {other!r}])"
    main = (
        "import signal, sys; from pathlib import Path; from benchmarks import bench; "
        # Whoever runs the tests in the background may have it deaf to Ctrl-C.
        f"signal.signal({number:d}, signal.default_int_handler); "
        f"bench.run('a long one', [sys.executable, '-c', {code!r}], Path({str(tmp_path)!r}))"
    )
    process = subprocess.Popen([sys.executable, "-c", main], stderr=subprocess.PIPE, cwd=bench.PROJECT)
    wait_until(lambda: any(tmp_path.glob("*.pid")))
    (started,) = (int(path.stem) for path in tmp_path.glob("*.pid"))
    process.send_signal(number)
    _, said = process.communicate(timeout=bench.SECONDS_TO_END + 5)
    assert b"KeyboardInterrupt" in said
    wait_until(lambda: not alive(started))


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    # One that has ended may wait for somebody who asks how.
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_until(happens: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose film is two short scenes, from which the benchmark takes its copy."""
    folder = tmp_path / "project"
    shutil.move(bench.copied(tmp_path / "copy"), folder)
    for name in ("one_beat", "two_beats"):
        shutil.copy(bench.PROJECT / "tests" / "films" / f"{name}.py", folder / "scenes")
    (folder / "scenes" / "lesson.py").write_text(f"TITLE = 'Short'\nLESSON = {FILM!r}\n")
    monkeypatch.setattr(bench, "PROJECT", folder)
    monkeypatch.setattr(bench, "LESSON", FILM)
    monkeypatch.setattr(bench, "RESULT", tmp_path / "media" / "bench.json")
    return folder


def test_a_whole_film(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = CliRunner().invoke(bench.main, ["--full", "-q", "l"])
    assert done.exit_code == 0, done.stderr
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
    result = json.loads(bench.RESULT.read_text())
    measured = result["measured"]
    assert done.stdout.startswith(f"{measured['ours']['frames']} frames of 2 scenes at 480p15; ")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["bench"] * 9
    assert measured["stock"]["frames"] == measured["ours"]["frames"]
    assert [scene["scene"] for scene in measured["scenes"]] == list(FILM)
    assert measured["scenes"][1]["frames"] == 93
    assert sum(scene["frames"] for scene in measured["scenes"]) == measured["ours"]["frames"]
    floor = sum(scene["encoding_seconds"] for scene in measured["scenes"]) / measured["cores"]
    assert result["follows"]["floor"] == pytest.approx(floor)
    assert 0 < floor < min(run["seconds"] for run in measured["ours"]["runs"])
    for way in ("stock", "ours"):
        assert len(measured[way]["ssim"]) == 2 * bench.SAMPLED_FRAMES
        assert min(measured[way]["ssim"]) > 0.97
        assert measured[way]["bytes"] > 1000
        assert all(100 < run["largest"] <= run["together"] for run in measured[way]["runs"])
    assert len(measured["ours"]["runs"]) == 2
    assert len(measured["stock_scenes"]) == 2
    assert 0 < measured["unchanged_seconds"] < measured["edited_seconds"]
    assert measured["preview_seconds"] > 0
    assert measured["edited_scene"] == "two_beats"
    assert result["versions"]["manim"] == "0.22.0"
    assert set(result["versions"]) == {"python", "manim", "av"}
    assert result["machine"]["cores"] == measured["cores"]
    assert set(result["follows"]) == {
        "floor",
        "times_stock",
        "times_floor",
        "times_playing",
        "bytes_ratio",
        "ssim_difference",
    }
