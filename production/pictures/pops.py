"""Nothing comes or goes at full strength from one frame to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from manim import Mobject

from production.frames.layer import Pixels
from production.pictures.picture import Box, Fault, Picture, is_mere_group
from production.timeline import Timeline

CHANGED_LEVELS = 64
"""By so many of 255 levels a pixel changes that is seen to."""

SMALLEST_SHARE = 1.2e-4
"""What changes on a smaller share of the picture is not seen to pop."""

STRONG, WEAK = 0.6, 0.1
"""What is as opaque can be seen well, or hardly."""

SAME_PLACE = 0.5
"""What shares so much of its place with what goes is taken to be the same thing."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A mobject that can be seen well in one of two pictures, and hardly in the other."""

    mobject: Mobject
    appears: bool
    box: Box
    is_part: bool
    """Whether it is a part of what can be seen in both, or has only begun to grow."""


class Pops:
    """What is seen to come or go is brought or taken by an animation.

    Between two plays no pixel may change. While a play runs, and as it ends, things move fast, and pixels say
    little: there no mobject may come or go that can be seen well, unless another takes its place. Parts of
    what stays, such as the digits of a number, may.
    """

    def __init__(self) -> None:
        self._last: Picture | None = None
        self._faults: dict[tuple[int, str], Fault] = {}

    def see(self, picture: Picture) -> None:
        """Take the next picture."""
        last, self._last = self._last, picture
        if last is None or last.pixels is picture.pixels:
            return
        if not last.frames:
            changed = _changed(last.pixels, picture.pixels)
            if _is_seen(changed, picture) and not self._name(list(_changes(last, picture)), last, picture):
                self._note(picture, f"the picture jumps between two animations, {_place(changed, picture)}")
        elif last.strengths is not picture.strengths:
            self._name([change for change in _changes(last, picture) if not change.is_part], last, picture)

    def faults(self, timeline: Timeline) -> Iterator[Fault]:  # noqa: ARG002
        """Return what popped."""
        yield from self._faults.values()

    def _name(self, changes: Sequence[_Change], last: Picture, picture: Picture) -> bool:
        """Note those changes that are seen, and that no other makes up for; return whether any is."""
        are_any = False
        for change in changes:
            is_replaced = any(
                other.appears != change.appears and _share(change.box, other.box) > SAME_PLACE
                for other in changes
            )
            if not is_replaced and _is_seen(
                _changed(last.pixels[change.box], picture.pixels[change.box]), picture
            ):
                are_any = True
                name = (picture if change.appears else last).name_of(change.mobject)
                verbs = ("appears", "brings") if change.appears else ("vanishes", "takes")
                self._note(picture, "{} {} at once, without an animation that {} it".format(name, *verbs))
        return are_any

    def _note(self, picture: Picture, says: str) -> None:
        self._faults[picture.number, says] = Fault(picture.time, says)


def _changes(last: Picture, picture: Picture) -> Iterator[_Change]:
    for one, other, appears in ((picture, last, True), (last, picture, False)):
        seen_groups: set[Mobject] | None = None
        for mobject, strong in one.strengths.items():
            if strong < STRONG or other.strengths.get(mobject, 0.0) > WEAK:
                continue
            if seen_groups is None:
                seen = (each for each, s in other.strengths.items() if s >= STRONG)
                seen_groups = {group for each in seen for group in _groups_of(each, other)}
            # What was there without a point, such as a line that is drawn, grows or shrinks.
            is_part = not seen_groups.isdisjoint(_groups_of(mobject, one)) or (
                mobject in other.parents and mobject not in other.strengths
            )
            yield _Change(mobject, appears, one.box(mobject), is_part)


def _groups_of(mobject: Mobject, picture: Picture) -> Iterator[Mobject]:
    """Give what a mobject is a part of, such as a digit and its number; of mere groups the next alone."""
    group = picture.parents.get(mobject)
    if group is not None:
        yield group
    while group is not None and (group := picture.parents.get(group)) is not None:
        if not is_mere_group(group):
            yield group


def _changed(one: Pixels, other: Pixels) -> npt.NDArray[np.bool_]:
    """Return which pixels differ."""
    changed = np.zeros(one.shape[:2], bool)
    for channel in range(3):
        a, b = one[..., channel], other[..., channel]
        # The difference of unsigned numbers, without wider ones.
        changed |= np.maximum(a, b) - np.minimum(a, b) >= CHANGED_LEVELS
    return changed


def _is_seen(changed: npt.NDArray[np.bool_], picture: Picture) -> bool:
    rows, columns = picture.pixels.shape[:2]
    return bool(np.count_nonzero(changed) >= SMALLEST_SHARE * rows * columns)


def _place(changed: npt.NDArray[np.bool_], picture: Picture) -> str:
    rows, columns = np.nonzero(changed)
    camera = picture.scene.camera
    x = (columns.mean() / changed.shape[1] - 0.5) * camera.frame_width
    y = (0.5 - rows.mean() / changed.shape[0]) * camera.frame_height
    return f"round ({x:.1f}, {y:.1f})"


def _share(one: Box, other: Box) -> float:
    """Return the share of two boxes' common area in the area of both."""
    common = _area(
        [slice(max(a.start, b.start), min(a.stop, b.stop)) for a, b in zip(one, other, strict=True)]
    )
    return common / max(_area(one) + _area(other) - common, 1)


def _area(box: Iterable[slice]) -> int:
    area = 1
    for side in box:
        area *= max(0, int(side.stop) - int(side.start))
    return area
