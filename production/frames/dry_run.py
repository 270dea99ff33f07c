"""A scene plays without being drawn: what is said when is known in a fraction of a second."""

from __future__ import annotations

from pathlib import Path

from production.errors import BEFORE_THE_FIRST_BEAT, RenderError
from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import NOTHING, capture
from production.output_spec import QUALITIES
from production.timeline import Beat, Timeline


def read_timeline(scene: SceneRef, folder: Path | None = None) -> Timeline:
    """Play a scene without drawing it, and note its beats and where plays begin and end.

    ``folder`` is for what Manim writes on the way; a temporary one where it is left out.

    Raises
    ------
    SceneNotFoundError
        If there is no such scene.
    ParameterError
        If a parameter is unknown or out of its range.
    RenderError
        If the scene cannot be played.
    """
    quality = QUALITIES["l"]
    first_frames: set[int] = set()
    played = capture(scene, quality, _drop, selection=NOTHING, on_play=first_frames.add, folder=folder)
    if not played.beats:
        raise RenderError(
            scene.reference, BEFORE_THE_FIRST_BEAT, "it has no beats; write with self.beat(title, words): …"
        )
    return Timeline(
        scene=scene,
        title=played.title,
        idea=played.idea,
        beats=tuple(
            Beat(beat.title, beat.narration, beat.start, beat.end, beat.still_time).shifted(0.0)
            for beat in played.beats
        ),
        play_boundaries=tuple(round(frame / quality.frame_rate, 9) for frame in sorted(first_frames - {0})),
    )


def _drop(number: int, frame: Frame, repeat: int) -> None:
    """Ignore the frame."""
