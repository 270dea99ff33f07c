"""One piece of work: some beats of a scene, drawn and encoded into a clip."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from production.drawing import Frame
from production.encoding import Encoder
from production.recording import RenderError, record
from production.work import WorkItem


def render_clip(item: WorkItem, report: Callable[[int], None], folder: Path | None = None) -> bytes:
    """Draw and encode an item, and return the clip.

    Parameters
    ----------
    item
        What to render.
    report
        Called with the number of frames done so far, after each.
    folder
        For what Manim writes on the way; a temporary one where it is left out.

    Raises
    ------
    ValueError
        If there is no such scene, or a parameter is unknown or out of its range.
    RenderError
        If the scene fails, or plays otherwise than its timeline says.
    """
    clip = BytesIO()
    with Encoder(clip, item.quality, item.format, item.transparent, item.rests) as encoder:

        def write(_: int, picture: Frame, repeat: int) -> None:
            encoder.write(picture, repeat, picture.changed)
            report(encoder.frames)

        record(
            item.scene,
            dict(item.parameters),
            item.quality,
            write,
            span=range(item.first_beat, item.end_beat),
            transparent=item.transparent,
            folder=folder,
        )
        if encoder.frames != item.frames:
            raise RenderError(
                item.scene,
                f"beats {item.first_beat + 1} to {item.end_beat}",
                f"{encoder.frames} frames were drawn where the timeline has {item.frames}",
            )
    return clip.getvalue()
