"""What Typst has set becomes the same mobjects as Manim makes of it, and faster."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from manim import MathTypst, Typst, VMobject, tempconfig

from scenes import style
from scenes.mobjects.glyphs import _FONTS, TypsetMathematics, TypsetWords, _outline
from scenes.mobjects.typography import PREAMBLE

WORDS = (
    "plain words",
    "*bold* and $beta$ = 0.9",
    "#muted[a] #plain[b]",
    "3 / 4 of $frac(1, 2)$",
    "#underline[x]",
)
MATHEMATICS = (
    "v arrow.l {{ beta v : kept }} + {{ alpha grad : push }}",
    "frac({{ a : above }}, b) {{ = }} sqrt(x_1^2)",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[None]:
    with tempconfig({"media_dir": str(tmp_path), "verbosity": "WARNING"}):
        yield


def looks(mobject: VMobject) -> list[tuple[object, ...]]:
    return [
        (
            np.asarray(part.fill_rgbas).tolist(),
            np.asarray(part.stroke_rgbas).tolist(),
            part.stroke_width,
            len(part.points),
        )
        for part in mobject.get_family()
    ]


def same(ours: VMobject, manims: VMobject) -> bool:
    ours_points, manims_points = ours.get_all_points(), manims.get_all_points()
    return looks(ours) == looks(manims) and np.allclose(ours_points, manims_points, rtol=0, atol=1e-12)


@pytest.mark.parametrize("source", WORDS)
def test_words_are_set_as_manim_sets_them(source: str) -> None:
    manims = Typst(source, font_size=34, typst_preamble=PREAMBLE, font_paths=_FONTS, use_svg_cache=False)
    assert same(TypsetWords(source, font_size=34, typst_preamble=PREAMBLE), manims)


@pytest.mark.parametrize("source", MATHEMATICS)
def test_mathematics_and_its_parts_are_set_as_manim_sets_them(source: str) -> None:
    manims = MathTypst(source, font_size=48, typst_preamble=PREAMBLE, font_paths=_FONTS, use_svg_cache=False)
    ours = TypsetMathematics(source, font_size=48, typst_preamble=PREAMBLE)
    assert same(ours, manims)
    for name in manims._group_labels:
        ours_parts, manims_parts = (
            [mobject.submobjects.index(part) for part in mobject.select(name)] for mobject in (ours, manims)
        )
        assert ours_parts == manims_parts
        assert ours_parts


def test_letters_of_one_colour_are_joined_from_a_letter_on() -> None:
    letters = TypsetWords("Hab#text(fill: red)[c]d", typst_preamble=PREAMBLE)
    joined = TypsetWords("Hab#text(fill: red)[c]d", typst_preamble=PREAMBLE, joined_from=1)
    assert [len(mobject.submobjects) for mobject in (letters, joined)] == [5, 4]
    assert np.array_equal(letters.get_all_points(), joined.get_all_points())


def test_a_bar_between_letters_keeps_them_apart() -> None:
    joined = TypsetWords("$a / b$ c", typst_preamble=PREAMBLE, joined_from=0)
    assert [bool(part.stroke_width) for part in joined.submobjects] == [False, True, False]


def test_a_glyph_is_read_once() -> None:
    TypsetWords("never", font_size=style.BODY_SIZE, typst_preamble=PREAMBLE)
    read = _outline.cache_info().misses
    TypsetWords("never never", font_size=2 * style.BODY_SIZE, typst_preamble=PREAMBLE)
    assert _outline.cache_info().misses == read
