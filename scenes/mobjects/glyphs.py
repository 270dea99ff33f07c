"""What Typst has set becomes mobjects, and each glyph's outline is read only once in a process.

Manim parses every letter of every text anew, which is most of what setting it costs.
"""

from __future__ import annotations

from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, Final, Self, TypeAlias
from xml.etree import ElementTree as ET

import font_source_sans_pro
import numpy as np
import svgelements
import typst
from manim import RIGHT, MathTypst, Typst, VGroup, VMobject
from manim.mobject.svg.svg_mobject import SVGMobject, VMobjectFromSVGPath

from momentum_sim import Array

# Read once: given folders, Typst would search them for every formula.
_FONTS: Final[Any] = typst.Fonts(
    include_system_fonts=False, font_paths=[Path(font_source_sans_pro.__file__).parent / "files"]
)

_REFERENCE = "{http://www.w3.org/1999/xlink}href"

_Groups: TypeAlias = tuple[VGroup, ...]


class _TypsetMobject(SVGMobject):
    """Makes the mobjects that Manim would make of Typst's SVG.

    Parameters
    ----------
    source
        Typst markup.
    joined_from
        From this glyph on, counted from 0, those that follow each other in one colour are one mobject: there
        is less to draw at every frame. If it is left out, each is one of its own.
    """

    def __init__(self, source: str, *, joined_from: int | None = None, **keywords: Any) -> None:
        self._joined_from = joined_from
        super().__init__(source, font_paths=_FONTS, use_svg_cache=False, **keywords)

    def generate_mobject(self) -> Self:
        """Read the SVG, which Manim has asked Typst for."""
        tree: Any = ET.parse(self.get_file_path())
        root = self.modify_xml_tree(tree).getroot()
        assert root is not None
        reader = _Reader(self, root, self._joined_from)
        reader.read(root, svgelements.Matrix(), ())
        self.id_to_vgroup_dict = reader.groups
        self.flip(RIGHT)
        return self


class TypsetWords(_TypsetMobject, Typst):
    """Typst markup, set."""


class TypsetMathematics(_TypsetMobject, MathTypst):
    """Mathematics, set; ``{{ part : name }}`` can be selected."""


class _Reader:
    """Adds to a mobject what an SVG of Typst's holds."""

    def __init__(self, mobject: _TypsetMobject, root: ET.Element, joined_from: int | None) -> None:
        self.groups: dict[str, VGroup] = {}
        self._mobject = mobject
        self._joined_from = joined_from
        self._glyphs = 0
        self._fill: str | None = None
        """Of the glyph that was read last, if nothing else was since."""
        self._paths = {
            f"#{element.get('id')}": element[0].get("d", "")
            for element in root.iter()
            if _kind(element) == "symbol"
        }

    def read(self, parent: ET.Element, transform: svgelements.Matrix, groups: _Groups) -> None:
        """Add all within an element to the mobject and to the groups that have a name."""
        for element in parent:
            kind = _kind(element)
            if kind == "g":
                name = element.get("id")
                named = () if name is None else (self.groups.setdefault(name, VGroup()),)
                self.read(element, _matrix(element.get("transform")) * transform, groups + named)
            elif kind == "use" and element.get(_REFERENCE) in self._paths:
                self._add_glyph(element, transform, groups)
            elif kind != "defs":
                self._add_shape(element, transform, groups)

    def _add_glyph(self, element: ET.Element, transform: svgelements.Matrix, groups: _Groups) -> None:
        outline = _outline(self._paths[element.attrib[_REFERENCE]])
        if not len(outline):
            return
        start = svgelements.Matrix.translate(float(element.get("x", 0)), float(element.get("y", 0)))
        placed = start * transform
        points = outline @ np.array([(placed.a, placed.b, 0), (placed.c, placed.d, 0), (0, 0, 1)])
        points += (placed.e, placed.f, 0)
        index, fill = self._glyphs, element.get("fill", "")
        last, self._fill = self._fill, fill
        self._glyphs += 1
        if self._joined_from is not None and index > self._joined_from and fill == last:
            before = self._mobject.submobjects[-1]
            before.points = np.concatenate([before.points, points])
            return
        color = _color(fill)
        glyph = VMobject(stroke_width=0, fill_color=color.hexrgb, fill_opacity=color.opacity)
        glyph.points = points
        self._add(glyph, groups)

    def _add_shape(self, element: ET.Element, transform: svgelements.Matrix, groups: _Groups) -> None:
        """Add what is no glyph, such as a fraction's bar, as Manim makes it."""
        text = ET.tostring(element, encoding="unicode")
        self._fill = None
        for shape in svgelements.SVG.parse(StringIO(f"<svg>{text}</svg>")):
            shape *= transform
            mobject = self._mobject.get_mob_from_shape_element(shape)
            if mobject is not None:
                self._add(mobject, groups)

    def _add(self, mobject: VMobject, groups: _Groups) -> None:
        # Manim draws nothing by it, and copies it for every animation.
        vars(mobject).pop("path_obj", None)
        for group in (self._mobject, *groups):
            group.add(mobject)


def _kind(element: ET.Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


@cache
def _outline(path: str) -> Array:
    """Return the points of a glyph, by its path in the SVG."""
    return np.asarray(VMobjectFromSVGPath(svgelements.Path(path)).points)


@cache
def _matrix(transform: str | None) -> svgelements.Matrix:
    return svgelements.Matrix(transform) if transform else svgelements.Matrix()


@cache
def _color(fill: str) -> svgelements.Color:
    return svgelements.Color(fill)
