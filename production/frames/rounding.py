"""Whether mobjects may be drawn on a layer with nothing beneath, and the layer laid over a picture.

Each time a colour is laid over another, Cairo rounds to whole levels. On a layer of their own mobjects are
rounded otherwise than upon the picture, and the more so, the more faint colours lie one over another: what is
strong covers what was rounded before. A few round alike to within two levels, however faint they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from production.frames.appearance import TILE, Appearance, Paint, View

FAINT = 0.5
"""The alpha below which a colour is faint."""

MOST_FAINT_PAINTS = 3
"""How many faint colours may lie one over another."""

FAINT_EDGE = 0.3
"""The share of a pixel below which an edge that covers so much of it is faint."""

MOST_FAINT_EDGES = 4
"""How many faint edges may lie one over another."""

PARTS_OF_A_PIXEL = 16
"""Edges that lie in the same part of a pixel lie one over another."""


def rounds_alike(appearances: Iterable[Appearance], view: View) -> bool:
    """Whether mobjects look the same, to within two levels, drawn on a layer of their own."""
    _, _, width, height = view.whole
    scale_x, scale_y = view.scale
    paints = np.zeros((height // TILE + 1, width // TILE + 1), np.int32)
    edges: Counter[tuple[str, int, int]] = Counter()
    for seen in appearances:
        if seen.rectangle is None or seen.extent is None:
            continue
        left, top, right, bottom = (side // TILE for side in seen.rectangle)
        paints[top : bottom + 1, left : right + 1] += sum(map(_is_faint, seen.paints))
        low_x, low_y, high_x, high_y = seen.extent
        for axis, side, tiles in (
            ("x", -low_x * scale_x, range(top, bottom + 1)),
            ("x", high_x * scale_x, range(top, bottom + 1)),
            ("y", -low_y * scale_y, range(left, right + 1)),
            ("y", high_y * scale_y, range(left, right + 1)),
        ):
            if side % 1 < FAINT_EDGE:
                edges.update((axis, round(side * PARTS_OF_A_PIXEL), tile) for tile in tiles)
    most_paints, most_edges = paints.max(initial=0), max(edges.values(), default=0)
    return bool(most_paints <= MOST_FAINT_PAINTS) and most_edges <= MOST_FAINT_EDGES


def _is_faint(paint: Paint) -> bool:
    return paint.color is None or paint.color[3] < FAINT
