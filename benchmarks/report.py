"""The report of a benchmark: tables to read, and JSON with every number."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from statistics import fmean
from typing import Any

from benchmarks.fidelity import VISIBLE, Fidelity
from benchmarks.machine import processor
from benchmarks.process import Run
from benchmarks.results import (
    CrowdResult,
    EditResult,
    FilmResult,
    MasterResult,
    PreviewResult,
    Results,
    SceneResult,
    SyntheticResult,
)

PARTS = {"worst": "worst", "worst_percent": "worst 1 %", "mean": "mean", "blocks_off": "blocks off"}
"""What each part of a ``Fidelity`` is called."""


def as_text(results: Results) -> str:
    """Return a table for each part that was measured, and what it comes to."""
    scenes = "the whole film" if results.is_whole else "three scenes, not the film of which figures are asked"
    parts: list[Iterable[str]] = [
        [f"At {results.quality.folder}: {scenes}; {results.jobs} processes on {results.cores} cores"]
    ]
    if results.film:
        parts += [_speed(results, results.film), _profile(results.film), _fidelity(results, results.film)]
    if results.edit:
        parts.append(_edits(results.edit))
    if results.preview:
        parts.append(_preview(results.preview))
    if results.master:
        parts.append(_master(results.master))
    if results.synthetic:
        parts.append(_synthetic(results, results.synthetic))
    return "\n\n".join("\n".join(lines) for lines in parts)


def asked(value: float, text: str, *, most: float | None = None, least: float | None = None) -> str:
    """Return a line: a value, what it is, what is asked for, and whether that is met."""
    is_met = (most is None or value <= most) and (least is None or value >= least)
    limit = f"at most {most:.4g}" if least is None else f"at least {least:.4g}"
    return f"{value:9.2f} {text} (asked: {limit}; {'met' if is_met else 'NOT MET'})"


def _speed(results: Results, film: FilmResult) -> Iterator[str]:
    stock_bytes, our_bytes = film.bytes
    floor = film.floor_seconds(results.cores)
    yield (
        f"{'Film':16}{'frames':>8}{'seconds':>9}{'frames/s':>10}{'ratio':>7}"
        f"{'MB, video':>11}{'MiB, all':>10}{'MiB, one':>10}"
    )

    def row(name: str, seconds: float) -> str:
        speed = film.frames / seconds
        return f"{name:16}{film.frames:8}{seconds:9.1f}{speed:10.1f}{film.stock.seconds / seconds:7.2f}"

    def memory(run: Run) -> str:
        return f"{run.peak_total:10.0f}{run.peak_process:10.0f}"

    yield f"{row('stock Manim', film.stock.seconds)}{stock_bytes / 1e6:11.2f}{memory(film.stock)}"
    peak = Run.in_sequence(film.our_runs)
    yield f"{row('render.py', film.seconds)}{our_bytes / 1e6:11.2f}{memory(peak)}"
    for name, run in zip(("before stock", "after stock"), film.our_runs, strict=True):
        yield row(f"  {name}", run.seconds)
    yield row("encoder alone", floor)
    yield ""
    yield asked(film.times_stock, "times faster than stock Manim", least=8)
    yield asked(film.times_floor(results.cores), "times the encoder alone", most=2)
    yield asked(film.bytes_ratio, "times the bytes of stock Manim's video streams", most=1.5)
    yield asked(film.unchanged_seconds, "s for a rerun with nothing changed", most=3)
    real_time = film.frames / film.seconds / results.quality.frame_rate
    yield f"{real_time:9.2f} times as fast as it plays"


def _profile(film: FilmResult) -> Iterator[str]:
    yield (
        f"{'ms a frame':16}{'frames':>8}{'draw':>8}{'convert':>9}{'encode':>8}{'all':>8}"
        f"{'stock, wall':>13}{'bench, compare':>16}"
    )

    def row(name: str, scenes: Sequence[SceneResult], stock_seconds: float) -> str:
        frames = sum(scene.frames for scene in scenes)
        draw, convert, encode, compare = (
            1000 * sum(getattr(scene, part) for scene in scenes) / frames
            for part in ("draw", "convert", "encode", "compare")
        )
        return (
            f"{name:16}{frames:8}{draw:8.2f}{convert:9.2f}{encode:8.2f}{draw + convert + encode:8.2f}"
            f"{1000 * stock_seconds / frames:13.1f}{compare:16.2f}"
        )

    for scene, run in zip(film.scenes, film.stock_runs, strict=True):
        yield row(_name(scene), [scene], run.seconds)
    yield row("all", film.scenes, film.stock.seconds)


def _name(scene: SceneResult) -> str:
    return scene.scene.rpartition(".")[2].partition(":")[0]


def _fidelity(results: Results, film: FilmResult) -> Iterator[str]:
    yield (
        f"{'Every frame':24}{'SSIM, worst':>20}{'at, s':>8}{'SSIM, worst 1 %':>20}{'SSIM, mean':>20}"
        f"{f'blocks off by {VISIBLE}':>20}{'MB, video':>16}{'ratio':>7}"
    )
    yield f"{'':16}{'frames':>8}" + (
        f"{'stock':>10}{'ours':>10}{'ours':>8}"
        + 3 * f"{'stock':>10}{'ours':>10}"
        + f"{'stock':>8}{'ours':>8}"
    )

    def row(name: str, frames: int, stock: Fidelity, ours: Fidelity, worst_at: str) -> str:
        pairs = "".join(
            f"{getattr(stock, part):10.5f}{getattr(ours, part):10.5f}" for part in ("worst_percent", "mean")
        )
        return (
            f"{name:16}{frames:8}{stock.worst:10.5f}{ours.worst:10.5f}{worst_at:>8}{pairs}"
            f"{stock.blocks_off:10.3%}{ours.blocks_off:10.3%}"
            f"{stock.bytes / 1e6:8.2f}{ours.bytes / 1e6:8.2f}{ours.bytes / stock.bytes:7.2f}"
        )

    for scene in film.scenes:
        farther = "  farther by " + ", ".join(PARTS[part] for part in scene.worse) if scene.worse else ""
        worst_at = f"{scene.ours.worst_frame / results.quality.frame_rate:.2f}"
        yield row(_name(scene), scene.frames, scene.stock, scene.ours, worst_at) + farther
    yield row("all", film.frames, _together(film, "stock"), _together(film, "ours"), "")
    yield ""
    for part, text in PARTS.items():
        near, number = sum(part not in scene.worse for scene in film.scenes), len(film.scenes)
        yield (
            f"{near:4} of {number} scenes are at least as near the raw frames by {text} "
            f"(asked: all; {'met' if near == number else 'NOT MET'})"
        )


def _together(film: FilmResult, which: str) -> Fidelity:
    """Return the lowest SSIM of all scenes, and the means of the rest, a scene counted by its frames."""
    found: list[Fidelity] = [getattr(scene, which) for scene in film.scenes]
    weights = [scene.frames for scene in film.scenes]
    lowest = min(found, key=lambda one: one.worst)

    def mean(part: str) -> float:
        return fmean([getattr(one, part) for one in found], weights)

    return Fidelity(
        lowest.worst,
        lowest.worst_frame,
        mean("worst_percent"),
        mean("mean"),
        mean("blocks_off"),
        sum(one.bytes for one in found),
    )


def _edits(result: EditResult) -> Iterator[str]:
    yield f"Edits: reruns of what takes {result.whole_seconds:.1f} s from nothing"
    for edit in result.edits:
        what = "all beats" if edit.beat is None else f"the beat “{edit.beat}”"
        share = f"{100 * edit.share:.1f} % of the frames"
        yield asked(edit.seconds, f"s with {what} of {edit.scene} edited, {share}", most=result.asked(edit))


def _preview(result: PreviewResult) -> Iterator[str]:
    yield "Preview"
    yield asked(result.seconds, f"s in {result.quality.folder} from nothing", most=15)


def _master(result: MasterResult) -> Iterator[str]:
    yield "Master"
    yield f"{result.seconds:9.2f} s from nothing"
    yield f"{result.bytes / 1e6:9.2f} MB"


def _synthetic(results: Results, result: SyntheticResult) -> Iterator[str]:
    yield f"Synthetic scenes at {results.quality.folder}, ms a frame"
    yield from _crowds(result.crowds)
    yield ""
    yield f"Longer and longer ones at {result.long_quality.folder}, ms a frame"
    yield from _crowds(result.long)


def _crowds(crowds: Iterable[CrowdResult]) -> Iterator[str]:
    yield f"{'mobjects':>10}{'moving':>8}{'frames':>8}{'stock':>10}{'ours':>10}{'ratio':>8}"
    for crowd in crowds:
        yield (
            f"{crowd.mobjects:10}{crowd.moving:8}{crowd.frames:8}{crowd.stock:10.2f}{crowd.ours:10.2f}"
            f"{crowd.ratio:8.2f}"
        )


def as_json(results: Results) -> str:
    """Return all numbers, measured and computed, and what they were measured on."""
    document: dict[str, Any] = {
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
        "measured": {name: part for name, part in asdict(results).items() if part is not None},
    }
    if film := results.film:
        document["computed"] = {
            "floor_seconds": film.floor_seconds(results.cores),
            "times_stock": film.times_stock,
            "times_floor": film.times_floor(results.cores),
            "times_real_time": film.frames / film.seconds / results.quality.frame_rate,
            "bytes_ratio": film.bytes_ratio,
            "worse": film.worse,
        }
    return json.dumps(document, indent=1) + "\n"
