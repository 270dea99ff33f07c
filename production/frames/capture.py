"""A scene plays, and hands on its frames instead of writing a file."""

from __future__ import annotations

import errno
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import manim.scene.scene
from manim import Scene, config
from manim.constants import RendererType
from tqdm import tqdm

from production.errors import BEFORE_THE_FIRST_BEAT, RenderError
from production.film import SceneRef
from production.frames.blame import cause
from production.frames.camera import IncrementalCamera
from production.frames.camera_choice import DrawnOtherwise
from production.frames.capture_renderer import CaptureRenderer, OnFrame
from production.frames.manims_settings import settings_kept, shipped_settings
from production.frames.played import timeline_of
from production.frames.scene_loader import (
    BeatScene,
    check_parameters,
    is_beat_scene,
    load_scene,
    parameters_of,
    settings_of,
)
from production.frames.selection import EVERYTHING, Selection
from production.frames.typeset import TYPESET
from production.narration.speech import Speech
from production.output_spec import Quality
from production.timeline import Pacing, Timeline

# Otherwise tqdm makes one for processes, which outlives a worker that is killed.
tqdm.set_lock(threading.RLock())
# It starts a thread that looks after the bars, of which none is shown; a process with threads cannot be
# forked well.
tqdm.monitor_interval = 0


DISK_FULL = (errno.ENOSPC, errno.EDQUOT)

ROUNDING_OF_SHAPES = 0.01
"""How far from 16:9 a picture may be for its whole pixels: 854 x 480 is one."""


def capture(
    scene: SceneRef,
    quality: Quality,
    on_frame: OnFrame,
    *,
    selection: Selection = EVERYTHING,
    transparent: bool = False,
    speeches: Sequence[Speech] = (),
    pacing: Sequence[Pacing] = (),
    camera_class: Callable[[], IncrementalCamera] = IncrementalCamera,
    renderer_class: Callable[..., CaptureRenderer] = CaptureRenderer,
    folder: Path | None = None,
) -> Timeline:
    """Play a scene, hand on its frames, and return what was played when.

    Parameters
    ----------
    on_frame
        Called with each frame; what it raises goes through as it is.
    selection
        Which frames are wanted. Where it ends before the scene does, so does the timeline.
    transparent
        Whether there is no background.
    speeches
        The scene's recordings.
    pacing
        Of the timeline that was read with them: the scene then plays as it says.
    camera_class
        What draws.
    renderer_class
        What plays.
    folder
        For what Manim writes on the way, such as the pictures of its words; two processes must not share
        one. A temporary one where it is left out.

    Raises
    ------
    SceneNotFoundError
        If there is no such scene.
    ParameterError
        If a parameter is unknown or out of its range.
    RenderError
        If the scene fails.
    """
    _check_renderer(scene)
    scene_class = load_scene(scene)
    check_parameters(scene, parameters_of(scene_class))
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(TemporaryDirectory()))
        own = settings_of(scene.source)
        _check_shape(scene, own, quality)
        settings = {**shipped_settings(), **own}
        settings |= _settings(settings, quality, transparent, folder)
        renew = partial(
            renderer_class,
            on_frame,
            selection,
            camera_class,
            beats_are_sections=not is_beat_scene(scene_class),
        )
        renderer = renew()
        while True:
            try:
                with settings_kept():
                    config.update({name: value for name, value in settings.items() if config[name] != value})
                    with TYPESET.at_hand(scene.source):
                        return _played(scene, scene_class, renderer, speeches, pacing)
            except DrawnOtherwise as found:
                renderer = renew(cause=found.cause, handed_on=renderer.handed_on)


def _played(
    scene: SceneRef,
    scene_class: type[Scene] | type[BeatScene],
    renderer: CaptureRenderer,
    speeches: Sequence[Speech],
    pacing: Sequence[Pacing],
) -> Timeline:
    # What knows nothing of recordings is not handed any.
    given = {name: value for name, value in (("speeches", speeches), ("pacing", pacing)) if value}
    try:
        played = _scene_with(renderer, scene_class, {**given, **dict(scene.parameters)})
        played.render()
        return timeline_of(scene, played, renderer)
    except (Exception, SystemExit) as error:
        if error is renderer.receiver_error or isinstance(error, RenderError):
            raise
        said = cause(error, getattr(sys.modules.get(scene_class.__module__), "__file__", None))
        if isinstance(error, OSError) and error.errno in DISK_FULL and error.filename is None:
            # What Manim writes on the way does not say where.
            said += f": {config.media_dir}"
        raise RenderError(scene.label, renderer.beat, said) from error


def _scene_with(
    renderer: CaptureRenderer, scene_class: type[Scene] | type[BeatScene], given: dict[str, Any]
) -> Any:
    """Make a scene that a renderer plays."""
    if is_beat_scene(scene_class):
        return scene_class(renderer=renderer, on_beat=renderer.begin_beat, **given)
    # As Manim's own command makes it: a plain scene's constructor need not take a renderer.
    module: Any = manim.scene.scene
    make: Any = scene_class
    usual, module.CairoRenderer = module.CairoRenderer, lambda **_: renderer
    try:
        scene = make()
    finally:
        module.CairoRenderer = usual
    if scene.renderer is not renderer:
        renderer.take_over(scene)
    return scene


def _check_renderer(scene: SceneRef) -> None:
    if config.renderer is not RendererType.CAIRO:
        raise RenderError(
            scene.label,
            BEFORE_THE_FIRST_BEAT,
            f"Manim was imported for its {config.renderer.value} renderer; set renderer = cairo before",
        )


def _check_shape(scene: SceneRef, settings: Mapping[str, Any], quality: Quality) -> None:
    """See that a scene that sets the size of Manim's frame is not squeezed into a picture."""
    across, up = (settings.get(name, config[name]) for name in ("frame_width", "frame_height"))
    shape_is_set = not settings.keys().isdisjoint(("frame_width", "frame_height"))
    if shape_is_set and abs(across / up - quality.width / quality.height) > ROUNDING_OF_SHAPES:
        raise RenderError(
            scene.label,
            BEFORE_THE_FIRST_BEAT,
            f"it sets a frame of {across:g} x {up:g} units, which is no picture of {quality.width} x "
            f"{quality.height} pixels; leave config.frame_width and config.frame_height as they are",
        )


def _settings(own: Mapping[str, Any], quality: Quality, transparent: bool, folder: Path) -> dict[str, Any]:
    # A scene may want half of its background in a transparent film.
    opacity = own["background_opacity"]
    return {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.frame_rate,
        "background_opacity": opacity % 1 if transparent else 1.0,
        # Chance falls alike each time, so that segments drawn apart fit together.
        "seed": own["seed"] or 0,
        "format": "none",
        "media_dir": str(folder),
        "disable_caching": True,
        "progress_bar": "none",
        # What is wrong, not what it does.
        "verbosity": "WARNING",
        "notify_outdated_version": False,
    }
