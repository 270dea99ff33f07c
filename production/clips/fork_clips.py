"""Clips of segments that look otherwise after an edit, drawn by forks of a process that looks at all."""

from __future__ import annotations

from pathlib import Path

from production.clips.render_clips import ClipWriter
from production.frames.camera import Frame
from production.frames.capture_renderer import OnFrame
from production.frames.checkpoint import Fork
from production.frames.looks import Looks
from production.segments import KnownClip, Segment


class ForkClips:
    """The clips that forks make, each of one segment.

    Parameters
    ----------
    folder
        Where they are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def clip_of(self, segment: Segment) -> KnownClip:
        """Return the clip of a segment whose fork has ended well."""
        clip = self._path(segment)
        return KnownClip(clip, _looks_beside(clip).read_text(encoding="utf-8"))

    def redraw(self, segment: Segment, looks: Looks, fork: Fork) -> OnFrame:
        """Return what takes the frames of a segment in its fork, and ends that when the clip is whole."""
        clip = self._path(segment)

        def keep_looks(_: Segment, text: str | None) -> None:
            if text is None:
                fork.end(well=False)
            _looks_beside(clip).write_text(text, encoding="utf-8")

        writer = ClipWriter({segment: clip}, looks, lambda _: None, keep_looks, beside=True)

        def take(number: int, frame: Frame, repeat: int) -> None:
            try:
                writer.write(number, frame, repeat)
                fork.goes_on()
                if writer.frames >= segment.frames:
                    writer.close()
                    fork.end(well=True)
            except BaseException:
                # The segment is drawn again later, and what is wrong is then said.
                fork.end(well=False)

        return take

    def _path(self, segment: Segment) -> Path:
        return self._folder / f"{segment.first_frame}.{segment.output.format}"


def _looks_beside(clip: Path) -> Path:
    return clip.with_suffix(".json")
