"""A film of two scenes in each format, as it is published; only its pictures are no scene's."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from production.clips.colour import Picture
from production.clips.encoder import Encoder
from production.deliverables.delivery import Script, write_film
from production.deliverables.manifest import sha256
from production.output_spec import MASTER_FORMATS, Format, OutputSpec, Quality
from production.sound.soundtrack import Soundtrack
from production.sound.track import write_track
from production.timeline import Timeline, frame_at
from tests.delivered import SCRIPT, FinishedClip

QUALITY = Quality(64, 48, 60)
"""At which most of a GIF's times are no hundredths."""

GROUND, SQUARES = (15, 20, 25), ((230, 159, 0), (86, 180, 233))
"""The colours of the pictures: of the ground, and of the square in each scene."""

SQUARE = 16
"""Its width and height; it moves to the right by a pixel a frame, and begins anew at the left."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A film as it is ordered."""

    format: Format
    transparent: bool = False
    master: bool = False
    full_chroma: bool = False

    @property
    def output(self) -> OutputSpec:
        """What is made."""
        return OutputSpec(QUALITY, self.format, self.transparent, self.master, self.full_chroma)

    def __str__(self) -> str:
        words = {"444": self.full_chroma, "transparent": self.transparent, "master": self.master}
        return " ".join([*(word for word, is_true in words.items() if is_true), self.format])


KINDS = (*map(Kind, Format), Kind(Format.WEBM, transparent=True), Kind(Format.MOV, transparent=True))

MASTERS = (
    *(Kind(format, master=True, full_chroma=full) for format in MASTER_FORMATS for full in (False, True)),
    Kind(Format.MOV, transparent=True, master=True),
)


def pictures(scene: int, frames: int, transparent: bool) -> Iterator[Picture]:
    """Draw the pictures of a scene."""
    for number in range(frames):
        picture = np.zeros((QUALITY.height, QUALITY.width, 4), np.uint8)
        if not transparent:
            picture[:] = (*GROUND, 255)
        left = number % (QUALITY.width - SQUARE)
        picture[SQUARE : 2 * SQUARE, left : left + SQUARE] = (*SQUARES[scene], 255)
        yield picture


def frames_of(timelines: Iterable[Timeline], output: OutputSpec) -> list[int]:
    """Return how many frames each scene has."""
    return [frame_at(scene.length, output.drawn.frame_rate) for scene in timelines]


def write(kind: Kind, folder: Path, script: Script = SCRIPT, soundtrack: Soundtrack | None = None) -> Path:
    """Encode each scene's clip, and publish the film of them; return its path."""
    output, scratch = kind.output, folder / "scratch"
    scratch.mkdir(parents=True)
    clips = []
    timelines = [scene.timeline for scene in script.timeline.scenes]
    for number, (scene, frames) in enumerate(zip(timelines, frames_of(timelines, output), strict=True)):
        clip = scratch / f"{number}.{kind.format}"
        key_frames = [frame_at(beat.start, output.drawn.frame_rate) for beat in scene.beats]
        with clip.open("wb") as file, Encoder(file, output, key_frames=key_frames) as encoder:
            for picture in pictures(number, frames, kind.transparent):
                encoder.write(picture)
        clips.append(FinishedClip(clip, frames, sha256(clip)))
    film, track = folder / f"lesson.{kind.format}", None
    if soundtrack is not None:
        track = scratch / f"track.{kind.format}"
        write_track(soundtrack, kind.format, track, master=kind.master)
    write_film(clips, script, output, film, scratch=scratch, track=track)
    shutil.rmtree(scratch)
    return film
