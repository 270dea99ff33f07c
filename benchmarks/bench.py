"""Times the engine against stock Manim in one run: ``./run bench``, with ``--full`` for the whole film.

Both render the same scenes at the same quality from nothing: stock Manim scene after scene, as its command
line does, and ``render.py`` all in one call. ``render.py`` does so once before stock and once after it, and
the mean counts, so that a machine that gets slower or faster meanwhile counts against nobody.

Then every scene is drawn once more, one on each core. Some of its frames are kept, to see what the two films
made of them; and the encoder alone is timed on all of them. That time, spread over the cores, is the floor:
no engine that encodes like this is faster, however it draws.

Everything happens in a copy of the project's sources, which one of the measurements edits.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from fractions import Fraction
from importlib.metadata import version
from io import BytesIO
from itertools import accumulate, count
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, Self

import av
import click
import cv2
import numpy as np
from av.video.reformatter import Interpolation

from production.drawing import Frame
from production.encoding import Encoder, Picture
from production.quality import QUALITIES, Format, Quality
from production.recording import record
from production.timeline import read_timeline, scene_name
from production.work import rests_within
from scenes.lesson import LESSON

PROJECT = Path(__file__).resolve().parent.parent
RESULT = PROJECT / "media" / "bench.json"

SOURCES = ("momentum_sim", "scenes", "production", "benchmarks", "render.py")
"""What of the project is copied: all that rendering and measuring it needs."""

SAMPLE = ("scenes.hook:Hook", "scenes.memory:Memory", "scenes.worked_example:WorkedExample")
"""A race that moves all the time; words and bars that come one after the other; a table with long rests."""

PREVIEW = "l"
"""The quality of a quick look, by its letter."""

SAMPLED_FRAMES = 24
"""Frames a scene whose SSIM is taken."""

SECONDS_BETWEEN_LOOKS = 0.2
"""How often memory is looked at."""

SECONDS_TO_END = 5
"""How long processes may take to put away what they have before they are killed."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds, and the most MiB that its processes held together, and one of them alone.

    What processes share is counted once for each. Where the system has no ``/proc``, memory is 0.
    """

    seconds: float
    together: float
    largest: float

    @classmethod
    def in_turn(cls, runs: Sequence[Self]) -> Self:
        """Return what commands took that ran one after the other."""
        return cls(
            sum(run.seconds for run in runs),
            max(run.together for run in runs),
            max(run.largest for run in runs),
        )


@dataclass(frozen=True, slots=True)
class Way:
    """A way of rendering the scenes: each time that it did so from nothing, and what it made."""

    name: str
    runs: tuple[Run, ...]
    frames: int
    bytes: int
    ssim: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """The mean of its times."""
        return fmean(run.seconds for run in self.runs)

    @property
    def speed(self) -> float:
        """Frames a second."""
        return self.frames / self.seconds

    @property
    def mean_ssim(self) -> float:
        """How like the raw frames its frames are."""
        return fmean(self.ssim)


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a scene's frames are: a file, and the number there of the scene's first frame."""

    path: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A scene, how many frames it has, and where stock Manim and ``render.py`` left them."""

    scene: str
    frames: int
    stock: Clip
    ours: Clip

    @property
    def sampled(self) -> list[int]:
        """The frames whose SSIM is taken, the first and the last among them."""
        return sorted({round(number) for number in np.linspace(0, self.frames - 1, SAMPLED_FRAMES)})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A scene drawn once more: the encoder's seconds, and the SSIM of its sampled frames in both films."""

    scene: str
    frames: int
    encoding_seconds: float
    stock_ssim: tuple[float, ...]
    our_ssim: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that was measured. ``cores`` are the machine's, ``jobs`` what ``render.py`` was given."""

    quality: Quality
    cores: int
    jobs: int
    stock: Way
    ours: Way
    stock_scenes: tuple[Run, ...]
    scenes: tuple[Drawn, ...]
    unchanged_seconds: float
    edited_scene: str
    edited_seconds: float
    preview_seconds: float

    @property
    def floor(self) -> float:
        """Seconds that encoding alone takes on all cores."""
        return sum(scene.encoding_seconds for scene in self.scenes) / self.cores

    @property
    def times_stock(self) -> float:
        """How many times faster than stock Manim."""
        return self.ours.speed / self.stock.speed

    @property
    def times_floor(self) -> float:
        """How many times as long as the encoder alone."""
        return self.ours.seconds / self.floor

    @property
    def times_playing(self) -> float:
        """How many times as fast as it plays."""
        return self.ours.speed / self.quality.frame_rate

    @property
    def bytes_ratio(self) -> float:
        """Bytes, relative to stock Manim's."""
        return self.ours.bytes / self.stock.bytes

    @property
    def ssim_difference(self) -> float:
        """By how much the mean SSIM is above stock Manim's."""
        return self.ours.mean_ssim - self.stock.mean_ssim


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command()
@click.option("--full", is_flag=True, help="The whole film instead of three scenes.")
@click.option("-q", "letter", type=click.Choice(list(QUALITIES)), default="h", show_default=True)
@click.option("-j", "jobs", type=click.IntRange(min=1), help="render.py's processes; one a core if left out.")
def main(full: bool, letter: str, jobs: int | None) -> None:
    """Time stock Manim and this project on the same scenes, and print a table."""
    with TemporaryDirectory(prefix="bench-") as folder:
        measured = measure(Path(folder), full, letter, jobs or _cores())
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(as_json(measured), encoding="utf-8")
    click.echo(report(measured))


