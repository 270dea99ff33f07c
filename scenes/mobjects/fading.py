"""Manim's fades, at a fraction of their cost for mobjects without updaters.

Manim copies all that fades several times before the first frame, and at each frame mixes every property of
two of the copies. Here only colours are noted and mixed, and points where they move. Strokes keep their
width: Manim's copies of a formula have a thinner fraction bar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

import manim
import numpy as np
from manim import Mobject, VMobject, interpolate

from momentum_sim import Array

_COLORS = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")

_CLEAR = np.array([1.0, 1.0, 1.0, 0.0])


@dataclass(frozen=True, slots=True)
class _Appearance:
    """A part's points, and its colours by their names in ``_COLORS``, without the transparent ones."""

    points: Array
    colors: dict[str, Array]

    @classmethod
    def of(cls, part: Mobject) -> Self:
        colors = {name: getattr(part, name) for name in _COLORS}
        return cls(part.points, {name: rgbas.copy() for name, rgbas in colors.items() if rgbas[:, 3].any()})

    def faded(self, points: Array) -> Self:
        return type(self)(points, {name: rgbas * _CLEAR for name, rgbas in self.colors.items()})


class _Fade(manim.Transform):
    """What fading in and fading out have in common."""

    _appearances: list[tuple[Mobject, _Appearance, _Appearance]] | None = None
    """Each part, and its appearance at the beginning and at the end; None where Manim does the fading."""

    def begin(self) -> None:
        """Note each part's appearance, and start."""
        mobject: Any = self.mobject
        parts = mobject.family_members_with_points()
        if mobject.get_family_updaters() or not all(isinstance(part, VMobject) for part in parts):
            super().begin()
            return
        place = self._faded_place()
        appearances = [_Appearance.of(part) for part in parts]
        faded = [appearance.faded(place(appearance.points)) for appearance in appearances]
        first, last = (faded, appearances) if self.is_introducer() else (appearances, faded)
        self._appearances = list(zip(parts, first, last, strict=True))
        self.interpolate(0)

    def _faded_place(self) -> Callable[[Array], Array]:
        """Return the map from points to where they are when fully faded."""
        fade: Any = self
        backwards = self.is_introducer() and not fade.point_target
        shift = -fade.shift_vector if backwards else fade.shift_vector
        if fade.scale_factor == 1 and not np.any(shift):
            return lambda points: points
        middle = fade.mobject.get_center()
        return lambda points: middle + shift + fade.scale_factor * (points - middle)

    def get_all_mobjects(self) -> Sequence[Mobject]:
        """All mobjects of the animation: the one that fades, and the copies if Manim made any."""
        return super().get_all_mobjects() if self._appearances is None else [cast(Mobject, self.mobject)]

    def get_all_families_zipped(self) -> Iterable[tuple[Any, ...]]:
        """What ``interpolate_submobject`` is called with, before alpha."""
        return super().get_all_families_zipped() if self._appearances is None else self._appearances

    def interpolate_submobject(  # type: ignore[override]
        self, submobject: Any, starting_submobject: Any, target_copy: Any, alpha: float
    ) -> Self:
        """Show one part ``alpha`` of the way from one appearance to the other."""
        if self._appearances is None:
            super().interpolate_submobject(submobject, starting_submobject, target_copy, alpha)
            return self
        first, last = starting_submobject, target_copy
        for name, rgbas in first.colors.items():
            setattr(submobject, name, interpolate(rgbas, last.colors[name], alpha))
        if first.points is not last.points:
            submobject.points = self.path_func(first.points, last.points, alpha)
        return self


class FadeIn(_Fade, manim.FadeIn):
    """Manim's ``FadeIn``: the same picture, and the same keywords."""


class FadeOut(_Fade, manim.FadeOut):
    """Manim's ``FadeOut``: the same picture, and the same keywords."""
