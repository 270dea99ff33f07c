"""One frame out of a clip."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from production.clips.container import read


def save_frame(clip: Path, time: float, destination: Path) -> None:
    """Write the last frame before ``time`` (seconds) of a clip as a PNG."""
    with read(clip) as container:
        video = container.streams.video[0]
        time_base = video.time_base or Fraction(1)
        container.seek(max(0, round((time - 0.5) / time_base)), stream=video)
        picture: Any = None
        for frame in container.decode(video):
            # Half a millisecond: a container's time base rounds.
            if picture is not None and frame.time is not None and frame.time >= time - 5e-4:
                break
            picture = frame
        picture.to_image().save(destination, format="PNG")
