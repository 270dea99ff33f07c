"""The report of a benchmark: a table to read, and JSON with every number."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version

from benchmarks.machine import processor
from benchmarks.process import Run
from benchmarks.results import Results

COMPUTED = (
    "floor_seconds",
    "times_stock",
    "times_floor",
    "times_real_time",
    "bytes_ratio",
    "ssim_difference",
)
"""The properties of ``Results`` that are computed from its fields."""


def as_text(results: Results) -> str:
    """Return the table, and what it comes to."""
    return "\n".join(
        [
            f"{results.ours.frames} frames of {len(results.scenes)} scenes at {results.quality.folder}; "
            f"{results.jobs} processes on {results.cores} cores",
            "",
            *_table(results),
            "",
            f"{results.unchanged_seconds:9.1f} s for a rerun with nothing changed (asked: at most 3)",
            f"{results.edited_seconds:9.1f} s for a rerun with {results.edited_scene} edited",
            f"{results.preview_seconds:9.1f} s for a preview in {results.preview_quality.folder} "
            "from nothing (asked for the whole film: at most 45)",
            f"{results.master.seconds:9.1f} s for a master from nothing, "
            f"of {results.master.bytes / 1e6:.1f} MB; its luma's lowest SSIM is "
            f"{min(results.master.ssim):.5f} (asked: at least 0.995)",
            "",
            f"{results.times_stock:9.2f} times faster than stock Manim "
            "(asked for the whole film: at least 5)",
            f"{results.times_floor:9.2f} times the encoder alone (asked: 1.5)",
            f"{results.times_real_time:9.2f} times as fast as it plays (asked: at least 2)",
            f"{results.bytes_ratio:9.3f} of stock Manim's bytes (asked: at most 1)",
            f"{results.ssim_difference:+9.5f} in SSIM against stock Manim (asked: not below 0)",
        ]
    )


def _table(results: Results) -> Iterator[str]:
    stock, ours = results.stock, results.ours
    yield (
        f"{'':16}{'frames':>8}{'seconds':>9}{'frames/s':>10}{'ratio':>7}"
        f"{'MB':>8}{'SSIM':>9}{'lowest':>9}{'MiB, all':>10}{'MiB, one':>10}"
    )

    def row(name: str, seconds: float) -> str:
        speed = ours.frames / seconds
        return f"{name:16}{ours.frames:8}{seconds:9.1f}{speed:10.1f}{speed / stock.frames_per_second:7.2f}"

    for renderer in (stock, ours):
        peak = Run.in_sequence(renderer.runs)
        yield (
            f"{row(renderer.name, renderer.seconds)}"
            f"{renderer.bytes / 1e6:8.2f}{renderer.mean_ssim:9.5f}{min(renderer.ssim):9.5f}"
            f"{peak.peak_total:10.0f}{peak.peak_process:10.0f}"
        )
    before, after = ours.runs
    yield row("  before stock", before.seconds)
    yield row("  after stock", after.seconds)
    yield row("encoder alone", results.floor_seconds)


def as_json(results: Results) -> str:
    """Return all numbers, measured and computed, and what they were measured on."""
    document = {
        "machine": {
            "processor": processor(),
            "architecture": platform.machine(),
            "system": platform.platform(),
            "cores": results.cores,
        },
        "versions": {
            "python": platform.python_version(),
            "manim": version("manim"),
            "av": version("av"),
        },
        "measured": asdict(results),
        "computed": {name: getattr(results, name) for name in COMPUTED},
    }
    return json.dumps(document, indent=1) + "\n"
