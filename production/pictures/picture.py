"""A picture of a scene while it plays: its pixels, and the mobjects that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
from manim import Group, ManimColor, Mobject, VGroup, VMobject, config

from production.frames.layer import Pixels
from production.timeline import Timeline

FRAME_RATE = 15
"""Rules look at so many frames a second: the fewest that a film may have."""

LONGEST_NAME = 40

Box: TypeAlias = tuple[slice, slice]
"""Rows and columns of pixels."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A mobject that an animation takes from the screen, and from when to when (seconds)."""

    mobject: Mobject
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame, or what the scene would show after a play, before the next one begins.

    Parameters
    ----------
    number, frames
        The frame's number, and for how many it stands; none where it is not shown.
    pixels
        Height x width x RGBA.
    shown
        The mobjects that are drawn, from the back to the front.
    parents
        Of each mobject in the scene, the one that it is a part of; of the outermost, None.
    strengths
        How opaque each mobject is drawn, from 0 to 1.
    taken
        What the play before this picture took from the screen, where it stands between two plays.
    scene
        What plays.
    stands
        Whether it has just stood long enough to be looked at, or ends a beat.
    """

    number: int
    frames: int
    pixels: Pixels
    shown: Sequence[Mobject]
    parents: dict[Mobject, Mobject | None]
    strengths: dict[Mobject, float]
    scene: Any
    taken: Sequence[Taken] = ()
    stands: bool = False

    @property
    def time(self) -> float:
        """Seconds."""
        return self.number / FRAME_RATE

    @property
    def ground(self) -> tuple[int, int, int]:
        """The colour of the background, RGB."""
        # A scene may have set it in any way that Manim takes.
        color = ManimColor.parse(self.scene.camera.background_color)
        red, green, blue = map(int, color.to_int_rgb())
        return red, green, blue

    def drawn_points(self, mobject: Mobject) -> npt.NDArray[np.float64]:
        """Return where a mobject's points are drawn, as points x (x, y) in Manim's units.

        That is where they are in the scene, unless its camera has moved or sees them in space.
        """
        camera = self.scene.camera
        points = camera.transform_points_pre_display(mobject, mobject.points)[:, :2]
        return np.asarray((points - camera.frame_center[:2]) * (config.frame_width / camera.frame_width))

    def box(self, mobject: Mobject) -> Box:
        """Return the rows and the columns of pixels that hold a mobject's points."""
        rows, columns = self.pixels.shape[:2]
        x, y = self.drawn_points(mobject).T * (columns / config.frame_width)
        return _pixels(rows / 2 - y, rows), _pixels(columns / 2 + x, columns)

    def name_of(self, mobject: Mobject) -> str:
        """Return a mobject in words: what it says, or the class of the outermost that it is a part of.

        Mere groups do not count.
        """
        part: Mobject | None = mobject
        named = mobject
        while part is not None:
            if not is_mere_group(part):
                named = part
            says = getattr(part, "typst_code", None) or getattr(part, "text", None)
            if isinstance(says, str) and says:
                return f"“{says if len(says) <= LONGEST_NAME else says[: LONGEST_NAME - 1] + '…'}”"
            part = self.parents.get(part)
        return type(named).__name__


def is_mere_group(mobject: Mobject) -> bool:
    """Whether it is nothing but what it holds."""
    return type(mobject) in (Group, VGroup)


def _pixels(places: npt.NDArray[np.float64], length: int) -> slice:
    low, high = np.clip([places.min(), places.max()], 0, length)
    return slice(int(low), int(np.ceil(high)) + 1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What breaks a rule in a scene, and when (seconds)."""

    time: float
    says: str


class Rule(Protocol):
    """Looks at every picture of one scene."""

    def see(self, picture: Picture) -> None:
        """Take the next picture."""

    def faults(self, timeline: Timeline) -> Iterable[Fault]:
        """Return what was wrong, when the scene is over."""


def strength(mobject: Mobject) -> float:
    """Return how opaque a mobject is drawn, from 0 to 1."""
    if not isinstance(mobject, VMobject):
        return 1.0
    fill = mobject.fill_rgbas
    strongest = float(fill[:, 3].max()) if len(fill) else 0.0
    if strongest < 1 and mobject.stroke_width > 0 and len(mobject.stroke_rgbas):
        strongest = max(strongest, float(mobject.stroke_rgbas[:, 3].max()))
    return strongest
