from __future__ import annotations

import json
from dataclasses import replace

from benchmarks.fidelity import Fidelity
from benchmarks.process import Run
from benchmarks.report import as_json, as_text
from benchmarks.results import (
    CrowdResult,
    Edit,
    EditResult,
    FilmResult,
    MasterResult,
    PreviewResult,
    Results,
    SceneResult,
    SyntheticResult,
)
from production.output_spec import QUALITIES

NEAR = Fidelity(0.99, 3, 0.995, 0.999, 0.001, 1_000_000)
FARTHER = Fidelity(0.98, 5, 0.996, 0.9985, 0.001, 900_000)

FILM = FilmResult(
    stock_runs=(Run(60.0, 290.0, 290.0), Run(40.0, 300.4, 300.4)),
    our_runs=(Run(9.0, 500.0, 210.0), Run(11.0, 480.0, 220.0)),
    unchanged_seconds=3.1,
    scenes=(
        SceneResult("scenes.hook:Hook", 700, 9.5, 3.5, 0.7, 2.1, 7.0, stock=FARTHER, ours=NEAR),
        SceneResult("scenes.recap:Recap", 500, 6.5, 1.0, 0.5, 1.5, 5.0, stock=NEAR, ours=FARTHER),
    ),
)
RESULTS = Results(
    quality=QUALITIES["h"],
    cores=2,
    jobs=3,
    is_whole=True,
    film=FILM,
    edit=EditResult(10.0, (Edit("recap", "Same ravine", 0.4, 5.5), Edit("recap", None, 0.4, 6.9))),
    preview=PreviewResult(QUALITIES["l"], 15.5),
    master=MasterResult(20.0, 45_000_000),
    synthetic=SyntheticResult(
        (CrowdResult(1000, 100, 60, 150.0, 12.0),),
        QUALITIES["l"],
        (CrowdResult(100, 10, 360, 9.0, 3.0), CrowdResult(100, 10, 720, 9.0, 3.1)),
    ),
)


def test_what_is_computed_from_the_numbers() -> None:
    assert FILM.frames == 1200
    assert FILM.floor_seconds(2) == (9.5 + 6.5) / 2
    assert (FILM.seconds, FILM.times_stock, FILM.times_floor(2)) == (10, 10, 10 / 8)
    assert (FILM.bytes, FILM.bytes_ratio) == ((1_900_000, 1_900_000), 1)
    assert FILM.worse == {"scenes.recap:Recap": ["worst", "mean"]} | {"scenes.hook:Hook": ["worst_percent"]}


def test_the_report() -> None:
    lines = [" ".join(line.split()) for line in as_text(RESULTS).splitlines()]
    assert lines == [
        "At 1080p60: the whole film; 3 processes on 2 cores",
        "",
        "Film frames seconds frames/s ratio MB, video MiB, all MiB, one",
        "stock Manim 1200 100.0 12.0 1.00 1.90 300 300",
        "render.py 1200 10.0 120.0 10.00 1.90 500 220",
        "before stock 1200 9.0 133.3 11.11",
        "after stock 1200 11.0 109.1 9.09",
        "encoder alone 1200 8.0 150.0 12.50",
        "",
        "10.00 times faster than stock Manim (asked: at least 8; met)",
        "1.25 times the encoder alone (asked: at most 2; met)",
        "1.00 times the bytes of stock Manim's video streams (asked: at most 1.5; met)",
        "3.10 s for a rerun with nothing changed (asked: at most 3; NOT MET)",
        "2.00 times as fast as it plays",
        "",
        "ms a frame frames draw convert encode all stock, wall bench, compare",
        "hook 700 5.00 1.00 3.00 9.00 85.7 10.00",
        "recap 500 2.00 1.00 3.00 6.00 80.0 10.00",
        "all 1200 3.75 1.00 3.00 7.75 83.3 10.00",
        "",
        "Every frame SSIM, worst at, s SSIM, worst 1 % SSIM, mean blocks off by 1.5 MB, video ratio",
        "frames stock ours ours stock ours stock ours stock ours stock ours",
        "hook 700 0.98000 0.99000 0.05 0.99600 0.99500 0.99850 0.99900 0.100% 0.100% 0.90 1.00 1.11 "
        "farther by worst 1 %",
        "recap 500 0.99000 0.98000 0.08 0.99500 0.99600 0.99900 0.99850 0.100% 0.100% 1.00 0.90 0.90 "
        "farther by worst, mean",
        "all 1200 0.98000 0.98000 0.99558 0.99542 0.99871 0.99879 0.100% 0.100% 1.90 1.90 1.00",
        "",
        "1 of 2 scenes are at least as near the raw frames by worst (asked: all; NOT MET)",
        "1 of 2 scenes are at least as near the raw frames by worst 1 % (asked: all; NOT MET)",
        "1 of 2 scenes are at least as near the raw frames by mean (asked: all; NOT MET)",
        "2 of 2 scenes are at least as near the raw frames by blocks off (asked: all; met)",
        "",
        "Edits: reruns of what takes 10.0 s from nothing",
        "5.50 s with the beat “Same ravine” of recap edited, 40.0 % of the frames (asked: at most 5; "
        "NOT MET)",
        "6.90 s with all beats of recap edited, 40.0 % of the frames (asked: at most 7; met)",
        "",
        "Preview",
        "15.50 s in 480p15 from nothing (asked: at most 15; NOT MET)",
        "",
        "Master",
        "20.00 s from nothing",
        "45.00 MB",
        "",
        "Synthetic scenes at 1080p60, ms a frame",
        "mobjects moving frames stock ours ratio",
        "1000 100 60 150.00 12.00 12.50",
        "",
        "Longer and longer ones at 480p15, ms a frame",
        "mobjects moving frames stock ours ratio",
        "100 10 360 9.00 3.00 3.00",
        "100 10 720 9.00 3.10 2.90",
    ]


def test_what_was_not_measured_is_left_out() -> None:
    only = replace(RESULTS, film=None, edit=None, master=None, synthetic=None)
    assert [line[:9] for line in as_text(only).splitlines()] == ["At 1080p6", "", "Preview", "    15.50"]
    document = json.loads(as_json(only))
    assert "computed" not in document
    assert set(document["measured"]) == {"quality", "cores", "jobs", "is_whole", "preview"}
