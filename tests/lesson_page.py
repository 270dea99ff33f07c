"""The lesson's page, of a film that has the lesson's scenes, beats and words, and other pictures."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from production.deliverables.manifest import BeatEntry, Manifest, SceneEntry, manifest_path
from scenes.lesson import LESSON

RECORDINGS = Path(__file__).parent.parent / "scenes" / "narration" / "index.json"


def words_of_the_lesson() -> dict[str, list[str]]:
    """Return what is said in each beat of each scene, by the index of its recordings."""
    said = defaultdict(list)
    for recording in json.loads(RECORDINGS.read_text(encoding="utf-8")):
        said[recording["scene"]].append(recording["speech"]["words"])
    return said


def tell_of_the_lesson(film: Path) -> None:
    """Let a film's manifest tell of the lesson's scenes, which share its frames."""
    path = manifest_path(film)
    manifest = Manifest.from_json(path.read_text(encoding="utf-8"))
    said, rate = words_of_the_lesson(), manifest.frame_rate
    frames = manifest.frames // sum(map(len, said.values()))
    scenes, first = [], 0
    for scene in LESSON.scenes:
        beats = tuple(
            BeatEntry(f"Beat {number}", words, first + frames * number, frames, first, "", "", 0.0, 0.0)
            for number, words in enumerate(said[scene.name])
        )
        length = len(beats) * frames
        scenes.append(
            SceneEntry(
                name=scene.name,
                scene=scene.label,
                title=scene.class_name,
                idea="",
                start=first / rate,
                length=length / rate,
                frames=length,
                sha256="",
                beats=beats,
                lab={"beta": "0.9"},
            )
        )
        first += length
    told = replace(manifest, title=LESSON.title, scenes=tuple(scenes))
    path.write_text(told.to_json(), encoding="utf-8")
