"""Words, formulas and live numbers, set by Typst: the same on every machine, each symbol in its colour."""

from __future__ import annotations

from functools import cache
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt
from manim import LEFT, ORIGIN, RIGHT, VMobject

from momentum_sim import Array
from scenes import style
from scenes.mobjects.glyphs import TypsetMathematics, TypsetWords
from scenes.mobjects.live_group import LiveGroup

PREAMBLE = f"""
#set text(font: "Source Sans Pro", fill: rgb("{style.INK}"), number-width: "tabular")
#set par(leading: 0.6em)
#let digits = (name: "Source Sans Pro", covers: regex("[0-9.]"))
#show math.equation: set text(font: (digits, "New Computer Modern Math"))
#let muted(body) = text(fill: rgb("{style.MUTED_INK}"), body)
#let plain(body) = text(fill: rgb("{style.PLAIN_DESCENT}"), body)
#let momentum(body) = text(fill: rgb("{style.MOMENTUM}"), body)
#let slope(body) = text(fill: rgb("{style.GRADIENT}"), body)
#let speed(body) = text(fill: rgb("{style.VELOCITY}"), body)
#let beta = momentum(sym.beta)
#let grad = slope($nabla L$)
#let vel = speed($v$)
"""
"""The film's Typst vocabulary: ``muted plain momentum slope speed`` colour a text by its role, and in
mathematics ``beta``, ``grad`` (the gradient) and ``vel`` (the velocity) have their colours. Numbers are in
Source Sans in mathematics as well."""


def words(
    text: str, size: float = style.BODY_SIZE, *, color: str | None = None, bold: bool = False
) -> TypsetWords:
    """Set words in Source Sans; ``text`` is Typst markup (``*bold*``, ``$beta$``, ``#muted[...]``).

    Letters that follow each other in one colour are one mobject.
    """
    return _words(text, size, color, bold).copy()


# Cached: a process that plays a scene twice, or two scenes with the same words, set them once.
@cache
def _words(text: str, size: float, color: str | None, bold: bool) -> TypsetWords:
    return _set(text, size, color, bold, joined_from=0)


@cache
def _line(text: str, size: float, color: str | None, bold: bool) -> tuple[TypsetWords, float]:
    """Return words, and the height of their baseline."""
    line = _set(f"H{text}", size, color, bold, joined_from=1)
    # The H stands on the baseline, and is only needed to find it.
    capital = line.submobjects[0]
    line.remove(capital)
    line.typst_code = text
    return line, capital.get_bottom()[1]


def _set(
    text: str, size: float, color: str | None = None, bold: bool = False, joined_from: int | None = None
) -> TypsetWords:
    """Set words, from one letter on joined, or each letter a mobject."""
    weight = '#set text(weight: "semibold")\n' if bold else ""
    fill = f'#set text(fill: rgb("{color}"))\n' if color else ""
    preamble = PREAMBLE + fill + weight
    return TypsetWords(text, font_size=size, typst_preamble=preamble, joined_from=joined_from)


def words_on_line(
    text: str,
    start: npt.ArrayLike,
    size: float = style.BODY_SIZE,
    *,
    color: str | None = None,
    bold: bool = False,
) -> TypsetWords:
    """Set words as ``words`` does, on a baseline that starts at a point, however tall their letters are."""
    line, baseline = _line(text, size, color, bold)
    line = line.copy()
    line.shift(np.asarray(start, dtype=float) - (line.get_left()[0], baseline, 0.0))
    return line


def fast_forward(times: int, start: npt.ArrayLike = ORIGIN) -> TypsetWords:
    """Set what tells that steps are shown so many times as fast as those before, on a baseline."""
    return words_on_line(f"fast-forward × {times}", start, color=style.MUTED_INK)


def formula(mathematics: str, size: float = style.HEADING_SIZE) -> TypsetMathematics:
    """Set mathematics; ``{{ part : name }}`` makes ``formula.select("name")`` possible."""
    return _formula(mathematics, size).copy()


@cache
def _formula(mathematics: str, size: float) -> TypsetMathematics:
    drawn = TypsetMathematics(mathematics, font_size=size, typst_preamble=PREAMBLE)
    for part in drawn.submobjects:
        if part.stroke_width:
            # A fraction's bar is the only stroke; this width matches the letters on a dark background.
            part.set_stroke(width=_BAR_WIDTH * size)
    return drawn


