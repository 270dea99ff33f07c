"""Draws scenes once more: to time the encoder alone, and to compare both renderers' clips with raw frames."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import click
import cv2

from benchmarks.clips import Clip, SceneClips, decode
from benchmarks.fidelity import Comparison, Fidelity
from benchmarks.luma import StockLuma, luma_of
from benchmarks.pace import load_timelines
from benchmarks.process import run
from benchmarks.project_copy import call_command
from benchmarks.results import SceneResult
from production.clips.encoder import Encoder
from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.jobs.renderer import available_cores
from production.output_spec import QUALITIES, OutputSpec
from production.segments import Segment, segments_of
from production.timeline import Timeline


def redraw(
    scene_clips: Sequence[SceneClips], letter: str, folder: Path, sources: Path
) -> tuple[SceneResult, ...]:
    """Draw scenes once more, one on each core, in a process that imports the copy in ``sources``.

    ``folder`` has the file of their timelines.

    Raises
    ------
    click.ClickException
        If a scene has not as many frames as its clips.
    """
    scenes_file, results_file = folder / "scenes.json", folder / "results.json"
    scenes_file.write_text(json.dumps([asdict(scene) for scene in scene_clips]), encoding="utf-8")
    command = call_command(redraw_all, scenes_file, folder / "timelines.json", results_file, letter)
    run("the encoder alone, and every frame beside the raw one", command, sources)
    results = {
        entry["scene"]: SceneResult(
            **entry | {"stock": Fidelity(**entry["stock"]), "ours": Fidelity(**entry["ours"])}
        )
        for entry in json.loads(results_file.read_text(encoding="utf-8"))
    }
    for scene in scene_clips:
        if results[scene.scene.reference].frames != scene.frames:
            raise click.ClickException(
                f"{scene.scene.name} has {scene.frames} frames in the films, "
                f"{results[scene.scene.reference].frames} when it is drawn again"
            )
    return tuple(results[scene.scene.reference] for scene in scene_clips)


def redraw_all(scenes_file: str, timelines_file: str, results_file: str, letter: str) -> None:
    """Draw the scenes that a JSON file lists, the longest first, and write the results into another."""
    scene_clips = sorted(
        map(_from_json, json.loads(Path(scenes_file).read_text(encoding="utf-8"))),
        key=lambda scene: -scene.frames,
    )
    timelines = load_timelines(Path(timelines_file))
    paced = [timelines[clips.scene.reference] for clips in scene_clips]
    # Manim's settings are global, so processes are fresh ones; one a core, so that no two share a core.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(available_cores(), mp_context=context) as pool:
        results = list(pool.map(draw_and_compare, scene_clips, paced, [letter] * len(scene_clips)))
    Path(results_file).write_text(json.dumps([asdict(scene) for scene in results]), encoding="utf-8")


def _from_json(entry: Mapping[str, Any]) -> SceneClips:
    return SceneClips(
        SceneRef(entry["scene"]["reference"]), entry["frames"], Clip(**entry["stock"]), Clip(**entry["ours"])
    )


class Stopwatch:
    """Adds up what passes inside its ``with`` blocks: wall time, and the processor's, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.processor_seconds = 0.0
        self._start = 0.0, 0.0

    def __enter__(self) -> None:
        self._start = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        start, processor_start = self._start
        self.seconds += time.perf_counter() - start
        self.processor_seconds += time.process_time() - processor_start


class TimedEncoders:
    """Encodes a scene as the line does, each beat into a clip of its own, and times it."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._waiting = list(segments)
        self._encoder: Encoder | None = None
        self.frames = 0
        self.converting, self.encoding = Stopwatch(), Stopwatch()

    def write(self, number: int, drawn: Frame, repeat: int) -> av.VideoFrame:
        """Encode a frame, by its number in the scene, so many times; return what the encoder was given."""
        if self._waiting and number >= self._waiting[0].first_frame:
            self.close()
            segment = self._waiting.pop(0)
            self._encoder = Encoder.of(replace(segment, rests=()), BytesIO())
        assert self._encoder is not None
        with self.converting:
            frame = self._encoder.convert(drawn.pixels, drawn.changed)
        with self.encoding:
            self._encoder.encode(frame, repeat)
        self.frames += repeat
        return frame

    def close(self) -> None:
        """End the clip that is being written."""
        if self._encoder is not None:
            with self.encoding:
                self._encoder.close()
            self._encoder = None


def draw_and_compare(clips: SceneClips, timeline: Timeline, letter: str) -> SceneResult:
    """Draw and encode a scene, and compare each raw frame with those of its clips.

    What the encoder took is its own time: neither the conversion to its pixel format is in it, nor the
    comparison.
    """
    # The other cores are busy with other scenes.
    cv2.setNumThreads(1)
    quality = QUALITIES[letter]
    everything, comparing = Stopwatch(), Stopwatch()
    encoders = TimedEncoders(segments_of(timeline, OutputSpec(quality)))
    stock, ours = (Comparison(decode(clip, quality.frame_rate)) for clip in (clips.stock, clips.ours))
    stock_luma = StockLuma()

    def receive(number: int, drawn: Frame, repeat: int) -> None:
        frame = encoders.write(number, drawn, repeat)
        with comparing:
            stock.compare(stock_luma.convert(drawn.pixels, drawn.changed), repeat)
            ours.compare(luma_of(frame), repeat)

    with everything:
        capture(clips.scene, quality, receive, pacing=timeline.pacing())
        encoders.close()
    converting, encoding = encoders.converting, encoders.encoding
    return SceneResult(
        clips.scene.reference,
        encoders.frames,
        encoding.seconds,
        draw=everything.processor_seconds
        - sum(watch.processor_seconds for watch in (converting, encoding, comparing)),
        convert=converting.processor_seconds,
        encode=encoding.processor_seconds,
        compare=comparing.processor_seconds,
        stock=stock.fidelity(clips.stock.bytes),
        ours=ours.fidelity(clips.ours.bytes),
    )
