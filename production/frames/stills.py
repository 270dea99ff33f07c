"""Single frames of a scene as pictures, without drawing those between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.selection import Selection
from production.output_spec import Quality
from production.timeline import Pacing


def draw_stills(
    scene: SceneRef,
    frames: Mapping[int, Path],
    quality: Quality,
    *,
    beats: range | None = None,
    pacing: Sequence[Pacing] = (),
    folder: Path | None = None,
) -> None:
    """Write frames, by number, as PNGs.

    Parameters
    ----------
    beats
        The beats that the frames lie in, counted from 0, where that is known: the scene plays no further.
    pacing
        Of the scene's timeline, so that the frames are those of its film.
    folder
        For what Manim writes on the way; a temporary one where it is left out.

    Raises
    ------
    SceneNotFoundError
        If there is no such scene.
    ParameterError
        If a parameter is unknown or out of its range.
    RenderError
        If the scene fails.
    """

    def save(number: int, frame: Frame, _: int) -> None:
        Image.fromarray(frame.pixels).convert("RGB").save(frames[number], format="PNG")

    capture(scene, quality, save, selection=Selection(beats, sorted(frames)), pacing=pacing, folder=folder)
