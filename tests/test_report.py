from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.process import Run
from benchmarks.report import as_text
from benchmarks.results import RendererResult, Results, SceneResult
from production.output_spec import Quality

RESULTS = Results(
    quality=Quality(1920, 1080, 60),
    cores=2,
    jobs=3,
    stock=RendererResult("stock Manim", (Run(100.0, 300.4, 300.4),), 1200, 2_000_000, (0.98, 0.96)),
    ours=RendererResult(
        "render.py", (Run(9.0, 500.0, 210.0), Run(11.0, 480.0, 220.0)), 1200, 1_900_000, (0.99, 0.97)
    ),
    master=RendererResult("master", (Run(13.0, 500.0, 210.0),), 1200, 4_000_000, (0.999, 0.9975)),
    stock_scenes=(Run(60.0, 290.0, 290.0), Run(40.0, 300.4, 300.4)),
    scenes=(
        SceneResult("scenes.hook:Hook", 700, 9.5, (0.98,), (0.99,), (0.999,)),
        SceneResult("scenes.recap:Recap", 500, 6.5, (0.96,), (0.97,), (0.9975,)),
    ),
    unchanged_seconds=0.6,
    edited_scene="recap",
    edited_seconds=6.25,
    preview_quality=Quality(854, 480, 15),
    preview_seconds=4.0,
)


def test_what_is_computed_from_the_numbers() -> None:
    assert RESULTS.floor_seconds == (9.5 + 6.5) / 2
    assert RESULTS.ours.seconds == 10
    assert RESULTS.times_stock == 10
    assert RESULTS.times_floor == 10 / 8
    assert RESULTS.times_real_time == 2
    assert RESULTS.bytes_ratio == 0.95
    assert RESULTS.ssim_difference == pytest.approx(0.01)


def test_the_report() -> None:
    lines = as_text(RESULTS).splitlines()
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
        "     13.0 s for a master from nothing, of 4.0 MB; its luma's lowest SSIM is 0.99750 "
        "(asked: at least 0.995)",
        "",
        "    10.00 times faster than stock Manim (asked for the whole film: at least 5)",
        "     1.25 times the encoder alone (asked: 1.5)",
        "     2.00 times as fast as it plays (asked: at least 2)",
        "    0.950 of stock Manim's bytes (asked: at most 1)",
        " +0.01000 in SSIM against stock Manim (asked: not below 0)",
    ]


def test_a_lower_ssim_has_a_minus_sign() -> None:
    worse = replace(RESULTS, ours=replace(RESULTS.ours, ssim=(0.9699,)))
    assert " -0.00010 in SSIM" in as_text(worse)
