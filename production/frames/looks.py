"""All that shapes a stretch's pictures, as digests: if it looks as it did is known without drawing it."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from manim import Mobject, VMobject

from production.frames.appearance import Appearance, View
from production.frames.selection import Stretch

BYTES_A_FRAME = 8

BYTES_A_NUMBER, BYTES_A_ROUNDED_NUMBER = 8, 4
"""Of a point's coordinates as they are, and as they are told."""

PLACES_A_UNIT = 2**20
"""How finely points are told apart: at 1080p to less than a thousandth of a pixel."""


@dataclass(frozen=True, slots=True)
class StretchLooks:
    """How a stretch of a beat looks.

    Parameters
    ----------
    frames
        ``BYTES_A_FRAME`` for each frame that was handed on, of all that shapes it and the frames before it.
    digest
        Of all that shapes the stretch.
    """

    frames: bytes
    digest: str

    def begins_with(self, frames: bytes) -> bool:
        """Whether the stretch looks so as far as some frames go."""
        return self.frames.startswith(frames)

    def to_json(self) -> str:
        """Text that ``from_json`` reads back."""
        return json.dumps({"frames": b64encode(self.frames).decode(), "digest": self.digest})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote."""
        fields = json.loads(text)
        return cls(b64decode(fields["frames"]), fields["digest"])


class Looks:
    """Takes what a camera sees, frame after frame, stretch after stretch.

    Whatever does not show in what it is told must be in the clip's key: the code that draws, the size.
    """

    def __init__(self) -> None:
        self.stretch: Stretch | None = None
        """The stretch that began last."""
        self._ended: deque[StretchLooks | None] = deque()
        self._clear()

    def _clear(self) -> None:
        self._hash = hashlib.sha256()
        self._frames = bytearray()
        # Until the last frame: what the camera sees next may be of another stretch.
        self._digest = b""
        self._numbers: dict[Mobject, int] = {}
        self._told: dict[Mobject, tuple[bytes, tuple[Any, ...]]] = {}
        self._background: npt.NDArray[np.uint8] | None = None
        self._view: tuple[float, ...] = ()
        self._is_known = True
        self._is_told = False
        self._seen: list[tuple[Mobject, Appearance]] = []
        """What is yet to be told."""

    def begin(self, stretch: Stretch) -> None:
        """Note that a stretch begins, and that another has ended if any frame was handed on."""
        if self._frames:
            self._end()
        self._clear()
        self.stretch = stretch

    def drop_ended(self) -> None:
        """Let the stretches be that have ended: nobody asks how they looked."""
        self._ended.clear()

    @property
    def is_at_start(self) -> bool:
        """Whether it was told of a stretch's first frame, which is not handed on yet."""
        return self._is_told and not self._frames

    def begin_play(self) -> None:
        """Note that a play begins."""
        self._tell()
        self._hash.update(b"play")

    def begin_frame(self) -> None:
        """Note that this is told of the next frame."""
        self._is_told = True

    def see_background(self, background: npt.NDArray[np.uint8] | None, view: View) -> None:
        """Take what is drawn upon, and where the camera looks."""
        self._tell()
        if background is not self._background and background is not None:
            self._background = background
            self._hash.update(b"background")
            self._hash.update(background.data)
        if view.shows != self._view:
            self._view = view.shows
            self._hash.update(repr(view.shows).encode())

    def begin_layer(self) -> None:
        """Note that this is told of the mobjects of a layer."""
        self._tell()
        self._hash.update(b"layer")

    def see_order(self, mobjects: Iterable[Mobject]) -> None:
        """Take which mobjects the layer shows from now on, from the back to the front."""
        numbers = self._numbers
        order = [numbers.setdefault(mobject, len(numbers)) for mobject in mobjects]
        self._hash.update(f"order{order}".encode())

    def see(self, mobject: Mobject, seen: Appearance) -> None:
        """Take how a mobject looks."""
        if not seen.style:
            # Nothing is known of it; a tracker of values shows nothing.
            self._is_known &= seen.rectangle is None
            return
        self._seen.append((mobject, seen))

    def _tell(self) -> None:
        """Tell of what was seen, all at once: NumPy takes about as long for one mobject as for some."""
        if not self._seen:
            return
        points = np.frombuffer(b"".join([seen.points for _, seen in self._seen]))
        # A play that was skipped leaves other last digits behind than one that was played.
        rounded = (np.rint(points * PLACES_A_UNIT) + 0.0).astype(np.float32).tobytes()
        end = 0
        for mobject, seen in self._seen:
            start, end = end, end + len(seen.points) // BYTES_A_NUMBER * BYTES_A_ROUNDED_NUMBER
            self._tell_of(mobject, rounded[start:end], seen.style)
        self._seen.clear()

    def _tell_of(self, mobject: Mobject, points: bytes, style: tuple[Any, ...]) -> None:
        told = self._told.get(mobject)
        if told == (points, style):
            return
        self._told[mobject] = points, style
        update = self._hash.update
        update(f"seen{self._numbers[mobject]}".encode())
        if told is None and isinstance(mobject, VMobject):
            update(repr(mobject.tolerance_for_point_equality).encode())
        if told is None or told[0] != points:
            update(b"points%d" % len(points))
            update(points)
        if told is None or told[1] != style:
            update(repr(style).encode())

    def end_frame(self, repeat: int) -> bytes:
        """Note that a frame is handed on, for so many times; return the digests of the stretch's frames."""
        self._tell()
        # Another camera tells nothing.
        self._is_known &= self._is_told
        self._is_told = False
        self._hash.update(f"frame{repeat}".encode())
        self._digest = self._hash.copy().digest()
        self._frames += self._digest[:BYTES_A_FRAME]
        return bytes(self._frames)

    def _end(self) -> None:
        self._ended.append(StretchLooks(bytes(self._frames), self._digest.hex()) if self._is_known else None)

    def pop(self) -> StretchLooks | None:
        """Return how the first stretch looked that was not returned yet, None where that is not known.

        Where no other has begun, it ends.
        """
        if not self._ended:
            # Another camera does not tell where a stretch begins.
            self._end()
            self._clear()
        return self._ended.popleft()
