"""How a teacher says the signs of mathematics, and what is short for words."""

from __future__ import annotations

SYMBOLS = {
    "+": "plus",
    "−": "minus",
    "±": "plus or minus",
    "∓": "minus or plus",
    "×": "times",
    "*": "times",
    "∗": "times",
    "·": "times",
    "⋅": "times",
    "÷": "over",
    "=": "equals",
    "≠": "is not",
    "≈": "is about",
    "~": "about",
    "∼": "about",
    "≡": "is identical to",
    "∝": "is proportional to",
    "<": "is less than",
    ">": "is greater than",
    "≤": "is at most",
    "≥": "is at least",
    "≪": "is much less than",
    "≫": "is much greater than",
    "→": "to",
    "←": "gets",
    "⇒": "implies",
    "∈": "in",
    "∞": "infinity",
    "∂": "partial",
    "∇": "grad",
    "∑": "the sum of",
    "∏": "the product of",
    "∫": "the integral of",
    "√": "the square root of",
    "⊤": "transposed",
    "′": "prime",
    "″": "double prime",
    "%": "percent",
    "‰": "per mille",
    "°": "degrees",
    "&": "and",
    "@": "at",
    "½": "one half",
    "⅓": "one third",
    "¼": "one quarter",
    "¾": "three quarters",
}
"""Sign by sign; what is not here, nor a letter, a number or a mark, is an error."""

ABBREVIATIONS = {
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "cf.": "compare",
    "vs.": "versus",
    "vs": "versus",
    "approx.": "approximately",
    "eq.": "equation",
    "fig.": "figure",
    "dr.": "doctor",
    "mr.": "mister",
    "mrs.": "missus",
    "prof.": "professor",
}
"""In small letters."""

FRACTIONS = {"1/2": "½", "1/3": "⅓", "1/4": "¼", "3/4": "¾"}
"""Those that have a name of their own."""

ACCENTS = {
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0307": "dot",
    "\u0308": "double dot",
}
"""Over a single letter, which is then the name of a quantity; in a word, an accent is an accent."""

POWERS = {"2": "squared", "3": "cubed", "T": "transposed", "⊤": "transposed", "*": "star", "′": "prime"}
"""What is raised and not said as ``to the …``."""

LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d"}
)
"""What has no accent that could be taken off."""

MARKS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "„": "“",
        "«": "“",
        "»": "”",
        "‟": "“",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "―": "—",
        "⁄": "/",
        "∕": "/",
        "∣": "|",
        "∥": "‖",
        "µ": "μ",
        "Ω": "Ω",
        "∆": "Δ",
        "Å": "Å",
    }
)
"""What looks like something else, and is said like it."""
