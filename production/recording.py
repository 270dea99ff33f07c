"""Run a scene and hand on its frames, all of them or a few."""

from __future__ import annotations

import importlib
import logging
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from manim import tempconfig
from manim.scene.scene_file_writer import SceneFileWriter
from tqdm import tqdm

from production.drawing import Frame, SparingCamera
from production.errors import RenderError as RenderError
from production.quality import Quality

# Else tqdm makes one for processes, which outlives a worker that is killed.
tqdm.set_lock(threading.RLock())

Receive: TypeAlias = Callable[[int, Frame, int], None]
"""Takes the number of a frame, its picture, and for how many frames in a row the picture stands.

The picture is only lent: the next frame is drawn into the same array.
"""

Begin: TypeAlias = Callable[[int], None]
"""Takes the number of a play's first frame."""


def load_scene(reference: str) -> type[Any]:
    """Import the scene class that a reference like ``scenes.zigzag:Zigzag`` names.

    Raises
    ------
    ValueError
        If the reference is not of that form, or names nothing.
    """
    module_name, colon, class_name = reference.partition(":")
    if not (module_name and colon and class_name):
        raise ValueError(f"{reference!r} is no scene; write module:Class, as in scenes.zigzag:Zigzag")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise
        raise ValueError(f"{reference!r} is no scene: there is no module {error.name}") from error
    scene_class = getattr(module, class_name, None)
    if not isinstance(scene_class, type):
        raise ValueError(f"{reference!r} is no scene: {module_name} has no class {class_name}")
    return scene_class


class _Shoot:
    """What is wanted of a running scene, and where its frames go."""

    def __init__(self, receive: Receive, begin: Begin, frames: Sequence[int] | None, frame_rate: int) -> None:
        self.receive = receive
        self.begin = begin
        self.frames = None if frames is None else sorted(set(frames))
        self.frame_rate = frame_rate
        self.beat = "before the first beat"
        self.scene: Any = None
        self.first = 0
        self.written = 0
        self.wanted: Sequence[int] = ()

    def begin_play(self, drawn: bool) -> None:
        self.first = round(self.scene.renderer.time * self.frame_rate)
        self.begin(self.first)
        self.written = 0
        self.scene.renderer.camera.begin_play()
        length = round(self.scene.duration * self.frame_rate)
        if not drawn:
            self.wanted = ()
        elif self.frames is None:
            self.wanted = range(self.first, self.first + length)
        else:
            self.wanted = self.frames[
                bisect_left(self.frames, self.first) : bisect_left(self.frames, self.first + length)
            ]

    def take(self, repeat: int) -> None:
        if not self.wanted:
            return
        picture = self.scene.renderer.camera.develop()
        if self.frames is None:
            self.receive(self.first + self.written, picture, repeat)
        elif repeat > 1:
            for number in self.wanted:
                self.receive(number, picture, 1)
        else:
            self.receive(self.wanted[self.written], picture, 1)
        self.written += repeat


class _Writer(SceneFileWriter):
    """Hands frames to a shoot instead of a file."""

    def __init__(self, shoot: _Shoot, settings: Any) -> None:
        super().__init__(settings)
        self._shoot = shoot

    def begin_animation(self, allow_write: bool = False, **_: Any) -> None:
        self._shoot.begin_play(allow_write)

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:  # noqa: ARG002
        self._shoot.take(repeat)


def _on_set(scene_class: type[Any], shoot: _Shoot) -> type[Any]:
    """The scene's class, with eyes for the beat that plays and the frames that are wanted of it."""

    class OnSet(scene_class):  # type: ignore[misc]
        @contextmanager
        def beat(self, title: str, narration: str) -> Iterator[None]:
            shoot.beat = f"beat {len(self.beats) + 1} ({title})"
            with super().beat(title, narration):
                yield

        def get_time_progression(self, *args: Any, **kwargs: Any) -> Any:
            times = super().get_time_progression(*args, **kwargs)
            if shoot.frames is None or self.renderer.skip_animations:
                return times
            every = list(times)
            return tqdm([every[number - shoot.first] for number in shoot.wanted], disable=True)

    OnSet.__name__ = scene_class.__name__
    return OnSet


def record(
    reference: str,
    parameters: Mapping[str, float],
    quality: Quality,
    receive: Receive,
    *,
    span: range | None = None,
    frames: Sequence[int] | None = None,
    begin: Begin | None = None,
    transparent: bool = False,
    folder: Path | None = None,
) -> tuple[Any, ...]:
    """Run a scene, hand on its frames, and return its beats.

    Parameters
    ----------
    reference, parameters
        The scene as ``module:Class``, and values for its parameters.
    span
        The beats to draw, all where it is left out. The scene ends after the last of them.
    frames
        The numbers of the frames to draw, all where it is left out. A play without one of them costs
        next to nothing.
    begin
        Called as each play begins, one that is only a rest too.
    folder
        For what Manim writes on the way, such as the pictures of its words; two processes must not share
        one. A temporary one where it is left out.

    Raises
    ------
    ValueError
        If there is no such scene, or a parameter is unknown or out of its range.
    RenderError
        If the scene fails.
    """
    if folder is None:
        with TemporaryDirectory() as temporary:
            return record(
                reference,
                parameters,
                quality,
                receive,
                span=span,
                frames=frames,
                begin=begin,
                transparent=transparent,
                folder=Path(temporary),
            )
    scene_class = load_scene(reference)
    shoot = _Shoot(receive, begin or _ignore, frames, quality.frame_rate)
    settings = {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.frame_rate,
        "transparent": transparent,
        "format": "none",
        "media_dir": str(folder),
        "disable_caching": True,
        "progress_bar": "none",
        "notify_outdated_version": False,
    }
    logging.getLogger("manim").setLevel(logging.WARNING)
    with tempconfig(settings):
        scene = _on_set(scene_class, shoot)(
            file_writer_class=lambda settings: _Writer(shoot, settings),
            camera_class=SparingCamera,
            span=span,
            **parameters,
        )
        shoot.scene = scene
        if span is not None and 0 not in span:
            # What plays before the first beat belongs to it.
            scene.renderer._original_skipping_status = True
        try:
            scene.render()
        except Exception as error:
            cause = f"{type(error).__name__}: {error}"
            raise RenderError(reference, shoot.beat, cause) from error
        return tuple(scene.beats)


def _ignore(number: int) -> None:
    """Nobody asks when plays begin."""
