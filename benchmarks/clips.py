"""The clips that both renderers made: finds each scene's frames in them, and decodes these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, count
from pathlib import Path

import av
import click

from benchmarks.luma import Luma, luma_of
from production.film import SceneRef


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a scene's frames are: a video file, the scene's first frame in it, and the frames' bytes."""

    path: str
    first: int
    bytes: int


@dataclass(frozen=True, slots=True)
class SceneClips:
    """A scene, its number of frames, and its clips by stock Manim and by ``render.py``."""

    scene: SceneRef
    frames: int
    stock: Clip
    ours: Clip


def find_clips(scenes: Sequence[SceneRef], stock: Path, ours: Sequence[Path]) -> list[SceneClips]:
    """Find each scene's clips.

    Parameters
    ----------
    scenes
        The scenes in the order of the film.
    stock
        Stock Manim's media folder.
    ours
        The files that ``render.py`` made: one for each scene, or one film of them all.

    Raises
    ------
    click.ClickException
        If the two have not the same number of frames.
    """
    stock_paths = [_only(stock.rglob(f"{scene.class_name}.mp4")) for scene in scenes]
    stock_sizes = [frame_sizes(path) for path in stock_paths]
    our_sizes = [frame_sizes(path) for path in ours]
    frames = [len(sizes) for sizes in stock_sizes]
    found = [len(sizes) for sizes in our_sizes]
    expected = frames if len(ours) == len(scenes) else [sum(frames)]
    if found != expected:
        raise click.ClickException(f"stock Manim made {expected} frames, render.py {found}")
    if len(ours) == len(scenes):
        places = [(path, sizes, 0) for path, sizes in zip(ours, our_sizes, strict=True)]
    else:
        places = [(ours[0], our_sizes[0], first) for first in accumulate(frames[:-1], initial=0)]
    return [
        SceneClips(
            scene,
            number,
            Clip(str(stock_path), 0, sum(sizes)),
            Clip(str(path), first, sum(our[first : first + number])),
        )
        for scene, number, stock_path, sizes, (path, our, first) in zip(
            scenes, frames, stock_paths, stock_sizes, places, strict=True
        )
    ]


def _only(paths: Iterable[Path]) -> Path:
    (path,) = (path for path in paths if "partial_movie_files" not in path.parts)
    return path


def frame_sizes(path: Path) -> list[int]:
    """Return the bytes of each frame of a video file, in the order in which they are shown."""
    with av.open(path) as container:
        packets = [(packet.pts, packet.size) for packet in container.demux(video=0) if packet.dts is not None]
    return [size for _, size in sorted(packets)]


def decode(clip: Clip, frame_rate: int) -> Iterator[Luma]:
    """Yield the luma of a clip's frames, and of what follows them in the file, each until the next."""
    with av.open(clip.path) as container:
        stream = container.streams.video[0]
        # The other cores are busy with other clips.
        stream.codec_context.thread_count = 1
        assert stream.time_base is not None
        start = stream.start_time or 0
        if clip.first:
            # Goes to the last key frame that is not later.
            container.seek(start + round(Fraction(clip.first, frame_rate) / stream.time_base), stream=stream)
        numbers: Iterator[int] | None = None
        for frame in container.decode(stream):
            if numbers is None:
                assert frame.pts is not None
                numbers = count(round((frame.pts - start) * stream.time_base * frame_rate))
            if next(numbers) >= clip.first:
                yield luma_of(frame)
