"""A map of a quadratic loss, whose contours are ellipses: quick enough to be made anew at every frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from manim import TAU

from momentum_sim import Array, Quadratic
from scenes.mobjects.loss_map import LevelSet, LossMap
from scenes.mobjects.polyline import thinned

_DENSELY = 4001
"""The places on an ellipse that its corners are chosen from."""

_TOLERANCE = 5e-5
"""About how far a side may be from its ellipse, in units of the parameters."""


class EllipseMap(LossMap):
    """The level sets of a quadratic loss over a rectangle, by their equation.

    The level set of ½ Σ λᵢ xᵢ² = l, with xᵢ along the axis of curvature λᵢ, is the ellipse
    xᵢ = √(2 l / λᵢ) (cos t, sin t)ᵢ.
    """

    loss: Quadratic

    def _level_sets(self, levels: Iterable[float]) -> Iterator[LevelSet]:
        low, high = np.transpose([self.horizontal, self.vertical])
        cosine, sine = np.cos(self.loss.rotation), np.sin(self.loss.rotation)
        axes = np.array([[cosine, sine], [-sine, cosine]])
        along, across = map(float, self.loss.curvatures)
        for level in levels:
            whole = self.loss.minimiser + _level_set(along, across, level) @ axes
            ring = cut_at_rim(whole, low, high)
            yield LevelSet([[ring]], off_the_rim(ring, low, high))


@cache
def _level_set(along: float, across: float, level: float) -> Array:
    return ellipse(np.sqrt(2 * level / np.array([along, across])), _TOLERANCE)


def ellipse(radii: Array, tolerance: float) -> Array:
    """Return corners ``(n, 2)`` of an ellipse about 0; no side is further from it than about a tolerance."""
    turns = np.linspace(0, TAU, _DENSELY)
    return thinned(radii * np.stack([np.cos(turns), np.sin(turns)], axis=-1), tolerance)


def cut_at_rim(ring: Array, low: Array, high: Array) -> Array:
    """Return a ring ``(n, 2)``, what is outside of a rectangle moved to the nearest place of its rim.

    What it encloses within the rectangle stays, for moving outside of it goes round no place inside.
    """
    start, step = ring[:-1, None], np.diff(ring, axis=0)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        # Where it crosses the lines of the rim; between two such places it moves to the rim evenly.
        crossings = np.concatenate([low - start, high - start], axis=1) / step
    shares = np.sort(np.clip(np.nan_to_num(crossings), 0, 1).reshape(len(start), -1), axis=1)
    shares = np.concatenate([np.zeros((len(start), 1)), shares], axis=1)[..., None]
    places = np.concatenate([(start + shares * step).reshape(-1, 2), ring[-1:]])
    cut = np.clip(places, low, high)
    is_another = (np.diff(cut, axis=0, prepend=np.nan) != 0).any(axis=1)
    kept: Array = cut[is_another]
    return kept


def off_the_rim(ring: Array, low: Array, high: Array) -> list[Array]:
    """Return the parts of a ring that do not run along the rim."""
    middles = (ring[:-1] + ring[1:]) / 2
    is_inside: npt.NDArray[np.bool_] = np.all((middles > low) & (middles < high), axis=1)
    ends = [0, *(np.flatnonzero(np.diff(is_inside)) + 1), len(is_inside)]
    return [ring[first : last + 1] for first, last in pairwise(ends) if is_inside[first]]
