"""Clips of segments that look as they did are not rendered again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from production.clips.render_clips import OnClip
from production.frames.look_again import unchanged
from production.frames.looks import StretchLooks
from production.segments import KnownClip, Segment


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
    for segment in unchanged(
        {segment: StretchLooks.from_json(known[segment].looks) for segment in destinations}, folder
    ):
        _link(known[segment].path, destinations[segment])
        on_clip(segment, known[segment].looks)


def _link(clip: Path, destination: Path) -> None:
    """Let a clip have another name too, or copy it where a file can have only one."""
    try:
        os.link(clip, destination)
    except OSError:
        shutil.copyfile(clip, destination)
