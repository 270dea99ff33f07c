"""A finished film and what lies beside it: captions, chapters, transcript, poster, manifest."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av
from filelock import FileLock

from production.assembly import assemble
from production.captions import captions, to_srt, to_vtt
from production.chapters import chapters
from production.chapters import to_vtt as chapters_to_vtt
from production.errors import naming
from production.manifest import Manifest, SceneEntry, digests, versions
from production.quality import Format, Quality
from production.timeline import Timeline, film_beats, starts
from production.transcript import transcript
from production.workspace import Workspace

UNFINISHED = ".unfinished-"


class Clip(Protocol):
    """A scene's finished pictures in a file."""

    @property
    def path(self) -> Path:
        """Where the file is."""

    @property
    def frames(self) -> int:
        """How many frames it has."""

    @property
    def sha256(self) -> str:
        """The file's digest."""


def write_scene(clip: Path, timeline: Timeline, destination: Path, *, work: Path) -> None:
    """Write one scene's film, with its captions inside; ``work`` is where it is made."""
    with naming(work), Workspace(work) as folder:
        film = folder / destination.name
        assemble(
            [clip],
            [timeline.length],
            film,
            title=timeline.title,
            captions=captions(timeline.beats),
            container=_container(destination),
        )
        publish([film], destination.parent)


def write_film(
    clips: Sequence[Clip],
    timelines: Sequence[Timeline],
    destination: Path,
    *,
    work: Path,
    title: str,
    quality: Quality,
    transparent: bool = False,
    parameters: Mapping[str, Mapping[str, float]] | None = None,
) -> None:
    """Write the film of several scenes, and its files beside it; ``work`` is where they are made.

    Where a manifest stands, everything that it names is whole and of its making.
    """
    beats = film_beats(timelines)
    said = captions(beats)
    marks = chapters(timelines)
    name = destination.stem
    with naming(work), Workspace(work) as folder:
        film = folder / destination.name
        assemble(
            [clip.path for clip in clips],
            [timeline.length for timeline in timelines],
            film,
            title=title,
            captions=said,
            chapters=marks,
            container=_container(destination),
        )
        _write(folder / f"{name}.vtt", to_vtt(said))
        _write(folder / f"{name}.srt", to_srt(said))
        _write(folder / f"{name}.chapters.vtt", chapters_to_vtt(marks))
        _write(folder / "transcript.md", transcript(title, timelines))
        save_frame(clips[0].path, timelines[0].beats[-1].picture, folder / "poster.png")
        files = sorted(folder.iterdir())
        manifest = Manifest(
            film=destination.name,
            title=title,
            width=quality.width,
            height=quality.height,
            frame_rate=quality.frame_rate,
            transparent=transparent,
            parameters={scene: values for scene, values in (parameters or {}).items() if values},
            versions=versions(),
            scenes=tuple(
                SceneEntry(
                    name=timeline.name,
                    scene=timeline.scene,
                    title=timeline.title,
                    start=start,
                    length=timeline.length,
                    frames=clip.frames,
                    sha256=clip.sha256,
                )
                for clip, timeline, start in zip(clips, timelines, starts(timelines), strict=True)
            ),
            files=digests(files),
        )
        _write(folder / "manifest.json", manifest.to_json())
        publish(files, destination.parent, seal=folder / "manifest.json")


def save_frame(clip: Path, time: float, destination: Path) -> None:
    """Write the last frame before ``time`` (seconds) of a clip as a PNG."""
    with av.open(clip) as container:
        video = container.streams.video[0]
        clock = video.time_base or Fraction(1)
        container.seek(max(0, round((time - 0.5) / clock)), stream=video)
        picture: Any = None
        for frame in container.decode(video):
            # Half a millisecond: a container's clock rounds.
            if picture is not None and frame.time is not None and frame.time >= time - 5e-4:
                break
            picture = frame
        picture.to_image().save(destination, format="PNG")


def publish(files: Sequence[Path], folder: Path, seal: Path | None = None) -> None:
    """Move finished files into a folder, so that each is there whole or not at all.

    ``seal`` is a file that vouches for the others: the old one goes before the first of them comes, and the
    new one comes last. Whoever publishes there at the same time waits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _turn(folder):
        _remove_unfinished(folder)
        try:
            brought = [_bring(file, folder) for file in (*files, *([seal] if seal else []))]
            if seal is not None:
                (folder / seal.name).unlink(missing_ok=True)
            for path in brought:
                path.replace(folder / path.name.removeprefix(UNFINISHED))
        except BaseException:
            _remove_unfinished(folder)
            raise


def _bring(file: Path, folder: Path) -> Path:
    """Move a file into a folder, under a name that says that it does not count yet."""
    hidden = folder / f"{UNFINISHED}{file.name}"
    try:
        file.replace(hidden)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(file, hidden)
    return hidden


def _remove_unfinished(folder: Path) -> None:
    for path in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            path.unlink()


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait until nobody else publishes in a folder, and keep others waiting."""
    path = folder / ".publishing.lock"
    with FileLock(path):
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _container(destination: Path) -> Format:
    return Format(destination.suffix.removeprefix("."))
