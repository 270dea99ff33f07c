"""A film of two scenes, delivered from tiny clips that stand for those of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from production.deliverables.delivery import Script, write_film
from production.deliverables.manifest import sha256
from production.film import SceneRef
from production.output_spec import Format, OutputSpec, Quality
from production.timeline import Beat, Timeline, frame_at
from tests.clips import write_clip

QUALITY = Quality(64, 48, 15)


@dataclass(frozen=True, slots=True)
class FinishedClip:
    path: Path
    frames: int
    sha256: str


def timeline(name: str, frames: int) -> Timeline:
    middle, end = frames // 2 / 15, frames / 15
    return Timeline(
        SceneRef(f"films.{name}:{name.title()}"),
        name.title(),
        f"The idea of {name}",
        (
            Beat("A beat", "Gradient descent is slow here.", 0.0, middle, middle),
            Beat(
                "Another", "Why? Look at the walls.", middle, end, end - 0.2, shown="Two walls\nand a floor"
            ),
        ),
    )


TIMELINES = (timeline("one", 60), timeline("two", 95))
SCRIPT = Script.of("A lesson", TIMELINES)


def write_clips(folder: Path, *, open_groups: bool = False) -> list[FinishedClip]:
    """Write a clip of each scene into ``cache`` in a folder; each beat begins with a key frame."""
    (folder / "cache").mkdir()
    clips = []
    for scene, shade in zip(TIMELINES, (10, 90), strict=True):
        frames = round(scene.length * 15)
        path = write_clip(
            folder / "cache" / f"{scene.scene.name}.mp4",
            frames,
            shade=shade,
            key_frames=[frame_at(beat.start, QUALITY.frame_rate) for beat in scene.beats],
            open_groups=open_groups,
        )
        clips.append(FinishedClip(path, frames, sha256(path)))
    return clips


def deliver(folder: Path, *formats: Format, open_groups: bool = False) -> list[Path]:
    """Write the film into ``made`` in a folder, in each of the formats, all of which take H.264."""
    clips = write_clips(folder, open_groups=open_groups)
    films = []
    for format in formats:
        film = folder / "made" / f"lesson.{format}"
        scratch = folder / f"scratch_{format}"
        scratch.mkdir()
        write_film(clips, SCRIPT, OutputSpec(QUALITY, format), film, scratch=scratch)
        films.append(film)
    return films