_BAR_WIDTH = 1 / 18
"""The stroke of a fraction's bar, per point of its size."""

_READOUT_CHARACTERS = "0123456789.,+−×%/()=|abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


_Glyphs: TypeAlias = dict[str, Array]


@cache
def _glyphs(bold: bool) -> tuple[_Glyphs, dict[str, float]]:
    """Return the points of each character's glyph and its advance width, for a font size of 1.

    A glyph stands on the baseline at x = 0.
    """
    # Each character stands between two zeros, whose distance gives its advance; a glyph is one path.
    line = " ".join(f'0#"{character}"0' for character in _READOUT_CHARACTERS) + " 00 0~0"
    size = style.POINTS_PER_UNIT
    parts = [part.points / size for part in _set(line, size, bold=bold).submobjects]
    lefts = [points[:, 0].min() for points in parts]
    baseline = parts[0][:, 1].min()
    zero = lefts[-3] - lefts[-4]
    glyphs = {}
    advances = {" ": lefts[-1] - lefts[-2] - zero}
    for index, character in enumerate(_READOUT_CHARACTERS):
        before, glyph, after = range(3 * index, 3 * index + 3)
        glyphs[character] = parts[glyph] - (lefts[before] + zero, baseline, 0)
        advances[character] = lefts[after] - lefts[before] - zero
    return glyphs, advances


class Readout(LiveGroup):
    """A number on the screen that may change at every frame without its digits jumping.

    Parameters
    ----------
    number
        What the readout shows.
    template
        A format template such as ``"{:.3f}"``; hyphens become minus signs.
    size, color, bold
        As in ``words``.
    anchor
        The end of the baseline, ``LEFT`` or ``RIGHT``, that stays where it is when the number changes.

    Raises
    ------
    ValueError
        For a character that no readout can show.
    """

    def __init__(
        self,
        number: float,
        template: str = "{:.2f}",
        size: float = style.LABEL_SIZE,
        *,
        color: str = style.INK,
        bold: bool = False,
        anchor: Array = LEFT,
    ) -> None:
        super().__init__()
        self.font_size = size
        self.text = ""
        self._template = template
        self._bold = bold
        self._glyph = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
        self._anchored_right = bool(anchor[0] > 0)
        # The group's own single point is the anchor: it moves with the group and draws nothing.
        self.points = np.zeros((1, 3))
        self.set_to(number)

    def set_to(self, number: float) -> Self:
        """Show ``number``."""
        text = with_minus_sign(self._template.format(number))
        if text == self.text:
            return self
        glyphs, advances = _glyphs(self._bold)
        if missing := set(text) - set(advances):
            raise ValueError(
                f"a readout has no glyph for {''.join(sorted(missing))!r}; set it beside it with words"
            )
        self.text = text
        drawn = [character for character in text if character in glyphs]
        # The glyphs already there are reused: a copy at every frame would cost more than all the rest.
        parts = self.submobjects[: len(drawn)]
        # A new digit is as faded as those beside it.
        pattern = parts[0] if parts else self._glyph
        parts += [pattern.copy() for _ in range(len(drawn) - len(parts))]
        x = -sum(advances[character] for character in text) if self._anchored_right else 0.0
        free = iter(parts)
        for character in text:
            if character in glyphs:
                next(free).points = self.points[0] + self.font_size * (glyphs[character] + x * RIGHT)
            x += advances[character]
        self.submobjects = parts
        return self


def format_number(number: float, decimals: int = 3) -> str:
    """Write a number for a label or the narration: rounded, without trailing zeros."""
    return with_minus_sign(f"{round(number, decimals):g}")


def with_minus_sign(number: str) -> str:
    """Replace the hyphen of a formatted number by a minus sign."""
    return number.replace("-", "−")


_SPELLED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spelled(number: float) -> str:
    """Write a number for the narration: in a word if it is whole and small, or twenty."""
    if number == 20:
        return "twenty"
    whole = int(number)
    return _SPELLED[whole] if whole == number and whole < len(_SPELLED) else format_number(number)


def headline(text: str) -> TypsetWords:
    """Set a title over a picture, at the height that all scenes use."""
    return words(text, style.TITLE_SIZE, bold=True).move_to((0, style.HEADLINE_HEIGHT, 0))
