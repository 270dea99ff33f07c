"""A finished film and what lies beside it: captions, chapters, transcript, poster, manifest."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av

from production.assembly import assemble
from production.captions import captions, to_srt, to_vtt
from production.chapters import chapters
from production.chapters import to_vtt as chapters_to_vtt
from production.manifest import Manifest, SceneEntry, digests, versions
from production.quality import Format, Quality
from production.timeline import Timeline, film_beats, starts
from production.transcript import transcript
from production.workspace import Workspace


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
    with Workspace(work) as folder:
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

    The manifest goes last: where it stands, everything that it names is whole.
    """
    beats = film_beats(timelines)
    said = captions(beats)
    marks = chapters(timelines)
    name = destination.stem
    with Workspace(work) as folder:
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
        publish([*files, folder / "manifest.json"], destination.parent)


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


def publish(files: Sequence[Path], folder: Path) -> None:
    """Move finished files into a folder, one after the other, so that each is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        try:
            file.replace(folder / file.name)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # Only within one file system is a move all or nothing, so the copy gets a hidden name first.
            hidden = folder / f".unfinished-{file.name}"
            shutil.copyfile(file, hidden)
            hidden.replace(folder / file.name)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _container(destination: Path) -> Format:
    return Format(destination.suffix.removeprefix("."))
