"""What a picture's layout must keep: text apart from text, inside the safe frame, large enough to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from manim import Mobject, Typst, VMobject

from scenes import style
from scenes.mobjects.typography import Readout

SMALLEST_SHARE = 1 / 36
"""The smallest type size, as a share of the frame's height."""

SMALLEST_WITH_SCRIPTS = 34
"""The smallest size of type with subscripts or exponents: their digits are then 20 of 1080 pixels high."""

_MATHEMATICS, _QUOTED = re.compile(r"\$[^$]*\$"), re.compile(r'"[^"]*"')
_SCRIPT, _SCRIPT_CHARACTER = re.compile(r"[_^]"), re.compile(r"[⁰¹²³⁴-⁹₀-₉]")

TOLERANCE = 0.01
"""Units by which two texts may touch or one may pass the safe frame's edge: less than two pixels in 1080."""

_FAINTEST = 0.05
"""Opacity below which a part counts as invisible."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text that can be seen: what it says, where its ink lies, and its size in units of the frame."""

    says: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


def visible_texts(mobjects: Iterable[Mobject]) -> Iterator[PlacedText]:
    """Find every text in a scene's mobjects that can be seen."""
    seen: set[int] = set()
    for mobject in mobjects:
        for member in mobject.get_family():
            if isinstance(member, Typst | Readout) and id(member) not in seen:
                seen.add(id(member))
                if (placed := _placed(member)) is not None:
                    yield placed


def layout_faults(mobjects: Iterable[Mobject]) -> list[str]:
    """Return what is wrong with the texts of a picture, a sentence each; nothing where all is well."""
    texts = list(visible_texts(mobjects))
    faults = [
        f"“{one.says}” overlaps “{other.says}”"
        for one, other in combinations(texts, 2)
        if _overlap(one, other)
    ]
    for text in texts:
        if (
            max(-text.left, text.right) > style.SAFE_WIDTH / 2 + TOLERANCE
            or max(-text.bottom, text.top) > style.SAFE_HEIGHT / 2 + TOLERANCE
        ):
            faults.append(f"“{text.says}” leaves the safe frame")
        if text.size < SMALLEST_SHARE * style.FRAME_HEIGHT:
            share = style.FRAME_HEIGHT / text.size
            faults.append(f"“{text.says}” is 1/{share:.0f} of the frame's height; the smallest is 1/36")
        size = text.size * style.POINTS_PER_UNIT
        if size < SMALLEST_WITH_SCRIPTS - TOLERANCE and _has_scripts(text.says):
            smallest = SMALLEST_WITH_SCRIPTS
            faults.append(f"“{text.says}” has scripts and is of size {size:.0f}; the smallest is {smallest}")
    return faults


def _has_scripts(markup: str) -> bool:
    mathematics = " ".join(_QUOTED.sub("", part) for part in _MATHEMATICS.findall(markup))
    return bool(_SCRIPT.search(mathematics) or _SCRIPT_CHARACTER.search(markup))


def _placed(text: Typst | Readout) -> PlacedText | None:
    parts = (part for part in text.get_family() if part is not text and isinstance(part, VMobject))
    glyphs = [part.points for part in parts if part.has_points() and _shows(part)]
    if not glyphs:
        return None
    ink = np.vstack(glyphs)
    (left, bottom, _), (right, top, _) = ink.min(axis=0), ink.max(axis=0)
    says = text.text if isinstance(text, Readout) else text.typst_code
    return PlacedText(says, left, right, bottom, top, text.font_size / style.POINTS_PER_UNIT)


def _shows(part: VMobject) -> bool:
    return bool(
        max(part.get_fill_opacity(), part.get_stroke_opacity() * (part.get_stroke_width() > 0)) > _FAINTEST
    )


def _overlap(one: PlacedText, other: PlacedText) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    return min(across, up) > TOLERANCE
