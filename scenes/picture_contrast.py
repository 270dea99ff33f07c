"""The rule on contrast: texts and graphics stand out from what is drawn behind them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from manim import Mobject, Typst, VMobject

from momentum_sim import Array
from scenes import style
from scenes.contrast import GRAPHICS_CONTRAST, TEXT_CONTRAST, contrast, luminance
from scenes.mobjects.loss_curves import LossAxes
from scenes.mobjects.plot import Plot
from scenes.mobjects.scenery import is_scenery
from scenes.mobjects.typography import Readout
from scenes.picture_rules import Picture, half_stroke

MARGIN = 3
"""Pixels round a mobject, with its stroke, in which its ground is looked for."""

NEAR = 0.15
"""How much of a channel two colours differ at most that may be one, but for the edges."""

SAME = 1 / 255
"""By how much of a channel rounding lets a colour differ from itself."""

SMALLEST = 100
"""Pixels of a graphic's box; of a smaller one, such as a dot of a path, neighbours hide the ground."""

DARK = 0.12
"""The film's grounds are no lighter (relative luminance); what is may be a path that crosses a graphic."""

COVER = 1.5
"""A fill without an outline that stands out less is no graphic, but a ground for others."""


class Contrast:
    """Text stands out 4.5:1 from its ground, graphics 3:1; scenery, grids and what is faded may not."""

    def __call__(self, picture: Picture) -> Iterator[str]:
        """Say what is wrong with a picture."""
        if not picture.stands:
            return
        for mobject, strength in picture.strengths.items():
            if strength <= style.FADED or not isinstance(mobject, VMobject) or is_scenery(mobject):
                continue
            if fault := _fault(mobject, picture):
                yield fault


def _fault(mobject: VMobject, picture: Picture) -> str | None:
    is_text = _is_text(mobject, picture)
    if not is_text and _is_grid(mobject, picture):
        return None
    colors = list(_colors(mobject))
    if not colors:
        return None
    # What is dark itself stands upon something light.
    is_dark = all(luminance(color[:3]) <= DARK for color in colors)
    ground = _ground(mobject, colors, picture, may_be_light=is_text or is_dark)
    if ground is None:
        return None
    best = max(contrast(color[3] * color[:3] + (1 - color[3]) * ground, ground) for color in colors)
    least = TEXT_CONTRAST if is_text else GRAPHICS_CONTRAST
    is_cover = not is_text and best < COVER and not _has_stroke(mobject)
    if best >= least or is_cover:
        return None
    return f"{picture.name_of(mobject)} stands out {best:.1f}:1 from its ground; at least {least:g}:1"


def _is_text(mobject: Mobject, picture: Picture) -> bool:
    group: Mobject | None = mobject
    while group is not None:
        if isinstance(group, Typst | Readout):
            return True
        group = picture.parents.get(group)
    return False


def _is_grid(mobject: Mobject, picture: Picture) -> bool:
    group = picture.parents.get(mobject)
    plot = picture.parents.get(group) if group is not None else None
    return isinstance(plot, Plot | LossAxes) and group is plot.grid


def _has_stroke(mobject: VMobject) -> bool:
    return mobject.stroke_width > 0 and bool(mobject.stroke_rgbas[:, 3].max() > style.FADED)


def _colors(mobject: VMobject) -> Iterator[Array]:
    """Return the colours of a mobject's fill and outline that are not faded, RGBA."""
    if mobject.fill_rgbas[0, 3] > style.FADED:
        yield mobject.fill_rgbas[0]
    if _has_stroke(mobject):
        yield mobject.stroke_rgbas[0]


def _ground(mobject: VMobject, colors: list[Array], picture: Picture, *, may_be_light: bool) -> Array | None:
    """Return the colour, RGB, that is most of what is drawn round a mobject; None where it cannot be told."""
    rows, columns = picture.box(mobject)
    if not may_be_light and (rows.stop - rows.start) * (columns.stop - columns.start) < SMALLEST:
        return None
    pixels_a_unit = len(picture.pixels) / picture.scene.camera.frame_height
    margin = MARGIN + int(half_stroke(mobject) * pixels_a_unit)
    around: npt.NDArray[np.uint8] = picture.pixels[
        max(0, rows.start - margin) : rows.stop + margin,
        max(0, columns.start - margin) : columns.stop + margin,
        :3,
    ].reshape(-1, 3)
    others = np.ones(len(around), bool)
    for color in colors:
        if color[3] > 1 - NEAR:
            # The body of something outlined may be nearly its ground, as a card is: its outline tells it.
            near = SAME if len(colors) > 1 and color is colors[0] else NEAR
            others &= np.abs(around / 255 - color[:3]).max(axis=1) > near
    if not others.any():
        return None
    found, counts = np.unique(around[others], axis=0, return_counts=True)
    for index in np.argsort(-counts):
        ground = np.asarray(found[index] / 255)
        if may_be_light or luminance(ground) <= DARK:
            return ground
    return None
