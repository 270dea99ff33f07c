"""Captions as FFmpeg's decoders, which many players have, read them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import av

from production.text.caption_files import WORD_JOINER


def read_by_ffmpeg(file: Path | io.BytesIO, format: str | None = None) -> list[str]:
    """Return what each caption shows, without what shows nothing."""
    shown = []
    with av.open(file, "r", format=format) as container:
        for packet in container.demux(container.streams.subtitles[0]):
            subtitles: list[Any] = list(packet.decode())
            # The words follow eight fields in SubStation's format.
            shown += [subtitle.ass.decode().split(",", 8)[-1] for subtitle in subtitles]
    return [
        text.replace("\\{{}", "{").replace("\\N", "\n").replace(WORD_JOINER, "")
        for text in shown
        # MP4 fills the time between captions with empty ones.
        if text
    ]
