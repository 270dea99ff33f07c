"""GIF files by their blocks, as GIF89a has them (https://www.w3.org/Graphics/GIF/spec-gif89a.txt).

FFmpeg copies a clip's header and its end along with its frames, and a player stops at the first end that it
meets. So what becomes of several clips, or of a part of one, is put together here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import IO

from production.errors import ConcatError, CutError, GifError

FOREVER = 0
"""The number of repetitions of a GIF that does not end."""

HUNDREDTHS = 100
"""Of which there are so many in a second; a GIF has no finer times."""

_SIGNATURE = b"GIF89a"
_EXTENSION, _IMAGE, _TRAILER = b"\x21", b"\x2c", b"\x3b"
_GRAPHIC_CONTROL, _APPLICATION = b"\xf9", b"\xff"
_LOOPING = b"NETSCAPE2.0"
_HAS_TABLE, _TABLE_SIZE, _INTERLACED, _TRANSPARENT = 0x80, 0x07, 0x40, 0x01


@dataclass(frozen=True, slots=True)
class GifFrame:
    """A picture of a GIF.

    Parameters
    ----------
    delay
        How long it is shown, in hundredths of a second.
    place
        Left, top, width and height of what it draws over the picture before.
    control, transparent
        What becomes of it afterwards, whether something shines through, and the number of that colour.
    interlaced
        Whether its rows stand in another order than from the top.
    colours
        Its colour table, or the file's.
    pixels
        As they are compressed, in their blocks.
    """

    delay: int
    place: tuple[int, int, int, int]
    control: int
    transparent: int
    interlaced: bool
    colours: bytes
    pixels: bytes

    def is_whole(self, size: tuple[int, int]) -> bool:
        """Whether it hides all of the picture before, in a GIF of a width and height."""
        return self.place == (0, 0, *size) and not self.control & _TRANSPARENT


class GifReader:
    """Reads an open GIF from its first block to its last.

    Raises
    ------
    GifError
        Here, or while frames are read, where it is not as the specification says.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        if self._take(len(_SIGNATURE)) != _SIGNATURE:
            raise GifError("it does not begin as a GIF does")
        self.size = self._number(), self._number()
        """Width and height in pixels."""
        self.repetitions: int | None = None
        """How often it is shown again, by what has been read so far."""
        flags, _, _ = self._take(3)
        self._colours = self._table(flags)

    def frames(self) -> Iterator[GifFrame]:
        """Give the frames, and see that the file ends where it says that it does."""
        delay = control = transparent = 0
        while (kind := self._take(1)) != _TRAILER:
            if kind == _IMAGE:
                place = self._number(), self._number(), self._number(), self._number()
                (flags,) = self._take(1)
                colours = self._table(flags) or self._colours
                pixels = self._take(1) + b"".join(self._sub_blocks())
                yield GifFrame(delay, place, control, transparent, bool(flags & _INTERLACED), colours, pixels)
                delay = control = transparent = 0
            elif kind == _EXTENSION:
                label, (first, *more) = self._take(1), self._sub_blocks()
                if label == _GRAPHIC_CONTROL and len(first) == 5:
                    control, transparent = first[1], first[4]
                    delay = int.from_bytes(first[2:4], "little")
                elif label == _APPLICATION and first[1:] == _LOOPING and len(more[0]) == 4:
                    self.repetitions = int.from_bytes(more[0][2:], "little")
            else:
                raise GifError(f"it has a block of the unknown kind 0x{kind.hex()}")
        if self._file.read(1):
            raise GifError("it goes on after its end, where players stop")

    def _sub_blocks(self) -> Iterator[bytes]:
        """Give blocks, each after a byte with its length, up to the empty one that ends them."""
        while length := self._take(1):
            yield length + self._take(length[0])
            if not length[0]:
                return

    def _table(self, flags: int) -> bytes:
        return self._take(3 * _colours_by(flags)) if flags & _HAS_TABLE else b""

    def _number(self) -> int:
        return int.from_bytes(self._take(2), "little")

    def _take(self, count: int) -> bytes:
        taken = self._file.read(count)
        if len(taken) < count:
            raise GifError("it breaks off")
        return taken