def measure(folder: Path, full: bool, letter: str, jobs: int) -> Measured:
    """Measure everything, in a copy of the project inside of ``folder``."""
    scenes, quality = LESSON if full else SAMPLE, QUALITIES[letter]
    names = ["lesson"] if full else [scene_name(scene) for scene in scenes]
    sources = copied(folder)
    # This also reads every library from the disk once, for which else the first to be timed would pay.
    run("looking where modules come from", _ours("check_imports", sources, *map(_module, scenes)), sources)

    def render(what: str, media: str, quality: str = letter) -> Run:
        options = ["-q", quality, "-j", str(jobs), "--quiet", "--media-dir", str(folder / media)]
        return run(f"render.py {what}", [sys.executable, "render.py", *names, *options], sources)

    before = render("from nothing", "first")
    stock_scenes = tuple(
        run(
            f"stock Manim, {scene_name(scene)} ({number} of {len(scenes)})",
            _stock_command(scene, letter, folder / "stock"),
            sources,
        )
        for number, scene in enumerate(scenes, 1)
    )
    after = render("from nothing once more", "second")
    unchanged = render("with nothing changed", "second")
    shown = _shown(scenes, folder / "stock", [folder / "first" / quality.folder / f"{n}.mp4" for n in names])
    middle = sorted(shown, key=lambda scene: scene.frames)[len(shown) // 2].scene
    edit(sources, middle)
    edited = render(f"with {scene_name(middle)} edited", "second")
    preview = render("as a preview from nothing", "preview", PREVIEW)
    drawn = draw_again(shown, letter, folder, sources)
    frames = sum(scene.frames for scene in shown)
    stock_ssim = tuple(value for scene in drawn for value in scene.stock_ssim)
    our_ssim = tuple(value for scene in drawn for value in scene.our_ssim)
    stock_bytes, our_bytes = _bytes(scene.stock for scene in shown), _bytes(scene.ours for scene in shown)
    return Measured(
        quality=quality,
        cores=_cores(),
        jobs=jobs,
        stock=Way("stock Manim", (Run.in_turn(stock_scenes),), frames, stock_bytes, stock_ssim),
        ours=Way("render.py", (before, after), frames, our_bytes, our_ssim),
        stock_scenes=stock_scenes,
        scenes=drawn,
        unchanged_seconds=unchanged.seconds,
        edited_scene=scene_name(middle),
        edited_seconds=edited.seconds,
        preview_seconds=preview.seconds,
    )


def report(measured: Measured) -> str:
    """Return the table, and what it comes to."""
    preview = QUALITIES[PREVIEW].folder
    return "\n".join(
        [
            f"{measured.ours.frames} frames of {len(measured.scenes)} scenes at {measured.quality.folder}; "
            f"{measured.jobs} processes on {measured.cores} cores",
            "",
            *_table(measured),
            "",
            f"{measured.unchanged_seconds:9.1f} s for a rerun with nothing changed (asked: at most 3)",
            f"{measured.edited_seconds:9.1f} s for a rerun with {measured.edited_scene} edited",
            f"{measured.preview_seconds:9.1f} s for a preview in {preview} from nothing "
            "(asked for the whole film: at most 45)",
            "",
            f"{measured.times_stock:9.2f} times faster than stock Manim "
            "(asked for the whole film: at least 5)",
            f"{measured.times_floor:9.2f} times the encoder alone (asked: 1.5)",
            f"{measured.times_playing:9.2f} times as fast as it plays (asked: at least 2)",
            f"{measured.bytes_ratio:9.3f} of stock Manim's bytes (asked: at most 1)",
            f"{measured.ssim_difference:+9.5f} in SSIM against stock Manim (asked: not below 0)",
        ]
    )


def _table(measured: Measured) -> Iterator[str]:
    stock, ours = measured.stock, measured.ours
    yield (
        f"{'':16}{'frames':>8}{'seconds':>9}{'frames/s':>10}{'ratio':>7}"
        f"{'MB':>8}{'SSIM':>9}{'lowest':>9}{'MiB, all':>10}{'MiB, one':>10}"
    )

    def timed(name: str, seconds: float) -> str:
        speed = ours.frames / seconds
        return f"{name:16}{ours.frames:8}{seconds:9.1f}{speed:10.1f}{speed / stock.speed:7.2f}"

    for way in (stock, ours):
        peak = Run.in_turn(way.runs)
        yield (
            f"{timed(way.name, way.seconds)}{way.bytes / 1e6:8.2f}{way.mean_ssim:9.5f}{min(way.ssim):9.5f}"
            f"{peak.together:10.0f}{peak.largest:10.0f}"
        )
    before, after = ours.runs
    yield timed("  before stock", before.seconds)
    yield timed("  after stock", after.seconds)
    yield timed("encoder alone", measured.floor)


def as_json(measured: Measured) -> str:
    """Return all numbers, those that follow from others too, and what they were measured on."""
    follows = (
        "floor",
        "times_stock",
        "times_floor",
        "times_playing",
        "bytes_ratio",
        "ssim_difference",
    )
    result = {
        "machine": {
            "processor": _processor(),
            "architecture": platform.machine(),
            "system": platform.platform(),
            "cores": measured.cores,
        },
        "versions": {
            "python": platform.python_version(),
            "manim": version("manim"),
            "av": version("av"),
        },
        "measured": asdict(measured),
        "follows": {name: getattr(measured, name) for name in follows},
    }
    return json.dumps(result, indent=1) + "\n"


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def copied(folder: Path) -> Path:
    """Copy the project's sources into a folder, and return where they are."""
    sources = folder / "sources"
    for name in SOURCES:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, sources / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(PROJECT / name, sources / name)
    return sources


def edit(sources: Path, scene: str) -> None:
    """Add a comment to a scene's source."""
    with (sources / _file(scene)).open("a", encoding="utf-8") as file:
        file.write("# Edited.\n")


def check_imports(sources: str, *modules: str) -> None:
    """Import modules, and end this process if any of the project's is not one of the copy in ``sources``.

    The environment has the project installed in a way that finds the user's own sources.
    """
    for name in ("render", "production.rendering", *modules):
        importlib.import_module(name)
    own = {Path(name).stem for name in SOURCES}
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name.partition(".")[0] in own and file and not Path(file).is_relative_to(sources):
            sys.exit(f"{name} comes from {file}, not from the copy in {sources}")


def _ours(function: str, *arguments: object) -> list[str]:
    """Return a command that calls a function of this module in a process of its own."""
    # Only PYTHONPATH is to say where modules are, hence -P.
    code = f"import sys; from benchmarks.bench import {function}; {function}(*sys.argv[1:])"
    return [sys.executable, "-P", "-c", code, *map(str, arguments)]


def _stock_command(scene: str, letter: str, media: Path) -> list[str]:
    options = ["--disable_caching", "--progress_bar", "none", "-v", "ERROR", "--media_dir", str(media)]
    return [sys.executable, "-m", "manim", "render", f"-q{letter}", *options, _file(scene), _class(scene)]


def _module(scene: str) -> str:
    return scene.partition(":")[0]


def _class(scene: str) -> str:
    return scene.partition(":")[2]


def _file(scene: str) -> str:
    return f"{_module(scene).replace('.', '/')}.py"


def run(what: str, command: Sequence[str], sources: Path) -> Run:
    """Run a command in the copy of the sources, and see what it takes.

    Raises
    ------
    click.ClickException
        If it fails: what was to be done, and the last thing that the command said.
    """
    click.echo(f"bench: {what}", err=True)
    with TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=sources,
            env=os.environ | {"PYTHONPATH": str(sources)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        try:
            with _watched(process.pid) as peak:
                code = process.wait()
                seconds = time.perf_counter() - begun
        except BaseException:
            _end(process)
            raise
        if code:
            raise click.ClickException(f"{what} ended with {code}: {_last_words(said)}")
    return Run(seconds, *peak)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command and every process that it has started."""
    try:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_END)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode(errors="replace").splitlines()
    # The last may only be the frame that Manim puts around an error.
    return next((" ".join(line.split()) for line in reversed(lines) if re.search(r"\w", line)), "nothing")


@contextmanager
def _watched(group: int) -> Iterator[list[float]]:
    """Give the most memory that the processes of a group hold meanwhile, together and one of them."""
    peak = [0.0, 0.0]
    ended = threading.Event()

    def watch() -> None:
        while True:
            peak[:] = map(max, peak, _memory(group))
            if ended.wait(SECONDS_BETWEEN_LOOKS):
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def _memory(group: int) -> tuple[float, float]:
    """Return the MiB that the processes of a group hold, and the most that one of them ever held."""
    together = largest = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        # A process may end while it is looked at.
        with suppress(OSError):
            # The name of the program comes before, and may be anything: state, parent, group.
            if int(stat.read_text().rpartition(")")[2].split()[2]) != group:
                continue
            held = dict(re.findall(r"Vm(HWM|RSS):\s+(\d+) kB", stat.with_name("status").read_text()))
            together += int(held.get("RSS", 0))
            largest = max(largest, int(held.get("HWM", 0)))
    # One may have held more between two looks than all do now.
    return max(together, largest) / 1024, largest / 1024


def _shown(scenes: Sequence[str], stock: Path, ours: Sequence[Path]) -> list[Shown]:
    """Find each scene in what was made: ``ours`` are files of a scene each, or one of them all.

    Raises
    ------
    click.ClickException
        If the two have not the same number of frames.
    """
    clips = [_only(stock.rglob(f"{_class(scene)}.mp4")) for scene in scenes]
    frames = [_count(clip) for clip in clips]
    expected = frames if len(ours) == len(scenes) else [sum(frames)]
    found = [_count(path) for path in ours]
    if found != expected:
        raise click.ClickException(f"stock Manim made {expected} frames, render.py {found}")
    places = (
        [Clip(str(path)) for path in ours]
        if len(ours) == len(scenes)
        else [Clip(str(ours[0]), first) for first in accumulate(frames[:-1], initial=0)]
    )
    return [
        Shown(scene, number, Clip(str(clip)), place)
        for scene, number, clip, place in zip(scenes, frames, clips, places, strict=True)
    ]


def _only(paths: Iterable[Path]) -> Path:
    (path,) = (path for path in paths if "partial_movie_files" not in path.parts)
    return path


def _count(path: Path) -> int:
    with av.open(path) as container:
        return sum(1 for packet in container.demux(video=0) if packet.dts is not None)


def _bytes(clips: Iterable[Clip]) -> int:
    return sum(Path(path).stat().st_size for path in {clip.path for clip in clips})


def draw_again(shown: Sequence[Shown], letter: str, folder: Path, sources: Path) -> tuple[Drawn, ...]:
    """Draw scenes once more, on all cores, and return what that shows, in order.

    Raises
    ------
    click.ClickException
        If a scene has other frames than in the films.
    """
    wanted, result = folder / "wanted.json", folder / "drawn.json"
    wanted.write_text(json.dumps([asdict(scene) for scene in shown]), encoding="utf-8")
    run("the encoder alone, and SSIM", _ours("draw_all", wanted, result, letter), sources)
    drawn = {entry["scene"]: Drawn(**entry) for entry in json.loads(result.read_text(encoding="utf-8"))}
    for scene in shown:
        if drawn[scene.scene].frames != scene.frames:
            raise click.ClickException(
                f"{scene_name(scene.scene)} has {scene.frames} frames in the films, "
                f"{drawn[scene.scene].frames} when it is drawn again"
            )
    return tuple(drawn[scene.scene] for scene in shown)


def draw_all(wanted: str, result: str, letter: str) -> None:
    """Draw the scenes that a file names, the longest first, and write what that shows into another."""
    shown = sorted(
        map(_as_shown, json.loads(Path(wanted).read_text(encoding="utf-8"))),
        key=lambda scene: -scene.frames,
    )
    # Fresh processes, which Manim's settings need, and no more at a time than cores.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_cores(), mp_context=context) as pool:
        drawn = list(pool.map(_draw_and_compare, shown, [letter] * len(shown)))
    Path(result).write_text(json.dumps([asdict(scene) for scene in drawn]), encoding="utf-8")


def _as_shown(entry: Mapping[str, Any]) -> Shown:
    return Shown(entry["scene"], entry["frames"], Clip(**entry["stock"]), Clip(**entry["ours"]))


def _draw_and_compare(shown: Shown, letter: str) -> Drawn:
    # The other cores are busy with other scenes.
    cv2.setNumThreads(1)
    quality = QUALITIES[letter]
    timeline = read_timeline(shown.scene)
    rests = rests_within(timeline, 0, timeline.length, quality.frame_rate)
    frames, seconds, pictures = draw(shown.scene, quality, shown.sampled, rests)
    return Drawn(
        shown.scene,
        frames,
        seconds,
        compared(pictures, shown.stock, quality.frame_rate),
        compared(pictures, shown.ours, quality.frame_rate),
    )


class Stopwatch:
    """Adds up the seconds that pass while it runs."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._begun = 0.0

    def __enter__(self) -> None:
        self._begun = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._begun


def draw(
    scene: str, quality: Quality, sampled: Sequence[int], rests: Sequence[int]
) -> tuple[int, float, dict[int, Picture]]:
    """Draw and encode a scene, in which an animation has just ended in the frames ``rests``.

    Return how many frames it has, the seconds that the encoder took for those that it was given ready, and
    the raw frames of the numbers in ``sampled``.
    """
    pictures: dict[int, Picture] = {}
    encoding = Stopwatch()
    encoder = Encoder(BytesIO(), quality, Format.MP4, False, rests)

    def receive(number: int, picture: Frame, repeat: int) -> None:
        frame = encoder.convert(picture, picture.changed)
        with encoding:
            encoder.encode(frame, repeat)
        numbers = [wanted for wanted in sampled if number <= wanted < number + repeat]
        if numbers:
            # It is only lent, and its own copy would be no copy.
            pictures.update(dict.fromkeys(numbers, np.array(picture[..., :3])))

    record(scene, {}, quality, receive)
    with encoding:
        encoder.close()
    return encoder.frames, encoding.seconds, pictures


def compared(pictures: Mapping[int, Picture], clip: Clip, rate: int) -> tuple[float, ...]:
    """Return the SSIM of each raw frame and what a clip shows in its place."""
    found = {}
    last = max(pictures)
    for number, frame in _decoded(clip, rate):
        if number in pictures:
            found[number] = ssim(pictures[number], _seen(frame))
        if number >= last:
            break
    return tuple(found[number] for number in sorted(pictures))


def _seen(frame: av.VideoFrame) -> Picture:
    """Return what a frame shows, by what its file says of its colours, and as FFmpeg has it where it is mute.

    Levels are rounded to the nearest. Left alone, swscale rounds down, by a level or two, and not alike for
    the colours of SD, as stock's, and of HD, as ours; in a dark ground that is more than what encoding lost.
    """
    exactly = (
        Interpolation.BICUBIC
        | Interpolation.ACCURATE_RND
        | Interpolation.FULL_CHR_H_INT
        | Interpolation.FULL_CHR_H_INP
    )
    seen: Any = frame.reformat(format="rgb24", interpolation=exactly, threads=1).to_ndarray()
    return seen  # type: ignore[no-any-return]


def _decoded(clip: Clip, rate: int) -> Iterator[tuple[int, av.VideoFrame]]:
    """Give a scene's frames, and their numbers in the scene; those of other scenes may come before it."""
    with av.open(clip.path) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        assert stream.time_base is not None
        begin = stream.start_time or 0
        if clip.first:
            # A scene begins with a keyframe; were it not so, the frames since the last one would come first.
            container.seek(begin + round(Fraction(clip.first, rate) / stream.time_base), stream=stream)
        numbers: Iterator[int] | None = None
        for frame in container.decode(stream):
            if numbers is None:
                assert frame.pts is not None
                numbers = count(round((frame.pts - begin) * stream.time_base * rate) - clip.first)
            yield next(numbers), frame


def ssim(one: Picture, other: Picture) -> float:
    """Return the structural similarity of two pictures (Wang et al. 2004), the mean of their channels."""
    return fmean(_channel_ssim(a, b) for a, b in zip(cv2.split(one), cv2.split(other), strict=True))


def _channel_ssim(one: Any, other: Any) -> float:
    # Where a picture is flat, variances are small differences of large numbers.
    a, b = one.astype(np.float64), other.astype(np.float64)

    def blurred(values: Any) -> Any:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    mean_a, mean_b = blurred(a), blurred(b)
    var_a, var_b = blurred(a * a) - mean_a**2, blurred(b * b) - mean_b**2
    covariance = blurred(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    below = (mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)
    return float((above / below).mean())


if __name__ == "__main__":
    # Whoever ends this process ends what it has started, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main()
