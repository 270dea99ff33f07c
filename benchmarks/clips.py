"""The clips that both renderers made: finds each scene's frames and compares them with the raw ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, count
from pathlib import Path
from typing import Any

import av
import click
import numpy as np
from av.video.reformatter import Interpolation

from benchmarks.ssim import luma_ssim, ssim
from production.clips.colour import Picture
from production.film import SceneRef

SAMPLED_FRAMES = 24
"""How many frames of each scene SSIM is computed for."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a scene's frames are: a video file, and the number in it of the scene's first frame."""

    path: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class SceneClips:
    """A scene, its number of frames, and its clips: stock Manim's, our film's and our master's."""

    scene: SceneRef
    frames: int
    stock: Clip
    ours: Clip
    master: Clip

    @property
    def sampled_frames(self) -> list[int]:
        """The numbers of the frames whose SSIM is computed, the first and the last among them."""
        return sorted({round(number) for number in np.linspace(0, self.frames - 1, SAMPLED_FRAMES)})


def find_clips(
    scenes: Sequence[SceneRef], stock: Path, ours: Sequence[Path], masters: Sequence[Path]
) -> list[SceneClips]:
    """Find each scene's clips.

    Parameters
    ----------
    scenes
        The scenes in the order of the film.
    stock
        Stock Manim's media folder.
    ours, masters
        The files that ``render.py`` made: one for each scene, or one film of them all.

    Raises
    ------
    click.ClickException
        If they have not the same number of frames.
    """
    stock_paths = [_only(stock.rglob(f"{scene.class_name}.mp4")) for scene in scenes]
    frames = [count_frames(path) for path in stock_paths]
    made = [_in_films(paths, frames) for paths in (ours, masters)]
    return [
        SceneClips(scene, number, Clip(str(path)), *clips)
        for scene, number, path, *clips in zip(scenes, frames, stock_paths, *made, strict=True)
    ]


def _in_films(films: Sequence[Path], frames: Sequence[int]) -> list[Clip]:
    """Return where scenes of so many frames are: each in a film of its own, or all in one."""
    found = [count_frames(film) for film in films]
    expected = list(frames) if len(films) == len(frames) else [sum(frames)]
    if found != expected:
        raise click.ClickException(f"stock Manim made {expected} frames, render.py {found}")
    if len(films) == len(frames):
        return [Clip(str(film)) for film in films]
    return [Clip(str(films[0]), first) for first in accumulate(frames[:-1], initial=0)]


def _only(paths: Iterable[Path]) -> Path:
    (path,) = (path for path in paths if "partial_movie_files" not in path.parts)
    return path


def count_frames(path: Path) -> int:
    """Return how many frames a video file has."""
    with av.open(path) as container:
        return sum(1 for packet in container.demux(video=0) if packet.dts is not None)


def total_size(clips: Iterable[Clip]) -> int:
    """Return the bytes of all files that clips are in."""
    return sum(Path(path).stat().st_size for path in {clip.path for clip in clips})


def compare(
    raw: Mapping[int, Picture],
    clip: Clip,
    frame_rate: int,
    similarity: Callable[[Picture, av.VideoFrame], float] | None = None,
) -> tuple[float, ...]:
    """Return the SSIM of raw frames, by number, and a clip's frames of the same numbers, in order.

    ``similarity`` computes it, ``rgb_similarity`` where it is left out.
    """
    similarity, found = similarity or rgb_similarity, {}
    last = max(raw)
    for number, frame in decode(clip, frame_rate):
        if number in raw:
            found[number] = similarity(raw[number], frame)
        if number >= last:
            break
    return tuple(found[number] for number in sorted(raw))


def rgb_similarity(picture: Picture, frame: av.VideoFrame) -> float:
    """Return the SSIM of a raw picture and a frame, the mean of their channels."""
    return ssim(picture, to_rgb(frame))


def luma_similarity(picture: Picture, frame: av.VideoFrame) -> float:
    """Return the SSIM of their luma, which says what encoding did, whatever colours pixels share."""
    plane: Any = frame.planes[0]
    bits = frame.format.components[0].bits
    rows = np.frombuffer(plane, np.uint8 if bits == 8 else np.uint16).reshape(plane.height, -1)
    return luma_ssim(picture, rows[:, : plane.width] / 2 ** (bits - 8))


def decode(clip: Clip, frame_rate: int) -> Iterator[tuple[int, av.VideoFrame]]:
    """Yield a clip's frames with their numbers in the scene, and what follows them in the file.

    Frames of the scene before it may come first, with negative numbers.
    """
    with av.open(clip.path) as container:
        stream = container.streams.video[0]
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
                numbers = count(round((frame.pts - start) * stream.time_base * frame_rate) - clip.first)
            yield next(numbers), frame


def to_rgb(frame: av.VideoFrame) -> Picture:
    """Convert a frame to RGB, by its file's colour tags, or by FFmpeg's defaults where it has none.

    Levels are rounded to the nearest. By default swscale rounds down, by a level or two, and differently for
    the colours of SD (stock Manim's) and of HD (ours); on a dark background that is more than encoding loses.
    """
    exactly = (
        Interpolation.BICUBIC
        | Interpolation.ACCURATE_RND
        | Interpolation.FULL_CHR_H_INT
        | Interpolation.FULL_CHR_H_INP
    )
    picture: Any = frame.reformat(format="rgb24", interpolation=exactly, threads=1).to_ndarray()
    return picture  # type: ignore[no-any-return]