def join_gifs(clips: Sequence[Path], lengths: Sequence[float], destination: Path) -> None:
    """Write clips one after the other into one GIF that plays forever.

    Parameters
    ----------
    clips, lengths
        Files, and how long (seconds) each is, which is where the next one starts.
    destination
        Written as it goes.

    Raises
    ------
    ConcatError
        If a clip has not its length, or not the size of the first.
    GifError
        If one is no whole GIF.
    """
    with clips[0].open("rb") as file:
        size = GifReader(file).size
    with destination.open("wb") as file:
        _write(file, size, _one_after_the_other(clips, lengths, size))


def cut_gif(film: Path, first_frame: int, frames: int, destination: Path) -> None:
    """Copy frames of a GIF, counted from 0, into another one that plays forever.

    Raises
    ------
    CutError
        If the first is drawn over the one before it, or there are not so many.
    GifError
        If the film is no whole GIF as far as it is read.
    """
    with film.open("rb") as source, destination.open("wb") as file:
        reader = GifReader(source)
        chosen = islice(reader.frames(), first_frame, first_frame + frames)
        first = next(chosen, None)
        if first is not None and not first.is_whole(reader.size):
            raise CutError(
                f"{film.name} cannot be cut at frame {first_frame}, which is drawn over the one before"
            )
        copied = _write(file, reader.size, chain([first], chosen)) if first is not None else 0
    if copied < frames:
        raise CutError(f"{film.name} ends after {copied} of {frames} frames from frame {first_frame} on")


def pictures_alone(film: Path, numbers: Container[int]) -> Iterator[tuple[int, bytes]]:
    """Give those frames of a GIF that have these numbers, each as a GIF of its own.

    Raises
    ------
    GifError
        If the film is no whole GIF.
    """
    with film.open("rb") as source:
        reader = GifReader(source)
        for number, frame in enumerate(reader.frames()):
            if number in numbers:
                picture = BytesIO()
                _write(picture, reader.size, [frame])
                yield number, picture.getvalue()


def _one_after_the_other(
    clips: Sequence[Path], lengths: Sequence[float], size: tuple[int, int]
) -> Iterator[GifFrame]:
    """Give every clip's frames; the last of each stays until the next clip starts."""
    end, shown = 0.0, 0
    for clip, length in zip(clips, lengths, strict=True):
        own, last = 0, None
        with clip.open("rb") as file:
            reader = GifReader(file)
            if reader.size != size:
                raise ConcatError(f"{clip.name} differs from {clips[0].name} in its size; render them alike")
            for frame in reader.frames():
                if last is not None:
                    yield last
                    shown += last.delay
                own, last = own + frame.delay, frame
        if last is None or abs(own / HUNDREDTHS - length) > 2 / HUNDREDTHS:
            raise ConcatError(
                f"{clip.name} is {own / HUNDREDTHS:.3f} s long, not {length:.3f}; render it again"
            )
        end += length
        yield replace(last, delay=round(end * HUNDREDTHS) - shown)
        shown = round(end * HUNDREDTHS)


def _write(file: IO[bytes], size: tuple[int, int], frames: Iterable[GifFrame]) -> int:
    """Write a GIF, and return how many frames it has; the colours of its first are the file's."""
    count, shared = 0, b""
    for count, frame in enumerate(frames, 1):
        if count == 1:
            shared = frame.colours
            file.write(_SIGNATURE + _numbers(*size) + bytes([_table_flags(shared), 0, 0]) + shared)
            looping = _sub_block(b"\1" + _numbers(FOREVER))
            file.write(_EXTENSION + _APPLICATION + _sub_block(_LOOPING) + looping + b"\0")
        colours = b"" if frame.colours == shared else frame.colours
        control = bytes([frame.control]) + _numbers(frame.delay) + bytes([frame.transparent])
        file.write(_EXTENSION + _GRAPHIC_CONTROL + _sub_block(control) + b"\0")
        flags = _table_flags(colours) | (_INTERLACED if frame.interlaced else 0)
        file.write(_IMAGE + _numbers(*frame.place) + bytes([flags]) + colours + frame.pixels)
    file.write(_TRAILER)
    return count


def _colours_by(flags: int) -> int:
    """Return how many colours a table has, by the flags of what it belongs to."""
    return 2 << (flags & _TABLE_SIZE)


def _table_flags(colours: bytes) -> int:
    """Return the flags that say that a table follows, and how many colours it has."""
    return _HAS_TABLE | (len(colours) // 3).bit_length() - 2 if colours else 0


def _numbers(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(2, "little") for number in numbers)


def _sub_block(content: bytes) -> bytes:
    return bytes([len(content)]) + content
