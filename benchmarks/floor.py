"""Draws scenes once more, to time the encoder alone and to compare both renderers' clips with raw frames."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import click
import cv2

from benchmarks.clips import Clip, SceneClips, compare, luma_similarity
from benchmarks.process import run
from benchmarks.project_copy import call_command
from benchmarks.results import SceneResult
from production.clips.colour import Picture
from production.clips.encoder import Encoder
from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.dry_run import read_timeline
from production.jobs.renderer import available_cores
from production.output_spec import QUALITIES, OutputSpec
from production.segments import Segment, segments_of


def redraw(
    scene_clips: Sequence[SceneClips], letter: str, folder: Path, sources: Path
) -> tuple[SceneResult, ...]:
    """Draw scenes once more, one on each core, in a process that imports the copy in ``sources``.

    Raises
    ------
    click.ClickException
        If a scene has not as many frames as its clips.
    """
    scenes_file, results_file = folder / "scenes.json", folder / "results.json"
    scenes_file.write_text(json.dumps([asdict(scene) for scene in scene_clips]), encoding="utf-8")
    command = call_command(redraw_all, scenes_file, results_file, letter)
    run("the encoder alone, and SSIM", command, sources)
    found = json.loads(results_file.read_text(encoding="utf-8"))
    results = {entry["scene"]: SceneResult(**entry) for entry in found}
    for scene in scene_clips:
        if results[scene.scene.reference].frames != scene.frames:
            raise click.ClickException(
                f"{scene.scene.name} has {scene.frames} frames in the films, "
                f"{results[scene.scene.reference].frames} when it is drawn again"
            )
    return tuple(results[scene.scene.reference] for scene in scene_clips)


def redraw_all(scenes_file: str, results_file: str, letter: str) -> None:
    """Draw the scenes that a JSON file lists, the longest first, and write the results into another."""
    scene_clips = sorted(
        map(_from_json, json.loads(Path(scenes_file).read_text(encoding="utf-8"))),
        key=lambda scene: -scene.frames,
    )
    # Manim's settings are global, so processes are fresh ones; one a core, so that no two share a core.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(available_cores(), mp_context=context) as pool:
        results = list(pool.map(_draw_and_compare, scene_clips, [letter] * len(scene_clips)))
    Path(results_file).write_text(json.dumps([asdict(scene) for scene in results]), encoding="utf-8")


def _from_json(entry: Mapping[str, Any]) -> SceneClips:
    return SceneClips(
        SceneRef(entry["scene"]["reference"]),
        entry["frames"],
        *(Clip(**entry[name]) for name in ("stock", "ours", "master")),
    )


def _draw_and_compare(clips: SceneClips, letter: str) -> SceneResult:
    # The other cores are busy with other scenes.
    cv2.setNumThreads(1)
    quality = QUALITIES[letter]
    timeline = read_timeline(clips.scene)
    frames, seconds, raw = draw(segments_of(timeline, OutputSpec(quality)), clips.sampled_frames)
    return SceneResult(
        clips.scene.reference,
        frames,
        seconds,
        compare(raw, clips.stock, quality.frame_rate),
        compare(raw, clips.ours, quality.frame_rate),
        compare(raw, clips.master, quality.frame_rate, luma_similarity),
    )


class Stopwatch:
    """Adds up the seconds that pass inside its ``with`` blocks."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._start = 0.0

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._start


def draw(segments: Sequence[Segment], sampled: Sequence[int]) -> tuple[int, float, dict[int, Picture]]:
    """Draw and encode a scene.

    Parameters
    ----------
    segments
        All of the scene's.
    sampled
        The numbers of the frames to return raw.

    Returns
    -------
    tuple
        How many frames the scene has, the seconds that the encoder took (without the conversion to its pixel
        format), and the sampled frames by number.
    """
    raw: dict[int, Picture] = {}
    stopwatch = Stopwatch()
    waiting, encoder, frames = list(segments), None, 0

    def receive(number: int, drawn: Frame, repeat: int) -> None:
        nonlocal encoder, frames
        if waiting and number >= waiting[0].first_frame:
            if encoder is not None:
                with stopwatch:
                    encoder.close()
            segment = waiting.pop(0)
            encoder = Encoder(BytesIO(), segment.output, settled_frames=segment.settled_frames)
        assert encoder is not None
        frames += repeat
        frame = encoder.convert(drawn.pixels, drawn.changed)
        with stopwatch:
            encoder.encode(frame, repeat)
        numbers = [wanted for wanted in sampled if number <= wanted < number + repeat]
        if numbers:
            # The next frame is drawn into the same array.
            raw.update(dict.fromkeys(numbers, drawn.pixels[..., :3].copy()))

    capture(segments[0].scene, segments[0].output.quality, receive)
    assert encoder is not None
    with stopwatch:
        encoder.close()
    return frames, stopwatch.seconds, raw
