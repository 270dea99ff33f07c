"""Clips of segments that look as they did are not rendered again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from production.clips.render_clips import OnClip
from production.frames.look_again import unchanged
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
    for segment in unchanged(_looks({segment: known[segment] for segment in destinations}), folder)[1]:
        link(known[segment].path, destinations[segment])
        on_clip(segment, known[segment].looks)


def timeline_and_known_clips(
    known: Mapping[Segment, KnownClip], speeches: Sequence[Speech], folder: Path | None = None
) -> tuple[Timeline, dict[Segment, KnownClip]]:
    """Read a scene's timeline, and return with it those of its segments that look as they did.

    Parameters
    ----------
    known
        Segments that the scene had, in order, and their clips.
    speeches
        The scene's recordings.
    folder
        For what Manim writes on the way; a temporary one where it is left out.

    Raises
    ------
    SceneNotFoundError, ParameterError, RenderError
        As ``production.frames.dry_run.read_timeline`` does.
    """
    timeline, same = unchanged(_looks(known), folder, speeches=speeches)
    clips = {segment.anywhere(): known[segment] for segment in same}
    output = next(iter(known)).output
    segments = segments_of(timeline, output)
    return timeline, {each: clips[each.anywhere()] for each in segments if each.anywhere() in clips}


def _looks(known: Mapping[Segment, KnownClip]) -> dict[Segment, StretchLooks]:
    return {segment: StretchLooks.from_json(clip.looks) for segment, clip in known.items()}


def link(clip: Path, destination: Path) -> None:
    """Let a clip have another name too, or copy it where a file can have only one."""
    try:
        os.link(clip, destination)
    except OSError:
        shutil.copyfile(clip, destination)
