"""The parts of which an MP4, a MOV or a WebM file is put together, read without FFmpeg."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from production.output_spec import Format

_SEGMENT, _CUES, _CLUSTER, _TRACKS = 0x18538067, 0x1C53BB6B, 0x1F43B675, 0x1654AE6B
_TRACK_ENTRY, _VIDEO, _ALPHA_MODE = 0xAE, 0xE0, 0x53C0
"""Elements of Matroska (RFC 9559, section 27.1)."""


def index_comes_first(film: Path, format: Format) -> bool:
    """Whether a player finds the index before the pictures, and need not have the whole file for it."""
    with film.open("rb") as file:
        if format is Format.WEBM:
            kinds = (kind for kind, _, _ in _elements(file, _SEGMENT))
            return next((kind == _CUES for kind in kinds if kind in (_CUES, _CLUSTER)), False)
        return next((kind == b"moov" for kind in _boxes(file) if kind in (b"moov", b"mdat")), False)


def alpha_mode(film: Path) -> int:
    """Return a WebM's ``AlphaMode``: 1 where its pictures have transparency, 0 where nothing is said."""
    with film.open("rb") as file:
        path = (_SEGMENT, _TRACKS, _TRACK_ENTRY, _VIDEO)
        for kind, start, end in _elements(file, *path):
            if kind == _ALPHA_MODE:
                file.seek(start)
                return int.from_bytes(file.read(min(end - start, 8)), "big")
    return 0


def _boxes(file: IO[bytes]) -> Iterator[bytes]:
    """Give the kinds of the outermost boxes (ISO/IEC 14496-12, 4.2), in order."""
    start = 0
    while len(header := file.read(16)) >= 8:
        size, kind = int.from_bytes(header[:4], "big"), header[4:8]
        yield kind
        if size == 1:
            size = int.from_bytes(header[8:], "big")
        if size < 8:
            # The last box may leave its size out.
            return
        start += size
        file.seek(start)


def _elements(file: IO[bytes], *path: int) -> Iterator[tuple[int, int, int]]:
    """Give the kind, start and end of each element (RFC 8794) inside of those that the path leads to."""
    yield from _inside(file, 0, file.seek(0, 2), path)


def _inside(file: IO[bytes], start: int, end: int, path: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    while start < end:
        file.seek(start)
        kind, size = _variable(file, keep_marker=True), _variable(file, keep_marker=False)
        if kind is None or size is None:
            return
        start = file.tell()
        after = min(start + size, end)
        if not path:
            yield kind, start, after
        elif kind == path[0]:
            yield from _inside(file, start, after, path[1:])
        start = after


def _variable(file: IO[bytes], *, keep_marker: bool) -> int | None:
    """Read a number that begins with as many zeros as bytes follow the first; None where none stands."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    following = 8 - first[0].bit_length()
    value = first[0] if keep_marker else first[0] - (1 << (7 - following))
    return int.from_bytes(bytes([value]) + file.read(following), "big")
