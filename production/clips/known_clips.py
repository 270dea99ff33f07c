"""Clips of segments that look as they did are not rendered again, and others while that is found out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from production.clips.render_clips import ClipWriter, OnClip
from production.frames.camera import Frame
from production.frames.capture_renderer import OnFrame
from production.frames.checkpoint import Fork
from production.frames.look_again import look_again
from production.frames.looks import Looks, StretchLooks
from production.narration.speech import Speech
from production.segments import KnownClip, Segment, segments_of
from production.timeline import Timeline


def take_known_clips(
    destinations: Mapping[Segment, Path],
    known: Mapping[Segment, KnownClip],
    on_clip: OnClip,
    folder: Path | None = None,
) -> None:
    """Let those segments of one scene that look as they did have the clips that are there.

    Parameters
    ----------
    destinations
        Some segments, in the order of the scene, and what their clips are to be called.
    known
        Clips that may be theirs.
    on_clip
        Called when a clip is whole.
    folder
        For what Manim writes on the way; a temporary one where it is left out.

    Raises
    ------
    SceneNotFoundError, ParameterError, RenderError, OSError
        As ``production.clips.render_clips.render_clips`` does.
    """
    known = {segment: known[segment] for segment in destinations}
    for segment in look_again(_looks(known), folder).unchanged:
        link(known[segment].path, destinations[segment])
        on_clip(segment, known[segment].looks)


def timeline_and_clips(
    known: Mapping[Segment, KnownClip], speeches: Sequence[Speech], folder: Path, scratch: Path
) -> tuple[Timeline, dict[Segment, KnownClip]]:
    """Read a scene's timeline, and return with it clips of its segments.

    Those that look as they did have the clips that are there; others may have been rendered meanwhile.

    Parameters
    ----------
    known
        Segments that the scene had, in order, and their clips.
    speeches
        The scene's recordings.
    folder
        For what Manim writes on the way.
    scratch
        For clips that are rendered.

    Raises
    ------
    SceneNotFoundError, ParameterError, RenderError
        As ``production.frames.dry_run.read_timeline`` does.
    """

    def redraw(segment: Segment, looks: Looks, fork: Fork) -> OnFrame:
        return _written_by(fork, segment, _redrawn(segment, scratch), looks)

    found = look_again(_looks(known), folder, speeches=speeches, redraw=redraw)
    clips = {segment.anywhere(): known[segment] for segment in found.unchanged}
    segments = segments_of(found.timeline, next(iter(known)).output)
    its = {each: clips[each.anywhere()] for each in segments if each.anywhere() in clips}
    begun = {(each.anywhere(), each.first_frame): each for each in found.redrawn}
    for segment in segments:
        each = begun.get((segment.anywhere(), segment.first_frame))
        # Where it is another after all, as where a beat has become longer, it is of no use.
        if each is not None and found.redrawn.pop(each).wait():
            clip = _redrawn(each, scratch)
            its[segment] = KnownClip(clip, _looks_beside(clip).read_text(encoding="utf-8"))
    for fork in found.redrawn.values():
        fork.drop()
    return found.timeline, its


def _redrawn(segment: Segment, scratch: Path) -> Path:
    return scratch / f"{segment.first_frame}.{segment.output.format}"


def _looks_beside(clip: Path) -> Path:
    return clip.with_suffix(".json")


def _written_by(fork: Fork, segment: Segment, clip: Path, looks: Looks) -> OnFrame:
    """Return what takes the frames of a segment, and ends the fork when its clip is whole."""

    def keep_looks(_: Segment, text: str | None) -> None:
        if text is None:
            fork.end(well=False)
        _looks_beside(clip).write_text(text, encoding="utf-8")

    writer = ClipWriter({segment: clip}, looks, lambda _: None, keep_looks)
    frames = 0

    def take(number: int, frame: Frame, repeat: int) -> None:
        nonlocal frames
        try:
            writer.write(number, frame, repeat)
            fork.goes_on()
            frames += repeat
            if frames >= segment.frames:
                writer.close()
                fork.end(well=True)
        except BaseException:
            # The segment is rendered later, and what is wrong is then said.
            fork.end(well=False)

    return take


def _looks(known: Mapping[Segment, KnownClip]) -> dict[Segment, StretchLooks]:
    return {segment: StretchLooks.from_json(clip.looks) for segment, clip in known.items()}


def link(clip: Path, destination: Path) -> None:
    """Let a clip have another name too, or copy it where a file can have only one."""
    try:
        os.link(clip, destination)
    except OSError:
        shutil.copyfile(clip, destination)
