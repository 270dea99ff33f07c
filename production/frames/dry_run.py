"""A scene plays without being drawn: what is said when is known in a fraction of a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.selection import NOTHING
from production.narration.speech import Speech
from production.output_spec import COARSEST_FRAME_RATE, QUALITIES
from production.timeline import Timeline


def read_timeline(
    scene: SceneRef,
    folder: Path | None = None,
    frame_rate: int = COARSEST_FRAME_RATE,
    speeches: Sequence[Speech] = (),
) -> Timeline:
    """Play a scene without drawing it, and note its beats and where plays begin and end.

    Parameters
    ----------
    folder
        For what Manim writes on the way; a temporary one where it is left out.
    frame_rate
        That of the film it is for; only of a plain Manim scene the times depend on it.
    speeches
        The scene's recordings.

    Raises
    ------
    SceneNotFoundError
        If there is no such scene.
    ParameterError
        If a parameter is unknown or out of its range.
    RenderError
        If the scene cannot be played.
    """
    quality = replace(QUALITIES["l"], frame_rate=frame_rate)
    return capture(scene, quality, _drop, selection=NOTHING, speeches=speeches, folder=folder)


def _drop(number: int, frame: Frame, repeat: int) -> None:
    """Ignore the frame."""
