"""Compares what the line draws of a scene with what stock Manim draws of it, frame by frame.

``python -m benchmarks.manim_scenes PATH`` plays each scene that ``benchmarks.found_scenes`` finds there:
Manim's own tests of pictures, the examples of its documentation, a folder of anybody's scenes. It says which
differ, by how much, and which camera drew; it ends with 1 if any differs.
"""

from __future__ import annotations

import multiprocessing
import pickle
import random
import re
import shutil
import sys
import tempfile
import traceback
import types
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.found_scenes import FoundScene, NotComparableError, find_scenes, scene_classes
from production.output_spec import Quality

SIZE = Quality(854, 480, 15)

TOLERANCE = 2
"""Levels of 255 by which a picture may differ."""

MODULE = "a_found_scene"
"""The module under whose name the line is given a scene."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a scene compares: its frames, how many are equal or nearly, the worst difference (levels)."""

    label: str
    frames: int = 0
    exact: int = 0
    close: int = 0
    worst: int = 0
    first_wrong: int | None = None
    drawn_by: str = ""
    failure: str = ""
    is_comparable: bool = True


def compare_all(found: FoundScene, folder: str) -> list[Comparison]:
    """Compare a found scene, in this process, which afterwards ends: a scene may change Manim for good."""
    try:
        with _latex():
            return [
                _compare(label, scene_class, Path(folder))
                for label, scene_class in scene_classes(found).items()
            ]
    except NotComparableError as error:
        return [Comparison(found.label, failure=str(error), is_comparable=False)]
    except BaseException as error:
        return [Comparison(found.label, failure=_said(error), is_comparable=False)]


def _compare(label: str, scene_class: type[Any], folder: Path) -> Comparison:
    try:
        stock = _in_a_child(partial(_stock_frames, scene_class, folder))
    except ChildFailedError as error:
        # What stock Manim cannot draw, nobody need.
        return Comparison(label, failure=f"stock Manim: {error}", is_comparable=False)
    try:
        compared: Comparison = _in_a_child(partial(_compare_ours, label, scene_class, stock, folder))
        return compared
    except ChildFailedError as error:
        return Comparison(label, frames=sum(repeat for _, repeat in stock), failure=str(error))


Frames = list[tuple[bytes, int]]
"""Pictures, packed, and for how many frames each stands."""


def _stock_frames(scene_class: type[Any], folder: Path) -> Frames:
    from manim import tempconfig
    from manim.scene.scene_file_writer import SceneFileWriter

    frames: Frames = []

    def write_frame(_: Any, pixels: Any, *, repeat: int = 1) -> None:
        if repeat:
            frames.append((_packed(pixels), repeat))

    settings = {
        "pixel_width": SIZE.width,
        "pixel_height": SIZE.height,
        "frame_rate": SIZE.frame_rate,
        "format": "none",
        "disable_caching": True,
        "progress_bar": "none",
        "media_dir": str(folder),
        "seed": 0,
        "verbosity": "WARNING",
    }
    # In whatever renderer; this process draws nothing else.
    writer: Any = SceneFileWriter
    writer.write_frame = write_frame
    with tempconfig(settings):
        scene = scene_class()
        scene.render()
        return frames or [(_packed(scene.renderer.get_frame()), 1)]


def _compare_ours(label: str, scene_class: type[Any], stock: Frames, folder: Path) -> Comparison:
    from manim import config

    from production.film import SceneRef
    from production.frames import scene_loader
    from production.frames.camera import Frame
    from production.frames.capture import capture
    from production.frames.manims_settings import shipped_settings

    numbered = dict(enumerate(packed for packed, repeat in stock for _ in range(repeat)))
    exact = close = worst = 0
    wrong = []

    def receive(number: int, frame: Frame, repeat: int) -> None:
        nonlocal exact, close, worst
        pixels = frame.pixels.copy()
        for one in range(number, number + repeat):
            expected = numbered.pop(one, None)
            if expected is None:
                wrong.append(one)
                continue
            picture = np.frombuffer(zlib.decompress(expected), np.uint8).reshape(pixels.shape)
            difference = int(np.abs(picture[..., :3].astype(np.int16) - pixels[..., :3]).max())
            exact += difference == 0
            close += difference <= TOLERANCE
            worst = max(worst, difference)
            if difference > TOLERANCE:
                wrong.append(one)

    module: Any = types.ModuleType(MODULE)
    scene_class.__name__ = "Found"
    module.Found = scene_class
    sys.modules[MODULE] = module
    # What its module set is known to be its own only where the line imports it.
    scene_loader._SETTINGS[MODULE] = {
        name: config[name] for name, value in shipped_settings().items() if config[name] != value
    }
    timeline = capture(SceneRef(f"{MODULE}:Found"), SIZE, receive, folder=folder)
    frames = sum(repeat for _, repeat in stock)
    too_many = sum(number >= frames for number in wrong)
    failure = f"it lacks {len(numbered)} frames and has {too_many} too many" if numbered or too_many else ""
    return Comparison(
        label,
        frames=frames,
        exact=exact,
        close=close,
        worst=worst,
        first_wrong=min(wrong, default=None),
        drawn_by=timeline.drawn_by,
        failure=failure,
    )


def _packed(pixels: Any) -> bytes:
    return zlib.compress(np.ascontiguousarray(pixels).tobytes(), 1)


