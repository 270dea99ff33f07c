"""Clips of segments that look as they did are not rendered again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from production.clips.fork_clips import ForkClips
from production.clips.render_clips import OnClip
from production.frames.look_again import look_again
from production.frames.looks import StretchLooks
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

    Those that look as they did have the clips that are there; others may have been drawn meanwhile.

    Parameters
    ----------
    known
        Segments that the scene had, in order, and their clips.
    speeches
        The scene's recordings.
    folder
        For what Manim writes on the way.
    scratch
        For clips of segments that look otherwise.

    Raises
    ------
    SceneNotFoundError, ParameterError, RenderError
        As ``production.frames.dry_run.read_timeline`` does.
    """
    forks = ForkClips(scratch)
    found = look_again(_looks(known), folder, speeches=speeches, redraw=forks.redraw)
    try:
        segments = segments_of(found.timeline, next(iter(known)).output)
        same = {segment.anywhere(): known[segment] for segment in found.unchanged}
        clips = {each: same[each.anywhere()] for each in segments if each.anywhere() in same}
        begun = {_place(each): fork for each, fork in found.redrawn.items()}
        redrawn = {each: fork for each in segments if (fork := begun.pop(_place(each), None)) is not None}
        for fork in begun.values():
            # It draws what is another segment after all, as where a beat has become longer.
            found.forks.drop(fork)
        clips |= {each: forks.clip_of(each) for each, fork in redrawn.items() if found.forks.wait(fork)}
        return found.timeline, clips
    finally:
        found.forks.drop_all()


def _place(segment: Segment) -> tuple[Segment, int]:
    return segment.anywhere(), segment.first_frame


def _looks(known: Mapping[Segment, KnownClip]) -> dict[Segment, StretchLooks]:
    return {segment: StretchLooks.from_json(clip.looks) for segment, clip in known.items()}


def link(clip: Path, destination: Path) -> None:
    """Let a clip have another name too, or copy it where a file can have only one."""
    try:
        os.link(clip, destination)
    except OSError:
        shutil.copyfile(clip, destination)
