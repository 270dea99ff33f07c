"""H.264 frames that only repeat the one before, written without being encoded.

For a picture that stands still x264 takes almost as long as for one that moves. What it writes is
a slice of skipped blocks, and the next differs in nothing but its frame_num (ITU-T H.264, 7.4.3). So once it
has written two that are alike, more of them are written here, and the slices after them are numbered on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

ENCODED = 4
"""How many frames x264 is given of a still picture after its first, or after a key frame in it.

The one after a key frame has but one reference, and says so. The packets of the next two, which must be
alike, are known when it has taken another.
"""

_FRAME_NUMS = 16
"""frame_num counts up to this, in four bits, wherever x264 keeps fewer than sixteen references."""

_START_CODE = b"\0\0\0\1"
_NON_IDR_SLICE, _NAL_TYPE = 1, 0b11111
_P_SLICE = 0b1_00110_1
"""How each begins, as Exp-Golomb codes: first_mb_in_slice 0, slice_type 5 and pic_parameter_set_id 0.
The four bits of frame_num follow."""


@dataclass(frozen=True)
class FramePlan:
    """Which frames of a clip begin groups, and which x264 need not see.

    Parameters
    ----------
    longest_group
        How many frames a group has at most.
    key_frames
        Where groups begin besides, in order.
    rests
        The ranges of frames, as (first, end), in which a picture stands still.
    """

    longest_group: int
    key_frames: Sequence[int] = ()
    rests: Sequence[tuple[int, int]] = ()

    def group_of(self, number: int) -> int:
        """Return the frame at which a frame's group begins."""
        before = bisect_right(self.key_frames, number)
        begins = self.key_frames[before - 1] if before else 0
        return number - (number - begins) % self.longest_group

    def encoded_before(self, number: int) -> int:
        """Return how many frames are encoded before a frame."""
        return number - bisect_left(self.repeated, number)

    @cached_property
    def repeated(self) -> list[int]:
        """The frames that need not be encoded, in order."""
        return [
            number
            for first, end in self.rests
            for number in range(first, end)
            if number - max(first, self.group_of(number)) > ENCODED
        ]


class Slices:
    """The slices of one clip in order: repeats the last one, and numbers those of x264's that come after.

    A packet holds one picture, which is one slice.
    """

    def __init__(self) -> None:
        self._last = b""
        self._before = b""
        self._encoded = 0
        """The frame_num that x264 gave the last one."""
        self._added = 0
        """How many were repeated since the last key frame."""

    @property
    def are_still(self) -> bool:
        """Whether the last two of x264's say the same: the next would, too.

        In a slice's last byte x264 sets a bit that no decoder reads, by its own count of frames.
        """
        return bool(self._last) and self._last[:-1] == self._before[:-1]

    def take(self, packet: bytes) -> bytes:
        """Return a packet of x264's with the number that its slice has in the clip.

        Raises
        ------
        ValueError
            If a slice that follows repeated ones does not begin as x264's do.
        """
        if not _is_p_slice(packet):
            # A key frame, from which x264 counts anew.
            self._last = self._before = b""
            self._encoded = self._added = 0
            return packet
        expected, number = (self._encoded + 1) % _FRAME_NUMS, _frame_num(packet)
        self._encoded = expected
        if number != expected:
            if self._added:
                raise ValueError(f"x264's slice begins with {packet[:8].hex(' ')}, not with {expected}")
            # Nothing of it is still, then: every frame is encoded.
            self._last = self._before = b""
            return packet
        self._before, self._last = self._last, _with_frame_num(packet, 0)
        return _with_frame_num(packet, number + self._added) if self._added else packet

    def repeat(self) -> bytes:
        """Return a packet that says that nothing has changed; the last one said so."""
        self._added += 1
        return _with_frame_num(self._last, self._encoded + self._added)


def _is_p_slice(packet: bytes) -> bool:
    return packet.startswith(_START_CODE) and packet[4] & _NAL_TYPE == _NON_IDR_SLICE


def _frame_num(packet: bytes) -> int | None:
    """Return the frame_num of a slice, or None where it does not begin as expected."""
    if packet[5] >> 1 != _P_SLICE:
        return None
    return (packet[5] & 1) << 3 | packet[6] >> 5


def _with_frame_num(packet: bytes, number: int) -> bytes:
    """Return a P slice with another frame_num."""
    changed = bytearray(packet)
    number %= _FRAME_NUMS
    changed[5] = _P_SLICE << 1 | number >> 3
    changed[6] = packet[6] & 0b00011111 | (number & 0b111) << 5
    return bytes(changed)