@contextmanager
def _latex() -> Iterator[None]:
    """Let a row of boxes stand for what LaTeX sets, where there is none; both cameras draw the same boxes."""
    if shutil.which("latex") and shutil.which("dvisvgm"):
        yield
        return
    import manim.mobject.text.tex_mobject as tex

    module: Any = tex
    usual, module.tex_to_svg_file = module.tex_to_svg_file, _boxes
    try:
        yield
    finally:
        module.tex_to_svg_file = usual


def _boxes(expression: str, *_: Any, **__: Any) -> Path:
    from manim import config

    parts = re.split(r"\\special\{dvisvgm:raw (<.*?>)\}", expression)
    drawn, at = [], 0
    for index, part in enumerate(parts):
        if index % 2:
            drawn.append(part)
            continue
        for character in re.sub(r"\\[a-zA-Z]+|[\s{}^_&$]", lambda m: "x" if len(m[0]) > 1 else "", part):
            high = 5 + ord(character) % 5
            drawn.append(f'<path d="M{at} 0h4v{-high}h-4z M{at + 1} -1h2v{2 - high}h-2z"/>')
            at += 6
    path = config.get_dir("media_dir") / f"boxes_{zlib.crc32(expression.encode()):08x}.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(drawn)}</svg>', encoding="utf-8")
    return path


class ChildFailedError(Exception):
    """What was done in a process of its own failed there."""


def _in_a_child(work: Callable[[], Any]) -> Any:
    """Do something in a copy of this process, so that it leaves nothing behind, and return its result."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def run() -> None:
        random.seed(0)
        np.random.seed(0)  # noqa: NPY002  scenes draw from the global generator
        try:
            result: tuple[Any, str] = work(), ""
        except BaseException as error:
            traceback.print_exc()
            result = None, _said(error)
        theirs.send_bytes(pickle.dumps(result))

    process = context.Process(target=run)
    process.start()
    theirs.close()
    try:
        result, failure = pickle.loads(ours.recv_bytes())
    except EOFError:
        result, failure = None, "its process died"
    process.join()
    if failure:
        raise ChildFailedError(failure)
    return result


def _said(error: BaseException) -> str:
    lines = f"{type(error).__name__}: {error}".strip().splitlines()
    return lines[0][:200]


def run_apart(found: FoundScene, seconds: float) -> list[Comparison]:
    """Compare a found scene in a process that is ended after so many seconds."""
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as folder:
        process = context.Process(target=_serve, args=(theirs, found, folder))
        process.start()
        theirs.close()
        try:
            if ours.poll(seconds):
                results: list[Comparison] = pickle.loads(ours.recv_bytes())
                return results
            return [Comparison(found.label, failure=f"not done after {seconds:g} s", is_comparable=False)]
        except EOFError:
            return [Comparison(found.label, failure="its process died")]
        finally:
            process.kill()
            process.join()


def _serve(connection: Any, found: FoundScene, folder: str) -> None:
    connection.send_bytes(pickle.dumps(compare_all(found, folder)))


def report(comparisons: list[Comparison]) -> Iterator[str]:
    """Say in lines how scenes compared."""
    for one in comparisons:
        if not one.is_comparable:
            yield f"{one.label}: not compared: {one.failure}"
    compared = [one for one in comparisons if one.is_comparable]
    for one in filter(_differs, compared):
        yield f"{one.label} differs: {one.failure or _difference(one)}; drawn by {one.drawn_by or 'nothing'}"
    for drawn_by, count in Counter(one.drawn_by for one in compared).most_common():
        yield f"{count} drawn by {drawn_by or 'nothing'}"
    frames, exact, close = (sum(getattr(one, of) for one in compared) for of in ("frames", "exact", "close"))
    yield f"{len(comparisons)} scenes, {len(compared)} compared, {sum(map(_differs, compared))} differ"
    yield f"{frames} frames, {exact} exact, {close} within {TOLERANCE} levels"


def _differs(one: Comparison) -> bool:
    return one.is_comparable and (bool(one.failure) or one.close < one.frames)


def _difference(one: Comparison) -> str:
    wrong = one.frames - one.close
    return f"{wrong} of {one.frames} frames, from frame {one.first_wrong} on, by up to {one.worst} levels"


@click.command()
@click.argument(
    "places", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option("-j", "jobs", type=click.IntRange(min=1), default=2, show_default=True)
@click.option("-k", "words", default="", help="Only scenes whose label has this in it.")
@click.option("--seconds", default=240.0, show_default=True, help="How long a scene may take.")
def main(places: tuple[Path, ...], jobs: int, words: str, seconds: float) -> None:
    """Compare the scenes in files and folders with stock Manim's pictures."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(["manim", "production.frames.capture"])
    found = [scene for place in places for scene in find_scenes(place) if words in scene.label]
    with ThreadPoolExecutor(jobs) as pool:
        comparisons = []
        for number, results in enumerate(pool.map(partial(run_apart, seconds=seconds), found), 1):
            comparisons += results
            click.echo(f"{number} of {len(found)} {results[-1].label}", err=True)
    for line in report(comparisons):
        click.echo(line)
    sys.exit(any(map(_differs, comparisons)))


if __name__ == "__main__":
    main()
