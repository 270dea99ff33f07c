"""All that shapes a beat's pictures, as digests: if it looks as it did is known without drawing it."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from manim import Mobject, VMobject

from production.frames.appearance import Appearance, View

BYTES_A_FRAME = 8


@dataclass(frozen=True, slots=True)
class BeatLooks:
    """How a beat looks.

    Parameters
    ----------
    frames
        ``BYTES_A_FRAME`` for each frame that was handed on, of all that shapes it and the frames before it.
    digest
        Of all that shapes the beat.
    """

    frames: bytes
    digest: str

    def begins_with(self, frames: bytes) -> bool:
        """Whether the beat looks so as far as some frames go."""
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
    """Takes what a camera sees, frame after frame, beat after beat.

    Whatever does not show in what it is told must be in the clip's key: the code that draws, the size.
    """

    def __init__(self) -> None:
        # What plays before the first beat belongs to it.
        self._beat = 0
        self._ended: dict[int, BeatLooks | None] = {}
        self._begin()

    def _begin(self) -> None:
        self._hash = hashlib.sha256()
        self._frames = bytearray()
        self._numbers: dict[Mobject, int] = {}
        self._background: npt.NDArray[np.uint8] | None = None
        self._view: tuple[float, ...] = ()
        self._is_known = True
        self._is_told = False

    def begin_beat(self, index: int) -> None:
        """Note that a beat begins; they are counted from 0."""
        if index != self._beat:
            self._end_beat()
            self._beat = index
        self._hash.update(b"beat")

    def begin_play(self) -> None:
        """Note that a play begins."""
        self._hash.update(b"play")

    def begin_frame(self) -> None:
        """Note that this is told of the next frame."""
        self._is_told = True

    def see_background(self, background: npt.NDArray[np.uint8] | None, view: View) -> None:
        """Take what is drawn upon, and where the camera looks."""
        if background is not self._background and background is not None:
            self._background = background
            self._hash.update(b"background")
            self._hash.update(background.data)
        if view.shows != self._view:
            self._view = view.shows
            self._hash.update(repr(view.shows).encode())

    def begin_layer(self) -> None:
        """Note that this is told of the mobjects of a layer."""
        self._hash.update(b"layer")

    def see_order(self, mobjects: Iterable[Mobject]) -> None:
        """Take which mobjects the layer shows from now on, from the back to the front."""
        numbers = self._numbers
        order = [numbers.setdefault(mobject, len(numbers)) for mobject in mobjects]
        self._hash.update(f"order{order}".encode())

    def see(self, mobject: Mobject, known: Appearance | None, seen: Appearance) -> None:
        """Take how a mobject looks, which is not as it did."""
        update = self._hash.update
        if not seen.style:
            # Nothing is known of it; a tracker of values shows nothing.
            self._is_known &= seen.rectangle is None
            return
        update(f"seen{self._numbers[mobject]}".encode())
        if known is None and isinstance(mobject, VMobject):
            update(repr(mobject.tolerance_for_point_equality).encode())
        if known is None or known.points is not seen.points:
            update(b"points%d" % len(seen.points))
            update(seen.points)
        if known is None or known.style is not seen.style:
            update(repr(seen.style).encode())

    def end_frame(self, repeat: int) -> bytes:
        """Note that a frame is handed on, for so many times; return the digests of the beat's frames."""
        # Another camera tells nothing.
        self._is_known &= self._is_told
        self._is_told = False
        self._hash.update(f"frame{repeat}".encode())
        self._frames += self._hash.copy().digest()[:BYTES_A_FRAME]
        return bytes(self._frames)

    def _end_beat(self) -> None:
        self._ended[self._beat] = (
            BeatLooks(bytes(self._frames), self._hash.hexdigest()) if self._is_known else None
        )
        self._begin()

    def of_beat(self, index: int) -> BeatLooks | None:
        """Return how a beat looked that has ended, None where that is not known."""
        if index == self._beat:
            self._end_beat()
        # Another camera does not tell where a beat begins.
        return self._ended.pop(index, None)
