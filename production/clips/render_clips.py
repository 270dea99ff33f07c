"""Segments of a scene are drawn and encoded, each into a clip of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeAlias

from production.clips.encoder import Encoder
from production.clips.encoding_thread import EncoderBeside
from production.errors import RenderError
from production.frames.camera import Frame, IncrementalCamera
from production.frames.capture import capture
from production.frames.looks import Looks
from production.frames.stretches import selection_of
from production.segments import Segment

OnClip: TypeAlias = Callable[[Segment, str | None], None]
"""Takes a segment whose clip is whole, and how it looks, as text, if that is known."""


def render_clips(
    destinations: Mapping[Segment, Path],
    on_frames: Callable[[int], None],
    on_clip: OnClip,
    folder: Path | None = None,
    *,
    beside: bool = False,
) -> None:
    """Draw and encode segments of one scene.

    Parameters
    ----------
    destinations
        What to render, in the order of the scene, and the clips to write, whatever their names.
    on_frames
        Called with the number of a clip's frames done so far, after each.
    on_clip
        Called when a clip is whole.
    folder
        For what Manim writes on the way; a temporary one where it is left out.
    beside
        Whether frames are encoded in a thread of its own, while the next ones are drawn.

    Raises
    ------
    SceneNotFoundError
        If there is no such scene.
    ParameterError
        If a parameter is unknown or out of its range.
    RenderError
        If the scene fails, or plays otherwise than its timeline says.
    OSError
        If a clip cannot be written.
    """
    last = list(destinations)[-1]
    looks = Looks()
    with ClipWriter(destinations, looks, on_frames, on_clip, beside=beside) as writer:
        capture(
            last.scene,
            last.output.drawn,
            writer.write,
            selection=selection_of(destinations),
            pacing=last.pacing,
            transparent=last.output.transparent,
            camera_class=partial(IncrementalCamera, looks=looks),
            folder=folder,
        )


class ClipWriter:
    """Takes a scene's frames, and writes those of each segment into its clip.

    Parameters
    ----------
    destinations, on_frames, on_clip, beside
        As for ``render_clips``.
    looks
        What is told how the frames look.
    """

    def __init__(
        self,
        destinations: Mapping[Segment, Path],
        looks: Looks,
        on_frames: Callable[[int], None],
        on_clip: OnClip,
        *,
        beside: bool = False,
    ) -> None:
        self._looks = looks
        self._encoder_class = EncoderBeside if beside else Encoder
        self.frames = 0
        """How many frames of the clip that is being written were taken."""
        self._waiting = list(destinations.items())
        self._on_frames = on_frames
        self._on_clip = on_clip
        self._segment: Segment | None = None
        self._opened = ExitStack()

    def write(self, number: int, frame: Frame, repeat: int) -> None:
        """Encode a frame, by its number in the scene, so many times."""
        if self._waiting and number >= self._waiting[0][0].first_frame:
            self._end_clip()
            self._begin_clip(*self._waiting.pop(0))
        self._looks.end_frame(repeat)
        self._encoder.write(frame.pixels, repeat, frame.changed)
        self.frames += repeat
        self._on_frames(self.frames)

    def _begin_clip(self, segment: Segment, destination: Path) -> None:
        self._segment, self.frames = segment, 0
        file: IO[bytes] = self._opened.enter_context(destination.open("wb"))
        self._encoder = self._opened.enter_context(self._encoder_class.of(segment, file))

    def _end_clip(self) -> None:
        segment = self._segment
        if segment is None:
            return
        if self.frames != segment.frames:
            raise RenderError(
                segment.scene.label,
                f"beat {segment.beat + 1}",
                f"{self.frames} frames were drawn where the timeline has {segment.frames}; "
                "nothing in a scene may depend on chance or on the time",
            )
        self._opened.close()
        self._segment = None
        looks = self._looks.pop()
        self._on_clip(segment, None if looks is None else looks.to_json())

    def close(self) -> None:
        """End the last clip, of which all frames must have been taken."""
        with self._opened:
            self._end_clip()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            # Files are closed as they are.
            self._opened.__exit__(kind, error, trace)
            return
        self.close()
