"""Encodes in a thread of its own what was drawn, while the next picture is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import av

from production.clips.colour import Picture
from production.clips.encoder import Encoder
from production.frames.dirty_rectangles import Rectangle


class EncoderBeside(Encoder):
    """An encoder that returns from ``write`` while it still encodes; the file is the same.

    That pays where a core is idle: x264 does not hold Python's lock. What fails is raised by the next call.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._thread = ThreadPoolExecutor(1)
        self._encoding: Future[None] | None = None

    def convert(self, picture: Picture, changed: Iterable[Rectangle] | None = None) -> av.VideoFrame:
        """Return a picture as the codec takes it, which may be the last one's frame with other pixels."""
        self._wait()
        return super().convert(picture, changed)

    def encode(self, frame: av.VideoFrame, repeat: int = 1) -> None:
        """Begin to encode what ``convert`` returned, ``repeat`` times."""
        self._wait()
        self._encoding = self._thread.submit(super().encode, frame, repeat)

    def _flush(self) -> None:
        self._wait()
        super()._flush()

    def _close_file(self) -> None:
        # Not while it is being written to.
        self._thread.shutdown()
        super()._close_file()

    def _wait(self) -> None:
        """Wait until what was written last is encoded."""
        encoding, self._encoding = self._encoding, None
        if encoding is not None:
            encoding.result()
