"""What stock Manim draws of a scene, and what the line draws of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any, TypeAlias
from unittest.mock import patch

import numpy as np
from manim import Scene, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter

from production.clips.colour import Picture
from production.film import SceneRef
from production.frames.camera import Frame
from production.frames.capture import capture
from production.frames.scene_loader import load_scene
from production.output_spec import Quality

Frames: TypeAlias = dict[int, tuple[Picture, int]]
"""Pictures by the numbers of their frames, and for how many frames each stands."""


SIZE = Quality(854, 480, 15)

TOLERANCE = 2
"""Levels of 255 that a pixel of ours may differ from stock Manim's."""


def stock_frames(scene: SceneRef, size: Quality = SIZE, *, every: int = 1) -> Frames:
    """Play a scene as Manim's own command does.

    Of what moves, only every so-manieth frame is drawn; the others' pictures are those of the frame before.
    """
    frames: Frames = {}
    next_frame = 0
    last: list[Any] = []

    def write_frame(_: SceneFileWriter, pixels: Picture, *, repeat: int = 1) -> None:
        nonlocal next_frame
        frames[next_frame] = pixels, repeat
        next_frame += repeat

    def render(renderer: CairoRenderer, scene: Scene, _: float, moving_mobjects: Any = None) -> None:
        if next_frame % every == 0:
            renderer.update_frame(scene, moving_mobjects)
            last[:] = [renderer.get_frame()]
        renderer.add_frame(last[0] if last else renderer.get_frame())

    settings = {
        "pixel_width": size.width,
        "pixel_height": size.height,
        "frame_rate": size.frame_rate,
        "format": "none",
        "disable_caching": True,
        "progress_bar": "none",
        "seed": 0,
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        tempconfig(settings | {"media_dir": folder}),
        patch.object(SceneFileWriter, "write_frame", write_frame),
        patch.object(CairoRenderer, "render", render),
    ):
        scene_class: Any = load_scene(scene)
        scene_class().render()
    return frames


def our_frames(
    scene: SceneRef, size: Quality = SIZE, *, kept: Callable[[int], bool] = lambda _: True, **options: Any
) -> Frames:
    """Play a scene as the line does; of frames that are not to be kept, no picture is."""
    frames: Frames = {}

    def receive(number: int, frame: Frame, repeat: int) -> None:
        assert number not in frames
        picture = frame.pixels.copy() if repeat > 1 or kept(number) else np.empty(0, np.uint8)
        frames[number] = picture, repeat

    capture(scene, size, receive, **options)
    return frames


def worst_difference(one: Picture, other: Picture) -> int:
    """Return by how many levels two pictures differ at most, whatever is behind them."""
    return int(np.abs(one[..., :3].astype(np.int16) - other[..., :3]).max())


def check_pictures(ours: Frames, stock: Frames, *, every: int = 1) -> None:
    """See that frames stand as long, and every so-manieth picture is the same within the tolerance."""
    assert {number: repeat for number, (_, repeat) in ours.items()} == {
        number: repeat for number, (_, repeat) in stock.items()
    }
    for number, (picture, repeat) in stock.items():
        if repeat == 1 and number % every:
            continue
        assert worst_difference(ours[number][0], picture) <= TOLERANCE, f"frame {number}"
