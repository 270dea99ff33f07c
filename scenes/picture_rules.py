"""The film's own rules of the picture: each says what is wrong with a picture, a sentence each.

Those that any film can keep are the production line's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from manim import Circle, MathTypst, Mobject, Star, VMobject

from momentum_sim import Array
from scenes import style
from scenes.layout import TOLERANCE, layout_faults
from scenes.mobjects.descent_path import DescentPath
from scenes.mobjects.scenery import is_scenery
from scenes.mobjects.typography import Readout

VISIBLE = 0.05
"""What is fainter cannot be seen."""

SAME_HEADLINE = 0.4
"""How far apart two formulas' middles stand at most that are in one line."""

SPARSELY = 3
"""What no single frame shows is looked for in every third picture."""


class Picture(Protocol):
    """A frame of a scene, and the mobjects behind it."""

    @property
    def number(self) -> int:
        """The frame's number, at 15 a second."""

    @property
    def time(self) -> float:
        """Seconds from the scene's start."""

    @property
    def pixels(self) -> npt.NDArray[np.uint8]:
        """Height x width x RGBA."""

    @property
    def shown(self) -> Sequence[Mobject]:
        """What is drawn, from the back to the front."""

    @property
    def strengths(self) -> Mapping[Mobject, float]:
        """How opaque each of these is drawn, from 0 to 1."""

    @property
    def parents(self) -> Mapping[Mobject, Mobject | None]:
        """What each mobject in the scene is a part of."""

    @property
    def scene(self) -> Any:
        """What plays."""

    @property
    def stands(self) -> bool:
        """Whether it has just stood long enough to be looked at, or ends a beat."""

    def name_of(self, mobject: Mobject) -> str:
        """Return a mobject in words."""

    def drawn_points(self, mobject: Mobject) -> Array:
        """Return where a mobject's points are drawn, as points x (x, y) in Manim's units."""

    def box(self, mobject: Mobject) -> tuple[slice, slice]:
        """Return the rows and the columns of pixels that hold a mobject's points."""


class Layout:
    """Texts do not overlap, stay within the safe frame, and are large enough."""

    def __call__(self, picture: Picture) -> Iterator[str]:
        """Say what is wrong with a picture."""
        if picture.stands:
            yield from layout_faults(picture.scene.mobjects)


class CaptionsRoom:
    """Where players draw captions there is only ground and scenery."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def __call__(self, picture: Picture) -> Iterator[str]:
        """Say what is wrong with a picture: of each mobject, once."""
        # A plain scene of Manim's says nothing, and so it has no captions.
        if not (picture.stands or picture.number % SPARSELY == 0) or not hasattr(picture.scene, "beats"):
            return
        for mobject, strength in picture.strengths.items():
            if strength > VISIBLE and not is_scenery(mobject):
                bottom = picture.drawn_points(mobject)[:, 1].min() - half_stroke(mobject)
                if bottom < style.CAPTIONS_TOP - TOLERANCE:
                    name = picture.name_of(mobject)
                    if name not in self._told:
                        self._told.add(name)
                        yield (
                            f"{name} reaches down to y = {bottom:.2f}, where captions are drawn; "
                            f"no lower than {style.CAPTIONS_TOP:g}"
                        )


class HeadlineBaselines:
    """Formulas side by side in the headline share a baseline."""

    def __call__(self, picture: Picture) -> Iterator[str]:
        """Say what is wrong with a picture."""
        if not picture.stands:
            return
        formulas = [
            (each, glyphs)
            for each in picture.parents
            if isinstance(each, MathTypst) and (glyphs := _glyph_bottoms(each, picture))
        ]
        for (one, its), (other, others) in combinations(formulas, 2):
            middles = one.get_y(), other.get_y()
            if min(middles) < style.HEADLINE_HEIGHT - SAME_HEADLINE or abs(np.diff(middles)) > SAME_HEADLINE:
                continue
            # The same glyph of the same size stands at the same height.
            shared = its.keys() & others.keys()
            if any(abs(its[glyph] - others[glyph]) > TOLERANCE for glyph in shared):
                yield f"{picture.name_of(one)} and {picture.name_of(other)} have no common baseline"


class StarOnTop:
    """The minimum's star stands above every marker."""

    def __call__(self, picture: Picture) -> Iterator[str]:
        """Say what is wrong with a picture."""
        if not (picture.stands or picture.number % SPARSELY == 0):
            return
        stars = [mobject for mobject in picture.shown if isinstance(mobject, Star)]
        if not stars:
            return
        place = {mobject: number for number, mobject in enumerate(picture.shown)}
        for marker, number in place.items():
            group = picture.parents.get(marker)
            if group is not None and isinstance(marker, Circle) and getattr(group, "marker", None) is marker:
                for star in stars:
                    apart = np.linalg.norm(star.get_center() - marker.get_center())
                    if apart < marker.width / 2 and place[star] < number and _is_seen(marker, star, picture):
                        yield f"the marker of {picture.name_of(group)} covers the star"


