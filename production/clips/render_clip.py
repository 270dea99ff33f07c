"""A segment of a scene is drawn and encoded into a clip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from production.clips.encoder import Encoder
from production.errors import RenderError
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.selection import Selection
from production.segments import Segment


def render_clip(
    segment: Segment, destination: Path, on_frames: Callable[[int], None], folder: Path | None = None
) -> None:
    """Draw and encode a segment.

    Parameters
    ----------
    segment
        What to render.
    destination
        The clip to write, whatever its name.
    on_frames
        Called with the number of frames done so far, after each.
    folder
        For what Manim writes on the way; a temporary one where it is left out.

    Raises
    ------
    SceneNotFoundError
        If there is no such scene.
    ParameterError
        If a parameter is unknown or out of its range.
    RenderError
        If the scene fails, or plays otherwise than its timeline says.
    OSError
        If the clip cannot be written.
    """
    output, beats = segment.output, range(*segment.beats)
    with (
        destination.open("wb") as file,
        Encoder(
            file, output, key_frames=segment.key_frames, settled_frames=segment.settled_frames
        ) as encoder,
    ):

        def write(_: int, frame: Frame, repeat: int) -> None:
            encoder.write(frame.pixels, repeat, frame.changed)
            on_frames(encoder.frames)

        capture(
            segment.scene,
            output.drawn,
            write,
            selection=Selection(beats),
            pacing=segment.pacing,
            transparent=output.transparent,
            folder=folder,
        )
        if encoder.frames != segment.frames:
            raise RenderError(
                segment.scene.label,
                f"beats {beats.start + 1} to {beats.stop}",
                f"{encoder.frames} frames were drawn where the timeline has {segment.frames}; "
                "nothing in a scene may depend on chance or on the time",
            )
