"""Numbers and signs are spelled as a teacher says them, and nothing is lost in silence."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from production.errors import NarrationError
from production.voice.spelling import count_words, spell
from production.voice.symbols import ABBREVIATIONS, SYMBOLS

SAID = {
    "β = 0.9": "beta equals zero point nine",
    "−8.8": "minus eight point eight",
    "-8.8": "minus eight point eight",
    "αβ^k": "alpha beta to the k",
    "0.1 g": "zero point one g",
    "v₁": "v one",
    "v_{t+1}": "v t plus one",
    "1,840": "one thousand eight hundred and forty",
    "12,345.67": "twelve thousand three hundred and forty-five point six seven",
    "2α/(1+β)": "two alpha over one plus beta",
    "α / (1 − β)": "alpha over one minus beta",
    "22%": "twenty-two percent",
    "10%–20%": "ten percent to twenty percent",
    "10×": "ten times",
    "3 × 4": "three times four",
    "θ": "theta",
    "λ": "lambda",
    "∇L": "grad L",
    "∇L(θ)": "grad L of theta",
    "∂L/∂θ": "partial L over partial theta",
    "10⁴": "ten to the four",
    "10⁻³": "ten to the minus three",
    "1.5×10⁻⁴": "one point five times ten to the minus four",
    "1e-4": "ten to the minus four",
    "2.5e4": "two point five times ten to the four",
    "x²": "x squared",
    "x^3": "x cubed",
    "e^{−x}": "e to the minus x",
    "wᵀ": "w transposed",
    "0.10": "zero point one zero",
    "0.0011": "zero point zero zero one one",
    ".5": "zero point five",
    "19:1": "nineteen to one",
    "0.5-0.9": "zero point five to zero point nine",
    "5 - 3": "five minus three",
    "k-1": "k minus one",
    "k-th": "kth",
    "2nd": "second",
    "21st,": "twenty-first,",
    "Polyak, 1964": "Polyak, nineteen sixty-four",
    "938": "nine hundred and thirty-eight",
    "1/2": "one half",
    "2½": "two and one half",
    "1/β": "one over beta",
    "2a": "two ay",
    "|x|": "the size of x",
    "‖v‖": "the norm of v",
    "v̂": "v hat",
    "x̄": "x bar",
    "f′(x)": "f prime of x",
    "±0.105:": "plus or minus zero point one zero five:",
    "3 ≤ x": "three is at most x",
    "90°": "ninety degrees",
    "momentum=0.9": "momentum equals zero point nine",
    "torch.optim": "torch dot optim",
    "learning_rate": "learning rate",
    "let’s": "let's",
    "momentum's": "momentum's",
    "well-known": "well-known",
    "x-axis": "x-axis",
    "Newton–Raphson": "Newton-Raphson",
    "naïve": "naive",
    "Łojasiewicz": "Lojasiewicz",
    "𝛽": "beta",
    "ϵ": "epsilon",
    "e.g.": "for example",
    "(i.e.": "(that is",
    "now — then": "now — then",
    "a\u00adb": "ab",
    "“Keep it,” he said.": "“Keep it,” he said.",
}


@pytest.mark.parametrize(("text", "said"), SAID.items(), ids=SAID)
def test_a_teacher_says_it_so(text: str, said: str) -> None:
    assert " ".join(spell(text.split())) == said


def test_each_word_has_its_own() -> None:
    assert spell(["At", "β", "=", "0.9,", "−8.8."]) == [
        "At",
        "beta",
        "equals",
        "zero point nine,",
        "minus eight point eight.",
    ]


@pytest.mark.parametrize("text", ["#1", "$5", "汉", "😀", "①", "x|y", "\\alpha", "мир"])
def test_what_nobody_can_say_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(NarrationError, match=r"has no words|which has"):
        spell([text])
    with pytest.raises(NarrationError, match=re.escape(text)):
        spell(["All", text])


PIECES = st.sampled_from(
    [*SYMBOLS, *ABBREVIATIONS, *SAID, *"aAkxvβθ0123456789.,:;!?-–—−'’\"()^_/²⁻₁ₜéö…\u0302"]
)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join) | st.text(min_size=1))
@example("^")
@example("1,2,3")
@example("‖‖")
def test_nothing_is_left_that_phonemes_would_lose(text: str) -> None:
    words = text.split()
    try:
        said = spell(words)
    except NarrationError:
        return
    assert len(said) == len(words)
    for word, spoken in zip(words, said, strict=True):
        assert re.fullmatch(r"[A-Za-z' \-;:,.!?—…()“”]*", spoken), (word, spoken)
        signs = sum(character in SYMBOLS for character in word) + len(re.findall(r"\d[\d,.]*", word))
        assert len(re.findall(r"[A-Za-z]+", spoken)) >= signs, (word, spoken)


def test_words_are_counted_as_they_are_said() -> None:
    assert count_words("β = 0.9, — twenty-two") == 7
    assert count_words("#1 of 2") == 3