class Counters:
    """Steps are counted forwards, and no path runs back, but until ``rewinds_until`` of the scene."""

    def __init__(self) -> None:
        self._counted: dict[Mobject, int] = {}
        self._told: set[Mobject] = set()

    def __call__(self, picture: Picture) -> Iterator[str]:
        """Say what is wrong with a picture: of each counter and path, once."""
        before, self._counted = self._counted, dict(_counts(picture))
        # A plain scene of Manim's knows nothing of it.
        if picture.time < getattr(picture.scene, "rewinds_until", 0.0):
            return
        for counter, count in self._counted.items():
            if count < before.get(counter, count) and counter not in self._told:
                self._told.add(counter)
                what = "a path" if isinstance(counter, DescentPath) else picture.name_of(counter)
                yield f"{what} runs backwards, from step {before[counter]} to {count}"


def _counts(picture: Picture) -> Iterator[tuple[Mobject, int]]:
    """Return at which step each counter and each path that can be seen stands."""
    for mobject in picture.parents:
        # What is still to go counts down as time goes on.
        if isinstance(mobject, Readout) and "to go" not in mobject.text:
            found = re.fullmatch(r"\D*?(\d[\d,]*)\D*", mobject.text) if "step" in mobject.text else None
            if found and _can_be_seen(mobject, picture):
                yield mobject, int(found[1].replace(",", ""))
        elif isinstance(mobject, DescentPath) and _can_be_seen(mobject.dots, picture):
            yield mobject, len(mobject.dots) - 1


def _can_be_seen(group: Mobject, picture: Picture) -> bool:
    return any(picture.strengths.get(part, 0.0) > VISIBLE for part in group.submobjects)


def _is_seen(one: Mobject, other: Mobject, picture: Picture) -> bool:
    return min(picture.strengths[one], picture.strengths[other]) > VISIBLE


def half_stroke(mobject: Mobject) -> float:
    """Return how far a stroke reaches beyond the points, in units of the frame."""
    if not isinstance(mobject, VMobject) or not mobject.stroke_rgbas[:, 3].any():
        return 0.0
    # Manim draws a hundredth of a unit for each of a stroke's width.
    return float(mobject.stroke_width) / 200


def _glyph_bottoms(formula: MathTypst, picture: Picture) -> dict[bytes, float]:
    """Return the lower edge of each glyph that can be seen, by its shape."""
    bottoms: dict[bytes, float] = {}
    for glyph in formula.family_members_with_points():
        if picture.strengths.get(glyph, 0.0) > VISIBLE:
            corner = glyph.points.min(axis=0)
            shape = np.round(glyph.points - corner, 2) + 0.0
            bottoms.setdefault(shape.tobytes(), float(corner[1]))
    return bottoms
