"""Times the engine against stock Manim in one run: ``./run bench``, with ``--full`` for the whole film.

Both render the same scenes at the same quality from nothing: stock Manim scene after scene, as its command
line does, and ``render.py`` side by side. The encoder's time alone, spread over all cores, is the floor.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import click
import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import PictureType

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from production.encoding import codec_for  # noqa: E402
from production.quality import QUALITIES, Format, Quality  # noqa: E402
from production.recording import record  # noqa: E402
from scenes.lesson import LESSON  # noqa: E402

# A race that moves all the time, words and bars that come one after the other, a table with long rests.
SAMPLE = ("scenes.hook:Hook", "scenes.memory:Memory", "scenes.worked_example:WorkedExample")

SAMPLED_FRAMES = 24
"""Frames a scene whose SSIM is taken."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a way of rendering took, and what it gave. Memory is the peak of all its processes together."""

    name: str
    frames: int
    seconds: float
    bytes: int
    ssim: float
    lowest_ssim: float
    peak_mebibytes: float

    @property
    def speed(self) -> float:
        """Frames a second."""
        return self.frames / self.seconds


@click.command()
@click.option("--full", is_flag=True, help="The whole film instead of three scenes.")
@click.option("-q", "letter", type=click.Choice(list(QUALITIES)), default="h", show_default=True)
@click.option("-j", "jobs", type=int, default=os.cpu_count(), show_default="one a core")
def main(full: bool, letter: str, jobs: int) -> None:
    """Time stock Manim and this project on the same scenes, and print a table."""
    scenes = LESSON if full else SAMPLE
    quality = QUALITIES[letter]
    with TemporaryDirectory(prefix="bench-") as folder:
        stock, ours = Path(folder, "stock"), Path(folder, "ours")
        stock_seconds, stock_peak = _time([_stock_command(scene, letter, stock) for scene in scenes])
        our_seconds, our_peak = _time([_our_command(scenes, letter, jobs, ours)])
        again, _ = _time([_our_command(scenes, letter, jobs, ours)])
        clips = {
            "stock Manim": [_only(stock.rglob(f"{scene.partition(':')[2]}.mp4")) for scene in scenes],
            "render.py": [_only(ours.rglob(f"{_name(scene)}.mp4")) for scene in scenes],
        }
        frames = sum(_count(clip) for clip in clips["render.py"])
        likeness = {name: _ssim(scenes, paths, quality) for name, paths in clips.items()}
        floor = sum(_encoding_seconds(clip, quality) for clip in clips["render.py"]) / jobs
        rows = [
            Measured(
                name,
                frames,
                seconds,
                sum(path.stat().st_size for path in clips[name]),
                float(np.mean(likeness[name])),
                float(np.min(likeness[name])),
                peak,
            )
            for name, seconds, peak in (
                ("stock Manim", stock_seconds, stock_peak),
                ("render.py", our_seconds, our_peak),
            )
        ]
    _report(rows, floor, again, quality, jobs)
    result = {
        "scenes": scenes,
        "quality": quality.folder,
        "cores": jobs,
        "machine": platform.machine(),
        "python": platform.python_version(),
        "measured": [asdict(row) for row in rows],
        "times_faster": rows[1].speed / rows[0].speed,
        "times_faster_than_it_plays": rows[1].speed / quality.frame_rate,
        "encoder_alone_seconds": floor,
        "again_seconds": again,
    }
    (PROJECT / "media").mkdir(exist_ok=True)
    (PROJECT / "media" / "bench.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _report(rows: Sequence[Measured], floor: float, again: float, quality: Quality, jobs: int) -> None:
    click.echo(f"{rows[0].frames} frames at {quality.folder}, {jobs} cores")
    click.echo(
        f"{'':14}{'seconds':>9}{'frames/s':>10}{'ratio':>7}{'MB':>8}{'SSIM':>9}{'lowest':>9}{'MiB':>7}"
    )
    for row in rows:
        click.echo(
            f"{row.name:14}{row.seconds:9.1f}{row.speed:10.1f}{row.speed / rows[0].speed:7.2f}"
            f"{row.bytes / 1e6:8.2f}{row.ssim:9.5f}{row.lowest_ssim:9.5f}{row.peak_mebibytes:7.0f}"
        )
    click.echo(f"{'encoder alone':14}{floor:9.1f}{rows[0].frames / floor:10.1f}")
    click.echo(
        f"{rows[1].speed / quality.frame_rate:.2f} times as fast as it plays; "
        f"{rows[1].seconds / floor:.2f} times the encoder alone; again, with nothing changed: {again:.1f} s"
    )


def _stock_command(scene: str, letter: str, media: Path) -> list[str]:
    module, _, name = scene.partition(":")
    file = PROJECT / f"{module.replace('.', '/')}.py"
    options = ["--disable_caching", "--progress_bar", "none", "-v", "ERROR", "--media_dir", str(media)]
    return [sys.executable, "-m", "manim", "render", f"-q{letter}", *options, str(file), name]


def _our_command(scenes: Sequence[str], letter: str, jobs: int, media: Path) -> list[str]:
    options = ["-q", letter, "-j", str(jobs), "--quiet", "--media-dir", str(media)]
    return [sys.executable, str(PROJECT / "render.py"), *map(_name, scenes), *options]


def _name(scene: str) -> str:
    return scene.partition(":")[0].rpartition(".")[2]


def _only(paths: Iterator[Path]) -> Path:
    (path,) = (path for path in paths if "partial_movie_files" not in path.parts)
    return path


def _time(commands: Sequence[list[str]]) -> tuple[float, float]:
    """Run commands one after the other; return seconds and the peak memory in MiB."""
    peak = 0.0
    begun = time.perf_counter()
    for command in commands:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            stdout=subprocess.DEVNULL,
        )
        ended = threading.Event()

        def watch(process: subprocess.Popen[bytes] = process, ended: threading.Event = ended) -> None:
            nonlocal peak
            while not ended.wait(0.5):
                peak = max(peak, _resident_mebibytes(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        code = process.wait()
        ended.set()
        watcher.join()
        if code:
            raise click.ClickException(f"{' '.join(command)} ended with {code}")
    return time.perf_counter() - begun, peak


def _resident_mebibytes(root: int) -> float:
    """The memory of a process and of all that descend from it, what they share counted once each."""
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            pages[int(folder.name)] = int((folder / "statm").read_text().split()[1])
        except OSError:
            continue
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        total += pages.get(process, 0)
        waiting += [child for child, parent in parents.items() if parent == process]
    return total * os.sysconf("SC_PAGE_SIZE") / 2**20


def _count(clip: Path) -> int:
    with av.open(clip) as container:
        return sum(1 for packet in container.demux(video=0) if packet.dts is not None)


def _ssim(scenes: Sequence[str], clips: Sequence[Path], quality: Quality) -> list[float]:
    """Compare frames of the clips with those that Cairo drew."""
    found = []
    for scene, clip in zip(scenes, clips, strict=True):
        numbers = np.linspace(0, _count(clip) - 1, SAMPLED_FRAMES).astype(int).tolist()
        drawn: dict[int, npt.NDArray[Any]] = {}

        def keep(number: int, frame: Any, _: int, drawn: dict[int, npt.NDArray[Any]] = drawn) -> None:
            drawn[number] = np.array(frame)[..., :3]

        record(scene, {}, quality, keep, frames=numbers)
        with av.open(clip) as container:
            for number, frame in enumerate(container.decode(video=0)):
                if number in drawn:
                    found.append(ssim(drawn[number], frame.to_ndarray(format="rgb24")))
    return found


def ssim(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """Return the structural similarity of two pictures (Wang et al. 2004), the mean of their channels."""
    a, b = one.astype(np.float32), other.astype(np.float32)

    def blurred(values: npt.NDArray[Any]) -> Any:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    mean_a, mean_b = blurred(a), blurred(b)
    var_a, var_b = blurred(a * a) - mean_a**2, blurred(b * b) - mean_b**2
    covariance = blurred(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    below = (mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)
    return float((above / below).mean())


def _encoding_seconds(clip: Path, quality: Quality) -> float:
    """Seconds that one encoder takes for a clip's frames, given to it ready."""
    codec = codec_for(Format.MP4, False)
    seconds = 0.0
    with av.open(clip) as source, av.open(os.devnull, "w", format="mp4") as sink:
        stream: Any = sink.add_stream(codec.name, rate=quality.frame_rate, options=dict(codec.options))
        stream.width, stream.height, stream.pix_fmt = quality.width, quality.height, codec.pixels
        stream.codec_context.thread_count = 1
        for number, frame in enumerate(source.decode(video=0)):
            frame.pts, frame.time_base = number, Fraction(1, quality.frame_rate)
            # Which frames are key frames is for the encoder to say.
            frame.pict_type = PictureType.NONE
            begun = time.perf_counter()
            packets = stream.encode(frame)
            seconds += time.perf_counter() - begun
            del packets
    return seconds


if __name__ == "__main__":
    main()
